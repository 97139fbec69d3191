"""Articles from a file or a folder: text, HTML, JSON lines and Parquet, also gzipped.

What can't be taken in (empty, cut off, too large, unreadable, not understood) becomes a reject that names the file and
line, and the rest goes on. Only a path that does not exist stops the run: somebody mistyped it.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

import polars as pl

from flows.reading import json_problem
from flows.sources.base import PAYLOAD_BYTES, Batch, Found, UnusableInput, to_batches
from transforms.datelines import parse_date
from transforms.errors import InputError

TEXT_TYPES = {".txt": "text/plain", ".html": "text/html", ".htm": "text/html"}
COLUMNS = ("id", "text", "html", "title", "date", "url", "source")
DRAIN_BYTES = 2**16  # the rest of a line that is too long is read past in pieces of this size
PARQUET_ROWS = 500  # rows read at a time: whole articles, so some ten MB
SURROGATE = re.compile("[\ud800-\udfff]")  # JSON can spell half a character; no encoding can


class ByteLines(Protocol):
    """What is needed of an open file, gzipped or not."""

    def read(self, size: int, /) -> bytes: ...
    def readline(self, size: int, /) -> bytes: ...


@dataclass(frozen=True)
class FileSource:
    """A file, or a folder with everything below it in sorted order; a missing path raises InputError."""

    path: Path
    fetched_at: datetime
    label: str | None = None
    byte_limit: int = PAYLOAD_BYTES

    def __post_init__(self) -> None:
        try:
            exists = self.path.exists()
        except OSError as error:
            raise InputError(str(self.path), f"can't be reached ({error.strerror})", "Check the permissions of its folders") from error
        if not exists:
            raise InputError(str(self.path), "no such file or folder", "Check the path; relative paths start at the current folder")

    @property
    def name(self) -> str:
        return self.label or readable(self.path.resolve().name) or "files"

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]:
        found = read_path(self.path, self.byte_limit)
        return to_batches(found, source_name=self.name, fetched_at=self.fetched_at, size=size, known=known)


def read_path(path: Path, byte_limit: int) -> Iterator[Found]:
    """Everything a file or a folder holds, in sorted order."""
    if not path.is_dir():
        yield from read_file(path, byte_limit)
        return
    failures: list[OSError] = []
    for folder, folders, files in os.walk(path, onerror=failures.append):
        for name in sorted([*files, *(f for f in folders if f.startswith("."))]):
            place = Path(folder, name)
            if name.startswith("."):
                yield _refused(place, "unsupported_file", "hidden files and folders are left alone; rename it to take it in")
            else:
                yield from read_file(place, byte_limit)
        folders[:] = sorted(f for f in folders if not f.startswith("."))
    for error in failures:
        yield _refused(Path(error.filename or path), "unreadable", f"{error.strerror}; check the permissions of the folder")


def read_file(path: Path, byte_limit: int) -> Iterator[Found]:
    """What one file holds; how it is read depends on its suffix only."""
    reader = _READERS.get(plain_suffix(path))
    if reader is None:
        yield _refused(path, "unsupported_file", f"files that end in {path.suffix or 'nothing'} are not read; known: {', '.join(_READERS)}")
        return
    try:
        yield from reader(path, byte_limit)
    except UnusableInput as problem:
        yield _refused(path, problem.reason, problem.detail)


def plain_suffix(path: Path) -> str:
    """The suffix that tells the format, in lower case and without a closing .gz; Parquet has no use for one."""
    suffix = path.suffix.lower()
    inner = Path(path.stem).suffix.lower()
    return inner if suffix == ".gz" and inner != ".parquet" else suffix


def read_payload(path: Path, byte_limit: int) -> bytes:
    """The bytes of a file, unpacked if it is gzipped; raises UnusableInput if there are none, too many or broken ones."""
    with _opened(path) as handle:
        payload = handle.read(byte_limit + 1)
    if len(payload) > byte_limit:
        raise UnusableInput("too_large", _too_large("the file", byte_limit))
    if not payload.strip():
        raise UnusableInput("empty_file", "the file holds nothing but white space" if payload else "the file is empty")
    return payload


def readable(name: str | Path) -> str:
    """A file name as text that every table can hold: names needn't be valid UTF-8."""
    return os.fsencode(name).decode("utf-8", "replace")


@contextmanager
def _opened(path: Path) -> Iterator[ByteLines]:
    """Open a file for reading, gzipped or not; whatever goes wrong until it is closed becomes UnusableInput."""
    try:
        if path.exists() and not path.is_file():  # opening a named pipe would wait for ever
            raise UnusableInput("unsupported_file", "not a regular file")
        with gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb") as handle:
            yield handle
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise UnusableInput("truncated_gzip", f"not a whole gzip file ({error}); copy it again") from error
    except FileNotFoundError as error:
        raise UnusableInput("unreadable", "no such file; check the path") from error
    except OSError as error:
        raise UnusableInput("unreadable", f"{error.strerror or error}; check the permissions of the file") from error


