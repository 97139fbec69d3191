"""The teacher: a pretrained encoder that learns trees, tags and names, and then annotates raw sentences.

The encoder (MiniLM, six layers) is too large and too slow to ship, but it knows far more words than the treebanks hold.
What it reads in raw news (`annotate.py`) and what it knows of single words (`vectors.py`) goes into the small model.
It is uncased, so the case of every word enters as an embedding of its own. Words go in as the mean of their pieces.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import dataclass
from pathlib import Path

import spacy
import torch
from spacy.tokens import DocBin
from torch import Tensor, nn
from torch.nn.functional import cross_entropy
from transformers import AutoModel, AutoTokenizer

SHAPES = ("lower", "Title", "UPPER", "Mixed", "digit", "other")
NAME_TAGS = ("O", "B-PER", "I-PER", "B-ORG", "I-ORG", "B-LOC", "I-LOC")
MAX_WORDS = 120
PIECES_PER_BATCH = 800
NONE = -100  # label of words without an answer


@dataclass
class Example:
    """One sentence; heads count from 1, 0 is the root; lists are empty where nothing is known."""

    words: list[str]
    tags: list[str]
    heads: list[int]
    deps: list[str]
    names: list[str]


def shape(word: str) -> int:
    """The index in SHAPES."""
    if any(c.isdigit() for c in word):
        return 4
    if not any(c.isalpha() for c in word):
        return 5
    if word.islower():
        return 0
    if word[:1].isupper() and (len(word) == 1 or word[1:].islower()):
        return 1
    return 2 if word.isupper() else 3


def read_trees(path: Path) -> list[Example]:
    """The sentences of a corpus of `syntax.py`."""
    examples = []
    for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab):
        for sent in doc.sents:
            heads = [0 if t.head is t or t.head.i == t.i else t.head.i - sent.start + 1 for t in sent]
            examples.append(Example([t.text for t in sent], [t.tag_ for t in sent], heads, [t.dep_ for t in sent], []))
    unique = {tuple(e.words): e for e in examples if len(e.words) <= MAX_WORDS}  # copies that weigh news are of no use here
    return list(unique.values())


def read_names(path: Path) -> list[Example]:
    """The texts of a corpus of `names.py`."""
    examples = []
    for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab):
        tags = [f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "O" for t in doc]
        examples.append(Example([t.text for t in doc], [], [], [], tags))
    return [e for e in examples if len(e.words) <= MAX_WORDS]


class Teacher(nn.Module):
    """Encoder, biaffine parser, tagger and name tagger."""

    def __init__(self, encoder: Path, tags: list[str], deps: list[str], arc: int = 256, label: int = 96) -> None:
        super().__init__()
        self.tags, self.deps = tags, deps
        self.tokenizer = AutoTokenizer.from_pretrained(encoder)
        self.encoder = AutoModel.from_pretrained(encoder)
        width = self.encoder.config.hidden_size
        self.encoder.embeddings.word_embeddings.weight.requires_grad = False
        self.shape = nn.Embedding(len(SHAPES), width)
        nn.init.zeros_(self.shape.weight)
        self.root = nn.Parameter(torch.zeros(width))
        self.mlps = nn.ModuleList(nn.Sequential(nn.Linear(width, n), nn.GELU(), nn.Dropout(0.2)) for n in (arc, arc, label, label))
        self.arc = nn.Parameter(torch.zeros(arc + 1, arc))
        self.label = nn.Parameter(torch.randn(len(deps), label + 1, label + 1) * 0.01)
        self.tag, self.name = nn.Linear(width, len(tags)), nn.Linear(width, len(NAME_TAGS))
        self.drop = nn.Dropout(0.2)

    def pieces(self, words: list[str]) -> list[list[int]]:
        ids = self.tokenizer(words, add_special_tokens=False)["input_ids"]
        return [piece[:6] or [self.tokenizer.unk_token_id] for piece in ids]

    def encode(self, sentences: list[list[str]]) -> tuple[Tensor, Tensor]:
        """Word vectors (batch, words + 1, width) with the root in front, and the mask of the words."""
        split = [self.pieces(words) for words in sentences]
        most, longest = max(sum(map(len, s)) for s in split) + 2, max(map(len, split))
        ids = torch.zeros(len(split), most, dtype=torch.long)
        shapes, mask = torch.full_like(ids, 5), torch.zeros_like(ids)
        pool = torch.zeros(len(split), longest + 1, most)
        for row, (words, parts) in enumerate(zip(sentences, split, strict=True)):
            flat = [self.tokenizer.cls_token_id, *(p for part in parts for p in part), self.tokenizer.sep_token_id]
            ids[row, : len(flat)] = torch.tensor(flat)
            mask[row, : len(flat)] = 1
            at = 1
            for number, (word, part) in enumerate(zip(words, parts, strict=True), 1):
                shapes[row, at : at + len(part)] = shape(word)
                pool[row, number, at : at + len(part)] = 1 / len(part)
                at += len(part)
        embeds = self.encoder.embeddings.word_embeddings(ids) + self.shape(shapes)
        hidden = pool @ self.encoder(inputs_embeds=embeds, attention_mask=mask).last_hidden_state
        known = pool.sum(2) > 0
        return self.drop(torch.where(known.any(0)[None, :, None] & known[:, :, None], hidden, self.root)), known

    def scores(self, hidden: Tensor, known: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Scores of heads (batch, dependent, head), and what the labels are computed from."""
        arc_dep, arc_head, label_dep, label_head = (mlp(hidden) for mlp in self.mlps)
        ones = torch.ones_like(arc_dep[..., :1])
        arcs = torch.cat([arc_dep, ones], 2) @ self.arc @ arc_head.transpose(1, 2)
        candidates = known.clone()
        candidates[:, 0] = True
        arcs = arcs.masked_fill(~candidates[:, None, :], -1e4)
        arcs = arcs - torch.eye(arcs.shape[1])[None] * 1e4
        return arcs, [torch.cat([label_dep, ones], 2), torch.cat([label_head, ones], 2)]

    def label_scores(self, parts: list[Tensor], heads: Tensor) -> Tensor:
        dep, head = parts
        chosen = torch.gather(head, 1, heads.clamp(min=0)[..., None].expand(-1, -1, head.shape[2]))
        return torch.einsum("bnd,lde,bne->bnl", dep, self.label, chosen)


