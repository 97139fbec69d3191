"""An incremental build: only the rows that changed articles lead to are made anew, by the SQL that a full build runs.

From `ops.changes` follow the touched events, happenings, stories, days and actors, before and after; every model
deletes the rows of its touched keys and inserts them again. Tables of sums take off what the touched events counted
before and add what they count now. What is not touched would come out as it is, so the tables equal those of a full
build; a test compares them. Checks look at the touched rows: the others were checked before and have not changed.
"""

from __future__ import annotations

from dataclasses import replace

import duckdb

from warehouse.connection import transaction
from warehouse.plan import Check, Model, Plan, is_touched, narrowed, replaced
from warehouse.touched import ARTICLES, BEFORE, EVENTS, NEAR, OLD, Cut, columns_of, find_touched, named, tables_of, touch_from_events

# A build of more than this share of the articles is cheaper as a whole
LARGEST_SHARE = 0.3
PAIRS, FIRST_PAIRS = "intermediate.int_actor_pairs", "intermediate.int_actor_counterparts"
# Rows as they were before the build: with their places in the table, and with the only values of a key that it can hold
_PLACES = {EVENTS: BEFORE, ARTICLES: OLD}
_KNOWN = {"article_id": OLD, "happening_id": BEFORE}
Outcome = tuple[str, str, int]  # check, severity, rows that failed


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
    """Make the touched rows of every model anew, then run the checks; gives what they found.

    All in one transaction: the numbers of rows hold within it, and the file is written once.
    """
    with transaction(connection):
        cuts = find_touched(connection, plan)
        for model in plan.models:
            cuts[model.name] = _add(connection, model) if model.sums_by else _build(connection, model, cuts)
            if model.name == EVENTS:
                touch_from_events(connection, cuts[EVENTS].table)
                cuts[EVENTS] = replace(cuts[EVENTS], others={"day": _cut_days(connection, plan)})
        return _check(connection, plan, cuts)


