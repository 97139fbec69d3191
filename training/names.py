"""Turn the name data into spaCy training files: a step of `make train`.

Person, organization and place names (PER, ORG, LOC) come from Universal NER on EWT, wikigold, and GUM's nested
entities reduced to names by rule. GUM marks every noun phrase; a name is the proper-noun core of a phrase whose head
is a proper noun, without articles, titles and what follows a comma. Copies in which names are swapped for names of
the same kind from many countries teach the model to read context rather than to remember the few names of small
corpora. News is taught by sentences of wire copy (wire.py) and by treebank sentences all of whose proper nouns gave
way to phrases of news (grafts.py).
"""

from __future__ import annotations

import argparse
import gzip
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import marked
import spacy
import wire
from grafts import grafted, names_of
from phrases import ORGANIZATION_SLOTS, Grammar
from spacy.tokens import Doc, DocBin
from syntax import CURLY_SHARE
from tokenizer import blank
from treebanks import Sentence, read_conllu

CORPUS_COPIES = 7  # of the texts of others, which are few beside our own: as they are, and as often with other names
SWAP_SHARE = 0.75
MARKED_SHARE = 0.5  # of the names put in: names that some text has; the others are of lists and grammar
FIRST_NAME_SHARE = 0.25  # of persons with one name
LOCATION_SLOTS = ("bare", "city", "city", "province", "capital")
SENTENCES_PER_DOC = 3
DEV_EVERY = 12  # one document in twelve of the sources without a dev part is kept for development
OWN_DEV_EVERY = 40  # and one in forty of our own marked passages
WIRE_COPIES = 14  # draws of every template
GRAFT_COPIES = 2  # draws of every treebank sentence; those with proper nouns left are dropped
OWN_FILES = {path.stem for path in marked.FOLDER.glob("*.txt")}
TITLES = set(
    "mr mrs ms miss dr prof professor sir lord lady dame president vice prime minister premier chancellor king queen prince "
    "princess pope bishop senator sen congressman congresswoman representative rep governor gov mayor general gen lieutenant "
    "lt colonel col major maj captain capt sergeant sgt admiral judge justice ambassador secretary foreign defense defence "
    "interior finance speaker chairman director commissioner spokesman spokeswoman officer former detective inspector "
    "reverend rev father sister coach attorney chief deputy doctor saint st".split()
)
CORE_ENDS = {",", ":", "-LRB-", "WDT", "WP", "VBG", "VBD", "VBZ"}
KINDS = {"person": "PER", "organization": "ORG", "place": "LOC", "PER": "PER", "ORG": "ORG", "LOC": "LOC"}


@dataclass
class Text:
    """Words with the space that follows each, and names as (first word, last word + 1, kind)."""

    document: str
    words: list[str]
    spaces: list[bool]
    names: list[tuple[int, int, str]]


def from_iob(tags: list[str]) -> list[tuple[int, int, str]]:
    """Spans of IOB1 or IOB2 tags; kinds other than the three are left out."""
    spans, start, kind = [], 0, ""
    for i, tag in enumerate([*tags, "O"]):
        prefix, _, label = tag.partition("-")
        if kind and (prefix in ("O", "B") or label != kind):
            spans.append((start, i, kind))
            kind = ""
        if prefix in ("B", "I") and not kind:
            start, kind = i, label
    return [(a, b, KINDS[k]) for a, b, k in spans if k in KINDS]


def read_iob2(path: Path) -> Iterator[Text]:
    """Universal NER: `number word tag …` with the original text in a comment."""
    document, text = "", ""
    rows: list[list[str]] = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for row in [*lines, "\n"]:
            line = row.rstrip("\n")
            if line.startswith("# newdoc"):
                document = line.split("=", 1)[1].strip()
            elif line.startswith("# text = "):
                text = line[9:]
            elif line and not line.startswith("#"):
                rows.append(line.split("\t"))
            elif not line and rows:
                words = [row[1] for row in rows]
                yield Text(document, words, spaces_in(words, text), from_iob([row[2] for row in rows]))
                rows = []


def spaces_in(words: list[str], text: str) -> list[bool]:
    """Whether a space follows each word in `text`."""
    spaces, at = [], 0
    for word in words:
        found = text.find(word, at)
        at = found + len(word) if found >= 0 else at
        spaces.append(text[at : at + 1].isspace())
    return [*spaces[:-1], True]


