"""Happenings: what joins reports, what keeps them apart, and no dependence on order."""

from datetime import date

import polars as pl
import pytest

from tests.rows import rows
from transforms.happenings import to_happenings
from transforms.reports import HappeningParameters
from transforms.schemas import ARTICLES, ENTITIES, EVENTS, HAPPENINGS, PARTICIPANTS, check_key

MAY = [date(2024, 5, day) for day in range(1, 32)]
JUNE = [date(2024, 6, day) for day in range(1, 31)]
PEOPLE = rows(
    ENTITIES, *({"entity_id": name, "kind": "person"} for name in ("ann", "bob", "cid")), {"entity_id": "france", "kind": "country"}
)


def report(number, published, *, kind="CONSULT", status="occurred", source=("FRA",), target=("DEU",), day=None, to=None, **more):
    """One event as a test types it: a meeting of France and Germany unless told otherwise."""
    dated = {"start_date": day, "end_date": to or day, "date_precision": "day" if day and not to else "month" if day else None}
    quad = {"ASSAULT": 4, "PROTEST": 4, "ACCUSE": 3}.get(kind, 1)
    event = {"event_id": f"e{number}", "article_id": f"a{number}", "event_type": kind, "status": status, "quad_code": quad, **dated}
    return {"event": event | {"trigger_text": f"word{number}"} | more, "published": published, "source": source, "target": target}


def frames(*reports):
    events = rows(EVENTS, *(given["event"] for given in reports))
    dates = {given["event"]["article_id"]: given["published"] for given in reports}
    articles = rows(ARTICLES, *({"article_id": key, "published_date": published} for key, published in dates.items()))
    return events, rows(PARTICIPANTS, *(row for given in reports for row in parties(given))), articles


def parties(given):
    """A country by code, 'code/entity', or 'code:name' of who is no entity; an entity's name is its id."""
    for role in ("source", "target"):
        for position, party in enumerate(given[role]):
            code, _, entity = party.partition(":")[0].partition("/")
            yield {
                "event_id": given["event"]["event_id"],
                "role": role,
                "position": position,
                "country_code": code or None,
                "entity_id": entity or None,
                "name": party.partition(":")[2] or entity.title(),
            }


def grouped(*reports):
    """Numbers of the reports by happening."""
    found = {}
    for happening, event in to_happenings(*frames(*reports), entities=PEOPLE).select("happening_id", "event_id").iter_rows():
        found.setdefault(happening, []).append(int(event[1:]))
    return sorted(map(sorted, found.values()))


def test_reports_of_a_meeting_from_plan_to_outcome_are_one_happening():
    thread = (
        report(1, MAY[0], status="planned", day=MAY[20]),
        report(2, MAY[9], status="cancelled"),
        report(3, MAY[20], day=MAY[20]),
        report(4, MAY[21]),
    )
    assert grouped(*thread) == [[1, 2, 3, 4]]


