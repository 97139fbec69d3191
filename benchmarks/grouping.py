"""Grouping at size: the whole archive at once, month by month, and after one day's articles.

    python -m benchmarks.grouping FOLDER --articles 100000 [--new 500]

The archive is that of `benchmarks.archive`, with texts of two hundred words in which a story's own words return.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import duckdb

from benchmarks.archive import add_articles, add_entities
from benchmarks.warehouse import timed
from flows.grouping import group_archive
from transforms.happenings import to_happenings
from transforms.schemas import ARTICLES, ENTITIES, EVENTS, PARTICIPANTS
from transforms.stories import StoryParameters, to_stories
from warehouse.changes import forget_changes
from warehouse.connection import open_to_write, read_table
from warehouse.ddl import create_tables

# one word in four is of the thirty of its story, the others are common ones, a few of them very common
TEXT = """
    array_to_string([
        CASE WHEN hash(article_id || k) % 4 = 0 THEN 'Name' || hash(story_id || (hash(article_id || k) // 4) % 30) % 60000
        ELSE 'word' || floor(20000 * pow((hash(article_id || k) // 4 % 100000) / 100000, 4))::INT END
        FOR k IN range(200)
    ], ' ')
"""
BUILT = """
    CREATE OR REPLACE TABLE intermediate.int_articles AS
    SELECT article_id, published_date, fetched_at::DATE AS fetched_day FROM core.articles;
    CREATE OR REPLACE TABLE intermediate.int_events AS
    SELECT event_id, article_id, published_date, fetched_at, start_date, end_date FROM core.events JOIN core.articles USING (article_id);
    INSERT INTO ops.builds VALUES ('run', 'full', '', 0, 0)
"""


def add(connection: duckdb.DuckDBPyConnection, first: int, count: int, whole: int) -> None:
    """Articles with texts, their stories and happenings still to be found."""
    add_articles(connection, first, count, whole)
    connection.execute(
        f"""
        UPDATE core.articles SET text = made.text, title = left(made.text, 60) FROM
            (SELECT article_id, {TEXT} AS text FROM core.stories WHERE article_id IN (SELECT article_id FROM article_rows)) AS made
        WHERE articles.article_id = made.article_id
        """
    )
    for table in ("stories", "happenings"):
        connection.execute(f"DELETE FROM core.{table} WHERE article_id IN (SELECT article_id FROM article_rows)")


def at_once(connection: duckdb.DuckDBPyConnection) -> None:
    """Everything compared with everything, as one group of articles."""
    articles = read_table(connection, ARTICLES)
    to_stories(articles, parameters=StoryParameters())
    events, participants = read_table(connection, EVENTS), read_table(connection, PARTICIPANTS)
    to_happenings(events, participants, articles, entities=read_table(connection, ENTITIES))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--new", type=int, default=500)
    given = parser.parse_args()
    path = given.folder / "grouping.duckdb"
    path.unlink(missing_ok=True)
    with open_to_write(path) as connection:
        create_tables(connection)
        add_entities(connection)
        with timed(f"make {given.articles:,} articles"):
            add(connection, 0, given.articles, given.articles)
        with timed("everything at once"):
            at_once(connection)
        with timed("month by month, all months"):
            group_archive(connection)
        connection.execute(BUILT)
        forget_changes(connection)
        add(connection, given.articles, given.new, given.articles)
        with timed(f"after {given.new:,} new articles of one day"):
            group_archive(connection)


if __name__ == "__main__":
    main()
