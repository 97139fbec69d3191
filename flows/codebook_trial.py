"""`dateline codebook try`: a sentence through annotation and coding, with every frame that was tried and why.

For whoever extends the codebook: the clause table shows what annotation saw, the trials show which conditions a frame
lacked, the events show what came out.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from flows.coding import article_row
from transforms import schemas
from transforms.annotate import Annotator, annotate
from transforms.codebook import LEAST_CONFIDENCE, Codebook
from transforms.coding import code, with_mentions
from transforms.resolve import resolve
from transforms.trials import UNMET, to_trials

if TYPE_CHECKING:
    from rich.console import RenderableType

Row = dict[str, object]
MOST_UNMET = 5  # frames shown of those that lack a condition, per predicate, unless all are asked for


def try_text(text: str, published: date | None, *, annotator: Annotator, codebook: Codebook) -> dict[str, list[Row]]:
    """Clauses with their arguments, the frames tried on each, and the events coded, as rows."""
    articles = schemas.frame(schemas.ARTICLES, [article_row({"id": "try", "text": text, "date": published}, 0)])
    annotations = annotate(articles, annotator=annotator)
    mentions = resolve(annotations["annotated_mentions"], articles, gazetteer=annotator.gazetteer, quotes=annotations["quotes"])["mentions"]
    arguments = with_mentions(annotations["arguments"], mentions)
    coded = code(annotations, mentions, articles, codebook=codebook)
    trials = to_trials(annotations["clauses"], arguments, codebook)
    return {
        "clauses": [clause_object(row, arguments, trials) for row in annotations["clauses"].iter_rows(named=True)],
        "events": [event_object(row, coded["participants"]) for row in coded["events"].sort("trigger_start").iter_rows(named=True)],
    }


def clause_object(clause: Row, arguments: pl.DataFrame, trials: pl.DataFrame) -> Row:
    """One predicate: its grammar, its arguments as `slot(preposition): words [who]`, the frames tried on it."""
    own = arguments.filter(pl.col("clause_id") == clause["clause_id"])
    names = ("text", "lemma", "part_of_speech", "particle", "voice", "tense", "mood", "modal", "negation", "marker", "adverbs")
    return {
        **{name: clause[name] for name in names},
        "governor": clause["governor_relation"],
        "arguments": [argument_words(row) for row in own.iter_rows(named=True)],
        "trials": trials.filter(pl.col("clause_id") == clause["clause_id"]).drop("clause_id").to_dicts(),
    }


def argument_words(row: Row) -> str:
    place = f"{row['slot']} {row['preposition']}" if row["preposition"] else str(row["slot"])
    codes = " ".join(str(row[name]) for name in ("kind", "country_code", "sector_code") if row[name])
    who = f" [{row['text']}: {codes}]" if row["mention_id"] else ""
    return f"{place}: {row['head_lemma']}{who}"


def event_object(event: Row, participants: pl.DataFrame) -> Row:
    actors = participants.filter(pl.col("event_id") == event["event_id"])
    names = ("event_type", "mode", "status", "status_cue", "trigger_text", "rule_id", "start_date", "place_name", "confidence", "contexts")
    sides = {role: actors.filter(pl.col("role") == role).select("name", "country_code", "sector_code") for role in ("source", "target")}
    return {**{name: event[name] for name in names}, **{role: side.to_dicts() for role, side in sides.items()}}


def render_trial(found: dict[str, list[Row]], *, show_all: bool) -> RenderableType:
    """The trial for a terminal: clauses with frames below them, then the events."""
    from rich.console import Group
    from rich.text import Text
    from rich.tree import Tree

    parts: list[RenderableType] = []
    for clause in found["clauses"]:
        grammar = [
            str(clause[name]) for name in ("part_of_speech", "voice", "tense", "mood", "modal", "negation", "marker") if clause[name]
        ]
        tree = Tree(Text.assemble((str(clause["text"]), "bold"), f"  {clause['lemma']}  ", (" ".join(grammar), "dim")))
        for words in _list(clause["arguments"]):
            tree.add(Text(str(words)))
        for line in trial_lines(_list(clause["trials"]), show_all=show_all):
            tree.add(line)
        parts.append(tree)
    nothing = f"no event (what is less probable than {LEAST_CONFIDENCE} is not coded)"
    parts += [Text(event_line(event)) for event in found["events"]] or [Text(nothing)]
    return Group(*parts)


def trial_lines(trials: list[object], *, show_all: bool) -> list[RenderableType]:
    from rich.text import Text

    styles = {"won": "green", "consumed": "yellow", "refused": "red", "unmet": "dim"}
    rows = [row for row in trials if isinstance(row, dict)]
    unmet = [row for row in rows if row["verdict"] == UNMET]
    shown = rows if show_all else [row for row in rows if row["verdict"] != UNMET] + unmet[:MOST_UNMET]
    lines: list[RenderableType] = [
        Text(f"{row['verdict']:<13} {row['frame_id']} ({row['event_type']}, {row['specificity']})  {row['reason']}",
             style=styles.get(str(row["verdict"]), ""))
        for row in shown
    ]  # fmt: skip
    left = len(rows) - len(shown)
    return lines + ([Text(f"… {left} more frames of this word lack a condition (--all)", style="dim")] if left else [])


def event_line(event: Row) -> str:
    def side(role: str) -> str:
        actors = [actor for actor in _list(event[role]) if isinstance(actor, dict)]
        return ", ".join(f"{a['name']} ({a['country_code'] or '?'} {a['sector_code'] or '?'})" for a in actors) or "nobody"

    kind = "/".join(str(event[name]) for name in ("event_type", "mode") if event[name])
    cue = f" because of “{event['status_cue']}”" if event["status_cue"] else ""
    when = f" on {event['start_date']}" if event["start_date"] else ""
    return f"→ {kind} {event['status']}{cue}{when}: {side('source')} → {side('target')} by “{event['trigger_text']}” ({event['rule_id']})"


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []
