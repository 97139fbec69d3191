"""What is wrong with a codebook, or suspicious: frames that can never win, words that annotation never offers, leftovers.

Errors of form stop `to_codebook` already; here are the mistakes that a valid table can hold. One finding is one row, so
that a political scientist sees the frame, what it is about, and what to do.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from transforms.codebook import IGNORE, NON_STATE, SECTORS, SURE_BOTH, to_codebook

ERROR, WARNING = "error", "warning"
FINDINGS = {"severity": pl.String, "finding": pl.String, "subject": pl.String, "detail": pl.String}
FILLED_BY_GRAMMAR = frozenset({"obligation", "intention", "refusal"})  # classes that matching fills itself
KINDS = frozenset("person organization country group place actor".split())

Finding = tuple[str, str, str, str]


@dataclass(frozen=True)
class GrammarWords:
    """The words that annotation makes predicates of."""

    event_nouns: frozenset[str]
    predicate_adjectives: frozenset[str]


def to_findings(tables: Mapping[str, pl.DataFrame], words: GrammarWords) -> pl.DataFrame:
    """severity, finding, subject, detail; errors first. Raises SeedError where the tables are no codebook at all."""
    codebook = to_codebook(tables)
    frames = tables["frames"].with_columns(pl.col(pl.String).str.strip_chars())
    rows: list[Finding] = [
        *unreachable(frames, words),
        *shadowed(codebook.lemmas, codebook.conditions, codebook.frames),
        *unknown_tokens(codebook.conditions),
        *unasked_classes(codebook.classes, codebook.conditions),
        *missing_examples(frames),
        *uncovered_types(frames, tables["types"]),
        *too_light(codebook.frames),
    ]
    found = pl.DataFrame(rows, schema=FINDINGS, orient="row")
    return found.sort(pl.col("severity") != ERROR, "finding", "subject", "detail")


def unreachable(frames: pl.DataFrame, words: GrammarWords) -> Iterator[Finding]:
    """Nouns that annotation never makes a predicate, so that their frames never match, and adjectives that it seldom does."""
    lists = {"noun": words.event_nouns, "adjective": words.predicate_adjectives}
    # a predicative adjective ("is grateful") is a predicate anyway; only one without a copula has to be listed
    severity = {"noun": ERROR, "adjective": WARNING}
    for row in frames.filter(pl.col("part_of_speech").is_in(list(lists))).iter_rows(named=True):
        part = row["part_of_speech"]
        for word in (lemma.strip() for lemma in row["lemmas"].split("|")):
            if word and word not in lists[part]:
                detail = f"{word} is not among the {part}s of seeds/grammar that become predicates"
                yield severity[part], "unlisted word", row["frame_id"], detail


def shadowed(lemmas: pl.DataFrame, conditions: pl.DataFrame, frames: pl.DataFrame) -> Iterator[Finding]:
    """Frames that lose every one of their words to a frame that asks no more and weighs more (or comes first)."""
    asked = {key: _asked(part) for (key,), part in conditions.group_by("frame_id", maintain_order=True)}
    facts = {row["frame_id"]: row for row in frames.iter_rows(named=True)}
    rivals: dict[str, list[set[str]]] = {}
    for _, part in lemmas.group_by("part_of_speech", "key", maintain_order=True):
        ids = part.get_column("frame_id").to_list()
        for one in ids:
            rivals.setdefault(one, []).append({other for other in ids if _beats(other, one, asked, facts)})
    for one, sets in sorted(rivals.items()):
        if all(sets):
            winner = sorted(set.union(*sets))[0]
            same = facts[winner]["event_type"] == facts[one]["event_type"]
            yield (WARNING if same else ERROR), "shadowed frame", one, f"{winner} ({facts[winner]['event_type']}) always wins over it"


def _asked(conditions: pl.DataFrame) -> dict[tuple[str, bool], frozenset[tuple[str, int]]]:
    """What a frame asks: the tokens of each slot, positive and negative apart."""
    return {
        (slot, negative): frozenset(part.select("token", "level").iter_rows())
        for (slot, negative), part in conditions.group_by("slot", "is_negative", maintain_order=True)
    }


def _beats(
    other: str, one: str, asked: Mapping[str, dict[tuple[str, bool], frozenset[tuple[str, int]]]], facts: Mapping[str, dict[str, object]]
) -> bool:
    """Whether `other` matches wherever `one` does, as specifically, and is preferred."""
    if other == one:
        return False
    mine, its = asked.get(one, {}), asked.get(other, {})
    if {key for key in mine if not key[1]} != {key for key in its if not key[1]}:
        return False
    wider = all(tokens <= its[key] for key, tokens in mine.items() if not key[1])
    milder = all(tokens <= mine.get(key, frozenset()) for key, tokens in its.items() if key[1])
    rank = {frame: (-float(str(facts[frame]["weight"])), frame) for frame in (one, other)}
    return wider and milder and rank[other] < rank[one]


def unknown_tokens(conditions: pl.DataFrame) -> Iterator[Finding]:
    """`#KIND` and `#SECTOR` tokens outside the closed lists."""
    for frame_id, token in conditions.select("frame_id", "token").unique(maintain_order=True).iter_rows():
        bare = token.rsplit(":", 1)[-1]
        if bare.startswith("#") and bare[1:] not in KINDS | SECTORS | NON_STATE:
            yield ERROR, "unknown kind", frame_id, f"{token} is no kind and no PLOVER sector"


def unasked_classes(classes: pl.DataFrame, conditions: pl.DataFrame) -> Iterator[Finding]:
    """Classes that no frame asks for."""
    used = {token.rsplit(":", 1)[-1][1:] for token in conditions.get_column("token") if token.rsplit(":", 1)[-1].startswith("@")}
    for name in sorted(set(classes.get_column("class")) - used - FILLED_BY_GRAMMAR):
        yield WARNING, "unused class", str(name), "no frame asks for it"


def missing_examples(frames: pl.DataFrame) -> Iterator[Finding]:
    """Frames without an example: nothing tests them."""
    for frame_id in frames.filter(pl.col("example").fill_null("") == "").get_column("frame_id"):
        yield WARNING, "no example", str(frame_id), "write a sentence in which this frame is chosen"


def uncovered_types(frames: pl.DataFrame, types: pl.DataFrame) -> Iterator[Finding]:
    """Types that no frame codes in any mode, and modes that none does; of a type with modes none need code it without."""
    coded = {(row["type"], row["mode"] or None) for row in frames.iter_rows(named=True) if row["type"] != IGNORE}
    coded |= {(event_type, None) for event_type, _ in coded}
    listed = {(row["event_type"], row["mode"] or None) for row in types.iter_rows(named=True)}
    for event_type, mode in sorted(listed - coded, key=str):
        yield WARNING, "no frame", f"{event_type}/{mode or ''}".rstrip("/"), "no frame codes it"


def too_light(frames: pl.DataFrame) -> Iterator[Finding]:
    """Frames that are more often wrong than right: coding drops what they match."""
    light = frames.filter((pl.col("event_type") != IGNORE) & (pl.col("weight") < SURE_BOTH))
    for frame_id, weight in light.select("frame_id", "weight").iter_rows():
        yield ERROR, "too light", str(frame_id), f"its weight {weight} is below {SURE_BOTH}, so it codes nothing; narrow it or leave it out"
