"""The calendar arithmetic behind time expressions."""

from datetime import date

from transforms import calendar_rules as calendar
from transforms.calendar_rules import Interval


def test_a_weekday_today_counts_in_both_directions_but_not_after_last_or_next():
    wednesday = date(2018, 6, 13)
    assert calendar.weekday(wednesday, 2, -1).start == calendar.weekday(wednesday, 2, 1).start == wednesday
    assert calendar.strict_weekday(wednesday, 2, -1).start == date(2018, 6, 6)
    assert calendar.strict_weekday(wednesday, 2, 1).start == date(2018, 6, 20)


def test_months_are_shifted_to_their_last_day_where_they_are_shorter():
    assert calendar.shift_months(date(2020, 3, 31), -1) == date(2020, 2, 29)
    assert calendar.shift_months(date(2019, 12, 31), 2) == date(2020, 2, 29)


def test_a_shift_beyond_the_calendar_stays_inside():
    assert calendar.shift(date(2018, 6, 13), "year", -9990).year == 1
    assert calendar.shift(date(9998, 1, 1), "week", 99999) == date(9998, 1, 1)


def test_the_month_of_publication_is_the_latest_and_the_coming_one():
    june = Interval(date(2018, 6, 1), date(2018, 6, 30), "month")
    assert calendar.month_without_year(date(2018, 6, 13), 6, -1) == june
    assert calendar.month_without_year(date(2018, 6, 13), 6, 1) == june


def test_without_tense_the_nearest_month_is_meant():
    assert calendar.month_without_year(date(2018, 6, 13), 11, 0).start == date(2018, 11, 1)
    assert calendar.month_without_year(date(2018, 6, 13), 1, 0).start == date(2018, 1, 1)


def test_a_day_close_to_publication_wins_over_tense():
    near = calendar.day_without_year(date(2018, 6, 13), 6, 20, -1)
    far = calendar.day_without_year(date(2018, 6, 13), 10, 20, -1)
    assert near and near.start == date(2018, 6, 20)
    assert far and far.start == date(2017, 10, 20)


def test_the_29th_of_february_is_found_in_the_leap_year_nearby():
    found = calendar.day_without_year(date(2019, 6, 13), 2, 29, 1)
    assert found and found.start == date(2020, 2, 29)
    assert calendar.day_without_year(date(2018, 6, 13), 2, 30, 1) is None


def test_a_winter_runs_into_the_next_year():
    assert calendar.season("winter", 2018) == Interval(date(2018, 12, 1), date(2019, 2, 28), "season")


def test_thirds_cover_the_whole_without_overlap():
    june = calendar.months(2018, 6, 1, "month")
    early, middle, late = (calendar.third(june, part) for part in ("early", "mid", "late"))
    assert (early.start, early.end + calendar.DAY, middle.end + calendar.DAY, late.end) == (june.start, middle.start, late.start, june.end)


def test_the_end_of_a_year_is_its_last_month():
    assert calendar.edge(calendar.year(2018), "late").start == date(2018, 12, 1)


def test_an_interval_the_wrong_way_round_is_none():
    assert calendar.joined(calendar.year(2020), calendar.year(2018)) is None
