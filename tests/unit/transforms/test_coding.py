"""Coding of typed clauses: which frame wins, who takes part, what PLOVER makes of it."""

from datetime import UTC, date, datetime

import polars as pl
import pytest

from tests.builders import argument_rows, clause_rows, codebook, codebook_tables, mention_rows
from transforms import schemas
from transforms.codebook import to_codebook
from transforms.coding import code
from transforms.errors import SeedError

MEET = {"frame_id": "consult.meet", "type": "CONSULT", "lemmas": "meet", "object": "#actor", "source": "subject+object+with"}
DEADLINE = {"frame_id": "consult.deadline", "type": "IGNORE", "lemmas": "meet", "object": "deadline"}
SIGN = {"frame_id": "agree.sign", "type": "AGREE", "lemmas": "sign", "object": "@treaty", "source": "subject", "target": "with"}
CALL_OFF = {"frame_id": "reject.call_off", "type": "REJECT", "mode": "meet", "lemmas": "call_off", "source": "subject", "target": "with"}
CALL = {"frame_id": "accuse.call", "type": "ACCUSE", "lemmas": "call", "source": "subject", "target": "object"}
ATTACK = {"frame_id": "assault.attack", "type": "ASSAULT", "lemmas": "attack", "source": "subject", "target": "object>in"}
BOOK = codebook(MEET, DEADLINE, SIGN, CALL_OFF, CALL, ATTACK)
PERU, CHILE = {"id": "Peru", "country_code": "PER"}, {"id": "Chile", "country_code": "CHL"}


def coded(
    clauses, arguments=(), mentions=(PERU, CHILE), times=(), quotes=(), book=BOOK, text="Troops met during the trade war", backwards=False
):
    article = {
        "article_id": "a", "document_id": "d", "source_name": "typed", "locator": "typed", "url": None, "canonical_url": None, "title": None,
        "authors": [], "published_date": date(2024, 5, 6), "published_precision": "day", "published_origin": "given", "language": "en",
        "dateline_place": None, "body_offset": 0, "text": text, "word_count": 6, "fetched_at": datetime(2024, 5, 6, tzinfo=UTC),
    }  # fmt: skip
    sentence = {"sentence_id": "s", "article_id": "a", "sentence_index": 0, "start_offset": 0, "end_offset": len(text), "text": text}
    annotations = {
        "clauses": clause_rows(*clauses),
        "arguments": argument_rows(*arguments),
        "sentences": schemas.frame(schemas.SENTENCES, [sentence]),
        "times": schemas.frame(schemas.TIMES, list(times)),
        "quotes": schemas.frame(schemas.QUOTES, list(quotes)),
    }
    if backwards:
        annotations = {name: table.reverse() for name, table in annotations.items()}
    return code(annotations, mention_rows(*mentions), schemas.frame(schemas.ARTICLES, [article]), codebook=book)


def actor(clause, slot, name, preposition=None):
    return {"clause": clause, "slot": slot, "head": name.lower(), "mention": name, "preposition": preposition}


def only(frame: pl.DataFrame) -> dict[str, object]:
    assert frame.height == 1
    return frame.row(0, named=True)


def names(result, role):
    return result["participants"].filter(pl.col("role") == role).get_column("name").to_list()


def test_meeting_has_all_parties_as_sources():
    result = coded([{"lemma": "meet"}], [actor("meet", "subject", "Peru"), actor("meet", "object", "Chile")])
    event = only(result["events"])
    assert (event["event_type"], event["plover_type"], event["status"], event["cameo_code"]) == ("CONSULT", "CONSULT", "occurred", "040")
    assert names(result, "source") == ["Peru", "Chile"]
    assert names(result, "target") == []


def test_planned_meeting_folds_to_agree():
    result = coded(
        [{"lemma": "meet", "tense": "future", "modal": "will"}], [actor("meet", "subject", "Peru"), actor("meet", "object", "Chile")]
    )
    event = only(result["events"])
    assert (event["event_type"], event["plover_type"], event["score"], event["cameo_code"]) == ("CONSULT", "AGREE", 2.5, "036")
    assert event["auxiliary_modes"] == ["future"]


