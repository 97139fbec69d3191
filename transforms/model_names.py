"""Names that the language model finds, put right: titles, articles and endings cut off, foreign names made whole.

Persons that the model passes over are told by a first name or a title in front.
"""

from __future__ import annotations

import re

from transforms.gazetteer import Gazetteer
from transforms.known_names import SEATS
from transforms.name_parts import (
    NOT_NAMES,
    ORGANIZATION_HEADS,
    PLACE_HEADS,
    PLACING,
    STREET_HEADS,
    STRONG_HEADS,
    STRONG_PLACES,
    NameSpan,
    has_capital,
    is_capital,
    is_plain_word,
)
from transforms.tokens import Tokens

KIND_OF_LABEL = {"PER": "person", "ORG": "organization", "LOC": "place"}
DIRECTIONS = frozenset("north south east west northern southern eastern western central northwest northeast southwest southeast".split())
NAME_LINKS = frozenset("de del la du des von van al - der den bin da dos di el ben ibn ter".split())
SAINTS = frozenset(("St.", "St", "Saint"))  # churches and towns are called after them
FIRST_OF_PLACE = frozenset("mount mt mt. lake cape fort port gulf river camp isle loch".split())
OTHER_HEADS = frozenset(
    "war wars treaty act agreement accord accords pact convention protocol day night week month year age era period dynasty century "
    "cup games championship championships tournament olympics festival prize award awards medal trophy grand prix race "
    "sunday monday tuesday wednesday thursday friday saturday code law laws plan deal bill amendment constitution revolution "
    "uprising crisis scandal affair strip virus fever disease syndrome fault language languages edition version album song series "
    "standard theorem theory effect report declaration resolution summit operation spring".split()
)
SITE_HEADS = frozenset("house center centre church hospital museum library laboratory school hall park city united institution".split())
HOLDERS = frozenset(
    "spokesman spokeswoman spokesperson secretary minister director chief chairman chairwoman leader commander commissioner "
    "ambassador adviser analyst governor senator officials official coordinator rapporteur envoy representative president vice-president "
    "treasurer superintendent inspector administrator spokesmen investigator".split()
)  # offices that follow the name of a body: 'State Department Spokesman'
NO_INITIALS = frozenset(("PM", "MP", "MEP", "VP", "CEO", "CFO", "COO", "DG", "AG", "DA"))
INITIALS = re.compile(r"[A-Z]{2,3}")
ARTICLES = frozenset("al el ul ad ar as ash at az an".split())  # of Arabic, in front of a hyphen
BESIDE = frozenset("near outside inside throughout".split())
DISTRICTS = frozenset(
    "county province district region oblast governorate prefecture municipality parish township canton commune peninsula island islands "
    "valley river village suburb neighborhood neighbourhood borough".split()
)  # nouns in lower case that what stands in front of them is the name of: 'Warrow district'
SITUATED = DISTRICTS | frozenset(
    "town city port hamlet outskirts population inhabitants streets siege mayor".split()
)  # what is of a place: 'the town of Warrow'
ORDINAL = re.compile(r"\d+(st|nd|rd|th)$", re.IGNORECASE)
WORKS = frozenset(
    "song songs single album track film movie novel book series show play poem episode game memoir documentary essay opera musical "
    "painting exhibition entitled titled".split()
)
QUOTES = frozenset(('"', "“", "”", "‘", "’", "'", "``", "''", "«", "»"))
NUMERAL = re.compile(r"(?=[IVX])X{0,2}(IX|IV|V?I{0,3})$")
KIN = frozenset(
    "wife husband son daughter brother sister mother father uncle aunt cousin nephew niece widow widower grandson granddaughter "
    "grandfather grandmother girlfriend boyfriend fiance fiancee stepson stepdaughter".split()
)
OPENERS = frozenset(("IN", "DT", "PRP", "PRP$", "CC", "WRB", "WP", "TO", "UH"))


def model_names(tokens: Tokens) -> list[NameSpan]:
    """The model's names; persons and places joined by 'and' or a comma are taken apart."""
    found = []
    for name in tokens.names:
        kind = KIND_OF_LABEL.get(name.label, "organization")
        cuts = [i for i in range(name.first, name.last) if tokens.word[i] in ("and", ",", "/", "&")]
        is_inverted = kind == "person" and name.last - name.first == 3 and "," in tokens.word[name.first : name.last]  # 'Lenhart, Matthew'
        inner = [i for i in range(name.first + 1, name.last - 1) if tokens.word[i] in ("in", "at", "near")]
        if inner:  # 'Fire Museum in Reno'
            found += [NameSpan(name.first, inner[0], kind), NameSpan(inner[0] + 1, name.last, "place")]
            continue
        if kind == "organization" or is_inverted or (cuts and tokens.word[cuts[0] - 1].lower() in DIRECTIONS):
            cuts = []
        for first, last in zip([name.first, *(i + 1 for i in cuts)], [*cuts, name.last], strict=True):
            if first < last:
                found.append(NameSpan(first, last, kind))
    return found


