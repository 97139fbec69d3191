"""A task body that kills its worker process the first time, as a lack of memory would."""

from __future__ import annotations

import os
import signal

from flows.worker import Job, annotate_batch


def die_once(job: Job) -> str:
    """Die with the first batch; the marker in the home folder says that it happened."""
    marker = job.home / "died"
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return annotate_batch(job)
