"""What is remembered of sources and addresses: rows of `ops.sources`, `ops.fetches` and `ops.source_runs`.

The published warehouse holds them; the spool holds what a run has learnt since, so that a killed run loses nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from flows.paths import published_file
from flows.reading import fetch_rows, open_published
from flows.sources.catalog import Entry
from transforms.schemas import FETCHES, SOURCE_RUNS, SOURCES, frame

GIVE_UP = 5  # runs in which an address failed in a row; after them it is asked only when its listing says that it changed
FIRST_BACKOFF = timedelta(minutes=10)  # a failing source without `every` is left alone so long, doubled for each failure
LONGEST_BACKOFF = timedelta(days=1)
SETTLED = ("taken", "unchanged")


@dataclass(frozen=True)
class FetchRow:
    """A row of `ops.fetches`."""

    url: str
    source_name: str
    kind: str
    outcome: str
    fetched_at: datetime
    first_fetched_at: datetime
    status: int | None = None
    stated_at: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    final_url: str | None = None
    redirects: tuple[str, ...] = ()
    document_id: str | None = None
    failure_count: int = 0
    detail: str | None = None

    def to_json(self) -> dict[str, Any]:
        """As JSON can hold it."""
        row = asdict(self) | {"redirects": list(self.redirects)}
        return {key: value.isoformat() if isinstance(value, datetime) else value for key, value in row.items()}

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> FetchRow:
        """From a row of the warehouse or from JSON."""
        values = {field.name: row[field.name] for field in fields(cls)}
        for key in ("fetched_at", "first_fetched_at", "stated_at"):
            value = values[key]
            value = datetime.fromisoformat(value) if isinstance(value, str) else value
            values[key] = value.astimezone(UTC) if value else None
        return cls(**values | {"redirects": tuple(values["redirects"] or ())})


@dataclass
class Tally:
    """What one source gave in this run."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    rejected: int = 0
    failed: int = 0
    postponed: int = 0
    seconds: float = 0.0
    error: str | None = None  # why the source as a whole failed
    note: str | None = None  # what went wrong with parts of its listing
    wait: timedelta | None = None  # how long its host asks to wait


@dataclass
class Memory:
    """What earlier runs learnt: the published rows, overlaid by those in the spool."""

    home: Path
    spooled: dict[str, FetchRow] = field(default_factory=dict)

    def fetches(self, urls: Sequence[str]) -> dict[str, FetchRow]:
        """The rows of these addresses, as far as there are any."""
        sql = "SELECT f.* FROM ops.fetches AS f JOIN (SELECT unnest(?::VARCHAR[]) AS url) USING (url)"
        found = {str(row["url"]): FetchRow.from_row(row) for row in self._ask("fetches", sql, [list(urls)])}
        return found | {url: self.spooled[url] for url in urls if url in self.spooled}

    def pending(self, name: str, most: int) -> list[FetchRow]:
        """Pages of a source that failed for now or were left for later, oldest first."""
        sql = (
            "SELECT * FROM ops.fetches WHERE source_name = ? AND kind = 'page' AND outcome IN ('failed', 'postponed')"
            " AND failure_count < ? ORDER BY first_fetched_at, url LIMIT ?"
        )
        rows = {row["url"]: FetchRow.from_row(row) for row in self._ask("fetches", sql, [name, GIVE_UP, most])}
        rows |= {url: row for url, row in self.spooled.items() if row.source_name == name and row.kind == "page"}
        return [row for row in rows.values() if row.outcome in ("failed", "postponed") and row.failure_count < GIVE_UP][:most]

    def sources(self) -> dict[str, dict[str, Any]]:
        """The rows of `ops.sources` by name."""
        return {str(row["source_name"]): dict(row) for row in self._ask("sources", "SELECT * FROM ops.sources", [])}

    def _ask(self, table: str, sql: str, parameters: Sequence[object]) -> list[dict[str, object]]:
        if not published_file(self.home).exists():
            return []
        with open_published(self.home) as connection:
            known = "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'ops' AND table_name = ?"
            if not fetch_rows(connection, known, [table]):
                return []  # published by a version without such a table; the next run adds it
            return fetch_rows(connection, sql, parameters)


def due_at(row: Mapping[str, Any] | None) -> datetime | None:
    """When a source is due again; None is at once."""
    moment = row.get("next_due_at") if row else None
    return moment.astimezone(UTC) if isinstance(moment, datetime) else None


def source_row(entry: Entry, tally: Tally, before: Mapping[str, Any] | None, now: datetime) -> dict[str, object]:
    """The row of `ops.sources` after a run that asked the source."""
    before = before or {}
    failures = int(before.get("failure_count") or 0) + 1 if tally.error else 0
    gave = tally.new + tally.changed > 0
    return {
        "source_name": entry.name,
        "kind": entry.kind,
        "locator": entry.locator,
        "country_code": entry.country,
        "language": entry.language,
        "last_attempt_at": now,
        "last_success_at": _utc(before.get("last_success_at")) if tally.error else now,
        "last_new_at": now if gave else _utc(before.get("last_new_at")),
        "failure_count": failures,
        "last_error": tally.error or tally.note,
        "next_due_at": _next_due(entry, tally, failures, now),
    }


def _next_due(entry: Entry, tally: Tally, failures: int, now: datetime) -> datetime | None:
    pause = entry.every
    if failures:
        first = max(entry.every or FIRST_BACKOFF, FIRST_BACKOFF)
        pause = min(first * 2 ** min(failures - 1, 10), max(LONGEST_BACKOFF, first))
    if tally.wait:
        pause = max(pause or timedelta(), tally.wait)
    return now + pause if pause else None


def _utc(value: object) -> datetime | None:
    return value.astimezone(UTC) if isinstance(value, datetime) else None


def to_sources(rows: Iterable[dict[str, object]]) -> pl.DataFrame:
    """Rows of `ops.sources`."""
    return frame(SOURCES, list(rows))


def to_source_runs(run_id: str, tallies: Mapping[str, Tally]) -> pl.DataFrame:
    """Rows of `ops.source_runs`."""
    counts = ("new", "changed", "unchanged", "rejected", "failed", "postponed")
    rows = [
        {"run_id": run_id, "source_name": name, **{f"{count}_count": getattr(tally, count) for count in counts}, "seconds": tally.seconds}
        for name, tally in tallies.items()
    ]
    return frame(SOURCE_RUNS, rows)


def to_fetches(rows: Iterable[FetchRow]) -> pl.DataFrame:
    """Rows of `ops.fetches`."""
    return frame(FETCHES, [asdict(row) | {"redirects": list(row.redirects)} for row in rows])
