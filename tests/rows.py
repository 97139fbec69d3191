"""Rows of any table for tests: what matters is typed in the test, the rest is filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from transforms.schemas import Column, Table, frame

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)
DEFAULTS: dict[object, object] = {
    pl.String: "x",
    pl.Int64: 0,
    pl.Float64: 0.5,
    pl.Boolean: False,
    pl.Date: date(2024, 5, 1),
    pl.Datetime("us", "UTC"): NOON,
    pl.List(pl.String): [],
}


def rows(table: Table, *given: dict[str, object]) -> pl.DataFrame:
    """A frame of the table; a column that a row leaves out is NULL where it may be."""
    return frame(table, [{column.name: row.get(column.name, _default(column)) for column in table.columns} for row in given])


def _default(column: Column) -> object:
    return None if column.nullable else DEFAULTS[column.dtype]
