"""Places in front of visits, meetings and treaties: part of coding, before matching.

"His Vietnam trip" is a trip to Vietnam, "the Geneva meeting" one in Geneva, and "the Vienna accord" has Vienna only for its name. A
people in front of a visit are the visitors: "the Chinese visit".
"""

from __future__ import annotations

import polars as pl

VISITS = "visit trip tour stopover pilgrimage journey stay stop voyage".split()
GATHERINGS = "talk meeting summit conference negotiation session forum dialogue consultation gathering congress round conclave".split()
TEXTS = "agreement accord treaty convention protocol declaration communique communiqué charter memorandum process format".split()

CHANGED = ["slot", "preposition", "mention_id"]
LENDING = ["object", "in", "at", "from"]  # how a noun hangs on the verb that takes its place too: "took part in the Oslo summit"


def with_destinations(arguments: pl.DataFrame, clauses: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The arguments, in which such places stand as if "to" or "in" named them, or name nobody; beside the verb as well."""
    numbered = arguments.with_row_index("row")
    named = [*VISITS, *GATHERINGS, *TEXTS]
    nouns = clauses.filter((pl.col("part_of_speech") == "noun") & pl.col("lemma").is_in(named)).select("clause_id", noun="lemma")
    place, modifies = pl.col("kind") == "place", pl.col("slot") == "modifier"
    # few rows first, as joins are what costs time
    near = numbered.filter(pl.col("mention_id").is_not_null() & (modifies | (pl.col("mention_path") != "head")))
    near = near.join(nouns, on="clause_id", how="left", maintain_order="left")
    near = near.filter(pl.col("noun").is_not_null() | pl.col("head_lemma").is_in(named))
    known = near.join(place_names(mentions), on="mention_id", maintain_order="left")
    goal = modifies & pl.col("noun").is_in(VISITS)
    venue = modifies & place & pl.col("noun").is_in(GATHERINGS)
    title = modifies & place & pl.col("noun").is_in(TEXTS)
    inside = place & (pl.col("mention_path") != "head") & pl.col("head_lemma").is_in([*GATHERINGS, *TEXTS])
    lent, unnamed = (goal | venue).fill_null(False), (title | inside).fill_null(False)
    few = known.filter(lent | unnamed).with_columns(
        slot=pl.when(lent).then(pl.lit("oblique")).otherwise("slot"),
        preposition=pl.when(goal).then(pl.lit("to")).when(venue).then(pl.lit("in")).otherwise("preposition"),
        mention_id=pl.when(unnamed).then(None).otherwise("mention_id"),
        is_lent=lent,
    )
    changed = numbered.update(few.select("row", *CHANGED), on="row", include_nulls=True)
    return pl.concat([changed.select(arguments.columns), beside_verbs(few, clauses).select(arguments.columns)])


def beside_verbs(arguments: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Goals and venues of nouns as phrases of the verb too: "ended his Peru visit" is "ended his visit to Peru"."""
    objects = clauses.filter(pl.col("governor_relation").is_in(LENDING)).select("clause_id", "governor_id")
    lent = arguments.filter("is_lent").join(objects, on="clause_id", maintain_order="left")
    return lent.with_columns(clause_id="governor_id", path=pl.lit("object"))


def place_names(mentions: pl.DataFrame) -> pl.DataFrame:
    """mention_id, kind of the names of places and countries that stand alone: two joined ones are parties ("Belgrade-Pristina talks")."""
    names = mentions.filter((pl.col("form") == "name") & pl.col("kind").is_in(["place", "country"]))
    first = names.select("article_id", "mention_id", at=pl.col("end_offset") + 1)
    second = names.select("article_id", "mention_id", at="start_offset")
    joined = first.join(second, on=["article_id", "at"])
    pairs = pl.concat([joined.select("mention_id"), joined.select(mention_id="mention_id_right")])
    return names.select("mention_id", "kind").join(pairs, on="mention_id", how="anti")
