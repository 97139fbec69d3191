"""What must be set before a library is imported."""

import os
import subprocess
import sys

from flows.environment import ALLOCATOR_DEFAULTS, keep_memory


def test_polars_is_imported_after_its_memory_is_set():
    check = "import sys, flows.cli; sys.exit('polars' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0


def test_what_the_user_set_stays(monkeypatch):
    name = next(iter(ALLOCATOR_DEFAULTS))
    monkeypatch.setenv(name, "dirty_decay_ms:0")
    keep_memory()
    assert os.environ[name] == "dirty_decay_ms:0"
