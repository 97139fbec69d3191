"""The annotated store: one folder of Parquet per batch and version of everything that annotation depends on.

A folder appears whole or not at all, so a run that was killed finds what it had finished. It can always be made again
from `raw/`.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl

from transforms.errors import InputError
from transforms.schemas import ANNOTATED_TABLES, ARTICLES, REJECTS, Table, conform

TABLES: tuple[Table, ...] = (ARTICLES, REJECTS, *ANNOTATED_TABLES)
COUNTS_NAME = "counts.json"


@dataclass(frozen=True)
class Count:
    """What went in, out and aside at one stage of one batch."""

    stage: str
    batch_id: str
    in_count: int
    out_count: int
    rejected_count: int
    seconds: float


@dataclass(frozen=True)
class AnnotatedStore:
    """The folders below `home`/annotated of one version."""

    home: Path
    version: str

    @property
    def folder(self) -> Path:
        return self.home / "annotated"

    def path(self, batch_id: str) -> Path:
        return self.folder / f"{batch_id}-{self.version}"

    def has(self, batch_id: str) -> bool:
        """Whether the batch is finished in this version."""
        return (self.path(batch_id) / COUNTS_NAME).exists()

    def write(self, batch_id: str, tables: dict[str, pl.DataFrame], counts: list[Count]) -> Path:
        """Write under a hidden name, flush, rename; a finished folder is left as it is."""
        target = self.path(batch_id)
        draft = target.with_name(f".{target.name}.{os.getpid()}.part")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for table in TABLES:
            _write_table(conform(table, tables[table.name]), draft / f"{table.name}.parquet")
        _write_bytes(json.dumps([asdict(count) for count in counts], indent=1).encode(), draft / COUNTS_NAME)
        _sync(draft)
        if target.exists():
            shutil.rmtree(draft)
        else:
            draft.rename(target)
            _sync(self.folder)
        return target

    def read(self, batch_id: str) -> dict[str, pl.DataFrame]:
        """The tables of a finished batch."""
        folder = self.path(batch_id)
        try:
            return {t.name: conform(t, pl.read_parquet(folder / f"{t.name}.parquet", glob=False)) for t in TABLES}
        except (OSError, pl.exceptions.PolarsError) as error:
            raise InputError(
                str(folder), f"cannot be read ({str(error)[:200]})", "Delete the folder; the next run makes it again."
            ) from error

    def counts(self, batch_id: str) -> list[Count]:
        """What the stages of a finished batch counted."""
        return [Count(**row) for row in json.loads((self.path(batch_id) / COUNTS_NAME).read_text(encoding="utf-8"))]

    def remove_drafts(self) -> None:
        """Remove what killed processes left half-written."""
        for path in self.folder.glob(".*.part"):
            shutil.rmtree(path, ignore_errors=True)


def _write_table(data: pl.DataFrame, path: Path) -> None:
    with path.open("wb") as handle:
        data.write_parquet(handle, compression="zstd")
        handle.flush()
        os.fsync(handle.fileno())


def _write_bytes(content: bytes, path: Path) -> None:
    with path.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
