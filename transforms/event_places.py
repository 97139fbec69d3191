"""Where events happen: by grammar, else by the sentence, the actors, the paragraph and the dateline.

Each finder below ranks a place; the lowest rank wins and `place_rule` names it. A place that nothing in the text ties to
the event is better left out: paragraph and dateline count only where an actor of the event is of the same country, the
article's setting only where no actor is of another.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.codebook import NON_STATE
from transforms.event_dates import SHARING

PLACE_PREPOSITIONS = ["in", "at", "near", "outside", "inside", "across", "throughout", "around", "off", "over", "within"]
GOAL_PREPOSITIONS = ["to", "into", "for", "toward", "towards"]
PHRASES = ["object", "subject", "oblique"]  # slots in whose words a place of the event may stand
PHYSICAL = ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID"]
BACKGROUND = ["after", "before", "since", "because", "although", "though"]
AT_HOME = ["PROTEST", "COERCE"]  # happen in the actor's country even where only one side is named
AT_WORK = ["JUD", "LEG", "COP"]  # act where they are at home
HOSTING = r"^(?:host|receiv|welcom)"  # whoever does so is at home
RULES = {
    0: "own_phrase", 1: "goal", 2: "governor", 3: "phrase", 4: "sentence", 5: "same_event", 6: "paragraph", 7: "actors", 8: "dateline",
    9: "setting",
}  # fmt: skip
LENT, SAME = 1, 5  # up to which rank an event lends its place, and the rank that the place has there
SETTING_SHARE, LEAST_SETTING = 0.7, 2  # of the places an article names, and how many, that make their country its setting
READ = [
    "mention_id", "article_id", "sentence_id", "kind", "form", "name", "text", "start_offset", "end_offset", "preposition", "country_code",
    "latitude", "longitude", "is_actor",
]  # fmt: skip
IS_SOURCE = pl.col("role") == "source"
PLACE = ["kind", "name", "country_code", "latitude", "longitude", "mention_id", "start_offset"]


def to_places(
    events: pl.DataFrame,
    same: pl.DataFrame,
    participants: pl.DataFrame,
    annotations: Mapping[str, pl.DataFrame],
    mentions: pl.DataFrame,
    articles: pl.DataFrame,
    points: pl.DataFrame,
) -> pl.DataFrame:
    """clause_id, place_* columns and place_rule of each event that can be placed. `points` gives countries their names and points."""
    located = mentions.select(READ).filter(pl.col("kind").is_in(["place", "country"]))
    located = located.join(events.select("article_id").unique(), on="article_id", how="semi", maintain_order="left")
    named = located.filter(pl.col("form") == "name")
    standing = named.filter(~pl.col("is_actor") & pl.col("preposition").is_in(PLACE_PREPOSITIONS))
    own = pl.concat([grammatical(events, annotations["arguments"], named, standing), nearby(events, standing, annotations)])
    lent = same.join(own.filter(pl.col("rank") <= LENT), left_on="giver_id", right_on="clause_id").with_columns(rank=pl.lit(SAME))
    actors = state_actors(participants)
    countries = actors.select("clause_id", "country_code").unique()
    physical = events.filter(pl.col("event_type").is_in(PHYSICAL))
    found = pl.concat(
        [
            own,
            lent.select("clause_id", *PLACE, "rank"),
            paragraph(physical, standing, paragraph_numbers(physical, annotations["sentences"], articles), countries),
            at_home(events, participants, actors, points),
            rulings(events, participants, points),
            datelines(physical, countries, located, articles),
            setting(physical, actors, named, points),
        ]
    )
    placed = found.join(events.select("clause_id", "trigger_start"), on="clause_id").with_columns(
        distance=(pl.col("start_offset") - pl.col("trigger_start")).abs(), is_country=pl.col("kind") == "country"
    )
    chosen = placed.sort("clause_id", "rank", "is_country", "distance", "start_offset", "mention_id")
    chosen = chosen.unique("clause_id", keep="first", maintain_order=True)
    return chosen.select(
        "clause_id", place_name="name", place_country="country_code", place_latitude="latitude", place_longitude="longitude",
        place_mention_id="mention_id", place_rule=pl.col("rank").replace_strict(RULES, return_dtype=pl.String),
    )  # fmt: skip


def ranked(pairs: pl.DataFrame, located: pl.DataFrame, rank: int) -> pl.DataFrame:
    """The places of `located` for the pairs of `clause_id` and `at`."""
    joined = pairs.join(located.select(*PLACE, "at"), on="at")
    return joined.select("clause_id", *PLACE, rank=pl.lit(rank))


def grammatical(events: pl.DataFrame, arguments: pl.DataFrame, named: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Places in the event's own phrases, as its goal, in its governor's phrases, and inside its arguments."""
    slot, preposition = pl.col("slot"), pl.col("preposition")
    located = arguments.select("clause_id", "slot", "preposition", "mention_id").join(named.drop("preposition"), on="mention_id")
    located = located.with_columns(at="clause_id")
    stands = located.filter(~pl.col("is_actor") & (slot == "oblique") & preposition.is_in(PLACE_PREPOSITIONS))
    goals = located.filter(((slot == "oblique") & preposition.is_in([*GOAL_PREPOSITIONS, "in", "at"])) | (slot == "object"))
    comes = ~pl.col("trigger_text").str.to_lowercase().str.contains(HOSTING)  # who hosts the president of Chad is not in Chad
    visits = events.filter((pl.col("event_type") == "CONSULT") & (pl.col("mode") == "visit").fill_null(False) & comes)
    goal_events = pl.concat([visits, events.filter(pl.col("event_type").is_in(["ASSAULT", "MOBILIZE", "AID"]))])
    left = located.filter((slot == "oblique") & (preposition == "from"))  # "pulled its troops out of Chad"
    withdrawals = events.filter(pl.col("event_type") == "RETREAT")
    shared = events.filter(pl.col("governor_relation").is_in([*SHARING, "advcl", "acl"]))
    return pl.concat(
        [
            ranked(events.select("clause_id", at="clause_id"), stands, 0),
            ranked(goal_events.select("clause_id", at="clause_id"), goals, 1),
            ranked(withdrawals.select("clause_id", at="clause_id"), left, 1),
            ranked(shared.select("clause_id", at="governor_id"), stands, 2),
            inside_phrases(events, arguments, standing),
        ]
    )


