"""kill -9 at random moments of a run, again and again: does the next run make it good, and can readers always read?

    python -m benchmarks.kills 50            until 50 are killed; plain stages; --prefect for the real flow (some minutes more)

Each round starts from the same published home, lists new pages on a loopback site, kills the run at a random moment of
its usual length, lets the next run complete, and compares every table with that of a run that was not disturbed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import pickle
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from multiprocessing.context import ForkServerContext
from pathlib import Path
from typing import Any

from benchmarks.pages import page
from flows.paths import seeds_folder
from flows.seeds import read_gazetteer
from tests.integration.test_kills import BEFORE, LIST, NOW, Reader, rows
from tests.site.content import NEWS, rss
from tests.site.server import Reply, Site, serving

ROOT = Path(__file__).parent.parent
FIRST, ALL = 3, 12  # pages listed before and in the run that is killed


@dataclass(frozen=True)
class Place:
    """Where the rounds take place, and how their runs are started."""

    folder: Path
    forks: ForkServerContext
    is_prefect: bool

    def start(self, home: Path, moment: str) -> Started:
        """A run in a process of its own: forked from a warm one, or the real flow from its beginning."""
        if self.is_prefect:
            environment = {**os.environ, "PYTHONPATH": str(ROOT), "WITH_PREFECT": "1"}
            command = [sys.executable, "-m", "tests.killable", str(home), str(self.folder / "sources.toml"), moment]
            quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
            return Started(subprocess.Popen(command, cwd=self.folder, env=environment, **quiet))
        given = (home, self.folder / "sources.toml", moment, self.folder / "gazetteer")
        process = self.forks.Process(target=warm_run, args=given)
        process.start()
        return Started(process)


@dataclass(frozen=True)
class Started:
    """A process, of either kind."""

    process: Any

    def wait(self, timeout: float | None = None) -> int | None:
        """Its exit code; None where it is still at work after so many seconds."""
        if isinstance(self.process, subprocess.Popen):
            try:
                return self.process.wait(timeout)
            except subprocess.TimeoutExpired:
                return None
        self.process.join(timeout)
        return self.process.exitcode

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)


def warm_run(*given: Any) -> None:  # noqa: ANN401
    """Runs in the forked process."""
    from benchmarks.warm import run

    run(*given)


def listing(site: Site, count: int) -> None:
    places = [f"{NEWS}/2025/story-{number}.html" for number in range(count)]
    site.routes |= {place: Reply(page(number)) for number, place in enumerate(places)}
    site.routes[f"{NEWS}/rss.xml"] = Reply(rss(site, places), content_type="application/rss+xml")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("kills", type=int)
    parser.add_argument("--prefect", action="store_true")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["benchmarks.warm"])
    with serving(Site()) as site, tempfile.TemporaryDirectory(prefix="dateline-kills-") as name:
        folder = Path(name)
        place = Place(folder, forks, given.prefect)
        (folder / "sources.toml").write_text(LIST.format(port=site.port))
        (folder / "gazetteer").write_bytes(pickle.dumps(read_gazetteer(seeds_folder())))
        listing(site, FIRST)
        assert place.start(folder / "base", BEFORE).wait() == 0
        listing(site, ALL)
        shutil.copytree(folder / "base", folder / "whole", symlinks=True)
        began = time.perf_counter()
        assert place.start(folder / "whole", NOW).wait() == 0
        length = time.perf_counter() - began
        wanted = rows(folder / "whole")
        print(f"an undisturbed run takes {length:.1f} s and leaves {sum(map(len, wanted.values())):,} rows", flush=True)
        results, killed = [], 0
        while killed < given.kills:
            results.append(one_round(place, length * chance.random(), wanted))
            killed += results[-1][0]
    same = sum(is_same for _, is_same, *_ in results)
    failures = [failure for *_, found in results for failure in found]
    reads = sum(count for _, _, count, _ in results)
    print(f"{len(results)} rounds, {killed} killed in time, {same} with equal tables; {reads} reads, {len(failures)} failed {failures[:3]}")


def one_round(place: Place, moment: float, wanted: dict[str, list[tuple]]) -> tuple[bool, bool, int, list[Exception]]:
    """Whether the run was killed before its end, whether the tables are equal afterwards, reads, and reads that failed."""
    home = place.folder / "home"
    shutil.rmtree(home, ignore_errors=True)
    shutil.copytree(place.folder / "base", home, symlinks=True)
    reader = Reader(home)
    reader.start()
    run = place.start(home, NOW)
    if run.wait(moment) is None:
        run.kill()
    was_killed = run.wait() == -signal.SIGKILL
    assert place.start(home, NOW).wait() == 0
    reader.is_over.set()
    reader.join()
    is_same = rows(home) == wanted
    print(f"{'killed' if was_killed else 'ended'} after {moment:6.1f} s: {'equal' if is_same else 'DIFFERENT'}", flush=True)
    return was_killed, is_same, reader.reads, reader.failures


if __name__ == "__main__":
    main()
