"""Whom somebody answers: "turned down the proposal", "condemned the deployment", "The minister refused."

What is rejected, condemned or welcomed without a word of whose it is was said or done by somebody in the sentences before.
The noun tells what to look for: a demand was made by who demanded, a decision by who did something last.
"""

from __future__ import annotations

import polars as pl

ANSWERS = ("REJECT", "ACCUSE", "SUPPORT", "CONCEDE")
ANY, BARE = "deed", "bare"
KINDS = {
    **dict.fromkeys("proposal offer plan idea invitation initiative overture suggestion".split(), "offer"),
    **dict.fromkeys("demand call appeal request plea ultimatum order condition deadline".split(), "demand"),
    **dict.fromkeys("claim accusation allegation charge criticism complaint remark comment statement".split(), "claim"),
    **dict.fromkeys("threat warning".split(), "threat"),
}
MADE_BY = {
    "offer": ("AGREE", "REQUEST"),
    "demand": ("REQUEST", "THREATEN"),
    "claim": ("ACCUSE",),
    "threat": ("THREATEN",),
    BARE: ("REQUEST", "AGREE", "THREATEN"),
    ANY: ("AGREE", "AID", "ASSAULT", "COERCE", "CONCEDE", "COOPERATE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION", "SUPPORT", "REJECT"),
}  # fmt: skip
MADE = pl.DataFrame([(kind, made) for kind, types in MADE_BY.items() for made in types], schema=["kind", "event_type_of"], orient="row")
DEFINITE = ("the", "this", "that", "these", "those", "any")
LINKS = ("object", "of", "over", "for", "at", "to", "about", "against", "on")
REACH = 14  # clauses back


def spoken_nouns(clauses: pl.DataFrame) -> pl.DataFrame:
    """governor_id, kind: what the first definite noun that a verb governs says of who is answered; verbs with any object too."""
    nouns = clauses.filter((pl.col("part_of_speech") == "noun") & pl.col("governor_relation").is_in(LINKS))
    nouns = nouns.filter(pl.col("determiner").is_in(DEFINITE)).sort("article_id", "clause_index")
    first = nouns.unique("governor_id", keep="first", maintain_order=True)
    return first.select("governor_id", kind=pl.col("lemma").replace_strict(KINDS, default=ANY))


def from_answers(lacking: pl.DataFrame, events: pl.DataFrame, participants: pl.DataFrame, spoken: pl.DataFrame) -> pl.DataFrame:
    """event_key, event_key_of: for each event that lacks a target the nearest earlier one by another whom it may answer."""
    asked = lacking.select("event_key", "article_id", "clause_index", "event_type", governor_id="clause_id")
    asked = asked.join(spoken, on="governor_id", how="left", maintain_order="left")
    bare = (pl.col("event_type") == "REJECT") & pl.col("kind").is_null()
    asked = asked.with_columns(kind=pl.when(bare).then(pl.lit(BARE)).otherwise("kind")).drop_nulls("kind")
    givers = events.select("article_id", event_key_of="event_key", index_of="clause_index", event_type_of="event_type")
    pairs = asked.join(givers, on="article_id").filter(pl.col("index_of") < pl.col("clause_index"))
    pairs = pairs.filter(pl.col("clause_index") - pl.col("index_of") <= REACH).join(MADE, on=["kind", "event_type_of"], how="semi")
    sides = keyed_sides(participants)
    pairs = pairs.join(sides.select("event_key", own="sources", known="known_sources"), on="event_key")
    pairs = pairs.join(sides.select(pl.all().name.suffix("_of")), on="event_key_of")
    other = pl.col("own").list.set_intersection("sources_of").list.len() == 0
    told = pl.col("known").list.set_intersection("known_targets_of").list.len() > 0
    fits = (pl.col("sources_of").list.len() > 0) & other & ((pl.col("kind") != BARE) | told)
    nearest = pairs.filter(fits).sort("event_key", "index_of", "event_key_of", descending=[False, True, False])
    return nearest.unique("event_key", keep="first", maintain_order=True).select("event_key", "event_key_of")


def keyed_sides(participants: pl.DataFrame) -> pl.DataFrame:
    """event_key with its sources and targets: a named person or body by its entity, others by country and sector; `known_…` by both."""
    kin = pl.concat_str(pl.col("country_code").fill_null(""), pl.col("sector_code").fill_null(""), separator=":")
    named = pl.col("kind").is_in(["person", "organization"]) & (pl.col("form") == "name")
    who = pl.when(named).then(pl.coalesce("entity_id", kin)).otherwise(kin)
    keys = participants.select("event_key", "role", who=who, known=kin)
    entities = participants.drop_nulls("entity_id").select("event_key", "role", known="entity_id")
    known = pl.concat([keys.select("event_key", "role", "known"), entities])
    sides = keys.select("event_key").unique(maintain_order=True)
    for role in ("source", "target"):
        of_role = pl.col("role") == role
        side = keys.filter(of_role).group_by("event_key").agg(pl.col("who").alias(f"{role}s"))
        sides = sides.join(side, on="event_key", how="left", maintain_order="left")
        side = known.filter(of_role).group_by("event_key").agg(pl.col("known").alias(f"known_{role}s"))
        sides = sides.join(side, on="event_key", how="left", maintain_order="left")
    lists = ["sources", "targets", "known_sources", "known_targets"]
    return sides.with_columns(pl.col(lists).fill_null(pl.lit([], dtype=pl.List(pl.String))))
