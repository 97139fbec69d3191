"""The raw store: every payload ever taken in, for good.

One zstd Parquet file per batch under `raw/`, named by the hash of its document ids, with the columns of `documents` and
the payload's bytes. A file appears whole or not at all, and is never changed, so everything behind it can be rebuilt
without the network.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from flows.sources.base import Batch
from transforms.errors import InputError
from transforms.schemas import DOCUMENTS, check_key, conform

COMPRESSION_LEVEL = 9  # pages of HTML shrink to a seventh; higher levels cost seconds and gain a few percent


@dataclass(frozen=True)
class RawStore:
    """The payloads below `home`/raw."""

    home: Path

    @property
    def folder(self) -> Path:
        return self.home / "raw"

    def path(self, batch_id: str) -> Path:
        return self.folder / f"{batch_id}.parquet"

    def batch_ids(self) -> list[str]:
        """The batches in the store, sorted."""
        return sorted(path.stem for path in self.folder.glob("[!.]*.parquet"))

    def write(self, batch: Batch) -> str:
        """Store a batch and return its id; one that is there already, or has no documents, writes nothing."""
        batch_id = batch.batch_id
        if batch.documents.is_empty() or self.path(batch_id).exists():
            return batch_id
        documents = conform(DOCUMENTS, batch.documents)
        check_key(DOCUMENTS, documents)
        payloads = [batch.payloads[digest] for digest in documents.get_column("payload_sha256")]
        _write_whole(documents.with_columns(pl.Series("payload", payloads, dtype=pl.Binary)), self.path(batch_id))
        return batch_id

    def known(self) -> set[str]:
        """The ids of all documents in the store; reads that column only."""
        ids: set[str] = set()
        for batch_id in self.batch_ids():
            ids.update(self._read(batch_id, ["document_id"]).get_column("document_id"))
        return ids

    def read(self, batch_id: str) -> tuple[pl.DataFrame, dict[str, bytes]]:
        """The documents of a batch, and their payloads by SHA-256."""
        rows = self._read(batch_id, [*DOCUMENTS.names, "payload"])
        payloads = dict(zip(rows.get_column("payload_sha256"), rows.get_column("payload"), strict=True))
        return conform(DOCUMENTS, rows), payloads

    def _read(self, batch_id: str, columns: list[str]) -> pl.DataFrame:
        path = self.path(batch_id)
        try:
            return pl.read_parquet(path, columns=columns, glob=False)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise InputError(str(path), f"stored payloads can't be read ({str(error)[:200]})", "Restore or delete the file") from error


def _write_whole(rows: pl.DataFrame, path: Path) -> None:
    """Write under a hidden name, flush to disk, rename: a reader never sees half a file, whatever dies when."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.stem}.part")  # the same name each time, so that a killed run leaves nothing behind for good
    with draft.open("wb") as handle:
        rows.write_parquet(handle, compression="zstd", compression_level=COMPRESSION_LEVEL)
        handle.flush()
        os.fsync(handle.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
