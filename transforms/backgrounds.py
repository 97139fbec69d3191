"""What an article tells of long ago: events without a time of their own that are not of the day of publication.

"In 1998 rebels attacked the port. They killed nine people." goes on in 1998, "Years later, the army seized power." has no date that the
text gives. Part of coding, between the times that predicates share and the last day mentioned (`event_dates`).
"""

from __future__ import annotations

import polars as pl

OLD_DAYS = 10  # what is further back from publication is no longer the news of the day
LONG_AGO_DAYS = 365  # of what is further back, the sentences behind it in the paragraph go on to tell
UNBOUND = r"\.(until|till|since|by)$|^offset"  # how long something lasted, and days counted from another
LATER = ["late", "subsequently", "eventually", "afterwards", "afterward", "thereafter"]  # some day after it; "late" is the base form
GOING_ON = ["then", "also", *LATER]  # what goes on with the sentence before: who was named there, or what came next
SAME_PEOPLE = r"^(?:He|She|They|It|Both|The (?:two|three|pair|couple))\b"
DISTANT = ["late", "early", "ago", "back", "before", "previously"]  # beside the predicate itself
VAGUE = (
    r"(?i:\b(?:years|decades|months|centuries|generations) (?:later|earlier|before|afterwards?|previously|ago)\b"
    r"|\bat (?:the|that) time(?:$|[^\w ]| (?:[^o]|o[^f]))|\bback then\b|\bin those (?:days|years)\b|\bthat (?:year|month|decade)\b)"
)
PLUPERFECT = r"\b(?:had|'d)\b"
NO_TIME = ["start_date", "end_date", "date_precision", "time_id", "time_text"]


def to_backgrounds(
    told: pl.DataFrame, physical: list[str], clauses: pl.DataFrame, times: pl.DataFrame, sentences: pl.DataFrame
) -> pl.DataFrame:
    """clause_id, the date and date_rule of events of a narrated past: `narrated_past`, with the month or year that goes on, or none.

    `times` carry the published_date of their article.
    """
    order = sentences.sort("article_id", "sentence_index").select(
        "sentence_id", "sentence_index", sentence="text", gap=pl.col("start_offset") - pl.col("end_offset").shift(1)
    )
    asked = told.join(clauses.select("clause_id", "adverbs"), on="clause_id", maintain_order="left")
    asked = asked.join(order, on="sentence_id", maintain_order="left").with_columns(before=pl.col("sentence_index") - 1)
    # "has closed the border" is of today; clauses do not tell it from "had closed"
    asked = asked.filter(((pl.col("aspect") != "perfect") | pl.col("sentence").str.contains(PLUPERFECT)).fill_null(True))
    old = anchors(clauses, times, order)
    found = asked.join(old, left_on=["article_id", "before"], right_on=["article_id", "sentence_index"], maintain_order="left")
    found = found.filter(goes_on(physical)).with_columns(pl.when(~says(LATER)).then(pl.col(name)).alias(name) for name in NO_TIME)
    distant = pl.col("sentence").str.contains(rf"^(?:And |But )?(?:{VAGUE})") | (says(DISTANT) & pl.col("sentence").str.contains(VAGUE))
    vague = asked.filter(distant).join(found, on="clause_id", how="anti", maintain_order="left")
    rows = pl.concat([found.select("clause_id", *NO_TIME), vague.select("clause_id")], how="diagonal")
    return rows.with_columns(date_rule=pl.lit("narrated_past"))


def goes_on(physical: list[str]) -> pl.Expr:
    """Whether an event belongs to the past that the sentence before tells: a word says so, the same people did it, or it was long ago."""
    done = pl.col("event_type").is_in(physical)
    long_ago = (pl.col("age") > LONG_AGO_DAYS) & (pl.col("date_precision") != "day") & (pl.col("gap") <= 1)
    return says(GOING_ON) | (done & (pl.col("sentence").str.contains(SAME_PEOPLE) | long_ago))


def says(words: list[str]) -> pl.Expr:
    """Whether one of the words stands beside the predicate."""
    return pl.col("adverbs").list.set_intersection(words).list.len() > 0


def anchors(clauses: pl.DataFrame, times: pl.DataFrame, order: pl.DataFrame) -> pl.DataFrame:
    """The last time of each sentence, where it dates the past that the sentence tells and lies far back."""
    main = clauses.filter(
        (pl.col("mood") == "finite") & (pl.col("tense") == "past") & pl.col("modal").is_null() & pl.col("governor_relation").is_null()
    )
    last = times.drop_nulls("start_date").join(order.drop("gap"), on="sentence_id").sort("article_id", "start_offset")
    last = last.unique(["article_id", "sentence_index"], keep="last", maintain_order=True)
    last = last.with_columns(age=(pl.col("published_date") - pl.col("end_date")).dt.total_days())
    old = last.filter((pl.col("age") > OLD_DAYS).fill_null(False) & ~pl.col("rule").str.contains(UNBOUND))
    return old.join(main.select("clause_id"), on="clause_id", how="semi").select(
        "article_id", "sentence_index", "age", "start_date", "end_date", "time_id", date_precision="precision", time_text="text"
    )
