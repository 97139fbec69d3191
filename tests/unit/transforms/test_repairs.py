"""Repairs of parses that cannot be right, and trees that must stay."""

from tests.builders import parsed
from transforms.repairs import repair


def test_participle_before_an_owner_becomes_the_verb():
    tokens = parsed("Karimov/NNP/nsubj/5 today/NN/obl/5 rejected/VBN/amod/5/reject Berdy/NNP/nmod:poss/5 offer/NN/root/0")
    repair(tokens)
    assert [(tokens.dep[i], tokens.word[tokens.head[i]]) for i in (0, 2, 4)] == [
        ("nsubj", "rejected"),
        ("root", "rejected"),
        ("obj", "rejected"),
    ]
    assert tokens.tag[2] == "VBD"
    assert tokens.children[2] == [0, 1, 4]


def test_plain_attributive_participle_stays():
    tokens = parsed("Karimov/NNP/nsubj/4 met/VBD/root/0/meet rejected/VBN/amod/4/reject candidates/NNS/obj/2/candidate")
    before = (list(tokens.head), list(tokens.dep))
    repair(tokens)
    assert (tokens.head, tokens.dep) == before


def test_neighbouring_place_takes_the_place_of_the_participle():
    tokens = parsed("They/PRP/nsubj/2 fled/VBD/root/0/flee from/IN/mark/4 neighboring/VBG/advcl/2/neighbor Chad/NNP/obj/4")
    repair(tokens)
    assert (tokens.dep[4], tokens.word[tokens.head[4]]) == ("obl", "fled")
    assert (tokens.dep[3], tokens.word[tokens.head[3]]) == ("amod", "Chad")
    assert (tokens.dep[2], tokens.word[tokens.head[2]]) == ("case", "Chad")


def test_it_is_somebody_where_willing_is_said_of_it():
    tokens = parsed("It/PRP/expl/3/it is/VBZ/cop/3/be willing/JJ/root/0")
    repair(tokens)
    assert tokens.dep[0] == "nsubj"
    empty = parsed("It/PRP/expl/3/it is/VBZ/cop/3/be clear/JJ/root/0")
    repair(empty)
    assert empty.dep[0] == "expl"
