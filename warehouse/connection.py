"""Opening DuckDB files: where every read and every write of the warehouse begins.

DuckDB lets one process write or many read, and inside one process all connections to a file must share one
configuration; so everything opens files here, with none set. What a writer may use of memory is set afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from transforms.errors import InputError
from transforms.schemas import Table, conform

STORAGE_VERSION = "v1.5.0"  # files stay readable for clients of DuckDB 1.5, which cannot read the default of 2.0
LEAST_MEMORY = 2**30  # bytes; enough for files of that size
FILE_SHARE = 4  # for each further byte: a full build joins every event with its sentence and parties; DuckDB spills only part of it
BESIDE_TABLES = 2**29  # bytes; for writers whose process holds tables of its own
FREE_SHARE = 0.6  # most of what is free, as DuckDB counts not all that it takes


@contextmanager
def open_to_write(path: Path, *, memory: int | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that writes; the file is made where it is missing. `memory`: bytes that DuckDB may hold, else as `writer_memory`."""
    if not path.exists():
        create_file(path)
    with _opened(path, read_only=False) as connection:
        connection.execute(f"SET memory_limit = '{in_kibibytes(memory) if memory else writer_memory(path)}'")
        yield connection


@contextmanager
def open_to_read(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that only reads; a missing file raises InputError."""
    if not path.exists():
        raise InputError(str(path), "there is no warehouse yet", "Publish one with `dateline run`.")
    with _opened(path, read_only=True) as connection:
        yield connection


def writer_memory(path: Path, meminfo: Path = Path("/proc/meminfo")) -> str:
    """What DuckDB may hold while it writes a file: the more the larger the file is, but no more than is free. The rest spills
    to a folder beside the file; left to itself DuckDB takes four fifths of the machine."""
    size = path.stat().st_size if path.exists() else 0
    wanted = LEAST_MEMORY + FILE_SHARE * max(0, size - LEAST_MEMORY)
    told = re.search(r"^MemAvailable:\s+(\d+) kB", meminfo.read_text(encoding="utf-8"), re.M) if meminfo.exists() else None
    free = int(told[1]) * 1024 * FREE_SHARE if told else wanted
    return in_kibibytes(min(wanted, free))


def in_kibibytes(size: float) -> str:
    """A number of bytes as DuckDB reads a limit of memory."""
    return f"{int(size) // 1024}KiB"


@contextmanager
def _opened(path: Path, *, read_only: bool) -> Iterator[duckdb.DuckDBPyConnection]:
    connection = duckdb.connect(path, read_only=read_only)
    try:
        connection.execute("SET TimeZone = 'UTC'")
        connection.execute("SET enable_progress_bar = false")  # it would write between the rows of whoever reads our output
        yield connection
    finally:
        connection.close()


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All statements inside, or none."""
    connection.execute("BEGIN TRANSACTION")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


def create_file(path: Path) -> None:
    """An empty database in the storage version that older clients can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH '{quoted(path)}' AS made (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("DETACH made")


def read_table(connection: duckdb.DuckDBPyConnection, table: Table) -> pl.DataFrame:
    """All rows of a core or ops table as a frame of its schema, ordered by its key."""
    columns, key = ", ".join(table.names), ", ".join(table.key)
    return conform(table, read_frame(connection, f"SELECT {columns} FROM {table.layer}.{table.name} ORDER BY {key}"))


def read_frame(connection: duckdb.DuckDBPyConnection, query: str) -> pl.DataFrame:
    """The result of a query, by way of Parquet: DuckDB's Arrow stream leaves leak reports on the terminal at exit."""
    with scratch_file(connection) as path:
        connection.execute(f"COPY ({query}) TO '{quoted(path)}' (FORMAT parquet)")
        return pl.read_parquet(path, memory_map=False)


@contextmanager
def scratch_file(connection: duckdb.DuckDBPyConnection) -> Iterator[Path]:
    """Path of a Parquet file to hand rows over: beside a database that is being written, else in the system's folder."""
    # fetchall, as DuckDB refuses other work while a result is unfinished
    query = "SELECT path, readonly FROM duckdb_databases() WHERE database_name = current_database()"
    [(database, is_readonly)] = connection.execute(query).fetchall()
    with TemporaryDirectory(prefix="rows-", dir=Path(database).parent if database and not is_readonly else None) as folder:
        yield Path(folder) / "rows.parquet"


def quoted(path: Path) -> str:
    """A path inside single quotes of SQL."""
    return str(path).replace("'", "''")
