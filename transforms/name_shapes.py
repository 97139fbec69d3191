"""Names told by their shape: runs of capitalized words that a word for an organization or place ends or begins."""

from __future__ import annotations

from transforms.name_parts import COMPANY_ENDS, NOT_NAMES, ORGANIZATION_HEADS, PLACE_HEADS, NameSpan, is_capital
from transforms.tokens import Tokens

ROOMY = frozenset(
    "center centre institute ministry department council agency office foundation commission committee campaign fund organization "
    "organisation association program programme union movement coalition network front society court bureau alliance".split()
)  # bodies whose names go on with 'for'


def shaped_names(tokens: Tokens) -> list[NameSpan]:
    """Runs of capitalized words that a word for an organization ends or begins: 'Ministry of Health', 'Seoul Bank'."""
    found, i = [], 0
    while i < len(tokens):
        if not is_capital(tokens.word[i]) or not tokens.word[i][0].isalpha() or tokens.tag[i] in ("PRP", "DT", "IN", "CC"):
            i += 1
            continue
        last = run_end(tokens, i)
        first = i + (tokens.word[i].lower() in NOT_NAMES)
        hyphened = i and tokens.word[i - 1] == "-"  # 'A-League'
        if last - first > 1 and not hyphened:
            found += shaped(tokens, first, last)
        i = last
    return found


def run_end(tokens: Tokens, first: int) -> int:
    """End of a run of capitalized words; 'of' and the like may stand between two of them."""
    last = first + 1
    while last < len(tokens) and tokens.sentence[last] == tokens.sentence[first]:
        word = tokens.word[last]
        if is_capital(word) and word[0].isalpha() and tokens.tag[last] not in ("PRP", "DT", "IN"):
            last += 1
        elif is_link(tokens, last) and last + 1 < len(tokens) and is_capital(tokens.word[last + 1]):
            last += 2
        else:
            break
    return last


def is_link(tokens: Tokens, i: int) -> bool:
    """Whether a small word can stand inside an organization's name."""
    word = tokens.word[i].lower()
    return word in ("of", "&") or (word == "for" and tokens.word[i - 1].lower() in ROOMY)


def shaped(tokens: Tokens, first: int, last: int) -> list[NameSpan]:
    words = [tokens.word[i].lower() for i in range(first, last)]
    cut = next((n for n, word in enumerate(words) if word in ("of", "for")), len(words))
    if words[0] in COMPANY_ENDS:
        return []
    if words[-1] in ORGANIZATION_HEADS and cut == len(words):
        return [NameSpan(first, last, "organization")]
    if cut < len(words) - 1 and words[cut - 1] in ORGANIZATION_HEADS and not tokens.word[first].isupper():
        return [NameSpan(first, last, "organization")]
    if words[-1] in PLACE_HEADS and cut == len(words) and len(words) < 5:
        return [NameSpan(first, last, "place")]
    return []
