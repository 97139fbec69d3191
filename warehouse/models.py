"""The SQL models, built over the private file of a run: whole by dbt, or in slices by the plan that dbt left.

dbt writes nothing beside its SQL: profile and compiled code go to a folder that the caller names. It keeps the
write lock after it has run, so its connections are closed here, before anybody publishes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import duckdb
import polars as pl

from transforms.errors import Final
from transforms.schemas import BUILDS, CHECKS, MODEL_VERSIONS, frame
from warehouse.building import Outcome, build_slices, can_increment, clear_scratch, count_changed
from warehouse.changes import forget_changes
from warehouse.connection import open_to_write, writer_memory
from warehouse.ddl import create_tables
from warehouse.load import load_batch, replace_table
from warehouse.plan import PLAN_NAME, PROJECT, project_fingerprint, read_plan, to_plan, write_plan
from warehouse.versions import to_model_versions, with_history

# no log file: dbt leaves its handle open, and what failed stands in the error
_QUIET = ["--quiet", "--log-level", "none", "--log-level-file", "none", "--no-use-colors", "--no-send-anonymous-usage-stats"]
_FAILED = ("error", "fail", "runtime error", "partial success")
FAILED_NAME = "failed_checks.json"
_SEVERITY = {"error": "fail", "warn": "warn"}


class ModelError(Final):
    """A model does not build or a check of severity fail found rows; nothing is published."""

    def __init__(self, failures: list[str], compiled: Path) -> None:
        self.failures, self.compiled = failures, compiled
        super().__init__(f"{len(failures)} SQL models or checks failed: {'; '.join(failures)}. The SQL that ran is in {compiled}")


@dataclass(frozen=True)
class _Node:
    """One node of dbt's run: what it is, how it ended."""

    kind: str
    name: str
    status: str
    severity: str
    failures: int
    message: str


def build_models(path: Path, target: Path, run_id: str = "", *, full: bool = False, unit_tests: bool = False) -> pl.DataFrame:
    """Build staging and marts in the file and check everything; gives CHECKS, raises ModelError where one fails.

    Only what changed since the build before is made anew, unless `full` is asked for, the SQL has changed, or most
    articles have. `target` is a folder for dbt's files and the plan; without it every build is a full one.
    """
    path, target = path.resolve(), target.resolve()  # dbt reads relative paths from its project folder
    target.mkdir(parents=True, exist_ok=True)
    start, fingerprint = perf_counter(), project_fingerprint()
    (target / FAILED_NAME).unlink(missing_ok=True)
    with open_to_write(path) as connection:
        create_tables(connection)
        changed, plan = count_changed(connection), read_plan(target)
        is_slice = not (full or unit_tests) and can_increment(connection, plan, fingerprint)
        build = {"run_id": run_id, "kind": "incremental" if is_slice else "full", "fingerprint": fingerprint, "changed_count": changed}
        if is_slice and plan:
            checks = _checked(build_slices(connection, plan), run_id, target)
            _record(connection, build, start)
            return checks
    checks = _checked(_build_full(path, target, run_id, fingerprint, unit_tests=unit_tests), run_id, target)
    with open_to_write(path) as connection:
        _record(connection, build, start)
    return checks


def _record(connection: duckdb.DuckDBPyConnection, build: Mapping[str, object], start: float) -> None:
    """Nothing waits to be built any more, and this build is on record."""
    forget_changes(connection)
    load_batch(connection, {"builds": frame(BUILDS, [{**build, "seconds": perf_counter() - start}])})


def _build_full(path: Path, target: Path, run_id: str, fingerprint: str, *, unit_tests: bool) -> list[Outcome]:
    """Everything through dbt; leaves the plan for the builds to come, and the history of versions in the file."""
    _write_profile(path, target)
    outcomes = [_outcome(node) for node in _invoke("build", target, [] if unit_tests else ["--exclude-resource-type", "unit_test"])]
    found = [(o.name, o.severity, o.failures) for o in outcomes if o.kind == "test" and o.status in ("pass", "warn", "fail")]
    failed = [f"{o.name}: {' '.join(o.message.split())}" for o in outcomes if o.status in _FAILED]
    if failed:
        _keep_failed(to_checks(found, run_id), target)
        raise ModelError(failed, target / "target" / "compiled")
    manifest = read_manifest(target)
    plan = to_plan(manifest, fingerprint)
    write_plan(plan, target)
    with open_to_write(path) as connection:
        clear_scratch(connection, plan)
        replace_table(connection, MODEL_VERSIONS, with_history(connection, to_model_versions(manifest, run_id)))
    return found


