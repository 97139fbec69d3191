"""CREATE TABLE statements and the stored tables' part of the data dictionary, both made from `transforms/schemas.py`.

No primary keys: they double the file and slow loading threefold; uniqueness is a check of the SQL models.
"""

from __future__ import annotations

from collections.abc import Collection

import duckdb
import polars as pl

from transforms.errors import ContractError
from transforms.schemas import CORE_TABLES, OPS_TABLES, Column, Table
from warehouse.connection import transaction

LAYERS = {
    "core": "what dateline found, one table per stage; replaced article by article",
    "ops": "runs, checks and what was set aside",
    "staging": "core with names and types that the marts read",
    "intermediate": "what several marts share: events with names and days, articles with stories",
    "compat": "views with the columns of other data sets, see compatibility.md",
    "codes": "seeds that the models read: codes of countries, codes of CAMEO",
    "marts": "tables for analysis: versioned (`_v1`) with a stable view before each",
}
STORED_TABLES = (*CORE_TABLES, *OPS_TABLES)
_Stored = tuple[str, str, str | None]  # column, type, comment
_SQL_TYPES: dict[pl.DataType, str] = {
    pl.String(): "VARCHAR",
    pl.Int64(): "BIGINT",
    pl.Float64(): "DOUBLE",
    pl.Boolean(): "BOOLEAN",
    pl.Date(): "DATE",
    pl.Datetime("us", "UTC"): "TIMESTAMP WITH TIME ZONE",
    pl.List(pl.String): "VARCHAR[]",
}


def sql_type(column: Column) -> str:
    """The DuckDB type of a column; a polars type that no table uses yet raises ContractError."""
    dtype = column.dtype() if isinstance(column.dtype, type) else column.dtype
    if dtype not in _SQL_TYPES:
        raise ContractError(column.name, f"there is no SQL type for {dtype}")
    return _SQL_TYPES[dtype]


def create_statements(table: Table) -> list[str]:
    """CREATE TABLE and COMMENT ON for one table."""
    name = f"{table.layer}.{table.name}"
    columns = ",\n".join(f"  {c.name} {sql_type(c)}{'' if c.nullable else ' NOT NULL'}" for c in table.columns)
    comments = [f"COMMENT ON COLUMN {name}.{c.name} IS {_literal(c.meaning)}" for c in table.columns]
    return [
        f"CREATE TABLE IF NOT EXISTS {name} (\n{columns}\n)",
        f"COMMENT ON TABLE {name} IS {_literal(_purpose(table))}",
        *comments,
    ]


def create_tables(connection: duckdb.DuckDBPyConnection) -> None:
    """All schemas and tables that are missing; a table of another version of dateline raises ContractError."""
    stored = _stored_columns(connection)
    with transaction(connection):
        for layer in LAYERS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
        # hundreds of statements take longer than a small build: none where the table stands as it should
        for table in (table for table in STORED_TABLES if stored.get((table.layer, table.name)) != _wanted_columns(table)):
            for statement in create_statements(table):
                connection.execute(statement)
    stored = _stored_columns(connection)
    for table in STORED_TABLES:
        _compare_columns(table, stored[table.layer, table.name])


def check_columns(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Raise ContractError where the stored table has other columns than the schema."""
    _compare_columns(table, _stored_columns(connection)[table.layer, table.name])


def _compare_columns(table: Table, stored: Collection[_Stored]) -> None:
    differing = {(name, dtype) for name, dtype, _ in stored} ^ {(name, dtype) for name, dtype, _ in _wanted_columns(table)}
    if differing:
        names = ", ".join(sorted({name for name, _ in differing}))
        raise ContractError(table.name, f"the warehouse was made by another version of dateline ({names}); rebuild it from raw/")


def _wanted_columns(table: Table) -> set[_Stored]:
    return {(column.name, sql_type(column), column.meaning) for column in table.columns}


def _stored_columns(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], set[_Stored]]:
    """Name, type and comment of every column of every table in the file."""
    query = """
        SELECT schema_name, table_name, column_name, data_type, comment FROM duckdb_columns()
        WHERE database_name = current_database()
        """
    tables: dict[tuple[str, str], set[_Stored]] = {}
    for layer, table, *column in connection.execute(query).fetchall():
        tables.setdefault((layer, table), set()).add((column[0], column[1], column[2]))
    return tables


_MADE = (
    "Made from `transforms/schemas.py` and `sql/models/marts/*.yml` by `python -m warehouse.dictionary`; change it\n"
    "there. The same meanings are comments in the file itself."
)


def data_dictionary() -> str:
    """Markdown: every stored table with grain, key and columns; `dictionary` adds the marts."""
    parts = ["# Data dictionary", "", _MADE]
    for layer, tables in (("core", CORE_TABLES), ("ops", OPS_TABLES)):
        parts += ["", f"## {layer}", "", f"{LAYERS[layer][0].upper()}{LAYERS[layer][1:]}."]
        for table in tables:
            parts += _entry(table)
    return "\n".join([*parts, ""])


def _entry(table: Table) -> list[str]:
    rows = [f"| {c.name} | {sql_type(c)} | {'yes' if c.nullable else 'no'} | {c.meaning.replace('|', '&#124;')} |" for c in table.columns]
    key = ", ".join(f"`{name}`" for name in table.key)
    head = [f"### {table.layer}.{table.name}", "", f"One row: {table.grain}. Key: {key}."]
    return ["", *head, "", "| column | type | NULL | meaning |", "|---|---|---|---|", *rows]


def _purpose(table: Table) -> str:
    return f"One row: {table.grain}. Key: {', '.join(table.key)}."


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
