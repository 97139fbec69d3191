"""The command line. Results go to stdout; progress and errors go to stderr, an error in one line that says what to do.

Nothing heavy is imported here before a command needs it: `dateline --help` must answer at once.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TextIO

import typer

from flows.codebook_cli import codebook_app
from flows.environment import keep_memory
from flows.sources.commands import app as sources_app
from transforms.errors import BusyError, DatelineError, InputError, SettingsError

if TYPE_CHECKING:
    from flows.settings import Settings

OK, FAILED, BAD_INPUT, BUSY, INTERRUPTED = 0, 1, 2, 3, 130

app = typer.Typer(
    name="dateline",
    help="News articles in, dated and located events out, in one DuckDB file.",
    invoke_without_command=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

app.add_typer(codebook_app, name="codebook")
app.add_typer(sources_app, name="sources")


@dataclass(frozen=True)
class Given:
    """The options that stand before the command."""

    home: Path | None = None
    config: Path | None = None

    def settings(self, **options: object) -> Settings:
        """The settings, with the options of the command."""
        from flows.settings import read_settings

        return read_settings({"home": self.home, **options}, config=self.config, environment=os.environ)

    def written_config(self) -> Path:
        """The settings file, which scheduled runs read anew each time; --home is no setting that they would see."""
        from flows.settings import CONFIG_NAME

        path = self.config or Path(os.environ.get("DATELINE_CONFIG") or CONFIG_NAME)
        if self.home is not None or not path.exists():
            advice = "Write home and sources_file there: scheduled runs read their settings from it."
            raise InputError(str(path), "--home does not reach scheduled runs" if self.home else "there is no such settings file", advice)
        return path


def show_version(is_wanted: bool) -> None:
    """Print the version and end."""
    if is_wanted:
        from importlib.metadata import version

        sys.stdout.write(f"dateline {version('dateline')}\n")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    home: Annotated[Path | None, typer.Option(help="Folder of the data; default ./data or DATELINE_HOME.", show_default=False)] = None,
    config: Annotated[Path | None, typer.Option(help="Settings file; default ./dateline.toml.", show_default=False)] = None,
    version: Annotated[bool, typer.Option("--version", callback=show_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """News articles in, dated and located events out, in one DuckDB file."""
    context.obj = Given(home, config)
    if context.invoked_subcommand is None:
        sys.stdout.write(context.get_help() + "\n")


SOURCES = (
    "Files or folders of .txt, .html, .jsonl or .parquet; rows have text or html, and date, title, url, id, source. "
    "Default: those in sources.toml."
)


@app.command()
def run(
    context: typer.Context,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="SOURCE…", help=SOURCES, show_default=False),
    ] = None,
    workers: Annotated[int | None, typer.Option(help="Annotation processes; default one per core.", show_default=False)] = None,
    batch_size: Annotated[int | None, typer.Option(help="Documents per batch; default 100.", show_default=False)] = None,
    as_of: Annotated[str | None, typer.Option(help="Date or time taken as now, for tests.", show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help="Ask sources of sources.toml that are not due as well.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait for another run to end instead of giving up.")] = False,
) -> None:
    """Take in articles, find their events, publish the warehouse. What is known is skipped."""
    named = [str(source) for source in sources] if sources else None
    settings = context.obj.settings(sources=named, workers=workers, batch_size=batch_size, as_of=as_of)
    run_and_tell(settings, recode=False, everything=everything, wait=wait)


@app.command()
def recode(context: typer.Context) -> None:
    """Code the whole archive again with the codebook as it is now; what was annotated stays annotated."""
    run_and_tell(context.obj.settings(), recode=True)


def run_and_tell(settings: Settings, *, recode: bool, everything: bool = False, wait: bool = False) -> None:
    """One run with its progress, then its summary."""
    from flows.console import watch_progress
    from flows.interruption import ending_at_once
    from flows.running import Wish, run_daily
    from flows.summary import print_summary

    with ending_at_once(), watch_progress() as progress:
        summary = run_daily(settings, progress, Wish(recode, everything, wait))
    print_summary(summary, sys.stdout)


@app.command()
def compare(
    context: typer.Context,
    seeds: Annotated[Path, typer.Argument(metavar="SEEDS", help="Folder with the other codebook/, grammar/ and gazetteers/.")],
    base: Annotated[
        Path | None, typer.Option(help="Compare with this folder's codebook, not the published events.", show_default=False)
    ] = None,
    output: Annotated[Path, typer.Option(help="DuckDB file for the tables changes and counts.")] = Path("comparison.duckdb"),
) -> None:
    """Show what another codebook would make of the archive: events gained, lost and changed. Changes nothing."""
    from flows.comparing import compare as compare_codebooks
    from flows.comparing import print_comparison
    from flows.paths import existing_warehouse
    from flows.seeds import named_seeds, read_codebook

    after = read_codebook(named_seeds("compare", seeds))
    before = read_codebook(named_seeds("--base", base)) if base else None
    warehouse = existing_warehouse(context.obj.settings().home)
    print_comparison(compare_codebooks(warehouse, output, after=after, before=before), sys.stdout)


@app.command()
def query(
    context: typer.Context,
    sql: Annotated[str | None, typer.Argument(metavar="SQL", help="One statement.", show_default=False)] = None,
    file: Annotated[Path | None, typer.Option(help="Read the statement from a file.", show_default=False)] = None,
    output_format: Annotated[str, typer.Option("--format", help="table, csv or json.")] = "table",
) -> None:
    """Ask the published warehouse with one statement that reads; `export` writes files."""
    from flows.querying import FORMATS, run_query

    if output_format not in FORMATS:
        raise InputError(f"--format {output_format}", "unknown", f"Choose one of {', '.join(FORMATS)}.")
    statement = sql if sql is not None else read_text(file)
    if (sql is None) == (file is None) or not statement.strip():
        raise InputError("query", "needs one statement", 'Give it in quotes or with --file: dateline query "SELECT …"')
    run_query(context.obj.settings().home, statement, output_format, sys.stdout)


@app.command()
def build(
    context: typer.Context,
    full: Annotated[bool, typer.Option("--full", help="Build everything anew, not only what changed.")] = False,
) -> None:
    """Build and check the SQL models over what is there, and publish."""
    from flows.building import build as build_home
    from flows.building import print_built
    from flows.console import watch_progress
    from flows.interruption import ending_at_once

    with ending_at_once(), watch_progress() as progress:
        built = build_home(context.obj.settings().home, progress, full=full)
    print_built(built, sys.stdout)


@app.command()
def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")],
    table: Annotated[
        list[str] | None, typer.Option(help="A table or view; may be repeated. Default: every mart.", show_default=False)
    ] = None,
    file_format: Annotated[str, typer.Option("--format", help="parquet or csv.")] = "parquet",
) -> None:
    """Write tables as Parquet or CSV, by year, with a manifest of rows, columns and hashes."""
    from flows.exporting import export as export_tables
    from flows.exporting import to_wanted

    manifest = export_tables(context.obj.settings().home, to_wanted(folder, table, file_format))
    tables = manifest["tables"]
    for entry in tables if isinstance(tables, list) else ():
        sys.stdout.write(f"{entry['table']}: {entry['row_count']:,} rows in {len(entry['files'])} files\n")


@app.command()
def explain(
    context: typer.Context,
    event_id: Annotated[str, typer.Argument(metavar="EVENT_ID", help="An event_id, or its first characters.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Show why an event is there: its sentence, words, rule, status cue, file and offsets."""
    from flows.console import print_json
    from flows.explain import explain_event
    from flows.reading import open_published

    with open_published(context.obj.settings().home) as connection:
        explanation = explain_event(connection, event_id)
    if as_json:
        print_json(explanation, sys.stdout)
        return
    from flows.console import result_console
    from flows.explain_text import render_explanation

    result_console().print(render_explanation(explanation))


