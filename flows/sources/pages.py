"""One page of a source: whether it is asked at all, and what its answer means."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from flows.sources.base import Found, to_document
from flows.sources.catalog import Entry
from flows.sources.client import Answer, FetchError
from flows.sources.listings import Listed, page_url
from flows.sources.state import GIVE_UP, FetchRow

HTML_TYPES = ("text/html", "application/xhtml+xml")
VAGUE_TYPES = ("", "application/octet-stream", "binary/octet-stream", "application/xml", "text/xml")  # worth a look
HEAD_BYTES = 4096  # where the title and the declared charset stand
LOOKS_HTML = re.compile(rb"<(!doctype\s+html|html|head|body)\b", re.IGNORECASE)
DECLARES_CHARSET = re.compile(rb"<meta[^>]+charset|<\?xml[^>]+encoding", re.IGNORECASE)
TITLE = re.compile(rb"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
# What the titles of pages say that answer 200 and mean 404, in the languages that news sites use most
NOT_FOUND = re.compile(
    r"^\W*(?:error\W*)?404\b|\b404\W+(?:not found|error)|\bpage (?:was )?not found\b|\bseite nicht gefunden\b"
    r"|\bpage (?:non trouvée|introuvable)\b"
    r"|\bpágina no encontrada\b|\bpagina non trovata\b|\bpágina não encontrada\b|\bpagina niet gevonden\b|страница не найдена",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Page:
    """A page to ask: what its listing says and what is known of it."""

    entry: Entry
    listed: Listed
    row: FetchRow | None = None

    @property
    def url(self) -> str:
        return self.listed.url


@dataclass(frozen=True)
class Outcome:
    """What became of a page; `found` is what goes on, a payload or a reject."""

    page: Page
    row: FetchRow
    found: Found | None = None
    is_changed: bool = False
    wait: float | None = None


def is_wanted(page: Page, now: datetime) -> bool:
    """Whether a page is asked: new ones, failed ones, those that changed by their listing, young ones under `recheck`."""
    row, stated = page.row, page.listed.stated_at
    if row is None or row.outcome == "postponed":
        return True
    if row.outcome == "failed" and row.failure_count < GIVE_UP:
        return True
    if stated and stated > (row.stated_at or row.fetched_at):
        return True
    return bool(page.entry.recheck and row.outcome != "rejected" and now - row.first_fetched_at <= page.entry.recheck)


def is_too_old(page: Page, now: datetime) -> bool:
    """Whether its listing dates it before what the source wants."""
    stated = page.listed.published or page.listed.changed
    return bool(page.entry.max_age and stated and now - stated > page.entry.max_age)


def to_row(page: Page, outcome: str, now: datetime, **values: object) -> FetchRow:
    """The page's row of `ops.fetches` after an answer; what the answer does not say stays as it was."""
    before = page.row
    kept: dict[str, object] = {"first_fetched_at": now, "stated_at": page.listed.stated_at}
    if before:
        stated = page.listed.stated_at or before.stated_at
        names = ("etag", "last_modified", "final_url", "redirects", "document_id")
        kept = {name: getattr(before, name) for name in names} | {"first_fetched_at": before.first_fetched_at, "stated_at": stated}
    source_name = before.source_name if before else page.entry.name
    known: dict[str, object] = {"url": page.url, "source_name": source_name, "kind": "page", "outcome": outcome, "fetched_at": now}
    return FetchRow(**{**kept, **known, **values})  # type: ignore[arg-type]


