"""A wrong timetable is told before anything is started; a process of its own each, because Prefect reads its settings once."""

import subprocess
import sys

import pytest

from flows.cli import BAD_INPUT
from flows.paths import ROOT


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("--timezone", "Mars/Olympus", "dateline: --timezone 'Mars/Olympus': is no time zone. Name one as Europe/Oslo"),
        ("--timezone", "../etc", "dateline: --timezone '../etc': is no time zone."),
        ("--cron", "bananas", "dateline: --cron 'bananas': is no timetable. Write minute, hour, day, month and weekday as in crontab"),
    ],
)
def test_a_wrong_option_is_named_in_our_words(option, value, words, tmp_path):
    (tmp_path / "dateline.toml").write_text('home = "home"\n')
    command = [sys.executable, "-m", "flows.cli", "schedule", option, value]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", "HOME": str(tmp_path)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (BAD_INPUT, "")
    assert done.stderr.startswith(words)
    assert "pydantic" not in done.stderr
    assert done.stderr.count("\n") == 1
