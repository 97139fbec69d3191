"""The demo warehouse, made once for the tests that ask it: every stage of a run in this process, without Prefect."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from flows.annotated import AnnotatedStore
from flows.console import Silent
from flows.paths import published_file, seeds_folder
from flows.raw import RawStore
from flows.seeds import read_codebook, read_gazetteer
from flows.sources.files import FileSource
from flows.stages import Tools, group, ingest, load_batches
from flows.worker import Job, annotate_batch
from transforms.schemas import frame
from warehouse.connection import open_to_write
from warehouse.load import load_batch
from warehouse.models import build_models


def make_demo(home: Path) -> Path:
    """Publish the bundled articles in `home`; gives the file."""
    from transforms.schemas import RUNS

    seeds, raw = seeds_folder(), RawStore(home)
    at = datetime(2025, 6, 1, tzinfo=UTC)
    taken = ingest([FileSource(seeds / "articles", at)], raw, 100, Silent())
    for batch_id in taken.batch_ids:
        annotate_batch(Job(home, seeds, batch_id, "demo"))
    path = published_file(home)
    load_batches(path, taken.batch_ids, AnnotatedStore(home, "demo"), raw, Tools(read_gazetteer(seeds), read_codebook(seeds)), Silent())
    group(path)
    checks = build_models(path, home / "dbt", "r1")
    run = {"run_id": "r1", "started_at": at, "finished_at": at, "document_count": taken.document_count, "article_count": 14,
           "event_count": 0, "reject_count": 0, "codebook_version": "", "model_version": "", "software_version": ""}  # fmt: skip
    with open_to_write(path) as connection:
        load_batch(connection, {"checks": checks, "runs": frame(RUNS, [run])})
    return path
