"""The web archives of a source: a file, a folder, an address, or a list of paths such as Common Crawl publishes for each month.

An archive that stands alone is read again when it has changed. Those of a list are published once and for all, so one
that has been read to its end is not asked for again; what a list names is taken a few at a run, since a month of news
is hundreds of gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import urljoin

from flows.sources.base import Batch
from flows.sources.catalog import Entry
from flows.sources.client import Client
from flows.sources.listings import unpacked
from flows.sources.remote import RangeStream, is_archive, open_fsspec, open_remote
from flows.sources.spool import Spool
from flows.sources.state import GIVE_UP, FetchRow, Memory, Tally
from flows.sources.warc import WarcSource
from transforms.errors import DatelineError, InputError

LIST_NAME = "warc.paths.gz"  # what Common Crawl calls the list of a month
LIST_ENDINGS = (".paths", ".paths.gz", "/")


@dataclass(frozen=True)
class Archive:
    """One archive, not opened yet. `open` gives it with a signature that changes when it does."""

    locator: str
    open: Callable[[], tuple[str, Callable[[], BinaryIO]]]


@dataclass
class Archives:
    """The archives of an entry that are to be read in this run; each is remembered when it has been read to its end."""

    entry: Entry
    client: Client
    memory: Memory
    spool: Spool | None  # none where nothing is to be remembered
    now: datetime
    byte_limit: int

    def parts(self, tally: Tally) -> Iterator[Part]:
        """Archive by archive; code behind a `yield` runs when its batches are in the raw store."""
        found = list(self._find())
        before = self.memory.fetches([archive.locator for archive in found])
        rows: list[FetchRow] = []
        for archive in self._wanted(found, before, tally):
            part = Part(archive, self, tally, before.get(archive.locator))
            yield part
            rows.append(part.row())
            if self.spool:
                self.spool.write_listing(self.entry.name, rows)

    def _wanted(self, found: list[Archive], before: dict[str, FetchRow], tally: Tally) -> list[Archive]:
        """Of a list those that were not read or given up, as many as one run may take."""
        if not is_list(self.entry):
            return found
        open_ones = [archive for archive in found if not _is_settled(before.get(archive.locator))]
        most = self.entry.max_archives if self.spool else 1
        tally.postponed += max(0, len(open_ones) - most)
        return open_ones[:most]

    def _find(self) -> Iterator[Archive]:
        entry = self.entry
        if is_list(entry):
            yield from (to_archive(place, self.client) for place in read_list(entry, self.client, self.byte_limit))
        elif entry.url:
            yield to_archive(entry.url, self.client)
        else:
            yield from (to_archive(str(file), self.client) for file in _archive_files(Path(entry.path)))


@dataclass
class Part:
    """One archive as a source. One of a list that cannot be had is told and left to the next run; the others go on."""

    archive: Archive
    all: Archives
    tally: Tally
    before: FetchRow | None
    signature: str | None = None
    problem: str | None = None

    @property
    def name(self) -> str:
        return self.all.entry.name

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]:
        """What it holds, unless it was read before and has not changed."""
        try:
            self.signature, opener = self.archive.open()
            if self.before and self.before.etag == self.signature and self.before.outcome == "taken":
                return
            yield from WarcSource(self.name, self.archive.locator, opener, self.all.now, self.all.byte_limit).batches(size, known)
        except (DatelineError, OSError) as error:
            if not is_list(self.all.entry):
                raise
            self.problem = str(error)[:300]
            self.tally.failed += 1
            self.tally.note = f"{self.archive.locator}: {self.problem}"

    def row(self) -> FetchRow:
        """What is remembered of it."""
        first = self.before.first_fetched_at if self.before else self.all.now
        row = FetchRow(self.archive.locator, self.name, "listing", "taken", self.all.now, first, etag=self.signature)
        if self.problem is None:
            return row
        failures = (self.before.failure_count if self.before else 0) + 1
        return replace(row, outcome="failed", failure_count=failures, detail=self.problem)


def _is_settled(row: FetchRow | None) -> bool:
    return row is not None and (row.outcome == "taken" or row.failure_count >= GIVE_UP)


def is_list(entry: Entry) -> bool:
    """Whether an entry names a list of archives; an address that ends in a slash has one of the usual name."""
    return entry.locator.endswith(LIST_ENDINGS) and not (entry.path and Path(entry.path).is_dir())


def read_list(entry: Entry, client: Client, byte_limit: int) -> list[str]:
    """Addresses or paths of the archives that a list names, in its order."""
    locator = f"{entry.locator}{LIST_NAME}" if entry.locator.endswith("/") else entry.locator
    try:
        payload = _content(locator, client)
        lines = unpacked(payload, byte_limit).decode("utf-8").split()
    except (ValueError, OSError) as error:
        raise InputError(locator, f"cannot be read ({error})", "Check the address or path of the list.") from error
    places = [_placed(line, entry) for line in lines if is_archive(Path(line))]
    if not places:
        raise InputError(locator, "names no web archive", "It needs a path that ends in .warc or .warc.gz on every line.")
    return list(dict.fromkeys(places))


def _content(locator: str, client: Client) -> bytes:
    if locator.startswith(("http://", "https://")):
        return client.get(locator).payload or b""
    if "://" not in locator:
        return Path(locator).read_bytes()
    with open_remote(locator) as handle:
        return handle.read()


def _placed(line: str, entry: Entry) -> str:
    """Where a line points to: below `prefix`, else below the host of the list or beside its file."""
    if "://" in line:
        return line
    if "://" in entry.prefix:
        return f"{entry.prefix.rstrip('/')}/{line.lstrip('/')}"
    if entry.prefix:
        return str(Path(entry.prefix) / line)
    if entry.path:
        return str(Path(entry.path).parent / line)
    return urljoin(entry.url, f"/{line.lstrip('/')}" if entry.url.startswith("http") else line)


def to_archive(locator: str, client: Client) -> Archive:
    """An archive by its address or path."""
    if locator.startswith(("http://", "https://")):
        return Archive(locator, lambda: _open_web(client, locator))
    return Archive(locator, lambda: _open_store(locator) if "://" in locator else _open_file(Path(locator)))


def _open_web(client: Client, url: str) -> tuple[str, Callable[[], BinaryIO]]:
    stream = RangeStream(client, url)
    return f"{stream.total}-{stream.etag or ''}", lambda: cast(BinaryIO, stream)


def _open_store(url: str) -> tuple[str, Callable[[], BinaryIO]]:
    system, path = open_fsspec(url)
    facts = system.info(path)
    return f"{facts.get('size')}-{facts.get('ETag') or facts.get('mtime') or ''}", lambda: open_remote(url)


def _open_file(file: Path) -> tuple[str, Callable[[], BinaryIO]]:
    facts = file.stat()
    return f"{facts.st_size}-{facts.st_mtime_ns}", lambda: file.open("rb")


def _archive_files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if is_archive(file) and file.is_file())
    if not path.exists():
        raise InputError(str(path), "no such file or folder", "Check the path; it stands beside sources.toml.")
    return [path]
