"""Names in an article: what the language model, the gazetteer and the shape of the words say, brought together.

The gazetteer decides where it knows a name for sure; the model decides about the rest, after its spans have been
trimmed and stretched to whole names; what one place of the article settles (that Blinken is a person) holds for all.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from transforms.gazetteer import Entry, Gazetteer, normalize
from transforms.tokens import Tokens

KIND_OF_LABEL = {"PER": "person", "ORG": "organization", "LOC": "place"}
DIRECTIONS = frozenset(
    "north south east west northern southern eastern western central northwest northeast southwest southeast".split()
)
NAME_LINKS = frozenset("de del la du des von van al - der den bin da dos di el ben ibn ter".split())
PLACING = frozenset("in at near from outside inside around across toward towards throughout into to of between via off".split())
LOCATING = frozenset(("in", "at", "near", "outside", "inside", "around", "across", "throughout", "into", "via"))
ORGANIZATION_HEADS = frozenset(
    "ministry university college institute school academy council committee commission court tribunal parliament congress senate "
    "assembly party front movement union federation association organization organisation agency bureau department office "
    "authority administration service services bank fund corporation corp corp. inc inc. ltd ltd. plc group company co. co "
    "holdings industries motors airlines airways air army navy force forces brigade brigades battalion regiment corps guard guards police "
    "foundation society institution center centre league club team church hospital press news times post journal tribune herald "
    "daily gazette magazine television tv radio board conference coalition alliance network observatory secretariat directorate "
    "cabinet government house initiative program programme project campaign command staff embassy consulate chamber exchange "
    "records entertainment studios pictures systems technologies software labs laboratory laboratories museum library orchestra "
    "choir band f.c. fc united city rovers wanderers athletic brotherhood bancorp partners capital ventures energy petroleum oil "
    "gas electric electronics steel mining pharmaceuticals telecom communications media publishing publishers books trust watch "
    "international jihad resistance militia treasury duma bundestag knesset republicans democrats".split()
)
STRONG_HEADS = frozenset(
    "ministry university college institute academy council committee commission tribunal parliament congress senate party "
    "union federation association organization organisation agency bureau department authority bank corporation corp corp. inc "
    "inc. ltd ltd. plc company co. holdings industries motors airlines airways army navy foundation society league".split()
)
PLACE_HEADS = frozenset(
    "river lake mountain mountains mount island islands sea ocean bay gulf peninsula valley desert county province district "
    "region state street avenue road square park bridge airport port canal strait forest hills hill beach coast city town "
    "dock docks station stadium arena railway casino hotel palace castle tower theatre theater cathedral gardens plaza "
    "village township parish prefecture republic territory territories cape creek canyon falls springs heights border".split()
)
FIRST_OF_PLACE = frozenset("mount mt mt. lake cape fort port gulf river camp isle loch".split())
OTHER_HEADS = frozenset(
    "war wars treaty act agreement accord accords pact convention protocol day night week month year age era period dynasty century "
    "cup games championship championships tournament olympics festival prize award awards medal trophy grand prix race "
    "sunday monday tuesday wednesday thursday friday saturday code law laws plan deal bill amendment constitution revolution "
    "uprising crisis scandal affair strip virus fever disease syndrome fault language languages edition version album song series "
    "standard theorem theory effect report declaration resolution summit operation spring".split()
)
SITE_HEADS = frozenset("house center centre church hospital museum library laboratory school hall park city united institution".split())
NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mr mr. mrs mrs. ms ms. dr dr. sir president minister the a an i it he she we they you this that "
    "these those there but and or if when while after before in on at to for by with from as not no yes what who why how his her "
    "its their our my all some many most more one two three first second god internet christmas easter ramadan "
    "gmt est edt utc am pm a.m. p.m. bc ad b.c b.c. b.c.e a.d. ce bce covid-19 ebola olympics olympic covid hiv aids".split()
)
HOLDERS = frozenset(
    "spokesman spokeswoman spokesperson secretary minister director chief chairman chairwoman leader commander commissioner "
    "ambassador adviser analyst governor senator officials official".split()
)  # offices that follow the name of a body: 'State Department Spokesman'
COMPANY_ENDS = frozenset("inc inc. ltd ltd. llc l.l.c. l.p. corp corp. co. plc s.a. n.v.".split())
ABSTRACT = ("ism", "ology", "tion", "ness", "acy", "ment")
NUMERAL = re.compile(r"(?=[IVX])X{0,2}(IX|IV|V?I{0,3})$")
OPENERS = frozenset(("IN", "DT", "PRP", "PRP$", "CC", "WRB", "WP", "TO", "UH"))
ROOMY = frozenset(
    "center centre institute ministry department council agency office foundation commission committee campaign fund organization "
    "organisation association program programme union movement coalition network front society court bureau alliance".split()
)  # bodies whose names go on with 'for'
SURE_USES = frozenset(("country", "capital", "demonym", "institution", "organization", "leader", "people", "region"))
CITY_SURE_POPULATION = 100_000  # smaller cities need a place context or the model's agreement
LARGE_CITY = 500_000  # inhabitants; a name that means a city whatever the model says


@dataclass(slots=True)
class NameSpan:
    """Words first..last (exclusive) that are a name; `entries` are its meanings in the gazetteer."""

    first: int
    last: int
    kind: str
    entries: tuple[Entry, ...] = ()

    @property
    def is_demonym(self) -> bool:
        return bool(self.entries) and self.entries[0].use == "demonym"


def find_names(tokens: Tokens, gazetteer: Gazetteer) -> list[NameSpan]:
    """Names in order of place; none overlap."""
    text = normalize(tokens.text)
    known = known_names(tokens, text, gazetteer)
    modelled = [m for m in (tidy(tokens, text, span, gazetteer) for span in model_names(tokens)) if m]
    covered = frozenset(i for m in modelled for i in range(m.first, m.last))
    modelled = [grown(tokens, m, gazetteer, covered) for m in modelled]
    names = settle(tokens, known, [*modelled, *addressed(tokens, gazetteer, covered)], shaped_names(tokens))
    names = agree(tokens, gazetteer, completed(tokens, names))
    return sorted([*names, *repeated(tokens, gazetteer, names)], key=lambda n: n.first)


def is_capital(word: str) -> bool:
    return word[0].isupper()


def model_names(tokens: Tokens) -> list[NameSpan]:
    """The model's names; persons and places joined by 'and' or a comma are taken apart."""
    found = []
    for name in tokens.names:
        kind = KIND_OF_LABEL.get(name.label, "organization")
        cuts = [i for i in range(name.first, name.last) if tokens.word[i] in ("and", ",", "/", "&")]
        is_inverted = kind == "person" and name.last - name.first == 3 and "," in tokens.word[name.first : name.last]  # 'Lenhart, Matthew'
        if kind == "organization" or is_inverted or (cuts and tokens.word[cuts[0] - 1].lower() in DIRECTIONS):
            cuts = []
        for first, last in zip([name.first, *(i + 1 for i in cuts)], [*cuts, name.last], strict=True):
            if first < last:
                found.append(NameSpan(first, last, kind))
    return found


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
    match = gazetteer.find(text[: start] + text[start : start + 40].title(), start, tokens.word[i].title())
    return match if match and text[start : match[0]].isupper() else None


