"""Tokens of running text as written, for tests where characters matter: quotation marks, commas, dates.

Grammar is given only for the words that a test is about; every other word is a plain noun under its sentence's root.
"""

from __future__ import annotations

import re

from transforms.tokens import Name, Tokens

WORD = re.compile(r"[A-Z][a-z]{2,3}\.(?=\s\d)|\d+(?:[.,:/-]\d+)*\w*|\w+(?:-\w+)*|['’]s\b|\S")
PREPOSITIONS = frozenset("in on at of for by from to since until with after before between during through".split(" "))


def written(text: str, *grammar: str, names: tuple[tuple[int, int, str], ...] = ()) -> Tokens:
    """Tokens of the text; each item of `grammar` is `word tag relation head` with a lemma after it where they differ.

    `head` is a word of the same sentence or `-` for the root. Words are matched by their first place in the text.
    """
    tokens = Tokens(text)
    for line in re.finditer(r"[^\n]+", text):
        sentence_open = False
        for match in WORD.finditer(text, *line.span()):
            if not sentence_open:
                tokens.sentence_spans.append((match.start(), match.end()))
                sentence_open = True
            _append(tokens, match.group(), match.start())
            if match.group() in ".?!" and not text[match.end() : match.end() + 1].strip("\"”’' \n"):
                sentence_open = False
    _set_grammar(tokens, grammar)
    tokens.names = [Name(*name) for name in names]
    return tokens


def _append(tokens: Tokens, word: str, start: int) -> None:
    lower = word.lower()
    tag = "IN" if lower in PREPOSITIONS else "DT" if lower in ("the", "a", "an") else "POS" if lower in ("'s", "’s") else "NN"
    tag = word if word in ".,:" else "``" if word in "“‘" else "''" if word in "”’\"'" else "CD" if word.isdigit() else tag
    tokens.word.append(word)
    tokens.start.append(start)
    tokens.end.append(start + len(word))
    tokens.lemma.append(lower)
    tokens.tag.append("NNP" if tag == "NN" and word[0].isupper() else tag)
    tokens.dep.append("dep")
    tokens.sentence.append(len(tokens.sentence_spans) - 1)


def _set_grammar(tokens: Tokens, grammar: tuple[str, ...]) -> None:
    heads: dict[int, str] = {}
    for item in grammar:
        word, tag, dep, head, *lemma = item.split()
        i = tokens.word.index(word)
        tokens.tag[i], tokens.dep[i], tokens.lemma[i] = tag, dep, lemma[0] if lemma else tokens.lemma[i]
        heads[i] = head
    for number in range(len(tokens.sentence_spans)):
        words = tokens.sentence_words(number)
        root = next((i for i in words if heads.get(i) == "-"), words.start)
        tokens.head += [tokens.word.index(heads[i]) if heads.get(i, "-") != "-" else root for i in words]
    tokens.children = [[i for i, head in enumerate(tokens.head) if head == word and i != word] for word in range(len(tokens))]
