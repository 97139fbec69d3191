import weakref
from datetime import UTC, datetime

import duckdb
import polars as pl
import pytest

from flows.annotated import TABLES, AnnotatedStore, Count
from flows.console import Silent
from flows.raw import RawStore
from flows.sources.files import FileSource
from flows.stages import NO_BATCH, Tools, code_batch, code_batches, code_finished, group, ingest, load_batches
from tests.rows import rows
from transforms.errors import ContractError
from transforms.schemas import ARTICLES, CORE_TABLES, EVENTS, PARTICIPANTS, frame
from warehouse.connection import open_to_read

NOW = datetime(2025, 3, 4, tzinfo=UTC)
TOOLS = Tools(None, None)


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    for number in range(3):
        (place / f"{number}.txt").write_text(f"Text number {number}. " * 20)
    (place / "x.pdf").write_text("%PDF")
    (place / "z.txt").write_text("")
    return place


def taken(folder, tmp_path, size=2):
    return ingest([FileSource(folder, NOW)], RawStore(tmp_path / "home"), size, Silent())


def test_new_documents_are_stored_in_batches_and_known_ones_skipped(folder, tmp_path):
    first = taken(folder, tmp_path)
    assert (first.document_count, len(first.batch_ids), first.known_count) == (3, 2, 0)
    again = taken(folder, tmp_path)
    assert (again.document_count, again.batch_ids, again.known_count) == (0, (), 3)


def test_a_document_in_two_sources_is_taken_once(folder, tmp_path):
    both = ingest([FileSource(folder, NOW), FileSource(folder, NOW)], RawStore(tmp_path / "home"), 10, Silent())
    assert (both.document_count, both.known_count) == (3, 3)
    assert both.rejects.height == 2


def test_what_never_became_a_document_is_counted_aside(folder, tmp_path):
    result = taken(folder, tmp_path)
    assert sorted(result.rejects.get_column("reason")) == ["empty_file", "unsupported_file"]
    assert [c for c in result.counts if c.batch_id == NO_BATCH] == [Count("ingest", NO_BATCH, 2, 0, 2, 0.0)]


def test_a_batch_that_codes_badly_keeps_its_articles(monkeypatch):
    def fail(*_, **__):
        raise KeyError("frame_id")

    monkeypatch.setattr("transforms.resolve.resolve", fail)
    tables = {
        "articles": rows(ARTICLES, {"article_id": "a1", "locator": "1.txt"}),
        "annotated_mentions": pl.DataFrame(),
        "quotes": pl.DataFrame(),
    }
    coded, failed = code_batch(tables, TOOLS)
    assert coded["events"].is_empty()
    assert failed.row(0, named=True)["reason"] == "coding_failed"
    assert "KeyError" in failed.row(0, named=True)["detail"]


def test_a_broken_contract_stops_the_run(monkeypatch):
    def fail(*_, **__):
        raise ContractError("events", "column missing")

    monkeypatch.setattr("transforms.resolve.resolve", fail)
    with pytest.raises(ContractError):
        code_batch({"articles": rows(ARTICLES), "annotated_mentions": pl.DataFrame(), "quotes": pl.DataFrame()}, TOOLS)


def fake_coding(monkeypatch):
    empty = {table.name: frame(table, []) for table in CORE_TABLES}
    monkeypatch.setattr(
        "transforms.resolve.resolve", lambda *_, **__: {n: empty[n] for n in ("mentions", "entities", "entity_names", "roles")}
    )
    monkeypatch.setattr("transforms.coding.code", lambda *_, **__: {n: empty[n] for n in ("events", "participants")})


