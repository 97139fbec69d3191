"""Participants that the sentence leaves out because the reader knows them: from what else the article says.

Eight ways, each named in `participants.evidence`, so that a reader can leave them out:

`same event`: a definite noun ("the trip", "this attack", "his visit") means the last event of its type that fits what
the noun says itself, one of the same word or meaning before others, and has its other participants.
`content`: who condemns or rejects an event means who did it.
`first verb`: who is accused, asked or threatened is who the same speaker demands or threatens something of in the next breath.
`speaker`, `custody`: who did what a passive leaves open (`doers.py`).
`answer`: who rejects, condemns or welcomes something answers who said or did it before (`answers.py`).
`dyad`: in an article about two parties, what one of them says to somebody unnamed is said to the other; a call or talks of nobody
named were between both.
`setting`: what a state does from abroad to somebody unnamed is done to the government of the country that the article is about.
"""

from __future__ import annotations

import polars as pl

from transforms.answers import ANSWERS, CONTENT, asked_for, from_answers
from transforms.doers import from_custody, from_speakers, set_free
from transforms.repeats import with_sides
from transforms.same_events import REAL

DEFINITE = ("the", "this", "that", "these", "those", "its", "his", "her", "their", "'s")
AGAINST = ("REQUEST", "ACCUSE", "REJECT", "THREATEN")
VERBAL = ("AGREE", "CONCEDE", *AGAINST)
MEETINGS, OF_MANY = ("CONSULT",), r"(?i)summit|conference|forum|congress|session|assembly"
LEAST_SHARED = 2  # events between two parties that make them what the article is about
CLEAR_LEAD = 2.0  # and so many times as many as between any other two
SAME_EVENT, SPOKEN_OF, FIRST_VERB, CUSTODY, ANSWER, DYAD = "same event", "content", "first verb", "custody", "answer", "dyad"
SETTING, ABROAD = "setting", ("SANCTION", "AID", "SUPPORT", "ACCUSE", "REJECT", "AGREE", "THREATEN")
INFERRED = [FIRST_VERB, ANSWER, DYAD, SETTING, CUSTODY]  # by the article as a whole: they make no event surer
LEAST_SET, CLEAR_SET = 4, 1.5  # events with the country that an article is about, and how many times those of the next
STEM = 5  # letters that "the ambush" shares with "ambushed"


def completed(
    events: pl.DataFrame,
    participants: pl.DataFrame,
    content: pl.DataFrame,
    speakers: pl.DataFrame,
    clauses: pl.DataFrame,
    arguments: pl.DataFrame,
) -> pl.DataFrame:
    """The participants, with those that the article gives elsewhere, by event and role.

    Events carry event_key, article_id, clause_id, clause_index, their grammar, frame, type and status. `content` has the event_key of
    those that are only spoken of in another: they lend who did it, and are left out. `speakers` are the mentions of who says each clause.
    """
    participants = pl.concat([participants, from_same_event(events, participants, content)], rechunk=True)
    participants = pl.concat([participants, from_content(events, participants)], rechunk=True)
    participants = participants.join(content, on="event_key", how="anti", maintain_order="left")
    events = events.join(content, on="event_key", how="anti", maintain_order="left")
    participants = pl.concat([participants, from_speakers(events, participants, speakers)], rechunk=True)
    participants = pl.concat([participants, from_first_verb(events, participants)], rechunk=True)
    participants = pl.concat([participants, from_before(events, participants, clauses, arguments)], rechunk=True)
    participants = pl.concat([participants, from_dyad(events, participants)], rechunk=True)
    participants = pl.concat([participants, from_setting(events, participants)], rechunk=True)
    return with_positions(participants.sort("event_key", "role", maintain_order=True))


def from_before(events: pl.DataFrame, participants: pl.DataFrame, clauses: pl.DataFrame, arguments: pl.DataFrame) -> pl.DataFrame:
    """Rows for who is answered and who sets free, by what the same article told before."""
    asked = asked_for(without_target(events, participants, ANSWERS), clauses, arguments)
    freed = set_free(events, participants)
    concerned = pl.concat([asked.select("article_id"), freed.select("article_id")]).unique()
    events = events.join(concerned, on="article_id", how="semi", maintain_order="left")
    told = participants.join(concerned, on="article_id", how="semi", maintain_order="left")
    sided = with_sides(events, told, key="event_key")
    held, answered = from_custody(freed, sided), from_answers(asked, sided)
    return pl.concat([lent(held, told, CUSTODY, role="source"), lent(answered, told, ANSWER, role="target")])


