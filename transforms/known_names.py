"""Names that the gazetteer knows, where neighbours and tags allow the meaning it gives.

Countries and organizations are taken at sight; cities share their names with people and things and must be large or
stand where places stand.
"""

from __future__ import annotations

import re

from transforms.gazetteer import Entry, Gazetteer, from_capitals
from transforms.name_parts import NOT_NAMES, ORGANIZATION_HEADS, PLACING, NameSpan, is_capital
from transforms.tokens import Tokens

LOCALS = frozenset(
    "man woman men women teen teenager teens boy girl couple resident residents native natives police mayor firefighters motorist "
    "motorists councillor councilman councilwoman councilor alderman neighborhood neighbourhood area suburb suburbs "
    "homeowner homeowners".split()
)  # nouns that the town somebody or something is of stands in front of
TOWNS = frozenset("town village city suburb hamlet municipality district borough port neighborhood neighbourhood community".split())
DASHES = frozenset(("-", "–", "—", "--"))
LISTED = re.compile(r"(?:(?:,|,? and) [A-Z][\w.]*(?: [A-Z]\w*)?)* (counties|townships|parishes|provinces|districts|governorates)\b")
SEATS = frozenset(("D", "R", "I", "DFL", "Lab", "Con", "Lib", "NDP"))  # parties in front of a member's seat: 'R-Boise'
CITY_SURE_POPULATION = 100_000  # smaller cities need a place context or the model's agreement


def known_names(tokens: Tokens, text: str, gazetteer: Gazetteer) -> list[NameSpan]:
    """The longest gazetteer names, from left to right, that end where a word ends."""
    ends = {end: i + 1 for i, end in enumerate(tokens.end)}
    found, i, lengths = [], 0, gazetteer.lengths
    while i < len(tokens):
        word, last = tokens.word[i], i + 1
        if is_capital(word) or word[0].isdigit() or word in lengths:
            match = gazetteer.find(text, tokens.start[i], word) or capitals_match(tokens, text, i, gazetteer)
            if match and match[0] in ends and is_usable(tokens, i, ends[match[0]], match[1], gazetteer):
                last = ends[match[0]]
                found.append(NameSpan(i, last, match[1][0].kind, match[1]))
        i = last
    return found


def capitals_match(tokens: Tokens, text: str, i: int, gazetteer: Gazetteer) -> tuple[int, tuple[Entry, ...]] | None:
    """A name in capital letters, as in headlines: 'NORTH KOREA'."""
    if len(tokens.word[i]) < 4 or not tokens.word[i].isupper():
        return None
    start = tokens.start[i]
    matches = [
        match
        for written in from_capitals(text[start : start + 40])
        if (match := gazetteer.find(text[:start] + written, start, tokens.word[i].title())) and text[start : match[0]].isupper()
    ]
    return max(matches, key=lambda match: match[0], default=None)


def is_usable(tokens: Tokens, first: int, last: int, entries: tuple[Entry, ...], gazetteer: Gazetteer) -> bool:
    """Whether the words can mean what the gazetteer says, as far as neighbours and tags tell."""
    word, entry = tokens.word[first], entries[0]
    single = last == first + 1
    is_acronym = word.isupper() and len(word) > 2 and not in_capitals(tokens, first)  # 'WHO officials'
    if single and word.lower() in NOT_NAMES and not is_acronym:
        return False
    if single and word.isupper() and len(word) <= 3 and in_capitals(tokens, first):
        return False
    if word.endswith(".") and entry.use == "region" and len(word) < 7 and "." not in word[:-1]:
        return first > 0 and tokens.word[first - 1] == ","  # 'Mass.', 'Ill.', 'Me.' only behind a town
    if entry.use == "city":
        return is_city_here(tokens, first, last, entry, gazetteer)
    if single and (entry.use in ("country", "region") or entry.use == "capital") and looks_personal(tokens, first, last, gazetteer):
        return False
    return not (single and entry.use == "demonym" and not is_capital(word))


def in_capitals(tokens: Tokens, i: int) -> bool:
    """Whether a short word in capitals stands among other words in capitals."""
    near = [tokens.word[j] for j in (i - 1, i + 1) if 0 <= j < len(tokens) and tokens.word[j].isalpha()]
    return bool(near) and all(word.isupper() and len(word) > 1 for word in near)


def is_city_here(tokens: Tokens, first: int, last: int, entry: Entry, gazetteer: Gazetteer) -> bool:
    """Cities share names with people and things: they must be large, or stand where places stand."""
    if not tokens.tag[last - 1].startswith("NNP") and not tokens.word[first].isupper():
        return False
    if looks_personal(tokens, first, last, gazetteer):
        return False
    if stands_as_place(tokens, first, last, gazetteer):
        return True
    before = tokens.word[first - 1].lower() if first else ""
    if before in PLACING and before not in ("of", "to", "between", "from"):
        return not (last < len(tokens) and tokens.tag[last] == "NNP" and is_capital(tokens.word[last]))
    if followed_by_region(tokens, last, gazetteer):
        return True
    alone = not (last < len(tokens) and tokens.tag[last].startswith("NNP") and is_capital(tokens.word[last]))
    if not alone or (first and tokens.tag[first - 1].startswith("NNP") and is_capital(tokens.word[first - 1])):
        return False
    return entry.population >= CITY_SURE_POPULATION and tokens.word[first] not in gazetteer.first_names


def stands_as_place(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a known town's name stands where hardly anything but a place does: a dateline, 'a Leeds man', 'town of', '(D-Reno)'."""
    after = tokens.word[last] if last < len(tokens) else ""
    if after in LOCALS and tokens.tag[last].startswith("NN") and tokens.head[last - 1] == last:
        return True
    if LISTED.match(tokens.text, tokens.end[last - 1]):
        return True
    opens = tokens.opens_sentence(first)
    if opens and after in DASHES and all(tokens.word[i].isupper() for i in range(first, last)):
        return len(tokens.text[tokens.start[first] : tokens.end[last - 1]]) > 3
    if first < 2:
        return False
    before, earlier = tokens.word[first - 1], tokens.word[first - 2]
    if before == "-" and earlier in SEATS:
        return True
    return before == "of" and earlier.lower() in TOWNS


def followed_by_region(tokens: Tokens, last: int, gazetteer: Gazetteer) -> bool:
    """Whether ', Ohio' or ', France' follows."""
    if last + 1 >= len(tokens) or tokens.word[last] != ",":
        return False
    for width in (1, 2):
        if last + 1 + width <= len(tokens):
            entries = gazetteer.lookup(tokens.span_text(last + 1, last + 1 + width))
            if entries and entries[0].use in ("country", "region"):
                return True
    return tokens.word[last + 1] in gazetteer.states


def looks_personal(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a place name is part of a person's name here: 'Michael Jordan', 'Jordan Henderson'."""
    before = tokens.word[first - 1] if first else ""
    if before in gazetteer.first_names and tokens.sentence[first - 1] == tokens.sentence[first]:
        return True
    if before.lower().rstrip(".") in ("mr", "mrs", "ms", "miss", "dr", "sir", "lady"):
        return True
    if tokens.word[first] not in gazetteer.first_names and tokens.word[first] not in ("Jordan", "Chad", "Paris", "Israel"):
        return False
    follows = last < len(tokens) and tokens.tag[last] == "NNP" and is_capital(tokens.word[last])
    return follows and not gazetteer.lookup(tokens.word[last]) and tokens.word[last].lower() not in ORGANIZATION_HEADS
