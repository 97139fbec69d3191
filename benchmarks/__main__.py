"""Words per second of annotation, articles per second of coding, on the demo articles repeated.

Prints CPU seconds (all threads of the process) and rates. Coding is measured on stored annotations, as `dateline recode` does.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime

import polars as pl

from flows.paths import seeds_folder
from flows.seeds import load_annotator, read_codebook
from flows.sources.files import FileSource
from transforms.annotate import annotate
from transforms.articles import Extraction, to_articles
from transforms.coding import code
from transforms.language import parse
from transforms.resolve import resolve

COPIES = 40  # of the demo's fourteen articles for annotation
CODING_COPIES = 20  # of those for coding


def demo_articles() -> tuple[pl.DataFrame, int, float]:
    """The bundled articles, how many documents they came from, and the CPU seconds of extraction."""
    batches = list(FileSource(seeds_folder() / "articles", datetime(2025, 5, 1, tzinfo=UTC)).batches(100, set()))
    documents = pl.concat([batch.documents for batch in batches])
    payloads = {key: payload for batch in batches for key, payload in batch.payloads.items()}
    extraction = Extraction()
    start = time.process_time()
    articles, _ = to_articles(documents, payloads, extraction=extraction)
    return articles, documents.height, time.process_time() - start


def repeated(table: pl.DataFrame, copies: int) -> pl.DataFrame:
    """Copies of the rows, every id of each copy its own."""
    ids = [name for name, dtype in table.schema.items() if name.endswith("_id") and dtype == pl.String]
    lists = [name for name in table.columns if name.endswith("_ids")]
    renamed = [[pl.col(ids) + f"-{n}", pl.col(lists).list.eval(pl.element() + f"-{n}")] for n in range(copies)]
    return pl.concat([table.with_columns(own if lists else own[:1]) for own in renamed])


def timed(label: str, count: int, unit: str, run):  # noqa: ANN001, ANN201 - any callable
    """Run, print CPU seconds and the rate, give the result."""
    start = time.process_time()
    result = run()
    seconds = time.process_time() - start
    print(f"{label:<12} {seconds:8.2f} CPU s   {count / seconds:12,.0f} {unit}/s")
    return result


def main() -> None:
    annotator, codebook = load_annotator(seeds_folder()), read_codebook(seeds_folder())
    few, documents, seconds = demo_articles()
    print(f"{'extract':<12} {seconds:8.2f} CPU s   {documents / seconds:12,.0f} documents/s")
    articles = repeated(few, COPIES)
    words = articles.get_column("word_count").sum()
    texts = list(zip(articles.get_column("text"), articles.get_column("body_offset"), strict=True))
    timed("parse", words, "words", lambda: list(parse(texts, annotator.model)))
    annotations = timed("annotate", words, "words", lambda: annotate(articles, annotator=annotator))
    mentions = timed(
        "resolve", words, "words", lambda: resolve(annotations["annotated_mentions"], articles, gazetteer=annotator.gazetteer)["mentions"]
    )
    many = {name: repeated(table, CODING_COPIES) for name, table in annotations.items() if name != "rejects"}
    mentions, articles = repeated(mentions, CODING_COPIES), repeated(articles, CODING_COPIES)
    timed("code", articles.height, "articles", lambda: code(many, mentions, articles, codebook=codebook))


if __name__ == "__main__":
    main()