def read_wikigold(path: Path) -> Iterator[Text]:
    """wikigold: `word tag` lines; spaces are put back by rule."""
    rows: list[tuple[str, str]] = []
    number = 0
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in [*lines, "\n"]:
            word, _, tag = line.strip().partition(" ")
            if word == "-DOCSTART-":
                number += 1
            elif word:
                rows.append((word, tag))
            elif rows:
                words = [w for w, _ in rows]
                yield Text(f"wikigold-{number}", words, likely_spaces(words), from_iob([t for _, t in rows]))
                rows = []


def likely_spaces(words: list[str]) -> list[bool]:
    """Spaces of running text: none before closing punctuation and clitics, none after opening brackets."""
    closing = re.compile(r"^([.,;:!?%)\]}]|'s|'|n't|'re|'ve|'ll|'d|'m|''|-)$")
    return [*(not (closing.match(b) or a in {"(", "[", "``", "$", "-"}) for a, b in pairwise(words)), True]


def read_gum(path: Path) -> Iterator[Text]:
    """GUM: nested entities in MISC, reduced to names."""
    for sentence in read_conllu(path):
        yield Text(sentence.document, sentence.words, [*sentence.spaces[:-1], True], gum_names(sentence))


def gum_names(sentence: Sentence) -> list[tuple[int, int, str]]:
    spans, taken = [], set()
    for start, end, kind in sorted(gum_entities(sentence.misc), key=lambda e: (e[2] != "person", e[0] - e[1])):
        if kind not in KINDS:
            continue
        core = name_core(sentence, start, end, kind)
        if core and kind == "person" and sentence.tags[core[1] : core[1] + 1] in (["NNP"], ["NNPS"]):
            continue  # part of a longer name: the Ross Sea
        if core and not taken & set(range(*core)):
            taken |= set(range(*core))
            spans.append((*core, KINDS[kind]))
    return sorted(spans)


def gum_entities(misc: list[str]) -> list[tuple[int, int, str]]:
    """(first word, last word + 1, entity type) of every bracketed entity of a sentence."""
    spans: list[tuple[int, int, str]] = []
    open_entities: dict[str, list[tuple[int, str]]] = {}
    for i, cell in enumerate(misc):
        match = re.search(r"(?:^|\|)Entity=([^|]*)", cell)
        for opened, closed in re.findall(r"\(([^()]+)|([^()]*)\)", match.group(1)) if match else []:
            if opened:
                fields = opened.split("-")
                open_entities.setdefault(fields[0], []).append((i, fields[1] if len(fields) > 1 else ""))
                last = fields[0]
            else:
                key = closed or last
                if open_entities.get(key):
                    start, kind = open_entities[key].pop()
                    spans.append((start, i + 1, kind))
    return spans


def name_core(sentence: Sentence, start: int, end: int, kind: str) -> tuple[int, int] | None:
    """The name inside an entity phrase, or None where its head is not a proper noun."""
    heads = [i for i in range(start, end) if not start <= sentence.heads[i] < end or sentence.heads[i] == i]
    if not heads or sentence.tags[heads[0]] not in ("NNP", "NNPS"):
        return None
    for i in range(start, end):
        if i > start and (sentence.tags[i] in CORE_ENDS or sentence.words[i] in {"(", "—", "–"}):
            end = i
            break
    proper = [sentence.tags[i] in ("NNP", "NNPS") for i in range(start, end)]
    if True not in proper:
        return None
    for i in range(start, end):
        if sentence.tags[i] == "POS" and i + 1 < end:
            start = i + 1
    if kind == "person":
        return person_core(sentence, start, end)
    while start < end and not sentence.words[start][:1].isupper():
        start += 1
    if start < end and sentence.words[start] in {"The", "A", "An", "This", "Our", "My", "His", "Her", "Their", "Its"}:
        start += 1
    while end > start and sentence.tags[end - 1] in {"POS", "IN", "."}:
        end -= 1
    return (start, end) if start < end else None


