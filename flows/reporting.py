"""What a scheduled run shows in Prefect's pages: a progress artifact while it goes on, a summary when it is done."""

from __future__ import annotations

from time import monotonic
from typing import Any

from prefect.artifacts import create_markdown_artifact, create_progress_artifact, update_progress_artifact

from flows.console import Silent
from flows.running import Summary
from flows.summary_markdown import summary_lines

PAUSE = 2.0  # seconds between two updates: each is a request


class ArtifactProgress:
    """Progress as an artifact of the flow run: the stage, and how much of it is done."""

    def __init__(self) -> None:
        self._artifact: Any = create_progress_artifact(0.0, key="dateline-progress", description="starting")
        self._stage, self._total, self._done, self._told = "starting", 0, 0, 0.0

    def __reduce__(self) -> tuple[type[Silent], tuple[()]]:
        # Prefect sends a flow's parameters to its workers; there nobody watches
        return Silent, ()

    def begin(self, stage: str, total: int | None = None) -> None:
        """Show another stage."""
        self._stage, self._total, self._done, self._told = stage, total or 0, 0, 0.0
        self._tell()

    def advance(self, count: int = 1) -> None:
        """Count what is done."""
        self._done += count
        self._tell()

    def note(self, message: str) -> None:
        """Show a message in place of the stage."""
        self._stage, self._told = f"{self._stage}; {message}"[:500], 0.0
        self._tell()

    def finish(self) -> None:
        """Say that it is done."""
        self._stage, self._total, self._done, self._told = "done", 1, 1, 0.0
        self._tell()

    def _tell(self) -> None:
        now = monotonic()
        if now - self._told < PAUSE:
            return
        self._told = now
        share = 100.0 * min(self._done, self._total) / self._total if self._total else 0.0
        update_progress_artifact(self._artifact, progress=share, description=f"{self._stage}: {self._done:,} of {self._total or '?'}")


def write_summary(summary: Summary) -> None:
    """The summary as a Markdown artifact."""
    create_markdown_artifact("\n".join(summary_lines(summary)), key="dateline-summary", description=f"run {summary.run_id}")
