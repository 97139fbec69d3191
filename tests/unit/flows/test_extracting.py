"""`dateline extract`: one line out for one line in, in order, whatever the line holds; and the golden pages."""

from __future__ import annotations

import gzip
import json
import logging
from datetime import UTC, datetime
from pathlib import Path

import pytest

from flows.extracting import extract_lines
from transforms.articles import Extraction

PAGES = Path(__file__).parents[2] / "golden" / "pages"
NOW = datetime(2026, 11, 1, tzinfo=UTC)
EXTRACTION = Extraction()


def extract(*requests):
    lines = [request if isinstance(request, str) else json.dumps(request) for request in requests]
    return [json.loads(line) for line in extract_lines(lines, EXTRACTION, NOW)]


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.html")), ids=lambda page: page.stem)
def test_golden_page(page):
    expected = json.loads(page.with_suffix(".json").read_text("utf-8"))
    (found,) = extract({"id": page.stem, "path": str(page)})
    if "error" in expected:
        assert found["error"].startswith(expected["error"])
    else:
        assert {name: found[name] for name in expected} == expected


def test_text_holds_the_article_and_nothing_else():
    (found,) = extract({"id": "1", "path": str(PAGES / "summit.html")})
    assert "Marta Velez, who led the talks" in found["text"]
    for stray in ("cookies", "Sport", "Finally some good news", "All rights reserved"):
        assert stray not in found["text"]


def test_every_line_is_answered_in_order():
    good = {"path": str(PAGES / "undated.html"), "url": "https://a.example/2019/01/02/ferry?utm_source=x", "fetched": "2020-01-01"}
    bad = [
        "not json",
        "",
        "[1]",
        {"id": 4},
        {"id": 5, "path": "/no/such.html"},
        {"id": 6, "path": "x\0y"},
        {"id": 7, **good, "fetched": "soon"},
    ]
    answers = extract({"id": "a", **good}, *bad, {"id": "z", **good})
    assert [answer["id"] for answer in answers] == ["a", None, None, None, 4, 5, 6, 7, "z"]
    assert all(set(answer) == {"id", "error"} for answer in answers[1:-1])
    assert set(answers[0]) == {"id", "url", "canonical_url", "title", "authors", "published", "language", "text"}
    assert answers[0] | {"id": "z"} == answers[-1]
    assert (answers[0]["url"], answers[0]["canonical_url"]) == (good["url"], "https://a.example/2019/01/02/ferry")


def test_nothing_is_dated_behind_the_day_it_was_fetched():
    request = {"path": str(PAGES / "undated.html"), "url": "https://a.example/2019/01/02/ferry"}
    same_day, day_before, month = extract(
        {**request, "fetched": "2019-01-02"}, {**request, "fetched": "2019-01-01"}, {**request, "url": "https://a.example/2018/03/ferry"}
    )
    assert (same_day["published"], day_before["published"], month["published"]) == ("2019-01-02", None, None)


def test_gzipped_page_gives_the_same(tmp_path):
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress((PAGES / "summit.html").read_bytes()))
    assert extract({"id": 1, "path": str(packed)}) == extract({"id": 1, "path": str(PAGES / "summit.html")})


def test_page_cut_off_in_its_gzip(tmp_path):
    packed = tmp_path / "page.html.gz"
    packed.write_bytes(gzip.compress((PAGES / "summit.html").read_bytes())[:300])
    (answer,) = extract({"id": 1, "path": str(packed)})
    assert answer["error"].startswith("truncated_gzip")


def test_lines_are_read_one_at_a_time():
    def endless():
        while True:
            yield json.dumps({"id": 1, "path": str(PAGES / "empty.html")})

    assert json.loads(next(extract_lines(endless(), EXTRACTION, NOW)))["id"] == 1


def test_a_page_that_cannot_be_parsed_is_told_in_its_line_only(tmp_path, caplog):
    page = tmp_path / "page.html"
    page.write_text("<p>no page at all</p>")
    logging.getLogger("trafilatura").setLevel(logging.NOTSET)
    (line,) = extract_lines([json.dumps({"id": 1, "path": str(page)})])
    assert json.loads(line)["error"].startswith("not_an_article")
    assert caplog.records == []
