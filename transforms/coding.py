"""Coding: annotated clauses to events and participants by the codebook. Columnar, deterministic, no grammar library.

match → participants → status → circumstances → PLOVER's folding and derived codes → one event per happening in an
article (`repeats` joins what an article says twice). The whole archive can be recoded from stored annotations in seconds.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms import schemas
from transforms.affairs import with_affairs
from transforms.answers import TAKEN_UP
from transforms.circumstances import speakers_of, to_attribution
from transforms.codebook import LEAST_CONFIDENCE, SURE_ALONE, SURE_BOTH, Codebook
from transforms.contexts import to_contexts
from transforms.destinations import with_destinations
from transforms.discourse import INFERRED, MEETINGS, SAME_EVENT, completed
from transforms.event_dates import to_dates
from transforms.event_places import to_places
from transforms.gazetteer import STATE_SECTORS
from transforms.identity import stable_ids
from transforms.matching import match_frames, without_consumed
from transforms.outcomes import with_demands, with_outcomes
from transforms.participants import event_key, split_uncertain, to_participants
from transforms.repeats import merged, to_event_mentions, with_repeats
from transforms.same_events import same_events
from transforms.status import to_status, with_dates
from transforms.terms import openings, to_terms

YEAR_DAYS = 365
MOST_SPECIFIC = 12  # a frame that asks for more is no surer
LEAST_WEIGHT = 0.001  # a weight of one would be beyond doubt
AUXILIARY = {"planned": "future", "possible": "hypothetical", "cancelled": "negation", "denied": "negation"}
SPOKEN = ["REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SUPPORT", "CONCEDE"]  # done by saying or showing it
ATTEMPT = r"(?i)^(?:tr(?:y|ied|ying|ies)|attempt)"
INTENT = ["will", "would", "shall"]
REFUSED, ANNOUNCED = "refused", "announced"  # rows of the folding table for what somebody says he will not do, and for force he will use
CONDITIONS = ["if", "unless", "should"]  # "we will strike them if they come" threatens
ASKING = ["ask", "inquire", "enquire", "query", "quiz"]
WHETHER, INTERROGATIVES = ["if", "whether", "when", "where", "how", "why"], ["who", "whom", "what", "which"]
BODILY = ["CONSULT", "AID", "ASSAULT", "COERCE", "PROTEST", "RETREAT", "MOBILIZE", "COOPERATE"]  # done with hands and feet
AHEAD = ["planned", "cancelled"]
DOUBTED = ["possible", "denied"]  # what is told so is an event less often
ACTING = ["nsubj", "nsubj:pass", "obl:agent"]
SPAN = ["start_offset", "end_offset", "text"]
FACTS = ["kind", "form", "entity_id", "name", "country_code", "sector_code", "is_actor"]  # of the mention that fills an argument
READ = ["sentences", "clauses", "arguments", "times", "quotes"]
UNREAD = ["argument_id", "surface_role"]  # by coding
# types that are news even where nobody is named on either side
STAND_ALONE = ["PROTEST", "ASSAULT"]


def code(
    annotations: Mapping[str, pl.DataFrame],
    mentions: pl.DataFrame,
    articles: pl.DataFrame,
    *,
    codebook: Codebook,
    least_confidence: float = LEAST_CONFIDENCE,
) -> dict[str, pl.DataFrame]:
    """`events`, `event_mentions` and `participants` of annotated articles. `mentions` are resolved."""
    annotations = {name: annotations[name].rechunk() for name in READ}  # joins are several times slower over tables in pieces
    clauses, mentions = annotations["clauses"], mentions.rechunk()
    annotations = {**annotations, "arguments": with_destinations(annotations["arguments"], clauses, mentions)}
    arguments = with_mentions(annotations["arguments"], mentions)
    bodies = to_bodies(clauses, mentions)
    told = clauses.join(bodies, on="clause_id", how="anti", maintain_order="left")
    found = match_frames(told, arguments, codebook)
    terms = to_terms(told, arguments)
    usual, clauses = no_news(found, told, arguments, terms), beside(found, clauses)
    annotations = {**annotations, "clauses": clauses}
    told = clauses.join(bodies, on="clause_id", how="anti", maintain_order="left")
    matches, participants, content = settled(found, usual, told, arguments, codebook)
    participants, doubtful = split_uncertain(participants, codebook)
    events = with_doubtful(matched_clauses(pl.concat([matches, content], rechunk=True), clauses, terms, codebook), doubtful)
    content = content.select(event_key=event_key())
    facts = mentions.select("mention_id", *SPAN, *FACTS)
    speakers = speakers_of(events, annotations["quotes"]).join(facts, on="mention_id", how="left", maintain_order="left")
    participants = completed(events, participants, content, speakers, clauses, arguments)
    events = events.join(content, on="event_key", how="anti", maintain_order="left")
    events = with_actors(events, participants)
    events = with_circumstances(events, participants, annotations, mentions, articles, codebook, speakers)
    events = with_affairs(events, participants, mentions, annotations["sentences"], key="event_key")
    events = with_ids(events, participants)
    rows = events.select("event_id", "event_key").join(participants, on="event_key").sort("event_id", "role", "position")
    reports = with_repeats(events, rows)
    reports = reports.filter(~pl.col("is_bare") | pl.col("repeats_event_id").is_not_null())
    told_once = derived(merged(reports), articles, codebook).filter(pl.col("confidence") >= least_confidence)
    told_once = told_once.with_columns(codebook_version=pl.lit(codebook.version))
    told = to_event_mentions(reports).join(told_once, on="event_id", how="semi", maintain_order="left")
    rows = rows.join(told_once, on="event_id", how="semi", maintain_order="left").with_columns(pl.col("name").fill_null(pl.col("text")))
    return {
        "events": schemas.conform(schemas.EVENTS, told_once),
        "event_mentions": schemas.conform(schemas.EVENT_MENTIONS, told),
        "participants": schemas.conform(schemas.PARTICIPANTS, rows),
    }


def with_circumstances(
    events: pl.DataFrame,
    participants: pl.DataFrame,
    annotations: Mapping[str, pl.DataFrame],
    mentions: pl.DataFrame,
    articles: pl.DataFrame,
    codebook: Codebook,
    speakers: pl.DataFrame,
) -> pl.DataFrame:
    """Add dates, place, attribution and contexts; what is dated after publication becomes planned."""
    matched = events.unique("clause_id", keep="first", maintain_order=True)
    same = same_events(matched, participants, articles)
    dates = to_dates(matched, same, annotations, articles)
    own = dates.filter(pl.col("date_rule") != "same_event").select("clause_id")  # of another time, so perhaps of another place
    for facts in (
        dates,
        to_places(matched, same.join(own, on="clause_id", how="anti"), participants, annotations, mentions, articles, codebook.countries),
        to_attribution(speakers),
        to_contexts(matched, annotations["sentences"], codebook),
    ):
        events = events.join(facts, on="clause_id", how="left", maintain_order="left")
    return with_dates(events, articles)


def with_mentions(arguments: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Arguments with the facts of their mention; spans and words become the mention's, with what stands before its head in the phrase.

    A plural reference ("the two leaders") gives one row for each of its members, with its own span. Arguments without a mention come last.
    """
    columns = [name for name in arguments.columns if name not in UNREAD]
    is_named = pl.col("mention_id").is_not_null()
    joined = arguments.select(columns).filter(is_named).join(named_by(mentions), on="mention_id", how="left", maintain_order="left")
    # what stands before the mention in its phrase belongs to it: "two senior Iraqi officials"
    inside = (pl.col("start_offset") < pl.col("mention_start_offset")) & (pl.col("mention_start_offset") < pl.col("end_offset"))
    leads = ~pl.col("is_member") & (pl.col("mention_path") == "head") & inside
    whole = pl.col("text").str.head(pl.col("mention_start_offset") - pl.col("start_offset")) + pl.col("mention_text")
    named = joined.with_columns(
        mention_id=pl.coalesce("named_id", "mention_id"),
        start_offset=pl.coalesce(pl.when(leads).then("start_offset"), "mention_start_offset", "start_offset"),
        end_offset=pl.coalesce("mention_end_offset", "end_offset"),
        text=pl.coalesce(pl.when(leads).then(whole), "mention_text", "text"),
    )
    return pl.concat([named.select(*columns, *FACTS), arguments.select(columns).filter(~is_named)], how="diagonal", rechunk=True)


