"""When events happened: the expression that governs them, the date that the text goes on from, the day of publication.

A predicate takes its own time expression, else that of the predicates it shares its time with ("the meeting was held on
Monday", "attacked the base, killing two"). Physical events without any go on from the last day that the article
mentions, if that is recent; other statements of something that happened lie on the day of publication. `date_rule` says
which of these it was.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from transforms.backgrounds import to_backgrounds

SHARING = ["object", "subject", "xcomp", "conj", "oblique", "of", "for", "during", "in", "at", "ccomp"]
COMPLEMENTS = ["object", "subject", "xcomp"]
SAME_TIME = ["when", "while", "as"]  # clauses with these are of the time of the clause they hang on
BESIDE = ["subject", "object", "during", "after", "amid", "following", "in"]  # nouns that are told with a past verb
UNTIL = r"\.(until|till)$"  # says how long something lasts, not when it happens
ELSEWHERE = r"^offset|\.(until|till|since)$"  # days that the text does not go on from
STEPS = 3  # up the chain of predicates: "said on Monday it had agreed to hold talks"
RECENT_DAYS = 10  # a day longer ago than this before publication starts a story of its own
# what goes on from the last day mentioned; words are taken to be spoken on the day of publication
PHYSICAL = ["ASSAULT", "COERCE", "PROTEST", "MOBILIZE", "RETREAT", "AID", "SANCTION", "CONSULT"]
TIME = ["start_date", "end_date", "date_precision", "date_rule", "time_id", "time_text"]


def to_dates(events: pl.DataFrame, same: pl.DataFrame, annotations: Mapping[str, pl.DataFrame], articles: pl.DataFrame) -> pl.DataFrame:
    """clause_id, start_date, end_date, date_precision, date_rule, time_id, time_text of each event that can be dated.

    `same` pairs events that speak of the same thing (`same_events`).
    """
    clauses = annotations["clauses"]
    times = annotations["times"].join(articles.select("article_id", "published_date"), on="article_id", how="left")
    shared = spread(clauses, own_times(clauses, times))
    stated = events.select("clause_id").join(shared, on="clause_id", maintain_order="left").select("clause_id", *TIME)
    stated = pl.concat([stated, lent(events, same, stated, articles)], rechunk=True)
    told = told_events(events, clauses).join(stated, on="clause_id", how="anti", maintain_order="left")
    past = to_backgrounds(told, PHYSICAL, clauses, times, annotations["sentences"]).select("clause_id", *TIME)
    links = clauses.join(told, on="clause_id", how="semi").filter(shares_time()).select("clause_id", "governor_id")
    past = pl.concat([past, handed(links, past, "governor_id", "clause_id")])
    told = told.join(past, on="clause_id", how="anti", maintain_order="left")
    continued = narrative(told, times, annotations["sentences"])
    rest = told.join(continued, on="clause_id", how="anti", maintain_order="left")
    dated = pl.concat([stated, past, continued, published(rest, articles)], rechunk=True)
    return pl.concat([dated, beside(events, clauses, dated)])


def own_times(clauses: pl.DataFrame, times: pl.DataFrame) -> pl.DataFrame:
    """The time expression of each predicate; of several the nearest."""
    since = pl.col("rule").str.ends_with(".since") & pl.col("published_date").is_not_null()
    governing = times.drop_nulls(["start_date", "clause_id"]).filter(~pl.col("rule").str.contains(UNTIL))
    stated = governing.select(
        "clause_id", "time_id", "start_date", near="start_offset", date_rule="rule", time_text="text",
        end_date=pl.when(since).then(pl.max_horizontal("end_date", "published_date")).otherwise("end_date"),
        date_precision=pl.when(since).then(pl.lit("other")).otherwise("precision"),
    )  # fmt: skip
    placed = stated.join(clauses.select("clause_id", at="start_offset"), on="clause_id")
    nearest = placed.with_columns(distance=(pl.col("near") - pl.col("at")).abs()).sort("clause_id", "distance", "time_id")
    return nearest.unique("clause_id", keep="first", maintain_order=True).select("clause_id", *TIME)


def shares_time() -> pl.Expr:
    """Whether a predicate happens when its governor does."""
    relation, marker = pl.col("governor_relation"), pl.col("marker")
    simultaneous = relation.is_in(["advcl", "acl"]) & (pl.col("mood").is_in(["participle", "gerund"]) | marker.is_in(SAME_TIME))
    foretold = (relation == "ccomp") & pl.col("modal").is_not_null()  # 'said on Monday that it would attack'
    free = marker.is_null() | marker.is_in(SAME_TIME) | relation.is_in(["xcomp", "ccomp"])
    return ((relation.is_in(SHARING) | simultaneous) & free & ~foretold).fill_null(False)


def spread(clauses: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """Times passed on: down from governors to what shares their time, then up from complements."""
    links = clauses.select("clause_id", "governor_id", "governor_relation", "marker", is_shared=shares_time()).drop_nulls("governor_id")
    below = links.filter("is_shared").select("clause_id", "governor_id").join(dated, on="clause_id", how="anti", maintain_order="left")
    further = dated
    for _ in range(STEPS):
        # a predicate has one governor, so that only times found in the last step have not been passed on yet
        further = handed(below, further, "governor_id", "clause_id")
        dated = pl.concat([dated, further], rechunk=True)
    nouns = clauses.filter(pl.col("part_of_speech") == "noun").select(governor_id="clause_id", over_noun=True)
    links = links.join(nouns, on="governor_id", how="left").with_columns(pl.col("over_noun").fill_null(False))
    told_of = pl.col("governor_relation").is_in(["acl", "relcl"]) & pl.col("over_noun")  # 'clashes that erupted on Monday'
    over = links.filter(pl.col("governor_relation").is_in(COMPLEMENTS) | pl.col("marker").is_in(SAME_TIME).fill_null(False) | told_of)
    return pl.concat([dated, handed(over, dated, "clause_id", "governor_id")], rechunk=True)


def handed(links: pl.DataFrame, dated: pl.DataFrame, giver: str, taker: str) -> pl.DataFrame:
    """Times of the takers that have none yet, each from its first giver."""
    given = links.select(at=giver, to=taker).join(dated, left_on="at", right_on="clause_id")
    new = given.join(dated.select("clause_id"), left_on="to", right_on="clause_id", how="anti")
    first = new.sort("to", "at").unique("to", keep="first", maintain_order=True)
    return first.select(pl.col("to").alias("clause_id"), *TIME)


def lent(events: pl.DataFrame, same: pl.DataFrame, stated: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """Dates that undated events take from one that speaks of the same.

    What lies ahead takes none that is long past, and what is told as done none to come.
    """
    is_told = (pl.col("mood") == "finite") & (pl.col("tense") == "past") & pl.col("modal").is_null()
    asking = events.select("clause_id", "article_id", is_told=is_told.fill_null(False))
    days = asking.join(articles.select("article_id", "published_date"), on="article_id")
    asked = same.join(stated, on="clause_id", how="anti").join(days, on="clause_id")
    given = asked.join(stated, left_on="giver_id", right_on="clause_id")
    age = (pl.col("published_date") - pl.col("end_date")).dt.total_days()
    ahead = pl.col("status").is_in(["planned", "possible"])
    to_come = pl.col("is_told") & (pl.col("start_date") > pl.col("published_date")).fill_null(False)
    usable = given.filter((~ahead | (age <= RECENT_DAYS).fill_null(False)) & ~to_come)
    first = usable.sort("clause_id", "distance").unique("clause_id", keep="first", maintain_order=True)
    return first.with_columns(date_rule=pl.lit("same_event")).select("clause_id", *TIME)


def told_events(events: pl.DataFrame, clauses: pl.DataFrame) -> pl.DataFrame:
    """Events that the text states as happened, by a finite clause of their own or a noun beside one."""
    happened = pl.col("status").is_in(["occurred", "denied"])
    running = (pl.col("aspect") == "progressive") & (pl.col("tense") == "past")
    statement = (pl.col("mood") == "finite") & (pl.col("aspect").is_in(["simple", "perfect"]) | running)
    free = ~pl.col("governor_relation").is_in(["relcl", "advcl", "acl"]).fill_null(False)
    above = clauses.filter(statement & (pl.col("tense") == "past")).select(governor_id="clause_id", is_told=True)
    noun = (pl.col("part_of_speech") == "noun") & pl.col("governor_relation").is_in(BESIDE)
    joined = events.join(above, on="governor_id", how="left", maintain_order="left")
    return joined.filter(happened & ((statement & free) | (noun & pl.col("is_told").fill_null(False))))


def narrative(events: pl.DataFrame, times: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """The last day mentioned in front of a physical event, where it is recent or its sentence stands next to the event's."""
    physical = pl.col("event_type").is_in(PHYSICAL)
    reports = (pl.col("tense") == "present") & (pl.col("aspect") == "perfect")  # 'have killed hundreds' has no day
    order = sentences.select("sentence_id", "sentence_index")
    going_on = events.filter(physical & ~reports.fill_null(False)).join(order, on="sentence_id", maintain_order="left")
    days = times.filter((pl.col("precision") == "day") & (pl.col("start_date") <= pl.col("published_date")).fill_null(True))
    days = days.drop_nulls("start_date").filter(~pl.col("rule").str.contains(ELSEWHERE)).join(order, on="sentence_id").select(
        "article_id", "start_date", "end_date", "time_id", "published_date", at="start_offset", time_text="text",
        date_precision="precision", time_sentence="sentence_index",
    )  # fmt: skip
    asked = going_on.select("article_id", "clause_id", "sentence_index", at="trigger_start").sort("at")
    found = asked.join_asof(days.sort("at"), on="at", by="article_id", strategy="backward", check_sortedness=False).drop_nulls("start_date")
    age = (pl.col("published_date") - pl.col("start_date")).dt.total_days()
    near = pl.col("sentence_index") - pl.col("time_sentence") <= 1
    usable = found.filter((age <= RECENT_DAYS).fill_null(False) | near)
    return usable.sort("clause_id").with_columns(date_rule=pl.lit("last_mentioned")).select("clause_id", *TIME)


def published(events: pl.DataFrame, articles: pl.DataFrame) -> pl.DataFrame:
    """The day of publication, for articles dated to the day."""
    days = articles.filter(pl.col("published_precision").fill_null("day") == "day").select("article_id", "published_date")
    return (
        events.join(days.drop_nulls(), on="article_id", maintain_order="left")
        .with_columns(
            start_date="published_date",
            end_date="published_date",
            date_precision=pl.lit("day"),
            date_rule=pl.lit("publication"),
            time_id=pl.lit(None, dtype=pl.String),
            time_text=pl.lit(None, dtype=pl.String),
        )
        .select("clause_id", *TIME)
    )


def beside(events: pl.DataFrame, clauses: pl.DataFrame, dated: pl.DataFrame) -> pl.DataFrame:
    """Undated events that happened together with a dated one: participles, complements, conjuncts of it."""
    happened = events.filter(pl.col("status").is_in(["occurred", "denied"])).select("clause_id")
    links = clauses.join(happened, on="clause_id", how="semi").drop_nulls("governor_id").filter(shares_time())
    return handed(links.select("clause_id", "governor_id"), dated, "governor_id", "clause_id")
