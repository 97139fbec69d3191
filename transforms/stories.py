"""articles → stories: which articles tell the same story, and which only copy another one.

Copies are found by MinHash over word shingles. Stories are clusters by average linkage: two groups join while the mean
similarity of their articles, the cosine of IDF-weighted words of headline and lead, reaches a threshold. Articles
further apart than a few days count as dissimilar. Of an article without a date it is known when it was fetched: it is
also near to what was fetched in the same days, whatever its date. Input order changes nothing.

An archive is grouped month by month (`flows/grouping.py`): articles of earlier months come along with the stories they
have, which new articles may join.
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

import numpy as np
import polars as pl
from datasketch import MinHash, MinHashLSH

from transforms.identity import stable_id
from transforms.schemas import STORIES, conform, frame

Links = dict[int, dict[int, float]]

COUNTED_TOGETHER = 1000  # articles; a row for each of the first words of each
OTHERS_AT_ONCE = 5_000  # articles whose words are weighed together
PAIRS_AT_ONCE = 200_000  # of articles in one join: a row for each term that two share; five times as many took 500 MiB
LEAST_AT_ONCE = 50  # articles, however many others there are: each round reads all their words

# words that say nothing about the topic of a news text; rarer ones fall to IDF
_FUNCTION_WORDS = """
    a about after again all also am an and any are as at be been before being between both but by can could did do does down during
    each first few for from had has have he her here him his how i if in into is it its just last late may me might more most must my
    new no nor not now of off on once one only or other our out over own same said say says shall she should so some such than that
    the their them then there these they this those to too told two under up us very was we were what when where which who whom whose
    why will with would year years you your day days week month time according monday tuesday wednesday thursday friday saturday
    sunday january february march april june july august september october november december
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
_WORD = r"[\p{L}\p{N}]+(?:['’][\p{L}]+)*"
_POSSESSIVE = r"['’]s?$"
_SHINGLE_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class StoryParameters:
    """Thresholds with their evidence: 127 short articles on 10 events, five pairs of look-alikes (ECB+), without dates."""

    lead_words: int = 80  # B³ F1 0.95; 120 words 0.94, 400 words 0.92: the lead names the event, the rest its background
    name_weight: float = 3.0  # a capital counts as three words; 1 and 2 lose up to 0.09 and 0.07
    same_story: float = 0.20  # F1 0.95–0.96 from 0.16 to 0.20 at precision 1; recall falls from 0.22; 0.96 among 308 other articles too
    least_similarity: float = 0.05  # less counts as none, which bounds memory; up to 0.1 it changes no cluster
    story_days: int = 4  # reports of one event and their follow-ups; later ones open a story of their own
    candidate: float = 0.15  # below same_story, as words have other weights among other articles
    # articles that rarity is told among at least: the names of a story are common among twenty that all tell it. F1 of the
    # events by month rises from 0.83 to 0.88 at 100 and stays so to 1,000
    least_count: int = 300
    term_count: int = 60  # heaviest words per article; keeps frequent words out of the join
    shingle_words: int = 4
    copy_similarity: float = 0.6  # an agency text with a new headline and two changed paragraphs stays above
    copy_days: int = 30
    permutations: int = 128  # standard error of the estimate 0.09 at most


def to_stories(articles: pl.DataFrame, *, parameters: StoryParameters, settled: pl.DataFrame | None = None) -> pl.DataFrame:
    """The story of every article that is not settled; `articles` must be all that may share stories, not one batch.

    Articles in `settled` (rows of STORIES) are of earlier days and keep their story: others may join it, but two of them
    never become one.
    """
    rows = _in_order(articles, _known(settled), parameters)
    if rows.is_empty():
        return frame(STORIES, [])
    kept: list[str | None] = rows.get_column("story_id").to_list()
    pairs = _similarities(rows, parameters)
    signatures = _signatures(rows.get_column("whole").to_list(), parameters)
    rows = rows.drop("whole")
    copies = _copy_pairs(rows, signatures, parameters)
    groups = _average_linkage(pairs, _joined(kept, copies), kept, parameters.same_story)
    return _to_rows(rows.get_column("article_id").to_list(), groups, signatures, {later for _, later in copies}, kept)


