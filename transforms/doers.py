"""Who did what a passive leaves open, where the article has said it: who holds somebody frees him, and who reports it did it.

Two ways, each named in `participants.evidence`: `custody`: who is freed, pardoned or acquitted was held or tried by somebody
named before. `speaker`: "a policeman said that five had been arrested", "the offer had been turned down, the ministry said".
"""

from __future__ import annotations

import polars as pl

CUSTODY, SPEAKER = "custody", "speaker"
FREED = pl.col("event_type").is_in(["RETREAT", "CONCEDE"])
HELD = ("COERCE", "ASSAULT", "SANCTION", "ACCUSE")
OFFICIAL = ("GOV", "MIL", "COP", "JUD", "SPY", "LEG")  # of speakers who tell what their own side did
OWN_DEEDS = ("COERCE", "REJECT", "RETREAT", "CONCEDE", "MOBILIZE")
AHEAD = ("planned", "possible")
AT_HOME = ("COERCE", "RETREAT", "CONCEDE")  # done by officials to people of their country, or to somebody of none


def from_custody(events: pl.DataFrame, participants: pl.DataFrame, sides: pl.DataFrame) -> pl.DataFrame:
    """event_key, event_key_of: for what sets somebody free without a source the nearest earlier event that did something to him.

    `sides` are the known_targets of events, by entity and by country and sector.
    """
    targets = sides.select("event_key", "known_targets")
    freed = without_source(events.filter(FREED), participants).select("event_key", "article_id", "clause_index")
    freed = freed.join(targets, on="event_key")
    sourced = participants.filter(pl.col("role") == "source").select("event_key").unique()
    held = events.filter(pl.col("event_type").is_in(HELD)).join(sourced, on="event_key", how="semi")
    held = held.select("event_key", "article_id", "clause_index").join(targets, on="event_key")
    pairs = freed.join(held, on="article_id", suffix="_of")
    same = pl.col("known_targets").list.set_intersection("known_targets_of").list.len() > 0
    pairs = pairs.filter(same & (pl.col("clause_index_of") < pl.col("clause_index")))
    nearest = pairs.sort("event_key", "clause_index_of", "event_key_of", descending=[False, True, False])
    return nearest.unique("event_key", keep="first", maintain_order=True).select("event_key", "event_key_of")


def from_speakers(events: pl.DataFrame, participants: pl.DataFrame, speakers: pl.DataFrame) -> pl.DataFrame:
    """Rows of officials for passives without a source in what they say: they or theirs did it.

    `speakers` have clause_id and the columns of a mention.
    """
    passive = (pl.col("voice") == "passive") & pl.col("event_type").is_in(OWN_DEEDS) & ~pl.col("status").is_in(AHEAD)
    open_ = without_source(events.filter(passive), participants).select("event_key", "article_id", "clause_id", "event_type")
    said = open_.join(speakers.filter(pl.col("sector_code").is_in(OFFICIAL)), on="clause_id", maintain_order="left")
    targets = participants.filter(pl.col("role") == "target").group_by("event_key")
    theirs = targets.agg(countries=pl.col("country_code").drop_nulls(), actors=pl.coalesce("entity_id", "mention_id"))
    said = said.join(theirs, on="event_key", how="left", maintain_order="left")
    home = pl.col("countries").list.contains(pl.col("country_code")) | (pl.col("countries").list.len() == 0)
    fits = ~pl.col("event_type").is_in(AT_HOME) | home.fill_null(True)
    other = ~pl.col("actors").list.contains(pl.coalesce("entity_id", "mention_id")).fill_null(False)
    said = said.filter(fits.fill_null(False) & other)
    return said.with_columns(role=pl.lit("source"), evidence=pl.lit(SPEAKER)).select(participants.columns)


def without_source(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """The events that nobody is named as the source of."""
    sources = participants.filter(pl.col("role") == "source")
    return events.join(sources, on="event_key", how="anti", maintain_order="left")
