"""Where a visit goes, where a meeting is held, and what a treaty is only called."""

import pytest

from tests.tools import coded_line


def sides(text):
    event = coded_line(text)["events"][0]
    place = event["place"] or {}
    return [[actor["country"] for actor in event[role]] for role in ("sources", "targets")], place.get("name")


@pytest.mark.parametrize(
    "text",
    [
        "Norway's minister postponed his Vietnam trip.",
        "Norway's minister ended his Vietnam visit on Monday.",
        "The Hanoi visit of Norway's minister was called off.",
        "Norway's minister is on a Vietnam tour.",
    ],
)
def test_a_country_in_front_of_a_visit_is_its_goal(text):
    assert sides(text)[0] == [["NOR"], ["VNM"]]


def test_a_people_in_front_of_a_visit_is_the_visitor():
    assert sides("The Norwegian visit was called off.")[0] == [["NOR"], []]


@pytest.mark.parametrize("place", ["Doha", "Geneva"])
def test_a_town_in_front_of_talks_is_where_they_are_held(place):
    assert sides(f"The {place} peace talks between Peru and Chile resumed.") == ([["PER", "CHL"], []], place)
    assert sides(f"Peru and Chile attended the {place} meeting.") == ([["PER", "CHL"], []], place)


def test_a_town_behind_a_meeting_is_no_target_of_who_speaks_of_it():
    assert sides("Chile criticised the meeting in Geneva.") == ([["CHL"], []], "Geneva")


def test_a_town_in_front_of_a_treaty_is_its_name():
    assert sides("Chile welcomed the Vienna agreement.")[0] == [["CHL"], []]


def test_towns_joined_by_a_hyphen_are_the_parties():
    assert sides("Serbia left the Belgrade-Pristina talks.")[0] == [["SRB"], ["XKX"]]
