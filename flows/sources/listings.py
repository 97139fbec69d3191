"""What a listing says: the pages that a feed, sitemap, front page or list of addresses names, with their dates.

trafilatura finds the links of feeds and front pages, however broken they are; the dates beside them, which it does not
give, are read from the XML where there is any.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import IO, Any
from urllib.parse import urljoin, urlsplit

from courlan import clean_url, extract_links, is_navigation_page, is_not_crawlable
from lxml import etree
from trafilatura.feeds import FeedParameters, determine_feed, find_links

LINKS = 50_000  # most that one listing gives; the limit of the sitemap protocol
GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
SITEMAP_ROOTS = ("urlset", "sitemapindex")
FEED_ITEMS = ("item", "entry")
PUBLISHED = ("pubDate", "published", "date", "publication_date", "issued", "created")
CHANGED = ("updated", "modified", "lastmod")


@dataclass(frozen=True)
class Listed:
    """A page that a listing names; dates are the listing's, NULL where it gives none."""

    url: str
    title: str | None = None
    published: datetime | None = None
    changed: datetime | None = None

    @property
    def day(self) -> date | None:
        return self.published.date() if self.published else None

    @property
    def stated_at(self) -> datetime | None:
        """The last change that the listing states."""
        stated = self.changed or self.published
        return stated.astimezone(UTC) if stated else None


def page_url(url: str, base: str = "") -> str | None:
    """An address without tracking parameters and fragment, None where it is none: pages are known by it."""
    if not url.strip():
        return None
    try:
        joined = urljoin(base, url.strip())
        parts = urlsplit(joined)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname or len(joined) > 2000:
            return None
        cleaned: str = clean_url(joined) or ""
    except ValueError:
        return None
    return cleaned.partition("#")[0] or None


def unpacked(payload: bytes, byte_limit: int) -> bytes:
    """A gzipped payload (sitemap.xml.gz) or the first file of a zip archive (GDELT's exports) unpacked up to the limit; anything
    else as it is."""
    if not payload.startswith((GZIP, ZIP)):
        return payload
    try:
        with _open_packed(payload) as handle:
            content = handle.read(byte_limit + 1)
    except (OSError, EOFError, zlib.error, zipfile.BadZipFile, NotImplementedError, RuntimeError) as error:
        raise ValueError(f"not a whole {'gzip file' if payload.startswith(GZIP) else 'zip archive'} ({error})") from error
    if len(content) > byte_limit:
        raise ValueError(f"more than {byte_limit:,} bytes when unpacked")
    return content


def _open_packed(payload: bytes) -> IO[bytes] | gzip.GzipFile:
    if payload.startswith(GZIP):
        return gzip.open(io.BytesIO(payload))
    archive = zipfile.ZipFile(io.BytesIO(payload))
    return archive.open(archive.infolist()[0])


def parse_feed(payload: bytes, url: str) -> list[Listed]:
    """The entries of an RSS, Atom or JSON feed in its order; raises ValueError where it is none."""
    text = payload.decode("utf-8-sig", "replace").strip()
    if text.startswith("{"):
        return _parse_json_feed(text, url)
    items = [item for item in _elements(payload) if _tag(item) in FEED_ITEMS]
    listed = [found for item in items if (found := _entry(item, url))]
    if not listed:  # too broken for a parser: trafilatura looks for links by pattern
        listed = [Listed(cleaned) for link in find_links(text, _parameters(url)) if (cleaned := page_url(_plain(link), url))]
        listed = [page for page in listed if urlsplit(page.url).path.strip("/")]  # the channel's own link is the front page
    if not listed and not re.search(r"<(rss|feed|rdf:RDF)\b", text[:2000], re.IGNORECASE):
        raise ValueError("this is no feed")
    return _once(listed)


def _parse_json_feed(text: str, url: str) -> list[Listed]:
    try:
        table: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"the JSON feed can't be read: {error}") from error
    if not isinstance(table, dict) or not isinstance(table.get("items"), list):
        raise ValueError("the JSON has no items, so it is no feed")
    rows = [row for row in table["items"] if isinstance(row, dict)]
    found = (
        Listed(cleaned, _word(row.get("title")), moment(row.get("date_published")), moment(row.get("date_modified")))
        for row in rows
        if (cleaned := page_url(str(row.get("url") or row.get("id") or ""), url))
    )
    return _once(list(found))


def _entry(item: Any, url: str) -> Listed | None:  # noqa: ANN401 - lxml has no types
    link = None
    values: dict[str, str] = {}
    for child in item:
        tag, text = _tag(child), (child.text or "").strip()
        if tag == "link" and child.get("rel", "alternate") == "alternate":
            link = link or text or child.get("href")
        elif tag == "guid" and child.get("isPermaLink", "true") == "true" and text.startswith("http"):
            values.setdefault("guid", text)
        elif text:
            values.setdefault(tag, text)
    cleaned = page_url(link or values.get("guid", ""), url)
    if not cleaned:
        return None
    return Listed(cleaned, values.get("title"), _first_moment(values, PUBLISHED), _first_moment(values, CHANGED))


