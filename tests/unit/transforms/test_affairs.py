"""How far an article is about public affairs: by the sentences that a public actor stands in."""

import polars as pl
import pytest

from tests.tools import coded_line
from transforms.affairs import ENOUGH, shares, with_affairs


def mentioned(*sectors, sentences=10):
    """Shares of an article whose first sentences name somebody of the given sectors."""
    rows = [{"sentence_id": f"s{n}", "kind": "organization", "form": "name", "sector_code": sector} for n, sector in enumerate(sectors)]
    found = shares(
        pl.DataFrame(rows, schema={"sentence_id": pl.String, "kind": pl.String, "form": pl.String, "sector_code": pl.String}),
        pl.DataFrame({"article_id": ["a"] * sentences, "sentence_id": [f"s{n}" for n in range(sentences)]}),
    )
    return found.get_column("affairs").to_list()


def test_share_of_sentences_with_a_public_actor():
    assert mentioned("GOV", "BUS", "MIL") == [pytest.approx(0.2 / ENOUGH)]
    assert mentioned() == [0.0]
    assert mentioned(*["GOV"] * 9) == [1.0]


def test_a_short_text_counts_as_public():
    assert mentioned(sentences=4) == [1.0]


def test_public_actors_of_an_event():
    events = pl.DataFrame({"event_id": ["e", "f", "g"], "article_id": ["a"] * 3})
    participants = pl.DataFrame(
        {"event_id": ["e", "e", "f", "g"], "sector_code": ["BUS", "COP", "BUS", None], "country_code": [None, "PER", "PER", "IGO"]}
    )
    mentions = pl.DataFrame(schema={"sentence_id": pl.String, "kind": pl.String, "form": pl.String, "sector_code": pl.String})
    sentences = pl.DataFrame({"article_id": ["a"], "sentence_id": ["s"]})
    found = with_affairs(events, participants, mentions, sentences, key="event_id")
    assert found.get_column("is_public").to_list() == [True, False, True]


@pytest.mark.parametrize(
    "where, is_coded", [("The match was a quiet one until the storm came.", False), ("Police closed the town hall.", True)]
)
def test_what_a_match_report_calls_a_refusal_is_none(where, is_coded):
    text = "Milltown draw\n\nThe visitors refused to surrender. " + " ".join([where] * 5)
    assert bool([event for event in coded_line(text)["events"] if event["trigger"]["text"] == "refused"]) == is_coded