def is_usable(tokens: Tokens, first: int, last: int, entries: tuple[Entry, ...], gazetteer: Gazetteer) -> bool:
    """Whether the words can mean what the gazetteer says, as far as neighbours and tags tell."""
    word, entry = tokens.word[first], entries[0]
    single = last == first + 1
    if single and word.lower() in NOT_NAMES:
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
    before = tokens.word[first - 1].lower() if first else ""
    if before in PLACING and before not in ("of", "to", "between", "from"):
        return not (last < len(tokens) and tokens.tag[last] == "NNP" and is_capital(tokens.word[last]))
    if followed_by_region(tokens, last, gazetteer):
        return True
    alone = not (last < len(tokens) and tokens.tag[last].startswith("NNP") and is_capital(tokens.word[last]))
    if not alone or (first and tokens.tag[first - 1].startswith("NNP") and is_capital(tokens.word[first - 1])):
        return False
    return entry.population >= CITY_SURE_POPULATION and tokens.word[first] not in gazetteer.first_names


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


def tidy(tokens: Tokens, text: str, name: NameSpan, gazetteer: Gazetteer) -> NameSpan | None:
    """A model name without articles, titles, endings and stray marks; None where nothing is left."""
    first, last = behind_owner(tokens, name, gazetteer), name.last
    while first < last and is_shed(tokens, first, name.kind):
        first += 1
    while last > first and is_cut(tokens, last - 1, name.kind):
        last -= 1
    kind = kind_by_words(tokens, first, last, name.kind, gazetteer)
    if kind == "person":
        first = behind_title(tokens, first, last, gazetteer)
    else:
        while last - first > 1 and tokens.word[last - 1].lower() in HOLDERS:
            last -= 1
    if is_title(tokens, first, last, gazetteer):
        return None
    if first >= last or not (has_capital(tokens, first, last) or is_lower_place(tokens, first, last, gazetteer)):
        return None
    if (last == first + 1 and is_plain_word(tokens, first, gazetteer)) or names_other(tokens, first, last):
        return None
    return NameSpan(first, last, kind, gazetteer.lookup(text[tokens.start[first] : tokens.end[last - 1]]))


