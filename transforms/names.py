"""Names in an article: what the language model, the gazetteer and the shape of the words say, brought together.

The gazetteer decides where it knows a name for sure; the model decides about the rest, after its spans have been
trimmed and stretched to whole names; what one place of the article settles (that Blinken is a person) holds for all.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from transforms.gazetteer import Entry, Gazetteer, normalize
from transforms.tokens import Tokens

KIND_OF_LABEL = {"PER": "person", "ORG": "organization", "LOC": "place"}
DIRECTIONS = frozenset("north south east west northern southern eastern western central north-west northwest northeast southwest southeast".split())
LINKS = frozenset(("of", "for", "and", "&", "the", "on", "de", "del", "la", "du", "des", "von", "van", "al", "-", "'s", "’s", "der", "den", "bin", "in"))
NAME_LINKS = frozenset(("de", "del", "la", "du", "des", "von", "van", "al", "-", "der", "den", "bin", "da", "dos", "di", "el", "ben", "ibn", "ter"))
PLACING = frozenset("in at near from outside inside around across toward towards throughout into to of between via off".split())
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
PLACE_HEADS = frozenset(
    "river lake mountain mountains mount island islands sea ocean bay gulf peninsula valley desert county province district "
    "region state street avenue road square park bridge airport port canal strait forest hills hill beach coast city town "
    "village township parish prefecture republic territory territories cape creek canyon falls springs heights border".split()
)
FIRST_OF_PLACE = frozenset("mount lake cape fort port san santa saint st. gulf river camp isle".split())
NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mr mr. mrs mrs. ms ms. dr dr. sir president minister the a an i it he she we they you this that "
    "these those there but and or if when while after before in on at to for by with from as not no yes what who why how his her "
    "its their our my all some many most more one two three first second god internet christmas easter ramadan "
    "gmt est edt utc am pm a.m. p.m. covid-19 ebola olympics olympic".split()
)
SURE_USES = frozenset(("country", "capital", "demonym", "institution", "organization", "leader", "people", "region"))
CITY_SURE_POPULATION = 200_000  # smaller cities need a place context or the model's agreement


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
    modelled = [grown(tokens, m, gazetteer) for m in modelled]
    shaped = shaped_names(tokens)
    names = settle(tokens, gazetteer, known, [*modelled, *shaped])
    names = agree(tokens, gazetteer, names)
    return sorted([*names, *repeated(tokens, gazetteer, names)], key=lambda n: n.first)


def is_capital(word: str) -> bool:
    return word[0].isupper()


def model_names(tokens: Tokens) -> list[NameSpan]:
    return [NameSpan(n.first, n.last, KIND_OF_LABEL[n.label]) for n in tokens.names if n.label in KIND_OF_LABEL]


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
    if not tokens.tag[last - 1].startswith("NNP") and entry.population < CITY_SURE_POPULATION:
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
    first, last = name.first, name.last
    while first < last and is_shed(tokens, first, last, name.kind, gazetteer):
        first += 1
    while last > first and (not tokens.word[last - 1][0].isalnum() or tokens.word[last - 1] in ("'s", "’s", "of", "and")):
        last -= 1
    if name.kind == "person":
        first = behind_title(tokens, first, last, gazetteer)
    if first >= last or not any(is_capital(tokens.word[i]) or tokens.word[i][0].isdigit() for i in range(first, last)):
        return None
    if last == first + 1 and (tokens.word[first].lower() in NOT_NAMES or not starts_name(tokens, first)):
        return None
    return NameSpan(first, last, name.kind, gazetteer.lookup(text[tokens.start[first] : tokens.end[last - 1]]))


def starts_name(tokens: Tokens, i: int) -> bool:
    """A sentence begins with a capital letter anyway: there only a proper noun's tag tells a name."""
    opens = i == 0 or tokens.sentence[i - 1] != tokens.sentence[i]
    return not opens or tokens.tag[i].startswith("NNP") or not tokens.word[i].isalpha()


def is_shed(tokens: Tokens, first: int, last: int, kind: str, gazetteer: Gazetteer) -> bool:
    word = tokens.word[first]
    if not word[0].isalnum() or word.lower() in ("the", "a", "an"):
        return True
    return word[0].islower() and (kind != "place" or word in DIRECTIONS) and word not in NAME_LINKS


def behind_title(tokens: Tokens, first: int, last: int, gazetteer: Gazetteer) -> int:
    """Where a person's name begins behind the titles and demonyms that the model took for a part of it."""
    at = first
    while at < last - 1:
        width = next((w for w in range(min(5, last - at - 1), 0, -1) if tokens.span_text(at, at + w).lower() in gazetteer.titles), 0)
        entries = gazetteer.lookup(tokens.word[at])
        if not width and entries and entries[0].use in ("demonym", "country") and tokens.word[at] not in gazetteer.first_names:
            width = 1
        if not width:
            break
        at += width
    return at


