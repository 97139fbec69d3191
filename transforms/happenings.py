"""events → happenings: reports of the same event across articles, from the plan to its outcome.

Two reports join when they share the kind of action, participants on both sides and compatible dates, and when places
don't contradict (`sameness`). Strongest reasons join first; a join that would mix dates or parties is left out. What is
put off goes on as the same happening on its new date. Input order changes nothing; every report says what joined it.

An archive is grouped month by month (`flows/grouping.py`): reports of earlier months come along with the happenings they
have, which new reports may join.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import polars as pl

from transforms.identity import stable_id
from transforms.reports import HAPPENED, OPEN, HappeningParameters, Known, Report, Window, to_known, to_reports
from transforms.sameness import compare, contradicts, gap, same_event
from transforms.schemas import HAPPENINGS, frame

FAMILIES = {
    "AGREE": "agree",
    "CONSULT": "agree",
    "COOPERATE": "agree",
    "AID": "agree",
    "REJECT": "agree",
    "CONCEDE": "yield",
    "RETREAT": "yield",
}

Lane = tuple[dict[str, Window], int]
KEPT_VOICES = 8  # reports that speak for a group's parties; more say nothing new


def to_happenings(
    events: pl.DataFrame,
    participants: pl.DataFrame,
    articles: pl.DataFrame,
    *,
    entities: pl.DataFrame | None = None,
    parameters: HappeningParameters | None = None,
) -> pl.DataFrame:
    """The happening of every event that has none; the frames must be all that may share happenings, not one batch.

    Events may come with a `happening_id`: they keep it, others may join them, but two such happenings never become one.
    A person or organization in common is a fact of its own, a country is not: `entities` tells which is which.
    """
    parameters = parameters or HappeningParameters()
    known = to_known(entities)
    reports = to_reports(events, participants, articles, known.country_names, parameters)
    group, evidence = _unite(reports, _matches(reports, known, parameters), parameters)
    return _to_rows(events, reports, group, evidence)


def _matches(reports: dict[str, Report], known: Known, parameters: HappeningParameters) -> Iterator[tuple[str, str, str]]:
    """Every pair that shares a key and passes the comparison, with what makes it one: strongest reasons first, then by ids.

    A month may have millions, so they wait for their turn as numbers.
    """
    ids = sorted(reports)
    number = {event_id: place for place, event_id in enumerate(ids)}
    ranks, firsts, seconds, reasons = array("B"), array("I"), array("I"), array("I")
    reason_numbers: dict[str, int] = {}
    for a, b in _candidates(reports, parameters):
        found = compare(a, b, known.particular, parameters)
        if found:
            first, second = sorted((number[a.event_id], number[b.event_id]))
            ranks.append(found[0])
            firsts.append(first)
            seconds.append(second)
            reasons.append(reason_numbers.setdefault(found[1], len(reason_numbers)))
    columns = {"rank": ranks, "first": firsts, "second": seconds, "reason": reasons}
    matches = pl.DataFrame({name: np.frombuffer(values, values.typecode) for name, values in columns.items()})
    names = list(reason_numbers)
    for first, second, reason in matches.sort("rank", "first", "second").select("first", "second", "reason").iter_rows():
        yield ids[first], ids[second], names[reason]


def _candidates(reports: dict[str, Report], parameters: HappeningParameters) -> Iterator[tuple[Report, Report]]:
    """Pairs with a participant key in common whose windows touch, each once.

    Reports come in the order of their windows; under each key stand the latest whose windows still reach the next one.
    """
    slack = timedelta(days=parameters.date_slack)
    active: dict[tuple[str, str], list[tuple[date, Report]]] = {}  # with the last day on which a window may start to touch
    dated = [(report.window, report) for report in reports.values() if report.window]
    for (start, end), report in sorted(dated, key=lambda item: (item[0], item[1].event_id)):
        met: dict[str, Report] = {}
        for key in _keys(report):
            near = [item for item in active.get(key, ()) if item[0] >= start][-parameters.largest_block :]
            met.update((other.event_id, other) for _, other in near)
            near.append((end + slack, report))
            active[key] = near
        # what is settled is not compared again
        yield from ((other, report) for other in met.values() if other.happening_id is None or report.happening_id is None)


def _keys(report: Report) -> set[tuple[str, str]]:
    """What a match must share at least: family of action, with two countries, an entity, or a country and a day or place."""
    family = FAMILIES.get(report.event_type, report.event_type)
    countries = sorted(report.source_countries | report.target_countries)
    keys = [f"{a} {b}" for a, b in combinations(countries, 2)]
    # two dates that differ by the slack, a day, share one of these
    days = [report.start, report.start + timedelta(days=1)] if report.is_exact and report.start else []
    facts = [*map(str, days), *([report.place] if report.place else [])]
    keys += [f"{country} {fact}" for country in countries for fact in facts]
    return {(family, key) for key in (*keys, *report.source_entities, *report.target_entities)}


@dataclass(frozen=True)
class _Groups:
    """Groups of reports while they grow, all by the group's root: days, reports that speak for its parties, what has happened."""

    parent: dict[str, str]
    lanes: tuple[Lane, Lane, Lane]
    voices: dict[str, list[Report]]
    happened: set[str]
    settled: dict[str, str]

    def root(self, event_id: str) -> str:
        """The group of a report."""
        while self.parent[event_id] != event_id:
            self.parent[event_id] = self.parent[self.parent[event_id]]
            event_id = self.parent[event_id]
        return event_id

    def name(self, event_id: str) -> str:
        """The happening of a report where it is settled, else the root of its group."""
        root = self.root(event_id)
        return self.settled.get(root, root)

    def join(self, a: str, b: str) -> None:
        """Make group b part of a."""
        self.parent[b] = a
        for windows, _ in self.lanes:
            known = [windows[group] for group in (a, b) if group in windows]
            if known:
                windows[a] = _hull(known)
        self.voices[a] = [*self.voices[a], *self.voices.pop(b)][:KEPT_VOICES]
        if b in self.happened:
            self.happened.add(a)
        if b in self.settled:
            self.settled[a] = self.settled.pop(b)

    def clash(self, a: str, b: str) -> bool:
        """Whether two groups are settled, or name other parties: a report that is silent about one side must not tie them
        together."""
        return (a in self.settled and b in self.settled) or any(contradicts(x, y) for x in self.voices[a] for y in self.voices[b])


