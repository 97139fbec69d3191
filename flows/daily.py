"""The Prefect flow `daily`: annotation in a pool of processes, then coding, loading, grouping and models.

The only module that imports Prefect; import it late and after `environment.prepare_environment`. Prefect schedules and
shows; what is done is what lies in the home folder, so results and caches are off and a rerun finds finished batches.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from prefect import flow, task
from prefect.cache_policies import NO_CACHE
from prefect.futures import PrefectFuture, as_completed
from prefect.settings import PREFECT_API_URL, temporary_settings
from prefect.states import Completed
from prefect.utilities.annotations import quote

from flows.annotated import AnnotatedStore
from flows.console import Progress
from flows.exchange import Exchange
from flows.interruption import ended_with, ending_in_a_flow, killed_with_us
from flows.isolation import Isolation
from flows.raw import RawStore
from flows.reporting import ArtifactProgress, write_summary
from flows.runners import make_runner
from flows.running import Processed, Summary, Wish, Work, run_daily
from flows.seeds import read_codebook, read_corrections, read_gazetteer, read_lexicon
from flows.settings import read_settings
from flows.stages import Tools, group, load_batches
from flows.worker import Job, annotate_batch
from transforms.errors import BusyError
from warehouse.models import build_models

annotate_task = task(name="annotate", cache_policy=NO_CACHE, persist_result=False)(annotate_batch)
load_task = task(name="code and load", cache_policy=NO_CACHE, persist_result=False)(load_batches)
group_task = task(name="group", cache_policy=NO_CACHE, persist_result=False)(group)
models_task = task(name="models", cache_policy=NO_CACHE, persist_result=False)(build_models)


def process(work: Work, path: Path, progress: Progress) -> Processed:
    """Run the flow under the name of its run."""
    with one_server():
        return process_batches.with_options(flow_run_name=work.run_id)(work, path, progress)


@contextmanager
def one_server() -> Iterator[None]:
    """The server of the settings, else a temporary one that the workers share; left to itself each would start its own."""
    if PREFECT_API_URL.value():
        yield
        return
    from prefect.server.api.server import SubprocessASGIServer

    server = SubprocessASGIServer()
    with ended_with(server.stop):
        server.start()
        try:
            with temporary_settings({PREFECT_API_URL: server.api_url}), killed_with_us(server.server_process):
                yield
        finally:
            server.stop()


@flow(name="daily", validate_parameters=False, persist_result=False)
def process_batches(work: Work, path: Path, progress: Progress) -> Processed:
    """Batches in `raw/` to rows and models in the file at `path`."""
    with ending_in_a_flow():
        return _process_batches(work, path, progress)


def _process_batches(work: Work, path: Path, progress: Progress) -> Processed:
    seconds: dict[str, float] = {}

    def timed(stage: str, step: Callable[[], Any], total: int | None = None) -> Any:  # noqa: ANN401 - gives what the step gives
        progress.begin(stage, total)
        start = perf_counter()
        result = step()
        seconds[stage] = perf_counter() - start
        return result

    # before the long part: a seed that cannot be read must stop the run, not fail every batch
    tools = Tools(read_gazetteer(work.seeds), read_codebook(work.seeds), read_corrections(work.seeds))
    sealed: Any = quote(tools)  # else Prefect looks for futures in every entry of the gazetteer, for ten seconds
    read_lexicon(work.seeds)
    count = len(work.batch_ids)
    # a flow of its own, so that the workers and their memory are gone when the archive as a whole is worked on
    pooled = annotate_all.with_options(task_runner=make_runner(work.runner, work.workers, work.cluster), flow_run_name=work.run_id)
    timed("annotating", lambda: pooled(work, progress), count)
    store, raw = AnnotatedStore(work.home, work.annotation_version), RawStore(work.home)
    loaded = timed("coding and loading", lambda: load_task(path, work.batch_ids, store, raw, sealed, progress), count)
    timed("grouping", lambda: group_task(path, tools.corrections))
    checks = timed("building models", lambda: models_task(path, work.home / "dbt", work.run_id))
    return Processed(loaded, checks, seconds, tools.codebook.version)


@flow(name="annotation", validate_parameters=False, persist_result=False)
def annotate_all(work: Work, progress: Progress) -> None:
    """Annotate every batch that is not finished; what fails in the pool is tried once more in isolation."""
    with ending_in_a_flow():
        _annotate_all(work, progress)


def _annotate_all(work: Work, progress: Progress) -> None:
    store = AnnotatedStore(work.home, work.annotation_version)
    store.remove_drafts()
    jobs = {b: Job(work.home, work.seeds, b, work.annotation_version) for b in work.batch_ids if not store.has(b)}
    progress.advance(len(work.batch_ids) - len(jobs))
    exchange = Exchange(work.exchange if work.runner != "processes" else "")
    for batch_id in jobs if exchange.address else ():
        exchange.put_raw(RawStore(work.home), batch_id)
    futures: list[PrefectFuture[str]] = [annotate_task.submit(replace(job, exchange=exchange.address)) for job in jobs.values()]
    for _ in as_completed(futures):  # neither result nor error is asked for: the folder is what counts
        progress.advance()
    for batch_id in jobs if exchange.address else ():
        exchange.get_annotated(store, batch_id)
        exchange.remove(store, batch_id)
    retry_failed([job for batch_id, job in jobs.items() if not store.has(batch_id)], progress)


def retry_failed(jobs: list[Job], progress: Progress) -> None:
    """Once more, one by one; a batch that fails again is told and left without a folder."""
    if not jobs:
        return
    progress.begin("trying again", len(jobs))
    with Isolation() as isolation:
        for job in jobs:
            problem = isolation.retry(job)
            if problem:
                progress.note(f"batch {job.batch_id} failed twice ({problem}); its documents are set aside")
            progress.advance()


def run_name() -> str:
    """A flow run is named after the moment of its start."""
    return f"dateline {datetime.now(UTC):%Y-%m-%d %H:%M:%S}"


@flow(name="scheduled", flow_run_name=run_name, persist_result=False)
def scheduled(config: str = "dateline.toml") -> Any:  # noqa: ANN401 - a sentence, or a state of Prefect that is one
    """A run as a deployment starts it (prefect.yaml); the settings file names home and sources."""
    settings = read_settings({}, config=Path(config), environment=os.environ)
    progress = ArtifactProgress()
    with ending_in_a_flow():
        try:
            summary = run_daily(settings, progress, Wish(wait=settings.when_busy == "wait"), processor=process)
        except BusyError as error:
            return Completed(name="Skipped", message=str(error))
    progress.finish()
    write_summary(summary)
    return sentence(summary)


def sentence(summary: Summary) -> str:
    """What a run did, in a line."""
    failing = sorted(name for name, tally in summary.sources.items() if tally.error)
    told = "nothing new" if summary.is_nothing_new else f"{summary.new_documents} new documents, {summary.events.total()} events"
    return f"{told}; failing: {', '.join(failing)}" if failing else told
