"""Whose office somebody holds, where his own words do not say it: "its leader", "his men", "A spokesman for the ministry, X,".

Part of resolving references: a description gives its sector and country to the person whose name follows, and takes
them from the body that owns it; who speaks for a state answers for the one that the sentence before is about.
"""

from __future__ import annotations

import re

from transforms.bodies import FIGHTING
from transforms.gazetteer import LEADING, SERVING
from transforms.organizations import sector_held
from transforms.resolution import Article, Item, states_named

OFFICE_HEADS = SERVING | frozenset("commander fighter source envoy".split())
GUESSED = frozenset(("focus_country", "no_clear_country", "no_country_named"))  # bodies that no word tells apart from others
SPEAKERS = frozenset(("spokesman", "spokeswoman", "spokesperson"))
CHAIRS = OFFICE_HEADS | LEADING | frozenset("candidate activist supporter".split())
OWNING_BODIES = FIGHTING | frozenset("PTY OPP LAB NGO JRN EDU REL MED CRM COP JUD".split())
ASSOCIATIONS = frozenset(("association", "group", "confederation"))  # of their members' sector
FORCES = frozenset("man troop fighter unit force people soldier guard crew squad patrol".split())
ARMED = FIGHTING | frozenset(("MIL", "COP", "CRM"))
STATE_OFFICES = frozenset(("GOV", "MIL", "SPY"))
FOREIGN_OFFICES = frozenset("counterpart ambassador envoy diplomat embassy consul consulate attaché delegation".split())
OBJECTS = frozenset(("obj", "iobj", "obl", "nsubj"))
UNSTATED = frozenset((None, "CVL", "BUS", "GOV", "ELI"))  # what a title alone says of a person
LEAD_REACH = 400  # characters between a headline and the name of whom it describes
REACH = 120  # characters between a subject and whom its verb is about
OFFICERS = frozenset(("officer", "officers"))
PLACES = frozenset(("in", "into", "from", "inside", "across"))
DEPUTIES, SHERIFF = frozenset(("deputy", "deputies")), re.compile(r"\bsheriff", re.IGNORECASE)
TRAVEL = re.compile(r"\b(?:(?:visit|tour)(?:s|ed|ing)?|(?:travel\w*|fl(?:y|ies|ew)|trip|visit|tour) to|arriv\w+ in)\s+$")
LISTED, NEAR = re.compile(r",?\s+and\s+|,\s+"), re.compile(r"\s+(?:[a-z-]+\s+){0,2}")
UNION_HEADS = frozenset(("bloc", "grouping"))  # of states


def take_sector(item: Item, owner: Item) -> None:
    """The sector of the body that owns a description: "its chairman" is of the party, "his men" are the general's."""
    head = str(item.row["head_lemma"])
    led = head in CHAIRS and owner.sector in OWNING_BODIES
    several = bool(owner.row["is_plural"]) or owner.text.lower() == "their"
    joined = head in ASSOCIATIONS and several and owner.sector is not None
    armed = (head in FORCES and owner.sector in ARMED) or (owner.sector in FIGHTING and item.sector == "MIL")
    if led or joined or armed:
        item.sector = "SOC" if joined and owner.sector == "CVL" else owner.sector
    elif owner.kind in ("organization", "group"):
        item.sector = sector_held(head, item.sector, owner.sector)


def employer(article: Article, item: Item) -> Item | None:
    """The body for which somebody speaks who is called nothing but "a spokesman": the subject of the sentence before."""
    if item.row["head_lemma"] not in SPEAKERS or " " in item.text or item.row["is_plural"]:
        return None
    if item.text_of("modifier_country") or item.text_of("modifier_organization"):
        return None
    before = article.before(article.beside(item)[0])
    told = article.beside(before[-1]) if before else []
    first = next((o for o in told if o.is_subject), None)
    if first is None or first.kind not in ("organization", "group") or first.row["is_plural"] or first.evidence in GUESSED:
        return None
    return first if first.sector not in (None, "CVL") else None


def office_words(article: Article, item: Item) -> set[str]:
    """The words that name an office: of "the embattled prime minister" the last two."""
    words = item.text.lower().replace("-", " ").split()
    known = (words[-width:] for width in range(len(words), 1, -1))
    office = next((pair for pair in known if " ".join(pair) in article.gazetteer.titles or article.gazetteer.agent(" ".join(pair))), None)
    return set(office or [str(item.row["head_lemma"])])


def bears_office(other: Item, office: set[str], country: str | None) -> bool:
    """Whether somebody is a person with a name who holds the office, of the country if one is given."""
    if other.kind != "person" or other.form != "name" or not other.is_resolved:
        return False
    return office <= set((other.role or "").lower().replace("-", " ").split()) and (country is None or other.country in (None, country))


def told_below(article: Article, item: Item) -> Item | None:
    """Whom a headline only describes: "Minister visits Kenya". He bears the office, or is the first of its sector, in the lead."""
    if article.paragraph(item.start) or item.sector is None or item.text_of("modifier_organization"):
        return None
    country = item.text_of("modifier_country")
    below = [other for other in article.items if article.paragraph(other.start) and other.start < item.end + LEAD_REACH]
    named = [other for other in below if bears_office(other, set(), country) and other.role]
    office = office_words(article, item)
    holder = next((other for other in named if bears_office(other, office, country)), None)
    alike = [other for other in named if other.sector == item.sector]
    first = [other for other in alike if other.row["sentence_id"] == alike[0].row["sentence_id"]]
    return holder or (first[0] if len({other.name for other in first}) == 1 else None)


