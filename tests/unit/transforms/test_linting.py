"""Findings about a codebook: each kind once, and a clean codebook has none."""

import polars as pl

from tests.builders import codebook_tables
from transforms.linting import GrammarWords, to_findings

WORDS = GrammarWords(event_nouns=frozenset({"talk"}), predicate_adjectives=frozenset({"ready"}))
EXAMPLE = {"example": "Ann met Bob."}


def findings(*frames, classes=None, kinds=("error", "warning")):
    tables = codebook_tables(*[{**EXAMPLE, **frame} for frame in frames], classes=classes or {"treaty": "treaty|pact"})
    found = to_findings(tables, WORDS).filter(pl.col("severity").is_in(list(kinds)), pl.col("finding") != "no frame")
    return found.select("severity", "finding", "subject").rows()


TALK = {"frame_id": "consult.talk", "type": "CONSULT", "part_of_speech": "noun", "lemmas": "talk", "oblique": "on:@treaty"}


def test_a_clean_codebook_has_no_finding():
    assert findings(TALK) == []


def test_a_noun_that_is_no_predicate_is_an_error():
    assert findings(TALK | {"lemmas": "talk|chat"}) == [("error", "unlisted word", "consult.talk")]


def test_a_frame_that_another_always_beats_is_found():
    wide = {"frame_id": "accuse.wide", "type": "ACCUSE", "lemmas": "slam|rap", "object": "treaty|deal", "weight": "0.9"}
    narrow = {"frame_id": "reject.narrow", "type": "REJECT", "lemmas": "slam", "object": "treaty", "weight": "0.55"}
    assert ("error", "shadowed frame", "reject.narrow") in findings(TALK, wide, narrow)
    assert ("warning", "shadowed frame", "accuse.narrow") in findings(TALK, wide, narrow | {"frame_id": "accuse.narrow", "type": "ACCUSE"})


def test_a_frame_with_a_word_or_a_condition_of_its_own_is_not_shadowed():
    wide = {"frame_id": "accuse.wide", "type": "ACCUSE", "lemmas": "slam", "weight": "0.9"}
    other_word = {"frame_id": "reject.word", "type": "REJECT", "lemmas": "slam|snub", "weight": "0.55"}
    other_condition = {"frame_id": "reject.object", "type": "REJECT", "lemmas": "slam", "object": "@treaty", "weight": "0.55"}
    assert findings(TALK, wide, other_word, other_condition) == []


def test_unknown_kinds_unused_classes_and_missing_examples_are_found():
    assert findings(TALK | {"object": "#robot"}) == [("error", "unknown kind", "consult.talk")]
    assert findings(TALK, classes={"treaty": "pact", "ships": "ferry"}) == [("warning", "unused class", "ships")]
    assert findings(TALK | {"example": ""}) == [("warning", "no example", "consult.talk")]


def test_a_frame_that_is_more_often_wrong_than_right_codes_nothing():
    assert findings(TALK | {"weight": "0.45"}) == [("error", "too light", "consult.talk")]


def test_a_type_whose_modes_are_coded_is_not_without_frames():
    tables = codebook_tables({**EXAMPLE, "type": "CONSULT", "mode": "visit"})
    found = to_findings(tables, WORDS).filter(pl.col("finding") == "no frame").get_column("subject").to_list()
    assert "CONSULT" not in found and "CONSULT/visit" not in found
    assert found