JOINED = {
    "an undated plan and its outcome within a month": (report(1, MAY[0], status="planned"), report(2, MAY[20])),
    "a plan for a month and an outcome in it": (
        report(1, MAY[0], status="planned", day=JUNE[0], to=JUNE[29]),
        report(2, JUNE[20], day=JUNE[20]),
    ),
    "a meeting told from the other side": (report(1, MAY[0]), report(2, MAY[1], source=("DEU",), target=("FRA",))),
    "all parties as sources": (report(1, MAY[0]), report(2, MAY[1], source=("DEU", "FRA"), target=())),
    "a promise to meet and the meeting": (report(1, MAY[0], kind="AGREE", day=MAY[5], status="planned"), report(2, MAY[5], day=MAY[5])),
    "a cancelling and the plan": (
        report(1, MAY[0], status="planned", day=MAY[5]),
        report(2, MAY[3], kind="REJECT", mode="meet", day=MAY[5]),
    ),
    "an attack of one date": (report(1, MAY[5], kind="ASSAULT", day=MAY[4]), report(2, MAY[6], kind="ASSAULT", day=MAY[4])),
    "an attack on one place": (
        report(1, MAY[5], kind="ASSAULT", place_name="Aub", place_country="DEU"),
        report(2, MAY[6], kind="ASSAULT", place_name="Aub", place_country="DEU"),
    ),
    "an attack in the same word": (
        report(1, MAY[5], kind="ASSAULT", trigger_text="Raid"),
        report(2, MAY[5], kind="ASSAULT", trigger_text="raid"),
    ),
    "an accusation by one person": (
        report(1, MAY[5], kind="ACCUSE", source=("FRA/ann",)),
        report(2, MAY[5], kind="ACCUSE", source=("FRA/ann",)),
    ),
    "a plan and its cancelling on another day": (
        report(1, MAY[0], status="planned", day=MAY[20]),
        report(2, MAY[6], status="cancelled", day=MAY[6], date_rule="weekday.past"),
    ),
    "a plan and a refusal dated by its article": (
        report(1, MAY[0], status="planned", day=MAY[20]),
        report(2, MAY[6], kind="REJECT", mode="meet", day=MAY[6], date_rule="publication"),
    ),
    "one person, alone and with another": (
        report(1, MAY[0], source=("FRA/ann",)),
        report(2, MAY[0], source=("FRA/bob", "FRA/ann")),
    ),
    "a strike of one trade": (
        report(1, MAY[0], kind="PROTEST", mode="strike", source=("PRT:Portuguese nurses",), target=(), day=MAY[4], status="planned"),
        report(2, MAY[4], kind="PROTEST", mode="strike", source=("PRT:nurses in public hospitals",), target=(), day=MAY[4]),
    ),
    "a strike of which one report tells no trade": (
        report(1, MAY[0], kind="PROTEST", mode="strike", source=("PRT:thousands of workers",), target=(), day=MAY[4], status="planned"),
        report(2, MAY[4], kind="PROTEST", mode="strike", source=("PRT:nurses",), target=(), day=MAY[4]),
    ),
    "talks of nobody named, in one town on one day": (
        report(1, MAY[0], status="planned", source=(":two delegations",), target=(), day=MAY[18], place_name="Ulm", place_country="DEU"),
        report(2, MAY[19], source=("PHL", "MYS"), target=(), day=MAY[18], place_name="Ulm", place_country="DEU"),
    ),
    "who opens talks and the talks, in one text": (
        report(1, MAY[19], article_id="a1", source=("PHL", "MYS"), target=(), day=MAY[18], trigger_text="met"),
        report(2, MAY[19], article_id="a1", source=("MYS",), target=(), day=MAY[18], trigger_text="opened"),
    ),
    "one report silent about the target, one date": (
        report(1, MAY[5], kind="ASSAULT", day=MAY[4]),
        report(2, MAY[5], kind="ASSAULT", day=MAY[4], target=()),
    ),
}
APART = {
    "other countries": (report(1, MAY[0]), report(2, MAY[0], target=("POL",))),
    "other action": (report(1, MAY[0]), report(2, MAY[0], kind="ACCUSE")),
    "other mode": (report(1, MAY[0], mode="phone"), report(2, MAY[0], mode="visit")),
    "other dates": (report(1, MAY[0], status="planned", day=MAY[10]), report(2, MAY[0], status="planned", day=MAY[20])),
    "other country of the place": (report(1, MAY[0], place_country="DEU"), report(2, MAY[0], place_country="BEL")),
    "meetings weeks apart": (report(1, MAY[0]), report(2, MAY[20])),
    "an outcome before the plan": (report(1, MAY[0]), report(2, MAY[20], status="planned")),
    "a plan too long ago": (report(1, MAY[0], status="planned"), report(2, JUNE[20])),
    "an outcome outside the month planned for": (report(1, MAY[0], status="planned", day=JUNE[0], to=JUNE[29]), report(2, MAY[10])),
    "attacks with nothing in common but the sides": (report(1, MAY[5], kind="ASSAULT"), report(2, MAY[5], kind="ASSAULT")),
    "attacks on two places": (
        report(1, MAY[5], kind="ASSAULT", day=MAY[4], place_name="Aub"),
        report(2, MAY[5], kind="ASSAULT", day=MAY[4], place_name="Ulm"),
    ),
    "an attack told from the other side": (
        report(1, MAY[5], kind="ASSAULT", day=MAY[4]),
        report(2, MAY[5], kind="ASSAULT", day=MAY[4], source=("DEU",), target=("FRA",)),
    ),
    "a country in common is no person": (
        report(1, MAY[5], kind="ACCUSE", source=("FRA/france",)),
        report(2, MAY[5], kind="ACCUSE", source=("FRA/france",)),
    ),
    "protests in one country, one word": (
        report(1, MAY[5], kind="PROTEST", target=(), trigger_text="march"),
        report(2, MAY[5], kind="PROTEST", target=(), trigger_text="march"),
    ),
    "the same word two days later": (
        report(1, MAY[5], kind="ASSAULT", trigger_text="raid"),
        report(2, MAY[7], kind="ASSAULT", trigger_text="raid"),
    ),
    "a refusal of something else": (
        report(1, MAY[0], status="planned", day=MAY[5]),
        report(2, MAY[3], kind="REJECT", mode="assist", day=MAY[5]),
    ),
    "a seizure of power and the arrests": (
        report(1, MAY[5], kind="COERCE", source=("BEN",), target=("BEN",), day=MAY[4]),
        report(2, MAY[5], kind="COERCE", mode="arrest", source=("BEN",), target=("BEN",), day=MAY[4]),
    ),
    "arrests of two persons": (
        report(1, MAY[5], kind="COERCE", mode="arrest", target=("DEU/ann",), day=MAY[4]),
        report(2, MAY[5], kind="COERCE", mode="arrest", target=("DEU/bob",), day=MAY[4]),
    ),
    "visits of two persons": (
        report(1, MAY[5], mode="visit", source=("FRA/ann",), day=MAY[4]),
        report(2, MAY[5], mode="visit", source=("FRA/bob",), day=MAY[4]),
    ),
    "strikes of two trades": (
        report(1, MAY[0], kind="PROTEST", mode="strike", source=("PRT:Portuguese nurses",), target=(), day=MAY[4], status="planned"),
        report(2, MAY[1], kind="PROTEST", mode="strike", source=("PRT:airport workers",), target=(), day=MAY[4], status="cancelled"),
    ),
    "a strike of nurses and one that names a trade": (
        report(1, MAY[0], kind="PROTEST", mode="strike", source=("PRT:nurses",), target=(), day=MAY[4], status="planned"),
        report(2, MAY[1], kind="PROTEST", mode="strike", source=("PRT:nurses",), target=(), day=MAY[4], trigger_text="airport strike"),
    ),
    "what was agreed at a meeting": (
        report(1, MAY[4], mode="visit", day=MAY[4], place_name="Ulm", place_country="DEU"),
        report(2, MAY[4], kind="AGREE", day=MAY[4], date_rule="publication"),
    ),
    "talks of nobody named in one country": (
        report(1, MAY[0], status="planned", source=(":two delegations",), target=(), day=MAY[18], place_country="DEU"),
        report(2, MAY[19], source=("PHL", "MYS"), target=(), day=MAY[18], place_country="DEU"),
    ),
    "two events of one text": (report(1, MAY[5], article_id="a1"), report(2, MAY[5], article_id="a1")),
    "nobody known": (report(1, MAY[5], source=(), target=()), report(2, MAY[5], source=(), target=())),
    "no date at all": (report(1, None), report(2, None)),
}


