"""Documents to articles: decode the payload, find the article in a page, date it, name its language, give it its id.

Plain text is kept as it is, because the offsets of everything that follows point into it; pages go through trafilatura
with every option stated here. Whatever is no article becomes a reject, and the rest of the batch goes on.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any
from urllib.parse import SplitResult, urljoin, urlsplit

import polars as pl
from charset_normalizer import from_bytes
from courlan import clean_url
from htmldate import find_date
from lxml.etree import LxmlError
from py3langid.langid import MODEL_FILE, LanguageIdentifier
from trafilatura import bare_extraction
from trafilatura.settings import Document
from trafilatura.utils import load_html

from transforms.date_lines import find_date_line, is_date_line
from transforms.datelines import Dateline, parse_dateline
from transforms.errors import ContractError
from transforms.identity import stable_id
from transforms.schemas import ARTICLES, REJECTS, frame

MINIMUM_WORDS = 25  # less than a paragraph is a teaser, a caption or a cookie notice
LANGUAGE_MINIMUM = 40  # characters; below that, guesses at the language are often wrong
LANGUAGE_SAMPLE = 4000  # characters; more don't change the guess
TITLE_WORDS = 25  # longest headline seen in news is shorter
MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark begins the same way
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
DECLARED_WITHIN = 4096  # bytes; browsers look at the first 1,024
LATIN = {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "iso_8859-1"}  # browsers read all of them as windows-1252
HIGH_BYTES = re.compile(b"[\x80-\xff]")
WESTERN_SHARE = 0.1  # of bytes outside ASCII: German and French stay below, Cyrillic and Chinese are far above; guesses fail below
SAMPLE_BYTES = 20_000
BROKEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd]")
JUNK_SHARE = 0.05  # of characters; random bytes have above 0.1, the worst pages met below 0.01
NUL_SHARE = 0.001
URL_DAY = re.compile(r"(?:/|-|_|=|\b)((?:19|20)\d\d)([/-]?)(\d\d)\2(\d\d)(?!\d)")
URL_MONTH = re.compile(r"/((?:19|20)\d\d)[/-](\d\d)(?=/)")
# trafilatura's focus and how many times the least words it must find: precision keeps least of menus and teasers and loses
# almost nothing (F1 0.982 and 0.920 on two sets of pages, balanced 0.978 and 0.912); recall finds menus where there is nothing
LOOKS = (("precision", 1), ("balanced", 1), ("recall", 3))
UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")  # Thai, Japanese, Chinese
# What lxml, trafilatura and htmldate are known to raise on broken pages; one page must not stop a batch
PAGE_ERRORS = (LxmlError, ValueError, TypeError, AttributeError, LookupError, ArithmeticError, AssertionError, RecursionError)


@dataclass(frozen=True)
class Extraction:
    """How pages are read."""

    with_tables: bool = True
    minimum_words: int = MINIMUM_WORDS

    @cached_property
    def identifier(self) -> Any:  # noqa: ANN401 - py3langid has no types
        """The language identifier; half a second, so only once and only when there is a text."""
        return LanguageIdentifier.from_pickled_model(MODEL_FILE)


@dataclass(frozen=True, slots=True)
class Published:
    """A publication date with what it is exact to and where it was found."""

    day: date | None = None
    precision: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a payload says for itself."""

    text: str
    title: str | None = None
    authors: tuple[str, ...] = ()
    own_url: str | None = None
    metadata: Published = Published()


