"""The country of actors that the words beside them don't name: from the sentence, the dateline and the article."""

import pytest

from tests.tools import coded_line


def country(text, words):
    return next(m["country"] for m in coded_line(text)["mentions"] if m["text"] == words)


ABROAD = """Soldiers oust Guinea-Bissau's leader

DAKAR - Soldiers in Guinea-Bissau overthrew the president on Tuesday.

An army spokesman announced a curfew on the radio."""
AT_HOME = """Kenya's teachers strike

NAIROBI - Teachers walked out of Kenyan schools on Tuesday and Tanzania sent its sympathy.

A police spokesman announced a ban on rallies."""


def test_an_article_written_from_a_neighbouring_capital_is_about_the_country_that_it_tells_of():
    assert country(ABROAD, "army spokesman") == "GNB"
    assert country(AT_HOME, "police spokesman") == "KEN"


def test_the_dateline_says_where_a_town_of_its_name_lies():
    text = "PEINE, Chile - Villagers in Peine marched on Friday."
    assert country(text, "Peine") == "CHL"


def test_a_state_of_the_union_is_no_country_of_its_name():
    assert country("ATLANTA, Georgia - Police in Atlanta arrested six men on Friday.", "Atlanta") == "USA"


def test_a_small_town_of_a_country_that_nobody_speaks_of_is_another_one():
    text = "Police in Kenya and Tanzania searched the harbour of Peine on Friday."
    assert country(text, "Peine") != "DEU"
    assert country("Police searched the harbour of Peine on Friday.", "Peine") == "DEU"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Estonian and Danish intelligence services warned Latvia.", {("EST", "SPY"), ("DNK", "SPY")}),
        ("French, German and Polish lawmakers met in Berlin on Monday.", {("FRA", "LEG"), ("DEU", "LEG"), ("POL", "LEG")}),
    ],
)
def test_peoples_in_front_of_one_noun_share_what_it_says(text, expected):
    (event,) = coded_line(text)["events"]
    assert {(actor["country"], actor["sector"]) for actor in event["sources"]} == expected


def test_whose_something_is_does_not_say_where_it_happens():
    text = "PORT VILA - Crowds gathered in Vanuatu's capital on Tuesday. Youths looted Chinese-owned supermarkets on Wednesday."
    assert country(text, "Youths") == "VUT"
    assert country(text.replace("Chinese-owned supermarkets", "US-made lorries"), "Youths") == "VUT"


def test_who_acts_at_a_place_that_the_sentence_names_is_of_its_country():
    text = "Turkey bombed a valley in Iraq on Saturday. Turkish jets returned on Sunday. In Mosul, mourners burned a Turkish flag."
    assert country(text, "mourners") == "IRQ"


def test_leaders_of_the_organisation_are_of_no_state():
    text = "DAKAR - The West African bloc ECOWAS suspended Guinea-Bissau on Monday. The leaders of the organisation demanded elections."
    assert country(text, "leaders") == "IGO"


def test_a_company_without_a_country_is_of_the_article_s():
    text = (
        "Elders in Australia sued a mining company on Monday. Australian courts will hear the case. The company refused to stop its pumps."
    )
    assert country(text, "company") == "AUS"


def test_a_numbered_wing_or_group_is_military():
    text = "The 507th Maintenance Group flew to Turkey on Monday. A reporter of the 21st Century Media Group went along."
    mentions = coded_line(text)["mentions"]
    assert [m["sector"] for m in mentions if m["text"].endswith("Group")] == ["MIL", "BUS"]
