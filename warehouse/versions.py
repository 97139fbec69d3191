"""The history of released models in `ops.model_versions`, from dbt's manifest: what each version was, since when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from hashlib import blake2b
from typing import Any

import duckdb
import polars as pl

from transforms.schemas import MODEL_VERSIONS, frame
from warehouse.connection import read_table


def to_model_versions(manifest: Mapping[str, Any], run_id: str) -> pl.DataFrame:
    """Every versioned model of the manifest as a MODEL_VERSIONS frame."""
    return frame(MODEL_VERSIONS, list(_rows(manifest, run_id)))


def _rows(manifest: Mapping[str, Any], run_id: str) -> Iterator[dict[str, object]]:
    models = [node for node in manifest["nodes"].values() if node["resource_type"] == "model" and node.get("version") is not None]
    for node in sorted(models, key=lambda node: (node["name"], int(node["version"]))):
        columns = [f"{name} {column['data_type'].lower()}" for name, column in node["columns"].items()]
        yield {
            "model": node["name"],
            "version": int(node["version"]),
            "fingerprint": blake2b("\n".join([node["raw_code"], *columns]).encode(), digest_size=8).hexdigest(),
            "first_run_id": run_id,
            "latest_version": int(node["latest_version"]),
            "columns": columns,
            "retirement_date": date.fromisoformat(str(node["deprecation_date"])[:10]) if node.get("deprecation_date") else None,
        }


def with_history(connection: duckdb.DuckDBPyConnection, current: pl.DataFrame) -> pl.DataFrame:
    """The stored rows and the current ones; a form that was built before keeps its first run, and takes today's date of retirement."""
    stored = read_table(connection, MODEL_VERSIONS)
    key = list(MODEL_VERSIONS.key)
    first = stored.select(*key, pl.col("first_run_id").alias("stored_run_id"))
    joined = current.join(first, on=key, how="left")
    kept = joined.with_columns(first_run_id=pl.coalesce("stored_run_id", "first_run_id")).select(MODEL_VERSIONS.names)
    return pl.concat([stored.join(current, on=key, how="anti"), kept]).sort(key)
