"""`dateline explain`: why an event is in the warehouse, from its codes back to the words of the saved page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flows.reading import Row, fetch_rows, plain
from transforms.errors import InputError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MOST_MATCHES = 5  # ids shown where a prefix fits several

_EVENT = """
SELECT
    events.*,
    sentences.text AS sentence_text, sentences.start_offset AS sentence_start, sentences.end_offset AS sentence_end,
    sentences.sentence_index,
    articles.title, articles.url, articles.canonical_url, articles.published_date, articles.published_origin,
    articles.source_name, articles.locator, articles.fetched_at,
    documents.payload_sha256,
    times.text AS time_text, times.start_offset AS time_start, times.end_offset AS time_end,
    places.start_offset AS place_start, places.end_offset AS place_end,
    speakers.start_offset AS attribution_start, speakers.end_offset AS attribution_end
FROM core.events AS events
JOIN core.sentences AS sentences USING (sentence_id)
JOIN core.articles AS articles ON articles.article_id = events.article_id
LEFT JOIN core.documents AS documents ON documents.document_id = articles.document_id
LEFT JOIN core.times AS times ON times.time_id = events.time_id
LEFT JOIN core.mentions AS places ON places.mention_id = events.place_mention_id
LEFT JOIN core.mentions AS speakers ON speakers.mention_id = events.attribution_mention_id
WHERE starts_with(events.event_id, ?)
ORDER BY events.event_id
LIMIT ?
"""

_PARTICIPANTS = """
SELECT role, position, name, country_code, sector_code, evidence, start_offset, end_offset, text, entity_id
FROM core.participants
WHERE event_id = ?
ORDER BY role, position
"""


_MENTIONS = """
SELECT text, start_offset, end_offset, status, rule_id
FROM core.event_mentions
WHERE event_id = ? AND NOT is_best
ORDER BY start_offset
"""


def explain_event(connection: DuckDBPyConnection, prefix: str) -> dict[str, object]:
    """Everything that led to the event, as JSON can hold it; raises InputError unless the id fits exactly one."""
    wanted = prefix.strip().lower()
    if not wanted:
        raise InputError("event id", "is empty", "Give the first characters of an event_id.")
    found = fetch_rows(connection, _EVENT, [wanted, MOST_MATCHES + 1])
    if not found:
        raise InputError(f"event {wanted}", "is not in the warehouse", "Take an event_id from marts.events.")
    if len(found) > 1:
        ids = ", ".join(str(row["event_id"]) for row in found[:MOST_MATCHES])
        raise InputError(f"event {wanted}", f"fits several events ({ids}{' …' if len(found) > MOST_MATCHES else ''})", "Give more of it.")
    participants = fetch_rows(connection, _PARTICIPANTS, [found[0]["event_id"]])
    mentions = fetch_rows(connection, _MENTIONS, [found[0]["event_id"]])
    return _explanation(found[0], participants, mentions)


def _explanation(event: Row, participants: list[Row], mentions: list[Row]) -> dict[str, object]:
    """The rows, arranged by the questions that a reader asks."""
    result: dict[str, object] = {
        "event": _pick(event, "event_id event_type mode plover_type plover_mode cameo_code goldstein score quad_code contexts confidence"),
        "status": _pick(event, "status status_cue auxiliary_modes"),
        "trigger": {"text": event["trigger_text"], "start": event["trigger_start"], "end": event["trigger_end"]},
        "participants": participants,
        "source_reason": event["source_reason"],
        "date": _pick(event, "start_date end_date date_precision date_rule time_text time_start time_end"),
        "place": _pick(event, "place_name place_country place_latitude place_longitude place_start place_end"),
        "attribution": _pick(event, "attribution_name attribution_country attribution_sector attribution_start attribution_end"),
        "rule": _pick(event, "rule_id codebook_version"),
        "sentence": {"text": event["sentence_text"], "start": event["sentence_start"], "end": event["sentence_end"],
                     "index": event["sentence_index"]},
        "article": _pick(event, "article_id title url canonical_url published_date published_origin source_name locator "
                         "fetched_at payload_sha256"),
        "mentions": mentions,
    }  # fmt: skip
    result["marks"] = marks(result)
    return {key: plain(value) for key, value in result.items()}


def _pick(row: Row, names: str) -> Row:
    return {name: row[name] for name in names.split()}


def marks(explanation: dict[str, object]) -> list[tuple[int, int, str]]:
    """Spans of the sentence to mark, as offsets into it; where two overlap, the first in this order wins."""
    sentence = _row(explanation["sentence"])
    spans = [(_row(explanation["trigger"]), "start", "end", "trigger")]
    people = explanation["participants"]
    spans += [(_row(p), "start_offset", "end_offset", str(_row(p)["role"])) for p in (people if isinstance(people, list) else [])]
    spans += [(_row(explanation[key]), f"{field}_start", f"{field}_end", key)
              for key, field in (("date", "time"), ("place", "place"), ("attribution", "attribution"))]  # fmt: skip
    kept: list[tuple[int, int, str]] = []
    for row, start_name, end_name, label in spans:
        start, end = row[start_name], row[end_name]
        if isinstance(start, int) and isinstance(end, int):
            _keep(kept, start, end, label, sentence)
    return sorted(kept)


def _keep(kept: list[tuple[int, int, str]], start: int, end: int, label: str, sentence: Row) -> None:
    """Add the span where it lies in the sentence and touches no span kept before."""
    first, last = sentence["start"], sentence["end"]
    if not (isinstance(first, int) and isinstance(last, int)) or start < first or end > last:
        return
    span = (start - first, end - first, label)
    if all(span[1] <= other[0] or span[0] >= other[1] for other in kept):
        kept.append(span)


def _row(value: object) -> Row:
    return value if isinstance(value, dict) else {}
