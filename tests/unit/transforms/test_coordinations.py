"""Lists that a parse joins to the wrong word, and lists that must stay."""

from tests.builders import parsed
from transforms.repairs import repair


def hangs_on(tokens, word):
    i = tokens.word.index(word)
    return tokens.dep[i], tokens.word[tokens.head[i]]


def test_between_stand_two():
    tokens = parsed(
        "Clashes/NNS/nsubj/2 erupted/VBD/root/0/erupt between/IN/case/4 supporters/NNS/obl/2 of/IN/case/7 the/DT/det/7 mayor/NN/nmod/4 "
        "and/CC/cc/9 police/NNS/conj/7"
    )
    repair(tokens)
    assert hangs_on(tokens, "police") == ("conj", "supporters")
    both = parsed(
        "Talks/NNS/root/0 between/IN/case/3 envoys/NNS/nmod/1 of/IN/case/5 Peru/NNP/nmod/3 and/CC/cc/7 Chile/NNP/conj/5 and/CC/cc/9 "
        "rebels/NNS/conj/3"
    )
    repair(both)
    assert hangs_on(both, "Chile") == ("conj", "Peru")


def test_police_are_people_beside_customs_officers():
    tokens = parsed(
        "police/NNS/compound/4 and/CC/cc/3 customs/NN/conj/1 officers/NNS/nsubj/5/officer seized/VBD/root/0/seize rice/NN/obj/5"
    )
    repair(tokens)
    assert hangs_on(tokens, "police") == ("nsubj", "seized")
    assert hangs_on(tokens, "officers") == ("conj", "police")
    assert hangs_on(tokens, "customs") == ("compound", "officers")
    wares = parsed("arms/NNS/compound/4/arm and/CC/cc/3 drugs/NN/conj/1 dealers/NNS/nsubj/5/dealer fled/VBD/root/0/flee")
    repair(wares)
    assert hangs_on(wares, "arms") == ("compound", "dealers")


def test_a_verb_takes_its_subject_out_of_the_phrase_in_front():
    words = (
        "After/IN/case/2 talks/NNS/obl/9 with/IN/case/4 Egypt/NNP/nmod/2 ,/,/punct/6 Israel/NNP/conj/4 and/CC/cc/8 Hamas/NNP/conj/4 "
        "agreed/VBD/root/0/agree"
    )
    tokens = parsed(words)
    repair(tokens)
    assert hangs_on(tokens, "Israel") == ("nsubj", "agreed")
    assert hangs_on(tokens, "Hamas") == ("conj", "Israel")
    governed = parsed(words.replace("agreed/VBD/root/0/agree", "they/PRP/nsubj/10 agreed/VBD/root/0/agree").replace("obl/9", "obl/10"))
    repair(governed)
    assert hangs_on(governed, "Israel") == ("conj", "Egypt")


def test_fighting_between_two_is_what_the_verb_is_about():
    tokens = parsed(
        "Fighting/VBG/advcl/6/fight between/IN/case/3 Hausa/NNP/obl/1 and/CC/cc/5 Fulani/NNP/conj/3 left/VBD/root/0/leave nine/CD/obj/6"
    )
    repair(tokens)
    assert hangs_on(tokens, "Fighting") == ("nsubj", "left")
    assert (tokens.tag[0], tokens.dep[2]) == ("NN", "nmod")
