"""Names from the model, the gazetteer and the shape of words."""

import pytest

from tests.builders import parsed
from tests.gazetteers import GAZETTEER
from transforms.names import find_names
from transforms.tokens import Name, Tokens


def names_of(tokens: Tokens, *model: Name) -> dict[str, str]:
    tokens.names += model
    return {tokens.span_text(n.first, n.last): n.kind for n in find_names(tokens, GAZETTEER)}


def test_title_and_demonym_are_cut_off_a_person():
    tokens = parsed("Peruvian/JJ/amod/2 President/NNP/nmod:desc/3 Rosa/NNP/nsubj/5 Quispe/NNP/flat/3 spoke/VBD/root/0")
    found = names_of(tokens, Name(0, 4, "PER"))
    assert found == {"Peruvian": "country", "Rosa Quispe": "person"}


def test_country_as_a_surname_stays_a_person():
    tokens = parsed("Michael/NNP/nsubj/3 Jordan/NNP/flat/1 played/VBD/root/0")
    assert names_of(tokens, Name(0, 2, "PER")) == {"Michael Jordan": "person"}


def test_places_joined_by_and_are_taken_apart():
    tokens = parsed("Fires/NNS/nsubj/2 hit/VBD/root/0 Basra/NNP/obj/2 and/CC/cc/5 Arar/NNP/conj/3")
    assert names_of(tokens, Name(2, 5, "LOC")) == {"Basra": "place", "Arar": "place"}


def test_word_for_an_organization_settles_the_kind():
    tokens = parsed("He/PRP/nsubj/2 left/VBD/root/0 Cusco/NNP/compound/4 University/NNP/obj/2")
    assert names_of(tokens, Name(2, 4, "LOC")) == {"Cusco University": "organization"}


def test_weekdays_and_bare_titles_are_no_names():
    tokens = parsed("On/IN/case/2 Monday/NNP/obl/5 the/DT/det/4 Minister/NNP/nsubj/5 left/VBD/root/0")
    assert names_of(tokens, Name(1, 2, "PER"), Name(3, 4, "PER")) == {}


def test_common_word_that_is_also_a_city_needs_the_tag_of_a_name():
    tokens = parsed("Nice/JJ/amod/2 weather/NN/root/0")
    assert names_of(tokens) == {}


def test_surname_is_found_again_and_gets_the_kind_of_the_full_name():
    tokens = parsed(
        "Rosa/NNP/nsubj/3 Quispe/NNP/flat/1 left/VBD/root/0",
        "Then/RB/advmod/3 Quispe/NNP/nsubj/3 returned/VBD/root/0",
    )
    found = [tokens.span_text(n.first, n.last) for n in find_names_with(tokens, Name(0, 2, "PER"))]
    assert found == ["Rosa Quispe", "Quispe"]


def find_names_with(tokens: Tokens, *model: Name):
    tokens.names += model
    return find_names(tokens, GAZETTEER)


def test_unknown_single_name_behind_in_is_a_place():
    tokens = parsed("They/PRP/nsubj/2 met/VBD/root/0 in/IN/case/4 Husum/NNP/obl/2")
    assert names_of(tokens, Name(3, 4, "PER")) == {"Husum": "place"}


def test_adjective_in_front_does_not_hide_a_people():
    tokens = parsed("Young/JJ/amod/2 Peruvians/NNPS/nsubj/3 marched/VBD/root/0")
    assert names_of(tokens, Name(0, 2, "ORG")) == {"Peruvians": "country"}


def test_event_names_name_nobody():
    tokens = parsed("The/DT/det/3 Trojan/NNP/compound/3 War/NNP/nsubj/4 ended/VBD/root/0")
    assert names_of(tokens, Name(1, 2, "LOC")) == {}


def test_town_told_by_what_stands_beside_it():
    man = parsed("A/DT/det/3 Nelsonville/NNP/compound/3 man/NN/nsubj/4 died/VBD/root/0")
    assert names_of(man, Name(1, 2, "PER")) == {"Nelsonville": "place"}
    dateline = parsed("NELSONVILLE/NNP/root/0 —/:/punct/1 Rain/NN/nsubj/4 fell/VBD/parataxis/1")
    assert names_of(dateline, Name(0, 1, "PER"))["NELSONVILLE"] == "place"
    said = parsed("Later/RB/advmod/3 Nelsonville/NNP/nsubj/3 said/VBD/root/0 so/RB/advmod/3")
    assert names_of(said, Name(1, 2, "PER")) == {"Nelsonville": "person"}


