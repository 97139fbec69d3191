"""`dateline doctor`: is everything well, and if not, what to do about it.

Looks at the home folder, the published file and the sources; changes nothing, starts nothing, asks no network.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from flows.locking import holder
from flows.paths import published_file
from flows.reading import fetch_rows, first_line, open_published
from flows.settings import Settings, command
from flows.sources.catalog import Entry, read_catalog
from flows.sources.spool import Spool
from flows.sources.state import GIVE_UP, Memory, due_at
from transforms.errors import InputError
from warehouse.advice import WARNINGS

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STALE = timedelta(days=3)  # a source without `every` that has given nothing new for so long deserves a look
STALE_SPANS = 4  # of a source's own `every`
SPACE_FACTOR = 3  # times the warehouse that a run needs (docs/operations.md)
LEAST_SPACE = 2**30
COMMAND = re.compile(r"\bdateline (?=(?:run|recode|query|sources)\b)")
OFTEN = 10  # rejects of one reason that are worth a line


@dataclass(frozen=True)
class Finding:
    """One thing looked at: ok, warn or fail, what was found, and what to do."""

    subject: str
    level: str
    found: str
    advice: str = ""


# What to do about a reject, by its reason; a reason without a line explains itself in its detail
ADVICE = {
    "http_403": "the site refuses us; ask it for permission, or drop the source",
    "http_404": "nothing to do: the page is gone",
    "robots_disallowed": "the site does not want it fetched; drop the address or ask the site",
    "unknown_host": "tried again at the next run; check the address in sources.toml",
    "connection_refused": "tried again at the next run; check the address in sources.toml",
    "too_slow": "tried again at the next run; raise fetch_seconds if it is always so",
    "too_large": "raise max_payload_bytes if these are articles",
    "forbidden_address": "the address is not public; list it in allowed_addresses if it is meant",
    "not_a_page": "the listing names files that are no pages; nothing to do",
    "not_an_article": "pages without a text of their own: sections, videos, paywalls; see docs/operations.md",
    "soft_404": "nothing to do: the page is gone, though its site answers 200",
    "broken_record": "download the archive again",
    "language": "dateline reads English; nothing to do",
    "superseded": "nothing to do: a newer version is there",
    "invalid_date": "write the dates as YYYY-MM-DD, or leave them out, and run again",
    "coding_failed": "please report it",
    "annotation_failed": "please report it",
    "batch_failed": "dateline recode tries again; less workers need less memory",
}


def examine(settings: Settings) -> list[Finding]:
    """All findings, in the order in which to care about them."""
    found = [_disk(settings.home), _lock(settings.home)]
    path = published_file(settings.home)
    if not path.exists():
        found.append(Finding("warehouse", "warn", "nothing is published yet", "dateline run"))
    else:
        try:
            with open_published(settings.home) as connection:
                found += [_schema(connection), _last_run(connection, settings.now()), *_checks(connection), *_rejects(connection)]
        except InputError as error:
            found.append(Finding("warehouse", "fail", str(error), f"delete {path.parent.resolve()} and use dateline recode"))
        except Exception as error:  # noqa: BLE001 - a file that is no warehouse of ours can raise anything
            found.append(Finding("warehouse", "fail", first_line(error), "dateline recode builds it anew from raw/"))
    found += [*_spool(settings.home), *_sources(settings)]
    return [replace(one, advice=with_home(one.advice, settings.home)) for one in found]


def with_home(advice: str, home: Path) -> str:
    """The advice with commands that ask the same home; scheduled runs take theirs from the settings file."""
    return COMMAND.sub(lambda _: f"{command(home)} ", advice)


def _disk(home: Path) -> Finding:
    place = home if home.exists() else home.resolve().parent
    free = shutil.disk_usage(place).free
    path = published_file(home)
    needed = max(LEAST_SPACE, SPACE_FACTOR * path.stat().st_size if path.exists() else 0)
    words = f"{free / 2**30:.1f} GiB free; a run needs about {needed / 2**30:.1f}"
    if free < needed:
        return Finding("disk", "fail", words, "free some, or delete old folders in annotated/")
    return Finding("disk", "ok", words)


def _lock(home: Path) -> Finding:
    pid = holder(home)
    return Finding("lock", "ok", f"process {pid} is running" if pid else "no run is going on")


def _schema(connection: DuckDBPyConnection) -> Finding:
    from transforms.errors import ContractError
    from warehouse.ddl import STORED_TABLES, check_columns

    problems = []
    for table in STORED_TABLES:
        try:
            check_columns(connection, table)
        except ContractError as error:
            problems.append(str(error))
    if problems:
        return Finding("schema", "warn", problems[0], "new tables come with the next run; for changed ones: dateline recode")
    return Finding("schema", "ok", f"{len(STORED_TABLES)} tables as this version has them")


def _last_run(connection: DuckDBPyConnection, now: datetime) -> Finding:
    rows = fetch_rows(connection, "SELECT run_id, finished_at, document_count, reject_count FROM ops.runs ORDER BY run_id DESC LIMIT 1")
    if not rows:
        return Finding("last run", "warn", "none is recorded", "dateline run")
    row: Any = rows[0]
    words = f"{row['run_id']}, {_ago(now - row['finished_at'])}: {row['document_count']} documents, {row['reject_count']} rejects"
    if now - row["finished_at"] > STALE:
        return Finding("last run", "warn", words, "is the schedule still running? dateline schedule, systemctl status dateline")
    return Finding("last run", "ok", words)


def _checks(connection: DuckDBPyConnection) -> Iterator[Finding]:
    sql = (
        "SELECT check_name, status, failure_count FROM ops.checks WHERE status != 'pass' AND run_id = (SELECT max(run_id) FROM ops.checks)"
    )
    for row in fetch_rows(connection, sql):
        level = "fail" if row["status"] == "fail" else "warn"
        warned = WARNINGS.get(str(row["check_name"]))
        found = f"{row['failure_count']} {warned.meaning if warned else 'rows'}"
        yield Finding(f"check {row['check_name']}", level, found, warned.advice if warned else "please report it")


def _rejects(connection: DuckDBPyConnection) -> Iterator[Finding]:
    sql = "SELECT stage, reason, count(*) AS count FROM ops.rejects GROUP BY ALL ORDER BY count DESC, stage, reason"
    for row in fetch_rows(connection, sql):
        reason = str(row["reason"])
        look = f"dateline query \"SELECT locator, detail FROM ops.rejects WHERE reason = '{reason}'\""
        level = "warn" if int(str(row["count"])) >= OFTEN and reason not in ("superseded", "language", "http_404", "soft_404") else "ok"
        yield Finding(f"rejects at {row['stage']}", level, f"{row['count']} {reason}", ADVICE.get(reason, look))


def _spool(home: Path) -> Iterator[Finding]:
    count = len(Spool(home).names())
    if count:
        yield Finding("spool", "warn", f"{count} answers of a run that did not end", "the next dateline run takes them up")


def _sources(settings: Settings) -> Iterator[Finding]:
    if settings.sources_file is None:
        return
    try:
        entries = read_catalog(settings.sources_file)
    except InputError as error:
        yield Finding("sources", "fail", str(error), "")
        return
    rows = Memory(settings.home).sources()
    for entry in entries:
        yield _source(entry, rows.get(entry.name), settings.now())


def _source(entry: Entry, row: dict[str, Any] | None, now: datetime) -> Finding:
    subject = f"source {entry.name}"
    if row is None:
        return Finding(subject, "ok", "not asked yet", "dateline run")
    due = due_at(row)
    later = f"; next due {due:%Y-%m-%d %H:%M}" if due and due > now else ""
    if row["failure_count"]:
        level = "fail" if row["failure_count"] >= GIVE_UP else "warn"
        words = f"failed {row['failure_count']} times in a row: {row['last_error']}{later}"
        return Finding(subject, level, words, f"dateline sources check {entry.name}")
    news = row["last_new_at"]
    patience = max(STALE, STALE_SPANS * entry.every) if entry.every else STALE
    if news is None or now - news > patience:
        words = f"nothing new {'ever' if news is None else f'for {_ago(now - news)[:-4]}'}{later}"
        return Finding(subject, "warn", words, f"dateline sources check {entry.name}; has the site moved its feed?")
    noted = f"; noted: {row['last_error']}" if row["last_error"] else ""
    return Finding(subject, "ok", f"last news {_ago(now - news)}{later}{noted}")


def _ago(span: timedelta) -> str:
    hours = max(0, round(span.total_seconds() / 3600))
    return f"{hours} h ago" if hours < 48 else f"{hours // 24} days ago"


def print_findings(findings: list[Finding], out: TextIO) -> None:
    """The findings as a table."""
    from flows.console import result_console, result_table

    rows = [[finding.level, finding.subject, finding.found, finding.advice] for finding in findings]
    result_console(out).print(result_table(["", "what", "found", "what to do"], rows, numbers=[]))
