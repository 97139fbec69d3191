"""Resolution: annotated mentions to mentions, entities, entity names and roles.

Looks only inside each article, so that the result does not depend on which other articles are in the batch. The steps
of one article: places and countries, organizations, persons, then descriptions and pronouns, which refer back to them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from operator import itemgetter

import polars as pl

from transforms import schemas
from transforms.gazetteer import Gazetteer
from transforms.identity import stable_id
from transforms.organizations import resolve_organizations
from transforms.other_names import name_halves, name_storms
from transforms.persons import resolve_persons
from transforms.places import resolve_places
from transforms.publishers import publisher_home
from transforms.references import introduce_bodies, resolve_references
from transforms.resolution import Article, Item, to_item

Row = dict[str, object]
Named = list[tuple[Item, str | None]]  # the items of an article, each with its entity_id


def resolve(
    mentions: pl.DataFrame, articles: pl.DataFrame, *, gazetteer: Gazetteer, quotes: pl.DataFrame | None = None
) -> dict[str, pl.DataFrame]:
    """Frames `mentions`, `entities`, `entity_names` and `roles`; the articles' quotes say who "we" is."""
    rows: dict[str, list[Row]] = {"mentions": [], "entities": [], "entity_names": [], "roles": []}
    speeches = to_speeches(quotes)
    known = {row["article_id"]: row for row in articles.iter_rows(named=True)}
    ordered = mentions.sort("article_id", "start_offset", "end_offset").iter_rows(named=True)
    for article_id, part in groupby(ordered, key=itemgetter("article_id")):
        article = to_article(part, known[article_id], gazetteer)
        article.speeches = speeches.get(article_id, [])
        resolve_article(article)
        named = with_ids(article.items)
        rows["mentions"] += [mention_row(item, key) for item, key in named]
        rows["entities"] += entity_rows(named)
        rows["entity_names"] += name_rows(article_id, named)
        rows["roles"] += role_rows(article_id, article, named)
    return {
        "mentions": schemas.frame(schemas.MENTIONS, rows["mentions"]),
        "entities": to_entities(rows["entities"]),
        "entity_names": schemas.frame(schemas.ENTITY_NAMES, rows["entity_names"]),
        "roles": schemas.frame(schemas.ROLES, rows["roles"]),
    }


def to_speeches(quotes: pl.DataFrame | None) -> dict[str, list[tuple[int, int, str]]]:
    """By article: first and last offset of what is said directly, and the mention of who says it."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    if quotes is not None:
        said = quotes.filter("is_direct").drop_nulls("speaker_mention_id")
        for article_id, *speech in said.select("article_id", "start_offset", "end_offset", "speaker_mention_id").iter_rows():
            found.setdefault(article_id, []).append((speech[0], speech[1], speech[2]))
    return found


def to_article(mentions: Iterable[Row], row: Row, gazetteer: Gazetteer) -> Article:
    published, place = row["published_date"], row["dateline_place"]
    return Article(
        text=str(row["text"]),
        published=published if isinstance(published, date) else None,
        dateline_place=str(place) if place else None,
        items=[to_item(mention) for mention in mentions],
        gazetteer=gazetteer,
        home=publisher_home(str(row["canonical_url"] or row["url"] or ""), gazetteer),
    )


def resolve_article(article: Article) -> None:
    """Fill all items of an article."""
    resolve_places(article)
    name_halves(article)
    resolve_organizations(article)
    introduce_bodies(article)
    resolve_persons(article)
    name_storms(article)
    resolve_references(article)


def with_ids(items: Iterable[Item]) -> Named:
    """Each item with its entity_id, if it has one; a name that returns is hashed once."""
    ids: dict[tuple[str | None, str | None], str | None] = {}
    named = []
    for item in items:
        key = (item.entity_kind, item.name)
        if key not in ids:
            ids[key] = stable_id(*key) if item.entity_kind else None
        named.append((item, ids[key]))
    return named


def mention_row(item: Item, key: str | None) -> Row:
    return {
        **item.row,
        "kind": "country" if item.entity_kind == "country" else item.kind,
        "entity_id": key,
        "name": item.name,
        "country_code": item.country,
        "sector_code": item.sector,
        "latitude": item.latitude,
        "longitude": item.longitude,
        "is_actor": item.is_actor,
        "evidence": item.evidence or "name",
        "member_ids": [member.row["mention_id"] for member in item.members],
    }


def entity_rows(named: Named) -> list[Row]:
    """Entity rows of an article's items; facts of persons are left to their roles."""
    found: dict[str, Row] = {}
    for item, key in named:
        if key is None or item.form == "pronoun":
            continue
        is_person, is_place = item.entity_kind == "person", item.entity_kind in ("place", "country")
        own_place = is_place and item.evidence != "metonym"
        row = found.setdefault(key, {"entity_id": key, "kind": item.entity_kind, "name": item.name})
        row["country_code"] = row.get("country_code") or (None if is_person else item.country)
        row["sector_code"] = row.get("sector_code") or (None if is_person or item.entity_kind == "place" else item.sector)
        row["latitude"] = row.get("latitude") or (item.latitude if own_place else None)
        row["longitude"] = row.get("longitude") or (item.longitude if own_place else None)
    return list(found.values())


def to_entities(rows: list[Row]) -> pl.DataFrame:
    """One row per entity: where articles differ in a fact, its smallest value, so that their order does not matter."""
    frame = schemas.frame(schemas.ENTITIES, rows)
    facts = ("kind", "name", "country_code", "sector_code", "latitude", "longitude")
    return (
        frame.group_by("entity_id").agg(pl.col(fact).drop_nulls().min() for fact in facts).select(schemas.ENTITIES.names).sort("entity_id")
    )


def name_rows(article_id: str, named: Named) -> list[Row]:
    """The names under which the article speaks of each entity."""
    counts: Counter[tuple[str, str]] = Counter()
    rules: dict[tuple[str, str], str] = {}
    for item, key in named:
        if key and item.form in ("name", "demonym"):
            counts[key, item.text] += 1
            rules.setdefault((key, item.text), item.evidence)
    return [
        {
            "entity_id": key,
            "article_id": article_id,
            "name": name,
            "evidence": rules[key, name],
            "article_entity_id": key,
            "mention_count": count,
        }
        for (key, name), count in counts.items()
    ]


def role_rows(article_id: str, article: Article, named: Named) -> list[Row]:
    """The roles that titles of the article give to persons, each with its first mention."""
    found: dict[tuple[str, str], Row] = {}
    for item, key in named:
        title = item.text_of("title")
        if key is None or title is None or item.entity_kind != "person":
            continue
        role = title.lower()
        found.setdefault(
            (key, role),
            {
                "entity_id": key,
                "article_id": article_id,
                "role": role,
                "organization": item.text_of("modifier_organization"),
                "country_code": item.text_of("modifier_country") or item.country,
                "sector_code": article.gazetteer.sector_of_title(title),
                "seen_date": article.published,
                "mention_id": item.row["mention_id"],
                "article_entity_id": key,
                "is_stated": bool(item.text_of("modifier_country") or item.text_of("modifier_organization")),
            },
        )
    return list(found.values())
