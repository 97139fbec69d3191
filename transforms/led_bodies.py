"""Which body somebody leads, serves or speaks for, where neither its name nor a noun for people tells it.

Part of finding mentions, beside `modifiers` and `descriptions`: "the president of the orchestra", "vice president of sales at
Harwick Steel", "a Harwick Steel spokesman". What is read is only the words; `organizations.body_of` says what they mean.
"""

from __future__ import annotations

from transforms.gazetteer import BODY_OFFICES, LED
from transforms.modifiers import Context, Modifiers, from_name, merged, modifiers_of, prepositions
from transforms.tokens import Tokens

LINKS = frozenset(("of", "for", "from", "at", "in", "with"))
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
PROPER = frozenset(("NNP", "NNPS"))
# parts of a body: who heads one belongs to the whole, where that is named
DIVISIONS = frozenset("department division branch section unit desk arm chapter wing board bureau office".split())
# no bodies: whose president somebody is, or when
AREAS = frozenset(
    "country nation state republic region province district county city town village territory island world area continent municipality "
    "commune canton department borough ward people day time year hour moment".split()
)
# words in front of an office that say how it is held, not whose it is
STANDING = frozenset(
    "former ex late acting interim vice deputy assistant associate senior junior new current then outgoing incoming caretaker transitional "
    "shadow designate elect honorary first second newly co".split()
)


def led_body(context: Context, head: int) -> Modifiers:
    """The body that stands in front of or behind the noun for who leads, serves or speaks for one."""
    tokens = context.tokens
    if not is_open_office(context, head):
        return Modifiers()
    if front := words_in_front(context, head, head):
        return Modifiers(organization=front)
    linked = (body_at(context, child) for child in tokens.children[head] if is_linked(tokens, child))
    return next((body for body in linked if body.organization), Modifiers())


def is_open_office(context: Context, head: int) -> bool:
    """Whether a noun means who leads, serves or speaks for a body that the words in front do not name: not "police spokesman"."""
    tokens = context.tokens
    if tokens.lemma[head] not in LED:
        return False
    if not head or tokens.head[head - 1] != head or tokens.dep[head - 1] not in ("compound", "amod"):
        return True
    front, gazetteer = tokens.word[head - 1], context.gazetteer
    return gazetteer.agent(f"{front} {tokens.lemma[head]}") is None and gazetteer.body_led([front, tokens.lemma[head]]) is None


def words_in_front(context: Context, role: int, first: int) -> str | None:
    """The words for a body right in front of an office that begins at `first`: "festival president", "Harwick Steel president"."""
    tokens, at = context.tokens, first
    if tokens.lemma[role] not in LED:
        return None
    while at and tokens.dep[at - 1] == "compound" and tokens.tag[at - 1] in NOUNS and at <= tokens.head[at - 1] <= role:
        if at - 1 in context.name_at or tokens.word[at - 1].lower() in STANDING:
            return None
        at -= 1
    words = tokens.span_text(at, first)
    last = tokens.lemma[first - 1] if at < first else ""
    if not last or last.lower() in AREAS:
        return None
    is_topic = first - at == 1 and tokens.lemma[role] not in BODY_OFFICES and not is_body_noun(context, at)  # "Health chief"
    is_named = all(tokens.tag[i] in PROPER for i in range(at, first)) and not is_topic
    is_body = tokens.lemma[role] in BODY_OFFICES and context.gazetteer.body_led([*words.lower().split(), tokens.lemma[role]]) is None
    return words if is_named or is_body else None


def is_linked(tokens: Tokens, child: int) -> bool:
    """Whether a phrase beside a noun says whose it is."""
    return tokens.dep[child] == "nmod:poss" or (tokens.dep[child] == "nmod" and bool(LINKS & prepositions(tokens, child)))


def body_at(context: Context, word: int) -> Modifiers:
    """The body that a phrase with this head names: itself, else the one behind it ("sales at Harwick Steel") or before its name."""
    tokens = context.tokens
    if name := context.name_at.get(word):
        return from_name(context, name) if name.kind == "organization" else Modifiers()
    if (whole := whole_of(context, word)).organization:
        return whole
    kinds = [c for c in tokens.children[word] if tokens.dep[c] == "compound" and is_body_noun(context, c)]
    if kinds and tokens.tag[word] in PROPER:
        return Modifiers(organization=tokens.word[kinds[0]])  # "the airline Skyways"
    is_known = tokens.lemma[word] in AREAS or context.gazetteer.agent(tokens.lemma[word]) is not None
    if tokens.tag[word] not in NOUNS or is_known or not is_definite(tokens, word):
        return Modifiers()
    first = min([word, *(c for c in tokens.children[word] if c < word and tokens.dep[c] == "compound")])
    last = next((c for c in tokens.children[word] if context.gazetteer.agent(f"{tokens.lemma[word]} of {tokens.lemma[c]}")), word)
    return Modifiers(modifiers_of(context, word, first).country, tokens.span_text(first, last + 1))


def is_part(context: Context, head: int, child: int) -> bool:
    """Whether a phrase behind an office only names a part of the body that another phrase names."""
    tokens = context.tokens
    if tokens.lemma[child] not in DIVISIONS:
        return False
    others = (c for c in tokens.children[head] if c > child and is_linked(tokens, c))
    return bool(whole_of(context, child).organization) or any(body_at(context, c).organization or is_body_noun(context, c) for c in others)


def whole_of(context: Context, part: int) -> Modifiers:
    """The body that a department or field of work behind an office belongs to: "the cancer department at the hospital"."""
    tokens = context.tokens
    here = Modifiers(modifiers_of(context, part, part).country)  # "the Kenyan branch of the charity"
    for child in tokens.children[part]:
        if tokens.dep[child] != "nmod" or not LINKS & prepositions(tokens, child):
            continue
        name = context.name_at.get(child)
        if name and name.kind == "organization":
            return merged(here, from_name(context, name))
        if name is None and is_body_noun(context, child):
            return merged(here, Modifiers(organization=tokens.word[child]))
    return Modifiers()


def is_body_noun(context: Context, word: int) -> bool:
    """Whether a common noun is one for a body."""
    agent = context.gazetteer.agent(context.tokens.lemma[word].lower())
    return agent is not None and agent.is_collective


def is_definite(tokens: Tokens, word: int) -> bool:
    """Whether a noun has an article or owner, or is a name: "the choir", not the work of "head of research"."""
    return tokens.tag[word] in PROPER or any(tokens.dep[c] in ("det", "nmod:poss") for c in tokens.children[word])
