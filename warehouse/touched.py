"""What an incremental build looks at: the touched keys, and copies of the rows that have them, each table searched once.

Ids are hashes, so no order of rows helps to find one: every search reads a whole column. The column read is that of
articles wherever there is one, as neighbouring rows share their article and take a third of the time. What is found is
kept in temporary tables, called cuts, which models and checks then read in the place of the whole tables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import duckdb

from warehouse.plan import COLUMNS, Plan, is_touched, replaced, touched_rows

EVENTS, ARTICLES = "intermediate.int_events", "intermediate.int_articles"
HAPPENINGS, DOCUMENTS = "core.happenings", "staging.stg_documents"
BEFORE = "before_events"  # the touched rows of EVENTS as they were before the build
OLD = "old_articles"  # the changed articles that were built before, as they were; often there are none
NEAR = "near_articles"  # the articles of touched events as they were, changed or not

_CHANGED = "SELECT subject_id FROM ops.changes WHERE kind = '{}'"
# Every key with the query that finds its values, in three steps: what others ask for comes first
_CHANGES = {"article_id": _CHANGED.format("article"), "document_id": _CHANGED.format("document")}
_ARTICLES = {"event_article_id": "SELECT article_id FROM touched_reports UNION FROM touched_article_id"}
_CUT = {
    "event_id": f"""
        SELECT event_id FROM touched_reports
        UNION SELECT event_id FROM core.events WHERE {is_touched("article_id")}""",
    "story_id": f"""
        SELECT story_id FROM {OLD}
        UNION SELECT story_id FROM core.stories WHERE {is_touched("article_id")}
        UNION FROM touched_article_id""",
    "fetched_day": f"""
        SELECT fetched_day FROM {OLD}
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
_HAPPENINGS_CUT = "cut_core_happenings"
# the keys whose rows lie all among those of the touched articles and of the articles of touched events
_WITHIN_ARTICLES = ("article_id", "event_id", "event_article_id")


@dataclass(frozen=True)
class Cut:
    """A temporary table or view that holds all rows of a relation with touched values of these keys, and maybe more rows.

    `others` are tables that hold those of other keys. The cut of a scratch table is whole: there are no other rows.
    """

    table: str
    keys: tuple[str, ...]
    is_whole: bool = False
    others: Mapping[str, str] = field(default_factory=dict)

    def table_for(self, key: str) -> str | None:
        """Where to look for the rows of a key."""
        return self.table if key in self.keys else self.others.get(key)


def find_touched(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, Cut]:
    """Temporary tables `touched_<key>`, the rows of events and articles as they are before the build, and cuts of what is
    loaded."""
    _touch(connection, _CHANGES)
    _find_reports(connection)
    _touch(connection, _ARTICLES)
    cuts = _cut_core(connection, plan)
    _touch(connection, {key: replaced(query, tables_of(cuts)) for key, query in _CUT.items()})
    cuts[DOCUMENTS] = replace(cuts[DOCUMENTS], others={"fetched_day": _documents_of_days(connection)})
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


