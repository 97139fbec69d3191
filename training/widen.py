"""Give a trained tagger and parser word vectors and one more layer, nearly without changing what they say.

The new columns start at zero and the new layer adds nothing, so training goes on from where it was and need not
begin anew. The table of word forms gets half its rows, since the vectors now carry most of that: its new rows are those
whose sums come nearest to the old ones for the words of the corpus, the frequent ones first.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from numpy.typing import NDArray
from spacy.attrs import NORM
from spacy.language import Language
from spacy.tokens import DocBin
from thinc.api import Model

SHRINK = 0.5  # ridge of the least squares


def widened_config(old: Language, rows: list[int], depth: int) -> dict[str, Any]:
    config = old.config.copy()
    config["nlp"]["pipeline"] = ["tok2vec", "tagger", "parser"]
    config["components"].pop("ner", None)
    model = config["components"]["tok2vec"]["model"]
    model["embed"].update(include_static_vectors=True, rows=rows)
    model["encode"]["depth"] = depth
    config["initialize"]["before_init"] = None
    return config


def parts(model: Model) -> tuple[list[Model], Model, list[Model]]:
    """Hash tables, the layer that mixes them, and the layers of the encoder with their norms, in order."""
    nodes = list(model.walk(order="dfs_pre"))
    tables = [node for node in nodes if node.name == "hashembed"]
    maxouts = [node for node in nodes if node.name == "maxout"]
    norms = [node for node in nodes if node.name == "layernorm"]
    return tables, maxouts[0], [node for pair in zip(maxouts, norms, strict=True) for node in pair][1:]


def rows_of(table: Model, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The four rows of every key."""
    return (table.ops.hash(keys, table.attrs["seed"]) % table.get_dim("nV")).astype("int64")


def refit(before: Model, after: Model, counts: Counter[int]) -> NDArray[np.float32]:
    """Rows for a smaller table: least squares over the words, weighted by the root of their counts."""
    keys = np.array(list(counts), dtype="uint64")
    weights = np.sqrt(np.array([counts[key] for key in counts], dtype="float32"))[:, None]
    wanted = before.get_param("E")[rows_of(before, keys)].sum(1) * weights
    places = np.zeros((len(keys), after.get_dim("nV")), dtype="float32")
    for column in rows_of(after, keys).T:
        np.add.at(places, (np.arange(len(keys)), column), weights[:, 0])
    square = places.T @ places
    square[np.diag_indices_from(square)] += SHRINK
    return np.linalg.solve(square, places.T @ wanted).astype("float32")


def copy_tok2vec(old: Model, new: Model, counts: Counter[int]) -> None:
    (old_tables, old_mixer, old_rest), (tables, mixer, rest) = parts(old), parts(new)
    for before, after in zip(old_tables, tables, strict=True):
        after.attrs["seed"] = before.attrs["seed"]
        same = before.get_dim("nV") == after.get_dim("nV")
        after.set_param("E", before.get_param("E") if same else refit(before, after, counts))
    weights = old_mixer.get_param("W")
    wide = np.zeros_like(mixer.get_param("W"))
    wide[:, :, : weights.shape[2]] = weights
    mixer.set_param("W", wide)
    mixer.set_param("b", old_mixer.get_param("b"))
    for before, after in zip(old_rest, rest, strict=False):
        for name in before.param_names:
            after.set_param(name, before.get_param(name))
    for node in rest[len(old_rest) :]:
        if node.name == "layernorm":
            node.set_param("G", np.zeros_like(node.get_param("G")))


def word_counts(path: Path) -> Counter[int]:
    """How often every normal form occurs."""
    docs = DocBin().from_disk(path).get_docs(spacy.blank("en").vocab)
    return Counter(int(key) for doc in docs for key in doc.to_array([NORM]).tolist())


def widen(old: Language, vectors: Language, rows: list[int], counts: Counter[int]) -> Language:
    depth = old.config["components"]["tok2vec"]["model"]["encode"]["depth"] + 1
    nlp = spacy.util.load_model_from_config(widened_config(old, rows, depth), auto_fill=True)
    nlp.tokenizer.from_bytes(old.tokenizer.to_bytes(exclude=["vocab"]))
    for text in old.vocab.strings:
        nlp.vocab.strings.add(text)
    nlp.vocab.vectors = vectors.vocab.vectors
    model = nlp.get_pipe("tok2vec").model
    model.initialize(X=[nlp.make_doc("A word.")])
    copy_tok2vec(old.get_pipe("tok2vec").model, model, counts)
    for name in ("tagger", "parser"):
        nlp.get_pipe(name).from_bytes(old.get_pipe(name).to_bytes(exclude=["vocab"]), exclude=["vocab"])
    return nlp


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pipeline", type=Path)
    parser.add_argument("vectors", type=Path, help="pipeline with the vectors, of vectors.py")
    parser.add_argument("output", type=Path)
    parser.add_argument("--rows", type=int, nargs=4, default=[4500, 1000, 2500, 1500])
    parser.add_argument("--corpus", type=Path, required=True, help="corpus whose words count")
    arguments = parser.parse_args()
    old = spacy.load(arguments.pipeline, exclude=["ner"])
    widen(old, spacy.load(arguments.vectors), arguments.rows, word_counts(arguments.corpus)).to_disk(arguments.output)


if __name__ == "__main__":
    main()
