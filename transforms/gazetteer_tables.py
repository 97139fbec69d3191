"""Builds the `Gazetteer` from the frames of seeds/gazetteers and GeoNames cities."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl

from transforms.errors import SeedError
from transforms.gazetteer import EASTERN_ORDER, FIRST_WORD, RANKS, Agent, Country, Entry, Gazetteer, Leader, folded, normalize

ALTERNATIVE_POPULATION = 250_000  # smaller cities are known by their main name only: their other names are mostly noise
PLAIN_NAME = re.compile(r"[A-Z][A-Za-zÀ-ž' -]{3,}$")
Cities = Mapping[str, Mapping[str, object]]


def to_gazetteer(frames: Mapping[str, pl.DataFrame], cities: Cities) -> Gazetteer:
    """Frames by seed name, and cities as GeoNames gives them: name, countrycode, admin1code, population, coordinates."""
    countries = _countries(frames["countries"])
    iso2 = dict(zip(frames["countries"].get_column("iso2_code"), frames["countries"].get_column("country_code"), strict=True))
    entries: dict[str, list[Entry]] = defaultdict(list)
    first_names = {row["name"]: row["gender"] or "" for row in frames["first_names"].iter_rows(named=True)}
    leaders = _leaders(frames["leaders"])
    surnames = _surnames(leaders)
    capitals = _capitals(frames["countries"], cities, iso2)
    for pairs in (
        _country_names(frames["countries"], capitals),
        _place_names(frames["places"]),
        _organization_names(frames),
        ((name, Entry(known[0].name, "person", "leader")) for name, known in leaders.items()),
    ):
        for name, entry in pairs:
            entries[normalize(name)].append(entry)
    known_before = frozenset(entries)
    for pairs in (
        _city_names(cities, iso2, known_before | frozenset(first_names)),
        _town_names(frames["towns"]),
        _town_names(frames["spellings"]),
        _region_names(frames["regions"], known_before),
        _county_names(frames["counties"]),
    ):
        for name, entry in pairs:
            entries[normalize(name)].append(entry)
    ordered = {name: tuple(sorted(found, key=lambda e: (RANKS[e.use], -e.population))) for name, found in entries.items()}
    return Gazetteer(
        entries=ordered,
        lengths=_lengths(ordered),
        countries=countries,
        agents={row["lemma"]: Agent(row["sector_code"], row["is_collective"]) for row in frames["agents"].iter_rows(named=True)},
        titles=dict(frames["titles"].select("title", "sector_code").iter_rows()),
        leaders=leaders,
        surnames=surnames,
        spellings={folded(name): name for name in (*surnames, *leaders)},
        first_names=first_names,
        counties=_counties(frames["counties"]),
        publishers=_publishers(frames["publishers"]),
        iso2=iso2,
        states={e.admin: e for e in _entries_of(ordered) if e.use == "region" and e.country == "USA" and e.admin},
    )


def _entries_of(entries: Mapping[str, tuple[Entry, ...]]) -> Iterator[Entry]:
    return (entry for found in entries.values() for entry in found)


def _split(value: object) -> list[str]:
    return [part for part in str(value or "").split("|") if part]


def _countries(frame: pl.DataFrame) -> dict[str, Country]:
    found = {}
    for number, row in enumerate(frame.iter_rows(named=True), 2):
        code = row["country_code"]
        if len(code) != 3 or code in found:
            raise SeedError("gazetteers/countries.csv", number, f"country_code {code!r} is no new code of three letters")
        adjective = next(iter(_split(row["adjectives"])), row["name"])
        found[code] = Country(code, row["name"], adjective, float(row["latitude"]), float(row["longitude"]))
    return found


def _capitals(frame: pl.DataFrame, cities: Cities, iso2: Mapping[str, str]) -> dict[tuple[str, str], Mapping[str, object]]:
    """The largest city by (country code, name), for the names that countries.csv gives as capital or metonym."""
    wanted = {
        (row["country_code"], name) for row in frame.iter_rows(named=True) for name in (str(row["capital"]), *_split(row["metonyms"]))
    }
    names = {name for _, name in wanted}
    found: dict[tuple[str, str], Mapping[str, object]] = {}
    for city in cities.values():
        for name in names.intersection([str(city["name"]), *_texts(city["alternatenames"])]):
            key = (iso2.get(str(city["countrycode"]), ""), name)
            if key in wanted and (key not in found or _number(city["population"]) > _number(found[key]["population"])):
                found[key] = city
    return found


def _texts(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) else 0


def _float(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _country_names(frame: pl.DataFrame, capitals: Mapping[tuple[str, str], Mapping[str, object]]) -> Iterator[tuple[str, Entry]]:
    for row in frame.iter_rows(named=True):
        code, latitude, longitude = row["country_code"], float(row["latitude"]), float(row["longitude"])
        country = Entry(row["name"], "country", "country", code, "GOV", latitude, longitude)
        names = {row["name"], *_split(row["aliases"])}
        for name in sorted(names):
            yield name, country
        for name in sorted({*_split(row["adjectives"]), *_split(row["people"])} - names):
            yield name, Entry(row["name"], "country", "demonym", code, "GOV", latitude, longitude)
        capital = None if row["capital"] in names else row["capital"]
        for name in {normalize(name): name for name in (capital, *_split(row["metonyms"])) if name}.values():
            city = capitals.get((code, name)) or (capitals.get((code, row["capital"])) if name.startswith(str(row["capital"])) else None)
            where = (_float(city["latitude"]), _float(city["longitude"])) if city else (latitude, longitude)
            if name == capital or city:
                size = _number(city["population"]) if city else 0
                is_same = city is None or city is capitals.get((code, row["capital"])) or name.startswith(str(row["capital"]))
                yield name, Entry(row["capital"] if is_same else name, "place", "capital", code, "GOV", *where, size)
            else:
                yield name, Entry(row["name"], "organization", "institution", code, "GOV", latitude, longitude)


def _place_names(frame: pl.DataFrame) -> Iterator[tuple[str, Entry]]:
    for row in frame.iter_rows(named=True):
        where = (float(row["latitude"]), float(row["longitude"]))
        place = Entry(row["name"], "place", "region", row["country_code"], None, *where, admin=row["admin_code"])
        names = (row["name"], *_split(row["aliases"]))
        for name in names:
            yield name, place
        demonyms = _split(row["demonyms"])
        plurals = [f"{name}s" for name in demonyms if name.endswith(("an", "er", "ite"))]
        for name in (*demonyms, *(plural for plural in plurals if plural not in names)):  # the Balkans are no people
            yield name, Entry(row["name"], "place", "demonym", row["country_code"], None, *where, admin=row["admin_code"])


def _organization_names(frames: Mapping[str, pl.DataFrame]) -> Iterator[tuple[str, Entry]]:
    states = {
        row["country_code"]: tuple(f"{name} " for column in ("name", "aliases", "adjectives") for name in _split(row[column]))
        for row in frames["countries"].iter_rows(named=True)
    }
    for use, frame, kind in (("organization", frames["organizations"], "organization"), ("people", frames["peoples"], "group")):
        for row in frame.iter_rows(named=True):
            is_general = bool(row.get("is_general"))
            entry = Entry(row["name"], kind, use, row["country_code"], row["sector_code"], is_general=is_general)
            whole = replace(entry, is_general=False)  # the "US Treasury" is nobody else's
            for name in (row["name"], *_split(row["aliases"])):
                yield name, whole if name.startswith(states.get(row["country_code"], ())) else entry


def _city_names(cities: Cities, iso2: Mapping[str, str], taken: frozenset[str]) -> Iterator[tuple[str, Entry]]:
    """Cities under their main names; those of some size under other plain names that mean nothing else."""
    main = {str(city["name"]) for city in cities.values()}
    for city in cities.values():
        name, population = str(city["name"]), _number(city["population"])
        code, where = iso2.get(str(city["countrycode"])), (_float(city["latitude"]), _float(city["longitude"]))
        entry = Entry(name, "place", "city", code, None, *where, population, str(city["admin1code"]))
        yield name, entry
        if name.endswith(" City") and population > ALTERNATIVE_POPULATION:
            yield name.removesuffix(" City"), entry
        if population < ALTERNATIVE_POPULATION:
            continue
        for other in _texts(city["alternatenames"]):
            if PLAIN_NAME.match(other) and other not in main and other not in taken:
                yield other, entry


def _counties(frame: pl.DataFrame) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, state in frame.select("name", "admin_code").iter_rows():
        found[name].append(state)
    return {name: tuple(states) for name, states in found.items()}


def _publishers(frame: pl.DataFrame) -> dict[str, tuple[str, str | None]]:
    return {domain: (country, admin) for domain, country, admin in frame.select("domain", "country_code", "admin_code").iter_rows()}


def _county_names(frame: pl.DataFrame) -> Iterator[tuple[str, Entry]]:
    """Counties of the United States whose coordinates are known."""
    for name, state, latitude, longitude, population in frame.drop_nulls("latitude").iter_rows():
        yield name, Entry(name, "place", "county", "USA", None, latitude, longitude, population, state)


def _region_names(frame: pl.DataFrame, taken: frozenset[str]) -> Iterator[tuple[str, Entry]]:
    """Provinces and districts of the world: as careful a reading as a city's, for their names are as common."""
    for name, country, admin, latitude, longitude, population in frame.iter_rows():
        if name not in taken:
            yield name, Entry(name, "place", "city", country, None, latitude, longitude, population, admin)


