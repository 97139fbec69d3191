"""Who acts, as far as a report names it: two reports that name other persons or other trades are of two happenings.

Countries alone do not tell: everything within a country is of that country. Persons are compared by the words of their
names and by country, as one article has the whole name and the next the surname, which may stand first. Trades are the
words of those who protest or strike, without those that fit any crowd: "airport workers" and "nurses" are two, "farmers"
and "dairy farmers" may be one.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from transforms.word_sets import word_set

Person = tuple[str, str, str]  # role, country, word of the name
# singular, as `_stems` makes them; adjectives of numbers and moods tell no crowd from another either
ANY_CROWD = word_set("""
    activist an and angry anti-government citizen crowd day demonstration demonstrator dozen employee federation former from general
    group hundred hunger in leader local marcher mass member men national nationwide of pay peace people personnel protest protester
    protestor public rally resident several sit-in solidarity some staff street strike striker striking supporter the their thousand
    trade union wage weekend woman women worker workforce young youth
""")
_PROTEST = re.compile(r"^(?:strike|protest|walkout|march|rally|demonstration|stoppage)s?$|^(?:marches|rallies)$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def persons(parties: Iterable[tuple[str, str | None, str | None, str | None]], known: Collection[str]) -> frozenset[Person]:
    """Words of the names of the persons among (role, country, entity, name), with role and country."""
    named = ((role, country, name) for role, country, entity, name in parties if entity in known and country and name)
    return frozenset((role, country, word.casefold()) for role, country, name in named for word in name.split())


def trades(names: Iterable[str], trigger: str) -> frozenset[str]:
    """What tells a crowd from others; the trigger's own words ("airport strike") before the names of who acts."""
    *first, last = trigger.casefold().split() or [""]
    own = _stems(first) if _PROTEST.match(last) else frozenset()
    return own or _stems(word for name in names for word in _said(name))


def _said(name: str) -> list[str]:
    """The words of a description without its nationality: "Irish dairy farmers"; a capital alone may begin the sentence."""
    words = _WORD.findall(name)
    return [word for word in words if word[0].islower()] or words[-1:]


def _stems(words: Iterable[str]) -> frozenset[str]:
    stems = (word.casefold().removesuffix("'s").removesuffix("’s").strip("'’") for word in words)
    return frozenset(stem if stem.endswith("ss") else stem.removesuffix("s") for stem in stems) - ANY_CROWD


def are_others(a: frozenset[Person], b: frozenset[Person], *, is_mutual: bool) -> bool:
    """Whether the two name persons of one country on one side, none of them in both; in mutual action any side is one."""
    if not (a and b):
        return False
    return any(not (_of(a, side) & _of(b, side)) for side in _sides(a, is_mutual) & _sides(b, is_mutual))


def _sides(given: frozenset[Person], is_mutual: bool) -> set[tuple[str | None, str]]:
    return {(None if is_mutual else role, country) for role, country, _ in given}


def _of(given: frozenset[Person], side: tuple[str | None, str]) -> set[str]:
    return {word for role, country, word in given if country == side[1] and side[0] in (None, role)}
