"""The teacher of names: the pretrained encoder learns the marked texts and reads the treebank and our sentences.

EWT's train part has trees but no names, and our own sentences have neither. The teacher's readings of both become
training data of the small name finder (`names.py --silver`); where it is in doubt, the words count as not annotated.
Like the teacher of trees it never ships.
"""

from __future__ import annotations

import argparse
import json
import random
from itertools import pairwise
from pathlib import Path

import spacy
import torch
from names import Swapper, Text, gold_runs, runs, to_doc, wire_texts
from phrases import Grammar
from spacy.tokens import Doc, DocBin
from teacher import MAX_WORDS, NAME_TAGS, Example, Teacher, train
from tokenizer import blank
from torch import Tensor
from treebanks import read_conllu

WIRE_SHARE = 0.15  # of the wire sentences, which are easy
TEXTS_PER_BATCH = 16
SURE = 0.7  # probability of the tag that a word must have; below, it counts as not annotated


def to_examples(docs: list[Doc]) -> list[Example]:
    """The documents, those that are too long cut at the ends of sentences as far as marks tell."""
    examples = []
    for doc in docs:
        tags = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc]
        for start, end in pieces(doc):
            examples.append(Example([t.text for t in doc[start:end]], [], [], [], tags[start:end]))
    return examples


def pieces(doc: Doc) -> list[tuple[int, int]]:
    """Parts of at most MAX_WORDS words that end behind a full stop; a sentence that is longer than that is left out."""
    edges = [0, *(t.i + 1 for t in doc if t.text in {".", "?", "!"} and not t.ent_type_)]
    edges += [len(doc)] if edges[-1] < len(doc) else []
    parts: list[tuple[int, int]] = []
    for start, end in pairwise(edges):
        if parts and end - parts[-1][0] <= MAX_WORDS:
            parts[-1] = (parts[-1][0], end)
        else:
            parts.append((start, end))
    return [(a, b) for a, b in parts if b - a <= MAX_WORDS]


def training_examples(data: Path, nlp: spacy.Language) -> tuple[list[Example], list[Example]]:
    """The marked texts, a copy of them with other names, and some sentences of wire copy; and the dev texts."""
    rng = random.Random(20236)
    grammar = Grammar(rng)
    gold, dev = gold_runs(data)
    swapper = Swapper([text for run in gold for text in run], grammar)
    chosen = [*gold, *gold]  # as they are twice, for one copy with other names
    chosen += [[swapper.swap(text) for text in run] for run in gold if any(text.names for text in run)]
    wire = list(runs(wire_texts(grammar)))
    chosen += rng.sample(wire, int(len(wire) * WIRE_SHARE))
    return tuple(to_examples([to_doc(nlp, run, False) for run in part]) for part in (chosen, dev))  # type: ignore[return-value]


def raw_runs(data: Path, folder: Path) -> list[list[Text]]:
    """EWT's train part and our own sentences, without names."""
    texts = [Text(s.document, s.words, [*s.spaces[:-1], True], []) for s in read_conllu(data / "ud_ewt_train.conllu.gz")]
    found = list(runs(texts))
    for path in sorted(folder.glob("*.jsonl")):
        if path.stem != "unread":
            lines = [" ".join(json.loads(line)["text"].split()) for line in path.open(encoding="utf-8")]
            found += [[Text(f"{path.stem}-{number}", [line], [True], [])] for number, line in enumerate(lines)]
    return found


@torch.no_grad()
def probabilities(teacher: Teacher, sentences: list[list[str]]) -> list[Tensor]:
    """For every sentence a row per word with the probability of every name tag."""
    hidden, _ = teacher.encode(sentences)
    scores = torch.log_softmax(teacher.name(hidden), 2)
    return [scores[row, 1 : len(words) + 1] for row, words in enumerate(sentences)]


def follows(before: str, tag: str) -> bool:
    """Whether a tag may stand behind another."""
    return not tag.startswith("I-") or before[2:] == tag[2:]


ALLOWED = torch.tensor([[0.0 if follows(a, b) else -1e4 for b in NAME_TAGS] for a in NAME_TAGS])
FIRST = torch.tensor([-1e4 if tag.startswith("I-") else 0.0 for tag in NAME_TAGS])