def with_positions(participants: pl.DataFrame) -> pl.DataFrame:
    """Add the place in its role of its event, counted from 0. All of one role of an event stand together."""
    row = pl.int_range(pl.len(), dtype=pl.Int64)
    is_next = pl.all_horizontal(pl.col(name) == pl.col(name).shift() for name in ("event_key", "role"))
    return participants.with_columns(position=row - pl.when(~is_next.fill_null(False)).then(row).forward_fill())


def from_same_event(events: pl.DataFrame, participants: pl.DataFrame, content: pl.DataFrame) -> pl.DataFrame:
    """Rows to add to definite nouns that lack a side, copied from the nearest earlier event of the type that fits."""
    columns = ["event_key", "clause_index", "status", "stem", "family", "sources", "targets", "known_sources", "known_targets"]
    group = ["article_id", "event_type"]
    taken_up = (pl.col("part_of_speech") == "noun") & pl.col("determiner").is_in(DEFINITE)
    told = events.join(events.filter(taken_up), on=group, how="semi", maintain_order="left")
    sided = with_sides(told, participants, key="event_key").with_columns(
        stem=pl.col("trigger_text").str.to_lowercase().str.head(STEM), family=pl.col("frame_id").str.split(".").list.get(1)
    )
    lacking = sided.filter(taken_up & ((pl.col("sources").list.len() == 0) | (pl.col("targets").list.len() == 0)))
    givers = sided.filter(pl.col("size") > 0).join(content, on="event_key", how="anti")
    pairs = lacking.select(*group, *columns).join(givers.select(*group, *columns), on=group, suffix="_of")
    known = pl.col("known_sources_of").list.set_union("known_targets_of")
    own = pl.col("sources").list.set_union("targets")
    richer = ((pl.col("sources").list.len() == 0) & (pl.col("sources_of").list.len() > 0)) | (
        (pl.col("targets").list.len() == 0) & (pl.col("targets_of").list.len() > 0)
    )
    real = pl.col("status").is_in(REAL) & ~pl.col("status_of").is_in(REAL)  # what happened is not what was threatened
    fits = (pl.col("clause_index_of") < pl.col("clause_index")) & (own.list.set_difference(known).list.len() == 0) & richer & ~real
    alike = pl.when(pl.col("stem") == pl.col("stem_of")).then(0).when(pl.col("family") == pl.col("family_of")).then(1).otherwise(2)
    order = ["event_key", "alike", "clause_index_of", "event_key_of"]
    nearest = pairs.filter(fits).with_columns(alike=alike).sort(order, descending=[False, False, True, False])
    nearest = nearest.unique("event_key", keep="first", maintain_order=True)
    return copied(nearest.select("event_key", "event_key_of"), participants, SAME_EVENT)


def lent(pairs: pl.DataFrame, participants: pl.DataFrame, evidence: str, *, role: str) -> pl.DataFrame:
    """The sources of `event_key_of` in a role of `event_key`."""
    doers = participants.filter(pl.col("role") == "source").rename({"event_key": "event_key_of"})
    rows = pairs.join(doers, on="event_key_of", maintain_order="left")
    return without_present(rows.with_columns(role=pl.lit(role), evidence=pl.lit(evidence)).select(participants.columns), participants)


def copied(pairs: pl.DataFrame, participants: pl.DataFrame, evidence: str) -> pl.DataFrame:
    """Participants of `event_key_of` for the sides that `event_key` lacks, without those that it has on its other side."""
    rows = participants.join(pairs.rename({"event_key": "to", "event_key_of": "event_key"}), on="event_key", maintain_order="left")
    rows = rows.with_columns(event_key="to", evidence=pl.lit(evidence)).drop("to").select(participants.columns)
    return without_present(rows.join(participants, on=["event_key", "role"], how="anti", maintain_order="left"), participants)


