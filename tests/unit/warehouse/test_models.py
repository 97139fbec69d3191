"""The SQL models over a tiny typed warehouse: what analysts see, what checks catch, what dbt leaves behind."""

import json
import os
import subprocess
import sys
from contextlib import chdir
from datetime import date
from pathlib import Path

import duckdb
import pytest

from tests.rows import rows
from transforms.schemas import ARTICLES, CHECKS, CORE_TABLES, EVENT_MENTIONS, EVENTS, HAPPENINGS, PARTICIPANTS, SENTENCES, STORIES
from warehouse.connection import open_to_read, open_to_write
from warehouse.ddl import create_tables
from warehouse.load import load_batch
from warehouse.models import ModelError, _untracked, build_models, to_checks
from warehouse.plan import PROJECT, read_plan

VIEWS = {
    "events": 1, "event_reports": 1, "dyad_days": 1, "country_days": 1, "issues_days": 1, "sources_days": 1, "actors": 1,
    "visits_and_meetings": 2, "statements": 1, "coverage": 1, "threads": 1,
}  # fmt: skip
PLAN, OUTCOME = date(2024, 5, 1), date(2024, 5, 4)
MEETING = {"event_type": "CONSULT", "mode": "visit", "quad_code": 1, "score": 4.0, "goldstein": 1.9}
TABLES = {
    "articles": rows(
        ARTICLES,
        {"article_id": "a1", "published_date": PLAN, "title": "Visit planned", "url": "https://x.test/1"},
        {"article_id": "a2", "published_date": OUTCOME, "title": "Visit held", "url": "https://x.test/2"},
        {"article_id": "a3", "published_date": OUTCOME, "title": "Visit held", "url": "https://x.test/3"},
    ),
    "sentences": rows(SENTENCES, *({"sentence_id": f"s{n}", "article_id": f"a{n}", "text": f"Sentence {n}."} for n in (1, 2, 3))),
    "events": rows(
        EVENTS,
        MEETING
        | {"event_id": "e1", "article_id": "a1", "sentence_id": "s1", "status": "planned", "start_date": OUTCOME, "date_precision": "day"},
        MEETING | {"event_id": "e2", "article_id": "a2", "sentence_id": "s2", "status": "occurred"},
        MEETING | {"event_id": "e4", "article_id": "a3", "sentence_id": "s3", "status": "occurred"},
    ),
    "event_mentions": rows(
        EVENT_MENTIONS,
        *(
            {"event_id": f"e{n}", "article_id": a, "sentence_id": f"s{n}", "clause_id": f"c{n}{again}", "status": "x", "is_best": not again}
            for n, a, again in ((1, "a1", ""), (2, "a2", ""), (2, "a2", "b"), (4, "a3", ""))
        ),
    ),
    "participants": rows(
        PARTICIPANTS,
        *(
            {"event_id": f"e{n}", "article_id": "a1", "role": "source", "position": 0, "name": "Ann", "country_code": "FRA"}
            for n in (1, 2, 4)
        ),
        *(
            {"event_id": f"e{n}", "article_id": "a1", "role": "target", "position": 0, "name": "Cid", "country_code": "DEU"}
            for n in (1, 2, 4)
        ),
    ),
    "stories": rows(
        STORIES,
        {"article_id": "a1", "story_id": "t1"},
        {"article_id": "a2", "story_id": "t2"},
        {"article_id": "a3", "story_id": "t2", "is_copy": True},
    ),
    "happenings": rows(
        HAPPENINGS,
        *({"event_id": f"e{n}", "happening_id": "h1", "article_id": a, "status": "x"} for n, a in ((1, "a1"), (2, "a2"), (4, "a3"))),
    ),
}


@pytest.fixture(scope="session")
def built(tmp_path_factory):
    """A warehouse with its models, dbt's folder, and the checks; dbt's own unit tests run too."""
    folder = tmp_path_factory.mktemp("models")
    path = folder / "warehouse.duckdb"
    with open_to_write(path) as connection:
        create_tables(connection)
        load_batch(connection, TABLES)
    before = listing()
    with chdir(folder):  # a home folder may be given relative to where the user stands
        checks = build_models(Path("warehouse.duckdb"), Path("dbt"), "r1", unit_tests=True)
        assert Path.cwd() == folder
    assert listing() == before, "dbt must write nothing beside its SQL"
    return path, folder / "dbt", checks


