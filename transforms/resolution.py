"""One article while its mentions are being resolved: the mentions as `Item`s, and what several steps ask about them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile

from transforms.gazetteer import Entry, Gazetteer

# how much mentions count for in choosing the article's country
DATELINE_WEIGHT = 3.0
HEADLINE_WEIGHT = 2.0
PLACE_WEIGHT = 2.0  # "in Cairo" says more about where things happen than a country that acts
PARAGRAPH_WEIGHT = 2.0
LEAD_PARAGRAPHS = 1  # the last paragraph of headline and lead
SUBJECT_WEIGHT = 1.3  # of who acts
CLEAR_LEAD = 1.5  # the first country must weigh this many times the second
# who stands behind somebody or something; what is based or occupied somewhere is there
BACKED = re.compile(
    r"-(?!(?:based|headquartered|occupied|annexed|controlled|ruled|held|administered)\b)(?:[a-z]*(?:ed|en)|made|born|built|led|run)\b"
)
# who is of a country and called so is abroad: "Chinese nationals", "the Chinese embassy"
ABROAD = frozenset(
    "national embassy ambassador consulate consul diplomat expatriate expat tourist traveller traveler migrant immigrant refugee".split()
)
SUBJECTS = frozenset(("nsubj", "nsubj:pass", "nsubj:outer"))
PARAGRAPH_BREAK = re.compile(r"\n\s*\n|\n")


@dataclass(slots=True)
class Item:
    """One mention: what annotation says (`row`) and what resolution adds."""

    row: dict[str, object]
    start: int
    end: int
    text: str
    kind: str
    form: str
    entity_kind: str | None = None
    name: str | None = None
    country: str | None = None
    sector: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    is_actor: bool = True
    evidence: str = ""
    role: str | None = None
    gender: str | None = None
    members: list[Item] = field(default_factory=list)

    @property
    def is_resolved(self) -> bool:
        return self.entity_kind is not None

    @property
    def is_subject(self) -> bool:
        return str(self.row["grammatical_role"]) in SUBJECTS

    @property
    def named_country(self) -> str | None:
        """The country that its own words name or that stands beside them."""
        return self.country if self.form in ("name", "demonym") else self.text_of("modifier_country")

    def text_of(self, column: str) -> str | None:
        """A column of the annotated mention that may be NULL."""
        value = self.row[column]
        return None if value is None else str(value)

    def copy_from(self, other: Item, evidence: str) -> None:
        """Mean what another mention means."""
        self.entity_kind, self.name, self.country, self.sector = other.entity_kind, other.name, other.country, other.sector
        self.role, self.gender, self.is_actor, self.evidence = other.role, other.gender, True, evidence


def to_item(row: dict[str, object]) -> Item:
    return Item(row, int(str(row["start_offset"])), int(str(row["end_offset"])), str(row["text"]), str(row["kind"]), str(row["form"]))


@dataclass
class Article:
    """An article's text and date with its items in order of place."""

    text: str
    published: date | None
    dateline_place: str | None
    items: list[Item]
    gazetteer: Gazetteer
    speeches: list[tuple[int, int, str]] = field(default_factory=list)
    home: tuple[str, str | None] | None = None  # country and division where the publisher is at home
    breaks: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [item.start for item in self.items]
        self.breaks = [match.end() for match in PARAGRAPH_BREAK.finditer(self.text)]

    def paragraph(self, offset: int) -> int:
        """Number of the paragraph that an offset lies in."""
        return bisect_right(self.breaks, offset)

    def behind(self, item: Item) -> Item | None:
        """The first item that starts behind an item's end."""
        number = bisect_left(self.starts, item.end)
        return self.items[number] if number < len(self.items) else None

    def following(self, item: Item, reach: int) -> list[Item]:
        """Items of the same sentence that start within so many characters behind an item's end."""
        first = bisect_left(self.starts, item.end)
        last = bisect_right(self.starts, item.end + reach)
        return [other for other in self.items[first:last] if other.row["sentence_id"] == item.row["sentence_id"]]

    def beside(self, item: Item) -> list[Item]:
        """All items of an item's sentence, itself among them, in order."""
        sentence, at = item.row["sentence_id"], bisect_left(self.starts, item.start)
        front = takewhile(lambda other: other.row["sentence_id"] == sentence, reversed(self.items[:at]))
        behind = takewhile(lambda other: other.row["sentence_id"] == sentence, self.items[at:])
        return [*reversed(list(front)), *behind]

    def before(self, item: Item) -> list[Item]:
        """Items that start in front of an item, in order."""
        return self.items[: bisect_left(self.starts, item.start)]

    def between(self, first: Item, second: Item) -> str:
        return self.text[first.end : second.start]

    def month(self) -> str | None:
        return self.published.strftime("%Y-%m") if self.published else None


