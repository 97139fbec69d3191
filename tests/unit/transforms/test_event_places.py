"""Where an event happens, rule by rule: each test gives the event one way to a place, or two of which one must win."""

import polars as pl
import pytest

from transforms.event_places import paragraph_numbers, to_places

TEXT = "Troops shelled the town. Shells fell.\nPeople left."
EVENT = {
    "clause_id": "e", "article_id": "a", "sentence_id": "s1", "event_type": "ASSAULT", "mode": None, "governor_id": None,
    "governor_relation": None, "trigger_start": 20, "trigger_text": "shelled",
}  # fmt: skip
MENTION = {
    "article_id": "a", "sentence_id": "s1", "mention_id": "m", "kind": "place", "form": "name", "text": "Arda", "name": "Arda",
    "country_code": "PER", "latitude": -10.0, "longitude": -75.0, "start_offset": 30, "end_offset": 34, "is_actor": False, "preposition": "in",
}  # fmt: skip
ARGUMENT = {
    "article_id": "a", "clause_id": "e", "slot": "oblique", "preposition": "in", "mention_id": "m", "start_offset": 30, "end_offset": 34,
}  # fmt: skip
ACTOR = {"clause_id": "e", "role": "source", "country_code": "PER", "sector_code": "GOV"}
CLAUSE = {"clause_id": "w", "governor_relation": "advcl", "marker": "after", "mood": "finite"}
TEXTS, NUMBERS = pl.String, pl.Int64
SCHEMAS = {
    "events": dict.fromkeys(EVENT, TEXTS) | {"trigger_start": NUMBERS},
    "mentions": dict.fromkeys(MENTION, TEXTS)
    | {"latitude": pl.Float64, "longitude": pl.Float64, "start_offset": NUMBERS, "end_offset": NUMBERS, "is_actor": pl.Boolean},
    "arguments": dict.fromkeys(ARGUMENT, TEXTS) | {"start_offset": NUMBERS, "end_offset": NUMBERS},
    "participants": dict.fromkeys(ACTOR, TEXTS),
    "same": {"clause_id": TEXTS, "giver_id": TEXTS},
    "clauses": dict.fromkeys(CLAUSE, TEXTS),
}
COUNTRIES = pl.DataFrame({"country_code": ["PER"], "name": ["Peru"], "latitude": [-10.0], "longitude": [-76.0]})
SENTENCES = {"article_id": ["a"] * 3, "sentence_id": ["s1", "s2", "s3"], "start_offset": [0, 25, 38]}


def places(mentions=(), arguments=(), events=(EVENT,), participants=(), same=(), clauses=(), dateline=None):
    """Rule, name and country by clause."""
    given = {"events": events, "mentions": mentions, "arguments": arguments, "participants": participants, "same": same, "clauses": clauses}
    frames = {name: pl.DataFrame([dict(row) for row in rows], schema=SCHEMAS[name]) for name, rows in given.items()}
    articles = pl.DataFrame({"article_id": ["a"], "text": [TEXT], "dateline_place": [dateline]}, schema_overrides={"dateline_place": TEXTS})
    annotations = {"arguments": frames["arguments"], "clauses": frames["clauses"], "sentences": pl.DataFrame(SENTENCES)}
    found = to_places(frames["events"], frames["same"], frames["participants"], annotations, frames["mentions"], articles, COUNTRIES)
    return {row["clause_id"]: (row["place_rule"], row["place_name"], row["place_country"]) for row in found.iter_rows(named=True)}


def test_own_phrase_comes_before_another_place_of_the_sentence():
    other = MENTION | {"mention_id": "n", "name": "Brun", "start_offset": 22}
    assert places([MENTION, other], [ARGUMENT])["e"] == ("own_phrase", "Arda", "PER")


def test_an_actor_in_the_phrase_is_no_place():
    assert places([MENTION | {"is_actor": True}], [ARGUMENT | {"preposition": "with"}]) == {}


@pytest.mark.parametrize("event_type, mode, rule", [("ASSAULT", None, "goal"), ("CONSULT", "visit", "goal"), ("ACCUSE", None, None)])
def test_what_is_aimed_at_or_visited_is_the_place(event_type, mode, rule):
    found = places(
        [MENTION | {"preposition": None}],
        [ARGUMENT | {"slot": "object", "preposition": None}],
        [EVENT | {"event_type": event_type, "mode": mode}],
    )
    assert found.get("e", (None,))[0] == rule


def test_a_clause_lends_its_place_to_what_hangs_on_it():
    hanging = EVENT | {"sentence_id": "s2", "governor_id": "g", "governor_relation": "conj"}
    governed = ARGUMENT | {"clause_id": "g"}
    assert places([MENTION], [governed], [hanging])["e"][0] == "governor"
    assert places([MENTION], [governed], [hanging | {"governor_relation": "parataxis"}]) == {}


