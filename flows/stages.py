"""The stages of a run as plain functions: read, one transform, check, write. No Prefect in here.

Annotation is in `worker`, because it runs in processes of its own; everything else is columnar and quick, and runs in
the main process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

import polars as pl

from flows.annotated import AnnotatedStore, Count
from flows.console import Progress
from flows.raw import RawStore
from flows.sources.base import Source
from flows.worker import FAILURE_DETAIL, check_count
from transforms.errors import DatelineError
from transforms.schemas import ARTICLES, CORE_TABLES, EVENTS, PARTICIPANTS, REJECTS, Table, conform, frame

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from transforms.codebook import Codebook
    from transforms.gazetteer import Gazetteer
    from transforms.identities import Correction

NO_BATCH = "none"  # stands for the batch of what never became a document
CODED = ("mentions", "entities", "entity_names", "roles", "events", "event_mentions", "participants")


@dataclass(frozen=True)
class Ingested:
    """What reading the sources gave."""

    batch_ids: tuple[str, ...]
    document_count: int
    known_count: int
    rejects: pl.DataFrame
    counts: tuple[Count, ...]


@dataclass
class Loaded:
    """What loading gave, summed over the batches."""

    counts: list[Count] = field(default_factory=list)
    articles: int = 0
    sentences: int = 0
    events: Counter[tuple[str, str]] = field(default_factory=Counter)
    rejects: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Tools:
    """What coding needs beside the tables."""

    gazetteer: Gazetteer
    codebook: Codebook
    corrections: tuple[Correction, ...] = ()


def ingest(sources: Sequence[Source], raw: RawStore, size: int, progress: Progress) -> Ingested:
    """Every new document of the sources into the raw store."""
    known, batch_ids, counts = raw.known(), [], []
    rejects, document_count, known_count = [frame(REJECTS, [])], 0, 0
    start = perf_counter()
    for source in sources:
        for batch in source.batches(size, known):
            rejects.append(batch.rejects)
            known_count += batch.known_count
            height = batch.documents.height
            if height:
                batch_id = raw.write(batch)
                known.update(batch.documents.get_column("document_id"))
                batch_ids.append(batch_id)
                document_count += height
                counts.append(Count("ingest", batch_id, height, height, 0, perf_counter() - start))
            progress.advance(height + batch.known_count)
            start = perf_counter()
    refused = pl.concat(rejects).unique(REJECTS.key, keep="first", maintain_order=True)
    if refused.height:
        counts.append(Count("ingest", NO_BATCH, refused.height, 0, refused.height, 0.0))
    return Ingested(tuple(batch_ids), document_count, known_count, refused, tuple(counts))


def load_batches(path: Path, batch_ids: Iterable[str], store: AnnotatedStore, raw: RawStore, tools: Tools, progress: Progress) -> Loaded:
    """Code every annotated batch and load it into the file; a batch that was never annotated leaves its documents and rejects."""
    from warehouse.connection import open_to_write
    from warehouse.ddl import create_tables

    loaded = Loaded()
    with open_to_write(path) as connection:
        create_tables(connection)
        for batch_id in batch_ids:
            _load_one(connection, batch_id, store, raw, tools, loaded)
            progress.advance()
    return loaded


def _load_one(connection: DuckDBPyConnection, batch_id: str, store: AnnotatedStore, raw: RawStore, tools: Tools, loaded: Loaded) -> None:
    from warehouse.load import load_batch

    documents, _ = raw.read(batch_id)
    if not store.has(batch_id):
        _load_unannotated(connection, batch_id, documents, loaded)
        return
    tables = store.read(batch_id)
    counts = store.counts(batch_id)
    start = perf_counter()
    coded, failed = code_batch(tables, tools)
    count = tables["articles"].height
    counts.append(Count("code", batch_id, count, count - failed.height, failed.height, perf_counter() - start))
    start = perf_counter()
    rejects = pl.concat([tables["rejects"], failed])
    superseded = load_batch(connection, _core(tables | coded | {"documents": documents}) | {"rejects": rejects})
    counts.append(Count("load", batch_id, count, count - superseded.height, superseded.height, perf_counter() - start))
    _tally(loaded, counts, pl.concat([rejects, superseded]), tables["sentences"].height, coded["events"])


def _load_unannotated(connection: DuckDBPyConnection, batch_id: str, documents: pl.DataFrame, loaded: Loaded) -> None:
    """A batch whose worker died twice: its documents are kept and set aside, so the next run does not stumble again."""
    from warehouse.load import load_batch

    rejects = documents.select(
        stage=pl.lit("annotate"),
        subject_id="document_id",
        locator="locator",
        reason=pl.lit("batch_failed"),
        detail=pl.lit(f"the process that annotated batch {batch_id} failed twice; `dateline recode` tries again"),
    )
    load_batch(connection, {"documents": documents, "rejects": conform(REJECTS, rejects)})
    height = documents.height
    counts = [Count("annotate", batch_id, height, 0, height, 0.0), Count("load", batch_id, 0, 0, 0, 0.0)]
    _tally(loaded, counts, rejects, 0, frame(EVENTS, []))


def _core(tables: dict[str, pl.DataFrame]) -> dict[str, pl.DataFrame]:
    """The tables that the warehouse keeps, without those that are grouped over the whole archive."""
    names = {table.name for table in CORE_TABLES}
    return {name: data for name, data in tables.items() if name in names}


def _tally(loaded: Loaded, counts: list[Count], rejects: pl.DataFrame, sentences: int, events: pl.DataFrame) -> None:
    for count in counts:
        check_count(count)
    loaded.counts += counts
    loaded.articles += next((c.out_count for c in counts if c.stage == "load"), 0)
    loaded.sentences += sentences
    loaded.events.update(zip(events.get_column("event_type"), events.get_column("status"), strict=True))
    loaded.rejects.update(zip(rejects.get_column("stage"), rejects.get_column("reason"), strict=True))


def code_batch(tables: dict[str, pl.DataFrame], tools: Tools) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Resolve and code one annotated batch; where that raises, its articles become rejects and stay without events."""
    from transforms.coding import code
    from transforms.resolve import resolve
    from transforms.tenures import with_tenures

    articles = tables["articles"]
    try:
        resolved = resolve(tables["annotated_mentions"], articles, gazetteer=tools.gazetteer, quotes=tables["quotes"])
        resolved["roles"] = with_tenures(resolved["roles"], tables, resolved["mentions"])
        coded = code(tables, resolved["mentions"], articles, codebook=tools.codebook)
        result = {name: conform(_table(name), data) for name, data in {**resolved, **coded}.items() if name in CODED}
    except DatelineError:
        raise
    except Exception as error:  # noqa: BLE001 - one batch that codes badly must not cost the run
        return {name: frame(_table(name), []) for name in CODED}, _not_coded(articles, error)
    return result, frame(REJECTS, [])


