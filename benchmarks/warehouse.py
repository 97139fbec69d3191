"""The warehouse at size: build, publish, cookbook, growth, and readers during runs, on an archive that is made up.

    python -m benchmarks.warehouse FOLDER --events 10000000 [--steps make,queries,daily,readers] [--runs 100] [--minutes 10]

Prints wall and CPU seconds; on a busy machine only the latter can be compared. The folder is a home folder as `run`
makes it, so every command of dateline works on it afterwards.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import duckdb

from benchmarks.archive import EVENTS_PER_ARTICLE, add_articles, add_entities
from warehouse.connection import open_to_write
from warehouse.ddl import STORED_TABLES, create_tables
from warehouse.models import build_models
from warehouse.publish import Build, published_path

COOKBOOK = Path(__file__).parents[1] / "docs" / "cookbook.md"
STEP = 500_000  # articles made at a time
REPEATS = 9
NEW_EVENTS = 10_000  # of one incremental build
DAILY_EVENTS = 2_000  # of one small daily run
# what the cookbook names on the demo articles and what is common in the archive that is made up
COMMON = {"'NOR'": "'{0}'", "'VNM'": "'{1}'", "Ingrid Solheim": "Name 7", "%fish%": "%treaty%"}


@contextmanager
def timed(label: str) -> Iterator[None]:
    wall, cpu = time.perf_counter(), time.process_time()
    yield
    print(f"{label:<44} {time.perf_counter() - wall:9.2f} s   {time.process_time() - cpu:9.2f} CPU s", flush=True)


def make(home: Path, events: int) -> None:
    """The archive, built whole and published."""
    articles = events // EVENTS_PER_ARTICLE
    with Build(home, "run-0000") as build:
        with timed(f"make {events:,} events"), open_to_write(build.path) as connection:
            create_tables(connection)
            add_entities(connection)
            for first in range(0, articles, STEP):
                add_articles(connection, first, min(STEP, articles - first), articles)
        core = build.path.stat().st_size
        with timed("full build with all checks"):
            checks = build_models(build.path, home / "dbt", "run-0000", full=True)
        print(f"{checks.height} checks: {checks.get_column('status').value_counts().rows()}")
        print(f"file {core / 2**20:,.0f} MiB of core tables, {build.path.stat().st_size / 2**20:,.0f} MiB with models")
        build.publish()


def queries(home: Path) -> None:
    """Medians of every cookbook query, warm: by the clock, and of the processor's time in all threads."""
    print(f"load {', '.join(f'{load:.1f}' for load in os.getloadavg())} on {os.cpu_count()} cores\n      wall       CPU")
    with duckdb.connect(str(published_path(home)), read_only=True) as connection:
        top = connection.execute("SELECT country_code FROM marts.country_days GROUP BY 1 ORDER BY sum(event_count) DESC LIMIT 2").fetchall()
        found = re.findall(r"^### (\d+\. [^\n]+)\n\n(?:[^`#\n]+\n\n)?```sql\n(.*?)```", COOKBOOK.read_text(encoding="utf-8"), re.S | re.M)
        for title, demo_sql in found:
            sql = _common(demo_sql, [country for (country,) in top])
            wall, cpu = _medians(lambda sql=sql: connection.execute(sql).fetchall())
            print(f"{wall:7.0f} ms {cpu:6.0f} ms  {title}", flush=True)


def _common(sql: str, countries: list[str]) -> str:
    """The query about what is common in this archive."""
    for given, common in COMMON.items():
        sql = sql.replace(given, common.format(*countries))
    return sql