def listing():
    return sorted(str(path) for path in PROJECT.rglob("*"))


def rows_of(path, query):
    with open_to_read(path) as connection:
        return connection.execute(query).fetchall()


def test_events_count_their_mentions_and_name_everybody(built):
    found = rows_of(
        built[0], "SELECT event_id, status, source_names, target_countries, mention_count, report_count, story_count FROM marts.events"
    )
    assert sorted(found) == [
        ("e1", "planned", ["Ann"], ["DEU"], 1, 3, 2),
        ("e2", "occurred", ["Ann"], ["DEU"], 2, 3, 2),
        ("e4", "occurred", ["Ann"], ["DEU"], 1, 3, 2),
    ]


def test_dyad_days_count_plan_and_outcome_on_the_day_without_copies(built):
    found = rows_of(
        built[0], "SELECT source_country, target_country, day, event_count, happening_count, expected_count FROM marts.dyad_days"
    )
    assert found == [("FRA", "DEU", OUTCOME, 2, 1, 1)]


def test_a_meeting_is_one_row_from_plan_to_outcome(built):
    query = "SELECT outcome, guest_names, host_names, start_date, history_report_dates, history_outcomes FROM marts.visits_and_meetings"
    dates, statuses = [PLAN, OUTCOME, OUTCOME], ["planned", "happened", "happened"]
    assert rows_of(built[0], query) == [("happened", ["Ann"], ["Cid"], OUTCOME, dates, statuses)]


def test_a_thread_names_its_parties_and_its_sentence(built):
    query = (
        "SELECT outcome, event_id, source_names, source_countries, target_names, target_countries, sentence_text, url FROM marts.threads"
    )
    assert rows_of(built[0], query) == [("happened", "e2", ["Ann"], ["FRA"], ["Cid"], ["DEU"], "Sentence 2.", "https://x.test/2")]


def test_marts_that_disagree_about_an_outcome_are_found(built, tmp_path):
    plan = read_plan(built[1])
    assert plan is not None
    [check] = [check for check in plan.checks if check.name == "marts_agree_on_outcomes"]
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(built[0].read_bytes())
    with open_to_write(path) as connection:
        assert connection.execute(check.sql).fetchall() == []
        connection.execute("UPDATE marts.threads_v1 SET outcome = 'planned'")
        assert connection.execute(check.sql).fetchall() == [("h1", "planned", "happened")]


def test_the_retired_version_still_says_what_it_promised(built):
    """Version 1 knew no postponed meetings and gave one list of dates."""
    query = "SELECT outcome, history_dates, history_statuses FROM marts.visits_and_meetings_v1"
    assert rows_of(built[0], query) == [("happened", [PLAN, OUTCOME, OUTCOME], ["planned", "occurred", "occurred"])]


def test_the_history_of_versions_is_in_the_file(built):
    query = "SELECT version, latest_version, retirement_date, first_run_id FROM ops.model_versions WHERE model = 'visits_and_meetings' ORDER BY 1"
    assert rows_of(built[0], query) == [(1, 2, date(2027, 6, 30), "r1"), (2, 2, None, "r1")]


@pytest.mark.parametrize("name", VIEWS)
def test_the_stable_view_is_the_latest_version_column_by_column(built, name):
    [(sql,)] = rows_of(built[0], f"SELECT sql FROM duckdb_views() WHERE schema_name = 'marts' AND view_name = '{name}'")
    assert "*" not in sql and "warehouse." not in sql
    columns = "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = 'marts' AND table_name = '{}' ORDER BY column_index"
    assert rows_of(built[0], columns.format(name)) == rows_of(built[0], columns.format(f"{name}_v{VIEWS[name]}"))


