import pytest

from flows.annotated import TABLES, AnnotatedStore, Count
from transforms.errors import InputError
from transforms.schemas import SENTENCES, frame

SENTENCE = {"sentence_id": "s1", "article_id": "a1", "sentence_index": 0, "start_offset": 0, "end_offset": 2, "text": "Hi"}


def tables():
    return {table.name: frame(table, []) for table in TABLES} | {"sentences": frame(SENTENCES, [SENTENCE])}


def test_what_was_written_is_read_again(tmp_path):
    store = AnnotatedStore(tmp_path, "v1")
    counts = [Count("extract", "b1", 2, 1, 1, 0.5)]
    store.write("b1", tables(), counts)
    assert store.has("b1")
    assert store.counts("b1") == counts
    assert store.read("b1")["sentences"].row(0, named=True) == SENTENCE


def test_another_version_is_another_folder(tmp_path):
    AnnotatedStore(tmp_path, "v1").write("b1", tables(), [])
    assert not AnnotatedStore(tmp_path, "v2").has("b1")


def test_a_killed_writer_leaves_nothing_that_counts(tmp_path, monkeypatch):
    store = AnnotatedStore(tmp_path, "v1")
    monkeypatch.setattr("flows.annotated._write_bytes", lambda *_: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        store.write("b1", tables(), [])
    assert not store.has("b1")
    assert list(store.folder.glob(".*.part"))
    store.remove_drafts()
    assert list(store.folder.iterdir()) == []


def test_writing_twice_keeps_the_first(tmp_path):
    store = AnnotatedStore(tmp_path, "v1")
    store.write("b1", tables(), [Count("extract", "b1", 1, 1, 0, 0.0)])
    store.write("b1", tables(), [])
    assert len(store.counts("b1")) == 1
    assert [path.name for path in store.folder.iterdir()] == ["b1-v1"]


def test_a_broken_folder_says_what_to_do(tmp_path):
    store = AnnotatedStore(tmp_path, "v1")
    folder = store.write("b1", tables(), [])
    (folder / "times.parquet").write_bytes(b"junk")
    with pytest.raises(InputError, match="Delete the folder"):
        store.read("b1")
