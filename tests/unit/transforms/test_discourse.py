"""Participants that the article named before: the same event under a definite noun, the other of two governments."""

import polars as pl

from transforms import discourse

EVENTS = {
    "article_id": "a", "part_of_speech": "verb", "determiner": None, "event_type": "CONSULT", "status": "occurred", "trigger_text": "met",
    "frame_id": "consult.meet.any", "governor_id": None, "governor_relation": None, "voice": "active", "mode": None,
}  # fmt: skip
PEOPLE = {
    "blinken": ("person", "USA"), "china": ("country", "CHN"), "washington": ("country", "USA"), "beijing": ("country", "CHN"),
    "brazil": ("country", "BRA"), "rebels": ("group", "MLI"), "army": ("group", "MLI"),
}  # fmt: skip
SECTORS = {"rebels": "REB", "army": "MIL"}


def events(*given):
    rows = [
        {**EVENTS, "event_key": f"e{number}", "clause_id": f"e{number}", "clause_index": number, **row} for number, row in enumerate(given)
    ]
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("determiner", "governor_id", "governor_relation", "mode"), pl.String))


SPEAKERS = {
    "clause_id": pl.String,
    "mention_id": pl.String,
    "entity_id": pl.String,
    "kind": pl.String,
    "form": pl.String,
    "country_code": pl.String,
    "sector_code": pl.String,
    "start_offset": pl.Int64,
}
CLAUSES = dict.fromkeys(("article_id", "governor_id", "governor_relation", "part_of_speech", "determiner", "lemma"), pl.String)
ARGUMENTS = dict.fromkeys(("clause_id", "slot", "text", "head_lemma"), pl.String)


def completed(given, told, *, content=(), objects=()):
    """With objects as (clause_id, text, head_lemma)."""
    nouns = pl.DataFrame([(clause, "object", text, lemma) for clause, text, lemma in objects], schema=ARGUMENTS, orient="row")
    keys = pl.DataFrame({"event_key": content}, schema={"event_key": pl.String})
    clauses = pl.DataFrame(schema=CLAUSES | {"clause_index": pl.Int64})
    return discourse.completed(given, told, keys, pl.DataFrame(schema=SPEAKERS), clauses, nouns)


def participants(*given):
    rows = []
    for number, (key, role, who) in enumerate(given):
        kind, country = PEOPLE[who]
        rows.append({
            "event_key": key, "article_id": "a", "role": role, "mention_id": f"m{number}", "entity_id": who, "kind": kind,
            "form": "name", "country_code": country, "sector_code": SECTORS.get(who, "GOV"), "start_offset": number, "evidence": "subject",
        })  # fmt: skip
    return pl.DataFrame(rows)


def sides(found, key):
    return sorted(found.filter(pl.col("event_key") == key).select("role", "entity_id", "evidence").rows())


def test_a_definite_noun_means_the_last_event_that_fits():
    given = events({}, {"part_of_speech": "noun", "determiner": "the"})
    found = completed(given, participants(("e0", "source", "blinken"), ("e0", "target", "china")))
    assert sides(found, "e1") == [("source", "blinken", "same event"), ("target", "china", "same event")]


def test_a_new_or_unfitting_event_takes_nothing():
    told = (("e0", "source", "blinken"), ("e0", "target", "china"))
    indefinite = events({}, {"part_of_speech": "noun", "determiner": "a"})
    assert sides(completed(indefinite, participants(*told)), "e1") == []
    other = events({}, {"part_of_speech": "noun", "determiner": "its"})
    found = completed(other, participants(*told, ("e1", "source", "brazil")))
    assert sides(found, "e1") == [("source", "brazil", "subject")]


def test_what_one_of_two_governments_says_is_said_to_the_other():
    given = events(*[{"event_type": "ACCUSE"}] * 3, {"event_type": "REJECT"}, {"event_type": "MOBILIZE"})
    told = [(f"e{n}", role, who) for n in range(3) for role, who in (("source", "washington"), ("target", "beijing"))]
    found = completed(given, participants(*told, ("e3", "source", "beijing"), ("e4", "source", "beijing")))
    assert [row[:2] for row in sides(found, "e3")] == [("source", "beijing"), ("target", "washington")]
    assert found.filter(pl.col("event_key") == "e3", pl.col("role") == "target").get_column("evidence").to_list() == ["dyad"]
    assert [row[:2] for row in sides(found, "e4")] == [("source", "beijing")]  # what it does need not be done to the other


