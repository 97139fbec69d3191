import os
import subprocess
import sys

import pytest

from flows.locking import hold
from transforms.errors import BusyError, InputError


def test_a_second_process_is_told_who_holds_the_home(tmp_path):
    script = f"import sys\nfrom pathlib import Path\nfrom flows.locking import hold\nwith hold(Path({str(tmp_path)!r})): pass"
    with hold(tmp_path):
        done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
        assert "BusyError" in done.stderr
        assert f"process {os.getpid()}" in done.stderr
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_the_lock_is_let_go_after_an_error(tmp_path):
    with pytest.raises(ZeroDivisionError), hold(tmp_path):
        _ = 1 / 0
    with hold(tmp_path), pytest.raises(BusyError), hold(tmp_path):
        pass


def test_a_home_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="--home"), hold(tmp_path / "file"):
        pass
