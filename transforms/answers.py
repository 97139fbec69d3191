"""Whom somebody answers: "turned down the proposal", "condemned the deployment", "The minister refused."

What is rejected, condemned or welcomed without a word of whose it is was said or done by somebody in the sentences before.
The noun tells what to look for: a demand was made by who demanded, a decision by who did something last. Where what is
answered is nothing that somebody has said or done ("rejected a tax on tea"), nobody is answered.
"""

from __future__ import annotations

import polars as pl

from transforms.same_events import UNREAL

ANSWERS = ("REJECT", "ACCUSE", "SUPPORT", "CONCEDE")
DEED, NOTHING, THING = "deed", "nothing", "thing"
KINDS = {
    **dict.fromkeys("proposal offer plan idea invitation initiative overture suggestion".split(), "offer"),
    **dict.fromkeys("demand call appeal request plea ultimatum order condition deadline".split(), "demand"),
    **dict.fromkeys("claim accusation allegation charge criticism complaint remark comment statement".split(), "claim"),
    **dict.fromkeys("threat warning".split(), "threat"),
    **dict.fromkeys("verdict ruling sentence conviction acquittal judgment judgement".split(), "verdict"),
    **dict.fromkeys("agreement deal accord pact treaty truce ceasefire memorandum".split(), "pact"),
}
DEEDS = "AGREE AID ASSAULT COERCE CONCEDE COOPERATE MOBILIZE PROTEST RETREAT SANCTION"  # what is said of them is none
MADE_BY = {
    "offer": "AGREE REQUEST", "demand": "REQUEST THREATEN", "claim": "ACCUSE", "threat": "THREATEN", "verdict": "SANCTION CONCEDE",
    "pact": "AGREE SUPPORT RETREAT COOPERATE",
    NOTHING: "REQUEST AGREE THREATEN", DEED: DEEDS,
}  # fmt: skip
MADE = pl.DataFrame([(kind, made) for kind, types in MADE_BY.items() for made in types.split()], schema=["kind", "made"], orient="row")
TAKEN_UP = ("the", "this", "that", "these", "those", "any")  # determiners of what the reader knows, or of nothing in particular
CONTENT = ("object", "of", "over", "for", "at", "to", "about", "against", "on")  # where stands what a verb speaks of
REACH = 14  # clauses back


def asked_for(answers: pl.DataFrame, clauses: pl.DataFrame, arguments: pl.DataFrame) -> pl.DataFrame:
    """event_key, article_id, clause_index, event_type, kind: the answers that somebody may be looked for, with what to look for."""
    asked = answers.select("event_key", "article_id", "clause_index", "event_type", governor_id="clause_id")
    asked = asked.join(spoken_nouns(answers, clauses, arguments), on="governor_id", how="left", maintain_order="left")
    bare = (pl.col("event_type") == "REJECT") & pl.col("kind").is_null()
    return asked.with_columns(kind=pl.when(bare).then(pl.lit(NOTHING)).otherwise("kind")).filter(pl.col("kind") != THING)


def spoken_nouns(answers: pl.DataFrame, clauses: pl.DataFrame, arguments: pl.DataFrame) -> pl.DataFrame:
    """governor_id, kind: what the noun of an answer says of who is answered; `thing` where it has an object that says nothing."""
    verbs = answers.select("clause_id")
    clauses = clauses.join(verbs, left_on="governor_id", right_on="clause_id", how="semi", maintain_order="left")
    arguments = arguments.join(verbs, on="clause_id", how="semi", maintain_order="left")
    events = clauses.filter((pl.col("part_of_speech") == "noun") & pl.col("governor_relation").is_in(CONTENT))
    events = events.filter(pl.col("determiner").is_in(TAKEN_UP)).sort("article_id", "clause_index")
    told = events.select("governor_id", kind=pl.col("lemma").replace_strict(KINDS, default=DEED))
    objects = arguments.filter(pl.col("slot") == "object")
    definite = objects.get_column("text").str.to_lowercase().str.contains(rf"^(?:{'|'.join(TAKEN_UP)})\b")
    known = pl.when(definite).then(pl.col("head_lemma").replace_strict(KINDS, default=None, return_dtype=pl.String))
    named = objects.select(governor_id="clause_id", kind=known)
    others = named.with_columns(kind=pl.lit(THING))
    return pl.concat([told, named.drop_nulls("kind"), others]).unique("governor_id", keep="first", maintain_order=True)


def from_answers(asked: pl.DataFrame, sided: pl.DataFrame) -> pl.DataFrame:
    """event_key, event_key_of: for each answer (`asked_for`) the nearest earlier event by another whom it may answer.

    `sided` are the events `with_sides`.
    """
    asked = asked.join(MADE, on="kind").join(sided.select("event_key", own="sources", known="known_sources"), on="event_key")
    givers = sided.filter(~pl.col("status").is_in(UNREAL) & (pl.col("sources").list.len() > 0))
    givers = givers.select("article_id", "sources", "known_targets", made="event_type", index_of="clause_index", event_key_of="event_key")
    pairs = asked.join(givers, on=["article_id", "made"])
    before = (pl.col("index_of") < pl.col("clause_index")) & (pl.col("clause_index") - pl.col("index_of") <= REACH)
    other = pl.col("own").list.set_intersection("sources").list.len() == 0
    told = pl.col("known").list.set_intersection("known_targets").list.len() > 0
    fits = before & other & ((pl.col("kind") != NOTHING) | told)
    nearest = pairs.filter(fits).sort("event_key", "index_of", "event_key_of", descending=[False, True, False])
    return nearest.unique("event_key", keep="first", maintain_order=True).select("event_key", "event_key_of")
