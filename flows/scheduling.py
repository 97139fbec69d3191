"""`dateline schedule`: the deployment `daily` served in this process, with a Prefect server of its own where none is set."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import prefect
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule
from prefect.runner import Runner
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.types.entrypoint import EntrypointType

from flows.daily import scheduled
from flows.interruption import end, end_descendants, ended_with, ending_at_once, killed_with_us
from transforms.errors import InputError

START_SECONDS = 600  # half a minute on a small machine; one that dies is noticed at once
DEPLOYMENT = "daily"
TAGS = ("dateline",)


@dataclass(frozen=True)
class Timetable:
    """When the deployment runs: a cron expression, or a pause between two starts."""

    cron: str = ""
    every: timedelta | None = None
    timezone: str = "UTC"

    def schedule(self) -> Any:  # noqa: ANN401 - one of two classes of Prefect
        """As Prefect writes it; raises InputError where it makes no sense."""
        try:
            ZoneInfo(self.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            advice = "Name one as Europe/Oslo or UTC; `timedatectl list-timezones` has them all."
            raise InputError(f"--timezone {self.timezone!r}", "is no time zone", advice) from error
        try:
            if self.every:
                return IntervalSchedule(interval=self.every, timezone=self.timezone)
            return CronSchedule(cron=self.cron, timezone=self.timezone)
        except ValueError as error:
            advice = "Write minute, hour, day, month and weekday as in crontab: '15 5 * * *' is every day at 05:15."
            raise InputError(f"--cron {self.cron!r}", "is no timetable", advice) from error


class _Server(Runner):
    """A runner that ends at once, with the runs that it started: Prefect would wait for them."""

    def handle_sigterm(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
        end(*arguments)


def serve(config: Path, timetable: Timetable, port: int) -> None:
    """Run until stopped, starting a run whenever the timetable says so."""
    schedule = timetable.schedule()
    with ending_at_once(), ended_with(end_descendants), a_server(port) as url:
        sys.stderr.write(f"dateline: serving; runs are shown at {url.removesuffix('/api')}\n")
        sys.stderr.flush()
        asyncio.run(_serve(config, schedule))


async def _serve(config: Path, schedule: Any) -> None:  # noqa: ANN401
    deployment = await scheduled.ato_deployment(
        DEPLOYMENT,
        schedule=schedule,
        parameters={"config": str(config.resolve())},
        tags=list(TAGS),
        description="New articles to events; see docs/operations.md",
        entrypoint_type=EntrypointType.MODULE_PATH,
    )
    runner = _Server(name="dateline", pause_on_shutdown=False, limit=1)
    await runner.aadd_deployment(deployment)
    await runner.start()


@contextmanager
def a_server(port: int) -> Iterator[str]:
    """The server of the settings, else one of our own: the temporary one of single runs has no scheduler."""
    if url := PREFECT_API_URL.value():
        yield url
        return
    _check_free(port)
    # what `prefect server start` does, in one process instead of two
    place = ["--app-dir", str(Path(prefect.__file__).parent), "--factory", "prefect.server.api.server:create_app"]
    command = [sys.executable, "-m", "uvicorn", *place, "--host", "127.0.0.1", "--port", str(port), "--log-level", "error"]
    nowhere = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=nowhere, stderr=nowhere, stdin=nowhere, env=os.environ.copy()) as server:
        try:
            with killed_with_us(server):
                url = f"http://127.0.0.1:{port}/api"
                _wait_for(url, server)
                with temporary_settings({PREFECT_API_URL: url}):
                    yield url
        finally:
            server.kill()


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            advice = "Choose another with --port, or set PREFECT_API_URL if that is a Prefect server."
            raise InputError(f"port {port}", f"cannot be used ({error.strerror})", advice) from error


def _wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.5)
    raise InputError(
        "schedule", "the Prefect server did not start", "Set PREFECT_API_URL to one that runs; `prefect server start` shows why."
    )
