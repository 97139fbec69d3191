"""Whether two reports are of one event, how strong the reason is, and what it is.

Kind of action, participants and days must agree and places must not contradict; what is reported daily between the same
countries needs one fact more. Missing knowledge contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from transforms.known_parties import are_others
from transforms.reports import HAPPENED, PHASES, HappeningParameters, Report, Window

# what a promise, or the refusal of one, is about: the two may be reports of one happening
OUTCOME_PAIRS = frozenset(
    {
        frozenset({"AGREE", "CONSULT"}),
        frozenset({"AGREE", "COOPERATE"}),
        frozenset({"AGREE", "AID"}),
        frozenset({"REJECT", "CONSULT"}),
        frozenset({"CONCEDE", "RETREAT"}),
    }
)
MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # sides may be swapped from one report to the next
WORDS = frozenset({"AGREE", "REJECT"})  # a promise or refusal: what is said of a happening, unless it is one itself
# where the mode is the deed: what has none is no vaguer word for what has one ("seized power", "arrested")
MODE_IS_DEED = frozenset({"COERCE"})
SETTING = (4, "setting")  # the weakest reason: nothing but the day and the town in common


def compare(a: Report, b: Report, particular: Collection[str], parameters: HappeningParameters) -> tuple[int, str] | None:
    """Rank and evidence where the two are reports of one event, else None."""
    if a.article_id == b.article_id and a.status == b.status and not _is_phase(a, b):
        return None  # the coder found them different within one text
    if not (_same_action(a, b) and _places_agree(a, b) and _dates_agree(a, b, parameters)) or _is_result(a, b):
        return None
    sides = _same_participants(a, b)
    if not sides:
        return SETTING if _same_setting(a, b) else None
    facts = _facts(a, b, particular, parameters)
    if not _suffices(a, b, sides, facts, parameters):
        return None
    rank = 0 if "date" in facts else 1 if facts else 2
    if rank and _is_new_start(a, b):
        rank = 3
    return rank, "+".join([sides, *facts])


def _is_phase(a: Report, b: Report) -> bool:
    """Whether one says who opens, chairs or closes a meeting of that day which the other tells of."""
    is_meeting = a.event_type == b.event_type == "CONSULT" and a.is_exact and b.is_exact and a.start == b.start
    return is_meeting and (PHASES.match(a.trigger) is None) != (PHASES.match(b.trigger) is None)


def _is_result(a: Report, b: Report) -> bool:
    """Whether one is what the two agreed when they met; a promise to meet comes before the meeting."""
    promise, meeting = (a, b) if a.event_type == "AGREE" else (b, a)
    if (promise.event_type, meeting.event_type) != ("AGREE", "CONSULT") or not {a.status, b.status} <= HAPPENED:
        return False
    return promise.window is not None and meeting.window is not None and meeting.window[1] <= promise.window[0]


def _same_setting(a: Report, b: Report) -> bool:
    """Whether one names no party that could contradict ("the two delegations") and the meeting's day and town are the same."""
    is_meeting = a.event_type == b.event_type == "CONSULT" and (a.is_silent or b.is_silent)
    is_there = a.place is not None and (a.place, a.place_country) == (b.place, b.place_country)
    return is_meeting and is_there and a.is_exact and b.is_exact and a.start == b.start


def _is_new_start(a: Report, b: Report) -> bool:
    """Whether one cancels and a later one does not: what is cancelled was announced before, not after."""
    if a.published is None or b.published is None or a.published == b.published:
        return False
    early, late = (a, b) if a.published < b.published else (b, a)
    return early.status == "cancelled" and late.status not in ("cancelled", "denied")


def _suffices(a: Report, b: Report, sides: str, facts: list[str], parameters: HappeningParameters) -> bool:
    """Whether the facts tell the event from others of its kind; a meeting of the same parties needs none."""
    if sides == "parties" and a.event_type == b.event_type == "CONSULT":
        return True
    statuses = {a.status, b.status}
    is_refusal = a.event_type != b.event_type and "REJECT" in (a.event_type, b.event_type)
    if sides == "parties" and ("cancelled" in statuses or is_refusal) and statuses & {"planned", "possible"}:
        return True  # who calls something off between two, or refuses it, names the plan
    if facts == ["word"]:
        near = a.published is not None and b.published is not None and abs((a.published - b.published).days) <= parameters.word_days
        # one side alone is often a country in which such things happen every day
        return sides == "parties" and near
    return bool(facts)


