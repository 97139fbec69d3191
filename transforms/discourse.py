"""Participants that the sentence leaves out because the reader knows them: from what the article said before.

Two ways, each named in `participants.evidence`, so that a reader can leave them out:

`same event`: a definite noun ("the trip", "this attack", "his visit") means the last event of its type that fits what
the noun says itself, and has its other participants.
`dyad`: in an article about two governments, what one of them says to somebody unnamed is said to the other.
"""

from __future__ import annotations

import polars as pl

from transforms.repeats import with_sides

DEFINITE = ("the", "this", "that", "these", "those", "its", "his", "her", "their", "'s")
VERBAL = ("AGREE", "CONCEDE", "REQUEST", "ACCUSE", "REJECT", "THREATEN")
LEAST_SHARED = 3  # events between two governments that make them what the article is about
CLEAR_LEAD = 2.0  # and so many times as many as between any other two
SAME_EVENT, DYAD = "same event", "dyad"


def completed(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """The participants, with those that the article gave before. Events carry event_key, article_id, clause_index, determiner."""
    participants = pl.concat([participants, from_same_event(events, participants)])
    participants = pl.concat([participants, from_dyad(events, participants)])
    position = pl.int_range(pl.len()).over("event_key", "role").cast(pl.Int64)
    return participants.with_columns(position=position)


def from_same_event(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Rows to add to definite nouns that lack a side, copied from the nearest earlier event of the type that fits."""
    columns = ["event_key", "clause_index", "sources", "targets", "known_sources", "known_targets"]
    group = ["article_id", "event_type"]
    taken_up = (pl.col("part_of_speech") == "noun") & pl.col("determiner").is_in(DEFINITE)
    told = events.join(events.filter(taken_up), on=group, how="semi", maintain_order="left")
    sided = with_sides(told, participants, key="event_key")
    lacking = sided.filter(taken_up & ((pl.col("sources").list.len() == 0) | (pl.col("targets").list.len() == 0)))
    pairs = lacking.select(*group, *columns).join(sided.filter(pl.col("size") > 0).select(*group, *columns), on=group, suffix="_of")
    known = pl.col("known_sources_of").list.set_union("known_targets_of")
    own = pl.col("sources").list.set_union("targets")
    richer = ((pl.col("sources").list.len() == 0) & (pl.col("sources_of").list.len() > 0)) | (
        (pl.col("targets").list.len() == 0) & (pl.col("targets_of").list.len() > 0)
    )
    fits = (pl.col("clause_index_of") < pl.col("clause_index")) & (own.list.set_difference(known).list.len() == 0) & richer
    nearest = pairs.filter(fits).sort("event_key", "clause_index_of", "event_key_of", descending=[False, True, False])
    nearest = nearest.unique("event_key", keep="first", maintain_order=True)
    return copied(nearest.select("event_key", "event_key_of"), participants, SAME_EVENT)


def copied(pairs: pl.DataFrame, participants: pl.DataFrame, evidence: str) -> pl.DataFrame:
    """Participants of `event_key_of` for the sides that `event_key` lacks, without those that it has on its other side."""
    rows = participants.join(pairs.rename({"event_key": "to", "event_key_of": "event_key"}), on="event_key", maintain_order="left")
    rows = rows.with_columns(event_key="to", evidence=pl.lit(evidence)).drop("to").select(participants.columns)
    actor = pl.coalesce("entity_id", "mention_id").alias("actor")
    rows = rows.join(participants, on=["event_key", "role"], how="anti", maintain_order="left")
    present = participants.select("event_key", actor)
    return rows.with_columns(actor).join(present, on=["event_key", "actor"], how="anti", maintain_order="left").drop("actor")


def from_dyad(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Rows to add to verbal events with a source of one of the article's two governments and no target: the other one."""
    states = participants.filter(pl.col("country_code").str.len_chars() == 3, pl.col("sector_code") == "GOV")
    states = states.join(events.select("event_key", "clause_index"), on="event_key", maintain_order="left")
    main = main_dyads(states)
    lacking = events.filter(pl.col("event_type").is_in(VERBAL)).select("event_key", "article_id", "clause_index")
    lacking = lacking.join(participants.filter(pl.col("role") == "target"), on="event_key", how="anti", maintain_order="left")
    sources = states.filter(pl.col("role") == "source").select("event_key", own="country_code").unique(maintain_order=True)
    alone = sources.filter(pl.len().over("event_key") == 1)
    meant = lacking.join(alone, on="event_key", maintain_order="left").join(main, on=["article_id", "own"], maintain_order="left")
    rows = meant.join(states.drop("event_key"), left_on=["article_id", "other"], right_on=["article_id", "country_code"], suffix="_of")
    rows = rows.filter(pl.col("clause_index_of") < pl.col("clause_index"))
    rows = rows.sort("event_key", "clause_index_of", "start_offset", descending=[False, True, False]).unique(
        "event_key", keep="first", maintain_order=True
    )
    return rows.with_columns(role=pl.lit("target"), country_code="other", evidence=pl.lit(DYAD)).select(participants.columns)


def main_dyads(states: pl.DataFrame) -> pl.DataFrame:
    """article_id, own, other: the two governments that most events of an article are between, in both directions."""
    one = states.filter(pl.col("role") == "source").select("article_id", "event_key", a="country_code")
    two = states.filter(pl.col("role") == "target").select("event_key", b="country_code")
    partners = states.filter(pl.col("role") == "source").select("event_key", b="country_code")  # of meetings all parties are sources
    pairs = pl.concat([one.join(two, on="event_key"), one.join(partners, on="event_key")]).filter(pl.col("a") != pl.col("b"))
    pairs = pairs.with_columns(own=pl.min_horizontal("a", "b"), other=pl.max_horizontal("a", "b"))
    counts = pairs.group_by("article_id", "own", "other").agg(count=pl.col("event_key").n_unique())
    ranked = counts.sort("article_id", "count", "own", "other", descending=[False, True, False, False])
    second = pl.col("count").shift(-1).over("article_id").fill_null(0)
    first = ranked.with_columns(second=second).unique("article_id", keep="first", maintain_order=True)
    clear = first.filter((pl.col("count") >= LEAST_SHARED) & (pl.col("count") >= CLEAR_LEAD * pl.col("second")))
    turned = clear.select("article_id", own="other", other="own")
    return pl.concat([clear.select("article_id", "own", "other"), turned])
