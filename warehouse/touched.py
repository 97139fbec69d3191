"""What an incremental build looks at: the touched keys, and copies of the rows that have them, each table searched once.

Ids are hashes, so no order of rows helps to find one: every search reads a whole column. The column read is that of
articles wherever there is one, as neighbouring rows share their article and take a third of the time. What is found is
kept in temporary tables, called cuts, which models and checks then read in the place of the whole tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import duckdb

from warehouse.plan import COLUMNS, Plan, is_touched, replaced, touched_rows

EVENTS, ARTICLES = "intermediate.int_events", "intermediate.int_articles"
BEFORE = "before_events"  # the touched rows of EVENTS as they were before the build

_CHANGED = "SELECT subject_id FROM ops.changes WHERE kind = '{}'"
# Every report of a happening that one of the changed articles reports or has reported. Reports that have left such a
# happening need no search: their articles have changed too.
_REPORTS = f"""
    CREATE OR REPLACE TEMP TABLE changed_reports AS
    SELECT event_id, article_id, happening_id FROM {EVENTS} WHERE {touched_rows(EVENTS, "article_id")}
    UNION SELECT event_id, article_id, happening_id FROM core.happenings WHERE {touched_rows("core.happenings", "article_id")};
    CREATE OR REPLACE TEMP TABLE touched_happening_id AS SELECT DISTINCT happening_id FROM changed_reports;
    CREATE OR REPLACE TEMP TABLE touched_reports AS
    SELECT event_id, article_id FROM changed_reports
    UNION SELECT event_id, article_id FROM core.happenings WHERE {touched_rows("core.happenings", "happening_id")}"""
# Every key with the query that finds its values, in three steps: what others ask for comes first
_CHANGES = {"article_id": _CHANGED.format("article"), "document_id": _CHANGED.format("document")}
_ARTICLES = {"event_article_id": "SELECT article_id FROM touched_reports UNION FROM touched_article_id"}
_CUT = {
    "event_id": f"""
        SELECT event_id FROM touched_reports
        UNION SELECT event_id FROM core.events WHERE {is_touched("article_id")}""",
    "story_id": f"""
        SELECT story_id FROM {ARTICLES} WHERE {is_touched("article_id")}
        UNION SELECT story_id FROM core.stories WHERE {is_touched("article_id")}
        UNION FROM touched_article_id""",
    "fetched_day": f"""
        SELECT fetched_day FROM {ARTICLES} WHERE {is_touched("article_id")}
        UNION SELECT fetched_at::DATE FROM core.articles WHERE {is_touched("article_id")}
        UNION SELECT fetched_at::DATE FROM core.documents WHERE {is_touched("document_id")}""",
    "entity_id": _CHANGED.format("entity"),
    "day": "SELECT NULL::DATE",
}
# Keys that events lead to, both as they were and as they are now
_FROM_EVENTS = {
    "happening_id": "SELECT happening_id FROM {}",
    "day": "SELECT day FROM {}",
    "entity_id": "SELECT unnest(list_concat(source_entity_ids, target_entity_ids)) FROM {}",
}
# the keys whose rows lie all among those of the touched articles and of the articles of touched events
_WITHIN_ARTICLES = ("article_id", "event_id", "event_article_id")


@dataclass(frozen=True)
class Cut:
    """A temporary table or view that holds all rows of a relation with touched values of these keys, and maybe more rows.

    The cut of a scratch table is whole: there are no other rows.
    """

    table: str
    keys: tuple[str, ...]
    is_whole: bool = False


def find_touched(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, Cut]:
    """Temporary tables `touched_<key>`, the rows of events as they are before the build, and cuts of what is loaded."""
    _touch(connection, _CHANGES)
    connection.execute(_REPORTS)
    _touch(connection, _ARTICLES)
    cuts = _cut_core(connection, plan)
    _touch(connection, {key: replaced(query, tables_of(cuts)) for key, query in _CUT.items()})
    _keep_before(connection, plan)
    touch_from_events(connection, BEFORE)
    return cuts


def tables_of(cuts: Mapping[str, Cut]) -> dict[str, str]:
    """The tables that stand for relations."""
    return {relation: cut.table for relation, cut in cuts.items()}


def touch_from_events(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Add the keys that the events of a table lead to."""
    for key, query in _FROM_EVENTS.items():
        found = f"SELECT DISTINCT {key} FROM ({query.format(table)}) AS found({key}) WHERE {key} IS NOT NULL"
        connection.execute(f"INSERT INTO touched_{key} {found} EXCEPT FROM touched_{key}")


def named(columns: Iterable[str], queries: Iterable[str], relation: str) -> str:
    """The columns that queries over a relation name: sentences and lists are most of a wide row."""
    words = {word for sql in queries if re.search(rf"\b{re.escape(relation)}\b", sql) for word in re.findall(r"\w+", sql)}
    return ", ".join(f'"{column}"' for column in sorted(set(columns) & words))


def columns_of(connection: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    """Names of the columns of a table or view of the file."""
    schema, name = relation.split(".")
    query = "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? AND database_name = current_database()"
    return {str(column) for (column,) in connection.execute(query, [schema, name]).fetchall()}


def _touch(connection: duckdb.DuckDBPyConnection, keys: Mapping[str, str]) -> None:
    for key, query in keys.items():
        column = COLUMNS.get(key, key)
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE touched_{key} AS "
            f"SELECT DISTINCT {column} FROM ({query}) AS found({column}) WHERE {column} IS NOT NULL"
        )


def _cut_core(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, Cut]:
    """The touched rows of the core tables and of their staging views, by relation."""
    sources = {view: found[0] for view, sql in plan.views.items() if (found := re.findall(r"\bcore\.\w+", sql))}
    read = {relation for check in plan.checks for relation in check.relations if relation.startswith("core.")}
    cuts: dict[str, Cut] = {}
    for number, table in enumerate(sorted(read | set(sources.values()))):
        columns = columns_of(connection, table)
        keys = _WITHIN_ARTICLES if "article_id" in columns else tuple(columns & {"document_id"})
        if keys:
            cuts[table] = Cut(f"cut_{number}", keys)
            kept = named(columns, (*plan.views.values(), *(check.sql for check in plan.checks)), table)
            condition = touched_rows(table, "event_article_id" if "article_id" in keys else keys[0])
            connection.execute(f"CREATE OR REPLACE TEMP TABLE cut_{number} AS SELECT {kept} FROM {table} WHERE {condition}")
    for view, table in sources.items():
        if table in cuts:
            name = f"{cuts[table].table}_{view.split('.')[1]}"
            sql = replaced(plan.views[view], {table: cuts[table].table})
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS {sql}")
            cuts[view] = Cut(name, cuts[table].keys)
    return cuts


def _keep_before(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The touched events with their places in the table, found among the rows of their articles."""
    queries = [model.sql for model in plan.models if model.sums_by]
    kept = named(columns_of(connection, EVENTS), (*queries, f"{EVENTS} event_id happening_id day"), EVENTS)
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {BEFORE} AS
        WITH near AS MATERIALIZED (SELECT rowid AS place, {kept} FROM {EVENTS} WHERE {touched_rows(EVENTS, "event_article_id")})
        SELECT * FROM near WHERE {is_touched("event_id")}
        """
    )
