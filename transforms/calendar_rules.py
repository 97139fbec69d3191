"""Calendar arithmetic for time expressions: from a unit, a number and a reference day to an interval of days.

Nothing here reads text. `times` calls these rules with what its patterns found and with the day of publication;
`direction` is -1 for what lies behind (past tense), 1 for what lies ahead and 0 where grammar does not say.
Weeks run from Monday, as in ISO 8601.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

DAY = timedelta(days=1)
NEAR_DAYS = 45  # a month-day this close to publication is meant even where the tense points the other way
MONTHS_OF_UNIT = {"month": 1, "quarter": 3, "half": 6, "season": 3, "year": 12, "decade": 120, "century": 1200}
FIRST_MONTH_OF_SEASON = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
PRECISION_OF_UNIT = {"fortnight": "week", "weekend": "other", "century": "other"}


@dataclass(frozen=True, slots=True)
class Interval:
    """Days from `start` to `end`, both included; `precision` is the unit that the text names."""

    start: date
    end: date
    precision: str


def day(value: date) -> Interval:
    return Interval(value, value, "day")


def exact_day(year: int, month: int, number: int) -> Interval | None:
    """The day, None where the calendar has no such day."""
    try:
        return day(date(year, month, number))
    except ValueError:
        return None


def months(year: int, month: int, count: int, precision: str) -> Interval:
    """`count` months from the first day of a month on."""
    first = date(year, month, 1)
    return Interval(first, shift_months(first, count) - DAY, precision)


def shift_months(value: date, count: int) -> date:
    """The same day `count` months on; the last day of the month where that is shorter. Stays inside the calendar."""
    number = value.year * 12 + value.month - 1 + count
    year, month = min(max(number // 12, 1), 9998), number % 12 + 1
    return date(year, month, min(value.day, monthrange(year, month)[1]))


def year(number: int) -> Interval:
    return months(number, 1, 12, "year")


def decade(number: int) -> Interval:
    return Interval(date(number, 1, 1), date(number + 9, 12, 31), "decade")


def century(number: int) -> Interval:
    """The 19th century is 1801 to 1900 by the book, 1800 to 1899 as everybody uses it."""
    return Interval(date(max(number * 100 - 100, 1), 1, 1), date(number * 100 - 1, 12, 31), "other")


def season(name: str, number: int) -> Interval:
    """A season of the northern year; winter runs into the next year."""
    return months(number, FIRST_MONTH_OF_SEASON[name], 3, "season")


def week(value: date) -> Interval:
    monday = value - timedelta(days=value.weekday())
    return Interval(monday, monday + 6 * DAY, "week")


def weekend(value: date) -> Interval:
    """Saturday and Sunday of the day's week."""
    monday = value - timedelta(days=value.weekday())
    return Interval(monday + 5 * DAY, monday + 6 * DAY, "other")