def is_backer(article: Article, item: Item) -> bool:
    """Whether a country only stands behind somebody: the Iran of 'Iran-backed', the US of 'US-made'."""
    return bool(BACKED.match(article.text, item.end))


def is_abroad(article: Article, item: Item) -> bool:
    """Whether a country is only where somebody comes from who is elsewhere: "four Chinese nationals"."""
    who = item if item.form == "description" else article.behind(item)
    if who is None or who.row["head_lemma"] not in ABROAD:
        return False
    return who is item or (item.form == "demonym" and article.between(item, who).isspace())


def is_state(code: str | None, gazetteer: Gazetteer) -> bool:
    return code is not None and code in gazetteer.countries


def states_named(items: Iterable[Item], gazetteer: Gazetteer) -> set[str | None]:
    """The states that the words of mentions name."""
    return {item.named_country for item in items if is_state(item.named_country, gazetteer)}


def country_weights(article: Article) -> list[Counter[str]]:
    """For each paragraph, how much the article up to and with it speaks of each country."""
    per_paragraph: list[Counter[str]] = [Counter() for _ in range(len(article.breaks) + 1)]
    acts = False
    for item in article.items:
        country = item.named_country
        if (
            is_state(country, article.gazetteer)
            and country
            and item.kind != "person"
            and not (is_backer(article, item) or is_abroad(article, item))
        ):
            paragraph = article.paragraph(item.start)
            weight = PLACE_WEIGHT if item.kind == "place" or not item.is_actor else 1.0
            acts = item.is_subject or (acts and str(item.row["grammatical_role"]) == "conj")
            weight *= (SUBJECT_WEIGHT if acts else 1.0) * (1.0 if paragraph else HEADLINE_WEIGHT)
            per_paragraph[paragraph][country] += weight  # type: ignore[assignment]
    total: Counter[str] = Counter()
    dateline = home_of_dateline(article)
    if dateline:
        total[dateline] += DATELINE_WEIGHT  # type: ignore[assignment]
    weights = []
    for own in per_paragraph:
        total = total + own
        weights.append(total + Counter({code: weight * (PARAGRAPH_WEIGHT - 1) for code, weight in own.items()}))
    return weights


def countries_named(article: Article) -> frozenset[str]:
    """The countries that an article speaks of, or is written from or published in."""
    named = {item.country if item.is_resolved else item.text_of("modifier_country") for item in article.items}
    named |= {dateline_country(article), article.home[0] if article.home else None}
    return frozenset(country for country in named if country)


def dateline_country(article: Article) -> str | None:
    """The country of the dateline's place, where the gazetteer knows the place."""
    entries = place_entries(article.gazetteer, article.dateline_place or "")
    return entries[0].country if entries else None


def home_of_dateline(article: Article) -> str | None:
    """The dateline's country, unless headline and lead tell of another and not of this: Guinea-Bissau, written from Dakar.

    That is the only country with a place in them, or the only one that both name.
    """
    written = dateline_country(article)
    lead = takewhile(lambda item: article.paragraph(item.start) <= LEAD_PARAGRAPHS, article.items)
    told = [item for item in lead if item.kind != "person" and not (is_backer(article, item) or is_abroad(article, item))]
    if written in states_named(told, article.gazetteer):
        return written
    names = [item for item in told if item.form == "name" and item.kind in ("country", "place")]
    headline = states_named((item for item in names if article.paragraph(item.start) == 0), article.gazetteer)
    below = states_named((item for item in names if article.paragraph(item.start) > 0), article.gazetteer)
    scenes = states_named((item for item in told if item.kind == "place" or not item.is_actor), article.gazetteer)
    return None if len(scenes) == 1 or len(headline & below) == 1 else written


def place_entries(gazetteer: Gazetteer, name: str) -> tuple[Entry, ...]:
    """Meanings of a place as a dateline writes it: 'BEIJING', 'LAGOS, Nigeria'."""
    whole, _, tail = name.partition(",")
    own = [e for e in gazetteer.lookup(whole.strip()) if e.latitude is not None]
    wider = gazetteer.lookup(tail.strip()) if tail else ()
    return tuple(e for e in own if not wider or e.country == wider[0].country) or tuple(wider)


def clear_country(weights: Counter[str]) -> str | None:
    """The country that leads clearly, if there is one."""
    ranked = weights.most_common(2)
    if not ranked or (len(ranked) == 2 and ranked[0][1] < CLEAR_LEAD * ranked[1][1]):
        return None
    return ranked[0][0]
