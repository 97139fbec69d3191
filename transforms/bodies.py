"""Which body a description means: "the group", "the bloc ECOWAS", "its neighbour", "the country's president", "Brussels".

Part of resolving references: all rules look at what the article has named before, or right beside the words.
"""

from __future__ import annotations

import re
from collections import Counter

from transforms.resolution import Article, Item

ROLE_REACH = 3000
FIGHTING = frozenset(("REB", "UAF"))
HELD = frozenset(("administration", "government", "cabinet", "regime", "presidency"))  # called by who leads them
# nouns for bodies with a name of their own, and the sectors of those that "the group" may mean
ARMED = frozenset(("REB", "UAF", "CRM", "MIL", "SEP"))
ANY_BODY = ARMED | frozenset(("PTY", "OPP", "NGO", "SOC", "REL", "LAB", "JRN", "BUS", "EDU", None))
BODIES: dict[str, frozenset[str | None]] = {
    **dict.fromkeys(("group", "movement", "network"), frozenset(ANY_BODY - {"BUS", "JRN"})),
    **dict.fromkeys(("organization", "organisation"), frozenset(ANY_BODY - {"BUS", "JRN"} | {"GOV"})),
    **dict.fromkeys(("militia", "faction", "cartel", "gang", "cell"), frozenset(ARMED)),
    **dict.fromkeys(("party", "coalition"), frozenset(("PTY", "OPP"))),
    **dict.fromkeys(("bloc", "alliance", "body", "grouping"), frozenset(("GOV", "MIL", None))),
    **dict.fromkeys(
        "company firm bank airline carrier automaker carmaker chipmaker drugmaker planemaker steelmaker shipbuilder refiner brokerage "
        "conglomerate consortium corporation startup start-up subsidiary utility brewer provider giant".split(),
        frozenset(("BUS",)),
    ),
    **dict.fromkeys(("union", "federation", "guild"), frozenset(("LAB",))),
    **dict.fromkeys("agency newspaper broadcaster channel magazine tabloid broadsheet station".split(), frozenset(("JRN",))),
    **dict.fromkeys("charity foundation nonprofit non-profit ngo".split(), frozenset(("NGO",))),
    **dict.fromkeys("university college school academy institute".split(), frozenset(("EDU",))),
    **dict.fromkeys(("hospital", "clinic"), frozenset(("MED",))),
    **dict.fromkeys(("church", "diocese", "mosque", "synagogue"), frozenset(("REL",))),
}
PRIVATE_BODIES = frozenset("BUS LAB NGO JRN EDU MED REL AGR SOC".split())
LOOSE_BODIES = frozenset("group movement network organization organisation body bloc alliance agency cell".split())  # of any sector
GUESTS = frozenset(("guest", "visitor", "interlocutor"))
UNION, UNION_CODE, SEAT, HOST, HOST_CODE = "European Union", "EUR", "Brussels", re.compile("Belgi"), "BEL"
OWNED = re.compile(r"['’]s?\s+(?:[a-z-]+\s+){0,3}")
COMMA = re.compile(r"\s*,?\s+")
APPOSITION = re.compile(r"\s*,\s+(?:(?:the|a|an|his|her|its|their|[A-Z][\w.'’-]*)\s+){0,4}(?:[a-z-]+\s+){0,2}$")
WHOSE = re.compile(r",?\s+whose\s+(?:[a-z-]+\s+){0,2}")
TAKEN_UP = re.compile(r"\bthe\s+$", re.IGNORECASE)


def body_meant(article: Article, item: Item, head: str) -> Item | None:
    """The body whose name stands beside its description: "the bloc ECOWAS", "Hamas, the militant group"; or that "the group" takes up."""
    if item.kind not in ("organization", "group") or item.row["is_plural"]:
        return None
    behind = article.behind(item)
    if behind is not None and is_named_body(behind) and is_called(article, item, behind, head):
        return behind
    if head not in BODIES:
        return None
    before = article.before(item)
    last = before[-1] if before else None
    is_close = last is not None and is_named_body(last) and last.row["sentence_id"] == item.row["sentence_id"]
    if last and is_close and APPOSITION.match(article.between(last, item)):
        return last
    if " " in item.text or item.country or not is_taken_up(article, item):
        return None
    near = (other for other in reversed(before) if is_named_body(other) and other.end > item.start - ROLE_REACH)
    return next((other for other in near if other.sector in BODIES[head]), None)


def is_called(article: Article, item: Item, named: Item, head: str) -> bool:
    """Whether a name says what a description in front of it is called: "the carrier Talair", "its owner, Talair Holdings"."""
    gap, role = article.between(item, named), str(named.row["grammatical_role"])
    joined = role in ("appos", "flat", "list") or str(item.row["grammatical_role"]) in ("compound", "nmod:desc")
    known = head in BODIES or (joined and item.sector in PRIVATE_BODIES)
    return known and (gap == " " or (gap == ", " and role == "appos"))


def lend_body(article: Article, item: Item, named: Item, country: str | None) -> None:
    """Give a body what a description of it says and its name does not: sector and country."""
    sector = None if item.text.lower() in LOOSE_BODIES else item.sector
    for other in article.items:
        if other.entity_kind == "organization" and other.name == named.name:
            other.sector = other.sector or sector
            other.country = other.country or country


