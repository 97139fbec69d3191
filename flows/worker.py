"""What a worker process does: one batch from raw payloads to annotated Parquet.

Runs in processes of their own; the language model is loaded once in each. The answer is small: the folder holds the
work. Must not import duckdb, whose binding chatters on stderr when a process ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from flows.annotated import AnnotatedStore, Count
from flows.environment import silence_extraction
from flows.raw import RawStore
from transforms.errors import ContractError
from transforms.schemas import ANNOTATED_TABLES, REJECTS, check_key, conform, frame

if TYPE_CHECKING:
    from transforms.annotate import Annotator

FAILURE_DETAIL = 300  # characters of an exception that are kept


@dataclass(frozen=True)
class Job:
    """One batch to annotate; `one_by_one` sets aside the articles that fail instead of failing."""

    home: Path
    seeds: Path
    batch_id: str
    version: str
    one_by_one: bool = False
    exchange: str = ""  # where the batch is taken from and put back, for workers that do not share the home folder


@cache
def annotator(seeds: Path) -> Annotator:
    """The tools of this process: loading them takes seconds, so it happens once."""
    from flows.seeds import load_annotator

    return load_annotator(seeds)


def annotate_batch(job: Job) -> str:
    """Extract and annotate a batch, write it, give its id; whatever goes wrong becomes a RuntimeError with its words.

    Errors travel between processes as pickles, and many classes do not survive that; a RuntimeError does.
    """
    try:
        return _annotate_elsewhere(job) if job.exchange else _annotate_batch(job)
    except Exception as error:  # noqa: BLE001 - see above
        raise RuntimeError(f"{type(error).__name__}: {error}"[:FAILURE_DETAIL]) from None


def _annotate_elsewhere(job: Job) -> str:
    """On a worker with its own disk and its own installation, which must be the same as that of the run."""
    from flows.exchange import Exchange, own_version
    from flows.paths import seeds_folder

    seeds = seeds_folder()
    if own_version(seeds) != job.version:
        raise ContractError("annotated", "this worker has another version of dateline, its model or its libraries than the run")
    exchange = Exchange(job.exchange)
    with exchange.taken(job.batch_id) as home:
        _annotate_batch(replace(job, home=home, seeds=seeds))
        exchange.put_annotated(AnnotatedStore(home, job.version), job.batch_id)
    return job.batch_id


def _annotate_batch(job: Job) -> str:
    """A batch that is finished already costs nothing."""
    from transforms.articles import Extraction, to_articles

    store = AnnotatedStore(job.home, job.version)
    if store.has(job.batch_id):
        return job.batch_id
    documents, payloads = RawStore(job.home).read(job.batch_id)
    silence_extraction()
    start = perf_counter()
    articles, unread = to_articles(documents, payloads, extraction=Extraction())
    middle = perf_counter()
    tables = annotate_articles(articles, annotator(job.seeds), one_by_one=job.one_by_one)
    end = perf_counter()
    counts = [
        Count("extract", job.batch_id, documents.height, articles.height, unread.height, middle - start),
        _annotate_count(job.batch_id, articles, tables["rejects"], end - middle),
    ]
    rejects = pl.concat([conform(REJECTS, unread), conform(REJECTS, tables["rejects"])])
    store.write(job.batch_id, {**tables, "articles": articles, "rejects": rejects}, counts)
    return job.batch_id


def _annotate_count(batch_id: str, articles: pl.DataFrame, rejects: pl.DataFrame, seconds: float) -> Count:
    return Count("annotate", batch_id, articles.height, articles.height - rejects.height, rejects.height, seconds)


def annotate_articles(articles: pl.DataFrame, tools: Annotator, *, one_by_one: bool) -> dict[str, pl.DataFrame]:
    """The annotated tables; with `one_by_one` an article that raises becomes a reject and the rest goes on."""
    from transforms.annotate import annotate

    if not one_by_one:
        return _with_unique_keys(annotate(articles, annotator=tools))
    parts = [_annotate_one(row, tools) for row in articles.iter_slices(1)] or [annotate(articles, annotator=tools)]
    return {name: pl.concat([part[name] for part in parts]) for name in parts[0]}


def _annotate_one(article: pl.DataFrame, tools: Annotator) -> dict[str, pl.DataFrame]:
    from transforms.annotate import annotate

    try:
        return _with_unique_keys(annotate(article, annotator=tools))
    except Exception as error:  # noqa: BLE001 - whatever one article provokes must not cost the others
        empty = {table.name: frame(table, []) for table in ANNOTATED_TABLES}
        return empty | {"rejects": frame(REJECTS, [_failed(article.row(0, named=True), error)])}


def _with_unique_keys(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables; raises where a key stands twice, since loading would, and there it would end the run."""
    for table in ANNOTATED_TABLES:
        check_key(table, tables[table.name])
    return tables


def _failed(article: Mapping[str, object], error: Exception) -> dict[str, object]:
    message = f"{type(error).__name__}: {error}"[:FAILURE_DETAIL]
    return {
        "stage": "annotate",
        "subject_id": article["article_id"],
        "locator": article["locator"],
        "reason": "annotation_failed",
        "detail": f"{message}. The article is kept without events; please report it",
    }


def check_count(count: Count) -> None:
    """Raise ContractError unless in = out + rejected."""
    if count.in_count != count.out_count + count.rejected_count:
        problem = f"{count.stage} of batch {count.batch_id}: {count.in_count} in, {count.out_count} out, {count.rejected_count} rejected"
        raise ContractError("stages", problem)
