"""Names in an article: what the language model, the gazetteer and the shape of the words say, brought together.

The gazetteer decides where it knows a name for sure, the model about the rest; what one place of the article settles
(that Solheim is a person) holds for all.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from transforms.gazetteer import LED, Gazetteer, folded, normalize
from transforms.known_names import followed_by_region, known_names, stands_as_place
from transforms.model_names import addressed, grown, is_situated, model_names, tidy
from transforms.name_parts import (
    COMPANY_ENDS,
    HALVES,
    ORGANIZATION_HEADS,
    STRONG_HEADS,
    STRONG_PLACES,
    NameSpan,
    is_capital,
    is_plain_word,
    starts_name,
)
from transforms.name_shapes import shaped_names
from transforms.tokens import Tokens

LOCATING = frozenset(("in", "at", "near", "outside", "inside", "around", "across", "throughout", "into", "via"))
HUMAN_VERBS = frozenset(
    "write believe think marry wed graduate recall remember love hate laugh smile cry weep sleep wake testify tweet retire star sing "
    "paint compose direct act dream pray regret forget sit walk drive teach study confess apologize apologise".split()
)  # what no town does, not even as a state's capital does things
SURE_USES = frozenset(("country", "capital", "demonym", "institution", "organization", "leader", "people", "region", "county"))
TITLE_DEPS = frozenset(("nmod:desc", "compound"))
UNNAMED_SECTORS = frozenset(("CVL", "GOV", "MIL"))  # what follows "village", "country" or "frigate" may be a place or a ship
LARGE_CITY = 500_000  # inhabitants; a name that means a city whatever the model says


def find_names(tokens: Tokens, gazetteer: Gazetteer) -> list[NameSpan]:
    """Names in order of place; none overlap."""
    text = normalize(tokens.text)
    known = known_names(tokens, text, gazetteer)
    modelled = [m for m in (tidy(tokens, text, span, gazetteer) for span in model_names(tokens)) if m]
    covered = frozenset(i for m in modelled for i in range(m.first, m.last))
    modelled = [grown(tokens, m, gazetteer, covered) for m in modelled]
    others = [*modelled, *addressed(tokens, gazetteer, covered), *halves(tokens, covered)]
    names = settle(tokens, gazetteer, known, others, shaped_names(tokens))
    names = agree(tokens, gazetteer, completed(tokens, [titled(tokens, gazetteer, n) for n in names]))
    return sorted([*names, *repeated(tokens, gazetteer, names)], key=lambda n: n.first)


def halves(tokens: Tokens, covered: frozenset[int]) -> list[NameSpan]:
    """ "the North", "the South": halves of a country or city, where the model sees no name."""
    found = []
    for i in range(1, len(tokens)):
        alone = i + 1 == len(tokens) or not is_capital(tokens.word[i + 1])
        if tokens.word[i] in HALVES and i not in covered and tokens.word[i - 1].lower() == "the" and alone:
            found.append(NameSpan(i, i + 1, "place"))
    return found


def titled(tokens: Tokens, gazetteer: Gazetteer, name: NameSpan) -> NameSpan:
    """A name of two or three words behind a person's office is one: 'former minister Selim Haddad', 'its leader, Selim Haddad'."""
    before = name.first - 1
    apart = name.kind == "place" and before > 0 and tokens.word[before] == "," and tokens.dep[name.first] == "appos"
    if apart and tokens.head[name.first] == before - 1:
        before -= 1
    size = name.last - name.first
    if name.kind == "person" or name.entries or size not in (2, 3) or before < 0 or not tokens.word[before].islower():
        return name
    agent = gazetteer.agent(tokens.lemma[before])
    stands = tokens.dep[before] in TITLE_DEPS or before < name.first - 1
    holds = agent is not None and not agent.is_collective and tokens.tag[before] == "NN" and stands
    words = [tokens.word[i] for i in range(name.first, name.last)]
    plain = all(is_capital(w) and w.isalpha() and not w.isupper() and w.lower() not in ORGANIZATION_HEADS for w in words)
    return NameSpan(name.first, name.last, "person") if holds and plain else name


def is_embodied(tokens: Tokens, gazetteer: Gazetteer, name: NameSpan) -> bool:
    """Whether the noun for a body introduces a name: "the charity Brightwell", but not "told the court Brightwell lied"."""
    before = name.first - 1
    is_called = name.last - name.first > 1 and tokens.word[name.first] in gazetteer.first_names
    if name.entries or is_called or before < 0 or not tokens.word[before].islower() or tokens.tag[before] != "NN":
        return False
    joined = any(tokens.head[i] == before or tokens.head[before] == i for i in range(name.first, name.last))
    agent = gazetteer.agent(tokens.lemma[before])
    is_body = agent is not None and agent.is_collective and agent.sector not in UNNAMED_SECTORS
    return joined and is_body and tokens.lemma[before] not in LED


