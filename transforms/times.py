"""Time expressions of an article as intervals of days: annotation's `times`.

Patterns find the wordings paragraph by paragraph, filters drop what only looks like a date (2,000 troops, "for three
days", the verb "may"), and the rules place each one with the tense of its verb, the day of publication and the date
mentioned before. Without a day of publication relative expressions are kept with NULL dates.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from transforms import calendar_rules as calendar
from transforms.calendar_rules import Interval
from transforms.time_context import Context, group
from transforms.time_direction import FUTURE, QUOTATION_MARKS, UNKNOWN, direction_of
from transforms.time_patterns import GATES, PATTERNS
from transforms.time_rules import RULES
from transforms.tokens import Tokens
from transforms.word_sets import word_set

RECORD_REACH, LONG_UNITS = 10, ("year", "decade")  # words between "the worst" and "in ten years"
ANCHOR_SENTENCES = 2  # 'three days later' looks back so many sentences for its date
DIRECTED = word_set(
    "month_day day_month month weekday deictic_weekday deictic_unit quarter quarter_code half season holiday ordinal_day edge in_units"
)
DIRECTION_NAMES = {-1: "past", 1: "future", 0: "nearest"}
BOUNDS = word_set("since until till by before after from through")
UNPLACED_PRECISION = {"weekday": "day", "adverb": "day", "deictic_weekday": "day", "weekday_of_week": "day", "month_day": "day",
                      "day_month": "day", "day_beside": "day", "daytime": "day", "holiday": "day", "ordinal_day": "day",
                      "month": "month", "deictic_month": "month", "month_which_year": "month", "season": "season",
                      "quarter": "quarter", "quarter_code": "quarter", "half": "half"}  # fmt: skip
PARAGRAPH = re.compile(r"\S[^\n]*")
DURATION_WORDS = word_set("for lasted lasting lasts spent")
AMBIGUOUS_MONTHS = frozenset(("may", "march", "august", "april", "june"))
TIME_PREPOSITIONS = word_set("in of since by until till from to through during for before after between on around about last and or")
QUANTITIES = word_set(
    "people person men women children troops soldiers civilians deaths cases miles kilometers kilometres meters metres feet tons tonnes "
    "acres homes houses jobs workers police officers dollars euros pounds votes residents families refugees students members hours "
    "minutes words points km kg mph dead wounded injured others more times victims fighters militants prisoners seats"
)
NUMBER_WORDS = word_set("than least most nearly almost over approximately roughly estimated some exactly only another")
NAMED_DAYS = word_set("black good bloody super ash palm easter fat cyber holy maundy")
WEEKDAY_TITLES = word_set("times mirror express mail telegraph school night herald post football")
RANGE = re.compile(r" *(?:-|–|—|to|through|until|till) *(?:the )?")
OPEN_RANGE = re.compile(r" +and +(?:the )?")
RANGED = (
    {"weekday"},
    {"month", "month_year"},
    {"month_day", "day_month", "month"},
    {"month_day", "weekday"},
    {"year", "part_of_year"},
    {"iso"},
    {"numeric"},
    {"quarter"},
)
ISO_LIKE_ORDER = re.compile(
    r"\b(?:(\d{1,2})(?:st|nd|rd|th)?\s)?(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?(?:\s(\d{1,2})\b)?"
)


@dataclass(frozen=True, slots=True)
class Time:
    """One time expression: offsets into the article, interval (both days included), precision and the rule's name."""

    start: int
    end: int
    start_date: date | None
    end_date: date | None
    precision: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Found:
    """A match with the words it covers: first..last (exclusive)."""

    name: str
    match: re.Match[str]
    first: int
    last: int

    @property
    def span(self) -> tuple[int, int]:
        return self.match.span()


def find_times(tokens: Tokens, published: date | None) -> list[Time]:
    """All dates of the article in order; durations, sets ('every Monday'), clock times and vague words are left out."""
    found = _candidates(tokens)
    if not found:
        return []
    day_first = _is_day_first(tokens.text)
    placed: list[tuple[_Found, Time]] = []
    anchor: tuple[Interval, int] | None = None
    for item, following in zip(found, [*found[1:], None], strict=True):
        sentence = tokens.sentence[item.first]
        reach = 0 if item.name == "offset" else ANCHOR_SENTENCES
        near = anchor[0] if anchor and sentence - anchor[1] <= reach else None
        direction = direction_of(tokens, item.first, item.last) if item.name in DIRECTED else UNKNOWN
        if item.name == "in_units" and not item.match["within"] and (direction != FUTURE or is_record(tokens, item)):
            continue  # 'the first visit in five years' is a duration
        opens = item.first == 0 or tokens.sentence[item.first - 1] != sentence
        if item.name == "offset" and near is None and opens:
            near = _day_ahead(tokens, found, item, published)
        context = Context(published, direction, near, _year_behind(tokens.text, item, following), day_first)
        interval = RULES[item.name](item.match, context)
        placed.append((item, _to_time(tokens, item, interval, direction)))
        if interval:
            anchor = (interval, sentence)
    return _join_ranges(tokens.text, placed)


