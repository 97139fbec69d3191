"""A served schedule fires on a local server; a run that finds another one at work skips; SIGTERM ends everything soon."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from flows.paths import ROOT, seeds_folder

pytestmark = pytest.mark.slow

PATIENCE = 1200  # seconds, of which a machine that is not busy needs some sixty
STOP_SECONDS = 10


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def ask(port: int, path: str, body: dict | None = None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{port}/api/{path}", data=data, headers={"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def wait_for(what):
    """What a question gives once it gives something."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        try:
            if found := what():
                return found
        except OSError:
            pass
        time.sleep(0.5)
    raise AssertionError("it did not happen in time")


@pytest.fixture
def folder(tmp_path) -> Path:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "broken.txt").write_bytes(b"")
    (tmp_path / "sources.toml").write_text('[[source]]\nname = "texts"\nkind = "files"\npath = "texts"\n')
    (tmp_path / "dateline.toml").write_text('home = "home"\nsources_file = "sources.toml"\n')
    return tmp_path


def children(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    pairs = [tuple(map(int, line.split())) for line in listed.splitlines()]
    found = [pid]
    for parent in found:
        found += [child for child, above in pairs if above == parent]
    return found[1:]


def test_a_schedule_fires_skips_while_another_run_is_at_work_and_stops(folder):
    port = free_port()
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATELINE_"))}
    environment = {**quiet, "PYTHONPATH": str(ROOT), "PREFECT_RUNNER_POLL_FREQUENCY": "2"}
    command = [sys.executable, "-m", "flows.cli", "--config", "dateline.toml", "schedule", "--cron", "* * * * *", "--port", str(port)]
    home = folder / "home"
    home.mkdir()
    with (home / "run.lock").open("w") as lock, (folder / "log").open("w") as log:
        fcntl.flock(lock, fcntl.LOCK_EX)  # another run is at work
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=log, stderr=log)
        try:
            everything = {"sort": "EXPECTED_START_TIME_ASC", "flow_runs": {"state": {"type": {"any_": ["COMPLETED", "FAILED", "CRASHED"]}}}}
            [run] = wait_for(lambda: ask(port, "flow_runs/filter", everything))[:1]
            assert (run["state"]["name"], run["name"][:9]) == ("Skipped", "dateline ")
            assert "dateline" in run["tags"]
            assert "another run" in run["state"]["message"]
            assert run["auto_scheduled"]
            progress = ask(port, "artifacts/filter", {"artifacts": {"key": {"any_": ["dateline-progress"]}}})
            assert progress[0]["type"] == "progress"
            started = children(process.pid)
            process.send_signal(signal.SIGTERM)
            began = time.monotonic()
            assert process.wait(timeout=STOP_SECONDS) == 128 + signal.SIGTERM, (folder / "log").read_text()
            assert time.monotonic() - began < STOP_SECONDS
            time.sleep(1)
            assert [pid for pid in started if Path(f"/proc/{pid}").exists() and is_alive(pid)] == []
        finally:
            process.kill()


def test_sigterm_ends_a_run_that_is_annotating_and_the_next_completes_it(tmp_path):
    quiet = {name: value for name, value in os.environ.items() if not name.startswith(("PREFECT_", "DATELINE_"))}
    command = [
        sys.executable,
        "-m",
        "flows.cli",
        "--home",
        str(tmp_path / "home"),
        "run",
        str(seeds_folder() / "articles"),
        "--workers",
        "1",
    ]
    environment = {**quiet, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen([*command, "--batch-size", "2"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr
        while not process.stderr.readline().startswith("annotating"):
            assert process.poll() is None
        annotated = tmp_path / "home" / "annotated"
        assert wait_for(lambda: list(annotated.glob("[!.]*")))  # the workers are at work
        started = children(process.pid)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=STOP_SECONDS) == 128 + signal.SIGTERM
        assert time.monotonic() - began < STOP_SECONDS
        assert "goes on from there" in process.stderr.read()
    time.sleep(1)
    assert [pid for pid in started if Path(f"/proc/{pid}").exists() and is_alive(pid)] == []
    kept = len(list(annotated.glob("[!.]*")))
    assert subprocess.run(command, cwd=tmp_path, env=environment, check=False, capture_output=True).returncode == 0
    assert 0 < kept < len(list(annotated.glob("[!.]*"))) == len(list((tmp_path / "home" / "raw").glob("*.parquet")))


def is_alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
