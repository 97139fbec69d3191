"""Mentions with their titles and modifiers."""

from tests.builders import parsed
from tests.gazetteers import GAZETTEER
from transforms.mentions import Mention, find_mentions
from transforms.tokens import Name, Tokens


def mentions_of(tokens: Tokens, *model: Name) -> dict[str, Mention]:
    tokens.names += model
    return {tokens.span_text(m.first, m.last): m for m in find_mentions(tokens, GAZETTEER)}


def test_title_country_and_phrase_of_a_person():
    tokens = parsed("French/JJ/amod/3 Foreign/NNP/amod/3 Minister/NNP/nmod:desc/4 Rosa/NNP/nsubj/6 Blanc/NNP/flat/4 left/VBD/root/0")
    found = mentions_of(tokens, Name(3, 5, "PER"))
    rosa = found["Rosa Blanc"]
    assert (rosa.title, rosa.modifier_country, tokens.word[rosa.head]) == ("Foreign Minister", "FRA", "Rosa")
    assert tokens.span_text(rosa.phrase_first, rosa.phrase_last) == "French Foreign Minister Rosa Blanc"
    assert "Minister" not in found


def test_description_keeps_lower_case_modifiers_and_notes_the_organization():
    tokens = parsed(
        "Two/CD/nummod/5 senior/JJ/amod/5 State/NNP/compound/5 Department/NNP/compound/5 officials/NNS/nsubj/6/official left/VBD/root/0"
    )
    officials = mentions_of(tokens)["officials"]
    assert (officials.kind, officials.form, officials.modifier_organization) == ("group", "description", "State Department")


def test_possessor_and_of_phrase_give_the_country():
    tokens = parsed("Iraq/NNP/nmod:poss/3 's/POS/case/1 army/NN/nsubj/4 left/VBD/root/0")
    assert mentions_of(tokens)["army"].modifier_country == "IRQ"
    tokens = parsed("The/DT/det/2 president/NN/nsubj/5 of/IN/case/4 Peru/NNP/nmod/2 left/VBD/root/0")
    assert mentions_of(tokens)["president"].modifier_country == "PER"


def test_leaders_in_a_place_are_not_its_leaders_and_a_scholar_of_it_not_its_citizen():
    tokens = parsed("The/DT/det/2 leaders/NNS/nsubj/5/leader in/IN/case/4 Iraq/NNP/nmod/2 met/VBD/root/0")
    assert mentions_of(tokens)["leaders"].modifier_country is None
    tokens = parsed("A/DT/det/3 China/NNP/compound/3 scholar/NN/nsubj/4 wrote/VBD/root/0")
    assert mentions_of(tokens)["scholar"].modifier_country is None


def test_two_nouns_known_together_are_one_description():
    tokens = parsed("A/DT/det/3 police/NN/compound/3 officer/NN/nsubj/4 fell/VBD/root/0")
    found = mentions_of(tokens)
    assert list(found) == ["police officer"]
    assert found["police officer"].kind == "person"


def test_apposition_gives_the_role():
    tokens = parsed(
        "Rosa/NNP/nsubj/8 Blanc/NNP/flat/1 ,/,/punct/6 a/DT/det/6 French/JJ/amod/6 lawyer/NN/appos/1 ,/,/punct/1 left/VBD/root/0"
    )
    rosa = mentions_of(tokens, Name(0, 2, "PER"))["Rosa Blanc"]
    assert (rosa.title, rosa.modifier_country) == ("lawyer", "FRA")


def test_members_of_a_coordination_share_the_country():
    tokens = parsed("Iraqi/JJ/amod/2 police/NN/nsubj/5 and/CC/cc/4 troops/NNS/conj/2/troop moved/VBD/root/0")
    assert mentions_of(tokens)["troops"].modifier_country == "IRQ"


def test_adjectives_of_regions_and_peoples_refer_to_nobody():
    tokens = parsed("Alpine/JJ/amod/3 Kurdish/JJ/amod/3 song/NN/nsubj/4 rang/VBD/root/0")
    assert mentions_of(tokens) == {}


def test_pronouns_of_the_third_person_but_no_empty_it():
    tokens = parsed("It/PRP/nsubj/3 was/VBD/cop/3 hard/JJ/root/0 to/TO/mark/5 see/VB/csubj/3 them/PRP/obj/5")
    assert [m.form for m in mentions_of(tokens).values()] == ["pronoun"]


def test_spans_are_unique():
    tokens = parsed("The/DT/det/2 UN/NNP/nsubj/3 said/VBD/root/0 its/PRP$/nmod:poss/5 envoy/NN/nsubj/6 left/VBD/ccomp/3")
    tokens.names += [Name(1, 2, "ORG"), Name(1, 2, "LOC")]
    spans = [(m.first, m.last) for m in find_mentions(tokens, GAZETTEER)]
    assert len(spans) == len(set(spans)) == 3
