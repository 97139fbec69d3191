"""Annotation: articles to sentences, mentions, clauses, arguments, times and quotes.

The slow step, done once per article. It puts the article through the language model and lets each annotation module
read the same `Tokens`; here their findings become rows that point to each other by id. No ontology.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import polars as pl

from transforms import schemas
from transforms.arguments import Argument, ArgumentFinder, meaning_word, phrase
from transforms.clauses import Clause, find_clauses, hyphenated
from transforms.gazetteer import Gazetteer
from transforms.identity import stable_id
from transforms.language import LanguageModel, parse
from transforms.lexicon import Lexicon
from transforms.mentions import Mention, find_mentions, with_speaking
from transforms.modifiers import prepositions
from transforms.quotes import find_quotes
from transforms.repairs import attach_participles
from transforms.times import find_times
from transforms.tokens import Tokens

LANGUAGES = frozenset({"en", "und"})
# where a phrase without a mention at its head may hold one, nearest first: "China's record", "Chinese goods", "the death of X"
REACH = {
    "nmod:poss": "possessor",
    "amod": "modifier",
    "compound": "modifier",
    "nmod:desc": "modifier",
    "nmod": "complement",
    "obl": "complement",
    "obl:agent": "complement",
    "acl": "complement",
    "conj": "complement",
}
COUNTRY_MODIFIERS = ("amod", "compound", "nmod", "nmod:poss")
REACH_ORDER = ("possessor", "modifier", "complement")
SETTLEMENTS = frozenset("city town village port capital province region district state island suburb settlement municipality".split())
BRANCHES = frozenset("mission expedition deputation wing arm branch".split())  # they do what those do whose they are
COMMITTING = frozenset("commit perpetrate carry launch stage mount wage conduct inflict do".split())
CARRYING = frozenset("carry transport ferry take bring".split())  # who is in "a bus carrying farm workers"
REACH_DEPTH = 3  # "the draft of a resolution proposed by the Council" needs three steps

Row = dict[str, object]


@dataclass(frozen=True)
class Annotator:
    """What annotation needs beside the articles."""

    model: LanguageModel
    gazetteer: Gazetteer
    lexicon: Lexicon


def annotate(articles: pl.DataFrame, *, annotator: Annotator) -> dict[str, pl.DataFrame]:
    """Annotated tables by name, and `rejects` for articles in a language that the model does not know."""
    readable = pl.col("language").is_in(list(LANGUAGES))
    chosen = articles.filter(readable)
    rows: dict[str, list[Row]] = {table.name: [] for table in schemas.ANNOTATED_TABLES}
    texts = list(zip(chosen.get_column("text"), chosen.get_column("body_offset"), strict=True))
    parsed = parse(texts, annotator.model)
    for article_id, published, tokens in zip(chosen.get_column("article_id"), chosen.get_column("published_date"), parsed, strict=True):
        for name, found in ArticleRows(article_id, tokens, annotator).tables(published):
            rows[name] += found
    tables = {table.name: schemas.frame(table, rows[table.name]) for table in schemas.ANNOTATED_TABLES}
    return tables | {"rejects": other_languages(articles.filter(~readable))}


def other_languages(articles: pl.DataFrame) -> pl.DataFrame:
    """Reject rows for articles that cannot be read; the articles themselves are kept."""
    rejected = articles.select(
        stage=pl.lit("annotate"),
        subject_id="article_id",
        locator="locator",
        reason=pl.lit("language"),
        detail=pl.format("the language is {}; annotation reads English only. The article is kept without events", "language"),
    )
    return schemas.conform(schemas.REJECTS, rejected)


class ArticleRows:
    """The rows of one article; ids are worked out once and shared between the tables."""

    def __init__(self, article_id: str, tokens: Tokens, annotator: Annotator) -> None:
        self.article_id, self.tokens, self.annotator = article_id, tokens, annotator
        self.sentence_ids = [stable_id(article_id, "sentence", a, b) for a, b in tokens.sentence_spans]
        attach_participles(tokens, annotator.lexicon.event_nouns)
        named = find_mentions(tokens, annotator.gazetteer)
        self.quotes = find_quotes(tokens, named)
        spoken = [(q.start, q.end) for q in self.quotes if q.is_direct and q.speaker_start is not None]
        self.mentions = with_speaking(named, tokens, spoken)
        self.clauses = find_clauses(tokens, annotator.lexicon)
        self.arguments = ArgumentFinder(tokens, self.clauses, annotator.lexicon)
        self.mention_ids = [self._id("mention", tokens.start[m.first], tokens.end[m.last - 1]) for m in self.mentions]
        self.mention_of = mention_index(tokens, self.mentions)
        self.clause_ids = {i: self._id("clause", tokens.start[i], tokens.end[i], c.part_of_speech) for i, c in self.clauses.items()}

    def tables(self, published: date | None) -> Iterator[tuple[str, list[Row]]]:
        """(table name, rows) for every annotated table."""
        yield "sentences", list(self._sentences())
        yield "annotated_mentions", [self._mention(m, i) for m, i in zip(self.mentions, self.mention_ids, strict=True)]
        yield "clauses", [self._clause(clause, number) for number, clause in enumerate(self.clauses.values())]
        yield "arguments", [row for head in self.clauses for a in self.arguments.of(head) for row in self._argument(head, a)]
        yield "times", list(self._times(published))
        yield "quotes", list(self._quotes())

    def _id(self, kind: str, *parts: object) -> str:
        return stable_id(self.article_id, kind, *parts)

    def _span(self, start: int, end: int) -> Row:
        return {"article_id": self.article_id, "start_offset": start, "end_offset": end, "text": self.tokens.text[start:end]}

    def _sentences(self) -> Iterator[Row]:
        for number, (start, end) in enumerate(self.tokens.sentence_spans):
            yield {"sentence_id": self.sentence_ids[number], "sentence_index": number, **self._span(start, end)}

    def _mention(self, mention: Mention, mention_id: str) -> Row:
        tokens, head = self.tokens, mention.head
        return {
            "mention_id": mention_id,
            "sentence_id": self.sentence_ids[tokens.sentence[head]],
            **self._span(tokens.start[mention.first], tokens.end[mention.last - 1]),
            "kind": mention.kind,
            "form": mention.form,
            "head_lemma": tokens.lemma[head],
            "is_plural": tokens.tag[head] in ("NNS", "NNPS") or tokens.lemma[head] in ("they", "we"),
            "grammatical_role": tokens.dep[head],
            "preposition": next(
                (tokens.lemma[c] for c in tokens.children[head] if tokens.dep[c] == "case" and tokens.tag[c] != "POS"), None
            ),
            "title": mention.title,
            "modifier_country": mention.modifier_country,
            "modifier_organization": mention.modifier_organization,
        }

    def _clause(self, clause: Clause, number: int) -> Row:
        tokens = self.tokens
        return {
            "clause_id": self.clause_ids[clause.head],
            "sentence_id": self.sentence_ids[tokens.sentence[clause.head]],
            **self._span(tokens.start[clause.first], tokens.end[clause.last - 1]),
            "lemma": clause.lemma,
            "part_of_speech": clause.part_of_speech,
            "particle": clause.particle,
            "voice": clause.voice,
            "tense": clause.tense,
            "aspect": clause.aspect,
            "mood": clause.mood,
            "modal": clause.modal,
            "is_negated": clause.negation is not None,
            "negation": clause.negation,
            "marker": clause.marker,
            "determiner": clause.determiner,
            "adverbs": clause.adverbs,
            "governor_id": self.clause_ids.get(clause.governor) if clause.governor is not None else None,
            "governor_relation": clause.relation,
            "clause_index": number,
        }

    def _argument(self, head: int, argument: Argument) -> Iterator[Row]:
        """The row of an argument, and one for each further country of "Hungarian and Romanian officials"."""
        tokens = self.tokens
        word = meaning_word(tokens, argument.word)
        first, last = phrase(tokens, argument.word)
        mention, path = self._mention_in(word)
        clause_id = self.clause_ids[head]
        row: Row = {
            "argument_id": stable_id(clause_id, argument.slot, argument.preposition, tokens.start[argument.word]),
            "clause_id": clause_id,
            "slot": argument.slot,
            "preposition": argument.preposition,
            "surface_role": argument.surface_role,
            "path": argument.path,
            "head_lemma": hyphenated(tokens, word)[1] if tokens.tag[word][0] == "N" else tokens.lemma[word],
            **self._span(tokens.start[first], tokens.end[last - 1]),
            "mention_id": self.mention_ids[mention] if mention is not None else None,
            "mention_path": path,
            "adverbs": list(argument.adverbs),
        }
        yield row
        for other in self._other_countries(word, mention) if path == "head" else ():
            argument_id = stable_id(clause_id, argument.slot, argument.preposition, tokens.start[argument.word], self.mention_ids[other])
            yield {**row, "argument_id": argument_id, "path": "conjunct", "mention_id": self.mention_ids[other]}

    def _other_countries(self, word: int, mention: int | None) -> list[int]:
        """Mentions of coordinated countries or bodies that modify a description, without the one that the description carries."""
        if mention is None or self.mentions[mention].form != "description":
            return []
        carried = {self.mentions[mention].modifier_country, self.mentions[mention].modifier_organization} - {None}
        for c in self.tokens.children[word]:
            if self.tokens.dep[c] in COUNTRY_MODIFIERS:
                members = [c, *(g for g in self.tokens.children[c] if self.tokens.dep[g] == "conj")]
                named = [self.mention_of[w] for w in members if w in self.mention_of and self.mention_of[w] != mention]
                found = list(dict.fromkeys(named))  # "Bosnia and Herzegovina" is two words and one country
                if len(found) > 1:
                    return [number for number in found if not carried & self._meanings_of(number)]
        return []

    def _meanings_of(self, number: int) -> set[str | None]:
        """The countries and names that a mention's words may mean."""
        mention = self.mentions[number]
        text = self.tokens.span_text(mention.first, mention.last)
        return {text, *(word for entry in self.annotator.gazetteer.lookup(text) for word in (entry.country, entry.name))}

    def _mention_in(self, word: int) -> tuple[int | None, str | None]:
        """The mention that an argument's head is part of, else the nearest one that owns, modifies or completes it."""
        tokens = self.tokens
        found = self.mention_of.get(word)
        found = self._settlement(word) if found is None else found
        if found is not None:
            return found, "head"
        if (whose := self._whose(word)) is not None:
            return whose, "possessor"
        if (called := self._called(word)) is not None:
            return called, "head"
        level = [(word, "")]
        for _ in range(REACH_DEPTH):
            below = [(c, path or REACH[tokens.dep[c]]) for w, path in level for c in tokens.children[w] if tokens.dep[c] in REACH]
            below += [
                (c, path or "complement")
                for w, path in level
                if tokens.lemma[w] in CARRYING
                for c in tokens.children[w]
                if tokens.dep[c] == "obj"
            ]
            level = sorted(below, key=lambda step: (REACH_ORDER.index(step[1]), self._agency(step[0])))
            for c, path in level:
                if c in self.mention_of:
                    return self.mention_of[c], path
        return None, None

    def _called(self, word: int) -> int | None:
        """The person whose name stands beside a noun that names nobody: "the prize winner Maria Ressa"."""
        beside = (c for c in self.tokens.children[word] if self.tokens.dep[c] == "appos" and c in self.mention_of)
        return next((self.mention_of[c] for c in beside if self.mentions[self.mention_of[c]].kind == "person"), None)

    def _settlement(self, word: int) -> int | None:
        """The name behind a noun for its kind: Gulu of "the northern city of Gulu", Arua of "the border town Arua"."""
        if self.tokens.lemma[word] not in SETTLEMENTS:
            return None
        behind = [c for c in self.tokens.children[word] if c > word and self.tokens.dep[c] in ("nmod", "appos", "flat", "nmod:desc")]
        named = [c for c in behind if c in self.mention_of and self.mentions[self.mention_of[c]].kind == "place"]
        close = (c for c in named if "of" in prepositions(self.tokens, c) or c == word + 1)
        return next((self.mention_of[c] for c in close), None)

    def _whose(self, word: int) -> int | None:
        """Whose a branch is: the union of "a mission of the African Union"."""
        tokens = self.tokens
        if tokens.lemma[word] not in BRANCHES:
            return None
        owners = [c for c in tokens.children[word] if c in self.mention_of and tokens.dep[c] == "nmod" and c > word]
        return next((self.mention_of[c] for c in owners if prepositions(tokens, c) & {"of", "from"}), None)

    def _agency(self, word: int) -> int:
        """Of "sanctions imposed by A on B" B is nearer to the sanctions than A, of "crimes committed by A against B" A to the crimes.

        So is A to "the killing of B by A".
        """
        if self.tokens.dep[word] == "nmod" and "by" in prepositions(self.tokens, word):
            return 0
        if self.tokens.dep[word] != "obl:agent":
            return 1
        return 0 if self.tokens.lemma[self.tokens.head[word]] in COMMITTING else 2

    def _times(self, published: date | None) -> Iterator[Row]:
        for time in find_times(self.tokens, published):
            word = min(self.tokens.at(time.start), len(self.tokens) - 1)
            governor = self._governor(word, time.end)
            yield {
                "time_id": self._id("time", time.start, time.end),
                "sentence_id": self.sentence_ids[self.tokens.sentence[word]],
                **self._span(time.start, time.end),
                "start_date": time.start_date,
                "end_date": time.end_date,
                "precision": time.precision,
                "rule": time.rule,
                "clause_id": self.clause_ids[governor] if governor is not None else None,
            }

    def _governor(self, word: int, end: int) -> int | None:
        """The predicate that the time expression hangs on; the expression's own words are passed over."""
        at, steps = word, 0
        link = self.tokens.at(end - 1)
        if self.tokens.word[link].lower() in ("after", "before") and self.tokens.dep[link] in ("mark", "case"):
            at = self.tokens.head[link]  # 'a day after they met' is the time of meeting
        while steps < 20:
            outside = not self.tokens.start[word] <= self.tokens.start[at] < end
            if at in self.clauses and outside:
                return at
            if self.tokens.head[at] == at:
                return None
            at, steps = self.tokens.head[at], steps + 1
        return None

    def _quotes(self) -> Iterator[Row]:
        for quote in self.quotes:
            word = min(self.tokens.at(quote.start), len(self.tokens) - 1)
            speaker = self._speaker(quote.speaker_start, quote.speaker_end)
            has_speaker = quote.speaker_start is not None and quote.speaker_end is not None
            yield {
                "quote_id": self._id("quote", quote.start, quote.end),
                "sentence_id": self.sentence_ids[self.tokens.sentence[word]],
                **self._span(quote.start, quote.end),
                "is_direct": quote.is_direct,
                "cue": quote.cue,
                "cue_offset": quote.cue_offset,
                "speaker_start": quote.speaker_start,
                "speaker_end": quote.speaker_end,
                "speaker_text": self.tokens.text[quote.speaker_start : quote.speaker_end] if has_speaker else None,
                "speaker_mention_id": speaker,
            }

    def _speaker(self, start: int | None, end: int | None) -> str | None:
        """The mention that fills the speaker's span best: the one with the head word nearest to the root."""
        if start is None or end is None:
            return None
        inside = range(self.tokens.at(start), min(self.tokens.at(end - 1) + 1, len(self.tokens)))
        heads = [w for w in inside if self.tokens.head[w] not in inside] or list(inside)
        for word in [*heads, *inside]:
            found = self.mention_of.get(word)
            if found is not None:
                return self.mention_ids[found]
        return None


def mention_index(tokens: Tokens, mentions: list[Mention]) -> dict[int, int]:
    """Mention number by word: the words of a mention, then free words of the phrase around it (titles, articles)."""
    index: dict[int, int] = {}
    shortest_first = sorted(enumerate(mentions), key=lambda pair: pair[1].last - pair[1].first)
    for number, mention in shortest_first:  # "supporters of Evo Morales": the inner name keeps its words
        index.setdefault(mention.head, number)
        for word in range(mention.first, mention.last):
            index.setdefault(word, number)
    for number, mention in shortest_first:
        for word in range(mention.phrase_first, mention.phrase_last):
            if tokens.tag[word][0] == "N":
                index.setdefault(word, number)
    return index
