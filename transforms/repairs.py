"""Repairs of frequent parses that cannot be right: between the language model and everything that reads its trees.

Each repair says what in the sentence proves the parse wrong; where nothing proves it, the tree stays.
"""

from __future__ import annotations

from collections.abc import Container

from transforms.coordinations import mend_between, mend_coordination, mend_list, mend_people, mend_speech, mend_tense
from transforms.lemmas import lemma
from transforms.tokens import NAMING, Tokens, opens_quotation
from transforms.trees import FINITE, cases, has_subject, is_passive, subject_of, take_place, with_particle

SUBJECTS = ("nsubj", "nmod", "compound", "dep", "nsubj:pass", "obl:unmarked", "appos", "nmod:desc", "list", "obl")
ATTRIBUTIVE_PARTICIPLES = frozenset({"neighbor", "neighbour"})  # "from neighboring Chad": no verb in English
# what is said of somebody, so that "it" is nobody's empty subject: "Oslo says it is willing to mediate"
OF_SOMEBODY = frozenset(
    "able ready willing unwilling prepared unprepared reluctant eager keen anxious determined resolved committed open opposed "
    "confident hopeful grateful sorry ashamed proud aware guilty innocent responsible capable incapable loyal neutral poised set "
    "bound entitled free content furious angry alarmed concerned worried".split()
)
NEVER_PASSIVE = frozenset({"erupt", "occur", "arise", "emerge", "happen", "die", "collapse", "flare", "arrive", "vanish", "elapse"})
# who does one of these does it to somebody, whom a sentence then names
ALWAYS_TO_SOMEBODY = frozenset(
    "accuse jail imprison arrest detain indict convict sentence acquit behead execute hang abduct kidnap injure wound evacuate deport "
    "expel extradite appoint elect oust sack destroy seize torpedo shoot_down".split()
)
DEEDS = frozenset(  # what somebody does to somebody
    "killing murder arrest detention imprisonment abduction kidnapping assassination execution shooting beating torture rape expulsion "
    "deportation eviction removal capture seizure occupation invasion bombing shelling siege destruction annexation treatment ouster "
    "overthrow dismissal condemnation criticism rejection recognition release rescue".split()
)
JUDGING = frozenset("acquit clear convict accuse charge absolve suspect".split())
OF_HEADLINES = frozenset(  # verbs whose form with an s is no usual plural
    "postpone cancel scrap shelve suspend abandon accuse urge reject expel condemn denounce criticise criticize approve seize deploy "
    "impose".split()
)
# what is done so is an act or a paper, never the person, place or thing that it is about
DONE_TO_ACTS = frozenset(
    "impose levy announce declare conduct stage wage mount commit perpetrate inflict enact adopt ratify sign initial ink conclude "
    "negotiate broker mediate clinch agree reach issue lodge postpone cancel resume schedule plan claim carry_out call_off "
    "hand_down".split()
)
TRADED = frozenset("import export shipment sale purchase trade travel investment".split())  # what acts are about more often than acts
JOINING = frozenset((",", ";", ":", "and", "or", "but", "then", "that", "-", "–", "—"))


def repair(tokens: Tokens) -> None:
    """Mend the trees in place; children are worked out anew where something changed."""
    for mend in MENDS:
        if [i for i in range(len(tokens)) if mend(tokens, i)]:
            tokens.link_children()


def attach_participles(tokens: Tokens, event_nouns: Container[str]) -> None:
    """ "tariffs on steel imposed by Canada" with imposed below steel: what is imposed is the act, not what it is about."""
    moved = False
    for i in range(len(tokens)):
        noun = tokens.head[i]
        act = tokens.head[noun]
        if tokens.dep[i] != "acl" or tokens.tag[i] not in ("VBN", "VBD") or with_particle(tokens, i) not in DONE_TO_ACTS:
            continue
        is_act = tokens.lemma[noun] in event_nouns and tokens.lemma[noun] not in TRADED
        if act < noun < i and tokens.dep[noun] == "nmod" and tokens.lemma[act] in event_nouns and not is_act:
            tokens.head[i], moved = act, True
    if moved:
        tokens.link_children()


