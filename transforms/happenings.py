"""events → happenings: reports of the same event across articles, from the plan to its outcome.

Two reports join when they share the kind of action, participants on both sides and compatible dates, and when places
don't contradict. What is reported daily between the same countries (attacks, accusations) needs one fact more: the
same date, place, trigger word or person. Input order changes nothing; every report says what joined it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import polars as pl

from transforms.identity import stable_id
from transforms.schemas import HAPPENINGS, frame

# what a promise, or the refusal of one, is about: the two may be reports of one happening
OUTCOME_PAIRS = frozenset(
    {
        frozenset({"AGREE", "CONSULT"}),
        frozenset({"AGREE", "COOPERATE"}),
        frozenset({"AGREE", "AID"}),
        frozenset({"REJECT", "CONSULT"}),
        frozenset({"CONCEDE", "RETREAT"}),
    }
)
MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # sides may be swapped from one report to the next
OPEN = frozenset({"planned", "possible", "cancelled"})  # the day of the event lies behind the report, if anywhere
FAMILIES = {
    "AGREE": "agree",
    "CONSULT": "agree",
    "COOPERATE": "agree",
    "AID": "agree",
    "REJECT": "agree",
    "CONCEDE": "yield",
    "RETREAT": "yield",
}

Window = tuple[date, date]
Lane = tuple[dict[str, Window], int]


@dataclass(frozen=True)
class HappeningParameters:
    """Limits, in days where nothing else is said. Chosen by reason; no labelled threads exist to measure them on."""

    date_slack: int = 1  # two days named for one event: time zones, nights
    report_days: int = 3  # an event without a date is this old at most when reported
    plan_days: int = 30  # a plan without a date is for this long ahead; beyond, another meeting of the same is as likely
    period_days: int = 31  # an interval this short is a fact that two reports can share
    widest_days: int = 92  # a longer interval says no more than the date of the report
    word_days: int = 1  # reports that share no more than a word besides the parties: next day's fighting uses the same words
    span_days: int = 7  # longest stretch of days on which a happening may have happened; stops chains of daily events
    largest_block: int = 400  # reports compared with one report; the latest, where one dyad has more


@dataclass(frozen=True, slots=True)
class _Report:
    """One event as comparison needs it."""

    event_id: str
    article_id: str
    event_type: str
    mode: str | None
    status: str
    quad_code: int
    trigger: str
    start: date | None
    end: date | None
    place: str | None
    place_country: str | None
    published: date | None
    source_countries: frozenset[str]
    target_countries: frozenset[str]
    source_entities: frozenset[str]
    target_entities: frozenset[str]
    is_exact: bool
    window: Window | None  # days on which the event may lie; None where nothing dates it


@dataclass(frozen=True, slots=True)
class _Match:
    """Two reports of one event: how strong the reason is (lower joins first) and what it is."""

    rank: int
    first: str
    second: str
    evidence: str


def to_happenings(
    events: pl.DataFrame,
    participants: pl.DataFrame,
    articles: pl.DataFrame,
    *,
    entities: pl.DataFrame | None = None,
    parameters: HappeningParameters | None = None,
) -> pl.DataFrame:
    """The happening of every event; the frames must be all that may share happenings, not one batch.

    A person or organization in common is a fact of its own, a country is not: `entities` tells which is which.
    """
    parameters = parameters or HappeningParameters()
    particular = (
        set(entities.filter(pl.col("kind").is_in(["person", "organization"])).get_column("entity_id")) if entities is not None else set()
    )
    reports = _reports(events, participants, articles, parameters)
    matches = sorted(_matches(reports, particular, parameters), key=lambda match: (match.rank, match.first, match.second))
    group, evidence = _unite(reports, matches, parameters)
    return _to_rows(events, reports, group, evidence)


def _reports(
    events: pl.DataFrame, participants: pl.DataFrame, articles: pl.DataFrame, parameters: HappeningParameters
) -> dict[str, _Report]:
    """Events by id, in order of publication and id."""
    sides = participants.group_by("event_id").agg(
        pl.col(column).filter(pl.col("role") == role).drop_nulls().unique().alias(f"{role}_{name}")
        for role in ("source", "target")
        for column, name in (("country_code", "countries"), ("entity_id", "entities"))
    )
    rows = (
        events.join(articles.select("article_id", "published_date"), on="article_id", how="left")
        .join(sides, on="event_id", how="left")
        .with_columns(pl.col("^(source|target)_(countries|entities)$").fill_null([]))
        .sort("published_date", "event_id", nulls_last=True)
    )
    return {row["event_id"]: _report(row, parameters) for row in rows.iter_rows(named=True)}


def _report(row: dict[str, Any], parameters: HappeningParameters) -> _Report:
    start, end = row["start_date"], row["end_date"] or row["start_date"]
    return _Report(
        event_id=row["event_id"],
        article_id=row["article_id"],
        event_type=row["event_type"],
        mode=row["mode"],
        status=row["status"],
        quad_code=row["quad_code"],
        trigger=row["trigger_text"].lower(),
        start=start,
        end=end,
        place=row["place_name"],
        place_country=row["place_country"],
        published=row["published_date"],
        source_countries=frozenset(row["source_countries"]),
        target_countries=frozenset(row["target_countries"]),
        source_entities=frozenset(row["source_entities"]),
        target_entities=frozenset(row["target_entities"]),
        is_exact=start is not None and row["date_precision"] == "day",
        window=_window(start, end, row["published_date"], row["status"], parameters),
    )


def _window(start: date | None, end: date | None, published: date | None, status: str, parameters: HappeningParameters) -> Window | None:
    """The interval that the text gives; else days before the report of an outcome, after the report of a plan."""
    if start and end and start <= end and (end - start).days <= parameters.widest_days:
        return start, end
    if published is None:
        return None
    if status in OPEN:
        return published, published + timedelta(days=parameters.plan_days)
    return published - timedelta(days=parameters.report_days), published


def _matches(reports: dict[str, _Report], particular: Collection[str], parameters: HappeningParameters) -> Iterator[_Match]:
    """Every pair that shares a key and passes the comparison, once."""
    seen: set[tuple[str, str]] = set()
    for a, b in _candidates(reports, parameters):
        pair = (a.event_id, b.event_id) if a.event_id < b.event_id else (b.event_id, a.event_id)
        if pair not in seen:
            seen.add(pair)
            found = _compare(a, b, particular, parameters)
            if found:
                yield _Match(found[0], *pair, found[1])


def _candidates(reports: dict[str, _Report], parameters: HappeningParameters) -> Iterator[tuple[_Report, _Report]]:
    """Pairs with a participant key in common whose windows touch."""
    by_key: dict[tuple[str, str], list[tuple[Window, _Report]]] = {}
    for report in reports.values():
        for key in _keys(report) if report.window else ():
            by_key.setdefault(key, []).append((report.window, report))  # type: ignore[arg-type]
    slack = timedelta(days=parameters.date_slack)
    for block in by_key.values():
        active: list[tuple[date, _Report]] = []
        for (start, end), report in sorted(block, key=lambda item: (item[0], item[1].event_id)):
            active = [(last, other) for last, other in active if last + slack >= start][-parameters.largest_block :]
            yield from ((other, report) for _, other in active)
            active.append((end, report))


def _keys(report: _Report) -> set[tuple[str, str]]:
    """What a match must share at least: family of action, with two countries, an entity, or a country and a day or place."""
    family = FAMILIES.get(report.event_type, report.event_type)
    countries = sorted(report.source_countries | report.target_countries)
    keys = [f"{a} {b}" for a, b in combinations(countries, 2)]
    # two dates that differ by the slack, a day, share one of these
    days = [report.start, report.start + timedelta(days=1)] if report.is_exact and report.start else []
    facts = [*map(str, days), *([report.place] if report.place else [])]
    keys += [f"{country} {fact}" for country in countries for fact in facts]
    return {(family, key) for key in (*keys, *report.source_entities, *report.target_entities)}


def _compare(a: _Report, b: _Report, particular: Collection[str], parameters: HappeningParameters) -> tuple[int, str] | None:
    """Rank and evidence where the two are reports of one event, else None."""
    if a.article_id == b.article_id and a.status == b.status:
        return None  # the coder found them different within one text
    sides = _same_participants(a, b)
    if not (sides and _same_action(a, b) and _places_agree(a, b) and _dates_agree(a, b, parameters)):
        return None
    facts = _facts(a, b, particular, parameters)
    if not _suffices(a, b, sides, facts, parameters):
        return None
    return 0 if "date" in facts else 1 if facts else 2, "+".join([sides, *facts])


def _suffices(a: _Report, b: _Report, sides: str, facts: list[str], parameters: HappeningParameters) -> bool:
    """Whether the facts tell the event from others of its kind; a meeting of the same parties needs none."""
    if sides == "parties" and a.event_type == b.event_type == "CONSULT":
        return True
    if facts == ["word"]:
        near = a.published is not None and b.published is not None and abs((a.published - b.published).days) <= parameters.word_days
        # one side alone is often a country in which such things happen every day
        return sides == "parties" and near
    return bool(facts)


def _same_action(a: _Report, b: _Report) -> bool:
    """One base type, or a promise and what it is about; modes must not differ."""
    if a.event_type == b.event_type:
        return a.mode is None or b.mode is None or a.mode == b.mode
    if frozenset({a.event_type, b.event_type}) not in OUTCOME_PAIRS:
        return False
    refusal = next((r for r in (a, b) if r.event_type == "REJECT"), None)
    return refusal is None or refusal.mode == "meet"


def _places_agree(a: _Report, b: _Report) -> bool:
    """Countries must not differ; for material conflict neither must the names of places."""
    if a.place_country and b.place_country and a.place_country != b.place_country:
        return False
    return not (a.quad_code == b.quad_code == 4 and a.place and b.place and a.place != b.place)


def _same_participants(a: _Report, b: _Report) -> str | None:
    """'parties' where both sides overlap, 'party' where one does and a report is silent about the other.

    In mutual action the sides may be swapped: two countries or two entities in common, on whatever side, are parties.
    """
    if a.event_type in MUTUAL_TYPES and b.event_type in MUTUAL_TYPES and _same_parties(a, b):
        return "parties"
    sources = _side(a.source_countries, b.source_countries, a.source_entities, b.source_entities)
    targets = _side(a.target_countries, b.target_countries, a.target_entities, b.target_entities)
    if sources is False or targets is False or not (sources or targets):
        return None
    return "parties" if sources and targets else "party"


def _same_parties(a: _Report, b: _Report) -> bool:
    countries = (a.source_countries | a.target_countries) & (b.source_countries | b.target_countries)
    entities = (a.source_entities | a.target_entities) & (b.source_entities | b.target_entities)
    return len(countries) > 1 or len(entities) > 1


def _side(a_countries: frozenset[str], b_countries: frozenset[str], a_entities: frozenset[str], b_entities: frozenset[str]) -> bool | None:
    """Whether one side is the same; None where a report is silent about it."""
    if a_entities & b_entities or a_countries & b_countries:
        return True
    is_silent = not (a_countries or a_entities) or not (b_countries or b_entities)
    return None if is_silent else False


def _dates_agree(a: _Report, b: _Report, parameters: HappeningParameters) -> bool:
    """Whether the windows touch; two vague ones need reports near each other too."""
    if a.window is None or b.window is None or _gap(a.window, b.window) > parameters.date_slack:
        return False
    if a.is_exact or b.is_exact or a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= parameters.plan_days


def _gap(a: Window, b: Window) -> int:
    """Days between two intervals; 0 or less where they overlap."""
    return (max(a[0], b[0]) - min(a[1], b[1])).days


def _facts(a: _Report, b: _Report, particular: Collection[str], parameters: HappeningParameters) -> list[str]:
    """What the two share beyond kind of action and countries, strongest first."""
    lengths = [(r.end - r.start).days for r in (a, b) if r.start and r.end]
    shared = (a.source_entities | a.target_entities) & (b.source_entities | b.target_entities)
    facts = {
        "date": a.is_exact and b.is_exact,
        "period": len(lengths) == 2 and max(lengths) <= parameters.period_days and not (a.is_exact and b.is_exact),
        "place": a.place is not None and (a.place, a.place_country) == (b.place, b.place_country),
        "entity": any(entity in particular for entity in shared),
        "word": a.trigger == b.trigger,
    }
    return [name for name, holds in facts.items() if holds]


def _unite(reports: dict[str, _Report], matches: list[_Match], parameters: HappeningParameters) -> tuple[dict[str, str], dict[str, str]]:
    """Union-find, strongest reasons first; joins that mix or stretch dates are left out. Gives groups and evidence."""
    parent = {event_id: event_id for event_id in reports}
    exact, *lanes = _lanes(reports, parameters)
    evidence: dict[str, str] = {}
    for match in matches:
        a, b = sorted((_root(parent, match.first), _root(parent, match.second)))
        if a != b:
            dates = [exact[0][group] for group in (a, b) if group in exact[0]]
            is_mixed = len(dates) == 2 and _gap(*dates) > parameters.date_slack
            if is_mixed or any(_is_stretched(lane, a, b) for lane in lanes):
                continue
            parent[b] = a
            for windows, _ in (exact, *lanes):
                known = [windows[group] for group in (a, b) if group in windows]
                if known:
                    windows[a] = _hull(known)
        evidence.setdefault(match.first, f"{match.evidence} with {match.second}")
        evidence.setdefault(match.second, f"{match.evidence} with {match.first}")
    return {event_id: _root(parent, event_id) for event_id in reports}, evidence


def _lanes(reports: dict[str, _Report], parameters: HappeningParameters) -> tuple[Lane, Lane, Lane]:
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


def _root(parent: dict[str, str], event_id: str) -> str:
    while parent[event_id] != event_id:
        parent[event_id] = parent[parent[event_id]]
        event_id = parent[event_id]
    return event_id


def _hull(windows: list[Window]) -> Window:
    return min(start for start, _ in windows), max(end for _, end in windows)


def _is_stretched(lane: Lane, a: str, b: str) -> bool:
    """Whether two groups together span more days than the lane allows, and than either does."""
    windows, limit = lane
    if a not in windows or b not in windows:
        return False
    start, end = _hull([windows[a], windows[b]])
    return (end - start).days > max(limit, *((last - first).days for first, last in (windows[a], windows[b])))


def _to_rows(events: pl.DataFrame, reports: dict[str, _Report], group: dict[str, str], evidence: dict[str, str]) -> pl.DataFrame:
    """One row per event; the first report, in order of publication, names the happening."""
    first: dict[str, str] = {}
    for event_id in reports:
        first.setdefault(group[event_id], event_id)
    rows: list[dict[str, object]] = []
    for event_id, status in events.select("event_id", "status").sort("event_id").iter_rows():
        report = reports[event_id]
        rows.append(
            {
                "happening_id": stable_id("happening", first[group[event_id]]),
                "event_id": event_id,
                "article_id": report.article_id,
                "report_date": report.published,
                "status": status,
                "evidence": evidence.get(event_id, "alone"),
            }
        )
    return frame(HAPPENINGS, rows)
