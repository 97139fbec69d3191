"""Loading: idempotent, independent of order, whole or not at all."""

from datetime import UTC, datetime

import duckdb
import pytest

from tests.rows import rows
from transforms.errors import ContractError
from transforms.schemas import ARTICLES, DOCUMENTS, ENTITIES, EVENTS, REJECTS, SENTENCES, STORIES
from warehouse.connection import open_to_write, read_table
from warehouse.ddl import STORED_TABLES, create_tables
from warehouse.load import load_batch, replace_table

MONDAY, TUESDAY = datetime(2024, 5, 6, tzinfo=UTC), datetime(2024, 5, 7, tzinfo=UTC)


@pytest.fixture
def connection(tmp_path):
    with open_to_write(tmp_path / "warehouse.duckdb") as opened:
        create_tables(opened)
        yield opened


def batch(article_id, document_id, fetched_at, sentences):
    """One article with a sentence of every given text."""
    return {
        "documents": rows(DOCUMENTS, {"document_id": document_id, "fetched_at": fetched_at}),
        "articles": rows(
            ARTICLES, {"article_id": article_id, "document_id": document_id, "locator": f"{document_id}.html", "fetched_at": fetched_at}
        ),
        "sentences": rows(
            SENTENCES, *({"sentence_id": f"{document_id}-{text}", "article_id": article_id, "text": text} for text in sentences)
        ),
        "entities": rows(ENTITIES, {"entity_id": "e", "name": "Ann"}),
        "rejects": rows(REJECTS),
    }


OLD, NEW, OTHER = batch("a", "d1", MONDAY, ["one", "two"]), batch("a", "d2", TUESDAY, ["three"]), batch("b", "d3", MONDAY, ["four"])


def everything(connection):
    return {table.name: read_table(connection, table).rows() for table in STORED_TABLES}


def test_a_batch_loaded_twice_changes_nothing(connection):
    load_batch(connection, OLD)
    once = everything(connection)
    assert load_batch(connection, OLD).is_empty()
    assert everything(connection) == once
    assert len(once["sentences"]) == 2


def test_batches_give_the_same_rows_in_any_order(connection, tmp_path):
    for given in (OLD, NEW, OTHER):
        load_batch(connection, given)
    with open_to_write(tmp_path / "other.duckdb") as other:
        create_tables(other)
        for given in (OTHER, NEW, OLD):
            load_batch(other, given)
        assert everything(other) == everything(connection)
    assert [row[5] for row in everything(connection)["sentences"]] == ["three", "four"]


def test_an_older_version_is_set_aside_with_a_reason(connection):
    load_batch(connection, NEW)
    rejects = load_batch(connection, OLD)
    assert rejects.select("stage", "subject_id", "locator", "reason").rows() == [("load", "d1", "d1.html", "superseded")]
    assert read_table(connection, REJECTS).equals(rejects)
    assert read_table(connection, DOCUMENTS).height == 2


def test_of_two_versions_fetched_at_once_the_greater_document_id_stays(connection):
    load_batch(connection, batch("a", "d2", MONDAY, ["new"]))
    assert load_batch(connection, batch("a", "d1", MONDAY, ["old"])).height == 1
    assert load_batch(connection, batch("a", "d3", MONDAY, ["newer"])).is_empty()
    assert read_table(connection, SENTENCES).get_column("text").to_list() == ["newer"]


def test_rows_that_an_article_no_longer_has_go(connection):
    load_batch(connection, OLD | {"events": rows(EVENTS, {"event_id": "v", "article_id": "a"})})
    load_batch(connection, OLD | {"sentences": rows(SENTENCES), "events": rows(EVENTS)})
    assert read_table(connection, SENTENCES).is_empty() and read_table(connection, EVENTS).is_empty()


def test_recoding_replaces_events_of_the_articles_named_only(connection):
    load_batch(connection, {"events": rows(EVENTS, *({"event_id": f"v{a}", "article_id": a} for a in "abc"))})
    load_batch(connection, {"events": rows(EVENTS, {"event_id": "w", "article_id": "a"})}, article_ids=["a", "b"])
    assert read_table(connection, EVENTS).get_column("event_id").to_list() == ["vc", "w"]


def test_a_reject_goes_when_its_document_is_read_after_all(connection):
    problem = {"stage": "extract", "subject_id": "d1", "reason": "not_an_article"}
    load_batch(connection, {"documents": OLD["documents"], "rejects": rows(REJECTS, problem)})
    assert read_table(connection, REJECTS).height == 1
    load_batch(connection, OLD)
    assert read_table(connection, REJECTS).is_empty()


def test_rejects_are_replaced_by_stage_and_subject(connection):
    for reason in ("first", "second"):
        load_batch(connection, {"rejects": rows(REJECTS, {"stage": "ingest", "subject_id": "s", "reason": reason})})
    assert read_table(connection, REJECTS).get_column("reason").to_list() == ["second"]


def test_grouping_replaces_the_whole_table(connection):
    replace_table(connection, STORIES, rows(STORIES, {"article_id": "a"}, {"article_id": "b"}))
    replace_table(connection, STORIES, rows(STORIES, {"article_id": "c"}))
    assert read_table(connection, STORIES).get_column("article_id").to_list() == ["c"]


def test_a_batch_is_loaded_whole_or_not_at_all(connection):
    load_batch(connection, OLD)
    before = everything(connection)
    connection.execute("DROP TABLE core.times")
    connection.execute("CREATE VIEW core.times AS SELECT 1 AS article_id")
    from transforms.schemas import TIMES

    with pytest.raises(duckdb.Error):
        load_batch(connection, NEW | {"times": rows(TIMES, {"time_id": "t", "article_id": "a"})})
    connection.execute("DROP VIEW core.times")
    create_tables(connection)
    assert everything(connection) == before


@pytest.mark.parametrize(
    ("tables", "problem"),
    [
        ({"sentences": rows(SENTENCES, {"sentence_id": "s"}, {"sentence_id": "s"})}, "repeat the key"),
        ({"nothing": rows(SENTENCES)}, "no such table"),
        ({"sentences": rows(SENTENCES).drop("text")}, "columns are missing: text"),
    ],
)
def test_a_bad_table_stops_the_load(connection, tables, problem):
    with pytest.raises(ContractError, match=problem):
        load_batch(connection, tables)


def test_hand_over_files_do_not_stay(connection, tmp_path):
    load_batch(connection, OLD)
    assert not [path for path in tmp_path.iterdir() if path.is_dir()]
