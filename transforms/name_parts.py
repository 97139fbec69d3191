"""What the modules that find names share: the span of a name, lists of words, and small questions about words."""

from __future__ import annotations

from dataclasses import dataclass

from transforms.gazetteer import Entry, Gazetteer
from transforms.tokens import Tokens

PLACING = frozenset("in at near from outside inside around across toward towards throughout into to of between via off".split())
ORGANIZATION_HEADS = frozenset(
    "ministry university college institute school academy council committee commission court tribunal parliament congress senate "
    "assembly party front movement union federation association organization organisation agency bureau department office "
    "authority administration service services bank fund corporation corp corp. inc inc. ltd ltd. plc group company co. co "
    "holdings industries motors airlines airways air army navy force forces brigade brigades battalion regiment corps guard guards police "
    "foundation society institution center centre league club team church hospital press news times post journal tribune herald "
    "daily gazette magazine television tv radio board conference coalition alliance network observatory secretariat directorate "
    "cabinet government house initiative program programme project campaign command staff embassy consulate chamber exchange "
    "records entertainment studios pictures systems technologies software labs laboratory laboratories museum library orchestra "
    "choir band f.c. fc united city rovers wanderers athletic brotherhood bancorp partners capital ventures energy petroleum oil "
    "gas electric electronics steel mining pharmaceuticals telecom communications media publishing publishers books trust watch "
    "international jihad resistance militia treasury duma bundestag knesset republicans democrats".split()
)
STRONG_HEADS = frozenset(
    "ministry university college institute academy council committee commission tribunal parliament congress senate party "
    "union federation association organization organisation agency bureau department authority bank corporation corp corp. inc "
    "inc. ltd ltd. plc company co. holdings industries motors airlines airways army navy foundation society league".split()
)
STREET_HEADS = frozenset(
    "street avenue road lane drive boulevard highway turnpike parkway freeway expressway st. ave. rd. blvd. hwy. plaza".split()
)
PLACE_HEADS = STREET_HEADS | frozenset(
    "river lake mountain mountains mount island islands sea ocean bay gulf peninsula valley desert county province district "
    "region state square park bridge airport port canal strait forest hills hill beach coast city town "
    "dock docks station stadium arena railway casino hotel palace castle tower theatre theater cathedral gardens terrace "
    "village township parish prefecture republic territory territories cape creek canyon falls springs heights border".split()
)
# Words that make a place of the capitalized words before them even where the model sees no name
STRONG_PLACES = frozenset("county parish province prefecture district peninsula river islands mountains governorate oblast".split())
NOT_NAMES = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september "
    "october november december mr mr. mrs mrs. ms ms. dr dr. sir president minister the a an i it he she we they you this that "
    "these those there but and or if when while after before in on at to for by with from as not no yes what who why how his her "
    "its their our my all some many most more one two three first second god internet christmas easter ramadan "
    "gmt est edt utc am pm a.m. p.m. bc ad b.c b.c. b.c.e a.d. ce bce covid-19 ebola olympics olympic covid hiv aids".split()
)
COMPANY_ENDS = frozenset("inc inc. ltd ltd. llc l.l.c. l.p. corp corp. co. plc s.a. n.v.".split())
ABSTRACT = ("ism", "ology", "tion", "ness", "acy", "ment")
HALVES = frozenset(("North", "South", "East", "West"))  # of a state or city: "the North"
DIRECTIONS = frozenset("north south east west northern southern eastern western central upper lower greater n s e w".split())


@dataclass(slots=True)
class NameSpan:
    """Words first..last (exclusive) that are a name; `entries` are its meanings in the gazetteer."""

    first: int
    last: int
    kind: str
    entries: tuple[Entry, ...] = ()

    @property
    def is_demonym(self) -> bool:
        return bool(self.entries) and self.entries[0].use == "demonym"


def is_capital(word: str) -> bool:
    return word[0].isupper()


def has_capital(tokens: Tokens, first: int, last: int) -> bool:
    return any(is_capital(tokens.word[i]) or tokens.word[i][0].isdigit() for i in range(first, last))


def starts_name(tokens: Tokens, i: int) -> bool:
    """A sentence begins with a capital letter anyway: there the tag, or the same word elsewhere, tells a name."""
    opens = tokens.opens_sentence(i)
    word = tokens.word[i]
    if not opens or tokens.tag[i].startswith("NNP") or not word.isalpha() or (word.isupper() and len(word) > 1):
        return True
    if word.lower() in tokens.word:
        return False
    return tokens.tag[i] == "NN" or any(w == word for j, w in enumerate(tokens.word) if j != i and tokens.tag[j] == "NNP")


def is_plain_word(tokens: Tokens, i: int, gazetteer: Gazetteer) -> bool:
    """Whether a single word with a capital letter is no name: a title, an agent noun, the first word of a sentence."""
    lower = tokens.word[i].lower()
    if lower in NOT_NAMES or lower in gazetteer.titles or lower + "." in gazetteer.titles or tokens.lemma[i] in gazetteer.agents:
        return True
    follows = i + 1 < len(tokens) and is_capital(tokens.word[i + 1]) and tokens.word[i + 1].lower() in gazetteer.titles
    return follows or tokens.tag[i].startswith("JJ") or lower.endswith(ABSTRACT) or not starts_name(tokens, i)


def is_direction(name: str) -> bool:
    """Whether a name only says where in a country: "North-West"."""
    return DIRECTIONS.issuperset(name.lower().replace("-", " ").split())
