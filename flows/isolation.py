"""Batches that failed are tried once more, alone, in a process that nothing else shares.

First as they are, since the cause may have been a neighbour's crash; then article by article, so that only the culprits
are set aside. A process that dies is replaced; its batch is given up.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from types import TracebackType

from flows.interruption import follow_parent
from flows.worker import Job, annotate_batch


class Isolation:
    """One process at a time, kept while it survives so that the language model is loaded once."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Isolation:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._close()

    def retry(self, job: Job) -> str | None:
        """None if the batch is annotated now, else what went wrong."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(1, multiprocessing.get_context("spawn"), initializer=follow_parent)
        try:
            self._pool.submit(annotate_patiently, job).result()
        except BrokenProcessPool:
            self._close()
            return "its process died, perhaps for want of memory"
        except RuntimeError as error:
            return str(error)
        return None

    def _close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None


def annotate_patiently(job: Job) -> str:
    """The batch as a whole, and if that raises, article by article."""
    try:
        return annotate_batch(job)
    except RuntimeError:
        return annotate_batch(replace(job, one_by_one=True))
