"""Measure tagger, parser and sentence boundaries on the dev trees, with the pipeline's own tokens.

Beside the plain dev set it reports its news part (GUM news, EWT web logs) and a copy with phrases of news put in
(grafts.py): the plain figures say how well trees are read in general, the copy how well titles, lists and ministries.
"""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import spacy
from grafts import grafted
from phrases import Grammar
from spacy.language import Language
from spacy.training import Example
from syntax import is_news
from treebanks import Sentence, in_documents, read_conllu, to_doc


def measure(nlp: Language, runs: list[list[Sentence]], label: str) -> None:
    golds = [to_doc(nlp.vocab, run) for run in runs]
    scores = nlp.evaluate([Example(nlp.make_doc(gold.text), gold) for gold in golds])
    print(
        f"{label:14} words {scores['token_f']:.4f}  tag {scores['tag_acc']:.4f}  UAS {scores['dep_uas']:.4f}  "
        f"LAS {scores['dep_las']:.4f}  sentences {scores['sents_f']:.4f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("treebanks", type=Path)
    arguments = parser.parse_args()
    nlp, grammar = spacy.load(arguments.pipeline, disable=["ner"]), Grammar(random.Random(99))
    sentences = [s for name in ("ewt", "gum") for s in read_conllu(arguments.treebanks / f"ud_{name}_dev.conllu.gz")]
    runs = list(in_documents(sentences))
    measure(nlp, runs, "dev")
    measure(nlp, [run for run in runs if is_news(run[0])], "dev, news")
    copies = [[(grafted(s, grammar), s) for s in run] for run in runs]
    measure(nlp, [[copy or s for copy, s in run] for run in copies if any(copy for copy, _ in run)], "dev, grafted")


if __name__ == "__main__":
    main()
