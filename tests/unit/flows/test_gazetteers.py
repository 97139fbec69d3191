"""The seed files themselves: complete, unique, sorted, and read into a gazetteer that knows the world."""

from pathlib import Path

import polars as pl
import pytest

from flows.gazetteers import SEEDS, read_gazetteer
from transforms.codebook import SECTORS
from transforms.errors import SeedError
from transforms.gazetteer import Gazetteer

FOLDER = Path(__file__).parents[3] / "seeds" / "gazetteers"
KEYS = {
    "countries": ["country_code"], "places": ["name", "country_code"], "organizations": ["name", "country_code"], "peoples": ["name"],
    "agents": ["lemma"], "titles": ["title"], "leaders": ["name", "role", "start_month"], "first_names": ["name"],
    "towns": ["name", "country_code", "admin_code"], "counties": ["name", "admin_code"],
    "regions": ["name", "country_code", "admin_code"], "publishers": ["domain"],
}  # fmt: skip


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return read_gazetteer(FOLDER)


def seed(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / f"{name}.csv", infer_schema=False)


@pytest.mark.parametrize("name", SEEDS)
def test_seed_is_unique_and_sorted(name: str):
    frame = seed(name)
    assert frame.select(KEYS[name]).is_duplicated().sum() == 0
    first = frame.get_column(KEYS[name][0]).to_list()
    assert first == sorted(first)


@pytest.mark.parametrize("name", ["organizations", "peoples", "agents", "titles"])
def test_sectors_are_plovers(name: str):
    assert set(seed(name).get_column("sector_code").drop_nulls()) <= SECTORS


def test_country_codes_are_known():
    known = set(seed("countries").get_column("country_code")) | set("IGO UNO EUR NGO IMG ISM MNC".split())
    for name in ("places", "organizations", "peoples", "leaders", "towns", "regions", "publishers"):
        assert set(seed(name).get_column("country_code").drop_nulls()) - known == set()


def test_every_capital_has_its_own_coordinates(gazetteer: Gazetteer):
    rows = seed("countries").drop_nulls("capital").filter(~pl.col("country_code").is_in(["DDR", "PLW"]))
    missing = [row["capital"] for row in rows.iter_rows(named=True) if not any(e.population for e in gazetteer.lookup(row["capital"]))]
    assert missing == []


def test_the_gazetteer_knows_what_the_news_speak_of(gazetteer: Gazetteer):
    meant = {name: gazetteer.lookup(name)[0] for name in ("US", "Kremlin", "Kyiv", "Gaza Strip", "ICRC", "Taliban", "Scots")}
    assert [meant[n].country for n in meant] == ["USA", "RUS", "UKR", "PSE", "NGO", "AFG", "GBR"]
    assert gazetteer.sector_of_title("Secretary of State") == "GOV"
    assert {office.role for office in gazetteer.leaders["Antony Blinken"]} == {"secretary of state"}


def test_missing_folder_is_a_seed_error(tmp_path: Path):
    with pytest.raises(SeedError, match="cannot be read"):
        read_gazetteer(tmp_path)
