"""Stories and happenings of the archive, month by month: a run looks at the months that its articles fall in, not at everything.

A month is grouped from its own articles together with earlier ones that they may continue, which keep the groups they
have. An article without a date is of the month in which it was fetched, and its story may be any of those that were
fetched with it. So what a month becomes follows from the articles up to its end, in whatever runs they came; and it is
grouped anew only where it, or what it continues, has changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from transforms.happenings import to_happenings
from transforms.reports import COMPARED, HappeningParameters
from transforms.schemas import HAPPENINGS, STORIES
from transforms.stories import StoryParameters, find_alike, to_stories

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STORIES_AS = StoryParameters()
HAPPENING_DAYS = HappeningParameters().widest_days
LEAD_LENGTH = 1_000  # characters; the eighty words of a lead have half of it

_DAY = "coalesce(published_date, fetched_at::DATE)"
_ARTICLE_DAYS = f"""
    CREATE OR REPLACE TEMP TABLE article_days AS
    SELECT article_id, {_DAY} AS day, fetched_at::DATE AS fetched_day, published_date IS NOT NULL AS is_dated FROM core.articles
"""
# by month, the days of fetching that bring an article near to one of the month without a date
_UNDATED_DAYS = f"""
    CREATE OR REPLACE TEMP TABLE undated_days AS
    SELECT DISTINCT date_trunc('month', day)::DATE AS month, day + days::INT AS day
    FROM article_days, range(-{STORIES_AS.story_days}, {STORIES_AS.story_days} + 1) AS reach(days) WHERE NOT is_dated
"""
# what has changed since the last build, as it is and as it was
_MOVED = """
    CREATE OR REPLACE TEMP TABLE moved AS FROM article_days WHERE {changed}
"""
_MOVED_BEFORE = """
    INSERT INTO moved
    SELECT article_id, coalesce(published_date, fetched_day), fetched_day, published_date IS NOT NULL
    FROM intermediate.int_articles WHERE {changed}
"""
_MOVED_EVENTS = """
    CREATE OR REPLACE TEMP TABLE moved_events AS
    SELECT day, start_date, end_date FROM event_days WHERE article_id IN (SELECT article_id FROM moved)
"""
_MOVED_EVENTS_BEFORE = f"""
    INSERT INTO moved_events
    SELECT {_DAY}, start_date, end_date
    FROM intermediate.int_events WHERE article_id IN (SELECT article_id FROM moved)
"""
# earlier reports that a month's reports may continue: recent ones, those whose days lie ahead, and those of days named again
_CONTINUED = """
    day < DATE '{first}' AND (
        day >= DATE '{first}' - {days}
        OR coalesce(end_date, start_date) >= DATE '{first}' - 1
        OR start_date IN (
            SELECT unnest([start_date - 1, start_date, start_date + 1])
            FROM event_days WHERE day >= DATE '{first}' AND day < DATE '{end}'
        )
    )
"""


def group_archive(connection: DuckDBPyConnection) -> None:
    """Stories and happenings of every month that has changed, or that continues what has."""
    connection.execute(_ARTICLE_DAYS)
    connection.execute(_UNDATED_DAYS)
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE event_days AS "
        "SELECT event_id, article_id, day, start_date, end_date FROM core.events JOIN article_days USING (article_id)"
    )
    is_built = bool(connection.execute("SELECT 1 FROM ops.builds LIMIT 1").fetchall())
    changed = "article_id IN (SELECT subject_id FROM ops.changes WHERE kind = 'article')" if is_built else "true"
    for statement in (_MOVED, *([_MOVED_BEFORE] if is_built else []), _MOVED_EVENTS, *([_MOVED_EVENTS_BEFORE] if is_built else [])):
        connection.execute(statement.format(changed=changed))
    months = list(_months(connection))
    for month in months:
        _group_stories(connection, *month)
    for month in months:
        _group_happenings(connection, *month)
    for table in ("article_days", "undated_days", "event_days", "moved", "moved_events", "compared"):
        connection.execute(f"DROP TABLE IF EXISTS {table}")


def _months(connection: DuckDBPyConnection) -> Iterator[tuple[date, date]]:
    """First days of every month with articles, each with that of the month after."""
    for (first,) in connection.execute("SELECT DISTINCT date_trunc('month', day)::DATE FROM article_days ORDER BY 1").fetchall():
        yield first, (first + timedelta(days=31)).replace(day=1)


def _group_stories(connection: DuckDBPyConnection, first: date, end: date) -> None:
    from warehouse.connection import read_frame
    from warehouse.load import replace_table

    begin = first - timedelta(days=STORIES_AS.copy_days)
    recent, together = f"day >= DATE '{begin}' AND day < DATE '{end}'", _together(begin, first)
    if not _any(connection, f"moved WHERE ({recent}) OR ({together})"):
        return
    connection.execute(f"CREATE OR REPLACE TEMP TABLE compared AS SELECT article_id, day FROM article_days WHERE {recent}")
    if _any(connection, f"article_days WHERE {together}"):
        _compare_older(connection, first, together)
    columns = "article_id, published_date, fetched_at, title, text, body_offset"
    articles = read_frame(connection, f"SELECT {columns} FROM core.articles WHERE article_id IN (SELECT article_id FROM compared)")
    earlier = f"article_id IN (SELECT article_id FROM compared WHERE day < DATE '{first}')"
    settled = read_frame(connection, f"SELECT * FROM core.stories WHERE {earlier}")
    rows = to_stories(articles, parameters=STORIES_AS, settled=settled)
    moved = replace_table(connection, STORIES, rows, where=_within(first, end))
    _move(connection, "moved", "FROM article_days", moved)


def _together(begin: date, first: date) -> str:
    """The condition on days of older articles that were fetched with the month's undated ones."""
    return f"is_dated AND day < DATE '{begin}' AND fetched_day IN (SELECT day FROM undated_days WHERE month = DATE '{first}')"


