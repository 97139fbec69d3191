"""Predicates of an article: verbs, eventive nouns and predicative adjectives, with their grammar.

Part of annotation: knows Universal Dependencies, knows no ontology. Who takes part is arguments.py's matter; what it
means is the codebook's. `governor` links form the chain that decides later whether an event happened: in "is expected
to meet", meet is governed by expect as xcomp; in "postponed the trip", trip is governed by postpone as object.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from transforms.lexicon import Lexicon
from transforms.tokens import NAMING, Tokens, opens_quotation

AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "hardly", "barely", "scarcely"})
NEGATIVE_SUBJECTS = frozenset({"nobody", "none", "nothing", "neither"})
CLAUSE_LINKS = frozenset({"ccomp", "xcomp", "advcl", "acl", "acl:relcl", "advcl:relcl", "csubj", "csubj:pass", "csubj:outer", "parataxis"})
NOMINAL_SLOTS = {
    "obj": "object", "nsubj:pass": "object", "nsubj": "subject", "iobj": "indirect", "obl:agent": "subject",
}  # fmt: skip
FINITE_TAGS = frozenset({"VBD", "VBZ", "VBP", "MD"})
ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "last", "latest", "only", "next", "highest"})
SHARED_WITH_CONJUNCT = frozenset({"aux", "aux:pass"})
SCHEDULED = frozenset("due set about slated scheduled poised bound supposed expected".split())  # "are due to hold", parsed as a mark
IN_PHRASES = frozenset("protest support agreement solidarity response retaliation".split())  # how something is done, no event of its own
NEGATED_PLACES = frozenset("time point circumstance way account case occasion means condition".split())  # "at no time"
SEAWARD = frozenset("coast shore island islet isle cape peninsula reef shoal port harbour harbor beach road course track".split())


@dataclass(slots=True)
class Clause:
    """One predicate; `head` is its word, `first`..`last` (exclusive) the trigger's words."""

    head: int
    first: int
    last: int
    lemma: str
    part_of_speech: str
    particle: str | None = None
    voice: str = "active"
    tense: str = "none"
    aspect: str = "simple"
    mood: str = "finite"
    modal: str | None = None
    negation: str | None = None
    marker: str | None = None
    determiner: str | None = None
    adverbs: list[str] = field(default_factory=list)
    governor: int | None = None  # word index of the governing predicate
    relation: str | None = None


def find_clauses(tokens: Tokens, lexicon: Lexicon) -> dict[int, Clause]:
    """The predicates of an article by the index of their word, in order."""
    clauses: dict[int, Clause] = {}
    for i in range(len(tokens)):
        part = predicate_kind(tokens, i, lexicon)
        if part == "verb":
            clauses[i] = verb_clause(tokens, i, clauses)
        elif part:
            clauses[i] = nominal_clause(tokens, i, part)
    for clause in clauses.values():
        clause.governor, clause.relation = governor_of(tokens, clause.head, clauses)
    return clauses


def hyphenated(tokens: Tokens, i: int) -> tuple[int, str]:
    """First word and lemma of a predicate that is the last part of a hyphenated word: cease-fire, test-fired."""
    joined = (
        i > 1 and tokens.word[i - 1] in ("-", "–") and tokens.end[i - 1] == tokens.start[i] and tokens.end[i - 2] == tokens.start[i - 1]
    )
    return (i - 2, f"{tokens.lemma[i - 2]}-{tokens.lemma[i]}") if joined else (i, tokens.lemma[i])


def predicate_kind(tokens: Tokens, i: int, lexicon: Lexicon) -> str | None:
    """verb, noun, adjective, or None for a word that is no predicate."""
    tag, dep = tokens.tag[i], tokens.dep[i]
    if tag[0] == "V":
        attributive = dep in ("amod", "compound") and (tag not in ("VBN", "VBG", "VBD") or hyphenated(tokens, i)[0] != i)
        return None if dep in AUXILIARIES or dep in ("case", "mark", "cc", "det", "fixed", "flat") or attributive else "verb"
    is_event = tokens.lemma[i] in lexicon.event_nouns or hyphenated(tokens, i)[1] in lexicon.event_nouns
    if tag == "NN" and tokens.lemma[i] in IN_PHRASES and is_bare_phrase(tokens, i):
        return None
    if tag[0] == "N" and is_what_it_calls(tokens, tokens.head[i], i):
        return None  # "called the ruling "a gag"": a word for it, no event
    if tag in ("NN", "NNS") and is_event and dep not in ("compound", "flat", "fixed", "goeswith"):
        return "noun"
    if tag == "NN" and dep == "compound" and tokens.lemma[i] in lexicon.event_nouns and tokens.tag[tokens.head[i]] == "JJ":
        return "noun"
    if tag in ("JJ", "JJR") and (any(tokens.dep[c] == "cop" for c in tokens.children[i]) or dep == "xcomp"):
        return "adjective"
    return "adjective" if tag == "JJ" and tokens.lemma[i] in lexicon.predicate_adjectives and dep in CLAUSE_LINKS else None


