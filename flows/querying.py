"""`dateline query`: SQL over the published warehouse, printed as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

from flows.reading import first_line, open_published, plain, stream_rows
from transforms.errors import InputError

FORMATS = ("table", "csv", "json")


def run_query(home: Path, sql: str, output_format: str, out: TextIO) -> None:
    """Write the result of one statement to `out`; raises InputError where DuckDB refuses it."""
    import duckdb

    with open_published(home) as connection:
        try:
            names, rows = stream_rows(connection, sql)
            _WRITERS[output_format](names, rows, out)
        except duckdb.Error as error:
            raise InputError("query", first_line(error), "'dateline query \"SHOW ALL TABLES\"' lists what there is.") from error


def _write_csv(names: list[str], rows: Iterable[tuple[object, ...]], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows([_cell(value) for value in row] for row in rows)


def _write_json(names: list[str], rows: Iterable[tuple[object, ...]], out: TextIO) -> None:
    """One array; an object per line, so that it streams and diffs well."""
    separator = "["
    for row in rows:
        values = {name: plain(value) for name, value in zip(names, row, strict=True)}
        out.write(f"{separator}{json.dumps(values, ensure_ascii=False)}")
        separator = ",\n "
    out.write("[]\n" if separator == "[" else "]\n")


def _write_table(names: list[str], rows: Iterable[tuple[object, ...]], out: TextIO) -> None:
    from flows.console import result_console, result_table

    result_console(out).print(result_table(names, _text_rows(rows)))


def _text_rows(rows: Iterable[tuple[object, ...]]) -> Iterator[list[str]]:
    for row in rows:
        yield ["" if value is None else _cell(value) for value in row]


def _cell(value: object) -> str:
    """NULL is empty, lists are joined by '; ', everything else is its own text."""
    if value is None:
        return ""
    if isinstance(value, list):
        return "; ".join(_cell(item) for item in value)
    simple = plain(value)
    return json.dumps(simple, ensure_ascii=False) if isinstance(simple, dict) else str(simple)


_WRITERS = {"table": _write_table, "csv": _write_csv, "json": _write_json}
