"""Descriptions and pronouns: 'two senior officials', 'Afghan police', 'the government', 'they'.

A description is a noun for people or bodies (seeds/gazetteers/agents.csv) that is not part of a name; its span is the
noun with the words in lower case that belong to it, its modifiers say whose it is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from transforms.gazetteer import LED, Agent
from transforms.led_bodies import LINKS, is_open_office, is_part, led_body
from transforms.modifiers import Context, Modifiers, is_former, merged, modifiers_of, organization_of, prepositions, without_former
from transforms.tokens import Tokens

NOUN_TAGS = frozenset(("NN", "NNS", "NNP", "NNPS"))
NOMINAL_DEPS = frozenset(("nsubj", "nsubj:pass", "obj", "iobj", "obl:agent"))  # where an adjective's tag is a slip: "the military"
SPAN_DEPS = frozenset(("amod", "compound", "nmod:desc"))
CROWD_SECTORS = frozenset(("MIL", "COP", "CVL", "REB", "UAF", "CRM", "REF", "OPP", "SPY"))
HYPHEN_SUFFIXES = frozenset(("elect", "designate", "designated", "general"))
HYPHEN_PREFIXES = frozenset("then vice ex co non counter deputy anti pro pre post sub under peace asylum hostage governor".split())
OFFICE_SECTORS = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "PTY", "OPP", "REL"))
BUILDINGS = frozenset(("house", "houses", "Houses"))
IMPERSONAL = frozenset(
    "possible impossible clear unclear likely unlikely important necessary unnecessary difficult hard easy true untrue good bad "
    "better best worse essential vital evident obvious crucial critical certain uncertain doubtful wrong right fair unfair legal "
    "illegal safe dangerous imperative inevitable understandable unacceptable acceptable reasonable early late time conceivable "
    "plausible hoped".split()
)
FACILITIES = frozenset(("base", "outpost", "garrison", "position"))  # of a country they are its forces; else too vague
OFFICE_VERBS = frozenset("appoint name elect become remain serve swear inaugurate reappoint re-elect reelect make work".split())
SERVING_VERBS = frozenset(("serve", "work"))
ENDED = re.compile(
    r"(?:[^,.;:]{0,40})? (?:until|till) (?:[A-Z][a-z]+ )?(?:\d{4}|last \w+|(?:he|she) (?:was|resigned|left|lost|stepped|quit|fell|died)"
    r"|(?:his|her|the) (?:\w+ )?(?:ouster|overthrow|removal|dismissal|resignation|fall|defeat|death|coup))\b"
    r"|(?:[^,.;:]{0,40})? (?:from|between|in) (?:[A-Z][a-z]+ )?\d{4} (?:to|and|until|through) (?:[A-Z][a-z]+ )?\d{4}\b"
    r"|(?:[^,.;:]{0,40})? (?:at|during) (?:the|that) time\b"
)
LEADING = frozenset("head lead chair command run direct oversee govern represent".split())
STATE_NOUNS = frozenset("country nation state republic power superpower side".split())
PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself", "she", "her", "hers", "herself"), "person"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "group"),
    **dict.fromkeys(("it", "its", "itself"), "organization"),
}
FIRST_PERSON = {
    **dict.fromkeys(("i", "me", "my", "mine", "myself"), "person"),
    **dict.fromkeys(("we", "us", "our", "ours", "ourselves"), "group"),
}


@dataclass(frozen=True, slots=True)
class Description:
    """Words first..last (exclusive) with the agent noun `head`."""

    first: int
    last: int
    head: int
    kind: str
    modifiers: Modifiers


def find_descriptions(context: Context, passed_over: frozenset[int]) -> list[Description]:
    """Descriptions in order; words of names and titles (`passed_over`) are not looked at."""
    found: dict[int, Description] = {}
    tokens = context.tokens
    for i in range(len(tokens)):
        if not is_noun(tokens, i) or i in passed_over:
            continue
        agent, width = agent_at(context, i)
        if agent and not is_part_of_longer(context, i) and not is_hyphened(tokens, i) and is_office_or_lower(context, agent, i):
            first = span_start(context, i, i - width + 1)
            modifiers = modifiers_of(context, i, first)
            if tokens.lemma[i] in FACILITIES and width == 1 and (not modifiers.country or is_view(tokens, i)):
                continue
            shared = found.get(tokens.head[i]) if tokens.dep[i] == "conj" else None
            if shared and modifiers.first < 0:
                modifiers = shared.modifiers
            found[i] = Description(first, i + 1, i, kind_of(agent, tokens, i), modifiers)
    return [completed(context, d, found) for d in found.values()]


def is_view(tokens: Tokens, i: int) -> bool:
    """Whether a position is what somebody thinks: troops hold several."""
    return tokens.lemma[i] == "position" and tokens.tag[i] == "NN"


def is_noun(tokens: Tokens, i: int) -> bool:
    return tokens.tag[i] in NOUN_TAGS or (tokens.tag[i] == "JJ" and tokens.dep[i] in NOMINAL_DEPS)


def completed(context: Context, found: Description, others: dict[int, Description]) -> Description:
    """With the body that a person or office belongs to ("spokesman for the Iraqi army"), and "former" where it says so.

    Of the body that a group belongs to ("a unit of the Iraqi army") it has the country.
    """
    modifiers = found.modifiers
    is_led = is_open_office(context, found.head)
    for head in (found.head, *(beside(context.tokens, found.head) if is_led else ())):
        if modifiers.organization is None:
            body = of_body(context, head, others)
            modifiers = merged(modifiers, body if found.kind == "person" or is_led else Modifiers(body.country))
        if is_led and modifiers.organization is None:
            modifiers = merged(modifiers, led_body(context, head))
    if found.kind != "organization" and is_former(context.tokens, found.first, found.head):
        title = f"former {without_former(context.tokens.span_text(found.first, found.last))}"
        modifiers = merged(Modifiers(title=title), modifiers)
    return replace(found, modifiers=modifiers)


def beside(tokens: Tokens, head: int) -> list[int]:
    """The other nouns of a list: the founder of "founder and president of the charity"."""
    first = [tokens.head[head]] if tokens.dep[head] == "conj" else []
    return first + [child for child in tokens.children[head] if tokens.dep[child] == "conj"]


def of_body(context: Context, head: int, others: dict[int, Description]) -> Modifiers:
    """The body described in a phrase that hangs on a noun: "the leader of Chad's largest opposition party"."""
    tokens = context.tokens
    for child in tokens.children[head]:
        body = others.get(child)
        owned = tokens.dep[child] == "nmod:poss" or (tokens.dep[child] == "nmod" and LINKS & prepositions(tokens, child))
        if body is None or not owned or body.kind == "person" or is_of_states(tokens, head, child):
            continue
        if is_part(context, head, child):
            continue
        agent, _ = agent_at(context, child)
        if agent and (agent.is_collective or tokens.tag[child] == "NNS"):
            name = body.modifiers.organization or tokens.span_text(body.first, body.last)
            owners = [others[c].modifiers.country for c in tokens.children[child] if c in others and tokens.dep[c] == "nmod:poss"]
            return Modifiers(body.modifiers.country or next(iter(owners), None), name)
    return Modifiers()


def is_of_states(tokens: Tokens, head: int, owner: int) -> bool:
    """Whether several serve states: "the leaders of the two countries"."""
    return tokens.tag[head] == "NNS" and tokens.lemma[owner] in STATE_NOUNS


def is_hyphened(tokens: Tokens, i: int) -> bool:
    """Whether hyphens tie the noun to words that change its meaning: 'decision-maker', 'people-to-people'."""
    if i + 1 < len(tokens) and tokens.word[i + 1] == "-" and tokens.start[i + 1] == tokens.end[i]:
        return True
    if is_suffixed(tokens, i):
        return False
    before = i > 1 and tokens.word[i - 1] == "-" and tokens.end[i - 1] == tokens.start[i]
    return before and tokens.word[i - 2].lower() not in HYPHEN_PREFIXES


def is_suffixed(tokens: Tokens, i: int) -> bool:
    """Whether the word says of the office that a hyphen ties to it how it is held: "minister-designate"."""
    return i > 1 and tokens.word[i].lower() in HYPHEN_SUFFIXES and tokens.word[i - 1] == "-" and tokens.end[i - 1] == tokens.start[i]


def is_office_or_lower(context: Context, agent: Agent, i: int) -> bool:
    """Capitals inside a sentence are for offices and bodies ('the President', 'Parliament'); other words with one are titles of works."""
    tokens = context.tokens
    opens = tokens.opens_sentence(i)
    if tokens.word[i] in BUILDINGS:
        return False  # the House sits in parliament, houses are lived in
    if tokens.word[i].islower() or opens or tokens.tag[i] in ("NN", "NNS"):
        return True
    followed = i + 1 < len(tokens) and tokens.tag[i + 1].startswith("NNP") and tokens.sentence[i + 1] == tokens.sentence[i]
    return agent.sector in OFFICE_SECTORS and not followed


def agent_at(context: Context, i: int) -> tuple[Agent | None, int]:
    """What the noun (with the noun before it, if they are known together) means, and its number of words."""
    tokens, gazetteer = context.tokens, context.gazetteer
    if tokens.lemma[i] == "office" and i > 1 and tokens.tag[i - 1] == "POS" and i - 2 not in context.name_at:
        holder, _ = agent_at(context, i - 2)  # "the attorney general's office"
        return (Agent(holder.sector, True), 1) if holder else (None, 1)
    if is_suffixed(tokens, i):
        held, width = agent_at(context, i - 2)
        return gazetteer.agent(f"{tokens.word[i - 2]}-{tokens.word[i]}".lower()) or held, width + 2
    if i and i - 1 not in context.name_at:
        pair = gazetteer.agent(f"{tokens.word[i - 1].lower()} {tokens.lemma[i]}")
        if pair:
            return pair, 2
    return gazetteer.agent(tokens.lemma[i]) or gazetteer.agent(tokens.word[i].lower()), 1


def is_part_of_longer(context: Context, i: int) -> bool:
    """Whether the next noun takes this one up: 'police' of 'police officer'."""
    tokens = context.tokens
    if i + 1 >= len(tokens) or tokens.tag[i + 1] not in NOUN_TAGS or i + 1 in context.name_at:
        return False
    is_rank = tokens.lemma[i] in LED and tokens.dep[i] in ("compound", "amod") and tokens.head[i] == i + 1  # "head coach", "member states"
    return is_rank or agent_at(context, i + 1)[1] == 2


def span_start(context: Context, head: int, first: int) -> int:
    """The leftmost word in lower case that modifies the noun without a gap."""
    tokens = context.tokens
    while first > 0:
        i = first - 1
        if tokens.word[i] == "-" and i and tokens.end[i - 1] == tokens.start[i] and tokens.end[i] == tokens.start[first]:
            if i - 1 in context.name_at:
                return min(first + 1, head)  # 'Washington-based expert'
            first -= 2  # 'peace-keeping'
            continue
        belongs = tokens.dep[i] in SPAN_DEPS and first <= tokens.head[i] <= head
        is_plain = tokens.word[i].islower() or is_noun_at_start(context, i)
        if not belongs or i in context.name_at or not is_plain or tokens.tag[i] in ("PRP$", "DT", "CD"):
            break
        first = i
    return first


def is_noun_at_start(context: Context, i: int) -> bool:
    """Whether a word has its capital only because the sentence begins with it: "Army jets struck the depot"."""
    tokens = context.tokens
    return tokens.opens_sentence(i) and tokens.tag[i] in NOUN_TAGS and context.gazetteer.agent(tokens.word[i].lower()) is not None


def kind_of(agent: Agent, tokens: Tokens, i: int) -> str:
    if not agent.is_collective:
        return "group" if tokens.tag[i] in ("NNS", "NNPS") or tokens.lemma[i] == "people" else "person"
    return "group" if agent.sector in CROWD_SECTORS or tokens.tag[i] == "NNS" else "organization"


def find_pronouns(tokens: Tokens) -> list[tuple[int, str]]:
    """Word and kind of the third-person pronouns; 'it' without reference is left out."""
    return [
        (i, PRONOUNS[word.lower()])
        for i, word in enumerate(tokens.word)
        if tokens.tag[i].startswith("PRP") and word.lower() in PRONOUNS and tokens.dep[i] != "expl" and not is_empty(tokens, i)
    ]


def find_speaking(tokens: Tokens, start: int, end: int) -> list[tuple[int, str]]:
    """Word and kind of the first-person pronouns between two offsets, inside what somebody says."""
    words = range(tokens.at(start), min(tokens.at(end - 1) + 1, len(tokens)))
    found = [(i, FIRST_PERSON.get(tokens.word[i].lower())) for i in words if tokens.tag[i].startswith("PRP")]
    return [(i, kind) for i, kind in found if kind and tokens.word[i] != "US"]


def is_empty(tokens: Tokens, i: int) -> bool:
    """Whether 'it' only stands for a clause: 'it was not possible to verify'."""
    head = tokens.head[i]
    if tokens.word[i].lower() != "it" or tokens.lemma[head] not in IMPERSONAL:
        return False
    return any(c > head and tokens.dep[c] in ("csubj", "ccomp", "xcomp", "advcl") for c in tokens.children[head])


def described(context: Context, head: int, descriptions: dict[int, Description]) -> Modifiers:
    """Role of a person by apposition, copula or relative clause.

    "Vega, Peru's foreign minister", "Ali is a lawyer", "Salas, who heads the electoral court", "Osman, who was minister".
    """
    tokens = context.tokens
    parent = tokens.head[head]
    around = [c for c in tokens.children[head] if tokens.dep[c] in ("appos", "nmod:desc")]
    if tokens.dep[head] == "appos" or (tokens.dep[head] == "nsubj" and has_copula(tokens, parent)):
        around.append(parent)
    relative = [c for c in tokens.children[head] if tokens.dep[c] == "acl:relcl"]
    turns = [parent] if tokens.dep[head] in ("nsubj", "nsubj:pass") else []
    made = [c for verb in [*turns, *relative] if tokens.lemma[verb] in OFFICE_VERBS for c in tokens.children[verb]]
    given = [c for c in made if tokens.dep[c] in ("xcomp", "obj") or (tokens.dep[c] == "obl" and "as" in prepositions(tokens, c))]
    for word in [*around, *relative, *given]:
        description = descriptions.get(word)
        if description and description.kind == "person":
            text = tokens.span_text(description.first, description.last)
            was = is_over(tokens, word) and not is_former(tokens, description.first, description.head)
            title = Modifiers(title=f"former {text}" if was else text)
            return merged(merged(Modifiers(title=description.modifiers.title), title), description.modifiers)
    return next((found for word in relative if (found := leads(context, word, descriptions))), Modifiers())


def is_over(tokens: Tokens, word: int) -> bool:
    """Whether somebody no longer holds an office: "who was minister", "who served as minister", "minister until 2019"."""
    verb = tokens.head[word]
    served = tokens.lemma[verb] in SERVING_VERBS and tokens.tag[verb] == "VBD"
    had = any(tokens.lemma[c] == "have" and tokens.tag[c] == "VBD" for c in tokens.children[word])
    return (
        has_copula(tokens, word, "VBD") or (had and has_copula(tokens, word)) or served or bool(ENDED.match(tokens.text, tokens.end[word]))
    )


def has_copula(tokens: Tokens, word: int, tag: str = "") -> bool:
    return any(tokens.dep[c] == "cop" and tokens.tag[c].startswith(tag) for c in tokens.children[word])


def leads(context: Context, verb: int, descriptions: dict[int, Description]) -> Modifiers | None:
    """What the subject of "who heads the party", "who leads Hamas" is head of."""
    tokens = context.tokens
    if tokens.lemma[verb] not in LEADING or not tokens.tag[verb].startswith("VB"):
        return None
    for child in tokens.children[verb]:
        if tokens.dep[child] != "obj":
            continue
        name, body = context.name_at.get(child), descriptions.get(child)
        if name and name.kind in ("organization", "group"):
            return Modifiers(None, organization_of(context, name), "head")
        if body and body.kind != "person":
            words = tokens.span_text(body.first, body.last)
            return Modifiers(body.modifiers.country, body.modifiers.organization or words, "head")
    return None
