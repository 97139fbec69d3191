"""A gazetteer of a few rows, and mentions resolved with it, for tests of names and actors."""

from __future__ import annotations

from datetime import UTC, date, datetime

import polars as pl

from transforms import schemas
from transforms.gazetteer import Gazetteer
from transforms.gazetteer_tables import to_gazetteer
from transforms.mentions import find_mentions
from transforms.resolve import resolve
from transforms.tokens import Tokens

COUNTRIES = """country_code,iso2_code,name,aliases,adjectives,people,capital,metonyms,latitude,longitude
CHN,CN,China,PRC,Chinese,Chinese,Beijing,,35,104
FRA,FR,France,,French,Frenchman|Frenchmen,Paris,Quai d'Orsay,46,2
GEO,GE,Georgia,,Georgian,Georgian|Georgians,Tbilisi,,42,43.5
IRQ,IQ,Iraq,,Iraqi,Iraqi|Iraqis,Baghdad,,33,44
JOR,JO,Jordan,,Jordanian,Jordanian|Jordanians,Amman,,31,36
PER,PE,Peru,,Peruvian,Peruvian|Peruvians,Lima,,-10,-76
USA,US,United States,U.S.|US,American|U.S.|US,American|Americans,Washington,White House,39.8,-98.6
"""
PLACES = """name,aliases,demonyms,country_code,admin_code,latitude,longitude
Georgia,Ga.,,USA,GA,32.6,-83.4
Ohio,,Ohioan,USA,OH,40.3,-82.8
Texas,,Texan,USA,TX,31.5,-99.3
Alps,,Alpine,,,46.5,9
Carpathians,,Carpathian,,,47,25
"""
ORGANIZATIONS = """name,aliases,country_code,sector_code,is_general
State Department,,USA,GOV,false
Hezbollah,,LBN,REB,false
United Nations,U.N.|UN,UNO,GOV,false
National Assembly,,FRA,LEG,true
"""
AGENTS = """lemma,sector_code,is_collective
police,COP,true
police officer,COP,false
army,MIL,true
troop,MIL,true
government,GOV,true
ministry,GOV,true
official,GOV,false
president,GOV,false
minister,GOV,false
foreign minister,GOV,false
leader,GOV,false
envoy,GOV,false
protester,CVL,false
country,GOV,true
scholar,EDU,false
lawyer,JUD,false
militiaman,MIL,false
"""
LEADERS = """name,aliases,country_code,role,start_month,end_month
Ana Prado,,PER,president,2000-01,2006-12
Ana Prado,,UNO,secretary-general,2010-01,2014-12
Luis Prado,,PER,president,2015-01,
"""
PUBLISHERS = """domain,name,place,country_code,admin_code
herald.example,Athens Herald,Athens,USA,OH
daily.example,Daily,Paris,FRA,
"""
CITIES = {
    "1": ("Paris", "FR", "11", 2_100_000, 48.85, 2.35),
    "2": ("Paris", "US", "TX", 25_000, 33.66, -95.55),
    "3": ("Athens", "US", "OH", 25_000, 39.33, -82.1),
    "4": ("Athens", "US", "GA", 125_000, 33.96, -83.38),
    "5": ("Beijing", "CN", "22", 18_900_000, 39.9, 116.4),
    "6": ("Basra", "IQ", "02", 1_300_000, 30.5, 47.8),
    "7": ("Nice", "FR", "93", 340_000, 43.7, 7.27),
    "8": ("Washington", "US", "DC", 680_000, 38.9, -77.04),
    "9": ("Lima", "PE", "15", 9_900_000, -12.04, -77.03),
}


def frame(text: str) -> pl.DataFrame:
    return pl.read_csv(text.encode(), infer_schema_length=None, schema_overrides={"admin_code": pl.String, "aliases": pl.String})