@app.command()
def info(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show what is in the warehouse, the last run, rejects by reason, and versions."""
    from flows.console import print_json
    from flows.info import describe, failed_build, print_info
    from flows.paths import existing_warehouse
    from flows.reading import open_published

    home = context.obj.settings().home
    with open_published(home) as connection:
        facts = describe(connection, str(existing_warehouse(home))) | failed_build(home)
    if as_json:
        print_json(facts, sys.stdout)
    else:
        print_info(facts, sys.stdout)


@app.command()
def doctor(context: typer.Context, as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Say what is wrong and what to do: disk, schema, last run, rejects, sources. Exit code 1 where something fails."""
    from flows.console import print_json
    from flows.doctor import examine, print_findings

    findings = examine(context.obj.settings())
    if as_json:
        print_json([finding.__dict__ for finding in findings], sys.stdout)
    else:
        print_findings(findings, sys.stdout)
    if any(finding.level == "fail" for finding in findings):
        raise typer.Exit(FAILED)


@app.command()
def schedule(
    context: typer.Context,
    cron: Annotated[str, typer.Option(help="When to run, as in crontab.")] = "15 * * * *",
    timezone: Annotated[str, typer.Option(help="Of the cron expression.")] = "UTC",
    port: Annotated[int, typer.Option(help="Of the Prefect server that is started where PREFECT_API_URL is not set.")] = 4200,
) -> None:
    """Stay and run on a timetable, in one process with its own Prefect server, until stopped."""
    from flows.environment import prepare_environment

    given: Given = context.obj
    prepare_environment(given.settings().home)
    from flows.scheduling import Timetable, serve

    serve(given.written_config(), Timetable(cron, timezone=timezone), port)


INPUT = Annotated[str, typer.Argument(metavar="[INPUT.jsonl|-]", help="JSON lines; - is standard input.")]
OUTPUT = Annotated[str, typer.Option(help="Where the JSON lines go; - is standard output.")]


@app.command()
def code(source: INPUT = "-", output: OUTPUT = "-") -> None:
    """Code texts: JSON lines with id, text and date in, events with offsets out. Needs no warehouse."""
    from flows.coding import code_lines
    from flows.paths import seeds_folder
    from flows.seeds import load_annotator, read_codebook

    seeds = seeds_folder()
    annotator, codebook = load_annotator(seeds), read_codebook(seeds)
    pass_lines(lambda lines: code_lines(lines, annotator=annotator, codebook=codebook), source, output)


@app.command()
def extract(source: INPUT = "-", output: OUTPUT = "-") -> None:
    """Extract articles: JSON lines with id and path of a saved page in, title, date and text out. Needs no warehouse."""
    from flows.extracting import extract_lines

    pass_lines(extract_lines, source, output)


def pass_lines(work: Callable[[Iterable[str]], Iterator[str]], source: str, output: str) -> None:
    """Lines of the input through `work` to the output, one by one; how many have an error is told at the end."""
    count = failed = 0
    with opened(source, "r") as lines, opened(output, "w") as out:
        for line in work(lines):
            out.write(line if line.endswith("\n") else f"{line}\n")
            count += 1
            failed += '"error": ' in line and "error" in json.loads(line)
    if failed:
        sys.stderr.write(f"dateline: {failed} of {count} lines failed; what is wrong stands in the field error of their output lines\n")


@contextmanager
def opened(name: str, mode: str) -> Iterator[TextIO]:
    """A file, or standard input or output for '-', as UTF-8; broken bytes are replaced, never fatal."""
    if name == "-":
        stream = sys.stdin if mode == "r" else sys.stdout
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
        yield stream
        return
    handle: TextIO
    try:
        handle = open(name, mode, encoding="utf-8", errors="replace")  # type: ignore[assignment]  # noqa: PTH123, SIM115 - closed below
    except OSError as error:
        verb = "read" if mode == "r" else "written"
        raise InputError(name, f"cannot be {verb} ({error.strerror})", "Check the path.") from error
    with handle:
        yield handle


def read_text(path: Path | None) -> str:
    """The text of a file that the user named."""
    try:
        return path.read_text(encoding="utf-8") if path else ""
    except (OSError, ValueError) as error:
        raise InputError(str(path), f"cannot be read ({error})", "Check the path.") from error


def exit_code(error: BaseException) -> int:
    """0 ok, 1 a run that failed, 2 bad usage or input, 3 busy, 130 interrupted."""
    if isinstance(error, BusyError):
        return BUSY
    if isinstance(error, InputError | SettingsError | typer.TyperException):
        return BAD_INPUT
    return INTERRUPTED if isinstance(error, KeyboardInterrupt | typer.Abort) else FAILED


def call(arguments: list[str]) -> int:
    """Run one command line and give its exit code; every error is told here, once."""
    from flows.console import print_error

    try:
        result = app(arguments, prog_name="dateline", standalone_mode=False)
        sys.stdout.flush()
        if result == INTERRUPTED:  # typer catches the key press itself
            raise KeyboardInterrupt
        return result if isinstance(result, int) else OK
    except typer.TyperException as error:
        words = error.format_message() if hasattr(error, "format_message") else str(error)
        print_error(f"{words.rstrip('.')}. See 'dateline --help'.")
        return exit_code(error)
    except DatelineError as error:
        print_error(str(error))
        return exit_code(error)
    except (KeyboardInterrupt, typer.Abort) as error:
        print_error("stopped.")
        return exit_code(error)
    except BrokenPipeError:
        hush(sys.stdout.fileno())  # the reader (head, less) has left; not an error
        return OK
    except Exception as error:
        if os.environ.get("DATELINE_DEBUG"):
            raise
        print_error(f"unexpected {type(error).__name__}: {error}. Set DATELINE_DEBUG=1 to see where, and please report it.")
        return FAILED


def main() -> None:
    """Entry point: one command, then silence, since libraries chatter on stderr while the interpreter ends."""
    keep_memory()
    status = call(sys.argv[1:])
    sys.stderr.flush()
    hush(2)
    sys.exit(status)


def hush(descriptor: int) -> None:
    """Send what is still written there nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)


if __name__ == "__main__":
    main()
