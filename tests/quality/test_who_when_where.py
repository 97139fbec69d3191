"""Who, when and where of events in short texts that we wrote, of all regions: whole coder, real model, real seeds.

A row names the type of the event that is asked for and what is known of it; an empty cell is not asked. Actors are
`country/sector`, either of which may be left out. A row whose event is not found counts as `found` only: the type is
the codebook's matter. Who changes the texts measures the floors anew.
"""

import csv
import json
from collections import Counter
from hashlib import sha256
from pathlib import Path

from flows.coding import code_lines
from tests.tools import coding_tools

CORPUS = Path(__file__).with_name("who_when_where.csv")
FLOORS = json.loads(Path(__file__).with_name("who_when_where.json").read_text(encoding="utf-8"))
PUBLISHED = "2024-05-08"  # a Wednesday
MULTILATERAL = {"UNO": "IGO", "EUR": "IGO"}


def actors(cell):
    """(country, sector) of each actor of a cell."""
    return [tuple((part + "/").split("/")[:2]) for part in cell.split("|")]


def fits(wanted, actor):
    country, sector = wanted
    given = actor["country"] or ""
    return (not country or country in (given, MULTILATERAL.get(given))) and (not sector or sector == actor["sector"])


def same_actors(cell, found):
    """Every wanted actor has a partner and nobody is left over."""
    left = list(found)
    for wanted in sorted(actors(cell) if cell != "none" else [], key=lambda a: -sum(map(bool, a))):
        partner = next((actor for actor in left if fits(wanted, actor)), None)
        if partner is None:
            return False
        left.remove(partner)
    return not left


def right(row, event):
    """For each asked field whether the event has it right."""
    first, _, last = row["date"].partition("..")
    answers = {
        "sources": same_actors(row["sources"], event["sources"]),
        "targets": same_actors(row["targets"], event["targets"]),
        "date": (event["start_date"], event["end_date"]) == (first, last or first),
        "place": ((event["place"] or {}).get("country") or "none") == row["place"],
    }
    return {name: answer for name, answer in answers.items() if row[name]}


def test_floors_belong_to_this_corpus():
    assert sha256(CORPUS.read_bytes()).hexdigest() == FLOORS["corpus"]


def test_who_when_where():
    with CORPUS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    lines = (json.dumps({"id": i, "text": row["text"], "date": PUBLISHED}) for i, row in enumerate(rows))
    asked, good = Counter(), Counter()
    for row, line in zip(rows, code_lines(lines, **coding_tools()), strict=True):
        events = [e for e in json.loads(line)["events"] if row["type"] in (e["type"], e["plover_type"])]
        asked["found"] += 1
        good["found"] += bool(events)
        answers = max((right(row, event) for event in events), key=lambda a: sum(a.values()), default={})
        asked.update(answers)
        good.update(name for name, answer in answers.items() if answer)
    shares = {name: good[name] / asked[name] for name in asked}
    below = {name: share for name, share in shares.items() if share < FLOORS[name]}
    assert not below, f"measured {shares}"
