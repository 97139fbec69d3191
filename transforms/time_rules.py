"""One rule for each kind of time expression: from the words a pattern found to an interval of days.

A rule sees the match and the `Context`: day of publication, tense, the date mentioned before. It returns None where
the words are a date that nothing here can place, such as "Sunday" in an article without a day of publication.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from transforms import calendar_rules as calendar
from transforms.calendar_rules import Interval
from transforms.time_context import Context, group, in_part, month_number, number_of, weekday_number
from transforms.time_direction import FUTURE, PAST
from transforms.time_patterns import CENTURIES, HOLIDAYS, ORDINALS, TENS
from transforms.word_sets import word_set

RECENT_UNITS = 4  # 'in recent weeks', 'in the coming months': so many of the unit, where no number stands
NARRATIVE_MONTHS = 12  # a date this long before publication starts a story of its own: bare months follow it
LAST_MONTH_OF_THIS_WINTER = 6  # up to here 'this winter' is the one that began last year
LATEST_TWO_DIGIT_YEAR = 40  # '6/12/39' is 2039, '6/12/41' 1941
FIRST_TENS_OF_1900S = 20  # "the '20s" are ours, "the '30s" the last century's
BEFORE = word_set("last past previous preceding recent")
BEHIND_WORDS = ("ago", "earlier")


def which_year(match: re.Match[str], context: Context) -> int | None:
    """The year a date names, by number or as 'last year', or that of the date it is coordinated with."""
    if group(match, "year"):
        return int(group(match, "year"))
    which = group(match, "which_year")
    if not which:
        return context.given_year
    if which in ("that", "the same"):
        return context.anchor.start.year if context.anchor else None
    step = {"last": -1, "next": 1}.get(which, 0)
    return context.published.year + step if context.published else None


def narrative_year(month: int, context: Context) -> int | None:
    """The year of a bare month that goes on from a day or month mentioned just before and long past."""
    anchor, published = context.anchor, context.published
    if not anchor or not published or context.direction == FUTURE or anchor.precision not in ("day", "month"):
        return None
    if calendar.shift_months(anchor.start, NARRATIVE_MONTHS) >= published:
        return None
    return anchor.start.year + (month < anchor.start.month)


def iso(match: re.Match[str], context: Context) -> Interval | None:
    return calendar.exact_day(int(match["year"]), int(match["month"]), int(match["day"]))


def numeric(match: re.Match[str], context: Context) -> Interval | None:
    """12/6/2018: the order of the article's other dates decides where both numbers may be months."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if year < 100:
        year += 2000 if year < LATEST_TWO_DIGIT_YEAR else 1900
    day_first = first > 12 or (second <= 12 and (context.day_first or not match["slash"]))
    return calendar.exact_day(year, second, first) if day_first else calendar.exact_day(year, first, second)


def attacks(match: re.Match[str], context: Context) -> Interval | None:
    return calendar.exact_day(2001, 9, 11)


def month_day(match: re.Match[str], context: Context) -> Interval | None:
    month, number = month_number(match), int(match["day"])
    year = which_year(match, context) or narrative_year(month, context)
    if year:
        found = calendar.exact_day(year, month, number)
    elif context.published:
        found = calendar.day_without_year(context.published, month, number, context.direction)
    else:
        return None
    if found and match["day2"]:
        last = calendar.exact_day(found.start.year, month, int(match["day2"]))
        return calendar.joined(found, last) if last else found
    return found


def month(match: re.Match[str], context: Context) -> Interval | None:
    number = month_number(match)
    year = which_year(match, context) or narrative_year(number, context)
    if year:
        found: Interval | None = calendar.months(year, number, 1, "month")
    else:
        found = calendar.month_without_year(context.published, number, context.direction) if context.published else None
    return in_part(found, group(match, "part"))


def deictic_month(match: re.Match[str], context: Context) -> Interval | None:
    """'last November' is the latest before this month, 'next May' the next behind it."""
    published, which = context.published, group(match, "which").split()[-1]
    if not published:
        return None
    if which == "that" and context.anchor:
        return calendar.months(context.anchor.start.year, month_number(match), 1, "month")
    step = PAST if which in BEFORE else FUTURE if which in ("next", "coming", "following") else 0
    if not step:
        return calendar.months(published.year, month_number(match), 1, "month")
    return calendar.month_without_year(calendar.shift_months(published, step), month_number(match), step)