def _town_names(frame: pl.DataFrame) -> Iterator[tuple[str, Entry]]:
    """Towns that GeoNames' list of cities leaves out, and cities as news spell them."""
    for name, country, admin, latitude, longitude, population in frame.iter_rows():
        yield name, Entry(name, "place", "city", country, None, latitude, longitude, population, admin)


def _leaders(frame: pl.DataFrame) -> dict[str, tuple[Leader, ...]]:
    found: dict[str, list[Leader]] = defaultdict(list)
    for row in frame.iter_rows(named=True):
        leader = Leader(row["name"], row["country_code"], row["role"], row["start_month"], row["end_month"] or "")
        for name in (row["name"], *_split(row["aliases"])):
            found[normalize(name)].append(leader)
    return {name: tuple(offices) for name, offices in found.items()}


def _surnames(leaders: Mapping[str, tuple[Leader, ...]]) -> dict[str, tuple[str, ...]]:
    """Keys of `leaders` by the short name that news use for the person."""
    found: dict[str, set[str]] = defaultdict(set)
    for name, offices in leaders.items():
        words = [word for word in name.split() if word not in ("Jr.", "II", "VI", "XIV", "XVI")]
        if len(words) < 2:
            continue
        short = words[0] if offices[0].country in EASTERN_ORDER and len(words) < 4 else words[-1]
        found[short].add(name)
        if short.startswith(("al-", "el-")):
            found[short[3:]].add(name)
        if len(words) > 2 and words[-2] in ("de", "von", "der", "bin", "van", "ben", "al"):
            found[" ".join(words[-2:])].add(name)
    return {short: tuple(sorted(names)) for short, names in found.items()}


def _lengths(entries: Mapping[str, tuple[Entry, ...]]) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = defaultdict(set)
    for name in entries:
        first = FIRST_WORD.match(name)
        if first:
            found[first.group()].add(len(name))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in found.items()}
