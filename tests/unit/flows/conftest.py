"""A small published warehouse: one article, one sentence, a visit that is planned and a protest that happened."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.rows import rows
from transforms import schemas

TEXT = "OSLO — Norwegian minister Ingrid Solheim will visit Hanoi on Monday. Students marched in Oslo."
DAY = date(2025, 3, 4)


def span(words: str) -> dict[str, object]:
    start = TEXT.index(words)
    return {"start_offset": start, "end_offset": start + len(words), "text": words}


@pytest.fixture
def pinned_versions(monkeypatch: pytest.MonkeyPatch) -> None:
    """Annotation and model have a version without being read."""
    monkeypatch.setattr("flows.running.annotation_version", lambda seeds: "v1")
    monkeypatch.setattr("flows.seeds.model_version", lambda seeds: "model 1")


@pytest.fixture(scope="session")
def tables() -> dict[str, pl.DataFrame]:
    key = {"article_id": "a1"}
    first, second = span("OSLO — Norwegian minister Ingrid Solheim will visit Hanoi on Monday."), span("Students marched in Oslo.")
    visit, march = span("visit"), span("marched")
    return {
        "documents": rows(schemas.DOCUMENTS, {"document_id": "d1", "payload_sha256": "5ha"}),
        "articles": rows(
            schemas.ARTICLES,
            key | {"document_id": "d1", "text": TEXT, "title": "A trip", "locator": "wire/trip.txt", "published_date": DAY,
                   "published_origin": "dateline"},
        ),
        "sentences": rows(schemas.SENTENCES, key | {"sentence_id": "s1", **first},
                          key | {"sentence_id": "s2", "sentence_index": 1, **second}),
        "mentions": rows(schemas.MENTIONS, key | {"mention_id": "m1", "sentence_id": "s1", **span("Hanoi")}),
        "times": rows(schemas.TIMES, key | {"time_id": "t1", "sentence_id": "s1", **span("Monday")}),
        "events": rows(
            schemas.EVENTS,
            key | {"event_id": "abc1", "sentence_id": "s1", "event_type": "CONSULT", "mode": "visit", "status": "planned",
                   "status_cue": "will", "plover_type": "AGREE", "trigger_start": visit["start_offset"],
                   "trigger_end": visit["end_offset"], "trigger_text": "visit",
                   "start_date": date(2025, 3, 10), "end_date": date(2025, 3, 10), "date_precision": "day", "date_rule": "weekday",
                   "time_id": "t1", "place_name": "Hanoi", "place_country": "VNM", "place_mention_id": "m1", "rule_id": "consult.visit.go",
                   "contexts": ["diplomatic"], "cameo_code": "036", "goldstein": 4.0, "codebook_version": "c0de"},
            key | {"event_id": "abc2", "sentence_id": "s2", "event_type": "PROTEST", "status": "occurred", "plover_type": "PROTEST",
                   "trigger_start": march["start_offset"], "trigger_end": march["end_offset"], "trigger_text": "marched"},
        ),
        "participants": rows(
            schemas.PARTICIPANTS,
            key | {"event_id": "abc1", "role": "source", "name": "Ingrid Solheim", "country_code": "NOR", "sector_code": "GOV",
                   **span("Norwegian minister Ingrid Solheim")},
            key | {"event_id": "abc1", "role": "target", "name": "Vietnam", "country_code": "VNM", **span("Hanoi")},
        ),
        "rejects": rows(schemas.REJECTS, {"stage": "ingest", "subject_id": "x.pdf", "locator": "x.pdf", "reason": "unsupported_file"}),
        "runs": rows(schemas.RUNS, {"run_id": "20250304T090000", "document_count": 1, "model_version": "m 1"}),
        "stages": rows(schemas.STAGES, {"run_id": "20250304T090000", "batch_id": "b1", "stage": "load", "in_count": 1, "out_count": 1}),
    }  # fmt: skip


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory, tables: dict[str, pl.DataFrame]) -> Path:
    from warehouse.connection import open_to_write
    from warehouse.ddl import create_tables

    tmp_path = tmp_path_factory.mktemp("warehouse")
    folder = tmp_path / "home"
    layers = {table.name: table.layer for table in schemas.CORE_TABLES + schemas.OPS_TABLES}
    with open_to_write(folder / "published" / "current" / "warehouse.duckdb") as connection:
        create_tables(connection)
        for name, data in tables.items():
            data.write_parquet(tmp_path / f"{name}.parquet")
            connection.execute(f"INSERT INTO {layers[name]}.{name} BY NAME FROM '{tmp_path}/{name}.parquet'").fetchall()
    return folder
