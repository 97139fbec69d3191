"""What stands around a name or description and says whose it is: countries, organizations, titles.

Read from the parse where it is clear and from the neighbouring words where it is not: 'Chinese', 'China's', 'of China';
'State Department', 'Hamas'; 'Secretary of State', 'rebel leader'.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from transforms.gazetteer import Gazetteer
from transforms.name_parts import NameSpan, is_direction
from transforms.tokens import Tokens

OWNING = frozenset(("amod", "compound", "nmod:poss", "nmod:desc", "nmod", "flat", "det"))
LOCATING = frozenset(("of", "in", "from", "inside"))
SPEAKING = frozenset("spokesman spokeswoman spokesperson spokespeople representative lawyer".split())  # 'spokesman for'
FORMER = frozenset("former ex one-time onetime late erstwhile".split())
REMOVED = frozenset("ousted deposed toppled overthrown unseated sacked fired dismissed retired disgraced".split())  # as adjectives
STANCES = frozenset(("anti", "pro", "non"))
HYPHENS = frozenset(("-", "–", "‑"))
POSSESSIVE = frozenset(("'s", "’s", "'", "’"))
LED = frozenset(("led", "dominated", "controlled", "run", "flagged", "owned", "registered"))
TRAVELLERS = frozenset("leader minister president diplomat envoy negotiator delegate ambassador visitor tourist".split())
TOPICAL = frozenset("scholar expert analyst specialist correspondent researcher envoy economist historian watcher observer author".split())
TITLE_PARTS = 3
FORMER_REACH = 5  # words between "former" and the office
MODIFIER_TAGS = frozenset(("JJ", "NNP", "NNPS", "NN", "POS", "HYPH", "VBN", "RB"))

BESIDE = frozenset(("neighbor", "neighbour", "ally", "foe", "enemy", "adversary", "rival"))
BESIDE_ADJECTIVES = frozenset(
    ("neighboring", "neighbouring", "neighbor", "neighbour", "allied", "friendly", "hostile", "rival", "bordering")
)
STATES = frozenset(("country", "nation", "state", "republic", "government", "power"))


@dataclass(frozen=True, slots=True)
class Modifiers:
    """`first` is the leftmost word that was read."""

    country: str | None = None
    organization: str | None = None
    title: str | None = None
    first: int = -1


@dataclass(frozen=True)
class Context:
    """The article's words with the names in them, by word."""

    tokens: Tokens
    gazetteer: Gazetteer
    name_at: Mapping[int, NameSpan]

    def text(self, name: NameSpan) -> str:
        return self.tokens.span_text(name.first, name.last)


def country_of(context: Context, name: NameSpan) -> str | None:
    """The country that a name as a modifier points to."""
    if not name.entries:
        return None
    entry = name.entries[0]
    if entry.use == "city" and (name.kind == "person" or is_direction(entry.name)):
        return None  # a surname that some town has too; the north-west of any country
    is_state = entry.country in context.gazetteer.countries
    return entry.country if is_state and entry.use in ("country", "demonym", "capital", "institution", "region", "city") else None


def organization_of(context: Context, name: NameSpan) -> str | None:
    """The canonical name of an organization, people or person as a modifier."""
    if name.kind in ("organization", "group", "person"):
        return name.entries[0].name if name.entries else context.text(name)
    return None


def merged(a: Modifiers, b: Modifiers) -> Modifiers:
    """The first's statements, filled up with the second's."""
    firsts = [m.first for m in (a, b) if m.first >= 0]
    return Modifiers(a.country or b.country, a.organization or b.organization, a.title or b.title, min(firsts, default=-1))


def from_name(context: Context, name: NameSpan) -> Modifiers:
    if is_ethnic(context.tokens, name.first) or is_stance(context.tokens, name.first):
        return Modifiers(first=name.first)  # 'ethnic Albanian rebels', 'pro-Albanian rebels' are not Albania's
    country = country_of(context, name)
    organization = None if country else organization_of(context, name)
    return Modifiers(country, organization, None, name.first)


def modifiers_of(context: Context, head: int, first: int) -> Modifiers:
    """Whose a noun is, by its dependents and by the words left of its phrase."""
    found = left_of(context, first)
    tokens = context.tokens
    for child in tokens.children[head]:
        name = context.name_at.get(child)
        if name is None or tokens.dep[child] not in OWNING:
            continue
        if child > head and tokens.dep[child] == "nmod" and not belongs(tokens, head, child):
            continue
        found = merged(found, from_name(context, name))
    if found.country and (is_beside(tokens, head) or (tokens.lemma[head] in TOPICAL and is_topic(context, head, first))):
        return Modifiers(None, found.organization, found.title, found.first)
    return found


