"""A synthetic web archive through the whole pipeline: articles per second, peak memory, seconds by stage.

    python -m benchmarks.web_archive 10000              one run; the archive and the home folder go into a temporary folder
    python -m benchmarks.web_archive 500 --ratios       extraction and annotation against trafilatura and spaCy alone

Pages are those of `benchmarks.pages`. Memory is the sum over all processes of the run, sampled; CPU seconds are immune to
other load.
"""

from __future__ import annotations

import argparse
import gzip
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.pages import page


def record(number: int) -> bytes:
    """The page as a response record of its own gzip member."""
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page(number)
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\nWARC-Date: 2025-12-01T00:00:00Z\r\n"
        f"WARC-Target-URI: https://news.example/2025/story-{number}.html\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + http + b"\r\n\r\n", 6)


def write_archive(path: Path, pages: int) -> None:
    with path.open("wb") as handle:
        for number in range(pages):
            handle.write(record(number))


@dataclass
class Peak:
    """The largest sum of memory, when it was, and what it was made of."""

    size: int = 0
    seconds: float = 0.0
    parts: list[tuple[int, str]] = field(default_factory=list)


class Watch(threading.Thread):
    """Resident memory (shared pages counted once where the system tells) of a process and all below it, sampled."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.start_time, self.peaks = pid, time.perf_counter(), [Peak()]

    def run(self) -> None:
        """One peak for each half minute, so that stages can be told apart; the largest of all comes first."""
        while Path(f"/proc/{self.pid}").exists():
            parts = sorted(((memory(pid), name(pid)) for pid in family(self.pid)), reverse=True)
            passed = time.perf_counter() - self.start_time
            while len(self.peaks) < passed / 30 + 1:
                self.peaks.append(Peak())
            for peak in (self.peaks[0], self.peaks[-1]):
                if sum(size for size, _ in parts) > peak.size:
                    peak.size, peak.seconds, peak.parts = sum(size for size, _ in parts), passed, parts
            time.sleep(1)


def family(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        tasks = Path(f"/proc/{parent}/task")
        try:
            found += [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]
        except OSError:
            continue
    return found


def memory(pid: int) -> int:
    """Proportional set size in bytes."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
    except (OSError, StopIteration):
        return 0


def name(pid: int) -> str:
    """What a process is, from its command line."""
    try:
        words = Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").replace("\0", " ")
    except OSError:
        return "gone"
    known = {"flows.cli": "run", "uvicorn": "Prefect server", "resource_tracker": "tracker", "spawn_main": "worker", "/bin/sh": "shell"}
    return next((told for sign, told in known.items() if sign in words), words[:40])


def whole_run(pages: int, workers: int, folder: Path) -> None:
    """Make the archive, run, tell; a folder that holds an archive already is gone on with."""
    archive = folder / "pages.warc.gz"
    if not archive.exists():
        write_archive(archive, pages)
    (folder / "sources.toml").write_text('[[source]]\nname = "archive"\nkind = "warc"\npath = "pages.warc.gz"\n')
    print(f"{pages:,} pages, {archive.stat().st_size / 2**20:.1f} MiB packed", flush=True)
    command = [sys.executable, "-m", "flows.cli", "--home", str(folder / "home"), "run", "--workers", str(workers)]
    start = time.perf_counter()
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
        watch = Watch(run.pid)
        watch.start()
        output = run.communicate()[0]
    seconds, used = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    print("\n".join(output.splitlines()[-4:]))
    print(
        f"{seconds:.0f} s, {pages / seconds:.1f} articles/s with {workers} workers; {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}"
    )
    print(f"{used.ru_utime + used.ru_stime:.0f} CPU seconds, {1000 * (used.ru_utime + used.ru_stime) / pages:.1f} ms per page")
    print_memory(watch.peaks)
    print_stages(folder / "home")


def print_memory(peaks: list[Peak]) -> None:
    for peak in peaks:
        parts = ", ".join(f"{name} {size / 2**20:.0f}" for size, name in peak.parts if size > 2**23)
        print(f"{'peak' if peak is peaks[0] else '    '} {peak.size / 2**20:6,.0f} MiB after {peak.seconds:6.0f} s: {parts}")


def print_stages(home: Path) -> None:
    from flows.reading import fetch_rows, open_published

    with open_published(home) as connection:
        sql = "SELECT stage, sum(in_count) AS i, sum(out_count) AS o, sum(seconds) AS s FROM ops.stages GROUP BY ALL ORDER BY s DESC"
        for row in fetch_rows(connection, sql):
            print(f"{row['stage']!s:<10} {row['i']:>9} in {row['o']:>9} out {row['s']:10.1f} s (summed over processes)")


def ratios(pages: int) -> None:
    """CPU seconds of our extraction and annotation against those of the libraries alone, on the same pages and texts."""
    from trafilatura import bare_extraction

    from flows.paths import seeds_folder
    from flows.seeds import load_annotator
    from flows.sources.base import Found, to_batches
    from transforms.annotate import annotate
    from transforms.articles import Extraction, to_articles

    found = [Found(f"{n}", page(n), "text/html", url=f"https://news.example/2025/story-{n}.html") for n in range(pages)]
    batches = list(to_batches(found, source_name="b", fetched_at=datetime(2025, 12, 1, tzinfo=UTC), size=100, known=set()))
    annotator, extraction = load_annotator(seeds_folder()), Extraction()
    spent: Counter[str] = Counter()
    texts: list[str] = []
    for number, batch in enumerate([batches[0], *batches]):  # the first one warms up; then in turns, as other load comes and goes
        ours, articles = cpu(lambda batch=batch: to_articles(batch.documents, batch.payloads, extraction=extraction)[0])
        pages_read = [(row["url"], batch.payloads[row["payload_sha256"]].decode()) for row in batch.documents.iter_rows(named=True)]
        theirs, _ = cpu(lambda pages_read=pages_read: [bare_extraction(html, url=url, with_metadata=True) for url, html in pages_read])
        words = articles.get_column("text").to_list()
        our_parse, _ = cpu(lambda articles=articles: annotate(articles, annotator=annotator))
        their_parse, _ = cpu(lambda words=words: list(annotator.model.pipeline.pipe(words)))
        if number:
            texts += words
            spent.update({"ours_extract": ours, "theirs_extract": theirs, "ours_annotate": our_parse, "theirs_annotate": their_parse})
    print(f"{pages} pages, {sum(len(text.split()) for text in texts):,} words, {len(texts)} articles; CPU seconds")
    for step, library in (("extract", "trafilatura"), ("annotate", "spaCy")):
        ours, theirs = spent[f"ours_{step}"], spent[f"theirs_{step}"]
        print(f"{step:<9} {ours:7.1f} ours {theirs:7.1f} {library:<12} ratio {ours / theirs:.2f}")
    together = [spent[f"{whose}_extract"] + spent[f"{whose}_annotate"] for whose in ("ours", "theirs")]
    print(f"together  {together[0]:7.1f} ours {together[1]:7.1f} {'':<12} ratio {together[0] / together[1]:.2f}")


def cpu(work):  # noqa: ANN001, ANN201 - any callable
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int)
    parser.add_argument("--ratios", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="keep archive and home folder here, and go on with what is there")
    given = parser.parse_args()
    if given.ratios:
        ratios(given.pages)
    elif given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        whole_run(given.pages, given.workers, given.folder)
    else:
        with tempfile.TemporaryDirectory(prefix="dateline-archive-") as made:
            whole_run(given.pages, given.workers, Path(made))


if __name__ == "__main__":
    main()
