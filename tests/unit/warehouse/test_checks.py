"""Every kind of check catches what it is for: keys, relations, values, ranges, reconciliation, and sources against their own past."""

import re
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from tests.rows import rows
from tests.warehouses import batch
from transforms.schemas import ARTICLES, DOCUMENTS, REJECTS
from warehouse.advice import WARNINGS
from warehouse.changes import note_changes
from warehouse.connection import open_to_read, open_to_write
from warehouse.ddl import create_tables
from warehouse.load import load_batch
from warehouse.models import ModelError, build_models
from warehouse.plan import PROJECT
from warehouse.publish import Build, published_path

FIRST = datetime(2024, 4, 12, 9, tzinfo=UTC)
DAILY, DAYS = 8, 20  # documents of each source on each day of its past


@pytest.fixture(scope="module")
def sound(tmp_path_factory) -> Path:
    """A home folder whose warehouse is in order: fifty articles, and two sources with twenty ordinary days."""
    home = tmp_path_factory.mktemp("checks")
    with Build(home, "r1") as build:
        with open_to_write(build.path) as connection:
            create_tables(connection)
            load_batch(connection, batch(0, range(50)))
            for source in ("north", "south"):
                load_batch(connection, gathered(source, dict.fromkeys(range(DAYS), DAILY)))
        checks = build_models(build.path, home / "dbt", "r1")
        assert set(checks.get_column("status")) == {"pass"}
        build.publish()
    return home


def gathered(source: str, days: dict[int, int], *, rejected: int = 0) -> dict[str, pl.DataFrame]:
    """Documents of a source by day; of each day the first `rejected` were set aside, the others became articles."""
    ids = [(f"{source}.{day}.{n}", day, n) for day, count in days.items() for n in range(count)]
    at = {key: FIRST + timedelta(days=day) for key, day, _ in ids}
    kept = [key for key, _, n in ids if n >= rejected]
    return {
        "documents": rows(DOCUMENTS, *({"document_id": key, "source_name": source, "fetched_at": at[key]} for key in at)),
        "articles": rows(
            ARTICLES,
            *({"article_id": key, "document_id": key, "source_name": source, "published_date": at[key].date(), "fetched_at": at[key]}
              for key in kept),
        ),
        "rejects": rows(REJECTS, *({"stage": "extract", "subject_id": key} for key, _, n in ids if n < rejected)),
    }  # fmt: skip


class Damaged:
    """A copy of the sound file that a test may spoil; `build` gives the checks of an incremental build that did not pass."""

    def __init__(self, home: Path, folder: Path) -> None:
        self.path, self.target = folder / "warehouse.duckdb", folder / "dbt"
        shutil.copyfile(published_path(home), self.path)
        shutil.copytree(home / "dbt", self.target)

    def execute(self, statement: str) -> None:
        with open_to_write(self.path) as connection:
            connection.execute(statement)
            note_changes(connection, "article", ["a1"])

    def load(self, tables: dict[str, pl.DataFrame]) -> None:
        with open_to_write(self.path) as connection:
            load_batch(connection, tables)

    def build(self) -> dict[str, int]:
        checks = build_models(self.path, self.target, "r2")
        with open_to_read(self.path) as connection:
            assert connection.execute("SELECT kind FROM ops.builds WHERE run_id = 'r2'").fetchone() == ("incremental",)
        return {
            name: count for name, status, count in checks.select("check_name", "status", "failure_count").iter_rows() if status == "warn"
        }


@pytest.fixture
def damaged(sound, tmp_path) -> Damaged:
    return Damaged(sound, tmp_path)


FATAL = {
    "key": ("INSERT INTO core.quotes SELECT * FROM core.quotes WHERE article_id = 'a1'", "quotes_key_is_unique: 1 rows"),
    "key of several columns": (
        "INSERT INTO core.participants SELECT * FROM core.participants WHERE event_id = 'e1.0' AND role = 'source'",
        "participants_key_is_unique: 1 rows",
    ),
    "relation": ("DELETE FROM core.sentences WHERE article_id = 'a1'", "events_have_sentences: 2 rows"),
    "accepted values": ("UPDATE core.events SET status = 'rumoured' WHERE event_id = 'e1.0'", "events_status_is_known: 1 rows"),
    "range": ("UPDATE core.events SET score = 10.5 WHERE event_id = 'e1.0'", "int_event_score_is_in_range: 1 rows"),
    "rows of a stage": ("INSERT INTO ops.stages VALUES ('r2', 'b', 'code', 5, 3, 1, 0.1)", "stages_reconcile: 1 rows"),
    "rows that never arrive": ("DELETE FROM core.articles WHERE article_id = 'a1'", "events_reach_the_mart: 1 rows"),
    "rows that stay behind": ("DELETE FROM core.articles WHERE article_id = 'a2'", "articles_reach_the_mart: 1 rows"),
    "documents that vanish": (
        "DELETE FROM core.articles WHERE article_id = 'a1'; INSERT INTO ops.changes VALUES ('document', 'd1')",
        "documents_are_articles_or_rejects: 1 rows",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "words"), FATAL.values(), ids=FATAL.keys())
