"""Floors on whole articles of our own: which events, whether they happened, who did them to whom."""

import json
from collections import Counter
from pathlib import Path

import pytest

from flows.coding import code_lines
from tests.tools import coding_tools

ARTICLES = Path(__file__).parents[2] / "training" / "articles"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))["articles"]
SAME_STATUS = {"ongoing": "occurred", "denied": "cancelled"}


def coded(rows):
    lines = (json.dumps({name: row[name] for name in ("id", "date", "text")}) for row in rows)
    return [json.loads(line)["events"] for line in code_lines(lines, **coding_tools())]


def is_inside(event, span):
    return event["sentence"]["start"] < span[1] and span[0] < event["sentence"]["end"]


def is_report(event, mark):
    """Whether an event stands in a sentence that tells of a marked one of its type."""
    return event["type"] == mark["type"] and any(is_inside(event, span) for span in [(mark["start"], mark["end"]), *mark["also"]])


def is_same_side(actors, marked):
    """Whether the same countries act, in the sectors that were judged."""
    free = [(actor["country"], actor["sector"]) for actor in actors]
    for actor in marked:
        found = next((pair for pair in free if pair[0] == actor["country"] and actor["sector"] in (None, pair[1])), None)
        if found is None:
            return False
        free.remove(found)
    return not free


def compared(events, marks, counts):
    """Pair events with marks one to one, the nearest triggers first, and count what agrees."""
    pairs = [
        (abs(e["trigger"]["start"] - m["trigger_start"]), i, k)
        for i, e in enumerate(events)
        for k, m in enumerate(marks)
        if is_report(e, m)
    ]
    events_taken, marks_taken = set(), set()
    for _, i, k in sorted(pairs):
        if i in events_taken or k in marks_taken:
            continue
        events_taken.add(i)
        marks_taken.add(k)
        if not marks[k]["optional"]:
            counts["right"] += 1
            told, meant = (SAME_STATUS.get(status, status) for status in (events[i]["status"], marks[k]["status"]))
            counts["status"] += meant is None or told == meant
            counts["sources"] += is_same_side(events[i]["sources"], marks[k]["sources"] or [])
            counts["judged"] += marks[k]["targets"] is not None
            counts["targets"] += marks[k]["targets"] is not None and is_same_side(events[i]["targets"], marks[k]["targets"])
    counts["extra"] += sum(not any(is_report(e, m) for m in marks) for e in events)
    counts["marked"] += sum(not mark["optional"] for mark in marks)


@pytest.fixture(scope="module", params=["read", "opened", "unread", "ordinary", "ordinary_unread"])
def shares(request):
    rows = [json.loads(line) for line in (ARTICLES / f"{request.param}.jsonl").read_text(encoding="utf-8").splitlines()]
    counts = Counter()
    for row, events in zip(rows, coded(rows), strict=True):
        compared(events, row["events"], counts)
    right = counts["right"]
    precision, recall = right / (right + counts["extra"]), right / counts["marked"]
    found = {"f1": 2 * precision * recall / (precision + recall), "targets": counts["targets"] / counts["judged"]}
    return request.param, found | {name: counts[name] / right for name in ("status", "sources")}


def test_articles(shares):
    name, found = shares
    below = {key: share for key, share in found.items() if share < FLOORS[name][key]}
    assert not below, f"measured {found}"
