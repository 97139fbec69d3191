"""kill -9 at random moments of a run, again and again: does the next run make it good, and can readers always read?

    python -m benchmarks.kills 50            plain stages; --prefect for the real flow (some minutes more)

Each round starts from the same published home, lists new pages on a loopback site, kills the run at a random moment of
its usual length, lets the next run complete, and compares every table with that of a run that was not disturbed.
"""

from __future__ import annotations

import argparse
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.pages import page
from flows.paths import seeds_folder
from flows.seeds import read_gazetteer
from tests.integration.test_kills import BEFORE, LIST, NOW, Reader, rows
from tests.site.content import NEWS, rss
from tests.site.server import Reply, Site, serving

ROOT = Path(__file__).parent.parent
FIRST, ALL = 3, 15  # pages listed before and in the run that is killed


def start(home: Path, folder: Path, moment: str, *, prefect: bool) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "WITH_PREFECT": "1" if prefect else "", "GAZETTEER": str(folder / "gazetteer")}
    command = [sys.executable, "-m", "tests.killable", str(home), str(folder / "sources.toml"), moment]
    return subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def listing(site: Site, count: int) -> None:
    places = [f"{NEWS}/2025/story-{number}.html" for number in range(count)]
    site.routes |= {place: Reply(page(number)) for number, place in enumerate(places)}
    site.routes[f"{NEWS}/rss.xml"] = Reply(rss(site, places), content_type="application/rss+xml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int)
    parser.add_argument("--prefect", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with serving(Site()) as site, tempfile.TemporaryDirectory(prefix="dateline-kills-") as name:
        folder = Path(name)
        (folder / "sources.toml").write_text(LIST.format(port=site.port))
        (folder / "gazetteer").write_bytes(pickle.dumps(read_gazetteer(seeds_folder())))
        listing(site, FIRST)
        assert start(folder / "base", folder, BEFORE, prefect=given.prefect).wait() == 0
        listing(site, ALL)
        shutil.copytree(folder / "base", folder / "whole", symlinks=True)
        began = time.perf_counter()
        assert start(folder / "whole", folder, NOW, prefect=given.prefect).wait() == 0
        length = time.perf_counter() - began
        wanted = rows(folder / "whole")
        print(f"an undisturbed run takes {length:.1f} s and leaves {sum(map(len, wanted.values())):,} rows", flush=True)
        results = [one_round(folder, length * chance.random(), wanted, prefect=given.prefect) for _ in range(given.rounds)]
    killed = sum(was_killed for was_killed, *_ in results)
    same = sum(is_same for _, is_same, *_ in results)
    failures = [failure for *_, found in results for failure in found]
    reads = sum(count for _, _, count, _ in results)
    print(f"{given.rounds} rounds, {killed} killed in time, {same} with equal tables; {reads} reads, {len(failures)} failed {failures[:3]}")


def one_round(folder: Path, moment: float, wanted: dict[str, list[tuple]], *, prefect: bool) -> tuple[bool, bool, int, list[Exception]]:
    """Whether the run was killed before its end, whether the tables are equal afterwards, reads, and reads that failed."""
    home = folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(folder / "base", home, symlinks=True)
    reader = Reader(home)
    reader.start()
    run = start(home, folder, NOW, prefect=prefect)
    try:
        run.wait(timeout=moment)
    except subprocess.TimeoutExpired:
        run.send_signal(signal.SIGKILL)
    was_killed = run.wait() == -signal.SIGKILL
    assert start(home, folder, NOW, prefect=prefect).wait() == 0
    reader.is_over.set()
    reader.join()
    print(f"killed after {moment:6.1f} s: {'equal' if rows(home) == wanted else 'DIFFERENT'}", flush=True)
    return was_killed, rows(home) == wanted, reader.reads, reader.failures


if __name__ == "__main__":
    main()