def named_by(mentions: pl.DataFrame) -> pl.DataFrame:
    """mention_id, named_id and its facts: every mention names itself, a plural reference its members, with its own span."""
    facts = mentions.select(pl.col("mention_id").alias("named_id"), *FACTS)
    ids = mentions.select("mention_id", "member_ids", pl.col(SPAN).name.prefix("mention_"), body="sector_code")
    is_plural = pl.col("member_ids").list.len() > 0
    plurals = ids.filter(is_plural).explode("member_ids").rename({"member_ids": "named_id"}).with_columns(is_member=True)
    members = plurals.join(facts, on="named_id", how="left", maintain_order="left")
    of_state = (pl.col("sector_code") == "GOV") & pl.col("body").is_in(list(STATE_SECTORS))  # "the two armies" are the states' armies
    members = members.with_columns(sector_code=pl.when(of_state).then("body").otherwise("sector_code"))
    single = pl.concat([ids.drop("member_ids", "body"), facts.with_columns(is_member=False)], how="horizontal")
    return pl.concat(
        [single.filter(ids.get_column("member_ids").list.len().fill_null(0) == 0), members.select(single.columns)], rechunk=True
    )


def to_bodies(clauses: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """clause_id of nouns that name who acts: in "a marine patrol seized two boats" the patrol is no event."""
    bodies = mentions.filter((pl.col("form") == "description") & pl.col("is_actor") & pl.col("grammatical_role").is_in(ACTING))
    nouns = clauses.select("clause_id", "article_id", "end_offset", "part_of_speech").filter(pl.col("part_of_speech") == "noun")
    return nouns.join(bodies, on=["article_id", "end_offset"], how="semi").select("clause_id")


def habits(matches: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """clause_id of what somebody does as a rule: "an analyst who consults with officials", "The ministry trains doctors."

    A headline tells in the same tense what has happened, so the first sentence of an article is left out.
    """
    usual = (pl.col("tense") == "present") & (pl.col("aspect") == "simple") & (pl.col("mood") == "finite") & (pl.col("voice") == "active")
    usual = usual & pl.col("modal").is_null()
    aside = pl.col("governor_relation") == "relcl"
    told = pl.col("governor_relation").is_in(["conj", "ccomp"]).fill_null(True)
    bodily = matches.filter(pl.col("event_type").is_in(BODILY)).select("clause_id")
    usually = clauses.filter(usual & (aside | told)).join(bodily, on="clause_id", how="semi")
    opening = openings(clauses.join(usually, on="article_id", how="semi"))
    return usually.filter(aside | ~pl.col("sentence_id").is_in(opening.implode())).select("clause_id")


def questions(matches: pl.DataFrame, clauses: pl.DataFrame, arguments: pl.DataFrame) -> pl.DataFrame:
    """clause_id of verbs of asking whose clause is a question: "asked whether the talks would go on" requests nothing."""
    asking = clauses.filter(pl.col("lemma").is_in(ASKING)).join(matches, on="clause_id", how="semi").select(governor_id="clause_id")
    asked = clauses.filter(pl.col("governor_relation") == "ccomp").join(asking, on="governor_id")
    interrogative = arguments.filter(pl.col("head_lemma").is_in(INTERROGATIVES)).select("clause_id")
    open_ended = asked.join(interrogative, on="clause_id", how="semi")
    return pl.concat([asked.filter(pl.col("marker").is_in(WHETHER)), open_ended]).select(clause_id="governor_id").unique()


def no_news(matches: pl.DataFrame, clauses: pl.DataFrame, arguments: pl.DataFrame, terms: pl.DataFrame) -> pl.DataFrame:
    """clause_id of habits and questions; what is told in the present as a term of a deal is no habit."""
    return pl.concat([habits(matches, clauses).join(terms, on="clause_id", how="anti"), questions(matches, clauses, arguments)])


def match_clauses(clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """What is `settled` of the clauses and their arguments."""
    found = match_frames(clauses, arguments, codebook)
    usual = no_news(found, clauses, arguments, to_terms(clauses, arguments))
    return settled(found, usual, beside(found, clauses), arguments, codebook)


def settled(
    found: pl.DataFrame, usual: pl.DataFrame, clauses: pl.DataFrame, arguments: pl.DataFrame, codebook: Codebook
) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """The matches that are no content of others, the participants of all, and the nouns that are content: the ambush that is condemned.

    What is usual is left out.
    """
    participants = to_participants(found, arguments, clauses, codebook)
    found, participants = with_outcomes(found, participants, clauses)
    participants = with_demands(found, participants, clauses)
    counted = with_counts(found, participants, key="match")
    matches = without_consumed(found, counted.filter(is_sure()), clauses)
    matches = matches.join(usual, on="clause_id", how="anti", maintain_order="left")
    nouns = clauses.filter(pl.col("part_of_speech") == "noun")
    content = found.join(matches, on="match", how="anti", maintain_order="left").join(
        nouns, on="clause_id", how="semi", maintain_order="left"
    )
    kept = pl.concat([matches.select("match"), content.select("match")])
    return matches, participants.join(kept, on="match", how="semi", maintain_order="left"), content


def with_counts(events: pl.DataFrame, participants: pl.DataFrame, *, key: str) -> pl.DataFrame:
    """Add source_count and target_count, the same without those that are inferred, and whether its own words name anybody."""
    evidence, roles = pl.col("evidence"), {role: pl.col("role") == role for role in ("source", "target")}
    stated = ~evidence.is_in(INFERRED)
    counts = {f"{role}_count": is_role.sum() for role, is_role in roles.items()}
    counts |= {f"stated_{role}_count": (is_role & stated).sum() for role, is_role in roles.items()}
    counted = participants.group_by(key).agg(**counts, is_named=(stated & (evidence != SAME_EVENT)).any())
    return events.join(counted, on=key, how="left", maintain_order="left").with_columns(
        pl.col(list(counts)).fill_null(0), pl.col("is_named").fill_null(False)
    )


def is_sure() -> pl.Expr:
    """Whether a match with so many sources and targets is an event: its frame must weigh the more the less is named."""
    sources, targets = pl.col("stated_source_count"), pl.col("stated_target_count")
    met = pl.col("event_type").is_in(MEETINGS) & (pl.col("source_count") > 1)  # both of the article's two parties
    named = (sources + targets > 0) | pl.col("event_type").is_in(STAND_ALONE) | met
    both = ((sources > 0) & (targets > 0)) | (sources > 1)
    return named & ((both & (pl.col("weight") >= SURE_BOTH)) | (pl.col("weight") >= SURE_ALONE))


def beside(matches: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """The clauses of the sentences in which one is matched: no grammar leads out of a sentence."""
    sentences = clauses.select("clause_id", "sentence_id").join(matches, on="clause_id", how="semi").select("sentence_id").unique()
    return clauses.join(sentences, on="sentence_id", how="semi", maintain_order="left")


def matched_clauses(matches: pl.DataFrame, clauses: pl.DataFrame, terms: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """The matched clauses with their grammar and status."""
    grammar = clauses.select(
        "clause_id", "article_id", "sentence_id", "governor_id", "governor_relation", "clause_index", "part_of_speech", "mood", "tense",
        "aspect", "voice", "modal", "determiner", trigger_start="start_offset", trigger_end="end_offset", trigger_text="text",
    )  # fmt: skip
    known = pl.concat([grammar, to_status(clauses, terms, codebook).drop("clause_id")], how="horizontal")
    return with_spoken_types(with_spoken_purposes(known.join(matches, on="clause_id", maintain_order="left")), codebook)


def with_spoken_types(matched: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """What is done as it is said has its own type and occurred: "Lisbon will not recognise the junta" refuses, "if they go on, we will
    strike" threatens. The folding table says which types and how."""
    depends = (pl.col("status") == "possible") & pl.col("status_cue").is_in(CONDITIONS)
    depends = depends & (pl.col("aspect") != "perfect")  # "would have struck if" threatens nobody
    said_as = pl.when(pl.col("status") == "denied").then(pl.lit(REFUSED)).when(depends).then(pl.lit(ANNOUNCED))
    said = codebook.folding.select(
        "event_type", said_as="status", said_type="plover_type", said_mode="plover_mode", said_cameo="cameo_code"
    )
    joined = matched.with_columns(said_as=pl.when(pl.col("modal").is_in(INTENT)).then(said_as))
    joined = joined.join(said, on=["event_type", "said_as"], how="left", maintain_order="left")
    is_said = pl.col("said_type").is_not_null()
    said_cameo = pl.when(pl.col("said_as") == REFUSED).then("said_cameo")  # a threat has the code of its mode
    return joined.with_columns(
        event_type=pl.when(is_said).then("said_type").otherwise("event_type"),
        mode=pl.when(is_said).then("said_mode").otherwise("mode"),
        cameo_code=pl.when(is_said).then(said_cameo).otherwise("cameo_code"),
        status=pl.when(is_said).then(pl.lit("occurred")).otherwise("status"),
    ).select(matched.columns)


def with_spoken_purposes(matched: pl.DataFrame) -> pl.DataFrame:
    """ "took to the streets to demand", "summoned the envoy to complain": what was done in order to say something said it."""
    purpose = (pl.col("governor_relation") == "advcl") & (pl.col("mood") == "infinitive") & pl.col("event_type").is_in(SPOKEN)
    said = (purpose & (pl.col("status") == "possible") & pl.col("governor_status").is_in(["occurred", "ongoing"])).fill_null(False)
    # who tries to block a road protests, whether it works or not
    tried = (pl.col("event_type") == "PROTEST") & (pl.col("status") == "possible") & pl.col("status_cue").str.contains(ATTEMPT)
    said = said | (tried & pl.col("governor_status").is_in(["occurred", "ongoing"])).fill_null(False)
    return matched.with_columns(
        status=pl.when(said).then("governor_status").otherwise("status"),
        status_cue=pl.when(said).then(pl.lit(None, dtype=pl.String)).otherwise("status_cue"),
    ).drop("governor_status")


def with_doubtful(events: pl.DataFrame, doubtful: pl.DataFrame) -> pl.DataFrame:
    """The events with `event_key` in reading order, and a copy of each that has doubtful members, in their status."""
    copies = events.drop("status", "status_cue").join(doubtful, on="clause_id", maintain_order="left")
    keyed = events.with_columns(event_key=event_key())
    return pl.concat([keyed, copies.select(keyed.columns)]).sort("article_id", "clause_index", "event_key")


def with_actors(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add how many sources and targets each event has, why it lacks a source and whether it `is_bare`; drop what names nobody."""
    reason = pl.when(pl.col("voice") == "passive").then(pl.lit("passive without agent")).otherwise(pl.lit("no actor in the source's place"))
    kept = with_counts(events, participants, key="event_key").filter(is_sure())
    return kept.with_columns(source_reason=pl.when(pl.col("source_count") == 0).then(reason), is_bare=is_bare())


def is_bare() -> pl.Expr:
    """A definite noun that names nobody itself tells of no new event, unless it says what becomes of one.

    "The blast broke windows" is a mention of the bombing, if the article told of one; "the visit was put off" is news.
    """
    definite = (pl.col("part_of_speech") == "noun") & pl.col("determiner").is_in(TAKEN_UP) & ~pl.col("status").is_in(AHEAD)
    return definite.fill_null(False) & ~pl.col("is_named")


def derived(events: pl.DataFrame, articles: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """PLOVER's folding by status, auxiliary modes, quad, score, CAMEO and Goldstein, confidence."""
    folding = codebook.folding.select("event_type", "plover_type", "plover_mode", folded_as="status", folded_cameo="cameo_code")
    types = codebook.types.select(
        plover_type="event_type", plover_mode="mode", quad_code="quad_code", score="score", type_cameo="cameo_code"
    )
    refused = (pl.col("status") == "denied") & pl.col("modal").is_not_null()  # "will not lift", not "did not lift"
    threats = folding.filter(pl.col("folded_as") == ANNOUNCED).get_column("event_type")  # "will expel", not "ordered the expulsion"
    announced = (pl.col("status") == "planned") & pl.col("modal").is_in(INTENT) & pl.col("event_type").is_in(threats.implode())
    folded_as = pl.when(refused).then(pl.lit(REFUSED)).when(announced).then(pl.lit(ANNOUNCED)).otherwise("status")
    events = (
        events.with_columns(folded_as=folded_as)
        .join(folding, on=["event_type", "folded_as"], how="left", maintain_order="left")
        .with_columns(plover_mode=pl.when(pl.col("plover_type").is_null()).then("mode").otherwise("plover_mode"))
        .with_columns(pl.coalesce("plover_type", "event_type"))
        .join(types, on=["plover_type", "plover_mode"], how="left", nulls_equal=True, maintain_order="left")
        .with_columns(cameo_code=pl.coalesce("folded_cameo", "cameo_code", "type_cameo"))
        .join(codebook.cameo.select("cameo_code", "goldstein"), on="cameo_code", how="left", maintain_order="left")
    )
    published = articles.select("article_id", "published_date")
    past = (pl.col("published_date") - pl.col("end_date")).dt.total_days() > YEAR_DAYS
    historical = (pl.col("status") == "occurred") & past.fill_null(False)
    auxiliary = pl.when(historical).then(pl.lit("historical")).otherwise(pl.col("status").replace_strict(AUXILIARY, default=None))
    return events.join(published, on="article_id", how="left", maintain_order="left").with_columns(
        auxiliary_modes=pl.when(auxiliary.is_null()).then(pl.lit([], dtype=schemas.TEXTS)).otherwise(pl.concat_list(auxiliary)),
        contexts=pl.col("contexts").fill_null(pl.lit([], dtype=schemas.TEXTS)),
        goldstein=pl.col("goldstein").fill_null(0.0),
        confidence=confidence(codebook.confidence),
        rule_id=pl.col("frame_id"),
    )


def confidence(coefficients: Mapping[str, float]) -> pl.Expr:
    """How probably the event is right: a logistic curve over frame, roles and article, fitted to texts with known events."""
    odds = pl.sum_horizontal([coefficients[name] * feature for name, feature in confidence_features().items()])
    return (1 / (1 + (-odds).exp())).round(3)


def confidence_features() -> dict[str, pl.Expr]:
    """What the curve rests on, by the names that the codebook's confidence.csv gives coefficients to."""
    bounded = pl.col("weight").clip(LEAST_WEIGHT, 1 - LEAST_WEIGHT)
    return {
        "intercept": pl.lit(1.0),
        "weight": (bounded / (1 - bounded)).log(),
        "specificity": pl.col("specificity").cast(pl.Float64).clip(0, MOST_SPECIFIC),
        "source": (pl.col("source_count") > 0).cast(pl.Float64),
        "target": (pl.col("target_count") > 0).cast(pl.Float64),
        "public": pl.col("is_public").cast(pl.Float64),
        "affairs": pl.col("affairs"),
        "unreal": pl.col("status").is_in(DOUBTED).cast(pl.Float64),
    }


def with_ids(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Add event_id: a hash of article, trigger span, type, mode and participants, which come in their order."""
    actor = pl.concat_str("role", pl.coalesce("entity_id", "mention_id"), separator=":")
    actors = participants.select("event_key", who=actor).group_by("event_key", maintain_order=True)
    who = actors.agg("who").with_columns(pl.col("who").list.join(";"))
    joined = events.join(who, on="event_key", how="left", maintain_order="left")
    columns = ("article_id", "trigger_start", "trigger_end", "event_type", "mode", "who")
    return joined.with_columns(event_id=stable_ids(joined.select(columns)))
