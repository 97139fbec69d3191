"""Who is who across the archive: the persons of single articles joined to persons of the whole archive, or kept apart.

Resolution looks inside one article; here all articles are seen at once, after loading, as for stories. One name that
articles give to officials of two countries is two persons; a surname with an office is the one person of that office
whose full name other articles give; spellings of one name in one office are one. Nothing here depends on the order of
articles, and every join says why. Corrections overrule the rules; one that has become needless stops the run.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import islice

import polars as pl

from transforms import schemas
from transforms.errors import SeedError
from transforms.gazetteer import EASTERN_ORDER
from transforms.identity import stable_id
from transforms.tenures import Office, Tenures, is_office

CORRECTIONS_FILE = "corrections/persons.csv"
NEAR_DAYS = 730  # a surname with an office means a full name that holds the office within so many days
SAME_SPELLING = 0.86  # similarity of two spellings of a name in one office, with accents, hyphens and articles cut off
ROWS_AT_A_TIME = 20_000
LARGEST_BLOCK = 60  # distinct names in one office above which spellings are not compared
PARTICLES = frozenset("al el bin ibn ben abu de la van von der".split())


@dataclass(frozen=True, slots=True)
class Sighting:
    """One person in one article. `country` is that of the role; `is_stated` where the article names it."""

    article_id: str
    entity_id: str
    name: str
    day: date | None
    roles: tuple[Office, ...] = ()
    is_leader: bool = False

    @property
    def countries(self) -> set[str]:
        return {office.country for office in self.roles if office.country and office.is_stated}

    @property
    def key(self) -> tuple[str, str]:
        return (self.article_id, self.entity_id)


@dataclass(slots=True)
class Person:
    """One person of the archive: sightings that are taken to be of the same person."""

    name: str
    country: str | None
    sightings: list[Sighting] = field(default_factory=list)
    is_namesake: bool = False
    evidence: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def entity_id(self) -> str:
        return stable_id("person", self.name, self.country) if self.is_namesake else stable_id("person", self.name)

    @property
    def offices(self) -> set[tuple[str, str | None]]:
        return {(office.role, office.country) for sighting in self.sightings for office in sighting.roles}

    @property
    def articles(self) -> set[str]:
        return {sighting.article_id for sighting in self.sightings}

    def take(self, other: Person, evidence: str) -> None:
        """Become one with another person; its sightings say why."""
        for sighting in other.sightings:
            self.evidence[sighting.key] = evidence
        self.sightings += other.sightings


@dataclass(frozen=True, slots=True)
class Correction:
    """A join or a split by hand. `expectation` says what the rules do without it: `apart` or `joined`."""

    row: int
    action: str
    name: str
    other: str
    country: str | None
    expectation: str


def to_identities(
    names: pl.DataFrame, roles: pl.DataFrame, articles: pl.DataFrame, *, corrections: Sequence[Correction] = ()
) -> pl.DataFrame:
    """IDENTITIES: for each person of each article who it is in the archive, with country, sector and role at that day.

    `names` are rows of entity_names that name persons.
    """
    persons = sorted(to_persons(to_sightings(names, roles, articles)), key=lambda p: (p.name, p.country or ""))
    persons = corrected(persons, corrections)
    tenures = Tenures((p.entity_id, p.name, [(s.day, s.roles) for s in p.sightings]) for p in persons)
    rows = (identity_row(person, sighting, tenures) for person in persons for sighting in person.sightings)
    parts = [schemas.frame(schemas.IDENTITIES, [])]
    while part := list(islice(rows, ROWS_AT_A_TIME)):
        parts.append(schemas.frame(schemas.IDENTITIES, part))
    return pl.concat(parts).sort(schemas.IDENTITIES.key)


def identity_row(person: Person, sighting: Sighting, tenures: Tenures) -> dict[str, object]:
    """What the archive says of one person in one article; the role of others' telling only where the article gives none."""
    evidence = person.evidence.get(sighting.key) or ("namesake_of_another_country" if person.is_namesake else "same_name")
    own = next(iter(sighting.roles), None)
    told = own or tenures.on(person.entity_id, sighting.day)
    return {
        "article_id": sighting.article_id,
        "article_entity_id": sighting.entity_id,
        "entity_id": person.entity_id,
        "name": person.name,
        "role": told.role if told else None,
        "country_code": told.country if told else None,
        "sector_code": told.sector if told else None,
        "evidence": evidence,
        "role_evidence": "article" if own else told.evidence if told else None,
    }