def tidy(tokens: Tokens, text: str, name: NameSpan, gazetteer: Gazetteer) -> NameSpan | None:
    """A model name without articles, titles, endings and stray marks; None where nothing is left."""
    first, last = behind_owner(tokens, name, gazetteer), name.last
    while first < last and is_shed(tokens, first, name.kind):
        first += 1
    while last > first and is_cut(tokens, last - 1, name.kind):
        last -= 1
    if first + 2 < last and tokens.word[first] in SEATS and tokens.word[first + 1] == "-":  # the 'R-Boise' of a senator
        return NameSpan(first + 2, last, "place", gazetteer.lookup(text[tokens.start[first + 2] : tokens.end[last - 1]]))
    if first >= last:
        return None
    kind = kind_by_words(tokens, first, last, kind_by_place(tokens, first, last, name.kind, gazetteer), gazetteer)
    if kind == "person":
        first = behind_title(tokens, first, last, gazetteer)
    else:
        while last - first > 1 and tokens.word[last - 1].lower() in HOLDERS:
            last -= 1
    if is_title(tokens, first, last, gazetteer) or (kind != "organization" and precedes_title(tokens, last, gazetteer)):
        return None
    if first >= last or not (has_capital(tokens, first, last) or is_lower_place(tokens, first, last, gazetteer)):
        return None
    if (last == first + 1 and is_plain_word(tokens, first, gazetteer)) or names_other(tokens, first, last):
        return None
    if kind == "organization":
        first = whole_unit(tokens, behind_sort(tokens, first, last, gazetteer))
    return NameSpan(first, last, kind, gazetteer.lookup(text[tokens.start[first] : tokens.end[last - 1]]))


