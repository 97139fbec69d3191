from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from flows.annotated import Count
from flows.console import Silent
from flows.running import Processed, Wish, run_daily
from flows.settings import Settings
from flows.sources.catalog import read_catalog
from flows.sources.gathering import Gathering
from flows.stages import Loaded
from tests.unit.flows.sources.test_warc import record
from transforms.errors import InputError
from transforms.schemas import CHECKS, frame
from warehouse.connection import open_to_read, open_to_write
from warehouse.ddl import create_tables

pytestmark = pytest.mark.usefixtures("pinned_versions")
NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
LIST = """
[[source]]
name = "archive"
kind = "warc"
path = "archives"

[[source]]
name = "texts"
kind = "files"
path = "texts"
every = "1h"

[[source]]
name = "store"
kind = "files"
url = "{store}"

[[source]]
name = "missing"
kind = "files"
path = "nowhere"
"""


def load_nothing(work, path, progress) -> Processed:
    """Stands in for the flow."""
    with open_to_write(path) as connection:
        create_tables(connection)
    return Processed(Loaded([Count("load", b, 1, 1, 0, 0.0) for b in work.batch_ids], events=Counter()), frame(CHECKS, []), {}, "c0de")


@pytest.fixture
def folder(tmp_path):
    for name in ("archives", "texts", "store"):
        (tmp_path / name).mkdir()
    (tmp_path / "archives" / "one.warc.gz").write_bytes(record(1) + record(2))
    (tmp_path / "texts" / "a.txt").write_text("One text. " * 30)
    (tmp_path / "store" / "b.txt").write_text("Another text. " * 30)
    (tmp_path / "store" / "c.xyz").write_text("?")
    (tmp_path / "sources.toml").write_text(LIST.format(store=f"file://{tmp_path / 'store'}"))
    return tmp_path


def run(folder, now=NOW, **wish):
    settings = Settings(home=folder / "home", sources_file=folder / "sources.toml", as_of=now)
    return run_daily(settings, Silent(), Wish(**wish), processor=load_nothing)


def counts(summary) -> dict[str, tuple[int, int, int]]:
    return {name: (tally.new, tally.unchanged, tally.rejected) for name, tally in summary.sources.items()}


def test_every_kind_is_read_and_one_that_fails_costs_the_others_nothing(folder):
    summary = run(folder)
    assert counts(summary) == {"archive": (2, 0, 0), "texts": (1, 0, 0), "store": (1, 0, 1), "missing": (0, 0, 0)}
    assert "no such file" in summary.sources["missing"].error
    [(reason, locator)] = summary.rejected
    assert reason == "unsupported_file"
    assert locator.startswith("file:///")
    assert locator.endswith("/store/c.xyz")


def test_an_archive_is_read_once_and_again_when_it_changed(folder):
    run(folder)
    (folder / "archives" / "two.warc.gz").write_bytes(record(3))
    assert counts(run(folder, NOW + timedelta(hours=2)))["archive"] == (1, 0, 0)
    assert counts(run(folder, NOW + timedelta(hours=4)))["archive"] == (0, 0, 0)
    (folder / "archives" / "one.warc.gz").write_bytes(record(1) + record(2) + record(4))
    assert counts(run(folder, NOW + timedelta(hours=6)))["archive"] == (1, 2, 0)


def test_a_source_that_is_not_due_is_left_alone_unless_all_are_asked_for(folder):
    run(folder)
    soon = NOW + timedelta(minutes=5)
    summary = run(folder, soon)
    assert set(summary.undue) == {"texts", "missing"}
    assert summary.undue["texts"] == NOW + timedelta(hours=1)
    assert set(run(folder, soon, everything=True).sources) == {"archive", "texts", "store", "missing"}


def test_failures_in_a_row_are_counted_in_the_warehouse(folder):
    run(folder)
    run(folder, NOW + timedelta(hours=1))
    summary = run(folder, NOW + timedelta(hours=5))
    with open_to_read(summary.path) as connection:
        rows = dict(connection.execute("SELECT source_name, failure_count FROM ops.sources").fetchall())
        runs = connection.execute("SELECT count(*) FROM ops.source_runs WHERE source_name = 'archive'").fetchall()
    assert rows == {"archive": 0, "texts": 0, "store": 0, "missing": 3}
    assert runs == [(3,)]


def test_a_check_reads_without_remembering(folder):
    [archive, *_] = read_catalog(folder / "sources.toml")
    gathering = Gathering(Settings(home=folder / "home", as_of=NOW), [archive])
    assert sum(batch.documents.height for part in gathering.parts(archive) for batch in part.batches(10, set())) == 2
    assert not (folder / "home").exists()


def test_a_run_over_named_files_leaves_the_spool_alone(folder):
    from flows.sources.base import Found
    from flows.sources.spool import Spool
    from tests.unit.flows.sources.test_state import TAKEN

    spool = Spool(folder / "home")
    spool.write(TAKEN, Found(TAKEN.url, b"A page. " * 40, url=TAKEN.url))
    named = Settings(home=folder / "home", sources=(str(folder / "texts"),), as_of=NOW)
    assert run_daily(named, Silent(), processor=load_nothing).new_documents == 1
    assert len(spool.names()) == 1
    assert run(folder).new_documents == 4  # the spool's page and three others; one is known by now
    assert spool.names() == []


def test_an_empty_list_is_told(folder):
    (folder / "sources.toml").write_text("")
    with pytest.raises(InputError, match="lists no source"):
        run(folder)
