"""Mentions: every span of an article that names or describes somebody, something or some place, before resolution.

Names come from `names`, descriptions and pronouns from `descriptions`, whose they are from `modifiers`. A mention's
span is the name or description itself; its phrase adds titles and modifiers in front, so that an argument whose head
is the title still finds the mention.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transforms.descriptions import Description, described, find_descriptions, find_pronouns, find_speaking
from transforms.gazetteer import Gazetteer
from transforms.modifiers import Context, Modifiers, from_name, is_ethnic, left_of, located, merged
from transforms.name_parts import NameSpan
from transforms.names import find_names
from transforms.titles import title_before
from transforms.tokens import Tokens

ADJECTIVAL = frozenset(("amod", "compound", "nmod:desc"))


@dataclass(frozen=True, slots=True)
class Mention:
    """Words first..last (exclusive); the phrase may reach further left. `head` is the word that hangs on the rest."""

    first: int
    last: int
    head: int
    phrase_first: int
    phrase_last: int
    kind: str
    form: str
    title: str | None = None
    modifier_country: str | None = None
    modifier_organization: str | None = None


def find_mentions(tokens: Tokens, gazetteer: Gazetteer) -> list[Mention]:
    """Mentions in order of place; no two have the same span."""
    names = find_names(tokens, gazetteer)
    context = Context(tokens, gazetteer, {i: name for name in names for i in range(name.first, name.last)})
    titled = {name.first: title_before(context, name) for name in names if name.kind == "person"}
    passed_over = {i for first, m in titled.items() if m.title for i in title_words(context, first, m)} | set(context.name_at)
    descriptions = find_descriptions(context, frozenset(passed_over))
    by_head = {d.head: d for d in descriptions}
    found = [name_mention(context, name, titled.get(name.first), by_head) for name in names if is_reference(tokens, name)]
    found += [description_mention(context, d) for d in descriptions]
    return in_order([*found, *(pronoun_mention(i, kind) for i, kind in find_pronouns(tokens))])


def with_speaking(mentions: list[Mention], tokens: Tokens, spoken: Iterable[tuple[int, int]]) -> list[Mention]:
    """The mentions and the first-person pronouns of direct speech: "We will not pay," said the minister."""
    found = [pronoun_mention(i, kind) for start, end in spoken for i, kind in find_speaking(tokens, start, end)]
    return in_order([*mentions, *found])


def pronoun_mention(word: int, kind: str) -> Mention:
    return Mention(word, word + 1, word, word, word + 1, kind, "pronoun")


def in_order(mentions: list[Mention]) -> list[Mention]:
    """The mentions by place; of several with the same span the first."""
    unique = {(m.first, m.last): m for m in reversed(mentions)}
    return sorted(unique.values(), key=lambda m: (m.first, -m.last))


def title_words(context: Context, first: int, modifiers: Modifiers) -> range:
    """Words between the leftmost modifier and the name that no other name covers."""
    start = first - len(modifiers.title.split()) if modifiers.title else first
    return range(max(min(start, first), modifiers.first, 0) if modifiers.first > start else max(start, 0), first)


def is_adjectival(tokens: Tokens, name: NameSpan) -> bool:
    return tokens.tag[name.last - 1].startswith("JJ") or tokens.dep[name.last - 1] in ADJECTIVAL


def is_reference(tokens: Tokens, name: NameSpan) -> bool:
    """Whether a name refers: adjectives of peoples and regions ('Sunni boycott', 'Alpine village') name no one."""
    if not name.entries or not is_adjectival(tokens, name):
        return True
    return name.entries[0].use not in ("people", "demonym") or (name.is_demonym and name.entries[0].country is not None)


def name_mention(context: Context, name: NameSpan, titled: Modifiers | None, descriptions: dict[int, Description]) -> Mention:
    tokens = context.tokens
    kind, form = kind_and_form(tokens, name)
    modifiers = titled or Modifiers()
    head = top_word(tokens, name.first, name.last)
    if kind == "person":
        modifiers = merged(modifiers, described(context, head, descriptions))
        if modifiers.title and modifiers.country is None and (here := located(context, head, frozenset(("of",)))):
            modifiers = merged(Modifiers(country=here), modifiers)  # 'President Kalonda of Congo'
    elif kind in ("organization", "group"):
        modifiers = merged(left_of(context, name.first), inner_country(context, name))
        links = frozenset(("in", "of", "from")) if is_homeless(context, name) else frozenset(("of",))
        here = located(context, head, links) if kind == "group" else None
        modifiers = merged(Modifiers(country=here), modifiers)
    start = name.first - len(modifiers.title.split()) if titled and titled.title and modifiers.title else name.first
    phrase_first = max(0, min(start, modifiers.first if 0 <= modifiers.first < name.first and titled and titled.title else start))
    head = top_word(tokens, phrase_first, name.last) if phrase_first < name.first else head
    return Mention(
        name.first, name.last, head, phrase_first, name.last, kind, form, modifiers.title, modifiers.country, modifiers.organization
    )


def is_homeless(context: Context, name: NameSpan) -> bool:
    """Whether a people is told by where it lives: one without a state ('Kurds'), an ethnic group outside its own."""
    entry = name.entries[0] if name.entries else None
    return entry is None or entry.country not in context.gazetteer.countries or is_ethnic(context.tokens, name.first)


def inner_country(context: Context, name: NameSpan) -> Modifiers:
    """The country in an organization's name: 'Indonesian Navy', 'Bank of Japan'."""
    if name.entries:
        return Modifiers()
    for i in range(name.first, name.last):
        found = context.gazetteer.lookup(context.tokens.word[i])
        if found and found[0].use in ("country", "demonym", "capital"):
            return from_name(context, NameSpan(i, i + 1, "country", found))
    return Modifiers()


def kind_and_form(tokens: Tokens, name: NameSpan) -> tuple[str, str]:
    if not name.is_demonym:
        is_people = bool(name.entries) and name.entries[0].use == "people"
        return name.kind, "demonym" if is_people and is_adjectival(tokens, name) else "name"
    return ("country" if is_adjectival(tokens, name) else "group"), "demonym"


def top_word(tokens: Tokens, first: int, last: int) -> int:
    """The word of a span whose head lies outside it; the last such word, as English phrases end with their head."""
    tops = [i for i in range(first, last) if not first <= tokens.head[i] < last or tokens.head[i] == i]
    return tops[-1] if tops else last - 1


def description_mention(context: Context, found: Description) -> Mention:
    modifiers = found.modifiers
    phrase_first = modifiers.first if 0 <= modifiers.first < found.first else found.first
    return Mention(
        found.first,
        found.last,
        found.head,
        phrase_first,
        found.last,
        found.kind,
        "description",
        modifiers.title,
        modifiers.country,
        modifiers.organization,
    )
