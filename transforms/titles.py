"""The title in front of a person's name, and whose title it is: "Foreign Minister", "gang leader", "Harwick Steel president".

Part of finding mentions, over `modifiers` and `led_bodies`.
"""

from __future__ import annotations

from transforms.gazetteer import LED
from transforms.led_bodies import words_in_front
from transforms.modifiers import TITLE_PARTS, Context, Modifiers, is_former, left_of, merged
from transforms.name_parts import NameSpan

LONGEST_TITLE = 7  # words: 'deputy assistant secretary of state for …'


def title_before(context: Context, name: NameSpan) -> Modifiers:
    """The title in front of a person's name, and whose title it is."""
    tokens, at = context.tokens, name.first
    for _ in range(TITLE_PARTS):
        width = title_width(context, at)
        if not width:
            break
        at -= width
    if at == name.first:
        return left_of(context, at) if name.first and context.name_at.get(name.first - 1) else Modifiers()
    around = left_of(context, at)
    if not around.organization:
        around = merged(around, Modifiers(organization=words_in_front(context, name.first - 1, at)))
    title = tokens.span_text(at, name.first)
    if is_former(tokens, at, name.first - 1) and not title.lower().startswith(("former", "ex-")):
        title = f"former {title}"
    return Modifiers(around.country, around.organization, title, at if around.first < 0 else around.first)


def is_body_in_front(context: Context, last: int) -> bool:
    """Whether the word in front of a title names the body that is led: the gang of "gang leader"."""
    tokens = context.tokens
    if tokens.opens_sentence(last) or last - 1 in context.name_at:
        return False
    return context.gazetteer.body_led([tokens.word[last - 1].lower(), tokens.word[last].lower()]) is not None


def has_kind(context: Context, last: int) -> bool:
    """Whether a plain noun in front says what kind of one it is: "climate activist", "oil minister"."""
    tokens = context.tokens
    if tokens.opens_sentence(last) or last - 1 in context.name_at:
        return False
    return tokens.dep[last - 1] == "compound" and tokens.head[last - 1] == last and tokens.word[last - 1].islower()


def title_width(context: Context, end: int) -> int:
    """Number of words of the longest title that ends in front of a word."""
    tokens, titles = context.tokens, context.gazetteer.titles
    if not end or tokens.sentence[end - 1] != tokens.sentence[min(end, len(tokens) - 1)] or end - 1 in context.name_at:
        return 0
    for width in range(min(LONGEST_TITLE, end), 0, -1):
        if tokens.span_text(end - width, end).lower() in titles and tokens.sentence[end - width] == tokens.sentence[end - 1]:
            whole = width + (is_body_in_front(context, end - 1) or has_kind(context, end - 1)) if width == 1 else width
            return whole + (end > whole and tokens.word[end - whole - 1].lower() == "shadow")
    agent = context.gazetteer.agents.get(tokens.lemma[end - 1])
    if agent and not agent.is_collective and (tokens.tag[end - 1] in ("NN", "NNP") or tokens.lemma[end - 1] in LED):
        return 2 if tokens.tag[end - 2] == "NN" and end > 1 and end - 2 not in context.name_at else 1
    return 0
