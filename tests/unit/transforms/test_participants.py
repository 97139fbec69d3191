"""Who does it and to whom, with the real language model and codebook."""

import pytest

from tests.tools import coded_line


def actors(text, trigger, role):
    """Country and sector of the sources or targets of the event at a word."""
    event = next(e for e in coded_line(text)["events"] if e["trigger"]["text"] == trigger)
    return [(a["country"], a["sector"]) for a in event[role]]


@pytest.mark.parametrize(
    ("who", "expected"),
    [
        ("A mission of the African Union", [("IGO", "GOV")]),
        ("The political wing of Hamas", [("PSE", "REB")]),
        ("A mission in Darfur", []),
    ],
)
def test_a_branch_does_what_those_do_whose_it_is(who, expected):
    assert actors(f"{who} praised Chad.", "praised", "sources") == expected


@pytest.mark.parametrize(
    ("who", "trigger", "expected"),
    [
        ("A unit of the Russian military", "attacked", ("RUS", "MIL")),
        ("Helicopters from the Malian air force", "attacked", ("MLI", "MIL")),
        ("A unit", "attacked", ("CHL", "MIL")),
    ],
)
def test_a_group_is_of_the_country_of_its_body(who, trigger, expected):
    assert actors(f"Chile was at rest. {who} {trigger} a village.", trigger, "sources") == [expected]


@pytest.mark.parametrize("town", ["the southern city Mombasa", "the southern city of Mombasa"])
def test_a_town_that_is_named_beside_its_noun_is_shelled(town):
    assert actors(f"Somali rebels shelled {town} on Monday.", "shelled", "targets") == [("KEN", "CVL")]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Iran threatened to shell Iraqi towns.", "threatened", [("IRQ", "CVL")]),
        ("Iran threatened to shell Iraq.", "threatened", [("IRQ", "GOV")]),
        ("President Ali Okello threatened to impose a curfew in Kampala.", "threatened", [("UGA", "CVL")]),
        ("Rebels have captured a village in Chad.", "captured", [("TCD", "CVL")]),
    ],
)
def test_what_is_done_to_homes_is_done_to_the_people(text, trigger, expected):
    assert actors(text, trigger, "targets") == expected