def is_bare_phrase(tokens: Tokens, i: int) -> bool:
    """Whether a noun stands in a fixed phrase, with "in" and nothing else in front: "resigned in protest"."""
    return bool(i) and tokens.lemma[i - 1] == "in" and tokens.head[i - 1] == i


def verb_clause(tokens: Tokens, i: int, before: dict[int, Clause]) -> Clause:
    """A verb with voice, tense, modality, negation; conjuncts take over what they share with the first verb."""
    children = tokens.children[i]
    auxiliaries = [c for c in children if tokens.dep[c] in SHARED_WITH_CONJUNCT or (tokens.dep[c] == "cop" and tokens.tag[i] == "VB")]
    particle = next((c for c in children if tokens.dep[c] == "compound:prt"), None)
    attributive = tokens.dep[i] in ("amod", "compound")  # "Russian-backed" is back, not a verb of its own
    first_word, lemma = (i, tokens.lemma[i]) if attributive else hyphenated(tokens, i)
    clause = Clause(i, first_word, i + 1, lemma, "verb")
    if particle is not None:
        clause.particle = tokens.lemma[particle]
        clause.last = particle + 1 if particle == i + 1 else clause.last
    elif off_objects(tokens, i):
        clause.particle = "off"
    reads_as_past = lacks_finite_verb(tokens, i)
    passive = any(tokens.dep[c] in ("aux:pass", "nsubj:pass") for c in children)
    passive = passive or (not reads_as_past and _bare_participle(tokens, i, auxiliaries))
    clause.voice = "passive" if passive else "active"
    clause.marker = marker_of(tokens, i)
    clause.negation = negation_of(tokens, i)
    clause.adverbs = [tokens.lemma[c] for c in children if tokens.dep[c] in ("advmod", "obl:adv") and c not in (particle,)]
    if any(is_what_it_calls(tokens, i, c) for c in children):
        clause.adverbs.append("quoted")  # "called the ruling "a gag""
    set_tense(tokens, clause, auxiliaries)
    if reads_as_past:
        clause.tense, clause.mood = "past", "finite"
    if clause.mood == "infinitive" and is_singled_out(tokens, i):
        clause.mood = "participle"
    first = before.get(tokens.head[i]) if tokens.dep[i] == "conj" else None
    if first is not None and first.part_of_speech == "verb" and not auxiliaries:
        share_with_conjunct(tokens, clause, first)
    return clause


def _bare_participle(tokens: Tokens, i: int, auxiliaries: list[int]) -> bool:
    """A past participle without auxiliary that modifies a noun: "tariffs imposed on", "detained Americans"."""
    if any(tokens.dep[c] == "nsubj" for c in tokens.children[i]):
        return False  # "Oil prices declined": a past tense that was tagged as a participle
    if tokens.tag[i] == "VBD" and tokens.dep[i] in ("acl", "amod"):
        return True
    return (
        tokens.tag[i] == "VBN" and not auxiliaries and tokens.dep[i] in ("acl", "amod", "advcl", "xcomp", "ROOT", "parataxis", "compound")
    )


def is_singled_out(tokens: Tokens, i: int) -> bool:
    """Whether the infinitive tells what the first, last or highest of a kind did: "the first envoy to visit Havana"."""
    if tokens.dep[i] not in ("acl", "acl:relcl", "advcl", "xcomp") or tokens.tag[tokens.head[i]][0] != "N":
        return False
    near = [w for c in tokens.children[tokens.head[i]] for w in (c, *tokens.children[c])]  # "highest-ranking" is two deep
    return any(tokens.lemma[w] in ORDINALS or tokens.tag[w] == "JJS" for w in near)


