"""Every frame tried on a predicate, with the reason why it did not win."""

import polars as pl

from tests.builders import argument_rows, clause_rows, codebook, mention_rows
from transforms.coding import with_mentions
from transforms.trials import to_trials

MEET = {"frame_id": "consult.meet", "type": "CONSULT", "lemmas": "meet", "object": "#actor"}
ANY = {"frame_id": "consult.any", "type": "CONSULT", "lemmas": "meet"}
DEADLINE = {"frame_id": "consult.deadline", "type": "IGNORE", "lemmas": "meet", "object": "deadline", "modifier": "!late"}
NOT_HERE = {"frame_id": "consult.refused", "type": "CONSULT", "lemmas": "meet", "object": "!#actor"}
URGE = {"frame_id": "agree.urge", "type": "AGREE", "lemmas": "urge", "source": "subject"}


def trials(clauses, arguments):
    mentions = mention_rows({"id": "Chile", "country_code": "CHL"})
    book = codebook(MEET, ANY, DEADLINE, NOT_HERE, URGE)
    found = to_trials(clause_rows(*clauses), with_mentions(argument_rows(*arguments), mentions), book)
    return found.select("frame_id", "verdict", "reason").rows()


def test_each_frame_tried_has_its_verdict_and_reason():
    chile = {"clause": "meet", "slot": "object", "head": "chile", "mention": "Chile", "preposition": None}
    assert trials([{"lemma": "meet"}], [chile]) == [
        ("consult.meet", "won", ""),
        ("consult.any", "less specific", ""),
        ("consult.refused", "refused", "object !#actor"),
        ("consult.deadline", "unmet", "object deadline"),
    ]


def test_what_another_event_asks_for_is_consumed():
    content = {"lemma": "meet", "mood": "infinitive", "governor_id": "urge", "governor_relation": "xcomp"}
    somebody = {"clause": "urge", "slot": "subject", "head": "chile", "mention": "Chile"}
    found = dict(row[:2] for row in trials([{"lemma": "urge"}, content], [somebody]))
    assert found["agree.urge"] == "won" and "consumed" in found.values()


def test_what_is_no_event_itself_consumes_nothing():
    content = {"lemma": "meet", "mood": "infinitive", "governor_id": "urge", "governor_relation": "xcomp"}
    assert "consumed" not in [row[1] for row in trials([{"lemma": "urge"}, content], [])]


def test_a_word_that_no_frame_knows_has_no_trial():
    assert trials([{"lemma": "sleep"}], []) == []
    assert (
        to_trials(clause_rows({"lemma": "sleep"}), with_mentions(argument_rows(), mention_rows()), codebook(MEET)).schema["reason"]
        == pl.String
    )
