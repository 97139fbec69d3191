"""The seed files themselves: complete, unique, sorted, and read into a gazetteer that knows the world."""

from pathlib import Path

import polars as pl
import pytest

from flows import gazetteers
from flows.gazetteers import SEEDS
from transforms.codebook import SECTORS
from transforms.errors import SeedError
from transforms.gazetteer import Gazetteer

FOLDER = Path(__file__).parents[3] / "seeds" / "gazetteers"
KEYS = {
    "countries": ["country_code"], "places": ["name", "country_code"], "organizations": ["name", "country_code"], "peoples": ["name"],
    "agents": ["lemma"], "titles": ["title"], "leaders": ["name", "role", "start_month"], "first_names": ["name"],
    "towns": ["name", "country_code", "admin_code"], "spellings": ["name", "country_code"], "counties": ["name", "admin_code"],
    "regions": ["name", "country_code", "admin_code"], "publishers": ["domain"],
}  # fmt: skip


SHARED_NAMES = {"SLA", "RSF", "PTI"}  # acronyms that two bodies really share; the article's full name tells them apart
# offices that several persons hold at once
SHARED_OFFICES = {"senator", "opposition leader", "special envoy", "rebel leader", "hamas leader", "leader", "party leader"}
RENEWALS = {"BIH", "CHE", "SMR", "AND"}  # heads of state in turns, or several at once


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return gazetteers.read_gazetteer(FOLDER)


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
    for name in ("places", "organizations", "peoples", "leaders", "towns", "spellings", "regions", "publishers"):
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
        gazetteers.read_gazetteer(tmp_path)


def test_no_name_of_an_organization_stands_for_two():
    """A name or alias that two rows claim would be read as whichever comes first."""
    rows = seed("organizations").with_columns(alias=pl.col("aliases").fill_null("").str.split("|")).explode("alias")
    names = pl.concat([rows.select("name", "country_code", called="name"), rows.select("name", "country_code", called="alias")])
    claimed = names.filter(pl.col("called") != "").unique().group_by("called").agg(count=pl.len()).filter(pl.col("count") > 1)
    assert set(claimed.get_column("called")) <= SHARED_NAMES


def test_organizations_cover_the_families_of_bodies():
    """Every larger country has a party and a paper; parliaments, police and services are known by their own names."""
    found = seed("organizations").group_by("sector_code").agg(countries=pl.col("country_code").n_unique())
    covered = dict(found.iter_rows())
    assert all(covered[sector] >= least for sector, least in {"PTY": 100, "JRN": 90, "SPY": 50, "COP": 35, "MIL": 45, "REB": 50}.items())


@pytest.mark.parametrize(
    "name, country, sector",
    [
        ("Lok Sabha", "IND", "LEG"), ("Riksdag", "SWE", "LEG"), ("Knesset", "ISR", "LEG"), ("Folketing", "DNK", "LEG"), ("Garda", "IRL", "COP"),
        ("DGSE", "FRA", "SPY"), ("Verfassungsschutz", "DEU", "SPY"), ("Rosgvardia", "RUS", "COP"), ("Bank Indonesia", "IDN", "BUS"),
        ("Fianna Fail", "IRL", "PTY"), ("Rappler", "PHL", "JRN"), ("UNFCCC", "UNO", "GOV"), ("Rapid Action Battalion", "BGD", "COP"),
    ],
)  # fmt: skip
def test_bodies_by_their_own_names(gazetteer: Gazetteer, name: str, country: str, sector: str):
    entry = gazetteer.lookup(name)[0]
    assert (entry.use, entry.country, entry.sector) == ("organization", country, sector)


def tenures() -> pl.DataFrame:
    """Rows of leaders.csv with an end that sorts behind every month while in office."""
    return seed("leaders").with_columns(end=pl.col("end_month").fill_null("9999-12"))


def test_tenures_are_months_and_end_after_they_begin():
    frame = tenures()
    for column in ("start_month", "end"):
        assert frame.filter(~pl.col(column).str.contains(r"^(?:19[4-9]\d|20[0-3]\d|9999)-(?:0[1-9]|1[0-2])$")).rows() == []
    assert frame.filter(pl.col("end") < pl.col("start_month")).rows() == []


def test_no_office_has_two_holders_at_once():
    """The month of a handover belongs to both; acting holders have the office 'acting president', not 'president'."""
    frame = tenures().filter(~pl.col("role").is_in(SHARED_OFFICES) & ~pl.col("country_code").is_in(RENEWALS))
    both = frame.join(frame, on=["country_code", "role"], suffix="_of").filter(
        (pl.col("name") != pl.col("name_of"))
        & (pl.col("start_month") <= pl.col("start_month_of"))
        & (pl.col("start_month_of") < pl.col("end"))
        & (pl.col("start_month_of") < pl.col("end_of"))
    )
    assert both.select("country_code", "role", "name", "name_of", "start_month_of").rows() == []


def test_one_person_is_spelled_one_way():
    """Names of one country that differ by a letter or an accent are two spellings of one person: an alias, not a row."""
    from rapidfuzz.distance import Levenshtein

    names = tenures().select("country_code", "name").unique()
    pairs = names.join(names, on="country_code", suffix="_of").filter(pl.col("name") < pl.col("name_of"))
    close = [row for row in pairs.iter_rows() if Levenshtein.distance(row[1].lower(), row[2].lower()) < 2]
    assert close == []
