"""Our own sentences with a known event or none, read and annotated.

Two thirds were read while the codebook grew. The third that was not, chosen by hash, is held out: half of it fits the
confidence, the other half measures it.
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

HELD_ONE_IN = 3
FITTING, MEASURING = 0, HELD_ONE_IN  # remainders by twice that: the halves of what is held out


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
    """number, text, type, trigger and remainder (of a hash, which decides what is held out) of the sentences in a folder."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [json.loads(line) for line in lines]
    columns = ("text", "type", "trigger")
    frame = pl.DataFrame([{name: row.get(name) for name in columns} for row in rows]).unique("text", keep="first", maintain_order=True)
    remainders = [int(md5(text.encode()).hexdigest(), 16) % (2 * HELD_ONE_IN) for text in frame.get_column("text")]
    return frame.with_columns(remainder=pl.Series(remainders)).with_row_index("number")


def annotated(texts: pl.Series, seeds: Path) -> Annotated:
    """The texts as articles of one sentence each."""
    annotator = load_annotator(seeds)
    rows = [article_row({"id": number, "text": text}, number) for number, text in enumerate(texts)]
    articles = schemas.frame(schemas.ARTICLES, rows)
    annotations = annotate(articles, annotator=annotator)
    mentions = resolve(annotations["annotated_mentions"], articles, gazetteer=annotator.gazetteer, quotes=annotations["quotes"])["mentions"]
    return Annotated(articles, annotations, mentions, with_mentions(annotations["arguments"], mentions))
