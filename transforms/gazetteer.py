"""The gazetteer: known countries, places, organizations, peoples, leaders, titles and agent nouns, as one frozen value.

Built once per process from the frames of seeds/gazetteers and GeoNames cities; `find_mentions` and `resolve` look
things up in it. Names are found by first word and length, so that looking up costs a few dictionary reads per word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

STATE_SECTORS = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))
OPPOSITION, OPPOSITION_SECTOR, OPPOSED = frozenset(("opposition", "shadow")), "OPP", frozenset(("LEG", "PTY", "GOV"))
HELD_LATER = re.compile(r"[- ](?:elect|designated?)$")
FORMER_SECTOR = "ELI"  # PLOVER's elites: who held such an office before
SERVING = frozenset("official spokesman spokeswoman spokesperson member leader chief head aide".split())
LEADING = frozenset(
    "president vice-president chairman vice-chairman chairwoman chairperson chair co-chair secretary director deputy founder co-founder "
    "cofounder boss executive representative delegate negotiator".split()
)
# who leads a body, serves it or speaks for it: of its sector, where the words in front name it
LED = SERVING | LEADING | frozenset("treasurer coordinator organiser organizer".split())
# offices that any body has: beside one of which nothing is known, they make no government
BODY_OFFICES = frozenset(
    "president vice-president chairman vice-chairman chairwoman chairperson chair co-chair spokesman spokeswoman spokesperson treasurer "
    "founder co-founder cofounder boss".split()
)
POSSESSIVE = re.compile(r"['’]s?$")
FIRST_WORD = re.compile(r"\w+")
SMALL_WORD = re.compile(r"(?<=[ -])(?:Of|The|And|De|Del|La|Las|Los|Da|Do|Dos|Es|Au|Aux|Sur|Le|Les|El|Al|Am|An|Der|En)(?=[ -])")
ARABIC_ARTICLE = re.compile(r"\b[ae]l (?=\w)")
EASTERN_ORDER = frozenset({"CHN", "TWN", "HKG", "KOR", "PRK", "VNM", "KHM", "MMR"})  # the family name stands first
USES = ("country", "capital", "demonym", "institution", "organization", "region", "county", "people", "leader", "city")
RANKS = {use: rank for rank, use in enumerate(USES)}


@dataclass(frozen=True, slots=True)
class Entry:
    """One meaning of a name. `use` says how the name means it: a key of RANKS, the surest first."""

    name: str
    kind: str
    use: str
    country: str | None = None
    sector: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    admin: str | None = None
    is_general: bool = False  # a name that bodies of other countries bear too: 'National Assembly'


@dataclass(frozen=True, slots=True)
class Country:
    """A country with the adjective that descriptions are named by."""

    code: str
    name: str
    adjective: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Agent:
    """What a noun for people or bodies means."""

    sector: str
    is_collective: bool


@dataclass(frozen=True, slots=True)
class Leader:
    """One office of one person; months as YYYY-MM, `end` empty while in office."""

    name: str
    country: str
    role: str
    start: str
    end: str


@dataclass(frozen=True)
class Gazetteer:
    """All lookups. Keys of `entries` have straight apostrophes; `lengths` gives, by first word, the lengths of names."""

    entries: Mapping[str, tuple[Entry, ...]]
    lengths: Mapping[str, tuple[int, ...]]
    countries: Mapping[str, Country]
    agents: Mapping[str, Agent]
    titles: Mapping[str, str]
    leaders: Mapping[str, tuple[Leader, ...]]
    spellings: Mapping[str, str]  # keys of `leaders` and `surnames` by their folded form
    surnames: Mapping[str, tuple[str, ...]]
    first_names: Mapping[str, str]
    states: Mapping[str, Entry]
    counties: Mapping[str, tuple[str, ...]]  # states of the United States that have a county of this name
    publishers: Mapping[str, tuple[str, str | None]]  # country and first-order division by domain
    iso2: Mapping[str, str]  # country code by the code of two letters

    def find(self, text: str, start: int, first_word: str) -> tuple[int, tuple[Entry, ...]] | None:
        """The longest known name at an offset of a normalized text: its end and meanings."""
        found = FIRST_WORD.match(first_word)
        for length in self.lengths.get(found.group() if found else "", ()):
            end = start + length
            entries = self.entries.get(text[start:end]) if end <= len(text) else None
            if entries and not text[end : end + 1].isalnum():
                return end, entries
        return None

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Meanings of a name as written, surest first; a name in capitals is tried as a title too."""
        plain = normalize(name)
        found = self.entries.get(plain)
        if found or not plain.isupper() or len(plain) <= 3:
            return found or ()
        return next((known for written in from_capitals(plain) if (known := self.entries.get(written))), ())

    def offices(self, name: str) -> tuple[Leader, ...]:
        """The offices of leaders of a full name, however its transcription is spelled."""
        return self.leaders.get(name) or self.leaders.get(self.spellings.get(folded(name), ""), ())

    def called(self, short: str) -> tuple[str, ...]:
        """Keys of `leaders` by the short name of a person, however its transcription is spelled."""
        return self.surnames.get(short) or self.surnames.get(self.spellings.get(folded(short), ""), ())

    def agent(self, lemma: str) -> Agent | None:
        """What a noun for people or bodies means; plurals in -men that the lemma table left are found too."""
        found = self.agents.get(lemma)
        return found or (self.agents.get(lemma[:-3] + "man") if lemma.endswith("men") else None)

    def sector_of_title(self, title: str) -> str | None:
        """Sector of the longest known title that ends the words, else of the agent noun that does."""
        words = HELD_LATER.sub("", title.lower()).split()
        for i in range(len(words)):
            tail = " ".join(words[i:])
            led = self.body_led(words) if i == len(words) - 1 else None
            if led or tail in self.titles or tail in self.agents:
                sector = opposed(words[:-1], led.sector if led else self.titles.get(tail) or self.agents[tail].sector)
                return FORMER_SECTOR if words[0] == "former" and sector in STATE_SECTORS else sector
        return None

    def body_led(self, words: Sequence[str]) -> Agent | None:
        """The body that the words in front of a leader, servant or speaker name: the church of "church spokesman"."""
        body = self.in_front(words) if len(words) > 1 and words[-1] in LED else None
        return body if body and body.is_collective and body.sector != "CVL" else None

    def in_front(self, words: Sequence[str]) -> Agent | None:
        """What the one or two words in front of the last one mean: "trade union leader", "farmers' group"."""
        last = POSSESSIVE.sub("", words[-2])
        if last == "deputy" and words[-1] in LED:
            return None  # a "deputy head" serves under a head, he leads no deputies
        return self.agent(" ".join(words[-3:-1])) or self.agent(last) or self.agent(last.removesuffix("s"))


def opposed(front: Sequence[str], sector: str) -> str:
    """The sector of who holds an office for the opposition: an "opposition senator", a "shadow minister" are not of the state."""
    return OPPOSITION_SECTOR if OPPOSITION.intersection(front) and sector in OPPOSED else sector


def normalize(text: str) -> str:
    """Straight apostrophes and plain spaces, character for character, so that offsets stay."""
    return text.replace("’", "'").replace("\n", " ").replace("\xa0", " ")


def from_capitals(text: str) -> tuple[str, str]:
    """The two ways in which names in capital letters may be written, character for character: Villa El Salvador, but Port of Spain."""
    title = text.title()
    return title, SMALL_WORD.sub(lambda match: match[0].lower(), title)


def folded(name: str) -> str:
    """A name without accents, capitals and hyphens and with one spelling of the Arabic article: "El-Sisi" and "al Sisi" are one."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower().replace("-", " ").replace("'", "")
    return ARABIC_ARTICLE.sub("al ", plain)
