"""Which codebook frame a predicate matches: clauses × arguments × codebook, by joins.

A frame is tried where its lemma (with particle or preposition) is the predicate's. Each of its conditions names a
slot; every argument of that slot offers tokens: its head lemma, the `@class`es of that lemma, `#kind` and `#SECTOR` of
its mention, `*`. All conditions must find a token, negative ones none. The most specific frame wins.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.codebook import CLASS, IGNORE, NON_STATE, SLOT_NUMBERS, Codebook

CONTENT_RELATIONS = ["xcomp", "ccomp", "acl", "csubj"]
OBLIGATION = ["must", "should", "ought", "need", "shall"]  # "said that Sudan must return it": what is demanded
CONTENT_DEPTH = 3  # predicates below what is asked: "to agree to hold talks on a treaty"
SWALLOWING = ["REQUEST", "REJECT", "THREATEN", "AGREE"]
REPORTING = ["ACCUSE", "THREATEN"]  # who found that police tortured, or warned that they may, reports an event of its own
# when something happens is no argument: "fired on Tuesday"
TEMPORAL = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december today tomorrow yesterday week month year day night morning evening afternoon weekend hour decade century dawn dusk "
    "noon midnight spring summer autumn winter".split()
)
NOUN_SUBJECT = ["possessive", "modifier"]


def match_frames(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id, frame_id and the frame's columns: the best frame of each clause; clauses to be ignored are left out.

    `arguments` carries the resolved mention's kind, sector_code and is_actor beside its own columns.
    """
    tried = try_frames(clauses, arguments, codebook)
    best = best_frames(tried, codebook).join(tried.clauses, on="clause", maintain_order="left").drop("clause")
    return without_consumed(best.filter(pl.col("event_type") != IGNORE), clauses)


@dataclass(frozen=True)
class Trial:
    """Frames tried on clauses, under the numbers of the codebook's index.

    clauses: clause, clause_id; candidates: clause, frame, key_level; answers: clause, frame, slot_number, is_negative,
    level, one row per condition that some word of the clause answers.
    """

    clauses: pl.DataFrame
    candidates: pl.DataFrame
    answers: pl.DataFrame