def to_sightings(names: pl.DataFrame, roles: pl.DataFrame, articles: pl.DataFrame) -> list[Sighting]:
    """Every person of every article, in an order of their own."""
    held: dict[tuple[str, str], list[Office]] = defaultdict(list)
    for row in roles.sort("article_id", "article_entity_id", "role").iter_rows(named=True):
        office = Office(row["role"], row["country_code"], row["sector_code"], row["is_stated"], row["start_date"], row["end_date"])
        held[row["article_id"], row["article_entity_id"]].append(office)
    days = dict(articles.select("article_id", "published_date").iter_rows())
    seen: dict[tuple[str, str], Sighting] = {}
    columns = ("article_id", "article_entity_id", "canonical_name", "evidence")
    for article_id, entity_id, name, evidence in names.select(columns).sort(columns).iter_rows():
        known = seen.get((article_id, entity_id))
        is_leader = evidence == "leader" or (known is not None and known.is_leader)
        offices = tuple(sorted(held[article_id, entity_id], key=lambda o: (not is_office(o.role), o.role)))
        seen[article_id, entity_id] = Sighting(article_id, entity_id, name, days.get(article_id), offices, is_leader)
    return list(seen.values())


def to_persons(sightings: Iterable[Sighting]) -> list[Person]:
    """Sightings by name, namesakes apart; then surnames and spellings joined by office."""
    by_name: dict[str, list[Sighting]] = defaultdict(list)
    for sighting in sightings:
        by_name[sighting.name].append(sighting)
    persons = [person for name in sorted(by_name) for person in apart(name, by_name[name])]
    return with_spellings(with_surnames(persons))


def apart(name: str, sightings: list[Sighting]) -> list[Person]:
    """One person, or one for each country that offices of this name belong to; who has no country stays with the name."""
    countries = sorted({country for s in sightings for country in s.countries})
    if len(countries) < 2 or any(s.is_leader for s in sightings) or any(len(s.countries) > 1 for s in sightings):
        return [Person(name, countries[0] if countries else None, sightings)]
    persons = {country: Person(name, country, [], is_namesake=True) for country in countries}
    unknown = Person(name, None)
    for sighting in sightings:
        home = next(iter(sighting.countries), None)
        (persons[home] if home else unknown).sightings.append(sighting)
        if home is None:
            unknown.evidence[sighting.key] = "namesakes_cannot_be_told"
    return [*persons.values(), *([unknown] if unknown.sightings else [])]


def with_surnames(persons: list[Person]) -> list[Person]:
    """'President Novak' joined to the one Novak who is president of that country in other articles at that time."""
    by_surname: dict[tuple[str, str | None], list[Person]] = defaultdict(list)
    for person in persons:
        if " " in person.name:
            for country in sorted({country for _, country in person.offices}, key=str):
                by_surname[surname(person), country].append(person)
    result = []
    for person in persons:
        joined = " " not in person.name and person.offices and join_surname(person, by_surname)
        if not joined:
            result.append(person)
    return result


def surname(person: Person) -> str:
    words = [word for word in person.name.split() if word not in ("Jr.", "Sr.", "II", "III", "IV")]
    return words[0] if person.country in EASTERN_ORDER and len(words) < 4 else words[-1]


def join_surname(person: Person, by_surname: dict[tuple[str, str | None], list[Person]]) -> bool:
    """Hand the sightings of a surname to the full name that fits; False where none or several do."""
    options = {id(p): p for role, country in person.offices for p in by_surname[person.name, country] if (role, country) in p.offices}
    fitting = [p for p in options.values() if not p.articles & person.articles and are_near(p, person)]
    if len(fitting) != 1:
        return False
    role, country = min(person.offices & fitting[0].offices, key=str)
    fitting[0].take(person, f"surname_and_office: {role} of {country}")
    return True


def are_near(one: Person, other: Person) -> bool:
    """Whether two persons are seen within some time of each other; articles without a day do not count against it."""
    days = [sorted({s.day for s in person.sightings if s.day}) for person in (one, other)]
    if not all(days):
        return True
    for day in days[0]:
        place = bisect_left(days[1], day)
        if any(abs((day - near).days) <= NEAR_DAYS for near in days[1][max(place - 1, 0) : place + 1]):
            return True
    return False


