"""How far an article is about public affairs, and whether a public actor takes part in an event.

In reports on football, mortgages or telescopes the words of politics mean something else: battles, offers, defences. What
frames find there is an event less often, which `confidence` says.
"""

from __future__ import annotations

import polars as pl

# sectors of those whose doings are public: the state, who fights it or seeks its power, and who organizes against it
PUBLIC = [
    "GOV", "MIL", "COP", "JUD", "LEG", "SPY", "PTY", "OPP", "REB", "UAF", "ELI", "LAB", "NGO", "REF", "CRM",
]  # fmt: skip
BODIES = ["IGO", "UNO", "EUR"]  # stand for the country of bodies of several states
ACTING = ["person", "organization", "group", "country"]
ENOUGH = 0.6  # of an article's sentences: more says no more
LEAST_SENTENCES = 5  # of a text that says what it is about; of less we think that it is about public affairs


def with_affairs(
    events: pl.DataFrame, participants: pl.DataFrame, mentions: pl.DataFrame, sentences: pl.DataFrame, *, key: str
) -> pl.DataFrame:
    """Add affairs, from 0 to 1 how far the article is about public affairs, and is_public, whether a public actor takes part."""
    public = participants.filter(pl.col("sector_code").is_in(PUBLIC) | pl.col("country_code").is_in(BODIES)).select(key, is_public=True)
    joined = events.join(public.unique(key), on=key, how="left", maintain_order="left")
    joined = joined.join(shares(mentions, sentences), on="article_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("affairs").fill_null(1.0), pl.col("is_public").fill_null(False))


def shares(mentions: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """article_id and affairs: the share of sentences that name or describe a public actor, of `ENOUGH`."""
    acting = pl.col("kind").is_in(ACTING) & (pl.col("form") != "pronoun")
    public = mentions.filter(acting & (pl.col("sector_code").is_in(PUBLIC) | (pl.col("kind") == "country")))
    told = sentences.select("article_id", told=pl.col("sentence_id").is_in(public.get_column("sentence_id").implode()))
    counted = told.group_by("article_id").agg(share=pl.col("told").mean(), count=pl.len())
    share = (pl.col("share") / ENOUGH).clip(0, 1)
    return counted.select("article_id", affairs=pl.when(pl.col("count") < LEAST_SENTENCES).then(1.0).otherwise(share))
