"""Date lines: which lines say when a text was published, and which only hold a date."""

from __future__ import annotations

from datetime import date

import pytest

from transforms.date_lines import find_date_line

DAY = date(2024, 6, 13)
BODY = "The Lorvan dam gave way on Sunday night, and the town below it was flooded within the hour."
DATE_LINES = [
    "June 13, 2024",
    "June 13th, 2024",
    "JUNE 13, 2024 AT 1:10PM",
    "Jun. 13, 2024",
    "13 June 2024",
    "13th of June 2024",
    "13-Jun-2024",
    "Thursday, June 13, 2024",
    "Thu., Jun. 13, 2024 11:45 AM PDT",
    "(June 13, 2024)",
    "2024-06-13",
    "2024-06-13 10:15",
    "2024-06-13T10:15:00+02:00",
    "2024/06/13",
    "13.06.2024",
    "13/06/2024",
    "6/13/2024",
    "Published: 13 June 2024, 10:15 GMT",
    "First published June 13, 2024 4:59 PM EDT",
    "Posted on Thu Jun 13, 2024 08:45 AM",
    "Updated 13 June 2024 at 10.15 am",
    "12:52 p. m. EDT June 13, 2024",
    "1015 GMT, 13 June 2024",
    "June 13, 2024 | 5:03pm",
    "By Ana Lund | 13 June 2024",
    "By ANA LUND, Staff Writer, June 13, 2024",
    "Ana Lund and Bo Ek • June 13, 2024 • 5 min read",
    "Published on June 13, 2024 by Ana Lund",
    "For immediate release: June 13, 2024",
]
OTHER_LINES = [
    "2024",
    "June 2024",
    "June 13",
    "6/7/2024",
    "31 June 2024",
    "June 13, 2024 was a Thursday",
    "On June 13, 2024 the dam broke",
    "Talks end on June 13, 2024",
    "By June 13, 2024",
    "By Thursday, June 13, 2024",
    "Deadline: 13 June 2024",
    "Born 13 June 2024",
    "Battle of Belmere, 13 June 2024",
    "June 13 – 15, 2024",
    "13 June 2024 – 15 June 2024",
]


@pytest.mark.parametrize("line", DATE_LINES)
def test_a_line_that_holds_only_a_date_dates_the_text(line):
    assert find_date_line(f"Dam breaks above Belmere\n{line}\n{BODY}") == DAY
    assert find_date_line(f"{line}\n\nDam breaks above Belmere\n\n{BODY}") == DAY


@pytest.mark.parametrize("line", OTHER_LINES)
def test_a_line_that_says_more_or_less_does_not(line):
    assert find_date_line(f"Dam breaks above Belmere\n{line}\n{BODY}") is None


def test_the_day_of_publication_beats_that_of_an_update():
    line = "Published June 13, 2024"
    assert find_date_line(f"UPDATED 14 June 2024\nOriginally published 13 June 2024\n{BODY}") == DAY
    assert find_date_line(f"{line} | Updated June 14, 2024\n{BODY}") == DAY


def test_lines_of_two_days_are_a_chronicle():
    assert find_date_line("How it went\n13 June 2024\nThe dam breaks\n15 June 2024\nThe town is rebuilt\n") is None


def test_a_date_line_stands_at_the_head():
    assert find_date_line(f"Dam breaks above Belmere\n{BODY}\n13 June 2024\n") is None
