"""All sources of a run: which are due, how each is read, and what is remembered of them afterwards."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from time import perf_counter

import polars as pl

from flows.settings import Settings
from flows.sources.archives import Archives
from flows.sources.base import Batch, Source
from flows.sources.catalog import FETCHED_KINDS, Entry
from flows.sources.client import Client, Limits
from flows.sources.courtesy import Courtesy
from flows.sources.crawl import Crawl, Tools
from flows.sources.files import FileSource
from flows.sources.guard import Guard
from flows.sources.remote import RemoteFiles
from flows.sources.spool import Spool
from flows.sources.state import SETTLED, Memory, Tally, due_at, source_row, to_fetches, to_source_runs, to_sources
from transforms.errors import DatelineError


@dataclass
class Tracked:
    """A source of files or archives whose failure is remembered instead of ending the run."""

    entry: Entry
    tally: Tally
    parts: Callable[[], Iterator[Source]]

    @property
    def name(self) -> str:
        return self.entry.name

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]:
        """The batches of all its parts, counted."""
        start = perf_counter()
        try:
            for batch in chain.from_iterable(part.batches(size, known) for part in self.parts()):
                self.tally.new += batch.documents.height
                self.tally.unchanged += batch.known_count
                self.tally.rejected += batch.rejects.height
                yield batch
        except (DatelineError, OSError) as error:
            self.tally.error = str(error)[:500]
        self.tally.seconds += perf_counter() - start


@dataclass
class Gathering:
    """The sources of `sources.toml` that a run asks."""

    settings: Settings
    entries: Sequence[Entry]
    tally: dict[str, Tally] = field(default_factory=dict)
    undue: list[tuple[Entry, datetime]] = field(default_factory=list)
    _asked: list[Entry] = field(default_factory=list)
    _is_open: bool = False

    def __post_init__(self) -> None:
        settings = self.settings
        self.now = settings.now()
        self.memory, self.spool = Memory(settings.home), Spool(settings.home)
        self.client = make_client(settings)
        self.before = self.memory.sources()
        self._crawl: Crawl | None = None

    def sources(self, *, is_everything: bool = False) -> list[Source]:
        """The due sources; with `is_everything` those that are not due as well."""
        self._is_open, due = True, list[Entry]()
        for entry in self.entries:
            moment = due_at(self.before.get(entry.name))
            if moment and moment > self.now and not is_everything and self.before[entry.name]["locator"] == entry.locator:
                self.undue.append((entry, moment))
            else:
                due.append(entry)
        self.tally = {entry.name: Tally() for entry in due}
        self._asked = due
        fetched = [entry for entry in due if entry.kind in FETCHED_KINDS]
        found: list[Source] = []
        if fetched or self.spool.names():
            self._crawl = self._make_crawl(fetched)
            found.append(self._crawl)
        return [*found, *(self._tracked(entry) for entry in due if entry.kind not in FETCHED_KINDS)]

    def _make_crawl(self, entries: Sequence[Entry]) -> Crawl:
        settings = self.settings
        tools = Tools(
            Courtesy(self.client, per_host=settings.requests_per_host), self.memory, self.spool, self.now,
            settings.max_payload_bytes, settings.fetch_workers,
        )  # fmt: skip
        return Crawl(entries, tools)

    def _tracked(self, entry: Entry) -> Tracked:
        return Tracked(entry, self.tally[entry.name], lambda: self.parts(entry, is_run=True))

    def parts(self, entry: Entry, *, is_run: bool = False) -> Iterator[Source]:
        """The files or archives of an entry as sources; only a run remembers that it has read them."""
        return self._archives(entry, is_run) if entry.kind == "warc" else self._files(entry)

    def _files(self, entry: Entry) -> Iterator[Source]:
        limit = self.settings.max_payload_bytes
        if entry.url:
            yield RemoteFiles(entry.name, entry.url, self.now, limit)
        else:
            yield FileSource(Path(entry.path), self.now, entry.name, limit)

    def _archives(self, entry: Entry, is_run: bool) -> Iterator[Source]:
        spool = self.spool if is_run else None
        archives = Archives(entry, self.client, self.memory, spool, self.now, self.settings.max_payload_bytes)
        return archives.parts(self.tally.get(entry.name) or Tally())

    def tallies(self) -> dict[str, Tally]:
        """What each source that was asked gave; complete once its batches are through."""
        return self.tally | (self._crawl.tallies if self._crawl else {})

    def state(self, run_id: str) -> tuple[dict[str, pl.DataFrame], list[str], list[str]]:
        """The rows to load, addresses whose earlier rejects are settled, and the spool files that may go afterwards."""
        names = self.spool.names() if self._is_open else []  # a run over named files leaves the spool to the next one that crawls
        rows = self.spool.rows() if self._is_open else []
        tallies = self.tallies()
        sources = [source_row(entry, tallies[entry.name], self.before.get(entry.name), self.now) for entry in self._asked]
        tables = {"sources": to_sources(sources), "source_runs": to_source_runs(run_id, tallies), "fetches": to_fetches(rows)}
        return tables, [row.url for row in rows if row.outcome in SETTLED], names

    @property
    def has_state(self) -> bool:
        """Whether there is anything to remember: sources asked, or answers that no run has published."""
        return self._is_open and bool(self._asked or self.spool.names())


def make_client(settings: Settings) -> Client:
    """The HTTP client by the settings."""
    guard = Guard.of(settings.allowed_addresses)
    return Client(guard, Limits(byte_limit=settings.max_payload_bytes, total_seconds=float(settings.fetch_seconds)), settings.contact)