def _find_reports(connection: duckdb.DuckDBPyConnection) -> None:
    """Every report of a happening that one of the changed articles reports or has reported.

    Reports that have left such a happening need no search: their articles have changed too.
    """
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {OLD} AS
        SELECT rowid AS place, article_id, published_date, story_id, fetched_day
        FROM {ARTICLES} WHERE {touched_rows(ARTICLES, "article_id")};
        CREATE OR REPLACE TEMP TABLE changed_reports AS
        SELECT event_id, article_id, happening_id FROM {EVENTS} WHERE {_of_articles(OLD)};
        CREATE OR REPLACE TEMP TABLE touched_happening_id AS
        SELECT happening_id FROM changed_reports UNION SELECT happening_id FROM {HAPPENINGS} WHERE {is_touched("article_id")};
        CREATE OR REPLACE TEMP TABLE {_HAPPENINGS_CUT} AS
        SELECT * FROM {HAPPENINGS} WHERE {touched_rows(HAPPENINGS, "happening_id")};
        CREATE OR REPLACE TEMP TABLE touched_reports AS
        SELECT event_id, article_id FROM changed_reports UNION SELECT event_id, article_id FROM {_HAPPENINGS_CUT}
        """
    )


def _of_articles(articles: str) -> str:
    """The condition on rows of EVENTS that belong to the articles of a table, which lie where the dates of these are."""
    undated = f"published_date IS NULL AND article_id IN (SELECT article_id FROM {articles} WHERE published_date IS NULL)"
    dated = " AND ".join(f"{column} IN (SELECT {column} FROM {articles})" for column in ("article_id", "published_date"))
    return f"rowid IN (SELECT rowid FROM {EVENTS} WHERE {dated} UNION ALL SELECT rowid FROM {EVENTS} WHERE {undated})"


def _cut_core(connection: duckdb.DuckDBPyConnection, plan: Plan) -> dict[str, Cut]:
    """The touched rows of the core tables and of their staging views, by relation."""
    sources = {view: found[0] for view, sql in plan.views.items() if (found := re.findall(r"\bcore\.\w+", sql))}
    read = {relation for check in plan.checks for relation in check.relations if relation.startswith("core.")}
    cuts = {HAPPENINGS: Cut(_HAPPENINGS_CUT, ("article_id", "event_id"))}
    for table in sorted((read | set(sources.values())) - set(cuts)):
        columns = columns_of(connection, table)
        keys = _WITHIN_ARTICLES if "article_id" in columns else tuple(columns & {"document_id"})
        if keys:
            cuts[table] = Cut(_cut_of(table), keys)
            kept = named(columns, (*plan.views.values(), *(check.sql for check in plan.checks)), table)
            condition = touched_rows(table, "event_article_id" if "article_id" in keys else keys[0])
            connection.execute(f"CREATE OR REPLACE TEMP TABLE {_cut_of(table)} AS SELECT {kept} FROM {table} WHERE {condition}")
    for view, table in sources.items():
        if table in cuts:
            sql = replaced(plan.views[view], {table: cuts[table].table})
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {_cut_of(view)} AS {sql}")
            cuts[view] = Cut(_cut_of(view), cuts[table].keys)
    return cuts


def _documents_of_days(connection: duckdb.DuckDBPyConnection) -> str:
    """A view of the documents of the span of touched days: a day is computed, so only times let blocks be passed over."""
    [(first, end)] = connection.execute(
        "SELECT min(fetched_day)::VARCHAR, (max(fetched_day) + 1)::VARCHAR FROM touched_fetched_day"
    ).fetchall()
    span = f"fetched_at >= '{first}'::TIMESTAMPTZ AND fetched_at < '{end}'::TIMESTAMPTZ" if first else "false"
    connection.execute(f"CREATE OR REPLACE TEMP VIEW documents_of_days AS SELECT * FROM {DOCUMENTS} WHERE {span}")
    return "documents_of_days"


def _keep_before(connection: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The touched articles and events with their places in the tables, events found among the rows of their articles."""
    queries = [model.sql for model in plan.models if model.sums_by]
    kept = named(columns_of(connection, EVENTS), (*queries, f"{EVENTS} event_id happening_id day"), EVENTS)
    others = "SELECT article_id FROM touched_event_article_id EXCEPT FROM touched_article_id"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE {NEAR} AS
        SELECT rowid AS place, * FROM {ARTICLES}
        WHERE rowid IN (SELECT place FROM {OLD} UNION ALL SELECT rowid FROM {ARTICLES} WHERE article_id IN ({others}));
        CREATE OR REPLACE TEMP TABLE {BEFORE} AS
        WITH near AS MATERIALIZED (SELECT rowid AS place, {kept} FROM {EVENTS} WHERE {_of_articles(NEAR)})
        SELECT * FROM near WHERE {is_touched("event_id")}
        """
    )


def _cut_of(relation: str) -> str:
    return f"cut_{relation.replace('.', '_')}"
