"""Stories: the same event in other words, copies, look-alikes, windows, and no dependence on order."""

import random
import tracemalloc
from datetime import UTC, date, datetime

import polars as pl
import pytest

from tests.rows import rows
from transforms import stories
from transforms.schemas import ARTICLES, STORIES, check_key
from transforms.stories import StoryParameters, find_alike, to_stories

FLOOD = (
    "Heavy rain broke the Lorvan dam on Sunday night and flooded the town of Belmere, where at least 12 people died. Rescue teams "
    "searched the streets by boat. Mayor Ilse Korth asked the army for tents and drinking water. The dam, built in 1961, had been "
    "inspected in spring and was called safe by the Lorvan Water Board, whose director said an inquiry would follow."
)
FLOOD_AGAIN = (
    "Belmere: the death toll after the collapse of the Lorvan dam rose to 15 on Monday, Mayor Ilse Korth said, as soldiers brought "
    "tents and water to families who had fled the flood. The Lorvan Water Board promised an inquiry into why the dam gave way."
)
STRIKE = (
    "Train drivers in Tessaly walked out on Monday over pay, leaving stations empty. The union TLF said nine in ten drivers joined the "
    "strike and announced further walkouts for June. Transport Minister Pavel Orsic called the demands excessive and offered talks."
)
STRIKE_AGAIN = (
    "The strike of train drivers halted most services in Tessaly. TLF leaders rejected an offer by Transport Minister Pavel Orsic and "
    "want eight per cent more pay; commuters shared cars or stayed at home while the union prepares further walkouts."
)
COPY = "By our correspondent. " + FLOOD.replace("Rescue teams searched the streets by boat. ", "")

DAM_REPORTS = (
    "Mayor Ilse Korth asked the army for tents and drinking water after the flood",
    "an inquiry will ask why a wall built in 1961 had been called safe in spring",
    "insurers put losses at 40 million, and shares of the Tessaly Bank fell",
    "Bishop Arno Veld led prayers for those who drowned while schools stayed closed",
    "farmers downstream lost cattle, hay and seed, their union TLF wrote",
    "soldiers searched cellars by boat and found an old man alive on a roof",
)


def articles(*texts, days=None, titles=None):
    given = [
        {
            "article_id": f"a{number}",
            "text": text,
            "title": titles[number] if titles else None,
            "published_date": days[number] if days else date(2024, 5, 6),
        }
        for number, text in enumerate(texts)
    ]
    return rows(ARTICLES, *given)


def told(frame):
    """Articles by story, as sets of numbers."""
    found = {}
    for story, article in to_stories(frame, parameters=StoryParameters()).select("story_id", "article_id").iter_rows():
        found.setdefault(story, set()).add(int(article[1:]))
    return sorted(map(sorted, found.values()))


def test_articles_on_one_event_share_a_story_and_others_do_not():
    assert told(articles(FLOOD, STRIKE, FLOOD_AGAIN, STRIKE_AGAIN)) == [[0, 2], [1, 3]]


def test_a_copy_is_the_later_one_and_in_the_same_story():
    stories = to_stories(articles(FLOOD, COPY, STRIKE), parameters=StoryParameters())
    assert stories.get_column("is_copy").to_list() == [False, True, False]
    assert stories.get_column("story_id").n_unique() == 2
    first, second, alone = stories.get_column("similarity").to_list()
    assert first == second and 0.6 < first < 1.0
    assert alone == 1.0


def test_another_report_of_the_event_is_not_a_copy():
    assert not to_stories(articles(FLOOD, FLOOD_AGAIN), parameters=StoryParameters()).get_column("is_copy").any()


def test_the_same_topic_weeks_later_is_another_story():
    assert told(articles(FLOOD, FLOOD_AGAIN, days=[date(2024, 5, 6), date(2024, 5, 9)])) == [[0, 1]]
    assert told(articles(FLOOD, FLOOD_AGAIN, days=[date(2024, 5, 6), date(2024, 5, 20)])) == [[0], [1]]


