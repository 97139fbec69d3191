"""Whose somebody or something is by where it stands or whose forces are about: "a village near Idlib", "helicopters fired on a school".

For descriptions whose own words name no country.
"""

from __future__ import annotations

import re

from transforms.offices import foreign_to
from transforms.resolution import Article, Item
from transforms.word_sets import HOMES

VEHICLES = frozenset("helicopter jet tank warplane drone bomber gunship warship".split())
BY_PLACE = re.compile(r"(?: (?:just|[a-z]+ern))? (?:in|near|outside|at|of|around|beyond|inside) (?:the )?(?:[a-z]+ )?$")


def country_around(article: Article, item: Item) -> str | None:
    """The country of a home by the place that stands behind it, of a bare vehicle by the one state whose forces the article tells of."""
    head = str(item.row["head_lemma"])
    if head in HOMES:
        place = article.behind(item)
        return place.country if place and place.kind == "place" and BY_PLACE.fullmatch(article.between(item, place)) else None
    return forces_about(article, item) if is_bare_vehicle(item) else None


def is_bare_vehicle(item: Item) -> bool:
    """Whether no word in front says whose tanks or helicopters they are."""
    return item.row["head_lemma"] in VEHICLES and " " not in item.text


def forces_about(article: Article, item: Item) -> str | None:
    """The only state whose soldiers the article has told of so far, if the vehicles do nothing to it."""
    soldiers = (o for o in article.before(item) if o.sector == "MIL" and o.row["head_lemma"] not in VEHICLES)
    states = {o.country for o in soldiers if o.country in article.gazetteer.countries} - foreign_to(article, item)
    return states.pop() if len(states) == 1 else None
