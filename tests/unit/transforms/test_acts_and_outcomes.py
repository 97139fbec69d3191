"""What is said of an act behind its noun, and what an act did: one event with its doer and whom it was done to."""

import pytest

from tests.tools import coded_line


def events(text):
    """(type, status, countries or sectors of the sources, of the targets) of every event."""
    sides = ("sources", "targets")
    return [
        (e["type"], e["status"], *[[actor["country"] or actor["sector"] for actor in e[side]] for side in sides])
        for e in coded_line(text)["events"]
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # imposed belongs to the tariffs, not to what they are on
        ("The tariffs on steel imports imposed by Canada in May will hurt exporters.", [("SANCTION", "occurred", ["CAN"], [])]),
        ("Curbs on exports announced on Monday by China will take effect in June.", [("SANCTION", "planned", ["CHN"], [])]),
        ("An attack on Malian villagers carried out by rebels on Sunday left ten dead.", [("ASSAULT", "occurred", ["MLI"], ["MLI"])]),
        # what an attack did is the attack
        ("A raid by the army killed three.", [("ASSAULT", "occurred", ["MIL"], [])]),
        ("Attacks by the militia in Mali killed 40 villagers.", [("ASSAULT", "occurred", ["MLI"], ["MLI"])]),
        (
            "The raid by the Malian army did not kill any villagers.",
            [("ASSAULT", "occurred", ["MLI"], []), ("ASSAULT", "denied", [], ["MLI"])],
        ),
    ],
)
def test_an_act_with_what_it_did_is_one_event(text, expected):
    assert events(text) == expected


@pytest.mark.parametrize(("modal", "status"), [("could", "possible"), ("might", "possible"), ("will", "occurred")])
def test_an_attack_that_could_do_something_is_imagined(modal, status):
    assert events(f"A Turkish attack on Greece {modal} worry others.") == [("ASSAULT", status, ["TUR"], ["GRC"])]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Norway raised concerns about the trial of a journalist with China.", ["ACCUSE"]),
        ("Ties between Greece and Turkey have soured, raising concerns of a clash.", []),
    ],
)
def test_only_somebody_raises_concerns(text, types):
    assert [e["type"] for e in coded_line(text)["events"]] == types


def test_what_is_bought_is_no_party():
    assert events("Japan agreed to buy 40 jets from Sweden.") == [("AGREE", "occurred", ["JPN"], ["SWE"])]


@pytest.mark.parametrize(
    "text",
    [
        "Students in Chile held a rally to demand the resignation of the education minister.",
        "Miners in Chile continued their strike to demand higher pay from the government.",
        "Thousands marched through Santiago in Chile, demanding that the president resign.",
    ],
)
def test_who_protests_protests_against_whom_he_asks(text):
    (protest,) = [event for event in events(text) if event[0] == "PROTEST"]
    assert protest[3] == ["CHL"]


def test_what_is_not_asked_of_anybody_has_no_target():
    assert [
        event[3] for event in events("Students in Chile held a rally to mark the anniversary of a strike.") if event[0] == "PROTEST"
    ] == [[]]