def unit_at(value: date, unit: str) -> Interval:
    """The day, week, month … that holds the day."""
    if unit in ("week", "fortnight"):
        return week(value)
    if unit == "weekend":
        return weekend(value)
    if unit == "decade":
        return decade(max(value.year // 10 * 10, 1))
    if unit == "century":
        return century(value.year // 100 + 1)
    if unit in MONTHS_OF_UNIT:
        size = min(MONTHS_OF_UNIT[unit], 12)
        return months(value.year, (value.month - 1) // size * size + 1, size, unit)
    return day(value)


def shift(value: date, unit: str, count: int) -> date:
    """The day `count` units away; outside the calendar the nearest year that it has."""
    try:
        if unit in MONTHS_OF_UNIT:
            return shift_months(value, count * MONTHS_OF_UNIT[unit])
        size = {"week": 7, "weekend": 7, "fortnight": 14}.get(unit, 1)
        return value + timedelta(days=count * size)
    except OverflowError:
        return value


def units_away(value: date, unit: str, count: int) -> Interval:
    """The whole unit that lies `count` units from the one that holds the day; decades are told to the year."""
    if unit == "decade" and abs(count) != 1:
        return year(max(value.year + count * 10, 1))
    return unit_at(shift(value, unit, count), unit)


def span_of_units(value: date, unit: str, count: int) -> Interval:
    """From the day to `count` units before (negative) or behind it: 'the last three weeks', 'the coming months'."""
    other = shift(value, unit, count)
    precision = PRECISION_OF_UNIT.get(unit, unit)
    return Interval(min(value, other), max(value, other), precision)


def weekday(reference: date, number: int, direction: int) -> Interval:
    """The latest such weekday on or before the reference day, or the next on or after; the nearest for 0."""
    behind = (reference.weekday() - number) % 7
    ahead = (number - reference.weekday()) % 7
    if direction == 0:
        direction = 1 if ahead < behind else -1
    return day(reference - behind * DAY if direction < 0 else reference + ahead * DAY)


def strict_weekday(reference: date, number: int, direction: int) -> Interval:
    """'last Tuesday', 'next Tuesday': never the reference day itself."""
    return weekday(reference + direction * DAY, number, direction)


def month_without_year(reference: date, month: int, direction: int) -> Interval:
    """The most recent such month, the current one included, or the coming one; the nearest for 0."""
    behind = (reference.month - month) % 12
    ahead = (month - reference.month) % 12
    if direction == 0:
        direction = 1 if ahead < behind else -1
    first = shift_months(reference.replace(day=1), -behind if direction < 0 else ahead)
    return months(first.year, first.month, 1, "month")


def day_without_year(reference: date, month: int, number: int, direction: int) -> Interval | None:
    """The month's day in the year that tense and closeness to the reference day suggest."""
    found = [exact_day(reference.year + step, month, number) for step in (-1, 0, 1)]
    days = sorted((item for item in found if item), key=lambda item: abs(item.start - reference))
    if not days:
        return None
    nearest = days[0]
    away = (nearest.start - reference).days
    if abs(away) <= NEAR_DAYS or direction == 0 or (away > 0) == (direction > 0):
        return nearest
    return next((item for item in days if ((item.start - reference).days > 0) == (direction > 0)), nearest)


def year_part(reference: date, first_month: int, size: int, precision: str, direction: int) -> Interval:
    """A quarter, half or season without its year: the one begun last, or the next that begins."""
    here = months(reference.year, first_month, size, precision)
    if direction < 0 and here.start > reference:
        return months(reference.year - 1, first_month, size, precision)
    if direction > 0 and here.end < reference:
        return months(reference.year + 1, first_month, size, precision)
    return here


def third(value: Interval, part: str) -> Interval:
    """'early', 'mid' or 'late' in an interval: its first, middle or last third; a day has none."""
    length = (value.end - value.start).days + 1
    if length < 3:
        return value
    cut_1, cut_2 = value.start + timedelta(days=round(length / 3)), value.start + timedelta(days=round(length * 2 / 3))
    if part == "early":
        return replace(value, end=cut_1 - DAY)
    return replace(value, start=cut_1, end=cut_2 - DAY) if part == "mid" else replace(value, start=cut_2)


def edge(value: Interval, part: str) -> Interval:
    """'the start' or 'the end' of something: a month of a year, a third of anything else."""
    if value.precision != "year" or part == "mid":
        return third(value, part)
    return replace(months(value.start.year, 1 if part == "early" else 12, 1, "month"), precision="year")


def until(value: Interval, last: date) -> Interval:
    """The part of the interval that does not lie behind `last`, where there is one."""
    return replace(value, end=min(value.end, last)) if value.start <= last else value


def since(value: Interval, first: date) -> Interval:
    """The part of the interval that does not lie before `first`, where there is one."""
    return replace(value, start=max(value.start, first)) if value.end >= first else value


def joined(first: Interval, second: Interval) -> Interval | None:
    """From the start of one to the end of the other; None where they stand the wrong way round."""
    if second.end < first.start:
        return None
    precision = first.precision if first.precision == second.precision else "other"
    return Interval(first.start, second.end, precision)
