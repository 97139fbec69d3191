"""Treebank sentences with phrases of news put in place of plain names and pronouns: part of `make train`."""

from __future__ import annotations

import random

from phrases import UNSPACED_AFTER, UNSPACED_BEFORE, Grammar, Phrase
from treebanks import Sentence

ROLES = {"nsubj", "nsubj:pass", "obj", "iobj", "obl", "obl:agent", "nmod", "nmod:poss", "conj"}
INNER = {"flat", "compound", "det", "nmod:desc", "amod", "punct"}
PLACE_CASES = {"in", "from", "near", "into", "across", "outside", "at", "through"}
SWAP_SHARE = 0.85
PRONOUN_SHARE = 0.5
NO_NEWS = ("GUM_academic", "email-enron")  # references and addresses: most of their proper nouns stand in no sentence
MAX_WORDS = 6  # of the phrase that is replaced
KINDS = {  # of phrases per role, with weights
    "subject": (["person", "organization", "list"], [66, 27, 7]),
    "object": (["person", "organization", "list", "place"], [52, 22, 16, 10]),
    "place": (["place"], [1]),
    "owner": (["person", "organization", "place"], [45, 30, 25]),
}
UPOS = {
    "NNP": "PROPN", "NNPS": "PROPN", "NN": "NOUN", "NNS": "NOUN", "JJ": "ADJ", "IN": "ADP", "DT": "DET", "CD": "NUM", "RB": "ADV",
    "CC": "CCONJ", "PRP$": "PRON", "WP": "PRON", "VBZ": "VERB", "VBN": "VERB", "POS": "PART",
}  # fmt: skip


def core(sentence: Sentence, head: int) -> tuple[int, int] | None:
    """The words of a plain name around its head, without prepositions; None where more hangs on it."""
    inside = {head}
    for _ in range(3):
        inside |= {i for i, h in enumerate(sentence.heads) if h in inside and h != i and is_inner(sentence, i, head)}
    first, last = min(inside), max(inside) + 1
    if last - first != len(inside) or len(inside) > MAX_WORDS:
        return None
    others = [i for i, h in enumerate(sentence.heads) if h in inside and i not in inside and i != h]
    plain = all(sentence.heads[i] == head and sentence.deps[i] in {"case", "cc", "punct", "mark"} for i in others)
    return (first, last) if plain else None


def is_inner(sentence: Sentence, i: int, head: int) -> bool:
    dep, tag = sentence.deps[i], sentence.tags[i]
    return dep in INNER and (dep != "punct" or tag == "HYPH") and not (dep == "amod" and sentence.heads[i] == head and tag != "NNP")


def role(sentence: Sentence, i: int, core_span: tuple[int, int]) -> str:
    dep, end = sentence.deps[i], core_span[1]
    cases = {sentence.words[j].lower() for j, h in enumerate(sentence.heads) if h == i and sentence.deps[j] == "case"}
    if end < len(sentence.words) and sentence.tags[end] == "POS":
        return "owner"
    if cases & PLACE_CASES and dep in {"obl", "nmod"}:
        return "place"
    return "subject" if dep.startswith("nsubj") else "object"


def spots(sentence: Sentence, rng: random.Random) -> list[tuple[int, int, int, str]]:
    """Where a phrase may go: (first, last + 1, head, role), from the last to the first."""
    found = []
    for i, (word, tag, dep) in enumerate(zip(sentence.words, sentence.tags, sentence.deps, strict=True)):
        if dep not in ROLES:
            continue
        if tag in {"NNP", "NNPS"} and rng.random() < SWAP_SHARE:
            span = core(sentence, i)
            if span:
                found.append((*span, i, role(sentence, i, span)))
        elif tag == "PRP" and word.lower() in {"he", "she", "him"} and rng.random() < PRONOUN_SHARE and i not in sentence.heads:
            found.append((i, i + 1, i, "subject" if dep.startswith("nsubj") else "object"))
    return sorted(found, reverse=True)


