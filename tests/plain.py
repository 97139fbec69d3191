"""The stages of a run in this process and without Prefect: for tests that are about something else."""

from dataclasses import replace
from pathlib import Path

from flows.annotated import AnnotatedStore
from flows.console import Progress, Silent
from flows.raw import RawStore
from flows.running import Processed, Work
from flows.seeds import read_codebook, read_corrections
from flows.stages import Tools, group, load_batches
from flows.worker import Job, annotate_batch, annotator
from transforms.schemas import CHECKS, frame
from warehouse.models import build_models


def process(work: Work, path: Path, progress: Progress) -> Processed:
    """Annotate, load and group; the SQL models are left out."""
    for batch_id in work.batch_ids:
        annotate_batch(Job(work.home, work.seeds, batch_id, work.annotation_version))
    tools = Tools(annotator(work.seeds).gazetteer, read_codebook(work.seeds), read_corrections(work.seeds))
    store, raw = AnnotatedStore(work.home, work.annotation_version), RawStore(work.home)
    loaded = load_batches(path, work.batch_ids, store, raw, tools, Silent())
    group(path, tools.corrections)
    return Processed(loaded, frame(CHECKS, []), {}, tools.codebook.version)


def process_and_build(work: Work, path: Path, progress: Progress) -> Processed:
    """All stages: the SQL models are built and their checks run as well."""
    return replace(process(work, path, progress), checks=build_models(path, work.home / "dbt", work.run_id))