def targets(teacher: Teacher, batch: list[Example], width: int) -> list[Tensor]:
    """Heads, labels, tags and names of a batch as indices."""
    answer = [torch.full((len(batch), width), NONE) for _ in range(4)]
    for row, example in enumerate(batch):
        n = len(example.words)
        columns = (example.heads, [teacher.deps.index(d) for d in example.deps], [teacher.tags.index(t) for t in example.tags],
                   [NAME_TAGS.index(t) for t in example.names])  # fmt: skip
        for grid, column in zip(answer, columns, strict=True):
            if column:
                grid[row, 1 : n + 1] = torch.tensor(column)
    return answer


def loss(teacher: Teacher, batch: list[Example]) -> Tensor:
    hidden, known = teacher.encode([e.words for e in batch])
    heads, deps, tags, names = targets(teacher, batch, hidden.shape[1])
    total = hidden.new_zeros(())
    if batch[0].heads:
        arcs, parts = teacher.scores(hidden, known)
        total = total + cross_entropy(arcs.flatten(0, 1), heads.flatten(), ignore_index=NONE)
        total = total + cross_entropy(teacher.label_scores(parts, heads).flatten(0, 1), deps.flatten(), ignore_index=NONE)
        total = total + 0.5 * cross_entropy(teacher.tag(hidden).flatten(0, 1), tags.flatten(), ignore_index=NONE)
    if batch[0].names:
        total = total + cross_entropy(teacher.name(hidden).flatten(0, 1), names.flatten(), ignore_index=NONE)
    return total


def batches(examples: list[Example], rng: random.Random) -> list[list[Example]]:
    """Batches of sentences of about the same length, in random order."""
    result: list[list[Example]] = []
    ordered = sorted(examples, key=lambda e: (bool(e.heads), len(e.words) + rng.random() * 3))
    batch: list[Example] = []
    for example in ordered:
        if batch and (bool(batch[0].heads) != bool(example.heads) or (len(batch) + 1) * len(example.words) * 1.25 > PIECES_PER_BATCH):
            result.append(batch)
            batch = []
        batch.append(example)
    result.append(batch)
    rng.shuffle(result)
    return result


