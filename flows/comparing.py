"""`dateline compare`: what another codebook would make of the archive, before anything is changed.

The published warehouse holds everything that coding reads, so the archive is coded article by article from there, a
block at a time, and set beside the published events. The warehouse itself is never touched.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import polars as pl

from transforms.codebook import Codebook
from transforms.coding import code
from transforms.comparison import CHANGED, GAINED, LOST, SAME, to_changes, to_counts
from transforms.errors import InputError
from transforms.schemas import ARTICLES, EVENTS, MENTIONS, PARTICIPANTS, Table, conform

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ARTICLES_PER_BLOCK = 2_000  # coded at a time; some 300 MB of clauses and arguments
EXAMPLES = 5  # sentences shown of each kind of change
BLOCK_TABLES = ("articles", "sentences", "mentions", "clauses", "arguments", "times", "quotes", "events", "participants")


@dataclass(frozen=True)
class Comparison:
    """What a comparison found, and the file that holds it in full."""

    path: Path
    counts: pl.DataFrame
    moves: Counter[tuple[str, str]]
    examples: dict[str, list[str]]


def compare(warehouse: Path, output: Path, *, after: Codebook, before: Codebook | None = None) -> Comparison:
    """Code every article with `after` and compare with `before`, or with the published events; writes `output`."""
    from warehouse.connection import open_to_read

    if output.exists():
        raise InputError(str(output), "exists already", "Name another file with --output, or delete it.")
    found, moves, examples = [], Counter[tuple[str, str]](), {kind: list[str]() for kind in (GAINED, LOST, CHANGED)}
    with open_to_read(warehouse) as connection:
        for tables in blocks(connection):
            changes = block_changes(tables, after, before)
            moves.update(rule_moves(changes))
            for kind, shown in examples.items():
                shown.extend(example_lines(changes.filter(pl.col("change") == kind), EXAMPLES - len(shown)))
            found.append(changes)
    if not found:
        raise InputError(str(warehouse), "holds no article", "Run `dateline run FOLDER` first.")
    everything = pl.concat(found)
    counts = to_counts(everything)
    write_comparison(output, {"changes": everything, "counts": counts})
    return Comparison(output, counts, moves, examples)


def blocks(connection: DuckDBPyConnection) -> Iterator[dict[str, pl.DataFrame]]:
    """The tables that coding reads and writes, for some thousand articles at a time."""
    from transforms.schemas import CORE_TABLES
    from warehouse.connection import read_frame

    known = {table.name: table for table in CORE_TABLES}
    [(count,)] = connection.execute("SELECT count(*) FROM core.articles").fetchall()
    for offset in range(0, count, ARTICLES_PER_BLOCK):
        chosen = f"SELECT article_id FROM core.articles ORDER BY article_id LIMIT {ARTICLES_PER_BLOCK} OFFSET {offset}"
        queries = {name: _block_query(known[name], chosen) for name in BLOCK_TABLES}
        yield {name: conform(known[name], read_frame(connection, query)) for name, query in queries.items()}


def _block_query(table: Table, chosen: str) -> str:
    return f"SELECT {', '.join(table.names)} FROM core.{table.name} WHERE article_id IN ({chosen}) ORDER BY {', '.join(table.key)}"


def block_changes(tables: dict[str, pl.DataFrame], after: Codebook, before: Codebook | None) -> pl.DataFrame:
    """The changes of one block, with the words of each sentence."""
    mentions, articles = tables[MENTIONS.name], tables[ARTICLES.name]
    published = {name: tables[name] for name in (EVENTS.name, PARTICIPANTS.name)}
    old = code(tables, mentions, articles, codebook=before) if before else published
    changes = to_changes(old, code(tables, mentions, articles, codebook=after))
    words = tables["sentences"].select("sentence_id", sentence_text="text")
    keyed = changes.with_columns(sentence_id=pl.coalesce("after_sentence_id", "before_sentence_id"))
    return keyed.join(words, on="sentence_id", how="left", maintain_order="left").drop("before_sentence_id", "after_sentence_id")


def rule_moves(changes: pl.DataFrame) -> Counter[tuple[str, str]]:
    """How often one frame gave way to another; an empty name stands for no event."""
    moved = changes.filter(pl.col("change") != SAME).select(pl.col("before_rule_id", "after_rule_id").fill_null(""))
    return Counter(row for row in moved.iter_rows() if row[0] != row[1])


def example_lines(changes: pl.DataFrame, most: int) -> list[str]:
    """A few changes as a person reads them."""
    rows = changes.head(max(most, 0)).iter_rows(named=True)
    return [f"{_side(row, 'before')} → {_side(row, 'after')}: {row['sentence_text']}" for row in rows]


def _side(row: dict[str, object], side: str) -> str:
    if row[f"{side}_event_id"] is None:
        return "nothing"
    kind = "/".join(str(row[f"{side}_{name}"]) for name in ("event_type", "mode") if row[f"{side}_{name}"])
    return f"{kind} {row[f'{side}_status']} ({row[f'{side}_rule_id']})"


def write_comparison(output: Path, tables: dict[str, pl.DataFrame]) -> None:
    """A DuckDB file with one table per frame."""
    from warehouse.connection import open_to_write, quoted, scratch_file

    with open_to_write(output) as connection:
        for name, data in tables.items():
            with scratch_file(connection) as path:
                data.write_parquet(path)
                connection.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet('{quoted(path)}')")


def print_comparison(found: Comparison, out: TextIO) -> None:
    """Counts by type, the commonest moves between frames, some sentences, and where the rest is."""
    from flows.console import result_console, result_table

    console = result_console(out)
    kinds = [GAINED, LOST, CHANGED, SAME]
    rows = [[str(row[0]), *(f"{value:,}" for value in row[1:])] for row in found.counts.iter_rows()]
    totals = [f"{found.counts.get_column(kind).sum():,}" for kind in kinds]
    console.print(result_table(["type", *kinds], [*rows, ["all", *totals]], numbers=kinds, title="Events by type"))
    moves = [[f"{count:,}", before or "no event", after or "no event"] for (before, after), count in found.moves.most_common(10)]
    if moves:
        console.print(result_table(["events", "before", "after"], moves, numbers=["events"], title="Frames that gave way"))
    for kind, lines in found.examples.items():
        for line in lines:
            console.print(f"{kind}: {line}")
    console.print(f'All of it: {found.path}, tables changes and counts. For example: duckdb {found.path} "SELECT * FROM changes LIMIT 20"')
