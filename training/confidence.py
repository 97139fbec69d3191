"""Fits the confidence of events that frames coded, and tells how well it holds on sentences held out.

An event is right where its trigger is the marked one and has its type, wrong where the type differs or the sentence
reports no event; other events of a sentence say nothing. In a whole article it is right where a sentence that tells of a marked
event of its type holds the trigger. Texts that the codebook's authors read would make it look surer than it is, so the curve is
fitted to half of the sentences that they did not read and to articles that were read last, and measured on others.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import polars as pl
import sentences as data
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from flows.seeds import read_codebook
from transforms.affairs import with_affairs
from transforms.codebook import CONFIDENCE_FEATURES, Codebook
from transforms.coding import code, confidence_features, match_clauses

BINS = 10
NONE = "NONE"
FITTED = [name for name in CONFIDENCE_FEATURES if name != "intercept"]
COUNTS = {"source_count": "source", "target_count": "target"}
KEPT = ["weight", "specificity", *COUNTS, "is_public", "affairs", "status", "part", "is_right"]


def coded_events(parsed: data.Annotated, codebook: Codebook) -> pl.DataFrame:
    """The events of the texts with what their confidence rests on, and the `number` of the text."""
    coded = code(parsed.annotations, parsed.mentions, parsed.articles, codebook=codebook, least_confidence=0)
    numbers = parsed.articles.select("article_id", number=pl.col("locator").cast(pl.UInt32))
    best = coded["event_mentions"].filter("is_best").select("event_id", "clause_id")
    matches = match_clauses(parsed.clauses, parsed.arguments, codebook)[0].drop("event_type", "mode", "cameo_code")
    roles = [(pl.col("role") == role).sum().alias(name) for name, role in COUNTS.items()]
    counts = coded["participants"].group_by("event_id").agg(roles)
    events = coded["events"].join(best, on="event_id").join(matches, on="clause_id").join(counts, on="event_id", how="left")
    events = with_affairs(events, coded["participants"], parsed.mentions, parsed.annotations["sentences"], key="event_id")
    return events.with_columns(pl.col(list(COUNTS)).fill_null(0)).join(numbers, on="article_id")


def judged_events(events: pl.DataFrame, sentences: pl.DataFrame) -> pl.DataFrame:
    """The events of sentences that are known to be right or wrong: features, confidence, part, is_right."""
    events = events.join(sentences, on="number")
    rows = events.select("text", "trigger").iter_rows()
    first = pl.Series([text.find(words) if words else -1 for text, words in rows], dtype=pl.Int64)
    events = events.with_columns(first=first)
    on_trigger = (pl.col("trigger_start") < pl.col("first") + pl.col("trigger").str.len_chars()) & (pl.col("first") < pl.col("trigger_end"))
    known = (pl.col("type") == NONE) | on_trigger.fill_null(False)
    return events.filter(known).with_columns(is_right=pl.col("type").is_in(pl.concat_list("event_type", "plover_type")))


def judged_in_articles(events: pl.DataFrame, articles: list[dict[str, object]]) -> pl.DataFrame:
    """The same of whole articles: right where a sentence that tells of a marked event of the type holds the trigger."""
    told = [
        {"number": number, "event_type": mark["type"], "first": first, "last": last}
        for number, article in enumerate(articles)
        for mark in article["events"]
        for first, last in [(mark["start"], mark["end"]), *mark["also"]]
    ]
    numbered = events.with_columns(pl.col("number").cast(pl.Int64))
    pairs = numbered.join(pl.DataFrame(told), on=["number", "event_type"])
    right = pairs.filter((pl.col("trigger_start") < pl.col("last")) & (pl.col("first") < pl.col("trigger_end")))
    parts = pl.DataFrame({"number": range(len(articles)), "part": [article["part"] for article in articles]})
    return numbered.join(parts, on="number").with_columns(is_right=pl.col("event_id").is_in(right.get_column("event_id").implode()))


def fitted(events: pl.DataFrame) -> dict[str, float]:
    """Coefficients of a logistic curve; a feature that never varies gets none."""
    inputs = numbers_of(events)
    varying = inputs.std(axis=0) > 0
    curve = LogisticRegression(C=1).fit(inputs[:, varying], events.get_column("is_right").to_numpy())
    found = np.zeros(len(FITTED))
    found[varying] = curve.coef_[0]
    return {"intercept": float(curve.intercept_[0]), **dict(zip(FITTED, found.tolist(), strict=True))}


def numbers_of(events: pl.DataFrame) -> NDArray[np.float64]:
    features = confidence_features()
    return events.select(features[name].alias(name) for name in FITTED).to_numpy()


def chances(events: pl.DataFrame, coefficients: dict[str, float]) -> pl.DataFrame:
    """The events with `chance`, what the coefficients make of them."""
    odds = numbers_of(events) @ np.array([coefficients[name] for name in FITTED]) + coefficients["intercept"]
    return events.with_columns(chance=pl.Series(1 / (1 + np.exp(-odds))))


def reliability(events: pl.DataFrame) -> pl.DataFrame:
    """Ten bins of confidence: how many events, their mean confidence, the share that is right."""
    number = (pl.col("chance") * BINS).floor().clip(0, BINS - 1).cast(pl.Int64).alias("bin")
    return events.group_by(number).agg(events=pl.len(), confidence=pl.col("chance").mean(), right=pl.col("is_right").mean()).sort("bin")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", type=Path)
    parser.add_argument("--sentences", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--articles", type=Path, default=Path(__file__).parent / "articles")
    arguments = parser.parse_args()
    codebook = read_codebook(arguments.seeds)
    sentences, articles = data.read_sentences(arguments.sentences), data.read_articles(arguments.articles)
    alone = judged_events(coded_events(data.annotated(sentences.select("text").to_dicts(), arguments.seeds), codebook), sentences)
    whole = judged_in_articles(coded_events(data.annotated(articles, arguments.seeds), codebook), articles)
    write(pl.concat([alone.select(KEPT), whole.select(KEPT)]), arguments.seeds / "codebook" / "confidence.csv")


def write(events: pl.DataFrame, path: Path) -> None:
    coefficients = fitted(events.filter(pl.col("part") == data.FITTING))
    rows = [{"feature": name, "coefficient": round(coefficients[name], 4)} for name in CONFIDENCE_FEATURES]
    pl.DataFrame(rows).write_csv(path)
    for name in (data.READ, data.FITTING, data.MEASURING):
        judged = chances(events, coefficients).filter(pl.col("part") == name)
        brier = judged.select(((pl.col("chance") - pl.col("is_right").cast(pl.Float64)) ** 2).mean()).item()
        print(f"{name}: {judged.height} events, Brier score {brier:.3f}", reliability(judged), sep="\n")


if __name__ == "__main__":
    main()