def edge(match: re.Match[str], context: Context) -> Interval | None:
    """'the end of June': the first, middle or last third of what is named."""
    which = group(match, "edge").split()[-1]
    part = {"beginning": "early", "start": "early", "outset": "early", "turn": "early", "middle": "mid"}.get(which, "late")
    if group(match, "year"):
        whole: Interval | None = calendar.year(int(match["year"]))
    elif group(match, "month"):
        year = group(match, "month_year")
        whole = month(match, replace(context, given_year=int(year)) if year else context)
    else:
        whole = _unit_from(group(match, "which"), group(match, "unit"), context)
    return calendar.edge(whole, part) if whole else None


def unit_end(match: re.Match[str], context: Context) -> Interval | None:
    unit, part = (group(match, "unit_2"), "mid") if group(match, "unit_2") else (group(match, "unit"), "late")
    whole = _unit_from("the", unit, context)
    return calendar.edge(whole, part) if whole else None


def _unit_from(which: str, unit: str, context: Context) -> Interval | None:
    """'this year', 'the next month', 'that day': a whole unit counted from publication or from the date before."""
    which = which.split()[-1] if which else "the"
    if which in ("that", "same", "following", "preceding", "previous") or (unit == "day" and which in ("next", "the")):
        reference = context.anchor
        if not reference or (unit in ("day", "week") and reference.precision not in ("day", "week")):
            return calendar.unit_at(context.published, unit) if context.published and which == "same" and unit != "day" else None
        step = {"following": 1, "next": 1, "preceding": -1, "previous": -1}.get(which, 0)
        return calendar.units_away(reference.end if step > 0 else reference.start, unit, step)
    if not context.published:
        return None
    step = {"last": -1, "past": -1, "next": 1, "coming": 1, "upcoming": 1}.get(which, 0)
    return calendar.units_away(context.published, unit, step)


def deictic_unit(match: re.Match[str], context: Context) -> Interval | None:
    unit, which = group(match, "unit"), group(match, "which")
    published = context.published
    if published and unit == "weekend" and which.split()[-1] in ("the", "this", "last", "past"):
        return _weekend(published, which.split()[-1], context.direction)
    if published and (which in ("the past", "this past") or (which == "the last" and unit in ("day", "week", "month", "year", "decade"))):
        return calendar.span_of_units(published, unit, -1)
    return _unit_from(which, unit, context)


def _weekend(published: date, which: str, direction: int) -> Interval:
    """The weekend just over or running for the past, the coming one for the future; 'last' is always over."""
    this = calendar.weekend(published)
    before = calendar.weekend(calendar.shift(published, "week", -1))
    if which in ("last", "past") or direction == PAST:
        return before if which in ("last", "past") or this.start > published else this
    return this


def span_of_units(match: re.Match[str], context: Context) -> Interval | None:
    """'the last three weeks', 'the coming months': from publication back or on."""
    if not context.published:
        return None
    number = number_of(group(match, "number")) if match["number"] else RECENT_UNITS
    if "dozen" in match.group().lower() and number < 12:
        number = max(number, 1) * 12
    sign = -1 if group(match, "which") in BEFORE else 1
    return calendar.span_of_units(context.published, group(match, "unit"), sign * number)


def part_of_deictic(match: re.Match[str], context: Context) -> Interval | None:
    """'earlier this year' ends with publication, 'later this year' begins with it; 'early this year' is a third."""
    part, which, unit = group(match, "part"), group(match, "which"), group(match, "unit")
    whole = _unit_from("the" if which in ("in the", "on in the") else which, unit, context)
    if unit == "weekend" and context.published:
        return _weekend(context.published, which, PAST if part in ("earlier", "early") else FUTURE)
    if unit == "day":
        whole = context.anchor if context.anchor and context.anchor.precision == "day" else whole
    published = context.published
    if not whole or not published or part in ("early", "late", "mid") or which in ("last", "next", "that"):
        return in_part(whole, part)
    return calendar.until(whole, published) if part == "earlier" else calendar.since(whole, published)


def century(match: re.Match[str], context: Context) -> Interval | None:
    text = group(match, "number")
    number = CENTURIES.get(text) or int(re.sub(r"\D", "", text) or 0)
    return in_part(calendar.century(number), group(match, "part")) if 1 <= number <= 30 else None


def decade(match: re.Match[str], context: Context) -> Interval | None:
    first = int(match["decade"] or 0) or int(match["tens"]) + (1900 if int(match["tens"]) > FIRST_TENS_OF_1900S else 2000)
    return in_part(calendar.decade(first), group(match, "part"))


def decade_word(match: re.Match[str], context: Context) -> Interval | None:
    return in_part(calendar.decade(1900 + TENS[group(match, "word")]), group(match, "part"))


