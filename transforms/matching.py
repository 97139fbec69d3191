"""Which codebook frame a predicate matches: clauses × arguments × codebook, by joins.

A frame is tried where its lemma (with particle or preposition) is the predicate's. Each of its conditions names a
slot; every argument of that slot offers tokens: its head lemma, the `@class`es of that lemma, `#kind` and `#SECTOR` of
its mention, `*`. All conditions must find a token, negative ones none. The most specific frame wins.
"""

from __future__ import annotations

import polars as pl

from transforms.codebook import CLASS, CONDITION_SLOTS, IGNORE, Codebook

CONTENT_RELATIONS = ["xcomp", "ccomp", "acl", "csubj"]
OBLIGATION = ["must", "should", "ought", "need", "shall"]  # "said that Sudan must return it": what is demanded
CONTENT_DEPTH = 3  # predicates below what is asked: "to agree to hold talks on a treaty"
SWALLOWING = ["REQUEST", "REJECT", "THREATEN", "AGREE"]
SLOT_NUMBERS = {slot: number for number, slot in enumerate(CONDITION_SLOTS)}
NOUN_SUBJECT = ["possessive", "modifier"]


def match_frames(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id, frame_id and the frame's columns: the best frame of each clause; clauses to be ignored are left out.

    `arguments` carries the resolved mention's kind, sector_code and is_actor beside its own columns.
    """
    candidates = candidate_frames(clauses, arguments, codebook)
    tokens = offered_tokens(clauses, arguments, candidates.select("clause_id").unique(), codebook)
    best = best_frames(candidates, tokens, codebook)
    return without_consumed(best.filter(pl.col("event_type") != IGNORE), clauses)


def without_consumed(matches: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Leave out predicates that are the content of a matched one, not events beside it.

    "rejected the call", "lifted sanctions": the verb's frame asked for that object by word or class, so the noun has had
    its say. "urged Chad to withdraw", "refused to meet", "reluctance to engage in talks": what is asked, refused or
    threatened is no event of its own, nor is what hangs on it. What a protest demands is its topic.
    """
    grammar = clauses.select("clause_id", "governor_id", "governor_relation", "part_of_speech", "mood")
    above = matches.select(governor_id="clause_id", above_type="event_type", asked="object_level", asked_complement="complement_level")
    own_type = matches.select("clause_id", "event_type")
    below = grammar.drop_nulls("governor_id").join(above, on="governor_id", how="left").join(own_type, on="clause_id", how="left")
    relation, nominal, is_finite = pl.col("governor_relation"), pl.col("part_of_speech") == "noun", pl.col("mood") == "finite"
    swallows = pl.col("above_type").is_in(SWALLOWING)
    is_object = nominal & (relation == "object") & ((pl.col("asked") >= CLASS) | swallows)
    is_asked_for = nominal & relation.is_in(["for", "of", "to", "on"]) & swallows
    purpose = (relation == "advcl") & (pl.col("mood") == "infinitive")
    is_content = (relation.is_in(CONTENT_RELATIONS) | purpose) & ~is_finite & ~nominal
    swallowed = (is_content & swallows) | ((is_content | (relation == "ccomp")) & (pl.col("asked_complement") >= CLASS))
    topic = (pl.col("above_type") == "PROTEST") & (pl.col("event_type") == "REQUEST") & relation.is_in(["advcl", *CONTENT_RELATIONS])
    consumed = below.filter((is_object | is_asked_for | swallowed | topic).fill_null(False)).select("clause_id")
    hanging = below.filter((nominal & (relation != "relcl")) | is_content.fill_null(False)).select("clause_id", "governor_id")
    for _ in range(CONTENT_DEPTH):
        further = hanging.join(consumed.select(governor_id="clause_id"), on="governor_id", how="semi").select("clause_id")
        consumed = pl.concat([consumed, further]).unique()
    return matches.join(consumed, on="clause_id", how="anti", maintain_order="left")


def candidate_frames(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Frames whose lemma is the predicate's: clause_id, frame_id, key_level and the frame's columns."""
    lemma = pl.col("lemma")
    plain = clauses.select(
        "clause_id", "part_of_speech", key=pl.when(pl.col("particle").is_null()).then(lemma).otherwise(lemma + "_" + pl.col("particle"))
    )
    last_part = clauses.filter(lemma.str.contains("-")).select("clause_id", "part_of_speech", key=lemma.str.split("-").list.last())
    verbs = clauses.filter(pl.col("part_of_speech") == "verb").select("clause_id", "part_of_speech", "lemma", "adverbs")
    with_preposition = arguments.filter((pl.col("slot") == "oblique") & (pl.col("path") != "object")).join(
        verbs.select("clause_id", "part_of_speech", "lemma"), on="clause_id"
    )
    prepositional = with_preposition.select("clause_id", "part_of_speech", key=lemma + "_" + pl.col("preposition"))
    adverbial = verbs.explode("adverbs").drop_nulls("adverbs").select("clause_id", "part_of_speech", key=lemma + "_" + pl.col("adverbs"))
    keys = pl.concat([plain, last_part, prepositional, adverbial]).unique()
    return (
        keys.join(codebook.lemmas, on=["part_of_speech", "key"])
        .group_by("clause_id", "frame_id")
        .agg(pl.col("key_level").max())
        .join(codebook.frames, on="frame_id")
    )


def offered_tokens(clauses: pl.DataFrame, arguments: pl.DataFrame, wanted: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id, slot, token: everything a condition could ask of a wanted clause."""
    content = clauses.select("governor_id", "governor_relation", "lemma", "particle", "modal")
    clauses, arguments = clauses.join(wanted, on="clause_id", how="semi"), arguments.join(wanted, on="clause_id", how="semi")
    nouns = clauses.filter(pl.col("part_of_speech") != "verb").select("clause_id")
    slot = pl.col("slot")
    by_agent = (slot == "oblique") & (pl.col("preposition") == "by")
    owners = arguments.join(nouns, on="clause_id", how="semi").filter(slot.is_in(NOUN_SUBJECT) | by_agent)
    places = pl.concat(
        [
            arguments.filter(slot.is_in(["subject", "object", "oblique"])),
            arguments.filter(slot == "indirect").with_columns(slot=pl.lit("oblique"), preposition=pl.lit("to")),
            owners.with_columns(slot=pl.lit("subject"), preposition=pl.lit(None, dtype=pl.String)),
        ]
    )
    words = argument_tokens(places, codebook)
    prefix = pl.when(slot == "oblique").then(pl.col("preposition").fill_null("") + ":").otherwise(pl.lit(""))
    spoken = words.select("clause_id", "slot", token=prefix + pl.col("token"))
    return pl.concat([spoken, modifier_tokens(clauses, codebook), complement_tokens(content, wanted, codebook)])


def argument_tokens(arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Long table of what each argument offers: lemma, classes, kinds, sector, presence."""
    base = arguments.select("clause_id", "slot", "preposition", "head_lemma", "mention_path", "kind", "sector_code", "is_actor")
    last_part = base.filter(pl.col("head_lemma").str.contains("-")).with_columns(pl.col("head_lemma").str.split("-").list.last())
    base = pl.concat([base, last_part])
    keep = ["clause_id", "slot", "preposition"]
    at_head = base.filter(pl.col("mention_path") == "head")
    actors = base.filter(pl.col("is_actor").fill_null(False))
    location = at_head.filter(pl.col("kind").is_in(["place", "country"]))
    return pl.concat(
        [
            base.select(*keep, token="head_lemma"),
            base.select(*keep, token=pl.lit("*")),
            base.join(codebook.classes, left_on="head_lemma", right_on="lemma").select(*keep, token="@" + pl.col("class")),
            at_head.drop_nulls("kind").select(*keep, token="#" + pl.col("kind")),
            at_head.drop_nulls("sector_code").select(*keep, token="#" + pl.col("sector_code")),
            actors.select(*keep, token=pl.lit("#actor")),
            location.select(*keep, token=pl.lit("#place")),
        ]
    )


def modifier_tokens(clauses: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Adverbs, adjectives and compound nouns that modify the predicate."""
    words = clauses.select("clause_id", token="adverbs").explode("token").drop_nulls("token")
    return with_classes(words, codebook).with_columns(slot=pl.lit("modifier")).select("clause_id", "slot", "token")


def complement_tokens(clauses: pl.DataFrame, wanted: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Lemmas of the predicates that a wanted clause governs, with their particles."""
    content = clauses.filter(~pl.col("governor_relation").is_in(["relcl", "conj", "parataxis"])).join(
        wanted.select(governor_id="clause_id"), on="governor_id", how="semi"
    )
    phrasal = content.drop_nulls("particle").select(clause_id="governor_id", token=pl.col("lemma") + "_" + pl.col("particle"))
    obliged = content.filter((pl.col("governor_relation") == "ccomp") & pl.col("modal").is_in(OBLIGATION)).select(
        clause_id="governor_id", token=pl.lit("@obligation")
    )
    words = pl.concat([content.select(clause_id="governor_id", token="lemma"), phrasal, obliged])
    both = pl.concat([with_classes(words, codebook), words.select("clause_id", token=pl.lit("*"))])
    return both.with_columns(slot=pl.lit("complement")).select("clause_id", "slot", "token")


def with_classes(words: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """The words and the classes they belong to, as tokens."""
    classes = words.join(codebook.classes, left_on="token", right_on="lemma").select("clause_id", token="@" + pl.col("class"))
    return pl.concat([words, classes])


def best_frames(candidates: pl.DataFrame, tokens: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """The most specific candidate all of whose conditions hold; then the heavier, then the first by id."""
    verdicts = to_verdicts(candidates, tokens, codebook)
    return (
        candidates.join(verdicts, on=["clause_id", "frame_id"], how="left")
        .with_columns(pl.col("met").fill_null(0), pl.col("refused").fill_null(False), pl.col("specificity").fill_null(0))
        .filter((pl.col("met") == pl.col("condition_count").cast(pl.Int64)) & ~pl.col("refused"))
        .with_columns(specificity=pl.col("specificity") + pl.col("key_level"))
        .sort(["clause_id", "specificity", "weight", "frame_id"], descending=[False, True, True, False])
        .unique("clause_id", keep="first", maintain_order=True)
        .select("clause_id", "frame_id", "event_type", "mode", "cameo_code", "weight", "specificity", "object_level", "complement_level")
    )


def to_verdicts(candidates: pl.DataFrame, tokens: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """How many conditions of each candidate are met, whether one refuses, and how much the matches say.

    Clauses, frames and (slot, token) pairs are numbered first: the joins below meet hundreds of rows a clause, and
    numbers join several times faster than words.
    """
    asked = candidates.filter(pl.col("has_conditions")).select("clause_id", "frame_id")
    clauses = asked.select(pl.col("clause_id").unique(maintain_order=True)).with_row_index("clause")
    frames = asked.select(pl.col("frame_id").unique(maintain_order=True)).with_row_index("frame")
    pairs = codebook.conditions.select("slot", "token").unique(maintain_order=True).with_row_index("pair")
    offered = tokens.join(pairs, on=["slot", "token"]).join(clauses, on="clause_id").select("clause", "pair").unique()
    conditions = codebook.conditions.join(pairs, on=["slot", "token"]).join(frames, on="frame_id")
    conditions = conditions.select(
        "frame", "pair", "is_negative", "level", slot=pl.col("slot").replace_strict(SLOT_NUMBERS, return_dtype=pl.UInt8)
    )
    answers = (
        asked.join(clauses, on="clause_id")
        .join(frames, on="frame_id")
        .select("clause", "frame")
        .join(conditions, on="frame")
        .join(offered, on=["clause", "pair"], how="semi")
        .group_by("clause", "frame", "slot", "is_negative")
        .agg(level=pl.col("level").max())
    )
    positive = ~pl.col("is_negative")
    verdicts = answers.group_by("clause", "frame").agg(
        met=positive.sum().cast(pl.Int64),
        refused=pl.col("is_negative").any(),
        specificity=pl.col("level").filter(positive).sum(),
        object_level=pl.col("level").filter((pl.col("slot") == SLOT_NUMBERS["object"]) & positive).max(),
        complement_level=pl.col("level").filter((pl.col("slot") == SLOT_NUMBERS["complement"]) & positive).max(),
    )
    return verdicts.join(clauses, on="clause").join(frames, on="frame").drop("clause", "frame")