def is_record(tokens: Tokens, item: _Found) -> bool:
    """Whether years measure how long nothing was like it, also in front of what is to come: 'after the worst floods in two decades'."""
    front = [i for i in range(max(item.first - RECORD_REACH, 0), item.first) if tokens.sentence[i] == tokens.sentence[item.first]]
    superlative = any(tokens.tag[i] in ("JJS", "RBS") and tokens.word[i - 1].lower() != "at" for i in front)
    return item.match["unit"] in LONG_UNITS and (superlative or any(tokens.lemma[i] in ("first", "only") for i in front))


def _day_ahead(tokens: Tokens, found: list[_Found], item: _Found, published: date | None) -> Interval | None:
    """The date of the main clause behind 'two days after …,' in the same sentence."""
    sentence = tokens.sentence[item.first]
    behind = [o for o in found if o.first >= item.last and tokens.sentence[o.first] == sentence and o.name in DIRECTED]
    for other in behind:
        context = Context(published, direction_of(tokens, other.first, other.last), None, None, False)
        interval = RULES[other.name](other.match, context)
        if interval and interval.precision == "day":
            return interval
    return None


def _candidates(tokens: Tokens) -> list[_Found]:
    """The matches of all patterns, the pattern that stands earlier in the list first, without overlaps."""
    found: list[_Found] = []
    for paragraph in PARAGRAPH.finditer(tokens.text):
        first, last = paragraph.span()
        open_gates = {name for name, gate in GATES.items() if gate.search(tokens.text, first, last)}
        taken: list[re.Match[str]] = []
        for pattern in PATTERNS:
            if pattern.gate not in open_gates:
                continue
            for match in pattern.expression.finditer(tokens.text, first, last):
                if any(match.start() < other.end() and other.start() < match.end() for other in taken):
                    continue
                item = _located(tokens, pattern.name, match)
                if item and _is_date(tokens, item):
                    taken.append(match)
                    found.append(item)
    return sorted(found, key=lambda item: item.span)


def _located(tokens: Tokens, name: str, match: re.Match[str]) -> _Found | None:
    """The match with its words; None where the model saw no words (dateline, cut text)."""
    first = tokens.at(match.start())
    if first >= len(tokens) or tokens.start[first] >= match.end():
        return None
    return _Found(name, match, first, tokens.at(match.end() - 1) + 1)


def _to_time(tokens: Tokens, item: _Found, interval: Interval | None, direction: int) -> Time:
    rule = item.name
    if item.name in DIRECTED and not group(item.match, "year"):
        rule += f".{DIRECTION_NAMES[direction]}"
    before = tokens.word[item.first - 1].lower() if item.first else ""
    if before in BOUNDS:
        rule += f".{before}"
    start, end = item.span
    if interval:
        return Time(start, end, interval.start, interval.end, interval.precision, rule)
    unit = group(item.match, "unit")
    precision = UNPLACED_PRECISION.get(item.name) or calendar.PRECISION_OF_UNIT.get(unit, unit) or "other"
    return Time(start, end, None, None, precision, rule)


def _is_date(tokens: Tokens, item: _Found) -> bool:
    """Drop words that look like a date and are none, by kind."""
    before = tokens.word[item.first - 1].lower() if item.first else ""
    if item.name == "year":
        return _is_year(tokens, item, before)
    if item.name == "month":
        return _is_month(tokens, item, before)
    if item.name == "weekday":
        return _is_weekday(tokens, item, before)
    if item.name in ("in_units", "span_of_units"):
        return before not in DURATION_WORDS and not tokens.tag[item.first].startswith("VB")
    if item.name.startswith("deictic"):
        titled = before in QUOTATION_MARKS and item.last < len(tokens) and tokens.word[item.last] in QUOTATION_MARKS
        return not titled and before not in ("every", "each") and not _is_conjunction(tokens, item.first)
    if item.name == "adverb":
        return not (item.match["word"] == "Today" and item.first > 0 and tokens.tag[item.first - 1].startswith("NNP"))
    if item.name == "century":
        return not _in_name(tokens, item)
    return not (item.name == "quarter" and before in ("every", "each"))


def _is_conjunction(tokens: Tokens, word: int) -> bool:
    """'it is likely that Friday's vote …'"""
    return tokens.word[word].lower() == "that" and (tokens.tag[word] == "IN" or tokens.dep[word] == "mark")


def _in_name(tokens: Tokens, item: _Found, labels: tuple[str, ...] = ("PER", "ORG")) -> bool:
    """Whether the words are part of a longer name of a person or organization."""
    return any(
        name.first <= item.first and item.last <= name.last and name.last - name.first > item.last - item.first and name.label in labels
        for name in tokens.names
    )


