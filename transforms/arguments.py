"""Who and what takes part in each predicate: part of annotation, grammar only.

Slots are deep roles. Passives are turned round, relative pronouns give way to their antecedent, coordinations give one
argument per member, and a predicate without a subject of its own takes the one that grammar lends it: the governor's
subject or object (control and raising), the first conjunct's, the modified noun, or a support verb's ("launched an
attack" lends its subject to attack).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms.clauses import Clause
from transforms.lexicon import Lexicon
from transforms.tokens import Tokens
from transforms.word_sets import DOCUMENTS

SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "agree"})  # "promised China to withdraw"
RELATIVE_TAGS = frozenset({"WDT", "WP"})
TEMPORAL = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december today tomorrow yesterday week month year day night morning evening afternoon weekend hour minute decade century "
    "dawn dusk noon midnight spring summer autumn winter".split()
)
PARTICLES = frozenset({"off", "down", "up", "out", "over"})
QUANTITIES = frozenset(
    "hundred thousand million dozen score ten number group crowd handful majority member pair couple lot host series string team "
    "convoy column wave band bunch rest part half third quarter some any many most all none several few one both each dozens "
    "dollar euro pound yen rouble ruble yuan franc ton tonne barrel percent head worth package shipment batch consignment load truckload "
    "planeload boatload piece bit lot round series dose".split()
)  # "hundreds of gendarmes": who acts stands behind "of"
OUTSIDE_PHRASE = frozenset(
    {"conj", "cc", "acl:relcl", "appos", "parataxis", "punct", "advcl", "dep", "list", "case", "nsubj", "cop", "aux"}
)
TOWARDS = frozenset({"to", "on", "against", "with", "at", "over"})
ARRANGING = frozenset("plan organise organize schedule call order prepare".split())  # "a rally that the union had planned"
STAYING, PURPOSES = frozenset({"in", "at"}), frozenset({"for", "on"})
TRAVELLING = frozenset("fly travel go come arrive head leave return visit sail drive meet gather".split())
BETWEEN_PARTIES = frozenset({"between", "with", "against"})


@dataclass(frozen=True, slots=True)
class Argument:
    """`word` is the head of the argument; `is_surface_subject` says whether it stands (or is felt) before the verb."""

    slot: str
    word: int
    surface_role: str
    path: str
    preposition: str | None = None
    is_surface_subject: bool = False
    adverbs: tuple[str, ...] = ()


class ArgumentFinder:
    """Finds the arguments of each predicate of one article once; predicates lend to each other, so results are kept."""

    def __init__(self, tokens: Tokens, clauses: dict[int, Clause], lexicon: Lexicon) -> None:
        self.tokens, self.clauses, self.lexicon = tokens, clauses, lexicon
        self._found: dict[int, list[Argument]] = {}

    def of(self, head: int) -> list[Argument]:
        """Arguments of the predicate at a word; empty while it is being worked out (cycles in bad parses)."""
        if head not in self._found:
            self._found[head] = []
            clause = self.clauses[head]
            self._found[head] = unique(self._verb(clause) if clause.part_of_speech == "verb" else self._nominal(clause))
        return self._found[head]

    def _verb(self, clause: Clause) -> list[Argument]:
        found = self._with_conjuncts(self._direct(clause))
        if self.tokens.dep[clause.head] in ("acl:relcl", "advcl:relcl"):
            found = self._relative(clause, found)
        elif self.tokens.dep[clause.head] == "xcomp":
            found = self._relative_above(clause, found)
        if not any(a.is_surface_subject for a in found):
            found += self._lent(clause)
        return found + self._inside_object(found)

    def _direct(self, clause: Clause) -> list[Argument]:
        """The children of a verb that are arguments."""
        found, passive = [], clause.voice == "passive"
        for c in self.tokens.children[clause.head]:
            dep = self.tokens.dep[c]
            if dep in ("nsubj", "nsubj:pass", "nsubj:outer"):
                slot = "object" if passive else "subject"
                found.append(Argument(slot, c, dep, "direct", is_surface_subject=True))
            elif dep in ("obj", "iobj"):
                found.append(Argument("object" if dep == "obj" else "indirect", c, dep, "direct"))
            elif dep == "xcomp" and self.tokens.tag[c][:2] in ("NN", "PR") and (c not in self.clauses or self._preposition(c)):
                found += self._oblique(c, dep, passive) or [Argument("object", c, dep, "direct")]
            elif dep.startswith("obl"):
                found += self._oblique(c, dep, passive)
        if not any(a.slot == "object" for a in found):  # "called off the talks", parsed as a preposition
            found += [replace(a, slot="object") for a in found if a.slot == "oblique" and a.preposition in PARTICLES]
        if any(a.slot == "indirect" for a in found) and not any(a.slot == "object" for a in found):
            found = [replace(a, slot="object") if a.slot == "indirect" else a for a in found]  # nobody is given nothing
        return found

    def _oblique(self, word: int, dep: str, passive: bool) -> list[Argument]:
        preposition = self._preposition(word)
        if preposition is None:
            return []
        if passive and preposition == "by" and self.tokens.lemma[word] not in TEMPORAL:
            return [Argument("subject", word, dep, "direct", preposition)]
        return [Argument("oblique", word, dep, "direct", preposition)]

    def _preposition(self, word: int) -> str | None:
        """The case word; of several ("up to", "ahead of") the first that has a fixed part gives both: "because of"."""
        cases = [c for c in self.tokens.children[word] if self.tokens.dep[c] == "case" and self.tokens.tag[c] != "POS"]
        return self.tokens.lemma[cases[-1]] if cases else None

    def _with_conjuncts(self, arguments: list[Argument]) -> list[Argument]:
        found = []
        for argument in arguments:
            found.append(argument)
            for member in self._members(argument.word):
                adverbs = tuple(self.tokens.lemma[c] for c in self.tokens.children[member] if self.tokens.tag[c] == "RB")
                found.append(replace(argument, word=member, path="conjunct", adverbs=adverbs))
        return found

    def _members(self, word: int) -> list[int]:
        """Nominal conjuncts below a word, nested ones included."""
        members = []
        for c in self.tokens.children[word]:
            if self.tokens.dep[c] == "conj" and self.tokens.tag[c][0] in "NPCJD":
                members += [c, *self._members(c)]
        return members

    def _relative(self, clause: Clause, found: list[Argument]) -> list[Argument]:
        """Relative pronouns replaced by what they stand for; a missing object in "the man they met" filled."""
        antecedent = self.tokens.head[clause.head]
        result, replaced = [], False
        for argument in found:
            word = argument.word
            if self.tokens.tag[word] in RELATIVE_TAGS or (self.tokens.lemma[word] == "that" and argument.path == "direct"):
                replaced = True
                who = self._issuers(antecedent) if argument.slot == "subject" else []
                result += [replace(a, slot="subject", path="relative", is_surface_subject=True) for a in who]
                result += [] if who else [replace(argument, word=antecedent, path="relative")]
            else:
                result.append(argument)
        has_object = any(a.slot == "object" for a in result)
        pronoun_somewhere = any(self.tokens.tag[c] in (*RELATIVE_TAGS, "WRB") for c in self.tokens.children[clause.head])
        is_gapped = not replaced and not has_object and not pronoun_somewhere and clause.voice == "active"
        if is_gapped and any(a.slot == "subject" for a in result):
            result.append(Argument("object", antecedent, "acl:relcl", "relative"))
        return result

    def _relative_above(self, clause: Clause, found: list[Argument]) -> list[Argument]:
        """The pronoun of the clause around it: "the depot, which protesters have tried to block"."""
        at = clause.head
        while self.tokens.dep[at] == "xcomp":
            at = self.tokens.head[at]
        antecedent = self.tokens.head[at]
        if self.tokens.dep[at] != "acl:relcl":
            return found
        return [replace(a, word=antecedent, path="relative") if self.tokens.tag[a.word] in RELATIVE_TAGS else a for a in found]

    def _issuers(self, document: int) -> list[Argument]:
        """Who issued a document that does something: "the governor signed a decree that banned rallies"."""
        verb = self.tokens.head[document]
        issued = self.tokens.lemma[document] in DOCUMENTS and self.tokens.dep[document] == "obj" and verb in self.clauses
        return self._surface_subjects(verb) if issued and self.clauses[verb].voice == "active" else []

    def _surface_subjects(self, head: int) -> list[Argument]:
        return [a for a in self.of(head) if a.is_surface_subject]

    def _lent(self, clause: Clause) -> list[Argument]:
        """The subject (the object of a passive) that another word lends to a verb that has none."""
        dep, above = self.tokens.dep[clause.head], self.tokens.head[clause.head]
        slot = "object" if clause.voice == "passive" else "subject"
        lenders: list[Argument] = []
        path = "control"
        if dep in ("acl", "amod", "compound"):
            return self._from_noun(clause, above, slot)
        if dep == "conj" and above in self.clauses:
            lenders, path = self._surface_subjects(above), "conjunct"
        elif dep in ("xcomp", "ccomp", "advcl", "parataxis", "csubj") and above in self.clauses and clause.mood != "finite":
            lenders = self._controllers(clause, above)
            path = "raising" if self.clauses[above].voice == "passive" else "control"
        return [replace(a, slot=slot, path=path, preposition=None, is_surface_subject=True) for a in lenders]

    def _controllers(self, clause: Clause, above: int) -> list[Argument]:
        """Object control where the governor has an object of its own ("urged China to"), else subject control."""
        objects = [
            a for a in self.of(above) if a.slot in ("object", "indirect") and a.path in ("direct", "conjunct") and not a.is_surface_subject
        ]
        dep = self.tokens.dep[clause.head]
        from_object = dep == "xcomp" or (dep == "advcl" and clause.marker in ("of", "for", "from", "into"))
        if objects and from_object and self.tokens.lemma[above] not in SUBJECT_CONTROL:
            return [a for a in objects if a.word != clause.head]
        return self._surface_subjects(above)

    def _from_noun(self, clause: Clause, noun: int, slot: str) -> list[Argument]:
        """Participles take the noun they modify; infinitives ("efforts to restrict") its owner or its verb's subject."""
        if clause.mood != "infinitive" and (slot == "object" or self.tokens.lemma[noun] not in DOCUMENTS):
            # a participle, or a past tense that was parsed as one
            role = self.tokens.dep[clause.head]
            return self._with_conjuncts([Argument(slot, noun, role, "participle", is_surface_subject=True)])
        owners: list[Argument] = []
        if noun in self.clauses:
            of_noun = self.of(noun)
            owners = [a for a in of_noun if a.slot in ("possessive", "subject") or (a.slot == "oblique" and a.preposition == "by")]
            owners = owners or [a for a in of_noun if a.slot == "modifier"]
        else:
            owners = [Argument(slot, c, self.tokens.dep[c], "control") for c in self.tokens.children[noun] if self._owns(c)]
        above = self.tokens.head[noun]
        if not owners and above in self.clauses and above != noun:
            owners = self._surface_subjects(above)
        return [replace(a, slot=slot, path="control", preposition=None, is_surface_subject=True) for a in owners]

    def _owns(self, word: int) -> bool:
        """Whether a word says whose a noun is: "Chad's decision", "the decision by Chad"."""
        return self.tokens.dep[word] == "nmod:poss" or (self.tokens.dep[word] == "nmod" and self._preposition(word) == "by")

    def _inside_object(self, found: list[Argument]) -> list[Argument]:
        """Prepositional phrases of the object, as obliques of the verb too: "signed a deal with Iran"."""
        inside = []
        for argument in found:
            if argument.slot != "object" or argument.path not in ("direct", "conjunct", "raising", "control"):
                continue
            for c in self._complements(argument.word):
                if preposition := self._preposition(c):
                    inside += self._with_conjuncts([Argument("oblique", c, "nmod", "object", preposition)])
        return inside

    def _complements(self, word: int) -> list[int]:
        """Prepositional phrases of a noun, and of what it measures: "70 million dollars of aid for Chad"."""
        inner = meaning_word(self.tokens, word)
        words = [word] if inner == word else [word, inner]
        return [c for w in words for c in self.tokens.children[w] if self.tokens.dep[c] == "nmod" and c != inner]

    def _nominal(self, clause: Clause) -> list[Argument]:
        """Owner, modifiers and prepositional phrases of a noun or adjective, and what its support verb lends."""
        found: list[Argument] = []
        for c in self.tokens.children[clause.head]:
            dep = self.tokens.dep[c]
            if dep == "nmod:poss":
                found.append(Argument("possessive", c, dep, "direct"))
            elif dep in ("nsubj", "nsubj:outer"):
                found.append(Argument("subject", c, dep, "direct", is_surface_subject=True))
            elif dep in ("nmod", "obl") and self._preposition(c):
                found.append(Argument("oblique", c, dep, "direct", self._preposition(c)))
            elif dep in ("amod", "compound", "nmod", "nmod:desc", "acl") and c < clause.head:
                found += self._modifiers(c, dep)
        found = self._with_conjuncts(found)
        found += self._behind_agent(found)
        found += self._from_stay(clause, found)
        lent = self._from_verb(clause)
        if any(a.slot == "possessive" or (a.slot == "oblique" and a.preposition == "by") for a in found):
            lent = [a for a in lent if a.slot != "subject"]  # of "cancelled the visit by the envoy" the envoy is the visitor
        return found + lent + self._from_participle(clause) + self._from_first_noun(clause, found)

    def _behind_agent(self, found: list[Argument]) -> list[Argument]:
        """ "a visit by the speaker to Taipei", "talks between A and B with C": what the parse hangs on the party behind.

        Of "a war of words between A and B" both fight.
        """
        links = {"by": TOWARDS, "between": TOWARDS, "of": {"between"}}
        agents = [(a.word, links[a.preposition]) for a in found if a.slot == "oblique" and a.preposition in links]
        behind = [(c, fitting) for word, fitting in agents for c in self.tokens.children[word] if self.tokens.dep[c] == "nmod"]
        pairs = [(c, self._preposition(c), fitting) for c, fitting in behind]
        further = [Argument("oblique", c, "nmod", "object", preposition) for c, preposition, fitting in pairs if preposition in fitting]
        return self._with_conjuncts(further)

    def _from_stay(self, clause: Clause, found: list[Argument]) -> list[Argument]:
        """ "The envoy is in Belgrade for talks": who stays somewhere for it takes part, and where he stays is its place."""
        place = self.tokens.head[clause.head]
        above = [c for c in self.tokens.children[place] if self.tokens.dep[c] == "nsubj"]
        is_stay = place not in self.clauses and self._preposition(place) in STAYING and self._preposition(clause.head) in PURPOSES
        if not is_stay or not above or any(a.slot == "subject" for a in found):
            return []
        subjects = [Argument("subject", word, "nsubj", "light") for word in above]
        return self._with_conjuncts([*subjects, Argument("oblique", place, "obl", "light", self._preposition(place))])

    def _modifiers(self, word: int, dep: str) -> list[Argument]:
        """A modifier and, for "US-led", "Russian-backed", the noun inside it."""
        inner = [
            g for g in self.tokens.children[word] if self.tokens.dep[g] in ("compound", "obl", "advmod", "amod", "obj", "nsubj", "conj")
        ]
        return [Argument("modifier", w, dep, "direct") for w in (word, *inner)]

    def _from_verb(self, clause: Clause) -> list[Argument]:
        """What a support verb lends to its noun: "launched an attack on", "came under fire", "talks were held with"."""
        noun = self._carrier(clause.head)
        verb, dep = self.tokens.head[noun], self.tokens.dep[noun]
        if verb not in self.clauses or verb in (noun, clause.head) or self.clauses[verb].part_of_speech != "verb":
            return []
        kind = self._support(verb, noun, dep)
        obliques = [a for a in self.of(verb) if a.slot == "oblique" and a.word not in (noun, clause.head) and a.path != "object"]
        if kind is None:
            is_subject, is_phrase = dep in ("nsubj", "nsubj:pass"), dep == "obl"  # "died during protests in Lima against the mayor"
            near = [a for a in obliques if is_subject and a.preposition in BETWEEN_PARTIES]
            near += [a for a in obliques if is_phrase and a.preposition == "against" and a.word > noun]
            if is_phrase and self._preposition(noun) == "for" and self.clauses[verb].lemma in TRAVELLING:  # "flew to Tehran for talks with"
                near += [replace(a, is_surface_subject=False) for a in self.of(verb) if a.slot == "subject"]
            return [replace(a, path="light") for a in near]
        subjects = [a for a in self.of(verb) if a.slot == "subject" and a.word not in (noun, clause.head)]
        subjects = [] if kind == "cause" else subjects  # who sets off protests does not protest
        slot = "object" if kind == "undergo" else "subject"
        lent = [replace(a, slot=slot, path="light", is_surface_subject=False) for a in subjects]
        indirect = [replace(a, slot="oblique", preposition="to", path="light") for a in self.of(verb) if a.slot == "indirect"]
        return lent + indirect + [replace(a, path="light") for a in obliques]

    def _carrier(self, word: int) -> int:
        """The noun that stands in the verb's phrase for an eventive one: the series of "held a series of talks"."""
        above = self.tokens.head[word]
        return above if self.tokens.dep[word] == "nmod" and meaning_word(self.tokens, above) == word else word

    def _from_participle(self, clause: Clause) -> list[Argument]:
        """What a support verb behind its noun lends: "tariffs imposed by Lima on Quito", "a raid that rebels launched"."""
        found: list[Argument] = []
        for verb in self.tokens.children[clause.head]:
            relation = self.tokens.dep[verb]
            if relation not in ("acl", "acl:relcl") or verb not in self.clauses:
                continue
            if self._kind(self.clauses[verb]) == "support" or self.clauses[verb].lemma in ARRANGING:
                lent = [a for a in self.of(verb) if a.slot in ("subject", "oblique") and a.word != clause.head]
                found += [replace(a, path="light", is_surface_subject=False) for a in lent]
        return found

    def _support(self, verb: int, noun: int, dep: str) -> str | None:
        clause = self.clauses[verb]
        if dep == "obl":
            return self.lexicon.support_verbs.get(f"{clause.lemma}_{self._preposition(noun)}")
        if dep not in ("obj", "nsubj:pass", "xcomp", "acl:relcl") and not (dep == "nsubj" and clause.voice == "passive"):
            return None
        return self._kind(clause)

    def _kind(self, verb: Clause) -> str | None:
        """Support, begin, end …; None for a verb that lends nothing."""
        return self.lexicon.support_verbs.get(f"{verb.lemma}_{verb.particle}" if verb.particle else verb.lemma)

    def _from_first_noun(self, clause: Clause, own: list[Argument]) -> list[Argument]:
        """ "talks and a meeting with X": the second noun shares the actors of the first where it has none."""
        first = self.tokens.head[clause.head]
        if self.tokens.dep[clause.head] != "conj" or first not in self.clauses or any(a.slot != "modifier" for a in own):
            return []
        return [replace(a, path="conjunct") for a in self.of(first) if a.slot in ("subject", "possessive", "oblique")]


