"""Names that mean something else than they say."""

import pytest

from tests.builders import parsed
from tests.tools import coded_line, coding_tools
from transforms.known_names import capitals_match


@pytest.mark.parametrize(("told", "code"), [("North Korea", "PRK"), ("South Korea", "PRK"), ("South Sudan", None)])
def test_the_north_is_a_state_where_the_article_speaks_of_its_other_half(told, code):
    text = f"{told} announced a drill on Monday. Officials said the North threatened to fire missiles."
    assert next(m["country"] for m in coded_line(text)["mentions"] if m["text"] == "North") == code


@pytest.mark.parametrize(("who", "count"), [("Cyclones Idai and Kenneth", 0), ("Idai Makumbe", 1)])
def test_storms_do_nothing_as_persons_do(who, count):
    events = coded_line(f"{who} killed more than 600 people in Mozambique in 2019.")["events"]
    assert sum(len(event["sources"]) for event in events) == count


def places(text):
    return {m["text"]: m["country"] for m in coded_line(text)["mentions"] if m["kind"] in ("place", "country")}


def test_datelines_in_capitals_keep_their_small_words():
    text = "{}: Police arrested two men on Monday."
    for place, code in (("PORT OF SPAIN", "TTO"), ("RIO DE JANEIRO", "BRA"), ("PORT-AU-PRINCE", "HTI")):
        event = next(iter(coded_line(text.format(place))["events"]))
        assert [actor["country"] for actor in event["sources"]] == [code]


@pytest.mark.parametrize(("more", "code"), [("", None), (" Cameroon asked for help.", "CMR")])
def test_a_direction_is_a_region_only_of_a_country_that_is_named(more, code):
    assert places(f"Nurses in North-West walked out on Monday.{more}").get("North-West") == code


def test_a_short_name_is_the_state_of_the_article():
    text = "Farmers in Plateau sign pact\n\nFarmers in the Bokkos area of Plateau State, Nigeria, signed a pact on Tuesday."
    assert places(text)["Plateau"] == "NGA"


@pytest.mark.parametrize("name", ["Villa El Salvador", "Port of Spain", "North Korea"])
def test_words_in_capitals_are_known_whether_small_words_have_one_or_not(name):
    tokens = parsed(" ".join(f"{word}/NNP/root/0" for word in f"{name} police".upper().split()))
    end, (entry, *_) = capitals_match(tokens, f"{name} police".upper(), 0, coding_tools()["annotator"].gazetteer)
    assert (end, entry.name) == (len(name), name)