def clear_scratch(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """Empty the tables that only other models read."""
    for model in plan.models:
        if model.is_scratch:
            connection.execute(f"TRUNCATE {model.name}")


def _build(connection: duckdb.DuckDBPyConnection, model: Model, cuts: dict[str, Cut]) -> Cut:
    """The rows of the touched keys, into a table of their own and in the place of the model's old ones."""
    table = _after(model.name)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {_narrowed(model.sql, cuts)}")
    if model.is_scratch:
        return Cut(table, (model.key,), is_whole=True)
    connection.execute(f"DELETE FROM {model.name} WHERE {_is_old(model)}")
    connection.execute(f"INSERT INTO {model.name} BY NAME FROM {table}")
    if model.name == ARTICLES:
        return Cut(_with_near(connection, table), ("article_id", "event_article_id"))
    # every report of a touched happening is a touched event
    return Cut(table, (model.key, "happening_id") if model.name == EVENTS else (model.key,))


def _is_old(model: Model) -> str:
    """The condition on stored rows that new ones replace: what was not there before needs no search."""
    if model.name in _PLACES:
        return f"rowid IN (SELECT place FROM {_PLACES[model.name]})"
    known = _KNOWN.get(model.key)
    return f"{model.key} IN (SELECT {model.key} FROM {known})" if known else is_touched(model.key)


def _with_near(connection: duckdb.DuckDBPyConnection, made: str) -> str:
    """A view of the new rows of ARTICLES together with the unchanged articles of touched events."""
    unchanged = f"SELECT * EXCLUDE (place) FROM {NEAR} WHERE NOT {is_touched('article_id')}"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW articles_of_events AS {unchanged} UNION ALL BY NAME FROM {made}")
    return "articles_of_events"


def _cut_days(connection: duckdb.DuckDBPyConnection, plan: Plan) -> str:
    """All events of the touched days, as several models count by day."""
    queries = [model.sql for model in plan.models if f"{EVENTS} /* sliced by day */" in model.sql]
    kept = named(columns_of(connection, EVENTS), queries, EVENTS)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE events_of_days AS SELECT {kept} FROM {EVENTS} WHERE {is_touched('day')}")
    return "events_of_days"


def _add(connection: duckdb.DuckDBPyConnection, model: Model) -> Cut:
    """A table of sums: its rows minus what the touched events counted before plus what they count now."""
    keys, table = ", ".join(model.sums_by), _after(model.name)
    found_by = model.found_by or keys
    counts = sorted(columns_of(connection, model.name) - set(model.sums_by))
    sums = f"SELECT {keys}, {', '.join(f'sum({count})::BIGINT AS {count}' for count in counts)}"
    some = f"GROUP BY {keys} HAVING {' OR '.join(f'sum({count}) <> 0' for count in counts)}"
    before, after = (narrowed(model.sql, lambda *_, rows=rows: rows) for rows in (BEFORE, _after(EVENTS)))
    taken = f"SELECT {keys}, {', '.join(f'-{count} AS {count}' for count in counts)} FROM ({before})"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE differences AS {sums} FROM (FROM ({after}) UNION ALL BY NAME {taken}) {some};
        CREATE OR REPLACE TEMP TABLE stored AS
        SELECT rowid AS place, * FROM {model.name}
        WHERE rowid IN (SELECT rowid FROM {model.name} WHERE ({found_by}) IN (SELECT ({found_by}) FROM differences));
        CREATE OR REPLACE TEMP TABLE {table} AS
        {sums} FROM (FROM differences UNION ALL BY NAME SELECT * EXCLUDE (place) FROM stored) {some};
        DELETE FROM {model.name} WHERE rowid IN (SELECT place FROM stored);
        INSERT INTO {model.name} BY NAME FROM {table};
        """
    )
    # an actor has other rows than those that changed
    return Cut(table, (), others={"entity_id": _candidates(connection, table)} if model.name == PAIRS else {})


def _candidates(connection: duckdb.DuckDBPyConnection, changed: str) -> str:
    """All pairs that may be among the first of a touched actor: those that were, and those that changed.

    Where no pair of an actor has lost events, none that was behind its first ones and stays as it is can pass them.
    """
    losers = "entity_id IN (SELECT entity_id FROM differences WHERE event_count < 0)"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE candidate_pairs AS
        SELECT entity_id, counterpart_id, event_count FROM {changed} WHERE NOT {losers}
        UNION ALL
        SELECT entity_id, counterpart_id, event_count FROM {FIRST_PAIRS}
        WHERE {is_touched("entity_id")} AND NOT {losers}
            AND (entity_id, counterpart_id) NOT IN (SELECT (entity_id, counterpart_id) FROM {changed})
        UNION ALL
        SELECT entity_id, counterpart_id, event_count FROM {PAIRS} WHERE {losers}
        """
    )
    return "candidate_pairs"


def _after(relation: str) -> str:
    """The temporary table with the touched rows of a model as they are after the build."""
    return f"after_{relation.split('.')[1]}"


def _narrowed(sql: str, cuts: dict[str, Cut]) -> str:
    """The SQL over the touched rows of what it reads."""

    def rows_of(relation: str, key: str) -> str:
        table = cuts[relation].table_for(key) if relation in cuts else None
        return f"(SELECT * FROM {table or relation} WHERE {is_touched(key)})"

    return replaced(narrowed(sql, rows_of), tables_of({relation: cut for relation, cut in cuts.items() if cut.is_whole}))


def _check(connection: duckdb.DuckDBPyConnection, plan: Plan, cuts: dict[str, Cut]) -> list[Outcome]:
    """Every check over the touched rows of what it reads."""
    return [(check.name, check.severity, _failures(connection, check, cuts)) for check in plan.checks]


def _failures(connection: duckdb.DuckDBPyConnection, check: Check, cuts: dict[str, Cut]) -> int:
    read = tables_of({relation: cut for relation, cut in cuts.items() if relation in check.relations})
    return _count(connection, f"({replaced(_narrowed(check.sql, cuts), read)})")


def _count(connection: duckdb.DuckDBPyConnection, what: str) -> int:
    [(count,)] = connection.execute(f"SELECT count(*) FROM {what}").fetchall()
    return int(count)
