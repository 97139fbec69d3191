"""Resolve descriptions, and pronouns by `pronouns`, and choose the country of actors that the article names without one.

Works from left to right: a reference may only mean what was mentioned before it. What cannot be told stays open, and
`evidence` says why.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import takewhile

from transforms.bodies import (
    APPOSITION,
    COMMA,
    FIGHTING,
    ROLE_REACH,
    body_meant,
    body_of_theirs,
    guest_of,
    holder,
    lend_body,
    lend_kind,
    name_neighbour,
    name_union,
    owner_described,
    owner_named,
    possessor,
    same_noun,
)
from transforms.descriptions import FIRST_PERSON
from transforms.gazetteer import STATE_SECTORS, opposed
from transforms.modifiers import BESIDE
from transforms.name_parts import HALVES
from transforms.offices import (
    ARMED,
    OFFICE_HEADS,
    UNION_HEADS,
    bears_office,
    employer,
    envoys_met,
    foreign_to,
    lend_noun,
    lend_office,
    lend_offices,
    name_no_state,
    office_words,
    officers_meant,
    state_turned_to,
    take_sector,
    told_below,
    troops_abroad,
)
from transforms.organizations import body_of, complete_national, is_at_home, is_people, sector_held, sector_left
from transforms.plurals import members_of, stand_for
from transforms.pronouns import resolve_pronoun, resolve_speaking
from transforms.resolution import Article, Item, clear_country, country_weights, home_of_dateline, is_abroad, is_backer, states_named
from transforms.surroundings import VEHICLES, country_around, is_bare_vehicle

DOMESTIC = frozenset("BUS GOV MIL COP JUD LEG CVL OPP REB UAF LAB MED REL PTY CRM AGR SPY ELI EDU JRN PRE SOC".split())
RULING_HEADS = frozenset("government ministry minister administration cabinet authority regime official".split())
GENERAL_HEADS = OFFICE_HEADS | frozenset(
    "agent officer party candidate group figure supporter organization organisation movement force unit team worker prisoner "
    "suspect association confederation".split()
)
STAFF = frozenset(("staff", "personnel", "employee"))  # of the state where they serve it, workers elsewhere
FOREIGN = frozenset("international regional multinational foreign peacekeeping peace-keeping allied coalition overseas".split())
WESTERN = re.compile(r"\bWestern\s+$")  # hostages, diplomats, leaders of no one country
FOREIGN_OFFICE = re.compile(r"\bforeign (?=minist|secretar|affairs|office|polic|relations|department|service)")  # of the country itself
COUNTRY_NOUNS = frozenset(("country", "nation", "republic", "kingdom"))
GENERAL_NOUNS = frozenset("country nation side neighbor neighbour republic kingdom ally partner superpower peacekeeper member".split())
APPOSITION_REACH = 60  # characters between a title and the name behind it
LONG_TITLE = re.compile(r"(?:\s+(?:for|of|to|in|at)\s+[^,.;:]+)?,\s+(?:[A-Z][\w.]*\s+){0,3}")
POSSESSOR = re.compile(r"['’]s?\s+$")
DEFINITE = re.compile(r"(?:\bthe|\bthis|\bthat|\bboth)\s+(?:[a-z-]+\s+){0,2}$", re.IGNORECASE)
PAIR = re.compile(r"\b(?:two|both|three|four)\s+$", re.IGNORECASE)
LOCALS = frozenset("CVL COP OPP LAB EDU MED REL AGR BUS JUD CRM UAF REF".split())
SCENE_PREPOSITIONS = frozenset({"in", "at", "across", "near", "outside", "around", "through"})
PLACE_PREPOSITIONS = frozenset({"in", "across", "inside", "throughout", "around", "within", "into", "from", "out"})


def resolve_references(article: Article) -> None:
    """Fill descriptions and pronouns in order of place."""
    for item in article.items:
        if item.kind in ("country", "place") and is_backer(article, item):
            item.is_actor = False  # of "Russian-made rockets" Russia does nothing
    weights = country_weights(article)
    focus_persons(article, weights)
    for item in article.items:
        focus_name(article, item, weights)
    for item in article.items:
        if item.form == "description":
            resolve_description(article, item, weights)
        elif item.form == "pronoun" and item.text.lower() not in FIRST_PERSON:
            resolve_pronoun(article, item)
    resolve_speaking(article)
    name_union(article)
    for item in article.items:
        name_no_state(item)


def focus_name(article: Article, item: Item, weights: list[Counter[str]]) -> None:
    """Places that nobody knows, national bodies and peoples without a country are of the article's."""
    if item.evidence == "place_not_in_gazetteer" and item.country is None and item.text not in HALVES:
        item.country = clear_country(weights[article.paragraph(item.start)])
        item.evidence = "focus_country" if item.country else item.evidence
    if item.kind == "organization" and item.evidence == "national_body" and item.country is None:
        add_focus(article, item, weights)
        complete_national(article, item)
    if item.evidence == "ethnic" or (item.evidence == "name" and item.country is None and is_at_home(item)):
        add_focus(article, item, weights)