def grown(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer) -> NameSpan:
    """A person's name stretched over the proper nouns beside it: models tend to cut foreign names."""
    if name.kind != "person":
        return name
    first, last = name.first, name.last
    while first > 0 and joins(tokens, first - 1, first) and tokens.word[first - 1] in gazetteer.first_names:
        first -= 1
    while last < len(tokens) and joins(tokens, last, last - 1):
        last += 1
    return name if (first, last) == (name.first, name.last) else NameSpan(first, last, name.kind)


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
        if last - first > 1:
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
        elif word.lower() in ("of", "for", "&") and last + 1 < len(tokens) and is_capital(tokens.word[last + 1]):
            last += 2
        else:
            break
    return last


def shaped(tokens: Tokens, first: int, last: int) -> list[NameSpan]:
    words = [tokens.word[i].lower() for i in range(first, last)]
    cut = next((n for n, word in enumerate(words) if word in ("of", "for")), len(words))
    if words[-1] in ORGANIZATION_HEADS and cut == len(words):
        return [NameSpan(first, last, "organization")]
    if cut < len(words) - 1 and words[cut - 1] in ORGANIZATION_HEADS and not tokens.word[first].isupper():
        return [NameSpan(first, last, "organization")]
    if words[-1] in PLACE_HEADS and cut == len(words) and len(words) < 5:
        return [NameSpan(first, last, "place")]
    return []


def settle(tokens: Tokens, gazetteer: Gazetteer, known: list[NameSpan], others: list[NameSpan]) -> list[NameSpan]:
    """One name for every stretch of words: the longest wins, and the gazetteer among equals."""
    at = {(n.first, n.last): n for n in others}
    merged = []
    for name in known:
        same = at.pop((name.first, name.last), None)
        merged.append(chosen_kind(name, same))
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
    """The gazetteer's kind, unless the name is only a city's and the model thinks otherwise."""
    if modelled and known.entries[0].use == "city" and modelled.kind != "place":
        return NameSpan(known.first, known.last, modelled.kind)
    return known


def is_listing(name: NameSpan, known: list[NameSpan], tokens: Tokens) -> bool:
    """Whether a long span only strings known names together: 'U.S. and China', 'Paris, France'."""
    inside = [k for k in known if name.first <= k.first and k.last <= name.last]
    if not inside:
        return False
    covered = {i for k in inside for i in range(k.first, k.last)}
    rest = [tokens.word[i] for i in range(name.first, name.last) if i not in covered]
    if all(word.lower() in ("and", ",", "or", "/", "-", "the") for word in rest):
        return True
    return name.kind != "organization" and any(k.last - k.first > 1 and k.entries[0].use == "leader" for k in inside)


def agree(tokens: Tokens, gazetteer: Gazetteer, names: list[NameSpan]) -> list[NameSpan]:
    """The same words get the same kind: a short name the kind of the full name it ends, else what most say."""
    persons = {word for n in names if n.kind == "person" and n.last - n.first > 1 for word in short_forms(tokens, n)}
    votes: dict[str, Counter[str]] = {}
    for name in names:
        votes.setdefault(tokens.span_text(name.first, name.last), Counter())[name.kind] += 1
    for name in names:
        text = tokens.span_text(name.first, name.last)
        if name.entries and name.entries[0].use in SURE_USES:
            continue
        if text in persons and not (name.kind == "place" and name.entries):
            name.kind, name.entries = "person", ()
        elif len(votes[text]) > 1:
            name.kind = votes[text].most_common(1)[0][0]
    return names


def short_forms(tokens: Tokens, name: NameSpan) -> list[str]:
    """The last word of a person's name, with the particle in front of it where there is one."""
    forms = [tokens.word[name.last - 1]]
    if name.last - name.first == 2:
        forms.append(tokens.word[name.first])
    return [form for form in forms if len(form) > 2 and is_capital(form)]


def repeated(tokens: Tokens, gazetteer: Gazetteer, names: list[NameSpan]) -> list[NameSpan]:
    """Words of the article that are names elsewhere in it and were passed over here."""
    taken = {i for n in names for i in range(n.first, n.last)}
    kinds: dict[str, str] = {}
    for name in names:
        if name.kind == "person":
            last = tokens.word[name.last - 1]
            if len(last) > 2 and is_capital(last) and last not in gazetteer.first_names:
                kinds.setdefault(last, "person")
        elif name.last - name.first == 1 and not name.is_demonym and len(tokens.word[name.first]) > 1:
            kinds.setdefault(tokens.word[name.first], name.kind)
    found = []
    for i, word in enumerate(tokens.word):
        kind = kinds.get(word)
        if kind and i not in taken and tokens.tag[i].startswith("NN") and starts_name(tokens, i):
            found.append(NameSpan(i, i + 1, kind, gazetteer.lookup(word) if kind != "person" else ()))
    return found
