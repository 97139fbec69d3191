"""Bodies that a noun introduces: "the charity Brightwell"."""

import pytest

from tests.tools import coded_line


def body(text, name):
    """Kind of entity, country and sector of the last mention with these words."""
    found = [m for m in coded_line(text)["mentions"] if m["text"] == name][-1]
    return found["entity"], found["country"], found["sector"]


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The charity Brightwell praised Kenya. Brightwell condemned Chile.", "Brightwell", ("Brightwell", "NGO", "NGO")),
        ("The Danish charity Brightwell praised Kenya.", "Brightwell", ("Brightwell", "DNK", "NGO")),
        ("Nurses in Ireland walked out. The union SIPTA condemned the ministry.", "SIPTA", ("SIPTA", "IRL", "LAB")),
        ("Pilots in Kenya walked out. The airline Skyhaul condemned them.", "Skyhaul", ("Skyhaul", "KEN", "BUS")),
    ],
)
def test_a_name_behind_the_noun_for_a_body_is_one(text, name, expected):
    assert body(text, name) == expected


def test_who_speaks_for_a_body_that_a_noun_introduces_is_of_its_country_and_sector():
    text = "Kenya lifted the ban. A spokesman for the Danish charity Brightwell praised the step."
    assert body(text, "spokesman")[1:] == ("DNK", "NGO")


def test_a_loose_noun_says_nothing_of_the_name_beside_it():
    assert body("The group Tannery Rovers praised Kenya.", "Tannery Rovers")[2] is None
    assert body("The charity Tannery Rovers praised Kenya.", "Tannery Rovers")[2] == "NGO"


def test_whom_a_court_is_told_of_is_no_court():
    assert body("Prosecutors told the court Brightwell had threatened a judge in Kenya.", "Brightwell")[2] is None
