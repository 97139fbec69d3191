"""A run from end to end: find out whether there is anything to do, do it, publish.

What is to be done is found without Prefect, so that a run with nothing new answers in seconds. The published file is
the only state: a batch in `raw/` that it does not know is work, whoever left it there.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from flows.annotated import Count
from flows.console import Progress
from flows.locking import hold
from flows.paths import ROOT, published_file, seeds_folder
from flows.raw import RawStore
from flows.settings import Settings
from flows.sources.base import Source
from flows.sources.catalog import Entry, read_catalog
from flows.sources.files import FileSource
from flows.sources.gathering import Gathering
from flows.sources.state import Tally
from flows.stages import Ingested, Loaded, ingest, record
from transforms.errors import InputError
from transforms.schemas import CHECKS, RUNS, STAGES, frame

if TYPE_CHECKING:
    from warehouse.publish import Build

# Modules that only coding and grouping use: changing them does not make annotations stale
BEHIND_ANNOTATION = frozenset(
    {
        "affairs",
        "codebook",
        "coding",
        "matching",
        "participants",
        "circumstances",
        "contexts",
        "repeats",
        "discourse",
        "event_dates",
        "event_places",
        "same_events",
        "identities",
        "tenures",
        "plurals",
        "references",
        "persons",
        "organizations",
        "places",
        "publishers",
        "resolution",
        "status",
        "resolve",
        "stories",
        "happenings",
        "known_parties",
        "reports",
        "sameness",
        "errors",
    }
)


@dataclass(frozen=True)
class Work:
    """What a run has to do; small and picklable, because Prefect sends it to the workers."""

    home: Path
    seeds: Path
    run_id: str
    batch_ids: tuple[str, ...]
    annotation_version: str
    workers: int
    runner: str = "processes"
    cluster: str = ""
    exchange: str = ""


@dataclass(frozen=True)
class Processed:
    """What the flow gave back."""

    loaded: Loaded
    checks: pl.DataFrame
    seconds: dict[str, float]
    codebook_version: str


@dataclass
class Summary:
    """What a run did, for a person."""

    run_id: str
    is_nothing_new: bool = False
    new_documents: int = 0
    known_documents: int = 0
    resumed_batches: int = 0
    articles: int = 0
    sentences: int = 0
    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejects: Counter[tuple[str, str]] = field(default_factory=Counter)
    seconds: dict[str, float] = field(default_factory=dict)
    path: Path | None = None
    sources: dict[str, Tally] = field(default_factory=dict)  # those of sources.toml that were asked
    undue: dict[str, datetime] = field(default_factory=dict)  # those that were not, and when they are
    stages: dict[str, tuple[int, int, float]] = field(default_factory=dict)  # in, out, seconds summed over processes
    rejected: list[tuple[str, str]] = field(default_factory=list)  # reason and locator of what could not be taken in
    named: tuple[str, ...] = ()  # files and folders that the user named
    home: Path = Path("data")
    has_rejects: bool = False  # whether what was read holds some, known ones too
    is_first: bool = False  # whether there was no warehouse before


Processor = Callable[[Work, Path, Progress], Processed]


@dataclass(frozen=True)
class Wish:
    """What a run is asked for beside the settings."""

    recode: bool = False  # code the whole archive again
    everything: bool = False  # ask sources that are not due as well
    wait: bool = False  # for another run to end


def run_daily(settings: Settings, progress: Progress, wish: Wish | None = None, *, processor: Processor | None = None) -> Summary:
    """Take in what the sources hold, process what is new, publish. `processor` stands in for the Prefect flow in tests."""
    wish = wish or Wish()
    sources = [FileSource(Path(source), settings.now(), byte_limit=settings.max_payload_bytes) for source in settings.sources]
    entries = open_catalog(settings, is_needed=not wish.recode)
    with hold(settings.home, wait=wish.wait):
        return _Run(settings, progress, wish, processor or prefect_processor(settings)).run(sources, entries)


def open_catalog(settings: Settings, *, is_needed: bool) -> list[Entry]:
    """The sources of `sources.toml`, where none is named; checked before anything is read."""
    if settings.sources or not is_needed:
        return []
    if settings.sources_file is None:
        advice = "Name files or folders: dateline run FOLDER, set sources in dateline.toml, or list them in sources.toml."
        raise InputError("run", "no source is named", advice)
    entries = read_catalog(settings.sources_file)
    if not entries:
        raise InputError(str(settings.sources_file), "lists no source", "Add one with `dateline sources add URL`.")
    return entries


@dataclass
class _Run:
    """One run from reading to publishing."""

    settings: Settings
    progress: Progress
    wish: Wish
    processor: Processor

    def run(self, sources: Sequence[Source], entries: Sequence[Entry]) -> Summary:
        """Read, find what there is to do, do it, publish."""
        started, clock, home = datetime.now(UTC), perf_counter(), self.settings.home
        run_id = f"{started:%Y%m%dT%H%M%S%f}-{os.getpid()}"
        self.progress.begin("reading sources")
        gathering = Gathering(self.settings, entries)
        due = gathering.sources(is_everything=self.wish.everything) if entries else []
        taken = ingest([*sources, *due], RawStore(home), self.settings.batch_size, self.progress)
        work = find_work(self.settings, run_id, recode=self.wish.recode)
        rejects = new_rejects(home, taken.rejects)
        summary = summarize(run_id, taken, work, rejects, perf_counter() - clock)
        summary.named, summary.home, summary.is_first = self.settings.sources, home, not published_file(home).exists()
        summary.has_rejects = not taken.rejects.is_empty()
        summary.sources, summary.undue = gathering.tallies(), {entry.name: moment for entry, moment in gathering.undue}
        summary.is_nothing_new = not work.batch_ids and rejects.is_empty()
        if summary.is_nothing_new and not gathering.has_state:
            return summary
        self._publish(summary, Taken(taken, rejects, gathering, started), work)
        return summary

    def _publish(self, summary: Summary, taken: Taken, work: Work) -> None:
        """Process and publish; where there is no article to process, the new rows are added without starting Prefect."""
        from warehouse.publish import Build

        with Build(self.settings.home, summary.run_id) as build:
            if work.batch_ids or not build.path.exists():
                processed = self.processor(work, build.path, self.progress)
                add_processed(summary, processed)
            else:
                processed = Processed(Loaded(), frame(CHECKS, []), {}, last_codebook(self.settings.home))
            publish(build, summary, taken, processed, self.progress)


@dataclass(frozen=True)
class Taken:
    """What reading the sources gave, and what is remembered of them."""

    ingested: Ingested
    rejects: pl.DataFrame
    gathering: Gathering
    started: datetime


def last_codebook(home: Path) -> str:
    """Version of the codebook of the last run: rows that no run has coded since are still its."""
    rows = _published(home, "SELECT codebook_version FROM ops.runs ORDER BY run_id DESC LIMIT 1")
    return str(rows[0]["codebook_version"]) if rows else ""


def find_work(settings: Settings, run_id: str, *, recode: bool) -> Work:
    """The batches in the raw store that the published file does not know; with `recode` all of them."""
    seeds = seeds_folder()
    done = set() if recode else published_batches(settings.home)
    pending = tuple(batch_id for batch_id in RawStore(settings.home).batch_ids() if batch_id not in done)
    version = annotation_version(seeds) if pending else ""
    workers = min(settings.workers, max(len(pending), 1))
    return Work(settings.home, seeds, run_id, pending, version, workers, settings.runner, settings.cluster, settings.exchange)


def annotation_version(seeds: Path) -> str:
    """Hash of everything that annotation depends on: model, word lists, and the code that reads them."""
    from flows.seeds import fingerprint

    code = [path for path in sorted((ROOT / "transforms").glob("*.py")) if path.stem not in BEHIND_ANNOTATION]
    lists = [seeds / name for name in ("model", "gazetteers", "grammar")]
    libraries = "-".join(installed_version(name) for name in ("spacy", "trafilatura"))
    return f"{fingerprint(*lists, *code)}-{libraries}"


def published_batches(home: Path) -> set[str]:
    """Batches that the published file holds."""
    return {str(row["batch_id"]) for row in _published(home, "SELECT DISTINCT batch_id FROM ops.stages WHERE stage = 'load'")}


def new_rejects(home: Path, rejects: pl.DataFrame) -> pl.DataFrame:
    """Rejects of ingestion that the published file does not list yet."""
    if rejects.is_empty():
        return rejects
    rows = _published(home, "SELECT subject_id, reason FROM ops.rejects WHERE stage = 'ingest'")
    listed = pl.DataFrame(rows, schema={"subject_id": pl.String, "reason": pl.String})
    return rejects.join(listed, on=["subject_id", "reason"], how="anti", maintain_order="left")


def _published(home: Path, sql: str) -> list[dict[str, object]]:
    from flows.reading import fetch_rows, open_published

    if not published_file(home).exists():
        return []
    with open_published(home) as connection:
        return fetch_rows(connection, sql)


def prefect_processor(settings: Settings) -> Processor:
    """The Prefect flow, imported when it is called; the environment must be set before Prefect is imported."""

    def process(work: Work, path: Path, progress: Progress) -> Processed:
        from flows.environment import prepare_environment

        prepare_environment(settings.home)
        from flows.daily import process

        return process(work, path, progress)

    return process


def summarize(run_id: str, taken: Ingested, work: Work, rejects: pl.DataFrame, seconds: float) -> Summary:
    """The summary as far as it is known before processing."""
    counted = Counter(zip(rejects.get_column("stage"), rejects.get_column("reason"), strict=True))
    return Summary(
        run_id,
        new_documents=taken.document_count,
        known_documents=taken.known_count,
        resumed_batches=len(set(work.batch_ids) - set(taken.batch_ids)),
        rejects=counted,
        seconds={"reading sources": seconds},
    )


def add_processed(summary: Summary, processed: Processed) -> None:
    """Complete the summary with what the flow gave back."""
    loaded = processed.loaded
    summary.articles, summary.sentences, summary.events = loaded.articles, loaded.sentences, loaded.events
    summary.rejects += loaded.rejects
    summary.seconds |= processed.seconds


def publish(build: Build, summary: Summary, taken: Taken, processed: Processed, progress: Progress) -> None:
    """Write the run's own rows, then make the file current; only then forget what was kept until it is."""
    progress.begin("publishing")
    clock = perf_counter()
    counts = [*taken.ingested.counts, *processed.loaded.counts]
    summary.stages = sum_stages(counts)
    summary.rejected = list(zip(taken.rejects.get_column("reason"), taken.rejects.get_column("locator"), strict=True))
    tables, settled, spooled = taken.gathering.state(summary.run_id)
    tables |= {
        "rejects": taken.rejects,
        "stages": to_stages(summary.run_id, counts),
        "checks": processed.checks,
        "runs": to_run(summary, processed.codebook_version, taken.started),
    }
    record(build.path, tables, settled)
    summary.path = published_file(build.home)
    build.publish()
    taken.gathering.spool.clear(spooled)
    summary.seconds["publishing"] = perf_counter() - clock
    progress.advance()


