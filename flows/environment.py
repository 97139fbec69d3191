"""The environment of a run: what Prefect, its server and the worker processes must find before they are imported."""

from __future__ import annotations

import logging
import os
from pathlib import Path

# Quiet, offline, patient on a loaded machine; no results or caches of Prefect's own: our files are the truth
PREFECT_DEFAULTS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "CRITICAL",  # failures are told by the run itself, once, without tracebacks
    "PREFECT_LOGGING_ROOT_LEVEL": "ERROR",  # libraries warn about every odd page; rejects say it better
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_SERVER_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "300",
    "PREFECT_API_REQUEST_TIMEOUT": "600",  # a server that has just started on a busy machine needs minutes for its first answer
    "PREFECT_RESULTS_PERSIST_BY_DEFAULT": "false",
    "PREFECT_CLI_PROMPT": "false",
    "PYTHONWARNINGS": "ignore::UserWarning:multiprocessing.resource_tracker",  # it complains when a run is stopped
}
# One process per core is the parallelism; threads below it would fight for the same cores
WORKER_DEFAULTS = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "POLARS_MAX_THREADS": "2"}

# Memory that one table leaves is kept for the next for ten seconds, that of large columns too. Polars gives it back at once, and a fifth
# of coding is to ask again
ALLOCATOR_DEFAULTS = {"_RJEM_MALLOC_CONF": "dirty_decay_ms:10000,muzzy_decay_ms:10000,oversize_threshold:0"}


def keep_memory() -> None:
    """Set how polars keeps memory, unless the user has; must run before polars is imported."""
    for name, value in ALLOCATOR_DEFAULTS.items():
        os.environ.setdefault(name, value)


def silence_extraction() -> None:
    """Let the libraries that read pages say nothing: what they make of a page stands in its article or reject."""
    for name in ("trafilatura", "htmldate"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


def prepare_environment(home: Path) -> None:
    """Set what the user has not set; must run before Prefect is imported."""
    folder = home.resolve() / "prefect"
    folder.mkdir(parents=True, exist_ok=True)
    for name, value in {**PREFECT_DEFAULTS, **WORKER_DEFAULTS, "PREFECT_HOME": str(folder)}.items():
        os.environ.setdefault(name, value)