def _unite(
    reports: dict[str, Report], matches: Iterable[tuple[str, str, str]], parameters: HappeningParameters
) -> tuple[dict[str, str], dict[str, str]]:
    """Union-find, strongest reasons first; joins that mix or stretch dates, or mix parties, are left out. Gives groups and evidence."""
    happened = {event_id for event_id, report in reports.items() if report.status in HAPPENED}
    voices = {event_id: [report] for event_id, report in reports.items()}
    groups = _Groups({event_id: event_id for event_id in reports}, _lanes(reports, parameters), voices, happened, {})
    _settle(groups, reports)
    exact, *lanes = groups.lanes
    evidence: dict[str, str] = {}
    for first, second, reason in matches:
        a, b = sorted((groups.root(first), groups.root(second)))
        if a != b:
            if _is_mixed(exact, a, b, parameters) or any(_is_stretched(lane, a, b) for lane in lanes) or groups.clash(a, b):
                continue
            groups.join(a, b)
        evidence.setdefault(first, f"{reason} with {second}")
        evidence.setdefault(second, f"{reason} with {first}")
    for postponement, successor in _successions(reports, parameters):
        a, b = sorted((groups.root(postponement.event_id), groups.root(successor.event_id)))
        if a != b and _goes_on(groups, postponement, successor) and not groups.clash(a, b):
            groups.join(a, b)
            evidence[successor.event_id] = f"put off by {postponement.event_id}"
            evidence.setdefault(postponement.event_id, f"puts off to {successor.event_id}")
    return {event_id: groups.name(event_id) for event_id in reports}, evidence


def _settle(groups: _Groups, reports: dict[str, Report]) -> None:
    """Join what is settled, in order of publication, before anything else may."""
    roots: dict[str, str] = {}
    for event_id, report in reports.items():
        if report.happening_id is not None:
            root = roots.setdefault(report.happening_id, event_id)
            if root != event_id:
                groups.join(root, event_id)
    groups.settled.update({root: happening_id for happening_id, root in roots.items()})