def _read_page(path: Path, byte_limit: int) -> Iterator[Found]:
    yield Found(readable(path), read_payload(path, byte_limit), TEXT_TYPES[plain_suffix(path)])


def _read_json_lines(path: Path, byte_limit: int) -> Iterator[Found]:
    with _opened(path) as handle:
        number = 0
        while line := handle.readline(byte_limit + 1):
            number += 1
            locator = f"{readable(path)}:{number}"
            if len(line) > byte_limit:
                _drain(handle, line)
                yield Found(locator, reason="too_large", detail=_too_large("the line", byte_limit))
            elif line.strip():
                yield _parse_line(line, locator, byte_limit)
        if not number:
            raise UnusableInput("empty_file", "the file is empty")


def _drain(handle: ByteLines, line: bytes) -> None:
    """Read past the rest of a line, never holding more than a piece of it."""
    while line and not line.endswith(b"\n"):
        line = handle.readline(DRAIN_BYTES)


def _parse_line(line: bytes, locator: str, byte_limit: int) -> Found:
    try:
        row = json.loads(line.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as error:
        return Found(locator, reason="invalid_json", detail=f"the line is no JSON: {json_problem(error)}"[:500])
    if not isinstance(row, dict):
        return Found(locator, reason="invalid_json", detail=f"the line is no object but {type(row).__name__}")
    return from_row(row, locator, byte_limit)


def _read_parquet(path: Path, byte_limit: int) -> Iterator[Found]:
    with _opened(path):  # for its errors: a file that may not be read says so in the same words
        pass
    try:
        table = pl.scan_parquet(path, glob=False)
        names = [name for name in COLUMNS if name in table.collect_schema().names()]
        if not {"text", "html"} & set(names):
            raise UnusableInput("no_text_field", "neither a text nor an html column; name one of them so")
        for start in range(0, table.select(pl.len()).collect().item(), PARQUET_ROWS):
            rows = table.select(names).slice(start, PARQUET_ROWS).collect()
            yield from _from_rows(rows.iter_rows(named=True), start, path, byte_limit)
    except pl.exceptions.PolarsError as error:
        raise UnusableInput("unreadable", f"not a whole Parquet file: {str(error)[:300]}") from error


def _from_rows(rows: Iterable[Mapping[str, object]], start: int, path: Path, byte_limit: int) -> Iterator[Found]:
    for number, row in enumerate(rows, start + 1):
        yield from_row(row, f"{readable(path)}:{number}", byte_limit)


def from_row(row: Mapping[str, object], locator: str, byte_limit: int = PAYLOAD_BYTES) -> Found:
    """A row with `text` or `html`; text wins where both are given, because offsets into it are what a caller has."""
    field = next((name for name in ("text", "html") if (_text(row.get(name)) or "").strip()), None)
    if field is None:
        return Found(locator, reason="no_text_field", detail="neither text nor html holds a text")
    payload = (_text(row[field]) or "").encode()
    if len(payload) > byte_limit:
        return Found(locator, reason="too_large", detail=_too_large("the text", byte_limit))
    identifier, stated = row.get("id"), row.get("date")
    day = to_date(stated)
    if day is None and str(stated or "").strip():
        advice = "is no day, or one of two; write it as YYYY-MM-DD, or leave it out"
        return Found(locator, reason="invalid_date", detail=f"the date {str(stated)[:50]!r} {advice}")
    return Found(
        locator,
        payload,
        "text/plain" if field == "text" else "text/html",
        url=_word(row.get("url")),
        given_id=None if identifier is None else _word(str(identifier)),
        given_title=_word(row.get("title")),
        given_date=day,
        source_name=_word(row.get("source")),
    )


def to_date(value: object) -> date | None:
    """The day that a source gave: a date or time, ISO 8601, 20230618, or words; None for anything less exact."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if not isinstance(value, str | int) or isinstance(value, bool):
        return None
    text = str(value).strip()
    digits = re.match(r"(\d{4})-?(\d\d)-?(\d\d)(?!\d{1,5}$)", text)
    try:
        return date(*map(int, digits.groups())) if digits else parse_date(text)
    except ValueError:
        return None


def _text(value: object) -> str | None:
    """A string with half characters replaced one for one, so that offsets stay; None for anything else."""
    return SURROGATE.sub("\ufffd", value) if isinstance(value, str) else None


def _word(value: object) -> str | None:
    return (_text(value) or "").strip() or None


def _too_large(what: str, byte_limit: int) -> str:
    return f"{what} has more than {byte_limit:,} bytes; split it or raise the limit"


def _refused(path: Path, reason: str, detail: str) -> Found:
    return Found(readable(path), reason=reason, detail=detail)


_READERS: dict[str, Callable[[Path, int], Iterator[Found]]] = {
    **dict.fromkeys(TEXT_TYPES, _read_page),
    ".jsonl": _read_json_lines,
    ".parquet": _read_parquet,
}
SUFFIXES = tuple(_READERS)