def lacks_finite_verb(tokens: Tokens, i: int) -> bool:
    """A full sentence whose only verb looks like a participle of its subject: "The militia disbanded." is a statement.

    Past tense and participle of most verbs are the same word, and the tagger takes one for the other. A heading
    ("Two killed in raid") has no full stop and keeps its participle.
    """
    noun = tokens.head[i]
    if tokens.tag[i] not in ("VBN", "VBD") or tokens.dep[i] != "acl" or noun > i or tokens.head[noun] != noun:
        return False
    words = tokens.sentence_words(tokens.sentence[i])
    return tokens.word[words[-1]] in (".", "”", '"') and not any(tokens.tag[w] in FINITE_TAGS for w in words if w != i)


def off_objects(tokens: Tokens, i: int) -> list[int]:
    """Objects behind a particle that was parsed as their preposition: "called off the talks", but not "sank off the coast"."""
    children = tokens.children[i]
    if any(tokens.dep[c] in ("obj", "nsubj:pass", "aux:pass") for c in children):
        return []
    behind = [c for c in children if tokens.dep[c] == "obl" and any(tokens.lemma[g] == "off" and g == i + 1 for g in tokens.children[c])]
    return [c for c in behind if tokens.tag[c] != "NNP" and tokens.lemma[c] not in SEAWARD]


def marker_of(tokens: Tokens, i: int) -> str | None:
    """if, unless, after …; the infinitive's `to` only where nothing else marks the clause."""
    marks = [
        tokens.lemma[c] for c in tokens.children[i] if tokens.dep[c] == "mark" or (tokens.dep[c] == "case" and tokens.tag[i][0] == "V")
    ]
    marks += [tokens.lemma[c] for c in tokens.children[i] if tokens.dep[c] == "advmod" and tokens.lemma[c] in ("when", "where", "once")]
    return next((mark for mark in marks if mark != "to"), marks[0] if marks else None)


def negation_of(tokens: Tokens, i: int) -> str | None:
    """The word that negates the predicate: not, never, "no longer", or a negative subject or object."""
    for c in tokens.children[i]:
        lemma, dep = tokens.lemma[c], tokens.dep[c]
        if dep in ("advmod", "det", "cc:preconj", "aux") and lemma in NEGATIONS:
            return tokens.word[c]
        if dep in ("nsubj", "nsubj:pass", "obj") and (word := negating_word(tokens, c)):
            return word
        if dep == "obl" and lemma in NEGATED_PLACES and (word := negating_word(tokens, c)):
            return word
    return None


def negating_word(tokens: Tokens, i: int) -> str | None:
    """What makes a noun phrase negate its verb: "nobody", "no troops", "not one soldier"."""
    if tokens.lemma[i] in NEGATIVE_SUBJECTS:
        return tokens.word[i]
    before = [c for c in tokens.children[i] if c < i]
    determiner = any(tokens.lemma[c] == "no" and tokens.dep[c] == "det" for c in before)
    return "no" if determiner else "not" if any(tokens.lemma[c] == "not" and tokens.dep[c] == "advmod" for c in before) else None


