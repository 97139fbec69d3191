"""Whether a time expression lies behind or ahead: the tense of the verb that governs it.

`times` asks here before it resolves "Sunday" or "June": what was *said on Sunday* lies behind, what *will open on
Sunday* ahead. -1 is past, 1 future, 0 not told.
"""

from __future__ import annotations

from transforms.tokens import Tokens
from transforms.word_sets import word_set

PAST, FUTURE, UNKNOWN = -1, 1, 0
MAX_STEPS = 8  # up the tree; a verb farther away says nothing about the date
CERTAIN_MODALS = word_set("will 'll ’ll wo shall")
FUTURE_MODALS = CERTAIN_MODALS | word_set("would may might could can must should ca")
DENIED_MODALS = word_set("could can ca")  # 'could not be reached on Sunday' lies behind
PROSPECTIVE = word_set(
    "schedule plan expect slate due set intend aim hope want need seek prepare vow pledge promise threaten agree decide propose "
    "book poise anticipate project forecast postpone delay adjourn reschedule likely ready about go order invite urge ask tell call "
    "require force allow demand offer consider mean want wait able willing eligible bind tip"
)
SET_RESULTS = word_set("free alight ablaze afire aflame loose aside up")  # "was set free on Sunday" is no plan
REPORTING = word_set("say tell report announce add write note state claim confirm warn argue explain show find describe see")
BACKWARD = word_set("since")
FORWARD = word_set("until till ahead")
BETWEEN = word_set("on in early late the last this")  # may stand between a verb and its date
QUOTATION_MARKS = frozenset(("“", "”", '"', "``", "''"))


def direction_of(tokens: Tokens, first: int, last: int) -> int:
    """The direction of the words first..last (exclusive)."""
    outer = _outer_head(tokens, first, last)
    cases = {tokens.word[child].lower() for child in tokens.children[outer] if tokens.dep[child] == "case" and child < first}
    cases |= {tokens.word[i].lower() for i in range(max(first - 1, 0), first)}
    if cases & BACKWARD or ("in" in cases and _is_postponed(tokens, outer)):
        return PAST
    possessive = last < len(tokens) and tokens.tag[last] == "POS"
    found = _adjacent(tokens, first) or verb_direction(tokens, outer, first, possessive=possessive)
    if cases & FORWARD and (found != PAST or "ahead" in cases):
        return FUTURE
    return found


def _outer_head(tokens: Tokens, first: int, last: int) -> int:
    """The word that the span hangs on; the span's own head where it is the root."""
    for i in range(last - 1, first - 1, -1):
        if not first <= tokens.head[i] < last:
            return tokens.head[i]
    return tokens.head[last - 1]


def _adjacent(tokens: Tokens, first: int) -> int:
    """'announced Monday', 'will open on Monday': the verb right in front governs, whatever the parse says."""
    verb = first - 1
    while verb > first - 3 and verb >= 0 and tokens.word[verb].lower() in BETWEEN:
        verb -= 1
    if verb < 0 or tokens.sentence[verb] != tokens.sentence[first]:
        return UNKNOWN
    if tokens.tag[verb] not in ("VBD", "VBN", "VB"):
        return FUTURE if tokens.lemma[verb] == "due" else UNKNOWN
    return _tense(tokens, verb, MAX_STEPS)


def verb_direction(tokens: Tokens, word: int, place: int, *, possessive: bool = False) -> int:
    """Climb from a word to the verb above it and read its tense; a verb beyond a quotation mark is not meant."""
    hangs_on_noun = not (tokens.tag[word].startswith("VB") or _has_copula(tokens, word))
    for _ in range(MAX_STEPS):
        if tokens.tag[word] == "MD" or tokens.tag[word].startswith("VB") or _has_copula(tokens, word):
            if _crosses_quotation(tokens, word, place):
                break
            found = _tense(tokens, word, MAX_STEPS)
            return UNKNOWN if hangs_on_noun and found == FUTURE and not _is_ahead(tokens, word, possessive) else found
        if tokens.lemma[word] in PROSPECTIVE and tokens.tag[word].startswith("JJ"):
            return FUTURE
        if tokens.head[word] == word:
            break
        word = tokens.head[word]
    return _nearest_verb(tokens, place)


def _is_ahead(tokens: Tokens, verb: int, possessive: bool) -> bool:
    """'Friday's meeting will …' lies ahead; 'Friday's deal would …' and 'a dispute in June shows …' need not."""
    helpers = {tokens.word[child].lower() for child in tokens.children[verb] if tokens.dep[child].startswith(("aux", "mark"))}
    return bool(helpers & ((CERTAIN_MODALS if possessive else FUTURE_MODALS) | {"to"})) or tokens.lemma[verb] in PROSPECTIVE


