import io
import json

import pytest

from flows.console import result_console
from flows.explain import explain_event
from flows.explain_text import marked_sentence, render_explanation
from flows.reading import open_published
from transforms.errors import InputError


@pytest.fixture
def explained(home):
    with open_published(home) as connection:
        return explain_event(connection, "ABC1")


def printed(explanation) -> str:
    out = io.StringIO()
    result_console(out).print(render_explanation(explanation))
    return out.getvalue()


def test_the_parts_of_the_sentence_are_marked(explained):
    sentence = explained["sentence"]["text"]
    found = {label: sentence[start:end] for start, end, label in explained["marks"]}
    # Hanoi is target and place: one mark, the first in order
    assert found == {"trigger": "visit", "source": "Norwegian minister Ingrid Solheim", "target": "Hanoi", "date": "Monday"}


def test_marks_can_be_read_without_colour(explained):
    text = marked_sentence(explained).plain
    assert "Norwegian minister Ingrid Solheim[source] will visit[trigger] Hanoi[target] on Monday[date]." in text


def test_a_person_reads_rule_cue_date_file_and_offsets(explained):
    text = printed(explained)
    assert "CONSULT / visit, planned   abc1" in text
    assert "planned, because of “will”" in text
    assert "consult.visit.go of codebook c0de" in text
    assert "2025-03-10 (day), rule weekday, from “Monday”" in text
    assert "Ingrid Solheim (NOR GOV)" in text
    assert "wire/trip.txt" in text
    assert "[46:51]" in text


def test_the_explanation_is_json(explained):
    back = json.loads(json.dumps(explained))
    assert back["date"]["start_date"] == "2025-03-10"
    assert back["article"]["payload_sha256"] == "5ha"


def test_offsets_of_the_explanation_point_into_the_article(explained, tables):
    text = tables["articles"].item(0, "text")
    assert text[explained["trigger"]["start"] : explained["trigger"]["end"]] == "visit"


@pytest.mark.parametrize(
    ("prefix", "problem"), [("abc", "fits several events (abc1, abc2)"), ("zzz", "not in the warehouse"), (" ", "is empty")]
)
def test_an_id_must_fit_one_event(home, prefix, problem):
    with open_published(home) as connection, pytest.raises(InputError) as caught:
        explain_event(connection, prefix)
    assert problem in str(caught.value)


def test_an_event_without_participants_date_and_place(home):
    with open_published(home) as connection:
        text = printed(explain_event(connection, "abc2"))
    assert "marched[trigger]" in text
    assert "no cue says otherwise" in text
    assert "\ndate" not in text
