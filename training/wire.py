"""Sentences of wire copy for the name finder, drawn from wire.csv: `{slot}` is a word or phrase of the grammar."""

from __future__ import annotations

import re

from phrases import FOLDER, UNSPACED_AFTER, UNSPACED_BEFORE, Grammar, Phrase, flat_name, with_article

UPPER_SHARE = 0.05  # of sentences, whole in capitals
HEADLINE_SHARE = 0.05


def read_templates() -> list[str]:
    with (FOLDER / "wire.csv").open(encoding="utf-8") as lines:
        return [line.strip() for line in lines][1:]


def slot_phrase(grammar: Grammar, slot: str) -> Phrase:
    if slot == "CITY":
        phrase = grammar.slot("city")
        return Phrase([word.upper() for word in phrase.words], phrase.tags, phrase.deps, phrase.heads, phrase.names)
    if slot == "agency":
        return agency(grammar.word("agency"))
    return grammar.slot(slot) if slot != "weekday" else flat_name(grammar.word(slot), "")


def agency(text: str) -> Phrase:
    """A news agency; words without a capital after "the" are none."""
    name = text.removeprefix("the ").removeprefix("The ")
    phrase = flat_name(name, "ORG" if name[0].isupper() or name == "dpa" else "")
    return with_article(phrase) if name != text else phrase


def sentence(grammar: Grammar, template: str) -> tuple[str, list[tuple[int, int, str]]]:
    """Text and names (start, end, kind) in characters."""
    text, names = "", []
    parts = re.split(r"\{(\w+)\}", template)
    for i, part in enumerate(parts):
        if i % 2 == 0:
            text += part
            continue
        phrase = fitting(grammar, part, parts[i + 1])
        starts = []
        for j, (word, tag) in enumerate(zip(phrase.words, phrase.tags, strict=True)):
            if j and tag not in UNSPACED_BEFORE and phrase.tags[j - 1] not in UNSPACED_AFTER:
                text += " "
            starts.append(len(text))
            text += word
        names += [(starts[a], starts[b - 1] + len(phrase.words[b - 1]), kind) for a, b, kind in phrase.names]
    return cased(grammar, text[:1].upper() + text[1:]), names


def fitting(grammar: Grammar, slot: str, following: str) -> Phrase:
    """A phrase that may stand before the text; a closing comma is dropped before other punctuation."""
    while True:
        phrase = slot_phrase(grammar, slot)
        if phrase.words[-1] == "," and following[:1] in {"'", "’"}:
            continue
        if following[:1] in {"", ",", ".", "”", '"', "?", ";"}:
            phrase.drop_comma()
        return phrase


def cased(grammar: Grammar, text: str) -> str:
    """A few sentences in capitals or with a capital on every word; never another length."""
    draw = grammar.rng.random()
    if draw < UPPER_SHARE:
        changed = text.upper()
    elif draw < UPPER_SHARE + HEADLINE_SHARE:
        changed = re.sub(r"(?<![\w'’])[a-z](?=\w{3})", lambda m: m[0].upper(), text)
    else:
        return text
    return changed if len(changed) == len(text) else text


def sentences(grammar: Grammar, copies: int) -> list[tuple[str, list[tuple[int, int, str]]]]:
    """Every template that often, in random order."""
    drawn = [sentence(grammar, template) for template in read_templates() if not template.startswith("#") for _ in range(copies)]
    grammar.rng.shuffle(drawn)
    return drawn
