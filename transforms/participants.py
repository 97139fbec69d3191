"""Who did it and to whom: the participants of matched clauses, by the role terms of their frames.

A role names slots in order of preference: `object>against` takes the object if it holds an actor, else the phrase with
against; `subject+with` takes all of both. `complement.object` looks one predicate further down, `condition.subject` into
a clause of reason or condition. A place stands for its country's government where a frame asks for that slot by name and
no actor is there.
"""

from __future__ import annotations

import polars as pl

from transforms.codebook import STATUSES, Codebook
from transforms.destinations import GATHERINGS
from transforms.word_sets import HOMES

LENT_PATHS = ["control", "raising"]
OPPOSING = r"(?i)^anti-\w+$"  # whom "anti-government protests" are against
REASONS = ["if", "unless", "until", "till", "after", "because", "as", "since"]  # "threatened to strike if the ministry cuts pay"
AGAINST_SOMEBODY = ["PROTEST", "MOBILIZE"]  # where they happen is no target while the sentence names one
MATERIAL = ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE"]
GIVING = ["AGREE", "AID", "COOPERATE", "SANCTION", "MOBILIZE"]  # what they give, promise, buy or send is no party
# who stands in front of a deed does it ("police raid", "rebel attack"), if he is armed, governs or is one of these; to others and to
# buildings it is done ("mosque bombing", "migrant deportations")
DEEDS = ["ASSAULT", "COERCE"]
DOING_SECTORS = ["MIL", "COP", "GOV", "REB", "SPY", "PRM", "CRM", "UAF", "JUD", "OPP", "PTY"]
DOERS = r"(?i)\b(?:settler|mob|crowd|gang|vigilante|protester|demonstrator|rioter|hooligan|fan|extremist|supporter|herder|tribe|clan)s?$"
BUILDINGS = r"(?i)\b(?:embass(?:y|ies)|consulates?|parliament|palace|ministry|base|barracks|garrison|checkpoint|outpost|courthouse)$"
FOR_SOMEBODY = ["support", "favour", "favor", "defence", "defense", "behalf", "solidarity", "coordination", "aid", "help"]
SENT = ["troop", "soldier", "force", "peacekeeper", "warship", "jet", "tank", "mercenary", "adviser", "reinforcement"]
HELD = r"(?i)\b(?:prisoner|hostage|captive|detainee|inmate|pow)s?$"  # in front of a swap or a release they take no other part
BETWEEN_EQUALS = ["AGREE", "CONSULT", "COOPERATE"]
BETWEEN_STATES = ["AGREE", "CONSULT", "COOPERATE", "CONCEDE", "REJECT", "THREATEN", "SANCTION"]
PLACE_SECTOR, PEOPLE_SECTOR = "GOV", "CVL"
# what is read of an argument, and what is left of it as a participant
READ = [
    "article_id", "clause_id", "slot", "preposition", "path", "head_lemma", "mention_id", "mention_path", "adverbs", "start_offset",
    "end_offset", "text",
    "kind", "form", "entity_id", "name", "country_code", "sector_code", "is_actor",
]  # fmt: skip
KEPT = [
    "match", "article_id", "clause_id", "role", "who", "term", "evidence", "mention_id", "adverbs", "start_offset", "end_offset", "text",
    "kind", "form", "entity_id", "name", "country_code", "sector_code",
]  # fmt: skip


