"""Who says something: reporting verbs and their speakers, read from grammar with the order of words as second reading.

`quotes` finds what is said; here a cue verb gives its speaker: subject ("X said", "said X"), agent of a passive,
subject of "was quoted as saying", antecedent of "who said", or the document in "a report saying".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from transforms.tokens import Tokens
from transforms.word_sets import word_set

# Verbs that report speech and take a clause or a quotation.
REPORTING = word_set(
    "accept accuse acknowledge add admit advise affirm agree allege announce answer argue ask assert assure aver boast brag "
    "caution charge claim clarify comment complain concede conclude concur confess confide confirm contend counter criticize "
    "criticise declare demand deny describe detail disagree disclose dispute elaborate emphasize emphasise estimate exclaim explain "
    "express forecast guarantee hint imply indicate inform insist instruct joke lament maintain mention muse note notify object "
    "observe opine order plead pledge point postulate predict proclaim promise pronounce propose protest quip quote read reassure "
    "recall recommend recount reflect refute reiterate relate remark remind repeat reply report request respond retort reveal rule "
    "say signal speculate state stipulate stress suggest surmise swear testify tell tweet underline underscore urge voice vow warn"
    " wonder write"
)
# Verbs that introduce a quotation but hardly a clause.
QUOTING = REPORTING | word_set(
    "applaud attack bark beg begin bellow bemoan blast blog call chant chime chuckle cite condemn continue crack cry decry defend "
    "denounce deride dismiss dub fire fume go gush holler interject intone invoke label laugh mock mutter offer persist post praise "
    "pray preach press put question rail rant rap reason rebuke rebut scoff scream shoot shout shriek sigh slam smile snap sneer "
    "sob summarize text think thunder tout utter volunteer wail whisper yell sing speak talk"
)
PASSIVE_SPEAKER = frozenset(("quote", "cite", "report", "hear"))
SPEECH_NOUNS = word_set("statement tweet message email letter speech interview post remark comment memo release note announcement video")
NOUN_TAGS = ("NN", "NNS", "NNP", "NNPS", "PRP", "CD")
NP_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS", "PRP", "PRP$", "DT", "JJ", "JJR", "JJS", "CD", "POS", "FW", "HYPH", "AFX"))
NP_DEPENDENTS = word_set("det amod compound flat nmod nmod:poss nummod case fixed det:predet nmod:desc goeswith name compound:prt")
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer")
MAX_CLIMB = 4  # from 'saying' up to the verb whose subject speaks
MAX_SCAN = 14  # words from a cue to its speaker, where only the order of words is read

Outside = Callable[[int], bool]
Heads = Mapping[int, tuple[int, int]]


def is_cue(tokens: Tokens, word: int, verbs: frozenset[str] = QUOTING) -> bool:
    """Whether the word is a reporting verb, not an auxiliary and no adjective ('the said law')."""
    return tokens.tag[word].startswith("VB") and tokens.lemma[word] in verbs and tokens.dep[word] not in ("aux", "aux:pass", "cop", "amod")


def speaker_of(tokens: Tokens, cue: int, heads: Heads, outside: Outside, region: Sequence[int] = ()) -> tuple[int, int] | None:
    """Words first..last (exclusive) of the speaker.

    `outside` tells which words stand outside quotation marks; `region` are the words around the cue that belong to
    its quotation, where there is one.
    """
    head = _grammatical(tokens, cue, MAX_CLIMB)
    if head is None or not outside(head) or (region and not region[0] <= head <= region[-1] and cue == region[0]):
        head = _by_order(tokens, cue, outside, region)
    return noun_phrase(tokens, head, heads, outside) if head is not None else None


def _grammatical(tokens: Tokens, cue: int, steps: int) -> int | None:
    subject = next((child for child in tokens.children[cue] if tokens.dep[child] in SUBJECTS), None)
    if subject is not None:
        if tokens.dep[subject] == "nsubj:pass" and tokens.lemma[cue] not in PASSIVE_SPEAKER:
            return _agent(tokens, cue)
        if tokens.tag[subject] in ("WP", "WDT") or (tokens.lemma[subject] == "that" and tokens.dep[cue].startswith("acl")):
            return tokens.head[cue] if tokens.dep[cue].startswith("acl") else None
        return subject
    governor = tokens.head[cue]
    if governor == cue or not steps or tokens.dep[cue] in ("ccomp", "parataxis", "root", "ROOT"):
        return None
    if tokens.tag[governor].startswith("VB") or tokens.dep[cue] in ("conj", "advcl", "xcomp"):
        return _grammatical(tokens, governor, steps - 1)
    if tokens.dep[cue].startswith("acl") and tokens.tag[cue] in ("VBG", "VBD", "VBZ", "VBP"):
        return _writer(tokens, governor, steps)
    return None


def _agent(tokens: Tokens, cue: int) -> int | None:
    for child in tokens.children[cue]:
        if tokens.dep[child].startswith("obl") and any(tokens.lemma[i] == "by" for i in tokens.children[child]):
            return child
    return None


def _writer(tokens: Tokens, noun: int, steps: int) -> int | None:
    """'X issued a statement saying …' is X speaking, 'a report saying …' the report."""
    if tokens.lemma[noun] in SPEECH_NOUNS and tokens.dep[noun] in ("obj", "obl"):
        speaker = _grammatical(tokens, tokens.head[noun], steps - 1)
        return noun if speaker is None else speaker
    return noun


def _by_order(tokens: Tokens, cue: int, outside: Outside, region: Sequence[int]) -> int | None:
    """'Smith, a lawyer, said': the first noun of the region; else the noun before the cue, else the one behind."""
    if region and cue != region[0] and tokens.word[cue - 1] == ",":
        first = _first_noun(tokens, [i for i in region if i < cue])
        if first is not None:
            return _last_noun(tokens, first)
    before = _scan(tokens, cue, -1, outside)
    return _scan(tokens, cue, 1, outside) if before is None else before


def _first_noun(tokens: Tokens, words: Sequence[int]) -> int | None:
    """The first noun that is not the object of a preposition: Eze in 'Of the vote, Eze, a lawyer, said'."""
    in_phrase = False
    for i in words:
        if tokens.tag[i] in ("IN", "TO"):
            in_phrase = True
        elif tokens.word[i] == ",":
            in_phrase = False
        elif _is_noun(tokens, i) and not in_phrase:
            return i
    return None


def _scan(tokens: Tokens, cue: int, step: int, outside: Outside) -> int | None:
    for i in range(cue + step, cue + step * MAX_SCAN, step):
        if not 0 <= i < len(tokens) or not outside(i) or tokens.sentence[i] != tokens.sentence[cue]:
            return None
        if _is_noun(tokens, i):
            return _last_noun(tokens, i) if step > 0 else i
        tag = tokens.tag[i]
        is_verb = tag.startswith("VB") and tokens.dep[i] not in ("aux", "aux:pass", "cop")
        if is_verb or tag in ("IN", "TO", ":", ".", "CC", "WP"):
            return None
    return None


def _is_noun(tokens: Tokens, word: int) -> bool:
    """By tag, or by a capital inside the sentence: names that the model has not seen."""
    if tokens.tag[word] in NOUN_TAGS:
        return True
    inner = word > 0 and tokens.sentence[word - 1] == tokens.sentence[word]
    return inner and tokens.word[word][0].isupper() and tokens.tag[word] in ("RB", "JJ", "VBP", "VB", "UH", "FW")


def _last_noun(tokens: Tokens, word: int) -> int:
    while word + 1 < len(tokens) and tokens.tag[word + 1] in ("NN", "NNS", "NNP", "NNPS"):
        word += 1
    return word


def noun_phrase(tokens: Tokens, head: int, heads: Heads, outside: Outside) -> tuple[int, int]:
    """The mention with this head, else the phrase around it without appositions and relative clauses."""
    if head in heads:
        return heads[head]
    first = last = head
    for i in _phrase_words(tokens, head):
        if outside(i):
            first, last = min(first, i), max(last, i)
    for i in range(head, first, -1):
        if tokens.word[i - 1] in (",", ";", ":", "“", '"'):
            first = i
            break
    for i in range(head + 1, last + 1):
        if tokens.word[i] in (",", ";", ":", "(", "—", "”", '"'):
            last = i - 1
            break
    while first > 0 and tokens.tag[first - 1] in NP_TAGS and tokens.tag[head] != "PRP" and outside(first - 1):
        if tokens.sentence[first - 1] != tokens.sentence[head] or tokens.tag[first - 1] == "PRP":
            break
        first -= 1
    while first < head and tokens.tag[first] in ("IN", "CC", ",", "POS"):
        first += 1
    return first, last + 1


def _phrase_words(tokens: Tokens, head: int) -> list[int]:
    """The head with its modifiers and theirs; not what stands behind a comma."""
    found, stack = [], [head]
    while stack:
        i = stack.pop()
        found.append(i)
        below = [child for child in tokens.children[i] if tokens.dep[child] in NP_DEPENDENTS]
        stack += [child for child in below if i != head or child > head or tokens.dep[child] != "case"]  # not 'according to'
    return found