def behind_sort(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a name begins behind the noun that says what it is: 'Rescue organization | Harbour Light'."""
    for i in range(last - 2, first, -1):
        agent = gazetteer.agent(tokens.lemma[i]) if tokens.word[i].islower() and tokens.tag[i] in ("NN", "NNS") else None
        if agent is not None and is_capital(tokens.word[i + 1]):
            return i + 1
    return first


def whole_unit(tokens: Tokens, first: int) -> int:
    """Where the name of a unit begins that counts: 'the | 12th Rescue Squadron'."""
    return first - 1 if first and ORDINAL.match(tokens.word[first - 1]) else first


def is_lower_place(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a known place is written in lower case, as web texts do: 'in malaysia'."""
    entries = gazetteer.lookup(tokens.span_text(first, last).title())
    return bool(entries) and entries[0].latitude is not None and first > 0 and tokens.word[first - 1].lower() in PLACING


def is_cut(tokens: Tokens, i: int, kind: str) -> bool:
    """Whether a last word does not belong to the name: marks, endings, numbers behind persons and places."""
    word = tokens.word[i]
    common = word.islower() and (tokens.tag[i] == "IN" or (tokens.tag[i] in ("NN", "NNS") and kind != "place"))  # 'Houthi | positions'
    return not word[0].isalnum() or word in ("'s", "’s", "of", "and") or (kind == "person" and word.isdigit()) or common


def kind_by_place(tokens: Tokens, first: int, last: int, kind: str, gazetteer: Gazetteer) -> str:
    """The kind that a number or a preposition gives away: 'Ramses II' is a person, what is near or outside something a place."""
    if last - first > 1 and NUMERAL.match(tokens.word[last - 1]) and tokens.word[last - 2].lower() not in OTHER_HEADS:
        return "person"
    if is_kin(tokens, first) and last - first < 4:
        return "person"
    known = any(tokens.word[i] in gazetteer.first_names for i in range(first, last))
    if is_situated(tokens, first, last):
        return "place"
    return "place" if kind == "person" and not known and first and tokens.word[first - 1].lower() in BESIDE else kind


def is_kin(tokens: Tokens, i: int) -> bool:
    """Whether a word for a relative stands in front of a name: 'her brother Oskar', 'his wife, Elin'."""
    if tokens.opens_sentence(i):
        return False
    apart = tokens.word[i - 1] == "," and i > 1 and tokens.dep[i] == "appos" and tokens.head[i] == i - 2
    return tokens.lemma[i - 2 if apart else i - 1] in KIN


def is_situated(tokens: Tokens, first: int, last: int) -> bool:
    """Whether a noun beside the name says that it is a place: 'Warrow district', 'the town of Warrow'."""
    if last < len(tokens) and tokens.word[last] in DISTRICTS and tokens.head[last - 1] == last:
        return True
    return first > 1 and tokens.word[first - 1] == "of" and tokens.word[first - 2] in SITUATED and tokens.head[last - 1] != last


def kind_by_words(tokens: Tokens, first: int, last: int, kind: str, gazetteer: Gazetteer) -> str:
    """The kind that a name's words give away: 'Student Transport Services', 'Superintendent Linda Hawkins'."""
    if last - first < 2:
        return kind
    end = tokens.word[last - 1].lower()
    if end in STRONG_HEADS or (end in ORGANIZATION_HEADS and end not in SITE_HEADS):
        return "organization"
    begin = tokens.word[first]
    if begin.lower() in FIRST_OF_PLACE or end in STREET_HEADS:
        return "place"
    opens = begin.lower() in gazetteer.titles and begin not in SAINTS and tokens.word[first + 1] in gazetteer.first_names
    if (kind == "person" and end in PLACE_HEADS) or (end in STRONG_PLACES and not any(w in ("of", "for") for w in tokens.word[first:last])):
        return "place"
    personal = begin in gazetteer.first_names and last - first < 4 and end not in PLACE_HEADS and end not in ORGANIZATION_HEADS
    return "person" if (opens and kind == "place") or personal else kind


def is_title(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether the words are an office without its holder: 'Treasury Secretary', 'Ousted President'."""
    if last - first < 2 or tokens.word[first] in gazetteer.first_names:
        return False
    return tokens.word[last - 1].lower() in gazetteer.titles or tokens.span_text(first, last).lower() in gazetteer.titles


def precedes_title(tokens: Tokens, last: int, gazetteer: Gazetteer) -> bool:
    """Whether the words are the beginning of a title: 'Russian Foreign | Minister'."""
    return last < len(tokens) and is_capital(tokens.word[last]) and tokens.word[last].lower() in gazetteer.titles


def behind_owner(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer) -> int:
    """Where a name begins behind its owner or the compass: 'Australia's | Royal National Park', 'northern | Syria'."""
    for i in range(name.first + 1, name.last - 1):
        if tokens.word[i] in ("'s", "’s") and gazetteer.lookup(tokens.span_text(name.first, i)):
            return i + 1
    if tokens.word[name.first].lower() in DIRECTIONS and name.last - name.first > 1:
        entries = gazetteer.lookup(tokens.span_text(name.first + 1, name.last))
        return name.first + 1 if entries and entries[0].use in ("country", "region") else name.first
    return name.first


def names_other(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words name an event, law or work, as 'Vietnam War' or the 'Trojan' of 'Trojan War'."""
    if tokens.word[last - 1].lower() in OTHER_HEADS and last - first > 1:
        return True
    if is_work(tokens, first, last):
        return True
    follows = last < len(tokens) and tokens.sentence[last] == tokens.sentence[first]
    return follows and is_capital(tokens.word[last]) and tokens.word[last].lower() in OTHER_HEADS


def is_work(tokens: Tokens, first: int, last: int) -> bool:
    """Whether the words are all that stands between quotation marks behind a word for a work: the song "Harbour Lights"."""
    if first < 2 or last >= len(tokens) or tokens.word[first - 1] not in QUOTES:
        return False
    closes = tokens.word[last] in QUOTES or (tokens.word[last] in (",", ".") and tokens.word[last + 1 : last + 2] in (['"'], ["”"], ["’"]))
    return closes and tokens.word[first - 2].lower() in WORKS


def is_shed(tokens: Tokens, i: int, kind: str) -> bool:
    """Whether a first word does not belong to the name: marks, articles, prepositions, lower case."""
    word = tokens.word[i]
    if not word[0].isalnum() or word.lower() in ("the", "a", "an", "ethnic"):
        return True
    if word[0].islower():
        return (kind != "place" or word in DIRECTIONS) and word not in NAME_LINKS
    opens = tokens.opens_sentence(i)
    return kind != "organization" and (tokens.tag[i] in OPENERS or (opens and tokens.tag[i] == "VBG"))


def behind_title(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a person's name begins behind the titles and demonyms that the model took for a part of it."""
    at = first
    while at < last - 1:
        width = next((w for w in range(min(5, last - at - 1), 0, -1) if tokens.span_text(at, at + w).lower() in gazetteer.titles), 0)
        entries = gazetteer.lookup(tokens.word[at])
        if not width and entries and entries[0].use in ("demonym", "country") and tokens.word[at] not in gazetteer.first_names:
            width = 1
        width = width or seat_width(tokens, at, last, gazetteer)
        rest = last - at - width
        if not width or tokens.word[at + width][0].islower() or (rest == 1 and tokens.word[at] in gazetteer.first_names):
            break
        at += width
    return at


def seat_width(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Words of a known place in front of a title: the 'Reno' of 'Reno Mayor Hillary Stone'."""
    for width in range(min(3, last - first - 2), 0, -1):
        entries = gazetteer.lookup(tokens.span_text(first, first + width))
        if entries and entries[0].latitude is not None and tokens.word[first + width].lower() in gazetteer.titles:
            return width
    return 0


def grown(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer, covered: frozenset[int]) -> NameSpan:
    """A person's name stretched over the proper nouns beside it: models tend to cut foreign names."""
    if name.kind != "person":
        return name
    first, last = name.first, name.last
    while first > 0 and first - 1 not in covered and joins(tokens, first - 1, first) and tokens.word[first - 1] in gazetteer.first_names:
        first -= 1
    if first > 0 and first - 1 not in covered and are_initials(tokens, first - 1, first, gazetteer):
        first -= 1
    while last < len(tokens) and last not in covered and (joins(tokens, last, last - 1) or NUMERAL.match(tokens.word[last])):
        last += 1
    last = behind_hyphen(tokens, last)
    return name if (first, last) == (name.first, name.last) else NameSpan(first, last, name.kind)


def are_initials(tokens: Tokens, i: int, beside: int, gazetteer: Gazetteer) -> bool:
    """Whether two or three capitals in front of a name are a person's: 'MK Stalin', but not 'UN', 'PM' or 'CEO'."""
    word = tokens.word[i]
    if not (INITIALS.fullmatch(word) and tokens.tag[i].startswith("NNP") and tokens.sentence[i] == tokens.sentence[beside]):
        return False
    known = gazetteer.lookup(word) or word.lower() in gazetteer.titles or word in NO_INITIALS
    tied = tokens.head[i] == beside or tokens.head[beside] == i
    return not known and tied and not tokens.word[beside].isupper()


def behind_hyphen(tokens: Tokens, last: int) -> int:
    """The end of a name with what a hyphen ties to it: 'Ana Roth-Lindt', 'Omar al-Karim'."""
    at = last + 1 if last < len(tokens) and tokens.word[last] in ARTICLES else last
    if at + 1 >= len(tokens) or tokens.word[at] != "-" or not is_capital(tokens.word[at + 1]) or not tokens.word[at + 1].isalpha():
        return last
    glued = tokens.end[at - 1] == tokens.start[at] and tokens.end[at] == tokens.start[at + 1]
    return at + 2 if glued and not tokens.word[at + 1].isupper() and tokens.tag[at + 1].startswith("NNP") else last


def addressed(tokens: Tokens, gazetteer: Gazetteer, covered: frozenset[int]) -> list[NameSpan]:
    """Persons that the model passes over, told by a first name or a title in front: 'Harry Kane', 'President Hollande'."""
    found = []
    for i in range(1, len(tokens)):
        if i in covered or not is_person_word(tokens, i, gazetteer):
            continue
        before = tokens.word[i - 1]
        if before in gazetteer.first_names and is_capital(before) and tokens.tag[i - 1].startswith("NNP"):
            first = i - 1
        elif is_address(tokens, i - 1, gazetteer) or is_kin(tokens, i):
            first = i
        else:
            continue
        last = i + 1
        while last < len(tokens) and last not in covered and is_person_word(tokens, last, gazetteer):
            last += 1
        found.append(grown(tokens, NameSpan(first, last, "person"), gazetteer, covered))
    return found


def is_person_word(tokens: Tokens, i: int, gazetteer: Gazetteer) -> bool:
    """Whether a word could be a surname: a proper noun behind another word of the sentence, with no other meaning known."""
    word = tokens.word[i]
    if not tokens.tag[i].startswith("NNP") or not is_capital(word) or len(word) < 3 or tokens.sentence[i] != tokens.sentence[i - 1]:
        return False
    lower = word.lower()
    known = lower in NOT_NAMES or lower in ORGANIZATION_HEADS or lower in PLACE_HEADS or lower in gazetteer.titles
    return not known and not word.isupper() and not gazetteer.lookup(word)


def is_address(tokens: Tokens, i: int, gazetteer: Gazetteer) -> bool:
    """Whether a capitalized title stands here that only persons bear."""
    word = tokens.word[i]
    sector = gazetteer.titles.get(word.lower()) if is_capital(word) and not word.isupper() else None
    return sector is not None and tokens.dep[i] not in ("case", "obl") and len(word) > 1


def joins(tokens: Tokens, i: int, beside: int) -> bool:
    """Whether a word is a proper noun that the parse ties to the name beside it."""
    if not tokens.tag[i].startswith("NNP") or not is_capital(tokens.word[i]) or tokens.sentence[i] != tokens.sentence[beside]:
        return False
    if tokens.word[i].lower() in NOT_NAMES or tokens.word[i].isupper() != tokens.word[beside].isupper():
        return False
    tied = tokens.head[i] == beside or tokens.head[beside] == i or tokens.head[i] == tokens.head[beside]
    return tied and "flat" in (tokens.dep[i], tokens.dep[beside])
