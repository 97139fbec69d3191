"""Resolve the names of countries and places: which Georgia, which Springfield, and whether a government is meant.

A place is chosen by what follows it ('Paris, Texas'), by the countries and states that the article speaks of, and by
population. A country or capital acts unless it stands where only places stand: 'Beijing said', but 'in Beijing'.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace

from transforms.gazetteer import Entry
from transforms.known_names import LISTED
from transforms.name_parts import DIRECTIONS, HALVES, is_direction
from transforms.resolution import Article, Item, clear_country, is_abroad, is_backer, is_state, place_entries

Areas = Counter[tuple[str, str | None]]
PLACE_USES = frozenset(("country", "capital", "region", "county", "city", "institution"))
SMALL_TOWN = 100_000  # people: a town below it, the only one known of its name, in a country that nobody speaks of, is not meant
AREA_USES = frozenset(("country", "demonym", "capital", "region", "institution"))
LOCATIVE = frozenset(
    "in at near across inside outside throughout into within around off along through over above beneath via toward towards beyond".split()
)
ACTING_ROLES = frozenset(("nsubj", "nsubj:pass", "nsubj:outer", "obj", "iobj", "obl:agent", "nmod:poss", "vocative"))
CAPITAL_PREPOSITIONS = frozenset(("with", "between", "against", "by", "for", "on", "upon", "among"))
BEHIND = re.compile(r",\s*(?:[a-z]+ )?$|\s*\($|,?\s+in (?:the )?(?:[a-z]+ )?$")
COUNTY = (" County", " Parish", " Township")
POSTAL = re.compile(r",\s+([A-Z]{2})\b")
NAMING = frozenset(("capital", "region", "county", "city"))  # what buildings and quarters are named after
NATURE = frozenset(
    "river creek lake mountain mountains hill hills valley island islands bay sea canyon falls street avenue road drive".split()
)
KINDS = {"counties": "County", "parishes": "Parish"}
GENERIC = re.compile(r"\b(County|Parish|Province|District|Prefecture|Region|State|Municipality|City|Oblast|Township)\b\.?")
AREA = re.compile(r" (?:State|Province|Region|Prefecture|Oblast)$")
AMBIGUOUS_MODIFIERS = frozenset(("GEO",))  # 'of Georgia' may be either
JOINTS = frozenset((",", "and", ", and", "or", "("))
CITY_FIRST = frozenset(("New York", "Washington", "Quebec", "Singapore", "Luxembourg", "Guatemala", "Panama", "Dubai"))
UNMENTIONED_CAPITAL = 1.0
# what is held or signed in a capital that stands in front of it; an adjective may stand between
HELD_THERE = re.compile(
    r" (?:[a-z-]+ )?(?:talks|meetings?|summits?|conferences?|negotiations?|forum|congress|agreements?|accords?|treaty|convention|protocol"
    r"|declaration|process)\b"
)
OWN_WEIGHT, CAPITAL, MENTIONED_COUNTRY, MENTIONED_STATE, COMPANY, COMPANY_LIMIT = 7.5, 2.0, 2.0, 2.5, 0.8, 3.0  # powers of ten
HOME_COUNTRY, HOME_STATE, LOCAL_NEWS = 1.0, 2.0, 4.5


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the article speaks of: areas named beyond doubt, areas that several of its names have a place in, the publisher's home."""

    stated: Areas
    company: Areas
    home: tuple[str, str | None] | None = None
    named: frozenset[str] = frozenset()  # countries named as more than who acts: of "Russia shelled Izium" Russia is no scene

    @property
    def countries(self) -> set[str]:
        return {country for country, _ in self.stated}

    def is_local(self, entry: Entry) -> bool:
        """Whether this is local news of the area around a place: the publisher's own, or the only country's state that is named."""
        area = (entry.country or "", entry.admin)
        if not entry.admin or self.countries - {entry.country}:
            return False
        return area in (self.home, *self.stated)