def on_answer(page: Page, answer: Answer, now: datetime) -> Outcome:
    """What an answer gives: a document, nothing new, or a reject."""
    final = page_url(answer.url) or page.url
    values: dict[str, object] = {
        "status": answer.status,
        "etag": answer.etag or (page.row.etag if page.row and answer.payload is None else None),
        "last_modified": answer.last_modified or (page.row.last_modified if page.row and answer.payload is None else None),
        "final_url": final if answer.redirects else None,
        "redirects": answer.redirects,
    }
    if answer.payload is None:
        return Outcome(page, to_row(page, "unchanged", now, **values))
    reason, detail, kind = judge(answer, page.url)
    if reason:
        row = to_row(page, "rejected", now, **values, detail=f"{reason}: {detail}")
        return Outcome(page, row, _reject(page, reason, detail))
    payload = as_unicode(answer.payload, answer.charset)
    found = Found(
        page.url, payload, kind, url=final, given_title=page.listed.title, given_date=page.listed.day,
        source_name=page.entry.name, fetched_at=now,
    )  # fmt: skip
    document_id = str(to_document(found, payload, page.entry.name, now)["document_id"])
    before = page.row.document_id if page.row else None
    if document_id == before:
        return Outcome(page, to_row(page, "unchanged", now, **values))
    return Outcome(page, to_row(page, "taken", now, **values, document_id=document_id), found, is_changed=before is not None)


def on_problem(page: Page, problem: FetchError, now: datetime) -> Outcome:
    """What a failure means: for good, for now, or that the host wants to be left alone."""
    values: dict[str, object] = {"status": problem.status, "redirects": problem.redirects, "detail": str(problem)[:500]}
    if problem.is_transient and problem.wait:
        return Outcome(page, to_row(page, "postponed", now, **values), wait=problem.wait)
    if problem.is_transient:
        count = (page.row.failure_count if page.row else 0) + 1
        row = to_row(page, "failed", now, **values, failure_count=count)
        advice = "the next run tries again" if count < GIVE_UP else f"given up after {count} runs"
        return Outcome(page, row, _reject(page, problem.reason, f"{problem.detail}; {advice}"))
    return Outcome(page, to_row(page, "rejected", now, **values), _reject(page, problem.reason, problem.detail))


def _reject(page: Page, reason: str, detail: str) -> Found:
    return Found(page.url, reason=reason, detail=f"{detail} (source {page.entry.name})", source_name=page.entry.name)


def judge(answer: Answer, asked: str) -> tuple[str, str, str]:
    """Reason and detail where an answer is no page with text, else its content type."""
    payload = answer.payload or b""
    if not payload.strip():
        return "empty_page", "the page is empty", ""
    kind = sniff(answer.content_type, payload)
    if not kind:
        return "not_a_page", f"the content is {answer.content_type or 'of no known type'}, not HTML or text", ""
    title = TITLE.search(payload[: 4 * HEAD_BYTES])
    if title and NOT_FOUND.search(re.sub(r"\s+", " ", title[1].decode("utf-8", "replace"))[:200]):
        return "soft_404", "the page says in its title that there is no such page", ""
    if answer.redirects and not urlsplit(answer.url).path.strip("/") and urlsplit(asked).path.strip("/"):
        return "soft_404", f"the site leads to its front page {answer.url} instead", ""
    return "", "", kind


def sniff(content_type: str, payload: bytes) -> str:
    """text/html or text/plain by the header, where that is vague by the first bytes; empty for anything else."""
    if content_type in HTML_TYPES:
        return "text/html" if not payload.startswith((b"%PDF-", b"PK\x03\x04", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff")) else ""
    if LOOKS_HTML.search(payload[:HEAD_BYTES]) and (content_type in VAGUE_TYPES or content_type == "text/plain"):
        return "text/html"
    return "text/plain" if content_type == "text/plain" else ""


def as_unicode(payload: bytes, charset: str | None) -> bytes:
    """The payload as UTF-8 where only the HTTP header names another encoding: it is not kept, and the page must tell alone."""
    if not charset or charset.lower().startswith("utf") or DECLARES_CHARSET.search(payload[:HEAD_BYTES]):
        return payload
    try:
        payload.decode("utf-8")
        return payload
    except UnicodeDecodeError:
        pass
    try:
        return payload.decode(codecs.lookup(charset).name).encode()
    except (LookupError, ValueError):
        return payload  # a wrong header; extraction guesses