def without_present(rows: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """The rows whose actors take no part in their event yet."""
    actor = pl.coalesce("entity_id", "mention_id").alias("actor")
    present = participants.join(rows, on="event_key", how="semi").select("event_key", actor)
    return rows.with_columns(actor).join(present, on=["event_key", "actor"], how="anti", maintain_order="left").drop("actor")


def from_content(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Rows to add to verbal events without a target: who did what they speak of, "condemned the ambush"."""
    lacking = without_target(events, participants, VERBAL).select("event_key", governor_id="clause_id")
    spoken = pl.col("governor_relation").is_in(CONTENT) & (pl.col("part_of_speech") == "noun")
    content = events.filter(spoken).select("governor_id", "clause_index", event_key_of="event_key")
    pairs = lacking.join(content, on="governor_id").sort("event_key", "clause_index").unique("event_key", keep="first", maintain_order=True)
    return lent(pairs.select("event_key", "event_key_of"), participants, SPOKEN_OF, role="target")


def from_first_verb(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Rows to add to what somebody says beside another thing: "accused Poland of cruelty and *threatened* to close the border"."""
    beside = (pl.col("governor_relation") == "conj") & (pl.col("part_of_speech") == "verb")
    lacking = without_target(events.filter(beside), participants, AGAINST).select("event_key", clause_id="governor_id")
    first = events.filter(pl.col("event_type").is_in(AGAINST)).select("clause_id", event_key_of="event_key")
    pairs = lacking.join(first, on="clause_id").unique("event_key", keep="first", maintain_order=True)
    sources = participants.filter(pl.col("role") == "source").select("event_key", actor=pl.coalesce("entity_id", "mention_id"))
    same = sources.join(pairs, on="event_key").join(sources, left_on=["event_key_of", "actor"], right_on=["event_key", "actor"], how="semi")
    pairs = pairs.join(same, on="event_key", how="semi", maintain_order="left").select("event_key", "event_key_of")
    return copied(pairs, participants, FIRST_VERB)


def from_dyad(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Rows to add to verbal events with a source of one of the article's two parties and no target: the other one.

    A meeting or call of nobody named is of both, unless another of its kind is told with names.
    """
    party = pl.concat_str("country_code", "sector_code", separator=":").alias("party")
    parties = participants.drop_nulls(["country_code", "sector_code"]).with_columns(party)
    parties = parties.join(events.select("event_key", "clause_index"), on="event_key", maintain_order="left")
    main = main_dyads(parties)
    lacking = without_target(events, participants, VERBAL).select("event_key", "article_id", "clause_index")
    alone = only_sources(parties, own="party")
    meant = lacking.join(alone, on="event_key", maintain_order="left").join(main, on=["article_id", "own"], maintain_order="left")
    both = of_nobody(events, participants).join(main, on="article_id", maintain_order="left")
    meant = pl.concat([meant.with_columns(to=pl.lit("target")), both.with_columns(to=pl.lit("source")).select(*meant.columns, "to")])
    rows = meant.join(parties.drop("event_key"), left_on=["article_id", "other"], right_on=["article_id", "party"], suffix="_of")
    rows = rows.filter(pl.col("clause_index_of") < pl.col("clause_index"))
    rows = rows.sort("event_key", "clause_index_of", "start_offset", descending=[False, True, False]).unique(
        ["event_key", "other"], keep="first", maintain_order=True
    )
    rows = rows.filter((pl.col("to") == "target") | (pl.len().over("event_key") > 1))  # both were told of before
    return rows.with_columns(role="to", evidence=pl.lit(DYAD)).select(participants.columns)


def of_nobody(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """event_key, article_id, clause_index of meetings that name nobody, where no meeting of that mode has somebody."""
    nouns = pl.col("event_type").is_in(MEETINGS) & (pl.col("part_of_speech") == "noun")
    of_two = events.filter(nouns & ~pl.col("trigger_text").str.contains(OF_MANY))
    named = events.filter(pl.col("event_type").is_in(MEETINGS)).join(participants, on="event_key", how="semi")
    alike = ["article_id", "event_type", "mode"]
    open_ = of_two.join(participants, on="event_key", how="anti", maintain_order="left")
    return open_.join(named, on=alike, how="anti", nulls_equal=True, maintain_order="left").select(
        "event_key", "article_id", "clause_index"
    )


def main_dyads(parties: pl.DataFrame) -> pl.DataFrame:
    """article_id, own, other: the two parties that most events of an article are between, in both directions."""
    one = parties.filter(pl.col("role") == "source").select("article_id", "event_key", a="party")
    two = parties.filter(pl.col("role") == "target").select("event_key", b="party")
    partners = parties.filter(pl.col("role") == "source").select("event_key", b="party")  # of meetings all parties are sources
    pairs = pl.concat([one.join(two, on="event_key"), one.join(partners, on="event_key")]).filter(pl.col("a") != pl.col("b"))
    pairs = pairs.with_columns(own=pl.min_horizontal("a", "b"), other=pl.max_horizontal("a", "b"))
    counts = pairs.group_by("article_id", "own", "other").agg(count=pl.col("event_key").n_unique())
    clear = clear_first(counts, least=LEAST_SHARED, lead=CLEAR_LEAD)
    return pl.concat([clear, clear.select("article_id", own="other", other="own")])


def from_setting(events: pl.DataFrame, participants: pl.DataFrame) -> pl.DataFrame:
    """Rows to add where somebody abroad does something to somebody unnamed: the government of the country that the article is about."""
    named = participants.filter(pl.col("country_code").str.len_chars() == 3)
    counts = named.group_by("article_id", setting="country_code").agg(count=pl.col("event_key").n_unique())
    main = clear_first(counts, least=LEAST_SET, lead=CLEAR_SET)
    lacking = without_target(events, participants, ABROAD).select("event_key", "article_id", "clause_index")
    abroad = lacking.join(only_sources(named, own="country_code"), on="event_key", maintain_order="left")
    abroad = abroad.join(main, on="article_id", maintain_order="left").filter(pl.col("own") != pl.col("setting"))
    rulers = named.filter(pl.col("sector_code") == "GOV").join(events.select("event_key", "clause_index"), on="event_key")
    rows = abroad.drop("own").join(
        rulers.drop("event_key"), left_on=["article_id", "setting"], right_on=["article_id", "country_code"], suffix="_of"
    )
    rows = rows.with_columns(behind=pl.col("clause_index_of") >= pl.col("clause_index"))
    order = ["event_key", "behind", "clause_index_of", "start_offset"]
    rows = rows.sort(order, descending=[False, False, True, False], maintain_order=True).unique(
        "event_key", keep="first", maintain_order=True
    )
    return rows.with_columns(role=pl.lit("target"), country_code="setting", evidence=pl.lit(SETTING)).select(participants.columns)


def without_target(events: pl.DataFrame, participants: pl.DataFrame, types: tuple[str, ...]) -> pl.DataFrame:
    """The events of these types that nobody is named as the target of."""
    targets = participants.filter(pl.col("role") == "target")
    return events.filter(pl.col("event_type").is_in(types)).join(targets, on="event_key", how="anti", maintain_order="left")


def only_sources(parties: pl.DataFrame, *, own: str) -> pl.DataFrame:
    """event_key, own: the one source of events that have one alone, as column `own` has it."""
    sources = parties.filter(pl.col("role") == "source").select("event_key", own=own).unique(maintain_order=True)
    return sources.filter(pl.len().over("event_key") == 1)


def clear_first(counts: pl.DataFrame, *, least: int, lead: float) -> pl.DataFrame:
    """The row of each article with the highest `count`, without it: at least `least`, and `lead` times that of the next."""
    said = [name for name in counts.columns if name not in ("article_id", "count")]
    second = pl.col("count").shift(-1).over("article_id").fill_null(0)
    ranked = counts.sort("article_id", "count", *said, descending=[False, True, *(False for _ in said)]).with_columns(second=second)
    first = ranked.unique("article_id", keep="first", maintain_order=True)
    return first.filter((pl.col("count") >= least) & (pl.col("count") >= lead * pl.col("second"))).select("article_id", *said)
