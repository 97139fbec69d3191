"""Repairs of lists and of verbs that go together: what a parse joins to the wrong word.

Like those of `repairs`, each says what in the sentence proves the parse wrong.
"""

from __future__ import annotations

from transforms.tokens import Tokens
from transforms.trees import FINITE, cases, finite_above, has_subject, is_passive, subject_of, take_place

# done by who speaks, not to what is spoken of
OF_SPEAKERS = frozenset(
    "call urge ask appeal accuse blame demand warn vow pledge promise deny reject dismiss condemn denounce criticise criticize deplore "
    "praise welcome thank express insist threaten".split()
)
PEOPLE = frozenset(  # plurals that stand for people by themselves, in front of another noun too
    "police soldier troop gendarme guard officer official minister lawmaker prosecutor villager resident farmer worker teacher student "
    "doctor nurse militant rebel fighter activist settler".split()
)
FRONTED = ("obl", "advmod", "advcl", "obl:unmarked")


def mend_coordination(tokens: Tokens, i: int) -> bool:
    """ "halted aid worth 18 million and called for talks" with called beside worth: a finite verb goes with a verb.

    Nor does "there" do anything: "denied that there was a link and criticised the report". The verb goes with the next finite one above.
    """
    first = tokens.head[i]
    if tokens.dep[i] != "conj" or tokens.tag[i] not in FINITE or has_subject(tokens, i):
        return False
    is_predicate = tokens.tag[first][0] == "V" or tokens.tag[first] == "MD" or any(tokens.dep[c] == "cop" for c in tokens.children[first])
    is_empty = any(tokens.dep[c] == "expl" and tokens.lemma[c] == "there" for c in tokens.children[first])
    if is_predicate and not is_empty:
        return False
    at = finite_above(tokens, first)
    if tokens.tag[at] not in FINITE or at > i or at == first:
        return False
    tokens.head[i] = at
    return True


def mend_tense(tokens: Tokens, i: int) -> bool:
    """ "called on Turkey to pull out the soldiers it keeps there and threatened": the past goes with the past above, not with "keeps"."""
    first = tokens.head[i]
    if tokens.dep[i] != "conj" or tokens.tag[i] != "VBD" or has_subject(tokens, i) or tokens.tag[first] not in ("VBZ", "VBP"):
        return False
    above = finite_above(tokens, first)
    relative = any(tokens.dep[c].startswith("nsubj") and tokens.tag[c] in ("WP", "WDT") for c in tokens.children[first])
    if tokens.tag[above] != "VBD" or above > first or relative:  # "the man who runs the firm and founded it"
        return False
    tokens.head[i] = above
    return True


def mend_speech(tokens: Tokens, i: int) -> bool:
    """ "said that shots were fired and urged restraint" with urged beside fired: who said the one asked the other."""
    first = tokens.head[i]
    above = tokens.head[first]
    if tokens.dep[i] != "conj" or tokens.dep[first] != "ccomp" or has_subject(tokens, i) or tokens.lemma[i] not in OF_SPEAKERS:
        return False
    same_tense = tokens.tag[i] == tokens.tag[above] == "VBD"
    if not (is_passive(tokens, first) and same_tense and first < i and has_subject(tokens, above)):
        return False
    tokens.head[i] = above
    return True


def mend_between(tokens: Tokens, i: int) -> bool:
    """ "between supporters of the governor and the police" with police beside governor: between stand at least two."""
    inner = tokens.head[i]
    outer = tokens.head[inner]
    if tokens.dep[i] != "conj" or tokens.dep[inner] != "nmod" or not 0 < inner - outer < i - outer:
        return False
    if "between" not in cases(tokens, outer) or any(tokens.dep[c] == "conj" for c in tokens.children[outer]):
        return False
    tokens.head[i] = outer
    return True


def mend_people(tokens: Tokens, i: int) -> bool:
    """ "police and customs officers" with police as a kind of officer, like customs: they are people themselves."""
    noun, second = tokens.head[i], next((c for c in tokens.children[i] if tokens.dep[c] == "conj"), None)
    if tokens.dep[i] != "compound" or tokens.tag[i] != "NNS" or tokens.lemma[i] not in PEOPLE or tokens.tag[noun] != "NNS":
        return False
    if second is None or not i < second == noun - 1 or tokens.tag[second] != "NN":
        return False
    take_place(tokens, i, noun)
    tokens.dep[noun] = "conj"
    tokens.head[second], tokens.dep[second] = noun, "compound"
    for c in tokens.children[noun]:
        if c < i or c > noun:
            tokens.head[c] = i
    return True


def mend_list(tokens: Tokens, i: int) -> bool:
    """ "After talks with Egypt, Israel and Hamas agreed" with all three behind "with": a verb has a subject, the comma ends the phrase."""
    last = i - 1
    while last > 0 and tokens.head[last] == i and tokens.dep[last] == "advmod":
        last -= 1
    first = tokens.head[last]
    if tokens.tag[i] not in FINITE or tokens.tag[i] == "MD" or tokens.dep[last] != "conj" or not first < last < i or has_subject(tokens, i):
        return False
    members = [c for c in tokens.children[first] if tokens.dep[c] == "conj" and first < c <= last]
    fronted = any(last in tokens.subtree(c) for c in tokens.children[i] if c < i and tokens.dep[c] in FRONTED)
    joined = any(tokens.dep[c] == "cc" and tokens.lemma[c] == "and" for c in tokens.children[last])
    if not fronted or not joined or len(members) < 2:
        return False
    subject = members[0]
    if not any(tokens.word[c] == "," and c < subject for c in tokens.children[subject]):
        return False
    tokens.head[subject], tokens.dep[subject] = i, subject_of(tokens, i)
    for member in members[1:]:
        tokens.head[member] = subject
    return True
