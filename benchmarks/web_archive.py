"""A synthetic web archive through the whole pipeline: articles per second, peak memory, seconds by stage.

    python -m benchmarks.web_archive 10000              one run; the archive and the home folder go into a temporary folder
    python -m benchmarks.web_archive 500 --ratios       extraction and annotation against trafilatura and spaCy alone

Pages are made from sentences written here, varied by names, places, dates and numbers, with the menus and scripts of a
news page around them. Memory is the sum over all processes of the run, sampled; CPU seconds are immune to other load.
"""

from __future__ import annotations

import argparse
import gzip
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

PLACES = ("Oslo", "Hanoi", "Nairobi", "Lima", "Riga", "Accra", "Quito", "Ottawa", "Seoul", "Amman", "Dakar", "Manila", "Tbilisi", "Rabat")
COUNTRIES = ("Norway", "Vietnam", "Kenya", "Peru", "Latvia", "Ghana", "Ecuador", "Canada", "South Korea", "Jordan", "Senegal", "Morocco")
FIRST = ("Anna", "Karim", "Lucia", "Peter", "Mei", "Samuel", "Ingrid", "Tomas", "Fatima", "Joseph", "Elena", "David")
LAST = ("Berg", "Okafor", "Quispe", "Nguyen", "Ozols", "Mensah", "Torres", "Tremblay", "Haddad", "Diop", "Reyes", "Lindqvist")
SENTENCES = (
    "{country} foreign minister {person} will visit {place} next week for talks on trade, the ministry said on {day}.",
    "Police in {place} arrested {number} people on {day} after a protest against higher fares.",
    "{country} sent tents, food and {number} doctors to {other} after the earthquake.",
    "The government of {country} accused {other} of closing the border without warning.",
    "President {person} met union leaders in {place} and promised to raise the minimum wage by {number} percent.",
    "Soldiers withdrew from two villages near {place}, a spokesman for the army said.",
    "The court in {place} postponed the trial of former minister {person} until the spring.",
    '"We have waited for {number} years," said {person}, who owns a small shop in {place}.',
    "Negotiators from {country} and {other} signed an agreement on fishing in the shared waters.",
    "Thousands marched through {place} on {day} and demanded the release of {number} students.",
    "{person} said the plan would cost {number} million and could begin in the autumn.",
    "A storm destroyed {number} houses along the coast of {country} and cut off several towns.",
    "{country} may impose sanctions on {other} if the talks in {place} fail, {person} told reporters.",
    "The ministry denied that {country} had supplied weapons to rebels in {other}.",
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MENU = "".join(f"<li><a href='/section/{n}/'>Section number {n}</a></li>" for n in range(40))
SCRIPT = "<script>var settings = {" + ", ".join(f"key{n}: 'value {n}'" for n in range(120)) + "};</script>"


def page(number: int) -> bytes:
    """The page of that number, always the same."""
    chance = random.Random(number)
    day = date(2025, 1, 1) + timedelta(days=number % 300)
    body = [sentence(chance) for _ in range(chance.randint(8, 30))]
    place = chance.choice(PLACES)
    body[0] = f"{place.upper()}, {day:%B} {day.day} - {body[0]}"
    text = "".join(f"<p>{' '.join(body[at : at + 2])}</p>" for at in range(0, len(body), 2))
    title = f"Report {number} from {place}"
    head = f"<title>{title}</title><meta property='article:published_time' content='{day.isoformat()}T08:00:00Z'>{SCRIPT}"
    side = "".join(f"<div class='teaser'><a href='/story/{n}'>{sentence(chance)}</a></div>" for n in range(8))
    main = f"<article><h1>{title}</h1>{text}</article><aside>{side}</aside><footer>All rights reserved.</footer>"
    return f"<!DOCTYPE html><html lang='en'><head>{head}</head><body><nav><ul>{MENU}</ul></nav>{main}</body></html>".encode()


def sentence(chance: random.Random) -> str:
    country, other = chance.sample(COUNTRIES, 2)
    person = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
    fill = {"country": country, "other": other, "person": person, "place": chance.choice(PLACES), "day": chance.choice(DAYS)}
    return chance.choice(SENTENCES).format(**fill, number=chance.randint(3, 900))


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


class Watch(threading.Thread):
    """The largest sum of resident memory (shared pages counted once where the system tells) of a process and its children."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.pid, self.peak, self.largest = pid, 0, 0

    def run(self) -> None:
        while Path(f"/proc/{self.pid}").exists():
            sizes = [memory(pid) for pid in family(self.pid)]
            self.peak = max(self.peak, sum(sizes))
            self.largest = max(self.largest, *sizes, 0)
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


def whole_run(pages: int, workers: int) -> None:
    with tempfile.TemporaryDirectory(prefix="dateline-archive-") as name:
        folder = Path(name)
        write_archive(folder / "pages.warc.gz", pages)
        (folder / "sources.toml").write_text('[[source]]\nname = "archive"\nkind = "warc"\npath = "pages.warc.gz"\n')
        print(f"{pages:,} pages, {(folder / 'pages.warc.gz').stat().st_size / 2**20:.1f} MiB packed", flush=True)
        command = [sys.executable, "-m", "flows.cli", "--home", str(folder / "home"), "run", "--workers", str(workers)]
        start = time.perf_counter()
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
        with subprocess.Popen(command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as run:
            watch = Watch(run.pid)
            watch.start()
            output = run.communicate()[0]
        seconds = time.perf_counter() - start
        print("\n".join(output.splitlines()[-12:]))
        print(f"{seconds:.0f} s, {pages / seconds:.1f} articles/s with {workers} workers, load {os.getloadavg()[0]:.1f}")
        print(f"peak memory {watch.peak / 2**20:,.0f} MiB of all processes, {watch.largest / 2**20:,.0f} MiB of the largest")
        print_stages(folder / "home")


def print_stages(home: Path) -> None:
    from flows.reading import fetch_rows, open_published

    with open_published(home) as connection:
        sql = "SELECT stage, sum(in_count) AS i, sum(out_count) AS o, sum(seconds) AS s FROM ops.stages GROUP BY ALL ORDER BY s DESC"
        for row in fetch_rows(connection, sql):
            print(f"{row['stage']!s:<10} {row['i']:>9} in {row['o']:>9} out {row['s']:10.1f} s (summed over processes)")


def ratios(pages: int) -> None:
    """CPU seconds of our extraction and annotation against those of the libraries alone, on the same pages and texts."""
    import polars as pl
    from trafilatura import bare_extraction

    from flows.paths import seeds_folder
    from flows.seeds import load_annotator
    from flows.sources.base import Found, to_batches
    from transforms.annotate import annotate
    from transforms.articles import Extraction, to_articles

    payloads = [page(number) for number in range(pages)]
    found = [Found(f"{n}", payload, "text/html", url=f"https://news.example/2025/story-{n}.html") for n, payload in enumerate(payloads)]
    batches = list(to_batches(found, source_name="b", fetched_at=datetime(2025, 12, 1, tzinfo=UTC), size=100, known=set()))
    annotator, extraction = load_annotator(seeds_folder()), Extraction()
    extraction.identifier  # noqa: B018 - loaded once per process, not per page
    ours_extract, articles = cpu(lambda: [to_articles(b.documents, b.payloads, extraction=extraction)[0] for b in batches])
    theirs_extract, _ = cpu(
        lambda: [bare_extraction(p.decode(), url=i.url, with_metadata=True) for i, p in zip(found, payloads, strict=True)]
    )
    texts = pl.concat(articles).get_column("text").to_list()
    ours_annotate, _ = cpu(lambda: [annotate(a, annotator=annotator) for a in articles])
    theirs_annotate, _ = cpu(lambda: list(annotator.model.pipeline.pipe(texts)))
    print(f"{pages} pages, {sum(len(text.split()) for text in texts):,} words, {len(texts)} articles; CPU seconds")
    print(f"extract   {ours_extract:7.1f} ours {theirs_extract:7.1f} trafilatura   ratio {ours_extract / theirs_extract:.2f}")
    print(f"annotate  {ours_annotate:7.1f} ours {theirs_annotate:7.1f} spaCy         ratio {ours_annotate / theirs_annotate:.2f}")
    print(f"together  ratio {(ours_extract + ours_annotate) / (theirs_extract + theirs_annotate):.2f}")


def cpu(work):  # noqa: ANN001, ANN201 - any callable
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", type=int)
    parser.add_argument("--ratios", action="store_true")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args()
    if given.ratios:
        ratios(given.pages)
    else:
        whole_run(given.pages, given.workers)


if __name__ == "__main__":
    main()
