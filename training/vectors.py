"""Word vectors for the small model: what the teacher knows of single words, in few dimensions.

Every word goes through the encoder alone, in lower case; the mean of its pieces in the upper middle layers is its vector.
The most frequent words keep a row of their own, the others share the row that is nearest.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
import torch
from numpy.typing import NDArray
from spacy.tokens import DocBin
from spacy.vectors import Vectors
from teacher import Teacher, load
from wordfreq import top_n_list

DIMENSIONS = 64
ROWS = 12_000
KEYS = 32_000
LAYERS = (3, 4, 5)
SEEN_WEIGHT = 4  # how much a word of the corpora gains over one that is only in the frequency list
WORDS_PER_BATCH = 256


def frequent_words(corpora: list[Path]) -> list[str]:
    """The words that get a vector, the most important first: rank in the frequency list, moved up by use in the corpora."""
    seen: Counter[str] = Counter()
    for path in corpora:
        for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab):
            seen.update(token.lower_ for token in doc)
    ranks = {word: number for number, word in enumerate(top_n_list("en", 60_000), 1)}
    importance = {word: 1 / ranks.get(word, 60_000) for word in {*ranks, *(w for w, n in seen.items() if n > 1)}}
    for word in importance:
        importance[word] *= 1 + SEEN_WEIGHT * min(seen[word], 3)
    words = [word for word in importance if any(c.isalpha() for c in word)]
    return sorted(words, key=lambda word: (-importance[word], word))[:KEYS]


@torch.no_grad()
def encoded(teacher: Teacher, words: list[str]) -> NDArray[np.float32]:
    """One row per word: the mean over its pieces and the chosen layers."""
    rows = np.zeros((len(words), teacher.encoder.config.hidden_size), dtype="float32")
    order = sorted(range(len(words)), key=lambda i: len(words[i]))
    for start in range(0, len(order), WORDS_PER_BATCH):
        chosen = order[start : start + WORDS_PER_BATCH]
        grid = teacher.tokenizer([words[i] for i in chosen], padding=True, return_tensors="pt")
        embeds = teacher.encoder.embeddings.word_embeddings(grid["input_ids"]) + teacher.shape.weight[0]
        states = teacher.encoder(inputs_embeds=embeds, attention_mask=grid["attention_mask"], output_hidden_states=True).hidden_states
        mean = torch.stack([states[layer] for layer in LAYERS]).mean(0)
        inside = grid["attention_mask"].clone().float()
        inside[:, 0] = 0
        inside[torch.arange(len(chosen)), grid["attention_mask"].sum(1) - 1] = 0
        rows[chosen] = ((mean * inside[..., None]).sum(1) / inside.sum(1, keepdim=True)).numpy()
    return rows


def reduced(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The principal components, scaled to a mean square of one."""
    centred = rows - rows.mean(0)
    _, vectors = np.linalg.eigh(centred.T @ centred)
    small = centred @ vectors[:, ::-1][:, :DIMENSIONS]
    return (small / np.sqrt((small**2).mean())).astype("float32")


def nearest(rows: NDArray[np.float32], kept: int) -> list[int]:
    """For every row the one among the first `kept` that is most alike: itself if it is among them."""
    unit = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    found = list(range(kept))
    for start in range(kept, len(rows), 1000):
        found += (unit[start : start + 1000] @ unit[:kept].T).argmax(1).tolist()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path)
    parser.add_argument("teacher", type=Path)
    parser.add_argument("output", type=Path, help="folder of an empty pipeline with the vectors")
    parser.add_argument("--blank", type=Path, required=True, help="the empty pipeline of tokenizer.py")
    parser.add_argument("--corpora", type=Path, nargs="+", required=True, help="corpora whose words count")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    words = frequent_words(arguments.corpora)
    rows = reduced(encoded(load(arguments.encoder, arguments.teacher), words))
    nlp = spacy.load(arguments.blank)
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=rows[:ROWS], attr="LOWER", name="dateline")
    for word, row in zip(words, nearest(rows, ROWS), strict=True):
        nlp.vocab.vectors.add(word, row=row)
    nlp.to_disk(arguments.output)
    print(f"{len(words):,} words, {ROWS:,} rows of {DIMENSIONS}")


if __name__ == "__main__":
    main()