def small_gazetteer() -> Gazetteer:
    frames = {
        "countries": frame(COUNTRIES), "places": frame(PLACES), "organizations": frame(ORGANIZATIONS), "agents": frame(AGENTS),
        "leaders": frame(LEADERS), "peoples": frame("name,aliases,country_code,sector_code\nKurd,Kurds|Kurdish,,CVL\n"),
        "titles": frame("title,sector_code\npresident,GOV\nforeign minister,GOV\nminister,GOV\nmr,CVL\nlawyer,JUD\n"),
        "first_names": frame("name,gender\nMichael,male\nAna,female\nLuis,male\nRosa,female\n"),
        "towns": frame("name,country_code,admin_code,latitude,longitude,population\nNelsonville,USA,OH,39.46,-82.23,4600\n"),
        "spellings": frame("name,country_code,admin_code,latitude,longitude,population\nDerna,LBY,70,32.767,22.637,102581\n"),
        "counties": frame("name,admin_code,latitude,longitude,population\nHocking County,OH,39.5,-82.48,20000\n"),
        "publishers": frame(PUBLISHERS),
        "regions": frame("name,country_code,admin_code,latitude,longitude,population\nAyacucho,PER,05,-13.16,-74.22,500000\n"),
    }  # fmt: skip
    keys = ("name", "countrycode", "admin1code", "population", "latitude", "longitude")
    cities = {
        number: dict(zip(keys, city, strict=True)) | {"alternatenames": ["Bassorah"] if city[0] == "Basra" else []}
        for number, city in CITIES.items()
    }
    return to_gazetteer(frames, cities)


GAZETTEER = small_gazetteer()


def annotated_rows(tokens: Tokens, article_id: str = "a") -> list[dict[str, object]]:
    """ANNOTATED_MENTIONS rows of an article."""
    rows = []
    for mention in find_mentions(tokens, GAZETTEER):
        start, end, head = tokens.start[mention.first], tokens.end[mention.last - 1], mention.head
        case = [tokens.lemma[c] for c in tokens.children[head] if tokens.dep[c] == "case" and tokens.tag[c] != "POS"]
        rows.append(
            {
                "mention_id": f"{article_id}:{start}:{end}", "article_id": article_id,
                "sentence_id": f"{article_id}:{tokens.sentence[head]}",
                "start_offset": start, "end_offset": end, "text": tokens.text[start:end], "kind": mention.kind, "form": mention.form,
                "head_lemma": tokens.lemma[head], "is_plural": tokens.tag[head] in ("NNS", "NNPS"), "grammatical_role": tokens.dep[head],
                "preposition": case[0] if case else None, "title": mention.title, "modifier_country": mention.modifier_country,
                "modifier_organization": mention.modifier_organization,
            }
        )  # fmt: skip
    return rows


def article_row(tokens: Tokens, article_id: str = "a", published: date | None = None, place: str | None = None) -> dict[str, object]:
    return {
        "article_id": article_id, "document_id": "d", "source_name": "s", "locator": "l", "url": None, "canonical_url": None, "title": None,
        "authors": [], "published_date": published, "published_precision": None, "published_origin": None, "language": "en",
        "dateline_place": place, "body_offset": 0, "text": tokens.text, "word_count": 1,
        "fetched_at": datetime(2020, 1, 1, tzinfo=UTC),
    }  # fmt: skip


def resolved(
    tokens: Tokens, published: date | None = None, place: str | None = None, url: str | None = None
) -> dict[str, dict[str, object]]:
    """Resolved mention rows of one article by their words; of equal words the last counts."""
    mentions = schemas.frame(schemas.ANNOTATED_MENTIONS, annotated_rows(tokens))
    articles = schemas.frame(schemas.ARTICLES, [article_row(tokens, published=published, place=place) | {"url": url}])
    frame = resolve(mentions, articles, gazetteer=GAZETTEER)["mentions"]
    return {str(row["text"]): row for row in frame.iter_rows(named=True)}
