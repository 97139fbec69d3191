"""Incremental builds: the same rows as a full one, whatever came, changed or was grouped otherwise."""

import shutil
from pathlib import Path

import polars as pl
import pytest

from tests.warehouses import batch, grouped
from transforms.schemas import ARTICLES, EVENTS, HAPPENINGS, STORIES
from warehouse.building import can_increment, count_changed
from warehouse.connection import open_to_read, open_to_write, read_table
from warehouse.ddl import create_tables
from warehouse.load import load_batch, replace_table
from warehouse.models import ModelError, build_models
from warehouse.plan import narrowed, read_plan


def load(path: Path, *tables: dict[str, pl.DataFrame], width: int) -> None:
    with open_to_write(path) as connection:
        create_tables(connection)
        for given in tables:
            load_batch(connection, given)
        core = {table.name: read_table(connection, table) for table in (ARTICLES, EVENTS)}
        groups = grouped(core, width)
        replace_table(connection, STORIES, groups["stories"])
        replace_table(connection, HAPPENINGS, groups["happenings"])


def digests(path: Path) -> dict[str, tuple[int, str]]:
    """Rows and hash of the ordered contents of every table and view for analysis."""
    with open_to_read(path) as connection:
        names = connection.execute(
            """
            SELECT schema_name || '.' || table_name FROM duckdb_tables() WHERE schema_name IN ('intermediate', 'marts')
            UNION SELECT schema_name || '.' || view_name FROM duckdb_views() WHERE schema_name IN ('marts', 'compat')
            """
        ).fetchall()
        query = "SELECT count(*), coalesce(md5(string_agg(line, chr(10) ORDER BY line)), '') FROM (SELECT t::VARCHAR AS line FROM {} AS t)"
        return {name: connection.execute(query.format(name)).fetchone() for (name,) in names}


def count_rows(path: Path, what: str) -> int:
    with open_to_read(path) as connection:
        return connection.execute(f"SELECT count(*) FROM intermediate.{what}").fetchone()[0]


@pytest.fixture(scope="module")
def grown(tmp_path_factory) -> tuple[Path, Path]:
    """An archive that was built whole, then twice in slices; and dbt's folder."""
    folder = tmp_path_factory.mktemp("grown")
    path, target = folder / "warehouse.duckdb", folder / "dbt"
    load(path, batch(0, range(40)), width=4)
    build_models(path, target, "r1")
    # new articles, one of them changed the day after
    load(path, batch(1, range(40, 50)), width=4)
    build_models(path, target, "r2")
    # old articles in a newer version, with other events, days and roles; all groups of the archive drawn anew
    load(path, batch(9, range(5, 9), fetched=12), width=4)
    load(path, width=4)
    build_models(path, target, "r3")
    return path, target


def test_an_incremental_build_equals_a_full_one_byte_for_byte(grown, tmp_path):
    path, _ = grown
    whole = tmp_path / "warehouse.duckdb"
    shutil.copyfile(path, whole)
    build_models(whole, tmp_path / "dbt", "r9", full=True)
    found, expected = digests(path), digests(whole)
    assert found == expected
    assert all(count for name, (count, _) in found.items() if name.startswith("marts."))


def test_groups_drawn_otherwise_change_what_they_touch(grown, tmp_path):
    """Stories and happenings of old articles move: nothing was loaded, and yet the marts follow."""
    path, target = tmp_path / "warehouse.duckdb", tmp_path / "dbt"
    shutil.copyfile(grown[0], path)
    shutil.copytree(grown[1], target)
    with open_to_write(path) as connection:
        moved = read_table(connection, HAPPENINGS).with_columns(
            happening_id=pl.when(pl.col("article_id") == "a8").then(pl.lit("h1")).otherwise(pl.col("happening_id"))
        )
        replace_table(connection, HAPPENINGS, moved)
        assert count_changed(connection) == 1
    build_models(path, target, "r4")
    sliced = digests(path)
    build_models(path, target, "r5", full=True)
    assert sliced == digests(path) != digests(grown[0])


def test_a_sum_that_falls_to_nothing_is_no_row(grown, tmp_path):
    """Two persons met in one article only; its newer version does not name them."""
    path, target = tmp_path / "warehouse.duckdb", tmp_path / "dbt"
    shutil.copyfile(grown[0], path)
    shutil.copytree(grown[1], target)
    met = batch(3, range(60, 61))
    met["participants"] = met["participants"].with_columns(entity_id=pl.concat_str(pl.lit("stranger "), pl.col("role")))
    load(path, met, width=4)
    build_models(path, target, "r4")
    assert count_rows(path, "int_actor_pairs WHERE entity_id LIKE 'stranger %'") == 2
    load(path, batch(3, range(60, 61), fetched=20), width=4)
    build_models(path, target, "r5")
    assert count_rows(path, "int_actor_pairs WHERE entity_id LIKE 'stranger %'") == 0
    assert count_rows(path, "int_actor_months WHERE entity_id LIKE 'stranger %'") == 0
    sliced = digests(path)
    build_models(path, target, "r6", full=True)
    assert sliced == digests(path)


