"""Terms of deals, plans and laws: present tense beside a phrase that names one."""

import polars as pl
import pytest

from tests.builders import argument_rows, clause_rows
from tests.tools import coded_line
from transforms.terms import to_terms

HEADLINE = {"lemma": "meet", "sentence_id": "first"}
LEAVE = {"lemma": "leave", "tense": "present", "start_offset": 50}
DEAL = {"clause": "leave", "slot": "oblique", "preposition": "under", "head": "deal"}


def terms(clauses, *arguments, **given):
    found = to_terms(
        clause_rows(*clauses), argument_rows(*arguments).with_columns(**{name: pl.lit(value) for name, value in given.items()})
    )
    return dict(found.iter_rows())


@pytest.mark.parametrize(
    ("preposition", "head", "text", "expected"),
    [
        ("under", "deal", "the deal", "under the deal"),
        ("under", "term", "its terms", "under its terms"),
        ("accord", "plan", "the plan", "according to the plan"),
        ("under", "law", "the law", "under the law"),
        ("accord", "ruling", "the ruling", None),
        ("as", "truce", "part of the truce", "as part of the truce"),
        ("in", "line", "line with the new laws", "in line with the new laws"),
        ("under", "bridge", "the bridge", None),
        ("in", "line", "line with the road", None),
        ("in", "deal", "the deal", None),
    ],
)
def test_which_phrases_name_a_text_with_terms(preposition, head, text, expected):
    argument = DEAL | {"preposition": preposition, "head": head}
    assert terms([HEADLINE, LEAVE], argument, text=text).get("leave") == expected


@pytest.mark.parametrize("given", [{"tense": "past"}, {"aspect": "perfect"}, {"modal": "may"}, {"mood": "infinitive"}])
def test_only_what_is_told_in_the_present_is_a_term(given):
    assert terms([HEADLINE, LEAVE | given], DEAL) == {}


def test_in_a_headline_the_deal_must_stand_in_front():
    assert terms([LEAVE], DEAL | {"clause": "leave"}, start_offset=0) == {"leave": "under deal"}
    assert terms([LEAVE], DEAL, start_offset=70) == {}
    assert terms([HEADLINE, LEAVE], DEAL, start_offset=70) == {"leave": "under deal"}


def test_what_is_joined_to_a_term_is_one():
    free = {"lemma": "free", "tense": "present", "governor_id": "leave", "governor_relation": "conj"}
    assert terms([HEADLINE, LEAVE, free], DEAL) == {"leave": "under deal", "free": "under deal"}
    assert terms([HEADLINE, LEAVE, free | {"tense": "past"}], DEAL) == {"leave": "under deal"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The accord calls for the withdrawal of Chilean troops from Peru.", [("RETREAT", "possible")]),
        ("The truce provides for the release of 80 prisoners by Peru.", [("RETREAT", "planned")]),
        ("The treaty obliges Chile to withdraw its troops from Peru.", [("RETREAT", "possible")]),
        ("The deal allows inspectors to visit Peru.", [("CONSULT", "possible")]),
        ("Chile calls for the withdrawal of troops from Peru.", [("REQUEST", "occurred")]),
        ("The court obliges Chile to withdraw its troops from Peru.", [("REQUEST", "occurred")]),
    ],
)
def test_an_agreement_asks_for_nothing_but_says_what_is_to_come(text, expected):
    assert [(e["type"], e["status"]) for e in coded_line(text)["events"]] == expected
