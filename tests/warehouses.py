"""A small archive that changes day by day, for tests of incremental builds: typed by rule, the same in every run."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import polars as pl

from tests.rows import rows
from transforms.schemas import (
    ARTICLES,
    DOCUMENTS,
    ENTITIES,
    EVENT_MENTIONS,
    EVENTS,
    HAPPENINGS,
    MENTIONS,
    PARTICIPANTS,
    QUOTES,
    ROLES,
    SENTENCES,
    STORIES,
)

FIRST = date(2024, 5, 1)
COUNTRIES = ("FRA", "DEU", "USA", "CHN")
TYPES = (("CONSULT", "visit", 1), ("ACCUSE", None, 3), ("ASSAULT", None, 4), ("AID", None, 2))
STATUSES = ("planned", "occurred", "cancelled", "occurred", "denied")


def batch(day: int, numbers: range, *, fetched: int | None = None) -> dict[str, pl.DataFrame]:
    """Core rows of the articles of these numbers, published on a day; `fetched` later makes them newer versions."""
    published = FIRST + timedelta(days=day)
    at = datetime(2024, 5, 1, 12, tzinfo=UTC) + timedelta(days=day if fetched is None else fetched)
    version = "" if fetched is None else f"-{fetched}"
    tables: dict[str, list[dict[str, object]]] = {}
    for n in numbers:
        for name, row in _rows(n, published, at, version):
            tables.setdefault(name, []).append(row)
    kinds = (DOCUMENTS, ARTICLES, SENTENCES, MENTIONS, QUOTES, ROLES, EVENTS, EVENT_MENTIONS, PARTICIPANTS)
    frames = {table.name: rows(table, *tables.get(table.name, [])) for table in kinds}
    people = {row["entity_id"]: row for row in tables.get("entities", [])}
    return frames | {"entities": rows(ENTITIES, *people.values())}


def _rows(n: int, published: date, at: datetime, version: str):
    article, shift = f"a{n}", len(version)
    yield "documents", {"document_id": f"d{n}{version}", "source_name": f"paper {n % 3}", "fetched_at": at}
    yield "articles", {"article_id": article, "document_id": f"d{n}{version}", "source_name": f"paper {n % 3}", "published_date": published,
                       "fetched_at": at, "text": f"Lead {n}{version}.\nMore “words” follow.", "url": f"https://paper{n % 3}.test/{n}",
                       "title": f"Headline {n}"}  # fmt: skip
    yield "sentences", {"sentence_id": f"s{n}", "article_id": article, "text": f"Lead {n}{version}."}
    yield "mentions", {"mention_id": f"m{n}", "article_id": article, "kind": "person", "entity_id": f"p{n % 5}", "name": f"Person {n % 5}"}
    yield "entities", {"entity_id": f"p{n % 5}", "kind": "person", "name": f"Person {n % 5}"}
    yield "quotes", {"quote_id": f"q{n}", "article_id": article, "sentence_id": f"s{n}", "text": "words", "speaker_mention_id": f"m{n}"}
    if (n + shift) % 2:
        yield "roles", {"entity_id": f"p{n % 5}", "article_id": article, "role": f"role {(n + shift) % 3}", "seen_date": published}
    for k in range(2):
        kind, mode, quad = TYPES[(n + k + shift) % len(TYPES)]
        event = f"e{n}.{k}{version}"
        yield "events", {"event_id": event, "article_id": article, "sentence_id": f"s{n}", "event_type": kind, "mode": mode,
                         "quad_code": quad, "score": 0.5 + n % 7, "goldstein": 0.1 * (n % 9), "status": STATUSES[(n + k) % 5],
                         "plover_type": kind, "status_cue": "postponed", "contexts": [f"context {n % 3}"], "cameo_code": "042",
                         "start_date": published + timedelta(days=n % 4), "date_precision": "day" if n % 2 else "month"}  # fmt: skip
        for mention in range(1 + n % 2):
            yield "event_mentions", {"event_id": event, "article_id": article, "sentence_id": f"s{n}", "clause_id": f"c{n}.{k}.{mention}",
                                     "is_best": mention == 0}  # fmt: skip
        for position, role in enumerate(("source", "target")):
            yield "participants", {"event_id": event, "article_id": article, "role": role, "position": 0,
                                   "country_code": COUNTRIES[(n + k + position) % 4],
                                   "entity_id": f"p{(n + position) % 5}"}  # fmt: skip


def grouped(core: dict[str, pl.DataFrame], width: int) -> dict[str, pl.DataFrame]:
    """Stories and happenings over the whole archive: articles whose numbers share a group of `width` tell one story."""
    numbers = [int(key[1:]) for key in core["articles"].get_column("article_id")]
    stories = [{"story_id": f"t{n // width}", "article_id": f"a{n}", "is_copy": n % width == 1} for n in numbers]
    happenings = [
        {"happening_id": f"h{int(article[1:]) // width}", "event_id": event, "article_id": article, "status": status}
        for event, article, status in core["events"].select("event_id", "article_id", "status").iter_rows()
    ]
    return {"stories": rows(STORIES, *stories), "happenings": rows(HAPPENINGS, *happenings)}
