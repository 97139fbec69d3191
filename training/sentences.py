"""Our own sentences with a known event or none, and whole articles with every event marked, read and annotated.

Sentences of the files whose names say so were not read while the codebook grew: half of them, chosen by hash, fits the
confidence, the other half measures it. Of articles on ordinary matters one half is fitted to as well, one unread.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path

import polars as pl

from flows.coding import article_row
from flows.seeds import load_annotator
from transforms import schemas
from transforms.annotate import annotate
from transforms.coding import with_mentions
from transforms.resolve import resolve

READ, FITTING, MEASURING = "read by the authors", "fitted to", "held out"
UNREAD = "unread"  # how the files begin that nobody has looked into
PARTS = {"read": READ, "opened": FITTING, "ordinary": FITTING, "ordinary_unread": MEASURING, "unread": MEASURING}  # of the articles


@dataclass(frozen=True)
class Annotated:
    """Sentences with everything that coding reads of them; `locator` of an article is the sentence's number."""

    articles: pl.DataFrame
    annotations: dict[str, pl.DataFrame]
    mentions: pl.DataFrame
    arguments: pl.DataFrame

    @property
    def clauses(self) -> pl.DataFrame:
        return self.annotations["clauses"]


def read_sentences(folder: Path) -> pl.DataFrame:
    """number, text, type, trigger and part of the sentences in a folder."""
    rows = []
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            kept = {name: row.get(name) for name in ("text", "type", "trigger")}
            rows.append({**kept, "part": part_of(row["text"]) if path.name.startswith(UNREAD) else READ})
    return pl.DataFrame(rows).unique("text", keep="first", maintain_order=True).with_row_index("number")


def read_articles(folder: Path) -> list[dict[str, object]]:
    """The articles in a folder as they stand, with the part that each belongs to."""
    found = []
    for name, part in PARTS.items():
        lines = (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        found += [{**json.loads(line), "part": part} for line in lines]
    return found


def part_of(text: str) -> str:
    """The half of the unread that a text belongs to."""
    return FITTING if int(md5(text.encode()).hexdigest(), 16) % 2 else MEASURING


def annotated(given: list[dict[str, object]], seeds: Path) -> Annotated:
    """Texts, with their dates where they have one, as articles with their number."""
    annotator = load_annotator(seeds)
    rows = [article_row({**row, "id": number}, number) for number, row in enumerate(given)]
    articles = schemas.frame(schemas.ARTICLES, rows)
    annotations = annotate(articles, annotator=annotator)
    mentions = resolve(annotations["annotated_mentions"], articles, gazetteer=annotator.gazetteer, quotes=annotations["quotes"])["mentions"]
    return Annotated(articles, annotations, mentions, with_mentions(annotations["arguments"], mentions))
