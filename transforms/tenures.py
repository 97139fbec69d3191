"""Offices and the time they are held: stated by articles, or told by who is seen in them when.

`with_tenures` completes `roles` with starts and ends that an article states ("was sworn in on Monday", "resigned in
May"); `Tenures` answers what office somebody held on a day, by what all articles say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from transforms import schemas

REACH_DAYS = 365  # how long before or behind a day an article may tell of an office that still counts for it
FORMER_SECTOR = "ELI"
OFFICES = frozenset("president minister premier chancellor king queen emir sultan pope secretary chief governor mayor speaker head".split())
SHARED = frozenset("deputy vice assistant junior former acting-deputy under".split())  # held by several at a time
STARTS = {
    "swear": "object", "appoint": "object", "name": "object", "elect": "object", "become": "subject", "take": "subject",
    "assume": "subject", "succeed": "subject", "replace": "subject", "inaugurate": "object", "install": "object",
}  # fmt: skip
ENDS = {
    "resign": "subject", "quit": "subject", "step": "subject", "retire": "subject", "dismiss": "object", "sack": "object",
    "fire": "object", "oust": "object", "depose": "object", "topple": "object", "remove": "object", "succeed": "object",
    "replace": "object", "leave": "subject",
}  # fmt: skip
NEEDS = {"take": ("office", "power"), "assume": ("office", "power", "post"), "leave": ("office", "post")}  # objects they stand with


@dataclass(frozen=True, slots=True)
class Office:
    """A role that an article gives, with the start and end it states; `is_stated` where it names the country or body."""

    role: str
    country: str | None
    sector: str | None
    is_stated: bool = False
    start: date | None = None
    end: date | None = None
    evidence: str = "article"


@dataclass(slots=True)
class Held:
    """One office of one person over all articles."""

    office: Office
    first: date | None = None
    last: date | None = None
    start: date | None = None
    end: date | None = None

    def see(self, day: date | None, office: Office) -> None:
        if day:
            self.first, self.last = min(self.first or day, day), max(self.last or day, day)
        self.start, self.end = self.start or office.start, self.end or office.end

    def distance(self, day: date) -> int:
        """Days between a day and the time in which the person was seen in the office."""
        begin, end = self.start or self.first, self.last if self.end is None else self.end
        if begin is None or end is None:
            return 0
        return max((begin - day).days, (day - end).days, 0)


def is_office(role: str) -> bool:
    """Whether one person at a time holds a role: 'foreign minister', but not 'senator', 'deputy minister'."""
    words = role.split()
    return bool(words) and words[-1] in OFFICES and not SHARED.intersection(words)


class Tenures:
    """Who held what when. Made of (entity_id, name, [(day, offices)]) for every person."""

    def __init__(self, persons: Iterable[tuple[str, str, Sequence[tuple[date | None, Sequence[Office]]]]]) -> None:
        self.held: dict[str, dict[tuple[str, str | None], Held]] = defaultdict(dict)
        self.holders: dict[tuple[str, str | None], list[tuple[str, str, Held]]] = defaultdict(list)
        for entity_id, name, sightings in persons:
            for day, offices in sightings:
                for office in offices:
                    key = (office.role, office.country)
                    self.held[entity_id].setdefault(key, Held(office)).see(day, office)
            for key, held in self.held[entity_id].items() if entity_id in self.held else ():
                self.holders[key].append((entity_id, name, held))

    def on(self, entity_id: str, day: date | None) -> Office | None:
        """The office of a person on a day, by the articles nearest to it; one that another has taken over is a former one."""
        offices = self.held.get(entity_id)
        if not offices or day is None:
            return None
        usable = [held for held in offices.values() if held.distance(day) <= REACH_DAYS and not (held.start and day < held.start)]
        if not usable:
            return None
        held = min(usable, key=lambda h: (h.distance(day), not is_office(h.office.role), h.office.role))
        office = held.office
        successor = self.successor(entity_id, held, day)
        if successor or (held.end and held.end < day):
            evidence = f"other_articles: succeeded by {successor}" if successor else f"other_articles: until {held.end}"
            return Office(f"former {office.role}", office.country, FORMER_SECTOR, office.is_stated, evidence=evidence)
        return Office(office.role, office.country, office.sector, office.is_stated, held.start, held.end, "other_articles")

    def successor(self, entity_id: str, held: Held, day: date) -> str | None:
        """Who was seen in the office later than this person and not later than the day."""
        office = held.office
        if not is_office(office.role) or held.last is None:
            return None
        later = []
        for other_id, name, other in self.holders[office.role, office.country]:
            begin = other.start or other.first
            if other_id != entity_id and begin and held.last < begin <= day:
                later.append((begin, name))
        return min(later)[1] if later else None


def with_tenures(roles: pl.DataFrame, annotations: Mapping[str, pl.DataFrame], mentions: pl.DataFrame) -> pl.DataFrame:
    """Roles of articles with the start and end that the same article states for the person."""
    told = stated(annotations, mentions)
    starts = told.filter(pl.col("is_start")).group_by("article_id", "entity_id").agg(start_told=pl.col("day").min())
    ends = told.filter(~pl.col("is_start")).group_by("article_id", "entity_id").agg(end_told=pl.col("day").max())
    joined = roles.join(starts, on=["article_id", "entity_id"], how="left", maintain_order="left").join(
        ends, on=["article_id", "entity_id"], how="left", maintain_order="left"
    )
    current = ~pl.col("role").str.starts_with("former")
    filled = joined.with_columns(
        start_date=pl.when(current).then(pl.coalesce("start_date", "start_told")).otherwise("start_date"),
        end_date=pl.coalesce("end_date", "end_told"),
    )
    return schemas.conform(schemas.ROLES, filled)


def stated(annotations: Mapping[str, pl.DataFrame], mentions: pl.DataFrame) -> pl.DataFrame:
    """article_id, entity_id, day, is_start of every dated clause that puts a person into office or out of it."""
    turns = pl.DataFrame(
        [(lemma, slot, True) for lemma, slot in STARTS.items()] + [(lemma, slot, False) for lemma, slot in ENDS.items()],
        schema={"lemma": pl.String, "slot": pl.String, "is_start": pl.Boolean},
        orient="row",
    )
    needed = pl.DataFrame([(lemma, word) for lemma, words in NEEDS.items() for word in words], schema=["lemma", "head_lemma"], orient="row")
    clauses = annotations["clauses"].filter(pl.col("tense").is_in(["past", "none"]) & ~pl.col("is_negated") & pl.col("modal").is_null())
    clauses = clauses.join(turns.select("lemma").unique(), on="lemma", how="semi").select("clause_id", "lemma", "particle")
    arguments = annotations["arguments"].select("clause_id", "slot", "head_lemma", "mention_id")
    objects = arguments.filter(pl.col("slot") == "object").select("clause_id", "head_lemma")
    bound = clauses.join(objects, on="clause_id").join(needed, on=["lemma", "head_lemma"], how="semi").select("clause_id")
    free = clauses.filter(~pl.col("lemma").is_in(list(NEEDS)) & ((pl.col("lemma") != "step") | (pl.col("particle") == "down")))
    fitting = clauses.join(pl.concat([bound, free.select("clause_id")]), on="clause_id", how="semi")
    who = mentions.filter(pl.col("kind") == "person").select("mention_id", "entity_id", "article_id").drop_nulls("entity_id")
    days = annotations["times"].drop_nulls(["start_date", "clause_id"]).select("clause_id", day="start_date")
    return (
        fitting.join(turns, on="lemma")
        .join(arguments.drop_nulls("mention_id"), on=["clause_id", "slot"])
        .join(who, on="mention_id")
        .join(days, on="clause_id")
        .select("article_id", "entity_id", "day", "is_start")
        .unique()
    )


def with_sightings(roles: pl.DataFrame) -> pl.DataFrame:
    """Roles with the first and last day on which any article gives this person this role."""
    seen = roles.group_by("entity_id", "role", "country_code").agg(first=pl.col("seen_date").min(), last=pl.col("seen_date").max())
    joined = roles.join(seen, on=["entity_id", "role", "country_code"], how="left", nulls_equal=True, maintain_order="left")
    return schemas.conform(schemas.ROLES, joined.with_columns(first_seen_date="first", last_seen_date="last"))
