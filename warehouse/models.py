"""The SQL models: dbt, run inside this process over the private file of a run, quietly.

dbt writes nothing beside its SQL: profile and compiled code go to a folder that the caller names. It keeps the
write lock after it has run, so its connections are closed here, before anybody publishes.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from transforms.errors import Final
from transforms.schemas import CHECKS, frame

PROJECT = Path(__file__).parents[1] / "sql"
# no log file: dbt leaves its handle open, and what failed stands in the error
_QUIET = ["--quiet", "--log-level", "none", "--log-level-file", "none", "--no-use-colors", "--no-send-anonymous-usage-stats"]
_CHECK_STATUS = {"pass": "pass", "warn": "warn", "fail": "fail", "error": "fail"}
_SEVERITY = {"error": "fail", "warn": "warn"}


class ModelError(Final):
    """A model does not build or a check of severity fail found rows; nothing is published."""

    def __init__(self, failures: list[str], compiled: Path) -> None:
        self.failures, self.compiled = failures, compiled
        super().__init__(f"{len(failures)} SQL models or checks failed: {'; '.join(failures)}. The SQL that ran is in {compiled}")


@dataclass(frozen=True)
class _Outcome:
    """One node of dbt's run: what it is, how it ended."""

    kind: str
    name: str
    status: str
    severity: str
    failures: int
    message: str


def build_models(path: Path, target: Path, run_id: str = "", *, unit_tests: bool = False) -> pl.DataFrame:
    """Build staging and marts in the file and check everything; gives CHECKS, raises ModelError where one fails.

    `target` is a folder for dbt's files; kept between runs it spares parsing the project again.
    """
    path, target = path.resolve(), target.resolve()  # dbt reads relative paths from its project folder
    _write_profile(path, target)
    nodes = _invoke("build", target, [] if unit_tests else ["--exclude-resource-type", "unit_test"])
    outcomes = [_outcome(node) for node in nodes]
    failed = [
        f"{o.name}: {' '.join(o.message.split())}" for o in outcomes if o.status in ("error", "fail", "runtime error", "partial success")
    ]
    if failed:
        raise ModelError(failed, target / "target" / "compiled")
    return to_checks(outcomes, run_id)


def to_checks(outcomes: list[_Outcome], run_id: str) -> pl.DataFrame:
    """The tests among dbt's results as a CHECKS frame, by name."""
    rows: list[dict[str, object]] = [
        {
            "run_id": run_id,
            "check_name": outcome.name,
            "severity": _SEVERITY[outcome.severity],
            "status": _CHECK_STATUS[outcome.status],
            "failure_count": outcome.failures,
        }
        for outcome in sorted(outcomes, key=lambda outcome: outcome.name)
        if outcome.kind == "test"
    ]
    return frame(CHECKS, rows)


def parse_project(target: Path) -> dict[str, Any]:
    """dbt's manifest of the project: every model with its versions, columns and types."""
    _write_profile(target / "none.duckdb", target)
    _invoke("parse", target, [])
    manifest: dict[str, Any] = json.loads((target / "target" / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def _write_profile(path: Path, target: Path) -> None:
    """dbt's profile, which JSON can say as well as YAML; no settings, as every connection must share them."""
    target.mkdir(parents=True, exist_ok=True)
    output = {"type": "duckdb", "path": str(path.resolve()), "schema": "main", "threads": 1}
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


def _outcome(node: Any) -> _Outcome:  # noqa: ANN401 (dbt is untyped)
    severity = getattr(node.node.config, "severity", None) or "error"
    kind = str(node.node.resource_type)
    return _Outcome(kind, node.node.name, str(node.status), str(severity).lower(), node.failures or 0, node.message or "")


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