def person_core(sentence: Sentence, start: int, end: int) -> tuple[int, int] | None:
    """The last run of proper nouns, particles, initials and inner hyphens, without titles."""
    inner = {"-", "van", "von", "de", "da", "del", "bin", "al", "der", "el", "ibn", "’", "'"}
    last = max((i for i in range(start, end) if sentence.tags[i] in ("NNP", "NNPS")), default=None)
    if last is None:
        return None
    first = last
    while first > start and (sentence.tags[first - 1] in ("NNP", "NNPS") or sentence.words[first - 1] in inner):
        first -= 1
    while first < last and (sentence.words[first].lower().strip(".") in TITLES or sentence.tags[first] not in ("NNP", "NNPS")):
        first += 1
    return (first, last + 1) if sentence.words[first][:1].isupper() else None


class Swapper:
    """Puts other names of the same kind in place of names."""

    def __init__(self, texts: list[Text], grammar: Grammar) -> None:
        self.grammar, self.rng = grammar, grammar.rng
        self.marked = {
            kind: sorted({" ".join(t.words[a:b]) for t in texts for a, b, k in t.names if k == kind}) for kind in marked.KINDS.values()
        }

    def name(self, kind: str, words: int, before: str) -> list[str]:
        """Another name; `before` is the word in front: behind "the" no towns, and no second article."""
        if self.rng.random() < MARKED_SHARE and not (kind == "LOC" and before == "the"):
            found = self.rng.choice(self.marked[kind]).split()
            if (len(found) > 1) == (words > 1) or kind == "ORG":
                return found
        if kind == "PER":
            return (self.person(words)).split()
        if kind == "LOC":
            if before == "the":
                found = self.grammar.slot(self.rng.choice(["feature", "region"])).words
                return found[1:] if found[0] == "the" else found
            return [w for w in self.grammar.slot(self.rng.choice(LOCATION_SLOTS)).words if w != "the"]
        found = self.grammar.slot(self.rng.choice(["org", "org", *ORGANIZATION_SLOTS])).words
        return found[1:] if found[0] == "the" else found

    def person(self, words: int) -> str:
        if words > 1:
            return self.grammar.person()
        return self.grammar.first_name() if self.rng.random() < FIRST_NAME_SHARE else self.grammar.last_name()

    def swap(self, text: Text) -> Text:
        words, spaces, names = [], [], []
        at = 0
        for start, end, kind in [*text.names, (len(text.words), len(text.words), "")]:
            words += text.words[at:start]
            spaces += text.spaces[at:start]
            new = self.name(kind, end - start, (words or [""])[-1]) if kind and self.rng.random() < SWAP_SHARE else text.words[start:end]
            if kind:
                names.append((len(words), len(words) + len(new), kind))
                glued = [word == "-" or after == "-" for word, after in zip(new, [*new[1:], ""], strict=True)]
                spaces += [*(not glue for glue in glued[:-1]), text.spaces[end - 1]]
                words += new
            at = end
        return Text(text.document, words, spaces, names)


def wire_texts(grammar: Grammar, copies: int = WIRE_COPIES) -> list[Text]:
    """Sentences of wire copy; the pieces between names count as words."""
    texts = []
    for number, (text, names) in enumerate(wire.sentences(grammar, copies)):
        bounds = sorted({0, len(text), *(edge for start, end, _ in names for edge in (start, end))})
        words = [text[a:b] for a, b in pairwise(bounds)]
        spans = [(bounds.index(start), bounds.index(end), kind) for start, end, kind in names]
        texts.append(Text(f"wire-{number // 2}", words, [*[False] * (len(words) - 1), True], spans))
    return texts


def graft_texts(data: Path, grammar: Grammar) -> list[Text]:
    """Treebank sentences in which every name is one of ours."""
    texts = []
    for name in ("ewt", "gum"):
        sentences = list(read_conllu(data / f"ud_{name}_train.conllu.gz"))
        for sentence in sentences * GRAFT_COPIES:
            copy = grafted(sentence, grammar)
            names = names_of(copy) if copy else None
            if copy and names:
                texts.append(Text(f"graft-{len(texts) // 2}", copy.words, [*copy.spaces[:-1], True], names))
    return texts


def runs(texts: list[Text]) -> Iterator[list[Text]]:
    """Up to three sentences of the same document."""
    run: list[Text] = []
    for text in texts:
        if run and (len(run) >= SENTENCES_PER_DOC or run[0].document != text.document):
            yield run
            run = []
        run.append(text)
    if run:
        yield run