def inside_phrases(events: pl.DataFrame, arguments: pl.DataFrame, standing: pl.DataFrame) -> pl.DataFrame:
    """Places inside the words of an argument: "an oil depot in Russia's Kaluga region"."""
    phrases = arguments.select("clause_id", "slot", first="start_offset", last="end_offset").filter(pl.col("slot").is_in(PHRASES))
    spans = phrases.join(events.select("clause_id", "sentence_id"), on="clause_id")
    pairs = spans.join(standing, on="sentence_id").filter(
        (pl.col("start_offset") >= pl.col("first")) & (pl.col("end_offset") <= pl.col("last"))
    )
    return pairs.select("clause_id", *PLACE, rank=pl.lit(3))


def nearby(events: pl.DataFrame, standing: pl.DataFrame, annotations: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Places elsewhere in the event's sentence; what went before says where people die, not where they talk.

    "They died after a bus fell into a ravine in Peru", but "put off the visit after a ferry sank off Norway".
    """
    background = (pl.col("governor_relation") == "advcl") & pl.col("marker").is_in(BACKGROUND) & (pl.col("mood") == "finite")
    clauses = annotations["clauses"].filter(background).select("clause_id")
    apart = annotations["arguments"].join(clauses, on="clause_id", how="semi").select("mention_id").drop_nulls()
    physical = pl.col("event_type").is_in(PHYSICAL)
    standing = standing.with_columns(at="sentence_id")
    near = ranked(events.filter(physical).select("clause_id", at="sentence_id"), standing, 4)
    spoken = events.filter(~physical).select("clause_id", at="sentence_id")
    return pl.concat([near, ranked(spoken, standing.join(apart, on="mention_id", how="anti"), 4)])


def state_actors(participants: pl.DataFrame) -> pl.DataFrame:
    """clause_id and country_code of the participants that belong to a country."""
    return participants.select("clause_id", "role", "country_code").drop_nulls().filter(~pl.col("country_code").is_in(NON_STATE))


def paragraph(physical: pl.DataFrame, standing: pl.DataFrame, numbers: pl.DataFrame, countries: pl.DataFrame) -> pl.DataFrame:
    """The last place named in front of a physical event in its paragraph, if an actor is of its country."""
    standing = standing.join(numbers, on="sentence_id").select(*PLACE, "paragraph", at="start_offset").sort("at")
    asked = physical.select("clause_id", "sentence_id", at="trigger_start").join(numbers, on="sentence_id").sort("at")
    found = asked.join_asof(standing, on="at", by="paragraph", strategy="backward", check_sortedness=False).drop_nulls("mention_id")
    return found.join(countries, on=["clause_id", "country_code"], how="semi").select("clause_id", *PLACE, rank=pl.lit(6))


def paragraph_numbers(events: pl.DataFrame, sentences: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """sentence_id and a number of its paragraph that is unique over all articles, for the articles of the events."""
    texts = articles.select("article_id", whole="text").join(events, on="article_id", how="semi")
    joined = sentences.select("article_id", "sentence_id", "start_offset").join(texts, on="article_id").sort("article_id", "start_offset")
    lead = pl.col("whole").str.slice(pl.max_horizontal(pl.col("start_offset") - 2, pl.lit(0)), 2)
    opens = lead.str.contains("\n", literal=True) | (pl.col("article_id") != pl.col("article_id").shift()).fill_null(True)
    return joined.with_columns(paragraph=opens.cast(pl.Int64).cum_sum()).select("sentence_id", "paragraph")


def at_home(events: pl.DataFrame, participants: pl.DataFrame, actors: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """The country of all actors, where it is one and both sides are named or the type needs no second side."""
    sided = actors.group_by("clause_id").agg(is_one_sided=IS_SOURCE.all() | ~IS_SOURCE.any())
    joined = events.select("clause_id", "event_type", "trigger_start", "trigger_text")
    joined = joined.join(only_country(actors), on="clause_id").join(sided, on="clause_id")
    strangers = participants.filter(pl.col("country_code").is_null()).get_column("clause_id")
    alone = ~pl.col("is_one_sided") | pl.col("event_type").is_in(AT_HOME)
    domestic = alone & ~pl.col("clause_id").is_in(strangers.implode())
    hosts = pl.col("trigger_text").str.to_lowercase().str.contains(HOSTING) & pl.col("is_one_sided")
    return in_country(joined.filter(domestic | hosts), points, 7)


def rulings(events: pl.DataFrame, participants: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """The country of courts, parliaments and police for what they decide and do, and of governments for whom they send away."""
    sources = participants.filter(IS_SOURCE)
    bodies = sources.group_by("clause_id").agg(is_body=pl.col("sector_code").is_in(AT_WORK).all())
    joined = events.select("clause_id", "mode", "trigger_start").join(bodies, on="clause_id")
    here = joined.filter(pl.col("is_body") | (pl.col("mode") == "expel").fill_null(False))
    states = only_country(sources).filter(~pl.col("country_code").is_in(NON_STATE))
    return in_country(here.join(states, on="clause_id"), points, 7)


def only_country(participants: pl.DataFrame) -> pl.DataFrame:
    """clause_id, country_code of the clauses that have all their participants in one country."""
    return participants.select("clause_id", "country_code").unique().unique("clause_id", keep="none")


def in_country(rows: pl.DataFrame, points: pl.DataFrame, rank: int) -> pl.DataFrame:
    """The rows' country as a place."""
    joined = rows.join(points, on="country_code", how="left", maintain_order="left")
    return joined.select(
        "clause_id",
        kind=pl.lit("country"),
        name=pl.coalesce("name", "country_code"),
        country_code="country_code",
        latitude="latitude",
        longitude="longitude",
        mention_id=pl.lit(None, dtype=pl.String),
        start_offset="trigger_start",
        rank=pl.lit(rank),
    )


def datelines(physical: pl.DataFrame, countries: pl.DataFrame, mentions: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The dateline's place for physical events whose actors are of its country; its words must be a mention or a name in the text."""
    placed = articles.select("article_id", "dateline_place").drop_nulls()
    known = mentions.filter(pl.col("kind") == "place").with_columns(key=pl.col("text").str.to_uppercase()).sort("start_offset")
    known = known.unique(["article_id", "key"], keep="first", maintain_order=True)
    keyed = placed.with_columns(key=pl.col("dateline_place").str.split(",").list.first().str.to_uppercase())
    points = keyed.join(known, on=["article_id", "key"]).select("article_id", *PLACE)
    asked = physical.select("article_id", "clause_id")
    found = asked.join(points, on="article_id").join(countries, on=["clause_id", "country_code"], how="semi")
    return found.select("clause_id", *PLACE, rank=pl.lit(8))


def setting(physical: pl.DataFrame, actors: pl.DataFrame, named: pl.DataFrame, points: pl.DataFrame) -> pl.DataFrame:
    """The country that almost all places of an article are in, for physical events without actors of another country."""
    counts = named.filter(~pl.col("is_actor")).drop_nulls("country_code")
    counts = counts.group_by("article_id", "country_code").agg(count=pl.len())
    counts = counts.with_columns(share=pl.col("count") / pl.col("count").sum().over("article_id"))
    settings = counts.filter((pl.col("share") >= SETTING_SHARE) & (pl.col("count") >= LEAST_SETTING)).select("article_id", "country_code")
    asked = physical.select("clause_id", "article_id", "trigger_start")
    joined = asked.join(settings, on="article_id")
    foreign = joined.join(actors, on="clause_id", suffix="_of").filter(pl.col("country_code") != pl.col("country_code_of"))
    return in_country(joined.join(foreign, on="clause_id", how="anti", maintain_order="left"), points, 9)
