"""Repairs of frequent parses that cannot be right: between the language model and everything that reads its trees.

Each repair says what in the sentence proves the parse wrong; where nothing proves it, the tree stays.
"""

from __future__ import annotations

from transforms.tokens import Tokens

SUBJECTS = ("nsubj", "nmod", "compound", "dep", "nsubj:pass", "obl:unmarked", "appos", "nmod:desc", "list", "obl")
ATTRIBUTIVE_PARTICIPLES = frozenset({"neighbor", "neighbour"})  # "from neighboring Chad": no verb in English
# what is said of somebody, so that "it" is nobody's empty subject: "Oslo says it is willing to mediate"
OF_SOMEBODY = frozenset(
    "able ready willing unwilling prepared unprepared reluctant eager keen anxious determined resolved committed open opposed "
    "confident hopeful grateful sorry ashamed proud aware guilty innocent responsible capable incapable loyal neutral poised set "
    "bound entitled free content furious angry alarmed concerned worried".split()
)
FINITE = ("VBD", "VBZ", "VBP", "MD")


def repair(tokens: Tokens) -> None:
    """Mend the trees in place; children are worked out anew where something changed."""
    changed = [i for i in range(len(tokens)) if mend_finite_verb(tokens, i) or mend_attribute(tokens, i) or mend_subject(tokens, i)]
    if changed:
        tokens.link_children()


def mend_finite_verb(tokens: Tokens, i: int) -> bool:
    """ "X today rejected Y's offer" with rejected as an adjective of offer: an owner or article between says no.

    The verb takes the noun's place in the tree, the noun becomes its object, and what stands in front its subject.
    """
    noun = tokens.head[i]
    if tokens.tag[i] not in ("VBN", "VBD") or tokens.dep[i] != "amod" or noun <= i:
        return False
    between = [c for c in tokens.children[noun] if i < c < noun and tokens.dep[c] in ("nmod:poss", "det")]
    before = [c for c in tokens.children[noun] if c < i and tokens.tag[c][0] in "NP" and tokens.dep[c] in SUBJECTS]
    if not between or not before or any(tokens.tag[w] in FINITE for w in tokens.sentence_words(tokens.sentence[i])):
        return False
    take_place(tokens, i, noun)
    tokens.tag[i], tokens.dep[noun] = "VBD", "obj"
    for c in tokens.children[noun]:
        if c < i:
            tokens.head[c] = i
    tokens.dep[before[-1]] = "nsubj"
    return True


def mend_attribute(tokens: Tokens, i: int) -> bool:
    """ "neighboring Chad" with Chad as object of a verb neighbor: the place takes the participle's place in the tree."""
    if tokens.lemma[i] not in ATTRIBUTIVE_PARTICIPLES or tokens.tag[i] != "VBG":
        return False
    noun = next((c for c in tokens.children[i] if tokens.dep[c] in ("obj", "nsubj") and c > i), None)
    if noun is None:
        return False
    governor = tokens.head[i]
    take_place(tokens, noun, i)
    if tokens.dep[noun] in ("advcl", "acl"):
        tokens.dep[noun] = "nmod" if tokens.tag[governor][0] == "N" else "obl"
    tokens.tag[i], tokens.dep[i] = "JJ", "amod"
    for c in tokens.children[i]:
        if c != noun:
            tokens.head[c] = noun
            tokens.dep[c] = "case" if tokens.dep[c] == "mark" else tokens.dep[c]
    return True


def mend_subject(tokens: Tokens, i: int) -> bool:
    """ "it is willing to" with an empty subject: willing is always somebody."""
    if tokens.dep[i] != "expl" or tokens.lemma[tokens.head[i]] not in OF_SOMEBODY or tokens.head[i] < i:
        return False
    tokens.dep[i] = "nsubj"
    return True


def take_place(tokens: Tokens, word: int, other: int) -> None:
    """Let a word stand in the tree where the other stood, with the other below it."""
    tokens.head[word] = word if tokens.head[other] == other else tokens.head[other]
    tokens.dep[word] = tokens.dep[other]
    tokens.head[other] = word
