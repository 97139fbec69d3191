"""Whether two reports are of one event, and why."""

from dataclasses import replace
from datetime import date

from transforms.reports import HappeningParameters, Report
from transforms.sameness import SETTING, compare, contradicts, gap, same_event

DAY, NEXT, WEEK = date(2024, 5, 1), date(2024, 5, 2), date(2024, 5, 8)
NONE: frozenset[str] = frozenset()
REPORT = Report(
    "e1", "a1", "ASSAULT", None, "occurred", 4, "shell", DAY, DAY, "Arda", "PER", NEXT, frozenset({"PER"}), frozenset({"FRA"}),
    NONE, NONE, is_postponement=False, is_exact=True, window=(DAY, DAY),
)  # fmt: skip
OTHER = replace(REPORT, event_id="e2", article_id="a2")
LIMITS = HappeningParameters()


def compared(b: Report, a: Report = REPORT, particular=()):
    return compare(a, b, particular, LIMITS)


def test_same_day_place_and_parties():
    assert compared(OTHER) == (0, "parties+date+place+word")


def test_one_article_tells_of_two_events():
    assert compared(replace(OTHER, article_id="a1")) is None
    assert compared(replace(OTHER, article_id="a1", status="planned")) is not None


def test_another_kind_of_action_is_another_event():
    assert compared(replace(OTHER, event_type="PROTEST")) is None
    assert compared(replace(OTHER, mode="bomb"), replace(REPORT, mode="shell")) is None
    assert compared(replace(OTHER, mode="bomb")) is not None


def test_a_promise_and_what_it_is_about():
    agree, meet = replace(REPORT, event_type="AGREE", quad_code=1), replace(OTHER, event_type="CONSULT", quad_code=1)
    assert compared(meet, replace(agree, status="planned")) is not None
    assert compared(replace(meet, window=(NEXT, NEXT)), agree) is not None
    assert compared(meet, agree) is None  # agreed on the day they met: what came of it
    refusal = replace(agree, event_type="REJECT")
    assert compared(meet, refusal) is None
    assert compared(meet, replace(refusal, mode="meet")) is not None


def test_a_deed_of_its_own_mode_is_no_vaguer_word_for_another():
    seizure = replace(REPORT, event_type="COERCE")
    assert compared(replace(OTHER, event_type="COERCE", mode="arrest"), seizure) is None
    assert compared(replace(OTHER, event_type="COERCE"), seizure) is not None


def test_other_persons_and_trades_are_other_parties():
    ann, bob = frozenset({("target", "FRA", "lee")}), frozenset({("target", "FRA", "roy")})
    assert compared(replace(OTHER, persons=bob), replace(REPORT, persons=ann)) is None
    assert contradicts(replace(REPORT, persons=ann), replace(OTHER, persons=bob))
    strike = replace(REPORT, event_type="PROTEST", trades=frozenset({"nurse"}))
    assert compared(replace(OTHER, event_type="PROTEST", trades=frozenset({"airport"})), strike) is None
    assert compared(replace(OTHER, event_type="PROTEST"), strike) is not None


def test_day_and_town_join_a_report_without_parties():
    met = replace(REPORT, event_type="CONSULT", quad_code=1)
    silent = replace(met, event_id="e2", article_id="a2", source_countries=NONE, target_countries=NONE)
    assert compared(silent, met) == SETTING
    assert compared(replace(silent, place=None), met) is None
    assert compared(replace(silent, start=NEXT, end=NEXT, window=(NEXT, NEXT)), met) is None


def test_groups_of_other_deeds_contradict_each_other_and_word_of_them_does_not():
    visit, call = replace(REPORT, event_type="CONSULT", mode="visit"), replace(OTHER, event_type="CONSULT", mode="phone")
    assert contradicts(visit, call)
    assert not contradicts(visit, replace(call, mode=None))
    assert not contradicts(visit, replace(call, event_type="REJECT", mode="meet"))
    assert not contradicts(replace(REPORT, mode="shell"), replace(OTHER, mode="bomb"))  # of one attack


def test_places_contradict_by_country_and_in_fighting_by_name():
    assert compared(replace(OTHER, place_country="FRA")) is None
    assert compared(replace(OTHER, place="Brun")) is None
    talks = replace(REPORT, event_type="CONSULT", quad_code=1)
    assert compared(replace(OTHER, event_type="CONSULT", quad_code=1, place="Brun"), talks) is not None
    assert compared(replace(OTHER, place=None, place_country=None)) is not None


def test_sides_may_be_swapped_only_in_mutual_action():
    swapped = replace(OTHER, source_countries=REPORT.target_countries, target_countries=REPORT.source_countries)
    assert compared(swapped) is None
    talks = replace(REPORT, event_type="CONSULT", quad_code=1)
    assert compared(replace(swapped, event_type="CONSULT", quad_code=1), talks) is not None


def test_a_silent_side_contradicts_nothing_but_two_silent_reports_are_not_the_same():
    silent = replace(OTHER, target_countries=NONE)
    assert compared(silent) == (0, "party+date+place+word")
    assert not contradicts(REPORT, silent)
    assert compared(replace(OTHER, source_countries=NONE, target_countries=NONE)) is None
    assert contradicts(REPORT, replace(OTHER, source_countries=frozenset({"IRQ"})))


def test_entities_contradict_only_without_countries():
    town, army = frozenset({"town"}), frozenset({"army"})
    assert compared(replace(OTHER, source_entities=town), replace(REPORT, source_entities=army)) is not None
    bare = replace(REPORT, source_countries=NONE, source_entities=army)
    assert compared(replace(OTHER, source_countries=NONE, source_entities=town), bare) is None


def test_days_must_touch():
    assert compared(replace(OTHER, start=NEXT, end=NEXT, window=(NEXT, NEXT))) is not None
    assert compared(replace(OTHER, start=WEEK, end=WEEK, window=(WEEK, WEEK))) is None
    assert compared(replace(OTHER, window=None)) is None
    assert (gap((DAY, DAY), (WEEK, WEEK)), gap((DAY, WEEK), (NEXT, NEXT))) == (7, 0)


def test_a_word_alone_holds_for_the_next_day_only():
    vague = replace(REPORT, is_exact=False, start=None, end=None, place=None, window=(DAY, WEEK))
    again = replace(vague, event_id="e2", article_id="a2")
    assert compared(again, vague) == (1, "parties+word")
    assert compared(replace(again, published=WEEK), vague) is None
    assert compared(replace(again, trigger="bomb"), vague) is None


def test_a_person_of_its_own_is_a_fact_and_a_country_is_none():
    vague = replace(REPORT, is_exact=False, start=None, end=None, place=None, window=(DAY, WEEK), source_entities=frozenset({"envoy"}))
    again = replace(vague, event_id="e2", article_id="a2", trigger="bomb")
    assert compared(again, vague, particular={"envoy"}) == (1, "parties+entity")
    assert compared(again, vague) is None


def test_a_new_plan_after_a_cancellation_ranks_last():
    talks = replace(REPORT, event_type="CONSULT", quad_code=1, is_exact=False, start=None, end=None, place=None, window=(DAY, WEEK))
    off, new = replace(talks, status="cancelled", published=DAY), replace(talks, article_id="a2", status="planned", published=NEXT)
    assert compared(new, off) == (3, "parties+word")


def test_same_event_looks_at_no_days():
    assert same_event(REPORT, replace(OTHER, window=(WEEK, WEEK)))
    assert not same_event(REPORT, replace(OTHER, place_country="FRA"))
