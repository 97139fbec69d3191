"""Trees and tags of the teacher on raw news sentences, as a treebank for `syntax.py`.

The sentences are our own (`sentences/*.jsonl`), draws of `wire.csv`, and those of wikigold, which has no trees. Only
those are kept in which the best heads of all words make one tree: about nine in ten, the clearer ones.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import spacy
import torch
import wire
from names import read_wikigold
from phrases import Grammar
from spacy.language import Language
from teacher import MAX_WORDS, Example, Teacher, load, predict
from treebanks import Sentence, is_tree, write_conllu

from transforms.language import sentence_starts

WIRE_COPIES = 4
SENTENCES_PER_BATCH = 32


def raw_texts(folder: Path, grammar: Grammar) -> list[str]:
    """The texts of the sentence files and of the wire templates, without repetitions."""
    texts = [json.loads(line)["text"] for path in sorted(folder.glob("*.jsonl")) for line in path.open(encoding="utf-8")]
    texts += [text for text, _ in wire.sentences(grammar, WIRE_COPIES)]
    return list(dict.fromkeys(" ".join(text.split()) for text in texts))


def sentences(nlp: Language, texts: list[str]) -> Iterator[tuple[list[str], list[bool], int]]:
    """Words, spaces and number of the text, sentence by sentence; a first model says where sentences end."""
    for number, doc in enumerate(nlp.pipe(texts), 1):
        begins = sentence_starts([t.text for t in doc], [bool(t.is_sent_start) for t in doc])
        edges = [i for i, begin in enumerate(begins) if begin] + [len(doc)]
        for start, end in pairwise(edges):
            span = doc[start:end]
            if 1 < len(span) <= MAX_WORDS:
                yield [t.text for t in span], [bool(t.whitespace_) for t in span[:-1]] + [True], number


def wiki_sentences(data: Path) -> Iterator[tuple[list[str], list[bool], int]]:
    """The sentences of wikigold; their number is 0."""
    for text in read_wikigold(data / "wikigold.conll.gz"):
        if 1 < len(text.words) <= MAX_WORDS:
            yield text.words, text.spaces, 0


def to_sentence(found: Example, spaces: list[bool], number: int) -> Sentence:
    heads = [head - 1 if head else i for i, head in enumerate(found.heads)]
    deps = ["ROOT" if head == i else "dep" if dep == "ROOT" else dep for i, (head, dep) in enumerate(zip(heads, found.deps, strict=True))]
    lower = [word.lower() for word in found.words]
    return Sentence(f"silver-{number}", found.words, spaces, lower, ["X"] * len(lower), found.tags, heads, deps, ["_"] * len(lower))


def annotated(teacher: Teacher, raw: list[tuple[list[str], list[bool], int]]) -> Iterator[Sentence]:
    order = sorted(raw, key=lambda item: len(item[0]))
    for start in range(0, len(order), SENTENCES_PER_BATCH):
        batch = order[start : start + SENTENCES_PER_BATCH]
        for (_, spaces, number), found in zip(batch, predict(teacher, [words for words, _, _ in batch]), strict=True):
            if is_tree(found.heads):
                yield to_sentence(found, spaces, number)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("data", type=Path, help="folder with wikigold.conll.gz")
    parser.add_argument("output", type=Path, help="file, .conllu.gz")
    parser.add_argument("--sentences", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--splitter", type=Path, required=True, help="a pipeline that finds sentences")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    nlp = spacy.load(arguments.splitter, exclude=["ner", "tagger"])
    raw = list(sentences(nlp, raw_texts(arguments.sentences, Grammar(random.Random(20233)))))
    raw += list(wiki_sentences(arguments.data))
    trees = list(annotated(load(arguments.encoder, arguments.teacher), raw))
    trees.sort(key=lambda tree: int(tree.document.split("-")[1]))
    write_conllu(arguments.output, trees)
    print(f"{len(trees):,} trees of {len(raw):,} sentences, {sum(len(t.words) for t in trees):,} words")


if __name__ == "__main__":
    main()
