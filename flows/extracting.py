"""`dateline extract`: pages named in JSON lines in, their articles as JSON lines out, with no warehouse and no Prefect.

One line out for each line in, in order; a line that can't be served says so in `error`, and the next one goes on.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

from flows.environment import silence_extraction
from flows.reading import json_problem
from flows.sources.base import PAYLOAD_BYTES, Found, UnusableInput, to_document
from flows.sources.files import TEXT_TYPES, plain_suffix, read_payload
from transforms.articles import Extraction, to_articles
from transforms.schemas import DOCUMENTS, frame

COMMAND_NAME = "extract"


def extract_lines(lines: Iterable[str], extraction: Extraction | None = None, now: datetime | None = None) -> Iterator[str]:
    """Articles of the pages that the lines name; a page whose line has no `fetched` counts as fetched `now`."""
    silence_extraction()
    extraction = extraction or Extraction()
    now = now or datetime.now(UTC)
    for line in lines:
        yield json.dumps(_extract_line(line, extraction, now), ensure_ascii=False)


def _extract_line(line: str, extraction: Extraction, now: datetime) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"invalid_json: {json_problem(error)}"}
    if not isinstance(request, dict):
        return {"id": None, "error": "invalid_json: an object with id and path is wanted"}
    try:
        return {"id": request.get("id"), **_extract_page(request, extraction, now)}
    except UnusableInput as problem:
        return {"id": request.get("id"), "error": str(problem)}


def _extract_page(request: Mapping[str, Any], extraction: Extraction, now: datetime) -> dict[str, Any]:
    """The article's columns for the output line; raises UnusableInput where there is no article."""
    found = _read_request(request)
    row = to_document(found, found.payload or b"", COMMAND_NAME, _fetched_at(request.get("fetched"), now))
    articles, rejects = to_articles(frame(DOCUMENTS, [row]), {str(row["payload_sha256"]): found.payload or b""}, extraction=extraction)
    if articles.is_empty():
        reject = rejects.row(0, named=True)
        raise UnusableInput(reject["reason"], reject["detail"])
    article = articles.row(0, named=True)
    names = ("url", "canonical_url", "title", "authors", "language", "text")
    return {**{name: article[name] for name in names}, "published": _published(article)}


def _read_request(request: Mapping[str, Any]) -> Found:
    path, url = request.get("path"), request.get("url")
    if not isinstance(path, str) or not path or "\0" in path:
        raise UnusableInput("missing_path", "the line has no path to a page")
    if url is not None and not isinstance(url, str):
        raise UnusableInput("invalid_url", "the url is no string")
    payload = read_payload(Path(path), PAYLOAD_BYTES)
    return Found(path, payload, TEXT_TYPES.get(plain_suffix(Path(path)), "text/html"), url=url or None)


def _fetched_at(value: object, now: datetime) -> datetime:
    """When the page was fetched; only the day counts."""
    if value is None:
        return now
    try:
        return datetime.combine(date.fromisoformat(str(value)[:10]), time(), UTC)
    except ValueError as error:
        raise UnusableInput("invalid_date", f"fetched is {value!r}, not YYYY-MM-DD") from error


def _published(article: Mapping[str, Any]) -> str | None:
    """The publication date, only where it is exact to the day."""
    return article["published_date"].isoformat() if article["published_precision"] == "day" else None
