import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from flows.interruption import MESSAGE

WAITING = (
    "import time\nfrom flows.interruption import ending_at_once\nwith ending_at_once():\n    print('ready', flush=True)\n    time.sleep(60)"
)

# a process that starts another, ties it to itself and is killed
KILLED = """
import os, signal, subprocess
from flows.interruption import killed_with_us
other = subprocess.Popen(["sleep", "60"])
with killed_with_us(other):
    print(other.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)
"""


def ended(number: signal.Signals) -> tuple[int, str, float]:
    with subprocess.Popen([sys.executable, "-c", WAITING], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout.readline() == "ready\n"
        start = time.monotonic()
        process.send_signal(number)
        _, errors = process.communicate(timeout=20)
    return process.returncode, errors, time.monotonic() - start


def test_ctrl_c_and_sigterm_end_at_once_with_one_line():
    for number, code in ((signal.SIGINT, 130), (signal.SIGTERM, 143)):
        returncode, errors, seconds = ended(number)
        assert (returncode, errors) == (code, MESSAGE)
        assert seconds < 10


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")  # a container without init keeps the dead as zombies
    return not (state.exists() and state.read_text(encoding="ascii").split()[2] == "Z")


def test_what_a_killed_process_started_does_not_stay_behind():
    done = subprocess.run([sys.executable, "-c", KILLED], stdout=subprocess.PIPE, text=True, check=False, timeout=20)
    assert done.returncode == -signal.SIGKILL
    deadline = time.monotonic() + 10
    while is_alive(int(done.stdout)):
        assert time.monotonic() < deadline, "still alive"
        time.sleep(0.05)


def test_a_main_thread_that_never_looks_up_is_ended_all_the_same():
    script = (
        "import os, signal, time\nfrom flows.interruption import ending_at_once\n"
        "with ending_at_once():\n"
        "    signal.signal(signal.SIGTERM, lambda *_: None)\n"  # somebody else takes it over, as Prefect does
        "    os.kill(os.getpid(), signal.SIGTERM)\n"
        "    time.sleep(30)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=25, check=False)
    assert (done.returncode, done.stderr) == (143, MESSAGE)
