"""events × participants × articles → reports: one event as the comparison of happenings needs it.

A report's window says on which days its event may lie: the days that the text gives, else days before the report of an
outcome, after the report of a plan, and either for a denial.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from sys import intern
from typing import Any

import polars as pl

from transforms.known_parties import Person, persons, trades

OPEN = frozenset({"planned", "possible", "cancelled"})  # the day of the event lies behind the report, if anywhere
HAPPENED = frozenset({"occurred", "ongoing"})
POSTPONING = re.compile(r"\b(?:postpon|delay|defer|put(?:s|ting)?\b.*\boff)")
# who does this with talks tells of talks that the article tells elsewhere
PHASES = re.compile(r"^(?:open|beg[aiu]n|start|launch|resum|clos|conclud|end|chair|host|preside)")
# columns of an event that a report is made of
COMPARED = (
    "event_id", "article_id", "event_type", "mode", "status", "status_cue", "quad_code", "trigger_text", "start_date", "end_date",
    "date_precision", "date_rule", "place_name", "place_country",
)  # fmt: skip
CALLED_OFF_DAYS = 3  # news of a cancellation is this old at most: as for other events without a date
ASSUMED = "publication"  # the rule that dates what has no date of its own by its article

Window = tuple[date, date]


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
class Report:
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
    is_postponement: bool
    is_exact: bool
    window: Window | None  # days on which the event may lie; None where nothing dates it
    is_word: bool = False  # an undated denial or refusal: its days are those on which what it speaks of may lie
    happening_id: str | None = None  # the happening it has already; None where it is to be found
    persons: frozenset[Person] = frozenset()
    trades: frozenset[str] = frozenset()  # of who protests or strikes

    @property
    def is_silent(self) -> bool:
        """Whether it names no party that another report could name too."""
        return not (self.source_countries or self.target_countries or self.source_entities or self.target_entities)


@dataclass(frozen=True)
class Known:
    """What the entities tell: which are particular (a person or organization, a fact of its own), persons, names of countries."""

    particular: frozenset[str] = frozenset()
    persons: frozenset[str] = frozenset()
    country_names: frozenset[str] = frozenset()


def to_known(entities: pl.DataFrame | None) -> Known:
    """The entities as comparison needs them."""
    if entities is None:
        return Known()
    ids = {kind: frozenset(entities.filter(pl.col("kind") == kind).get_column("entity_id")) for kind in ("person", "organization")}
    countries = frozenset(entities.filter(pl.col("kind") == "country").get_column("name"))
    return Known(ids["person"] | ids["organization"], ids["person"], countries)


def to_reports(
    events: pl.DataFrame,
    participants: pl.DataFrame,
    articles: pl.DataFrame,
    known: Known,
    parameters: HappeningParameters,
) -> dict[str, Report]:
    """Events by id, in order of publication and id."""
    sides = participants.group_by("event_id").agg(
        *(
            pl.col(column).filter(pl.col("role") == role).drop_nulls().unique().alias(f"{role}_{name}")
            for role in ("source", "target")
            for column, name in (("country_code", "countries"), ("entity_id", "entities"))
        ),
        parties=pl.struct("role", "country_code", "entity_id", "name"),
    )
    rows = (
        events.join(articles.select("article_id", "published_date"), on="article_id", how="left")
        .join(sides, on="event_id", how="left")
        .with_columns(pl.col("^(source|target)_(countries|entities)$").fill_null([]))
        .sort("published_date", "event_id", nulls_last=True)
    )
    seen: dict[Any, Any] = {}  # equal values are kept once: there are few days, countries and words, but many reports
    reports = {}
    for row in rows.iter_rows(named=True):
        values = {name: frozenset(value) if isinstance(value, list) else value for name, value in row.items() if name != "parties"}
        values |= _named(row, known)
        report = _report({name: seen.setdefault(value, value) for name, value in values.items()}, known.country_names, parameters)
        reports[report.event_id] = report
    return reports


def _named(row: dict[str, Any], known: Known) -> dict[str, frozenset[Any]]:
    """Persons among the parties, and the trades of who protests."""
    parties = [(party["role"], party["country_code"], party["entity_id"], party["name"]) for party in row["parties"] or ()]
    crowd = [name for role, _, entity, name in parties if role == "source" and entity is None and name]
    told = trades(crowd, row["trigger_text"]) if row["event_type"] == "PROTEST" else frozenset()
    return {"persons": persons(parties, known.persons), "trades": told}


def _report(row: dict[str, Any], country_names: Collection[str], parameters: HappeningParameters) -> Report:
    start, end = row["start_date"], row["end_date"] or row["start_date"]
    if _is_day_of_word(row, end):
        start = end = None
    return Report(
        event_id=row["event_id"],
        article_id=row["article_id"],
        event_type=row["event_type"],
        mode=row["mode"],
        status=row["status"],
        quad_code=row["quad_code"],
        trigger=intern(row["trigger_text"].lower()),
        start=start,
        end=end,
        # a country says no more than place_country: it does not contradict a town in it
        place=None if row["place_name"] in country_names else row["place_name"],
        place_country=row["place_country"],
        published=row["published_date"],
        source_countries=row["source_countries"],
        target_countries=row["target_countries"],
        source_entities=row["source_entities"],
        target_entities=row["target_entities"],
        is_postponement=row["status"] == "cancelled" and POSTPONING.search((row["status_cue"] or "").lower()) is not None,
        # of what was called off long ago the day may be either its own or that of the word
        is_exact=start is not None and row["date_precision"] == "day" and not _is_called_off_before(row, end),
        window=_window(start, end, row["published_date"], "denied" if _is_refusal(row) else row["status"], parameters),
        is_word=start is None and (row["status"] == "denied" or _is_refusal(row)),
        happening_id=row.get("happening_id"),
        persons=row["persons"],
        trades=row["trades"],
    )


def _is_refusal(row: dict[str, Any]) -> bool:
    """Whether it says that somebody will not meet: word of a meeting, as a denial is."""
    return row["event_type"] == "REJECT" and row["mode"] == "meet" and row["status"] in HAPPENED


def _is_day_of_word(row: dict[str, Any], end: date | None) -> bool:
    """Whether the date is that of the word only: the day on which somebody denies, refuses or calls off is not that of what is
    denied, refused or called off. Nobody calls off what lies behind."""
    if row["status"] == "cancelled" and end and row["published_date"]:
        age: int = (row["published_date"] - end).days
        return 0 <= age <= CALLED_OFF_DAYS
    is_word: bool = row["date_rule"] == ASSUMED and (row["status"] not in HAPPENED or _is_refusal(row))
    return is_word


def _is_called_off_before(row: dict[str, Any], end: date | None) -> bool:
    return bool(row["status"] == "cancelled" and end and row["published_date"] and end < row["published_date"])


def _window(start: date | None, end: date | None, published: date | None, status: str, parameters: HappeningParameters) -> Window | None:
    """The interval that the text gives; else days before the report of an outcome, after the report of a plan."""
    if start and end and start <= end and (end - start).days <= parameters.widest_days:
        return start, end
    if published is None:
        return None
    after = published + timedelta(days=parameters.plan_days)
    if status in OPEN:
        return published, after
    if status == "denied":  # of a plan or of a deed
        return published - timedelta(days=parameters.report_days), after
    return published - timedelta(days=parameters.report_days), published
