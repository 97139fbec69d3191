import gzip
import socket
from datetime import UTC, datetime, timedelta

import pytest

from flows.console import Silent
from flows.running import run_daily
from flows.settings import Settings
from flows.sources import archives
from flows.sources.catalog import Entry, read_catalog
from flows.sources.client import Client
from tests.site.server import Reply, Site, resolve_here, serving
from tests.unit.flows.sources.test_gathering import counts, load_nothing
from tests.unit.flows.sources.test_warc import record
from transforms.errors import InputError
from warehouse.connection import open_to_read

pytestmark = pytest.mark.usefixtures("pinned_versions")
NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
HOST = "archive.example"
NAMES = [f"news/2025/03/part-{number}.warc.gz" for number in range(4)]
LIST = """
[[source]]
name = "month"
kind = "warc"
url = "http://archive.example:{port}/news/2025/03/"
max_archives = 2
"""


@pytest.fixture(autouse=True)
def network(monkeypatch):
    monkeypatch.setattr(socket, "getaddrinfo", resolve_here(HOST))


@pytest.fixture
def site():
    packed = gzip.compress("\n".join([*NAMES, "news/2025/03/readme.txt"]).encode())
    routes = {f"{HOST}/news/2025/03/warc.paths.gz": Reply(packed, content_type="application/gzip")}
    routes |= {f"{HOST}/{name}": Reply(record(2 * number) + record(2 * number + 1), has_ranges=True) for number, name in enumerate(NAMES)}
    del routes[f"{HOST}/{NAMES[1]}"]
    with serving(Site(routes)) as site:
        yield site


def run(folder, site, hours=0):
    (folder / "sources.toml").write_text(LIST.format(port=site.port))
    now = NOW + timedelta(hours=hours)
    settings = Settings(home=folder / "home", sources_file=folder / "sources.toml", as_of=now, allowed_addresses=("127.0.0.1",))
    return run_daily(settings, Silent(), processor=load_nothing)


def asked(site) -> list[int]:
    return [site.asked[f"{HOST}/{name}"] for name in NAMES]


def test_a_list_is_read_some_archives_at_a_run_and_none_twice(tmp_path, site):
    summary = run(tmp_path, site)
    assert counts(summary) == {"month": (2, 0, 0)}
    tally = summary.sources["month"]
    assert (tally.failed, tally.postponed, tally.error) == (1, 2, None)
    assert "part-1.warc.gz: http_404" in tally.note
    assert asked(site) == [1, 1, 0, 0]
    assert counts(run(tmp_path, site, 1)) == {"month": (2, 0, 0)}  # the missing one is tried again, the next is read
    site.routes[f"{HOST}/{NAMES[1]}"] = Reply(record(20), has_ranges=True)
    summary = run(tmp_path, site, 2)
    assert counts(summary) == {"month": (3, 0, 0)}
    assert counts(run(tmp_path, site, 3)) == {"month": (0, 0, 0)}
    assert asked(site) == [1, 3, 1, 1]
    with open_to_read(summary.path) as connection:
        rows = connection.execute("SELECT url, outcome FROM ops.fetches ORDER BY url").fetchall()
    assert rows == [(f"http://{HOST}:{site.port}/{name}", "taken") for name in NAMES]


def test_an_archive_that_was_read_before_a_run_was_killed_is_not_read_again(tmp_path, site, monkeypatch):
    source = archives.WarcSource
    site.routes[f"{HOST}/{NAMES[1]}"] = Reply(record(20), has_ranges=True)

    def dying(name, locator, *rest):
        if locator.endswith("part-1.warc.gz"):
            raise KeyboardInterrupt
        return source(name, locator, *rest)

    monkeypatch.setattr(archives, "WarcSource", dying)
    with pytest.raises(KeyboardInterrupt):
        run(tmp_path, site)
    monkeypatch.setattr(archives, "WarcSource", source)
    summary = run(tmp_path, site, 1)
    assert asked(site)[0] == 1
    assert counts(summary) == {"month": (3, 0, 0)}


def test_lines_are_below_the_prefix_the_host_or_beside_the_list(tmp_path):
    (tmp_path / "warc.paths").write_text("one/a.warc.gz\nhttps://b.example/c.warc\n")
    there = Entry("n", "warc", path=str(tmp_path / "warc.paths"))
    assert archives.read_list(there, Client(), 1000) == [str(tmp_path / "one/a.warc.gz"), "https://b.example/c.warc"]
    below = Entry("n", "warc", path=str(tmp_path / "warc.paths"), prefix="https://data.example/x/")
    assert archives.read_list(below, Client(), 1000)[0] == "https://data.example/x/one/a.warc.gz"
    assert archives._placed("crawl-data/a.warc.gz", Entry("n", "warc", url="https://data.example/crawl-data/warc.paths.gz")) == (
        "https://data.example/crawl-data/a.warc.gz"
    )


def test_a_list_without_archives_is_refused(tmp_path):
    (tmp_path / "warc.paths").write_text("a.wet.gz\n")
    with pytest.raises(InputError, match="names no web archive"):
        archives.read_list(Entry("n", "warc", path=str(tmp_path / "warc.paths")), Client(), 1000)
    with pytest.raises(InputError, match="cannot be read"):
        archives.read_list(Entry("n", "warc", path=str(tmp_path / "none.paths.gz")), Client(), 1000)


def test_a_prefix_that_is_a_folder_stands_beside_the_list_of_sources(tmp_path):
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "n"\nkind = "warc"\npath = "warc.paths"\nprefix = "mirror"\n')
    [entry] = read_catalog(tmp_path / "sources.toml")
    assert archives._placed("a.warc", entry) == str(tmp_path / "mirror" / "a.warc")