def parse_sitemap(payload: bytes, url: str) -> tuple[list[Listed], list[str]]:
    """The pages of a sitemap or news sitemap, and the sitemaps that an index names; raises ValueError where it is none."""
    pages: list[Listed] = []
    nested: list[str] = []
    elements = _elements(payload)
    for element in elements:
        if _tag(element) not in ("url", "sitemap"):
            continue
        values = {_tag(child): (child.text or "").strip() for child in element.iter() if child is not element}
        cleaned = page_url(values.get("loc", ""), url)
        if cleaned and _tag(element) == "sitemap":
            nested.append(cleaned)
        elif cleaned:
            pages.append(Listed(cleaned, values.get("title"), _first_moment(values, PUBLISHED), _first_moment(values, CHANGED)))
    if not pages and not nested:
        if any(_tag(element) in SITEMAP_ROOTS for element in elements[:3]):
            return [], []
        pages = _plain_list(payload, url)
    return _once(pages), list(dict.fromkeys(nested))


def _plain_list(payload: bytes, url: str) -> list[Listed]:
    """A sitemap of text: an address per line and nothing else."""
    lines = [line.strip() for line in payload.decode("utf-8-sig", "replace").splitlines() if line.strip()]
    if not lines or not all(line.startswith(("http://", "https://")) for line in lines):
        raise ValueError("this is no sitemap")
    return [Listed(cleaned) for line in lines if (cleaned := page_url(line, url))]


def parse_site(payload: bytes, url: str) -> list[Listed]:
    """Links of a front page to pages of the same site that look like articles."""
    text = payload.decode("utf-8", "replace")
    host = urlsplit(url).hostname
    links = sorted(extract_links(text, url=url, external_bool=False))
    order = {link: text.find(urlsplit(link).path) for link in links}
    pages = [Listed(cleaned) for link in sorted(links, key=lambda link: (order[link], link)) if (cleaned := page_url(link, url))]
    return _once(
        [
            page
            for page in pages
            if urlsplit(page.url).hostname == host and not is_navigation_page(page.url) and not is_not_crawlable(page.url)
            if looks_like_article(page.url)
        ]
    )


def looks_like_article(url: str) -> bool:
    """A date, a number or several words in the last parts of the path, as articles have and sections have not."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return bool(re.search(r"/\d{4}/\d\d|\d{5,}", parts.path) or len(re.findall(r"[^\W\d_]{2,}", last.partition(".")[0])) >= 3)


def find_feeds(payload: bytes, url: str) -> list[str]:
    """The feeds that a page names, best first."""
    named = re.findall(r"<link\b[^>]*>", payload.decode("utf-8", "replace"), re.IGNORECASE)
    links = [
        href[1]
        for tag in named
        if re.search(r"application/(rss|atom|feed)", tag, re.I) and (href := re.search(r"href=[\"']([^\"']+)", tag))
    ]
    found = [page_url(link, url) for link in (*links, *determine_feed(payload.decode("utf-8", "replace"), _parameters(url)))]
    return list(dict.fromkeys(feed for feed in found if feed and "comments" not in feed))


def parse_urls(payload: bytes, column: str) -> Iterator[Listed]:
    """Addresses of a list: one per line, or the column of a CSV or tab-separated file (GDELT's exports have no header)."""
    text = payload.decode("utf-8-sig", "replace")
    if not column:
        yield from _once([Listed(cleaned) for line in text.splitlines() if (cleaned := page_url(line))])
        return
    first = text.partition("\n")[0]
    csv.field_size_limit(2**24)
    rows = csv.reader(io.StringIO(text), delimiter="\t" if first.count("\t") > first.count(",") else ",")
    index = int(column) - 1 if column.isdigit() else None
    found: list[Listed] = []
    for number, row in enumerate(rows):
        if index is None:
            if column not in row:
                raise ValueError(f"the first line has no column {column!r}; it has {', '.join(row)[:300]}")
            index = row.index(column)
        elif index < len(row) and (cleaned := page_url(row[index])):
            found.append(Listed(cleaned))
        elif number == 0 and index >= len(row):
            raise ValueError(f"the list has {len(row)} columns, so there is no column {column}")
    yield from _once(found)


def moment(value: object) -> datetime | None:
    """A time as feeds and sitemaps write it, with its offset, since the day is the publisher's; None where it can't be read."""
    text = str(value or "").strip()
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        try:
            found = parsedate_to_datetime(text)
        except (ValueError, IndexError, TypeError):
            return None
    try:
        aware = found.replace(tzinfo=found.tzinfo or UTC)
        aware.astimezone(UTC)  # the first and last days of the calendar have no moment everywhere
        return aware
    except (OverflowError, ValueError):
        return None


def _first_moment(values: dict[str, str], names: tuple[str, ...]) -> datetime | None:
    return next((found for name in names if (found := moment(values.get(name)))), None)


def _elements(payload: bytes) -> list[Any]:
    """All elements of the XML, as far as it can be read; no entities, no network."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(payload, parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    return [] if tree is None else list(tree.iter(etree.Element))


def _tag(element: Any) -> str:  # noqa: ANN401
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _once(pages: list[Listed]) -> list[Listed]:
    found: dict[str, Listed] = {}
    for page in pages[:LINKS]:
        found.setdefault(page.url, page)
    return list(found.values())


def _parameters(url: str) -> FeedParameters:
    parts = urlsplit(url)
    return FeedParameters(f"{parts.scheme}://{parts.netloc}", parts.netloc, url, True)


def _plain(link: str) -> str:
    return link.replace("&amp;", "&")


def _word(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
