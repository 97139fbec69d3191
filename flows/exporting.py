"""`dateline export`: tables of the published warehouse as Parquet or CSV, in hive partitions by year, with a manifest.

The folder appears whole or not at all. The manifest names the run that was exported, and every table's rows, columns
and files with their hashes, so that whoever receives the folder can check it.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING

from flows.reading import fetch_rows, first_line, open_published
from transforms.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FORMATS = ("parquet", "csv")
MANIFEST = "manifest.json"
# the date by which a table is split into years; the first of these that it has
DATES = ("day", "published_date", "fetched_day", "first_report_date", "first_date", "report_date", "seen_date")
_STABLE = """
SELECT view_name AS name FROM duckdb_views() WHERE schema_name = 'marts' AND NOT regexp_matches(view_name, '_v[0-9]+$') ORDER BY 1
"""
_COLUMNS = "SELECT column_name, data_type FROM duckdb_columns() WHERE schema_name = ? AND table_name = ? ORDER BY column_index"
READ_BYTES = 1 << 20


@dataclass(frozen=True)
class Wanted:
    """What to export: table names with or without schema, all stable marts where none is named."""

    folder: Path
    tables: tuple[str, ...] = ()
    file_format: str = "parquet"


def export(home: Path, wanted: Wanted) -> dict[str, object]:
    """Write the folder and give its manifest."""
    if wanted.file_format not in FORMATS:
        raise InputError(f"--format {wanted.file_format}", "unknown", f"Choose one of {', '.join(FORMATS)}.")
    if wanted.folder.exists() and any(wanted.folder.iterdir()):
        raise InputError(str(wanted.folder), "is not empty", "Name a folder that does not exist yet.")
    draft = wanted.folder.with_name(f".{wanted.folder.name}.draft")
    shutil.rmtree(draft, ignore_errors=True)
    try:
        with open_published(home) as connection:
            manifest = _write(connection, wanted, draft)
        (draft / MANIFEST).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
        wanted.folder.parent.mkdir(parents=True, exist_ok=True)
        draft.replace(wanted.folder)
    except OSError as error:
        raise InputError(str(wanted.folder), f"cannot be written ({error.strerror})", "Choose another folder.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def _write(connection: DuckDBPyConnection, wanted: Wanted, draft: Path) -> dict[str, object]:
    names = wanted.tables or tuple(f"marts.{row['name']}" for row in fetch_rows(connection, _STABLE))
    chosen = [_columns(connection, name) for name in names]
    runs = fetch_rows(connection, "SELECT max(run_id) AS run_id FROM ops.runs")
    tables = [_write_table(connection, relation, columns, wanted.file_format, draft) for relation, columns in chosen]
    return {"dateline": installed_version("dateline"), "run_id": runs[0]["run_id"], "format": wanted.file_format, "tables": tables}


def _columns(connection: DuckDBPyConnection, name: str) -> tuple[str, dict[str, str]]:
    """The table's full name and its columns; 'events' is the mart."""
    schema, _, table = name.rpartition(".")
    columns = fetch_rows(connection, _COLUMNS, [schema or "marts", table])
    if not columns:
        raise InputError(name, "is no table or view of the warehouse", "'dateline query \"SHOW ALL TABLES\"' lists what there is.")
    return f"{schema or 'marts'}.{table}", {str(row["column_name"]): str(row["data_type"]) for row in columns}


def _write_table(
    connection: DuckDBPyConnection, relation: str, columns: dict[str, str], file_format: str, draft: Path
) -> dict[str, object]:
    import duckdb

    folder = draft / relation
    folder.mkdir(parents=True)
    date = next((name for name in DATES if name in columns), None)
    target, options = (folder, ", PARTITION_BY (year)") if date else (folder / f"data.{file_format}", "")
    year = f", coalesce(year({date})::VARCHAR, 'unknown') AS year" if date else ""
    try:
        connection.execute(f"COPY (SELECT *{year} FROM {relation}) TO '{_quoted(target)}' (FORMAT {file_format}{options})")
        rows = fetch_rows(connection, f"SELECT count(*) AS row_count FROM {relation}")
    except duckdb.Error as error:
        raise InputError(relation, f"cannot be exported ({first_line(error)})", "Please report it.") from error
    files = [_file(path, draft) for path in sorted(folder.rglob(f"*.{file_format}"))]
    return {"table": relation, **rows[0], "partitioned_by": "year" if date else None, "columns": columns, "files": files}


def _file(path: Path, draft: Path) -> dict[str, object]:
    digest = sha256()
    with path.open("rb") as handle:
        while chunk := handle.read(READ_BYTES):
            digest.update(chunk)
    return {"path": path.relative_to(draft).as_posix(), "bytes": path.stat().st_size, "sha256": digest.hexdigest()}


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")


def to_wanted(folder: Path, tables: Sequence[str] | None, file_format: str) -> Wanted:
    """What the command line asks for."""
    return Wanted(folder, tuple(tables or ()), file_format)
