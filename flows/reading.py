"""How commands read the published warehouse: read-only, rows as dictionaries, values as JSON can hold them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from flows.paths import existing_warehouse
from transforms.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Row = dict[str, object]
FETCH_ROWS = 10_000  # rows held at a time, so that a large result streams


@contextmanager
def open_published(home: Path) -> Iterator[DuckDBPyConnection]:
    """A read-only connection to the published file; a run may publish meanwhile, this session keeps its version."""
    import duckdb

    path = existing_warehouse(home)
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as error:
        raise InputError(str(path), f"cannot be opened ({first_line(error)})", "Is another program writing to it?") from error
    try:
        connection.execute("SET enable_progress_bar = false")  # it would stand between the rows
        yield connection
    finally:
        connection.close()


def fetch_rows(connection: DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()) -> list[Row]:
    """All rows of a small result."""
    names, rows = stream_rows(connection, sql, parameters)
    return [dict(zip(names, row, strict=True)) for row in rows]


def stream_rows(
    connection: DuckDBPyConnection, sql: str, parameters: Sequence[object] = ()
) -> tuple[list[str], Iterator[tuple[object, ...]]]:
    """Column names, and the rows as they come."""
    cursor = connection.execute(sql, list(parameters))
    names = [str(column[0]) for column in cursor.description or ()]

    def rows() -> Iterator[tuple[object, ...]]:
        while chunk := cursor.fetchmany(FETCH_ROWS):
            yield from chunk

    return names, rows() if names else iter(())


def plain(value: object) -> object:
    """A value as JSON holds it: dates as ISO text, decimals as numbers, bytes as hexadecimal."""
    if isinstance(value, dt.date | dt.time):  # a datetime is a date
        return value.isoformat()
    if isinstance(value, dt.timedelta | UUID):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes | bytearray):
        return value.hex()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    return value


def json_problem(error: Exception) -> str:
    """What is wrong with a line of JSON, and at which of its characters; json itself would count lines within it."""
    if not isinstance(error, json.JSONDecodeError):
        return str(error)
    return f"{error.msg.removesuffix(' at')} at character {error.pos + 1}"


def first_line(error: BaseException) -> str:
    """An error's first line: what a person at a terminal needs of it."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__
