"""Time expressions to intervals: what is found, what is left out, and what tense does to a weekday."""

from datetime import date

import pytest

from tests.written import written
from transforms.times import Time, find_times

WEDNESDAY = date(2018, 6, 13)
PAST = ("met VBD root - meet",)
FUTURE = ("will MD aux meet", "meet VB root -")


def found(text: str, *grammar: str, published: date | None = WEDNESDAY) -> list[tuple[str, str, str]]:
    """Text, first and last day of every time expression."""
    return [(text[t.start : t.end], str(t.start_date), str(t.end_date)) for t in find_times(written(text, *grammar), published)]


def only(text: str, *grammar: str, published: date | None = WEDNESDAY) -> Time:
    times = find_times(written(text, *grammar), published)
    assert len(times) == 1, times
    return times[0]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("They met on June 18, 2015.", "2015-06-18", "2015-06-18"),
        ("They met on Thursday, June 18, 2015.", "2015-06-18", "2015-06-18"),
        ("They met on 18 June 2015.", "2015-06-18", "2015-06-18"),
        ("They met on the 18th of June, 2015.", "2015-06-18", "2015-06-18"),
        ("They met on 2015-06-18.", "2015-06-18", "2015-06-18"),
        ("They met on 18.06.2015.", "2015-06-18", "2015-06-18"),
        ("They met on Sept. 11, 2001.", "2001-09-11", "2001-09-11"),
        ("They met on June 18-19, 2015.", "2015-06-18", "2015-06-19"),
        ("They met in June 2015.", "2015-06-01", "2015-06-30"),
        ("They met in late 2021.", "2021-09-01", "2021-12-31"),
        ("They met in mid-June 2015.", "2015-06-11", "2015-06-20"),
        ("They met in the 1990s.", "1990-01-01", "1999-12-31"),
        ("They met in the '80s.", "1980-01-01", "1989-12-31"),
        ("They met in the 19th century.", "1800-01-01", "1899-12-31"),
        ("They met in the third quarter of 2017.", "2017-07-01", "2017-09-30"),
        ("They met in Q4 2016.", "2016-10-01", "2016-12-31"),
        ("They met in the first half of 2017.", "2017-01-01", "2017-06-30"),
        ("They met in the spring of 2014.", "2014-03-01", "2014-05-31"),
        ("They met after the 2001 invasion.", "2001-01-01", "2001-12-31"),
        ("They met between 2018 and 2020.", "2018-01-01", "2020-12-31"),
        ("They met from late 2008 to mid-2009.", "2008-09-01", "2009-08-31"),
        ("They met in 2015-16.", "2015-01-01", "2016-12-31"),
        ("They met on Christmas Eve 2017.", "2017-12-24", "2017-12-24"),
    ],
)
def test_absolute_dates_need_no_publication(text, first, last):
    time = only(text, *PAST, published=None)
    assert (str(time.start_date), str(time.end_date)) == (first, last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("yesterday", "2018-06-12", "2018-06-12"),
        ("overnight", "2018-06-12", "2018-06-13"),
        ("last night", "2018-06-12", "2018-06-12"),
        ("this week", "2018-06-11", "2018-06-17"),
        ("last week", "2018-06-04", "2018-06-10"),
        ("last month", "2018-05-01", "2018-05-31"),
        ("last year", "2017-01-01", "2017-12-31"),
        ("last Wednesday", "2018-06-06", "2018-06-06"),
        ("last November", "2017-11-01", "2017-11-30"),
        ("last summer", "2017-06-01", "2017-08-31"),
        ("last weekend", "2018-06-09", "2018-06-10"),
        ("on Tuesday of last week", "2018-06-05", "2018-06-05"),
        ("two days ago", "2018-06-11", "2018-06-11"),
        ("two weeks ago", "2018-05-28", "2018-06-03"),
        ("a decade ago", "2008-01-01", "2008-12-31"),
        ("in June last year", "2017-06-01", "2017-06-30"),
        ("in the past two weeks", "2018-05-30", "2018-06-13"),
        ("earlier this year", "2018-01-01", "2018-06-13"),
        ("in the first three months of this year", "2018-01-01", "2018-03-31"),
        ("in February", "2018-02-01", "2018-02-28"),
        ("in August", "2017-08-01", "2017-08-31"),
        ("from Monday to Wednesday", "2018-06-11", "2018-06-13"),
    ],
)
def test_relative_dates_behind(words, first, last):
    time = only(f"They met {words}.", *PAST)
    assert (str(time.start_date), str(time.end_date)) == (first, last)


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("tomorrow", "2018-06-14", "2018-06-14"),
        ("next week", "2018-06-18", "2018-06-24"),
        ("next Wednesday", "2018-06-20", "2018-06-20"),
        ("this weekend", "2018-06-16", "2018-06-17"),
        ("later this year", "2018-06-13", "2018-12-31"),
        ("in the coming weeks", "2018-06-13", "2018-07-11"),
        ("in five years", "2023-01-01", "2023-12-31"),
        ("by the end of next month", "2018-07-22", "2018-07-31"),
        ("by year's end", "2018-12-01", "2018-12-31"),
        ("in August", "2018-08-01", "2018-08-31"),
        ("in February", "2019-02-01", "2019-02-28"),
        ("on Dec. 15", "2018-12-15", "2018-12-15"),
    ],
)
def test_relative_dates_ahead(words, first, last):
    time = only(f"They will meet {words}.", *FUTURE)
    assert (str(time.start_date), str(time.end_date)) == (first, last)


