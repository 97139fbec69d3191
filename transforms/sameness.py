"""Whether two reports are of one event, how strong the reason is, and what it is.

Kind of action, participants and days must agree and places must not contradict; what is reported daily between the same
countries needs one fact more. Missing knowledge contradicts nothing.
"""

from __future__ import annotations

from collections.abc import Collection

from transforms.reports import HappeningParameters, Report, Window

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


def compare(a: Report, b: Report, particular: Collection[str], parameters: HappeningParameters) -> tuple[int, str] | None:
    """Rank and evidence where the two are reports of one event, else None."""
    if a.article_id == b.article_id and a.status == b.status:
        return None  # the coder found them different within one text
    if not (_same_action(a, b) and _places_agree(a, b) and _dates_agree(a, b, parameters)):
        return None
    sides = _same_participants(a, b)
    if not sides:
        return None
    facts = _facts(a, b, particular, parameters)
    if not _suffices(a, b, sides, facts, parameters):
        return None
    rank = 0 if "date" in facts else 1 if facts else 2
    if rank and _is_new_start(a, b):
        rank = 3
    return rank, "+".join([sides, *facts])


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
    if sides == "parties" and "cancelled" in statuses and statuses & {"planned", "possible"}:
        return True  # who calls something off between two names the plan
    if facts == ["word"]:
        near = a.published is not None and b.published is not None and abs((a.published - b.published).days) <= parameters.word_days
        # one side alone is often a country in which such things happen every day
        return sides == "parties" and near
    return bool(facts)


def _same_action(a: Report, b: Report) -> bool:
    """One base type, or a promise and what it is about; modes must not differ."""
    if a.event_type == b.event_type:
        return a.mode is None or b.mode is None or a.mode == b.mode
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
    if a.event_type in MUTUAL_TYPES and b.event_type in MUTUAL_TYPES and _same_parties(a, b):
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
    """Whether both say who acts upon whom, and not the same."""
    is_full = all((r.source_countries or r.source_entities) and (r.target_countries or r.target_entities) for r in (a, b))
    return is_full and _same_participants(a, b) is None


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