def _same_action(a: Report, b: Report) -> bool:
    """One base type, or a promise and what it is about; modes must not differ."""
    if a.event_type == b.event_type:
        is_vague = a.event_type not in MODE_IS_DEED and (a.mode is None or b.mode is None)
        return is_vague or a.mode == b.mode
    if frozenset({a.event_type, b.event_type}) not in OUTCOME_PAIRS:
        return False
    refusal = next((r for r in (a, b) if r.event_type == "REJECT"), None)
    return refusal is None or refusal.mode == "meet"


def _places_agree(a: Report, b: Report) -> bool:
    """Countries must not differ; for material conflict neither must the names of places."""
    if a.place_country and b.place_country and a.place_country != b.place_country:
        return False
    return not (a.quad_code == b.quad_code == 4 and a.place and b.place and a.place != b.place)


def _same_participants(a: Report, b: Report) -> str | None:
    """'parties' where both sides overlap, 'party' where one does and a report is silent about the other.

    In mutual action the sides may be swapped: two countries or two entities in common, on whatever side, are parties.
    """
    is_mutual = a.event_type in MUTUAL_TYPES and b.event_type in MUTUAL_TYPES
    if are_others(a.persons, b.persons, is_mutual=is_mutual) or (a.trades and b.trades and not a.trades & b.trades):
        return None
    if is_mutual and _same_parties(a, b):
        return "parties"
    sources = _side(a.source_countries, b.source_countries, a.source_entities, b.source_entities)
    targets = _side(a.target_countries, b.target_countries, a.target_entities, b.target_entities)
    if sources is False or targets is False or not (sources or targets):
        return None
    return "parties" if sources and targets else "party"


def _same_parties(a: Report, b: Report) -> bool:
    countries = (a.source_countries | a.target_countries) & (b.source_countries | b.target_countries)
    entities = (a.source_entities | a.target_entities) & (b.source_entities | b.target_entities)
    return len(countries) > 1 or len(entities) > 1


def _side(a_countries: frozenset[str], b_countries: frozenset[str], a_entities: frozenset[str], b_entities: frozenset[str]) -> bool | None:
    """Whether one side is the same; None where a report is silent about it."""
    if a_entities & b_entities or a_countries & b_countries:
        return True
    if a_countries and b_countries:
        return False
    # entities alone contradict each other only where neither side has a country: a town and the country it lies in do not
    return False if a_entities and b_entities and not (a_countries or b_countries) else None


def same_event(a: Report, b: Report) -> bool:
    """Whether action, parties and place are the same, whatever the days."""
    return _same_participants(a, b) == "parties" and _same_action(a, b) and _places_agree(a, b)


def contradicts(a: Report, b: Report) -> bool:
    """Whether both say who acts upon whom, and not the same, or both tell of deeds, and of different ones."""
    if _other_deed(a, b):
        return True
    return _is_full(a) and _is_full(b) and _same_participants(a, b) is None


def _other_deed(a: Report, b: Report) -> bool:
    """Whether the two are no report of one action, and neither is but word of one; of one attack the means are told in many ways."""
    if a.event_type == b.event_type == "ASSAULT" or (a.event_type != b.event_type and {a.event_type, b.event_type} & WORDS):
        return False
    return not _same_action(a, b)


def _is_full(report: Report) -> bool:
    """Whether it names both sides; where they have no order, two parties, or who protests."""
    sources, targets = report.source_countries or report.source_entities, report.target_countries or report.target_entities
    if (sources and targets) or report.trades:
        return True
    return report.event_type in MUTUAL_TYPES and (len(report.source_countries) > 1 or len(report.source_entities) > 1)


def _dates_agree(a: Report, b: Report, parameters: HappeningParameters) -> bool:
    """Whether the windows touch; two vague ones need reports near each other too."""
    if a.window is None or b.window is None or gap(a.window, b.window) > parameters.date_slack:
        return False
    if a.is_exact or b.is_exact or a.published is None or b.published is None:
        return True
    return abs((a.published - b.published).days) <= parameters.plan_days


def _facts(a: Report, b: Report, particular: Collection[str], parameters: HappeningParameters) -> list[str]:
    """What the two share beyond kind of action and countries, strongest first."""
    lengths = [(r.end - r.start).days for r in (a, b) if r.start and r.end]
    shared = (a.source_entities | a.target_entities) & (b.source_entities | b.target_entities)
    facts = {
        "date": a.is_exact and b.is_exact,
        "period": len(lengths) == 2 and max(lengths) <= parameters.period_days and not (a.is_exact and b.is_exact),
        "place": a.place is not None and (a.place, a.place_country) == (b.place, b.place_country),
        "entity": any(entity in particular for entity in shared),
        "word": a.trigger == b.trigger,
    }
    return [name for name, holds in facts.items() if holds]


def gap(a: Window, b: Window) -> int:
    """Days between two intervals; 0 or less where they overlap."""
    return (max(a[0], b[0]) - min(a[1], b[1])).days