def introduce_bodies(article: Article) -> None:
    """Give bodies known by their name alone the sector of the noun that introduces them, before those who lead them are looked at."""
    for item in article.items:
        if item.form == "description" and item.kind in ("organization", "group") and not item.row["is_plural"]:
            item.sector = sector_of(article, item)
            if named := body_meant(article, item, str(item.row["head_lemma"])):
                lend_kind(article, item, named)


def focus_persons(article: Article, weights: list[Counter[str]]) -> None:
    """Persons whose country nothing tells are taken to be of the article's: 'President X', 'Judge Y', 'Abena Owusu, a pharmacist'."""
    persons: dict[str | None, list[Item]] = {}
    for item in article.items:
        if item.entity_kind == "person" and item.form == "name" and not item.country:
            persons.setdefault(item.name, []).append(item)
    for items in persons.values():
        near = without_others(article, items, weights[article.paragraph(items[0].start)])
        country = state_turned_to(article, items[0]) or written_country(article, near) or clear_country(near) or home_country(article, near)
        for item in items:
            item.country = country


def resolve_description(article: Article, item: Item, weights: list[Counter[str]]) -> None:
    head = str(item.row["head_lemma"])
    item.sector = officers_meant(article, item) or sector_of(article, item)
    item.name, item.country = item.text, item.text_of("modifier_country")
    item.evidence = "modifier" if item.country else ""
    owner = possessor(article, item) or holder(article, item) or owner_described(article, item) or employer(article, item)
    if owner:
        take_sector(item, owner)
    if item.kind == "person" and not item.row["is_plural"] and (same := antecedent_of_role(article, item)):
        item.copy_from(same, "apposition" if str(item.row["grammatical_role"]) == "appos" else "same_role")
        return
    if guest := guest_of(article, item, owner):
        item.copy_from(guest, "guest")
        return
    if named := named_behind(article, item) or body_meant(article, item, head):
        add_organization(article, item, head)
        mean_named(article, item, named, owner, weights)
        return
    members, reason = members_of(article, item)
    if members:
        lend_offices(article, item, members)
        stand_for(item, members)
        return
    add_organization(article, item, head)
    lend_noun(article, item)
    if head in BESIDE:
        name_neighbour(article, item)
        return
    if head in COUNTRY_NOUNS and not item.row["is_plural"] and DEFINITE.search(article.text[max(0, item.start - 40) : item.start]):
        meant = next((o for o in reversed(article.before(item)) if o.entity_kind == "country" and not is_rival(o, item)), None)
        if meant and item.country is None:
            item.copy_from(meant, "same_country")
            item.is_actor = item.row["preposition"] not in PLACE_PREPOSITIONS
            return
    if item.country is None and (giver := owner or owner_named(article, item) or same_noun(article, item, head)):
        possessive = "possessive_pronoun" if giver.form == "pronoun" else "possessive"
        item.country, item.evidence = giver.country, "same_noun" if giver.row["head_lemma"] == head else possessive
    if item.country is None and (around := country_around(article, item)):
        item.country, item.evidence = around, "surroundings"
    if item.country is None:
        add_focus(article, item, weights)
    item.evidence = reason if reason and item.country is None else item.evidence
    name_description(article, item)


def mean_named(article: Article, item: Item, named: Item, owner: Item | None, weights: list[Counter[str]]) -> None:
    """Let a description mean the person or body whose name stands beside it; each has what the other says."""
    own = item.country or (owner.country if owner else None)
    if named.kind == "person":
        lend_office(article, item, named, is_owned=owner is not None or item.text_of("modifier_organization") is not None)
    else:
        lend_body(article, item, named, item.text_of("modifier_country"))
    item.copy_from(named, "apposition" if named.start > item.start else "same_body")
    item.country = item.country or own
    if item.country is None and item.kind == "organization":
        add_focus(article, item, weights)
        lend_body(article, item, named, item.country)