def mend_auxiliary(tokens: Tokens, i: int) -> bool:
    """ "it had test-fired a missile" with it below had: what stands below an auxiliary belongs to its verb."""
    above = tokens.head[i]
    if tokens.dep[above] not in ("aux", "aux:pass", "cop") or not tokens.dep[i].startswith("nsubj") or tokens.head[above] == above:
        return False
    if has_subject(tokens, tokens.head[above]):
        return False
    tokens.head[i] = tokens.head[above]
    return True


def mend_finite_verb(tokens: Tokens, i: int) -> bool:
    """ "X today rejected Y's offer" with rejected as an adjective of offer: an owner or article between says no.

    The verb takes the noun's place in the tree, the noun becomes its object, and what stands in front its subject.
    """
    noun = tokens.head[i]
    if tokens.tag[i] not in ("VBN", "VBD") or tokens.dep[i] != "amod" or noun <= i:
        return False
    between = [c for c in tokens.children[noun] if i < c < noun and tokens.dep[c] in ("nmod:poss", "det")]
    before = [c for c in tokens.children[noun] if c < i and tokens.tag[c][0] in "NP" and tokens.dep[c] in SUBJECTS]
    if not between or not before or any(tokens.tag[w] in FINITE for w in tokens.sentence_words(tokens.sentence[i])):
        return False
    take_place(tokens, i, noun)
    tokens.tag[i], tokens.dep[noun] = "VBD", "obj"
    for c in tokens.children[noun]:
        if c < i:
            tokens.head[c] = i
    tokens.dep[before[-1]] = "nsubj"
    return True


def mend_attribute(tokens: Tokens, i: int) -> bool:
    """ "neighboring Chad" with Chad as object of a verb neighbor: the place takes the participle's place in the tree."""
    if tokens.lemma[i] not in ATTRIBUTIVE_PARTICIPLES or tokens.tag[i] != "VBG":
        return False
    noun = next((c for c in tokens.children[i] if tokens.dep[c] in ("obj", "nsubj") and c > i), None)
    if noun is None:
        return False
    governor = tokens.head[i]
    take_place(tokens, noun, i)
    if tokens.dep[noun] in ("advcl", "acl"):
        tokens.dep[noun] = "nmod" if tokens.tag[governor][0] == "N" else "obl"
    tokens.tag[i], tokens.dep[i] = "JJ", "amod"
    for c in tokens.children[i]:
        if c != noun:
            tokens.head[c] = noun
            tokens.dep[c] = "case" if tokens.dep[c] == "mark" else tokens.dep[c]
    return True


def mend_subject(tokens: Tokens, i: int) -> bool:
    """ "it is willing to" with an empty subject: willing is always somebody."""
    if tokens.dep[i] != "expl" or tokens.lemma[tokens.head[i]] not in OF_SOMEBODY or tokens.head[i] < i:
        return False
    tokens.dep[i] = "nsubj"
    return True


def mend_main_verb(tokens: Tokens, i: int) -> bool:
    """ "The two, whose agencies had supplied data, voiced solidarity" without a main verb: the one behind the second comma is it."""
    inner = tokens.head[i]
    noun = tokens.head[inner]
    if tokens.dep[i] != "conj" or tokens.dep[inner] != "acl:relcl" or tokens.head[noun] != noun or tokens.tag[noun][0] not in "NP":
        return False
    between = {tokens.lemma[w] for w in range(inner, i)}
    if has_subject(tokens, i) or tokens.tag[i] not in FINITE or tokens.word[i - 1] != "," or {"and", "or", "but"} & between:
        return False
    tokens.head[i], tokens.dep[i] = i, "ROOT"
    tokens.head[noun], tokens.dep[noun] = i, "nsubj"
    return True


def mend_participle(tokens: Tokens, i: int) -> bool:
    """ "A teacher held by gunmen was set free": of two finite verbs that nothing joins the first is a participle.

    So it is in "a teacher asked about the talks declined to comment", where the second hangs on the talks.
    """
    first, relation = tokens.head[i], tokens.dep[i]
    if relation == "acl" and tokens.tag[i] == "VBD" and tokens.dep[first].startswith("obl"):
        if not any(tokens.dep[c] in ("xcomp", "ccomp") for c in tokens.children[i]):
            return False
        first = tokens.head[first]
    elif relation not in ("conj", "ccomp", "advcl"):
        return False
    if first > i:
        return False
    if relation in ("ccomp", "advcl") and any(tokens.dep[c] in ("obj", "mark", "xcomp") for c in tokens.children[first]):
        return False
    finite = tokens.tag[i] in FINITE or any(tokens.tag[c] in FINITE and tokens.dep[c].startswith("aux") for c in tokens.children[i])
    if not finite or has_subject(tokens, i) or tokens.tag[first] != "VBD" or tokens.dep[first] == "conj":
        return False
    noun = next((c for c in tokens.children[first] if tokens.dep[c] == "nsubj" and c < first), None)
    if noun is None or any(tokens.word[w] in JOINING for w in range(first, i)) or tokens.tag[noun][0] != "N":
        return False
    take_place(tokens, i, first)
    tokens.head[noun], tokens.dep[noun] = i, subject_of(tokens, i)
    tokens.head[first], tokens.dep[first], tokens.tag[first] = noun, "acl", "VBN"
    for c in tokens.children[first]:
        if c > i or c < noun:
            tokens.head[c] = i
    return True


