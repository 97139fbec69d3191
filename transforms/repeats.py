"""One event once per article: which reports repeat another, the event that they make together, and its mentions.

An article tells what it is about in the title, the first sentence and again further down. The fullest report stands for
the event; facts that only a shorter one states (its day, its place) are taken over, and every report is kept as a row
of `event_mentions`.
"""

from __future__ import annotations

import polars as pl

from transforms import schemas

# date rules that guess: they neither part two reports nor stand
NOT_STATED = ("publication", "last_mentioned", "same_event", "narrated_past")
CHAIN_LENGTH = 4  # a report may repeat one that repeats another
DATE_COLUMNS = ("start_date", "end_date", "date_precision", "date_rule", "time_id")
PLACE_COLUMNS = ("place_name", "place_country", "place_latitude", "place_longitude", "place_mention_id", "place_rule")


def with_repeats(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add repeats_event_id: the fullest event of the article that says the same; one that `is_bare` or inferred never stands for others.

    Two reports in one article are of the same event where type, mode and reality agree, no actor of the shorter one is missing
    in the fuller one, and their dates do not exclude each other. Of equals the one with a stated date stands, then the earlier.
    """
    group = ["article_id", "event_type", "reality"]
    told = events.with_columns(
        reality=pl.col("status").replace_strict({"ongoing": "occurred"}, default=pl.col("status")),
        family=pl.col("frame_id").str.split(".").list.head(2).list.join("."),
        verb=pl.when(pl.col("part_of_speech") == "verb").then(pl.col("trigger_text").str.to_lowercase()),
    )
    keyed = with_sides(told.filter(pl.len().over(group) > 1), participants).with_columns(stands=~pl.col("is_bare") & ~is_inferred())
    columns = [
        "event_id", "sentence_id", "verb", "mode", "family", "clause_index", "sources", "targets", "known_sources", "known_targets", "size",
        "stands", "start_date", "end_date", "date_rule",
    ]  # fmt: skip
    pairs = keyed.select(*group, *columns).join(keyed.select(*group, *columns), on=group, suffix="_of")
    known = (pl.col("sources").list.set_difference("known_sources_of").list.len() == 0) & (
        pl.col("targets").list.set_difference("known_targets_of").list.len() == 0
    )
    fuller = (pl.col("size_of") > pl.col("size")) | (
        (pl.col("size_of") == pl.col("size")) & (pl.col("clause_index_of") < pl.col("clause_index"))
    )
    other_mode = pl.col("mode").is_not_null() & (pl.col("mode") != pl.col("mode_of")).fill_null(True)  # the vaguer repeats, not the finer
    unlike = (pl.col("size") == 0) & (pl.col("family") != pl.col("family_of"))  # "clashes" that names nobody repeats no "killed"
    listed = (pl.col("sentence_id") == pl.col("sentence_id_of")) & (
        pl.col("verb") != pl.col("verb_of")
    )  # "shut markets and banned motorcycles"
    stated = ~pl.col("date_rule").is_in(NOT_STATED).fill_null(True) & ~pl.col("date_rule_of").is_in(NOT_STATED).fill_null(True)
    apart = stated & ((pl.col("start_date") > pl.col("end_date_of")) | (pl.col("end_date") < pl.col("start_date_of")))
    repeats = pairs.filter(pl.col("stands_of") & known & fuller & ~other_mode & ~unlike & ~(apart | listed).fill_null(False)).sort(
        ["event_id", "size_of", "clause_index_of", "event_id_of"], descending=[False, True, False, False]
    )
    first = repeats.unique("event_id", keep="first", maintain_order=True).select("event_id", repeats_event_id="event_id_of")
    return events.join(first_told(first), on="event_id", how="left", maintain_order="left")


def is_inferred() -> pl.Expr:
    """Whether all that an event names is what the article as a whole gives: "a phone call", between its two parties."""
    stated = pl.col("stated_source_count") + pl.col("stated_target_count")
    return (stated == 0) & (pl.col("source_count") + pl.col("target_count") > 0)


def first_told(repeats: pl.DataFrame) -> pl.DataFrame:
    """event_id, repeats_event_id, where a repeated report that is a repeat itself gives way to what it repeats."""
    above = repeats.select(repeats_event_id="event_id", further="repeats_event_id")
    for _ in range(CHAIN_LENGTH):
        joined = repeats.join(above, on="repeats_event_id", how="left", maintain_order="left")
        repeats = joined.select("event_id", repeats_event_id=pl.coalesce("further", "repeats_event_id"))
    return repeats


def with_sides(events: pl.DataFrame, participants: pl.DataFrame, key: str = "event_id") -> pl.DataFrame:
    """Add who takes part on each side, as sets of keys: what must be known elsewhere, and all by which this side is known.

    A person or organization with a name must be the same one; a description, a country or a place ("an American
    diplomat", China for Beijing) only of the same country and sector.
    """
    named = pl.col("kind").is_in(["person", "organization"]) & (pl.col("form") == "name")
    entity = pl.coalesce("entity_id", "mention_id")
    kin = pl.concat_str(pl.col("country_code").fill_null(entity), pl.col("sector_code").fill_null(""), separator=":")
    asked = pl.when(named).then(entity).otherwise(kin)
    people = participants.join(events, on=key, how="semi", maintain_order="left")
    people = people.select(key, "role", asked=asked, entity=entity, kin=kin)
    for role in ("source", "target"):
        side = people.filter(pl.col("role") == role).group_by(key).agg("asked", "entity", "kin")
        known = pl.concat_list("entity", "kin").alias(f"known_{role}s")
        side = side.select(key, pl.col("asked").list.unique().alias(f"{role}s"), known)
        events = events.join(side, on=key, how="left", maintain_order="left")
    lists = ["sources", "targets", "known_sources", "known_targets"]
    filled = events.with_columns(pl.col(lists).fill_null(pl.lit([], dtype=schemas.TEXTS)))
    return filled.with_columns(size=pl.col("sources").list.len() + pl.col("targets").list.len())


def merged(reports: pl.DataFrame) -> pl.DataFrame:
    """The events: reports that repeat no other, with a day or place that only a repeating report states."""
    events = reports.filter(pl.col("repeats_event_id").is_null())
    others = reports.drop_nulls("repeats_event_id").sort("repeats_event_id", "clause_index").with_columns(event_id="repeats_event_id")
    others = others.filter(~is_inferred())  # whom only the article gives may meet again
    is_stated = pl.col("start_date").is_not_null() & ~pl.col("date_rule").is_in(NOT_STATED)
    dated = others.filter(is_stated).unique("event_id", keep="first", maintain_order=True).select("event_id", *DATE_COLUMNS)
    placed = others.drop_nulls("place_mention_id").unique("event_id", keep="first", maintain_order=True).select("event_id", *PLACE_COLUMNS)
    undated = (pl.col("start_date").is_null() | pl.col("date_rule").is_in(NOT_STATED)) & pl.col("start_date_told").is_not_null()
    unplaced = pl.col("place_mention_id").is_null() & pl.col("place_mention_id_told").is_not_null()
    joined = events.join(dated, on="event_id", how="left", maintain_order="left", suffix="_told")
    joined = joined.join(placed, on="event_id", how="left", maintain_order="left", suffix="_told")
    taken = [pl.when(undated).then(f"{name}_told").otherwise(name).alias(name) for name in DATE_COLUMNS]
    taken += [pl.when(unplaced).then(f"{name}_told").otherwise(name).alias(name) for name in PLACE_COLUMNS]
    return joined.with_columns(taken).select(events.columns)


def to_event_mentions(reports: pl.DataFrame) -> pl.DataFrame:
    """Every report of each event, its best mention among them."""
    return reports.select(
        "article_id", "sentence_id", "clause_id", "status", "status_cue",
        rule_id="frame_id",
        event_id=pl.coalesce("repeats_event_id", "event_id"),
        start_offset="trigger_start", end_offset="trigger_end", text="trigger_text",
        is_best=pl.col("repeats_event_id").is_null(),
    ).sort("article_id", "start_offset", "event_id")  # fmt: skip
