"""Which events of an article speak of the same thing, so that one may lend another its date and place.

"Blinken arrived in Beijing on Sunday … the visit … he will meet Qin": what is told of a visitor and his hosts belongs to
the visit; "the attack" is the attack told before. Only what the codes show counts: type, actors and a definite noun.
"""

from __future__ import annotations

import polars as pl

DEFINITE = r"(?i)(?:\b(?:the|this|that|these|those|his|her|its|their)|['’]s?)\s+(?:[\p{L}-]+\s+){0,2}$"
LOOK_BACK = 40  # characters in front of a noun in which its article or owner stands
REAL = ["occurred", "ongoing"]
UNREAL = ["cancelled", "denied"]


def same_events(events: pl.DataFrame, participants: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Pairs `clause_id`, `giver_id`, nearest first: the giver tells of what the other event belongs to."""
    real = definite(events.filter(~pl.col("status").is_in(UNREAL)), articles)
    taking = (pl.col("event_type") == "CONSULT") | pl.col("is_definite")
    group = ["article_id", "event_type"]
    concerned = real.join(real.filter(taking), on=group, how="semi", maintain_order="left")
    people = participants.select("clause_id", who=pl.coalesce("entity_id", "mention_id"), countries="country_code")
    people = people.join(concerned, on="clause_id", how="semi", maintain_order="left")
    sides = people.group_by("clause_id").agg("who", pl.col("countries").drop_nulls())
    empty = pl.lit([], dtype=pl.List(pl.String))
    keyed = concerned.join(sides, on="clause_id", how="left", maintain_order="left").select(
        "clause_id", *group, "mode", "status", "is_definite", at="trigger_start",
        who=pl.col("who").fill_null(empty), countries=pl.col("countries").fill_null(empty),
    )  # fmt: skip
    pairs = keyed.filter(taking).join(keyed, on=group, suffix="_of").filter(pl.col("clause_id") != pl.col("clause_id_of"))
    shared = pl.col("who").list.set_intersection("who_of").list.len() > 0
    inside = pl.col("countries").list.set_difference("countries_of").list.len() == 0
    visit = (pl.col("event_type") == "CONSULT") & (pl.col("mode_of") == "visit").fill_null(False) & shared & inside
    taken_up = pl.col("is_definite") & ~pl.col("is_definite_of") & inside
    order = pl.when(visit).then(0).otherwise(1)
    distance = (pl.col("at") - pl.col("at_of")).abs() + pl.when(pl.col("at_of") > pl.col("at")).then(1_000_000).otherwise(0)
    found = pairs.filter(visit | taken_up).with_columns(distance=distance + order * 10_000_000).sort("clause_id", "distance")
    return found.select("clause_id", "status", "distance", giver_id="clause_id_of")


def definite(events: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Add whether the event is a noun that takes up something told: "the attack", "his visit"."""
    nouns = events.filter(pl.col("part_of_speech") == "noun").select("clause_id", "article_id", "trigger_start")
    front = pl.col("text").str.head(pl.col("trigger_start")).str.tail(LOOK_BACK)
    taken_up = nouns.join(articles.select("article_id", "text"), on="article_id").filter(front.str.contains(DEFINITE))
    return events.with_columns(is_definite=pl.col("clause_id").is_in(taken_up.get_column("clause_id").implode()))