def _not_coded(articles: pl.DataFrame, error: Exception) -> pl.DataFrame:
    message = f"{type(error).__name__}: {error}"[:FAILURE_DETAIL]
    rejects = articles.select(
        stage=pl.lit("load"),
        subject_id="article_id",
        locator="locator",
        reason=pl.lit("coding_failed"),
        detail=pl.lit(f"{message}. The article is kept without events; please report it"),
    )
    return conform(REJECTS, rejects)


def _table(name: str) -> Table:
    return next(table for table in CORE_TABLES if table.name == name)


def group(path: Path, corrections: Sequence[Correction] = ()) -> None:
    """Persons, stories and happenings anew over everything: one new article may join two old ones."""
    from flows.identifying import identify
    from transforms.happenings import to_happenings
    from transforms.schemas import ENTITIES, HAPPENINGS, STORIES
    from transforms.stories import StoryParameters, to_stories
    from warehouse.connection import open_to_write, read_table
    from warehouse.load import replace_table

    with open_to_write(path) as connection:
        identify(connection, corrections)
        articles = read_table(connection, ARTICLES)
        replace_table(connection, STORIES, to_stories(articles, parameters=StoryParameters()))
        events, participants = read_table(connection, EVENTS), read_table(connection, PARTICIPANTS)
        entities = read_table(connection, ENTITIES)
        replace_table(connection, HAPPENINGS, to_happenings(events, participants, articles, entities=entities))


def record(path: Path, tables: dict[str, pl.DataFrame], settled: Sequence[str] = ()) -> None:
    """Rows of ops tables into the file; what was set aside at a settled address is no longer so."""
    from warehouse.connection import open_to_write
    from warehouse.ddl import create_tables
    from warehouse.load import load_batch

    with open_to_write(path) as connection:
        create_tables(connection)  # a file of an earlier version may lack some
        connection.execute(
            "DELETE FROM ops.rejects WHERE stage = 'ingest' AND subject_id IN (SELECT unnest(?::VARCHAR[]))", [list(settled)]
        )
        load_batch(connection, tables)