def named_behind(article: Article, item: Item) -> Item | None:
    """The person whose name follows in apposition: 'the interior minister, Lucia Quispe,', 'the envoy for Yemen, Lars Holm'."""
    if item.kind != "person" or item.row["is_plural"]:
        return None
    described = str(item.row["grammatical_role"]) == "nmod:desc"
    for other in article.following(item, APPOSITION_REACH):
        if other.kind == "person" and other.form == "name":
            gap = article.between(item, other)
            close = COMMA.fullmatch(gap) or LONG_TITLE.fullmatch(gap)  # the name's own title belongs to the gap
            return other if close and (described or str(other.row["grammatical_role"]) in ("appos", "flat", "list")) else None
    return None


def is_rival(other: Item, item: Item) -> bool:
    """Whether the other is the subject of the sentence in which "the country" is not: nobody invades himself."""
    same_sentence = other.row["sentence_id"] == item.row["sentence_id"]
    return same_sentence and other.is_subject and not str(item.row["grammatical_role"]).startswith(("nsubj", "nmod:poss"))


def sector_of(article: Article, item: Item) -> str | None:
    """Sector of the noun with the word before it, else of that word where the noun is general, else of the noun."""
    gazetteer, words = article.gazetteer, item.text.lower().split()
    head = words[-1] if words[-1].endswith("-general") else str(item.row["head_lemma"])
    if head == "office" and POSSESSOR.search(front := article.text[max(0, item.start - 40) : item.start]):
        holder = POSSESSOR.sub("", front).split()
        return gazetteer.sector_of_title(" ".join(holder[-2:])) if holder else None
    named, title = [*words[:-1], head], item.text_of("title") or ""
    if title.startswith("former "):
        return gazetteer.sector_of_title(" ".join([*title.split()[:-1], head]))
    pairs = (gazetteer.agent(" ".join(named[-width:])) for width in (3, 2) if len(named) >= width)
    if known := next((agent for agent in pairs if agent), None) or gazetteer.body_led(named):
        return known.sector
    whose = gazetteer.in_front(named) if len(named) > 1 else None
    if whose and ((head in GENERAL_HEADS and whose.sector != "CVL") or (head in STAFF and whose.sector in STATE_SECTORS)):
        return whose.sector
    if whose and head in VEHICLES and whose.sector in ARMED:
        return whose.sector
    if head == "bomber" and not item.row["is_plural"] and not item.text_of("modifier_country"):
        return "UAF"  # a man with a bomb; a state's is an aircraft
    own = gazetteer.agent(head) or gazetteer.agent(words[-1])
    return opposed(words[:-1], own.sector) if own else gazetteer.sector_of_title(item.text)


def antecedent_of_role(article: Article, item: Item) -> Item | None:
    """The person whom 'the president' means: named just before in apposition, or the last with that role; of a headline, in the lead."""
    before = article.before(item)
    role = str(item.row["grammatical_role"])
    if role == "appos" and before:
        last = next((other for other in reversed(before) if other.kind == "person" and other.form == "name"), None)
        if last and APPOSITION.match(article.between(last, item)) and last.row["sentence_id"] == item.row["sentence_id"]:
            return last
    if not DEFINITE.search(article.text[max(0, item.start - 40) : item.start]):
        return told_below(article, item)
    near = takewhile(lambda other: other.start >= item.start - ROLE_REACH, reversed(before))
    office, country = office_words(article, item), item.text_of("modifier_country")
    return next((other for other in near if bears_office(other, office, country)), None)


def add_organization(article: Article, item: Item, head: str) -> None:
    """Country, sector and name of the organization that a description belongs to."""
    organization, meant = item.text_of("modifier_organization"), body_of_theirs(article, item)
    country, sector = (meant.country, meant.sector) if meant else body_of(article, organization) if organization else (None, None)
    if item.country is None and country:
        item.country, item.evidence = country, "same_body" if meant else "organization"
    if not organization:
        return
    title = [*(item.text_of("title") or "").split()[:-1], head]
    if title[0] == "former" and not is_people(article, organization):
        item.sector = sector_left(article.gazetteer, " ".join(title), sector)
        return
    governs = head in RULING_HEADS and sector in ("REB", "PTY")  # 'the Taliban government'
    if sector in FIGHTING and item.sector == "MIL":
        item.sector = sector  # "Houthi snipers"
    if sector not in (None, "CVL") and (item.sector in (None, "GOV") or head in OFFICE_HEADS) and item.sector != "ELI" and not governs:
        item.sector = sector
    elif not is_people(article, organization):
        item.sector = sector_held(head, item.sector, sector)