def annotate_by_hand(store, raw, batch_id):
    documents, _ = raw.read(batch_id)
    articles = [
        {"article_id": f"a-{row['document_id']}", "document_id": row["document_id"], "locator": row["locator"], "fetched_at": NOW}
        for row in documents.iter_rows(named=True)
    ]
    tables = {table.name: frame(table, []) for table in TABLES} | {"articles": rows(ARTICLES, *articles)}
    height = documents.height
    store.write(batch_id, tables, [Count("extract", batch_id, height, height, 0, 0.1), Count("annotate", batch_id, height, height, 0, 0.1)])


def test_loading_reconciles_and_sets_a_failed_batch_aside(folder, tmp_path, monkeypatch):
    fake_coding(monkeypatch)
    result = taken(folder, tmp_path)
    raw, store = RawStore(tmp_path / "home"), AnnotatedStore(tmp_path / "home", "v1")
    good, bad = result.batch_ids
    annotate_by_hand(store, raw, good)
    path = tmp_path / "warehouse.duckdb"
    loaded = load_batches(path, result.batch_ids, store, raw, TOOLS, Silent())
    stages = {(c.batch_id, c.stage): (c.in_count, c.out_count, c.rejected_count) for c in loaded.counts}
    assert stages[good, "load"] == (2, 2, 0)
    assert stages[bad, "annotate"] == (1, 0, 1)
    assert (bad, "load") in stages  # so that the next run does not take it for unfinished
    assert loaded.rejects == {("annotate", "batch_failed"): 1}
    with open_to_read(path) as connection:
        assert connection.sql("SELECT count(*) FROM core.documents").fetchall() == [(3,)]
        assert connection.sql("SELECT count(*) FROM core.articles").fetchall() == [(2,)]
        assert connection.sql("SELECT reason FROM ops.rejects").fetchall() == [("batch_failed",)]


def test_tables_that_are_loaded_are_given_back_before_the_next_are_coded(folder, tmp_path, monkeypatch):
    fake_coding(monkeypatch)
    result = taken(folder, tmp_path)
    raw, store, held = RawStore(tmp_path / "home"), AnnotatedStore(tmp_path / "home", "v1"), []
    for batch_id in result.batch_ids:
        annotate_by_hand(store, raw, batch_id)

    def watched(*given):
        assert [one() for one in held] == [None] * len(held)
        coded = code_finished(*given)
        held.extend(weakref.ref(one) for one in coded)
        return coded

    monkeypatch.setattr("flows.stages.CODED_TOGETHER", 1)
    monkeypatch.setattr("flows.stages.code_finished", watched)
    load_batches(tmp_path / "warehouse.duckdb", result.batch_ids, store, raw, TOOLS, Silent())
    assert len(held) == 2


def test_what_duckdb_holds_for_persons_is_given_back_before_stories(tmp_path, monkeypatch):
    connections, seen = [], []
    monkeypatch.setattr("flows.identifying.identify", lambda connection, _: connections.append(connection))

    def is_closed(connection):
        try:
            connection.execute("SELECT 1")
        except duckdb.ConnectionException:
            return True
        return False

    monkeypatch.setattr("flows.grouping.group_archive", lambda connection: seen.append((is_closed(connections[0]), is_closed(connection))))
    group(tmp_path / "warehouse.duckdb")
    assert seen == [(True, False)]


def test_a_batch_that_codes_badly_leaves_those_coded_with_it(monkeypatch):
    fake_coding(monkeypatch)
    empty = {table.name: frame(table, []) for table in TABLES}
    good, bad = ({**empty, "articles": rows(ARTICLES, {"article_id": name, "fetched_at": NOW})} for name in ("good", "bad"))

    def fail_on_bad(annotations, mentions, articles, **_):
        if "bad" in articles.get_column("article_id"):
            raise KeyError("bad")
        return {"events": frame(EVENTS, []), "participants": frame(PARTICIPANTS, [])}

    monkeypatch.setattr("transforms.coding.code", fail_on_bad)
    rejected = [failed.get_column("subject_id").to_list() for _, failed in code_batches([good, bad], TOOLS)]
    assert rejected == [[], ["bad"]]
