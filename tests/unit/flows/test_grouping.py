"""Grouping month by month: the same groups in whatever runs the articles came, and no look at months that nothing touches."""

import random
from datetime import UTC, date, datetime, time, timedelta

import polars as pl
import pytest

from flows import grouping
from flows.grouping import group_archive
from tests.rows import rows
from transforms.schemas import ARTICLES, BUILDS, ENTITIES, EVENTS, HAPPENINGS, PARTICIPANTS, STORIES, check_key
from warehouse.changes import forget_changes
from warehouse.connection import open_to_write, read_table
from warehouse.ddl import create_tables
from warehouse.load import load_batch

FIRST, DAYS, COUNT = date(2024, 1, 10), 130, 90
LATE = 70  # days; later than it was published an old article is fetched, and with it one on the same topic without a date
COUNTRIES = ("FRA", "DEU", "USA", "CHN")
STATUSES = ("planned", "occurred", "occurred", "denied", "cancelled")
CALM = "the a of and with from over new old council report house road water field market garden window paper letter".split()


def day_of(n: int, version: int) -> date:
    return FIRST + timedelta(days=min((n * 37) % DAYS + version * 11, DAYS - 1))


def fetched_day(n: int, version: int) -> date:
    """The day of publication, but of an old article in ten and an undated one in ten, which are read together, much later."""
    if n % 10 == 3:
        return fetched_day(n - 1, version) + timedelta(days=n % 4)
    return day_of(n, version) + timedelta(days=LATE if n % 10 == 2 else 0)