def test_what_went_before_says_where_people_died_not_where_they_talk():
    """ "put off the visit after a ferry sank off Arda", but "died after a ferry sank off Arda"."""
    sank = {"mentions": [MENTION], "arguments": [ARGUMENT | {"clause_id": "w"}]}
    visit = EVENT | {"event_type": "CONSULT", "mode": "visit"}
    assert places(**sank, clauses=[CLAUSE])["e"][0] == "sentence"
    assert places(**sank, events=[visit], clauses=[CLAUSE]) == {}
    assert places(**sank, events=[visit], clauses=[CLAUSE | {"marker": "when"}])["e"][0] == "sentence"


def test_place_inside_the_words_of_an_argument():
    depot = ARGUMENT | {"slot": "object", "mention_id": None, "start_offset": 22, "end_offset": 40}
    assert places([MENTION], [depot])["e"][0] == "phrase"
    assert places([MENTION], [depot | {"end_offset": 32}])["e"][0] == "sentence"


def test_nearest_place_of_the_sentence_and_towns_before_countries():
    far = MENTION | {"mention_id": "n", "name": "Brun", "start_offset": 90, "end_offset": 94}
    assert places([far, MENTION])["e"] == ("sentence", "Arda", "PER")
    country = MENTION | {"mention_id": "c", "kind": "country", "name": "Peru", "start_offset": 21}
    assert places([far, country])["e"][1] == "Brun"
    assert places([MENTION | {"preposition": None}]) == {}


def test_the_same_event_lends_its_own_place_but_not_one_it_merely_stands_beside():
    giver = EVENT | {"clause_id": "g", "sentence_id": "s2"}
    pair = [{"clause_id": "e", "giver_id": "g"}]
    elsewhere = MENTION | {"sentence_id": "s2"}
    assert places([elsewhere], [ARGUMENT | {"clause_id": "g"}], [EVENT, giver], same=pair)["e"] == ("same_event", "Arda", "PER")
    assert "e" not in places([elsewhere], (), [EVENT, giver], same=pair)


def test_place_named_before_in_the_paragraph_needs_an_actor_of_its_country():
    later = EVENT | {"sentence_id": "s2", "trigger_start": 32}
    assert places([MENTION], (), [later], [ACTOR])["e"][0] == "paragraph"
    assert places([MENTION], (), [later], [ACTOR | {"country_code": "FRA"}]) == {}
    assert places([MENTION], (), [later | {"event_type": "ACCUSE"}], [ACTOR]) == {}
    assert places([MENTION], (), [EVENT | {"sentence_id": "s3", "trigger_start": 42}], [ACTOR]) == {}


def test_paragraphs_begin_at_line_breaks():
    articles = pl.DataFrame({"article_id": ["a"], "text": [TEXT]})
    assert paragraph_numbers(articles, pl.DataFrame(SENTENCES), articles).get_column("paragraph").to_list() == [1, 1, 2]


def test_both_sides_of_one_country_are_at_home():
    target = ACTOR | {"role": "target"}
    assert places(participants=[ACTOR, target])["e"] == ("actors", "Peru", "PER")
    assert places(participants=[ACTOR]) == {}
    assert places(participants=[ACTOR, target | {"country_code": "FRA"}]) == {}
    assert places(participants=[ACTOR, target, target | {"country_code": None}]) == {}
    assert places(events=[EVENT | {"event_type": "PROTEST"}], participants=[ACTOR])["e"][0] == "actors"


def test_bodies_without_a_country_are_nowhere_at_home():
    assert places(participants=[ACTOR | {"country_code": "IGO"}, ACTOR | {"role": "target", "country_code": "IGO"}]) == {}


def test_hosts_are_at_home():
    hosting = EVENT | {"event_type": "CONSULT", "trigger_text": "Hosted"}
    assert places((), (), [hosting], [ACTOR])["e"] == ("actors", "Peru", "PER")
    assert places((), (), [hosting | {"trigger_text": "met"}], [ACTOR]) == {}


def test_a_country_that_the_list_lacks_keeps_its_code():
    unlisted = [ACTOR | {"country_code": "XYZ"}, ACTOR | {"role": "target", "country_code": "XYZ"}]
    assert places(participants=unlisted)["e"] == ("actors", "XYZ", "XYZ")


def test_dateline_needs_an_actor_of_its_country():
    named = MENTION | {"preposition": None, "text": "ARDA"}
    assert places([named], participants=[ACTOR], dateline="ARDA, Peru")["e"] == ("dateline", "Arda", "PER")
    assert places([named], participants=[ACTOR | {"country_code": "FRA"}], dateline="ARDA, Peru") == {}
    assert places([named], participants=[ACTOR], dateline="BRUN") == {}


def test_courts_and_parliaments_act_at_home_and_governments_where_they_expel():
    foreigner = ACTOR | {"role": "target", "country_code": "FRA"}
    assert places(participants=[ACTOR | {"sector_code": "JUD"}, foreigner])["e"] == ("actors", "Peru", "PER")
    assert places(participants=[ACTOR, foreigner]) == {}
    expelled = EVENT | {"event_type": "SANCTION", "mode": "expel"}
    assert places(events=[expelled], participants=[ACTOR, foreigner])["e"] == ("actors", "Peru", "PER")
