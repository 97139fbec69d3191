"""`dateline codebook …`: check the codebook, or try it on a sentence."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from transforms.errors import InputError

codebook_app = typer.Typer(help="Check the codebook, or try it on a sentence.", no_args_is_help=True)
SEEDS = Annotated[
    Path | None, typer.Option(help="Folder with codebook/, grammar/ and gazetteers/; default the one in use.", show_default=False)
]


@codebook_app.command(name="try")
def try_command(
    sentence: Annotated[str, typer.Argument(metavar="SENTENCE", help="One sentence or a short text.")],
    on: Annotated[str | None, typer.Option("--date", help="Day of publication, YYYY-MM-DD.", show_default=False)] = None,
    show_all: Annotated[bool, typer.Option("--all", help="Show every frame that was tried.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    seeds: SEEDS = None,
) -> None:
    """Show the clauses of a sentence, the frames tried on them and why each matched or not, and the events."""
    from flows.codebook_trial import render_trial, try_text
    from flows.console import print_json, result_console
    from flows.paths import seeds_folder
    from flows.seeds import load_annotator, named_seeds, read_codebook

    published, own = to_date(on), seeds_folder()
    if not sentence.strip():
        raise InputError("codebook try", "has no sentence", 'Give one in quotes: dateline codebook try "Peru urged Chile to talk."')
    book = named_seeds("--seeds", seeds) if seeds else own
    found = try_text(sentence, published, annotator=load_annotator(own), codebook=read_codebook(book))
    if as_json:
        print_json(found, sys.stdout)
    else:
        result_console().print(render_trial(found, show_all=show_all))


def to_date(words: str | None) -> date | None:
    """The day that an option names."""
    try:
        return date.fromisoformat(words) if words else None
    except ValueError as error:
        raise InputError(f"--date {words}", "is no day", "Write it as YYYY-MM-DD.") from error


@codebook_app.command()
def lint(
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    seeds: SEEDS = None,
) -> None:
    """Find frames that can never match or win, unknown words and leftovers; ends with 1 where there are errors."""
    from flows.console import print_json, result_console, result_table
    from flows.paths import seeds_folder
    from flows.seeds import named_seeds, read_codebook_tables, read_grammar_words
    from transforms.linting import ERROR, to_findings

    folder = named_seeds("--seeds", seeds) if seeds else seeds_folder()
    found = to_findings(read_codebook_tables(folder), read_grammar_words(folder))
    rows = found.to_dicts()
    if as_json:
        print_json(rows, sys.stdout)
    else:
        result_console().print(result_table(found.columns, [[str(value) for value in row.values()] for row in rows]))
    errors = sum(row["severity"] == ERROR for row in rows)
    sys.stderr.write(f"{errors} errors, {len(rows) - errors} warnings\n")
    if errors:
        raise typer.Exit(1)
