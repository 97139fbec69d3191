"""Frames into core and ops tables: one transaction per batch, replaced article by article.

A batch may be loaded again, or in another order: an article keeps the version that was fetched last, and the rows
that belong to an older one are set aside. Frames travel as Parquet, which DuckDB reads without further libraries.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager

import duckdb
import polars as pl

from transforms.errors import ContractError
from transforms.schemas import ARTICLES, REJECTS, Table, check_key, conform, frame
from warehouse.changes import note_changes, note_query
from warehouse.connection import quoted, read_frame, scratch_file, transaction
from warehouse.ddl import STORED_TABLES

TABLES = {table.name: table for table in STORED_TABLES}
_VERSION = ["article_id", "document_id", "locator", "fetched_at"]


def load_batch(
    connection: duckdb.DuckDBPyConnection, tables: Mapping[str, pl.DataFrame], article_ids: Collection[str] | None = None
) -> pl.DataFrame:
    """Replace the batch's rows; gives the rejects of articles that are older than the stored ones.

    Every row of the articles named is deleted from the tables given, then the rows given are inserted. The articles
    are those of `article_ids`, by default those of the articles frame, and always those of the rows themselves.
    """
    frames = {name: _checked(name, data) for name, data in tables.items()}
    rejects = frame(REJECTS, [])
    with transaction(connection):
        if "articles" in frames:
            rejects, replaced, older = _supersede(connection, frames["articles"])
            frames = {name: _without(data, older) for name, data in frames.items()}
            frames["rejects"] = pl.concat([frames.get("rejects", frame(REJECTS, [])), rejects, replaced]).unique(REJECTS.key, keep="last")
        _clear_rejects(connection, frames)
        scope = set(article_ids or ()) | _article_ids(frames)
        _note(connection, frames, scope)
        # tables are searched for old rows only where there can be some: most articles are new, and most of a large file is old
        old = _stored(connection, scope) if "articles" in frames else scope
        for name, data in frames.items():
            _replace_rows(connection, TABLES[name], data, old)
    return rejects


def replace_table(
    connection: duckdb.DuckDBPyConnection, table: Table, data: pl.DataFrame, *, where: str = "true", quiet: Collection[str] = ()
) -> list[str]:
    """Make a table, or its rows `where` a condition holds, be these rows and no others; gives the articles whose rows changed.

    Rows that stay the same are left where they are, so the file does not grow and the models know what changed. No model
    reads the `quiet` columns: rows that differ in nothing else are written, but not noted as changes.
    """
    data = _checked(table.name, data)
    name, columns, key = f"{table.layer}.{table.name}", ", ".join(table.names), ", ".join(table.key)
    loud = ", ".join(column for column in table.names if column not in quiet)
    with transaction(connection), _as_parquet(connection, data) as given:
        stored, wanted = f"SELECT {columns} FROM {name} WHERE {where}", f"SELECT {columns} FROM {given}"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE stale AS ({stored} EXCEPT {wanted})")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS ({wanted} EXCEPT {stored})")
        stale, fresh = f"SELECT {loud} FROM stale", f"SELECT {loud} FROM fresh"
        connection.execute(f"CREATE OR REPLACE TEMP TABLE noted AS (({stale} EXCEPT {fresh}) UNION ALL ({fresh} EXCEPT {stale}))")
        for kind in (kind for kind in ("article", "entity") if f"{kind}_id" in table.names):
            note_query(connection, kind, f"SELECT {kind}_id FROM noted")
        connection.execute(f"DELETE FROM {name} WHERE ({key}) IN (SELECT ({key}) FROM stale)")
        connection.execute(f"INSERT INTO {name} BY NAME SELECT {columns} FROM fresh ORDER BY {key}")
        query = "SELECT DISTINCT article_id FROM noted" if "article_id" in table.names else "SELECT NULL WHERE false"
        changed = [str(article_id) for (article_id,) in connection.execute(query).fetchall()]
        connection.execute("DROP TABLE stale; DROP TABLE fresh; DROP TABLE noted")
    return changed


def _checked(name: str, data: pl.DataFrame) -> pl.DataFrame:
    if name not in TABLES:
        raise ContractError(name, "the warehouse has no such table")
    table = TABLES[name]
    data = conform(table, data)
    check_key(table, data)
    return data


def _supersede(connection: duckdb.DuckDBPyConnection, articles: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, set[str]]:
    """Rejects of incoming articles that are older, rejects of stored ones that are, and the ids of the former."""
    with _as_parquet(connection, articles.select("article_id")) as ids:
        query = f"SELECT {', '.join(_VERSION)} FROM core.articles WHERE article_id IN (SELECT article_id FROM {ids})"
        stored = conform(Table("articles", "", (), tuple(c for c in ARTICLES.columns if c.name in _VERSION)), read_frame(connection, query))
    both = articles.select(_VERSION).join(stored, on="article_id", suffix="_stored")
    same_time = pl.col("fetched_at") == pl.col("fetched_at_stored")
    order = both.with_columns(
        is_older=(pl.col("fetched_at") < pl.col("fetched_at_stored")) | (same_time & (pl.col("document_id") < pl.col("document_id_stored")))
    )
    older = order.filter("is_older")
    newer = order.filter(~pl.col("is_older") & (pl.col("document_id") != pl.col("document_id_stored")))
    replaced = newer.select("article_id", pl.col("document_id_stored").alias("document_id"), pl.col("locator_stored").alias("locator"))
    return _superseded(older), _superseded(replaced), set(older.get_column("article_id"))


def _stored(connection: duckdb.DuckDBPyConnection, article_ids: Collection[str]) -> set[str]:
    """Those of the articles that the file holds; rows of other tables never stand without their article."""
    with _as_parquet(connection, pl.DataFrame({"article_id": sorted(article_ids)}, schema={"article_id": pl.String})) as given:
        query = f"SELECT article_id FROM core.articles WHERE article_id IN (SELECT article_id FROM {given})"
        return {str(article_id) for (article_id,) in connection.execute(query).fetchall()}


def _superseded(versions: pl.DataFrame) -> pl.DataFrame:
    rows = versions.select(
        stage=pl.lit("load"),
        subject_id=pl.col("document_id"),
        locator=pl.col("locator"),
        reason=pl.lit("superseded"),
        detail=pl.format("a later version of article {} is in the warehouse", pl.col("article_id")),
    )
    return conform(REJECTS, rows)


def _without(data: pl.DataFrame, article_ids: set[str]) -> pl.DataFrame:
    return data.filter(~pl.col("article_id").is_in(list(article_ids))) if article_ids and "article_id" in data.columns else data


def _article_ids(frames: Mapping[str, pl.DataFrame]) -> set[str]:
    return {key for data in frames.values() if "article_id" in data.columns for key in data.get_column("article_id")}


def _clear_rejects(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame]) -> None:
    """Forget what an earlier load of the same documents set aside: this batch says it anew."""
    subjects = [
        frames[name].select(subject_id=key) for name, key in (("documents", "document_id"), ("articles", "article_id")) if name in frames
    ]
    if subjects:
        _delete(connection, TABLES["rejects"], pl.concat(subjects).unique())


def _note(connection: duckdb.DuckDBPyConnection, frames: Mapping[str, pl.DataFrame], scope: set[str]) -> None:
    """Note what this batch changes: articles, documents, and the entities whose roles come or go."""
    note_changes(connection, "article", scope)
    subjects = [("documents", "document_id"), ("rejects", "subject_id")]
    note_changes(connection, "document", (key for name, column in subjects if name in frames for key in frames[name].get_column(column)))
    entities = [frames[name].get_column("entity_id") for name in ("entities", "roles") if name in frames]
    note_changes(connection, "entity", (key for column in entities for key in column))
    if "roles" in frames:
        with _as_parquet(connection, pl.DataFrame({"article_id": sorted(scope)}, schema={"article_id": pl.String})) as given:
            note_query(connection, "entity", f"SELECT entity_id FROM core.roles WHERE article_id IN (FROM {given})")


def _replace_rows(connection: duckdb.DuckDBPyConnection, table: Table, data: pl.DataFrame, scope: set[str]) -> None:
    """Delete by article where rows belong to one, else by key; then insert."""
    if "article_id" in table.names:
        _delete(connection, table, pl.DataFrame({"article_id": sorted(scope)}, schema={"article_id": pl.String}))
    else:
        _delete(connection, table, data.select(table.key))
    _insert(connection, table, data)


def _delete(connection: duckdb.DuckDBPyConnection, table: Table, keys: pl.DataFrame) -> None:
    if keys.is_empty():
        return
    columns = ", ".join(keys.columns)
    with _as_parquet(connection, keys) as given:
        connection.execute(f"DELETE FROM {table.layer}.{table.name} WHERE ({columns}) IN (SELECT ({columns}) FROM {given})")


def _insert(connection: duckdb.DuckDBPyConnection, table: Table, data: pl.DataFrame) -> None:
    if data.is_empty():
        return
    with _as_parquet(connection, data) as given:
        connection.execute(f"INSERT INTO {table.layer}.{table.name} BY NAME SELECT {', '.join(table.names)} FROM {given}")


@contextmanager
def _as_parquet(connection: duckdb.DuckDBPyConnection, data: pl.DataFrame) -> Iterator[str]:
    """The frame as a table function of SQL, kept in a file while it is needed."""
    with scratch_file(connection) as path:
        data.write_parquet(path)
        yield f"read_parquet('{quoted(path)}')"
