"""What was fetched and is not published yet: a file per answer under `spool/`, whole or not at all.

A page goes here the moment it is there, before it is in a batch. A run that is killed leaves its files, and the next
one takes them up instead of asking again; they go when the rows that they hold are published.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from threading import get_ident
from typing import Any

from flows.sources.base import Found
from flows.sources.state import FetchRow
from transforms.identity import stable_id


@dataclass(frozen=True)
class Spool:
    """The files below `home`/spool."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "spool"

    def write(self, row: FetchRow, found: Found | None = None, *, is_changed: bool = False) -> None:
        """Keep the answer of one page, with its payload if it has one."""
        head: dict[str, object] = {"rows": [row.to_json()], "is_changed": is_changed}
        packed = b""
        if found and found.payload is not None:
            packed = zlib.compress(found.payload, 1)
            head["found"] = {
                "locator": found.locator, "content_type": found.content_type, "url": found.url, "given_title": found.given_title,
                "given_date": found.given_date.isoformat() if found.given_date else None,
            }  # fmt: skip
        self._write(stable_id(row.url), head, packed)

    def write_listing(self, source_name: str, rows: Iterable[FetchRow]) -> None:
        """Keep what a source is left at, once all its pages have been asked."""
        self._write(f"{stable_id(source_name)}-listing", {"rows": [row.to_json() for row in rows]}, b"")

    def _write(self, name: str, head: dict[str, object], packed: bytes) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        head["sha256"] = sha256(packed).hexdigest()
        draft = self.folder / f".{name}.{get_ident()}.part"
        draft.write_bytes(json.dumps(head, ensure_ascii=False).encode() + b"\n" + packed)
        draft.replace(self.folder / f"{name}.fetch")

    def names(self) -> list[str]:
        """The files, in the order of their names."""
        return sorted(path.name for path in self.folder.glob("[!.]*.fetch"))

    def rows(self) -> list[FetchRow]:
        """The rows of all files, one per address; what a page says of itself wins over what its listing said."""
        rows: dict[str, FetchRow] = {}
        for name in sorted(self.names(), key=lambda name: not name.endswith("-listing.fetch")):
            head, _ = self._read(name)
            for row in head.get("rows", []):
                rows[row["url"]] = FetchRow.from_row(row)
        return list(rows.values())

    def leftovers(self) -> Iterator[tuple[FetchRow, Found, bool]]:
        """The pages that an earlier run fetched and did not publish, and whether each was a change; unreadable files go."""
        for path in self.folder.glob(".*.part"):
            path.unlink(missing_ok=True)
        for name in self.names():
            head, packed = self._read(name)
            if not head:
                (self.folder / name).unlink(missing_ok=True)
            elif found := head.get("found"):
                row = FetchRow.from_row(head["rows"][0])
                day = date.fromisoformat(found["given_date"]) if found["given_date"] else None
                item = Found(**found | {"given_date": day, "source_name": row.source_name, "fetched_at": row.fetched_at})
                yield row, replace(item, payload=zlib.decompress(packed)), bool(head.get("is_changed"))

    def _read(self, name: str) -> tuple[dict[str, Any], bytes]:
        """Head and packed payload; nothing where a power cut left half a file."""
        try:
            content = (self.folder / name).read_bytes()
            line, _, packed = content.partition(b"\n")
            head = json.loads(line)
        except (OSError, ValueError):
            return {}, b""
        return (head, packed) if isinstance(head, dict) and head.get("sha256") == sha256(packed).hexdigest() else ({}, b"")

    def clear(self, names: Iterable[str]) -> None:
        """Remove the files whose rows are published."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
