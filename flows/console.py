"""What a person sees at the terminal: progress and errors on stderr, results on stdout.

Rich is imported inside, so that `dateline --help` and machine-readable output do not pay for it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol, TextIO, runtime_checkable

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

PLAIN_WIDTH = 10_000  # a file or pipe has no edge: never cut or wrap a value there


@runtime_checkable  # Prefect checks the parameters of flows by their annotations
class Progress(Protocol):
    """What a run tells while it goes on."""

    def begin(self, stage: str, total: int | None = None) -> None: ...

    def advance(self, count: int = 1) -> None: ...

    def note(self, message: str) -> None: ...


class Silent:
    """Progress that nobody watches: for tests, for programs that call a run, and in worker processes."""

    def begin(self, stage: str, total: int | None = None) -> None:
        """Say nothing."""

    def advance(self, count: int = 1) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""


class Lines:
    """One line per stage, for logs of scheduled runs."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def __reduce__(self) -> tuple[type[Silent], tuple[()]]:
        # Prefect sends a flow's parameters to its workers; there nobody watches
        return Silent, ()

    def begin(self, stage: str, total: int | None = None) -> None:
        """Name the stage and what it has to do."""
        self._out.write(f"{stage}{f': {total}' if total is not None else ''}\n")

    def advance(self, count: int = 1) -> None:
        """Logs do not count."""

    def note(self, message: str) -> None:
        """Write a line between stages."""
        self._out.write(f"{message}\n")


@contextmanager
def watch_progress() -> Iterator[Progress]:
    """Progress on stderr: a bar at a terminal, lines elsewhere."""
    if not sys.stderr.isatty():
        yield Lines(sys.stderr)
        return
    from flows.bar import Bar

    with Bar() as bar:
        yield bar


def print_error(message: str) -> None:
    """One line on stderr."""
    sys.stderr.write(f"dateline: {' '.join(message.split())}\n")


def print_json(value: object, out: TextIO) -> None:
    """One JSON document."""
    import json

    out.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def result_console(out: TextIO | None = None) -> Console:
    """A console for results: coloured and fitted at a terminal, plain and uncut elsewhere."""
    from rich.console import Console

    out = out or sys.stdout
    width = None if out.isatty() else PLAIN_WIDTH
    return Console(file=out, width=width, highlight=False, soft_wrap=False, markup=False, emoji=False)


def result_table(names: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: Sequence[str] = (), title: str | None = None) -> Table:
    """A table without vertical lines; columns named in `numbers` stand to the right."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, title=title, title_justify="left", title_style="bold", pad_edge=False)
    for name in names:
        table.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        table.add_row(*row)
    return table