def test_an_article_about_several_governments_has_no_dyad():
    given = events(*[{"event_type": "ACCUSE"}] * 5, {"event_type": "REJECT"})
    told = [(f"e{n}", role, who) for n in range(3) for role, who in (("source", "washington"), ("target", "beijing"))]
    told += [(f"e{n}", role, who) for n in (3, 4) for role, who in (("source", "washington"), ("target", "brazil"))]
    found = completed(given, participants(*told, ("e5", "source", "washington")))
    assert [row[:2] for row in sides(found, "e5")] == [("source", "washington")]


def test_a_definite_noun_means_an_event_of_the_same_word_before_a_nearer_one():
    ambushed = {"event_type": "ASSAULT", "trigger_text": "ambushed", "frame_id": "assault.attack.ambush"}
    shelled = {"event_type": "ASSAULT", "trigger_text": "shelled", "frame_id": "assault.shell.shell"}
    noun = {**ambushed, "trigger_text": "ambush", "part_of_speech": "noun", "determiner": "the"}
    told = participants(("e0", "source", "rebels"), ("e0", "target", "army"), ("e1", "source", "army"), ("e1", "target", "rebels"))
    assert [row[:2] for row in sides(completed(events(ambushed, shelled, noun), told), "e2")] == [("source", "rebels"), ("target", "army")]


def test_what_happened_is_not_what_was_threatened():
    threatened = {"event_type": "ASSAULT", "status": "possible", "trigger_text": "strike", "frame_id": "assault.attack.strike"}
    noun = {**threatened, "status": "occurred", "trigger_text": "strikes", "part_of_speech": "noun", "determiner": "the"}
    assert sides(completed(events(threatened, noun), participants(("e0", "source", "army"), ("e0", "target", "rebels"))), "e1") == []


def test_who_is_condemned_is_who_did_it():
    ambushed = {"event_type": "ASSAULT", "trigger_text": "ambushed", "frame_id": "assault.attack.ambush"}
    condemned = {"event_type": "ACCUSE", "trigger_text": "condemned", "frame_id": "accuse.criticize.condemn"}
    noun = {**ambushed, "part_of_speech": "noun", "determiner": "the", "governor_id": "e1", "governor_relation": "object"}
    told = participants(("e0", "source", "rebels"), ("e0", "target", "army"), ("e1", "source", "brazil"))
    found = completed(events(ambushed, condemned, noun), told, content=["e2"])
    assert sides(found, "e1") == [("source", "brazil", "subject"), ("target", "rebels", "content")]
    assert sides(found, "e2") == []  # it is only spoken of


def test_two_parties_of_one_country_are_a_dyad_too():
    given = events(*[{"event_type": "ACCUSE"}] * 3, {"event_type": "REJECT"})
    told = [(f"e{n}", role, who) for n in range(3) for role, who in (("source", "rebels"), ("target", "army"))]
    found = completed(given, participants(*told, ("e3", "source", "army")))
    assert sides(found, "e3") == [("source", "army", "subject"), ("target", "rebels", "dyad")]


def test_what_a_state_does_from_abroad_is_done_to_the_country_that_the_article_is_about():
    given = events(*[{"event_type": "PROTEST"}] * 4, {"event_type": "SANCTION"}, {"event_type": "MOBILIZE"})
    told = [(f"e{n}", "source", "china") for n in range(4)]
    found = completed(given, participants(*told, ("e4", "source", "brazil"), ("e5", "source", "brazil")))
    assert sides(found, "e4") == [("source", "brazil", "subject"), ("target", "china", "setting")]
    assert sides(found, "e5") == [("source", "brazil", "subject")]


def test_answers_reach_back_only_so_far_and_only_to_others():
    demand, idle, refusal = {"event_type": "REQUEST"}, {"event_type": "MOBILIZE"}, {"event_type": "REJECT"}
    told = (("e0", "source", "china"), ("e0", "target", "brazil"))
    near = events(demand, idle, refusal)
    assert sides(completed(near, participants(*told, ("e2", "source", "brazil"))), "e2")[-1] == ("target", "china", "answer")
    far = events(demand, *[idle] * 14, refusal)
    assert sides(completed(far, participants(*told, ("e15", "source", "brazil"))), "e15") == [("source", "brazil", "subject")]
    for text, lemma, answered in (("a tax on tea", "tax", 0), ("the demand", "demand", 1), ("the accusation", "accusation", 0)):
        found = completed(near, participants(*told, ("e2", "source", "brazil")), objects=[("e2", text, lemma)])
        assert sides(found, "e2")[1:] == [("target", "china", "answer")][:answered], text
