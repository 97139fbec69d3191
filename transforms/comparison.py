"""Two codings of the same clauses, side by side: which events came, went, or became something else.

An event is the same one in both where it hangs on the same predicate; a predicate with several events (a meeting and a
possible one) pairs them in the order of their status and mode.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

KEY = ("article_id", "clause_id", "number")
COMPARED = ("event_type", "mode", "status", "cameo_code", "source_names", "target_names", "start_date", "end_date", "place_name")
SHOWN = ("event_id", "rule_id", "trigger_text", "sentence_id")
GAINED, LOST, CHANGED, SAME = "gained", "lost", "changed", "same"


def to_changes(before: Mapping[str, pl.DataFrame], after: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """change, article_id, clause_id, changed_columns, and every compared column as before_… and after_…; one row per pair of events.

    `before` and `after` hold `events` and `participants` as coding gives them.
    """
    old, new = comparable(before), comparable(after)
    columns = [*SHOWN, *COMPARED]
    joined = old.select(*KEY, pl.col(columns).name.prefix("before_")).join(
        new.select(*KEY, pl.col(columns).name.prefix("after_")), on=KEY, how="full", coalesce=True
    )
    differs = pl.concat_list(
        pl.when(pl.col(f"before_{name}").ne_missing(pl.col(f"after_{name}"))).then(pl.lit(name)) for name in COMPARED
    ).list.drop_nulls()
    change = (
        pl.when(pl.col("before_event_id").is_null())
        .then(pl.lit(GAINED))
        .when(pl.col("after_event_id").is_null())
        .then(pl.lit(LOST))
        .when(pl.col("changed_columns").list.len() > 0)
        .then(pl.lit(CHANGED))
        .otherwise(pl.lit(SAME))
    )
    found = joined.with_columns(changed_columns=differs).with_columns(change=change).sort(KEY)
    both = pl.col("change").is_in([CHANGED, SAME])
    found = found.with_columns(changed_columns=pl.when(both).then("changed_columns").otherwise([]))
    named = [f"{side}_{name}" for name in columns for side in ("before", "after")]
    return found.select("change", "article_id", "clause_id", "changed_columns", *named)


def comparable(coded: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Events with the names of their sides and a number among the events of their predicate."""
    participants = coded["participants"].sort("event_id", "role", "position")
    names = participants.group_by("event_id", maintain_order=True).agg(
        pl.col("name").filter(pl.col("role") == role).str.join("; ").alias(f"{role}_names") for role in ("source", "target")
    )
    ordered = coded["events"].join(names, on="event_id", how="left").sort("article_id", "clause_id", "status", "mode", "event_id")
    numbered = ordered.with_columns(number=pl.int_range(pl.len()).over("article_id", "clause_id"))
    return numbered.with_columns(pl.col("source_names", "target_names").fill_null(""))


def to_counts(changes: pl.DataFrame) -> pl.DataFrame:
    """event_type and how many of its events are gained, lost, changed and same; a changed event counts under its new type."""
    kinds = (GAINED, LOST, CHANGED, SAME)
    return (
        changes.with_columns(event_type=pl.coalesce("after_event_type", "before_event_type"))
        .group_by("event_type")
        .agg((pl.col("change") == kind).sum().cast(pl.Int64).alias(kind) for kind in kinds)
        .sort("event_type")
    )
