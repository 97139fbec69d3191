"""Plural references: whom "the two leaders", "both sides" and "they" stand for, one by one.

A plural reference has no entity of its own; its members are mentions in front of it, and coding lets each of them take
part. Where the text names more candidates than the reference counts, it stays open.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from transforms.gazetteer import STATE_SECTORS
from transforms.resolution import Article, Item, is_state

REACH = 1500  # characters between a plural reference and the members farthest in front
NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4}
COUNTED = re.compile(
    r"\b(?:(?:the|these|those|its|their)\s+(?=two|three|four)|(?=both))(two|both|three|four)\s+(?:[a-z-]+\s+){0,2}$", re.IGNORECASE
)
OWNED = re.compile(r"['’]\s+(?:[a-z-]+\s+){0,2}")
BELONGING = re.compile(r"\s+(?:of|from)\s+(?:the\s+)?(?:two|both|three|four)\s+(?:[a-z-]+\s+)?")
# other words in front choose among several: "protest leaders" are not "the leaders"
QUALIFIERS = frozenset(
    "foreign defence defense interior finance trade prime vice top rival warring feuding opposing conflicting neighbouring neighboring "
    "signatory bordering hostile".split()
)
BOTH = re.compile(r"\b(?:the\s+two|both|their\s+two)\s+(?:[a-z-]+\s+)?$", re.IGNORECASE)
DEFINITE = re.compile(r"\b(the|these|those)\s+(?:[a-z-]+\s+){0,2}$", re.IGNORECASE)
SIDES = frozenset("side party country nation government state neighbor neighbour ally rival foe capital power adversary signatory".split())
OFFICE_HOLDERS = frozenset("leader politician statesman official diplomat man woman counterpart head".split())
OF_STATES = frozenset("president premier minister leader king chancellor government army navy military delegation ambassador".split())
ONE_OF_A_STATE = frozenset("president premier king chancellor".split())
MEMBER_FORMS = ("name", "description", "demonym")
JOINED = re.compile(r"\band\b|,|&|\bwith\b")
LEAST_MENTIONS = 2  # of a side that the article is about
LONGEST_GAP = 90  # characters between two members of one coordination: titles and appositions
LISTED = re.compile(r"\s*(?:,|and|, and)\s+(?:the\s+)?")
OF_LIST = re.compile(r"\s+of\s+(?:the\s+)?(?:[\w.’' -]+,\s+)*(?:[\w.’' -]+\s+and\s+(?:the\s+)?)?")
PARTNERS = frozenset(("with", "between", "and", "against"))


def members_of(article: Article, item: Item) -> tuple[list[Item], str]:
    """Members of a plural description with the rule that found them; none, and the reason, where it can't be told."""
    front = article.text[max(0, item.start - 30) : item.start]
    counted = COUNTED.search(front) or DEFINITE.search(front)
    head = str(item.row["head_lemma"])
    if shared := of_sides(article, item):
        return members_of(article, shared)
    is_owned = item.text_of("modifier_country") or item.text_of("modifier_organization")
    if item.row["is_plural"] and not is_owned and BOTH.search(front) and is_state_body(article, item, head):
        pair = main_sides(article, item, "country")
        return (pair, "members") if len({side.country for side in pair}) == 2 else ([], "too_few_candidates")
    if not counted or not item.row["is_plural"] or is_owned or set(item.text.lower().split()[:-1]) - QUALIFIERS:
        return [], ""
    number = NUMBERS.get(counted.group(1).lower(), 0)
    if head in SIDES:
        return chosen(article, item, number, sides=True)
    if (head in OFFICE_HOLDERS or head in article.gazetteer.titles) and not article.text.startswith(" of ", item.end):
        return chosen(article, item, number, sides=False)
    return [], ""


def stand_for(item: Item, members: list[Item]) -> None:
    """Let a plural reference mean its members; what they share holds for it too."""
    item.members, item.evidence, item.name = members, "members", item.text
    countries, sectors = {m.country for m in members}, {m.sector for m in members}
    item.country = countries.pop() if len(countries) == 1 else None
    is_body = item.sector in STATE_SECTORS - {"GOV"} and sectors == {"GOV"}  # "the two armies" are those of the two states
    item.sector = sectors.pop() if len(sectors) == 1 and not is_body else item.sector