def mend_gerund(tokens: Tokens, i: int) -> bool:
    """ "Fighting between the army and rebels left 12 dead" with fighting as a participle: of a verb without a subject it is the subject."""
    if tokens.tag[i] != "VBG" or tokens.dep[i] not in ("advcl", "csubj"):
        return False
    is_first = tokens.sentence_words(tokens.sentence[i])[0] == i
    behind = (c for c in tokens.children[tokens.head[i]] if c > i and tokens.dep[c] == "advcl")
    verb = tokens.head[i] if is_first else next(behind, None)  # "fled as fighting between them spread"
    if verb is None or verb < i or tokens.tag[verb] not in FINITE or has_subject(tokens, verb):
        return False
    if not any("between" in cases(tokens, c) for c in tokens.children[i]) or "," in tokens.word[i:verb]:
        return False
    tokens.tag[i], tokens.lemma[i], tokens.dep[i], tokens.head[i] = "NN", tokens.word[i].lower(), "nsubj", verb
    for c in tokens.children[i]:
        tokens.dep[c] = "nmod" if tokens.dep[c] == "obl" else tokens.dep[c]
        tokens.head[c] = verb if tokens.dep[c] == "mark" else i
    return True


def mend_agent(tokens: Tokens, i: int) -> bool:
    """ "the killing of a reporter by police" with police below reporter: who kills stands behind "by".

    So does who judges: "was cleared of fraud by a court".
    """
    victim = tokens.head[i]
    deed = tokens.head[victim]
    links = cases(tokens, victim)
    if tokens.dep[i] != "nmod" or not deed < victim < i or cases(tokens, i) != ["by"] or len(links) != 1:
        return False
    if tokens.dep[victim] == "nmod" and tokens.lemma[deed] in DEEDS and links == ["of"]:
        tokens.head[i] = deed
        return True
    judged = tokens.lemma[deed] in JUDGING and is_passive(tokens, deed)
    if tokens.dep[victim] == "obl" and judged and not any(tokens.dep[c] == "obl:agent" for c in tokens.children[deed]):
        tokens.head[i], tokens.dep[i] = deed, "obl:agent"
        return True
    return False


def mend_intransitive(tokens: Tokens, i: int) -> bool:
    """ "after clashes erupted between" with erupted as a participle of clashes: nobody erupts anything, so it is what they did."""
    noun = tokens.head[i]
    if tokens.dep[i] != "acl" or tokens.lemma[i] not in NEVER_PASSIVE or tokens.tag[i] not in ("VBN", "VBD") or noun > i:
        return False
    if any(tokens.dep[c].startswith(("aux", "cop", "mark")) for c in tokens.children[i]):
        return False
    take_place(tokens, i, noun)
    tokens.tag[i], tokens.dep[noun] = "VBD", "nsubj"
    tokens.dep[i] = {"obj": "ccomp", "obl": "advcl", "nmod": "acl"}.get(tokens.dep[i], tokens.dep[i])
    for c in tokens.children[noun]:
        if tokens.dep[c] == "case" and tokens.tag[c] != "POS":
            tokens.head[c], tokens.dep[c] = i, "mark"
    return True


