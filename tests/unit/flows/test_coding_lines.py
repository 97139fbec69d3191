"""`dateline code`: one line out per line in, whatever the line holds."""

import json

import pytest

from flows.coding import code_lines
from flows.paths import seeds_folder
from flows.seeds import load_annotator, read_codebook

TEXT = "LIMA, May 6 (Wire) — Peru condemned Chile on Monday."


@pytest.fixture(scope="module")
def answers():
    given = [
        json.dumps({"id": "a", "text": TEXT, "date": "2024-05-07"}),
        "",
        "{bad",
        "[1]",
        json.dumps({"id": 5}),
        json.dumps({"id": "a", "text": TEXT}),
    ]
    tools = {"annotator": load_annotator(seeds_folder()), "codebook": read_codebook(seeds_folder())}
    return [json.loads(line) for line in code_lines(given, **tools)]


def test_order_and_ids_are_kept(answers):
    assert [answer["id"] for answer in answers] == ["a", None, None, None, 5, "a"]


def test_bad_lines_say_what_is_wrong(answers):
    assert [("error" in answer) for answer in answers] == [False, True, True, True, True, False]
    assert "has no text" in answers[4]["error"]


def test_offsets_point_into_the_text_as_given(answers):
    event = answers[0]["events"][0]
    assert (event["type"], event["start_date"]) == ("ACCUSE", "2024-05-06")
    for spot in (event["trigger"], *event["sources"], *event["targets"], *answers[0]["times"], *answers[0]["mentions"]):
        assert TEXT[spot["start"] : spot["end"]] == spot["text"]
    assert TEXT[event["sentence"]["start"] : event["sentence"]["end"]] == TEXT


def test_without_a_date_a_weekday_stays_open(answers):
    assert answers[5]["times"][0]["start_date"] is None
