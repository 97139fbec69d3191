"""How a run ends before its time: at once, and with everything that it started.

Nothing is lost by it, since whatever counts appears whole or not at all. Left to itself, Prefect would try for minutes to
report the interruption to a server that the same key press has ended, and after a kill its processes would stay behind.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from multiprocessing.connection import wait
from threading import Lock, Thread, current_thread, main_thread
from types import FrameType

MESSAGE = "dateline: stopped. What was finished is kept; the same command goes on from there.\n"
ENDING = (signal.SIGINT, signal.SIGTERM)
_is_ending = Lock()
_cleanups: list[Callable[[], object]] = []  # a signal handler has no other way to know what this process has started


@contextmanager
def ended_with(cleanup: Callable[[], object]) -> Iterator[None]:
    """Have `cleanup` called if the process is ended inside."""
    _cleanups.append(cleanup)
    try:
        yield
    finally:
        _cleanups.remove(cleanup)


@contextmanager
def ending_at_once() -> Iterator[None]:
    """Inside, SIGINT and SIGTERM kill the workers and this process; only for the main thread of a command.

    A handler runs only when the main thread gets to it, which may wait for a worker for minutes. So a thread of our own
    is told as well, whoever owns the handler by then.
    """
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    before = {number: signal.signal(number, end) for number in ENDING}
    told_before = signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
    Thread(target=_end_when_told, args=(reader,), daemon=True).start()
    try:
        yield
    finally:
        signal.set_wakeup_fd(told_before)
        os.close(writer)  # ends the thread
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_when_told(reader: int) -> None:
    with open(reader, "rb", buffering=0) as told:
        while numbers := told.read(1):
            if numbers[0] in ENDING:
                end(numbers[0])


def ending_in_a_flow() -> AbstractContextManager[None]:
    """The same for the body of a flow: Prefect takes SIGTERM over wherever one begins, and would wait for the workers."""
    return ending_at_once() if current_thread() is main_thread() else nullcontext()


def follow_parent() -> None:
    """In a worker: end when the process that started it is gone, however it ended, and leave Ctrl-C to that process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def killed_with_us(process: subprocess.Popen[bytes] | None) -> Iterator[None]:
    """Inside, a shell waits for this process to go, however it goes, and then ends the other."""
    script = f"read line; kill {process.pid} 2>/dev/null" if process else "read line"
    with subprocess.Popen(["/bin/sh", "-c", script], stdin=subprocess.PIPE, start_new_session=True):
        yield  # leaving closes the pipe, and so ends the shell


def end(number: int, frame: FrameType | None = None) -> None:
    """End this process, as the signal asks, and what it has started; a second caller leaves it to the first."""
    if not _is_ending.acquire(blocking=False):
        return
    sys.stderr.write(MESSAGE)
    sys.stderr.flush()
    for child in multiprocessing.active_children():
        child.kill()
    for cleanup in reversed(_cleanups):
        cleanup()
    os._exit(128 + number)


def end_descendants() -> None:
    """Kill every process below this one, however it was started."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=False).stdout
    parents = {int(pid): int(parent) for pid, parent in (line.split() for line in listed.splitlines())}
    family = {os.getpid()}
    while found := {pid for pid, parent in parents.items() if parent in family} - family:
        family |= found
    for pid in family - {os.getpid()}:
        with suppress(ProcessLookupError, PermissionError):
            os.kill(pid, signal.SIGKILL)
