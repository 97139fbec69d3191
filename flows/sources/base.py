"""The seam at which material comes in: what a source is, and the batches it gives.

A source finds payloads (files, rows, later pages of feeds, sitemaps and web archives) as `Found` items; `to_batches`
gives them their identity, passes over what is known already and cuts them into batches. Nothing behind this module
knows where a payload came from.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Protocol

import polars as pl

from transforms.errors import Final
from transforms.identity import stable_id
from transforms.schemas import DOCUMENTS, REJECTS, frame

PAYLOAD_BYTES = 20 * 2**20  # largest payload taken in; article pages stay under 10 MiB with everything inlined
BATCH_BYTES = 256 * 2**20  # a batch is closed at this size however few documents it has, since it is held in memory


@dataclass(frozen=True)
class Found:
    """A payload that a source found; `payload` is None where there is none to take, and `reason` and `detail` say why."""

    locator: str
    payload: bytes | None = None
    content_type: str = "text/plain"
    url: str | None = None
    given_id: str | None = None
    given_title: str | None = None
    given_date: date | None = None
    reason: str = ""
    detail: str = ""
    source_name: str | None = None  # where one reader serves several sources
    fetched_at: datetime | None = None  # where it was not just now


@dataclass(frozen=True)
class Batch:
    """Documents with their payloads by SHA-256, what was set aside, and how many known documents were passed over."""

    documents: pl.DataFrame
    payloads: dict[str, bytes]
    rejects: pl.DataFrame
    known_count: int = 0

    @property
    def batch_id(self) -> str:
        """Hash of the ids of its documents, in any order."""
        return stable_id(*sorted(self.documents.get_column("document_id")))


class Source(Protocol):
    """Something that gives documents in batches of at most `size`, without those whose ids are `known`."""

    @property
    def name(self) -> str: ...

    def batches(self, size: int, known: Collection[str]) -> Iterator[Batch]: ...


class UnusableInput(Final):
    """An input that can't be taken in; the rest of its folder or file goes on."""

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}")


@dataclass
class _Pile:
    """What has gathered for the next batch."""

    documents: list[dict[str, object]] = field(default_factory=list)
    payloads: dict[str, bytes] = field(default_factory=dict)
    rejects: list[dict[str, object]] = field(default_factory=list)
    known_count: int = 0
    byte_count: int = 0

    def is_full(self, size: int) -> bool:
        return len(self.documents) >= size or self.byte_count >= BATCH_BYTES

    def is_empty(self) -> bool:
        return not (self.documents or self.rejects or self.known_count)

    def to_batch(self) -> Batch:
        return Batch(frame(DOCUMENTS, self.documents), self.payloads, frame(REJECTS, self.rejects), self.known_count)


def to_batches(found: Iterable[Found], *, source_name: str, fetched_at: datetime, size: int, known: Collection[str]) -> Iterator[Batch]:
    """Cut what a source found into batches; a document that is known, or came before in this very run, is only counted."""
    seen: set[str] = set()
    pile = _Pile()
    for item in found:
        if item.payload is None:
            pile.rejects.append(to_reject(item))
            continue
        row = to_document(item, item.payload, item.source_name or source_name, item.fetched_at or fetched_at)
        document_id = str(row["document_id"])
        if document_id in known or document_id in seen:
            pile.known_count += 1
            continue
        seen.add(document_id)
        pile.documents.append(row)
        pile.payloads[str(row["payload_sha256"])] = item.payload
        pile.byte_count += len(item.payload)
        if pile.is_full(size):
            yield pile.to_batch()
            pile = _Pile()
    if not pile.is_empty():
        yield pile.to_batch()


def to_document(item: Found, payload: bytes, source_name: str, fetched_at: datetime) -> dict[str, object]:
    """The row of `documents` for a payload."""
    digest = sha256(payload).hexdigest()
    return {
        "document_id": stable_id(digest, item.url or ""),
        "payload_sha256": digest,
        "source_name": source_name,
        "locator": item.locator,
        "url": item.url,
        "content_type": item.content_type,
        "fetched_at": fetched_at,
        "byte_count": len(payload),
        "given_id": item.given_id,
        "given_title": item.given_title,
        "given_date": item.given_date,
    }


def to_reject(item: Found) -> dict[str, object]:
    """The row of `rejects` for something without a payload; it has no id yet, so its locator stands for it."""
    return {"stage": "ingest", "subject_id": item.locator, "locator": item.locator, "reason": item.reason, "detail": item.detail}
