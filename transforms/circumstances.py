"""On whose word: the speaker to whom an event is attributed. When and where are in `event_dates` and `event_places`."""

from __future__ import annotations

import polars as pl


def speakers_of(events: pl.DataFrame, quotes: pl.DataFrame) -> pl.DataFrame:
    """clause_id, mention_id and words of the speaker of the shortest quotation around the trigger."""
    spoken = quotes.select(
        "article_id", quote_start="start_offset", quote_end="end_offset", mention_id="speaker_mention_id", words="speaker_text"
    )
    inside = events.select("clause_id", "article_id", "trigger_start").join(spoken.drop_nulls("words"), on="article_id")
    inside = inside.filter((pl.col("quote_start") <= pl.col("trigger_start")) & (pl.col("trigger_start") < pl.col("quote_end")))
    length = pl.col("quote_end") - pl.col("quote_start")
    nearest = (
        inside.with_columns(length=length)
        .sort("clause_id", "length", "quote_start", "mention_id")
        .unique("clause_id", keep="first", maintain_order=True)
    )
    return nearest.select("clause_id", "mention_id", "words")


def to_attribution(speakers: pl.DataFrame) -> pl.DataFrame:
    """clause_id and attribution_* columns: what `speakers_of` gives, with the facts of the mentions."""
    return speakers.select(
        "clause_id",
        attribution_name=pl.coalesce("name", "words"),
        attribution_country="country_code",
        attribution_sector="sector_code",
        attribution_mention_id="mention_id",
    )
