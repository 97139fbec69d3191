"""Who did what a passive leaves open, where the article says it."""

import pytest

from tests.tools import coded_line


def sources(text, trigger):
    """Country and sector of the sources of the last event at a trigger."""
    event = [e for e in coded_line(text)["events"] if e["trigger"]["text"] == trigger][-1]
    return [(actor["country"], actor["sector"]) for actor in event["sources"]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Peru's police said that 40 miners had been arrested.", [("PER", "COP")]),
        ("Peru's interior ministry said that 40 miners had been arrested.", []),  # the police did it
        ("The Peruvian army said that 40 miners had been killed.", []),  # who reports deaths did not cause them
        ("Japan's foreign ministry said that the offer had been turned down.", [("JPN", "GOV")]),
        ("The miners' union said that its leader had been arrested.", []),
    ],
)
def test_officials_did_what_they_report_in_the_passive(text, expected):
    (event,) = [e for e in coded_line(text)["events"] if e["type"] in ("COERCE", "REJECT", "ASSAULT")]
    assert [(actor["country"], actor["sector"]) for actor in event["sources"]] == expected


@pytest.mark.parametrize(
    ("text", "trigger", "expected"),
    [
        ("Mali's army arrested the journalist Awa Coulibaly in May. Coulibaly was released on Monday.", "released", [("MLI", "MIL")]),
        ("A Malian court convicted Awa Coulibaly in May. Coulibaly was pardoned on Monday.", "pardoned", [("MLI", "JUD")]),
        ("Mali's army arrested the journalist Awa Coulibaly in May. The singer Oumar Keita was released on Monday.", "released", []),
        ("Boko Haram killed three Malian tourists in May. Five Malian tourists were released on Monday.", "released", []),
        ("France criticised Malian journalists in May. Three Malian journalists were released on Monday.", "released", []),
    ],
)
def test_who_is_set_free_is_freed_by_who_held_him(text, trigger, expected):
    assert sources(text, trigger) == expected


def test_troops_that_were_shelled_withdraw_themselves():
    text = "Russia shelled Ukrainian troops in May. Ukrainian troops were withdrawn from Bakhmut on Monday."
    assert all(country != "RUS" for country, _ in sources(text, "withdrawn"))
