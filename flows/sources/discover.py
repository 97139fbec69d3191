"""The pages that a source lists today: its feed, sitemaps, front page or list, asked conditionally and read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from trafilatura.sitemaps import GUESSES

from flows.sources.catalog import Entry
from flows.sources.client import Answer, FetchError, Validators
from flows.sources.courtesy import Courtesy
from flows.sources.listings import Listed, parse_feed, parse_site, parse_sitemap, parse_urls, unpacked
from flows.sources.state import FetchRow, Memory

SITEMAPS = 500  # most that one source's index is followed to in one run
PARSERS = {"feed": parse_feed, "site": parse_site}


@dataclass
class Discovery:
    """What a source lists, the rows of the listings asked, and what went wrong with parts of it."""

    pages: list[Listed] = field(default_factory=list)
    rows: list[FetchRow] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Explorer:
    """What finding pages needs."""

    courtesy: Courtesy
    memory: Memory
    now: datetime
    byte_limit: int

    def discover(self, entry: Entry) -> Discovery:
        """The source's pages; raises FetchError where the source as a whole cannot be read."""
        if entry.path:
            return Discovery(pages=_parsed(entry, self._unpack(Path(entry.path).read_bytes()), entry.path))
        if entry.kind == "sitemap":
            return self._sitemaps(entry)
        found = Discovery()
        payload = self._ask(entry, entry.url, found)
        if payload is not None:
            found.pages = _parsed(entry, self._unpack(payload), entry.url)
        return found

    def _sitemaps(self, entry: Entry) -> Discovery:
        """A sitemap with all that it leads to; of nested ones that fail the others are still read."""
        named, is_guessed = self._first_sitemaps(entry)
        found, queue, seen = Discovery(), list(named), set[str]()
        while queue and len(seen) < SITEMAPS:
            url = queue.pop(0)
            if url in seen:
                continue
            seen.add(url)
            try:
                queue += self._read_sitemap(entry, url, found)
            except (FetchError, ValueError) as problem:
                found.problems.append(f"{url}: {problem}"[:300])
                found.rows = [row for row in found.rows if row.url != url]  # else the next run would be told that nothing changed
                continue
            if is_guessed and url in named:
                queue = [nested for nested in queue if nested not in named]
                found.problems = []
        if found.problems and not found.rows:
            raise FetchError("no_sitemap", found.problems[0], is_transient=True)
        found.pages.sort(key=lambda page: (page.stated_at is None, -(page.stated_at.timestamp() if page.stated_at else 0)))
        return found

    def _read_sitemap(self, entry: Entry, url: str, found: Discovery) -> list[str]:
        """Add the pages of one sitemap; gives those that it leads to."""
        payload = self._ask(entry, url, found)
        if payload is None:
            return []
        pages, nested = parse_sitemap(self._unpack(payload), url)
        found.pages += pages
        if nested:  # an index is small, and unchanged it would hide the sitemaps below that did change: always read it
            found.rows[-1] = replace(found.rows[-1], etag=None, last_modified=None)
        return nested

    def _first_sitemaps(self, entry: Entry) -> tuple[list[str], bool]:
        """The address itself; for a site those that robots.txt names, else guesses, of which the first that answers counts."""
        parts = urlsplit(entry.url)
        if parts.path.strip("/"):
            return [entry.url], False
        base = f"{parts.scheme}://{parts.netloc}"
        named = self.courtesy.sitemaps(entry.url, entry.interval.total_seconds())
        return (named, False) if named else ([f"{base}/{guess}" for guess in GUESSES], True)

    def _ask(self, entry: Entry, url: str, found: Discovery) -> bytes | None:
        """The payload of a listing; None where it says that it has not changed."""
        before = self.memory.fetches([url]).get(url)
        validators = Validators(before.etag, before.last_modified) if before else Validators()
        answer = self.courtesy.get(url, validators, interval=entry.interval.total_seconds())
        found.rows.append(_listing_row(entry, url, answer, before, self.now))
        return answer.payload

    def _unpack(self, payload: bytes) -> bytes:
        try:
            return unpacked(payload, self.byte_limit)
        except ValueError as error:
            raise FetchError("bad_listing", str(error)) from error


def _parsed(entry: Entry, payload: bytes, url: str) -> list[Listed]:
    try:
        if entry.kind == "urls":
            return list(parse_urls(payload, entry.column))
        return PARSERS[entry.kind](payload, url)
    except ValueError as error:
        raise FetchError("bad_listing", str(error)) from error


def _listing_row(entry: Entry, url: str, answer: Answer, before: FetchRow | None, now: datetime) -> FetchRow:
    is_same = answer.payload is None and before is not None
    return FetchRow(
        url,
        entry.name,
        "listing",
        "unchanged" if answer.payload is None else "taken",
        now,
        before.first_fetched_at if before else now,
        status=answer.status,
        etag=answer.etag or (before.etag if is_same and before else None),
        last_modified=answer.last_modified or (before.last_modified if is_same and before else None),
        final_url=answer.url if answer.redirects else None,
        redirects=answer.redirects,
    )


def problems_text(problems: Sequence[str]) -> str | None:
    """Several problems in one line."""
    return f"{'; '.join(problems[:3])}{' …' if len(problems) > 3 else ''}" if problems else None