def test_a_reprint_within_a_month_is_a_copy_and_later_is_not():
    for day, expected in ((date(2024, 5, 30), True), (date(2024, 7, 30), False)):
        stories = to_stories(articles(FLOOD, COPY, days=[date(2024, 5, 6), day]), parameters=StoryParameters())
        assert stories.get_column("is_copy").to_list() == [False, expected]


def fetched(frame, *days):
    return frame.with_columns(fetched_at=pl.Series([datetime(day.year, day.month, day.day, 9, tzinfo=UTC) for day in days]))


def test_an_unknown_date_is_the_day_of_fetching():
    frame = articles(FLOOD, FLOOD_AGAIN, days=[None, date(2024, 5, 6)])
    assert told(fetched(frame, date(2024, 5, 7), date(2024, 8, 7))) == [[0, 1]]
    assert told(fetched(frame, date(2024, 8, 7), date(2024, 5, 7))) == [[0], [1]]


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2024, 8, 3), [[0, 1]]), (date(2024, 8, 11), [[0, 1]]), (date(2024, 8, 12), [[0], [1]])]
)
def test_an_undated_article_is_near_to_what_was_fetched_in_the_same_days(day, expected):
    frame = articles(FLOOD, FLOOD_AGAIN, days=[date(2014, 5, 6), None])
    assert told(fetched(frame, day, date(2024, 8, 7))) == expected


def test_dated_articles_do_not_meet_for_being_fetched_together():
    frame = articles(FLOOD, FLOOD_AGAIN, days=[date(2014, 5, 6), date(2024, 8, 7)])
    assert told(fetched(frame, date(2024, 8, 7), date(2024, 8, 7))) == [[0], [1]]


@pytest.mark.parametrize(("day", "expected"), [(date(2024, 8, 5), True), (date(2024, 8, 20), False)])
def test_an_undated_copy_is_one_of_what_was_fetched_with_it(day, expected):
    frame = fetched(articles(FLOOD, COPY, days=[date(2014, 5, 6), None]), day, date(2024, 8, 7))
    assert to_stories(frame, parameters=StoryParameters()).get_column("is_copy").to_list() == [False, expected]


def test_an_undated_article_joins_one_of_two_settled_stories():
    frame = articles(FLOOD, FLOOD + " More soon.", COPY, days=[date(2014, 5, 6), date(2015, 5, 6), None])
    settled = rows(STORIES, *({"story_id": f"s{n}", "article_id": f"a{n}", "similarity": 1.0, "is_copy": False} for n in range(2)))
    found = to_stories(fetched(frame, *[date(2024, 8, 7)] * 3), parameters=StoryParameters(), settled=settled)
    assert found.height == 1 and found.get_column("story_id")[0] in ("s0", "s1")


def test_names_are_rare_even_where_all_articles_tell_one_story():
    """All reports share three names and little else; told among themselves only, the names would say nothing."""
    frame = articles(*(f"Lorvan dam, Belmere: {words}." for words in DAM_REPORTS))
    assert told(frame) == [[0, 1, 2, 3, 4, 5]]


@pytest.mark.parametrize("count", [1, 2, 100])
def test_older_articles_that_are_alike_are_found_some_at_a_time(monkeypatch, count):
    monkeypatch.setattr(stories, "OTHERS_AT_ONCE", count)
    monkeypatch.setattr(stories, "PAIRS_AT_ONCE", count)
    found = find_alike(articles(FLOOD, STRIKE), articles(FLOOD_AGAIN, "Nothing of it.", STRIKE_AGAIN), parameters=StoryParameters())
    assert found == {"a0", "a2"}


def test_the_headline_counts():
    titles = ["Lorvan dam breaks above Belmere", None, "Belmere: Lorvan dam collapse kills 15", None]
    texts = ("More soon.", STRIKE, "Details to follow.", STRIKE_AGAIN)
    assert told(articles(*texts, titles=titles)) == [[0, 2], [1, 3]]


