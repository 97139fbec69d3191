"""What a run did, as Markdown: for Prefect's pages, or a mail."""

from __future__ import annotations

from collections.abc import Iterator

from flows.running import Summary

LINKS = 5  # rejected addresses shown for each reason


def summary_lines(summary: Summary) -> Iterator[str]:
    """Totals, sources, stages and rejects as Markdown."""
    found = f"{summary.articles} articles, {summary.events.total()} events, {summary.rejects.total()} rejects"
    yield f"{summary.new_documents} new documents, {found}"
    if summary.sources:
        yield from ("", "| source | new | changed | unchanged | rejected | failed | left | |", "|---|--:|--:|--:|--:|--:|--:|---|")
        for name, tally in summary.sources.items():
            counts = (tally.new, tally.changed, tally.unchanged, tally.rejected, tally.failed, tally.postponed)
            yield f"| {_cell(name)} | {' | '.join(map(str, counts))} | {_cell(tally.error or tally.note or '')} |"
        for name, moment in summary.undue.items():
            yield f"| {_cell(name)} | | | | | | | not due before {moment:%Y-%m-%d %H:%M} |"
    if summary.stages:
        yield from ("", "| stage | in | out | seconds |", "|---|--:|--:|--:|")
        for stage, (came, went, seconds) in summary.stages.items():
            yield f"| {stage} | {came} | {went} | {seconds:.1f} |"
    if summary.rejects:
        yield from ("", "| rejected at | reason | count | |", "|---|---|--:|---|")
        for (stage, reason), count in sorted(summary.rejects.items()):
            yield f"| {stage} | {reason} | {count} | {' '.join(_links(summary, reason))} |"
        yield from ("", 'All of them: `dateline query "SELECT * FROM ops.rejects"`')


def _links(summary: Summary, reason: str) -> Iterator[str]:
    """The first few rejected addresses of that reason."""
    for locator in [place for why, place in summary.rejected if why == reason][:LINKS]:
        yield f"[{_cell(locator[-60:])}]({locator})" if locator.startswith("http") else f"`{_cell(locator[-60:])}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
