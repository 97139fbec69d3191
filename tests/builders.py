"""Rows and parses typed by hand, for tests that read like the grammar they test."""

from __future__ import annotations

import polars as pl

from transforms import schemas
from transforms.codebook import Codebook, to_codebook
from transforms.tokens import Tokens


def parsed(*sentences: str) -> Tokens:
    """Tokens of sentences written as `word/TAG/relation/head`, heads counted from 1 within the sentence, 0 for the root.

    Lemmas are given after a fifth slash where they are not the lower-case word.
    """
    words = [[part.rsplit("/", 4) if part.count("/") == 4 else [*part.rsplit("/", 3), ""] for part in s.split()] for s in sentences]
    tokens = Tokens(" ".join(cell[0] for sentence in words for cell in sentence))
    offset = 0
    for number, sentence in enumerate(words):
        base, start = len(tokens.word), offset
        for word, tag, dep, head, lemma in sentence:
            tokens.word.append(word)
            tokens.start.append(offset)
            tokens.end.append(offset + len(word))
            offset += len(word) + 1
            tokens.tag.append(tag)
            tokens.dep.append(dep)
            tokens.lemma.append(lemma or word.lower())
            tokens.head.append(base + (int(head) - 1 if int(head) else len(tokens.word) - base - 1))
            tokens.sentence.append(number)
        tokens.sentence_spans.append((start, offset - 1))
    tokens.children = [[i for i, head in enumerate(tokens.head) if head == word and i != word] for word in range(len(tokens))]
    return tokens


FRAME_COLUMNS = (
    "frame_id,type,mode,part_of_speech,lemmas,subject,object,oblique,modifier,complement,source,target,cameo_code,weight,example"
)
TYPE_ROWS = [
    ("CONSULT", None, 1, 3.0, "040"), ("CONSULT", "visit", 1, 4.0, "042"), ("AGREE", None, 1, 2.5, "030"), ("REJECT", None, 3, -2.0, "120"),
    ("REJECT", "meet", 3, -2.0, "125"), ("ASSAULT", None, 4, -9.0, "180"), ("SANCTION", None, 4, -6.0, "163"), ("ACCUSE", None, 3, -3.0, "110"),
]  # fmt: skip
COEFFICIENTS = {
    "intercept": 0.0,
    "weight": 1.0,
    "specificity": 0.0,
    "source": 0.5,
    "target": 0.5,
    "public": 0.0,
    "affairs": 0.0,
    "unreal": 0.0,
}
CUES = [
    ("verb", "expect", "planned"), ("verb", "plan", "planned"), ("verb", "hope", "possible"), ("verb", "agree", "planned"),
    ("verb", "postpone", "cancelled"), ("verb", "refuse", "denied"), ("verb", "fail", "denied"), ("verb", "say", "transparent"),
    ("verb", "manage", "occurred"), ("verb", "prevent", "cancelled"), ("verb", "call_for", "possible"), ("noun", "plan", "planned"),
    ("adjective", "planned", "planned"), ("adjective", "possible", "possible"), ("adverb", "allegedly", "possible"), ("adverb", "possibly", "possible"),
    ("adjective", "likely", "possible"), ("verb", "fall_through_subject", "cancelled"),
]  # fmt: skip


def codebook(*frames: dict[str, str], classes: dict[str, str] | None = None) -> Codebook:
    """A codebook of the given frames with a few types, cues and codes; missing columns are empty."""
    return to_codebook(codebook_tables(*frames, classes=classes))


