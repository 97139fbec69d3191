"""A run that is killed, wherever: the next one completes it, nothing is fetched twice, and readers never notice."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from flows.paths import ROOT, published_file
from tests.killable import POINTS
from tests.site.content import NEWS, rss
from tests.site.pages import STORIES, html
from tests.site.server import Reply, Site, serving
from transforms.schemas import CORE_TABLES, FETCHES, REJECTS, SOURCES

pytestmark = pytest.mark.slow

BEFORE, NOW = "2025-03-10T06:00:00+00:00", "2025-03-11T06:00:00+00:00"
TRIED = ("while fetching", "after the batch is kept", "after the annotation is kept", "in the middle of a load",
         "between the file and its link")  # fmt: skip
LIST = '[[source]]\nname = "feed"\nkind = "feed"\nurl = "http://news.example:{port}/rss.xml"\ninterval = 0\n'


def test_the_points_are_known():
    assert set(TRIED) < set(POINTS)


def place(key: str) -> str:
    return f"{NEWS}/2025/03/{key}.html"


@pytest.fixture
def site():
    with serving(Site()) as site:
        site.routes |= {place(key): Reply(html(key)) for key in STORIES}
        yield site


def listed(site: Site, *keys: str) -> None:
    places = [place(key) for key in keys]
    site.routes[f"{NEWS}/rss.xml"] = Reply(rss(site, [*places, f"{NEWS}/gone.html"]), content_type="application/rss+xml")


def run(home: Path, folder: Path, moment: str, point: str = "") -> int:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DIE_AT": point}
    command = [sys.executable, "-m", "tests.killable", str(home), str(folder / "sources.toml"), moment]
    return subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True).returncode


def rows(home: Path) -> dict[str, list[tuple]]:
    from warehouse.connection import open_to_read

    found = {}
    with open_to_read(published_file(home)) as connection:
        for table in (*CORE_TABLES, REJECTS, FETCHES, SOURCES):
            # a listing that is asked again answers that it has not changed
            which = "WHERE kind = 'page'" if table is FETCHES else ""
            query = f"SELECT {', '.join(table.names)} FROM {table.layer}.{table.name} {which} ORDER BY ALL"
            found[table.name] = connection.execute(query).fetchall()
    return found


class Reader(threading.Thread):
    """Opens the published file again and again, in processes of its own as a reader would be."""

    def __init__(self, home: Path) -> None:
        super().__init__(daemon=True)
        self.path, self.reads, self.failures, self.is_over = published_file(home), 0, [], threading.Event()

    def run(self) -> None:
        import duckdb

        while not self.is_over.is_set():
            try:
                with duckdb.connect(self.path.resolve(strict=True), read_only=True) as connection:
                    assert connection.execute("SELECT count(*) FROM core.articles").fetchone()[0] >= 2
                self.reads += 1
            except Exception as error:  # noqa: BLE001 - whatever a reader would see
                self.failures.append(error)
            self.is_over.wait(0.2)


def test_killed_at_every_point_a_run_is_completed_by_the_next(site, tmp_path):
    (tmp_path / "sources.toml").write_text(LIST.format(port=site.port))
    killed, whole = tmp_path / "killed", tmp_path / "whole"
    first, *more = STORIES
    listed(site, first, more[0])
    assert run(killed, tmp_path, BEFORE) == 0
    shutil.copytree(killed, whole, symlinks=True)
    listed(site, first, *more)
    assert run(whole, tmp_path, NOW) == 0
    reader = Reader(killed)
    reader.start()
    site.forget()
    for point in TRIED:
        assert run(killed, tmp_path, NOW, point) == -signal.SIGKILL, point
    assert run(killed, tmp_path, NOW) == 0
    reader.is_over.set()
    reader.join()
    assert (reader.failures, reader.reads > 5) == ([], True)
    assert rows(killed) == rows(whole)
    # what was fetched is not fetched again, but for the one that was on its way
    assert len(more) - 1 <= sum(site.asked[place(key)] for key in more[1:]) <= len(more)
    assert not list((killed / "spool").iterdir())