@torch.no_grad()
def predict(teacher: Teacher, sentences: list[list[str]]) -> list[Example]:
    """The best head of every word by itself; whether that makes a tree is for the caller to see."""
    teacher.eval()
    hidden, known = teacher.encode(sentences)
    arcs, parts = teacher.scores(hidden, known)
    heads = arcs.argmax(2)
    deps, tags, names = teacher.label_scores(parts, heads).argmax(2), teacher.tag(hidden).argmax(2), teacher.name(hidden).argmax(2)
    found = []
    for row, words in enumerate(sentences):
        span = slice(1, len(words) + 1)
        labels = [teacher.deps[i] for i in deps[row, span].tolist()]
        found.append(Example(words, [teacher.tags[i] for i in tags[row, span].tolist()], heads[row, span].tolist(), labels,
                             [NAME_TAGS[i] for i in names[row, span].tolist()]))  # fmt: skip
    return found


def measure(teacher: Teacher, trees: list[Example]) -> str:
    """Tag accuracy, UAS and LAS without punctuation, with the tokens of the treebank."""
    counts = dict.fromkeys(("words", "tag", "real", "uas", "las"), 0)
    for batch in batches(trees, random.Random(1)):
        for gold, guess in zip(batch, predict(teacher, [e.words for e in batch]), strict=True):
            for i, dep in enumerate(gold.deps):
                counts["words"] += 1
                counts["tag"] += gold.tags[i] == guess.tags[i]
                if dep != "punct":
                    counts["real"] += 1
                    counts["uas"] += gold.heads[i] == guess.heads[i]
                    counts["las"] += gold.heads[i] == guess.heads[i] and dep == guess.deps[i]
    real = counts["real"]
    return f"tag {counts['tag'] / counts['words']:.4f}  UAS {counts['uas'] / real:.4f}  LAS {counts['las'] / real:.4f}"


def train(teacher: Teacher, trees: list[Example], names: list[Example], budget: int, dev: list[Example]) -> None:
    """Train on so many words; the rate rises for a twentieth of them, then falls to zero."""
    rng = random.Random(20231)
    encoder = [p for p in teacher.encoder.parameters() if p.requires_grad]
    heads = [p for n, p in teacher.named_parameters() if not n.startswith("encoder.")]
    rates = (1.5e-4, 1.2e-3)
    optimizer = torch.optim.AdamW([{"params": encoder, "lr": rates[0]}, {"params": heads, "lr": rates[1]}], weight_decay=0.01)
    begin, step, words, shown = time.monotonic(), 0, 0, 0.0
    while True:
        for batch in batches(trees + names, rng):
            done = words / budget
            if done >= 1:
                return
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, done / 0.05, (1 - done) / 0.95)
            teacher.train()
            value = loss(teacher, batch)
            value.backward()
            torch.nn.utils.clip_grad_norm_(encoder + heads, 1.0)
            optimizer.step()
            optimizer.zero_grad(set_to_none=True)
            step, words = step + 1, words + sum(len(e.words) for e in batch)
            if step % 50 == 0:
                minutes = (time.monotonic() - begin) / 60
                print(f"{step} steps, {words:,} words, {minutes:.1f} minutes, loss {value.item():.3f}", flush=True)
            if dev and done - shown > 0.25:
                shown = done
                print(measure(teacher, dev[::4]), flush=True)


def save(teacher: Teacher, path: Path) -> None:
    torch.save({"tags": teacher.tags, "deps": teacher.deps, "weights": teacher.state_dict()}, path)


def load(encoder: Path, path: Path) -> Teacher:
    stored = torch.load(path, weights_only=True)
    teacher = Teacher(encoder, stored["tags"], stored["deps"])
    teacher.load_state_dict(stored["weights"])
    return teacher.eval()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("encoder", type=Path, help="folder of the pretrained encoder")
    parser.add_argument("corpus", type=Path, help="folder with syntax_*.spacy and names_*.spacy")
    parser.add_argument("output", type=Path)
    parser.add_argument("--words", type=int, default=950_000, help="how many words to train on")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(20231)
    trees, dev = (read_trees(arguments.corpus / f"syntax_{part}.spacy") for part in ("train", "dev"))
    names = read_names(arguments.corpus / "names_train.spacy")
    names = random.Random(3).sample(names, min(len(names), len(trees) // 10))
    tags, deps = (sorted({label for e in trees + dev for label in getattr(e, kind)}) for kind in ("tags", "deps"))
    teacher = Teacher(arguments.encoder, tags, deps)
    train(teacher, trees, names, arguments.words, dev)
    print("dev:", measure(teacher, dev))
    save(teacher, arguments.output)


if __name__ == "__main__":
    main()
