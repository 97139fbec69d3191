"""Turn the treebanks into spaCy training files: first step of `make train`.

Reads Universal Dependencies CoNLL-U (English EWT and GUM) and writes two `DocBin` files, `syntax_train.spacy`
and `syntax_dev.spacy`. Sentences stand in documents of up to five, as in running text, so that the parser learns
where sentences end. News and web-log text is repeated (news is what dateline reads); copies in lower case, in
headline case and with typographic quotation marks make the model steady where case and quotes say little.
"""

from __future__ import annotations

import argparse
import gzip
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin
from spacy.vocab import Vocab

SENTENCES_PER_DOC = 5
NEWS_COPIES = 3  # GUM has 19 news texts against 75 of other genres; without copies they weigh 12 %
RECASED_SHARE = 0.12  # of documents, half lower case, half headline case
CURLY_SHARE = 0.30
SMALL_WORDS = {"a", "an", "the", "of", "in", "on", "to", "and", "or", "for", "at", "by", "as", "with"}
CURLY = {'"': "”", "''": "”", "``": "“", "'": "’", "'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'ll": "’ll"}


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
        for line in lines:
            line = line.rstrip("\n")
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


def recased(sentence: Sentence, *, headline: bool) -> Sentence:
    """The tree with its words in lower case or in headline case."""
    def headline_word(position: int, word: str) -> str:
        small = position > 0 and word.lower() in SMALL_WORDS
        return word.lower() if small else word[:1].upper() + word[1:]

    words = [headline_word(i, w) if headline else w.lower() for i, w in enumerate(sentence.words)]
    return Sentence(**{**vars(sentence), "words": words})


def curly(sentence: Sentence) -> Sentence:
    """The tree with typographic quotation marks and apostrophes."""
    words, opened = [], False
    for word in sentence.words:
        if word in {'"', "''", "``"}:
            words.append("”" if opened else "“")
            opened = not opened
        else:
            words.append(CURLY.get(word, word))
    return Sentence(**{**vars(sentence), "words": words})


def is_news(sentence: Sentence) -> bool:
    return sentence.document.startswith(("GUM_news", "weblog"))


def augmented(runs: list[list[Sentence]], rng: random.Random) -> list[list[Sentence]]:
    """The runs with a share of recased copies added and a share of them in typographic quotation marks."""
    result = []
    for run in runs:
        result.append([curly(s) for s in run] if rng.random() < CURLY_SHARE else run)
        if rng.random() < RECASED_SHARE:
            headline = rng.random() < 0.5
            result.append([recased(s, headline=headline) for s in run])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path, help="folder with ud_ewt_*.conllu.gz and ud_gum_*.conllu.gz")
    parser.add_argument("output", type=Path)
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    nlp, rng = spacy.blank("en"), random.Random(20231)
    for part in ("train", "dev"):
        runs: list[list[Sentence]] = []
        for name in ("ewt", "gum"):
            sentences = list(read_conllu(arguments.treebanks / f"ud_{name}_{part}.conllu.gz"))
            runs += in_documents(sentences)
            if part == "train":
                for copy in range(1, NEWS_COPIES if name == "gum" else 2):
                    runs += in_documents([s for s in sentences if is_news(s)], offset=copy)
        if part == "train":
            runs = augmented(runs, rng)
            rng.shuffle(runs)
        binary = DocBin(docs=[to_doc(nlp.vocab, run) for run in runs], store_user_data=False)
        binary.to_disk(arguments.output / f"syntax_{part}.spacy")
        print(f"syntax_{part}: {len(runs):,} documents, {sum(len(s.words) for run in runs for s in run):,} words")


if __name__ == "__main__":
    main()
