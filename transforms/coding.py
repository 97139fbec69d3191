"""Coding: annotated clauses to events and participants by the codebook. Columnar, deterministic, no grammar library.

match → participants → status → circumstances → PLOVER's folding and derived codes → one event per happening in an
article (later mentions point to the first). The whole archive can be recoded from stored annotations in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms import schemas
from transforms.circumstances import to_attribution, to_dates, to_places
from transforms.codebook import Codebook
from transforms.contexts import to_contexts
from transforms.identity import stable_id
from transforms.matching import match_frames
from transforms.participants import split_uncertain, to_participants
from transforms.status import to_status, with_dates

YEAR_DAYS = 365
AUXILIARY = {"planned": "future", "possible": "hypothetical", "cancelled": "negation", "denied": "negation"}
# types that are news even where nobody is named on either side
STAND_ALONE = ["PROTEST", "ASSAULT"]


def code(
    annotations: Mapping[str, pl.DataFrame], mentions: pl.DataFrame, articles: pl.DataFrame, *, codebook: Codebook
) -> dict[str, pl.DataFrame]:
    """`events` and `participants` of annotated articles. `mentions` are resolved."""
    clauses = annotations["clauses"]
    arguments = with_mentions(annotations["arguments"], mentions)
    matches = match_frames(clauses, arguments, codebook)
    participants, doubtful = split_uncertain(to_participants(matches, arguments, clauses, codebook), codebook)
    events = with_doubtful(matched_clauses(matches, clauses, codebook), doubtful)
    events = with_actors(events, participants)
    events = with_circumstances(events, annotations, arguments, mentions, articles, codebook)
    events = with_ids(derived(events, articles, codebook).with_columns(codebook_version=pl.lit(codebook.version)), participants)
    rows = events.select("event_id", "event_key").join(participants, on="event_key").sort("event_id", "role", "position")
    return {
        "events": schemas.conform(schemas.EVENTS, with_repeats(events, rows)),
        "participants": schemas.conform(schemas.PARTICIPANTS, rows.with_columns(pl.col("name").fill_null(pl.col("text")))),
    }


def with_circumstances(
    events: pl.DataFrame,
    annotations: Mapping[str, pl.DataFrame],
    arguments: pl.DataFrame,
    mentions: pl.DataFrame,
    articles: pl.DataFrame,
    codebook: Codebook,
) -> pl.DataFrame:
    """Add dates, place, attribution and contexts; what is dated after publication becomes planned."""
    matched = events.unique("clause_id", keep="first", maintain_order=True)
    for facts in (
        to_dates(matched, annotations["clauses"], annotations["times"], articles),
        to_places(matched, arguments, mentions),
        to_attribution(matched, annotations["quotes"], mentions),
        to_contexts(matched, annotations["sentences"], codebook),
    ):
        events = events.join(facts, on="clause_id", how="left", maintain_order="left")
    return with_dates(events, articles)


def with_mentions(arguments: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Arguments with the facts of their mention; spans and words become the mention's where there is one."""
    facts = mentions.select(
        "mention_id", "kind", "form", "entity_id", "name", "country_code", "sector_code", "latitude", "longitude", "is_actor",
        mention_start="start_offset", mention_end="end_offset", mention_text="text",
    )  # fmt: skip
    joined = arguments.join(facts, on="mention_id", how="left", maintain_order="left")
    return joined.with_columns(
        start_offset=pl.coalesce("mention_start", "start_offset"),
        end_offset=pl.coalesce("mention_end", "end_offset"),
        text=pl.coalesce("mention_text", "text"),
    ).drop("mention_start", "mention_end", "mention_text")


