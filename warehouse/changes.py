"""What changed since the models were last built: ids in `ops.changes`, noted by whoever writes core tables.

An incremental build makes anew only what these ids lead to, and empties the table. Before the first build nothing is
noted, as that one takes everything.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import polars as pl

from transforms.schemas import CHANGES
from warehouse.connection import quoted, scratch_file


def note_changes(connection: duckdb.DuckDBPyConnection, kind: str, subject_ids: Iterable[str]) -> None:
    """Note ids of one kind, each once."""
    ids = pl.DataFrame({"subject_id": sorted(set(subject_ids))}, schema={"subject_id": pl.String})
    if ids.is_empty() or not _is_built(connection):
        return
    with scratch_file(connection) as path:
        ids.write_parquet(path)
        note_query(connection, kind, f"SELECT subject_id FROM read_parquet('{quoted(path)}')")


def note_query(connection: duckdb.DuckDBPyConnection, kind: str, query: str) -> None:
    """Note the ids that a query of one column gives."""
    if not _is_built(connection):
        return
    table = f"{CHANGES.layer}.{CHANGES.name}"
    connection.execute(
        f"""
        INSERT INTO {table} BY NAME
        SELECT '{kind}' AS kind, subject_id FROM (SELECT DISTINCT * FROM ({query}) AS given(subject_id))
        WHERE subject_id IS NOT NULL AND subject_id NOT IN (SELECT subject_id FROM {table} WHERE kind = '{kind}')
        """
    )


def _is_built(connection: duckdb.DuckDBPyConnection) -> bool:
    return bool(connection.execute("SELECT 1 FROM ops.builds LIMIT 1").fetchall())


def forget_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """Empty the table, as a finished build does."""
    connection.execute(f"DELETE FROM {CHANGES.layer}.{CHANGES.name}")