def find_alike(articles: pl.DataFrame, others: pl.DataFrame, *, parameters: StoryParameters) -> set[str]:
    """Ids of the `others` whose headline and lead are so like one of the articles that the two may share a story."""
    found: set[str] = set()
    given = articles.select("article_id", words=_lead(parameters))
    for part in others.iter_slices(OTHERS_AT_ONCE):
        both = pl.concat([given, part.select("article_id", words=_lead(parameters))])
        terms = _terms(both.with_row_index("article"), parameters)
        is_given = pl.col("article") < articles.height
        alike = _cosines(terms.filter(is_given), terms.filter(~is_given), parameters.candidate)
        found.update(both.get_column("article_id").gather(alike.get_column("article_other").unique()))
    return found


def _known(settled: pl.DataFrame | None) -> pl.DataFrame:
    return (frame(STORIES, []) if settled is None else settled).select("article_id", "story_id")


def _in_order(articles: pl.DataFrame, known: pl.DataFrame, parameters: StoryParameters) -> pl.DataFrame:
    """Articles by day and id, with the words to compare and the story where one is settled; the day of fetching stands
    in for an unknown date."""
    fetched = pl.col("fetched_at").dt.date()
    return (
        articles.select(
            "article_id",
            day=pl.coalesce("published_date", fetched),
            fetched_day=fetched,
            is_dated=pl.col("published_date").is_not_null(),
            whole=pl.col("text").str.slice(pl.col("body_offset")),
            words=_lead(parameters),
        )
        .join(known, on="article_id", how="left")
        .sort("day", "article_id")
        .with_row_index("article")
    )


def _lead(parameters: StoryParameters) -> pl.Expr:
    """The first words of headline and text."""
    lead = pl.concat_str(pl.col("title").fill_null(""), pl.lit("\n"), pl.col("text").str.slice(pl.col("body_offset")))
    return lead.str.extract_all(_WORD).list.head(parameters.lead_words)


def _counted(rows: pl.DataFrame, parameters: StoryParameters) -> pl.DataFrame:
    """The terms of every article with the sum of their weights."""
    words = rows.select("article", word="words").explode("word", empty_as_null=True).drop_nulls("word")
    weight = pl.when(pl.col("word").str.contains(r"^\p{Lu}")).then(parameters.name_weight).otherwise(1.0)
    return (
        words.with_columns(term=pl.col("word").str.replace(_POSSESSIVE, "").str.to_lowercase(), weight=weight)
        .filter((pl.col("term").str.len_chars() > 1) & ~pl.col("term").is_in(list(FUNCTION_WORDS)))
        .group_by("article", "term")
        .agg(pl.col("weight").sum())
    )


def _terms(rows: pl.DataFrame, parameters: StoryParameters) -> pl.DataFrame:
    """The heaviest terms of every article with unit-length weights."""
    counted = pl.concat([_counted(part, parameters) for part in rows.iter_slices(COUNTED_TOGETHER)])
    rarity = (1 + max(rows.height, parameters.least_count) / pl.len().over("term")).log()
    heaviest = (
        counted.with_columns(weight=pl.col("weight") * rarity)
        .sort("article", "weight", "term", descending=[False, True, False])
        .filter(pl.int_range(pl.len()).over("article") < parameters.term_count)
    )
    return heaviest.with_columns(weight=pl.col("weight") / (pl.col("weight") ** 2).sum().sqrt().over("article"))