def resolve_places(article: Article) -> None:
    """Fill the items that name countries and places."""
    places = [item for item in article.items if item.kind in ("place", "country") or is_institution(article, item)]
    options = {item.start: candidates(article, item) for item in places}
    standing = (item for item in places if item.form == "name" and not item.is_subject)
    named = frozenset(e.country or "" for item in standing for e in options[item.start][:1] if e.use in AREA_USES)
    around = Surroundings(stated_areas(article), shared_states(article, places, options), article.home, named)
    chosen: dict[str, Entry] = {}
    for item in places:
        entry = behind(article, item, options[item.start])
        if entry:
            chosen.setdefault(item.text, entry)
    for item in places:  # areas of the same name, as both Georgias, before the towns that may lie in them
        areas = {e.country for e in options[item.start] if e.use in ("country", "region")}
        if len(areas) > 1 and (entry := best_entry(item, options[item.start], around)):
            chosen.setdefault(item.text, entry)
    for item in places:  # 'Plateau' is the 'Plateau State' of the same article, but 'Mexico' is no state of that name
        short = AREA.sub("", item.text)
        is_town = short not in CITY_FIRST and all(entry.use == "city" for entry in article.gazetteer.lookup(short))
        if short != item.text and is_town and (entry := chosen.get(item.text) or best_entry(item, options[item.start], around)):
            chosen.setdefault(short, entry)
    for entry in chosen.values():
        around.stated[entry.country or "", entry.admin] += 1
    for item in places:
        found = options[item.start]
        entry = behind(article, item, found) or chosen.get(item.text) or best_entry(item, found, around)
        if entry:
            fill(article, item, entry)
        else:
            fill_unknown(article, item, around)
    pass_on_roles(article)


def shared_states(article: Article, places: list[Item], options: dict[int, list[Entry]]) -> Areas:
    """How many of the article's place names each state has a town or county for: local news stay in one."""
    found: Areas = Counter()
    for name, start in {item.text: item.start for item in places}.items():
        found.update({(e.country or "", e.admin) for e in options[start] if e.admin})
        counties = article.gazetteer.counties.get(name, ())
        found.update({("USA", state): 3 if len(counties) == 1 else 1 for state in counties})
    return found


def is_institution(article: Article, item: Item) -> bool:
    entries = article.gazetteer.lookup(item.text) if item.kind == "organization" and item.form == "name" else ()
    return bool(entries) and entries[0].use == "institution"


def candidates(article: Article, item: Item) -> list[Entry]:
    if item.form == "demonym":
        return [e for e in article.gazetteer.lookup(item.text) if e.use in ("demonym", "country")]
    found = article.gazetteer.lookup(item.text)
    listed = LISTED.match(article.text, item.end)
    if listed and (kind := KINDS.get(listed[1])):  # 'Barrow and Jackson counties'
        found = article.gazetteer.lookup(f"{item.text} {kind}") or found
    if not found and not item.text.endswith(COUNTY):
        found = article.gazetteer.lookup(GENERIC.sub("", item.text).strip())
    town, _, tail = (article.dateline_place or "").partition(",")
    if tail and item.text.upper() == town.strip().upper():  # the dateline says where it is: Peine in Chile is not the one that we know
        areas = {e.country for e in article.gazetteer.lookup(tail.strip())}
        found = tuple(e for e in found if not areas or e.country in areas)
    return [e for e in found if e.use in PLACE_USES]


def stated_areas(article: Article) -> Areas:
    """(country, state) that the article names beyond doubt, with counts."""
    found: Areas = Counter()
    local = local_areas(article)
    doubtful = set(AMBIGUOUS_MODIFIERS)
    for item in article.items:
        here = not (is_backer(article, item) or is_abroad(article, item))
        named = item.form in ("name", "demonym") and item.kind != "person" and here
        entries = article.gazetteer.lookup(item.text) if named else ()
        if is_doubtful(entries, local):
            doubtful.add(entries[0].country or "")
        elif is_beyond_doubt(entries):
            found[entries[0].country or "", entries[0].admin] += 1
        if item.text.endswith(" County"):
            found["USA", None] += 1
    at_home = (item for item in article.items if not is_abroad(article, item))
    found.update((code, None) for item in at_home if (code := item.text_of("modifier_country")) and code not in doubtful)
    for entry in place_entries(article.gazetteer, article.dateline_place or "")[:1]:
        if entry.country:
            found[entry.country, entry.admin] += 3
    return found


def local_areas(article: Article) -> frozenset[tuple[str, str | None]]:
    """Areas whose local news this may be: the publisher's own, and the states that have a county that is named."""
    counties = {("USA", state) for item in article.items for state in article.gazetteer.counties.get(item.text, ())}
    home = {article.home} if article.home and article.home[1] else set()
    return frozenset(counties | home)


def is_doubtful(entries: tuple[Entry, ...], local: frozenset[tuple[str, str | None]]) -> bool:
    """Whether a country's or capital's name is also that of a town in an area whose local news this may be."""
    if not entries or entries[0].use not in ("country", "capital"):
        return False
    return any(e.use == "city" and (e.country or "", e.admin) in local for e in entries)


def is_beyond_doubt(entries: tuple[Entry, ...]) -> bool:
    """Whether a name points to one country: not to Georgia the state and Georgia the country."""
    if not entries or not entries[0].country or entries[0].use not in AREA_USES:
        return False
    rivals = entries[0].use in ("country", "region") and len(entries) > 1
    return not (rivals and entries[1].country != entries[0].country)


