"""Status from grammar: own words first, then the chain of governors."""

import polars as pl
import pytest

from tests.builders import clause_rows, codebook
from transforms.status import to_status

BOOK = codebook({"frame_id": "consult.meet", "type": "CONSULT", "lemmas": "meet"})
NO_TERMS = pl.DataFrame(schema={"clause_id": pl.String, "term": pl.String})
INFINITIVE = {"tense": "none", "mood": "infinitive", "marker": "to"}


def statuses(*clauses: dict[str, object], terms: pl.DataFrame = NO_TERMS) -> dict[str, tuple[str, str | None]]:
    found = to_status(clause_rows(*clauses), terms, BOOK)
    return {row["clause_id"]: (row["status"], row["status_cue"]) for row in found.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, ("occurred", None)),
        ({"modal": "may"}, ("possible", "may")),
        ({"tense": "future", "modal": "will"}, ("planned", "will")),
        ({"modal": "would"}, ("possible", "would")),
        ({"modal": "may", "negation": "never"}, ("possible", "may")),
        ({"tense": "none", "mood": "imperative"}, ("possible", "imperative")),
        ({"modal": "be to"}, ("planned", "be to")),
        ({"negation": "not"}, ("denied", "not")),
        ({"negation": "not", "modal": "will", "tense": "future"}, ("denied", "not")),
        ({"marker": "if"}, ("possible", "if")),
        ({"marker": "if", "negation": "not"}, ("possible", "if")),
        ({"marker": "unless", "negation": "never", "modal": "will"}, ("possible", "unless")),
        ({"marker": "because", "negation": "not"}, ("denied", "not")),
        ({"tense": "present", "aspect": "progressive"}, ("ongoing", None)),
        ({"adverbs": ["allegedly"]}, ("possible", "allegedly")),
        ({"part_of_speech": "noun", "mood": "nominal", "tense": "none", "adverbs": ["planned"]}, ("planned", "planned")),
        ({**INFINITIVE}, ("possible", "to")),
    ],
)
def test_own_words(given, expected):
    assert statuses({"lemma": "meet", **given})["meet"] == expected


@pytest.mark.parametrize(
    ("governor", "relation", "expected"),
    [
        ({"lemma": "expect"}, "xcomp", "planned"),
        ({"lemma": "hope", "tense": "present"}, "xcomp", "possible"),
        ({"lemma": "refuse"}, "xcomp", "denied"),
        ({"lemma": "fail", "negation": "not"}, "xcomp", "possible"),
        ({"lemma": "manage"}, "xcomp", "occurred"),
        ({"lemma": "manage", "negation": "not"}, "xcomp", "denied"),
        ({"lemma": "plan", "negation": "not"}, "xcomp", "denied"),
        ({"lemma": "be", "tense": "present"}, "xcomp", "planned"),
        ({"lemma": "go", "tense": "present", "aspect": "progressive"}, "xcomp", "planned"),
        ({"lemma": "travel"}, "advcl", "possible"),
    ],
)
def test_infinitive_takes_what_its_governor_says(governor, relation, expected):
    found = statuses(governor, {"lemma": "meet", **INFINITIVE, "governor_id": governor["lemma"], "governor_relation": relation})
    assert found["meet"][0] == expected


def test_noun_under_a_cancelling_verb():
    noun = {
        "lemma": "trip",
        "part_of_speech": "noun",
        "mood": "nominal",
        "tense": "none",
        "governor_id": "postpone",
        "governor_relation": "object",
    }
    assert statuses({"lemma": "postpone"}, noun)["trip"] == ("cancelled", "postpone")


def test_noun_under_another_verb_keeps_its_own_status():
    noun = {
        "lemma": "attack",
        "part_of_speech": "noun",
        "mood": "nominal",
        "tense": "none",
        "governor_id": "mourn",
        "governor_relation": "object",
    }
    assert statuses({"lemma": "mourn", "modal": "will", "tense": "future"}, noun)["attack"] == ("occurred", None)


def test_noun_of_a_support_verb_follows_the_verb():
    noun = {
        "lemma": "talk",
        "part_of_speech": "noun",
        "mood": "nominal",
        "tense": "none",
        "governor_id": "hold",
        "governor_relation": "object",
    }
    assert statuses({"lemma": "hold", "modal": "will", "tense": "future"}, noun)["talk"][0] == "planned"


def test_chain_of_three():
    found = statuses(
        {"lemma": "expect"},
        {"lemma": "agree", **INFINITIVE, "governor_id": "expect", "governor_relation": "xcomp"},
        {"lemma": "meet", **INFINITIVE, "governor_id": "agree", "governor_relation": "xcomp"},
    )
    assert found["meet"][0] == "planned"


def test_reported_finite_clause_stands_for_itself():
    found = statuses({"lemma": "say"}, {"lemma": "meet", "governor_id": "say", "governor_relation": "ccomp"})
    assert found["meet"] == ("occurred", None)