def _checked(found: Iterable[Outcome], run_id: str, target: Path) -> pl.DataFrame:
    """What checks found as a CHECKS frame; raises ModelError where one of severity fail found rows."""
    checks = to_checks(found, run_id)
    failed = checks.filter(pl.col("status") == "fail")
    if failed.height:
        _keep_failed(checks, target)
        words = [f"{name}: {count} rows" for name, count in failed.select("check_name", "failure_count").iter_rows()]
        raise ModelError(words, target / PLAN_NAME)
    return checks


def _keep_failed(checks: pl.DataFrame, target: Path) -> None:
    """What failed, for `dateline info`: the file that would hold it in ops.checks is not published."""
    rows = checks.filter(pl.col("status") == "fail").to_dicts()
    (target / FAILED_NAME).write_text(json.dumps(rows, indent=1), encoding="utf-8")


def to_checks(outcomes: Iterable[Outcome], run_id: str) -> pl.DataFrame:
    """What checks found as a CHECKS frame, by name."""
    rows: list[dict[str, object]] = [
        {
            "run_id": run_id,
            "check_name": name,
            "severity": _SEVERITY[severity],
            "status": _SEVERITY[severity] if failures else "pass",
            "failure_count": failures,
        }
        for name, severity, failures in sorted(outcomes)
    ]
    return frame(CHECKS, rows)


def parse_project(target: Path) -> dict[str, Any]:
    """dbt's manifest of the project: every model with its versions, columns and types."""
    _write_profile(target / "none.duckdb", target)
    _invoke("parse", target, [])
    return read_manifest(target)


def read_manifest(target: Path) -> dict[str, Any]:
    """The manifest that dbt wrote last."""
    manifest: dict[str, Any] = json.loads((target / "target" / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _write_profile(path: Path, target: Path) -> None:
    """dbt's profile, which JSON can say as well as YAML; its settings are those of every writer."""
    target.mkdir(parents=True, exist_ok=True)
    # models that have an order say so; the others need not wait for each other's rows
    settings = {"memory_limit": writer_memory(path), "enable_progress_bar": "false", "preserve_insertion_order": "false"}
    output = {"type": "duckdb", "path": str(path.resolve()), "schema": "main", "threads": 1, "settings": settings}
    profile = {"dateline": {"target": "run", "outputs": {"run": output}}}
    (target / "profiles.yml").write_text(json.dumps(profile), encoding="utf-8")


def _invoke(command: str, target: Path, options: list[str]) -> Any:  # noqa: ANN401 (dbt is untyped)
    # imported here: dbt takes seconds to import, and reading the warehouse needs none of it
    from dbt.adapters.duckdb.connections import DuckDBConnectionManager
    from dbt.cli.main import dbtRunner

    manager: Any = DuckDBConnectionManager
    places = ["--project-dir", PROJECT, "--profiles-dir", target, "--target-path", target / "target", "--log-path", target / "logs"]
    with _untracked():
        try:
            result = dbtRunner().invoke([command, *map(str, places), *_QUIET, *options])
        finally:
            manager.close_all_connections()
    if result.exception is not None:
        raise ModelError([str(result.exception)], target / "target" / "compiled") from result.exception
    return result.result


def _outcome(node: Any) -> _Node:  # noqa: ANN401 (dbt is untyped)
    severity = getattr(node.node.config, "severity", None) or "error"
    kind = str(node.node.resource_type)
    return _Node(kind, node.node.name, str(node.status), str(severity).lower(), node.failures or 0, node.message or "")


@contextmanager
def _untracked() -> Iterator[None]:
    """No usage statistics, whatever the user's own dbt settings say."""
    before = os.environ.get("DO_NOT_TRACK")
    os.environ["DO_NOT_TRACK"] = "1"
    try:
        yield
    finally:
        if before is None:
            del os.environ["DO_NOT_TRACK"]
        else:
            os.environ["DO_NOT_TRACK"] = before