def settle(tokens: Tokens, gazetteer: Gazetteer, known: list[NameSpan], others: list[NameSpan], shapes: list[NameSpan]) -> list[NameSpan]:
    """One name for every stretch of words: the longest wins, and the gazetteer among equals."""
    at = {(n.first, n.last): n for n in others}
    labels = {i: n.kind for n in reversed(others) for i in range(n.first, n.last)}
    for shape in shapes:
        end = tokens.word[shape.last - 1].lower()
        strong = end in STRONG_HEADS or end in STRONG_PLACES or tokens.word[shape.first].lower() in STRONG_HEADS
        if strong or shape.kind in (labels.get(i) for i in range(shape.first, shape.last)):
            at.setdefault((shape.first, shape.last), shape)
    merged = [chosen_kind(tokens, gazetteer, name, at.pop((name.first, name.last), None)) for name in known]
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


def chosen_kind(tokens: Tokens, gazetteer: Gazetteer, known: NameSpan, modelled: NameSpan | None) -> NameSpan:
    """The gazetteer's kind, unless the name is only a smaller city's and the model thinks otherwise."""
    if not modelled or known.entries[0].use != "city" or modelled.kind == "place":
        return known
    if stands_as_place(tokens, known.first, known.last, gazetteer) or followed_by_region(tokens, known.last, gazetteer):
        return known
    if is_large(tokens, known) and known.last - known.first == 1 and tokens.word[known.first] not in gazetteer.first_names:
        return known
    return NameSpan(known.first, known.last, modelled.kind)


def is_large(tokens: Tokens, name: NameSpan) -> bool:
    """Whether a name is the main one of a large city; former and foreign ones are often persons' too: Donetsk was once 'Stalin'."""
    entry, text = name.entries[0], folded(tokens.span_text(name.first, name.last))
    return entry.population > LARGE_CITY and (entry.use != "city" or folded(entry.name).startswith(text))


def is_listing(name: NameSpan, known: list[NameSpan], tokens: Tokens) -> bool:
    """Whether a long span only strings known names together: 'U.S. and China', 'Paris, France'."""
    inside = [k for k in known if name.first <= k.first and k.last <= name.last]
    if not inside:
        return False
    covered = {i for k in inside for i in range(k.first, k.last)}
    rest = [tokens.word[i] for i in range(name.first, name.last) if i not in covered]
    if all(word.lower() in ("and", ",", "or", "/", "-", "the") for word in rest):
        return True
    if name.kind != "organization" and rest and all(word[0].islower() for word in rest) and "of" not in rest:
        return True  # 'US military'
    if inside[-1].last == name.last and len(rest) == 1 and tokens.tag[name.first] in ("JJ", "CD", "RB") and name.kind != "place":
        return True  # 'Young Algerians'
    return name.kind != "organization" and any(k.last - k.first > 1 and k.entries[0].use == "leader" for k in inside)


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


def agree(tokens: Tokens, gazetteer: Gazetteer, names: list[NameSpan]) -> list[NameSpan]:
    """The same words get the same kind: a short name the kind of the full name it ends, else what most places say."""
    persons = {form for n in names if n.kind == "person" and n.last - n.first > 1 for form in short_forms(tokens, n)}
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        text = tokens.span_text(name.first, name.last)
        votes[text][name.kind] += 2
        if name.last - name.first == 1 and name.kind != "organization":
            votes[text].update(context_votes(tokens, name, gazetteer))
    towns = {
        text for name in names if (text := tokens.span_text(name.first, name.last)) not in persons and is_town(tokens, name, gazetteer)
    }
    bodies = {tokens.span_text(name.first, name.last) for name in names if is_embodied(tokens, gazetteer, name)}
    alone = {tokens.word[n.first] for n in names if n.kind == "person" and n.last - n.first == 1}
    agreed = []
    for name in names:
        text = tokens.span_text(name.first, name.last)
        is_sure = name.entries and (name.entries[0].use in SURE_USES or (is_large(tokens, name) and text not in persons))
        if is_sure or (text in HALVES and name.kind == "place"):
            agreed.append(name)
        elif text in persons and not (name.kind == "place" and name.entries):
            agreed.append(NameSpan(name.first, name.last, "person"))
        elif text in bodies:
            agreed.append(NameSpan(name.first, name.last, "organization"))
        elif name.kind == "place" and not name.entries and tokens.word[name.last - 1] in alone and name.last - name.first in (2, 3):
            agreed.append(NameSpan(name.first, name.last, "person"))  # 'Awa Coulibaly', if 'Coulibaly' is one
        elif text in towns:
            agreed.append(NameSpan(name.first, name.last, "place", gazetteer.lookup(text)))
        else:
            kind = max(votes[text], key=lambda kind: (votes[text][kind], kind != "place" or bool(name.entries)))
            agreed.append(NameSpan(name.first, name.last, kind, name.entries))
    return agreed