@pytest.mark.parametrize("pair", JOINED.values(), ids=JOINED.keys())
def test_joined(pair):
    assert grouped(*pair) == [[1, 2]]


@pytest.mark.parametrize("pair", APART.values(), ids=APART.keys())
def test_apart(pair):
    assert grouped(*pair) == [[1], [2]]


def test_an_undated_report_does_not_tie_two_dated_meetings_together():
    assert len(grouped(report(1, MAY[0], day=MAY[0]), report(2, MAY[2]), report(3, MAY[4], day=MAY[4]))) == 2


@pytest.mark.parametrize("is_dated", [True, False])
def test_daily_events_do_not_chain_for_ever(is_dated):
    days = [(number, MAY[number]) for number in range(30)]
    daily = [report(n, day, kind="ASSAULT", day=day if is_dated else None, trigger_text="raid") for n, day in days]
    assert 1 < max(map(len, grouped(*daily))) <= HappeningParameters().span_days + 1


def test_evidence_says_what_joined_and_with_what():
    reports = (report(1, MAY[0], day=MAY[0]), report(2, MAY[1], day=MAY[0], place_name="Ulm"), report(3, MAY[9], target=("POL",)))
    found = to_happenings(*frames(*reports)).get_column("evidence").to_list()
    assert found == ["parties+date with e2", "parties+date with e1", "alone"]


def test_the_happening_is_named_after_its_first_report():
    early, late = report(2, MAY[0], status="planned", day=MAY[3]), report(1, MAY[3], day=MAY[3])
    assert set(to_happenings(*frames(early, late)).get_column("happening_id")) == set(
        to_happenings(*frames(early)).get_column("happening_id")
    )


