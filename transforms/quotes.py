"""Direct and indirect quotations with cue and speaker: annotation's `quotes`.

Direct quotations come from `quote_marks`; what stands around them decides who speaks and whether they are quotations
at all (scare quotes and titles are not). Indirect speech is the clause under a reporting verb or beside "according
to". A quotation without words of its own takes the speaker of the one before it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from transforms.quote_marks import Marked, marked_spans
from transforms.speakers import REPORTING, Heads, is_cue, noun_phrase, speaker_of
from transforms.tokens import Tokens
from transforms.word_sets import word_set

if TYPE_CHECKING:
    from transforms.mentions import Mention

MIN_WORDS = 3  # a shorter span needs a cue right beside it; else it is a scare quote
MAX_TITLE_WORDS = 9
MAX_SMALL_WORD = 4  # letters; longer words of a title have a capital
COVERED = 0.6  # indirect speech that stands to this share between quotation marks is the direct quotation again
NEAR_WORDS = 8  # behind a question or exclamation a new sentence may begin; a cue farther away belongs to it
ENDINGS = ".!?"
DASHES = frozenset(("—", "–", "-"))
BREAKS = frozenset((".", "!", "?", ";"))
SKIPPED = frozenset((",", ":", "that", "—", "–", "-", "“", "”", '"', "''", "``", "‘", "’", "'", "«", "»", "„"))
ADVERBIAL = word_set("as while when after before because since although though unless")  # 'said as the crowd cheered'
CLOSING_MARKS = frozenset(("”", '"', "''", "’"))
MARK_TAGS = frozenset(("``", "''", ",", ".", ":", "-LRB-", "-RRB-", "HYPH"))


@dataclass(frozen=True, slots=True)
class Quote:
    """Offsets of what is said, of its cue and of its speaker; a direct quotation without its marks."""

    start: int
    end: int
    is_direct: bool
    cue: str | None = None
    cue_offset: int | None = None
    speaker_start: int | None = None
    speaker_end: int | None = None


@dataclass(frozen=True, slots=True)
class _Source:
    """A cue and its speaker as words; `near` where nothing stands between cue and quotation but a comma."""

    cue: int | None
    cue_last: int
    speaker: tuple[int, int] | None
    near: bool = False


@dataclass(frozen=True, slots=True)
class _Article:
    """What every step reads: the words, which of them stand between marks, and mentions by head."""

    tokens: Tokens
    inside: list[bool]
    heads: Heads

    def outside(self, word: int) -> bool:
        return not self.inside[word]


def find_quotes(tokens: Tokens, mentions: Sequence[Mention]) -> list[Quote]:
    """All quotations of the article in order of their first character."""
    spans = [span for span in marked_spans(tokens.text) if _has_words(tokens, span)]
    article = _Article(tokens, _inside(tokens, spans), {mention.head: (mention.first, mention.last) for mention in mentions})
    direct = _direct(article, spans)
    indirect = [quote for quote in _indirect(article) if not _is_covered(quote, direct)]
    unique = {(quote.start, quote.end): quote for quote in [*indirect, *direct]}
    return [unique[key] for key in sorted(unique)]


def _has_words(tokens: Tokens, span: Marked) -> bool:
    """False where the model saw no words: a dateline, text that was cut."""
    first = tokens.at(span.start)
    return first < len(tokens) and tokens.start[first] < span.end


def _inside(tokens: Tokens, spans: list[Marked]) -> list[bool]:
    inside = [False] * len(tokens)
    for span in spans:
        for i in range(tokens.at(span.start), min(tokens.at(span.end - 1) + 1, len(tokens))):
            inside[i] = True
    return inside


def _direct(article: _Article, spans: list[Marked]) -> list[Quote]:
    """The marked spans that are quotations; those without a cue go on with the speaker before them."""
    quotes: list[Quote] = []
    before: tuple[Marked, Quote] | None = None
    for number, span in enumerate(spans):
        earlier = spans[number - 1] if number else None
        source = _source(article, span, earlier)
        goes_on = before is not None and before[0].paragraph == span.paragraph
        if not _is_quotation(article, span, source, goes_on=goes_on):
            continue
        quote = _quote(article.tokens, span.start, span.end, True, source)
        if source is None or source.speaker is None:
            quote = _continued(article, span, quote, before)
        quotes.append(quote)
        before = (span, quote)
    return _spread_back(spans, quotes)


def _spread_back(spans: list[Marked], quotes: list[Quote]) -> list[Quote]:
    """A quotation that the next paragraph goes on takes that one's speaker where it has none."""
    open_starts = {span.start for span in spans if not span.closed}
    for i in range(len(quotes) - 2, -1, -1):
        if quotes[i].start in open_starts and quotes[i].speaker_start is None:
            quotes[i] = replace(quotes[i], speaker_start=quotes[i + 1].speaker_start, speaker_end=quotes[i + 1].speaker_end)
    return quotes


