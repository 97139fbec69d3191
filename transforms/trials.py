"""Why a frame matched a predicate or did not: every frame tried, with the conditions it lacked. For a person to read.

The same matching as coding does (`matching.try_frames`), with all verdicts kept instead of the best one.
"""

from __future__ import annotations

import polars as pl

from transforms.codebook import CONDITION_SLOTS, Codebook
from transforms.coding import match_clauses
from transforms.matching import Trial, best_frames, closest_answers, to_verdicts, try_frames

WON, LESS_SPECIFIC, UNMET, REFUSED, CONSUMED = "won", "less specific", "unmet", "refused", "consumed"
VERDICTS = (WON, CONSUMED, LESS_SPECIFIC, REFUSED, UNMET)


def to_trials(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id, frame_id, event_type, mode, weight, specificity, verdict, reason: one row per frame tried, the best first.

    `consumed` is a frame that won its predicate and yet codes nothing, because the predicate is the content of another
    event ("urged Chad to withdraw").
    """
    tried = try_frames(clauses, arguments, codebook)
    best = best_frames(tried, codebook).select("clause", "frame_id", is_best=True)
    coded = match_clauses(clauses, arguments, codebook)[0].select("clause_id", "frame_id", is_coded=True)
    weighed = with_reasons(tried, codebook).join(best, on=["clause", "frame_id"], how="left").join(tried.clauses, on="clause")
    weighed = weighed.join(coded, on=["clause_id", "frame_id"], how="left")
    ignored = pl.col("event_type") == "IGNORE"
    verdict = (
        pl.when(pl.col("is_best") & (pl.col("is_coded") | ignored))
        .then(pl.lit(WON))
        .when(pl.col("is_best"))
        .then(pl.lit(CONSUMED))
        .when(pl.col("refusing").list.len() > 0)
        .then(pl.lit(REFUSED))
        .when(pl.col("lacking").list.len() > 0)
        .then(pl.lit(UNMET))
        .otherwise(pl.lit(LESS_SPECIFIC))
    )
    reason = pl.concat_list("lacking", "refusing").list.join("; ")
    order = pl.col("verdict").replace_strict({name: number for number, name in enumerate(VERDICTS)})
    columns = ["clause_id", "frame_id", "event_type", "mode", "weight", "specificity", "verdict", "reason"]
    return weighed.with_columns(verdict=verdict, reason=reason).sort("clause", order, -pl.col("specificity"), "frame_id").select(columns)


def with_reasons(tried: Trial, codebook: Codebook) -> pl.DataFrame:
    """Candidates with `lacking` and `refusing`: the cells of positive conditions not met and of negative ones met."""
    slots = pl.Enum(CONDITION_SLOTS)
    cells = codebook.conditions.group_by("frame_id", "slot", "is_negative", maintain_order=True).agg(cell=pl.col("token").str.join("|"))
    cells = cells.with_columns(slot_number=pl.col("slot").cast(slots).to_physical().cast(pl.UInt8))
    candidates = tried.keys.join(codebook.index.tried, on="key_number").group_by("clause", "frame").agg(pl.col("key_level").max())
    named = candidates.join(codebook.frames.drop("condition_count", "cameo_code"), on="frame")
    answers = closest_answers(tried, codebook)
    answered = answers.select("clause", "frame", "slot_number", "is_negative", is_answered=True)
    asked = named.select("clause", "frame", "frame_id").join(cells, on="frame_id", maintain_order="left")
    asked = asked.join(answered, on=["clause", "frame", "slot_number", "is_negative"], how="left", maintain_order="left")
    is_answered = pl.col("is_answered").fill_null(False)
    words = pl.col("slot") + " " + pl.when("is_negative").then(pl.lit("!")).otherwise(pl.lit("")) + pl.col("cell")
    reasons = asked.group_by("clause", "frame").agg(
        lacking=words.filter(~pl.col("is_negative") & ~is_answered), refusing=words.filter(pl.col("is_negative") & is_answered)
    )
    specificity = to_verdicts(answers.filter(~pl.col("is_negative"))).select("clause", "frame", "specificity")
    empty = pl.lit([], dtype=pl.List(pl.String))
    return (
        named.join(reasons, on=["clause", "frame"], how="left")
        .join(specificity, on=["clause", "frame"], how="left")
        .with_columns(pl.col("lacking", "refusing").fill_null(empty), specificity=pl.coalesce("specificity", "key_level"))
    )