def is_state_body(article: Article, item: Item, head: str) -> bool:
    """Whether each state has such a body: "the two armies", "both revenue authorities"."""
    agent = article.gazetteer.agent(" ".join([*item.text.lower().split()[:-1], head][-2:])) or article.gazetteer.agent(head)
    return agent is not None and agent.is_collective and head not in SIDES and agent.sector in STATE_SECTORS


def chosen(article: Article, item: Item, number: int, *, sides: bool) -> tuple[list[Item], str]:
    """The nearest candidates in front, sentence by sentence, until there are as many as counted."""
    head = str(item.row["head_lemma"])
    if number > 2 and (sides or head in OF_STATES) and (listed := states_listed(article, item, number)):
        return listed, "members"
    if sides and number in (0, 2) and (pair := main_sides(article, item, head)):
        return pair, "members"
    found: dict[tuple[str | None, ...], Item] = {}
    for sentence in sentences_before(article, item):
        shared = holders_of(article, sentence) if not sides else []
        if shared and not found and number in (0, len(shared)):
            return shared, "members"
        fresh: dict[tuple[str | None, ...], Item] = {}
        for other in sentence:
            if (is_side if sides else is_holder)(article, other, head):
                fresh.setdefault(key_of(other, sides=sides), other)
        if sides and len(fresh) > (number or 2):
            fresh = {key: other for key, other in fresh.items() if is_party(other)} or fresh
        found = {**fresh, **found} if len(found) < (number or 2) else found
        if len(found) > (number or len(found)):
            return [], "several_candidates"
        countries = {member.country for member in found.values()}
        if not sides and head in ONE_OF_A_STATE and len(found) == 2 and len(countries) == 1 and None not in countries:
            break
        if len(found) >= (number or 2):
            return sorted(found.values(), key=lambda member: member.start), "members"
    if number == 2 and head in OF_STATES and (pair := main_sides(article, item, "country")):
        return pair, "members"
    return [], "too_few_candidates"


def states_listed(article: Article, item: Item, number: int) -> list[Item]:
    """The last list in front of just so many states: "South Korea, Japan and the United States … the three ministers"."""
    for sentence in sentences_before(article, item):
        states = [other for other in sentence if other.kind == "country" and is_member(other)]
        runs: list[list[Item]] = [[]]
        for other in states:
            if runs[-1] and not LISTED.fullmatch(article.between(runs[-1][-1], other)):
                runs.append([])
            runs[-1].append(other)
        if listed := next((run for run in reversed(runs) if len(run) == number), []):
            return listed
    return []


def of_sides(article: Article, item: Item) -> Item | None:
    """The sides whose office holders are meant: "the interior ministers of the two countries", "both countries' armies"."""
    before, behind = article.before(item), article.behind(item)
    if item.row["is_plural"] and before and is_counted_side(article, before[-1]) and OWNED.fullmatch(article.between(before[-1], item)):
        return before[-1]
    if not item.row["is_plural"] or behind is None or str(behind.row["head_lemma"]) not in SIDES or not behind.row["is_plural"]:
        return None
    return behind if BELONGING.fullmatch(article.between(item, behind)) else None


def is_counted_side(article: Article, other: Item) -> bool:
    """Whether a description counts sides: "the two countries"."""
    front = article.text[max(0, other.start - 30) : other.start]
    return str(other.row["head_lemma"]) in SIDES and bool(other.row["is_plural"]) and bool(COUNTED.search(front))


def main_sides(article: Article, item: Item, head: str) -> list[Item]:
    """The two sides of which the article has spoken most so far, if no third comes near: their last mentions."""
    last: dict[tuple[str | None, ...], Item] = {}
    counts: Counter[tuple[str | None, ...]] = Counter()
    for other in article.before(item):
        if is_side(article, other, head):
            key = key_of(other, sides=True)
            last[key] = other
            counts[key] += 1
    ranked = [*counts.most_common(3), ((None,), 0)]
    if len(last) < 2 or ranked[1][1] < LEAST_MENTIONS or ranked[1][1] <= ranked[2][1]:
        return []
    return sorted((last[ranked[0][0]], last[ranked[1][0]]), key=lambda member: member.start)


