"""A file that has grown beyond what its rows need is written anew before it is published.

Deleted rows and small batches leave holes and short row groups behind; DuckDB reuses some of that room and never gives
the rest back. Writing all tables anew takes longer than a run's own work on a small archive, so it is done when it pays.
"""

from __future__ import annotations

import json
from pathlib import Path

import duckdb

from warehouse.connection import LEAST_MEMORY, create_file, in_kibibytes, quoted

SIZE_NAME = "size.json"
SLACK = 1.08  # bytes per row, compared with those of the file when it was last written anew


def compact(path: Path, notes: Path) -> bool:
    """Write the file anew if it has holes; `notes` is a folder that remembers how dense it was. Gives whether it did.

    Where nothing is remembered the file is written anew, as there is nothing to compare it with.
    """
    rows = _count_rows(path)
    if rows == 0 or path.stat().st_size / rows <= SLACK * _remembered(notes):
        return False
    fresh = path.with_name(f"fresh.{path.name}")
    fresh.unlink(missing_ok=True)
    _rewrite(path, fresh)
    fresh.replace(path)
    notes.mkdir(parents=True, exist_ok=True)
    (notes / SIZE_NAME).write_text(json.dumps({"bytes_per_row": path.stat().st_size / rows}), encoding="utf-8")
    return True


def _rewrite(grown: Path, fresh: Path) -> None:
    """Every table, view and comment into a new file, rows in their order."""
    create_file(fresh)
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{in_kibibytes(LEAST_MEMORY)}'")  # copying tables needs no more and is no slower with it
        connection.execute(f"ATTACH '{quoted(grown)}' AS grown (READ_ONLY); ATTACH '{quoted(fresh)}' AS fresh")
        connection.execute("COPY FROM DATABASE grown TO fresh")
        connection.execute("DETACH fresh; DETACH grown")


def _count_rows(path: Path) -> int:
    """Rows of all tables, as the file's catalog tells; 0 where the file is no database, which whoever opens it will say."""
    try:
        with duckdb.connect(path, read_only=True) as connection:
            [(count,)] = connection.execute("SELECT coalesce(sum(estimated_size), 0) FROM duckdb_tables()").fetchall()
    except duckdb.Error:
        return 0
    return int(count)


def _remembered(notes: Path) -> float:
    try:
        return float(json.loads((notes / SIZE_NAME).read_text(encoding="utf-8"))["bytes_per_row"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0.0