class NotAnArticle(Exception):  # noqa: N818 - not an error: a verdict, caught in this module
    """Why a payload gives no article."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(reason)


def to_articles(documents: pl.DataFrame, payloads: Mapping[str, bytes], *, extraction: Extraction) -> tuple[pl.DataFrame, pl.DataFrame]:
    """DOCUMENTS and payloads by SHA-256 → ARTICLES and REJECTS. Of documents with one article id the newest stays."""
    articles: list[dict[str, object]] = []
    rejects: list[dict[str, object]] = []
    for document in documents.iter_rows(named=True):
        payload = payloads.get(document["payload_sha256"])
        if payload is None:
            raise ContractError("documents", f"the payload of {document['document_id']} is missing")
        try:
            articles.append(to_article(document, payload, extraction))
        except NotAnArticle as verdict:
            rejects.append(_to_reject(document, verdict.reason, verdict.detail))
    kept, superseded = _newest(articles)
    return frame(ARTICLES, kept), frame(REJECTS, rejects + superseded)


def to_article(document: Mapping[str, Any], payload: bytes, extraction: Extraction) -> dict[str, object]:
    """The row of `articles` for one document; raises NotAnArticle."""
    is_html = document["content_type"] == "text/html"
    source = decode(payload, is_html=is_html)
    if is_junk(source):
        raise NotAnArticle("not_text", "the payload is not text in any encoding; is the suffix right?")
    source = source.replace("\0", "\ufffd")  # one for one, so that offsets stay; databases refuse NUL
    body = _read_page(source, document, extraction) if is_html else Body(source, leading_title(source))
    dateline = parse_dateline(body.text)
    published = find_published(document, body, dateline)
    canonical_url = _clean(body.own_url) or _clean(document["url"])
    return {
        "article_id": stable_id(canonical_url or document["url"] or body.text),
        **{name: document[name] for name in ("document_id", "source_name", "locator", "url", "fetched_at")},
        "canonical_url": canonical_url,
        "title": document["given_title"] or body.title,
        "authors": list(body.authors),
        "published_date": published.day,
        "published_precision": published.precision,
        "published_origin": published.origin,
        "language": find_language(body.text, extraction),
        "dateline_place": dateline.place,
        "body_offset": dateline.end,
        "text": body.text,
        "word_count": len(body.text.split()),
    }


def decode(payload: bytes, *, is_html: bool = False) -> str:
    """The text: by its byte order mark, as UTF-8, as the page declares, by a guess; broken characters become U+FFFD."""
    for mark, name in MARKS:
        if payload.startswith(mark):
            return payload[len(mark) :].decode(name, "replace")
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return _decode_other(payload, is_html)


def _decode_other(payload: bytes, is_html: bool) -> str:
    broken = payload.decode("utf-8", "replace")
    replaced = broken.count("\ufffd")
    if sum(char > "\x7f" for char in broken) > 2 * replaced:
        return broken  # damaged UTF-8: whole characters outnumber broken ones, which no other encoding would show
    declared = DECLARED.search(payload[:DECLARED_WITHIN]) if is_html else None
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and not name.startswith("utf"):
        try:
            return payload.decode("cp1252" if name in LATIN else name, "replace")
        except (LookupError, UnicodeError):
            pass  # no such encoding, or none for text
    if len(HIGH_BYTES.findall(payload)) < WESTERN_SHARE * len(payload):
        return payload.decode("cp1252", "replace")
    guess = from_bytes(payload[:SAMPLE_BYTES]).best()
    return payload.decode(guess.encoding, "replace") if guess else broken


def is_junk(text: str) -> bool:
    """Whether decoded bytes are no text: control characters, broken characters, or not one letter or digit."""
    if text.count("\0") > NUL_SHARE * len(text) or len(BROKEN.findall(text)) > JUNK_SHARE * len(text):
        return True
    return not any(char.isalnum() for char in text)


def leading_title(text: str) -> str | None:
    """The first line of a plain text, where it is clearly a title: short, no full stop, a blank line below, then more text."""
    first, _, rest = text.strip().partition("\n")
    title = first.strip()
    if not re.match(r"[^\S\n]*\n", rest) or len(title.split()) > TITLE_WORDS or title.endswith((".", ":", ";", ",", ".”", '."')):
        return None
    return title if len(rest) > 2 * len(title) and not (parse_dateline(title).end or is_date_line(title, with_names=False)) else None


def find_language(text: str, extraction: Extraction) -> str:
    """ISO 639-1 code of the text's language; und for short ones."""
    sample = text.strip()[:LANGUAGE_SAMPLE]
    if len(sample) < LANGUAGE_MINIMUM:
        return "und"
    # what `classify` does, for the features that the text has: of 7,480 it has a hundred, and the rest would cost milliseconds
    model = extraction.identifier
    features = model.instance2fv(sample)
    present = features.nonzero()[0]
    return str(model.nb_classes[int((features[present] @ model.nb_ptc[present] + model.nb_pc).argmax())])