def _medians(ask: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds by the clock and of the processor."""
    ask()
    walls, cpus = [], []
    for _ in range(REPEATS):
        wall, cpu = time.perf_counter(), time.process_time()
        ask()
        walls.append((time.perf_counter() - wall) * 1000)
        cpus.append((time.process_time() - cpu) * 1000)
    return median(walls), median(cpus)


def daily(home: Path, runs: int) -> None:
    """Builds after ten thousand new events, then small daily runs; every one copies, builds and publishes."""
    print(f"{'run':<10} {'copy s':>7} {'load s':>7} {'build s':>8} {'CPU s':>7} {'publish s':>9} {'MiB':>8}   of a fresh file")
    for number in range(runs + 3):
        one_run(home, NEW_EVENTS if number < 3 else DAILY_EVENTS, is_told=number < 4 or number % 10 == 2)
        if number % 50 == 2 and number > 2:
            told_size(home)


def told_size(home: Path) -> None:
    """The published file beside one that is made from its core and ops tables and built whole: what the runs have left in it."""
    path = home / "fresh" / "warehouse.duckdb"
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    with open_to_write(path) as connection:
        create_tables(connection)
        connection.execute(f"ATTACH '{published_path(home).resolve()}' AS grown (READ_ONLY)")
        for table in STORED_TABLES:
            connection.execute(f"INSERT INTO {table.layer}.{table.name} SELECT * FROM grown.{table.layer}.{table.name}")
        connection.execute("DETACH grown")
    build_models(path, home / "fresh" / "dbt", "fresh", full=True)
    grown, fresh = (file.stat().st_size / 2**20 for file in (published_path(home), path))
    print(f"{'':<58} {grown:8,.0f} MiB, fresh {fresh:,.0f} MiB: {100 * grown / fresh - 100:+.1f} %", flush=True)
    path.unlink()


def one_run(home: Path, events: int, *, is_told: bool) -> None:
    """A run without Prefect and without articles: new rows, the incremental build, publishing."""
    clock = time.perf_counter
    start = clock()
    with duckdb.connect(str(published_path(home)), read_only=True) as connection:
        [(articles, runs)] = connection.execute("SELECT (SELECT count(*) FROM core.articles), (SELECT count(*) FROM ops.builds)").fetchall()
    run_id = f"run-{runs:04d}"
    with Build(home, run_id) as build:
        copied = clock()
        with open_to_write(build.path) as connection:
            add_articles(connection, articles, events // EVENTS_PER_ARTICLE, articles, later=runs)
        loaded, cpu = clock(), time.process_time()
        build_models(build.path, home / "dbt", run_id)
        built, cpu = clock(), time.process_time() - cpu
        build.publish()
    size = published_path(home).stat().st_size / 2**20
    if is_told:
        times = f"{copied - start:7.2f} {loaded - copied:7.2f} {built - loaded:8.2f} {cpu:7.2f} {clock() - built:9.2f} {size:8,.0f}"
        print(f"{run_id:<10} {times}", flush=True)


READER = """
import duckdb, sys, time
path, until = sys.argv[1], time.time() + float(sys.argv[2])
reads = errors = halves = 0
seen = set()
while time.time() < until:
    try:
        with duckdb.connect(path, read_only=True) as connection:
            connection.execute("SET enable_progress_bar = false")
            query = ("SELECT (SELECT count(*) FROM core.events), (SELECT count(*) FROM marts.events),"
                     "(SELECT max(run_id) FROM ops.builds), (SELECT count(*) FROM ops.changes)")
            coded, shown, run, waiting = connection.execute(query).fetchone()
        halves += coded != shown or waiting > 0
        seen.add(run)
    except Exception as error:
        print(error)
        errors += 1
    reads += 1
print(reads, errors, halves, len(seen))
"""


def readers(home: Path, minutes: float) -> None:
    """Four readers in a loop and runs one after the other."""
    arguments = [sys.executable, "-c", READER, str(published_path(home)), str(minutes * 60)]
    started = [subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True) for _ in range(4)]
    until, runs = time.time() + minutes * 60, 0
    while time.time() < until:
        one_run(home, DAILY_EVENTS, is_told=False)
        runs += 1
    outputs = [process.communicate()[0].strip() for process in started]
    print(f"{runs} runs; each reader: reads, errors, halves, versions seen\n" + "\n".join(outputs))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("home", type=Path)
    parser.add_argument("--events", type=int, default=10_000_000)
    parser.add_argument("--steps", default="make,queries,daily,readers")
    parser.add_argument("--runs", type=int, default=100)
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    steps = {
        "make": lambda: make(given.home, given.events),
        "queries": lambda: queries(given.home),
        "daily": lambda: daily(given.home, given.runs),
        "readers": lambda: readers(given.home, given.minutes),
    }
    for step in given.steps.split(","):
        steps[step]()


if __name__ == "__main__":
    main()