def codebook_tables(*frames: dict[str, str], classes: dict[str, str] | None = None) -> dict[str, pl.DataFrame]:
    """The tables of such a codebook, as they are read from CSV."""
    rows = [{**dict.fromkeys(FRAME_COLUMNS.split(","), ""), "part_of_speech": "verb", "weight": "0.8", **frame} for frame in frames]
    named = classes or {"treaty": "treaty|pact"}
    types = [dict(zip(("event_type", "mode", "quad_code", "score", "cameo_code"), row, strict=True)) for row in TYPE_ROWS]
    codes = sorted({row["cameo_code"] for row in types} | {"036"})
    return {
        "frames": pl.DataFrame(rows, schema=dict.fromkeys(FRAME_COLUMNS.split(","), pl.String)),
        "classes": pl.DataFrame({"class": list(named), "lemmas": list(named.values())}),
        "types": pl.DataFrame(types, infer_schema_length=None),
        "cameo": pl.DataFrame({"cameo_code": codes, "goldstein": [1.0] * len(codes)}),
        "folding": pl.DataFrame(
            {
                "event_type": ["CONSULT", "CONSULT"],
                "status": ["planned", "cancelled"],
                "plover_type": ["AGREE", "REJECT"],
                "plover_mode": [None, "meet"],
                "cameo_code": ["036", "125"],
            }
        ),
        "contexts": pl.DataFrame({"context": ["military", "economic"], "token": ["troop", "trade war"], "weight": ["0.9", "1.0"]}),
        "confidence": pl.DataFrame({"feature": list(COEFFICIENTS), "coefficient": list(COEFFICIENTS.values())}),
        "cues": pl.DataFrame(CUES, schema=["part_of_speech", "lemma", "status"], orient="row"),
        "support": pl.DataFrame({"lemma": ["hold"], "particle": [None], "kind": ["support"]}, schema_overrides={"particle": pl.String}),
        "countries": pl.DataFrame(
            {"country_code": ["FRA", "PER"], "name": ["France", "Peru"], "latitude": [46.0, -10.0], "longitude": [2.0, -76.0]}
        ),
    }


def clause_rows(*clauses: dict[str, object]) -> pl.DataFrame:
    """CLAUSES rows: plain past statements except for what is given; `id` names clause and governor."""
    rows = []
    for number, given in enumerate(clauses):
        row: dict[str, object] = {
            "clause_id": given["lemma"], "article_id": "a", "sentence_id": "s", "start_offset": number * 10, "end_offset": number * 10 + 5,
            "text": given["lemma"], "part_of_speech": "verb", "particle": None, "voice": "active", "tense": "past", "aspect": "simple",
            "mood": "finite", "modal": None, "is_negated": bool(given.get("negation")), "negation": None, "marker": None, "determiner": None, "adverbs": [],
            "governor_id": None, "governor_relation": None, "clause_index": number,
        }  # fmt: skip
        rows.append(row | given)
    return schemas.frame(schemas.CLAUSES, rows)


def argument_rows(*arguments: dict[str, object]) -> pl.DataFrame:
    """ARGUMENTS rows; `clause`, `slot`, `head` and, for an actor, `mention` are given."""
    rows = []
    for number, given in enumerate(arguments):
        rows.append(
            {
                "argument_id": f"argument{number}", "article_id": "a", "clause_id": given["clause"], "slot": given["slot"],
                "preposition": given.get("preposition"), "surface_role": "", "path": given.get("path", "direct"), "head_lemma": given["head"],
                "start_offset": number * 10, "end_offset": number * 10 + 5, "text": given["head"], "mention_id": given.get("mention"),
                "mention_path": "head" if given.get("mention") else None, "adverbs": given.get("adverbs", []),
            }
        )  # fmt: skip
    return schemas.frame(schemas.ARGUMENTS, rows)


def mention_rows(*mentions: dict[str, object]) -> pl.DataFrame:
    """MENTIONS rows: resolved government actors except for what is given; `id` names mention, entity and text."""
    rows = []
    for number, given in enumerate(mentions):
        row: dict[str, object] = {
            "mention_id": given["id"], "article_id": "a", "sentence_id": "s", "start_offset": number * 10, "end_offset": number * 10 + 5,
            "text": given["id"], "kind": "country", "form": "name", "head_lemma": str(given["id"]).lower(), "is_plural": False,
            "grammatical_role": "nsubj", "preposition": None, "title": None, "modifier_country": None, "modifier_organization": None,
            "entity_id": given["id"], "name": given["id"], "country_code": None, "sector_code": "GOV", "latitude": None, "longitude": None,
            "is_actor": True, "evidence": "typed",
        }  # fmt: skip
        rows.append(row | {key: value for key, value in given.items() if key != "id"})
    return schemas.frame(schemas.MENTIONS, rows)