def test_a_sixth_counterpart_moves_up_when_one_before_it_is_lost(grown, tmp_path):
    """One actor meets six others, not counting copies; a newer version of an article takes one of its five first away."""
    path, target = tmp_path / "warehouse.duckdb", tmp_path / "dbt"
    shutil.copyfile(grown[0], path)
    shutil.copytree(grown[1], target)
    met = batch(3, range(60, 68))
    party = pl.when(pl.col("role") == "source").then(pl.lit("hub")).otherwise(pl.concat_str(pl.lit("guest "), pl.col("article_id")))
    met["participants"] = met["participants"].with_columns(entity_id=party)
    load(path, met, width=4)
    build_models(path, target, "r4")
    first = "int_actor_counterparts WHERE entity_id = 'hub' AND counterpart_id = 'guest {}'"
    assert count_rows(path, "int_actor_counterparts WHERE entity_id = 'hub'") == 5
    assert (count_rows(path, first.format("a60")), count_rows(path, first.format("a67"))) == (1, 0)
    load(path, batch(3, range(60, 61), fetched=20), width=4)
    build_models(path, target, "r5")
    assert (count_rows(path, first.format("a60")), count_rows(path, first.format("a67"))) == (0, 1)
    sliced = digests(path)
    build_models(path, target, "r6", full=True)
    assert sliced == digests(path)


def test_events_without_a_group_are_happenings_of_their_own(grown, tmp_path):
    path, target = tmp_path / "warehouse.duckdb", tmp_path / "dbt"
    shutil.copyfile(grown[0], path)
    shutil.copytree(grown[1], target)
    with open_to_write(path) as connection:
        load_batch(connection, batch(4, range(64, 68)))
    build_models(path, target, "r4")
    sliced = digests(path)
    assert count_rows(path, "int_events WHERE happening_id = event_id") == 8
    build_models(path, target, "r5", full=True)
    assert sliced == digests(path)


def test_scratch_tables_stay_empty(grown):
    assert {count_rows(grown[0], name) for name in ("int_sides", "int_reports", "int_thread_reports")} == {0}


def test_a_full_build_leaves_the_events_of_a_day_and_an_article_together(grown, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    shutil.copyfile(grown[0], path)
    build_models(path, tmp_path / "dbt", "r4", full=True)
    with open_to_read(path) as connection:
        stored = connection.execute("SELECT published_date, article_id, event_id FROM intermediate.int_events ORDER BY rowid").fetchall()
    assert stored == sorted(stored)


def test_builds_are_recorded_and_leave_nothing_to_do(grown):
    with open_to_read(grown[0]) as connection:
        kinds = connection.execute("SELECT run_id, kind, changed_count FROM ops.builds ORDER BY run_id").fetchall()
        assert kinds == [("r1", "full", 0), ("r2", "incremental", 10), ("r3", "incremental", 4)]
        assert count_changed(connection) == 0


def test_a_broken_slice_is_not_built_over(grown, tmp_path):
    """A doubled key among the touched rows fails the check, and says so for `dateline info`."""
    path, target = tmp_path / "warehouse.duckdb", tmp_path / "dbt"
    shutil.copyfile(grown[0], path)
    shutil.copytree(grown[1], target)
    load(path, batch(2, range(50, 52)), width=4)
    with open_to_write(path) as connection:
        connection.execute("INSERT INTO core.events SELECT * FROM core.events WHERE article_id = 'a50'")
    with pytest.raises(ModelError, match="events_key_is_unique: 2 rows"):
        build_models(path, target, "r4")
    assert "events_key_is_unique" in (target / "failed_checks.json").read_text()


def test_only_a_file_of_this_sql_with_few_changes_is_built_in_slices(grown):
    plan = read_plan(grown[1])
    assert plan is not None
    with open_to_read(grown[0]) as connection:
        assert can_increment(connection, plan, plan.fingerprint)
        assert not can_increment(connection, plan, "the SQL has changed")
        assert not can_increment(connection, None, plan.fingerprint)


def test_marked_relations_are_narrowed_by_their_keys():
    sql = "SELECT * FROM core.events /* sliced by day */ AS e JOIN x.y /* sliced by month */"
    assert narrowed(sql, lambda relation, key: f"({relation} by {key})") == "SELECT * FROM (core.events by day) AS e JOIN (x.y by month)"


def test_every_table_of_the_project_says_how_it_is_sliced(grown):
    plan = read_plan(grown[1])
    assert plan is not None
    assert len(plan.models) >= 12
    for model in plan.models:
        assert f"sliced by {model.key}" in model.sql or model.name == "intermediate.int_events", model.name


def test_a_broken_plan_is_no_plan(tmp_path):
    (tmp_path / "plan.json").write_text("{broken")
    assert read_plan(tmp_path) is None