def set_tense(tokens: Tokens, clause: Clause, auxiliaries: list[int]) -> None:
    """Tense, aspect, mood and modal from the verb's tag and its auxiliaries."""
    tag = tokens.tag[clause.head]
    tags = {tokens.tag[a] for a in auxiliaries}
    lemmas = [tokens.lemma[a] for a in auxiliaries]
    modal = next((tokens.lemma[a] for a in auxiliaries if tokens.tag[a] == "MD"), None)
    clause.modal = {"'ll": "will", "wo": "will", "ca": "can", "'d": "would", "sha": "shall"}.get(modal or "", modal)
    finite = [t for t in [*[tokens.tag[a] for a in auxiliaries], tag] if t in FINITE_TAGS]
    if auxiliaries and not finite and any(tokens.dep[c].startswith("nsubj") for c in tokens.children[clause.head]) and "have" in lemmas:
        finite = ["VBP"]  # "have agreed", with have tagged as an infinitive
    if tag == "VBN" and not auxiliaries and any(tokens.dep[c] == "nsubj" for c in tokens.children[clause.head]):
        finite = ["VBD"]
    if clause.modal in ("will", "shall"):
        clause.tense = "future"
    elif finite:
        clause.tense = "past" if finite[0] == "VBD" or clause.modal in ("would", "could", "might") else "present"
    if "have" in lemmas and tag in ("VBN", "VBD"):
        clause.aspect = "perfect"
        clause.tense = "past" if clause.modal is None else clause.tense
    elif tag == "VBG" and "be" in lemmas:
        clause.aspect = "progressive"
    children = tokens.children[clause.head]
    to = any(tokens.lemma[c] == "to" and tokens.dep[c] in ("mark", "aux") for c in children)
    to = to or any(tokens.lemma[c] in SCHEDULED and tokens.dep[c] == "mark" for c in children)
    own_subject = any(tokens.dep[c].startswith("nsubj") for c in children)
    if to and tag == "VB" and clause.modal is None:
        finite_be = any(tokens.lemma[a] == "be" and tokens.tag[a] != "VB" for a in auxiliaries)
        is_headline = own_subject and not auxiliaries and tokens.dep[clause.head] in ("ROOT", "ccomp", "parataxis")
        is_headline = is_headline and not any(tokens.lemma[c] == "for" and tokens.dep[c] == "mark" for c in children)
        clause.modal = "be to" if finite_be or is_headline else None  # "is to fly to Quito", "Pope to visit Quito"
    if to and clause.aspect == "perfect" and any(tokens.lemma[c] == "be" and tokens.tag[c] == "VBD" for c in children):
        clause.modal = "be to"  # "was to have visited Seoul": it did not happen
    if tag == "VB" and not auxiliaries and not to and own_subject and tokens.dep[clause.head] in ("ROOT", "parataxis"):
        finite, clause.tense = ["VBP"], "present"  # "Manila, Tokyo sign pact"
    if not finite:
        clause.mood = "infinitive" if tag == "VB" or (to and tag != "VBG") else "gerund" if tag == "VBG" and clause.marker else "participle"
    if tag == "VB" and not tags and not own_subject and clause.marker is None and tokens.dep[clause.head] in ("ROOT", "parataxis"):
        clause.mood = "imperative"


def is_what_it_calls(tokens: Tokens, verb: int, i: int) -> bool:
    """Whether words in quotation marks are what a verb calls something: "a gag"."""
    if tokens.lemma[verb] not in NAMING:
        return False
    role = tokens.dep[i] == "xcomp" or (tokens.dep[i] == "obl" and any(tokens.lemma[c] == "as" for c in tokens.children[i]))
    return role and i > verb and tokens.tag[i][0] in "JN" and opens_quotation(tokens, i)


def share_with_conjunct(tokens: Tokens, clause: Clause, first: Clause) -> None:
    """ "has met X and signed Y", "would meet X and sign Y": the second verb takes tense, mood and modal of the first."""
    own_subject = any(tokens.dep[c].startswith("nsubj") for c in tokens.children[clause.head])
    same_form = tokens.tag[clause.head] == tokens.tag[first.head] or (
        {tokens.tag[clause.head], tokens.tag[first.head]} <= {"VBN", "VBD"} and first.aspect == "perfect"
    )
    if own_subject or not same_form:
        return
    clause.tense, clause.aspect, clause.mood, clause.modal = first.tense, first.aspect, first.mood, first.modal
    if first.voice == "passive" and tokens.tag[clause.head] == "VBN":
        clause.voice = "passive"
    if first.negation and any(tokens.lemma[c] in ("or", "nor") for c in tokens.children[clause.head]):
        clause.negation = first.negation
    clause.marker = clause.marker or first.marker


def nominal_clause(tokens: Tokens, i: int, part: str) -> Clause:
    """A noun or adjective as predicate; its modifiers stand in `adverbs`, as does the preposition of what somebody is in or on."""
    children = tokens.children[i]
    first_word, lemma = hyphenated(tokens, i) if part == "noun" else (i, tokens.lemma[i])
    clause = Clause(i, first_word, i + 1, lemma, part, mood="nominal")
    clause.negation = negation_of(tokens, i)
    clause.adverbs = modifiers_of(tokens, i)
    clause.determiner = next((determiner_of(tokens, c) for c in children if tokens.dep[c] in ("det", "nmod:poss")), None)
    compounds = [c for c in children if tokens.dep[c] == "compound" and c == i - 1 and tokens.tag[c] == "NN"]
    clause.first = compounds[0] if compounds else first_word
    auxiliaries = [c for c in children if tokens.dep[c] in AUXILIARIES]
    if auxiliaries:
        clause.marker = marker_of(tokens, i)
        set_tense(tokens, clause, auxiliaries)
        clause.mood = "finite" if clause.tense != "none" else "infinitive"
        # "are in custody" says of somebody what "their custody" does not: the preposition stands beside the noun
        clause.adverbs += [tokens.lemma[c] for c in children if tokens.dep[c] == "case" and c < i]
    return clause


