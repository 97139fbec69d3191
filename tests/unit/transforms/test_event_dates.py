"""Dates of typed clauses: what governs, what is lent, what goes on from the day before, what publication implies."""

from datetime import UTC, date, datetime

import polars as pl

from tests.builders import clause_rows
from transforms import schemas
from transforms.event_dates import to_dates

NOBODY = pl.DataFrame(schema={"clause_id": pl.String, "giver_id": pl.String, "status": pl.String, "distance": pl.Int64})
MONDAY, FEBRUARY = date(2024, 5, 6), date(2024, 2, 1)


def time(clause, day, *, rule="weekday.past", at=0, sentence="s", precision="day"):
    return {
        "time_id": f"t{at}", "article_id": "a", "sentence_id": sentence, "start_offset": at, "end_offset": at + 1, "text": str(day),
        "start_date": day, "end_date": day, "precision": precision, "rule": rule, "clause_id": clause,
    }  # fmt: skip


def dated(*clauses, times=(), same=NOBODY, event_type="ASSAULT", published=date(2024, 5, 8), statuses=None, texts=None):
    """date_rule and start_date by event; every clause is an event."""
    table = clause_rows(*clauses)
    events = table.select(
        "clause_id", "article_id", "sentence_id", "governor_id", "governor_relation", "part_of_speech", "mood", "tense", "aspect", "modal",
        trigger_start="start_offset", event_type=pl.lit(event_type), mode=pl.lit(None, dtype=pl.String),
        status=pl.Series([(statuses or {}).get(c["lemma"], "occurred") for c in clauses]),
    )  # fmt: skip
    names = sorted({row["sentence_id"] for row in table.iter_rows(named=True)})
    sentences = [
        {"sentence_id": s, "article_id": "a", "sentence_index": n, "start_offset": 0, "end_offset": 1, "text": (texts or {}).get(s, "")}
        for n, s in enumerate(names)
    ]
    article = {
        "article_id": "a", "document_id": "d", "source_name": "typed", "locator": "typed", "authors": [], "published_date": published,
        "published_precision": "day", "language": "en", "body_offset": 0, "text": "", "word_count": 1,
        "fetched_at": datetime(2024, 5, 9, tzinfo=UTC),
    }  # fmt: skip
    annotations = {
        "clauses": table,
        "times": schemas.frame(schemas.TIMES, list(times)),
        "sentences": schemas.frame(schemas.SENTENCES, sentences),
    }
    rows = to_dates(events, same, annotations, schemas.frame(schemas.ARTICLES, [article]))
    return {row["clause_id"]: (row["date_rule"], row["start_date"]) for row in rows.iter_rows(named=True)}


def test_a_participle_shares_the_date_of_its_verb():
    killing = {"lemma": "kill", "mood": "participle", "tense": "none", "governor_id": "attack", "governor_relation": "advcl"}
    assert dated({"lemma": "attack"}, killing, times=[time("attack", MONDAY)])["kill"] == ("weekday.past", MONDAY)


def test_what_came_before_does_not_share_it():
    shot = {"lemma": "shoot", "marker": "after", "governor_id": "march", "governor_relation": "advcl"}
    assert "shoot" not in dated({"lemma": "march"}, shot, times=[time("march", MONDAY)])


def test_a_noun_takes_the_date_of_the_clause_about_it():
    clashes = {"lemma": "clash", "part_of_speech": "noun", "mood": "nominal", "tense": "none"}
    erupted = {"lemma": "erupt", "governor_id": "clash", "governor_relation": "acl", "mood": "participle", "tense": "none"}
    assert dated(clashes, erupted, times=[time("erupt", MONDAY)])["clash"] == ("weekday.past", MONDAY)


def test_a_physical_event_goes_on_from_the_last_day_mentioned():
    found = dated({"lemma": "attack"}, {"lemma": "burn", "sentence_id": "t", "start_offset": 50}, times=[time("attack", MONDAY)])
    assert found["burn"] == ("last_mentioned", MONDAY)


def test_words_are_spoken_on_the_day_of_publication():
    clauses = ({"lemma": "attack"}, {"lemma": "condemn", "sentence_id": "t", "start_offset": 50})
    assert dated(*clauses, times=[time("attack", MONDAY)], event_type="ACCUSE")["condemn"] == ("publication", date(2024, 5, 8))


def test_a_day_long_past_is_not_gone_on_from():
    clauses = ({"lemma": "attack"}, {"lemma": "x", "sentence_id": "t"}, {"lemma": "burn", "sentence_id": "u", "start_offset": 50})
    found = dated(*clauses, times=[time("attack", date(2023, 1, 5))])
    assert found["burn"] == ("publication", date(2024, 5, 8))


def test_until_dates_no_event_and_since_reaches_to_publication():
    assert dated({"lemma": "ban"}, times=[time("ban", MONDAY, rule="weekday.future.until")])["ban"] == ("publication", date(2024, 5, 8))
    [rule] = [dated({"lemma": "hold"}, times=[time("hold", FEBRUARY, rule="month.past.since", precision="month")])["hold"]]
    assert rule == ("month.past.since", FEBRUARY)


