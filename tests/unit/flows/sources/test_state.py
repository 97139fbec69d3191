from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from flows.sources.base import Found
from flows.sources.catalog import Entry
from flows.sources.client import Answer, FetchError
from flows.sources.listings import Listed
from flows.sources.pages import Page, is_too_old, is_wanted, on_answer, on_problem
from flows.sources.spool import Spool
from flows.sources.state import FetchRow, Memory, Tally, source_row

NOW = datetime(2025, 3, 4, 12, tzinfo=UTC)
ENTRY = Entry("a", "feed", url="https://news.example/rss")
URL = "https://news.example/1"
TAKEN = FetchRow(URL, "a", "page", "taken", NOW, NOW, etag='"e"', document_id="d")


def page(row=None, entry=ENTRY, **listed) -> Page:
    return Page(entry, Listed(URL, **listed), row)


def test_what_is_asked():
    later = NOW + timedelta(hours=2)
    assert is_wanted(page(), NOW)
    assert not is_wanted(page(TAKEN), later)
    assert is_wanted(page(TAKEN, changed=NOW + timedelta(hours=1)), later)
    assert not is_wanted(page(replace(TAKEN, stated_at=later), changed=later), later)
    assert is_wanted(page(TAKEN, entry=replace(ENTRY, recheck=timedelta(days=1))), later)
    assert not is_wanted(page(TAKEN, entry=replace(ENTRY, recheck=timedelta(hours=1))), later)
    failed = replace(TAKEN, outcome="failed", failure_count=4)
    assert is_wanted(page(failed), later)
    assert not is_wanted(page(replace(failed, failure_count=5)), later)
    assert is_too_old(page(entry=replace(ENTRY, max_age=timedelta(days=1)), published=NOW - timedelta(days=2)), NOW)


def html(words: str = "A text.") -> bytes:
    return f"<html><body><p>{words}</p></body></html>".encode()


def test_what_an_answer_means():
    new = on_answer(page(title="T", published=NOW), Answer(URL, 200, html(), "text/html", etag='"n"'), NOW)
    assert (new.row.outcome, new.is_changed, new.found.given_date, new.found.given_title) == ("taken", False, date(2025, 3, 4), "T")
    known = replace(TAKEN, document_id=new.row.document_id)
    assert on_answer(page(known), Answer(URL, 200, html(), "text/html"), NOW).row.outcome == "unchanged"
    same = on_answer(page(known), Answer(URL, 304, None), NOW)
    assert (same.row.outcome, same.row.etag, same.row.document_id) == ("unchanged", '"e"', new.row.document_id)
    changed = on_answer(page(known), Answer(URL, 200, html("Another text."), "text/html"), NOW)
    assert (changed.row.outcome, changed.is_changed) == ("taken", True)
    assert on_answer(page(), Answer(URL, 200, b"%PDF-1.4", "text/html"), NOW).found.reason == "not_a_page"
    assert on_answer(page(), Answer(URL, 200, html(), ""), NOW).found.content_type == "text/html"
    assert on_answer(page(), Answer(URL, 200, b"  ", "text/html"), NOW).found.reason == "empty_page"


def test_what_a_failure_means():
    for_now = on_problem(page(), FetchError("http_500", "x", is_transient=True, status=500), NOW)
    assert (for_now.row.outcome, for_now.row.failure_count, for_now.found.reason) == ("failed", 1, "http_500")
    last = on_problem(page(replace(for_now.row, failure_count=4)), FetchError("http_500", "x", is_transient=True), NOW)
    assert "given up" in last.found.detail
    assert on_problem(page(), FetchError("http_404", "x", status=404), NOW).row.outcome == "rejected"
    asked = on_problem(page(), FetchError("http_429", "x", is_transient=True, wait=900.0), NOW)
    assert (asked.row.outcome, asked.found, asked.wait) == ("postponed", None, 900.0)


def test_a_failing_source_is_asked_less_and_less_and_a_success_forgets_it():
    row, pauses = None, []
    for _ in range(12):
        row = source_row(ENTRY, Tally(error="down"), row, NOW)
        pauses.append(row["next_due_at"] - NOW)
    assert pauses[:3] == [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=40)]
    assert pauses[-1] == timedelta(days=1)
    assert (row["failure_count"], row["last_success_at"]) == (12, None)
    row = source_row(ENTRY, Tally(new=1), row, NOW)
    assert (row["failure_count"], row["last_success_at"], row["next_due_at"]) == (0, NOW, None)
    hourly = replace(ENTRY, every=timedelta(hours=1))
    assert source_row(hourly, Tally(wait=timedelta(hours=3)), None, NOW)["next_due_at"] == NOW + timedelta(hours=3)


def test_the_spool_gives_back_what_a_killed_run_fetched(tmp_path):
    spool = Spool(tmp_path)
    found = Found(URL, html(), "text/html", url=URL, given_date=date(2025, 3, 4))
    spool.write(TAKEN, found)
    spool.write(replace(TAKEN, url=f"{URL}2", outcome="rejected"))
    spool.write_listing("a", [replace(TAKEN, url=ENTRY.url, kind="listing")])
    [(row, item, is_changed)] = list(spool.leftovers())
    assert (row, item.payload, item.given_date, item.fetched_at, is_changed) == (TAKEN, html(), date(2025, 3, 4), NOW, False)
    assert {row.url for row in spool.rows()} == {URL, f"{URL}2", ENTRY.url}
    spool.clear(spool.names())
    assert spool.rows() == []


def test_half_a_spool_file_is_no_answer(tmp_path):
    spool = Spool(tmp_path)
    spool.write(TAKEN, Found(URL, html() * 50, "text/html", url=URL))
    [path] = spool.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-10])
    (spool.folder / "empty.fetch").write_bytes(b"")
    (spool.folder / ".x.1.part").write_bytes(b"half")
    assert list(spool.leftovers()) == []
    assert list(spool.folder.iterdir()) == []


def test_without_a_published_file_memory_is_what_the_spool_holds(tmp_path):
    memory = Memory(tmp_path, {URL: replace(TAKEN, outcome="failed")})
    assert list(memory.fetches([URL, "https://news.example/2"])) == [URL]
    assert [row.url for row in memory.pending("a", 10)] == [URL]
    assert memory.pending("b", 10) == []
