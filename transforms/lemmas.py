"""Lemmas of English words from a table made with the language model, and regular inflection where the table is silent.

Only inflected tags are looked up (VBD, NNS …); a word in its base form is its own lemma. The table's key is the word
class letter and the lower-case form: `v:left` is leave, `n:leaves` is leaf.
"""

from __future__ import annotations

from collections.abc import Mapping

WORD_CLASS = {
    "VBD": "v", "VBN": "v", "VBG": "v", "VBZ": "v", "VBP": "v", "MD": "v",
    "NNS": "n", "NNPS": "n", "JJR": "j", "JJS": "j", "RBR": "j", "RBS": "j", "RB": "j", "PRP": "p",
}  # fmt: skip
DOUBLED = frozenset("bdgklmnprt")
BRITISH_DOUBLES = ("ell", "oll", "nall", "vall", "quall", "tall")  # cancelling, controlled, signalled
KEEPS_DOUBLE = frozenset(
    {"smell", "spell", "swell", "dwell", "shell", "quell", "retell", "resell", "stroll", "scroll", "enroll", "install", "stall"}
)
TAKES_E = ("at", "iz", "is", "ut", "ov", "iv", "uc", "ac", "ic", "rg", "dg", "ng", "as", "os", "us", "ag", "ur", "ir", "ar")


def lemma(word: str, tag: str, table: Mapping[str, str]) -> str:
    """The lower-case lemma of a word with its Penn tag."""
    lower = word.lower().replace("’", "'")
    kind = WORD_CLASS.get(tag)
    if kind is None:
        return lower
    known = table.get(f"{kind}:{lower}")
    if known is not None:
        return known
    if tag == "VBZ" or kind == "n":
        return _without_s(lower)
    if tag in ("VBD", "VBN") and lower.endswith("ed"):
        return _stem(lower[:-2], lower.endswith("ied"))
    if tag == "VBG" and lower.endswith("ing") and len(lower) > 5:
        return _stem(lower[:-3], False)
    return lower


def _without_s(word: str) -> str:
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def _stem(stem: str, y_ending: bool) -> str:
    if y_ending:
        return stem[:-1] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] in DOUBLED and not stem.endswith("ll"):
        return stem[:-1]
    if stem.endswith(BRITISH_DOUBLES) and len(stem) > 4 and stem not in KEEPS_DOUBLE:
        return stem[:-1]
    return stem + "e" if stem.endswith(TAKES_E) else stem