def behind(article: Article, item: Item, options: list[Entry]) -> Entry | None:
    """The meaning that the name behind settles: 'Paris, Texas', 'Aleppo (Syria)', 'Springfield, IL'."""
    if not options or options[0].use == "country":
        return None
    postal = POSTAL.match(article.text, item.end)
    area = article.gazetteer.states.get(postal.group(1)) if postal else following_area(article, item)
    if area is None:
        return None
    inside = [e for e in options if e.country == area.country and (area.admin is None or area.use == "country" or e.admin == area.admin)]
    return inside[0] if inside else None


def following_area(article: Article, item: Item) -> Entry | None:
    """The country or state named directly behind."""
    other = article.behind(item)
    if other is None or not BEHIND.match(article.between(item, other)):
        return None
    entries = [e for e in article.gazetteer.lookup(other.text) if e.use in ("country", "region")]
    states = [e for e in entries if e.admin]
    return next(iter(states or entries), None)


def best_entry(item: Item, options: list[Entry], around: Surroundings) -> Entry | None:
    """The meaning with the highest weight: population, and company in the article."""
    if is_direction(item.text):  # 'North-West' is only a region of a country that is named
        options = [entry for entry in options if entry.country in around.countries]
    if len(options) < 2:
        return options[0] if options and not is_far(options[0], around) else None
    company = around.company
    if any(e.use == "country" for e in options):
        options = as_countries(options, around)
    elif options[0].use in ("capital", "region"):
        company = Counter({area: count for area, count in company.items() if area in around.stated})
    if item.text in CITY_FIRST and not any(e.use == "capital" for e in options):
        options = [e for e in options if e.use == "city"] or options
    rivals = any(e.country in around.countries for e in options)  # 'Tripoli' where the article speaks of Lebanon
    context = replace(around, company=company)
    return max(options, key=lambda e: (weight(e, context, rivals=rivals), e.population))


def is_far(entry: Entry, around: Surroundings) -> bool:
    """Whether a small town lies in a country that the article does not name, while it names others: one that we don't know is meant."""
    home = around.home[0] if around.home else None
    small = entry.use == "city" and entry.population < SMALL_TOWN
    return small and bool(around.named) and entry.country not in (*around.countries, home)


def as_countries(options: list[Entry], around: Surroundings) -> list[Entry]:
    """Meanings of a country's name: towns of that name count in local news that say nothing else of the country."""
    own = {e.country for e in options if e.use == "country"}
    towns = [] if own & around.countries else [e for e in options if e.use == "city" and around.is_local(e)]
    return [e for e in options if e.use in ("country", "region")] + towns


def weight(entry: Entry, around: Surroundings, *, rivals: bool = False) -> float:
    """Powers of ten of population, and more for what the article speaks of and for the publisher's home."""
    own = {"country": OWN_WEIGHT, "demonym": OWN_WEIGHT, "institution": OWN_WEIGHT, "region": OWN_WEIGHT - 1}
    is_mentioned = entry.country in around.countries
    capital = CAPITAL if is_mentioned or not rivals else UNMENTIONED_CAPITAL
    total = own.get(entry.use, math.log10(entry.population + 1) + (capital if entry.use == "capital" else 0))
    home_country = around.home[0] if around.home else None
    total += MENTIONED_COUNTRY if is_mentioned else HOME_COUNTRY if entry.country == home_country else 0
    if entry.admin:
        area = (entry.country or "", entry.admin)
        total += MENTIONED_STATE if area in around.stated else 0
        if area == around.home:
            total += LOCAL_NEWS if around.is_local(entry) else HOME_STATE
        total += min(COMPANY_LIMIT, COMPANY * (around.company[area] - 1))
    return total


def fill(article: Article, item: Item, entry: Entry) -> None:
    """Write a place's meaning into its item; as an actor a country's place or house of government means the country."""
    item.country, item.latitude, item.longitude = entry.country, entry.latitude, entry.longitude
    item.is_actor = acts(item, entry) and not is_venue(article, item, entry)
    state = article.gazetteer.countries.get(entry.country or "")
    item.entity_kind, item.name, item.evidence = entry.kind, entry.name, f"gazetteer_{entry.use}"
    if item.kind == "group" or item.form == "demonym":
        item.evidence = "demonym"
    if item.is_actor and state and entry.use in ("country", "capital", "institution", "demonym"):
        if entry.use in ("capital", "institution"):
            item.evidence = "metonym"
        if entry.use != "demonym" or entry.kind == "country":
            item.entity_kind, item.name = "country", state.name
        item.sector = "GOV"
    elif item.is_actor and entry.use in ("region", "city"):
        item.sector, item.evidence = "GOV", "place_as_actor"