def with_spellings(persons: list[Person]) -> list[Person]:
    """Spellings of one name joined where they hold the same office: 'Abdel Fattah', 'Abdelfattah'."""
    blocks: dict[tuple[str, str | None], list[Person]] = defaultdict(list)
    for person in persons:
        for role, country in person.offices:
            if " " in person.name and is_office(role) and country:
                blocks[role, country].append(person)
    gone: set[int] = set()
    for (role, country), block in sorted(blocks.items(), key=str):
        ranked = sorted(block, key=lambda p: (-len(p.sightings), p.name))[:LARGEST_BLOCK]
        for number, person in enumerate(ranked):
            for other in ranked[number + 1 :]:
                if id(person) in gone or id(other) in gone or not are_alike(person, other) or person.articles & other.articles:
                    continue
                person.take(other, f"spelling_and_office: {role} of {country}")
                gone.add(id(other))
    return [person for person in persons if id(person) not in gone]


def are_alike(one: Person, other: Person) -> bool:
    a, b = bare(one.name), bare(other.name)
    if a != b and (a[:1] != b[:1] or SequenceMatcher(None, a, b).ratio() < SAME_SPELLING):
        return False
    # names first: of all the sightings of frequent names only those of similar ones are looked through
    return one.name.split()[-1] == other.name.split()[-1] or not any(s.is_leader for p in (one, other) for s in p.sightings)


@lru_cache(maxsize=65_536)
def bare(name: str) -> str:
    """A name without accents, hyphens, articles and spaces, in lower case."""
    plain = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if not unicodedata.combining(c))
    words = plain.replace("-", " ").replace("'", "").split()
    return "".join(word for word in words if word not in PARTICLES)


def to_corrections(table: pl.DataFrame) -> tuple[Correction, ...]:
    """The active corrections of seeds/corrections/persons.csv; a row that cannot be read raises SeedError."""
    found = []
    for number, row in enumerate(table.iter_rows(named=True), 2):
        problem = problem_of(row)
        if problem:
            raise SeedError(CORRECTIONS_FILE, number, problem)
        if row["status"] == "active":
            found.append(Correction(number, row["action"], row["name"], row["other_name"], row["country_code"], row["expectation"]))
    return tuple(found)


def problem_of(row: dict[str, object]) -> str | None:
    """What is wrong with a correction's row."""
    if row["action"] not in ("join", "split"):
        return f"action {row['action']!r} is neither join nor split"
    if row["status"] not in ("active", "retired"):
        return f"status {row['status']!r} is neither active nor retired"
    if row["expectation"] != ("apart" if row["action"] == "join" else "joined"):
        return "expectation must say what happens without the correction: apart for a join, joined for a split"
    if not row["reason"]:
        return "has no reason"
    return None if row["name"] and row["other_name"] and row["name"] != row["other_name"] else "needs two different names"


def corrected(persons: list[Person], corrections: Sequence[Correction]) -> list[Person]:
    """Persons with joins and splits by hand; a correction that changes nothing any more raises SeedError."""
    for correction in corrections:
        one, other = owner(persons, correction.name, correction.country), owner(persons, correction.other, correction.country)
        if one is None or other is None:
            continue  # not in this archive
        if (one is other) != (correction.expectation == "joined"):
            state = "already one person" if one is other else "already two persons"
            detail = f"is stale: {correction.name} and {correction.other} are {state}; remove it or set its status to retired"
            raise SeedError(CORRECTIONS_FILE, correction.row, detail)
        if correction.action == "join":
            one.take(other, f"correction: row {correction.row}")
            persons = [p for p in persons if p is not other]
        else:
            persons = [*persons, parted(one, correction)]
    return persons


def owner(persons: list[Person], name: str, country: str | None) -> Person | None:
    """The person that has sightings under a name, of that country where one is given."""
    fitting = [p for p in persons if any(s.name == name for s in p.sightings) and country in (None, "", p.country)]
    return fitting[0] if fitting else None


def parted(person: Person, correction: Correction) -> Person:
    """The sightings under the other name as a person of their own."""
    split = [s for s in person.sightings if s.name == correction.other]
    person.sightings = [s for s in person.sightings if s.name != correction.other]
    made = Person(correction.other, person.country, split)
    made.evidence = {s.key: f"correction: row {correction.row}" for s in split}
    return made
