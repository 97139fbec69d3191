"""What stands in front of a deed: who does it, whom it is done to, or neither."""

import pytest

from tests.tools import coded_line


def sides(text, trigger):
    event = next(e for e in coded_line(text)["events"] if trigger in e["trigger"]["text"])
    return [[actor["sector"] for actor in event[role]] for role in ("sources", "targets")]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("A mosque bombing killed twenty people in Peru.", "bombing", [[], ["REL", "CVL"]]),
        ("A school shooting killed nine nurses in Peru.", "shooting", [[], ["EDU", "MED"]]),
        ("An embassy bombing killed four people in Lima.", "bombing", [[], ["GOV", "CVL"]]),
        ("The migrant deportations began in Peru.", "deportations", [[], ["REF"]]),
    ],
)
def test_to_buildings_and_unarmed_people_a_deed_is_done(text, trigger, expected):
    assert sides(text, trigger) == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("An army attack killed ten farmers in Peru.", "attack", [["MIL"], ["AGR"]]),
        ("A mob attack killed two nurses in Peru.", "attack", [["CVL"], ["MED"]]),
        ("A student protest blocked the road in Lima.", "student protest", [["EDU"], []]),
    ],
)
def test_armed_people_crowds_and_protesters_do_it(text, trigger, expected):
    assert sides(text, trigger) == expected


@pytest.mark.parametrize(
    ("text", "trigger"), [("Peru and Chile agreed on a prisoner swap.", "agreed"), ("Chile welcomed the hostage release.", "welcomed")]
)
def test_who_is_swapped_or_freed_is_no_party(text, trigger):
    sources, targets = sides(text, trigger)
    assert "CVL" not in [*sources, *targets]
