"""What an incremental build looks at: keys that follow from changed articles, and cuts that hold all rows of these keys."""

from pathlib import Path

import pytest

from tests.warehouses import batch, grouped
from transforms.schemas import ARTICLES, EVENTS, HAPPENINGS, STORIES
from warehouse.changes import note_changes
from warehouse.connection import open_to_write, read_table
from warehouse.ddl import create_tables
from warehouse.load import load_batch, replace_table
from warehouse.models import build_models
from warehouse.plan import read_plan
from warehouse.touched import BEFORE, find_touched, named, touch_from_events


@pytest.fixture(scope="module")
def touched(tmp_path_factory):
    """Thirty articles, three to a happening, of which the fourth has changed; the connection, the plan and the cuts."""
    folder = tmp_path_factory.mktemp("touched")
    path: Path = folder / "warehouse.duckdb"
    with open_to_write(path) as connection:
        create_tables(connection)
        load_batch(connection, batch(0, range(30)))
        groups = grouped({table.name: read_table(connection, table) for table in (ARTICLES, EVENTS)}, width=3)
        replace_table(connection, STORIES, groups["stories"])
        replace_table(connection, HAPPENINGS, groups["happenings"])
    build_models(path, folder / "dbt", "r1")
    plan = read_plan(folder / "dbt")
    assert plan is not None
    with open_to_write(path) as connection:
        note_changes(connection, "article", ["a3"])
        yield connection, plan, find_touched(connection, plan)


def found(connection, query: str) -> list[object]:
    return sorted(value for (value,) in connection.execute(query).fetchall())


def test_a_changed_article_touches_its_happening_with_all_reports_of_it(touched):
    connection, *_ = touched
    assert found(connection, "FROM touched_article_id") == ["a3"]
    assert found(connection, "FROM touched_happening_id") == ["h1"]
    assert found(connection, "FROM touched_event_id") == ["e3.0", "e3.1", "e4.0", "e4.1", "e5.0", "e5.1"]
    assert found(connection, "FROM touched_event_article_id") == ["a3", "a4", "a5"]
    assert found(connection, f"SELECT event_id FROM {BEFORE}") == found(connection, "FROM touched_event_id")


def test_keys_that_events_lead_to_are_added_once(touched):
    connection, *_ = touched
    before = found(connection, "FROM touched_day")
    touch_from_events(connection, BEFORE)
    assert found(connection, "FROM touched_day") == before == found(connection, f"SELECT DISTINCT day FROM {BEFORE}")


def test_cuts_hold_the_rows_of_touched_articles_and_their_staging_views(touched):
    connection, plan, cuts = touched
    assert set(plan.views) - set(cuts) == {"staging.stg_entities", "staging.stg_rejects", "staging.stg_stages"}
    for relation in ("core.events", "staging.stg_events", "staging.stg_sentences", "core.stories"):
        assert set(found(connection, f"SELECT article_id FROM {cuts[relation].table}")) == {"a3", "a4", "a5"}, relation


def test_a_cut_has_the_columns_that_are_named():
    assert named(["b", "a", "c"], ["SELECT a, b FROM x.y", "SELECT c FROM x.yz"], "x.y") == '"a", "b"'
