"""Put the trained parts together as the pipeline that ships: last step of `make train`.

The tagger and parser share one tok2vec, the name finder has its own. Training state that is of no use at run time is
left out, so that the folder stays small: the vocabulary keeps the strings of labels and tokenizer only, since neither
the hashed embeddings nor the word vectors, whose keys are hashes, need a list of words.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

import spacy
from spacy.language import Language
from spacy.strings import StringStore
from spacy.tokens import Doc

USELESS = ("lookups.bin",)  # in vocab/
PROBE = "US Secretary of State Maria Lopes met Kim Dong-hyun in São Tomé on 3 May, the Foreign Ministry said."


def combined(syntax: Path, names: Path, version: str) -> Language:
    """One pipeline of both models, with its description and without paths of the machine that trained it."""
    nlp = spacy.load(syntax, exclude=["ner"])  # the shipped pipeline may be given, to have its names alone made anew
    nlp.add_pipe("ner", source=spacy.load(names))
    nlp.config["initialize"]["before_init"] = None
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.meta.update(
        name="dateline_news",
        version=version,
        description="Tags, dependencies, sentence boundaries and names for English news; small convolutional networks with word vectors",
        license="CC BY-SA 4.0",
        author="dateline",
        performance={},
    )
    return nlp


def prune(folder: Path, nlp: Language) -> None:
    """Drop what only a further training run would read."""
    labels = {label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())}
    parts = {part for label in labels for part in label.replace("||", " ").split()}
    StringStore([*sorted({*labels, *parts, *spacy.blank("en").vocab.strings})]).to_disk(folder / "vocab" / "strings.json")
    for name in USELESS:
        (folder / "vocab" / name).unlink(missing_ok=True)


def analysis(doc: Doc) -> list[tuple[str, str, str, int, str]]:
    return [(token.text, token.tag_, token.dep_, token.head.i, token.ent_type_) for token in doc]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("syntax", type=Path, help="trained tagger and parser")
    parser.add_argument("names", type=Path, help="trained name finder")
    parser.add_argument("output", type=Path)
    parser.add_argument("--version", required=True, help="version of the model, YYYY.MM.N")
    arguments = parser.parse_args()
    nlp = combined(arguments.syntax, arguments.names, arguments.version)
    expected = analysis(nlp(PROBE))
    building = arguments.output.with_name(arguments.output.name + ".new")
    nlp.to_disk(building)
    prune(building, nlp)
    if analysis(spacy.load(building)(PROBE)) != expected:
        raise SystemExit("the pruned model reads a sentence in another way than the trained one")
    if arguments.output.exists():  # swapped in one go: other processes may be loading it
        arguments.output.rename(arguments.output.with_name(arguments.output.name + ".old"))
    building.rename(arguments.output)
    shutil.rmtree(arguments.output.with_name(arguments.output.name + ".old"), ignore_errors=True)


if __name__ == "__main__":
    main()
