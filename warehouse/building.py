"""An incremental build: only the rows that changed articles lead to are made anew, by the SQL that a full build runs.

From `ops.changes` follow the touched events, happenings, stories, days, months and actors, before and after; every
model deletes the rows of its touched keys and inserts them again. What is not touched would come out as it is, so the
tables equal those of a full build; a test compares them. Checks look at the touched rows: the others were checked
before and have not changed.
"""

from __future__ import annotations

import re

import duckdb

from warehouse.plan import COLUMNS, Check, Model, Plan, narrowed, touched_rows

# A build of more than this share of the articles is cheaper as a whole
LARGEST_SHARE = 0.3
EVENTS, ARTICLES = "intermediate.int_events", "intermediate.int_articles"
Outcome = tuple[str, str, int]  # check, severity, rows that failed

_CHANGED = "SELECT subject_id FROM ops.changes WHERE kind = '{}'"
# Every key with the query that finds its values before the build; keys in one query must stand above it
_TOUCHED = {
    "article_id": _CHANGED.format("article"),
    "document_id": _CHANGED.format("document"),
    "happening_id": f"""
        SELECT happening_id FROM {EVENTS} WHERE article_id IN (FROM touched_article_id)
        UNION SELECT happening_id FROM core.happenings WHERE article_id IN (FROM touched_article_id)""",
    "event_id": f"""
        SELECT event_id FROM {EVENTS}
        WHERE article_id IN (FROM touched_article_id) OR happening_id IN (FROM touched_happening_id)
        UNION SELECT event_id FROM core.events WHERE article_id IN (FROM touched_article_id)
        UNION SELECT event_id FROM core.happenings WHERE happening_id IN (FROM touched_happening_id)""",
    "event_article_id": "SELECT article_id FROM core.events WHERE event_id IN (FROM touched_event_id)",
    "story_id": f"""
        SELECT story_id FROM {ARTICLES} WHERE article_id IN (FROM touched_article_id)
        UNION SELECT story_id FROM core.stories WHERE article_id IN (FROM touched_article_id)
        UNION FROM touched_article_id""",
    "fetched_day": f"""
        SELECT fetched_day FROM {ARTICLES} WHERE article_id IN (FROM touched_article_id)
        UNION SELECT fetched_at::DATE FROM core.articles WHERE article_id IN (FROM touched_article_id)
        UNION SELECT fetched_at::DATE FROM core.documents WHERE document_id IN (FROM touched_document_id)""",
    "day": f"SELECT day FROM {EVENTS} WHERE event_id IN (FROM touched_event_id)",
    "month": f"SELECT month FROM {EVENTS} WHERE event_id IN (FROM touched_event_id)",
    "entity_id": f"""
        {_CHANGED.format("entity")}
        UNION SELECT unnest(list_concat(source_entity_ids, target_entity_ids)) FROM {EVENTS} WHERE event_id IN (FROM touched_event_id)""",
}
# Keys that new rows of events add to
_FROM_EVENTS = ("day", "month", "entity_id")


def can_increment(connection: duckdb.DuckDBPyConnection, plan: Plan | None, fingerprint: str) -> bool:
    """Whether the file holds models of this very SQL and few enough articles changed."""
    if plan is None or plan.fingerprint != fingerprint:
        return False
    last = connection.execute("SELECT fingerprint FROM ops.builds ORDER BY run_id DESC LIMIT 1").fetchone()
    if last is None or last[0] != fingerprint:
        return False
    changed, whole = count_changed(connection), _count(connection, "core.articles")
    return changed <= LARGEST_SHARE * whole


def count_changed(connection: duckdb.DuckDBPyConnection) -> int:
    """Articles that wait to be built."""
    return _count(connection, "ops.changes WHERE kind = 'article'")


def is_changed(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether anything at all waits to be built."""
    return _count(connection, "ops.changes") > 0


def build_slices(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[Outcome]:
    """Make the touched rows of every model anew, then run the checks; gives what they found."""
    for key, query in _TOUCHED.items():
        _touch(connection, key, query)
    for model in plan.models:
        _build(connection, model)
        if model.name == EVENTS:
            for key in _FROM_EVENTS:
                connection.execute(f"INSERT INTO touched_{key} ({_TOUCHED[key]}) EXCEPT FROM touched_{key}")
    found = _check(connection, plan)
    clear_scratch(connection, plan)
    return found


def clear_scratch(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Empty the tables that only other models read."""
    for model in plan.models:
        if model.is_scratch:
            connection.execute(f"TRUNCATE {model.name}")


def _touch(connection: duckdb.DuckDBPyConnection, key: str, query: str) -> None:
    column = COLUMNS.get(key, key)
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE touched_{key} AS "
        f"SELECT DISTINCT {column} FROM ({query}) AS found({column}) WHERE {column} IS NOT NULL"
    )


def _build(connection: duckdb.DuckDBPyConnection, model: Model) -> None:
    connection.execute(f"DELETE FROM {model.name} WHERE {model.key} IN (FROM touched_{model.key})")
    connection.execute(f"INSERT INTO {model.name} BY NAME (SELECT * FROM ({narrowed(model.sql, _TOUCHED)}))")


def _check(connection: duckdb.DuckDBPyConnection, plan: Plan) -> list[Outcome]:
    """Every check over the touched rows of what it reads, each relation cut once."""
    cuts = _cut(connection, plan)
    return [(check.name, check.severity, _failures(connection, check, cuts)) for check in plan.checks]


def _cut(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, str]:
    """Temporary tables with the touched rows of the relations that checks read, by relation."""
    slices = {model.name: model.key for model in plan.models}
    words: dict[str, set[str]] = {}
    for check in plan.checks:
        for name in check.relations:
            words.setdefault(name, set()).update(re.findall(r"\w+", check.sql))
    cuts: dict[str, str] = {}
    for relation, named in sorted(words.items()):
        columns = _columns(connection, relation)
        key = slices.get(relation) or ("article_id" if "article_id" in columns else None)
        if key:
            cuts[relation] = f"cut_{len(cuts)}"
            # only what a check names: sentences and lists are most of a wide row
            kept = ", ".join(f'"{column}"' for column in sorted(columns & named) or [key])
            query = f"SELECT {kept} FROM {relation} WHERE {touched_rows(key, _TOUCHED)}"
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {cuts[relation]} AS {query}")
    return cuts


def _columns(connection: duckdb.DuckDBPyConnection, relation: str) -> set[str]:
    schema, name = relation.split(".")
    query = "SELECT column_name FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? AND database_name = current_database()"
    return {str(column) for (column,) in connection.execute(query, [schema, name]).fetchall()}


def _failures(connection: duckdb.DuckDBPyConnection, check: Check, cuts: dict[str, str]) -> int:
    sql = _replaced(check.sql, cuts) if check.relations else narrowed(check.sql, _TOUCHED)
    return _count(connection, f"({sql})")


def _replaced(sql: str, cuts: dict[str, str]) -> str:
    """The SQL with whole relations replaced by their cuts."""
    return re.sub(r"\b\w+\.\w+\b", lambda match: cuts.get(match.group(), match.group()), sql)


def _count(connection: duckdb.DuckDBPyConnection, what: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM {what}").fetchall()
    return int(count)
