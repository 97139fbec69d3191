"""The codebook as a value: frames, classes, cues and derived codes, checked against their own closed lists.

Files are read elsewhere; here the frames of seeds/codebook become the small long tables that coding joins: one row
per lemma, per condition and per role term. The version is a hash of everything that can change a coding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from transforms.errors import SeedError
from transforms.identity import stable_id

CONDITION_SLOTS = ("subject", "object", "oblique", "modifier", "complement")
SLOT_NUMBERS = {slot: number for number, slot in enumerate(CONDITION_SLOTS)}
PARTS_OF_SPEECH = frozenset({"verb", "noun", "adjective"})
IGNORE = "IGNORE"
SECTORS = frozenset("COP GOV JUD LEG MIL PRM PTY REB SPY UAF UNK AGR BUS CRM CVL EDU ELI JRN LAB MED REF OPP PRE REL SOC NGO".split())
NON_STATE = frozenset("IGO UNO EUR NGO ISM IMG MNC".split())  # what stands for the country of actors that have none
STATUSES = ("occurred", "ongoing", "planned", "possible", "cancelled", "denied")
CONFIDENCE_FEATURES = ("intercept", "weight", "specificity", "source", "target", "public", "affairs", "unreal")
# how much a matching condition says: a word names one thing, a class several, a kind almost anything
LITERAL, CLASS, KIND = 4, 3, 1
PARTICLE = 3
ANSWER = ["frame", "is_negative", "slot_number", "level", "key_level", "condition_count"]
ROOM = 2**32  # for the lower of two numbers in one
# least weights of a frame that codes an event: with both sides named, and with one of them; chosen on development texts, where they
# halve the events coded in sentences that report none
SURE_BOTH, SURE_ALONE = 0.5, 0.62
LEAST_CONFIDENCE = 0.3  # of an event that is coded (record 0015)
SOURCES = "subject>possessive>by>modifier"
BESIDE_OBJECT, COMPLEMENTS = "indirect>against>to>on>with>toward>from>for>of>over", "complement.subject>complement.object"
TARGETS = f"object>{BESIDE_OBJECT}"
FALLBACKS = {
    "source": SOURCES,
    "PROTEST source": f"{SOURCES}>in>across",  # "protests in Bolivia" are the people's there
    "MOBILIZE source": f"{SOURCES}>object",  # "600 soldiers were flown to the border"
    # what is mobilised is no target; those who made it necessary may be
    "MOBILIZE target": f"against>toward>to>on>over>from>with>for>of>{COMPLEMENTS}>condition.subject",
    "PROTEST target": f"{TARGETS}>{COMPLEMENTS}>condition.subject",
    "THREATEN target": f"{TARGETS}>condition.subject>{COMPLEMENTS}",
    # what is given or promised is rarely to whom
    **dict.fromkeys(("AID target", "AGREE target"), f"{BESIDE_OBJECT}>{COMPLEMENTS}>object"),
    "target": f"{TARGETS}>{COMPLEMENTS}",
}


@dataclass(frozen=True)
class Index:
    """Lemmas and conditions of all frames under numbers, which join several times faster than words.

    keys: part_of_speech, key, key_number; tried: key_number, frame, key_level; words: place, word, pair, where a word is
    what a condition asks for, or of a class that it asks for, and a place a slot, for an oblique with its preposition;
    answers: answer, frame, is_negative, slot_number, level, key_level, condition, least_count, all that a clause can answer,
    numbered in the order of these columns; `condition` numbers what is answered (frame, is_negative and slot), `least_count`
    is how many answers its frame needs, one where it asks for nothing;
    asked: key_number, request (key_number and pair as one number), answer, one row per condition of each frame of a key;
    free: key_number, answer, one row per frame of a key that asks for nothing.
    """

    keys: pl.DataFrame
    tried: pl.DataFrame
    words: pl.DataFrame
    answers: pl.DataFrame
    asked: pl.DataFrame
    free: pl.DataFrame


@dataclass(frozen=True)
class Codebook:
    """Long tables, one concern each.

    frames: frame, frame_id, event_type, mode, cameo_code, weight, condition_count; lemmas: frame_id, part_of_speech, key,
    key_level; conditions: frame_id, slot, token, is_negative, level; roles: frame_id, role, alternative, term, is_fallback;
    classes: class, lemma; contexts: context, token, weight; types: event_type, mode and their codes; cameo: cameo_code,
    goldstein; folding: what PLOVER makes of a type by status; cues: part_of_speech, key, cue_status; support: key, kind;
    confidence: coefficients by feature; countries: country_code, name, latitude, longitude; index: lemmas and conditions once more,
    numbered for matching.
    """

    frames: pl.DataFrame
    lemmas: pl.DataFrame
    conditions: pl.DataFrame
    roles: pl.DataFrame
    classes: pl.DataFrame
    contexts: pl.DataFrame
    types: pl.DataFrame
    cameo: pl.DataFrame
    folding: pl.DataFrame
    cues: pl.DataFrame
    support: pl.DataFrame
    confidence: dict[str, float]
    countries: pl.DataFrame
    index: Index
    version: str


def to_codebook(tables: Mapping[str, pl.DataFrame]) -> Codebook:
    """Build the codebook of its tables as read from CSV: `frames`, `classes`, `types`, `cameo`, `folding`, `contexts`,
    `confidence`, `cues`, `support` and `countries`.
    """
    frames = (
        tables["frames"]
        .with_columns(pl.col(pl.String).str.strip_chars())
        .with_columns(mode=_blank("mode"), cameo_code=_blank("cameo_code"))
    )
    classes = tables["classes"].select("class", lemma=pl.col("lemmas").str.split("|")).explode("lemma").unique(maintain_order=True)
    check_frames(frames, classes, tables["types"])
    conditions, lemmas = to_conditions(frames), to_lemmas(frames)
    positive = conditions.filter(~pl.col("is_negative")).group_by("frame_id").agg(condition_count=pl.col("slot").n_unique())
    digest = stable_id(*(tables[name].write_csv() for name in sorted(tables)))
    numbered = (
        frames.select("frame_id", event_type="type", mode="mode", cameo_code="cameo_code", weight=pl.col("weight").cast(pl.Float64))
        .join(positive, on="frame_id", how="left", maintain_order="left")
        .with_columns(pl.col("condition_count").fill_null(0).cast(pl.Int64))
        .with_row_index("frame")
    )
    return Codebook(
        frames=numbered,
        lemmas=lemmas,
        conditions=conditions,
        roles=to_roles(frames),
        classes=classes,
        contexts=tables["contexts"].select("context", token=pl.col("token").str.to_lowercase(), weight=pl.col("weight").cast(pl.Float64)),
        types=tables["types"].with_columns(mode=_blank("mode")),
        cameo=tables["cameo"],
        folding=tables["folding"].with_columns(plover_mode=_blank("plover_mode")),
        cues=to_cues(tables["cues"]),
        support=tables["support"].select(key=_with_particle(), kind="kind").unique("key", keep="first", maintain_order=True),
        confidence=to_coefficients(tables["confidence"]),
        countries=tables["countries"].select("country_code", "name", pl.col("latitude", "longitude").cast(pl.Float64)),
        index=to_index(numbered, lemmas, conditions, classes),
        version=digest[:12],
    )


def _blank(column: str) -> pl.Expr:
    """NULL for an empty cell."""
    return pl.when(pl.col(column).fill_null("") == "").then(None).otherwise(pl.col(column)).alias(column)


def _with_particle() -> pl.Expr:
    particle = pl.col("particle").fill_null("")
    return pl.when(particle == "").then(pl.col("lemma")).otherwise(pl.col("lemma") + "_" + particle)


def to_lemmas(frames: pl.DataFrame) -> pl.DataFrame:
    """One row per frame and lemma; `key_level` is higher for a verb with its particle."""
    return (
        frames.select("frame_id", "part_of_speech", key=pl.col("lemmas").str.split("|"))
        .explode("key")
        .with_columns(pl.col("key").str.strip_chars())
        .filter(pl.col("key") != "")
        .with_columns(key_level=pl.when(pl.col("key").str.contains("[_-]")).then(PARTICLE).otherwise(0))
        .unique(maintain_order=True)
    )


def to_conditions(frames: pl.DataFrame) -> pl.DataFrame:
    """One row per frame, slot and alternative; `level` says how much a match tells."""
    cells = frames.unpivot(on=list(CONDITION_SLOTS), index="frame_id", variable_name="slot", value_name="cell")
    token = pl.col("token")
    bare = token.str.replace(r"^[a-z ]+:", "")
    return (
        cells.filter(pl.col("cell").fill_null("") != "")
        .with_columns(is_negative=pl.col("cell").str.starts_with("!"), token=pl.col("cell").str.strip_chars_start("!").str.split("|"))
        .explode("token")
        .with_columns(token.str.strip_chars())
        .filter(token != "")
        .with_columns(level=pl.when(bare.str.contains(r"^[#*]")).then(KIND).when(bare.str.starts_with("@")).then(CLASS).otherwise(LITERAL))
        .select("frame_id", "slot", "token", "is_negative", "level")
        .unique(maintain_order=True)
    )


def to_index(frames: pl.DataFrame, lemmas: pl.DataFrame, conditions: pl.DataFrame, classes: pl.DataFrame) -> Index:
    """Keys, pairs of slot and token, and frames under numbers, in the order of the codebook."""
    keys = lemmas.select("part_of_speech", "key").unique(maintain_order=True).with_row_index("key_number")
    pairs = conditions.select("slot", "token").unique(maintain_order=True).with_row_index("pair")
    numbers = frames.select("frame", "frame_id", "condition_count")
    named = lemmas.join(keys, on=["part_of_speech", "key"], maintain_order="left").join(numbers, on="frame_id", maintain_order="left")
    asked = conditions.join(pairs, on=["slot", "token"], maintain_order="left").join(numbers, on="frame_id", maintain_order="left")
    asked = asked.with_columns(slot_number=pl.col("slot").replace_strict(SLOT_NUMBERS, return_dtype=pl.UInt8))
    tried = named.select("key_number", "frame", "key_level")
    asked = tried.join(asked.drop("frame_id", "slot", "token"), on="frame", maintain_order="left")
    nothing = {"slot_number": pl.lit(None, pl.UInt8), "is_negative": pl.lit(False), "level": pl.lit(0, conditions.schema["level"])}
    free = named.filter(pl.col("condition_count") == 0).with_columns(**nothing)
    answers = to_answers(pl.concat([asked.select(ANSWER), free.select(ANSWER)]))
    asked, free = (rows.join(answers, on=ANSWER[:-1], nulls_equal=True, maintain_order="left") for rows in (asked, free))
    return Index(
        keys=keys,
        tried=tried,
        words=to_words(pairs, classes),
        answers=answers,
        asked=asked.select("key_number", as_one("key_number", "pair").alias("request"), "answer"),
        free=free.select("key_number", "answer"),
    )


def to_answers(answers: pl.DataFrame) -> pl.DataFrame:
    """The different answers under numbers, in the order in which the last one of a condition says most."""
    ordered = answers.unique().sort(ANSWER[:-1]).with_row_index("answer")
    condition = pl.struct("frame", "is_negative", "slot_number").rle_id()
    return ordered.with_columns(condition=condition, least_count=pl.col("condition_count").clip(1).cast(pl.UInt32)).drop("condition_count")


def as_one(high: str, low: str) -> pl.Expr:
    """Two numbers as one: joins and groups over one column are much faster."""
    return pl.col(high).cast(pl.UInt64) * ROOM + pl.col(low)


def to_words(pairs: pl.DataFrame, classes: pl.DataFrame) -> pl.DataFrame:
    """place, word, pair: the tokens that conditions ask for, and the lemmas of the classes among them."""
    parts = pl.col("token").str.splitn(":", 2)
    is_oblique = pl.col("slot") == "oblique"
    place = pl.when(is_oblique).then("oblique:" + parts.struct[0]).otherwise("slot")
    literal = pairs.select(place=place, word=pl.when(is_oblique).then(parts.struct[1]).otherwise("token"), pair="pair").drop_nulls()
    members = classes.select(lemma="lemma", word="@" + pl.col("class"))
    classed = literal.join(members, on="word", maintain_order="left").select("place", "pair", word="lemma")
    return pl.concat([literal, classed.select(literal.columns)]).unique(maintain_order=True)


def to_roles(frames: pl.DataFrame) -> pl.DataFrame:
    """frame_id, role, alternative, term, is_fallback: `object>against` are two alternatives, `subject+with` one.

    Behind a frame's own alternatives come those that hold for any predicate (FALLBACKS), so that an actor in an
    unusual place of the sentence is better than none.
    """
    cells = frames.unpivot(on=["source", "target"], index=["frame_id", "type"], variable_name="role", value_name="cell")
    fallback = pl.col("role").replace_strict(FALLBACKS, return_dtype=pl.String)
    own_fallback = (pl.col("type") + " " + pl.col("role")).replace_strict(FALLBACKS, default=fallback, return_dtype=pl.String)
    other = pl.when(pl.col("role") == "source").then("target_cell").otherwise("source_cell")
    given = frames.select("frame_id", source_cell=pl.col("source").fill_null(""), target_cell=pl.col("target").fill_null(""))
    claimed = pl.col("other_cell").str.split(">").list.eval(pl.element().str.split("+").explode())
    is_own = pl.col("alternative") < pl.col("own_cell").str.split(">").list.len()
    return (
        cells.filter(pl.col("cell").fill_null("") != "")
        .join(given, on="frame_id", maintain_order="left")
        .with_columns(other_cell=other, own_cell="cell")
        .with_columns(alternatives=(pl.col("cell") + ">" + own_fallback).str.split(">"))
        .with_columns(alternative=pl.int_ranges(pl.col("alternatives").list.len()))
        .explode("alternatives", "alternative")
        .with_columns(term=pl.col("alternatives").str.split("+"))
        .explode("term")
        .with_columns(pl.col("term").str.strip_chars())
        # what the other side's own cell names is not this side's fallback: "The ex-premier faces charges" charges nobody
        .filter((pl.col("term") != "") & (is_own | ~pl.col("term").is_in(claimed)))
        .select("frame_id", "role", pl.col("alternative").cast(pl.Int64), "term", is_fallback=~is_own)
        .unique(["frame_id", "role", "term"], keep="first", maintain_order=True)
    )


def to_coefficients(confidence: pl.DataFrame) -> dict[str, float]:
    """The coefficients by feature; raises SeedError unless they are exactly the features that coding computes."""
    found = dict(confidence.select("feature", pl.col("coefficient").cast(pl.Float64, strict=False)).iter_rows())
    if set(found) != set(CONFIDENCE_FEATURES) or confidence.height != len(CONFIDENCE_FEATURES) or None in found.values():
        raise SeedError("codebook confidence.csv", None, f"must have one number for each of {', '.join(CONFIDENCE_FEATURES)}")
    return found


def to_cues(cues: pl.DataFrame) -> pl.DataFrame:
    """Status cues by part of speech and lemma; the first row of a lemma stands."""
    return cues.select("part_of_speech", key="lemma", cue_status="status").unique(
        ["part_of_speech", "key"], keep="first", maintain_order=True
    )


def check_frames(frames: pl.DataFrame, classes: pl.DataFrame, types: pl.DataFrame) -> None:
    """Raise SeedError at the first frame that uses something outside the closed lists."""
    modes = {(row["event_type"], row["mode"] or None) for row in types.iter_rows(named=True)} | {(IGNORE, None)}
    known = set(classes.get_column("class"))
    seen: set[str] = set()
    for number, row in enumerate(frames.iter_rows(named=True), 2):
        problem = None
        if row["frame_id"] in seen:
            problem = f"frame_id {row['frame_id']} occurs twice"
        elif (row["type"], row["mode"]) not in modes:
            problem = f"{row['type']}/{row['mode']} is no type and mode of types.csv"
        elif row["part_of_speech"] not in PARTS_OF_SPEECH:
            problem = f"{row['part_of_speech']} is no part of speech"
        else:
            cells = "|".join(row[slot] or "" for slot in CONDITION_SLOTS).replace("!", "")
            unknown = {t.split(":")[-1][1:] for t in cells.split("|") if t.split(":")[-1].startswith("@")} - known
            problem = f"class {sorted(unknown)[0]} is not defined" if unknown else None
        if problem:
            raise SeedError(f"codebook frame {row['frame_id']}", number, problem)
        seen.add(row["frame_id"])
