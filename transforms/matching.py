"""Which codebook frame a predicate matches: clauses × arguments × codebook, by joins.

A frame is tried where its lemma (with particle or preposition) is the predicate's. Each of its conditions names a
slot; every argument of that slot offers tokens: its head lemma, the `@class`es of that lemma, `#kind` and `#SECTOR` of
its mention, `*`. All conditions must find a token, negative ones none. The most specific frame wins.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.arguments import TEMPORAL
from transforms.codebook import CLASS, IGNORE, NON_STATE, ROOM, SLOT_NUMBERS, Codebook, as_one

CONTENT_RELATIONS = ["xcomp", "ccomp", "acl", "csubj"]
OBLIGATION = ["must", "need", "shall"]  # "said that Sudan must return it": what is demanded
SELF = ["it", "he", "she", "they", "we", "i"]
CONTENT_DEPTH = 3  # predicates below what is asked: "to agree to hold talks on a treaty"
ADDED = ["say", "add", "cite", "argue", "insist", "note", "tell", "claim", "warn", "accuse", "call"]  # "refused, saying that"
SWALLOWING = ["REQUEST", "REJECT", "THREATEN", "AGREE"]
CHARGING, CHARGES = ["ACCUSE", "SANCTION", "COERCE"], ["of", "for"]  # "accused of aiding", "arrested for attacking"
OCCASIONS = ["when", "as", "after", "while"]  # "killed when a bus overturned": what acts there stands in the place of `when`
FIGHTS = ["ASSAULT", "PROTEST"]
HAPPENING = ["break", "erupt", "flare", "occur", "ensue", "begin", "start", "continue", "spread", "resume", "intensify", "rage"]
CONDITIONS = ["if", "when", "unless", "until", "once", "whether"]
REPORTING = ["ACCUSE", "THREATEN"]  # who found that police tortured, or warned that they may, reports an event of its own
NOUN_SUBJECT = ["possessive", "modifier"]
# what matching reads of an argument and its mention
ASKED = ["slot", "preposition", "head_lemma", "mention_id", "mention_path", "kind", "sector_code", "country_code", "is_actor"]
WORD = ["clause", "key_number", "place", "word"]
FILLER = ["kind", "sector_code", "non_state", "is_actor", "mention_path"]  # what a condition may ask of who fills a place


def match_frames(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """match, clause_id, frame_id and the frame's columns: the best frame of each clause; clauses to be ignored are left out.

    `match` numbers the matches in the order of their clauses' ids: it joins and sorts several times faster. The content of other
    matches is still there: see `without_consumed`.

    `arguments` carries the resolved mention's kind, sector_code and is_actor beside its own columns.
    """
    tried = try_frames(clauses, arguments, codebook)
    best = best_frames(tried, codebook).join(tried.clauses, on="clause", maintain_order="left").drop("clause")
    return best.filter(pl.col("event_type") != IGNORE).sort("clause_id").with_row_index("match")


@dataclass(frozen=True)
class Trial:
    """Frames tried on clauses, under the numbers of the codebook's index.

    clauses: clause, clause_id; keys: clause, key_number; answers: clause, answer, one row per word of the clause that
    answers a condition, and one per frame that asks for nothing.
    """

    clauses: pl.DataFrame
    keys: pl.DataFrame
    answers: pl.DataFrame


def try_frames(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> Trial:
    """The names of every predicate that the codebook knows, and which conditions of their frames the clause answers."""
    clauses = clauses.with_row_index("clause")
    arguments = arguments.select("clause_id", "path", *ASKED)
    arguments = arguments.join(clauses.select("clause", "clause_id", "part_of_speech", "lemma"), on="clause_id")
    keys = predicate_keys(clauses, arguments, codebook)
    offered = offered_pairs(clauses, arguments, keys, codebook).select("clause", request=as_one("key_number", "pair"))
    named = pl.col("key_number").is_in(keys.get_column("key_number").unique().implode())
    answers = offered.join(codebook.index.asked.filter(named), on="request").select("clause", "answer")
    free = keys.join(codebook.index.free, on="key_number").select("clause", "answer")
    return Trial(clauses.select("clause", "clause_id"), keys, pl.concat([answers, free], rechunk=True))


def without_consumed(matches: pl.DataFrame, sure: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Leave out predicates that are the content of a matched one that is sure to be an event, not events beside it.

    "rejected the call", "lifted sanctions": the verb's frame asked for that object by word or class, so the noun has had
    its say. "urged Chad to withdraw", "refused to meet", "reluctance to engage in talks": what is asked, refused or
    threatened is no event of its own, nor is what hangs on it. What a protest demands is its topic, what somebody is accused
    of or arrested for his charge.
    """
    grammar = clauses.select("clause_id", "governor_id", "governor_relation", "part_of_speech", "mood", "marker")
    above = sure.select(governor_id="clause_id", above_type="event_type", asked="object_level", asked_complement="complement_level")
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
    charge = ~is_finite & ~nominal & pl.col("marker").is_in(CHARGES) & pl.col("above_type").is_in(CHARGING)
    aim = purpose & ~nominal & pl.col("above_type").is_not_null()  # "fired tear gas to disperse the crowd"
    depends = (relation == "advcl") & ~is_finite & ~nominal & pl.col("marker").is_in(CONDITIONS)  # "faces a fine if convicted"
    content = is_object | is_asked_for | swallowed | topic | charge | aim | depends
    consumed = below.filter(content.fill_null(False)).select("clause_id")
    undone = grammar.filter((pl.col("marker") == "without") & ~is_finite).select("clause_id")  # "left without paying"
    consumed = pl.concat([consumed, undone])
    hanging = below.filter((nominal & (relation != "relcl")) | is_content.fill_null(False)).select("clause_id", "governor_id")
    for _ in range(CONTENT_DEPTH):
        further = hanging.join(consumed.select(governor_id="clause_id"), on="governor_id", how="semi").select("clause_id")
        consumed = pl.concat([consumed, further]).unique()
    # "clashes broke out" is one event, of the type that the noun says
    fights = pl.col("above_type").is_in(FIGHTS) & pl.col("event_type").is_in(FIGHTS) & (pl.col("above_type") != pl.col("event_type"))
    verbs = below.filter(fights & nominal & (relation == "subject")).select(clause_id="governor_id")
    happening = clauses.filter(pl.col("lemma").is_in(HAPPENING)).join(verbs, on="clause_id", how="semi")
    consumed = pl.concat([consumed, happening.select("clause_id")])
    return matches.join(consumed, on="clause_id", how="anti", maintain_order="left")