def matched_clauses(matches: pl.DataFrame, clauses: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """The matched clauses with their grammar and status, in reading order."""
    grammar = clauses.select(
        "clause_id", "article_id", "sentence_id", "governor_id", "governor_relation", "clause_index", "part_of_speech", "mood", "tense",
        "aspect", "voice", "modal", trigger_start="start_offset", trigger_end="end_offset", trigger_text="text",
    )  # fmt: skip
    sentences = grammar.join(matches, on="clause_id", how="semi").select("sentence_id").unique()
    relevant = clauses.join(sentences, on="sentence_id", how="semi", maintain_order="left")  # governors stand in the same sentence
    return (
        grammar.join(matches, on="clause_id", maintain_order="left")
        .join(to_status(relevant, codebook), on="clause_id", how="left", maintain_order="left")
        .sort("article_id", "clause_index")
    )


def with_doubtful(events: pl.DataFrame, doubtful: pl.DataFrame) -> pl.DataFrame:
    """The events with `event_key`, and a copy of each that has doubtful members, in their status."""
    copies = events.drop("status", "status_cue").join(doubtful, on="clause_id", maintain_order="left")
    keyed = events.with_columns(event_key="clause_id")
    return pl.concat([keyed, copies.select(keyed.columns)]).sort("article_id", "clause_index", "event_key")


def with_actors(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add how many sources and targets each event has and why it lacks a source; drop what names nobody."""
    counts = participants.group_by("event_key").agg(
        source_count=(pl.col("role") == "source").sum(), target_count=(pl.col("role") == "target").sum()
    )
    counted = events.join(counts, on="event_key", how="left", maintain_order="left").with_columns(
        pl.col("source_count").fill_null(0), pl.col("target_count").fill_null(0)
    )
    named = (pl.col("source_count") + pl.col("target_count") > 0) | pl.col("event_type").is_in(STAND_ALONE)
    reason = pl.when(pl.col("voice") == "passive").then(pl.lit("passive without agent")).otherwise(pl.lit("no actor in the source's place"))
    return counted.filter(named).with_columns(source_reason=pl.when(pl.col("source_count") == 0).then(reason))


def derived(events: pl.DataFrame, articles: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """PLOVER's folding by status, auxiliary modes, quad, score, CAMEO and Goldstein, confidence."""
    folding = codebook.folding.select("event_type", "plover_type", "plover_mode", folded_as="status", folded_cameo="cameo_code")
    types = codebook.types.select(
        plover_type="event_type", plover_mode="mode", quad_code="quad_code", score="score", type_cameo="cameo_code"
    )
    refused = (pl.col("status") == "denied") & pl.col("modal").is_not_null()  # "will not lift", not "did not lift"
    folded_as = pl.when(refused).then(pl.lit("refused")).otherwise("status")
    events = (
        events.with_columns(folded_as=folded_as)
        .join(folding, on=["event_type", "folded_as"], how="left", maintain_order="left")
        .with_columns(plover_mode=pl.when(pl.col("plover_type").is_null()).then("mode").otherwise("plover_mode"))
        .with_columns(pl.coalesce("plover_type", "event_type"))
        .join(types, on=["plover_type", "plover_mode"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(cameo_code=pl.coalesce("folded_cameo", "cameo_code", "type_cameo"))
        .join(codebook.cameo.select("cameo_code", "goldstein"), on="cameo_code", how="left", maintain_order="left")
    )
    published = articles.select("article_id", "published_date")
    past = (pl.col("published_date") - pl.col("end_date")).dt.total_days() > YEAR_DAYS
    historical = (pl.col("status") == "occurred") & past.fill_null(False)
    auxiliary = pl.when(historical).then(pl.lit("historical")).otherwise(pl.col("status").replace_strict(AUXILIARY, default=None))
    filled = (pl.col("source_count") > 0).cast(pl.Float64) + (pl.col("target_count") > 0).cast(pl.Float64)
    return events.join(published, on="article_id", how="left", maintain_order="left").with_columns(
        auxiliary_modes=pl.when(auxiliary.is_null()).then(pl.lit([], dtype=schemas.TEXTS)).otherwise(pl.concat_list(auxiliary)),
        contexts=pl.col("contexts").fill_null(pl.lit([], dtype=schemas.TEXTS)),
        goldstein=pl.col("goldstein").fill_null(0.0),
        confidence=(pl.col("weight") * (0.7 + 0.15 * filled)).round(3),
        rule_id=pl.col("frame_id"),
    )


def with_ids(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add event_id: a hash of article, trigger span, type, mode and participants."""
    who = (
        participants.sort("event_key", "role", "position")
        .group_by("event_key", maintain_order=True)
        .agg(who=pl.concat_str("role", pl.coalesce("entity_id", "mention_id"), separator=":").str.join(";"))
    )
    joined = events.join(who, on="event_key", how="left", maintain_order="left")
    columns = ("article_id", "trigger_start", "trigger_end", "event_type", "mode", "who")
    ids = [stable_id(*row) for row in joined.select(columns).iter_rows()]
    return joined.with_columns(event_id=pl.Series(ids, dtype=pl.String))


def with_repeats(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add repeats_event_id: the fullest event of the article that says the same.

    Two reports in one article are of the same event where type, mode and reality agree, no actor of the shorter one is missing
    in the fuller one, and their dates do not exclude each other. Of equals the earlier stands.
    """
    keyed = with_sides(events, participants).with_columns(
        reality=pl.col("status").replace_strict({"ongoing": "occurred"}, default=pl.col("status")),
        family=pl.col("frame_id").str.split(".").list.head(2).list.join("."),
    )
    columns = [
        "event_id",
        "mode",
        "family",
        "clause_index",
        "sources",
        "targets",
        "known_sources",
        "known_targets",
        "size",
        "start_date",
        "end_date",
        "date_rule",
    ]
    group = ["article_id", "event_type", "reality"]
    pairs = keyed.select(*group, *columns).join(keyed.select(*group, *columns), on=group, suffix="_of")
    told = (pl.col("sources").list.set_difference("known_sources_of").list.len() == 0) & (
        pl.col("targets").list.set_difference("known_targets_of").list.len() == 0
    )
    fuller = (pl.col("size_of") > pl.col("size")) | (
        (pl.col("size_of") == pl.col("size")) & (pl.col("clause_index_of") < pl.col("clause_index"))
    )
    other_mode = pl.col("mode").is_not_null() & (pl.col("mode") != pl.col("mode_of")).fill_null(True)  # the vaguer repeats, not the finer
    unlike = (pl.col("size") == 0) & (pl.col("family") != pl.col("family_of"))  # "clashes" that names nobody repeats no "killed"
    stated = (pl.col("date_rule") != "publication").fill_null(False) & (pl.col("date_rule_of") != "publication").fill_null(False)
    apart = stated & ((pl.col("start_date") > pl.col("end_date_of")) | (pl.col("end_date") < pl.col("start_date_of")))
    repeats = pairs.filter(told & fuller & ~other_mode & ~unlike & ~apart.fill_null(False)).sort(
        ["event_id", "size_of", "clause_index_of", "event_id_of"], descending=[False, True, False, False]
    )
    first = repeats.unique("event_id", keep="first", maintain_order=True).select("event_id", repeats_event_id="event_id_of")
    return events.join(first, on="event_id", how="left", maintain_order="left")


def with_sides(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add who takes part on each side, as keys: what must be known elsewhere, and all by which this side is known.

    A person or organization with a name must be the same one; a description, a country or a place ("an American
    diplomat", China for Beijing) only of the same country and sector.
    """
    named = pl.col("kind").is_in(["person", "organization"]) & (pl.col("form") == "name")
    entity = pl.coalesce("entity_id", "mention_id")
    kin = pl.concat_str(pl.col("country_code").fill_null(entity), pl.col("sector_code").fill_null(""), separator=":")
    asked = pl.when(named).then(entity).otherwise(kin)
    is_source, is_target = pl.col("role") == "source", pl.col("role") == "target"
    sides = participants.group_by("event_id").agg(
        sources=asked.filter(is_source).unique().sort(),
        targets=asked.filter(is_target).unique().sort(),
        known_sources=pl.concat([entity.filter(is_source), kin.filter(is_source)]).unique().sort(),
        known_targets=pl.concat([entity.filter(is_target), kin.filter(is_target)]).unique().sort(),
    )
    lists = ["sources", "targets", "known_sources", "known_targets"]
    empty = pl.lit([], dtype=schemas.TEXTS)
    joined = events.join(sides, on="event_id", how="left", maintain_order="left").with_columns(pl.col(lists).fill_null(empty))
    return joined.with_columns(size=pl.col("sources").list.len() + pl.col("targets").list.len())