def _quote(tokens: Tokens, start: int, end: int, is_direct: bool, source: _Source | None) -> Quote:
    quote = Quote(start, end, is_direct)
    if source and source.cue is not None:
        quote = replace(quote, cue=tokens.span_text(source.cue, source.cue_last).lower(), cue_offset=tokens.start[source.cue])
    if source and source.speaker:
        first, last = source.speaker
        quote = replace(quote, speaker_start=tokens.start[first], speaker_end=tokens.end[last - 1])
    return quote


def _source(article: _Article, span: Marked, earlier: Marked | None) -> _Source | None:
    """The cue that belongs to a marked span: right before it, behind it, elsewhere in its sentence."""
    text = article.tokens.text
    last = _last_character(text, span)
    follows = text[span.end + 1 : span.end + 3].lstrip("”\"'’ ")[:1]
    before = _before(article, span, earlier)
    if before and before.near:
        return before
    attached = last in ",…—-" or follows == ","
    behind = _behind(article, span, attached)
    if behind and (attached or last in "?!" or not before):
        return behind
    return before


def _last_character(text: str, span: Marked) -> str:
    """The last character inside the marks but for the marks of a quotation in the quotation."""
    return text[span.start : span.end].rstrip("'’”\" ")[-1:] or " "


def _region_before(article: _Article, span: Marked, earlier: Marked | None) -> range:
    """Words of the sentence in front of the span, back to the end of the sentence or quotation before."""
    tokens = article.tokens
    last = tokens.at(span.start)
    line = tokens.text.rfind("\n", 0, span.start) + 1
    first = last
    while first > 0 and tokens.start[first - 1] >= line and (tokens.word[first - 1] not in BREAKS or article.inside[first - 1]):
        if earlier and tokens.start[first - 1] < earlier.end and tokens.text[earlier.end - 1] in ENDINGS:
            break
        first -= 1
    return range(first, last)


def _before(article: _Article, span: Marked, earlier: Marked | None) -> _Source | None:
    tokens = article.tokens
    region = _region_before(article, span, earlier)
    words = [i for i in region if not article.inside[i]]
    seen = False  # whether a word stands between cue and quotation
    for i in reversed(words):
        if is_cue(tokens, i):
            return _Source(i, i + 1, speaker_of(tokens, i, article.heads, article.outside, words), near=not seen)
        if tokens.word[i].lower() == "according":
            return _according(article, i)
        seen = seen or tokens.word[i].lower() not in SKIPPED
    return _introduced(article, words)


def _introduced(article: _Article, words: list[int]) -> _Source | None:
    """'Lee: “…”', 'X had this to say: “…”': the subject before a colon."""
    tokens = article.tokens
    while words and tokens.word[words[-1]] in SKIPPED - {":", ","}:
        words = words[:-1]
    if not words or tokens.word[words[-1]] != ":":
        return None
    subject = next((i for i in words if tokens.dep[i] in ("nsubj", "nsubj:pass") and tokens.tag[i] not in ("WP", "WDT")), None)
    if subject is None:
        nouns = [i for i in words if tokens.tag[i] in ("NNP", "NN", "NNS", "PRP", "NNPS")]
        if not nouns or len(words) > MAX_TITLE_WORDS:
            return None
        subject = nouns[-1]
    return _Source(None, 0, noun_phrase(tokens, subject, article.heads, article.outside), near=True)


def _behind(article: _Article, span: Marked, attached: bool) -> _Source | None:
    """The cue in the rest of the sentence behind the span."""
    tokens = article.tokens
    line = tokens.text.find("\n", span.end)
    limit = line if line >= 0 else len(tokens.text)
    region: list[int] = []
    for i in range(tokens.at(span.end), len(tokens)):
        if tokens.start[i] >= limit or (article.inside[i] and region) or (tokens.word[i] in BREAKS and region):
            break
        if tokens.word[i] not in SKIPPED or region:
            region.append(i)
    if not region or not (attached or _goes_on(tokens, region, span)):
        return None
    relative = None
    for i in region:
        if tokens.word[i].lower() == "according":
            return _according(article, i)
        if is_cue(tokens, i):
            source = _Source(i, i + 1, speaker_of(tokens, i, article.heads, article.outside, region))
            if not tokens.dep[i].startswith("acl"):
                return source
            relative = relative or source
    return relative