def test_an_event_lends_its_date_to_one_that_speaks_of_it():
    same = pl.DataFrame([{"clause_id": "visit", "giver_id": "arrive", "status": "occurred", "distance": 9}], schema=NOBODY.schema)
    visit = {"lemma": "visit", "part_of_speech": "noun", "mood": "nominal", "tense": "none"}
    assert dated({"lemma": "arrive"}, visit, times=[time("arrive", MONDAY)], same=same)["visit"] == ("same_event", MONDAY)


def test_what_lies_ahead_takes_no_date_long_past():
    same = pl.DataFrame([{"clause_id": "visit", "giver_id": "arrive", "status": "planned", "distance": 9}], schema=NOBODY.schema)
    visit = {"lemma": "visit", "part_of_speech": "noun", "mood": "nominal", "tense": "none"}
    old = dated({"lemma": "arrive"}, visit, times=[time("arrive", date(2019, 1, 1))], same=same, statuses={"visit": "planned"})
    assert "visit" not in old


def test_what_is_told_as_done_takes_no_day_to_come():
    same = pl.DataFrame({"clause_id": ["discuss"], "giver_id": ["meet"], "status": ["occurred"], "distance": [1]})
    ahead = time("meet", date(2024, 5, 11), rule="weekday.future")
    done = {"lemma": "discuss", "tense": "past", "mood": "finite"}
    planned = {"lemma": "meet", "tense": "future", "modal": "will"}
    found = dated(planned, done, times=[ahead], same=same, event_type="CONSULT", statuses={"meet": "planned"})
    assert found["discuss"][1] != date(2024, 5, 11)
    open_ended = dated(planned, done | {"modal": "would"}, times=[ahead], same=same, event_type="CONSULT", statuses={"meet": "planned"})
    assert open_ended["discuss"] == ("same_event", date(2024, 5, 11))


RAIDED = {"lemma": "raid", "sentence_id": "s"}
LAST_YEAR = [time("raid", date(2022, 1, 1), rule="year", precision="year")]


def told_next(lemma="flee", *, text="Rebels fled.", event_type="ASSAULT", times=LAST_YEAR, **given):
    clause = {"lemma": lemma, "sentence_id": "t", "start_offset": 50, **given}
    return dated(RAIDED, clause, times=times, event_type=event_type, texts={"t": text})[lemma]


def test_what_was_done_behind_a_year_long_past_goes_on_in_it():
    assert told_next() == ("narrated_past", date(2022, 1, 1))
    assert told_next(times=[time("raid", date(2024, 3, 1), rule="month.past", precision="month")]) == ("publication", date(2024, 5, 8))


def test_the_same_people_go_on_in_a_month_that_is_past():
    month = [time("raid", date(2024, 3, 1), rule="month.past", precision="month")]
    assert told_next(text="They fled.", times=month) == ("narrated_past", date(2024, 3, 1))
    assert told_next(text="They fled.", times=[time("raid", MONDAY)]) == ("last_mentioned", MONDAY)
    since = [time("raid", date(2024, 3, 1), rule="month.past.since", precision="month")]
    assert told_next(text="They fled.", times=since) == ("publication", date(2024, 5, 8))


def test_words_are_spoken_today_unless_a_word_says_when():
    assert told_next(text="They fled.", event_type="ACCUSE") == ("publication", date(2024, 5, 8))
    assert told_next(event_type="ACCUSE", adverbs=["then"]) == ("narrated_past", date(2022, 1, 1))
    assert told_next(event_type="ACCUSE", adverbs=["late"]) == ("narrated_past", None)


def test_what_has_been_done_since_is_of_today():
    assert told_next(text="They have fled.", aspect="perfect") == ("publication", date(2024, 5, 8))
    assert told_next(text="They had fled.", aspect="perfect") == ("narrated_past", date(2022, 1, 1))


def test_a_vague_time_is_no_day():
    assert told_next(text="Years later, rebels fled.", times=()) == ("narrated_past", None)
    assert told_next(text="At the time, rebels fled.", times=()) == ("narrated_past", None)
    assert told_next(text="Rebels fled years later.", times=(), adverbs=["late"]) == ("narrated_past", None)
    assert told_next(text="Rebels who surrendered years ago fled.", times=()) == ("publication", date(2024, 5, 8))
    assert told_next(text="At the time of the vote, rebels fled.", times=()) == ("publication", date(2024, 5, 8))


def test_what_is_joined_to_a_narrated_event_is_of_its_time():
    flee = {"lemma": "flee", "sentence_id": "t", "start_offset": 50}
    warn = {"lemma": "warn", "sentence_id": "t", "start_offset": 60, "governor_id": "flee", "governor_relation": "conj"}
    assert dated(RAIDED, flee, warn, times=LAST_YEAR, texts={"t": "Rebels fled."})["warn"] == ("narrated_past", date(2022, 1, 1))
