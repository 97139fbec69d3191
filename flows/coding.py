"""`dateline code`: JSON lines of texts in, JSON lines of events out, without a home folder or a warehouse.

One output line per input line, in order; a line that cannot be coded becomes {"id", "error"}. The same transforms as a
run; only the reading and writing differ.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import islice

import polars as pl

from flows.reading import json_problem
from transforms import schemas
from transforms.annotate import Annotator, annotate
from transforms.codebook import Codebook
from transforms.coding import code
from transforms.date_lines import find_date_line
from transforms.datelines import parse_dateline
from transforms.errors import InputError
from transforms.identity import stable_id
from transforms.resolve import resolve

LINES_PER_BATCH = 64
UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)

Row = dict[str, object]


@dataclass(frozen=True)
class Line:
    """One input line: its id and article row, or its error."""

    line_id: object
    article: Row | None = None
    error: str | None = None


def code_lines(lines: Iterable[str], *, annotator: Annotator, codebook: Codebook) -> Iterator[str]:
    """Code JSON lines in batches; yields one JSON line each, in order."""
    rest = enumerate(lines, start=1)
    while group := list(islice(rest, LINES_PER_BATCH)):
        parsed = [read_line(line, number) for number, line in group]
        coded = coded_safely([line.article for line in parsed if line.article], annotator, codebook)
        for line in parsed:
            found = coded[str(line.article["article_id"])] if line.article else {"error": line.error}
            yield dumps({"id": line.line_id, **({} if "error" in found else {"language": "en"}), **found})


def dumps(value: Row) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def read_line(text: str, number: int) -> Line:
    """An article row of one input line; what is wrong with it, named by its number from 1, becomes its error."""
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Line(None, error=f"line {number}: is no JSON ({json_problem(error)}). Give one JSON object per line")
    if not isinstance(given, dict):
        return Line(None, error=f"line {number}: is JSON but no object. Give one JSON object per line")
    try:
        return Line(given.get("id"), article=article_row(given, number))
    except InputError as error:
        return Line(given.get("id"), error=str(error))


def article_row(given: Row, number: int) -> Row:
    """The ARTICLES row of an input object; the text stays as it is, so that offsets hold."""
    text = given.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError(f"line {number}", "has no text", "Give the article's words in the field text")
    stated = given.get("date")
    dateline = parse_dateline(text)
    days = {"given": _day(str(stated), number) if stated else None, "dateline": dateline.date, "line": find_date_line(text)}
    origin = next((name for name, day in days.items() if day), None)
    return {
        "article_id": stable_id("line", number, text),
        "document_id": "",
        "source_name": "lines",
        "locator": str(given.get("id")),
        "url": given.get("url"),
        "canonical_url": None,
        "title": given.get("title"),
        "authors": [],
        "published_date": days[origin] if origin else None,
        "published_precision": "day" if origin else None,
        "published_origin": origin,
        "language": "en",
        "dateline_place": dateline.place,
        "body_offset": dateline.end,
        "text": text,
        "word_count": len(text.split()),
        "fetched_at": UNKNOWN_TIME,
    }


def coded_safely(rows: list[Row], annotator: Annotator, codebook: Codebook) -> dict[str, Row]:
    """What `coded_articles` gives; an article that it fails on has `error` instead, and costs no other its events."""
    try:
        return coded_articles(rows, annotator, codebook)
    except Exception as error:  # noqa: BLE001 - whatever one article broke: the others are coded one by one
        if len(rows) == 1:
            return {
                str(rows[0]["article_id"]): {"error": f"dateline failed on this text ({type(error).__name__}: {error}); please report it"}
            }
        return {article_id: found for row in rows for article_id, found in coded_safely([row], annotator, codebook).items()}


def _day(stated: str, number: int) -> date:
    try:
        return date.fromisoformat(stated[:10])
    except ValueError as error:
        raise InputError(f"line {number}", f"has the date {stated!r}, which is no day", "Give the date as YYYY-MM-DD") from error


def coded_articles(rows: list[Row], annotator: Annotator, codebook: Codebook) -> dict[str, Row]:
    """The output fields of each article by article_id."""
    articles = schemas.frame(schemas.ARTICLES, rows)
    annotations = annotate(articles, annotator=annotator)
    resolved = resolve(annotations["annotated_mentions"], articles, gazetteer=annotator.gazetteer, quotes=annotations["quotes"])
    coded = code(annotations, resolved["mentions"], articles, codebook=codebook)
    mentions = {str(row["mention_id"]): row for row in resolved["mentions"].iter_rows(named=True)}
    result: dict[str, Row] = {str(row["article_id"]): {} for row in rows}
    by_article = {
        "sentences": [(r["article_id"], span(r)) for r in annotations["sentences"].iter_rows(named=True)],
        "mentions": [(r["article_id"], mention_object(r)) for r in resolved["mentions"].iter_rows(named=True) if r["form"] != "pronoun"],
        "times": [(r["article_id"], time_object(r)) for r in annotations["times"].iter_rows(named=True)],
        "quotes": [(r["article_id"], quote_object(r, mentions)) for r in annotations["quotes"].iter_rows(named=True)],
        "events": list(event_objects(coded, annotations["sentences"], antecedents(resolved["mentions"]))),
    }
    for fields in result.values():
        fields.update({name: [] for name in by_article})
    for name, found in by_article.items():
        for article_id, item in found:
            result[article_id][name].append(item)  # type: ignore[attr-defined]
    return result


def span(row: Row) -> Row:
    return {"start": row["start_offset"], "end": row["end_offset"]}


def mention_object(row: Row) -> Row:
    return {
        **span(row),
        "text": row["text"],
        "kind": row["kind"],
        "entity": row["name"],
        "entity_id": row["entity_id"],
        "country": row["country_code"],
        "sector": row["sector_code"],
        "lat": row["latitude"],
        "lon": row["longitude"],
    }


def time_object(row: Row) -> Row:
    return {**span(row), **{name: row[name] for name in ("text", "start_date", "end_date", "precision")}}


def quote_object(row: Row, mentions: dict[str, Row]) -> Row:
    speaker = mentions.get(str(row["speaker_mention_id"]))
    named = speaker is not None and (speaker["form"] != "pronoun" or speaker["entity_id"] is not None)
    return {
        **span(row),
        "text": row["text"],
        "direct": row["is_direct"],
        "cue": row["cue"],
        "speaker": speaker["name"] if speaker is not None and named else None,
        "speaker_start": row["speaker_start"],
        "speaker_end": row["speaker_end"],
    }


def antecedents(mentions: pl.DataFrame) -> dict[str, Row]:
    """For pronouns by mention_id: the nearest mention before, else behind, that says whom they mean; lines list no pronouns."""
    named = mentions.drop_nulls("entity_id").sort("start_offset")
    said = named.filter(pl.col("form") != "pronoun").select("article_id", "entity_id", "start_offset", "end_offset", "text")
    pronouns = named.filter(pl.col("form") == "pronoun").select("article_id", "entity_id", "mention_id", at="start_offset")
    by = ["article_id", "entity_id"]
    before = pronouns.join_asof(said, left_on="at", right_on="start_offset", by=by, strategy="backward", check_sortedness=False)
    after = pronouns.join_asof(said, left_on="at", right_on="start_offset", by=by, strategy="forward", check_sortedness=False)
    return {str(row["mention_id"]): row for found in (after, before) for row in found.drop_nulls("text").iter_rows(named=True)}


def event_objects(coded: dict[str, pl.DataFrame], sentences: pl.DataFrame, meant: Mapping[str, Row]) -> Iterator[tuple[str, Row]]:
    """(article_id, event) for every event, in reading order; actors that are pronouns stand where `meant` says whom they mean."""
    actors: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in coded["participants"].iter_rows(named=True):
        place = meant.get(row["mention_id"], row)
        actors[row["event_id"], row["role"]].append(
            {"name": row["name"], "country": row["country_code"], "sector": row["sector_code"], **span(place), "text": place["text"]}
        )
    spans = {row["sentence_id"]: span(row) for row in sentences.iter_rows(named=True)}
    for row in coded["events"].iter_rows(named=True):
        yield row["article_id"], event_object(row, spans[row["sentence_id"]], actors)


def event_object(row: Row, sentence: Row, actors: dict[tuple[str, str], list[Row]]) -> Row:
    event_id = str(row["event_id"])
    place = {"name": row["place_name"], "country": row["place_country"], "lat": row["place_latitude"], "lon": row["place_longitude"]}
    speaker = {"name": row["attribution_name"], "country": row["attribution_country"], "sector": row["attribution_sector"]}
    return {
        "event_id": event_id,
        "type": row["event_type"],
        "mode": row["mode"],
        "contexts": row["contexts"],
        "status": row["status"],
        "plover_type": row["plover_type"],
        "cameo_code": row["cameo_code"],
        "score": row["score"],
        "trigger": {"start": row["trigger_start"], "end": row["trigger_end"], "text": row["trigger_text"]},
        "sentence": sentence,
        "sources": actors[event_id, "source"],
        "targets": actors[event_id, "target"],
        "start_date": row["start_date"],
        "end_date": row["end_date"],
        "date_precision": row["date_precision"],
        "place": place if row["place_name"] else None,
        "attribution": speaker if row["attribution_name"] else None,
        "confidence": row["confidence"],
    }