def determiner_of(tokens: Tokens, i: int) -> str:
    """The article, demonstrative or possessive pronoun; 's for an owner that is named."""
    return tokens.lemma[i] if tokens.dep[i] == "det" else tokens.word[i].lower() if tokens.tag[i] == "PRP$" else "'s"


def modifiers_of(tokens: Tokens, i: int) -> list[str]:
    """Lemmas of adjectives, compound nouns, participles and adverbs in front of a noun, the pieces of "US-led" as well."""
    found: list[str] = []
    for c in tokens.children[i]:
        if tokens.dep[c] in ("amod", "compound", "advmod", "nummod", "nmod:desc") or (tokens.dep[c] in ("acl", "nmod") and c < i):
            found.append(tokens.lemma[c])
            if tokens.tag[c] in ("VBN", "VBG"):  # "planned" is a word of its own beside plan
                found.append(tokens.word[c].lower())
            found += [tokens.lemma[g] for g in tokens.children[c] if tokens.dep[g] in ("advmod", "compound", "conj", "amod", "obl", "obj")]
    return found


def governor_of(tokens: Tokens, i: int, clauses: dict[int, Clause]) -> tuple[int | None, str | None]:
    """The nearest predicate above a word and the relation that leads to it; conjuncts share their first conjunct's."""
    at, relation = i, None
    while tokens.head[at] != at:
        dep, head = tokens.dep[at], tokens.head[at]
        step = link(tokens, at, clauses[head]) if head in clauses else _passing(dep)
        if step == "conj":
            first = clauses.get(head)
            if first is not None and tokens.head[head] != head and tokens.dep[head] != "ROOT":
                governor, shared = governor_of(tokens, head, clauses)
                return (governor, shared) if governor is not None else (head, "conj")
            return (head, "conj") if first is not None else (None, None)
        relation = relation or step
        if step == "relcl":
            relation = "relcl"
        if head in clauses:
            return head, relation
        at = head
    return None, None


def _passing(dep: str) -> str | None:
    """How a step through a word that is no predicate names the relation; None keeps looking."""
    if dep == "acl:relcl":
        return "relcl"
    return "conj" if dep == "conj" else dep if dep in CLAUSE_LINKS else None


def is_gerund_complement(tokens: Tokens, i: int, governor: Clause) -> bool:
    """A gerund that completes the verb right before it: "denied bombing", "denied having bombed"."""
    gerund = tokens.tag[i] == "VBG" or any(tokens.tag[c] == "VBG" and tokens.dep[c] == "aux" for c in tokens.children[i])
    if not gerund or governor.part_of_speech != "verb" or tokens.dep[i] not in ("obj", "advcl", "ccomp", "obl"):
        return False
    start = min([i, *(c for c in tokens.children[i] if c > governor.head)])
    is_marked = any(tokens.dep[c] in ("mark", "case") and c < i for c in tokens.children[i])
    return start == governor.last and not is_marked


def link(tokens: Tokens, i: int, governor: Clause) -> str:
    """Name of the relation between a word and the predicate right above it."""
    dep = tokens.dep[i]
    if dep == "acl:relcl":
        return "relcl"
    if is_gerund_complement(tokens, i, governor):
        return "xcomp"
    if dep == "nsubj" and governor.voice == "passive":
        return "object"
    if dep in NOMINAL_SLOTS:
        return NOMINAL_SLOTS[dep]
    if i in off_objects(tokens, governor.head):
        return "object"
    if dep in ("obl", "nmod", "obl:unmarked"):
        return next((tokens.lemma[c] for c in tokens.children[i] if tokens.dep[c] == "case"), "oblique")
    return dep