def add_focus(article: Article, item: Item, weights: list[Counter[str]]) -> None:
    """The article's country for actors at home: 'police', 'protesters'."""
    head = str(item.row["head_lemma"])
    is_general = head in GENERAL_NOUNS and not (" " in item.text and item.sector not in ("CVL", "GOV"))  # but 'gang members'
    if item.sector not in DOMESTIC or is_general or is_bare_vehicle(item) or head in UNION_HEADS or is_foreign(article, item):
        item.evidence = item.evidence or "no_country_named"
        return
    near = without_others(article, [item], weights[article.paragraph(item.start)])
    country = (
        state_turned_to(article, item)
        or scene(article, item)
        or clear_country(near)
        or only_country(article, item)
        or home_country(article, near)
    )
    item.country = country
    item.evidence = "focus_country" if country else "no_clear_country"


def without_others(article: Article, items: list[Item], weights: Counter[str]) -> Counter[str]:
    """The weights without the states to which an actor does something, and those whose envoys he meets wherever he is mentioned."""
    others = foreign_to(article, items[0]).union(*(envoys_met(article, item) for item in items))
    others |= troops_abroad(article, items[0])
    return Counter({code: weight for code, weight in weights.items() if code not in others})


def home_country(article: Article, weights: Counter[str]) -> str | None:
    """Of two countries that an article speaks of alike, the one it is written from, else the first by a little."""
    ranked = weights.most_common(2)
    if written := written_country(article, weights):
        return written
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def written_country(article: Article, weights: Counter[str]) -> str | None:
    """The country that an article is written from, if it speaks of it as much as of any other but one."""
    written = home_of_dateline(article)
    return written if written in {code for code, _ in weights.most_common(2)} else None


def scene(article: Article, item: Item) -> str | None:
    """The country of the place where a sentence says that something happens: "In Dohuk, mourners marched", "police in Goma"."""
    if item.sector not in LOCALS or not (item.is_subject or item.row["preposition"] == "by"):
        return None
    places = (o for o in article.beside(item) if o.kind == "place" and o.row["preposition"] in SCENE_PREPOSITIONS)
    found = {o.country for o in places if o.country}
    return found.pop() if len(found) == 1 else None


def only_country(article: Article, item: Item) -> str | None:
    """The one country that the sentence names, where the article speaks of several alike."""
    near = (o for o in article.beside(item) if o.kind != "person" and not (is_backer(article, o) or is_abroad(article, o)))
    states = states_named(near, article.gazetteer)
    others = foreign_to(article, item) | envoys_met(article, item)
    return states.pop() if len(states) == 1 and not states & others else None


def is_foreign(article: Article, item: Item) -> bool:
    """Whether the words say that it is not of the country, or not of one: 'peacekeeping force', 'the two leaders'."""
    words = FOREIGN_OFFICE.sub("", item.text.lower()).split()
    is_western = WESTERN.search(article.text[max(0, item.start - 30) : item.start])
    return bool(FOREIGN.intersection(words) or is_western) or is_pair(article, item)


def is_pair(article: Article, item: Item) -> bool:
    """Whether 'two' or 'both' counts several sides: 'the two leaders'."""
    return bool(item.row["is_plural"]) and item.sector == "GOV" and bool(PAIR.search(article.text[max(0, item.start - 12) : item.start]))


def name_description(article: Article, item: Item) -> None:
    """A name with the country or organization in it; bodies of a known country become entities."""
    state = article.gazetteer.countries.get(item.country or "")
    organization = item.text_of("modifier_organization")
    if organization and item.evidence == "organization":
        item.name = f"{organization} {item.text}"
    elif state:
        item.name = f"{state.adjective} {item.text}"
    elif organization:
        item.name = f"{item.text} of {organization}"
    if state and item.kind == "organization":
        item.entity_kind = "organization"
