"""In what context an event stands: PLOVER's 37 contexts, from the words of its sentence and of those beside it.

A word of the event's own sentence counts with the weight that the codebook gives it, one of the sentence before or
behind with half of that. A context holds where the different words that speak for it add up, so that an ambiguous word
("cell", "party") needs company.
"""

from __future__ import annotations

import polars as pl

from transforms.codebook import Codebook

WORD_BREAKS = r" *[^\p{L}\p{N} ][^\p{L}\p{N}]*|  +"  # a single space, as most are, stays as it is
NEIGHBOUR_SHARE = 0.5  # of a word's weight, where it stands in the sentence before or behind
ENOUGH = 0.85  # a plain word (0.9) of the sentence is enough, a word with other uses (0.6) or a neighbour's is not


def to_contexts(events: pl.DataFrame, sentences: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id and its contexts, sorted."""
    numbered = sentences.select("sentence_id", "article_id", "sentence_index", "text").with_row_index("sentence")
    around = neighbourhood(events.select("sentence_id").unique(maintain_order=True), numbered)
    found = signals(numbered.join(around.select(sentence="near").unique(), on="sentence", how="semi"), codebook)
    weighed = around.join(found, left_on="near", right_on="sentence").with_columns(weight=pl.col("weight") * pl.col("share"))
    strongest = weighed.group_by("sentence", "context", "token").agg(pl.col("weight").max())
    held = strongest.group_by("sentence", "context").agg(pl.col("weight").sum()).filter(pl.col("weight") >= ENOUGH)
    contexts = held.group_by("sentence").agg(contexts=pl.col("context").sort())
    named = contexts.join(numbered.select("sentence", "sentence_id"), on="sentence")
    return events.select("clause_id", "sentence_id").join(named, on="sentence_id").select("clause_id", "contexts")


def neighbourhood(wanted: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """sentence, near, share: the number of each wanted sentence with its own and those of the sentences before and behind it."""
    places = sentences.select("article_id", "sentence_index", near="sentence")
    own = sentences.join(wanted, on="sentence_id", how="semi", maintain_order="left").select("sentence", "article_id", "sentence_index")
    steps = [own.with_columns(pl.col("sentence_index") + step, share=pl.lit(1.0 if step == 0 else NEIGHBOUR_SHARE)) for step in (0, -1, 1)]
    return pl.concat(steps).join(places, on=["article_id", "sentence_index"]).select("sentence", "near", "share")


def signals(sentences: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """sentence, context, token, weight: the signalling words in each sentence, also with a plural -s."""
    plural = codebook.contexts.filter(pl.col("token").str.contains("[a-z]$")).with_columns(written=pl.col("token") + "s")
    words = pl.concat([codebook.contexts.with_columns(written="token"), plural])
    words = words.with_columns(pattern=" " + pl.col("written").str.replace_all(WORD_BREAKS, " ").str.strip_chars() + " ")
    text = pl.lit(" ") + pl.col("text").str.to_lowercase().str.replace_all(WORD_BREAKS, " ") + pl.lit(" ")
    patterns = words.get_column("pattern").unique().sort()
    found = sentences.select("sentence", pattern=text.str.extract_many(patterns.implode(), overlapping=True)).explode("pattern")
    return found.drop_nulls("pattern").join(words.select("context", "token", "weight", "pattern"), on="pattern").drop("pattern")
