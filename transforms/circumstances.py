"""When, where and on whose word: what coding adds to a matched clause besides its participants.

Each finder ranks where a fact may stand (the clause itself, its governor, the sentence) and keeps the nearest. Every
function takes the matched clauses (`clause_id`, `article_id`, `sentence_id`, `governor_id`, …) and returns one row for
each clause that has the fact.
"""

from __future__ import annotations

import polars as pl

PLACE_PREPOSITIONS = ["in", "at", "near", "outside", "inside", "across", "throughout", "around", "off", "over", "within"]
GOAL_PREPOSITIONS = ["to", "into", "for", "toward", "towards"]
SHARING = ["object", "subject", "xcomp", "conj", "oblique", "of", "for", "during", "in", "at", "ccomp"]


def to_dates(events: pl.DataFrame, clauses: pl.DataFrame, times: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """clause_id, start_date, end_date, date_precision, date_rule, time_id, time_text: the time that governs the event.

    An event without a time of its own takes its governor's ("the meeting was held on Monday"). A statement about something
    that happened, with no time at all, is dated to the day of publication (date_rule `publication`): that is how news is
    written, and the rule's name lets a reader leave such dates out.
    """
    stated = times.filter(pl.col("start_date").is_not_null() & pl.col("clause_id").is_not_null())
    stated = stated.select(
        "time_id",
        "start_date",
        "end_date",
        date_precision="precision",
        date_rule="rule",
        at="clause_id",
        near="start_offset",
        time_text="text",
    )
    own = events.select("clause_id", "trigger_start", at="clause_id", rank=pl.lit(0))
    shared = events.filter(pl.col("governor_relation").is_in(SHARING))
    above = shared.select("clause_id", "trigger_start", at="governor_id", rank=pl.lit(1))
    below = clauses.filter(pl.col("governor_relation").is_in(["object", "subject", "xcomp"])).select(
        clause_id="governor_id", at="clause_id"
    )
    below = (
        events.select("clause_id", "trigger_start")
        .join(below, on="clause_id")
        .with_columns(rank=pl.lit(2))
        .select("clause_id", "trigger_start", "at", "rank")
    )
    found = pl.concat([own, above, below]).join(stated, on="at").with_columns(distance=(pl.col("near") - pl.col("trigger_start")).abs())
    chosen = found.sort("clause_id", "rank", "distance", "time_id").unique("clause_id", keep="first", maintain_order=True)
    columns = ["clause_id", "start_date", "end_date", "date_precision", "date_rule", "time_id", "time_text"]
    return pl.concat([chosen.select(columns), publication_dates(events, clauses, articles, chosen).select(columns)])


def publication_dates(events: pl.DataFrame, clauses: pl.DataFrame, articles: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """Publication day for what a finite clause states as happened, or what a noun beside such a clause's verb names."""
    happened = pl.col("status").is_in(["occurred", "denied"])
    statement = (pl.col("mood") == "finite") & pl.col("aspect").is_in(["simple", "perfect"])
    free = ~pl.col("governor_relation").is_in(["relcl", "advcl", "acl"]).fill_null(False)
    above = clauses.filter(statement & (pl.col("tense") == "past")).select(governor_id="clause_id", is_told=True)
    beside = (pl.col("part_of_speech") == "noun") & pl.col("governor_relation").is_in(["subject", "object", "during"])
    undated = (
        events.join(dated.select("clause_id"), on="clause_id", how="anti", maintain_order="left")
        .join(above, on="governor_id", how="left", maintain_order="left")
        .filter(happened & ((statement & free) | (beside & pl.col("is_told").fill_null(False))))
    )
    days = articles.filter(pl.col("published_precision").fill_null("day") == "day").select("article_id", "published_date")
    return undated.join(days.drop_nulls(), on="article_id", maintain_order="left").with_columns(
        start_date="published_date",
        end_date="published_date",
        date_precision=pl.lit("day"),
        date_rule=pl.lit("publication"),
        time_id=pl.lit(None, dtype=pl.String),
        time_text=pl.lit(None, dtype=pl.String),
    )


def to_places(events: pl.DataFrame, arguments: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """clause_id and place_* columns: where it happens, by grammar; the sentence's place where the clause has none."""
    slot, preposition = pl.col("slot"), pl.col("preposition")
    located = arguments.filter(pl.col("kind").is_in(["place", "country"]) & ~pl.col("is_actor").fill_null(False))
    stands = located.filter((slot == "oblique") & preposition.is_in(PLACE_PREPOSITIONS))
    goals = located.filter(((slot == "oblique") & preposition.is_in(GOAL_PREPOSITIONS)) | (slot == "object"))
    own = _at(events.select("clause_id", at="clause_id"), stands, 0)
    visited = events.filter((pl.col("event_type") == "CONSULT") | (pl.col("event_type") == "ASSAULT"))
    goal = _at(visited.select("clause_id", at="clause_id"), goals, 1)
    above = _at(events.filter(pl.col("governor_id").is_not_null()).select("clause_id", at="governor_id"), stands, 2)
    nearby = mentions.filter(pl.col("kind").is_in(["place", "country"]) & ~pl.col("is_actor") & preposition.is_in(PLACE_PREPOSITIONS))
    around = _at(events.select("clause_id", at="sentence_id"), nearby.with_columns(clause_id="sentence_id"), 3)
    found = pl.concat([own, goal, above, around]).join(events.select("clause_id", "trigger_start"), on="clause_id")
    found = found.with_columns(distance=(pl.col("start_offset") - pl.col("trigger_start")).abs(), is_country=pl.col("kind") == "country")
    chosen = found.sort("clause_id", "rank", "is_country", "distance").unique("clause_id", keep="first", maintain_order=True)
    return chosen.select(
        "clause_id", place_name="name", place_country="country_code", place_latitude="latitude", place_longitude="longitude",
        place_mention_id="mention_id",
    )  # fmt: skip


def _at(pairs: pl.DataFrame, located: pl.DataFrame, rank: int) -> pl.DataFrame:
    columns = ["start_offset", "kind", "name", "country_code", "latitude", "longitude", "mention_id"]
    return (
        pairs.join(located.select(*columns, at="clause_id"), on="at").with_columns(rank=pl.lit(rank)).select("clause_id", "rank", *columns)
    )


def to_attribution(events: pl.DataFrame, quotes: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """clause_id and attribution_* columns: the speaker of the shortest quotation around the trigger."""
    spoken = quotes.select(
        "article_id", quote_start="start_offset", quote_end="end_offset", mention_id="speaker_mention_id", words="speaker_text"
    )
    inside = events.select("clause_id", "article_id", "trigger_start").join(spoken.drop_nulls("words"), on="article_id")
    inside = inside.filter((pl.col("quote_start") <= pl.col("trigger_start")) & (pl.col("trigger_start") < pl.col("quote_end")))
    length = pl.col("quote_end") - pl.col("quote_start")
    nearest = inside.with_columns(length=length).sort("clause_id", "length").unique("clause_id", keep="first", maintain_order=True)
    known = mentions.select("mention_id", "name", "country_code", "sector_code")
    return nearest.join(known, on="mention_id", how="left", maintain_order="left").select(
        "clause_id",
        attribution_name=pl.coalesce("name", "words"),
        attribution_country="country_code",
        attribution_sector="sector_code",
        attribution_mention_id="mention_id",
    )
