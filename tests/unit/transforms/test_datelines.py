"""Datelines: what is one, what only looks like one, and where the text proper begins."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.datelines import NO_DATELINE, parse_date, parse_dateline

DATELINES = [
    ("18-6-2023 (BEIJING) The", "BEIJING", date(2023, 6, 18)),
    ("HANOI, Vietnam (AP) — The", "HANOI, Vietnam", None),
    ("BEIJING/WASHINGTON, June 18 (Reuters) - The", "BEIJING/WASHINGTON", None),
    ("UNITED NATIONS, Sept. 5, 2022 (Xinhua) -- The", "UNITED NATIONS", date(2022, 9, 5)),
    ("Washington, D.C. — The", "Washington, D.C.", None),
    ("THE HAGUE, Netherlands -- The", "THE HAGUE, Netherlands", None),
    ("PARIS: The", "PARIS", None),
    ("Hong Kong (CNN Business)The", "Hong Kong", None),
    ("BUFFALO, N.Y. (WIVB) — The", "BUFFALO, N.Y.", None),
    ("São Paulo (AFP) – The", "São Paulo", None),
    ("N'DJAMENA (AFP) - The", "N'DJAMENA", None),
    ("MOSCOW, June 18. /TASS/. The", "MOSCOW", None),
    ("WASHINGTON—The", "WASHINGTON", None),
    ("(CNN) — The", None, None),
    ("(CNN)The", None, None),
    ("18 June 2023, GENEVA – The", "GENEVA", date(2023, 6, 18)),
    ("Geneva, 18 June 2023 – The", "Geneva", date(2023, 6, 18)),
    ("Tuesday, May 24, 2005\nThe", None, date(2005, 5, 24)),
    ("JERUSALEM, Oct 7 (Reuters) – 10 people, The", "JERUSALEM", None),
]

SENTENCES = [
    "",
    "The US - which had objected - signed.",
    "Inflation — the highest in decades — fell.",
    "Paris — once the capital of fashion — is broke.",
    "China and Russia — The Story of Two Powers — sells well.",
    "UPDATE 1 - China objects.",
    "FILE - The bridge before it fell.",
    "BREAKING: China objects.",
    "NCAA: Athletes may be paid.",
    "THE FIX IS IN: Polls were closed early.",
    "Q: Will they come?",
    "JONES: We shall see.\nSMITH: Indeed.",
    "NATO leaders met in Vilnius.",
    "The World Health Organization (WHO) said so.",
    "European Union (EU) — The bloc grew.",
    "Angela Merkel – The chancellor retired.",
    "Chapter 12 - The start.",
    "In June 18 people died.",
    "June 18, 2023 was a Sunday.",
    "John Kerry, 68, said so.",
    "U.S.-China relations soured.",
    "I — We, rather — won.",
    "IT WAS a dark night. BEIJING (AP) — slept.",
]


@pytest.mark.parametrize(("text", "place", "day"), DATELINES)
def test_finds_place_date_and_end(text, place, day):
    found = parse_dateline(text + " river rose.")
    assert (found.place, found.date) == (place, day)
    assert text[found.end :].startswith(("The", "10 people"))


@pytest.mark.parametrize("text", SENTENCES)
def test_leaves_sentences_alone(text):
    assert parse_dateline(text) == NO_DATELINE


def test_looks_under_title_and_byline():
    text = "Leaders meet in Paris\n\nBy A. Writer\nPARIS, June 1, 2020 (AFP) - They met."
    found = parse_dateline(text)
    assert (found.place, found.date, text[found.end :]) == ("PARIS", date(2020, 6, 1), "They met.")


def test_date_line_under_a_title_cuts_nothing():
    found = parse_dateline("Ferry delayed\n\nFriday, July 21, 2017\n\nThe ferry was late.")
    assert (found.date, found.end) == (date(2017, 7, 21), 0)


def test_does_not_look_behind_a_paragraph():
    assert parse_dateline("The river rose on Monday.\nPARIS (AFP) - They met.") == NO_DATELINE


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("June 18th, 2023", date(2023, 6, 18)),
        ("18 Sept. 2023", date(2023, 9, 18)),
        ("18-Jun-2023", date(2023, 6, 18)),
        ("18th of June 2023", date(2023, 6, 18)),
        ("2023-6-18", date(2023, 6, 18)),
        ("2023/06/18", date(2023, 6, 18)),
        ("6/18/2023", date(2023, 6, 18)),
        ("18.6.2023", date(2023, 6, 18)),
        ("6/7/2023", None),
        ("June 18", None),
        ("31 February 2023", None),
        ("18 Brumaire 1799", None),
    ],
)
def test_parse_date_needs_a_year_and_one_reading(text, day):
    assert parse_date(text) == day
