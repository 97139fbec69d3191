"""Quality floors on sentences that we wrote: whole coder, real model, real codebook.

The floors in floors.json belong to the corpus whose hash stands beside them. Who changes sentences.csv measures anew;
who lowers a floor writes a decision record.
"""

import csv
import json
from hashlib import sha256
from pathlib import Path

import pytest

from flows.coding import code_lines
from flows.paths import seeds_folder
from tests.tools import coding_tools

HERE = Path(__file__).parent
FLOORS = json.loads((HERE / "floors.json").read_text(encoding="utf-8"))
PUBLISHED = "2024-05-08"  # a Wednesday


@pytest.fixture(scope="module")
def coder():

    def coded(texts):
        lines = (json.dumps({"id": i, "text": text, "date": PUBLISHED}) for i, text in enumerate(texts))
        return [json.loads(line)["events"] for line in code_lines(lines, **coding_tools())]

    return coded


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def countries(event, role):
    return sorted({actor["country"] for actor in event[role] if actor["country"]})


def test_floors_belong_to_this_corpus():
    assert sha256((HERE / "sentences.csv").read_bytes()).hexdigest() == FLOORS["sentences"]["corpus"]


def test_sentences(coder):
    rows = rows_of(HERE / "sentences.csv")
    found = {"type": 0, "status": 0, "sources": 0, "targets": 0}
    for row, events in zip(rows, coder([row["sentence"] for row in rows]), strict=True):
        event = next((e for e in events if e["type"] == row["type"]), None)
        if event is None:
            continue
        found["type"] += 1
        found["status"] += event["status"] == row["status"]
        for role in ("sources", "targets"):
            found[role] += countries(event, role) == sorted(filter(None, row[role].split("|")))
    shares = {name: count / (len(rows) if name == "type" else found["type"]) for name, count in found.items()}
    below = {name: share for name, share in shares.items() if share < FLOORS["sentences"][name]}
    assert not below, f"measured {shares}"


def test_examples_of_the_codebook(coder):
    rows = [row for path in sorted((seeds_folder() / "codebook" / "frames").glob("*.csv")) for row in rows_of(path)]
    right = {"type": [0, 0], "ignored": [0, 0]}
    for row, events in zip(rows, coder([row["example"] for row in rows]), strict=True):
        types = {event["type"] for event in events}
        key, good = ("ignored", not types) if row["type"] == "IGNORE" else ("type", row["type"] in types)
        right[key][0] += good
        right[key][1] += 1
    shares = {name: good / count for name, (good, count) in right.items()}
    below = {name: share for name, share in shares.items() if share < FLOORS["codebook"][name]}
    assert not below, f"measured {shares}"
