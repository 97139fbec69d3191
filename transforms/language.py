"""The language model's side of annotation: article texts to `Tokens`. The only module that touches spaCy objects.

Each paragraph is parsed as a document of its own, so that datelines, headings and line breaks never glue to a
sentence. Sentence boundaries are the parser's, but only where the text before ends like a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from spacy.attrs import DEP, HEAD, SENT_START, TAG
from spacy.language import Language
from spacy.tokens import Doc

from transforms.lemmas import lemma
from transforms.repairs import repair
from transforms.tokens import Name, Tokens

PARAGRAPHS_PER_BATCH = 64  # larger batches gain no speed and cost memory
SENTENCE_END = frozenset(".?!…:;")
CLOSING = frozenset("\"'”’)]}»")
MAX_PARAGRAPH = 20_000  # characters; a longer "paragraph" is no prose, it is cut so that memory stays flat
BREAK = re.compile(r"\n\s*\n|\n")
HARD_WRAP = re.compile(r"(?<=[^\n.!?:”\"])\n(?=[a-z])")


@dataclass(frozen=True)
class LanguageModel:
    """A loaded pipeline with the lemma table that belongs to it."""

    pipeline: Language
    lemmas: Mapping[str, str]
    version: str


def paragraphs(text: str, start: int = 0) -> list[tuple[int, int]]:
    """Offsets of the paragraphs from `start` on; a line that goes on in lower case belongs to the line before."""
    spans, at = [], start
    joined = HARD_WRAP.sub(" ", text)  # one character for one: offsets stay
    for match in [*BREAK.finditer(joined, start), None]:
        end = match.start() if match else len(text)
        first, last = at, end
        while first < last and text[first].isspace():
            first += 1
        while last > first and text[last - 1].isspace():
            last -= 1
        spans += [(i, min(i + MAX_PARAGRAPH, last)) for i in range(first, last, MAX_PARAGRAPH)]
        at = match.end() if match else end
    return spans


def dateline_start(text: str, body: int) -> int:
    """Where the line begins on which the body stands; a title may stand above it."""
    return text.rfind("\n", 0, max(body - 1, 0)) + 1


def readable(text: str, body: int) -> list[tuple[int, int]]:
    """Offsets of the paragraphs without the dateline in front of the body."""
    above = paragraphs(text[: dateline_start(text, body)]) if body else []
    return above + paragraphs(text, body)


def take_in_dateline(tokens: Tokens, body: int) -> None:
    """Let the first sentence of the body begin with its dateline, as a reader sees it."""
    for number, (start, end) in enumerate(tokens.sentence_spans):
        if start >= body:
            tokens.sentence_spans[number] = (dateline_start(tokens.text, body), end)
            return


def parse(texts: Iterable[tuple[str, int]], model: LanguageModel) -> Iterator[Tokens]:
    """Parse (text, offset of its body) pairs in order."""
    pairs = list(texts)
    pieces = [(text, span, number) for number, (text, body) in enumerate(pairs) for span in readable(text, body)]
    docs = model.pipeline.pipe((make_doc(model.pipeline, text, span) for text, span, _ in pieces), batch_size=PARAGRAPHS_PER_BATCH)
    parsed = iter(zip(pieces, docs, strict=True))
    pending = next(parsed, None)
    for number, (text, body) in enumerate(pairs):
        tokens = Tokens(text)
        while pending is not None and pending[0][2] == number:
            _append(tokens, pending[1], pending[0][1][0], model)
            pending = next(parsed, None)
        if body:
            take_in_dateline(tokens, body)
        tokens.link_children()
        repair(tokens)
        yield tokens


def make_doc(pipeline: Language, text: str, span: tuple[int, int]) -> Doc:
    """Tokenize a paragraph; runs of white space make no tokens, offsets are kept in `user_data`."""
    piece = text[span[0] : span[1]]
    doc = pipeline.make_doc(re.sub(r"\s", " ", piece))
    if any(token.is_space for token in doc):
        kept = [token for token in doc if not token.is_space]
        spaces = [bool(token.whitespace_) or (token.i + 1 < len(doc) and doc[token.i + 1].is_space) for token in kept]
        offsets = [token.idx for token in kept]
        doc = Doc(doc.vocab, words=[token.text for token in kept], spaces=spaces)
        doc.user_data["offsets"] = offsets
    return doc


def _append(tokens: Tokens, doc: Doc, offset: int, model: LanguageModel) -> None:
    """Add a parsed paragraph behind what is there."""
    if not len(doc):
        return
    base, strings = len(tokens.word), doc.vocab.strings
    grid = doc.to_array([TAG, DEP, HEAD, SENT_START])
    tags = [strings[value] for value in grid[:, 0].tolist()]
    words = [token.text for token in doc]
    starts = doc.user_data.get("offsets") or [token.idx for token in doc]
    heads = [i + step for i, step in enumerate(grid[:, 2].astype("int64").tolist())]
    deps = [strings[value] for value in grid[:, 1].tolist()]
    begins = sentence_starts(words, [value == 1 for value in grid[:, 3].tolist()])
    _join_roots(heads, deps, begins)
    tokens.word += words
    tokens.start += [offset + start for start in starts]
    tokens.end += [offset + start + len(word) for start, word in zip(starts, words, strict=True)]
    tokens.tag += tags
    tokens.lemma += [lemma(word, tag, model.lemmas) for word, tag in zip(words, tags, strict=True)]
    tokens.head += [base + head for head in heads]
    tokens.dep += deps
    _append_sentences(tokens, begins, base)
    tokens.names += [Name(base + span.start, base + span.end, span.label_) for span in doc.ents]


def sentence_starts(words: list[str], proposed: list[bool]) -> list[bool]:
    """The proposed starts that follow the end of a sentence; the first word always starts one."""
    starts = []
    for i, start in enumerate(proposed):
        before = i - 1
        while before > 0 and words[before] in CLOSING:
            before -= 1
        ends = before >= 0 and words[before][-1] in SENTENCE_END
        starts.append(i == 0 or (start and ends and words[i] not in CLOSING))
    return starts


def _join_roots(heads: list[int], deps: list[str], begins: list[bool]) -> None:
    """Hang the further roots of a joined sentence on its first root."""
    root = None
    for i, start in enumerate(begins):
        if start:
            root = None
        if heads[i] == i:
            if root is None:
                root = i
            else:
                heads[i], deps[i] = root, "parataxis"
    # a closing quotation mark moved to the sentence before may point across the boundary: that is harmless


def _append_sentences(tokens: Tokens, begins: list[bool], base: int) -> None:
    number = len(tokens.sentence_spans) - 1
    for i, start in enumerate(begins, base):
        if start:
            number += 1
            tokens.sentence_spans.append((tokens.start[i], tokens.end[i]))
        tokens.sentence_spans[number] = (tokens.sentence_spans[number][0], tokens.end[i])
        tokens.sentence.append(number)
