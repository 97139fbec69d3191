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
