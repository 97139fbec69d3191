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
from transforms.sameness import SETTING, WORDS, compare, contradicts, gap, same_event
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
    reports = to_reports(events, participants, articles, known, parameters)
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
    if report.event_type == "CONSULT" and report.is_exact and report.place:
        keys.append(f"at {report.place} {report.start}")  # all that a report without parties has
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
    """Union-find, strongest reasons first, then what goes on after it was put off. Gives groups and evidence."""
    happened = {event_id for event_id, report in reports.items() if report.status in HAPPENED and report.event_type not in WORDS}
    voices = {event_id: [report] for event_id, report in reports.items()}
    groups = _Groups({event_id: event_id for event_id in reports}, _lanes(reports, parameters), voices, happened, {})
    _settle(groups, reports)
    evidence: dict[str, str] = {}
    settings: dict[str, list[str]] = {}  # reports without parties, with those of the same day and place
    for first, second, reason in matches:
        silent = [event_id for event_id in (first, second) if reason == SETTING[1] and reports[event_id].is_silent]
        if len(silent) == 1:
            settings.setdefault(silent[0], []).append(second if silent == [first] else first)
        else:
            _match(groups, (first, second, reason), evidence, parameters)
    for silent_id, others in settings.items():
        if len({groups.root(other) for other in others}) == 1:  # of two meetings there, either may be meant
            _match(groups, (silent_id, others[0], SETTING[1]), evidence, parameters)
    _hand_over(groups, reports, evidence, parameters)
    return {event_id: groups.name(event_id) for event_id in reports}, evidence


def _match(groups: _Groups, match: tuple[str, str, str], evidence: dict[str, str], parameters: HappeningParameters) -> None:
    """Join the groups of two reports; what would mix or stretch dates, or mix parties, is left out."""
    first, second, reason = match
    a, b = sorted((groups.root(first), groups.root(second)))
    exact, *lanes = groups.lanes
    if a != b:
        if _is_mixed(exact, a, b, parameters) or any(_is_stretched(lane, a, b) for lane in lanes) or groups.clash(a, b):
            return
        groups.join(a, b)
    evidence.setdefault(first, f"{reason} with {second}")
    evidence.setdefault(second, f"{reason} with {first}")


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


def _hand_over(groups: _Groups, reports: dict[str, Report], evidence: dict[str, str], parameters: HappeningParameters) -> None:
    """Join every postponement with the next report of a new date, in order of publication."""
    for postponement, others in _postponements(reports, parameters):
        for successor in _successors(groups, postponement, others, parameters):
            a, b = sorted((groups.root(postponement.event_id), groups.root(successor.event_id)))
            groups.join(a, b)
            evidence[successor.event_id] = f"put off by {postponement.event_id}"
            evidence.setdefault(postponement.event_id, f"puts off to {successor.event_id}")


def _postponements(reports: dict[str, Report], parameters: HappeningParameters) -> Iterator[tuple[Report, list[Report]]]:
    """Every postponement with the dated reports of the same, in order of publication and days."""
    by_key: dict[tuple[str, str], list[Report]] = {}
    for report in reports.values():
        if report.published and report.start and report.status in (*HAPPENED, "planned", "possible"):
            for key in _keys(report):
                by_key.setdefault(key, []).append(report)
    for postponement in reports.values():
        if postponement.is_postponement and postponement.published:
            found = {r.event_id: r for key in _keys(postponement) for r in by_key.get(key, [])[-parameters.largest_block :]}
            others = [r for r in found.values() if same_event(postponement, r)]
            yield postponement, sorted(others, key=lambda r: (r.published or date.max, r.start or date.max, r.event_id))


def _successors(groups: _Groups, postponement: Report, others: list[Report], parameters: HappeningParameters) -> Iterator[Report]:
    """The first report of a new day; before it a plan for a month or so in which that day lies.

    A plan that the postponement put off, still told afterwards ("had been due on Wednesday"), is none.
    """
    promised: Window | None = None
    old_days = [_last_day(r) for r in others if r.is_exact and _is_before(r, postponement) and _is_in(groups, r, postponement)]
    for report in others:
        if not _is_after(report, postponement, parameters) or not report.window or (promised and gap(promised, report.window) > 0):
            continue
        if _is_in(groups, report, postponement):
            if report.is_exact and not (old_days and _last_day(report) <= max(old_days)):
                return  # it has its new day
        elif _goes_on(groups, postponement, report):
            yield report
            if report.is_exact:
                yield from (r for r in others if _is_part(report, r) and not (_is_in(groups, r, report) or _clash(groups, r, report)))
                return
        else:
            continue
        promised = promised if report.is_exact else report.window


def _is_part(report: Report, other: Report) -> bool:
    """Whether the other tells of the same day in the same text: "arrived on Wednesday and met"."""
    keys = [(r.article_id, r.event_type, r.window, r.is_exact) for r in (report, other)]
    return keys[0] == keys[1]


def _is_before(report: Report, postponement: Report) -> bool:
    return (report.published or date.max) < (postponement.published or date.min)


def _is_in(groups: _Groups, report: Report, other: Report) -> bool:
    return groups.root(report.event_id) == groups.root(other.event_id)


def _last_day(report: Report) -> date:
    return report.end or report.start or date.max


def _is_after(report: Report, postponement: Report, parameters: HappeningParameters) -> bool:
    """Whether it is told later, within the time that a plan lasts, and lies ahead, on a day or in a month."""
    if not (report.published and report.start and report.end and postponement.published):
        return False
    days = (report.published - postponement.published).days
    is_near = report.is_exact or (report.status not in HAPPENED and (report.end - report.start).days <= parameters.period_days)
    return is_near and 0 <= days <= parameters.plan_days and report.start > postponement.published


def _goes_on(groups: _Groups, postponement: Report, successor: Report) -> bool:
    """Whether the new date lies behind the old ones, nothing had happened before it was put off, and the parties are the same."""
    root = groups.root(postponement.event_id)
    windows, _ = groups.lanes[0]
    is_later = root not in windows or (successor.start or date.min) > windows[root][1]
    return is_later and root not in groups.happened and not _clash(groups, postponement, successor)


def _clash(groups: _Groups, report: Report, other: Report) -> bool:
    return groups.clash(*sorted((groups.root(report.event_id), groups.root(other.event_id))))


def _lanes(reports: dict[str, Report], parameters: HappeningParameters) -> tuple[Lane, Lane, Lane]:
    """Days of groups, to begin with of single reports, and the days that a group may span: exact dates, days on which
    it happened, and days of plans without a date."""
    exact: dict[str, Window] = {}
    happened: dict[str, Window] = {}
    plans: dict[str, Window] = {}
    for event_id, report in reports.items():
        if report.is_exact and report.window:
            exact[event_id] = report.window
        if report.window and (report.is_exact or not (report.status in OPEN or report.is_word)):
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
