from datetime import UTC, datetime

import pytest

from flows.annotated import COUNTS_NAME, AnnotatedStore
from flows.exchange import Exchange
from flows.raw import RawStore
from flows.sources.base import Found, to_batches
from flows.worker import Job, annotate_batch

NOW = datetime(2025, 3, 4, tzinfo=UTC)


@pytest.fixture
def raw(tmp_path):
    raw = RawStore(tmp_path / "home")
    [batch] = to_batches([Found("a.txt", b"A text.")], source_name="s", fetched_at=NOW, size=5, known=())
    raw.write(batch)
    return raw


def test_a_batch_goes_out_and_its_folder_comes_home(raw, tmp_path):
    [batch_id] = raw.batch_ids()
    exchange = Exchange(str(tmp_path / "shared"))
    exchange.put_raw(raw, batch_id)
    exchange.put_raw(raw, batch_id)
    there, here = AnnotatedStore(tmp_path / "worker", "v1"), AnnotatedStore(tmp_path / "home", "v1")
    assert not exchange.get_annotated(here, batch_id)
    with exchange.taken(batch_id) as home:
        assert RawStore(home).read(batch_id)[0].height == 1
    there.path(batch_id).mkdir(parents=True)
    for name in ("articles.parquet", COUNTS_NAME):
        (there.path(batch_id) / name).write_text(name)
    exchange.put_annotated(there, batch_id)
    assert exchange.get_annotated(here, batch_id)
    assert here.has(batch_id)
    exchange.remove(here, batch_id)
    assert [path for path in (tmp_path / "shared").rglob("*") if path.is_file()] == []


def test_a_worker_of_another_version_takes_no_part(raw, tmp_path):
    [batch_id] = raw.batch_ids()
    with pytest.raises(RuntimeError, match="another version"):
        annotate_batch(Job(tmp_path / "home", tmp_path, batch_id, "other", exchange=str(tmp_path / "shared")))
