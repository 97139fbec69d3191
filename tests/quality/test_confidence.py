"""Whether confidence means what it says: events in our own sentences and articles that nobody read while the codebook grew.

The curve that stands was fitted to half of the sentences and to other articles (docs/coding.md).
"""

import json
from pathlib import Path

import pytest

from flows.coding import code_lines
from tests.quality.test_whole_articles import ARTICLES, coded, is_report
from tests.tools import coding_tools

SENTENCES = Path(__file__).parents[2] / "training" / "sentences"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["confidence"]


def read_lines(paths):
    return [json.loads(line) for path in sorted(paths) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="module")
def judged():
    """(confidence, whether right) of every event that is on the marked words, in a sentence without an event, or in an article."""
    rows = read_lines(SENTENCES.glob("unread*.jsonl"))
    lines = code_lines((json.dumps({"id": "", "text": row["text"]}) for row in rows), **coding_tools())
    found = []
    for row, line in zip(rows, lines, strict=True):
        start = row["text"].find(row["trigger"]) if row["trigger"] else -1
        for event in json.loads(line)["events"]:
            trigger = event["trigger"]
            marked = start >= 0 and trigger["start"] < start + len(row["trigger"]) and start < trigger["end"]
            if marked or row["type"] == "NONE":
                found.append((event["confidence"], row["type"] in (event["type"], event["plover_type"])))
    articles = read_lines(ARTICLES.glob("*unread.jsonl"))
    for article, events in zip(articles, coded(articles), strict=True):
        found += [(event["confidence"], any(is_report(event, mark) for mark in article["events"])) for event in events]
    return found


def test_there_are_events_of_both_kinds(judged):
    assert sum(right for _, right in judged) > 300 and sum(not right for _, right in judged) > 30


def test_brier_score(judged):
    score = sum((confidence - right) ** 2 for confidence, right in judged) / len(judged)
    assert score <= FLOORS["most_brier"]


def test_each_full_bin_is_as_right_as_it_says(judged):
    gaps = {}
    for low in range(10):
        inside = [(confidence, right) for confidence, right in judged if low <= confidence * 10 < low + 1]
        if len(inside) >= FLOORS["full_bin"]:
            gaps[low / 10] = abs(sum(c for c, _ in inside) - sum(r for _, r in inside)) / len(inside)
    assert gaps and max(gaps.values()) <= FLOORS["largest_gap"], gaps