def acts(item: Item, entry: Entry) -> bool:
    """Whether the name stands where an actor stands."""
    role, preposition = str(item.row["grammatical_role"]), item.text_of("preposition")
    if item.form == "demonym" or entry.use == "institution":
        return preposition not in ("in", "at", "near", "outside", "inside")
    if preposition in LOCATIVE:
        return False
    if entry.use == "country":
        return True
    if entry.use == "capital":
        return role in ACTING_ROLES or role == "compound" or preposition in CAPITAL_PREPOSITIONS
    return role in ("nsubj", "obl:agent") and entry.use in ("region", "city") and entry.country is not None


def is_venue(article: Article, item: Item, entry: Entry) -> bool:
    """Whether a capital only says where something was held or signed: "the Doha talks", but not "the Belgrade-Pristina talks"."""
    joined = item.start > 0 and article.text[item.start - 1] in "-–/"
    return entry.use == "capital" and not joined and HELD_THERE.match(article.text, item.end) is not None


def fill_unknown(article: Article, item: Item, around: Surroundings) -> None:
    """A place that the gazetteer does not know lies in the area named behind it, else in the country of the article."""
    area = following_area(article, item)
    item.is_actor, item.entity_kind, item.name = False, "place", item.text
    item.evidence = "place_not_in_gazetteer"
    inner = named_within(article, item)
    if inner and (entry := best_entry(item, inner, around)):
        item.country, item.latitude, item.longitude, item.evidence = entry.country, entry.latitude, entry.longitude, "place_in_name"
        return
    if area is None and item.text.endswith(COUNTY):
        area = main_state(article, item, around)
    if area and is_state(area.country, article.gazetteer):
        item.country, item.evidence = area.country, "named_area"
        if area.use == "region":
            item.latitude, item.longitude = area.latitude, area.longitude
        return
    countries: Counter[str] = Counter()
    for (country, _), count in around.stated.items():
        countries[country] += count
    focus = clear_country(countries)
    if is_state(focus, article.gazetteer) and item.text not in HALVES:
        item.country, item.evidence = focus, "focus_country"


def named_within(article: Article, item: Item) -> list[Entry]:
    """Meanings of the place that another place is named after: 'Boone County Jail', 'South Los Angeles', 'Port of Spain Harbour'."""
    words = item.text.split()
    parts = [words[:n] for n in range(len(words) - 1, 0, -1)]
    if words[0].lower().rstrip(".") in DIRECTIONS:
        parts = [words[1:]]
    elif "of" in words[1:-1]:
        parts = [words[words.index("of") + 1 :]]
    elif words[-1].lower() in NATURE:
        return []
    for part in parts:
        found = [e for e in article.gazetteer.lookup(" ".join(part)) if e.use in NAMING]
        if found:
            return found
    return []


def main_state(article: Article, item: Item, around: Surroundings) -> Entry | None:
    """The state that a county lies in: the one with such a county that the article speaks of most."""
    states, stated, company = article.gazetteer.states, around.stated, around.company
    counties = [code for code in article.gazetteer.counties.get(item.text, ()) if code in states] or list(states)
    best = max(counties, key=lambda code: (stated["USA", code] * 3 + company["USA", code], code))
    known = len(counties) == 1 or stated["USA", best] or (company["USA", best] > 1 and len(counties) < len(states))
    return states[best] if known else None


def is_joined(article: Article, before: Item, item: Item) -> bool:
    """Whether a capital goes on the list that a capital which acts began: 'London and Paris condemned'."""
    between = article.text[before.end : item.start].strip()
    role = str(item.row["grammatical_role"])
    return between in JOINTS and role == "conj" and item.text_of("preposition") is None and item.evidence == "gazetteer_capital"


def pass_on_roles(article: Article) -> None:
    """A place joined by 'and' or a comma to one that only is a place is only a place too; a capital to an actor an actor."""
    before: Item | None = None
    for item in article.items:
        if item.kind not in ("place", "country") or item.form == "demonym":
            continue
        if (
            before is not None
            and not before.is_actor
            and item.is_actor
            and str(item.row["grammatical_role"]) in ("conj", "appos", "flat", "list", "nmod", "nmod:desc", "compound")
            and item.text_of("preposition") is None
            and article.text[before.end : item.start].strip() in JOINTS
        ):
            item.is_actor, item.sector = False, None
        elif before is not None and before.evidence == "metonym" and is_joined(article, before, item):
            state = article.gazetteer.countries.get(item.country or "")
            item.entity_kind, item.name, item.sector, item.evidence = "country", state.name if state else item.name, "GOV", "metonym"
            item.is_actor = True
        before = item
