"""The words of one article with their grammar, as parallel lists: what annotation modules read.

The language model parses paragraph by paragraph; here the paragraphs stand together again, every index counts words
from the start of the article and every offset characters of `articles.text`. Labels are Universal Dependencies
relations and Penn Treebank tags. No module behind this one knows which library made the parse.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

# verbs that call something by another name: "called the ruling "a gag""
NAMING = frozenset({"call", "describe", "dub", "brand", "label", "term"})
OPENING = frozenset(('"', "“", "``", "‘"))


@dataclass(frozen=True, slots=True)
class Name:
    """A name that the language model found: words first..last (exclusive), label PER, ORG or LOC."""

    first: int
    last: int
    label: str


@dataclass(slots=True)
class Tokens:
    """One article. `head[i] == i` marks the root of a sentence; `sentence[i]` indexes `sentence_spans`."""

    text: str
    word: list[str] = field(default_factory=list)
    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    lemma: list[str] = field(default_factory=list)
    tag: list[str] = field(default_factory=list)
    dep: list[str] = field(default_factory=list)
    head: list[int] = field(default_factory=list)
    sentence: list[int] = field(default_factory=list)
    children: list[list[int]] = field(default_factory=list)
    sentence_spans: list[tuple[int, int]] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)

    def link_children(self) -> None:
        """Work out `children` from `head`; to be called whenever heads have changed."""
        self.children = [[] for _ in self.head]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)

    def __len__(self) -> int:
        return len(self.word)

    def at(self, offset: int) -> int:
        """Index of the first word that ends behind the character offset."""
        return bisect_left(self.end, offset + 1)

    def sentence_words(self, sentence: int) -> range:
        """Indices of the words of a sentence."""
        return range(bisect_left(self.sentence, sentence), bisect_left(self.sentence, sentence + 1))

    def opens_sentence(self, index: int) -> bool:
        """Whether a word is the first of its sentence."""
        return index == 0 or self.sentence[index - 1] != self.sentence[index]

    def subtree(self, index: int) -> list[int]:
        """Indices of the words below and including one, in order."""
        found, stack = [], [index]
        while stack:
            i = stack.pop()
            found.append(i)
            stack.extend(self.children[i])
        return sorted(found)

    def span_text(self, first: int, last: int) -> str:
        """The characters from word `first` to before word `last`."""
        return self.text[self.start[first] : self.end[last - 1]]


def opens_quotation(tokens: Tokens, i: int) -> bool:
    """Whether an opening quotation mark stands in front of a phrase."""
    return any(c < i and tokens.word[c] in OPENING for c in tokens.children[i])
