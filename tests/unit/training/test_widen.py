"""A pipeline that got word vectors and a layer more must say what it said before."""

import random
import sys
from pathlib import Path

import numpy as np
import pytest
import spacy
from spacy.training import Example
from spacy.vectors import Vectors

sys.path.insert(0, str(Path(__file__).parents[3] / "training"))

from widen import refit, widen

WORDS = "the minister met his guest after rebels shelled a town near border".split()
ROWS = [500, 100, 100, 100]


@pytest.fixture(scope="module")
def trained():
    random.seed(1)
    embed = {"@architectures": "spacy.MultiHashEmbed.v2", "width": 8, "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"], "rows": ROWS}
    encode = {"@architectures": "spacy.MaxoutWindowEncoder.v2", "width": 8, "depth": 2, "window_size": 1, "maxout_pieces": 3}
    listener = {"@architectures": "spacy.Tok2VecListener.v1", "width": 8, "upstream": "*"}
    nlp = spacy.blank("en")
    model = {"@architectures": "spacy.Tok2Vec.v2", "embed": {**embed, "include_static_vectors": False}, "encode": encode}
    nlp.add_pipe("tok2vec", config={"model": model})
    nlp.add_pipe("tagger", config={"model": {"@architectures": "spacy.Tagger.v2", "nO": None, "tok2vec": listener}})
    transitions = {"@architectures": "spacy.TransitionBasedParser.v2", "state_type": "parser", "extra_state_tokens": False}
    parser = {**transitions, "hidden_width": 8, "maxout_pieces": 2, "use_upper": True, "tok2vec": listener}
    nlp.add_pipe("parser", config={"min_action_freq": 1, "model": parser})
    doc = nlp.make_doc(" ".join(WORDS))
    gold = {"tags": ["NN", "VB"] * 6, "heads": [1, 2, 2, *[2] * 9], "deps": ["det", "nsubj", "ROOT", *["obl"] * 9]}
    optimizer = nlp.initialize(lambda: [Example.from_dict(doc, gold)])
    for _ in range(3):
        nlp.update([Example.from_dict(doc, gold)], sgd=optimizer)
    return nlp


def vectors() -> spacy.Language:
    nlp = spacy.blank("en")
    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=np.ones((3, 4), dtype="float32"), attr="LOWER")
    nlp.vocab.vectors.add("the", row=1)
    return nlp


def state(nlp: spacy.Language) -> np.ndarray:
    doc = nlp.make_doc("The town near the border shelled his guest")
    return nlp.get_pipe("tok2vec").predict([doc])[0]


def test_new_columns_and_the_new_layer_add_nothing(trained):
    wider = widen(trained, vectors(), ROWS, {1: 1})
    assert wider.config["components"]["tok2vec"]["model"]["encode"]["depth"] == 3
    np.testing.assert_allclose(state(wider), state(trained), atol=1e-5)
    assert [(t.tag_, t.dep_) for t in wider("The minister shelled a town")] == [
        (t.tag_, t.dep_) for t in trained("The minister shelled a town")
    ]


def test_a_table_of_half_the_rows_gives_the_words_nearly_the_same_sums(trained):
    tables = [node for node in trained.get_pipe("tok2vec").model.walk() if node.name == "hashembed"]
    keys = {trained.vocab.strings.add(word): 10_000 for word in WORDS}
    smaller = widen(trained, vectors(), [250, *ROWS[1:]], keys)
    after = next(node for node in smaller.get_pipe("tok2vec").model.walk() if node.name == "hashembed")
    assert after.get_dim("nV") == 250
    column = np.array(list(keys), dtype="uint64")
    before = tables[0].predict(column)
    assert np.abs(after.predict(column) - before).max() < 0.1 * np.abs(before).max()
    assert refit(tables[0], after, keys).shape == (250, 8)
