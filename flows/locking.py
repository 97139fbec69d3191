"""One run per home folder, from reading the sources to publishing; a second one fails at once, or waits if it is told to."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from transforms.errors import BusyError, InputError

LOCK_NAME = "run.lock"


@contextmanager
def hold(home: Path, *, wait: bool = False) -> Iterator[None]:
    """Hold the home folder, made if missing; raises BusyError with the holder's process id unless it may wait for it.

    A killed holder lets go.
    """
    try:
        home.mkdir(parents=True, exist_ok=True)
        lock = os.open(home / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise InputError(str(home), f"cannot be written to ({error.strerror})", "Choose another folder with --home.") from error
    try:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            holder = os.pread(lock, 32, 0).decode(errors="replace").strip()
            raise BusyError(str(home), f"process {holder or 'unknown'}") from error
        os.ftruncate(lock, 0)
        os.pwrite(lock, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(lock)  # closing lets go of the lock


def holder(home: Path) -> str | None:
    """Process id of the run that holds the home folder, None where none does."""
    try:
        lock = os.open(home / LOCK_NAME, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        return None
    except BlockingIOError:
        return os.pread(lock, 32, 0).decode(errors="replace").strip() or "unknown"
    finally:
        os.close(lock)
