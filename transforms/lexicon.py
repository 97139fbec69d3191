"""Word lists that the grammar needs: nouns that report events and verbs that lend their subject to such a noun.

They say nothing about what an event means; that is the codebook's part. Built from seeds/grammar.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Lexicon:
    """`support_verbs` maps `lemma` or `lemma_particle` to support, begin, end, cause or undergo."""

    event_nouns: frozenset[str]
    support_verbs: Mapping[str, str]
    predicate_adjectives: frozenset[str]


def to_lexicon(
    event_nouns: pl.DataFrame, support_verbs: pl.DataFrame, status_cues: pl.DataFrame, predicate_adjectives: pl.DataFrame
) -> Lexicon:
    """Nouns and adjectives that govern other predicates ("a plan to", "likely to") are predicates as well."""
    cues = status_cues.filter(pl.col("part_of_speech") == "noun").get_column("lemma")
    adjectives = status_cues.filter(pl.col("part_of_speech") == "adjective").get_column("lemma")
    verbs = support_verbs.with_columns(
        key=pl.when(pl.col("particle").fill_null("") == "").then(pl.col("lemma")).otherwise(pl.col("lemma") + "_" + pl.col("particle"))
    )
    return Lexicon(
        event_nouns=frozenset(event_nouns.get_column("lemma")) | frozenset(cues),
        support_verbs=dict(zip(verbs.get_column("key"), verbs.get_column("kind"), strict=True)),
        predicate_adjectives=frozenset(adjectives) | frozenset(predicate_adjectives.get_column("lemma")),
    )
