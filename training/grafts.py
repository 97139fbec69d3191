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
        if phrase.words[-1] == "," and not following[:1].isalpha():
            for column in (phrase.words, phrase.tags, phrase.deps, phrase.heads):
                column.pop()
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
    spaces = [tags[i] not in UNSPACED_AFTER and (i + 1 == len(tags) or tags[i + 1] not in UNSPACED_BEFORE) for i in range(len(tags))]
    spaces[-1] = sentence.spaces[last - 1]
    heads = [first + h for h in phrase.heads]
    heads[phrase.head] = moved(sentence.heads[head])
    deps = list(phrase.deps)
    deps[phrase.head] = sentence.deps[head]
    misc = ["_"] * len(words)
    for a, b, kind in phrase.names:
        misc[a:b] = [f"Name=B-{kind}", *[f"Name=I-{kind}"] * (b - a - 1)]
    outer = [moved(h) for h in sentence.heads]
    columns = {
        "words": words, "spaces": spaces, "lemmas": [w.lower() for w in words], "upos": [UPOS.get(t, "X") for t in tags],
        "tags": tags, "heads": heads, "deps": deps, "misc": misc,
    }  # fmt: skip
    old = {**vars(sentence), "heads": outer}
    return Sentence(sentence.document, **{name: [*old[name][:first], *new, *old[name][last:]] for name, new in columns.items()})


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