def meaning_word(tokens: Tokens, word: int) -> int:
    """The word that says who or what: behind "of" where the head is a quantity, else the head."""
    if tokens.lemma[word] not in QUANTITIES and tokens.tag[word] != "CD":
        return word
    for c in tokens.children[word]:
        if c > word and tokens.dep[c] == "nmod" and any(tokens.lemma[g] == "of" for g in tokens.children[c] if tokens.dep[g] == "case"):
            return meaning_word(tokens, c)  # "tens of thousands of teachers"
    return word


def unique(arguments: list[Argument]) -> list[Argument]:
    """The arguments without repeats of slot, preposition and word; the first path stays."""
    seen: set[tuple[str, str | None, int]] = set()
    kept = []
    for argument in arguments:
        key = (argument.slot, argument.preposition, argument.word)
        if key not in seen:
            seen.add(key)
            kept.append(argument)
    return kept


def phrase(tokens: Tokens, word: int) -> tuple[int, int]:
    """First and last (exclusive) word of the phrase around a head, without conjuncts, appositions and clauses."""
    first, last, stack = word, word, [word]
    while stack:
        for c in tokens.children[stack.pop()]:
            if tokens.dep[c] not in OUTSIDE_PHRASE or (tokens.dep[c] == "case" and tokens.tag[c] == "POS"):
                first, last = min(first, c), max(last, c)
                stack.append(c)
    return first, last + 1
