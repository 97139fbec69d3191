from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.annotated import Count
from flows.console import Silent
from flows.running import Processed, Wish, annotation_version, run_daily
from flows.settings import Settings
from flows.stages import Loaded
from transforms.errors import BusyError, InputError
from transforms.schemas import CHECKS, frame
from warehouse.connection import open_to_read, open_to_write
from warehouse.ddl import create_tables

pytestmark = pytest.mark.usefixtures("pinned_versions")
NOW = datetime(2025, 3, 4, tzinfo=UTC)


class Processor:
    """Stands in for the flow: loads nothing, but leaves the rows that say which batches are done."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, ...]] = []

    def __call__(self, work, path, progress) -> Processed:
        self.calls.append(work.batch_ids)
        with open_to_write(path) as connection:
            create_tables(connection)
        loaded = Loaded([Count("load", batch_id, 1, 1, 0, 0.0) for batch_id in work.batch_ids], 1, 2, Counter({("AID", "planned"): 3}))
        return Processed(loaded, frame(CHECKS, []), {"annotating": 1.0}, "c0de")


class Killed(BaseException):
    """What a test raises where a process would die."""


def killed(work, path, progress):
    raise Killed


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    (place / "1.txt").write_text("One text. " * 30)
    return place


def settings(folder, tmp_path, **given) -> Settings:
    return Settings(home=tmp_path / "home", sources=(str(folder),), as_of=NOW, **given)


def test_a_run_publishes_and_the_next_finds_nothing_new(folder, tmp_path):
    process = Processor()
    first = run_daily(settings(folder, tmp_path), Silent(), processor=process)
    assert (first.new_documents, first.events.total(), first.is_nothing_new) == (1, 3, False)
    again = run_daily(settings(folder, tmp_path), Silent(), processor=process)
    assert again.is_nothing_new
    assert again.known_documents == 1
    assert len(process.calls) == 1
    with open_to_read(first.path) as connection:
        row = connection.sql("SELECT document_count, event_count, codebook_version, model_version FROM ops.runs").fetchall()
    assert row == [(1, 3, "c0de", "model 1")]


def test_a_killed_run_is_resumed(folder, tmp_path):
    with pytest.raises(Killed):
        run_daily(settings(folder, tmp_path), Silent(), processor=killed)
    process = Processor()
    summary = run_daily(settings(folder, tmp_path), Silent(), processor=process)
    assert (summary.new_documents, summary.resumed_batches) == (0, 1)
    assert len(process.calls[0]) == 1


def test_only_new_batches_are_processed(folder, tmp_path):
    process = Processor()
    run_daily(settings(folder, tmp_path), Silent(), processor=process)
    (folder / "2.txt").write_text("Another text. " * 30)
    run_daily(settings(folder, tmp_path), Silent(), processor=process)
    assert [len(call) for call in process.calls] == [1, 1]
    assert set(process.calls[0]).isdisjoint(process.calls[1])


def test_recode_takes_everything_and_needs_no_source(folder, tmp_path):
    process = Processor()
    run_daily(settings(folder, tmp_path), Silent(), processor=process)
    run_daily(Settings(home=tmp_path / "home"), Silent(), Wish(recode=True), processor=process)
    assert process.calls[0] == process.calls[1]


def test_a_new_reject_is_published_once(folder, tmp_path):
    process = Processor()
    run_daily(settings(folder, tmp_path), Silent(), processor=process)
    (folder / "empty.txt").write_text("")
    summary = run_daily(settings(folder, tmp_path), Silent(), processor=process)
    assert summary.rejects == {("ingest", "empty_file"): 1}
    assert len(process.calls) == 1  # no article, so no flow
    assert run_daily(settings(folder, tmp_path), Silent(), processor=process).is_nothing_new
    with open_to_read(summary.path) as connection:
        assert connection.sql("SELECT in_count, rejected_count FROM ops.stages WHERE batch_id = 'none'").fetchall() == [(1, 1)]


def test_without_sources_or_with_a_missing_one_nothing_is_touched(tmp_path):
    with pytest.raises(InputError, match="no source is named"):
        run_daily(Settings(home=tmp_path / "home"), Silent(), processor=killed)
    with pytest.raises(InputError, match="nowhere"):
        run_daily(settings(tmp_path / "nowhere", tmp_path), Silent(), processor=killed)
    assert not (tmp_path / "home").exists()


def test_a_rival_run_fails_at_once(folder, tmp_path):
    def rival(work, path, progress):
        with pytest.raises(BusyError):
            run_daily(settings(folder, tmp_path), Silent(), processor=killed)
        return Processor()(work, path, progress)

    assert run_daily(settings(folder, tmp_path), Silent(), processor=rival).new_documents == 1


def test_the_annotation_version_follows_seeds(tmp_path, monkeypatch):
    monkeypatch.undo()
    for name in ("model", "gazetteers", "grammar"):
        (tmp_path / name).mkdir()
    before = annotation_version(tmp_path)
    assert annotation_version(tmp_path) == before
    (Path(tmp_path) / "grammar" / "nouns.csv").write_text("lemma\nattack\n")
    assert annotation_version(tmp_path) != before


def test_the_summary_knows_what_was_named_and_whether_there_was_a_warehouse(folder, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    nothing = run_daily(settings(empty, tmp_path), Silent(), processor=Processor())
    assert (nothing.is_nothing_new, nothing.named, nothing.home, nothing.is_first) == (True, (str(empty),), tmp_path / "home", True)
    assert run_daily(settings(folder, tmp_path), Silent(), processor=Processor()).is_first
    assert not run_daily(settings(folder, tmp_path), Silent(), processor=Processor()).is_first
