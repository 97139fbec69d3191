"""Descriptions and pronouns that take up what was named before, with the real language model and gazetteers."""

import pytest

from tests.tools import coded_line


def actors(text, trigger, role="sources"):
    """Country and sector of the sources or targets of the event at a word."""
    event = next(e for e in coded_line(text)["events"] if e["trigger"]["text"] == trigger)
    return [(a["country"], a["sector"]) for a in event[role]]


@pytest.mark.parametrize(
    ("before", "sentence", "expected"),
    [
        ("The army captured a town on Monday.", "It arrested twelve men there.", ("TCD", "MIL")),
        ("A Sudanese militia seized a village.", "It arrested two teachers.", ("SDN", "MIL")),
        ("Police cleared a square.", "It arrested twelve men.", ("TCD", "GOV")),
    ],
)
def test_it_may_be_a_force_in_the_singular(before, sentence, expected):
    assert actors(f"Chad accused Sudan of theft. {before} {sentence}", "arrested") == [expected]


def test_the_crew_of_an_armed_ship_are_soldiers_of_its_country():
    text = "Benin was at rest. A Chadian gunboat crossed the lake and its crew arrested five fishermen."
    assert actors(text, "arrested") == [("TCD", "MIL")]


@pytest.mark.parametrize(
    "office", ["The foreign minister", "The foreign ministry", "The Foreign Ministry", "The Department of Foreign Affairs"]
)
def test_foreign_affairs_are_those_of_the_articles_country(office):
    assert actors(f"Protests broke out in Kenya on Monday. {office} condemned the march.", "condemned") == [("KEN", "GOV")]


def test_a_foreign_force_is_not_of_the_articles_country():
    assert actors("Protests broke out in Kenya on Monday. The foreign troops condemned the march.", "condemned") == [(None, "MIL")]


def test_the_seat_behind_a_body_tells_whose_it_is():
    text = "Kenya and Uganda quarrel. Kenya blamed Uganda. The Foreign Ministry in Kampala condemned the theft."
    assert actors(text, "condemned") == [("UGA", "GOV")]


@pytest.mark.parametrize(("body", "expected"), [("State Audit Office", ("KEN", "GOV")), ("Nordic Audit Office", (None, "GOV"))])
def test_an_office_with_a_name_is_of_the_articles_country_unless_several_share_it(body, expected):
    assert actors(f"Protests broke out in Kenya on Monday. The {body} condemned the march.", "condemned") == [expected]


def test_who_is_abroad_does_not_lend_a_country_to_places_that_nobody_knows():
    text = "Residents of Obrakrom blocked a road. Two Chinese nationals fled Obrakrom. The Chinese embassy was silent in Obrakrom."
    assert actors(text, "blocked") == [(None, "CVL")]


@pytest.mark.parametrize("union", ["Union of Dock Workers", "Kenyan Union of Dock Workers"])
def test_a_union_is_of_no_town_of_that_name_and_the_union_takes_it_up(union):
    text = f"Protests broke out in Kenya on Monday. The {union} called a strike. The union condemned the march. It accused police."
    assert [actors(text, trigger) for trigger in ("condemned", "accused")] == [[("KEN", "LAB")]] * 2


@pytest.mark.parametrize(
    ("described", "expected"),
    [
        ("The Chilean union UNTRA", ("CHL", "LAB")),
        ("The union UNTRA", ("PER", "LAB")),
        ("UNTRA", (None, None)),
    ],
)
def test_a_body_is_what_its_description_says(described, expected):
    text = f"Protests broke out in Peru on Monday. {described} was silent.\n\nOn Friday UNTRA condemned the march."
    assert actors(text, "condemned") == [expected]


@pytest.mark.parametrize(
    ("whom", "expected"),
    [
        ("a Chilean airline and three of its directors", [("CHL", "BUS"), ("CHL", "BUS")]),
        ("a Chilean bank and its chairman", [("CHL", "BUS"), ("CHL", "BUS")]),
        ("a Chilean general and two of his men", [("CHL", "MIL"), ("CHL", "MIL")]),
    ],
)
def test_and_its_means_whom_the_words_before_name(whom, expected):
    assert actors(f"The European Union imposed sanctions on {whom}.", "imposed", "targets") == expected


def test_western_diplomats_are_of_no_one_country():
    assert actors("Mali is poor. Western diplomats criticised the junta.", "criticised") == [(None, "GOV")]


def test_those_who_protest_somewhere_against_somebody_do_so_where_others_die():
    text = "Three people died during protests in Peru against the government that took power in May."
    assert actors(text, "protests", "targets") == [("PER", "GOV")]