def is_town(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer) -> bool:
    """Whether a name that the gazetteer knows as a town stands where places stand; it is one all over the article then."""
    entries = gazetteer.lookup(tokens.span_text(name.first, name.last))
    if name.kind == "organization" or not entries or entries[0].use != "city":
        return False
    is_in = name.first > 0 and tokens.word[name.first - 1].lower() in LOCATING
    return is_in or stands_as_place(tokens, name.first, name.last, gazetteer)


def context_votes(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer) -> dict[str, int]:
    """What the words around a single name say about its kind: places stand behind 'in', persons do things."""
    if is_situated(tokens, name.first, name.last):
        return {"place": 4}
    i, dep = name.first, tokens.dep[name.first]
    before = tokens.word[i - 1].lower() if i else ""
    owns = i + 1 < len(tokens) and tokens.tag[i + 1] == "POS"
    if not owns and (before in LOCATING or (before in ("to", "from", "of") and dep in ("obl", "nmod"))):
        return {"place": 3 if before in LOCATING else 1}
    head = tokens.head[i]
    acts = tokens.tag[head].startswith("VB") or gazetteer.agent(tokens.lemma[head]) is not None  # 'Aoki was a soldier'
    if dep in ("nsubj", "obl:agent", "nsubj:pass") and acts:
        return {"person": 6 if dep == "nsubj" and tokens.lemma[head] in HUMAN_VERBS else 3}
    return {"person": 1 if name.entries else 2} if dep == "nmod:poss" else {}


def short_forms(tokens: Tokens, name: NameSpan) -> list[str]:
    """The words of a person's full name that may stand for it alone."""
    forms = [tokens.word[name.last - 1]]
    if name.last - name.first == 2:
        forms.append(tokens.word[name.first])
    if name.last - name.first > 3 and tokens.word[name.last - 2] == "-":
        forms.append(tokens.span_text(name.last - 3, name.last))  # 'El-Sisi'
    return [form for form in forms if len(form) > 2 and is_capital(form) and form.lower() not in ORGANIZATION_HEADS]


def repeated(tokens: Tokens, gazetteer: Gazetteer, names: list[NameSpan]) -> list[NameSpan]:
    """Words of the article that are names elsewhere in it and were passed over here."""
    taken = {i for n in names for i in range(n.first, n.last)}
    kinds: dict[str, str] = {}
    for name in names:
        word = tokens.word[name.last - 1]
        alone = name.last - name.first == 1
        is_plain = is_plain_word(tokens, name.last - 1, gazetteer) and not is_called(tokens, name, gazetteer)
        if is_plain or len(word) < 3 or not (name.kind == "person" or alone) or name.is_demonym:
            continue
        if word not in gazetteer.first_names or alone:
            kinds.setdefault(word, name.kind)
    found: list[NameSpan] = []
    for i, word in enumerate(tokens.word):
        kind = kinds.get(word)
        if kind and i not in taken and tokens.tag[i].startswith("NNP") and starts_name(tokens, i) and not is_office(tokens, i, gazetteer):
            first = i
            while kind == "person" and first and first - 1 not in taken and tokens.word[first - 1] in gazetteer.first_names:
                first -= 1
            found.append(NameSpan(first, i + 1, kind, gazetteer.lookup(word) if kind != "person" else ()))
    return found


def is_called(tokens: Tokens, name: NameSpan, gazetteer: Gazetteer) -> bool:
    """Whether a person is named in full, so that the last word is a surname even where it means a trade or an office: 'Bob Baker'."""
    return name.kind == "person" and name.last - name.first > 1 and tokens.word[name.first] in gazetteer.first_names


def is_office(tokens: Tokens, i: int, gazetteer: Gazetteer) -> bool:
    """Whether a word for a trade or an office stands as one, with a determiner or in front of a name: 'the Bishop', 'Bishop Tutu'."""
    if gazetteer.agent(tokens.lemma[i]) is None and tokens.word[i].lower() not in gazetteer.titles:
        return False
    follows = i + 1 < len(tokens) and tokens.tag[i + 1].startswith("NNP") and tokens.sentence[i + 1] == tokens.sentence[i]
    return follows or any(tokens.tag[c] in ("DT", "PRP$", "POS") for c in [*tokens.children[i], i - 1] if 0 <= c < i)
