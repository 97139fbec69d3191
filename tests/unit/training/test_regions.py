"""Divisions out of lists of towns."""

from training.regions import bare, region_rows, to_areas

TOWNS = [
    {"name": "Arda", "country": "PE", "admin1": "05", "admin2": "01", "lat": "-10", "lng": "-70"},
    {"name": "Brun", "country": "PE", "admin1": "05", "admin2": "02", "lat": "-12", "lng": "-74"},
]
CITIES = [
    {"name": "Arda", "countrycode": "PE", "admin1code": "05", "population": 299_999},
    {"name": "Brun", "countrycode": "PE", "admin1code": "05", "population": 99_999},
]


def test_bare_names():
    names = {"Davao del Sur": "Davao del Sur", "Kvemo Kartli Region": "Kvemo Kartli", "Huíla Province": "Huila", "Province of Como": "Como"}
    assert {name: bare(name) for name in names} == names


def test_a_division_lies_where_its_people_are():
    area = to_areas(TOWNS, CITIES)["PE", "05"]
    assert (round(area.latitude, 2), round(area.longitude, 2), area.population) == (-10.5, -71.0, 399_998)


def test_divisions_named_like_a_town_or_by_common_words_are_left_out():
    names = {"PE.05": "Selva Region", "PE.05.01": "Arda", "PE.05.02": "Costa Province"}
    known = {("Arda", "PE", "05")}
    assert [row[0] for row in region_rows(names, to_areas(TOWNS, CITIES), {"PE": "PER"}, known)] == ["Selva"]
    assert list(region_rows({"PE.05": "Central"}, to_areas(TOWNS, CITIES), {"PE": "PER"}, set())) == []