def has_capital(tokens: Tokens, first: int, last: int) -> bool:
    return any(is_capital(tokens.word[i]) or tokens.word[i][0].isdigit() for i in range(first, last))


def is_lower_place(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether a known place is written in lower case, as web texts do: 'in malaysia'."""
    entries = gazetteer.lookup(tokens.span_text(first, last).title())
    return bool(entries) and entries[0].latitude is not None and first > 0 and tokens.word[first - 1].lower() in PLACING


def is_cut(tokens: Tokens, i: int, kind: str) -> bool:
    """Whether a last word does not belong to the name: marks, endings, numbers behind persons and places."""
    word = tokens.word[i]
    return not word[0].isalnum() or word in ("'s", "’s", "of", "and") or (kind == "person" and word.isdigit())


def kind_by_words(tokens: Tokens, first: int, last: int, kind: str, gazetteer: Gazetteer) -> str:
    """The kind that a name's words give away: 'Student Transport Services', 'Superintendent Linda Hawkins'."""
    if last - first < 2:
        return kind
    end = tokens.word[last - 1].lower()
    if end in STRONG_HEADS or (end in ORGANIZATION_HEADS and end not in SITE_HEADS):
        return "organization"
    begin = tokens.word[first]
    if begin.lower() in FIRST_OF_PLACE:
        return "place"
    opens = begin.lower() in gazetteer.titles and tokens.word[first + 1] in gazetteer.first_names
    personal = begin in gazetteer.first_names and last - first < 4 and end not in PLACE_HEADS and end not in ORGANIZATION_HEADS
    return "person" if (opens and kind == "place") or personal else kind


def is_title(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> bool:
    """Whether the words are an office without its holder: 'Treasury Secretary', 'Ousted President'."""
    if last - first < 2 or tokens.word[first] in gazetteer.first_names:
        return False
    return tokens.word[last - 1].lower() in gazetteer.titles or tokens.span_text(first, last).lower() in gazetteer.titles


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
    follows = last < len(tokens) and tokens.sentence[last] == tokens.sentence[first]
    return follows and is_capital(tokens.word[last]) and tokens.word[last].lower() in OTHER_HEADS


def is_plain_word(tokens: Tokens, i: int, gazetteer: Gazetteer) -> bool:
    """Whether a single word with a capital letter is no name: a title, an agent noun, the first word of a sentence."""
    lower = tokens.word[i].lower()
    if lower in NOT_NAMES or lower in gazetteer.titles or lower + "." in gazetteer.titles or tokens.lemma[i] in gazetteer.agents:
        return True
    return tokens.tag[i].startswith("JJ") or lower.endswith(ABSTRACT) or not starts_name(tokens, i)


def starts_name(tokens: Tokens, i: int) -> bool:
    """A sentence begins with a capital letter anyway: there the tag, or the same word elsewhere, tells a name."""
    opens = i == 0 or tokens.sentence[i - 1] != tokens.sentence[i]
    word = tokens.word[i]
    if not opens or tokens.tag[i].startswith("NNP") or not word.isalpha() or (word.isupper() and len(word) > 1):
        return True
    if word.lower() in tokens.word:
        return False
    return tokens.tag[i] == "NN" or any(w == word for j, w in enumerate(tokens.word) if j != i and tokens.tag[j] == "NNP")


def is_shed(tokens: Tokens, i: int, kind: str) -> bool:
    """Whether a first word does not belong to the name: marks, articles, prepositions, lower case."""
    word = tokens.word[i]
    if not word[0].isalnum() or word.lower() in ("the", "a", "an"):
        return True
    if word[0].islower():
        return (kind != "place" or word in DIRECTIONS) and word not in NAME_LINKS
    opens = i == 0 or tokens.sentence[i - 1] != tokens.sentence[i]
    return kind != "organization" and (tokens.tag[i] in OPENERS or (opens and tokens.tag[i] == "VBG"))


def behind_title(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a person's name begins behind the titles and demonyms that the model took for a part of it."""
    at = first
    while at < last - 1:
        width = next((w for w in range(min(5, last - at - 1), 0, -1) if tokens.span_text(at, at + w).lower() in gazetteer.titles), 0)
        entries = gazetteer.lookup(tokens.word[at])
        if not width and entries and entries[0].use in ("demonym", "country") and tokens.word[at] not in gazetteer.first_names:
            width = 1
        rest = last - at - width
        if not width or tokens.word[at + width][0].islower() or (rest == 1 and tokens.word[at] in gazetteer.first_names):
            break
        at += width
    return at


def completed(tokens: Tokens, names: list[NameSpan]) -> list[NameSpan]:
    """Organizations with ', Inc.' behind them and with their country in front, as in 'US National Hurricane Center'."""
    by_end = {n.last: n for n in names}
    result = {n.first: n for n in names}
    for name in names:
        if name.kind != "organization":
            continue
        first, last, front = name.first, name.last, by_end.get(name.first)
        if last + 1 < len(tokens) and tokens.word[last] == "," and tokens.word[last + 1].lower() in COMPANY_ENDS:
            last += 2
        known = bool(front and name.entries and front.entries and front.entries[0].use == "country")
        if front and known and front.entries[0].country == name.entries[0].country and name.entries[0].use == "organization":
            first = front.first
            result.pop(name.first)
        result[first] = NameSpan(first, last, name.kind, name.entries)
    return list(result.values())


def grown(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer, covered: frozenset[int]) -> NameSpan:
    """A person's name stretched over the proper nouns beside it: models tend to cut foreign names."""
    if name.kind != "person":
        return name
    first, last = name.first, name.last
    while first > 0 and first - 1 not in covered and joins(tokens, first - 1, first) and tokens.word[first - 1] in gazetteer.first_names:
        first -= 1
    while last < len(tokens) and last not in covered and (joins(tokens, last, last - 1) or NUMERAL.match(tokens.word[last])):
        last += 1
    return name if (first, last) == (name.first, name.last) else NameSpan(first, last, name.kind)


def addressed(tokens: Tokens, gazetteer: Gazetteer, covered: frozenset[int]) -> list[NameSpan]:
    """Persons that the model passes over, told by a first name or a title in front: 'Harry Kane', 'President Hollande'."""
    found = []
    for i in range(1, len(tokens)):
        if i in covered or not is_person_word(tokens, i, gazetteer):
            continue
        before = tokens.word[i - 1]
        if before in gazetteer.first_names and is_capital(before) and tokens.tag[i - 1].startswith("NNP"):
            first = i - 1
        elif is_address(tokens, i - 1, gazetteer):
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


def shaped_names(tokens: Tokens) -> list[NameSpan]:
    """Runs of capitalized words that a word for an organization ends or begins: 'Ministry of Health', 'Seoul Bank'."""
    found, i = [], 0
    while i < len(tokens):
        if not is_capital(tokens.word[i]) or not tokens.word[i][0].isalpha() or tokens.tag[i] in ("PRP", "DT", "IN", "CC"):
            i += 1
            continue
        last = run_end(tokens, i)
        first = i + (tokens.word[i].lower() in NOT_NAMES)
        hyphened = i and tokens.word[i - 1] == "-"  # 'A-League'
        if last - first > 1 and not hyphened:
            found += shaped(tokens, first, last)
        i = last
    return found


def run_end(tokens: Tokens, first: int) -> int:
    """End of a run of capitalized words; 'of' and the like may stand between two of them."""
    last = first + 1
    while last < len(tokens) and tokens.sentence[last] == tokens.sentence[first]:
        word = tokens.word[last]
        if is_capital(word) and word[0].isalpha() and tokens.tag[last] not in ("PRP", "DT", "IN"):
            last += 1
        elif is_link(tokens, last) and last + 1 < len(tokens) and is_capital(tokens.word[last + 1]):
            last += 2
        else:
            break
    return last


def is_link(tokens: Tokens, i: int) -> bool:
    """Whether a small word can stand inside an organization's name."""
    word = tokens.word[i].lower()
    return word in ("of", "&") or (word == "for" and tokens.word[i - 1].lower() in ROOMY)


def shaped(tokens: Tokens, first: int, last: int) -> list[NameSpan]:
    words = [tokens.word[i].lower() for i in range(first, last)]
    cut = next((n for n, word in enumerate(words) if word in ("of", "for")), len(words))
    if words[0] in COMPANY_ENDS:
        return []
    if words[-1] in ORGANIZATION_HEADS and cut == len(words):
        return [NameSpan(first, last, "organization")]
    if cut < len(words) - 1 and words[cut - 1] in ORGANIZATION_HEADS and not tokens.word[first].isupper():
        return [NameSpan(first, last, "organization")]
    if words[-1] in PLACE_HEADS and cut == len(words) and len(words) < 5:
        return [NameSpan(first, last, "place")]
    return []


def settle(tokens: Tokens, known: list[NameSpan], others: list[NameSpan], shapes: list[NameSpan]) -> list[NameSpan]:
    """One name for every stretch of words: the longest wins, and the gazetteer among equals."""
    at = {(n.first, n.last): n for n in others}
    labels = {i: n.kind for n in reversed(others) for i in range(n.first, n.last)}
    for shape in shapes:
        strong = any(tokens.word[i].lower() in STRONG_HEADS for i in (shape.last - 1, shape.first))
        if strong or shape.kind in (labels.get(i) for i in range(shape.first, shape.last)):
            at.setdefault((shape.first, shape.last), shape)
    merged = [chosen_kind(name, at.pop((name.first, name.last), None)) for name in known]
    kept = [n for n in at.values() if not is_listing(n, known, tokens)]
    ranked = sorted([*merged, *kept], key=lambda n: (n.first - n.last, not n.entries, n.first))
    taken: set[int] = set()
    result = []
    for name in ranked:
        words = range(name.first, name.last)
        if not any(i in taken for i in words):
            taken.update(words)
            result.append(name)
    return result


def chosen_kind(known: NameSpan, modelled: NameSpan | None) -> NameSpan:
    """The gazetteer's kind, unless the name is only a smaller city's and the model thinks otherwise."""
    if not modelled or known.entries[0].use != "city" or modelled.kind == "place":
        return known
    if known.entries[0].population > LARGE_CITY and modelled.kind == "organization" and known.last - known.first == 1:
        return known
    return NameSpan(known.first, known.last, modelled.kind)


def is_listing(name: NameSpan, known: list[NameSpan], tokens: Tokens) -> bool:
    """Whether a long span only strings known names together: 'U.S. and China', 'Paris, France'."""
    inside = [k for k in known if name.first <= k.first and k.last <= name.last]
    if not inside:
        return False
    covered = {i for k in inside for i in range(k.first, k.last)}
    rest = [tokens.word[i] for i in range(name.first, name.last) if i not in covered]
    if all(word.lower() in ("and", ",", "or", "/", "-", "the") for word in rest):
        return True
    if inside[-1].last == name.last and len(rest) == 1 and tokens.tag[name.first] in ("JJ", "CD", "RB") and name.kind != "place":
        return True  # 'Young Algerians'
    return name.kind != "organization" and any(k.last - k.first > 1 and k.entries[0].use == "leader" for k in inside)


def agree(tokens: Tokens, gazetteer: Gazetteer, names: list[NameSpan]) -> list[NameSpan]:
    """The same words get the same kind: a short name the kind of the full name it ends, else what most places say."""
    persons = {form for n in names if n.kind == "person" and n.last - n.first > 1 for form in short_forms(tokens, n)}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        text = tokens.span_text(name.first, name.last)
        votes[text][name.kind] += 2
        if name.last - name.first == 1 and name.kind != "organization":
            votes[text].update(context_votes(tokens, name.first))
    agreed = []
    for name in names:
        text = tokens.span_text(name.first, name.last)
        if name.entries and (name.entries[0].use in SURE_USES or name.entries[0].population > LARGE_CITY):
            agreed.append(name)
        elif text in persons and not (name.kind == "place" and name.entries):
            agreed.append(NameSpan(name.first, name.last, "person"))
        else:
            agreed.append(NameSpan(name.first, name.last, votes[text].most_common(1)[0][0], name.entries))
    return agreed


def context_votes(tokens: Tokens, i: int) -> dict[str, int]:
    """What the words around a single name say about its kind: places stand behind 'in', persons do things."""
    before = tokens.word[i - 1].lower() if i else ""
    dep = tokens.dep[i]
    owns = i + 1 < len(tokens) and tokens.tag[i + 1] == "POS"
    if not owns and (before in LOCATING or (before in ("to", "from", "of") and dep in ("obl", "nmod"))):
        return {"place": 3 if before in LOCATING else 1}
    if dep in ("nsubj", "obl:agent", "nsubj:pass") and tokens.tag[tokens.head[i]].startswith("VB"):
        return {"person": 3}
    return {"person": 1} if dep == "nmod:poss" else {}


def short_forms(tokens: Tokens, name: NameSpan) -> list[str]:
    """The words of a person's full name that may stand for it alone."""
    forms = [tokens.word[name.last - 1]]
    if name.last - name.first == 2:
        forms.append(tokens.word[name.first])
    return [form for form in forms if len(form) > 2 and is_capital(form) and form.lower() not in ORGANIZATION_HEADS]


def repeated(tokens: Tokens, gazetteer: Gazetteer, names: list[NameSpan]) -> list[NameSpan]:
    """Words of the article that are names elsewhere in it and were passed over here."""
    taken = {i for n in names for i in range(n.first, n.last)}
    kinds: dict[str, str] = {}
    for name in names:
        word = tokens.word[name.last - 1]
        alone = name.last - name.first == 1
        if is_plain_word(tokens, name.last - 1, gazetteer) or len(word) < 3 or not (name.kind == "person" or alone) or name.is_demonym:
            continue
        if word not in gazetteer.first_names or alone:
            kinds.setdefault(word, name.kind)
    found: list[NameSpan] = []
    for i, word in enumerate(tokens.word):
        kind = kinds.get(word)
        if kind and i not in taken and tokens.tag[i].startswith("NNP") and starts_name(tokens, i):
            first = i
            while kind == "person" and first and first - 1 not in taken and tokens.word[first - 1] in gazetteer.first_names:
                first -= 1
            found.append(NameSpan(first, i + 1, kind, gazetteer.lookup(word) if kind != "person" else ()))
    return found