def test_order_of_rows_changes_nothing():
    given = [*JOINED["all parties as sources"], *(report(n, MAY[n % 9], kind="ASSAULT", trigger_text="raid") for n in range(3, 20))]
    events, participants, articles = frames(*given)
    expected = to_happenings(events, participants, articles)
    for seed in range(5):
        shuffled = [frame.sample(fraction=1.0, shuffle=True, seed=seed) for frame in (events, participants, articles)]
        assert to_happenings(*shuffled).equals(expected)


def test_every_event_has_one_row_and_none_give_none():
    frame = to_happenings(*frames(report(1, MAY[0]), report(2, None)))
    check_key(HAPPENINGS, frame)
    assert frame.height == 2 and frame.filter(pl.col("report_date").is_null()).height == 1
    assert to_happenings(*frames()).schema == HAPPENINGS.schema


PUT_OFF = {"status": "cancelled", "status_cue": "postponed"}


def test_what_is_put_off_goes_on_on_its_new_date():
    thread = (
        report(1, MAY[0], status="planned", day=MAY[9]),
        report(2, MAY[5], **PUT_OFF),
        report(3, MAY[7], status="planned", day=MAY[19]),
        report(4, MAY[19], day=MAY[19]),
    )
    assert grouped(*thread) == [[1, 2, 3, 4]]


@pytest.mark.parametrize(
    "second",
    [
        report(2, MAY[5], status="cancelled", status_cue="called off"),  # over and done with
        report(2, MAY[5], **PUT_OFF, target=("POL",)),  # another meeting is put off
    ],
    ids=["called off", "another"],
)
def test_only_a_postponement_of_the_same_hands_over(second):
    plan, again = report(1, MAY[0], status="planned", day=MAY[9]), report(3, MAY[7], status="planned", day=MAY[19])
    assert [3] in grouped(plan, second, again)


def test_a_plan_for_the_new_month_goes_on_to_the_day_in_it():
    """The plan that was put off is told once more; the ministry names a month; the visit is held in it."""
    thread = (
        report(1, MAY[0], mode="visit", status="planned", day=MAY[12]),
        report(2, MAY[9], mode="visit", **PUT_OFF, day=MAY[9], date_rule="weekday.past"),
        report(3, MAY[9], mode="visit", status="planned", day=MAY[11], article_id="a2"),
        report(4, MAY[9], mode="visit", status="planned", day=JUNE[0], to=JUNE[29], article_id="a2"),
        report(5, JUNE[1], mode="visit", day=JUNE[1]),
    )
    assert grouped(*thread) == [[1, 2, 3, 4, 5]]
    assert settled(dict.fromkeys(range(1, 5), "kept"), *thread) == {5: "kept"}


def test_what_has_its_new_day_goes_on_no_further():
    thread = (
        report(1, MAY[0], status="planned", day=MAY[9]),
        report(2, MAY[5], **PUT_OFF),
        report(3, MAY[7], status="planned", day=MAY[19]),
        report(4, MAY[21], status="planned", day=MAY[30]),
    )
    assert grouped(*thread) == [[1, 2, 3], [4]]
    assert settled({1: "kept", 2: "kept", 3: "kept"}, *thread)[4] != "kept"


def test_a_refusal_is_no_meeting_that_had_happened():
    plan, refusal = report(1, MAY[0], status="planned", day=MAY[9]), report(2, MAY[5], kind="REJECT", mode="meet", date_rule="publication")
    off, held = report(3, MAY[5], **PUT_OFF), report(4, MAY[19], day=MAY[19])
    assert grouped(plan, refusal, off, held) == [[1, 2, 3, 4]]


def test_a_vague_report_ties_no_other_modes_together():
    """Each alone agrees with the vague one."""
    march = report(1, MAY[4], kind="PROTEST", mode="demo", day=MAY[4], place_name="Ulm", place_country="FRA", target=())
    vague = report(2, MAY[4], kind="PROTEST", day=MAY[4], place_name="Ulm", place_country="FRA", target=())
    strike = report(3, MAY[4], kind="PROTEST", mode="strike", day=MAY[4], place_name="Ulm", place_country="FRA", target=())
    assert grouped(march, vague) == grouped(vague, march) == [[1, 2]]
    assert len(grouped(march, vague, strike)) == 2


def test_of_two_meetings_in_a_town_either_may_be_meant():
    there = {"day": MAY[18], "place_name": "Ulm", "place_country": "DEU", "target": ()}
    plan = report(1, MAY[0], status="planned", source=(":two delegations",), **there)
    one, other = report(2, MAY[18], source=("PHL", "MYS"), **there), report(3, MAY[18], source=("KEN", "UGA"), **there)
    assert grouped(plan, one) == [[1, 2]]
    assert grouped(plan, one, other) == [[1], [2], [3]]