def test_what_is_wrong_stops_the_build(damaged, statement, words):
    damaged.execute(statement)
    with pytest.raises(ModelError, match=words):
        damaged.build()


def test_a_source_that_pauses_is_not_told(damaged):
    """Two days are its longest pause at least, so it may be silent for six."""
    damaged.load(gathered("south", dict.fromkeys(range(DAYS, DAYS + 6), DAILY)))
    assert "sources_are_fresh" not in damaged.build()


def test_a_source_that_stays_silent_is_told(damaged):
    damaged.load(gathered("south", dict.fromkeys(range(DAYS, DAYS + 7), DAILY)))
    assert damaged.build()["sources_are_fresh"] == 1


@pytest.mark.parametrize(("count", "warned"), [(DAILY, 0), (DAILY // 2, 0), (1, 1), (3 * DAILY, 1)])
def test_a_volume_is_compared_with_the_past_of_the_source(damaged, count, warned):
    damaged.load(gathered("north", {DAYS: count}))
    assert damaged.build().get("source_volumes_are_usual", 0) == warned


@pytest.mark.parametrize(("rejected", "warned"), [(0, 0), (4, 0), (5, 1), (8, 1)])
def test_an_unusual_share_of_rejects_is_told(damaged, rejected, warned):
    damaged.load(gathered("north", {DAYS: DAILY}, rejected=rejected))
    assert damaged.build().get("source_rejects_are_usual", 0) == warned


def test_a_source_that_always_rejects_much_is_no_news(damaged):
    damaged.load(gathered("moody", dict.fromkeys(range(DAYS), DAILY), rejected=5))
    damaged.load(gathered("moody", {DAYS: DAILY}, rejected=6))
    assert "source_rejects_are_usual" not in damaged.build()


def test_a_new_source_has_no_past_to_be_measured_by(damaged):
    damaged.load(gathered("new", {DAYS - 2: 1, DAYS - 1: 40}, rejected=1))
    assert not {"source_volumes_are_usual", "source_rejects_are_usual", "sources_are_fresh"} & set(damaged.build())


@pytest.mark.parametrize("full", [False, True], ids=["incremental", "full"])
def test_a_failed_check_keeps_the_last_good_file(sound, tmp_path, full):
    """The private file is thrown away; what is published is the same file, byte for byte, and the next run can go on."""
    home = tmp_path / "home"
    shutil.copytree(sound, home, symlinks=True)
    before = published_path(home).read_bytes()
    with pytest.raises(ModelError, match="events_key_is_unique"), Build(home, "r2") as build:
        with open_to_write(build.path) as connection:
            load_batch(connection, batch(1, range(50, 52)))
            connection.execute("INSERT INTO core.events SELECT * FROM core.events WHERE article_id = 'a50'")
        build_models(build.path, home / "dbt", "r2", full=full)
        build.publish()
    assert published_path(home).read_bytes() == before
    assert "events_key_is_unique" in (home / "dbt" / "failed_checks.json").read_text()
    with Build(home, "r3") as build:
        with open_to_write(build.path) as connection:
            load_batch(connection, batch(1, range(50, 52)))
        build_models(build.path, home / "dbt", "r3")
        build.publish()
    with open_to_read(published_path(home)) as connection:
        assert connection.execute("SELECT count(*) FROM marts.events").fetchone() == (104,)
    assert not (home / "dbt" / "failed_checks.json").exists()


def test_every_check_that_warns_says_what_it_means():
    """And the data dictionary names it."""
    named = re.compile(r"\{name: (\w+), config: \{severity: warn\}")
    columns = [name for page in (PROJECT / "models").rglob("*.yml") for name in named.findall(page.read_text(encoding="utf-8"))]
    files = [page.stem for page in (PROJECT / "tests" / "checks").glob("*.sql") if "severity='warn'" in page.read_text(encoding="utf-8")]
    assert sorted(columns + files) == sorted(WARNINGS)
    dictionary = (PROJECT.parent / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert [name for name in WARNINGS if f"| {name} |" not in dictionary] == []