def test_one_sense_of_a_town_in_an_article():
    tokens = parsed(
        "Nelsonville/NNP/nsubj/2 raised/VBD/root/0 its/PRP$/nmod:poss/4 goal/NN/obj/2",
        "Rain/NN/nsubj/2 fell/VBD/root/0 in/IN/case/4 Nelsonville/NNP/obl/2",
    )
    assert names_of(tokens, Name(0, 1, "PER"), Name(7, 8, "PER")) == {"Nelsonville": "place"}


def test_place_behind_in_is_a_name_of_its_own():
    tokens = parsed("The/DT/det/3 Fire/NNP/compound/3 Museum/NNP/nsubj/6 in/IN/case/5 Basra/NNP/nmod/3 burned/VBD/root/0")
    assert names_of(tokens, Name(1, 5, "ORG")) == {"Fire Museum": "organization", "Basra": "place"}


def test_town_in_front_of_a_mayor_and_number_behind_a_king():
    tokens = parsed("Basra/NNP/compound/3 President/NNP/nmod:desc/3 Rosa/NNP/nsubj/5 Quispe/NNP/flat/3 left/VBD/root/0")
    assert names_of(tokens, Name(0, 4, "PER"))["Rosa Quispe"] == "person"
    king = parsed("Ottokar/NNP/nsubj/3 II/NNP/flat/1 ruled/VBD/root/0")
    assert names_of(king, Name(0, 2, "LOC")) == {"Ottokar II": "person"}


@pytest.mark.parametrize(("noun", "kind"), [("district", "place"), ("festival", "person")])
def test_noun_for_an_area_behind_a_name_makes_it_a_place(noun, kind):
    tokens = parsed(f"The/DT/det/3 Warrow/NNP/compound/3 {noun}/NN/nsubj/4 flooded/VBD/root/0")
    assert names_of(tokens, Name(1, 2, "PER")) == {"Warrow": kind}


@pytest.mark.parametrize(("noun", "kind"), [("town", "place"), ("praise", "person")])
def test_what_a_town_is_of_is_a_place(noun, kind):
    tokens = parsed(f"They/PRP/nsubj/2 heard/VBD/root/0 the/DT/det/4 {noun}/NN/obj/2 of/IN/case/6 Warrow/NNP/nmod/4")
    assert names_of(tokens, Name(5, 6, "PER")) == {"Warrow": kind}


def test_word_for_an_area_at_the_end_of_a_name_overrules_the_model():
    tokens = parsed("They/PRP/nsubj/2 left/VBD/root/0 Warrow/NNP/compound/4 Oblast/NNP/obj/2")
    assert names_of(tokens, Name(2, 4, "ORG")) == {"Warrow Oblast": "place"}
    fund = parsed("They/PRP/nsubj/2 left/VBD/root/0 Friends/NNPS/obj/2 of/IN/case/6 Warrow/NNP/compound/6 County/NNP/nmod/3")
    assert names_of(fund, Name(2, 6, "ORG")) == {"Friends of Warrow County": "organization"}


@pytest.mark.parametrize(("before", "name"), [("12th", "12th Rescue Squadron"), ("12", "Rescue Squadron")])
def test_ordinal_belongs_to_the_name_of_a_unit(before, name):
    tokens = parsed(f"{before}/JJ/amod/3 Rescue/NNP/compound/3 Squadron/NNP/nsubj/4 left/VBD/root/0")
    assert list(names_of(tokens, Name(1, 3, "ORG"))) == [name]


def test_noun_that_says_what_an_organization_is_is_not_its_name():
    tokens = parsed("Volunteer/NN/compound/2 police/NN/compound/3 Harbour/NNP/compound/4 Light/NNP/nsubj/5 left/VBD/root/0")
    assert names_of(tokens, Name(0, 4, "ORG")) == {"Harbour Light": "organization"}


@pytest.mark.parametrize(("noun", "found"), [("song", {}), ("friend", {"Shallow Tide": "person"})])
def test_work_in_quotation_marks_is_nobody(noun, found):
    tokens = parsed(
        f"His/PRP$/nmod:poss/2 {noun}/NN/nsubj/7 \"/``/punct/5 Shallow/NNP/compound/5 Tide/NNP/appos/2 \"/''/punct/5 came/VBD/root/0"
    )
    assert names_of(tokens, Name(3, 5, "PER")) == found