def test_a_weekday_follows_the_tense_of_its_verb():
    assert only("They met on Sunday.", *PAST).start_date == date(2018, 6, 10)
    assert only("They will meet on Sunday.", *FUTURE).start_date == date(2018, 6, 17)
    assert only("They met on Wednesday.", *PAST).start_date == WEDNESDAY


def test_what_was_postponed_lies_ahead_and_what_could_not_be_done_behind():
    postponed = "It was postponed until Monday."
    assert only(postponed, "was VBD aux:pass postponed be", "postponed VBN root - postpone").start_date == date(2018, 6, 18)
    done = only("It was postponed in May.", "was VBD aux:pass postponed be", "postponed VBN root - postpone")
    assert done.start_date == date(2018, 5, 1)
    denied = only("It could not open on Sunday.", "could MD aux open", "not RB advmod open", "open VB root -")
    assert denied.start_date == date(2018, 6, 10)


def test_an_infinitive_takes_its_direction_from_the_verb_above():
    plan = only(
        "They planned to meet on Sunday.", "planned VBD root - plan", "to TO mark meet", "meet VB xcomp planned", "Sunday NNP obl meet"
    )
    failed = only(
        "They failed to meet on Sunday.", "failed VBD root - fail", "to TO mark meet", "meet VB xcomp failed", "Sunday NNP obl meet"
    )
    assert plan.start_date == date(2018, 6, 17)
    assert failed.start_date == date(2018, 6, 10)


@pytest.mark.parametrize(
    "text",
    [
        "They met for three days.",
        "They met every Monday.",
        "They met every year.",
        "They met in five years.",
        "They met 2,000 troops and 1500 people.",
        "They met at 1930 GMT.",
        "They met on Black Friday.",
        "They met now, recently and soon.",
        "They met and paid $2015 for 1800 555 2000.",
    ],
)
def test_durations_sets_numbers_and_vague_words_are_no_dates(text):
    assert found(text, *PAST) == []


def test_a_number_before_what_is_counted_is_no_year():
    people, elections = "They met 1500 rebels.", "They met 2016 elections."
    assert found(people, *PAST, "rebels NNS obj met") == []
    assert found(elections, *PAST, "elections NNS obj met") == [("2016", "2016-01-01", "2016-12-31")]


def test_may_is_a_month_only_where_a_date_can_stand():
    assert found("Theresa May may win in May.", "may MD aux win", "win VB root -")[0][0] == "May"
    assert len(found("Theresa May may win in May.", "may MD aux win", "win VB root -")) == 1


def test_the_following_day_counts_from_the_date_before():
    text = "They met on March 3, 2011. The following day they left. Three days later they came back."
    assert [row[1] for row in found(text, *PAST)] == ["2011-03-03", "2011-03-04", "2011-03-07"]


def test_a_month_goes_on_from_a_story_long_past():
    assert [row[1] for row in found("They met in June 2014. In August they left.", *PAST)] == ["2014-06-01", "2014-08-01"]


def test_the_year_of_the_second_month_is_that_of_the_first():
    assert found("They met between March and June 2016.", *PAST) == [("March and June 2016", "2016-03-01", "2016-06-30")]


def test_the_order_of_other_dates_decides_a_date_in_figures():
    assert found("They met on 5/6/2018.", *PAST)[0][1] == "2018-05-06"
    assert found("They met on 5/6/2018 and on 7 June 2018.", *PAST)[0][1] == "2018-06-05"


def test_without_a_day_of_publication_relative_dates_have_no_interval():
    time = only("They met on Sunday.", *PAST, published=None)
    assert (time.start_date, time.end_date, time.precision) == (None, None, "day")


def test_the_rule_names_direction_and_bound():
    assert only("They met on Sunday.", *PAST).rule == "weekday.past"
    assert only("They met since 2017.", *PAST).rule == "year.since"
    assert only("They will meet until Monday.", *FUTURE).rule == "weekday.future.until"


def test_offsets_point_at_the_words_and_do_not_overlap():
    text = "They met on Tuesday, June 12, 2018, and in May 2017 at 9 p.m."
    times = find_times(written(text, *PAST), WEDNESDAY)
    assert [text[t.start : t.end] for t in times] == ["Tuesday, June 12, 2018", "May 2017"]


def test_a_day_that_no_calendar_has_gets_no_interval():
    assert only("They met on February 30, 2017.", *PAST).start_date is None


def test_words_the_model_has_not_seen_are_passed_over():
    text = "OSLO, June 12 - They met on Sunday."
    tokens = written(text, *PAST)
    cut = tokens.at(text.index("They"))
    for column in (tokens.word, tokens.start, tokens.end, tokens.lemma, tokens.tag, tokens.dep, tokens.sentence):
        del column[:cut]
    tokens.head = [max(head - cut, 0) for head in tokens.head[cut:]]
    tokens.children = [[i for i, head in enumerate(tokens.head) if head == word and i != word] for word in range(len(tokens))]
    assert [text[t.start : t.end] for t in find_times(tokens, WEDNESDAY)] == ["Sunday"]


def test_an_empty_article_has_no_times():
    assert find_times(written(""), WEDNESDAY) == []