def test_doubtful_member_of_a_list_becomes_an_event_of_its_own():
    cuba = {"id": "Cuba", "country_code": "CUB"}
    doubtful = actor("meet", "object", "Cuba") | {"adverbs": ["possibly"]}
    result = coded([{"lemma": "meet"}], [actor("meet", "subject", "Peru"), actor("meet", "object", "Chile"), doubtful], (PERU, CHILE, cuba))
    parties = (
        result["events"]
        .join(result["participants"], on="event_id")
        .group_by("status", "status_cue")
        .agg(pl.col("name").sort())
        .sort("status")
    )
    assert parties.rows() == [("occurred", None, ["Chile", "Peru"]), ("possible", "possibly", ["Cuba", "Peru"])]


def test_ignore_frame_wins_by_its_literal():
    result = coded([{"lemma": "meet"}], [actor("meet", "subject", "Peru"), {"clause": "meet", "slot": "object", "head": "deadline"}])
    assert result["events"].is_empty()


def test_class_condition_needs_a_member():
    treaty = [
        actor("sign", "subject", "Peru"),
        {"clause": "sign", "slot": "object", "head": "pact"},
        actor("sign", "oblique", "Chile", "with"),
    ]
    letter = [actor("sign", "subject", "Peru"), {"clause": "sign", "slot": "object", "head": "letter"}]
    assert only(coded([{"lemma": "sign"}], treaty)["events"])["rule_id"] == "agree.sign"
    assert names(coded([{"lemma": "sign"}], treaty), "target") == ["Chile"]
    assert coded([{"lemma": "sign"}], letter)["events"].is_empty()


def test_particle_makes_another_verb():
    result = coded([{"lemma": "call", "particle": "off"}], [actor("call", "subject", "Peru"), actor("call", "oblique", "Chile", "with")])
    assert only(result["events"])["rule_id"] == "reject.call_off"


def test_what_is_done_to_a_town_is_done_to_its_people():
    lima = {"id": "Lima", "kind": "place", "country_code": "PER", "sector_code": None, "is_actor": False, "preposition": "in"}
    arguments = [actor("attack", "subject", "Chile"), actor("attack", "oblique", "Lima", "in")]
    result = coded([{"lemma": "attack"}], arguments, mentions=(CHILE, lima))
    target = result["participants"].filter(pl.col("role") == "target").row(0, named=True)
    assert (target["country_code"], target["sector_code"]) == ("PER", "CVL")
    assert only(result["events"])["place_country"] == "PER"


def test_place_stands_for_its_government_where_nothing_is_done_to_it():
    lima = {"id": "Lima", "kind": "place", "country_code": "PER", "sector_code": None, "is_actor": False, "preposition": "in"}
    result = coded([{"lemma": "call"}], [actor("call", "subject", "Chile"), actor("call", "object", "Lima")], mentions=(CHILE, lima))
    target = result["participants"].filter(pl.col("role") == "target").row(0, named=True)
    assert (target["country_code"], target["sector_code"]) == ("PER", "GOV")


def test_event_without_source_says_why():
    result = coded([{"lemma": "attack", "voice": "passive"}], [actor("attack", "object", "Peru")])
    assert only(result["events"])["source_reason"] == "passive without agent"


def test_undated_statement_takes_the_publication_day_and_says_so():
    event = only(coded([{"lemma": "attack"}], [actor("attack", "subject", "Peru")])["events"])
    assert (event["start_date"], event["date_rule"]) == (date(2024, 5, 6), "publication")


def test_time_of_the_clause_goes_before_publication():
    time = {
        "time_id": "t", "article_id": "a", "sentence_id": "s", "start_offset": 8, "end_offset": 9, "text": "x", "start_date": date(2024, 5, 1),
        "end_date": date(2024, 5, 1), "precision": "day", "rule": "weekday", "clause_id": "attack",
    }  # fmt: skip
    event = only(coded([{"lemma": "attack"}], [actor("attack", "subject", "Peru")], times=[time])["events"])
    assert (event["start_date"], event["time_id"]) == (date(2024, 5, 1), "t")


