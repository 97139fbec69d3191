"""Whom an answer is given to, where its own words don't say."""

import pytest

from tests.tools import coded_line


def event(text, trigger):
    """The event at a trigger."""
    return next(e for e in coded_line(text)["events"] if e["trigger"]["text"] == trigger)


def targets(text, trigger):
    return [(actor["country"], actor["sector"]) for actor in event(text, trigger)["targets"]]


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        (
            "Kenya's health ministry offered the nurses' union half of the arrears on Monday. The union turned down the proposal within hours.",
            "turned down",
            [("KEN", "GOV")],
        ),
        ("Sudan expelled two Chadian diplomats on Monday. The African Union condemned the decision.", "condemned", [("SDN", "GOV")]),
        ("France demanded on Monday that Niger release the envoy. Niger refused.", "refused", [("FRA", "GOV")]),
        ("Peru accused Chile of espionage. Santiago rejected the claim.", "rejected", [("PER", "GOV")]),
    ],
)
def test_an_answer_is_given_to_who_spoke_or_acted_before(text, trigger, expected):
    assert targets(text, trigger) == expected


@pytest.mark.parametrize(
    ("text", "trigger"),
    [
        ("France demanded on Monday that Niger release the envoy. Brazil refused.", "refused"),  # nobody asked Brazil
        ("Sudan denied that it had expelled two Chadian diplomats. The African Union condemned the decision.", "condemned"),
        ("France demanded that Niger release the envoy. Niger rejected a tax on tea.", "rejected"),  # that is no answer
        ("Sudan expelled two Chadian diplomats on Monday. Sudan condemned the decision.", "condemned"),  # nobody condemns what he did
    ],
)
def test_who_was_not_asked_answers_nobody(text, trigger):
    assert targets(text, trigger) == []


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        # the decision is Canada's, not that of who rejects it
        (
            "Canada imposed sanctions on Belarus. Belarus rejected the accusation. Britain praised the decision.",
            "praised",
            [("CAN", "GOV")],
        ),
        # a verdict is the court's, though investigators raided somebody since
        (
            "A Latvian court sentenced a banker to four years. Latvian rebels attacked a jail. Estonia welcomed the verdict.",
            "welcomed",
            [("LVA", "JUD")],
        ),
    ],
)
def test_the_noun_says_what_kind_of_deed_is_meant(text, trigger, expected):
    assert targets(text, trigger) == expected
