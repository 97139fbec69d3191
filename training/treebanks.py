"""Read and write Universal Dependencies treebanks (CoNLL-U) and join trees into spaCy documents.

Sentences stand in documents of up to five, as in running text, so that the parser learns where sentences end.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from spacy.tokens import Doc
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 5


@dataclass
class Sentence:
    """One tree: parallel lists over its words; heads are 0-based, the root points to itself."""

    document: str
    words: list[str] = field(default_factory=list)
    spaces: list[bool] = field(default_factory=list)
    lemmas: list[str] = field(default_factory=list)
    upos: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    misc: list[str] = field(default_factory=list)


def read_conllu(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a CoNLL-U file (plain or .gz); empty nodes are skipped, contractions keep their parts."""
    document, joined_until, joined_space = "", 0, True
    sentence = Sentence(document)
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        for row in lines:
            line = row.rstrip("\n")
            if line.startswith("# newdoc id"):
                document = line.split("=", 1)[1].strip()
            if not line:
                if sentence.words:
                    yield sentence
                sentence, joined_until = Sentence(document), 0
                continue
            if line.startswith("#"):
                sentence.document = document
                continue
            columns = line.split("\t")
            number = columns[0]
            if "." in number:
                continue
            space = "SpaceAfter=No" not in columns[9].split("|")
            if "-" in number:
                joined_until, joined_space = int(number.split("-")[1]), space
                continue
            index = int(number)
            if index < joined_until:
                space = False
            elif index == joined_until:
                space = joined_space
            head = int(columns[6])
            sentence.words.append(columns[1])
            sentence.spaces.append(space)
            sentence.lemmas.append(columns[2])
            sentence.upos.append(columns[3])
            sentence.tags.append(columns[4])
            sentence.heads.append(head - 1 if head else index - 1)
            sentence.deps.append(columns[7] if head else "ROOT")
            sentence.misc.append(columns[9])


def is_tree(heads: list[int]) -> bool:
    """One root, and every word leads to it; heads count from 1, 0 is above the root."""
    if heads.count(0) != 1:
        return False
    for word in range(1, len(heads) + 1):
        above, steps = word, 0
        while above and steps <= len(heads):
            above, steps = heads[above - 1], steps + 1
        if above:
            return False
    return True


def write_conllu(path: Path, trees: list[Sentence]) -> None:
    """Write trees so that `read_conllu` gives the same back."""
    with gzip.open(path, "wt", encoding="utf-8") as out:
        for tree in trees:
            out.write(f"# newdoc id = {tree.document}\n")
            for i, word in enumerate(tree.words):
                head = 0 if tree.heads[i] == i else tree.heads[i] + 1
                dep = "root" if head == 0 else tree.deps[i]
                kept = [part for part in tree.misc[i].split("|") if part not in {"_", "SpaceAfter=No"}]
                misc = "|".join(kept if tree.spaces[i] else [*kept, "SpaceAfter=No"])
                out.write("\t".join([str(i + 1), word, tree.lemmas[i], "X", tree.tags[i], "_", str(head), dep, "_", misc or "_"]) + "\n")
            out.write("\n")


def to_doc(vocab: Vocab, sentences: list[Sentence]) -> Doc:
    """Join trees into one document; every sentence but the last ends in a space."""
    parts: dict[str, list] = {"words": [], "spaces": [], "lemmas": [], "pos": [], "tags": [], "heads": [], "deps": []}
    starts: list[bool] = []
    for sentence in sentences:
        offset = len(parts["words"])
        parts["words"] += sentence.words
        parts["spaces"] += [*sentence.spaces[:-1], True]
        parts["lemmas"] += sentence.lemmas
        parts["pos"] += sentence.upos
        parts["tags"] += sentence.tags
        parts["heads"] += [head + offset for head in sentence.heads]
        parts["deps"] += sentence.deps
        starts += [True] + [False] * (len(sentence.words) - 1)
    return Doc(vocab, sent_starts=starts, **parts)


def in_documents(sentences: list[Sentence], offset: int = 0) -> Iterator[list[Sentence]]:
    """Runs of up to five sentences of the same text; `offset` shifts where the runs start."""
    run: list[Sentence] = []
    limit = SENTENCES_PER_DOC - offset
    for sentence in sentences:
        if run and (len(run) >= limit or run[0].document != sentence.document):
            yield run
            run, limit = [], SENTENCES_PER_DOC
        run.append(sentence)
    if run:
        yield run