def try_frames(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> Trial:
    """Every frame whose lemma is the predicate's, and which of its conditions the clause answers."""
    keys = predicate_keys(clauses, arguments, codebook)
    numbers = keys.select(pl.col("clause_id").unique(maintain_order=True)).with_row_index("clause")
    keys = keys.join(numbers, on="clause_id").select("clause", "key_number")
    candidates = keys.join(codebook.index.tried, on="key_number").group_by("clause", "frame").agg(pl.col("key_level").max())
    answers = (
        offered_pairs(clauses, arguments, numbers, codebook)
        .join(keys, on="clause")
        .join(codebook.index.asked, on=["key_number", "pair"])
        .group_by("clause", "frame", "slot_number", "is_negative")
        .agg(pl.col("level").max())
    )
    return Trial(numbers, candidates, answers)


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
    told = (relation == "ccomp") & ~pl.col("above_type").is_in(REPORTING)
    swallowed = (is_content & swallows) | ((is_content | told) & (pl.col("asked_complement") >= CLASS))
    topic = (pl.col("above_type") == "PROTEST") & (pl.col("event_type") == "REQUEST") & relation.is_in(["advcl", *CONTENT_RELATIONS])
    consumed = below.filter((is_object | is_asked_for | swallowed | topic).fill_null(False)).select("clause_id")
    hanging = below.filter((nominal & (relation != "relcl")) | is_content.fill_null(False)).select("clause_id", "governor_id")
    for _ in range(CONTENT_DEPTH):
        further = hanging.join(consumed.select(governor_id="clause_id"), on="governor_id", how="semi").select("clause_id")
        consumed = pl.concat([consumed, further]).unique()
    return matches.join(consumed, on="clause_id", how="anti", maintain_order="left")


def predicate_keys(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause_id, key_number: the names under which the codebook may know a predicate, with particle, preposition or adverb too."""
    lemma = pl.col("lemma")
    plain = clauses.select(
        "clause_id", "part_of_speech", key=pl.when(pl.col("particle").is_null()).then(lemma).otherwise(lemma + "_" + pl.col("particle"))
    )
    last_part = clauses.filter(lemma.str.contains("-", literal=True)).select(
        "clause_id", "part_of_speech", key=lemma.str.split("-").list.last()
    )
    verbs = clauses.filter(pl.col("part_of_speech") == "verb").select("clause_id", "part_of_speech", "lemma", "adverbs")
    with_preposition = arguments.filter((pl.col("slot") == "oblique") & (pl.col("path") != "object")).join(
        verbs.select("clause_id", "part_of_speech", "lemma"), on="clause_id"
    )
    prepositional = with_preposition.select("clause_id", "part_of_speech", key=lemma + "_" + pl.col("preposition"))
    adverbial = verbs.explode("adverbs").drop_nulls("adverbs").select("clause_id", "part_of_speech", key=lemma + "_" + pl.col("adverbs"))
    keys = pl.concat([plain, last_part, prepositional, adverbial])
    return (
        keys.join(codebook.index.keys, on=["part_of_speech", "key"], maintain_order="left")
        .select("clause_id", "key_number")
        .unique(maintain_order=True)
    )


def offered_pairs(clauses: pl.DataFrame, arguments: pl.DataFrame, numbers: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause, pair: everything that the numbered clauses offer and some condition of the codebook asks."""
    content = clauses.select("governor_relation", "part_of_speech", "lemma", "particle", "modal", "adverbs", clause_id="governor_id").join(
        numbers, on="clause_id"
    )
    own = clauses.join(numbers, on="clause_id").select("clause", "clause_id", "part_of_speech", "adverbs")
    objects = content.filter((pl.col("part_of_speech") == "noun") & (pl.col("governor_relation") == "object"))
    places = argument_places(arguments.join(own.select("clause", "clause_id", "part_of_speech"), on="clause_id"))
    words = pl.concat([places.select("clause", "place", "word"), modifier_words(own), modifier_words(objects), complement_words(content)])
    return pl.concat([word_pairs(words, codebook), mention_pairs(places, codebook)]).unique()


def argument_places(arguments: pl.DataFrame) -> pl.DataFrame:
    """clause, place, word and the mention's facts; a place is a slot, for an oblique with its preposition.

    The owner, the modifier and the "by" phrase of a noun stand in its subject's place too.
    """
    slot = pl.col("slot")
    by_agent = (slot == "oblique") & (pl.col("preposition") == "by")
    is_owner = (pl.col("part_of_speech") != "verb") & (slot.is_in(NOUN_SUBJECT) | by_agent)
    preposition = pl.when(slot == "indirect").then(pl.lit("to")).otherwise(pl.col("preposition").fill_null(""))
    place = pl.when(slot.is_in(["oblique", "indirect"])).then("oblique:" + preposition).otherwise(slot)
    code = pl.col("country_code").replace({"UNO": "IGO", "EUR": "IGO"})
    arguments = arguments.with_columns(non_state=pl.when(code.is_in(NON_STATE)).then(code))
    facts = ("clause", "kind", "sector_code", "non_state", "is_actor")
    arguments = arguments.filter((slot != "oblique") | ~pl.col("head_lemma").is_in(TEMPORAL) | pl.col("mention_id").is_not_null())
    stands = arguments.filter(slot.is_in(["subject", "object", "oblique", "indirect"]))
    owns = arguments.filter(is_owner)
    found = pl.concat([stands.select(*facts, "mention_path", "head_lemma", place=place),
                       owns.select(*facts, "mention_path", "head_lemma", place=pl.lit("subject"))])  # fmt: skip
    return found.select(
        *facts,
        "place",
        word="head_lemma",
        at_head=(pl.col("mention_path") == "head").fill_null(False),
        is_near=(pl.col("mention_path") != "complement").fill_null(False),
    )


def modifier_words(clauses: pl.DataFrame) -> pl.DataFrame:
    """Adverbs, adjectives and compound nouns that modify the predicate, or the eventive noun that is its object."""
    words = clauses.select("clause", pl.lit("modifier").alias("place"), word="adverbs")
    return words.explode("word").drop_nulls("word")


def complement_words(content: pl.DataFrame) -> pl.DataFrame:
    """Lemmas of the predicates that a clause governs, with their particles; an obliged one is `@obligation` too."""
    content = content.filter(~pl.col("governor_relation").is_in(["relcl", "conj", "parataxis"]))
    place = pl.lit("complement").alias("place")
    phrasal = content.drop_nulls("particle").select("clause", place, word=pl.col("lemma") + "_" + pl.col("particle"))
    obliged = content.filter((pl.col("governor_relation") == "ccomp") & pl.col("modal").is_in(OBLIGATION))
    return pl.concat([content.select("clause", place, word="lemma"), phrasal, obliged.select("clause", place, word=pl.lit("@obligation"))])


def word_pairs(words: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause, pair for lemmas, the classes they belong to, and presence. Each different word is looked up once."""
    distinct = words.select("place", "word").unique()
    last_part = distinct.filter(pl.col("word").str.contains("-", literal=True)).with_columns(
        token=pl.col("word").str.split("-").list.last()
    )
    spoken = pl.concat([distinct.with_columns(token="word"), last_part])
    classes = spoken.join(codebook.classes, left_on="token", right_on="lemma").with_columns(token="@" + pl.col("class")).drop("class")
    present = distinct.with_columns(token=pl.lit("*"))
    return words.join(asked_pairs(pl.concat([spoken, classes, present]), ["word"], codebook), on=["place", "word"]).select("clause", "pair")


def mention_pairs(places: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause, pair for the kind and sector of the mentions that fill the places."""
    facts = ["kind", "sector_code", "non_state", "is_actor", "at_head", "is_near"]
    distinct = places.select("place", *facts).unique()
    at_head = distinct.filter("at_head")
    tokens = pl.concat(
        [
            at_head.drop_nulls("kind").with_columns(token="#" + pl.col("kind")),
            at_head.drop_nulls("sector_code").with_columns(token="#" + pl.col("sector_code")),
            at_head.filter(pl.col("kind").is_in(["place", "country"])).with_columns(token=pl.lit("#place")),
            at_head.drop_nulls("non_state").with_columns(token="#" + pl.col("non_state")),
            distinct.filter(
                pl.col("is_actor").fill_null(False) & (pl.col("at_head") | (pl.col("is_near") & (pl.col("place") != "object")))
            ).with_columns(token=pl.lit("#actor")),
        ]
    )
    pairs = asked_pairs(tokens, facts, codebook)
    return places.join(pairs, on=["place", *facts], nulls_equal=True).select("clause", "pair")


def asked_pairs(tokens: pl.DataFrame, facts: list[str], codebook: Codebook) -> pl.DataFrame:
    """place, facts and pair: the tokens that some condition asks for in that place."""
    slot = pl.col("place").str.split(":").list.first()
    prefix = pl.when(slot == "oblique").then(pl.col("place").str.strip_prefix("oblique:") + ":").otherwise(pl.lit(""))
    asked = tokens.with_columns(slot=slot, token=prefix + pl.col("token")).join(codebook.index.pairs, on=["slot", "token"])
    return asked.select("place", *facts, "pair").unique()


def best_frames(tried: Trial, codebook: Codebook) -> pl.DataFrame:
    """The most specific candidate all of whose conditions hold; then the heavier, then the first by id.

    It weighs as much as the heaviest of its type that holds: what "signed an agreement" says surely, a closer match does not unsay.
    """
    columns = ["frame", "frame_id", "event_type", "mode", "cameo_code", "weight", "condition_count"]
    return (
        tried.candidates.join(to_verdicts(tried), on=["clause", "frame"], how="left")
        .join(codebook.frames.select(columns), on="frame")
        .with_columns(pl.col("met").fill_null(0), pl.col("refused").fill_null(False), pl.col("specificity").fill_null(0))
        .filter((pl.col("met") == pl.col("condition_count")) & ~pl.col("refused"))
        .with_columns(specificity=pl.col("specificity") + pl.col("key_level"), surest=pl.col("weight").max().over("clause", "event_type"))
        .sort(["clause", "specificity", "weight", "frame_id"], descending=[False, True, True, False])
        .unique("clause", keep="first", maintain_order=True)
        .with_columns(weight=pl.col("surest"))
        .select("clause", *columns[1:-1], "specificity", "object_level", "complement_level")
    )


def to_verdicts(tried: Trial) -> pl.DataFrame:
    """clause, frame, met: how many conditions are met, whether one refuses, and how much the matches say."""
    positive, slot = ~pl.col("is_negative"), pl.col("slot_number")
    return tried.answers.group_by("clause", "frame").agg(
        met=positive.sum().cast(pl.Int64),
        refused=pl.col("is_negative").any(),
        specificity=pl.col("level").filter(positive).sum(),
        object_level=pl.col("level").filter((slot == SLOT_NUMBERS["object"]) & positive).max(),
        complement_level=pl.col("level").filter((slot == SLOT_NUMBERS["complement"]) & positive).max(),
    )
