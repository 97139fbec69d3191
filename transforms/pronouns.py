"""Resolve pronouns: "he", "they" and "it" by what was mentioned before, "I" and "we" by who speaks.

Part of resolving references, which works from left to right and calls this for each pronoun.
"""

from __future__ import annotations

import re

from transforms.bodies import is_one_force
from transforms.descriptions import FIRST_PERSON
from transforms.plurals import coordinated, stand_for
from transforms.resolution import Article, Item

PRONOUN_REACH = 600  # characters between a pronoun and its antecedent
BESIDE = re.compile(r",?\s+(?:and|or)\s+(?:[a-z]+\s+of\s+)?")
MISSIONS = frozenset(("embassy", "consulate", "ambassador", "consul"))
FEMALE = frozenset(("she", "her", "hers", "herself"))


def resolve_pronoun(article: Article, item: Item) -> None:
    """The nearest fitting antecedent, subjects first."""
    host = host_of(article, item)
    near = (other for other in within_reach(article, item) if fits(article, item, other))
    found = [other for other in near if host is None or other.country != host]
    antecedent = owner_beside(article, item, found) or best_antecedent(article, item, found)
    pair = coordinated(article, item) if item.kind == "group" else []
    if pair and (antecedent is None or antecedent.start < pair[-1].start):
        stand_for(item, pair)
        return
    if antecedent is None:
        item.evidence = "no_antecedent"
        return
    if antecedent.members:
        item.sector = antecedent.sector
        stand_for(item, antecedent.members)
        return
    item.copy_from(antecedent, "pronoun")
    if item.kind == "organization":
        item.kind = antecedent.kind if antecedent.kind in ("country", "organization") else item.kind


def resolve_speaking(article: Article) -> None:
    """ "I" and "we" in direct speech mean who speaks, or whom he speaks for: his country and sector hold for both."""
    by_id = {item.row["mention_id"]: item for item in article.items}
    for item in article.items:
        if item.form != "pronoun" or item.text.lower() not in FIRST_PERSON:
            continue
        said_by = next((who for start, end, who in article.speeches if start <= item.start < end), None)
        speaker = by_id.get(said_by)
        if speaker is None or not (speaker.country or speaker.entity_kind):
            item.is_actor, item.evidence = False, "no_speaker"
            continue
        item.copy_from(speaker, "speaker")
        item.name = speaker.name or speaker.text


def host_of(article: Article, item: Item) -> str | None:
    """The country in which its embassy is or to which its ambassador is sent: "its" is another."""
    owned = article.behind(item) if item.row["grammatical_role"] == "nmod:poss" else None
    if owned is None or owned.row["head_lemma"] not in MISSIONS:
        return None
    place = article.behind(owned)
    return place.country if place and article.between(owned, place) in (" in ", " to ") else None


def within_reach(article: Article, item: Item) -> list[Item]:
    """Items in front of a pronoun, the nearest first."""
    return [other for other in reversed(article.before(item)) if other.end > item.start - PRONOUN_REACH]


def fits(article: Article, pronoun: Item, other: Item) -> bool:
    """Whether a pronoun can mean a mention, by number and gender."""
    if other.form == "pronoun" or not other.is_actor:
        return False
    if pronoun.kind == "person":
        gender = "female" if pronoun.text.lower() in FEMALE else "male"
        return other.kind == "person" and not other.row["is_plural"] and other.gender in (None, "", gender)
    if pronoun.kind == "group":
        return other.kind == "group" or (other.kind == "organization" and other.form == "name" and other.sector in ("REB", "BUS", "PTY"))
    is_country = other.kind == "country" or (other.kind == "place" and other.entity_kind == "country")
    return other.form != "demonym" and (is_country or other.kind == "organization" or is_one_force(article, other))


def owner_beside(article: Article, item: Item, found: list[Item]) -> Item | None:
    """What stands right in front of "and its": the bank of "sanctioned a bank and three of its directors"."""
    last = next(iter(article.before(item)[-1:]), None)
    if last is None or last not in found or str(item.row["grammatical_role"]) != "nmod:poss":
        return None
    return last if BESIDE.fullmatch(article.between(last, item)) else None


def best_antecedent(article: Article, item: Item, found: list[Item]) -> Item | None:
    """A subject of the sentence or the one before, else the nearest; an object does not mean its own subject."""
    own = [o for o in found if o.row["sentence_id"] == item.row["sentence_id"]]
    earlier = [o for o in found if o.row["sentence_id"] != item.row["sentence_id"]]
    is_object = str(item.row["grammatical_role"]) in ("obj", "iobj", "obl", "nmod") and not item.text.lower().endswith(("self", "selves"))
    if is_object:
        subject = next((o for o in own if o.is_subject), None)
        own = [o for o in own if not o.is_subject]
        earlier = [o for o in earlier if subject is None or (o.name or o.text) != (subject.name or subject.text)]
    last_sentence = [o for o in earlier if o.row["sentence_id"] == earlier[0].row["sentence_id"]]
    groups = [[o for o in own if o.is_subject], own, [o for o in last_sentence if o.is_subject], last_sentence, earlier]
    if is_object:
        groups = [groups[2], groups[3], own, earlier]
    return next((group[0] for group in groups if group), None)
