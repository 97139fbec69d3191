"""`sources.toml`: the list of sources that a user keeps, read and checked.

One `[[source]]` table per source; `[defaults]` gives what most of them share. A key that is not known, a value that
cannot be used or a name that stands twice is refused with the line it stands on, since a source that is silently left
out is noticed weeks later.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from transforms.errors import InputError

FETCHED_KINDS = ("feed", "sitemap", "site", "urls")  # what lists pages that are fetched one by one
KINDS = (*FETCHED_KINDS, "files", "warc")
TABLES = ("defaults", "source")
NOT_SHARED = ("name", "kind", "url", "path", "column", "prefix")  # what each source says for itself
SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(s|m|min|h|d)")
SPAN_UNITS = {"s": "seconds", "m": "minutes", "min": "minutes", "h": "hours", "d": "days"}


@dataclass(frozen=True)
class Entry:
    """One source. `url` or `path` says where it is; of the rest every field has a default."""

    name: str
    kind: str
    url: str = ""
    path: str = ""
    country: str | None = None  # ISO 3166 alpha-3
    language: str | None = None  # ISO 639-1
    every: timedelta | None = None  # not asked again before; None is at every run
    recheck: timedelta | None = None  # pages younger than this are asked for changes at every run
    max_age: timedelta | None = None  # what the listing dates earlier is passed over
    max_items: int = 1000  # pages or records per run; the rest waits for the next
    interval: timedelta = timedelta(seconds=1)  # between two requests to one host
    column: str = ""  # of a CSV list: name, or number from 1
    max_archives: int = 10  # of a list of web archives per run; the rest waits for the next
    prefix: str = ""  # address or folder that the paths of such a list are below
    enabled: bool = True

    @property
    def locator(self) -> str:
        return self.url or self.path


KEYS = tuple(field.name for field in fields(Entry))


@dataclass(frozen=True)
class _Place:
    """A table of the file, with the means to name the line of each of its keys."""

    path: Path
    lines: Mapping[str, int]
    first: int

    def refuse(self, key: str, problem: str) -> InputError:
        line = self.lines.get(key, self.first)
        return InputError(f"{self.path}, line {line}", problem, "Correct it; docs/operations.md lists what a source may say.")


def read_catalog(path: Path) -> list[Entry]:
    """The sources of the file that are enabled, in its order; relative paths stand beside it."""
    try:
        text = path.read_text(encoding="utf-8")
        table = tomllib.loads(text)
    except (OSError, ValueError) as error:  # TOML and UTF-8 errors are both ValueErrors and tell the line themselves
        raise InputError(str(path), f"cannot be read ({error})", "Correct it.") from error
    top, places = locate(path, text)
    for key in table:
        if key not in TABLES:
            raise top.refuse(key, f"unknown key {key}; known are [defaults] and [[source]]")
    shared = _shared(table.get("defaults", {}), places)
    given = table.get("source", [])
    if not isinstance(given, list) or not all(isinstance(row, dict) for row in given):
        raise top.refuse("source", "sources are written as [[source]], once for each")
    entries: dict[str, Entry] = {}
    found = places["source"]  # fewer than the rows only where somebody writes them in line; then the first line must do
    for row, place in zip(given, found if len(found) == len(given) else [top] * len(given), strict=True):
        entry = to_entry(shared | row, place)
        if entry.name in entries:
            raise place.refuse("name", f"the name {entry.name!r} stands twice")
        entries[entry.name] = entry
    return [entry for entry in entries.values() if entry.enabled]


def locate(path: Path, text: str) -> tuple[_Place, dict[str, list[_Place]]]:
    """Where the keys of each table stand: the parser keeps no lines, so headers and keys are found again in the text."""
    top: dict[str, int] = {}
    places: dict[str, list[_Place]] = {"defaults": [], "source": []}
    lines = top
    for number, line in enumerate(text.splitlines(), 1):
        header = re.match(r"\s*\[\[?\s*[\"']?([^\]\"']+?)[\"']?\s*\]", line)
        key = re.match(r"\s*[\"']?([\w.-]+)[\"']?\s*=", line)
        if header:
            top.setdefault(header[1], number)
            lines = {}
            places.setdefault(header[1], []).append(_Place(path, lines, number))
        elif key:
            lines.setdefault(key[1], number)
    return _Place(path, top, 1), places


def _shared(table: object, places: Mapping[str, list[_Place]]) -> dict[str, Any]:
    if not isinstance(table, dict):
        raise InputError("sources.toml", "defaults is a table: [defaults]", "Correct it.")
    for key in table:
        if key not in KEYS or key in NOT_SHARED:
            raise places["defaults"][0].refuse(key, f"unknown key {key} in [defaults]; known are {', '.join(_shareable())}")
    return table


def _shareable() -> list[str]:
    return [key for key in KEYS if key not in NOT_SHARED]


def to_entry(row: Mapping[str, Any], place: _Place) -> Entry:
    """One source, checked."""
    for key in row:
        if key not in KEYS:
            raise place.refuse(key, f"unknown key {key}; known are {', '.join(KEYS)}")
    values: dict[str, Any] = {key: _checked(key, value, place) for key, value in row.items()}
    for key in ("name", "kind"):
        if not values.get(key):
            raise place.refuse(key, f"a source has no {key}")
    if bool(values.get("url")) == bool(values.get("path")):
        raise place.refuse("url", f"source {values['name']!r} needs either a url or a path")
    if values["kind"] not in KINDS:
        raise place.refuse("kind", f"kind {values['kind']!r} is unknown; known are {', '.join(KINDS)}")
    _check_place(values, place)
    return Entry(**values)


def _check_place(values: dict[str, Any], place: _Place) -> None:
    """Which kinds may have a path, and what an address looks like."""
    if values.get("url"):
        parts = urlsplit(values["url"])
        is_web = parts.scheme in ("http", "https") and bool(parts.netloc)
        is_store = values["kind"] in ("files", "warc") and parts.scheme not in ("", "http", "https")
        if not is_web and not is_store:
            raise place.refuse("url", f"{values['url']!r} is no address that can be fetched; it begins with https://")
        if is_web and values["kind"] == "files":
            raise place.refuse("url", "files are read from a path or an object store such as s3://…, not over http")
    elif values["kind"] in ("feed", "sitemap", "site"):
        raise place.refuse("path", f"a {values['kind']} needs a url, not a path")
    else:
        values["path"] = str(place.path.parent / values["path"])
    if values.get("prefix") and "://" not in values["prefix"]:
        values["prefix"] = str(place.path.parent / values["prefix"])


def _checked(key: str, value: object, place: _Place) -> object:
    if key in ("every", "recheck", "max_age", "interval"):
        return _span(key, value, place)
    if key in ("max_items", "max_archives"):
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        raise place.refuse(key, f"{key} must be a whole number above 0, not {value!r}")
    if key == "enabled":
        if isinstance(value, bool):
            return value
        raise place.refuse(key, f"enabled must be true or false, not {value!r}")
    if key == "column" and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str) or not value.strip():
        raise place.refuse(key, f"{key} must be a text, not {value!r}")
    pattern = {"country": r"[A-Z]{3}", "language": r"[a-z]{2}"}.get(key, r".*")
    if not re.fullmatch(pattern, value.strip()):
        wanted = "a code of three letters such as NOR" if key == "country" else "a code of two letters such as en"
        raise place.refuse(key, f"{key} must be {wanted}, not {value!r}")
    return value.strip()


def _span(key: str, value: object, place: _Place) -> timedelta:
    """A span of time: '90s', '30min', '6h', '2d', or a number of seconds."""
    text = f"{value}s" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    match = SPAN.fullmatch(text.strip())
    if not match:
        raise place.refuse(key, f"{key} must be a span such as 30min, 6h or 2d, not {value!r}")
    return timedelta(**{SPAN_UNITS[match[2]]: float(match[1])})