def quarter(match: re.Match[str], context: Context) -> Interval | None:
    text = group(match, "number") or group(match, "number_2")
    number = ORDINALS.get(text) or int(text)
    year = group(match, "year_before")
    return _part_of_year(number * 3 - 2, 3, "quarter", int(year) if year else which_or_this(match, context), context)


def half(match: re.Match[str], context: Context) -> Interval | None:
    first = 1 if group(match, "number") == "first" else 7
    return _part_of_year(first, 6, "half", which_or_this(match, context), context)


def units_of_year(match: re.Match[str], context: Context) -> Interval | None:
    """'the first six months of this year'."""
    year = which_or_this(match, context)
    if not year:
        return None
    whole, unit, number = calendar.year(year), group(match, "unit"), number_of(group(match, "number"))
    if group(match, "edge") in ("first", "opening"):
        return replace(whole, end=calendar.shift(whole.start, unit, number) - calendar.DAY, precision=unit)
    return replace(whole, start=calendar.shift(whole.end + calendar.DAY, unit, -number), precision=unit)


def which_or_this(match: re.Match[str], context: Context) -> int | None:
    if group(match, "which_year") == "the":
        return context.published.year if context.published else None
    return which_year(match, context)


def _part_of_year(first: int, size: int, precision: str, year: int | None, context: Context) -> Interval | None:
    if year:
        return calendar.months(year, first, size, precision)
    return calendar.year_part(context.published, first, size, precision, context.direction) if context.published else None


def season(match: re.Match[str], context: Context) -> Interval | None:
    """'last fall', 'the spring of 2014', 'in the summer'."""
    name = group(match, "season") or group(match, "season_2") or group(match, "season_3")
    which, year = group(match, "which").split()[-1:], which_or_this(match, context)
    part = group(match, "part") or group(match, "part_3")
    first = calendar.FIRST_MONTH_OF_SEASON[name]
    if year or not context.published or not which:
        return in_part(_part_of_year(first, 3, "season", year, context), part)
    here = calendar.year_part(context.published, first, 3, "season", PAST)
    if which[0] == "this":
        begun_before = name == "winter" and context.published.month <= LAST_MONTH_OF_THIS_WINTER
        return calendar.season(name, context.published.year - begun_before)
    if which[0] in BEFORE and here.end >= context.published:
        return calendar.season(name, here.start.year - 1)
    return calendar.season(name, here.start.year + 1) if which[0] in ("next", "coming") else here


def weekday_of_week(match: re.Match[str], context: Context) -> Interval | None:
    if not context.published:
        return None
    which = group(match, "which") or group(match, "which_2")
    number = weekday_number(group(match, "weekday") or group(match, "weekday_2"))
    monday = calendar.units_away(context.published, "week", {"last": -1, "next": 1}.get(which, 0)).start
    return calendar.weekday(monday, number, FUTURE)


def deictic_weekday(match: re.Match[str], context: Context) -> Interval | None:
    which, number = group(match, "which").split()[-1], weekday_number(group(match, "weekday"))
    anchor = context.anchor
    if which in ("following", "previous", "that") and anchor and anchor.precision == "day":
        return calendar.strict_weekday(anchor.start, number, PAST if which == "previous" else FUTURE)
    if not context.published:
        return None
    if which in BEFORE or which in ("next", "coming", "following"):
        return calendar.strict_weekday(context.published, number, PAST if which in BEFORE else FUTURE)
    return calendar.weekday(context.published, number, context.direction)


def weekday(match: re.Match[str], context: Context) -> Interval | None:
    if not context.published:
        return None
    return calendar.weekday(context.published, weekday_number(group(match, "weekday")), context.direction or PAST)


def daytime(match: re.Match[str], context: Context) -> Interval | None:
    """'this morning' is the day of publication, 'last night' the one before."""
    which, part = group(match, "which"), group(match, "daytime")
    if which in ("this", "last"):
        if not context.published:
            return None
        back = 1 if which == "last" and part in ("night", "evening") else 0
        return calendar.day(calendar.shift(context.published, "day", -back))
    return _unit_from(which, "day", context)


def day_beside(match: re.Match[str], context: Context) -> Interval | None:
    """'the day before yesterday'; 'the day after' counts from the date mentioned before."""
    which = group(match, "which")
    if which.endswith(("yesterday", "tomorrow")):
        return calendar.day(calendar.shift(context.published, "day", -2 if which.endswith("y") else 2)) if context.published else None
    anchor = context.anchor
    if not anchor or anchor.precision != "day":
        return None
    return calendar.day(calendar.shift(anchor.end, "day", -1 if which == "before" else 1))


