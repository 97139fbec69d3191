"""Predicates and their grammar, on trees typed by hand."""

from tests.builders import parsed
from transforms.clauses import Clause, find_clauses
from transforms.lexicon import Lexicon
from transforms.tokens import Tokens

LEXICON = Lexicon(frozenset({"visit", "talk", "attack"}), {"hold": "support", "launch": "support"}, frozenset({"likely"}))


def clauses_of(tokens: Tokens) -> dict[str, Clause]:
    return {clause.lemma: clause for clause in find_clauses(tokens, LEXICON).values()}


def test_modal_and_negation_of_a_finite_verb():
    found = clauses_of(parsed("Oslo/NNP/nsubj/4 may/MD/aux/4 not/RB/advmod/4 sign/VB/root/0 it/PRP/obj/4"))
    assert found["sign"].modal == "may"
    assert found["sign"].negation == "not"
    assert found["sign"].mood == "finite"


def test_passive_with_raising_keeps_the_chain():
    found = clauses_of(
        parsed("She/PRP/nsubj:pass/3 is/VBZ/aux:pass/3/be expected/VBN/root/0/expect to/TO/mark/5 travel/VB/xcomp/3 soon/RB/advmod/5")
    )
    assert (found["expect"].voice, found["expect"].tense) == ("passive", "present")
    assert (found["travel"].mood, found["travel"].relation) == ("infinitive", "xcomp")
    assert found["travel"].adverbs == ["soon"]


def test_participle_that_modifies_a_noun_is_passive():
    found = clauses_of(parsed("Tariffs/NNS/nsubj/5/tariff imposed/VBN/acl/1/impose by/IN/case/4 Lima/NNP/obl:agent/2 rose/VBD/root/0/rise"))
    assert found["impose"].voice == "passive"
    assert found["rise"].tense == "past"


def test_second_verb_of_a_coordination_shares_modal_and_tense():
    found = clauses_of(parsed("Quito/NNP/nsubj/3 would/MD/aux/3 meet/VB/root/0 them/PRP/obj/3 and/CC/cc/6 sign/VB/conj/3 it/PRP/obj/6"))
    assert found["sign"].modal == "would"
    assert found["sign"].mood == found["meet"].mood == "finite"


def test_particle_joins_the_lemma_and_the_trigger():
    tokens = parsed("Rabat/NNP/nsubj/2 called/VBD/root/0/call off/RP/compound:prt/2 talks/NNS/obj/2/talk")
    found = clauses_of(tokens)
    assert found["call"].particle == "off"
    assert tokens.span_text(found["call"].first, found["call"].last) == "called off"
    assert found["talk"].relation == "object"


def test_negative_object_denies_the_verb():
    found = clauses_of(parsed("Cairo/NNP/nsubj/2 held/VBD/root/0/hold no/DT/det/4 talks/NNS/obj/2/talk"))
    assert found["hold"].negation == "no"
    assert found["talk"].negation == "no"


def test_modifiers_of_an_event_noun():
    found = clauses_of(parsed("A/DT/det/3 planned/VBN/amod/3/plan visit/NN/nsubj/5 was/VBD/aux:pass/5/be postponed/VBN/root/0/postpone"))
    assert found["visit"].adverbs == ["plan", "planned"]
    assert (found["visit"].governor, found["visit"].relation) == (4, "object")


def test_relative_clause_is_marked_as_such():
    found = clauses_of(
        parsed("Rebels/NNS/nsubj/5/rebel who/WP/nsubj/3 fled/VBD/acl:relcl/1/flee Bria/NNP/obj/3 returned/VBD/root/0/return")
    )
    assert found["flee"].relation == "relcl"


def test_off_before_a_place_is_no_particle():
    for tree in (
        "Boys/NNS/nsubj:pass/3/boy were/VBD/aux:pass/3/be rescued/VBN/root/0/rescue off/IN/case/5 islands/NNS/obl/3/island",
        "A/DT/det/2 ship/NN/nsubj/3 sank/VBD/root/0/sink off/IN/case/6 the/DT/det/6 coast/NN/obl/3",
        "Ships/NNS/nsubj/2/ship sank/VBD/root/0/sink off/IN/case/4 Malta/NNP/obl/2",
    ):
        tokens = parsed(tree)
        assert {clause.particle for clause in find_clauses(tokens, LEXICON).values()} == {None}


def test_off_before_the_object_is_a_particle():
    tokens = parsed("Rabat/NNP/nsubj/2 called/VBD/root/0/call off/IN/case/5 the/DT/det/5 talks/NNS/obl/2/talk")
    found = clauses_of(tokens)
    assert found["call"].particle == "off"
    assert found["talk"].relation == "object"