def hyphened(text: str, tags: str) -> Tokens:
    """Words of a text whose hyphens stand between words without a space."""
    words = text.replace("-", " - ").split()
    tokens = parsed(" ".join(f"{word}/{tag}/dep/1" for word, tag in zip(words, tags.split(), strict=True)))
    tokens.text, at = text, 0
    for i, word in enumerate(words):
        tokens.start[i] = text.index(word, at)
        at = tokens.end[i] = tokens.start[i] + len(word)
    return tokens


def test_what_a_hyphen_ties_belongs_to_a_person():
    double = hyphened("Ana Roth-Lindt left", "NNP NNP HYPH NNP VBD")
    assert names_of(double, Name(0, 2, "PER")) == {"Ana Roth-Lindt": "person"}
    arabic = hyphened("Omar al-Karim left", "NNP NNP HYPH NNP VBD")
    assert names_of(arabic, Name(0, 1, "PER")) == {"Omar al-Karim": "person"}
    led = hyphened("Ana Roth-Backed units left", "NNP NNP HYPH JJ NNS VBD")
    assert names_of(led, Name(0, 2, "PER")) == {"Ana Roth": "person"}


@pytest.mark.parametrize(("town", "kind"), [("Basra", "place"), ("Bassorah", "person")])
def test_large_city_is_one_whatever_the_model_says_but_only_under_its_main_name(town, kind):
    tokens = parsed(f"Later/RB/advmod/3 {town}/NNP/nsubj/3 agreed/VBD/root/0")
    assert names_of(tokens, Name(1, 2, "PER")) == {town: kind}


@pytest.mark.parametrize(("verb", "kind"), [("wrote/VBD/root/0/write", "person"), ("grew/VBD/root/0/grow", "place")])
def test_who_does_what_only_people_do_is_a_person(verb, kind):
    tokens = parsed(f"Warrow/NNP/nsubj/2 {verb}", "They/PRP/nsubj/2 saw/VBD/root/0 Warrow/NNP/obj/2")
    assert names_of(tokens, Name(0, 1, "LOC"), Name(4, 5, "LOC")) == {"Warrow": kind}


@pytest.mark.parametrize(("noun", "kind"), [("brother", "person"), ("museum", "organization")])
def test_relative_in_front_of_a_name_makes_it_a_person(noun, kind):
    beside = parsed(f"Her/PRP$/nmod:poss/2 {noun}/NN/nsubj/4 Warrow/NNP/appos/2 fell/VBD/root/0")
    assert names_of(beside, Name(2, 3, "ORG")) == {"Warrow": kind}
    apart = parsed(f"Her/PRP$/nmod:poss/2 {noun}/NN/nsubj/5 ,/,/punct/4 Warrow/NNP/appos/2 fell/VBD/root/0")
    assert names_of(apart, Name(3, 4, "ORG")) == {"Warrow": kind}
    unseen = parsed(f"Her/PRP$/nmod:poss/2 {noun}/NN/nsubj/4 Warrow/NNP/appos/2 fell/VBD/root/0")
    assert ("Warrow" in names_of(unseen)) == (kind == "person")


@pytest.mark.parametrize(("noun", "kind"), [("population", "place"), ("opinion", "person")])
def test_what_has_a_population_is_a_place_wherever_else_it_acts(noun, kind):
    tokens = parsed(
        "Warrow/NNP/nsubj/2 hired/VBD/root/0 troops/NNS/obj/2",
        f"The/DT/det/2 {noun}/NN/nsubj/5 of/IN/case/4 Warrow/NNP/nmod/2 grew/VBD/root/0",
    )
    assert names_of(tokens, Name(0, 1, "PER"), Name(6, 7, "LOC")) == {"Warrow": kind}


def test_saint_that_the_model_calls_a_place_stays_one():
    church = parsed("They/PRP/nsubj/2 met/VBD/root/0 near/IN/case/5 St./NNP/nmod:desc/5 Michael/NNP/obl/2")
    assert names_of(church, Name(3, 5, "LOC")) == {"St. Michael": "place"}
    held = parsed("They/PRP/nsubj/2 met/VBD/root/0 Mr/NNP/nmod:desc/4 Michael/NNP/obj/2")
    assert names_of(held, Name(2, 4, "LOC")) == {"Michael": "person"}


@pytest.mark.parametrize(("noun", "kind"), [("leader", "person"), ("village", "place")])
def test_who_is_told_behind_his_office_is_a_person(noun, kind):
    tokens = parsed(f"Its/PRP$/nmod:poss/2 {noun}/NN/nsubj/6 ,/,/punct/4 Osk/NNP/appos/2 Warrow/NNP/flat/4 fell/VBD/root/0")
    assert names_of(tokens, Name(3, 5, "LOC")) == {"Osk Warrow": kind}