def _crosses_quotation(tokens: Tokens, one: int, other: int) -> bool:
    return any(tokens.word[i] in QUOTATION_MARKS for i in range(min(one, other), max(one, other)))


def _nearest_verb(tokens: Tokens, place: int) -> int:
    """Past where the nearest finite verb of the sentence, on the same side of quotation marks, is past; else not told."""
    words = tokens.sentence_words(tokens.sentence[place])
    verbs = [i for i in words if tokens.tag[i] in ("VBD", "VBP", "VBZ", "MD") and not _crosses_quotation(tokens, i, place)]
    nearest = min(verbs, key=lambda i: abs(i - place), default=None)
    if nearest is None:
        return UNKNOWN
    return PAST if tokens.tag[nearest] == "VBD" else FUTURE if tokens.word[nearest].lower() in CERTAIN_MODALS else UNKNOWN


def _has_copula(tokens: Tokens, word: int) -> bool:
    return any(tokens.dep[child] == "cop" for child in tokens.children[word])


def _tense(tokens: Tokens, verb: int, steps: int) -> int:
    """Direction of one verb from its auxiliaries and tag, of a bare participle or infinitive from what governs it."""
    helpers = [child for child in tokens.children[verb] if tokens.dep[child] in ("aux", "aux:pass", "cop")]
    words = {tokens.word[child].lower() for child in helpers}
    tags = {tokens.tag[child] for child in helpers}
    perfect = any(tokens.lemma[child] == "have" for child in helpers)
    if words & FUTURE_MODALS and not perfect:
        denied = any(tokens.dep[child] == "advmod" and tokens.lemma[child] in ("not", "n't", "n’t") for child in tokens.children[verb])
        return PAST if denied and words & DENIED_MODALS else FUTURE
    if perfect or "VBD" in tags or tokens.tag[verb] == "VBD":
        return FUTURE if _is_prospective(tokens, verb) else PAST
    if "TO" in tags or tokens.tag[verb] == "VB":
        return _infinitive(tokens, verb, steps)
    return _present(tokens, verb, bool(tags & {"VBZ", "VBP"}), steps)


def _is_prospective(tokens: Tokens, verb: int) -> bool:
    """'was scheduled for Sunday': the date belongs to what was scheduled."""
    if tokens.lemma[verb] == "set" and verb + 1 < len(tokens) and tokens.word[verb + 1].lower() in SET_RESULTS:
        return False
    return tokens.tag[verb] == "VBN" and tokens.lemma[verb] in PROSPECTIVE and tokens.lemma[verb] not in ("call", "tell", "ask", "order")


def _is_postponed(tokens: Tokens, verb: int) -> bool:
    """'had been postponed in February': with 'in' the date is that of the postponing; with 'until' of what is put off."""
    helpers = [child for child in tokens.children[verb] if tokens.dep[child].startswith("aux")]
    return _is_prospective(tokens, verb) and any(tokens.tag[i] == "VBD" or tokens.lemma[i] == "have" for i in helpers)


def _infinitive(tokens: Tokens, verb: int, steps: int) -> int:
    """'plans to meet' lies ahead, 'failed to meet' behind; without a governor an infinitive is a plan."""
    governor = tokens.head[verb]
    if governor == verb or not steps or tokens.lemma[governor] in PROSPECTIVE or tokens.tag[governor].startswith("NN"):
        return FUTURE
    if tokens.lemma[governor] == "be" or (tokens.tag[verb] == "VB" and tokens.dep[verb] in ("conj", "parataxis")):
        return FUTURE
    return PAST if _tense(tokens, governor, steps - 1) == PAST else FUTURE


def _present(tokens: Tokens, verb: int, has_present_helper: bool, steps: int) -> int:
    tag = tokens.tag[verb]
    if tag == "VBN":
        if tokens.lemma[verb] in PROSPECTIVE:
            return FUTURE
        return UNKNOWN if has_present_helper else PAST
    if tag == "VBG" and not has_present_helper:
        governor = tokens.head[verb]
        return _tense(tokens, governor, steps - 1) if governor != verb and steps and tokens.tag[governor].startswith("VB") else UNKNOWN
    if tokens.lemma[verb] in REPORTING:
        return PAST
    return FUTURE  # 'meets on Sunday', 'is meeting on Sunday': the present with a date is a timetable