def find_published(document: Mapping[str, Any], body: Body, dateline: Dateline) -> Published:
    """The publication date: of the finest precision the first of given, metadata, dateline, url or file name, and line."""
    fetched: datetime = document["fetched_at"]
    candidates = [Published(document["given_date"], "day", "given")]
    line = Published(find_date_line(body.text), "day", "line")
    for found in (body.metadata, Published(dateline.date, "day", "dateline"), *_addresses(document, body), line):
        if found.day and found.day <= fetched.date():
            candidates.append(found)
    dated = [candidate for candidate in candidates if candidate.day]
    return min(dated, key=lambda candidate: candidate.precision != "day", default=Published())


def _addresses(document: Mapping[str, Any], body: Body) -> list[Published]:
    """Dates in the addresses; where there is none, in the name of the page's file, but not in that of a file of many rows."""
    urls = [document["url"], body.own_url]
    name = str(document["locator"]).rpartition("/")[2]
    if any(urls) or re.search(r":\d+$", name):
        return [url_date(url) for url in urls if url]
    return [replace(url_date(name), origin="file name")]


def url_date(url: str | None) -> Published:
    """The date in an address: /2023/06/18/ or 20230618 to the day, /2023/06/ to the month."""
    path = _split(url or "").path
    for pattern, precision in ((URL_DAY, "day"), (URL_MONTH, "month")):
        for match in pattern.finditer(path):
            try:
                numbers = [int(group) for group in match.groups() if group.isdigit()]
                return Published(date(*(numbers if precision == "day" else [*numbers, 1])), precision, "url")
            except ValueError:
                continue
    return Published()


def _read_page(source: str, document: Mapping[str, Any], extraction: Extraction) -> Body:
    """The article in a page: by precision, and where that finds next to nothing by looser looks, which must find more."""
    most = 0
    try:
        tree = load_html(source)
        for focus, factor in LOOKS if tree is not None else ():
            body = _extract(tree, document, extraction, focus)
            most = max(most, count := count_words(body.text) if body else 0)
            if body and count >= factor * extraction.minimum_words:
                return body
    except PAGE_ERRORS as error:
        raise NotAnArticle("not_an_article", f"the page can't be parsed: {type(error).__name__}: {error}"[:300]) from error
    raise NotAnArticle("not_an_article", f"no text of {extraction.minimum_words} words or more in the page ({most} found)")


def count_words(text: str) -> int:
    """Words between white space; of scripts that write none, two characters to a word."""
    return len(text.split()) + len(UNSPACED.findall(text)) // 2


def _extract(tree: Any, document: Mapping[str, Any], extraction: Extraction, focus: str) -> Body | None:  # noqa: ANN401 - no types
    latest = document["fetched_at"].strftime("%Y-%m-%d")
    page = bare_extraction(
        tree,
        url=document["url"],
        favor_precision=focus == "precision",
        favor_recall=focus == "recall",
        include_comments=False,
        include_tables=extraction.with_tables,
        include_images=False,
        include_links=False,
        include_formatting=False,
        deduplicate=False,
        with_metadata=True,
        date_extraction_params={"original_date": True, "deferred_url_extractor": True, "extensive_search": True, "max_date": latest},
    )
    if not isinstance(page, Document) or not page.text:
        return None
    authors = tuple(dict.fromkeys(name.strip() for name in (page.author or "").split(";") if name.strip()))
    own_url = find_own_url(tree, document["url"])
    return Body(page.text, page.title or None, authors, own_url, _metadata_date(tree, page.date, (document["url"], page.url), latest))