def _is_mixed(lane: Lane, a: str, b: str, parameters: HappeningParameters) -> bool:
    """Whether both groups have exact days, and other ones."""
    windows, _ = lane
    return a in windows and b in windows and gap(windows[a], windows[b]) > parameters.date_slack


def _successions(reports: dict[str, Report], parameters: HappeningParameters) -> Iterator[tuple[Report, Report]]:
    """Every postponement with the next report of a new date."""
    by_key: dict[tuple[str, str], list[Report]] = {}
    for report in reports.values():
        if report.is_exact and (report.status in HAPPENED or report.status in ("planned", "possible")):
            for key in _keys(report):
                by_key.setdefault(key, []).append(report)
    for postponement in reports.values():
        if postponement.is_postponement and postponement.published:
            found = {r.event_id: r for key in _keys(postponement) for r in by_key.get(key, [])[-parameters.largest_block :]}
            later = [r for r in found.values() if _is_after(r, postponement, parameters) and same_event(postponement, r)]
            yield from (
                (postponement, r) for r in sorted(later, key=lambda r: (r.published or date.max, r.start or date.max, r.event_id))[:1]
            )


def _is_after(report: Report, postponement: Report, parameters: HappeningParameters) -> bool:
    if not (report.published and report.start and postponement.published):
        return False
    days = (report.published - postponement.published).days
    return 0 <= days <= parameters.plan_days and report.start > postponement.published


def _goes_on(groups: _Groups, postponement: Report, successor: Report) -> bool:
    """Whether the new date lies behind the old ones, and nothing had happened before it was put off."""
    root = groups.root(postponement.event_id)
    windows, _ = groups.lanes[0]
    is_later = root not in windows or (successor.start or date.min) > windows[root][1]
    return is_later and root not in groups.happened


def _lanes(reports: dict[str, Report], parameters: HappeningParameters) -> tuple[Lane, Lane, Lane]:
    """Days of groups, to begin with of single reports, and the days that a group may span: exact dates, days on which
    it happened, and days of plans without a date."""
    exact: dict[str, Window] = {}
    happened: dict[str, Window] = {}
    plans: dict[str, Window] = {}
    for event_id, report in reports.items():
        if report.is_exact and report.window:
            exact[event_id] = report.window
        if report.window and (report.is_exact or report.status not in OPEN):
            happened[event_id] = report.window
        elif report.published:
            plans[event_id] = (report.published, report.published)
    return (exact, parameters.span_days), (happened, parameters.span_days), (plans, parameters.plan_days)


def _hull(windows: list[Window]) -> Window:
    return min(start for start, _ in windows), max(end for _, end in windows)


def _is_stretched(lane: Lane, a: str, b: str) -> bool:
    """Whether two groups together span more days than the lane allows, and than either does."""
    windows, limit = lane
    if a not in windows or b not in windows:
        return False
    start, end = _hull([windows[a], windows[b]])
    return (end - start).days > max(limit, *((last - first).days for first, last in (windows[a], windows[b])))


def _to_rows(events: pl.DataFrame, reports: dict[str, Report], group: dict[str, str], evidence: dict[str, str]) -> pl.DataFrame:
    """One row per event that is not settled; the first report, in order of publication, names a new happening."""
    settled = {report.happening_id for report in reports.values()}
    first: dict[str, str] = {}
    for event_id in reports:
        first.setdefault(group[event_id], event_id)
    rows: list[dict[str, object]] = []
    for event_id, status in events.select("event_id", "status").sort("event_id").iter_rows():
        report, name = reports[event_id], group[event_id]
        if report.happening_id is None:
            rows.append(
                {
                    "happening_id": name if name in settled else stable_id("happening", first[name]),
                    "event_id": event_id,
                    "article_id": report.article_id,
                    "report_date": report.published,
                    "status": status,
                    "evidence": evidence.get(event_id, "alone"),
                }
            )
    return frame(HAPPENINGS, rows)
