"""A crawl of the test site from end to end: exactly these rows, and the second time only what changed."""

import socket
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.console import Silent
from flows.paths import published_file
from flows.running import Wish, run_daily
from flows.settings import Settings
from flows.sources.client import Client, Limits
from flows.sources.guard import Guard
from tests.site.content import DEAD, INNER, NEWS, OTHER, build, rss
from tests.site.pages import STORIES, html
from tests.site.server import Reply, Site, resolve_here, serving

FIRST, SECOND, THIRD = (datetime(2025, 3, 10, hour, tzinfo=UTC) for hour in (6, 12, 18))

LIST = """
[defaults]
interval = "0s"

[[source]]
name = "feed"
kind = "feed"
url = "http://news.example:{port}/rss.xml"
country = "NOR"
language = "en"

[[source]]
name = "bad"
kind = "feed"
url = "http://news.example:{port}/bad.xml"

[[source]]
name = "atom"
kind = "feed"
url = "http://other.example:{port}/atom.xml"

[[source]]
name = "json"
kind = "feed"
url = "http://other.example:{port}/feed.json"

[[source]]
name = "broken"
kind = "feed"
url = "http://other.example:{port}/broken.xml"

[[source]]
name = "map"
kind = "sitemap"
url = "http://news.example:{port}/"

[[source]]
name = "front"
kind = "site"
url = "http://other.example:{port}/"

[[source]]
name = "table"
kind = "urls"
path = "list.csv"
column = "SOURCEURL"

[[source]]
name = "dead"
kind = "feed"
url = "http://dead.example:{port}/rss"
every = "1h"

[[source]]
name = "folder"
kind = "files"
path = "texts"
"""


@pytest.fixture(scope="module")
def site():
    with serving(Site()) as site, pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", resolve_here(NEWS, OTHER, DEAD, elsewhere={INNER: "10.1.2.3"}))
        limits = Limits(byte_limit=300_000, total_seconds=1.0, backoff_seconds=0.05)
        patch.setattr("flows.sources.gathering.make_client", lambda settings: Client(Guard.of(["127.0.0.1"]), limits))
        yield build(site)


@pytest.fixture(scope="module")
def folder(site, tmp_path_factory) -> Path:
    place = tmp_path_factory.mktemp("crawl")
    (place / "sources.toml").write_text(LIST.format(port=site.port))
    (place / "list.csv").write_text(f"ID,SOURCEURL\n1,{site.url(f'{OTHER}/2025/trade.html')}\n2,{site.url(f'{NEWS}/2025/03/protest.html')}\n")
    (place / "texts").mkdir()
    (place / "texts" / "note.txt").write_text("Police in Oslo arrested two men on Monday. " * 8)
    return place


def crawl(folder: Path, now: datetime, **wish: bool):
    settings = Settings(home=folder / "home", sources_file=folder / "sources.toml", as_of=now, workers=1, max_payload_bytes=300_000)
    return run_daily(settings, Silent(), Wish(**wish))


@pytest.fixture(scope="module")
def first(prefect_server, site, folder):
    site.forget()
    summary = crawl(folder, FIRST)
    return summary, rows(folder, site), Counter(site.asked)


def rows(folder: Path, site: Site) -> dict[str, list[tuple]]:
    from warehouse.connection import open_to_read

    queries = {
        "documents": "SELECT source_name, url FROM core.documents ORDER BY ALL",
        "articles": "SELECT canonical_url, title FROM core.articles ORDER BY ALL",
        "rejects": "SELECT locator, reason FROM ops.rejects ORDER BY ALL",
        "fetches": "SELECT url, outcome, status FROM ops.fetches WHERE kind = 'page' ORDER BY ALL",
        "listings": "SELECT url, source_name FROM ops.fetches WHERE kind = 'listing' ORDER BY ALL",
        "sources": "SELECT source_name, failure_count, last_error IS NULL, next_due_at FROM ops.sources ORDER BY ALL",
        "runs": "SELECT source_name, new_count, changed_count, unchanged_count, rejected_count, failed_count FROM ops.source_runs"
        " WHERE run_id = (SELECT max(run_id) FROM ops.runs) ORDER BY ALL",
    }
    with open_to_read(published_file(folder / "home")) as connection:
        found = {name: connection.execute(query).fetchall() for name, query in queries.items()}
    return {name: [tuple(short(value, site) for value in row) for row in table] for name, table in found.items()}


def short(value, site: Site):
    return value.replace("http://", "").replace(f":{site.port}", "") if isinstance(value, str) else value


def test_every_document_is_taken_once_under_the_first_source_that_lists_it(first):
    assert first[1]["documents"] == sorted(
        [
            ("feed", f"{NEWS}/2025/03/visit.html"),
            ("feed", f"{NEWS}/2025/03/aid.html"),
            ("feed", f"{NEWS}/amp/aid.html"),
            ("feed", f"{NEWS}/2025/03/protest.html"),
            ("feed", f"{NEWS}/2025/03/flaky.html"),
            ("feed", f"{NEWS}/2025/03/busy.html"),
            ("feed", f"{NEWS}/2025/03/charset.html"),
            ("atom", f"{OTHER}/2025/quake.html"),
            ("json", f"{OTHER}/2025/trade.html"),
            ("broken", f"{OTHER}/2025/port.html"),
            ("map", f"{NEWS}/2025/03/school.html"),
            ("map", f"{NEWS}/2025/03/bridge.html"),
            ("folder", None),
        ],
        key=lambda row: (row[0], row[1] or "~"),
    )
