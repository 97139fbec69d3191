"""Which events of an article speak of the same thing."""

import polars as pl

from transforms.same_events import definite, same_events

TEXT = "Rebels attacked the port. The attack killed nine. Later an attack followed. Envoys' visit ended."
EVENT = {
    "clause_id": "told", "article_id": "a", "event_type": "ASSAULT", "mode": None, "status": "occurred", "part_of_speech": "verb",
    "trigger_start": TEXT.index("attacked"),
}  # fmt: skip
AGAIN = EVENT | {"clause_id": "again", "part_of_speech": "noun", "trigger_start": TEXT.index("attack killed")}
ACTOR = {"clause_id": "told", "entity_id": "rebels", "mention_id": "m", "country_code": "PER"}
ARTICLES = pl.DataFrame({"article_id": ["a"], "text": [TEXT]})


def pairs(*events, participants=(ACTOR,)):
    schema = dict.fromkeys(EVENT, pl.String) | {"trigger_start": pl.Int64}
    actors = pl.DataFrame(list(participants), schema=dict.fromkeys(ACTOR, pl.String))
    found = same_events(pl.DataFrame(list(events), schema=schema), actors, ARTICLES)
    return list(found.select("clause_id", "giver_id").iter_rows())


def test_a_definite_noun_takes_up_what_was_told():
    assert pairs(EVENT, AGAIN) == [("again", "told")]


def test_a_noun_without_article_or_owner_is_something_new():
    new = AGAIN | {"trigger_start": TEXT.index("attack followed")}
    assert pairs(EVENT, new) == []
    rows = [AGAIN, new | {"clause_id": "new"}, AGAIN | {"clause_id": "visit", "trigger_start": TEXT.index("visit")}]
    nouns = pl.DataFrame(rows, schema_overrides={"mode": pl.String})
    assert definite(nouns, ARTICLES).get_column("is_definite").to_list() == [True, False, True]


def test_another_type_or_another_article_is_another_event():
    assert pairs(EVENT | {"event_type": "PROTEST"}, AGAIN) == []
    assert pairs(EVENT | {"article_id": "b"}, AGAIN) == []


def test_what_did_not_happen_neither_gives_nor_takes():
    assert pairs(EVENT | {"status": "denied"}, AGAIN) == []
    assert pairs(EVENT, AGAIN | {"status": "cancelled"}) == []


def test_countries_that_the_giver_does_not_know_keep_events_apart():
    other = ACTOR | {"clause_id": "again", "entity_id": "army", "country_code": "FRA"}
    assert pairs(EVENT, AGAIN, participants=(ACTOR, other)) == []
    assert pairs(EVENT, AGAIN, participants=(ACTOR, other | {"country_code": "PER"})) == [("again", "told")]


def test_what_is_told_of_a_visitor_belongs_to_the_visit():
    visit = EVENT | {"clause_id": "visit", "event_type": "CONSULT", "mode": "visit"}
    meeting = EVENT | {"clause_id": "meet", "event_type": "CONSULT", "trigger_start": 40}
    guest = ACTOR | {"clause_id": "visit", "entity_id": "guest"}
    assert pairs(visit, meeting, participants=(guest, guest | {"clause_id": "meet"})) == [("meet", "visit")]
    assert pairs(visit, meeting, participants=(guest, guest | {"clause_id": "meet", "entity_id": "other"})) == []


def test_the_nearest_event_in_front_gives_first():
    late = EVENT | {"clause_id": "late", "trigger_start": AGAIN["trigger_start"] + 5}
    early = EVENT | {"clause_id": "early", "trigger_start": 1}
    assert [giver for _, giver in pairs(early, EVENT, AGAIN, late)] == ["told", "early", "late"]