def predicate_keys(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause, key_number: the names under which the codebook may know a predicate, with particle, preposition or adverb too."""
    lemma, is_verb = pl.col("lemma"), pl.col("part_of_speech") == "verb"
    named = ["clause", "part_of_speech"]
    plain = clauses.select(*named, key=pl.when(pl.col("particle").is_null()).then(lemma).otherwise(lemma + "_" + pl.col("particle")))
    last_part = clauses.filter(lemma.str.contains("-", literal=True)).select(*named, key=lemma.str.split("-").list.last())
    with_preposition = arguments.filter(is_verb & (pl.col("slot") == "oblique") & (pl.col("path") != "object"))
    prepositional = with_preposition.select(*named, key=lemma + "_" + pl.col("preposition"))
    with_adverb = clauses.select(*named, "lemma", "adverbs").filter(is_verb).explode("adverbs").drop_nulls("adverbs")
    adverbial = with_adverb.select(*named, key=lemma + "_" + pl.col("adverbs"))
    keys = pl.concat([plain, last_part, prepositional, adverbial], rechunk=True)
    return keys.join(codebook.index.keys, on=["part_of_speech", "key"]).select("clause", "key_number").unique()


def offered_pairs(clauses: pl.DataFrame, arguments: pl.DataFrame, keys: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause, key_number, pair: everything that the clauses offer under their names and some condition of the codebook asks."""
    own = clauses.select("clause", "clause_id", "adverbs").join(keys, on="clause")
    named = own.drop("adverbs")
    content = clauses.select(
        "governor_relation", "part_of_speech", "mood", "lemma", "particle", "modal", "adverbs", clause_id="governor_id"
    )
    content = content.filter(~pl.col("governor_relation").is_in(["relcl", "conj", "parataxis"])).join(named, on="clause_id")
    objects = content.filter((pl.col("part_of_speech") == "noun") & (pl.col("governor_relation") == "object"))
    places = argument_places(arguments.select("clause", "part_of_speech", *ASKED).join(keys, on="clause"))
    said = [complement_words(content), predicate_words(clauses, named), intention_words(clauses, arguments, named)]
    said.append(occasion_words(clauses, arguments, named))
    others = pl.concat([modifier_words(own), modifier_words(objects), *said])
    lemmas = pl.concat([places.select(WORD), others])
    last_parts = lemmas.filter(pl.col("word").str.contains("-", literal=True)).with_columns(pl.col("word").str.split("-").list.last())
    words = pl.concat([lemmas, last_parts, others.with_columns(word=pl.lit("*"))], rechunk=True)
    found = words.join(codebook.index.words, on=["place", "word"]).select(*WORD[:2], "pair")
    return pl.concat([found, filler_pairs(places, codebook)])


def filler_pairs(places: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """clause, key_number, pair for presence and for kind and sector of the mentions. Fillers that are alike are looked up once."""
    path, non_state = pl.col("mention_path"), pl.col("non_state").replace({"UNO": "IGO", "EUR": "IGO"})
    kinds = places.select("filler", "place", *FILLER).unique("filler").with_columns(non_state)
    at_head = kinds.filter(path == "head")
    acts = pl.col("is_actor") & ((path == "head") | ((path != "complement") & (pl.col("place") != "object")))
    tokens = [
        kinds.with_columns(word=pl.lit("*")),
        *(at_head.drop_nulls(fact).with_columns(word="#" + pl.col(fact)) for fact in ("kind", "sector_code", "non_state")),
        at_head.filter(pl.col("kind").is_in(["place", "country"])).with_columns(word=pl.lit("#place")),
        kinds.filter(acts).with_columns(word=pl.lit("#actor")),
    ]
    pairs = pl.concat([table.select("filler", "place", "word") for table in tokens]).join(codebook.index.words, on=["place", "word"])
    return places.select(*WORD[:2], "filler").join(pairs.select("filler", "pair"), on="filler").drop("filler")


def argument_places(arguments: pl.DataFrame) -> pl.DataFrame:
    """clause, key_number, place, word and what is asked of the mention; a place is a slot, for an oblique with its preposition.

    The owner, the modifier and the "by" phrase of a noun stand in its subject's place too.
    """
    slot, preposition = pl.col("slot"), pl.col("preposition")
    is_oblique = slot == "oblique"
    is_owner = (pl.col("part_of_speech") != "verb") & (slot.is_in(NOUN_SUBJECT) | (is_oblique & (preposition == "by")))
    place = pl.when(is_oblique).then("oblique:" + preposition).when(slot == "indirect").then(pl.lit("oblique:to")).otherwise(slot)
    # when something happens is no argument: "fired on Tuesday"
    lasting = ~is_oblique | ~pl.col("head_lemma").is_in(TEMPORAL) | pl.col("mention_id").is_not_null()
    facts = arguments.select(
        "clause", "key_number", "kind", "sector_code", "is_actor", "mention_path",
        word="head_lemma",
        place=place,
        stands=lasting & slot.is_in(["subject", "object", "oblique", "indirect"]),
        owns=lasting & is_owner,
        non_state=pl.when(pl.col("country_code").is_in(NON_STATE)).then("country_code"),
    )  # fmt: skip
    found = pl.concat([facts.filter("stands"), facts.filter("owns").with_columns(place=pl.lit("subject"))], rechunk=True)
    return found.with_columns(filler=pl.struct("place", *FILLER).hash())


def modifier_words(clauses: pl.DataFrame) -> pl.DataFrame:
    """Adverbs, adjectives and compound nouns that modify the predicate, or the eventive noun that is its object."""
    words = clauses.select("clause", "key_number", pl.lit("modifier").alias("place"), word="adverbs")
    return words.explode("word").drop_nulls("word")


def complement_words(content: pl.DataFrame) -> pl.DataFrame:
    """Lemmas of the predicates that a clause governs, with their particles; an obliged one is `@obligation` too."""
    relation = pl.col("governor_relation")
    added = (relation == "advcl") & (pl.col("mood") == "participle") & pl.col("lemma").is_in(ADDED)
    content = content.filter(~added)
    place = pl.lit("complement").alias("place")
    numbers = ["clause", "key_number"]
    phrasal = content.drop_nulls("particle").select(*numbers, place, word=pl.col("lemma") + "_" + pl.col("particle"))
    obliged = content.filter((pl.col("governor_relation") == "ccomp") & pl.col("modal").is_in(OBLIGATION))
    return pl.concat([content.select(*numbers, place, word="lemma"), phrasal, obliged.select(*numbers, place, word=pl.lit("@obligation"))])


def intention_words(clauses: pl.DataFrame, arguments: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """`@intention` or `@refusal` where a clause says what its own subject will or will not do: "warned that it would close"."""
    said = clauses.filter((pl.col("governor_relation") == "ccomp") & pl.col("modal").is_in(["will", "would", "shall"]))
    own = arguments.join(said, on="clause", how="semi").filter((pl.col("slot") == "subject") & pl.col("head_lemma").is_in(SELF))
    said = said.join(own, on="clause", how="semi").select("negation", clause_id="governor_id")
    word = pl.when(pl.col("negation").is_null()).then(pl.lit("@intention")).otherwise(pl.lit("@refusal"))
    return said.join(keys, on="clause_id").select("clause", "key_number", pl.lit("complement").alias("place"), word=word)


def occasion_words(clauses: pl.DataFrame, arguments: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """Who or what acts in a clause that says when: "were killed when a *bus* overturned"."""
    timed = (pl.col("governor_relation") == "advcl") & (pl.col("mood") == "finite") & pl.col("marker").is_in(OCCASIONS)
    acting = arguments.filter(pl.col("slot") == "subject").select("clause", word="head_lemma")
    words = clauses.filter(timed).select("clause", clause_id="governor_id").join(acting, on="clause").drop("clause")
    return words.join(keys, on="clause_id").select("clause", "key_number", pl.lit("oblique:when").alias("place"), "word")


def predicate_words(clauses: pl.DataFrame, keys: pl.DataFrame) -> pl.DataFrame:
    """What is said of a noun that is the subject, as its complement: "trade *fell*"."""
    said = clauses.select(governor_id="clause_id", word="lemma")
    nouns = clauses.filter((pl.col("part_of_speech") == "noun") & (pl.col("governor_relation") == "subject")).select(
        "clause_id", "governor_id"
    )
    return (
        nouns.join(said, on="governor_id")
        .join(keys, on="clause_id")
        .select("clause", "key_number", pl.lit("complement").alias("place"), "word")
    )


def best_frames(tried: Trial, codebook: Codebook) -> pl.DataFrame:
    """The most specific candidate all of whose conditions hold; then the heavier, then the first by id.

    It weighs as much as the heaviest of its type that holds: what "signed an agreement" says surely, a closer match does not unsay.
    """
    columns = ["frame_id", "event_type", "mode", "cameo_code", "weight"]
    return (
        to_verdicts(holding(closest_answers(tried, codebook)))
        .join(codebook.frames.select("frame", *columns), on="frame")
        .with_columns(surest=pl.col("weight").max().over("clause", "event_type"))
        .sort(["clause", "specificity", "surest", "weight", "frame_id"], descending=[False, True, True, True, False])
        .unique("clause", keep="first", maintain_order=True)
        .with_columns(weight=pl.col("surest"))
        .select("clause", *columns, "specificity", "object_level", "complement_level")
    )


def closest_answers(tried: Trial, codebook: Codebook) -> pl.DataFrame:
    """clause, the columns of `index.answers`: of the answers that a clause gives to a condition the one that says most.

    Sorted by `both`, the clause and the frame as one number.
    """
    ordered = tried.answers.select(both=as_one("clause", "answer")).sort("both")
    numbered = ordered.select(clause=(pl.col("both") // ROOM).cast(pl.UInt32), answer=(pl.col("both") % ROOM).cast(pl.UInt32))
    condition = codebook.index.answers.get_column("condition").gather(numbered.get_column("answer"))
    is_last = (condition != condition.shift(-1)) | (numbered.get_column("clause") != numbered.get_column("clause").shift(-1))
    closest = numbered.filter(is_last.fill_null(True))
    known = codebook.index.answers.drop("answer", "condition")[closest.get_column("answer")]
    return pl.concat([closest, known], how="horizontal").with_columns(both=as_one("clause", "frame").set_sorted())


def holding(answers: pl.DataFrame) -> pl.DataFrame:
    """The `closest_answers` of frames all of whose conditions hold."""
    refused = answers.filter("is_negative").select("both")
    met = answers.filter(~pl.col("is_negative")).filter(pl.len().over("both") == pl.col("least_count"))
    return met.join(refused, on="both", how="anti", maintain_order="left")


def to_verdicts(answers: pl.DataFrame) -> pl.DataFrame:
    """clause, frame, specificity, object_level, complement_level: how much the `closest_answers` say."""
    levels = {
        f"{slot}_level": pl.when(pl.col("slot_number") == SLOT_NUMBERS[slot]).then("level").max() for slot in ("object", "complement")
    }
    said = pl.col("level").sum() + pl.col("key_level").first()
    return answers.group_by("both").agg(pl.col("clause", "frame").first(), specificity=said, **levels).drop("both")
