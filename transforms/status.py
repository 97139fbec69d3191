"""Did it happen? The status of every predicate, from its own grammar and the chain of predicates that governs it.

Columnar: one pass gives each clause its own status (modal, tense, negation, condition, modifiers), a few more carry the
status down from governors ("was expected to agree to meet" needs three). Statuses are ranked by how far they are from
having happened; a governed event is never more real than what governs it, unless a cue says otherwise.
"""

from __future__ import annotations

import polars as pl

from transforms.codebook import STATUSES, Codebook
from transforms.word_sets import DOCUMENTS

OCCURRED, ONGOING, PLANNED, POSSIBLE, CANCELLED, DENIED = range(6)
RANK = {name: rank for rank, name in enumerate(STATUSES)}
CHAIN_LENGTH = 5  # governors looked at above a predicate; a longer chain keeps what the fifth says
CONDITIONALS = ["if", "unless", "whether", "lest", "provided", "should"]
BINDING = ["if", "unless", "provided"]  # what makes the clause above hang on this one; "whether" does not
POSSIBLE_MODALS = ["may", "might", "could", "can", "should", "must", "ought", "need"]
IMAGINING = ["may", "might", "could", "can", "would"]
DRAFTS = ["bill", "motion"]  # they say what may come
GERUND_MARKERS = ["from", "of", "against", "to", "toward", "towards", "about", "on", "into", "in"]
# of what is only when or how something else was, verbs do not tell whether it happened
CIRCUMSTANCES = "subject at during after before since amid despite until upon throughout pending without".split()
# relations by which a governor's status reaches an event
SAID = ["AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "SUPPORT"]  # types that are done by saying so
VERBAL = ["xcomp", "ccomp", "advcl", "acl", "csubj", "csubj:pass"]
TIMING = ["before", "after", "when", "once", "until", "as"]
BLOCKING = ["relcl", "conj", "parataxis", "acl:relcl", "advcl:relcl"]


def to_status(clauses: pl.DataFrame, terms: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id, status, status_cue (the words that decided; NULL for a plain statement) and governor_status of every clause, in order.

    `terms` are clause_id and term of what a deal or a law says is to be done (`terms`).
    """
    clauses = clauses.join(terms, on="clause_id", how="left", maintain_order="left")
    own = own_status(with_conditions(with_cues(clauses, codebook)))
    current = governed(own, codebook).with_columns(rank="own_rank", cue="own_cue")
    for _ in range(CHAIN_LENGTH):
        following = carried(current)
        if following.select("rank", "cue").equals(current.select("rank", "cue")):
            break
        current = following
    names = pl.col("rank").replace_strict(list(range(len(STATUSES))), list(STATUSES), return_dtype=pl.String)
    return current.select("clause_id", status=names, status_cue="cue", governor_status=names.gather(pl.col("governor_row")))


def with_cues(clauses: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Add `key`, the cue status that the predicate casts on what it governs, and that of its own modifiers."""
    cues = codebook.cues.filter(pl.col("cue_status").is_in([*STATUSES, "transparent"]))
    governing = cues.filter(pl.col("part_of_speech").is_in(["verb", "noun", "adjective"]))
    modifying = cues.filter(pl.col("part_of_speech").is_in(["adverb", "adjective"]) & pl.col("cue_status").is_in(list(STATUSES)))
    modifying = modifying.select(adverb="key", adverb_status="cue_status").unique("adverb", keep="first", maintain_order=True)
    modified = (
        clauses.select("clause_id", adverb="adverbs")
        .explode("adverb")
        .join(modifying, on="adverb")
        .with_columns(adverb_rank=_rank(pl.col("adverb_status")))
        .sort("clause_id", "adverb_rank", "adverb", descending=[False, True, False])
        .unique("clause_id", keep="first", maintain_order=True)
        .select("clause_id", "adverb", "adverb_rank")
    )
    return (
        with_keys(clauses, governing)
        .join(governing, on=["part_of_speech", "key"], how="left", maintain_order="left")
        .join(modified, on="clause_id", how="left", maintain_order="left")
    )


def with_keys(clauses: pl.DataFrame, governing: pl.DataFrame) -> pl.DataFrame:
    """Add `key`: the lemma with its particle, or with an adverb where the cues know both together ("fell through")."""
    plain = pl.when(pl.col("particle").is_null()).then(pl.col("lemma")).otherwise(pl.col("lemma") + "_" + pl.col("particle"))
    known = governing.filter(pl.col("part_of_speech") == "verb").select(with_adverb=pl.col("key").str.strip_suffix("_subject")).unique()
    phrases = (
        clauses.filter(pl.col("part_of_speech") == "verb")
        .select("clause_id", "lemma", adverb="adverbs")
        .explode("adverb")
        .with_columns(with_adverb=pl.col("lemma") + "_" + pl.col("adverb"))
        .join(known, on="with_adverb", how="semi", maintain_order="left")
        .unique("clause_id", keep="first", maintain_order=True)
        .select("clause_id", "with_adverb")
    )
    joined = clauses.join(phrases, on="clause_id", how="left", maintain_order="left")
    return joined.with_columns(key=pl.coalesce("with_adverb", plain)).drop("with_adverb")


def with_conditions(clauses: pl.DataFrame) -> pl.DataFrame:
    """Add `condition`, the word that makes a main clause hang on an if-clause, `is_told`, whether somebody says it, and `lack`.

    That is the status of a noun behind "without": denied, but possible beside what is still to come ("without a deal, they will strike").
    """
    links = clauses.filter(pl.col("governor_relation").is_in(["advcl", "parataxis"])).select(
        "modal", "marker", "governor_relation", "cue_status", clause_id="governor_id"
    )
    conditions = links.filter((pl.col("governor_relation") == "advcl") & (pl.col("marker").is_in(BINDING) | is_inverted()))
    word = pl.coalesce("marker", "modal")
    conditions = conditions.group_by("clause_id", maintain_order=True).agg(condition=word.first())
    told = links.filter((pl.col("governor_relation") == "parataxis") & (pl.col("cue_status") == "transparent"))
    told = told.select("clause_id", is_told=True).unique("clause_id", maintain_order=True)
    joined = clauses.join(conditions, on="clause_id", how="left", maintain_order="left").join(
        told, on="clause_id", how="left", maintain_order="left"
    )
    reported = (pl.col("governor_relation") == "ccomp").fill_null(False)
    to_come = clauses.filter(pl.col("modal").is_not_null() | (pl.col("tense") == "future"))
    joined = joined.join(to_come.select(governor_id="clause_id", lack=POSSIBLE), on="governor_id", how="left", maintain_order="left")
    lacking = (pl.col("governor_relation") == "without") & (pl.col("part_of_speech") == "noun")
    return joined.with_columns(
        is_told=pl.col("is_told").fill_null(False) | reported, lack=pl.when(lacking).then(pl.col("lack").fill_null(DENIED))
    )


def is_inverted() -> pl.Expr:
    """Whether a subordinate clause is a condition by its order alone: "should Minsk push more"."""
    return (pl.col("modal") == "should") & pl.col("marker").is_null()


def _rank(status: pl.Expr) -> pl.Expr:
    return status.replace_strict(RANK, default=None, return_dtype=pl.Int64)


def own_status(clauses: pl.DataFrame) -> pl.DataFrame:
    """Add `own_rank` and `own_cue` from the predicate's own words."""
    modal, adverb = pl.col("modal"), pl.col("adverb_rank")
    verbal = pl.col("part_of_speech") == "verb"
    bare_infinitive = verbal & (pl.col("mood") == "infinitive")
    hangs = pl.col("condition").is_not_null() & (modal.is_in(["would", "will", "shall"]) | (pl.col("tense") == "future"))
    rules = [
        # what a condition denies is as open as what it states: "if Accra does not pay"
        (pl.col("marker").is_in(CONDITIONALS), POSSIBLE, pl.col("marker")),
        (is_inverted() & (pl.col("governor_relation") == "advcl"), POSSIBLE, modal),
        (pl.col("lack").is_not_null(), pl.col("lack"), pl.lit("without")),
        (pl.col("is_negated") & modal.is_in(["may", "might"]), POSSIBLE, modal),
        (pl.col("is_negated"), DENIED, pl.col("negation")),
        (adverb >= CANCELLED, adverb, pl.col("adverb")),
        (modal.is_in(POSSIBLE_MODALS), POSSIBLE, modal),
        (adverb >= PLANNED, adverb, pl.col("adverb")),
        (hangs, POSSIBLE, pl.col("condition")),
        ((modal == "would") & ~pl.col("is_told"), POSSIBLE, modal),
        ((modal == "be to") & (pl.col("aspect") == "perfect"), CANCELLED, pl.lit("was to have")),
        (modal.is_in(["would", "be to"]), PLANNED, modal),
        (pl.col("tense") == "future", PLANNED, modal),
        (pl.col("term").is_not_null(), PLANNED, pl.col("term")),
        (bare_infinitive, POSSIBLE, pl.lit("to")),
        (pl.col("mood") == "imperative", POSSIBLE, pl.lit("imperative")),
        (adverb == ONGOING, adverb, pl.col("adverb")),
        ((pl.col("aspect") == "progressive") & (pl.col("tense") == "present"), ONGOING, pl.lit(None, dtype=pl.String)),
    ]
    rank: pl.Expr = pl.lit(OCCURRED, dtype=pl.Int64)
    cue: pl.Expr = pl.lit(None, dtype=pl.String)
    for condition, value, words in reversed(rules):
        given = value if isinstance(value, pl.Expr) else pl.lit(value, dtype=pl.Int64)
        rank = pl.when(condition.fill_null(False)).then(given).otherwise(rank)
        cue = pl.when(condition.fill_null(False)).then(words).otherwise(cue)
    # an infinitive has no reality of its own: what governs it decides, "to" only where nothing does
    is_open = bare_infinitive & ~pl.col("is_negated") & modal.is_null()
    return clauses.with_columns(own_rank=rank, own_cue=cue, is_open=is_open)


def governed(clauses: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Every clause with the row of its governor, whether that one's status reaches it, and what the relation makes of it."""
    linked = with_governors(clauses, codebook)
    relation = pl.col("governor_relation")
    nominal = pl.col("part_of_speech") == "noun"
    # of what a noun does only some verbs tell whether it happened: "talks collapsed", not "the raid denied them shelter";
    # nor do they of when something was: "at the meeting, war crimes were not mentioned"
    undergoes = ~relation.is_in(CIRCUMSTANCES) | pl.col("preposition_cue").is_not_null()
    # "an attack could cost lives" tells of none
    imagined = (relation == "subject") & pl.col("determiner").is_in(["a", "an"]) & pl.col("governor_modal").is_in(IMAGINING)
    finite, infinitive = (pl.col("mood") == "finite") & ~nominal, pl.col("mood") == "infinitive"
    # says when something will be: "is to speak before she flies to Jakarta"
    timing = ((relation == "advcl") & finite & (pl.col("tense") == "present") & pl.col("marker").is_in(TIMING)).fill_null(False)
    # what a paper says is done where the paper is issued: "failed to adopt a resolution demanding"
    contents = (relation == "acl") & (pl.col("mood") == "participle") & (pl.col("voice") == "active")
    contents = (contents & pl.col("governor_lemma").is_in(list(DOCUMENTS))).fill_null(False)
    reaches = (
        pl.when(contents)
        .then(True)
        .when(relation.is_in(BLOCKING) | ((relation == "acl") & (pl.col("mood") == "participle")))
        .then(False)
        .when(nominal)
        .then(
            (pl.col("governor_cue").is_not_null() & undergoes)
            | (pl.col("support_kind").is_not_null() & relation.is_in(["object", "subject"]))
            | imagined.fill_null(False)
        )
        .when((relation == "advcl") & (pl.col("mood") == "gerund") & pl.col("marker").is_in(GERUND_MARKERS))
        .then(pl.col("governor_cue").is_not_null())
        .when((relation == "advcl") & (finite | ~infinitive))
        .then(timing)
        .otherwise(relation.is_in(VERBAL) | pl.col("preposition_cue").is_not_null())
    )
    return linked.select(
        "clause_id",
        "governor_row",
        "own_rank",
        "own_cue",
        "is_open",
        "governor_text",
        is_reached=reaches.fill_null(False) & pl.col("governor_row").is_not_null(),
        is_finite=finite,
        is_purpose=(relation == "advcl") & infinitive,
        is_timing=timing,
        cast_rank=pl.when(~contents | pl.col("governor_lemma").is_in(DRAFTS)).then(_rank(governor_cue(relation, infinitive))),
    )


def with_governors(clauses: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Clauses with their governor's row, words, cue (with the preposition or relation too) and support kind."""
    above = clauses.with_row_index("governor_row").select(
        "governor_row",
        governor_id="clause_id",
        governor_key="key",
        governor_lemma="lemma",
        governor_text="text",
        governor_part="part_of_speech",
        governor_cue="cue_status",
        governor_aspect="aspect",
        governor_modal="modal",
        governor_adverbs="adverbs",
    )
    prepositional = codebook.cues.filter(pl.col("key").str.contains("_")).select(
        governor_part="part_of_speech", with_preposition="key", preposition_cue="cue_status"
    )
    relation = pl.col("governor_relation")
    light = codebook.support.select(governor_key="key", support_kind="kind").unique("governor_key", keep="first", maintain_order=True)
    return (
        clauses.join(above, on="governor_id", how="left", maintain_order="left")
        .with_columns(
            governor_base=pl.when(relation == "subject").then("governor_key").otherwise("governor_lemma"),
            link=pl.when((relation == "advcl") & (pl.col("mood") == "gerund")).then(pl.coalesce("marker", relation)).otherwise(relation),
        )
        .with_columns(with_preposition=pl.col("governor_base") + "_" + pl.col("link"))
        .join(prepositional, on=["governor_part", "with_preposition"], how="left", maintain_order="left")
        .join(light, on="governor_key", how="left", maintain_order="left")
        .with_columns(governor_cue=pl.coalesce("preposition_cue", "governor_cue"))
    )


def governor_cue(relation: pl.Expr, infinitive: pl.Expr) -> pl.Expr:
    """The status that the governor casts: "has to", "is to" and "is going to" by form, purpose by none, others by cue."""
    lemma = pl.col("governor_lemma")
    open_complement = infinitive & (relation == "xcomp")
    going_to = (lemma == "go") & (pl.col("governor_aspect") == "progressive") & infinitive
    yet = pl.col("adverbs").list.contains("yet") | pl.col("governor_adverbs").list.contains("yet")  # "has yet to lift its ban"
    return (
        pl.when((lemma == "have") & open_complement & yet)
        .then(pl.lit("denied"))
        .when((lemma == "have") & open_complement)
        .then(pl.lit("possible"))
        .when(((lemma == "be") & open_complement) | going_to)
        .then(pl.lit("planned"))
        .when((relation == "advcl") & infinitive)
        .then(pl.lit(None, dtype=pl.String))
        .otherwise(pl.col("governor_cue"))
    )


def carried(current: pl.DataFrame) -> pl.DataFrame:
    """One step down the chain: the status of each governed clause from its own words and its governor's status."""
    above = [pl.col(name).gather(pl.col("governor_row")).alias(f"above_{name}") for name in ("rank", "cue")]
    base = pl.when(pl.col("is_open")).then(OCCURRED).otherwise("own_rank")
    effected = current.with_columns(*above, base=base).with_columns(effect=governor_effect())
    kept = (pl.col("own_rank") == DENIED) & (pl.col("effect") < CANCELLED)
    carried_rank = pl.when(kept).then(DENIED).otherwise(pl.max_horizontal("base", "effect")).cast(pl.Int64)
    ranked = effected.with_columns(rank=pl.when("is_reached").then(carried_rank).otherwise("rank"))
    from_cue = pl.when(pl.col("cast_rank").is_not_null()).then(pl.coalesce("governor_text", "above_cue")).otherwise("above_cue")
    words = pl.when(pl.col("rank") == OCCURRED).then(None).when(pl.col("rank") == pl.col("base")).then("own_cue").otherwise(from_cue)
    return ranked.with_columns(cue=pl.when("is_reached").then(words).otherwise("cue"))


def governor_effect() -> pl.Expr:
    """What the governor makes of the event: its cue, turned round where the governor itself did not happen."""
    cast, above_rank = pl.col("cast_rank"), pl.col("above_rank")
    return (
        pl.when(pl.col("is_purpose"))
        .then(pl.lit(POSSIBLE))
        .when(pl.col("is_timing"))
        .then(pl.when(above_rank == PLANNED).then(PLANNED).otherwise(OCCURRED))
        .when(cast.is_null())
        .then(pl.when(pl.col("is_finite")).then(OCCURRED).otherwise(above_rank))
        .when((above_rank == DENIED) & cast.is_in([PLANNED, POSSIBLE, OCCURRED, ONGOING]))
        .then(DENIED)
        .when((above_rank == DENIED) & cast.is_in([CANCELLED, DENIED]))
        .then(POSSIBLE)
        .when((above_rank >= PLANNED) & (cast >= CANCELLED))
        .then(POSSIBLE)
        .otherwise(pl.max_horizontal(cast, pl.when(above_rank >= PLANNED).then(above_rank).otherwise(OCCURRED)))
    )


def with_dates(events: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """What lies in days to come has not happened yet: occurred and ongoing become planned, the time is the cue.

    What somebody said has been said: "promised to pay by the end of May" takes the day of publication.
    """
    published = articles.select("article_id", "published_date")
    joined = events.join(published, on="article_id", how="left", maintain_order="left")
    day = pl.col("published_date")
    ahead = ((pl.col("start_date") >= day) & (pl.col("end_date") > day)).fill_null(False)
    early = ahead & pl.col("status").is_in(["occurred", "ongoing"])
    said = (pl.col("mood") == "finite") & (pl.col("tense") == "past") & pl.col("event_type").is_in(SAID)
    given = early & said.fill_null(False)
    early = early & ~given
    return joined.with_columns(
        status=pl.when(early).then(pl.lit("planned")).otherwise("status"),
        status_cue=pl.when(early).then("time_text").otherwise("status_cue"),
        start_date=pl.when(given).then(day).otherwise("start_date"),
        end_date=pl.when(given).then(day).otherwise("end_date"),
        date_precision=pl.when(given).then(pl.lit("day")).otherwise("date_precision"),
        date_rule=pl.when(given).then(pl.lit("publication")).otherwise("date_rule"),
        time_id=pl.when(given).then(pl.lit(None, dtype=pl.String)).otherwise("time_id"),
    ).drop("published_date")
