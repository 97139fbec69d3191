"""What a deal, a plan or a law says is to be done: part of coding, between matching and status.

"Under the accord, both armies leave the valley" tells in the present what has not been done yet. A headline tells in the same tense
what has ("Army leaves valley under accord"), so in the first sentence of an article the deal must stand in front of its verb.
"""

from __future__ import annotations

import polars as pl

AGREED = (
    "accord agreement armistice arrangement bargain blueprint ceasefire cease-fire compact compromise concordat contract convention deal "
    "initiative memorandum pact plan programme program proposal protocol roadmap road-map scheme settlement timetable treaty truce"
).split()
LAID_DOWN = (
    "act amendment bill charter constitution decree directive edict judgment judgement law legislation mandate measure order ordinance "
    "regulation resolution rule ruling sentence statute ultimatum verdict"
).split()
TERMS = ["term", "provision", "condition", "clause", "article"]  # "under its terms"
TEXTS = "|".join([*AGREED, *LAID_DOWN])
PHRASES = (
    rf"(?i)^(?:(?:part|terms?|provisions?|conditions?) of|(?:line|accordance|keeping|compliance|conformity) with)\b.*\b(?:{TEXTS})s?\b"
)
INTRODUCING = {"under": "under", "accord": "according to", "as": "as", "in": "in", "by": "by"}  # "accord" is the lemma of "according"


def to_terms(clauses: pl.DataFrame, arguments: pl.DataFrame) -> pl.DataFrame:
    """clause_id, term: the predicates in the present that a phrase such as "under the deal" makes terms, and that phrase."""
    present = (pl.col("tense") == "present") & (pl.col("aspect") == "simple") & (pl.col("mood") == "finite") & pl.col("modal").is_null()
    told = clauses.filter(present & (pl.col("part_of_speech") == "verb"))
    told = told.select("clause_id", "article_id", "sentence_id", "governor_id", "governor_relation", at="start_offset")
    named = phrases(arguments).join(told, on="clause_id", maintain_order="left")
    first = openings(clauses.join(named, on="article_id", how="semi"))
    in_front = named.filter((pl.col("start_offset") < pl.col("at")) | ~pl.col("sentence_id").is_in(first.implode()))
    own = in_front.unique("clause_id", keep="first", maintain_order=True).select("clause_id", "term")
    beside = told.filter(pl.col("governor_relation") == "conj").join(own, left_on="governor_id", right_on="clause_id")
    return pl.concat([own, beside.select("clause_id", "term").join(own, on="clause_id", how="anti")])


def phrases(arguments: pl.DataFrame) -> pl.DataFrame:
    """The phrases beside predicates that name a text with terms: "under the plan", "as part of the truce", "in line with the accord"."""
    preposition, head = pl.col("preposition"), pl.col("head_lemma")
    beside = arguments.filter((pl.col("slot") == "oblique") & (pl.col("path") == "direct") & preposition.is_in(list(INTRODUCING)))
    under = (preposition == "under") & head.is_in([*AGREED, *LAID_DOWN, *TERMS])
    planned = (preposition == "accord") & head.is_in(AGREED)  # but a ruling is who says it: "according to the ruling"
    words = pl.concat_str(preposition.replace_strict(INTRODUCING, default=None), "text", separator=" ")
    return beside.filter(under | planned | pl.col("text").str.contains(PHRASES)).select("clause_id", "start_offset", term=words)


def openings(clauses: pl.DataFrame) -> pl.Series:
    """sentence_id of the first sentence of each article that has a predicate."""
    first = clauses.group_by("article_id").agg(pl.col("sentence_id").sort_by("clause_index").first())
    return first.get_column("sentence_id")
