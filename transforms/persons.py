"""Resolve the names of persons: short names to full names, leaders by date, role and country from titles.

'Solheim' is the 'Ingrid Solheim' of the same article; where the article gives no full name, a leader of that surname
who was in office around the article's date.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from transforms.gazetteer import Leader, normalize
from transforms.organizations import body_of, is_people, sector_held, sector_left
from transforms.resolution import Article, Item, is_state

BEFORE_MONTHS, AFTER_MONTHS = 12, 60  # how far from the term of office a leader is still likely to be in the news
NAME_SUFFIXES = frozenset(("Jr.", "Jr", "Sr.", "Sr", "II", "III", "IV", "VI"))
PARTICLES = ("al-", "el-", "Al-", "El-")
COURTESY = frozenset("mr mr. mrs mrs. ms ms. miss sir dr dr. lady lord madame".split())


@dataclass
class Person:
    """One person of an article."""

    name: str
    items: list[Item] = field(default_factory=list)
    role: str | None = None
    country: str | None = None
    sector: str | None = None
    organization: str | None = None
    rule: str = "name"
    leader: Leader | None = None


def resolve_persons(article: Article) -> list[Person]:
    """Fill the items that name persons; persons in order of their first mention."""
    items = [item for item in article.items if item.kind == "person" and item.form == "name"]
    persons = full_names(items)
    by_short: dict[str, list[Person]] = defaultdict(list)
    for person in persons:
        for short in short_names(person.name):
            by_short[short].append(person)
    for item in items:
        if len(words_of(item.text)) < 2:
            persons += short_name(article, item, by_short)
    mentioned = frozenset(item.country for item in article.items if item.country and item.kind != "person")
    for person in persons:
        describe(article, person, mentioned)
    persons = joined(persons)
    for person in persons:
        write(article, person)
    return persons


def words_of(name: str) -> list[str]:
    return [word for word in name.split() if word not in NAME_SUFFIXES]


def full_names(items: list[Item]) -> list[Person]:
    """Persons with a first name and a surname; a longer form takes up the shorter: 'Omar (Hassan) al-Bashir'."""
    persons: list[Person] = []
    for item in items:
        words = words_of(normalize(item.text))
        if len(words) < 2:
            continue
        same = next((p for p in persons if is_same_name(words_of(p.name), words)), None)
        if same is None:
            persons.append(Person(normalize(item.text), [item]))
        else:
            same.items.append(item)
            same.name = max(same.name, normalize(item.text), key=lambda n: len(n.split()))
    return persons


def is_same_name(a: list[str], b: list[str]) -> bool:
    """Whether one name holds all words of the other, both ends alike."""
    short, long = sorted((a, b), key=len)
    return short[0] == long[0] and short[-1] == long[-1] and set(short) <= set(long)


def short_names(name: str) -> list[str]:
    """The forms under which an article takes up a full name: surname, without particle, family name in front."""
    words = words_of(name)
    forms = [words[-1], " ".join(words[-2:]), words[0]]
    forms += [words[-1][3:]] if words[-1].startswith(PARTICLES) else []
    return list(dict.fromkeys(forms))


def short_name(article: Article, item: Item, by_short: dict[str, list[Person]]) -> list[Person]:
    """Join a short name to a person of the article; a new person where there is none."""
    known = by_short.get(normalize(item.text), [])
    if known:
        before = [p for p in known if p.items[0].start < item.start]
        person = max(before, key=lambda p: max(i.start for i in p.items if i.start < item.start)) if before else known[0]
        person.items.append(item)
        return []
    person = Person(normalize(item.text), [item], rule="short_name")
    by_short[person.name].append(person)
    return [person]


def describe(article: Article, person: Person, mentioned: frozenset[str]) -> None:
    """Role, country and sector: from the titles of all mentions, completed by what the gazetteer knows of leaders."""
    gazetteer = article.gazetteer
    person.items.sort(key=lambda item: item.start)
    for item in person.items:
        title = item.text_of("title")
        sector = gazetteer.sector_of_title(title) if title else None
        if title and (person.role is None or (person.sector in (None, "CVL") and sector not in (None, "CVL"))):
            person.role, person.sector = title, sector
        person.country = person.country or item.text_of("modifier_country")
        person.organization = person.organization or item.text_of("modifier_organization")
    add_organization(article, person)
    person.leader = known_leader(article, person, mentioned)
    if person.leader:
        leader = person.leader
        person.name, person.rule = leader.name, "leader"
        person.country = person.country if is_state(person.country, gazetteer) else leader.country
        own = gazetteer.sector_of_title(leader.role) or "GOV"
        person.sector = own if person.sector in (None, "CVL", "EDU") else person.sector
        person.role = person.role if person.role and person.role.lower() not in COURTESY else leader.role


def add_organization(article: Article, person: Person) -> None:
    """Country and sector of the organization in a title: 'Hamas leader', 'State Department spokesman'."""
    if not person.organization:
        return
    country, sector = body_of(article, person.organization)
    person.country = person.country or country
    role = (person.role or "").lower()
    if role.startswith("former "):
        if not is_people(article, person.organization):
            person.sector = sector_left(article.gazetteer, role, sector)
    elif sector not in (None, "CVL") and person.sector in (None, "CVL", "GOV", "ELI"):
        person.sector = sector
    elif role and not is_people(article, person.organization):
        person.sector = sector_held(role.split()[-1], person.sector, sector)


def known_leader(article: Article, person: Person, mentioned: frozenset[str]) -> Leader | None:
    """The leader of this name; a surname alone must fit in time, country or title."""
    gazetteer = article.gazetteer
    names = [person.name, *{normalize(item.text) for item in person.items}]
    offices = [office for name in names for office in gazetteer.offices(name)]
    if not offices and len(words_of(person.name)) == 1:
        offices = [o for full in gazetteer.called(person.name) for o in gazetteer.leaders[full]]
        offices = [o for o in offices if fits(article, person, o, mentioned)]
    elif person.country:
        offices = [o for o in offices if o.country == person.country or not is_state(person.country, gazetteer)] or offices
    if not offices or (len({o.name for o in offices}) > 1 and not article.published):
        return None
    best = min(offices, key=lambda o: (abs(distance(o, article.month())), o.start))
    rivals = {o.name for o in offices if abs(distance(o, article.month())) == abs(distance(best, article.month()))}
    return best if len(rivals) == 1 else None


def fits(article: Article, person: Person, office: Leader, mentioned: frozenset[str]) -> bool:
    """Whether an office could be meant by a bare surname."""
    if is_state(person.country, article.gazetteer) and is_state(office.country, article.gazetteer) and person.country != office.country:
        return False
    near = -BEFORE_MONTHS <= distance(office, article.month()) <= AFTER_MONTHS
    role = (person.role or "").lower()
    if role and role not in COURTESY:
        return near and (role in office.role or office.role in role or person.country == office.country or office.country in mentioned)
    return near and (article.published is not None or office.country in mentioned)


def months(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7] or 1)


def distance(office: Leader, month: str | None) -> int:
    """Months from a term of office, negative in front of it; 0 in it, and always where the article has no date."""
    if month is None:
        return 0
    now, start = months(month), months(office.start)
    end = months(office.end) if office.end else max(now, start)
    return min(0, now - start) or max(0, now - end)


def joined(persons: list[Person]) -> list[Person]:
    """Persons that turned out to be the same leader are one."""
    by_name: dict[str, Person] = {}
    for person in persons:
        first = by_name.setdefault(person.name, person)
        if first is not person:
            first.items += person.items
            first.country, first.sector = first.country or person.country, first.sector or person.sector
            first.role = first.role or person.role
    return list(by_name.values())


def write(article: Article, person: Person) -> None:
    """Fill the items of a person."""
    gender = next((g for word in person.name.split() if (g := article.gazetteer.first_names.get(word))), None)
    for item in sorted(person.items, key=lambda i: i.start):
        title = (item.text_of("title") or "").lower()
        item.gender = "female" if title in ("mrs", "mrs.", "ms", "ms.", "miss", "queen", "princess", "lady") else gender
        item.entity_kind, item.name, item.country, item.sector = "person", person.name, person.country, person.sector
        item.role = person.role
        alone = len(words_of(item.text)) < 2 and len(words_of(person.name)) > 1
        item.evidence = person.rule if person.rule != "name" else "full_name" if alone else "name"