def test_contexts_come_from_whole_words_of_the_sentence():
    event = only(coded([{"lemma": "attack"}], [actor("attack", "subject", "Peru")])["events"])
    assert event["contexts"] == ["economic", "military"]
    other = coded([{"lemma": "attack"}], [actor("attack", "subject", "Peru")], text="Trooping the colour, a war of trade")
    assert only(other["events"])["contexts"] == []


def test_second_mention_points_to_the_event():
    clauses = [{"lemma": "attack", "clause_id": "one"}, {"lemma": "attack", "clause_id": "two"}]
    arguments = [actor("one", "subject", "Peru"), actor("two", "subject", "Peru")]
    result = coded(clauses, arguments)
    event, mentions = only(result["events"]), result["event_mentions"]
    assert mentions.get_column("event_id").to_list() == [event["event_id"]] * 2
    assert mentions.select("clause_id", "is_best").rows() == [("one", True), ("two", False)]
    assert result["participants"].get_column("event_id").unique().to_list() == [event["event_id"]]


def test_event_takes_the_day_that_only_another_mention_states():
    clauses = [{"lemma": "attack", "clause_id": "one"}, {"lemma": "attack", "clause_id": "two"}]
    arguments = [actor("one", "subject", "Peru"), actor("one", "object", "Chile"), actor("two", "subject", "Peru")]
    day = date(2024, 5, 2)
    time = {
        "time_id": "t", "article_id": "a", "sentence_id": "s", "start_offset": 0, "end_offset": 1, "text": "Thursday",
        "start_date": day, "end_date": day, "precision": "day", "rule": "weekday", "clause_id": "two",
    }  # fmt: skip
    event = only(coded(clauses, arguments, times=[time])["events"])
    assert (event["clause_id"], event["start_date"], event["date_rule"], event["time_id"]) == ("one", day, "weekday", "t")


def test_same_input_in_another_order_gives_the_same_rows():
    clauses = [{"lemma": "attack"}, {"lemma": "meet"}]
    arguments = [actor("attack", "subject", "Peru"), actor("meet", "subject", "Peru"), actor("meet", "object", "Chile")]
    first, second = coded(clauses, arguments), coded(clauses, arguments, backwards=True)
    assert first["events"].sort("event_id").equals(second["events"].sort("event_id"))
    assert first["participants"].equals(second["participants"])


def test_unknown_class_in_a_frame_is_refused_by_name():
    with pytest.raises(SeedError, match="class bogus is not defined"):
        codebook({**SIGN, "object": "@bogus"})


def test_confidence_rises_with_weight_and_named_sides():
    meets, peru = {"lemma": "meet"}, {"clause": "meet", "slot": "subject", "head": "peru", "mention": "Peru"}
    chile = {"clause": "attack", "slot": "object", "head": "chile", "mention": "Chile"}
    attacks = {"lemma": "attack"}
    alone = only(coded([attacks], [chile])["events"])["confidence"]
    both = only(coded([attacks], [chile, {**peru, "clause": "attack"}])["events"])["confidence"]
    assert 0 < alone < both < 1
    # typed coefficients: log-odds of the weight 0.8 and a half for each side
    assert both == pytest.approx(1 / (1 + 0.25 * 2.718281828**-1), abs=0.001)
    assert coded([meets], [peru])["events"].height == 0


def test_coefficients_are_those_of_the_features():
    tables = codebook_tables(MEET)
    for wrong in (tables["confidence"].head(3), tables["confidence"].with_columns(coefficient=pl.lit("high"))):
        with pytest.raises(SeedError, match=r"confidence\.csv"):
            to_codebook(tables | {"confidence": wrong})


def test_announced_force_is_a_threat_and_ordered_force_is_none():
    tables = codebook_tables(ATTACK)
    threat = {"event_type": "ASSAULT", "status": "announced", "plover_type": "REJECT", "plover_mode": None, "cameo_code": "120"}
    book = to_codebook(tables | {"folding": tables["folding"].vstack(pl.DataFrame(threat, schema=tables["folding"].schema))})
    parties = [actor("attack", "subject", "Peru"), actor("attack", "object", "Chile")]
    will = only(coded([{"lemma": "attack", "tense": "future", "modal": "will"}], parties, book=book)["events"])
    assert (will["status"], will["event_type"], will["plover_type"]) == ("planned", "ASSAULT", "REJECT")
    plan = {"lemma": "plan"}
    attack = {"lemma": "attack", "mood": "infinitive", "governor_id": "plan", "governor_relation": "xcomp"}
    planned = only(coded([plan, attack], parties, book=book)["events"])
    assert (planned["status"], planned["plover_type"]) == ("planned", "ASSAULT")


