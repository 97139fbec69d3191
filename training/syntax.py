"""Write the training files of the tagger and parser: `syntax_train.spacy` and `syntax_dev.spacy`, a step of `make train`.

News and web-log text is repeated (news is what dateline reads). Copies with phrases of news in place of plain names
(grafts.py) teach titles, lists of people and ministries; copies in lower case, in headline case, in capitals and with
typographic quotation marks make the model steady where case and quotes say little. News that the teacher read
(annotate.py) counts as news of the treebanks does. The dev file is left as it is.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

from grafts import framed, grafted
from phrases import Grammar
from spacy.tokens import DocBin
from tokenizer import blank
from treebanks import Sentence, in_documents, read_conllu, to_doc

GRAFT_SHARE = 0.6  # of documents that have a copy with phrases of news; news and web logs always have one
FRAMES = 700  # documents of three sentences that are wholly made by the grammar
NEWS_COPIES = 3  # GUM has 19 news texts against 75 of other genres; without copies they weigh 12 %
RECASED_SHARE = 0.09  # of documents, a third each lower case, headline case and capitals
CURLY_SHARE = 0.30
SILVER_RUNS = (1, 1, 2, 3)  # sentences of a document
SMALL_WORDS = {"a", "an", "the", "of", "in", "on", "to", "and", "or", "for", "at", "by", "as", "with"}
CURLY = {'"': "”", "''": "”", "``": "“", "'": "’", "'s": "’s", "n't": "n’t", "'re": "’re", "'ve": "’ve", "'ll": "’ll"}


def recased(sentence: Sentence, case: str) -> Sentence:
    """The tree with its words in lower case, in capitals or in headline case."""

    def headline_word(position: int, word: str) -> str:
        small = position > 0 and word.lower() in SMALL_WORDS
        return word.lower() if small else word[:1].upper() + word[1:]

    change = {"lower": lambda i, w: w.lower(), "upper": lambda i, w: w.upper(), "headline": headline_word}[case]
    return Sentence(**{**vars(sentence), "words": [change(i, w) for i, w in enumerate(sentence.words)]})


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
    return sentence.document.startswith(("GUM_news", "weblog", "silver"))


def silver_runs(path: Path, rng: random.Random) -> list[list[Sentence]]:
    """The teacher's trees; sentences of different texts in documents of one to three, as paragraphs are."""
    sentences = list(read_conllu(path))
    rng.shuffle(sentences)
    runs = []
    while sentences:
        size = rng.choice(SILVER_RUNS)
        runs.append(sentences[:size])
        del sentences[:size]
    return runs


def with_grafts(runs: list[list[Sentence]], grammar: Grammar) -> list[list[Sentence]]:
    """The runs, and copies of a share of them with phrases of news."""
    result = list(runs)
    for run in runs:
        if is_news(run[0]) or grammar.rng.random() < GRAFT_SHARE:
            copies = [grafted(sentence, grammar) for sentence in run]
            if any(copies):
                result.append([copy or sentence for copy, sentence in zip(copies, run, strict=True)])
    return result


def augmented(runs: list[list[Sentence]], rng: random.Random) -> list[list[Sentence]]:
    """The runs with a share of recased copies added and a share of them in typographic quotation marks."""
    result = []
    for run in runs:
        result.append([curly(s) for s in run] if rng.random() < CURLY_SHARE else run)
        if rng.random() < RECASED_SHARE:
            case = rng.choice(["lower", "upper", "headline"])
            result.append([recased(s, case) for s in run])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("treebanks", type=Path, help="folder with ud_ewt_*.conllu.gz and ud_gum_*.conllu.gz")
    parser.add_argument("output", type=Path)
    parser.add_argument("--silver", type=Path, help="trees of the teacher, .conllu.gz")
    parser.add_argument("--silver-copies", type=int, default=1)
    parser.add_argument("--seed", type=int, default=20231, help="of the draws of phrases")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    nlp, rng = blank(), random.Random(arguments.seed)
    for part in ("train", "dev"):
        runs: list[list[Sentence]] = []
        for name in ("ewt", "gum"):
            sentences = list(read_conllu(arguments.treebanks / f"ud_{name}_{part}.conllu.gz"))
            runs += in_documents(sentences)
            if part == "train":
                for copy in range(1, NEWS_COPIES if name == "gum" else 2):
                    runs += in_documents([s for s in sentences if is_news(s)], offset=copy)
        if part == "train":
            grammar = Grammar(rng)
            for _ in range(arguments.silver_copies if arguments.silver else 0):
                runs += silver_runs(arguments.silver, rng)
            runs = with_grafts(runs, grammar) + [[framed(grammar) for _ in range(3)] for _ in range(FRAMES)]
            runs = augmented(runs, rng)
            rng.shuffle(runs)
        binary = DocBin(docs=[to_doc(nlp.vocab, run) for run in runs], store_user_data=False)
        binary.to_disk(arguments.output / f"syntax_{part}.spacy")
        print(f"syntax_{part}: {len(runs):,} documents, {sum(len(s.words) for run in runs for s in run):,} words")


if __name__ == "__main__":
    main()