def to_participants(matches: pl.DataFrame, arguments: pl.DataFrame, clauses: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """match, clause_id, role and the mention's columns, for every source and target of the matched clauses."""
    acting = arguments.select(READ).filter(pl.col("mention_id").is_not_null() & (pl.col("is_actor") | pl.col("country_code").is_not_null()))
    acting = acting.filter(~(says(HELD, where=pl.col("mention_path") == "modifier") | is_something()))
    filled = terms(acting, matches.select("match", "clause_id", "frame_id", "event_type", "mode"), clauses)
    options = filled.join(codebook.roles, on=["frame_id", "term"], maintain_order="left").filter(~(is_far_source() | is_helped()))
    options = pl.concat([options, equals(filled, options)], rechunk=True)
    # of a mention that stands twice ("Arab" and "Arab League") the longer words; members of one phrase stay in their order
    order = {"side": False, "start_offset": False, "end_offset": True, "term": False}
    options = options.with_columns(side=side()).sort(list(order), descending=list(order.values()), maintain_order=True)
    standing = pl.col("event_type").is_in(AGAINST_SOMEBODY) & (pl.col("role") == "target") & ~pl.col("is_actor")
    options = options.filter(~standing | ~pl.col("is_actor").any().over("side"))
    chosen = options.filter(pl.col("alternative") == pl.col("alternative").min().over("side"))
    chosen = without_shadowed_places(chosen).unique(["side", "mention_id"], keep="first", maintain_order=True)
    return without_own(with_sectors(without_third_parties(without_repeats(chosen)))).select(KEPT)


def side() -> pl.Expr:
    """The sources and the targets of each match under a number: even for sources, the next one for the targets of the same match."""
    return 2 * pl.col("match") + (pl.col("role") == "target")


def is_something() -> pl.Expr:
    """An "it" that stands for nobody known is a thing more often than a party: "the council rejected it"."""
    unknown = pl.all_horizontal(pl.col("entity_id", "country_code", "sector_code").is_null())
    return unknown & pl.col("text").is_in(["it", "It"])


def says(pattern: str, *, where: pl.Expr) -> pl.Expr:
    """Whether the words have the pattern, looked at only where it matters, as most time goes into reading words."""
    return pl.when(where).then("text").str.contains(pattern).fill_null(False)


def is_far_source() -> pl.Expr:
    """An actor deep inside the subject does not do what the subject does: "ties between A and B raise concern", "school shootings kill"."""
    subject = (pl.col("role") == "source") & (pl.col("slot") == "subject")
    undergoes = suffers_deed(subject & (pl.col("mention_path") == "modifier"))
    return (subject & (pl.col("mention_path") == "complement")).fill_null(False) | undergoes


def is_helped() -> pl.Expr:
    """Whether force is used for somebody, not against him: "bombed the town in support of the army"."""
    helps = pl.col("head_lemma").is_in(FOR_SOMEBODY) & (pl.col("mention_path") == "complement") & (pl.col("role") == "target")
    return (helps & pl.col("event_type").is_in(DEEDS)).fill_null(False)


def suffers_deed(modifies: pl.Expr) -> pl.Expr:
    """Whether whoever or whatever stands in front of a deed is what it is done to."""
    unnamed = (modifies & (pl.col("form") == "description") & pl.col("event_type").is_in(DEEDS)).fill_null(False)
    does = pl.col("sector_code").is_in(DOING_SECTORS).fill_null(False) | says(DOERS, where=unnamed)
    return unnamed & (says(BUILDINGS, where=unnamed) | ~does)


def terms(arguments: pl.DataFrame, matches: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """The arguments of matched clauses, and of what those govern, under the names that role terms use."""
    slot = pl.col("slot")
    own = arguments.join(matches, on="clause_id", maintain_order="left")
    against = says(OPPOSING, where=slot.is_in(["modifier", "subject"]))
    undergoes = suffers_deed(slot == "modifier") | says(HELD, where=(slot == "modifier") & (pl.col("mode") == "release"))
    named = own.with_columns(
        term=pl.when(slot == "oblique")
        .then("preposition")
        .when(against)
        .then(pl.lit("against"))
        .when(undergoes)
        .then(pl.lit("of"))
        .otherwise(slot)
    )
    below = clauses.filter(~pl.col("governor_relation").is_in(["relcl", "conj", "parataxis", "subject"])).select(
        "clause_id", "governor_id", "governor_relation", "marker", "mood", "lemma"
    )
    below = with_lifted_conditions(below).join(matches, left_on="governor_id", right_on="clause_id", maintain_order="left")
    inner = arguments.join(below, on="clause_id", maintain_order="left").filter(slot.is_in(["subject", "object", "oblique", "possessive"]))
    venue = pl.col("lemma").is_in(GATHERINGS) & pl.col("preposition").is_in(["in", "at"]) & ~pl.col("is_actor")
    inner = inner.filter(~venue.fill_null(False))  # "welcomed the talks in Geneva"
    # a subject that the clause above lends is no other party: "rallied to press the government"
    owner = slot.is_in(["subject", "possessive"]) & ~pl.col("path").is_in(LENT_PATHS)
    aside = (pl.col("governor_relation") == "advcl") & (pl.col("mood") == "finite")
    inner = inner.with_columns(
        clause_id=pl.col("governor_id"),
        term=pl.when(aside & owner & pl.col("marker").is_in(REASONS))
        .then(pl.lit("condition.subject"))
        .when(~aside & owner)
        .then(pl.lit("complement.subject"))
        .when(~aside & ~slot.is_in(["subject", "possessive"]))
        .then(pl.lit("complement.object")),
    )
    return pl.concat([named, inner.drop_nulls("term").select(named.columns)], rechunk=True)


def with_lifted_conditions(below: pl.DataFrame) -> pl.DataFrame:
    """The clauses, and those of reason or condition once more under the verb above: "threatened to end talks if Quito deploys"."""
    aside = below.filter((pl.col("governor_relation") == "advcl") & (pl.col("mood") == "finite") & pl.col("marker").is_in(REASONS))
    above = below.filter(pl.col("governor_relation") == "xcomp").select(governor_id="clause_id", above_id="governor_id")
    lifted = aside.join(above, on="governor_id", maintain_order="left").with_columns(governor_id="above_id").select(below.columns)
    return pl.concat([below, lifted], rechunk=True)


def equals(filled: pl.DataFrame, options: pl.DataFrame) -> pl.DataFrame:
    """Those between whom something is, where nobody else does it, as its sources: "flights between Peru and Chile will begin"."""
    own = filled.filter(pl.col("term") == "between").join(options.filter(pl.col("role") == "source"), on="match", how="anti")
    several = own.filter(pl.col("mention_id").n_unique().over("match") > 1)
    return several.with_columns(role=pl.lit("source"), alternative=pl.lit(0, pl.Int64), is_fallback=True).select(options.columns)


def without_shadowed_places(options: pl.DataFrame) -> pl.DataFrame:
    """Places only where the role has no actor."""
    return options.filter(pl.col("is_actor") | ~pl.col("is_actor").any().over("side"))


def without_repeats(chosen: pl.DataFrame) -> pl.DataFrame:
    """One participant per role and actor, and nobody on both sides."""
    # a pronoun means what it stands for: "inmates burned their mattresses"
    described = pl.concat_str("name", pl.col("country_code").fill_null(""), pl.col("sector_code").fill_null(""), separator="|")
    chosen = chosen.with_columns(who=pl.coalesce("entity_id", described, "mention_id"))
    chosen = chosen.unique(["side", "who"], keep="first", maintain_order=True)
    sources = chosen.filter(pl.col("role") == "source").select("who", side=pl.col("side") + 1)
    return chosen.join(sources, on=["side", "who"], how="anti", maintain_order="left")


def without_third_parties(chosen: pl.DataFrame) -> pl.DataFrame:
    """Parties who agree with each other need no target from an unusual place: "A and B, at a meeting hosted by C, agreed to …"."""
    between = pl.col("event_type").is_in(BETWEEN_EQUALS) & ((pl.col("role") == "source").sum().over("match") > 1)
    further = pl.col("is_fallback") | (pl.col("term") == "complement.object")
    return chosen.filter(~(between & (pl.col("role") == "target") & further))


def with_sectors(chosen: pl.DataFrame) -> pl.DataFrame:
    place = ~pl.col("is_actor") | (pl.col("kind") == "country")
    people = (pl.col("event_type") == "PROTEST") & (pl.col("role") == "source")  # of a place where there are protests
    # what is done to a town is done to its people; what a capital is told, its government is told
    suffers = pl.col("event_type").is_in(MATERIAL) & (pl.col("role") == "target") & (pl.col("kind") == "place") & ~pl.col("is_actor")
    # in "shelled Malian towns" the people of the country suffer, and by a threat to a town of one's own
    suffers = suffers | ((pl.col("role") == "target") & (is_home() | is_own_town()))
    # of "ambushed a convoy in Niger" the country tells where it was
    within = (pl.col("mention_path") == "complement") | ((pl.col("path") == "object") & (pl.col("preposition") == "in"))
    within = within | (pl.col("term") == "in")
    inside = (pl.col("kind") == "country") & within & (pl.col("event_type") == "ASSAULT")
    suffers = suffers | (inside & (pl.col("role") == "target"))
    sector = pl.when(people | suffers).then(pl.lit(PEOPLE_SECTOR)).otherwise(pl.lit(PLACE_SECTOR))
    # "the Omanis held talks": who deals with states is a people's government
    nation = (pl.col("form") == "demonym") & (pl.col("kind") == "group") & (pl.col("sector_code") == PEOPLE_SECTOR)
    rules = nation & pl.col("event_type").is_in(BETWEEN_STATES) & (pl.col("role") == "source")
    return chosen.with_columns(
        evidence=pl.col("term"),
        sector_code=pl.when(suffers)
        .then(pl.lit(PEOPLE_SECTOR))
        .when(rules)
        .then(pl.lit(PLACE_SECTOR))
        .when((pl.col("mode") == "strike") & (pl.col("role") == "source") & (pl.col("sector_code") == "MIL"))
        .then(pl.lit("LAB"))  # pilots who strike are an airline's
        .when(place & pl.col("sector_code").is_null())
        .then(sector)
        .otherwise("sector_code"),
    )


def is_home() -> pl.Expr:
    """Whether force or a threat meets where people live: a country or place stands beside a noun for that."""
    lived_in = pl.col("head_lemma").is_in(list(HOMES)) & pl.col("kind").is_in(["country", "place"])
    return lived_in & pl.col("event_type").is_in([*MATERIAL, "THREATEN"])


def is_own_town() -> pl.Expr:
    """Whether a threat is meant for a place in the country of who threatens."""
    return (pl.col("event_type") == "THREATEN") & (pl.col("kind") == "place") & is_of_source().fill_null(False)


def is_of_source() -> pl.Expr:
    """Whether a participant is of the country of the first source of its match; null where either has none."""
    return pl.col("country_code") == pl.col("country_code").filter(pl.col("role") == "source").first().over("match")


def without_own(chosen: pl.DataFrame) -> pl.DataFrame:
    """Who withdraws his own troops does nothing to them, nor is a road at home a target, nor who is given or sent out by his own."""
    moved = (pl.col("event_type") == "RETREAT") & (pl.col("term") == "object") & (pl.col("sector_code") == "MIL")
    standing = pl.col("event_type").is_in(AGAINST_SOMEBODY) & ~pl.col("is_actor") & (pl.col("kind") == "place")
    # nor is what he gives or sends out its receiver: "pledged a further 40 police", "agreed to buy 40 jets from Japan"
    is_target = pl.col("role") == "target"
    given = pl.col("event_type").is_in(GIVING) & pl.col("term").is_in(["object", "complement.object"]) & (pl.col("form") == "description")
    receiver = (is_target & pl.col("country_code").is_not_null()).any().over("match")
    beside = given & pl.col("country_code").is_null() & receiver
    given = given & (pl.col("is_fallback") | (pl.col("event_type") == "MOBILIZE"))
    # nor are the troops that are sent to whom they are sent: "threatened to send troops to Niger"
    sent = pl.col("term").is_in(["object", "complement.object"]) & pl.col("head_lemma").is_in(SENT) & (pl.col("form") == "description")
    other = (is_target & pl.col("kind").is_in(["country", "place"])).any().over("match")
    beside = beside | (sent & other & pl.col("event_type").is_in(["THREATEN", *GIVING]))
    nothing = is_target & (((moved | standing | given) & is_of_source()) | beside)
    return chosen.filter(~nothing.fill_null(False))


def event_key() -> pl.Expr:
    """The event of a match under a number; the next one is for the same event with doubtful members."""
    return 2 * pl.col("match")


def split_uncertain(participants: pl.DataFrame, codebook: Codebook) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Members of a list with a doubt of their own ("to meet A, B and possibly C") become an event of their own.

    Returns the participants with `event_key`, without what only this asks, and the doubtful events: event_key, clause_id, status,
    status_cue. The doubtful event keeps the clause's subject and takes the doubted members.
    """
    doubts = codebook.cues.filter((pl.col("part_of_speech") == "adverb") & pl.col("cue_status").is_in(["possible", "planned"]))
    member = pl.col("term") != "subject"
    doubted = (
        participants.filter(member)
        .select("match", "clause_id", "mention_id", "role", key="adverbs")
        .explode("key")
        .join(doubts.select("key", "cue_status"), on="key")
        .unique(["match", "mention_id"], keep="first", maintain_order=True)
    )
    sure = participants.filter(member).join(doubted, on=["match", "mention_id"], how="anti").select("match")
    doubted = doubted.join(sure, on="match", how="semi", maintain_order="left")
    marked = participants.join(
        doubted.select("match", "mention_id", is_doubted=True), on=["match", "mention_id"], how="left", maintain_order="left"
    )
    plain = marked.filter(pl.col("is_doubted").is_null()).with_columns(event_key=event_key())
    copies = marked.join(doubted.select("match"), on="match", how="semi", maintain_order="left")
    copies = copies.filter(pl.col("is_doubted") | ~member).with_columns(event_key=event_key() + 1)
    events = doubted.select(
        "clause_id",
        event_key=event_key() + 1,
        status=pl.col("cue_status").cast(pl.Enum(STATUSES)).cast(pl.String),
        status_cue="key",
    ).unique("event_key", keep="first", maintain_order=True)
    return pl.concat([plain, copies], rechunk=True).drop("match", "is_doubted", "adverbs", "who", "term"), events