def to_doc(nlp: spacy.Language, run: list[Text], curly: bool) -> Doc:
    """Tokenize the joined text as at run time and mark the names by their character offsets."""
    text, offsets = "", []
    for part in run:
        at = []
        for word, space in zip(part.words, part.spaces, strict=True):
            at.append((len(text), len(text) + len(word)))
            text += word + (" " if space else "")
        offsets += [(at[a][0], at[b - 1][1], k) for a, b, k in part.names]
    if curly:
        text = text.replace("'", "’")
    doc = nlp.make_doc(text)
    spans = [doc.char_span(a, b, label=k, alignment_mode="expand") for a, b, k in offsets]
    doc.set_ents(spacy.util.filter_spans([s for s in spans if s is not None]), default="outside")
    return doc


def own_texts() -> Iterator[Text]:
    """Our own marked passages; the pieces between names count as words."""
    for document, pieces, names in marked.passages():
        yield Text(document, pieces, [*[False] * (len(pieces) - 1), True], names)


def gold_runs(data: Path) -> tuple[list[list[Text]], list[list[Text]]]:
    """The marked texts for training and for development."""
    train, dev = [], list(runs(list(read_gum(data / "ud_gum_dev.conllu.gz"))))
    for texts in (read_iob2(data / "uner_ewt_dev.iob2.gz"), read_wikigold(data / "wikigold.conll.gz")):
        for number, run in enumerate(runs(list(texts))):
            (dev if number % DEV_EVERY == 0 else train).append(run)
    for number, text in enumerate(own_texts()):
        (dev if number % OWN_DEV_EVERY == 0 else train).append([text])
    return train + list(runs(list(read_gum(data / "ud_gum_train.conllu.gz")))), dev


def is_own(run: list[Text]) -> bool:
    """Whether a run is one of our own marked passages."""
    return run[0].document.rpartition("-")[0] in OWN_FILES


def silver_docs(path: Path, nlp: spacy.Language, swapper: Swapper) -> list[Doc]:
    """What the teacher of names read, and copies with other names of the documents in which nothing is in doubt."""
    docs = list(DocBin().from_disk(path).get_docs(nlp.vocab))
    copies = []
    for number, doc in enumerate(docs):
        if doc.ents and all(token.ent_iob_ for token in doc):
            spans = [(span.start, span.end, span.label_) for span in doc.ents]
            text = Text(f"silver-{number}", [t.text for t in doc], [bool(t.whitespace_) for t in doc], spans)
            copies.append(to_doc(nlp, [swapper.swap(text)], swapper.rng.random() < CURLY_SHARE))
    return docs + copies


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with ud_gum_*.conllu.gz, uner_ewt_dev.iob2.gz, wikigold.conll.gz")
    parser.add_argument("output", type=Path)
    parser.add_argument("--silver", type=Path, help="names of the teacher (name_teacher.py), .spacy")
    parser.add_argument("--corpus-copies", type=int, default=CORPUS_COPIES, help="how often the texts of others stand in it")
    parser.add_argument("--wire-copies", type=int, default=WIRE_COPIES, help="draws of every template")
    parser.add_argument("--seed", type=int, default=20232, help="of the draws of names")
    arguments = parser.parse_args()
    arguments.output.mkdir(parents=True, exist_ok=True)
    nlp, rng = blank(), random.Random(arguments.seed)
    train, dev = gold_runs(arguments.data)
    grammar = Grammar(rng)
    swapper = Swapper([text for run in train for text in run], grammar)
    train = [run for run in train for _ in range(1 if is_own(run) else arguments.corpus_copies)]
    train += [[swapper.swap(text) for text in run] for run in train if any(text.names for text in run)]
    train += [*runs(wire_texts(grammar, arguments.wire_copies)), *runs(graft_texts(arguments.data, grammar))]
    rng.shuffle(train)
    for part, chosen in (("train", train), ("dev", dev)):
        docs = [to_doc(nlp, run, part == "train" and rng.random() < CURLY_SHARE) for run in chosen]
        if part == "train" and arguments.silver:
            docs += silver_docs(arguments.silver, nlp, swapper)
            rng.shuffle(docs)
        DocBin(docs=docs, store_user_data=False).to_disk(arguments.output / f"names_{part}.spacy")
        print(f"names_{part}: {len(docs):,} documents, {sum(map(len, docs)):,} words, {sum(len(d.ents) for d in docs):,} names")


if __name__ == "__main__":
    main()
