"""Names that mean something else than they say: "the North" is a state, "Hurricane Maria" is nobody."""

from __future__ import annotations

import re

from transforms.bodies import is_taken_up
from transforms.name_parts import HALVES
from transforms.resolution import Article, Item

SORT = r"(?:tropical storm|storm|cyclone|hurricane|typhoon|operation)"
STORM = rf"{SORT}s?"
STORM_NAME = re.compile(rf"{STORM}\b", re.IGNORECASE)
BEHIND_STORM = re.compile(rf"\b(?:{STORM}|{SORT}s\s+(?-i:[A-Z])\w+\s+and)\s+$", re.IGNORECASE)  # "Cyclones Idai and" too
JOINED = re.compile(r",?\s+(?:and|or)\s+|,\s+")


def name_halves(article: Article) -> None:
    """ "The North" is North Korea where the article speaks of the Koreas, "the South" South Sudan where it speaks of Sudan."""
    countries = article.gazetteer.countries
    named = [countries.get(item.country or "") for item in article.items if item.kind == "country"]
    wholes = {country.name.split()[-1] for country in named if country}
    for item in article.items:
        if item.text not in HALVES or item.form != "name" or not is_taken_up(article, item):
            continue
        meant = [country for country in countries.values() if country.name in {f"{item.text} {whole}" for whole in wholes}]
        if len(meant) == 1:
            item.kind, item.entity_kind, item.name = "country", "country", meant[0].name
            item.country, item.sector, item.is_actor, item.evidence = meant[0].code, "GOV", True, "half"


def name_storms(article: Article) -> None:
    """Storms and military operations have names of persons and do nothing as persons do."""
    last: Item | None = None
    for item in article.items:
        is_storm = STORM_NAME.match(item.text) or BEHIND_STORM.search(article.text[max(0, item.start - 40) : item.start])
        listed = last is not None and bool(JOINED.fullmatch(article.between(last, item)))
        if item.form == "name" and item.entity_kind != "country" and (is_storm or listed):
            item.is_actor, item.entity_kind, item.country, item.sector, item.evidence = False, None, None, None, "storm"
            last = item
        else:
            last = None