def test_order_of_articles_changes_nothing():
    frame = articles(FLOOD, STRIKE, FLOOD_AGAIN, STRIKE_AGAIN, COPY)
    expected = to_stories(frame, parameters=StoryParameters())
    for seed in range(5):
        assert to_stories(frame.sample(fraction=1.0, shuffle=True, seed=seed), parameters=StoryParameters()).equals(expected)


def test_articles_compared_and_counted_one_at_a_time_give_the_same(monkeypatch):
    frame = articles(FLOOD, STRIKE, FLOOD_AGAIN, STRIKE_AGAIN, COPY)
    expected = to_stories(frame, parameters=StoryParameters())
    monkeypatch.setattr("transforms.stories.PAIRS_AT_ONCE", 1)
    monkeypatch.setattr("transforms.stories.COUNTED_TOGETHER", 1)
    assert to_stories(frame, parameters=StoryParameters()).equals(expected)


def test_many_articles_with_a_few_words_in_common_take_little_memory():
    """45,000 pairs, of which nearly all are too little alike to be joined: 7 MB; as keys of a dictionary, and all queued, they took 14."""
    chance = random.Random(1)
    words = [f"{first}{second}" for first in "bcdfghjklm" for second in ("alo", "eru", "imi", "osa", "uny", "ate", "ebo", "ike")]
    frame = articles(*(" ".join(chance.sample(words, 12)) for _ in range(300)))
    tracemalloc.start()
    found = to_stories(frame, parameters=StoryParameters())
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert found.get_column("story_id").n_unique() > 10
    assert peak < 10_000_000, peak


def test_the_story_is_named_after_its_first_article():
    early, late = date(2024, 5, 6), date(2024, 5, 7)
    before = to_stories(articles(FLOOD, days=[early]), parameters=StoryParameters())
    after = to_stories(articles(FLOOD, FLOOD_AGAIN, days=[early, late]), parameters=StoryParameters())
    assert set(after.get_column("story_id")) == set(before.get_column("story_id"))


@pytest.mark.parametrize("texts", [(), ("",), ("", ""), ("One.", "One."), ("the of and", "the of and")])
def test_empty_and_tiny_texts_are_rows_like_others(texts):
    stories = to_stories(articles(*texts), parameters=StoryParameters())
    check_key(STORIES, stories)
    assert stories.height == len(texts) and stories.schema == STORIES.schema


def test_the_dateline_is_no_part_of_the_text():
    body = articles(FLOOD, FLOOD_AGAIN)
    place = "BELMERE, LORVAN (Tessaly Press) - "
    prefixed = body.with_columns(text=pl.lit(place) + pl.col("text"), body_offset=pl.lit(len(place)))
    assert to_stories(prefixed, parameters=StoryParameters()).equals(to_stories(body, parameters=StoryParameters()))


def test_a_settled_story_takes_new_articles_in_and_keeps_its_name():
    days = [date(2024, 5, 30), date(2024, 6, 1), date(2024, 6, 2)]
    both = articles(FLOOD, FLOOD_AGAIN, COPY, days=days)
    settled = rows(STORIES, {"story_id": "kept", "article_id": "a0", "similarity": 1.0, "is_copy": False})
    found = to_stories(both, parameters=StoryParameters(), settled=settled)
    assert found.select("article_id", "story_id", "is_copy").rows() == [("a1", "kept", False), ("a2", "kept", True)]


@pytest.mark.parametrize("third", [FLOOD_AGAIN, COPY], ids=["report", "copy"])
def test_two_settled_stories_never_become_one(third):
    """The new article belongs to both, and joins one of them."""
    days = [date(2024, 5, 30), date(2024, 5, 31), date(2024, 6, 1)]
    settled = rows(STORIES, *({"story_id": f"s{n}", "article_id": f"a{n}", "similarity": 1.0, "is_copy": False} for n in range(2)))
    found = to_stories(articles(FLOOD, FLOOD + " More soon.", third, days=days), parameters=StoryParameters(), settled=settled)
    assert found.height == 1 and found.get_column("story_id")[0] in ("s0", "s1")