def _similarities(rows: pl.DataFrame, parameters: StoryParameters) -> pl.DataFrame:
    """Cosine of every two articles that are near in time and share a term, in order; day by day, so memory follows the window."""
    terms = _terms(rows, parameters).with_columns(pl.col("term").rank("dense"))
    pairs = [pl.DataFrame(schema={"article_other": pl.UInt32, "article": pl.UInt32, "score": pl.Float64})]
    times = rows.select("article", "day", "fetched_day", "is_dated", "story_id")
    for today in times.filter(pl.col("story_id").is_null()).partition_by("day", "is_dated", maintain_order=True):
        window = terms.join(times.filter(_is_near(today, parameters.story_days)), on="article", how="semi")
        scores = _cosines(terms.join(today, on="article", how="semi"), window, parameters.least_similarity)
        pairs.append(scores.filter(pl.col("article_other") < pl.col("article")))
    return pl.concat(pairs).sort("article_other", "article")


def _is_near(today: pl.DataFrame, width: int) -> pl.Expr:
    """Whether an article is not later than those of one day and near to them; near to undated ones is also what was fetched
    with them, which has been published before."""
    day: date = today.item(0, "day")
    reach = timedelta(days=width)
    is_near = pl.col("day").is_between(day - reach, day)
    return is_near if today.item(0, "is_dated") else is_near | pl.col("fetched_day").is_between(day - reach, day + reach)