def test_what_has_happened_is_not_put_off():
    held, off, later = report(1, MAY[4], day=MAY[4]), report(2, MAY[5], **PUT_OFF, day=MAY[4]), report(3, MAY[19], day=MAY[19])
    assert [3] in grouped(held, off, later)


def test_a_silent_report_ties_no_other_parties_together():
    silent = report(2, MAY[0], source=(), day=MAY[5], status="planned", place_name="Berlin")
    french = report(1, MAY[0], day=MAY[5], status="planned", place_name="Berlin")
    polish = report(3, MAY[0], source=("POL",), day=MAY[5], status="planned", place_name="Berlin")
    assert len(grouped(french, silent, polish)) == 2


def test_a_country_does_not_contradict_a_town_in_it():
    town = report(1, MAY[5], kind="ASSAULT", day=MAY[4], place_name="Nice", place_country="FRA")
    country = report(2, MAY[5], kind="ASSAULT", day=MAY[4], place_name="France", place_country="FRA")
    named = rows(ENTITIES, {"entity_id": "france", "kind": "country", "name": "France"})
    assert to_happenings(*frames(town, country), entities=named).get_column("happening_id").n_unique() == 1
    assert to_happenings(*frames(town, country)).get_column("happening_id").n_unique() == 2


def test_a_plan_and_who_calls_it_off_are_one_without_further_facts():
    plan, end = report(1, MAY[0], kind="AID", status="planned", day=MAY[9]), report(2, MAY[5], kind="AID", status="cancelled")
    assert grouped(plan, end) == [[1, 2]]


def test_the_day_of_a_denial_is_not_the_day_of_what_is_denied():
    plan = report(1, MAY[0], status="planned", day=MAY[9])
    denial = report(2, MAY[3], status="denied", day=MAY[3], date_rule="publication")
    assert grouped(plan, denial) == [[1, 2]]


def settled(happenings, *reports):
    """Happenings of the reports that have none, by number, where others have the one given."""
    events, participants, articles = frames(*reports)
    known = pl.Series([happenings.get(int(event[1:])) for event in events.get_column("event_id")], dtype=pl.String)
    found = to_happenings(events.with_columns(happening_id=known), participants, articles, entities=PEOPLE)
    return {int(event[1:]): happening for happening, event in found.select("happening_id", "event_id").iter_rows()}


def test_a_new_report_joins_the_happening_that_is_settled():
    plan, outcome = report(1, MAY[0], status="planned", day=JUNE[3]), report(2, JUNE[3], day=JUNE[3])
    assert settled({1: "kept"}, plan, outcome) == {2: "kept"}
    other = report(3, JUNE[3], source=("USA",), target=("CHN",), day=JUNE[3])
    assert settled({1: "kept"}, plan, other)[3] != "kept"


def test_two_settled_happenings_never_become_one():
    """The report of the outcome fits both; it joins one, and neither of them changes."""
    plans = (report(1, MAY[0], status="planned", day=JUNE[3]), report(2, MAY[1], status="planned", day=JUNE[3]))
    assert grouped(*plans) == [[1, 2]]
    found = settled({1: "one", 2: "other"}, *plans, report(3, JUNE[3], day=JUNE[3]))
    assert set(found) == {3} and found[3] in ("one", "other")


def test_what_was_put_off_last_month_goes_on_under_its_name():
    put_off = report(2, MAY[20], status="cancelled", status_cue="postponed", day=MAY[25])
    plan, held = report(1, MAY[10], status="planned", day=MAY[25]), report(3, JUNE[8], day=JUNE[8])
    assert grouped(plan, put_off, held) == [[1, 2, 3]]
    assert settled({1: "kept", 2: "kept"}, plan, put_off, held) == {3: "kept"}


def test_a_pair_that_a_crowded_key_passes_over_is_found_by_another():
    met = report(1, MAY[5], mode="visit", source=("FRA/ann",)), report(4, MAY[5], mode="visit", source=("FRA/ann",))
    between = report(2, MAY[5], mode="phone"), report(3, MAY[5], mode="phone")
    for parameters in (HappeningParameters(), HappeningParameters(largest_block=1)):
        found = to_happenings(*frames(*met, *between), entities=PEOPLE, parameters=parameters).sort("event_id")
        one, two, three, four = found.get_column("happening_id")
        assert one == four != two == three
