"""What a run did, printed: a line of totals, events by type and status, rejects by reason, seconds by stage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TextIO

from rich.table import Table

from flows.console import result_console, result_table
from flows.running import Summary
from flows.settings import command
from flows.sources.files import SUFFIXES

STATUSES = ("occurred", "ongoing", "planned", "possible", "cancelled", "denied")


def print_summary(summary: Summary, out: TextIO) -> None:
    """The summary on `out`; one line where nothing was new."""
    console = result_console(out)
    for line in _lines(summary):
        console.print(line)
    if summary.sources:
        console.print(_sources_table(summary))
    if summary.is_nothing_new:
        return
    if summary.events:
        console.print(_events_table(summary.events))
    if summary.rejects:
        console.print(_rejects_table(summary.rejects))
        console.print(f'each of them: {command(summary.home)} query "SELECT stage, reason, locator, detail FROM ops.rejects"')
    console.print("  ".join(f"{stage} {seconds:.1f} s" for stage, seconds in summary.seconds.items()))
    console.print(f"published {summary.path}")


def _lines(summary: Summary) -> Iterator[str]:
    known = f"{_count(summary.known_documents, 'document')} known already"
    if summary.is_nothing_new:
        yield f"{_nothing(summary, known)}; {_kept(summary)}"
        return
    if summary.resumed_batches:
        yield f"{_count(summary.resumed_batches, 'batch', 'batches')} of earlier runs taken up again"
    yield (
        f"{_count(summary.new_documents, 'new document')}, {known}; {_count(summary.articles, 'article')}, "
        f"{_count(summary.sentences, 'sentence')}, {_count(summary.events.total(), 'event')}, {_count(summary.rejects.total(), 'reject')}"
    )
    if not summary.articles and summary.rejects:
        first = ", which is the first one here," if summary.is_first else ""
        yield f"nothing could be used: all that was read was set aside, for the reasons below; the warehouse{first} got no article"


def _nothing(summary: Summary, known: str) -> str:
    """Why there was nothing to do: all is known, or what was named holds nothing."""
    if not summary.named or summary.known_documents or summary.has_rejects:
        return f"nothing new: {known}"
    verb = "holds" if len(summary.named) == 1 else "hold"
    return f"nothing to read: {', '.join(summary.named)} {verb} no file that dateline reads ({', '.join(SUFFIXES)}, also gzipped)"


def _kept(summary: Summary) -> str:
    if summary.path:
        return "only the state of the sources was published"
    return "there is no warehouse yet" if summary.is_first else "the published warehouse stays as it is"


def _events_table(events: Counter[tuple[str, str]]) -> Table:
    """One row per type, one column per status that occurs."""
    columns = [status for status in STATUSES if any(key[1] == status for key in events)]
    types = sorted({event_type for event_type, _ in events})
    rows = [[t, *(_cell(events[t, status]) for status in columns), _cell(sum(events[t, s] for s in columns))] for t in types]
    sums = [_cell(sum(events[t, status] for t in types)) for status in columns]
    return result_table(["events", *columns, "all"], [*rows, ["all", *sums, _cell(events.total())]], numbers=[*columns, "all"])


def _sources_table(summary: Summary) -> Table:
    """One row per source that was asked, then those that were not due."""
    rows = [
        [name, *map(_cell, (t.new, t.changed, t.unchanged, t.rejected, t.failed, t.postponed)), t.error or t.note or ""]
        for name, t in summary.sources.items()
    ]
    rows += [[name, "", "", "", "", "", "", f"not due before {moment:%Y-%m-%d %H:%M}"] for name, moment in summary.undue.items()]
    counted = ["new", "changed", "unchanged", "rejected", "failed", "left"]
    return result_table(["source", *counted, ""], rows, numbers=counted)


def _rejects_table(rejects: Counter[tuple[str, str]]) -> Table:
    rows = [[stage, reason, str(count)] for (stage, reason), count in sorted(rejects.items())]
    return result_table(["rejected at", "reason", "count"], rows, numbers=["count"])


def _cell(count: int) -> str:
    return str(count) if count else ""


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number:,} {one if number == 1 else many or one + 's'}"
