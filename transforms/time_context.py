"""What the rules of `time_rules` share: what they may know besides the words, and how they read a match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from transforms import calendar_rules as calendar
from transforms.calendar_rules import Interval
from transforms.time_patterns import MONTHS, NUMBERS, WEEKDAYS


@dataclass(frozen=True, slots=True)
class Context:
    """What a rule may know besides the words: `anchor` is the last date mentioned, `given_year` one that follows."""

    published: date | None
    direction: int
    anchor: Interval | None
    given_year: int | None
    day_first: bool


def group(match: re.Match[str], name: str) -> str:
    """A named group in lower case; '' where the pattern has none or it did not take part."""
    if name not in match.re.groupindex:
        return ""
    return re.sub(r"\s+", " ", match.group(name) or "").lower().replace("'", "’")


def month_number(match: re.Match[str]) -> int:
    return MONTHS[group(match, "month").rstrip(".")]


def weekday_number(text: str) -> int:
    return WEEKDAYS[text[:3]]


def number_of(text: str) -> int:
    return int(text) if text.isdigit() else NUMBERS.get(text, 1)


def in_part(interval: Interval | None, part: str) -> Interval | None:
    return calendar.third(interval, part[:5].replace("later", "late").replace("earli", "early")) if interval and part else interval