def lend_office(article: Article, item: Item, named: Item, *, is_owned: bool) -> None:
    """Give a person what the description in front of his name says: sector where he has none or a body owns it, and country."""
    stated = item.text_of("modifier_country")
    for other in article.items:
        if other.entity_kind == "person" and other.name == named.name:
            other.country = stated or other.country or item.country
            if item.sector and (other.sector in (None, "CVL") or (is_owned and other.sector in UNSTATED)):
                other.sector = item.sector
                other.role = other.role or item.text


def lend_offices(article: Article, item: Item, members: list[Item]) -> None:
    """Give persons whose names stand behind their common title what it says; "of Uganda" behind a name tells whose he is."""
    for member in members:
        if member.start < item.end:
            continue
        behind = article.behind(member)
        state = behind if behind and behind.kind == "country" and article.between(member, behind) in (" of ", " from ") else None
        for other in article.items:
            if state and other.entity_kind == "person" and other.name == member.name:
                other.country = state.country
        lend_office(article, item, member, is_owned=False)


def lend_noun(article: Article, item: Item) -> None:
    """Give what a plural noun says to each of the peoples in front of it: the first of "the Estonian and Danish navies" is a navy too."""
    last = item
    for other in reversed(article.before(item)) if item.row["is_plural"] and item.sector else ():
        gap = article.between(other, last)
        is_modifier = other.form == "demonym" or (other.entity_kind == "country" and other.row["grammatical_role"] == "compound")
        if not is_modifier or not (LISTED.fullmatch(gap) if last is not item else NEAR.fullmatch(gap)):
            return
        if last is not item and (state := article.gazetteer.countries.get(other.country or "")):
            other.sector, other.name, other.entity_kind = item.sector, f"{state.adjective} {item.text}", None
        last = other


def officers_meant(article: Article, item: Item) -> str | None:
    """Whether bare "officers" are soldiers or police, by who was spoken of last: "soldiers seized power … the officers".

    Deputies serve a sheriff where the article has one.
    """
    if item.text.lower() in DEPUTIES and SHERIFF.search(article.text):
        return "COP"
    if item.text.lower() not in OFFICERS:
        return None
    last = next((o for o in reversed(article.before(item)) if o.sector in ("MIL", "COP") and o.text.lower() not in OFFICERS), None)
    return last.sector if last else None


def foreign_to(article: Article, item: Item) -> set[str | None]:
    """The states that a subject does something to: "the ministry thanked Delhi" is not India's, and guests come from elsewhere."""
    states = [o for o in whom(article, item) if o.form == "name" and o.entity_kind == "country"]
    return {o.country for o in states if o.is_actor or TRAVEL.search(article.between(item, o))}


def envoys_met(article: Article, item: Item) -> set[str | None]:
    """The states whose envoys and ministers a subject meets as such: who "met his Turkish counterpart" is no Turk."""
    behind = whom(article, item)
    return {o.text_of("modifier_country") for o in behind if o.form == "description" and o.row["head_lemma"] in FOREIGN_OFFICES}


def troops_abroad(article: Article, item: Item) -> set[str | None]:
    """The states whose soldiers a sentence shows in another: of "French troops left Niger after the junta" the junta is not France's."""
    near = [o for o in article.beside(item) if o is not item]
    soldiers = {o.text_of("modifier_country") for o in near if o.form == "description" and o.sector == "MIL" and o.is_subject} - {None}
    states = (o for o in near if o.form == "name" and o.entity_kind == "country" and o.country not in soldiers)
    elsewhere = any(o.row["grammatical_role"] == "obj" or o.row["preposition"] in PLACES for o in states)
    return soldiers if elsewhere else set()


def whom(article: Article, item: Item) -> list[Item]:
    """Whom or what the verb of a subject is about."""
    role = str(item.row["grammatical_role"])
    if not (item.is_subject or role == "nmod:poss" or (role == "conj" and joins_subject(article, item))):
        return []  # nmod:poss: "the attorney general's department thanked Canberra"
    return [o for o in article.following(item, REACH) if str(o.row["grammatical_role"]) in OBJECTS]


def joins_subject(article: Article, item: Item) -> bool:
    """Whether somebody stands beside the subject: the second of "Lund and Berg pressed Oslo"."""
    front = [other for other in article.beside(item) if other.start < item.start]
    return bool(front) and front[-1].is_subject and bool(LISTED.fullmatch(article.between(front[-1], item)))


def state_turned_to(article: Article, item: Item) -> str | None:
    """The only state in the sentence before, if it is its subject: "Bogotá saw it differently. The foreign minister condemned …"."""
    if not item.is_subject or item.sector not in STATE_OFFICES:
        return None
    own = article.beside(item)[0]
    before = article.before(own)
    if not before or article.paragraph(before[-1].start) != article.paragraph(item.start):
        return None
    last = article.beside(before[-1])
    states = states_named(last, article.gazetteer)
    acting = any(o.is_subject and o.is_actor and o.entity_kind == "country" for o in last)
    return states.pop() if len(states) == 1 and acting else None


def name_no_state(item: Item) -> None:
    """Bodies without a country have a code of PLOVER's for one: charities, blocs of states."""
    if item.country is None and item.kind in ("organization", "group"):
        item.country = "IGO" if item.row["head_lemma"] in UNION_HEADS else "NGO" if item.sector == "NGO" else None