def best_tags(scores: Tensor) -> list[str]:
    """The most probable tags that make whole names."""
    total, steps = scores[0] + FIRST, []
    for row in scores[1:]:
        reached, origin = (total[:, None] + ALLOWED).max(0)
        total = reached + row
        steps.append(origin)
    path = [int(total.argmax())]
    for origin in reversed(steps):
        path.append(int(origin[path[-1]]))
    return [NAME_TAGS[i] for i in reversed(path)]


def read(tags: list[str], scores: Tensor) -> list[tuple[int, int, str]]:
    """Names of the tags as (first word, last word + 1, kind); names and words in doubt have no kind."""
    doubtful = [float(scores[i, NAME_TAGS.index(tag)].exp()) < SURE for i, tag in enumerate(tags)]
    found, start = [], 0
    for i in range(1, len(tags) + 1):
        if i < len(tags) and tags[i].startswith("I-"):
            continue
        is_sure = not any(doubtful[start:i])
        if tags[start] != "O" or not is_sure:
            found.append((start, i, tags[start][2:] if is_sure else ""))
        start = i
    return found


def annotate(teacher: Teacher, docs: list[Doc]) -> list[Doc]:
    """The documents with the names of the teacher, words in doubt as missing; those that are too long are cut."""
    teacher.eval()
    parts = [doc[a:b].as_doc() for doc in docs for a, b in pieces(doc) if b - a > 1]
    parts.sort(key=len)
    for start in range(0, len(parts), TEXTS_PER_BATCH):
        batch = parts[start : start + TEXTS_PER_BATCH]
        for doc, scores in zip(batch, probabilities(teacher, [[t.text for t in doc] for doc in batch]), strict=True):
            names = read(best_tags(scores), scores)
            sure = [doc.char_span(doc[a].idx, doc[b - 1].idx + len(doc[b - 1]), label=kind) for a, b, kind in names if kind]
            doc.set_ents(sure, missing=[doc[a:b] for a, b, kind in names if not kind], default="outside")
    return parts


def measure(teacher: Teacher, dev: list[Example]) -> str:
    """Precision, recall and F1 of names."""
    teacher.eval()
    right = guessed = wanted = 0
    for start in range(0, len(dev), TEXTS_PER_BATCH):
        batch = dev[start : start + TEXTS_PER_BATCH]
        for example, scores in zip(batch, probabilities(teacher, [e.words for e in batch]), strict=True):
            gold, found = spans(example.names), spans(best_tags(scores))
            right, guessed, wanted = right + len(gold & found), guessed + len(found), wanted + len(gold)
    return f"names P {right / max(guessed, 1):.3f} R {right / max(wanted, 1):.3f} F {2 * right / max(guessed + wanted, 1):.3f}"


def spans(tags: list[str]) -> set[tuple[int, int, str]]:
    found, start = set(), 0
    for i in range(1, len(tags) + 1):
        if i == len(tags) or not tags[i].startswith("I-"):
            if tags[start] != "O":
                found.add((start, i, tags[start][2:]))
            start = i
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("data", type=Path, help="folder with the treebanks and the name data")
    parser.add_argument("output", type=Path, help="file, .spacy")
    parser.add_argument("--sentences", type=Path, default=Path(__file__).parent / "sentences")
    parser.add_argument("--words", type=int, default=900_000, help="how many words to train on")
    parser.add_argument("--weights", type=Path, help="read the weights if the file is there, else write them")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(20236)
    nlp = blank()
    teacher = Teacher(arguments.encoder, ["NN"], ["dep"])
    examples, dev = training_examples(arguments.data, nlp)
    print(f"{len(examples):,} texts, {sum(len(e.words) for e in examples):,} words; dev {len(dev):,}", flush=True)
    if arguments.weights and arguments.weights.exists():
        teacher.load_state_dict(torch.load(arguments.weights, weights_only=True))
    else:
        train(teacher, [], examples, arguments.words, [])
        if arguments.weights:
            torch.save(teacher.state_dict(), arguments.weights)
    print("dev:", measure(teacher, dev), flush=True)
    docs = annotate(teacher, [to_doc(nlp, run, False) for run in raw_runs(arguments.data, arguments.sentences)])
    DocBin(docs=docs, store_user_data=False).to_disk(arguments.output)
    print(f"{len(docs):,} documents, {sum(map(len, docs)):,} words, {sum(len(d.ents) for d in docs):,} names")


if __name__ == "__main__":
    main()
