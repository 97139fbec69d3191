"""CREATE TABLE statements and the stored tables' part of the data dictionary, both made from `transforms/schemas.py`.

No primary keys: they double the file and slow loading threefold; uniqueness is a check of the SQL models.
"""

from __future__ import annotations

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
    with transaction(connection):
        for layer in LAYERS:
            connection.execute(f"CREATE SCHEMA IF NOT EXISTS {layer}")
        for table in STORED_TABLES:
            for statement in create_statements(table):
                connection.execute(statement)
    for table in STORED_TABLES:
        check_columns(connection, table)


def check_columns(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Raise ContractError where the stored table has other columns than the schema."""
    stored = connection.execute(
        """
        SELECT column_name, data_type FROM duckdb_columns()
        WHERE database_name = current_database() AND schema_name = ? AND table_name = ?
        """,
        [table.layer, table.name],
    ).fetchall()
    wanted = [(column.name, sql_type(column)) for column in table.columns]
    if sorted(stored) != sorted(wanted):
        differing = ", ".join(sorted({name for name, _ in set(stored) ^ set(wanted)}))
        raise ContractError(table.name, f"the warehouse was made by another version of dateline ({differing}); rebuild it from raw/")


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