@pytest.mark.parametrize(("aspect", "expected"), [("simple", "REJECT"), ("perfect", "ASSAULT")])
def test_what_would_have_been_done_is_no_threat(aspect, expected):
    tables = codebook_tables(ATTACK)
    threat = {"event_type": "ASSAULT", "status": "announced", "plover_type": "REJECT", "plover_mode": None, "cameo_code": "120"}
    book = to_codebook(tables | {"folding": tables["folding"].vstack(pl.DataFrame(threat, schema=tables["folding"].schema))})
    clauses = [
        {"lemma": "attack", "modal": "would", "aspect": aspect},
        {"lemma": "refuse", "marker": "if", "governor_id": "attack", "governor_relation": "advcl"},
    ]
    parties = [actor("attack", "subject", "Peru"), actor("attack", "object", "Chile")]
    assert only(coded(clauses, parties, book=book)["events"])["event_type"] == expected


def test_a_closer_match_weighs_as_much_as_the_wider_one_of_its_type():
    wide = {"frame_id": "assault.wide", "type": "ASSAULT", "lemmas": "attack", "source": "subject", "target": "object", "weight": "0.9"}
    close = wide | {"frame_id": "assault.close", "object": "convoy", "weight": "0.5"}
    other = wide | {"frame_id": "accuse.other", "type": "ACCUSE", "weight": "0.95"}
    clauses, arguments = (
        [{"lemma": "attack"}],
        [actor("attack", "subject", "Peru"), {"clause": "attack", "slot": "object", "head": "convoy"}],
    )
    event = only(coded(clauses, arguments, book=codebook(wide, close))["events"])
    assert (event["rule_id"], coded(clauses, arguments, book=codebook(close, other))["events"].height) == ("assault.close", 0)


def test_parties_who_agree_have_no_target_in_an_unusual_place():
    both = [actor("sign", "subject", "Peru"), actor("sign", "subject", "Chile"), {"clause": "sign", "slot": "object", "head": "treaty"}]
    hosted = coded([{"lemma": "sign"}], [*both, actor("sign", "oblique", "Oslo", "on")], mentions=(PERU, CHILE, {"id": "Oslo"}))
    assert (names(hosted, "source"), names(hosted, "target")) == (["Peru", "Chile"], [])


MARCH = {"frame_id": "protest.march", "type": "ASSAULT", "lemmas": "march", "source": "subject", "target": "against>on"}


def test_a_lent_subject_is_no_other_party():
    press = {"lemma": "press", "mood": "infinitive", "governor_id": "march", "governor_relation": "advcl"}
    lent = actor("press", "subject", "Peru") | {"path": "control"}
    parties = [actor("march", "subject", "Peru"), lent, actor("press", "object", "Chile")]
    assert names(coded([{"lemma": "march"}, press], parties, book=codebook(MARCH)), "target") == ["Chile"]


def test_what_somebody_found_happened_is_an_event_beside_the_finding():
    find = {
        "frame_id": "accuse.find",
        "type": "ACCUSE",
        "lemmas": "find",
        "complement": "attack",
        "source": "subject",
        "target": "complement.subject",
    }
    attack = {"lemma": "attack", "governor_id": "find", "governor_relation": "ccomp"}
    parties = [actor("find", "subject", "Oslo"), actor("attack", "subject", "Peru"), actor("attack", "object", "Chile")]
    result = coded([{"lemma": "find"}, attack], parties, mentions=(PERU, CHILE, {"id": "Oslo"}), book=codebook(find, ATTACK))
    assert result["events"].get_column("event_type").to_list() == ["ACCUSE", "ASSAULT"]