def _compare_older(connection: DuckDBPyConnection, first: date, together: str) -> None:
    """Add older stories to the articles that are `compared`, as far as undated articles of the month may belong to them."""
    from warehouse.connection import read_frame

    lead = f"SELECT article_id, title, substr(text, body_offset + 1, {LEAD_LENGTH}) AS text, 0 AS body_offset FROM core.articles WHERE "
    undated = "SELECT article_id FROM compared JOIN article_days USING (article_id) WHERE NOT is_dated AND compared.day >= "
    articles = read_frame(connection, f"{lead} article_id IN ({undated} DATE '{first}') ORDER BY article_id")
    older = f"SELECT article_id, day FROM article_days WHERE {together}"
    others = read_frame(connection, f"{lead} article_id IN (SELECT article_id FROM ({older})) ORDER BY published_date, article_id")
    alike = find_alike(articles, others, parameters=STORIES_AS)
    connection.execute(
        f"""
        INSERT INTO compared SELECT article_id, day FROM ({older}) JOIN core.stories USING (article_id) WHERE story_id IN
            (SELECT story_id FROM core.stories WHERE article_id IN (SELECT unnest(?::VARCHAR[])))
        """,
        [sorted(alike)],
    )


def _group_happenings(connection: DuckDBPyConnection, first: date, end: date) -> None:
    from warehouse.load import replace_table

    continued = _CONTINUED.format(first=first, end=end, days=HAPPENING_DAYS)
    if not _any(connection, f"moved_events WHERE (day >= DATE '{first}' AND day < DATE '{end}') OR ({continued})"):
        return
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE reported AS
        SELECT event_id, article_id, NULL::VARCHAR AS happening_id FROM event_days WHERE day >= DATE '{first}' AND day < DATE '{end}'
        UNION ALL
        SELECT e.event_id, e.article_id, h.happening_id
        FROM event_days AS e JOIN core.happenings AS h ON h.event_id = e.event_id WHERE {continued}
        """
    )
    events, participants, articles, entities = _read_reported(connection)
    rows = to_happenings(events, participants, articles, entities=entities)
    moved = replace_table(connection, HAPPENINGS, rows, where=_within(first, end))
    _move(connection, "moved_events", "SELECT day, start_date, end_date FROM event_days", moved)
    connection.execute("DROP TABLE reported")


def _read_reported(connection: DuckDBPyConnection) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Events, with the happening that is settled, and what compares them: of the month and of what it may continue."""
    from warehouse.connection import read_frame

    reported = "(SELECT article_id FROM reported)"
    named = ", ".join(f"e.{column}" for column in COMPARED)
    events = read_frame(connection, f"SELECT {named}, r.happening_id FROM core.events AS e JOIN reported AS r USING (event_id)")
    participants = read_frame(
        connection,
        "SELECT event_id, role, country_code, entity_id, name FROM core.participants "
        f"WHERE article_id IN {reported} AND event_id IN (SELECT event_id FROM reported)",
    )
    articles = read_frame(connection, f"SELECT article_id, published_date FROM core.articles WHERE article_id IN {reported}")
    entities = read_frame(connection, "SELECT entity_id, kind, name FROM core.entities WHERE kind IN ('person', 'organization', 'country')")
    return events, participants, articles, entities


def _within(first: date, end: date) -> str:
    """The condition on rows of the month's articles."""
    return f"article_id IN (SELECT article_id FROM article_days WHERE day >= DATE '{first}' AND day < DATE '{end}')"


def _any(connection: DuckDBPyConnection, relation: str) -> bool:
    return bool(connection.execute(f"SELECT 1 FROM {relation} LIMIT 1").fetchall())


def _move(connection: DuckDBPyConnection, table: str, query: str, article_ids: list[str]) -> None:
    """Note that articles have other groups now: a later month that continues them must be grouped anew."""
    if article_ids:
        connection.execute(f"INSERT INTO {table} {query} WHERE article_id IN (SELECT unnest(?::VARCHAR[]))", [article_ids])
