"""What an attack did and what a protest asks for: clauses that complete the event beside which they stand.

Part of coding, after participants: their victims are those of the attack, and whom a demand is made of is whom the protest is against.
"""

from __future__ import annotations

import polars as pl

HURTING = ["kill", "wound", "injure", "hurt", "maim"]  # what an attack does
DEMANDING = ["REQUEST", "ACCUSE", "REJECT", "PROTEST"]  # what people protest to do


def with_outcomes(matches: pl.DataFrame, participants: pl.DataFrame, clauses: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """ "opened fire, killing three", "shot back and killed two", "the raid killed ten": what an attack did, so its victims are those of
    the attack."""
    told = (pl.col("governor_relation") == "advcl") & (pl.col("mood") == "participle")
    hurts = pl.col("lemma").is_in(HURTING) & (pl.col("mood") == "finite")
    ends = clauses.filter((told | (hurts & (pl.col("governor_relation") == "conj"))) & pl.col("marker").is_null())
    # the noun hangs on the verb here, not the verb on the noun
    certain = hurts & (pl.col("voice") == "active") & pl.col("negation").is_null() & pl.col("modal").is_null()
    subjects = clauses.filter((pl.col("part_of_speech") == "noun") & (pl.col("governor_relation") == "subject"))
    subjects = subjects.join(clauses.filter(certain).select(governor_id="clause_id"), on="governor_id", how="semi")
    ends = pl.concat([ends.select("clause_id", "governor_id"), subjects.select(clause_id="governor_id", governor_id="clause_id")])
    attacks = matches.filter(pl.col("event_type") == "ASSAULT").select("match", "clause_id")
    ends = ends.join(attacks, on="clause_id")
    ends = ends.join(attacks.select(governor_id="clause_id", attack="match"), on="governor_id").drop("clause_id")
    victims = participants.filter(pl.col("role") == "target").join(ends, on="match", maintain_order="left")
    victims = victims.with_columns(match="attack", clause_id="governor_id").select(participants.columns)
    left = participants.join(ends, on="match", how="anti", maintain_order="left")
    joined = pl.concat([left, victims]).unique(["match", "role", "who"], keep="first", maintain_order=True)
    return matches.join(ends, on="match", how="anti", maintain_order="left"), joined


def with_demands(matches: pl.DataFrame, participants: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """ "held a rally to demand that X resign", "went on with their strike to press Y": who protests, protests against whom he asks."""
    nouns = clauses.filter((pl.col("part_of_speech") == "noun") & (pl.col("governor_relation") == "object"))
    pairs = nouns.select(noun_id="clause_id", verb_id="governor_id")
    targets = participants.filter(pl.col("role") == "target")
    aimless = matches.filter(pl.col("event_type") == "PROTEST").join(targets, on="match", how="anti").select("clause_id", protest="match")
    # the demand hangs on the verb or on the noun that is its object, whichever is the event
    above = aimless.join(pairs, left_on="clause_id", right_on="noun_id").select("protest", clause_id="verb_id")
    below = aimless.join(pairs, left_on="clause_id", right_on="verb_id").select("protest", clause_id="noun_id")
    whole = pl.concat([aimless.select("protest", "clause_id"), above, below]).rename({"clause_id": "governor_id"})
    aims = clauses.filter(pl.col("mood").is_in(["infinitive", "participle"]) & pl.col("governor_relation").is_in(["advcl", "acl", "xcomp"]))
    aims = aims.select("clause_id", "governor_id").join(matches.filter(pl.col("event_type").is_in(DEMANDING)), on="clause_id")
    asked = aims.select("match", "governor_id").join(whole, on="governor_id").sort("protest", "match").unique("protest", keep="first")
    lent = targets.join(asked.select("match", "protest"), on="match", maintain_order="left")
    lent = lent.join(aimless.select("protest", own="clause_id"), on="protest", maintain_order="left")
    lent = lent.with_columns(match="protest", clause_id="own", evidence=pl.lit("complement.object")).select(participants.columns)
    sources = participants.filter(pl.col("role") == "source")
    return pl.concat([participants, lent.join(sources, on=["match", "who"], how="anti", maintain_order="left")])