def text_of(n: int, version: int) -> str:
    """Names of a topic that runs for three days among common words; one text in five is that of an article of the next day,
    every other undated one that of the old article it was read with."""
    if n % 20 == 3:
        return text_of(n - 1, version) + " Reprinted."
    if n % 20 == 13:
        return " ".join(reversed(text_of(n - 1, version).split()))
    if n % 5 == 1 and n >= 7:
        return text_of(n - 7, version) + " Reprinted."
    chance = random.Random(n * 31 + version)
    topic = random.Random((day_of(n, version) - FIRST).days // 3 * 7 + n % 3)
    names = [f"Name{topic.randrange(400)}" for _ in range(8)]
    return " ".join(chance.choice(names if chance.random() < 0.4 else CALM) for _ in range(60))


def article(n: int, version: int = 0) -> dict[str, list[dict[str, object]]]:
    """Rows of an article with two events."""
    chance, day, text = random.Random(n * 77 + version), day_of(n, version), text_of(n, version)
    key, when = f"a{n:03}", datetime.combine(fetched_day(n, version), time(9), tzinfo=UTC)
    published = None if n % 17 == 0 or n % 10 == 3 else day
    found: dict[str, list[dict[str, object]]] = {
        "articles": [{"article_id": key, "document_id": f"d{n}.{version}", "text": text, "title": text[:40], "published_date": published,
                      "fetched_at": when + timedelta(hours=version)}],
        "events": [], "participants": [],
    }  # fmt: skip
    for k in range(2):
        event, start = f"{key}.{k}.{version}", day + timedelta(days=chance.choice((-120, -2, 0, 0, 1, 5, 40, 130)))
        found["events"].append(
            {"event_id": event, "article_id": key, "event_type": chance.choice(("CONSULT", "ASSAULT")), "status": chance.choice(STATUSES),
             "quad_code": 1, "trigger_text": chance.choice(("talks", "met")), "status_cue": "postponed", "start_date": start,
             "end_date": start, "date_precision": "day"}
        )  # fmt: skip
        pair = chance.sample(COUNTRIES, 2)
        for role, country in zip(("source", "target"), pair, strict=True):
            found["participants"].append(
                {"event_id": event, "article_id": key, "role": role, "position": 0, "country_code": country, "entity_id": f"p{n % 6}"}
            )
    return found


def batch(given: list[tuple[int, int]]):
    tables: dict[str, list[dict[str, object]]] = {"articles": [], "events": [], "participants": []}
    for n, version in given:
        for name, found in article(n, version).items():
            tables[name] += found
    kinds = {"articles": ARTICLES, "events": EVENTS, "participants": PARTICIPANTS}
    return {name: rows(kinds[name], *found) for name, found in tables.items()}


class Archive:
    """A warehouse file that runs are loaded into; what building the models leaves behind is put there without dbt."""

    def __init__(self, path) -> None:
        self.path = path
        with open_to_write(path) as connection:
            create_tables(connection)
            load_batch(connection, {"entities": rows(ENTITIES, *({"entity_id": f"p{n}", "kind": "person"} for n in range(6)))})

    def run(self, given: list[tuple[int, int]]) -> None:
        self.take(batch(given))

    def take(self, tables) -> None:
        with open_to_write(self.path) as connection:
            load_batch(connection, tables)
            group_archive(connection)
            self.build(connection)

    @staticmethod
    def build(connection) -> None:
        connection.execute(
            """
            CREATE OR REPLACE TABLE intermediate.int_articles AS
            SELECT article_id, published_date, fetched_at::DATE AS fetched_day FROM core.articles;
            CREATE OR REPLACE TABLE intermediate.int_events AS
            SELECT event_id, article_id, published_date, fetched_at, start_date, end_date
            FROM core.events JOIN core.articles USING (article_id);
            """
        )
        forget_changes(connection)
        load_batch(connection, {"builds": rows(BUILDS, {"run_id": "r"})})

    def groups(self):
        with open_to_write(self.path) as connection:
            found = {table.name: read_table(connection, table) for table in (STORIES, HAPPENINGS)}
        for table in (STORIES, HAPPENINGS):
            check_key(table, found[table.name])
        return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """Everything in one run, every ninth article in its second version."""
    archive = Archive(tmp_path_factory.mktemp("whole") / "warehouse.duckdb")
    archive.run([(n, int(n % 9 == 0)) for n in range(COUNT)])
    return archive.groups()


def test_the_archive_has_groups_that_cross_months(whole):
    stories, happenings = whole["stories"], whole["happenings"]
    assert (stories.height, happenings.height) == (COUNT, 2 * COUNT)
    assert stories.get_column("is_copy").any()
    assert stories.get_column("story_id").n_unique() < COUNT - 10
    months = happenings.drop_nulls("report_date").group_by("happening_id").agg(pl.col("report_date").dt.month().n_unique())
    assert (months.get_column("report_date") > 1).any()


def test_undated_articles_belong_to_stories_of_what_was_fetched_with_them(whole):
    found = {row["article_id"]: row for row in whole["stories"].iter_rows(named=True)}
    told = [n for n in range(3, COUNT, 10) if found[f"a{n:03}"]["story_id"] == found[f"a{n - 1:03}"]["story_id"]]
    assert len(told) >= 7
    assert {n % 20: found[f"a{n:03}"]["is_copy"] for n in told} == {3: True, 13: False}


@pytest.mark.parametrize("seed", range(2))
def test_runs_in_any_order_give_the_groups_of_one_run(whole, tmp_path, seed):
    """Old versions come first, then new ones with other texts, days and events, in runs of thirty."""
    order = [(n, 0) for n in range(COUNT)]
    random.Random(seed).shuffle(order)
    archive = Archive(tmp_path / "warehouse.duckdb")
    for first in range(0, len(order), 30):
        archive.run(order[first : first + 30])
    archive.run([(n, 1) for n in range(0, COUNT, 9)])
    found = archive.groups()
    assert found["stories"].equals(whole["stories"])
    assert found["happenings"].equals(whole["happenings"])


def test_only_months_that_changed_are_looked_at(whole, tmp_path, monkeypatch):
    """The month of the new articles, and that which continues it."""
    archive = Archive(tmp_path / "warehouse.duckdb")
    late = [n for n in range(COUNT) if (n * 37) % DAYS > 120 and n % 10 not in (2, 3)]
    archive.run([(n, 0) for n in range(COUNT) if n not in late])
    looked: list[int] = []
    group_stories = grouping.to_stories
    day = pl.coalesce("published_date", pl.col("fetched_at").dt.date())
    monkeypatch.setattr(
        grouping,
        "to_stories",
        lambda articles, **given: looked.append(articles.select(day.max()).item().month) or group_stories(articles, **given),
    )
    archive.run([(n, 0) for n in late])
    assert looked == [5, 6]
    archive.run([])
    assert looked == [5, 6]


def test_without_undated_articles_nothing_older_is_compared(tmp_path, monkeypatch):
    monkeypatch.setattr(grouping, "find_alike", None)
    Archive(tmp_path / "warehouse.duckdb").run([(n, 0) for n in range(COUNT) if n % 17 and n % 10 != 3])


def report(key: str, text: str, published: date | None, fetched: date, version: int = 0):
    when = datetime.combine(fetched, time(9 + version), tzinfo=UTC)
    row = {"article_id": key, "document_id": f"{key}.{version}", "text": text, "published_date": published, "fetched_at": when}
    return {"articles": rows(ARTICLES, row)}


DAM = "The Lorvan dam broke above Belmere on Sunday, and Mayor Ilse Korth asked the army for boats, tents and water."
MORE = "Belmere buries its dead: Mayor Ilse Korth wept as soldiers of the army brought tents after the Lorvan dam broke."
OTHER = "Train drivers of the union TLF walked out in Tessaly, and Minister Pavel Orsic called it an outrage."


def test_an_undated_article_follows_what_was_fetched_with_it(tmp_path):
    """An old report comes, its story gets an earlier one, it is told anew, and it is fetched again on another day."""
    archive, old, now = Archive(tmp_path / "warehouse.duckdb"), date(2014, 5, 6), date(2024, 8, 7)
    steps = [
        (report("a2", MORE, None, now), ["a2"]),
        (report("a1", DAM, old, now - timedelta(days=2)), ["a1", "a2"]),
        (report("a0", DAM, old - timedelta(days=1), old), ["a0", "a1", "a2"]),
        (report("a1", OTHER, old, now, 1), ["a2"]),
        (report("a1", DAM, old, now, 2), ["a0", "a1", "a2"]),
        (report("a1", DAM, old, now + timedelta(days=9), 3), ["a2"]),
    ]
    for tables, expected in steps:
        archive.take(tables)
        found = dict(archive.groups()["stories"].select("article_id", "story_id").iter_rows())
        assert [key for key in sorted(found) if found[key] == found["a2"]] == expected


def test_an_undated_article_must_resemble_the_whole_of_an_older_story(tmp_path):
    """It shares the bishop with one of four reports, and the dam with none."""
    archive, old, now = Archive(tmp_path / "warehouse.duckdb"), date(2014, 5, 6), date(2024, 8, 7)
    ends = ("soldiers came by boat.", "insurers expect losses.", "schools stay closed.", "Bishop Arno Veld of Quay led prayers.")
    for number, end in enumerate(ends):
        archive.take(report(f"a{number}", f"Lorvan dam, Belmere, Mayor Ilse Korth: {end}", old, now))
    archive.take(report("a9", "Bishop Arno Veld of Quay opened a library.", None, now))
    assert archive.groups()["stories"].group_by("story_id").len().get_column("len").sort().to_list() == [1, 4]
