"""`dateline info`: what is in the published warehouse, the last run and build, rejects, checks, versions and what retires."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from flows.reading import Row, fetch_rows, plain

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COUNTED = ("documents", "articles", "sentences", "mentions", "entities", "events", "participants", "stories", "happenings")
DISTINCT = {"stories": "story_id", "happenings": "happening_id"}  # tables of membership: the things are fewer than the rows
LIBRARIES = ("dateline", "spacy", "trafilatura", "polars", "duckdb", "prefect", "dbt-core")

_SPAN = "SELECT min(published_date) AS first_published, max(published_date) AS last_published FROM core.articles"
_LAST_RUN = "SELECT * FROM ops.runs ORDER BY run_id DESC LIMIT 1"
_EVENTS = "SELECT event_type, status, count(*) AS count FROM core.events GROUP BY ALL ORDER BY ALL"
_REJECTS = "SELECT stage, reason, count(*) AS count FROM ops.rejects GROUP BY ALL ORDER BY count DESC, stage, reason"
_LAST_CHECKS = "FROM ops.checks WHERE run_id = (SELECT max(run_id) FROM ops.checks)"
_CHECKS = f"SELECT status, count(*) AS count {_LAST_CHECKS} GROUP BY ALL ORDER BY ALL"
_NOT_PASSED = f"SELECT check_name, severity, failure_count AS count {_LAST_CHECKS} AND status <> 'pass' ORDER BY ALL"
_LAST_BUILD = "SELECT * FROM ops.builds ORDER BY run_id DESC LIMIT 1"
_MODELS = """
SELECT model, version, latest_version, retirement_date, first_run_id
FROM ops.model_versions
QUALIFY row_number() OVER (PARTITION BY model, version ORDER BY first_run_id DESC) = 1
ORDER BY model, version
"""
TITLES = {
    "not_passed": "checks that did not pass",
    "failed_build": "the last build failed these checks; the version before is published",
}
FAILED = Path("dbt") / "failed_checks.json"
MIGRATIONS = "docs/migrations.md"


def describe(connection: DuckDBPyConnection, path: str, today: date | None = None) -> dict[str, object]:
    """Everything `dateline info` tells, as JSON can hold it; `today` decides what has retired."""
    runs = fetch_rows(connection, _LAST_RUN)
    has_builds = bool(fetch_rows(connection, "SELECT 1 FROM duckdb_tables() WHERE schema_name = 'ops' AND table_name = 'builds'"))
    builds, models = (fetch_rows(connection, sql) if has_builds else [] for sql in (_LAST_BUILD, _MODELS))
    result: dict[str, object] = {
        "path": path,
        "tables": {name: _count(connection, name) for name in COUNTED},
        **fetch_rows(connection, _SPAN)[0],
        "events": fetch_rows(connection, _EVENTS),
        "rejects": fetch_rows(connection, _REJECTS),
        "checks": fetch_rows(connection, _CHECKS),
        "not_passed": fetch_rows(connection, _NOT_PASSED),
        "last_run": runs[0] if runs else None,
        "last_build": builds[0] if builds else None,
        "models": models,
        "warnings": retirements(models, today or datetime.now(UTC).date()),
        "versions": {name: installed_version(name) for name in LIBRARIES},
    }
    return {key: plain(value) for key, value in result.items()}


def retirements(models: Sequence[Row], today: date) -> list[str]:
    """A line for every version that is to go or may be gone already."""
    lines = []
    for model in models:
        retires = model["retirement_date"]
        if isinstance(retires, date):
            verb = "retires" if retires >= today else "may be dropped: it retired"
            lines.append(
                f"marts.{model['model']}_v{model['version']} {verb} on {retires}; "
                f"marts.{model['model']} is version {model['latest_version']} ({MIGRATIONS} says what changes)"
            )
    return lines


def failed_build(home: Path) -> dict[str, object]:
    """The checks that stopped the last build, if it was stopped: its file was thrown away, the one before is published."""
    try:
        rows = json.loads((home / FAILED).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return {"failed_build": rows} if isinstance(rows, list) and rows else {}


def _count(connection: DuckDBPyConnection, table: str) -> object:
    what = f"count(DISTINCT {DISTINCT[table]})" if table in DISTINCT else "count(*)"
    return fetch_rows(connection, f"SELECT {what} AS count FROM core.{table}")[0]["count"]


def print_info(facts: Mapping[str, object], out: TextIO) -> None:
    """The facts as tables."""
    from flows.console import result_console, result_table

    console = result_console(out)
    console.print(f"{facts['path']}\narticles from {facts['first_published'] or '?'} to {facts['last_published'] or '?'}")
    counts = [[name, f"{count:,}"] for name, count in _row(facts["tables"]).items()]
    console.print(result_table(["table", "rows"], counts, numbers=["rows"]))
    for title in ("events", "rejects", "checks", "not_passed", "failed_build"):
        rows = facts.get(title)
        if isinstance(rows, list) and rows:
            cells = [[str(value) for value in row.values()] for row in rows]
            console.print(result_table([*rows[0]], cells, numbers=["count"], title=TITLES.get(title, title)))
    last = _row(facts["last_run"])
    console.print(result_table(["last run", ""], [[name, str(value)] for name, value in last.items()]))
    built = _row(facts["last_build"])
    if built:
        console.print(f"last build: {built['kind']}, {built['changed_count']} articles changed, {float(str(built['seconds'])):.1f} s")
    for line in _lines(facts["warnings"]):
        console.print(f"warning: {line}")
    console.print("  ".join(f"{name} {version}" for name, version in _row(facts["versions"]).items()))


def _lines(value: object) -> list[str]:
    return [str(line) for line in value] if isinstance(value, list) else []


def _row(value: object) -> Row:
    return value if isinstance(value, dict) else {}
