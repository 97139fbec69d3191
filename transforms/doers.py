"""Who did what a passive leaves open, where the article says it: who held somebody frees him, and who reports it did it.

Two ways, each named in `participants.evidence`: `custody`: who is freed, pardoned or acquitted was arrested, abducted or tried
by somebody named before. `speaker`: "police said that five had been arrested", "the offer had been turned down, the ministry said".
"""

from __future__ import annotations

import polars as pl

from transforms.gazetteer import STATE_SECTORS

FAMILY = pl.col("frame_id").str.split(".").list.get(1, null_on_oob=True)
HOLDING = ("arrest", "abduct", "convict", "prosecute")  # families of frames that hold somebody or try him
OWN_DEEDS = ("COERCE", "REJECT", "RETREAT", "CONCEDE", "MOBILIZE")  # what officials report of their own side
AT_HOME = ("COERCE", "RETREAT", "CONCEDE")  # done by officials to people of their country, or to somebody of none
NOT_YET = ("planned", "possible")


def set_free(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """The passives that set somebody free and name nobody who did."""
    free = (pl.col("voice") == "passive") & ((pl.col("mode") == "release").fill_null(False) | (FAMILY == "pardon").fill_null(False))
    return without_source(events.filter(free), participants)


def from_custody(freed: pl.DataFrame, sided: pl.DataFrame) -> pl.DataFrame:
    """event_key, event_key_of: for what sets somebody free the nearest earlier event in which somebody held or tried him.

    `sided` are the events `with_sides`.
    """
    columns = ["event_key", "article_id", "clause_index", "known_targets"]
    freed = sided.join(freed, on="event_key", how="semi").select(columns)
    held = sided.filter(FAMILY.is_in(HOLDING) & (pl.col("sources").list.len() > 0)).select(columns)
    pairs = freed.join(held, on="article_id", suffix="_of")
    same = pl.col("known_targets").list.set_intersection("known_targets_of").list.len() > 0
    pairs = pairs.filter(same & (pl.col("clause_index_of") < pl.col("clause_index")))
    nearest = pairs.sort("event_key", "clause_index_of", "event_key_of", descending=[False, True, False])
    return nearest.unique("event_key", keep="first", maintain_order=True).select("event_key", "event_key_of")


def from_speakers(events: pl.DataFrame, participants: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """Rows of officials for passives without a source in what they say: they or theirs did it.

    `speakers` have clause_id and the columns of a mention.
    """
    passive = (pl.col("voice") == "passive") & pl.col("event_type").is_in(OWN_DEEDS) & ~pl.col("status").is_in(NOT_YET)
    open_ = without_source(events.filter(passive), participants).select("event_key", "article_id", "clause_id", "event_type")
    said = open_.join(speakers.filter(pl.col("sector_code").is_in(list(STATE_SECTORS))), on="clause_id", maintain_order="left")
    targets = participants.filter(pl.col("role") == "target").group_by("event_key")
    theirs = targets.agg(countries=pl.col("country_code").drop_nulls(), actors=pl.coalesce("entity_id", "mention_id"))
    said = said.join(theirs, on="event_key", how="left", maintain_order="left")
    home = pl.col("countries").list.contains(pl.col("country_code")) | (pl.col("countries").list.len() == 0)
    fits = ~pl.col("event_type").is_in(AT_HOME) | home.fill_null(True)
    fits = fits & ((pl.col("event_type") != "COERCE") | (pl.col("sector_code") != "GOV"))  # a ministry tells what the police did
    other = ~pl.col("actors").list.contains(pl.coalesce("entity_id", "mention_id")).fill_null(False)
    return said.filter(fits & other).with_columns(role=pl.lit("source"), evidence=pl.lit("speaker")).select(participants.columns)


def without_source(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """The events that nobody is named as the source of."""
    sources = participants.filter(pl.col("role") == "source")
    return events.join(sources, on="event_key", how="anti", maintain_order="left")
