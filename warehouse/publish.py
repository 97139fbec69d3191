"""Building and publishing the warehouse: one writer, readers never disturbed.

    home/build/<run_id>/warehouse.duckdb         private copy that a run loads and models
    home/published/<run_id>/warehouse.duckdb     finished, read-only
    home/published/current -> <run_id>           what readers open; `previous` is the one before

The swap of `current` is one atomic rename, so a reader sees the old file or the new one, whole. A run that is killed
leaves the old one in place; the next run removes what it left. Nothing else is state.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from pathlib import Path

from transforms.errors import BusyError, ContractError
from warehouse.compaction import compact

FILE_NAME = "warehouse.duckdb"
LOCK_NAME = "writer.lock"


def published_path(home: Path) -> Path:
    """The file that readers open."""
    return home / "published" / "current" / FILE_NAME


class Build:
    """Context of one run: `.path` is the private file; `publish()` makes it current; else it is thrown away.

    Close every connection to `.path` before `publish()`. A second writer gets BusyError.
    """

    def __init__(self, home: Path, run_id: str) -> None:
        self.home, self.run_id = home, run_id
        self.folder = home / "build" / run_id
        self.path = self.folder / FILE_NAME
        self._published = home / "published"
        self._lock: int | None = None

    def __enter__(self) -> Build:
        self._lock = _acquire(self.home)
        try:
            self._clean()
            self._copy()
        except BaseException:
            self._release()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        try:
            shutil.rmtree(self.folder, ignore_errors=True)
        finally:
            self._release()

    def publish(self) -> Path:
        """Make the file read-only, move it to `published/` and point `current` at it; gives its path."""
        if not self.path.with_name(FILE_NAME + ".wal").exists():
            compact(self.path, self.home / "dbt")
        self._finish_file()
        target = self._published / self.run_id
        self.folder.rename(target)
        _sync(self._published)
        old = _linked(self._published / "current")
        if old:
            _point(self._published / "previous", old)
        _point(self._published / "current", self.run_id)
        self._clean()
        return target / FILE_NAME

    def _finish_file(self) -> None:
        """Leave nothing but the closed database in the folder."""
        if self.path.with_name(FILE_NAME + ".wal").exists():
            raise ContractError(FILE_NAME, "a connection is still open or was not closed cleanly; the file can't be published")
        for entry in self.folder.iterdir():
            if entry != self.path:
                _remove(entry)
        _sync(self.path)
        self.path.chmod(0o444)
        _sync(self.folder)

    def _copy(self) -> None:
        current = published_path(self.home)
        self.folder.mkdir(parents=True)
        if (self._published / self.run_id).exists():
            raise ContractError(self.run_id, "a run of this name is already published")
        if current.exists():
            # copyfile, not copy: the copy must not inherit read-only mode
            shutil.copyfile(current, self.path)

    def _clean(self) -> None:
        """Remove what killed runs left, and every version but the current and the previous one."""
        self._published.mkdir(parents=True, exist_ok=True)
        kept = {name for link in ("current", "previous") if (name := _linked(self._published / link))} | {"current", "previous"}
        for entry in self._published.iterdir():
            if entry.name not in kept:
                _remove(entry)
        build = self.home / "build"
        for entry in build.iterdir() if build.exists() else ():
            _remove(entry)

    def _release(self) -> None:
        if self._lock is not None:
            fcntl.flock(self._lock, fcntl.LOCK_UN)
            os.close(self._lock)
            self._lock = None


def _acquire(home: Path) -> int:
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, 32, 0).decode(errors="replace").strip()
        os.close(lock)
        raise BusyError(str(home), f"process {holder or 'unknown'}") from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
    return lock


def _linked(link: Path) -> str | None:
    return link.readlink().name if link.is_symlink() else None


def _point(link: Path, name: str) -> None:
    """Swap a link in one step: a reader finds the old target or the new one, never none."""
    fresh = link.with_name(f".{link.name}.new")
    fresh.unlink(missing_ok=True)
    fresh.symlink_to(name)
    fresh.replace(link)
    _sync(link.parent)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
