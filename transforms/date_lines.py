"""Date lines: a line near the head of a text that tells when it was published, and nothing else.

"May 03, 2013", "Published: 12 June 2024, 10:15 GMT", "By Ana Lund | 3 May 2013". Such a line has nothing left when its
dates, the hour, the by-line and the words of publishing are taken out; so no sentence is one. For texts that nothing
else gives a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from transforms.datelines import MONTHS, head_lines, parse_date

LINE_LENGTH = 120  # characters; a date with hour, update and two authors is shorter
_MONTH = rf"(?:{'|'.join(MONTHS)})\b\.?"
_ORDINAL = r"\d{1,2}(?:st|nd|rd|th)?"
_NUMBERS = r"\d{4}(?P<y>[-/.])\d{1,2}(?P=y)\d{1,2}|\d{1,2}(?P<d>[-/.])\d{1,2}(?P=d)\d{4}"
DAY = re.compile(
    rf"(?<![\w/.-])(?:{_MONTH}\s{_ORDINAL},?\s\d{{4}}|{_ORDINAL}(?:\sof)?[\s-]{_MONTH},?[\s-]\d{{4}}|{_NUMBERS})(?![\d/-])", re.IGNORECASE
)
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_NAMES = rf"{_NAME}(?:,?\s+(?:{_NAME}|and|of|for|in|the|de|van|von|al|bin)){{0,7}}"
_BAR = "|•·"
# what may stand beside a date, in the order in which it is taken out
_BESIDE = (
    re.compile(r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?\b", re.IGNORECASE),
    re.compile(r"\b\d{1,2}\s?min(?:ute)?s?\sread\b", re.IGNORECASE),
    re.compile(r"\bT?\d{1,2}(?:[:.h]\d\d){1,2}(?:\.\d+)?(?=Z|\b|[ap]m)|\b\d{1,2}(?=\s?[ap]\.?\s?m\b)", re.IGNORECASE),
    re.compile(r"\b\d{4}(?=\s?(?:GMT|UTC|hrs)\b)"),
    re.compile(r"(?<![^\W\d_])[ap]\.?\s?m\b\.?|\b(?:hours|hrs|noon|midnight|local|eastern|pacific|time)\b", re.IGNORECASE),
    re.compile(r"\b(?:GMT|UTC|Z|[ECMP][SD]?T|[A-Z]{1,3}[SD]T|CES?T|EES?T|MSK|SGT|HKT|PKT|WIB)\b|[+-]\d\d:?\d\d\b"),
    re.compile(
        r"\b(?:(?:re)?published|publication|posted|(?:last|first)?\s?updated?|last|first|originally|modified|revised|edited|corrected|created"
        r"|written|filed|released|issued|dated?|on|at|as of|for immediate release|(?:press|news|media) release)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?:[Bb]y|BY):?\s+{_NAMES}"),
    re.compile(rf"^\s*{_NAMES}\s*(?=[{_BAR}])|(?<=[{_BAR}])\s*{_NAMES}\s*(?=[{_BAR}]|$)"),
)
_LATER = re.compile("updat|modif|revis|edit|correct", re.IGNORECASE)


def find_date_line(text: str) -> date | None:
    """The day that the lines at the head of a text say it was published, else updated; None where they name two."""
    stated = [found for line in _lines(text) for found in _stated(line)]
    days = {day for day, is_later in stated if not is_later} or {day for day, _ in stated}
    return days.pop() if len(days) == 1 else None


def is_date_line(line: str, *, with_names: bool = True) -> bool:
    """Whether a line holds a date and nothing but what goes with it; names beside a bar may be a headline: "Visits Cuba | May 3, 2013"."""
    rest, count = DAY.subn(" ", line)
    for pattern in (_BESIDE if with_names else _BESIDE[:-1]) if count else ():
        rest = pattern.sub(" ", rest)
    return count > 0 and not re.search(r"\w", rest)


def _lines(text: str) -> Iterator[str]:
    for offset, _ in head_lines(text):
        line = text[offset : offset + LINE_LENGTH + 1].splitlines()[0]
        if len(line) <= LINE_LENGTH and is_date_line(line):
            yield line


def _stated(line: str) -> Iterator[tuple[date, bool]]:
    """The days of a date line, and whether the words before each say that it is that of a later version."""
    begin = 0
    for match in DAY.finditer(line):
        if day := parse_date(match[0]):
            yield day, bool(_LATER.search(line[begin : match.start()]))
        begin = match.end()
