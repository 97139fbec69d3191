"""Deep arguments: passives, control, coordination, relative clauses, support verbs."""

from tests.builders import parsed
from transforms.arguments import ArgumentFinder, meaning_word
from transforms.clauses import find_clauses
from transforms.lexicon import Lexicon
from transforms.tokens import Tokens

LEXICON = Lexicon(
    frozenset({"visit", "talk", "attack", "effort"}), {"hold": "support", "launch": "support", "come_under": "undergo"}, frozenset()
)


def arguments_of(tokens: Tokens, lemma: str) -> set[tuple[str, str | None, str]]:
    clauses = find_clauses(tokens, LEXICON)
    head = next(i for i, clause in clauses.items() if clause.lemma == lemma)
    found = ArgumentFinder(tokens, clauses, LEXICON).of(head)
    return {(a.slot, a.preposition, tokens.word[a.word]) for a in found}


def test_passive_is_turned_round():
    tokens = parsed("Guards/NNS/nsubj:pass/3/guard were/VBD/aux:pass/3/be killed/VBN/root/0/kill by/IN/case/5 rebels/NNS/obl:agent/3/rebel")
    assert arguments_of(tokens, "kill") == {("object", None, "Guards"), ("subject", "by", "rebels")}


def test_raised_subject_and_every_member_of_a_list():
    tokens = parsed(
        "She/PRP/nsubj:pass/3 is/VBZ/aux:pass/3/be expected/VBN/root/0/expect to/TO/mark/5 meet/VB/xcomp/3 "
        "Lula/NNP/obj/5 ,/,/punct/8 Petro/NNP/conj/6 and/CC/cc/11 perhaps/RB/advmod/11 Boric/NNP/conj/6"
    )
    assert arguments_of(tokens, "meet") == {
        ("subject", None, "She"), ("object", None, "Lula"), ("object", None, "Petro"), ("object", None, "Boric"),
    }  # fmt: skip


def test_adverb_of_one_member_stays_with_it():
    tokens = parsed("She/PRP/nsubj/2 met/VBD/root/0/meet Lula/NNP/obj/2 and/CC/cc/6 perhaps/RB/advmod/6 Boric/NNP/conj/3")
    clauses = find_clauses(tokens, LEXICON)
    adverbs = {tokens.word[a.word]: a.adverbs for a in ArgumentFinder(tokens, clauses, LEXICON).of(1)}
    assert adverbs == {"She": (), "Lula": (), "Boric": ("perhaps",)}


def test_object_control():
    tokens = parsed("Paris/NNP/nsubj/2 urged/VBD/root/0/urge Mali/NNP/obj/2 to/TO/mark/5 withdraw/VB/xcomp/2")
    assert arguments_of(tokens, "withdraw") == {("subject", None, "Mali")}


def test_subject_control_of_promise():
    tokens = parsed("Paris/NNP/nsubj/2 promised/VBD/root/0/promise Mali/NNP/obj/2 to/TO/mark/5 withdraw/VB/xcomp/2")
    assert arguments_of(tokens, "withdraw") == {("subject", None, "Paris")}


def test_second_verb_takes_the_subject_of_the_first():
    tokens = parsed(
        "Juba/NNP/nsubj/2 arrested/VBD/root/0/arrest aides/NNS/obj/2/aide and/CC/cc/5 closed/VBD/conj/2/close roads/NNS/obj/5/road"
    )
    assert ("subject", None, "Juba") in arguments_of(tokens, "close")
    assert ("object", None, "aides") not in arguments_of(tokens, "close")


def test_relative_pronoun_gives_way_to_its_noun():
    tokens = parsed("Rebels/NNS/nsubj/5/rebel who/WP/nsubj/3 fled/VBD/acl:relcl/1/flee Bria/NNP/obj/3 returned/VBD/root/0/return")
    assert arguments_of(tokens, "flee") == {("subject", None, "Rebels"), ("object", None, "Bria")}


def test_support_verb_lends_subject_and_obliques_to_its_noun():
    tokens = parsed("Troops/NNS/nsubj/2/troop launched/VBD/root/0/launch an/DT/det/4 attack/NN/obj/2 on/IN/case/6 Bria/NNP/obl/2")
    assert arguments_of(tokens, "attack") == {("subject", None, "Troops"), ("oblique", "on", "Bria")}


def test_who_comes_under_attack_is_its_object():
    tokens = parsed("Bria/NNP/nsubj/2 came/VBD/root/0/come under/IN/case/4 attack/NN/obl/2")
    assert arguments_of(tokens, "attack") == {("object", None, "Bria")}


def test_infinitive_of_a_noun_belongs_to_its_owner():
    tokens = parsed("Their/PRP$/nmod:poss/2 effort/NN/nsubj/5 to/TO/mark/4 block/VB/acl/2 failed/VBD/root/0/fail aid/NN/obj/4")
    assert ("subject", None, "Their") in arguments_of(tokens, "block")


def test_cycle_in_a_bad_parse_ends():
    tokens = parsed("Seeking/VBG/xcomp/2/seek hoping/VBG/root/0/hope")
    assert arguments_of(tokens, "seek") == set()


def test_what_the_parse_hangs_on_the_visitor_belongs_to_the_visit():
    tokens = parsed(
        "visit/NN/nsubj:pass/8 by/IN/case/4 the/DT/det/4 speaker/NN/nmod/1 to/IN/case/6 Taipei/NNP/nmod/4 was/VBD/aux:pass/8/be "
        "postponed/VBN/root/0/postpone"
    )
    assert ("oblique", "to", "Taipei") in arguments_of(tokens, "visit")


def test_who_issues_a_letter_demands_what_it_demands():
    letter = parsed("Peru/NNP/nsubj/2 sent/VBD/root/0/send letters/NNS/obj/2/letter demanding/VBG/acl/3/demand talks/NNS/obj/4/talk")
    assert ("subject", None, "Peru") in arguments_of(letter, "demand")
    people = parsed("Peru/NNP/nsubj/2 met/VBD/root/0/meet miners/NNS/obj/2/miner demanding/VBG/acl/3/demand talks/NNS/obj/4/talk")
    assert ("subject", None, "miners") in arguments_of(people, "demand")


def test_a_round_of_talks_is_carried_by_its_verb():
    tokens = parsed(
        "Peru/NNP/nsubj/2 held/VBD/root/0/hold a/DT/det/4 series/NN/obj/2 of/IN/case/6 talks/NNS/nmod/4/talk with/IN/case/8 Chile/NNP/obl/2"
    )
    assert arguments_of(tokens, "talk") == {("subject", None, "Peru"), ("oblique", "with", "Chile")}


def test_what_stands_behind_a_preposition_is_no_object():
    tokens = parsed("Troops/NNS/nsubj/2/troop remained/VBD/root/0/remain on/IN/case/4 alert/NN/xcomp/2")
    assert ("oblique", "on", "alert") in arguments_of(tokens, "remain")


def test_of_tens_of_thousands_of_teachers_the_teachers_act():
    tokens = parsed(
        "Tens/NNS/nsubj/6/ten of/IN/case/3 thousands/NNS/nmod/1/thousand of/IN/case/5 teachers/NNS/nmod/3/teacher marched/VBD/root/0/march"
    )
    assert tokens.word[meaning_word(tokens, 0)] == "teachers"