def _is_year(tokens: Tokens, item: _Found, before: str) -> bool:
    """1500 people and 2000 troops are numbers; 2016 elections are not."""
    number = int(item.match["year"])
    after = tokens.word[item.last].lower() if item.last < len(tokens) else ""
    if after in QUANTITIES or before in NUMBER_WORDS or before in ("no.", "number", "#", "us$", "rs", "route", "flight", "highway"):
        return False
    beside = before[:1].isdigit() or (after[:1].isdigit() and tokens.start[item.last] == item.match.end() + 1)
    if before == "at" or beside or _in_name(tokens, item, ("PER",)):
        return False  # '1800 555 2000' is a telephone number
    plural = item.last < len(tokens) and tokens.tag[item.last] == "NNS"
    marked = item.first > 0 and (tokens.tag[item.first - 1] in ("DT", "PRP$", "POS", "IN") or tokens.tag[item.first - 1].startswith("NNP"))
    if plural and not marked:
        return number % 50 != 0 and 1900 <= number <= 2050
    return number >= 1400 or (number >= 1100 and before in ("in", "since", "year", "of", "from", "until"))


def _is_month(tokens: Tokens, item: _Found, before: str) -> bool:
    """'May' is a modal and a name too: months that are other words need a sign that a date stands here."""
    word = group(item.match, "month").rstrip(".")
    if _in_name(tokens, item) or tokens.tag[item.last - 1] == "MD" or before in ("every", "each"):
        return False
    if word not in AMBIGUOUS_MONTHS or item.match["part"]:
        return True
    if before in TIME_PREPOSITIONS:
        following = tokens.tag[item.last] if item.last < len(tokens) else ""
        return not following.startswith("NNP")
    after = tokens.tag[item.last] if item.last < len(tokens) else ""
    return tokens.tag[item.last - 1].startswith("NNP") and (after in ("NN", "NNS", "POS") or before in ("a", "the", "’s", "'s"))


def _is_weekday(tokens: Tokens, item: _Found, before: str) -> bool:
    after = tokens.word[item.last].lower() if item.last < len(tokens) else ""
    capital = item.last < len(tokens) and tokens.word[item.last][0].isupper()
    if before in NAMED_DAYS or (capital and after in WEEKDAY_TITLES) or _in_name(tokens, item):
        return False
    return before not in ("every", "each")


def _year_behind(text: str, item: _Found, following: _Found | None) -> int | None:
    """'between March and June 2018': the year of the second date is that of the first too."""
    if not following or group(item.match, "year") or following.name not in ("month_day", "day_month", "month_year"):
        return None
    between = text[item.match.end() : following.match.start()]
    if not group(following.match, "year") or not (RANGE.fullmatch(between) or OPEN_RANGE.fullmatch(between)):
        return None
    return int(group(following.match, "year"))


def _join_ranges(text: str, placed: list[tuple[_Found, Time]]) -> list[Time]:
    """'from Monday to Wednesday', 'between 2018 and 2020' become one interval."""
    result: list[Time] = []
    i = 0
    while i < len(placed):
        merged = _range(text, placed[i], placed[i + 1]) if i + 1 < len(placed) else None
        result.append(merged or placed[i][1])
        i += 2 if merged else 1
    return result


def _range(text: str, one: tuple[_Found, Time], two: tuple[_Found, Time]) -> Time | None:
    (item, time), (other, end) = one, two
    between = text[time.end : end.start]
    lead = text[max(time.start - 9, 0) : time.start].lower()
    if not any({item.name, other.name} <= kinds for kinds in RANGED):
        return None
    opened = "between" in lead if OPEN_RANGE.fullmatch(between) else RANGE.fullmatch(between)
    if not opened or not time.start_date or not end.end_date or not end.start_date or not time.end_date:
        return None
    last = Interval(end.start_date, end.end_date, end.precision)
    if other.name == "weekday":
        last = calendar.weekday(time.start_date, end.start_date.weekday(), FUTURE)
    elif last.end < time.start_date and not group(other.match, "year"):
        last = Interval(calendar.shift(last.start, "year", 1), calendar.shift(last.end, "year", 1), last.precision)
    joined = calendar.joined(Interval(time.start_date, time.end_date, time.precision), last)
    return Time(time.start, end.end, joined.start, joined.end, joined.precision, f"range.{time.rule}") if joined else None


def _is_day_first(text: str) -> bool:
    """Whether the article writes '18 June' more often than 'June 18'; decides what 5/6/2018 means."""
    orders = [(bool(match[1]), bool(match[2])) for match in ISO_LIKE_ORDER.finditer(text)]
    return sum(first for first, _ in orders) > sum(second for _, second in orders)