def is_beside(tokens: Tokens, head: int) -> bool:
    """Whether a noun names who stands beside or against a country, not who is of it: "China's neighbours", "allied states of Iran"."""
    near = any(tokens.lemma[c] in BESIDE_ADJECTIVES for c in tokens.children[head] if tokens.dep[c] in ("amod", "compound"))
    return tokens.lemma[head] in BESIDE or (tokens.lemma[head] in STATES and near)


def belongs(tokens: Tokens, head: int, child: int) -> bool:
    """Whether a phrase behind a noun says where it is from; 'leaders in Bali' are only there."""
    links = prepositions(tokens, child)
    if tokens.lemma[head] in SPEAKING and "for" in links:
        return True
    found = LOCATING.intersection(links)
    return bool(found) and not (found == {"in"} and tokens.lemma[head] in TRAVELLERS)


def is_topic(context: Context, head: int, first: int) -> bool:
    """Whether a country's plain name stands in front: a 'China scholar' need not be Chinese, but a 'US scholar' is American."""
    name = context.name_at.get(first - 1) or context.name_at.get(head - 1)
    return name is not None and bool(name.entries) and name.entries[0].use == "country" and not context.text(name).isupper()


def prepositions(tokens: Tokens, word: int) -> set[str]:
    return {tokens.word[c].lower() for c in tokens.children[word] if tokens.dep[c] == "case"}


def left_of(context: Context, first: int) -> Modifiers:
    """Country and organization named directly in front: 'US | State Department | spokesman', 'China's | foreign minister'."""
    found, at = Modifiers(), first - 1
    tokens = context.tokens
    if at > 1 and tokens.word[at - 1] == "-" and at - 2 in context.name_at:
        at = at - 2 if tokens.word[at] in LED else context.name_at[at - 2].first - 1  # 'Vietnamese-led', but 'US-backed'
    elif 0 < at < len(tokens) - 1 and tokens.word[at - 1] == "-" and at in context.name_at:
        return found  # 'anti-Syria'
    for _ in range(TITLE_PARTS):
        while at >= 0 and at not in context.name_at and is_between(tokens, at):
            at -= 1
        name = context.name_at.get(at) if at >= 0 and first < len(tokens) and tokens.sentence[at] == tokens.sentence[first] else None
        if name is None:
            break
        found = merged(found, from_name(context, name))
        at = name.first - 1
    return found


def is_between(tokens: Tokens, i: int) -> bool:
    """Whether a word may stand between a name and whom it owns: an adjective, the type in "a US Chinook helicopter"."""
    is_type = tokens.tag[i] == "NNP" and tokens.dep[i] in ("compound", "nmod:desc", "amod") and tokens.head[i] > i
    return is_type or tokens.word[i] in POSSESSIVE or tokens.tag[i] in ("JJ", "JJS", "CD")


def is_ethnic(tokens: Tokens, i: int) -> bool:
    return i > 0 and tokens.word[i - 1].lower() == "ethnic"


def is_stance(tokens: Tokens, i: int) -> bool:
    """Whether a prefix says that somebody is for or against whom the word names: 'anti-Taliban commander'."""
    return i > 1 and tokens.word[i - 1] in HYPHENS and tokens.word[i - 2].lower() in STANCES


def is_former(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words first..last or the modifiers in front of them say that an office is no longer held."""
    if any(says_former(tokens, i) for i in range(first, last)):
        return True
    at = first - 1
    while at >= 0 and first - at <= FORMER_REACH and tokens.sentence[at] == tokens.sentence[first]:
        if says_former(tokens, at):
            return True
        if tokens.tag[at] not in MODIFIER_TAGS or tokens.word[at] in (",", ":"):
            return False
        at -= 1
    return False


def says_former(tokens: Tokens, i: int) -> bool:
    """Whether a word says that an office is no longer held: "former", "one-time", "the ousted president", but not "they ousted"."""
    word = tokens.word[i].lower()
    if word in REMOVED:
        return tokens.dep[i] == "amod" or tokens.tag[i].startswith("JJ")
    once = word == "time" and i > 1 and tokens.word[i - 1] in HYPHENS and tokens.word[i - 2].lower() == "one"
    return word in FORMER or once


def without_former(title: str) -> str:
    """The words of an office without those that say that it is no longer held."""
    words = [word.removeprefix("ex-") for word in title.lower().split()]
    return " ".join(word for word in words if word not in FORMER | REMOVED)


def located(context: Context, head: int, links: frozenset[str]) -> str | None:
    """The country in which a phrase behind a noun says that a people lives: 'Kurds in Turkey'."""
    tokens = context.tokens
    for child in tokens.children[head]:
        name = context.name_at.get(child)
        if name and child > head and tokens.dep[child] == "nmod" and links & prepositions(tokens, child):
            return country_of(context, name)
    return None