def body_of_theirs(article: Article, item: Item) -> Item | None:
    """The named body that an office's "of the" takes up: "the leaders of the organisation"."""
    behind = article.behind(item)
    if behind is None or behind.form != "description" or article.between(item, behind) != " of the ":
        return None
    return body_meant(article, behind, str(behind.row["head_lemma"]))


def lend_kind(article: Article, item: Item, named: Item) -> None:
    """Give a body of which only the name is known what the noun beside it says: "the Irish union SIPTA", "Brightwell, a charity"."""
    beside = named.row["sentence_id"] == item.row["sentence_id"] and item.text.lower() not in LOOSE_BODIES
    if beside and named.sector is None and item.sector:
        lend_body(article, item, named, item.text_of("modifier_country"))


def is_taken_up(article: Article, item: Item) -> bool:
    """Whether "the" stands right in front of a mention."""
    return bool(TAKEN_UP.search(article.text[max(0, item.start - 6) : item.start]))


def is_named_body(other: Item) -> bool:
    return other.form == "name" and other.kind in ("organization", "group") and other.is_resolved


def is_one_force(article: Article, other: Item) -> bool:
    """Whether a description in the singular names a force or band as a whole: "the army … it", "a gunboat … its crew"."""
    agent = article.gazetteer.agent(str(other.row["head_lemma"])) if other.form == "description" and not other.row["is_plural"] else None
    return agent is not None and agent.is_collective and other.kind == "group" and other.sector in ARMED


def name_neighbour(article: Article, item: Item) -> None:
    """ "its neighbour" is the one other state that the article speaks of; where it speaks of several it stays open."""
    named = article.behind(item)
    if named and named.kind == "country" and COMMA.fullmatch(article.between(item, named).removesuffix("the ")):
        item.copy_from(named, "apposition")
        return
    owner = possessor(article, item)
    states = Counter(o.country for o in article.before(item) if o.kind == "country" and o.is_actor and owner and o.country != owner.country)
    item.country, item.evidence = None, "no_country_named"
    ranked = states.most_common(2)
    if item.row["is_plural"] or not ranked or (len(ranked) > 1 and ranked[0][1] <= ranked[1][1]):
        return
    meant = next(o for o in reversed(article.before(item)) if o.kind == "country" and o.country == ranked[0][0])
    item.copy_from(meant, "neighbour")


def guest_of(article: Article, item: Item, owner: Item | None) -> Item | None:
    """The person of another country named last, whom "his guest" means."""
    if owner is None or item.row["is_plural"] or item.row["head_lemma"] not in GUESTS:
        return None
    persons = (other for other in reversed(article.before(item)) if other.kind == "person" and other.form == "name")
    return next((person for person in persons if person.is_resolved and person.country not in (None, owner.country)), None)


def name_union(article: Article) -> None:
    """What Brussels says, the European Union says, unless the article speaks of Belgium: "officials in Brussels"."""
    if SEAT not in article.text or HOST.search(article.text):
        return
    for item in article.items:
        around = article.text[max(0, item.start - len(SEAT) - 3) : item.end + len(SEAT) + 4]
        if item.country != HOST_CODE or not item.is_actor or SEAT not in around or item.form not in ("name", "description"):
            continue
        item.country, item.sector = UNION_CODE, "GOV"
        item.name, item.evidence = (UNION if item.form == "name" else f"{UNION} {item.text}"), "seat"
        item.entity_kind = "organization" if item.form == "name" else item.entity_kind


def possessor(article: Article, item: Item) -> Item | None:
    """What the possessive pronoun in front of a description means: 'its troops'."""
    before = article.before(item)
    last = before[-1] if before else None
    if last is None or last.form != "pronoun" or str(last.row["grammatical_role"]) != "nmod:poss" or not (last.country or last.sector):
        return None
    gap = article.between(last, item)
    return last if re.fullmatch(r"\s+(?:[a-z-]+\s+){0,3}", gap) else None


def holder(article: Article, item: Item) -> Item | None:
    """The person whom a body in front of which his name stands belongs to: "the Trump administration"."""
    before = article.before(item)
    last = before[-1] if before else None
    is_holder = last is not None and last.kind == "person" and last.form == "name" and article.between(last, item).isspace()
    return last if is_holder and str(item.row["head_lemma"]) in HELD else None


def owner_named(article: Article, item: Item) -> Item | None:
    """The person whose name owns a description: "Viktor Orban's government", "Macron's aides"."""
    before = article.before(item)
    last = before[-1] if before else None
    is_owner = last is not None and last.kind == "person" and last.form == "name" and OWNED.fullmatch(article.between(last, item))
    return last if is_owner else None


def same_noun(article: Article, item: Item, head: str) -> Item | None:
    """The last description with the same noun and a country, which a definite one takes up: "a Ugandan patrol … the patrol"."""
    if not is_taken_up(article, item):
        return None
    for other in reversed(article.before(item)):
        if other.start < item.start - ROLE_REACH:
            break
        if other.form == "description" and other.row["head_lemma"] == head and other.row["is_plural"] == item.row["is_plural"]:
            return other if other.country else None
    return None


def owner_described(article: Article, item: Item) -> Item | None:
    """The description that owns another: the country of "the country's president", the party of "the party, whose leader"."""
    before = article.before(item)
    last = before[-1] if before else None
    if last is None or not last.country:
        return None
    if WHOSE.fullmatch(article.between(last, item)):
        return last
    return last if last.form == "description" and OWNED.fullmatch(article.between(last, item)) else None
