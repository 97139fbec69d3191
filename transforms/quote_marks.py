"""Spans between quotation marks, found in the characters alone: the first step of `quotes`.

Curly, straight, doubled single (''), guillemets and German low marks; single marks count as outer marks only in a
paragraph without double ones outside them, so that apostrophes and quotes in quotes do no harm. A paragraph whose quotation is
not closed because the next one reopens it ends at its last character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

ANY_MARK = re.compile(r"[“”„«»\"‘]|''|``|(?<![\w])'(?=\w)")
DOUBLE = re.compile(r"[“”„«»\"]|''|``")
PARAGRAPH = re.compile(r"\S[^\n]*")
SINGLE_OPEN = re.compile(r"(?<![\w’'.,;:!?])[‘'](?=[\w“\"$£€])(?!(?:s|em|til|tis|twas|cause)\b|\d0s)")
SINGLE_CLOSE_SURE = re.compile(r"(?<=[.,!?…])[’'](?!\w)")
SINGLE_CLOSE = re.compile(r"(?<=\w)[’'](?!\w)")
MAX_SINGLE = 1500  # characters; a longer span between single marks is an apostrophe taken for a mark
OPENERS = frozenset("“„«") | {"``"}


@dataclass(frozen=True, slots=True)
class Marked:
    """Offsets inside the marks; `closed` is False where the next paragraph goes on."""

    start: int
    end: int
    paragraph: int
    closed: bool = True


def marked_spans(text: str) -> list[Marked]:
    """All spans between outer quotation marks, in order."""
    if not ANY_MARK.search(text):
        return []
    spans: list[Marked] = []
    paragraphs = [match.span() for match in PARAGRAPH.finditer(text)]
    for number, (first, last) in enumerate(paragraphs):
        following = text[paragraphs[number + 1][0]] if number + 1 < len(paragraphs) else ""
        if DOUBLE.search(text, first, last) and not _is_outer_single(text, first, last):
            spans += _double(text, first, last, number, following)
        else:
            spans += _single(text, first, last, number)
    return [span for span in spans if span.end > span.start]


def _is_outer_single(text: str, first: int, last: int) -> bool:
    """Whether the paragraph's double marks stand inside single ones: ‘He said “no” to me,’ she said."""
    opening, double = SINGLE_OPEN.search(text, first, last), DOUBLE.search(text, first, last)
    if not opening or not double or opening.start() > double.start():
        return False
    closing = SINGLE_CLOSE_SURE.search(text, double.end(), min(last, opening.end() + MAX_SINGLE))
    return closing is not None and not SINGLE_CLOSE_SURE.search(text, opening.end(), double.start())


def _double(text: str, first: int, last: int, number: int, following: str) -> list[Marked]:
    spans: list[Marked] = []
    opened: int | None = None
    low = False
    for match in DOUBLE.finditer(text, first, last):
        mark, at = match.group(), match.start()
        before = text[at - 1] if at > first else " "
        after = text[match.end()] if match.end() < last else " "
        if opened is None:
            if _opens(mark, before, after):
                opened, low = match.end(), mark == "„"
        elif _closes(mark, before, after, low):
            spans.append(Marked(opened, at, number))
            opened = None
        elif before.isspace() and after.isalnum() and mark in ('"', "''"):
            opened = match.end()  # the closing mark before it is missing
    if opened is not None and following in ("“", '"', "„", "«") and following:
        spans.append(Marked(opened, last, number, closed=False))
    return spans


def _opens(mark: str, before: str, after: str) -> bool:
    if mark in OPENERS:
        return not (mark == "“" and after.isspace() and not before.isspace())
    if mark == "»":
        return before.isspace() and not after.isspace()
    return mark in ('"', "''") and not after.isspace() and not before.isalnum()


def _closes(mark: str, before: str, after: str, low: bool) -> bool:
    if mark in ("”", "»"):
        return True
    if mark == "“":
        return low or (not before.isspace() and not after.isalnum())
    return mark in ('"', "''", "«") and (not before.isspace() or not after.isalnum())


def _single(text: str, first: int, last: int, number: int) -> list[Marked]:
    spans: list[Marked] = []
    at = first
    while opening := SINGLE_OPEN.search(text, at, last):
        limit = min(last, opening.end() + MAX_SINGLE)
        sure, any_close = (pattern.search(text, opening.end(), limit) for pattern in (SINGLE_CLOSE_SURE, SINGLE_CLOSE))
        again = SINGLE_OPEN.search(text, opening.end(), limit)
        closing = sure if sure and not (any_close and again and any_close.start() < again.start() < sure.start()) else any_close
        if not closing:
            break
        spans.append(Marked(opening.end(), closing.start(), number))
        at = closing.end()
    return spans
