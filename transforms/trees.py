"""Steps that mending a parse is made of: between `language` and the rules of `repairs` and `coordinations`."""

from __future__ import annotations

from transforms.tokens import Tokens

FINITE = ("VBD", "VBZ", "VBP", "MD")


def has_subject(tokens: Tokens, i: int) -> bool:
    return any(tokens.dep[c].startswith("nsubj") for c in tokens.children[i])


def is_passive(tokens: Tokens, i: int) -> bool:
    return any(tokens.dep[c] == "aux:pass" for c in tokens.children[i])


def subject_of(tokens: Tokens, verb: int) -> str:
    """The relation in which a verb's subject stands to it."""
    return "nsubj:pass" if is_passive(tokens, verb) else "nsubj"


def finite_above(tokens: Tokens, i: int) -> int:
    """The next finite verb above a word; the root of the tree where there is none."""
    above = tokens.head[i]
    while tokens.tag[above] not in FINITE and tokens.head[above] != above:
        above = tokens.head[above]
    return above


def cases(tokens: Tokens, i: int) -> list[str]:
    """The prepositions in front of a word, and the possessive ending behind it."""
    return [tokens.lemma[c] for c in tokens.children[i] if tokens.dep[c] == "case"]


def take_place(tokens: Tokens, word: int, other: int) -> None:
    """Let a word stand in the tree where the other stood, with the other below it."""
    tokens.head[word] = word if tokens.head[other] == other else tokens.head[other]
    tokens.dep[word] = tokens.dep[other]
    tokens.head[other] = word


def with_particle(tokens: Tokens, i: int) -> str:
    """The verb's lemma, its particle behind it: carry_out."""
    particle = next((tokens.lemma[c] for c in tokens.children[i] if tokens.dep[c] == "compound:prt"), None)
    return f"{tokens.lemma[i]}_{particle}" if particle else tokens.lemma[i]
