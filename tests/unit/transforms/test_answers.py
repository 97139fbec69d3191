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
        ("Sudan condemned the decision.", "condemned"),
        ("Sudan expelled two Chadian diplomats on Monday. Sudan condemned the decision.", "condemned"),  # nobody condemns what he did
    ],
)
def test_who_was_not_asked_answers_nobody(text, trigger):
    assert targets(text, trigger) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's police said that 40 miners had been arrested.", [("PER", "COP")]),
        ("The Peruvian army said that 40 miners had been killed.", []),  # who reports deaths did not cause them
        ("Japan's foreign ministry said that the offer had been turned down.", [("JPN", "GOV")]),
        ("The miners' union said that its leader had been arrested.", []),
    ],
)
def test_officials_did_what_they_report_in_the_passive(text, expected):
    (event,) = [e for e in coded_line(text)["events"] if e["type"] in ("COERCE", "REJECT", "ASSAULT")]
    assert [(actor["country"], actor["sector"]) for actor in event["sources"]] == expected


def test_who_is_set_free_is_freed_by_who_held_him():
    text = "Mali's army arrested the journalist Awa Coulibaly in May. Coulibaly was released on Monday."
    assert [(a["country"], a["sector"]) for a in event(text, "released")["sources"]] == [("MLI", "MIL")]
    assert event("Awa Coulibaly was released on Monday.", "released")["sources"] == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('The Kenyan minister called the ruling "a gag written on court paper".', "ACCUSE"),
        ('South Korea\'s trade ministry called the decision "deeply regrettable".', "ACCUSE"),
        ('Beijing described the deal as "a funeral with good speeches".', "ACCUSE"),
        ('The Kenyan minister described the talks as "frank".', None),
        ('The Polish president described the accord as "a new chapter".', None),
        ('The singer called the tour "a dream".', None),
    ],
)
def test_what_is_called_something_in_quotation_marks_is_mostly_condemned(text, kind):
    assert [e["type"] for e in coded_line(text)["events"]] == ([kind] if kind else [])
