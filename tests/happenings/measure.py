"""How well threads are found: precision and recall of pairs of articles, from their texts to happenings.

An article stands in the happening of the first of its events that has a type of its thread; one without such an event
stands alone. `python -m tests.happenings.measure` prints the figures and every thread.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations

import polars as pl

from tests.happenings.corpus import TYPES, Written, articles
from tests.rows import rows
from transforms.schemas import ARTICLES


@dataclass(frozen=True)
class Score:
    """Pairs of articles of one thread that were found together, found, and wanted."""

    both: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.wanted


@dataclass(frozen=True)
class Text:
    """An article outside of the corpus."""

    number: int
    published: date
    text: str
    source: str = "Harbour Wire"


def coded(written: Sequence[Written | Text]) -> tuple[pl.DataFrame, dict[str, pl.DataFrame]]:
    """The articles frame, and what the coder makes of it."""
    from tests.tools import coding_tools
    from transforms.annotate import annotate
    from transforms.coding import code
    from transforms.resolve import resolve

    tools = coding_tools()
    annotator, codebook = tools["annotator"], tools["codebook"]
    frame = rows(
        ARTICLES,
        *(
            {"article_id": f"n{w.number:03d}", "text": w.text, "published_date": w.published, "published_origin": "given", "language": "en",
             "published_precision": "day", "word_count": len(w.text.split()), "source_name": w.source,
             "fetched_at": datetime.combine(w.published, datetime.min.time(), UTC)}
            for w in written
        ),
    )  # fmt: skip
    tables = annotate(frame, annotator=annotator)
    resolved = resolve(tables["annotated_mentions"], frame, gazetteer=annotator.gazetteer)
    return frame, {**resolved, **code(tables, resolved["mentions"], frame, codebook=codebook)}


def placed(written: list[Written], events: pl.DataFrame, happenings: pl.DataFrame) -> dict[int, str]:
    """The happening of every article, by number."""
    joined = events.join(happenings.select("event_id", "happening_id"), on="event_id").sort("article_id", "trigger_start")
    by_article: dict[str, list[tuple[str, str]]] = {}
    for article, kind, happening in joined.select("article_id", "event_type", "happening_id").iter_rows():
        by_article.setdefault(article, []).append((kind, happening))
    found: dict[int, str] = {}
    for w in written:
        own = [happening for kind, happening in by_article.get(f"n{w.number:03d}", []) if kind in TYPES[w.thread.kind]]
        found[w.number] = own[0] if own else f"alone {w.number}"
    return found


def score(written: list[Written], found: Mapping[int, str]) -> Score:
    """Pairs over the whole corpus."""
    wanted = set(_pairs({w.number: w.thread.name for w in written}))
    got = set(_pairs(found))
    return Score(len(wanted & got), len(got), len(wanted))


def _pairs(groups: Mapping[int, str]) -> list[tuple[int, int]]:
    members: dict[str, list[int]] = {}
    for number, group in groups.items():
        members.setdefault(group, []).append(number)
    return [pair for group in members.values() for pair in combinations(sorted(group), 2)]


def main() -> None:
    from transforms.happenings import to_happenings

    written = list(articles())
    frame, tables = coded(written)
    happenings = to_happenings(tables["events"], tables["participants"], frame, entities=tables["entities"])
    found = placed(written, tables["events"], happenings)
    result = score(written, found)
    sys.stdout.write(f"{len(written)} articles: precision {result.precision:.3f}, recall {result.recall:.3f}\n")
    names = {w.number: w.thread.name for w in written}
    for name in dict.fromkeys(names.values()):
        groups = Counter(found[w.number] for w in written if w.thread.name == name)
        strangers = {names[n] for n, group in found.items() if group in groups and names[n] != name}
        sys.stdout.write(f"{name}: {sorted(groups.values(), reverse=True)} {' '.join(sorted(strangers))}\n")


if __name__ == "__main__":
    main()