def offset(match: re.Match[str], context: Context) -> Interval | None:
    """'a day after the Taliban swapped prisoners': when the inner event was, counted from that of the outer one."""
    outer = context.anchor.start if context.anchor and context.anchor.precision == "day" else context.published
    if not outer:
        return None
    sign = -1 if group(match, "which") == "after" else 1
    return calendar.units_away(outer, group(match, "unit"), sign * number_of(group(match, "number")))


def ago(match: re.Match[str], context: Context) -> Interval | None:
    """'two weeks ago' counts from publication, 'three days later' from the date mentioned before."""
    which, unit, number = group(match, "which"), group(match, "unit"), number_of(group(match, "number"))
    if match["modifier"]:
        unit, number = {"year": ("month", 6), "decade": ("year", 5)}.get(unit, (unit, 0))
    if unit == "decade":
        unit, number = "year", number * 10
    sign = -1 if which in BEHIND_WORDS else 1
    if which in ("ago", "from now"):
        return calendar.units_away(context.published, unit, sign * number) if context.published else None
    anchor = context.anchor
    fine = anchor and (unit in ("year", "decade") or anchor.precision == "day" or (unit == "month" and anchor.precision == "month"))
    if anchor and fine:
        return calendar.units_away(anchor.start, unit, sign * number)
    return calendar.units_away(context.published, unit, -number) if which == "earlier" and context.published else None


def in_units(match: re.Match[str], context: Context) -> Interval | None:
    if not context.published:
        return None
    unit, number = group(match, "unit"), number_of(group(match, "number"))
    if match["within"]:
        return calendar.span_of_units(context.published, unit, number)
    return calendar.units_away(context.published, unit, number)


def adverb(match: re.Match[str], context: Context) -> Interval | None:
    """'overnight' reaches from the day before publication into it."""
    if not context.published:
        return None
    word = group(match, "word")
    found = calendar.day(calendar.shift(context.published, "day", {"yesterday": -1, "tomorrow": 1, "overnight": -1}.get(word, 0)))
    return replace(found, end=context.published) if word == "overnight" else found


def holiday(match: re.Match[str], context: Context) -> Interval | None:
    number, day = HOLIDAYS[group(match, "word")]
    year = which_year(match, context)
    if year:
        return calendar.exact_day(year, number, day)
    return calendar.day_without_year(context.published, number, day, context.direction) if context.published else None


def year(match: re.Match[str], context: Context) -> Interval | None:
    return in_part(calendar.year(int(match["year"])), group(match, "part"))


def year_pair(match: re.Match[str], context: Context) -> Interval | None:
    first, second = int(match["first"]), int(match["second"])
    return calendar.joined(calendar.year(first), calendar.year(second if second > 99 else first // 100 * 100 + second))


def ordinal_day(match: re.Match[str], context: Context) -> Interval | None:
    """'the 18th': of the month mentioned before, else of the one that tense suggests."""
    number, published, anchor = int(match["day"]), context.published, context.anchor
    passed = published and anchor and context.direction == FUTURE and anchor.end < published
    if anchor and anchor.precision in ("day", "month") and not passed:
        return calendar.exact_day(anchor.start.year, anchor.start.month, number)
    if not published:
        return None
    behind = number > published.day and context.direction == PAST
    ahead = number < published.day and context.direction == FUTURE
    at = calendar.shift_months(published.replace(day=1), -1 if behind else 1 if ahead else 0)
    return calendar.exact_day(at.year, at.month, number)


Rule = Callable[[re.Match[str], Context], Interval | None]
RULES: dict[str, Rule] = {
    "iso": iso, "numeric": numeric, "attacks": attacks, "month_day": month_day, "day_month": month_day, "month_year": month,
    "month_which_year": month, "edge": edge, "unit_end": unit_end, "century": century, "decade": decade, "decade_word": decade_word,
    "quarter": quarter, "quarter_code": quarter, "half": half, "units_of_year": units_of_year, "season": season,
    "part_of_deictic": part_of_deictic,
    "weekday_of_week": weekday_of_week, "deictic_weekday": deictic_weekday, "deictic_month": deictic_month,
    "span_of_units": span_of_units, "deictic_unit": deictic_unit, "daytime": daytime, "day_beside": day_beside, "ago": ago,
    "offset": offset,
    "in_units": in_units, "adverb": adverb, "holiday": holiday, "weekday": weekday, "month": month, "part_of_year": year,
    "year_pair": year_pair, "year": year, "year_behind_prefix": year, "ordinal_day": ordinal_day,
}  # fmt: skip
