"""Two codings side by side: gained, lost, changed, same."""

import polars as pl

from tests.rows import rows
from transforms.comparison import to_changes, to_counts
from transforms.schemas import EVENTS, PARTICIPANTS

MEETING = {"article_id": "a", "clause_id": "c1", "event_type": "CONSULT", "status": "occurred", "cameo_code": "040"}


def coding(*events, people=()):
    return {"events": rows(EVENTS, *events), "participants": rows(PARTICIPANTS, *people)}


def test_events_on_the_same_predicate_are_compared():
    old = coding({**MEETING, "event_id": "e1"}, {**MEETING, "event_id": "e2", "clause_id": "c2"})
    new = coding(
        {**MEETING, "event_id": "e9", "event_type": "AGREE"},
        {**MEETING, "event_id": "e3", "clause_id": "c3"},
    )
    found = to_changes(old, new)
    assert found.select("change", "clause_id", "changed_columns").rows() == [
        ("changed", "c1", ["event_type"]),
        ("lost", "c2", []),
        ("gained", "c3", []),
    ]
    assert to_counts(found).rows() == [("AGREE", 0, 0, 1, 0), ("CONSULT", 1, 1, 0, 0)]


def test_other_participants_are_a_change_and_another_id_alone_is_none():
    ann = {"event_id": "e1", "article_id": "a", "role": "source", "position": 0, "name": "Ann"}
    old = coding({**MEETING, "event_id": "e1"}, people=[ann])
    assert to_changes(old, coding({**MEETING, "event_id": "e2"}, people=[{**ann, "event_id": "e2"}])).item(0, "change") == "same"
    other = coding({**MEETING, "event_id": "e2"}, people=[{**ann, "event_id": "e2", "name": "Bob"}])
    assert to_changes(old, other).select("change", "changed_columns").rows() == [("changed", ["source_names"])]


def test_two_events_of_one_predicate_are_paired_in_order():
    two = [{**MEETING, "event_id": "e1"}, {**MEETING, "event_id": "e2", "status": "possible"}]
    assert to_changes(coding(*two), coding(*reversed(two))).get_column("change").to_list() == ["same", "same"]
    assert to_changes(coding(), coding()).schema["before_event_type"] == pl.String