def sum_stages(counts: Sequence[Count]) -> dict[str, tuple[int, int, float]]:
    """What went in and out of each stage, and its seconds."""
    sums: dict[str, tuple[int, int, float]] = {}
    for count in counts:
        came, went, seconds = sums.get(count.stage, (0, 0, 0.0))
        sums[count.stage] = (came + count.in_count, went + count.out_count, seconds + count.seconds)
    return sums


def to_stages(run_id: str, counts: Sequence[Count]) -> pl.DataFrame:
    """The counts as rows of ops.stages."""
    names = ("batch_id", "stage", "in_count", "out_count", "rejected_count", "seconds")
    return frame(STAGES, [{"run_id": run_id, **{name: getattr(count, name) for name in names}} for count in counts])


def to_run(summary: Summary, codebook_version: str, started: datetime) -> pl.DataFrame:
    """The row of ops.runs."""
    from flows.seeds import model_version

    row = {
        "run_id": summary.run_id,
        "started_at": started,
        "finished_at": datetime.now(UTC),
        "document_count": summary.new_documents,
        "article_count": summary.articles,
        "event_count": summary.events.total(),
        "reject_count": summary.rejects.total(),
        "codebook_version": codebook_version,
        "model_version": model_version(seeds_folder()),
        "software_version": installed_version("dateline"),
    }
    return frame(RUNS, [row])