def _cosines(terms: pl.DataFrame, others: pl.DataFrame, least: float) -> pl.DataFrame:
    """The score of every two articles that reach the least; some articles at a time, as most pairs share a word or two."""
    count = max(LEAST_AT_ONCE, PAIRS_AT_ONCE // max(1, others.get_column("article").n_unique()))
    articles = terms.select("article").unique().sort("article")
    found = [
        terms.join(part, on="article", how="semi")
        .join(others, on="term", suffix="_other")
        .group_by("article_other", "article")
        .agg(score=(pl.col("weight") * pl.col("weight_other")).sum().round(6))  # as the order of summing is not fixed
        .filter(pl.col("score") >= least)
        for part in (articles.slice(start, count) for start in range(0, max(1, articles.height), count))
    ]
    return pl.concat(found)


def _signatures(texts: list[str], parameters: StoryParameters) -> list[MinHash]:
    """MinHash of every text's word shingles; CRC-32 is enough, as the scheme mixes its bits again."""
    shingles = ([s.encode() for s in _shingles(text, parameters.shingle_words)] for text in texts)
    return list(MinHash.bulk(shingles, num_perm=parameters.permutations, scheme="affine32", hashfunc=crc32))


def _shingles(text: str, width: int) -> set[str]:
    words = _SHINGLE_WORD.findall(text.lower())
    return {" ".join(words[i : i + width]) for i in range(max(1, len(words) - width + 1))} if words else set()


def _copy_pairs(rows: pl.DataFrame, signatures: list[MinHash], parameters: StoryParameters) -> list[tuple[int, int]]:
    """Pairs (earlier, later) of near-duplicate texts, the later not settled; empty texts are nobody's copy."""
    index = MinHashLSH(threshold=parameters.copy_similarity, num_perm=parameters.permutations, weights=(0.2, 0.8))
    times = list(rows.select("day", "fetched_day", "is_dated").iter_rows())
    pairs: list[tuple[int, int]] = []
    for later, (signature, story_id) in enumerate(zip(signatures, rows.get_column("story_id"), strict=True)):
        if signature.is_empty():
            continue
        for earlier in sorted(index.query(signature)) if story_id is None else ():
            near = _may_copy(times[earlier], times[later], parameters)
            if near and signature.jaccard(signatures[earlier]) >= parameters.copy_similarity:
                pairs.append((earlier, later))
        index.insert(later, signature)
    return pairs


def _may_copy(earlier: tuple[date, date, bool], later: tuple[date, date, bool], parameters: StoryParameters) -> bool:
    """Whether the days allow that the later article copies the earlier one."""
    (day, fetched_day, _), (later_day, _, is_dated) = earlier, later
    is_together = not is_dated and abs((later_day - fetched_day).days) <= parameters.story_days
    return is_together or (later_day - day).days <= parameters.copy_days


def _joined(kept: list[str | None], pairs: list[tuple[int, int]]) -> list[int]:
    """For every article the first article of its group: of its settled story, else of its copies."""
    first = list(range(len(kept)))
    story: dict[str, int] = {}
    for i, story_id in enumerate(kept):
        if story_id is not None:
            first[i] = story.setdefault(story_id, i)
    for a, b in pairs:
        low, high = sorted((_root(first, a), _root(first, b)))
        if kept[high] is None:  # else both are settled
            first[high] = low
    return [_root(first, i) for i in range(len(kept))]


def _root(first: list[int], i: int) -> int:
    while first[i] != i:
        first[i] = first[first[i]]
        i = first[i]
    return i


def _average_linkage(pairs: pl.DataFrame, first: list[int], kept: list[str | None], threshold: float) -> list[int]:
    """Join groups while their mean similarity reaches the threshold; gives the first article of each article's group.

    Settled stories come first, as their articles are older, so the root of a group is settled if any of it is.
    `links` holds sums of similarities, so a mean costs one division; a queued pair that has changed is skipped.
    Pairs below the threshold are not queued: most are.
    """
    size = Counter(first)
    links = _links(pairs, first, kept)
    group = list(first)
    queue = [near for a in links for near in _near(links, size, a, threshold) if near[1] == a]
    heapq.heapify(queue)
    while queue:
        score, a, b = heapq.heappop(queue)
        if b not in links.get(a, {}) or score != -links[a][b] / (size[a] * size[b]):
            continue
        _absorb(links, size, kept, (a, b))
        group[b] = a
        for near in _near(links, size, a, threshold):
            heapq.heappush(queue, near)
    return [_root(group, i) for i in range(len(group))]


def _near(links: Links, size: Counter[int], a: int, threshold: float) -> Iterator[tuple[float, int, int]]:
    """The group's pairs whose mean similarity reaches the threshold, as they are queued: the most similar first."""
    for b, total in links[a].items():
        mean = total / (size[a] * size[b])
        if mean >= threshold:
            yield -mean, min(a, b), max(a, b)


def _links(pairs: pl.DataFrame, first: list[int], kept: list[str | None]) -> Links:
    """Sums of similarity between groups of copies, none between two settled stories."""
    links: Links = {}
    for i, j, score in pairs.iter_rows():
        a, b = first[i], first[j]
        if a != b and (kept[a] is None or kept[b] is None):
            links.setdefault(a, {})[b] = links.get(a, {}).get(b, 0.0) + score
            links.setdefault(b, {})[a] = links[a][b]
    return links


def _absorb(links: Links, size: Counter[int], kept: list[str | None], pair: tuple[int, int]) -> None:
    """Make the second group part of the first."""
    a, b = pair
    for c, total in links.pop(b).items():
        del links[c][b]
        if c != a and (kept[a] is None or kept[c] is None):
            links[a][c] = links[c][a] = links[a].get(c, 0.0) + total
    size[a] += size.pop(b)


def _to_rows(ids: list[str], groups: list[int], signatures: list[MinHash], copies: set[int], kept: list[str | None]) -> pl.DataFrame:
    """Rows of the articles that are not settled."""
    members: dict[int, list[int]] = {}
    for i, group in enumerate(groups):
        members.setdefault(group, []).append(i)
    nearest = {i: value for group in members.values() for i, value in zip(group, _nearest([signatures[i] for i in group]), strict=True)}
    rows: list[dict[str, object]] = [
        {
            "story_id": kept[groups[i]] or stable_id("story", ids[groups[i]]),
            "article_id": ids[i],
            "similarity": nearest[i],
            "is_copy": i in copies,
        }
        for i in range(len(ids))
        if kept[i] is None
    ]
    return conform(STORIES, frame(STORIES, rows).sort("article_id"))


def _nearest(signatures: list[MinHash]) -> list[float]:
    """For every signature of a story the highest estimated Jaccard similarity to another one; 1 alone."""
    if len(signatures) == 1:
        return [1.0]
    values = np.stack([signature.hashvalues for signature in signatures])
    found: list[float] = []
    for i in range(len(values)):
        shares = (values == values[i]).mean(axis=1)
        shares[i] = -1.0
        found.append(float(shares.max()))
    return found
