"""A run in a process of its own that can be killed, at a moment or at a point: `python -m tests.killable HOME SOURCES`.

Hosts that end in .example are looked for on this machine. DIE_AT names a point at which the process kills itself, as
kill -9 would: no handler, no clean-up. WITH_PREFECT=1 runs the real flow instead of the plain stages.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import warehouse.load
import warehouse.publish
from flows.annotated import AnnotatedStore
from flows.console import Silent
from flows.raw import RawStore
from flows.running import run_daily
from flows.settings import Settings
from flows.sources.spool import Spool
from tests import plain

# name: the object, its attribute, after how many calls, and whether before or after the call
POINTS: dict[str, tuple[Any, str, int, bool]] = {
    "while fetching": (Spool, "write", 3, False),
    "before the batch is kept": (RawStore, "write", 1, True),
    "after the batch is kept": (RawStore, "write", 1, False),
    "before the annotation is kept": (AnnotatedStore, "write", 1, True),
    "after the annotation is kept": (AnnotatedStore, "write", 1, False),
    "in the middle of a load": (warehouse.load, "_insert", 4, False),
    "before publishing": (warehouse.publish.Build, "publish", 1, True),
    "between the file and its link": (warehouse.publish, "_point", 1, True),
    "after publishing": (warehouse.publish.Build, "publish", 1, False),
}


def die(point: str) -> None:
    """Have the process killed at that point."""
    owner, name, most, is_before = POINTS[point]
    original: Callable[..., Any] = getattr(owner, name)
    count = 0

    def wrapped(*arguments: Any, **options: Any) -> Any:
        nonlocal count
        count += 1
        if is_before and count == most:
            os.kill(os.getpid(), signal.SIGKILL)
        result = original(*arguments, **options)
        if count == most:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(owner, name, wrapped)


def resolve_examples() -> None:
    """Look for *.example here."""
    original = socket.getaddrinfo
    here: Any = lambda host, *rest, **options: original("127.0.0.1" if str(host).endswith(".example") else host, *rest, **options)  # noqa: E731
    socket.getaddrinfo = here


def main() -> None:
    """One run."""
    home, sources, as_of = Path(sys.argv[1]), Path(sys.argv[2]), datetime.fromisoformat(sys.argv[3])
    resolve_examples()
    if point := os.environ.get("DIE_AT"):
        die(point)
    go(home, sources, as_of)


def go(home: Path, sources: Path, as_of: datetime) -> None:
    """The run itself."""
    settings = Settings(home=home, sources_file=sources, as_of=as_of, workers=2, batch_size=5, allowed_addresses=("127.0.0.1",))
    run_daily(settings, Silent(), processor=None if os.environ.get("WITH_PREFECT") else plain.process)


if __name__ == "__main__":
    main()
