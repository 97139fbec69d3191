"""The stages of a run as plain functions: read, one transform, check, write. No Prefect in here.

Annotation is in `worker`, because it runs in processes of its own; everything else is columnar and quick, and runs in
the main process.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
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
from transforms.schemas import CORE_TABLES, EVENTS, REJECTS, Table, conform, frame

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from transforms.codebook import Codebook
    from transforms.gazetteer import Gazetteer
    from transforms.identities import Correction

NO_BATCH = "none"  # stands for the batch of what never became a document
CODED_TOGETHER = 20  # batches; a call of coding takes a tenth of a second whatever it is given, so that few articles would be slow
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
class Coded:
    """An annotated batch with what coding made of it, and what its stages counted."""

    batch_id: str
    tables: dict[str, pl.DataFrame]
    counts: list[Count]


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
    from warehouse.connection import BESIDE_TABLES, open_to_write
    from warehouse.ddl import create_tables

    loaded = Loaded()
    with open_to_write(path, memory=BESIDE_TABLES) as connection:
        create_tables(connection)
        for together in batched(batch_ids, CODED_TOGETHER):
            coded = {coded.batch_id: coded for coded in code_finished(store, together, tools)}
            for batch_id in together:
                documents, _ = raw.read(batch_id)
                if batch_id in coded:
                    _load_one(connection, documents, coded.pop(batch_id), loaded)  # popped, as tables of many batches are large
                else:
                    _load_unannotated(connection, batch_id, documents, loaded)
                progress.advance()
    return loaded


def code_finished(store: AnnotatedStore, batch_ids: Iterable[str], tools: Tools) -> list[Coded]:
    """Those of the batches that are annotated, coded at once."""
    finished = [batch_id for batch_id in batch_ids if store.has(batch_id)]
    if not finished:
        return []
    batches = [store.read(batch_id) for batch_id in finished]
    start = perf_counter()
    coded = code_batches(batches, tools)
    seconds = (perf_counter() - start) / max(1, sum(tables["articles"].height for tables in batches))
    found = []
    for batch_id, tables, (made, failed) in zip(finished, batches, coded, strict=True):
        count = tables["articles"].height
        counted = Count("code", batch_id, count, count - failed.height, failed.height, seconds * count)
        rejects = pl.concat([tables["rejects"], failed])
        found.append(Coded(batch_id, tables | made | {"rejects": rejects}, [*store.counts(batch_id), counted]))
    return found


def _load_one(connection: DuckDBPyConnection, documents: pl.DataFrame, coded: Coded, loaded: Loaded) -> None:
    from warehouse.load import load_batch

    tables, start = coded.tables, perf_counter()
    count = tables["articles"].height
    superseded = load_batch(connection, _core(tables | {"documents": documents}) | {"rejects": tables["rejects"]})
    counts = [*coded.counts, Count("load", coded.batch_id, count, count - superseded.height, superseded.height, perf_counter() - start)]
    _tally(loaded, counts, pl.concat([tables["rejects"], superseded]), tables["sentences"].height, tables["events"])


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


def batched(batch_ids: Iterable[str], size: int) -> Iterator[list[str]]:
    """The ids in lists of a size."""
    rest = iter(batch_ids)
    while found := list(islice(rest, size)):
        yield found


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
    return code_batches([tables], tools)[0]


def code_batches(batches: list[dict[str, pl.DataFrame]], tools: Tools) -> list[tuple[dict[str, pl.DataFrame], pl.DataFrame]]:
    """Each batch resolved and coded, and its rejects. Several are coded at once; each by itself where that fails."""
    ids = pl.concat([tables["articles"].get_column("article_id") for tables in batches])
    if len(batches) > 1 and ids.is_duplicated().any():
        return [code_batch(tables, tools) for tables in batches]
    try:
        return [(made, frame(REJECTS, [])) for made in coded_together(batches, tools)]
    except DatelineError:
        raise
    except Exception as error:  # noqa: BLE001 - one batch that codes badly must not cost the run
        if len(batches) > 1:
            return [code_batch(tables, tools) for tables in batches]
        return [({name: frame(_table(name), []) for name in CODED}, _not_coded(batches[0]["articles"], error))]


def coded_together(batches: list[dict[str, pl.DataFrame]], tools: Tools) -> list[dict[str, pl.DataFrame]]:
    """What resolving and coding give for each of the batches, which have no article in common."""
    from transforms.coding import READ, code

    resolved = [resolved_batch(tables, tools) for tables in batches]
    joint = {name: pl.concat([tables[name] for tables in batches]) for name in ("articles", *READ)}
    mentions = pl.concat([found["mentions"] for found in resolved])
    coded = code(joint, mentions, joint["articles"], codebook=tools.codebook)
    made = []
    for tables, found in zip(batches, resolved, strict=True):
        own = {name: data.join(tables["articles"], on="article_id", how="semi", maintain_order="left") for name, data in coded.items()}
        made.append({name: conform(_table(name), data) for name, data in {**found, **own}.items() if name in CODED})
    return made


def resolved_batch(tables: dict[str, pl.DataFrame], tools: Tools) -> dict[str, pl.DataFrame]:
    """Mentions, entities, their names and roles of an annotated batch."""
    from transforms.resolve import resolve
    from transforms.tenures import with_tenures

    resolved = resolve(tables["annotated_mentions"], tables["articles"], gazetteer=tools.gazetteer, quotes=tables["quotes"])
    resolved["roles"] = with_tenures(resolved["roles"], tables, resolved["mentions"])
    return resolved


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
    """Persons anew over everything, as one new article may join two old ones; stories and happenings where something changed."""
    from flows.grouping import group_archive
    from flows.identifying import identify
    from warehouse.connection import BESIDE_TABLES, open_to_write

    with open_to_write(path, memory=BESIDE_TABLES) as connection:
        identify(connection, corrections)
    # opened anew, as DuckDB gives back only then what it has come to hold
    with open_to_write(path, memory=BESIDE_TABLES) as connection:
        group_archive(connection)


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
