"""The raw store: what goes in comes out, once, whole."""

from __future__ import annotations

from datetime import UTC, datetime

import polars as pl
import pytest

from flows.raw import RawStore
from flows.sources.base import Found, to_batches
from transforms.errors import InputError

NOW = datetime(2026, 11, 1, tzinfo=UTC)


def batch(*payloads):
    found = [Found(f"box/{number}", payload) for number, payload in enumerate(payloads)]
    return next(to_batches(found, source_name="box", fetched_at=NOW, size=100, known=()))


def test_gives_back_what_was_written(tmp_path):
    store, given = RawStore(tmp_path), batch(b"one", b"\x00\xff two", b"")
    documents, payloads = store.read(store.write(given))
    assert documents.equals(given.documents)
    assert payloads == given.payloads


def test_known_are_the_ids_of_all_batches(tmp_path):
    store = RawStore(tmp_path)
    assert store.known() == set()
    first, second = batch(b"one"), batch(b"two", b"three")
    ids = {store.write(first), store.write(second)}
    assert store.known() == {*first.documents["document_id"], *second.documents["document_id"]}
    assert store.batch_ids() == sorted(ids)


def test_batch_id_is_made_of_content_not_order(tmp_path):
    assert batch(b"one", b"two").batch_id == batch(b"two", b"one").batch_id != batch(b"one").batch_id


def test_writing_again_changes_nothing(tmp_path):
    store = RawStore(tmp_path)
    path = store.path(store.write(batch(b"one")))
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    store.write(batch(b"one"))
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_batch_without_documents_writes_nothing(tmp_path):
    found = [Found("box/1", reason="empty_file", detail="the file is empty")]
    empty = next(to_batches(found, source_name="box", fetched_at=NOW, size=1, known=()))
    RawStore(tmp_path).write(empty)
    assert not list(tmp_path.rglob("*.*"))


def test_death_while_writing_leaves_no_batch_and_the_next_write_mends_it(tmp_path, monkeypatch):
    def die(rows, file, **options):
        file.write(b"PAR1 half")
        raise KeyboardInterrupt

    store = RawStore(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(pl.DataFrame, "write_parquet", die)
        with pytest.raises(KeyboardInterrupt):
            store.write(batch(b"one"))
    assert store.batch_ids() == [] and store.known() == set()
    store.write(batch(b"one"))
    assert [path.name for path in store.folder.iterdir()] == [f"{batch(b'one').batch_id}.parquet"]


def test_payloads_are_compressed(tmp_path):
    store = RawStore(tmp_path)
    assert store.path(store.write(batch(b"<p>words</p>" * 10_000))).stat().st_size < 10_000


def test_damaged_file_is_named(tmp_path):
    store = RawStore(tmp_path)
    path = store.path(store.write(batch(b"one")))
    path.write_bytes(path.read_bytes()[:100])
    with pytest.raises(InputError, match=path.name):
        store.known()
