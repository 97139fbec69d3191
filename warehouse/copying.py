"""The private copy that a run begins with: byte for byte, or row by row where the file has grown beyond what its rows need.

Deleted rows and small batches leave holes and short row groups behind; DuckDB reuses some of that room and never gives
the rest back. Writing all tables anew takes some ten times as long as copying the file, so it is done when it pays.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb

from warehouse.connection import create_file, quoted

SIZE_NAME = "size.json"
SLACK = 1.06  # bytes per row, compared with a file that was written anew; the next run may add a few percent before it is looked at


def copy_warehouse(current: Path, path: Path, notes: Path) -> bool:
    """Copy the file; `notes` is a folder that remembers how dense it was when written anew. Gives whether it was written anew.

    Where nothing is remembered the file is written anew, as there is nothing else to compare it with.
    """
    rows = _count_rows(current)
    if rows == 0 or current.stat().st_size / rows <= SLACK * _remembered(notes):
        # copyfile, not copy: the copy must not inherit read-only mode
        shutil.copyfile(current, path)
        return False
    _rewrite(current, path)
    notes.mkdir(parents=True, exist_ok=True)
    (notes / SIZE_NAME).write_text(json.dumps({"bytes_per_row": path.stat().st_size / rows}), encoding="utf-8")
    return True


def _rewrite(current: Path, path: Path) -> None:
    """Every table, view and comment into a new file, rows in their order."""
    create_file(path)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(current)}' AS grown (READ_ONLY); ATTACH '{quoted(path)}' AS fresh")
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
