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
from tests import plain
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
    (place / "list.csv").write_text(
        f"ID,SOURCEURL\n1,{site.url(f'{OTHER}/2025/trade.html')}\n2,{site.url(f'{NEWS}/2025/03/protest.html')}\n"
    )
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


def test_an_article_at_two_addresses_is_one_article(first):
    urls = [url for url, _ in first[1]["articles"]]
    assert urls.count(f"{NEWS}/2025/03/aid.html") == 1
    assert len(urls) == 12
    assert [reason for _, reason in first[1]["rejects"]].count("superseded") == 1


EXPECTED_REJECTS = {
    f"{NEWS}/loop/a": "redirect_loop",
    f"{NEWS}/slow.html": "too_slow",
    f"{NEWS}/huge.html": "too_large",
    f"{NEWS}/endless.html": "too_large",
    f"{NEWS}/bomb.html": "too_large",
    f"{NEWS}/private/secret.html": "robots_disallowed",
    f"{NEWS}/2025/03/visit.html?print=1": "robots_disallowed",
    f"{NEWS}/2025/03/gone-soft.html": "soft_404",
    f"{NEWS}/2025/03/gone.html": "http_404",
    f"{NEWS}/away.html": "soft_404",
    f"{NEWS}/paper.pdf": "not_a_page",
    f"{NEWS}/to-inner.html": "forbidden_address",
    f"{INNER}/secret.html": "forbidden_address",
}


def test_what_goes_wrong_is_set_aside_with_its_reason(first):
    rejects = {locator: reason for locator, reason in first[1]["rejects"] if reason not in ("superseded", "language")}
    assert rejects == EXPECTED_REJECTS


def test_every_address_is_remembered_with_its_outcome(first):
    outcomes = {url: outcome for url, outcome, _ in first[1]["fetches"]}
    expected = dict.fromkeys(EXPECTED_REJECTS, "rejected") | {f"{NEWS}/slow.html": "failed"}
    taken = [url for source, url in first[1]["documents"] if url and url != f"{NEWS}/2025/03/protest.html"]
    expected |= dict.fromkeys([*taken, f"{NEWS}/go/protest"], "taken")
    assert outcomes == expected | {f"{NEWS}/2025/03/protest.html": "taken"}  # asked for itself by the list


def test_sources_are_remembered_and_a_failing_one_waits(first, site):
    sources = {name: (count, is_fine) for name, count, is_fine, _ in first[1]["sources"]}
    fine = dict.fromkeys(["feed", "bad", "atom", "json", "broken", "front", "table", "folder"], (0, True))
    assert sources == fine | {"dead": (1, False), "map": (0, False)}  # one of the map's is missing, which is noted
    due = {name: moment for name, _, _, moment in first[1]["sources"]}
    assert due["dead"] == datetime(2025, 3, 10, 7, tzinfo=UTC)
    assert due["feed"] is None


def test_what_each_source_gave_is_counted(first):
    assert first[1]["runs"] == [
        ("atom", 1, 0, 0, 0, 0),
        ("bad", 0, 0, 0, 12, 1),
        ("broken", 1, 0, 0, 0, 0),
        ("dead", 0, 0, 0, 0, 0),
        ("feed", 7, 0, 0, 0, 0),
        ("folder", 1, 0, 0, 0, 0),
        ("front", 0, 0, 0, 0, 0),
        ("json", 1, 0, 0, 0, 0),
        ("map", 2, 0, 0, 0, 0),
        ("table", 1, 0, 0, 0, 0),
    ]


def test_manners_were_kept(first):
    asked = first[2]
    assert asked[f"{NEWS}/robots.txt"] == 1
    assert asked[f"{NEWS}/private/secret.html"] == 0
    assert asked[f"{NEWS}/2025/03/visit.html"] == 1
    assert asked[f"{NEWS}/2025/03/flaky.html"] == 2
    assert asked[f"{NEWS}/2025/03/busy.html"] == 2
    assert asked[f"{NEWS}/2025/03/gone.html"] == 1  # 404 is no reason to ask again
    assert not any(place.startswith(INNER) for place in asked)


def test_a_page_in_an_encoding_that_only_the_header_names_is_read_right(first, folder):
    from warehouse.connection import open_to_read

    with open_to_read(published_file(folder / "home")) as connection:
        (text,) = connection.execute("SELECT text FROM core.articles WHERE text LIKE '%Dakar%'").fetchall()[0]
    assert "délégation du Sénégal" in text


def test_the_second_run_asks_only_for_what_changed(first, site, folder):
    site.routes[f"{NEWS}/rss.xml"] = Reply(
        rss(site, [f"{NEWS}/2025/03/visit.html", f"{NEWS}/2025/03/aid.html", f"{NEWS}/2025/03/late.html"],
            dates={f"{NEWS}/2025/03/visit.html": "Mon, 10 Mar 2025 09:00:00 GMT"}),
        content_type="application/rss+xml",
    )  # fmt: skip
    site.routes[f"{NEWS}/2025/03/visit.html"] = Reply(html("visit", more=" The trip was later put off until April."))
    site.routes[f"{NEWS}/2025/03/late.html"] = Reply(html("quake", more=" More teams were on their way late on Sunday."))
    site.forget()
    settings = Settings(home=folder / "home", sources_file=folder / "sources.toml", as_of=SECOND, workers=1, max_payload_bytes=300_000)
    summary = run_daily(settings, Silent(), processor=plain.process)
    pages = {place: status for place, status in site.answers if not place.endswith(("robots.txt", "xml", "json", "gz", "rss"))}
    assert pages == {
        f"{NEWS}/2025/03/visit.html": 200,
        f"{NEWS}/2025/03/late.html": 200,
        f"{NEWS}/slow.html": 200,
        f"{OTHER}/": 304,
    }
    statuses = dict(site.answers)
    assert {statuses[f"{OTHER}/{name}"] for name in ("atom.xml", "feed.json", "broken.xml")} == {304}
    assert statuses[f"{NEWS}/map-1.xml"] == statuses[f"{NEWS}/map-2.xml.gz"] == 304
    assert (summary.sources["feed"].new, summary.sources["feed"].changed, summary.sources["feed"].unchanged) == (1, 1, 1)
    found = rows(folder, site)
    assert len(found["documents"]) == len(first[1]["documents"]) + 2
    assert len(found["articles"]) == len(first[1]["articles"]) + 1
    assert {name: count for name, count, *_ in found["sources"]}["dead"] == 2  # it was due at seven


def test_a_run_without_news_publishes_the_state_alone_and_a_settled_reject_goes(first, site, folder):
    site.routes[f"{NEWS}/slow.html"] = Reply("", 404)
    before = rows(folder, site)
    summary = run_daily(
        Settings(home=folder / "home", sources_file=folder / "sources.toml", as_of=THIRD, workers=1, max_payload_bytes=300_000),
        Silent(), processor=never,
    )  # fmt: skip
    after = rows(folder, site)
    assert after["documents"] == before["documents"]
    assert summary.rejects == {("ingest", "http_404"): 1}
    assert dict(after["rejects"])[f"{NEWS}/slow.html"] == "http_404"
    assert not list((folder / "home" / "spool").iterdir())


def never(work, path, progress):
    raise AssertionError("there is nothing to process")


def test_stories_are_all_used():
    assert len(STORIES) == 11