def _goes_on(tokens: Tokens, region: list[int], span: Marked) -> bool:
    """Whether the sentence goes on behind a span that ends one: "…!” he said" does, "…!” After his speech …" may not."""
    word = tokens.word[region[0]]
    last = _last_character(tokens.text, span)
    if last not in ENDINGS or word[0].islower() or word in DASHES:
        return True
    if last == "." or tokens.tag[region[0]] in ("IN", "RB", "CC", "WRB"):
        return False
    return any(is_cue(tokens, i) for i in region[:NEAR_WORDS])


def _according(article: _Article, word: int) -> _Source | None:
    """'according to X': X is the word that 'according' hangs on, or the next noun."""
    tokens = article.tokens
    if word + 1 >= len(tokens) or tokens.word[word + 1].lower() != "to":
        return None
    head = tokens.head[word]
    if head <= word or not tokens.tag[head].startswith(("NN", "PRP", "CD")):
        nouns = [i for i in range(word + 2, min(word + 10, len(tokens))) if tokens.tag[i].startswith(("NN", "PRP"))]
        if not nouns:
            return None
        head = nouns[0]
        while head + 1 < len(tokens) and tokens.tag[head + 1] in ("NN", "NNS", "NNP", "NNPS"):
            head += 1
    return _Source(word, word + 2, noun_phrase(tokens, head, article.heads, article.outside))


def _is_quotation(article: _Article, span: Marked, source: _Source | None, *, goes_on: bool) -> bool:
    """Short spans need a cue beside them, titles are none, spans without a cue must read like a sentence.

    `goes_on`: a quotation stands before it in the paragraph, so a whole sentence needs no cue of its own.
    """
    tokens, text = article.tokens, article.tokens.text
    span_words = range(tokens.at(span.start), min(tokens.at(span.end - 1) + 1, len(tokens)))
    words = [i for i in span_words if tokens.word[i][0].isalnum()]
    last = _last_character(text, span)
    complete = last in ",.!?…—-" or not span.closed
    is_sentence = last in ENDINGS and text[span.start].isupper()
    if goes_on and is_sentence and len(words) >= MIN_WORDS - 1:
        return True
    if len(words) < MIN_WORDS:
        beside = source is not None and (source.near or complete)
        return bool(words) and beside and (complete or text[span.start].isupper())
    if _is_title(tokens, words) and not complete:
        return False
    if source is not None or not span.closed:
        return True
    has_verb = any(tokens.tag[i].startswith("VB") or tokens.tag[i] == "MD" for i in span_words)
    return complete and (text[span.start].isupper() or len(words) > MAX_TITLE_WORDS) and has_verb


def _is_title(tokens: Tokens, words: list[int]) -> bool:
    """'The Art of the Deal': every long word has a capital."""
    small = [i for i in words if not tokens.word[i][0].isupper() and not tokens.word[i][0].isdigit()]
    return len(words) <= MAX_TITLE_WORDS and all(len(tokens.word[i]) <= MAX_SMALL_WORD for i in small)


def _continued(article: _Article, span: Marked, quote: Quote, before: tuple[Marked, Quote] | None) -> Quote:
    """The speaker of the quotation before in the same or previous paragraph, else of the sentence before."""
    if before and before[0].paragraph == span.paragraph and before[1].speaker_start is not None:
        return replace(quote, speaker_start=before[1].speaker_start, speaker_end=before[1].speaker_end)
    speaker = _sentence_before(article, span)
    if speaker:
        return replace(quote, speaker_start=speaker[0], speaker_end=speaker[1])
    if before and span.paragraph - before[0].paragraph == 1:
        return replace(quote, speaker_start=before[1].speaker_start, speaker_end=before[1].speaker_end)
    return quote


def _sentence_before(article: _Article, span: Marked) -> tuple[int, int] | None:
    """'Obi disagreed. “…”': the speaker of the last cue, else the subject, of the sentence in front."""
    tokens = article.tokens
    last = tokens.at(span.start) - 1
    while last > 0 and (tokens.tag[last] in MARK_TAGS or tokens.word[last] in SKIPPED):
        last -= 1
    if last <= 0 or article.inside[last]:
        return None
    words = [i for i in tokens.sentence_words(tokens.sentence[last]) if i <= last and not article.inside[i]]
    cues = [i for i in words if is_cue(tokens, i)]
    speakers = [speaker_of(tokens, i, article.heads, article.outside) for i in cues]
    found = next((speaker for speaker in speakers if speaker), None)
    if found is None:
        roots = [i for i in words if tokens.dep[i] == "nsubj" and tokens.head[tokens.head[i]] == tokens.head[i]]
        found = noun_phrase(tokens, roots[0], article.heads, article.outside) if roots else None
    return (tokens.start[found[0]], tokens.end[found[1] - 1]) if found else None