@pytest.mark.parametrize("name", VIEWS)
def test_marts_carry_their_meaning(built, name):
    query = (
        f"SELECT count(*) FROM duckdb_columns() WHERE schema_name = 'marts' AND table_name = '{name}_v{VIEWS[name]}' AND comment IS NULL"
    )
    assert rows_of(built[0], query) == [(0,)]
    assert rows_of(built[0], f"SELECT comment IS NOT NULL FROM duckdb_views() WHERE schema_name = 'marts' AND view_name = '{name}'") == [
        (True,)
    ]


def test_every_key_of_core_is_checked(built):
    names = set(built[2].get_column("check_name"))
    assert {f"{table.name}_key_is_unique" for table in CORE_TABLES} <= names


def test_catalogues_agree(built):
    """dbt's sources are the schemas' tables, and every model documents exactly the columns it has."""
    manifest = json.loads((built[1] / "target" / "manifest.json").read_text(encoding="utf-8"))
    assert sorted(s["name"] for s in manifest["sources"].values() if s["schema"] == "core") == sorted(table.name for table in CORE_TABLES)
    documented = {
        node["alias"]: (list(node["columns"]), {column["description"] for column in node["columns"].values()})
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model"
    }
    assert len(documented) >= 30
    for name, (columns, descriptions) in documented.items():
        where = f"schema_name IN ('staging', 'intermediate', 'marts', 'compat') AND table_name = '{name}'"
        query = f"SELECT column_name FROM duckdb_columns() WHERE {where} ORDER BY column_index"
        assert [column for (column,) in rows_of(built[0], query)] == columns
        assert "" not in descriptions, f"a column of {name} has no description"


def test_checks_are_rows_for_ops(built):
    checks = built[2]
    assert checks.schema == CHECKS.schema
    assert set(checks.get_column("run_id")) == {"r1"} and set(checks.get_column("status")) == {"pass"}


def test_dbt_says_nothing_and_lets_go_of_the_file(built):
    """Another process can write at once, which the lock that dbt keeps after a run would refuse."""
    script = "import duckdb, sys\nwith duckdb.connect(sys.argv[1]): print('free')"
    assert subprocess.run([sys.executable, "-c", script, str(built[0])], capture_output=True, check=True).stdout == b"free\n"


def test_the_published_file_can_have_another_place(built, tmp_path):
    copy = tmp_path / "other.duckdb"
    copy.write_bytes(built[0].read_bytes())
    assert rows_of(copy, "SELECT count(*) FROM marts.events") == [(3,)]


def test_a_failing_check_is_named_and_a_warning_is_not_an_error(built, capfd, tmp_path):
    path = tmp_path / "warehouse.duckdb"
    path.write_bytes(built[0].read_bytes())
    with open_to_write(path) as connection:
        connection.execute("UPDATE core.articles SET published_date = NULL WHERE article_id = 'a3'")
    checks = build_models(path, built[1], "r2", full=True)
    warned = checks.filter(checks.get_column("status") == "warn")
    assert warned.select("check_name", "severity", "failure_count").rows() == [("int_event_is_published_on_a_date", "warn", 1)]
    with open_to_write(path) as connection:
        connection.execute("INSERT INTO core.articles SELECT * FROM core.articles WHERE article_id = 'a1'")
    with pytest.raises(ModelError, match=r"articles_key_is_unique: Got 1 result") as caught:
        build_models(path, built[1], "r3", full=True)
    assert caught.value.compiled.is_dir()
    assert capfd.readouterr().out == ""
    with duckdb.connect(path):
        pass


@pytest.mark.parametrize("before", [None, "0"])
def test_usage_statistics_stay_off_and_the_environment_as_it_was(monkeypatch, before):
    if before is None:
        monkeypatch.delenv("DO_NOT_TRACK", raising=False)
    else:
        monkeypatch.setenv("DO_NOT_TRACK", before)
    with _untracked():
        assert os.environ["DO_NOT_TRACK"] == "1"
    assert os.environ.get("DO_NOT_TRACK") == before
    assert "send_anonymous_usage_stats: false" in (PROJECT / "dbt_project.yml").read_text(encoding="utf-8")


def test_no_tests_are_no_checks():
    assert to_checks([], "r").is_empty()