def fitting(grammar: Grammar, kind: str, following: str) -> Phrase:
    """A phrase that may stand before a word with that tag; a closing comma is dropped before other punctuation."""
    while True:
        phrase = grammar.phrase(kind)
        if following == "POS" and (phrase.words[-1] == "," or len(phrase.words) > MAX_WORDS):
            continue
        if not following[:1].isalpha():
            phrase.drop_comma()
        return phrase


def graft(sentence: Sentence, first: int, last: int, head: int, phrase: Phrase) -> Sentence:
    """The sentence with words first..last replaced by the phrase; what hung on the old head hangs on the new one."""
    growth, new_head = len(phrase.words) - (last - first), first + phrase.head

    def moved(index: int) -> int:
        return new_head if first <= index < last else index + growth if index >= last else index

    words = list(phrase.words)
    if first == 0 or (first == 1 and not sentence.words[0].isalnum()):
        words[0] = words[0][:1].upper() + words[0][1:]
    tags = phrase.tags
    spaces = spaces_of(tags)
    spaces[-1] = sentence.spaces[last - 1]
    heads = [first + h for h in phrase.heads]
    heads[phrase.head] = moved(sentence.heads[head])
    deps = list(phrase.deps)
    deps[phrase.head] = sentence.deps[head]
    misc = name_marks(phrase)
    outer = [moved(h) for h in sentence.heads]
    columns = {
        "words": words, "spaces": spaces, "lemmas": [w.lower() for w in words], "upos": [UPOS.get(t, "X") for t in tags],
        "tags": tags, "heads": heads, "deps": deps, "misc": misc,
    }  # fmt: skip
    old = {**vars(sentence), "heads": outer}
    return Sentence(sentence.document, **{name: [*old[name][:first], *new, *old[name][last:]] for name, new in columns.items()})


def spaces_of(tags: list[str]) -> list[bool]:
    return [tag not in UNSPACED_AFTER and after not in UNSPACED_BEFORE for tag, after in zip(tags, [*tags[1:], ""], strict=True)]


def name_marks(phrase: Phrase) -> list[str]:
    misc = ["_"] * len(phrase.words)
    for first, last, kind in phrase.names:
        misc[first:last] = [f"Name=B-{kind}", *[f"Name=I-{kind}"] * (last - first - 1)]
    return misc


def framed(grammar: Grammar) -> Sentence:
    """A whole sentence of the grammar."""
    phrase = grammar.phrase("sentence")
    words = [phrase.words[0][:1].upper() + phrase.words[0][1:], *phrase.words[1:]]
    deps = ["ROOT" if dep == "*" else dep for dep in phrase.deps]
    upos = [UPOS.get(tag, "X") for tag in phrase.tags]
    lemmas = [word.lower() for word in words]
    return Sentence("frame", words, spaces_of(phrase.tags), lemmas, upos, phrase.tags, phrase.heads, deps, name_marks(phrase))


def grafted(sentence: Sentence, grammar: Grammar) -> Sentence | None:
    """A copy with news phrases, or None where the sentence has no place for one."""
    places = spots(sentence, grammar.rng) if not sentence.document.startswith(NO_NEWS) else []
    end = len(sentence.words) + 1
    result = sentence
    for first, last, head, kind_of_role in places:
        if last > end:
            continue
        kinds, weights = KINDS[kind_of_role]
        following = result.tags[last] if last < len(result.tags) else "."
        phrase = fitting(grammar, grammar.rng.choices(kinds, weights)[0], following)
        result = graft(result, first, last, head, phrase)
        end = first
    return result if places else None


def names_of(sentence: Sentence) -> list[tuple[int, int, str]] | None:
    """Names of a grafted sentence; None where it still has a proper noun of its own, which may be a name."""
    spans: list[tuple[int, int, str]] = []
    for i, cell in enumerate(sentence.misc):
        if cell.startswith("Name=B-"):
            spans.append((i, i + 1, cell[7:]))
        elif cell.startswith("Name=I-"):
            spans[-1] = (spans[-1][0], i + 1, spans[-1][2])
    inside = {i for a, b, _ in spans for i in range(a, b)}
    titles = {i for i, dep in enumerate(sentence.deps) if dep == "nmod:desc"}
    return None if any(t in {"NNP", "NNPS"} and i not in inside and i not in titles for i, t in enumerate(sentence.tags)) else spans
