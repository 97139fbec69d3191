"""Names that mean something else than they say."""

import pytest

from tests.tools import coded_line


@pytest.mark.parametrize(("told", "code"), [("North Korea", "PRK"), ("South Korea", "PRK"), ("South Sudan", None)])
def test_the_north_is_a_state_where_the_article_speaks_of_its_other_half(told, code):
    text = f"{told} announced a drill on Monday. Officials said the North threatened to fire missiles."
    assert next(m["country"] for m in coded_line(text)["mentions"] if m["text"] == "North") == code


@pytest.mark.parametrize(("who", "count"), [("Cyclones Idai and Kenneth", 0), ("Idai Makumbe", 1)])
def test_storms_do_nothing_as_persons_do(who, count):
    events = coded_line(f"{who} killed more than 600 people in Mozambique in 2019.")["events"]
    assert sum(len(event["sources"]) for event in events) == count
