"""The gazetteer's lookups, on a few rows."""

import polars as pl
import pytest

from tests.gazetteers import COUNTRIES, GAZETTEER, frame
from transforms.errors import SeedError
from transforms.gazetteer_tables import to_gazetteer


def test_longest_name_wins_at_an_offset():
    end, entries = GAZETTEER.find("The State Department said", 4, "State") or (0, ())
    assert end == len("The State Department")
    assert entries[0].country == "USA"


def test_name_inside_a_longer_word_is_not_found():
    assert GAZETTEER.find("Iraqization", 0, "Iraqization") is None


def test_name_that_ends_the_text_ends_where_the_text_does():
    text = "in the United States"
    end, entries = GAZETTEER.find(text, text.index("United"), "United") or (0, ())
    assert (end, entries[0].country) == (len(text), "USA")


def test_capital_has_the_coordinates_of_the_largest_city_of_that_name():
    paris = GAZETTEER.lookup("Paris")[0]
    assert (paris.use, paris.country, round(paris.latitude or 0)) == ("capital", "FRA", 49)


def test_surest_meaning_stands_first():
    assert [e.use for e in GAZETTEER.lookup("Georgia")] == ["country", "region"]
    assert [e.admin for e in GAZETTEER.lookup("Athens")] == ["GA", "OH"]


def test_capitals_are_looked_up_as_titles_and_apostrophes_straightened():
    assert GAZETTEER.lookup("BEIJING")[0].country == "CHN"
    assert GAZETTEER.lookup("Quai d’Orsay")[0].use == "institution"


def test_sector_of_the_longest_title_at_the_end():
    assert GAZETTEER.sector_of_title("former Foreign Minister") == "ELI"
    assert GAZETTEER.sector_of_title("Foreign Minister") == "GOV"
    assert GAZETTEER.sector_of_title("gardener") is None


def test_irregular_plural_of_an_agent_noun():
    agent = GAZETTEER.agent("militiamen")
    assert agent and agent.sector == "MIL"


def test_doubled_country_code_is_refused():
    countries = frame(COUNTRIES)
    with pytest.raises(SeedError, match="row 9"):
        to_gazetteer({"countries": pl.concat([countries, countries.head(1)]), "first_names": frame("name,gender\nAna,female\n")}, {})


def test_region_is_no_people_where_its_name_is_the_plural_of_its_adjective():
    assert [entry.use for entry in GAZETTEER.lookup("Carpathians")] == ["region"]
    assert [entry.use for entry in GAZETTEER.lookup("Carpathian")] == ["demonym"]
    assert [entry.use for entry in GAZETTEER.lookup("Texans")] == ["demonym"]
