"""`dateline query`: SQL over the published warehouse, printed as a table, CSV or JSON."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flows.reading import open_published, plain, stream_rows
from transforms.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = ("table", "csv", "json")
READING = ("SELECT", "EXPLAIN", "PRAGMA", "CALL", "MULTI")  # kinds of statement; MULTI is PIVOT, which DuckDB takes apart
# what holds no keyword: remarks, strings, names in quotes
QUOTED = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"", re.DOTALL)
COPYING = re.compile(r"\bcopy\b", re.IGNORECASE)  # COPY can stand behind EXPLAIN ANALYZE and around PIVOT


def run_query(home: Path, sql: str, output_format: str, out: TextIO) -> None:
    """Write the result of one reading statement to `out`; raises InputError where it is none, or where DuckDB refuses it."""
    import duckdb

    with open_published(home) as connection:
        try:
            check_statement(connection, sql)
            names, rows = stream_rows(connection, sql)
            _WRITERS[output_format](names, rows, out)
        except duckdb.Error as error:
            raise InputError("query", all_lines(error), "'dateline query \"SHOW ALL TABLES\"' lists what there is.") from error


def check_statement(connection: DuckDBPyConnection, sql: str) -> None:
    """One statement, and one that only reads; a read-only connection could still write other files."""
    statements = connection.extract_statements(sql)
    if len(statements) != 1:
        count = f"has {len(statements)} statements and takes one" if statements else "needs one statement"
        raise InputError("query", count, 'Give it in quotes or with --file: dateline query "SELECT …"')
    kind = statements[0].type.name
    if kind not in READING or (kind in ("EXPLAIN", "MULTI") and COPYING.search(QUOTED.sub(" ", statements[0].query))):
        raise InputError("query", f"only reads, and this statement ({kind}) does something else", "'dateline export' writes files.")


def all_lines(error: BaseException) -> str:
    """An error of DuckDB in one line: what is wrong, names that come near, and the words at which it is."""
    said, _, shown = str(error).strip().partition("\nLINE ")
    words = "; ".join(line.strip().rstrip("!.;") for line in said.splitlines() if line.strip())
    if shown:
        line, _, caret = shown.partition("\n")
        number, _, _ = line.partition(":")
        start = max(caret.find("^") - len("LINE "), len(number) + 1)
        words += f"; at line {number}: {line[start:].strip()}"
    return words or type(error).__name__


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