def _indirect(article: _Article) -> list[Quote]:
    """Clauses under reporting verbs, and sentences with 'according to'."""
    tokens = article.tokens
    quotes: list[Quote] = []
    for i, tag in enumerate(tokens.tag):
        if tag.startswith("VB") and tokens.lemma[i] in REPORTING:
            if article.inside[i] or not is_cue(tokens, i, REPORTING):
                continue
            content = _clause(tokens, i)
            source = _Source(i, i + 1, speaker_of(tokens, i, article.heads, article.outside)) if content else None
        elif tokens.word[i].lower() == "according" and not article.inside[i]:
            source = _according(article, i)
            content = _rest_of_sentence(tokens, i, source.speaker) if source and source.speaker else None
        else:
            continue
        trimmed = _trimmed(article, *content) if content else None
        if trimmed and source:
            quotes.append(_quote(tokens, tokens.start[trimmed[0]], tokens.end[trimmed[1] - 1], False, source))
    return quotes


def _clause_head(tokens: Tokens, cue: int) -> int | None:
    """The clausal complement; in 'told reporters that …' parsers may hang it on the reporters."""
    for child in tokens.children[cue]:
        if tokens.dep[child] == "ccomp":
            return child
        for below in tokens.children[child]:
            has_that = any(tokens.lemma[i] == "that" and tokens.dep[i] == "mark" for i in tokens.children[below])
            if has_that and tokens.dep[below].startswith("acl") and child < below:
                return below
    return None


def _clause(tokens: Tokens, cue: int) -> tuple[int, int] | None:
    """Words of the clause that a cue governs; of the sentence before it in 'The plan failed, he said'."""
    clause = _clause_head(tokens, cue)
    if clause is not None and any(tokens.dep[i] == "mark" and tokens.lemma[i] in ADVERBIAL for i in tokens.children[clause]):
        return None
    if clause is not None:
        words = tokens.subtree(clause)
        own = [i for i in words if (i > cue) == (clause > cue)]
        return own[0], own[-1] + 1
    if tokens.dep[cue] != "parataxis" or not any(tokens.dep[child].startswith("nsubj") for child in tokens.children[cue]):
        return None
    sentence, words = tokens.sentence_words(tokens.sentence[cue]), tokens.subtree(cue)
    before = words[0] > tokens.head[cue]
    return (sentence.start, words[0]) if before else (words[-1] + 1, sentence.stop)


def _rest_of_sentence(tokens: Tokens, according: int, speaker: tuple[int, int]) -> tuple[int, int]:
    """The sentence without 'according to X', on the side where most of it stands."""
    sentence = tokens.sentence_words(tokens.sentence[according])
    end = next((i for i in range(speaker[1], sentence.stop) if tokens.word[i] == ","), speaker[1])
    return (sentence.start, according) if according - sentence.start > sentence.stop - end else (end, sentence.stop)


def _trimmed(article: _Article, first: int, last: int) -> tuple[int, int] | None:
    """The words without 'that' and marks at the ends; None where fewer than three are left."""
    tokens = article.tokens
    while first < last and _is_fringe(tokens, first, ("that", "and", "but")):
        first += 1
    while last > first and _is_fringe(tokens, last - 1, ("and", "but")):
        last -= 1
    if last < len(tokens) and first < last and article.inside[last - 1] and not article.inside[first]:
        mark = last + (tokens.word[last] in (",", "."))  # a quotation inside the clause keeps its closing mark
        last = mark + 1 if mark < len(tokens) and tokens.word[mark] in CLOSING_MARKS else last
    return (first, last) if last - first >= MIN_WORDS else None


def _is_fringe(tokens: Tokens, word: int, small: tuple[str, ...]) -> bool:
    return tokens.word[word] in SKIPPED - {"that"} or tokens.tag[word] in MARK_TAGS or tokens.word[word].lower() in small


def _is_covered(quote: Quote, direct: list[Quote]) -> bool:
    """Whether the clause is the direct quotation over again, or begins in one and ends outside."""
    shared = [other for other in direct if other.start < quote.end and quote.start < other.end]
    common = sum(min(quote.end, other.end) - max(quote.start, other.start) for other in shared)
    crosses = any(other.start <= quote.start < other.end < quote.end for other in shared)
    return crosses or common > COVERED * (quote.end - quote.start)
