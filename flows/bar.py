"""The progress bar of a run at a terminal; apart from `console` because it imports rich."""

from __future__ import annotations

from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from flows.console import Silent


class Bar:
    """One line per stage: the stages done keep their time, the running one moves."""

    def __init__(self) -> None:
        console = Console(stderr=True, highlight=False, markup=False)
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self._progress = Progress(*columns, console=console)
        self._current: TaskID | None = None

    def __reduce__(self) -> tuple[type[Silent], tuple[()]]:
        # Prefect sends a flow's parameters to its workers; there nobody watches
        return Silent, ()

    def __enter__(self) -> Bar:
        self._progress.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def begin(self, stage: str, total: int | None = None) -> None:
        """End the stage before and show this one."""
        self._finish()
        self._current = self._progress.add_task(stage, total=total)

    def advance(self, count: int = 1) -> None:
        """Count what is done."""
        if self._current is not None:
            self._progress.advance(self._current, count)

    def note(self, message: str) -> None:
        """Print a line above the bars."""
        self._progress.console.print(message)

    def _finish(self) -> None:
        if self._current is None:
            return
        task = next(task for task in self._progress.tasks if task.id == self._current)
        done = task.total if task.total is not None else max(task.completed, 1)
        self._progress.update(self._current, total=done, completed=done)
        self._progress.stop_task(self._current)
