"""`dateline info`: what is in the published warehouse, the last run, rejects by reason, versions."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import version as installed_version
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
_CHECKS = """
SELECT status, count(*) AS count FROM ops.checks WHERE run_id = (SELECT max(run_id) FROM ops.checks) GROUP BY ALL ORDER BY ALL
"""


def describe(connection: DuckDBPyConnection, path: str) -> dict[str, object]:
    """Everything `dateline info` tells, as JSON can hold it."""
    runs = fetch_rows(connection, _LAST_RUN)
    result: dict[str, object] = {
        "path": path,
        "tables": {name: _count(connection, name) for name in COUNTED},
        **fetch_rows(connection, _SPAN)[0],
        "events": fetch_rows(connection, _EVENTS),
        "rejects": fetch_rows(connection, _REJECTS),
        "checks": fetch_rows(connection, _CHECKS),
        "last_run": runs[0] if runs else None,
        "versions": {name: installed_version(name) for name in LIBRARIES},
    }
    return {key: plain(value) for key, value in result.items()}


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
    for title in ("events", "rejects", "checks"):
        rows = facts[title]
        if isinstance(rows, list) and rows:
            console.print(
                result_table([*rows[0]], [[str(value) for value in row.values()] for row in rows], numbers=["count"], title=title)
            )
    last = _row(facts["last_run"])
    console.print(result_table(["last run", ""], [[name, str(value)] for name, value in last.items()]))
    console.print("  ".join(f"{name} {version}" for name, version in _row(facts["versions"]).items()))


def _row(value: object) -> Row:
    return value if isinstance(value, dict) else {}