def test_relative_clause_is_not_governed():
    found = statuses({"lemma": "hope"}, {"lemma": "meet", "governor_id": "hope", "governor_relation": "relcl"})
    assert found["meet"] == ("occurred", None)


def test_would_is_planned_where_somebody_says_it_and_possible_under_a_condition():
    said = {"lemma": "say", "clause_id": "say"}
    meet = {"lemma": "meet", "modal": "would", "governor_id": "say", "governor_relation": "ccomp"}
    assert statuses(said, meet)["meet"] == ("planned", "would")
    condition = {"lemma": "agree", "marker": "if", "governor_id": "meet", "governor_relation": "advcl"}
    assert statuses(said, meet, condition)["meet"] == ("possible", "if")
    inverted = {"lemma": "push", "modal": "should", "governor_id": "meet", "governor_relation": "advcl"}
    assert statuses({"lemma": "meet", "modal": "will", "tense": "future"}, inverted)["meet"] == ("possible", "should")


def test_a_term_of_a_deal_is_planned_unless_its_words_say_otherwise():
    terms = pl.DataFrame({"clause_id": ["withdraw", "pay"], "term": ["under the deal", "under the deal"]})
    found = statuses({"lemma": "withdraw", "tense": "present"}, {"lemma": "pay", "negation": "not"}, terms=terms)
    assert (found["withdraw"], found["pay"]) == (("planned", "under the deal"), ("denied", "not"))


def test_a_denied_condition_is_open_in_any_order():
    strike = {"lemma": "strike", "modal": "will", "tense": "future"}
    inverted = {"lemma": "meet", "modal": "should", "negation": "not", "governor_id": "strike", "governor_relation": "advcl"}
    assert statuses(strike, inverted)["meet"] == ("possible", "should")
    assert statuses(strike, {**inverted, "governor_relation": "conj"})["meet"] == ("denied", "not")


@pytest.mark.parametrize(("modal", "expected"), [(None, "denied"), ("will", "possible"), ("could", "possible")])
def test_what_is_missing_did_not_happen_or_may_not(modal, expected):
    talks = {"lemma": "talk", "part_of_speech": "noun", "mood": "nominal", "tense": "none", "governor_relation": "without"}
    found = statuses({"lemma": "end", "modal": modal}, {**talks, "governor_id": "end"})
    assert found["talk"] == (expected, "without")


def test_a_noun_takes_only_what_a_verb_tells_of_its_subject():
    raid = {"lemma": "raid", "part_of_speech": "noun", "mood": "nominal", "tense": "none", "governor_relation": "subject"}
    assert statuses({"lemma": "refuse"}, {**raid, "governor_id": "refuse"})["raid"] == ("occurred", None)
    assert statuses({"lemma": "fall", "adverbs": ["through"]}, {**raid, "governor_id": "fall"})["raid"] == ("cancelled", "fall")


@pytest.mark.parametrize(("relation", "expected"), [("at", "occurred"), ("object", "cancelled")])
def test_when_something_was_says_nothing_of_whether_it_was(relation, expected):
    clauses = clause_rows(
        {"lemma": "postpone"},
        {"lemma": "talk", "part_of_speech": "noun", "mood": "nominal", "governor_id": "postpone", "governor_relation": relation},
    )
    statuses = dict(
        to_status(clauses, NO_TERMS, codebook({"frame_id": "f", "type": "CONSULT", "lemmas": "talk"}))
        .select("clause_id", "status")
        .iter_rows()
    )
    assert statuses["talk"] == expected


@pytest.mark.parametrize(
    ("paper", "above", "expected"),
    [
        ("resolution", {}, "occurred"),
        ("resolution", {"tense": "future", "modal": "will"}, "planned"),
        ("resolution", {"negation": "not"}, "denied"),
        ("neighbour", {"negation": "not"}, "occurred"),  # a neighbour demanding something demands it, met or not
    ],
)
def test_what_a_paper_says_is_said_where_it_is_issued(paper, above, expected):
    noun = {
        "lemma": paper,
        "part_of_speech": "noun",
        "mood": "nominal",
        "tense": "none",
        "governor_id": "hold",
        "governor_relation": "object",
    }
    says = {"lemma": "demand", "mood": "participle", "tense": "none", "governor_id": paper, "governor_relation": "acl"}
    assert statuses({"lemma": "hold", **above}, noun, says)["demand"][0] == expected


@pytest.mark.parametrize(("determiner", "expected"), [("a", "possible"), ("the", "occurred")])
def test_an_attack_that_could_cost_lives_has_not_happened(determiner, expected):
    noun = {"lemma": "attack", "part_of_speech": "noun", "mood": "nominal", "tense": "none", "determiner": determiner}
    noun |= {"governor_id": "cost", "governor_relation": "subject"}
    assert statuses({"lemma": "cost", "modal": "could"}, noun)["attack"][0] == expected