def mend_nominal_verb(tokens: Tokens, i: int) -> bool:
    """ "A centre at Erice bears his name" with bears behind "at": a finite verb with an object is no noun."""
    noun = tokens.head[i]
    if tokens.dep[i] != "nmod" or tokens.tag[i] not in ("VBP", "VBZ", "VBD") or noun > i:
        return False
    inner = next((c for c in tokens.children[i] if tokens.dep[c] == "compound" and c == i - 1), None)
    if inner is None or not any(tokens.dep[c] in ("obj", "ccomp", "xcomp") for c in tokens.children[i]):
        return False
    take_place(tokens, i, noun)
    tokens.head[noun], tokens.dep[noun] = i, "nsubj"
    tokens.head[inner], tokens.dep[inner] = noun, "nmod"
    for c in tokens.children[i]:
        if tokens.dep[c] == "case":
            tokens.head[c] = inner
    return True


def mend_headline_verb(tokens: Tokens, i: int) -> bool:
    """ "Minister postpones Vietnam trip" with postpones as a name or a plural: names have a capital, and headlines have verbs.

    The verb takes the noun's place in the tree, the noun becomes its object, and what hangs on it in front its subject.
    """
    if tokens.tag[i] not in ("NNP", "NNS") or not tokens.word[i].islower() or tokens.word[i][-1] != "s":
        return False
    noun, verb = tokens.head[i], lemma(tokens.word[i], "VBZ", {})
    if not (verb in OF_HEADLINES or (tokens.tag[i] == "NNP" and len(verb) > 4)):
        return False
    above = [] if noun == i else tokens.children[noun]
    before = [c for c in [*tokens.children[i], *above] if c < i and tokens.tag[c][0] in "NJ" and tokens.dep[c] in SUBJECTS]
    is_root = noun == i and any(tokens.dep[c] == "obj" for c in tokens.children[i])
    if not before or not (is_root or (tokens.dep[i] == "compound" and noun > i)):
        return False
    subject = max(before)
    for c in [*tokens.children[i], *above]:
        if c < i and c != subject:
            tokens.head[c] = subject
        elif i < c < noun:
            tokens.head[c], tokens.dep[c] = noun, "compound"
    if not is_root:
        take_place(tokens, i, noun)
        tokens.dep[noun] = "obj"
    top = next(w for w in tokens.sentence_words(tokens.sentence[i]) if tokens.head[w] == w)
    if top != i:  # the rest of the headline hung on something else
        tokens.head[top], tokens.dep[top], tokens.head[i] = i, "advcl", i
    tokens.tag[i], tokens.lemma[i], tokens.dep[i] = "VBZ", verb, "ROOT"
    tokens.head[subject], tokens.dep[subject] = i, "nsubj"
    return True


def mend_bare_passive(tokens: Tokens, i: int) -> bool:
    """ "Mayor accused of fraud", "Helicopter shot down, army says" with the mayor as accuser: without whom, it was done to the subject."""
    children = tokens.children[i]
    if with_particle(tokens, i) not in ALWAYS_TO_SOMEBODY or tokens.tag[i] not in ("VBN", "VBD"):
        return False
    subject = next((c for c in children if tokens.dep[c] == "nsubj" and c < i and tokens.tag[c][0] == "N"), None)
    has_object = any(tokens.dep[c] in ("obj", "ccomp", "iobj", "aux", "aux:pass") for c in children)
    if subject is None or has_object or tokens.dep[i] not in ("ROOT", "root", "ccomp", "parataxis"):
        return False
    tokens.tag[i], tokens.dep[subject] = "VBN", "nsubj:pass"
    return True


def mend_naming(tokens: Tokens, i: int) -> bool:
    """ "called the decree "an act of plunder"" with the quoted words beside decree: they are what the verb calls it."""
    named = tokens.head[i]
    verb = tokens.head[named]
    if tokens.dep[i] != "appos" or tokens.dep[named] != "obj" or tokens.lemma[verb] not in NAMING or not opens_quotation(tokens, i):
        return False
    tokens.head[i], tokens.dep[i] = verb, "xcomp"
    if tokens.tag[i] == "NNP" and tokens.word[i].islower():
        tokens.tag[i] = "NN" if any(tokens.dep[c] == "det" for c in tokens.children[i]) else "JJ"
    return True


MENDS = (
    mend_auxiliary,
    mend_finite_verb,
    mend_nominal_verb,
    mend_intransitive,
    mend_agent,
    mend_between,
    mend_people,
    mend_gerund,
    mend_list,
    mend_attribute,
    mend_subject,
    mend_coordination,
    mend_tense,
    mend_speech,
    mend_main_verb,
    mend_participle,
    mend_naming,
    mend_headline_verb,
    mend_bare_passive,
)
