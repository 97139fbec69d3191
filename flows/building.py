"""`dateline build`: the SQL models made anew over what the warehouse holds, checked and published; no articles are read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TextIO

from flows.console import Progress
from flows.locking import hold
from flows.paths import existing_warehouse, published_file


@dataclass(frozen=True)
class Built:
    """What a build did; `kind` is full, incremental, or nothing where the published file is current."""

    kind: str
    check_count: int
    warnings: tuple[str, ...]
    seconds: float
    path: Path


def build(home: Path, progress: Progress, *, full: bool = False) -> Built:
    """Build what changed since the last build, or everything, and publish; a check that fails leaves the file as it was."""
    from flows.stages import record
    from warehouse.models import build_models
    from warehouse.publish import Build

    existing_warehouse(home)
    start = perf_counter()
    with hold(home):
        if not full and _is_current(home):
            return Built("nothing", 0, (), perf_counter() - start, published_file(home))
        run_id = f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{os.getpid()}"
        with Build(home, run_id) as private:
            progress.begin("building models")
            checks = build_models(private.path, home / "dbt", run_id, full=full)
            record(private.path, {"checks": checks})
            kind = _kind(private.path, run_id)
            progress.begin("publishing")
            private.publish()
            progress.advance()
    warned = checks.filter(checks.get_column("status") == "warn").get_column("check_name")
    return Built(kind, checks.height, tuple(warned), perf_counter() - start, published_file(home))


def _is_current(home: Path) -> bool:
    from warehouse.building import can_increment, is_changed
    from warehouse.connection import open_to_read
    from warehouse.plan import project_fingerprint, read_plan

    fingerprint = project_fingerprint()
    with open_to_read(published_file(home)) as connection:
        if not connection.execute("SELECT 1 FROM duckdb_tables() WHERE schema_name = 'ops' AND table_name = 'builds'").fetchall():
            return False  # published before builds were recorded
        return can_increment(connection, read_plan(home / "dbt"), fingerprint) and not is_changed(connection)


def _kind(path: Path, run_id: str) -> str:
    from warehouse.connection import open_to_read

    with open_to_read(path) as connection:
        [(kind,)] = connection.execute("SELECT kind FROM ops.builds WHERE run_id = ?", [run_id]).fetchall()
    return str(kind)


def print_built(built: Built, out: TextIO) -> None:
    """One line for a person, and one for each warning."""
    if built.kind == "nothing":
        out.write("nothing to build: the models are as the tables and the SQL say; --full builds them anyway\n")
        return
    out.write(f"{built.kind} build, {built.check_count} checks, {built.seconds:.1f} s; published {built.path}\n")
    for name in built.warnings:
        out.write(f"warning: {name}\n")