def _metadata_date(tree: Any, found: str | None, urls: tuple[str | None, ...], latest: str) -> Published:  # noqa: ANN401
    """What htmldate's answer is worth. It tells neither origin nor precision: a year alone comes back as 1 January.

    So an answer that could be the address's date, or falls on the first of a month, must be found again without the
    address and without guessing, or stand in the text. A year alone (a copyright notice, mostly) is no publication date.
    """
    if not found:
        return Published()
    day = date.fromisoformat(found)
    from_url = day in {url_date(url).day for url in urls}
    if not from_url and day.day != 1:
        return Published(day, "day", "metadata")
    stated = find_date(tree, original_date=True, deferred_url_extractor=True, extensive_search=False, url="", max_date=latest)
    if stated == found or (day.day == 1 and not from_url and _names_first(" ".join(tree.itertext()), day)):
        return Published(day, "day", "metadata")
    if from_url:
        return Published()  # url_date finds it, and says that it is from there
    return Published() if day.month == 1 else Published(day, "month", "metadata")


def _names_first(text: str, day: date) -> bool:
    """Whether a text names the first of that month itself, in figures or with the month in words of any language."""
    month = rf"(?:0?{day.month}\b|[^\W\d]{{3,12}})"
    return bool(
        re.search(
            rf"\b0?1\W{{1,3}}{month}\W{{1,3}}{day.year}|{day.year}\W0?{day.month}\W0?1\b|\b[^\W\d]{{3,12}}\W{{1,2}}0?1\W{{1,3}}{day.year}",
            text,
        )
    )


def find_own_url(tree: Any, url: str | None) -> str | None:  # noqa: ANN401
    """The address that a page gives itself; the site's front page, which careless templates give, does not count."""
    for path in (".//link[@rel='canonical'][@href]", ".//meta[@property='og:url'][@content]"):
        for element in tree.findall(path):
            stated: str = element.get("href") or element.get("content") or ""
            parts = _split(stated.strip(), url or "")
            if parts.scheme in ("http", "https") and parts.netloc and (parts.path.strip("/") or parts.query):
                return parts.geturl()
    return None


def _split(url: str, base: str = "") -> SplitResult:
    """The parts of an address, empty ones where it is malformed."""
    try:
        return urlsplit(urljoin(base, url))
    except ValueError:
        return SplitResult("", "", "", "", "")


def _clean(url: str | None) -> str | None:
    """The address without tracking parameters and fragment; None where it is none."""
    if not url or not re.match(r"https?://[^/\s]", url, re.IGNORECASE):
        return None
    cleaned: str = clean_url(url) or ""
    return cleaned.partition("#")[0] or None


def _newest(articles: list[dict[str, object]]) -> tuple[list[dict[str, object]], list[dict[str, object]]]:
    """One article per id, the newest by time and id, in the order given; the others as rejects."""
    newest: dict[object, dict[str, Any]] = {}
    for article in articles:
        other = newest.get(article["article_id"])
        if other is None or _age(article) > _age(other):
            newest[article["article_id"]] = article
    chosen = {article["document_id"]: article for article in newest.values()}
    kept = [article for article in articles if article["document_id"] in chosen]
    rejects = [
        _to_reject(article, "superseded", f"document {newest[article['article_id']]['document_id']} is a newer copy of the same article")
        for article in articles
        if article["document_id"] not in chosen
    ]
    return kept, rejects


def _age(article: Mapping[str, Any]) -> tuple[datetime, str]:
    return article["fetched_at"], article["document_id"]


def _to_reject(document: Mapping[str, Any], reason: str, detail: str) -> dict[str, object]:
    return {
        "stage": "extract",
        "subject_id": document["document_id"],
        "locator": document["locator"],
        "reason": reason,
        "detail": detail,
    }
