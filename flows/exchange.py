"""A folder or object store that the workers of a cluster share, where they do not share the home folder.

The run puts the raw batch there, a worker takes it, annotates it in a folder of its own and puts the finished folder
there; the run takes that home. Every file appears whole: stores write objects at once, and a finished folder is told by
its last file.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from flows.annotated import COUNTS_NAME, AnnotatedStore
from flows.raw import RawStore
from flows.sources.remote import open_fsspec


@dataclass(frozen=True)
class Exchange:
    """Raw batches and annotated folders below an address that fsspec knows: s3://bucket/folder, /mnt/shared …"""

    address: str

    def _place(self, *parts: str) -> tuple[Any, str]:
        system, root = open_fsspec(self.address)
        return system, "/".join([root.rstrip("/"), *parts])

    def put_raw(self, raw: RawStore, batch_id: str) -> None:
        """The payloads of a batch for a worker; what is there already is left."""
        system, place = self._place("raw", f"{batch_id}.parquet")
        if not system.exists(place):
            system.makedirs(place.rpartition("/")[0], exist_ok=True)
            system.put_file(str(raw.path(batch_id)), f"{place}.part")
            system.mv(f"{place}.part", place)

    def put_annotated(self, store: AnnotatedStore, batch_id: str) -> None:
        """A finished folder, the file that says so last."""
        folder = store.path(batch_id)
        system, place = self._place("annotated", folder.name)
        system.makedirs(place, exist_ok=True)
        for path in sorted(folder.iterdir(), key=lambda path: path.name == COUNTS_NAME):
            system.put_file(str(path), f"{place}/{path.name}")

    def get_annotated(self, store: AnnotatedStore, batch_id: str) -> bool:
        """Take a finished folder home; False where there is none."""
        target = store.path(batch_id)
        system, place = self._place("annotated", target.name)
        if not system.exists(f"{place}/{COUNTS_NAME}"):
            return False
        with TemporaryDirectory(dir=_made(store.folder), prefix=".taking-") as draft:
            folder = Path(draft) / target.name
            folder.mkdir()
            for path in system.ls(place, detail=False):
                system.get_file(path, str(folder / path.rpartition("/")[2]))
            if not target.exists():
                folder.rename(target)
        return True

    def remove(self, store: AnnotatedStore, batch_id: str) -> None:
        """Forget a batch that is home."""
        for parts in (("raw", f"{batch_id}.parquet"), ("annotated", store.path(batch_id).name)):
            system, place = self._place(*parts)
            if system.exists(place):
                system.rm(place, recursive=True)

    @contextmanager
    def taken(self, batch_id: str) -> Iterator[Path]:
        """A home folder of the worker's own that holds the batch; gone afterwards."""
        with TemporaryDirectory(prefix="dateline-worker-") as folder:
            raw = RawStore(Path(folder))
            system, place = self._place("raw", f"{batch_id}.parquet")
            system.get_file(place, str(_made(raw.folder) / f"{batch_id}.parquet"))
            yield Path(folder)


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@cache
def own_version(seeds: Path) -> str:
    """The annotation version of this installation: a worker of another one must not take part."""
    from flows.running import annotation_version

    return annotation_version(seeds)