def holders_of(article: Article, sentence: list[Item]) -> list[Item]:
    """The countries of "the Italian and Greek prime ministers", "the foreign ministers of Ghana and Togo"."""
    offices = [
        i for i in sentence if i.form == "description" and i.row["is_plural"] and str(i.row["head_lemma"]) in article.gazetteer.titles
    ]
    for office in offices:
        near = [i for i in sentence if i.kind == "country" and abs(i.start - office.start) < LONGEST_GAP]
        front = [i for i in near if i.end <= office.start]
        behind = [i for i in near if i.start >= office.end and OF_LIST.fullmatch(article.text[office.end : i.start])]
        for members in (front, behind):
            gaps = [article.between(a, b) for a, b in pairwise(members)]
            if len(members) > 1 and all(LISTED.fullmatch(gap) for gap in gaps):
                return members
    return []


def sentences_before(article: Article, item: Item) -> list[list[Item]]:
    """Items in front, by sentence, the nearest sentence first."""
    groups: dict[object, list[Item]] = {}
    for other in article.before(item):
        if other.start >= item.start - REACH:
            groups.setdefault(other.row["sentence_id"], []).append(other)
    return list(reversed(groups.values()))


def is_holder(article: Article, other: Item, head: str) -> bool:
    """Whether a mention is a person who holds such an office."""
    if other.kind != "person" or other.form not in ("name", "description") or other.row["is_plural"]:
        return False
    if head in ("man", "woman"):
        return other.form == "name" and other.gender in (None, "", "male" if head == "man" else "female")
    if head in OFFICE_HOLDERS:
        return other.sector in ("GOV", "MIL", "REB", "OPP", "PTY", "ELI", None) and (other.role is not None or other.form == "description")
    return head in f"{other.role or ''} {other.text}".lower().replace("-", " ").split()


def is_side(article: Article, other: Item, head: str) -> bool:
    """Whether a mention could be one of "both sides": a state, its officials, an armed group."""
    if other.form not in MEMBER_FORMS or not other.is_actor or (other.form == "demonym" and other.kind == "country"):
        return False
    armed = other.kind in ("organization", "group") and other.sector in ("REB", "MIL", "OPP", "PTY", "UAF")
    if head in ("country", "nation", "government", "state", "capital", "neighbor", "neighbour"):
        return is_state(other.country, article.gazetteer) and other.sector in ("GOV", "MIL")
    return armed or (is_state(other.country, article.gazetteer) and other.sector == "GOV")


def is_party(other: Item) -> bool:
    """Whether a mention stands where parties stand: subject, coordination, 'between' and 'with'."""
    role = str(other.row["grammatical_role"])
    return other.is_subject or role == "conj" or other.text_of("preposition") in PARTNERS


def key_of(other: Item, *, sides: bool) -> tuple[str | None, ...]:
    """What makes two candidates one: for sides country and whether it is the state, for persons the name."""
    if sides:
        return (other.country, "GOV" if other.sector in ("GOV", "MIL") and other.kind != "group" else other.sector)
    return (other.name,) if other.form == "name" else (other.country, other.sector, other.text)


def coordinated(article: Article, item: Item) -> list[Item]:
    """The coordinated subject that 'they' takes up: of its sentence or the one before it."""
    for sentence in sentences_before(article, item)[:2]:
        for number, first in enumerate(sentence):
            if not first.is_subject or not is_member(first):
                continue
            members = [first]
            for other in sentence[number + 1 :]:
                gap = article.between(members[-1], other)
                if str(other.row["grammatical_role"]) == "conj" and is_member(other) and len(gap) < LONGEST_GAP and JOINED.search(gap):
                    members.append(other)
            if len(members) > 1:
                return members
    return []


def is_member(other: Item) -> bool:
    """Whether a mention can be one of 'they': somebody or some state or body that is named or described."""
    acts = other.kind in ("person", "country", "organization", "group") or (other.kind == "place" and other.entity_kind == "country")
    return acts and other.form in ("name", "description") and other.is_actor
