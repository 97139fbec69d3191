"""What analysts do with a published warehouse: the cookbook, other data sets' queries, export, info, build."""

import json
import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import duckdb
import pytest

from flows.building import build
from flows.console import Silent
from flows.exporting import Wanted, export
from flows.info import describe, failed_build, print_info
from flows.paths import published_file
from flows.reading import open_published
from tests.integration.demo import make_demo
from transforms.errors import InputError

COOKBOOK = Path(__file__).parents[2] / "docs" / "cookbook.md"
QUESTIONS = re.findall(r"^### (\d+\. [^\n]+)\n\n(?:[^`#\n]+\n\n)?```sql\n(.*?)```", COOKBOOK.read_text(encoding="utf-8"), re.S | re.M)
ANSWERED = 20  # of the 25 on the demo: fourteen articles need not contradict each other


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo") / "home"
    make_demo(home)
    return home


@pytest.fixture
def warehouse(demo):
    with open_published(demo) as connection:
        yield connection


def test_the_cookbook_has_25_questions():
    assert [int(title.split(".")[0]) for title, _ in QUESTIONS] == list(range(1, 26))


@pytest.mark.parametrize("sql", [sql for _, sql in QUESTIONS], ids=[title.split(".")[0] for title, _ in QUESTIONS])
def test_the_cookbook_runs(warehouse, sql):
    assert warehouse.execute(sql).description


def test_the_cookbook_answers(warehouse):
    assert sum(bool(warehouse.execute(sql).fetchall()) for _, sql in QUESTIONS) >= ANSWERED


def test_the_visit_is_one_happening_from_the_plan_over_its_postponement_to_the_day_it_took_place(warehouse):
    """Announced on 4 March 2025, put off on 10 March for a week in April, held on 2 April."""
    columns = "guest_names, outcome, was_postponed, start_date::VARCHAR, place_name"
    query = f"SELECT {columns} FROM marts.visits_and_meetings WHERE host_names = ['Hanoi'] OR place_name = 'Hanoi' AND mode = 'visit'"
    assert warehouse.execute(query).fetchall() == [(["Ingrid Solheim"], "happened", True, "2025-04-02", "Hanoi")]


def test_talks_are_one_happening_from_the_plan_to_the_opening(warehouse):
    """Two delegations are to meet in Kuala Lumpur on 19 May; another article names who met there and who opened the talks."""
    query = "SELECT outcome, report_count, history_outcomes FROM marts.visits_and_meetings WHERE place_name = 'Kuala Lumpur' AND start_date = '2025-05-19'"
    assert warehouse.execute(query).fetchall() == [("happened", 4, ["planned", "possible", "happened", "happened"])]


def test_the_first_query_of_the_readme_runs_as_it_stands(demo, tmp_path, monkeypatch, capsys):
    (code,) = re.findall(r"```python\n(.*?)```", (COOKBOOK.parents[1] / "README.md").read_text(encoding="utf-8"), re.S)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "demo").symlink_to(demo)
    monkeypatch.chdir(tmp_path)
    exec(compile(code, "README.md", "exec"), {})
    assert "CONSULT" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["visits", "conflict", "rejects"])
def test_the_answers_of_make_demo_are_whole(warehouse, name):
    sql = (COOKBOOK.parent / "queries" / f"{name}.sql").read_text(encoding="utf-8")
    assert "limit" not in sql.lower()
    found = warehouse.execute(sql)
    columns, rows = [column[0] for column in found.description], found.fetchall()
    assert rows
    if name == "conflict":
        assert {row[columns.index("type")] for row in rows} <= {"ASSAULT", "COERCE", "SANCTION"}


# Five queries as GDELT's users write them, for the BigQuery table or a local copy; only {events} is ours.
STOCK = {
    "dyad conflict by month": """
        SELECT MonthYear, COUNT(*) AS n, AVG(GoldsteinScale) AS goldstein FROM {events}
        WHERE Actor1CountryCode = 'NOR' AND Actor2CountryCode = 'VNM' AND QuadClass IN (3, 4)
        GROUP BY MonthYear ORDER BY MonthYear""",
    "top actors": """
        SELECT Actor1Name, Actor1CountryCode, SUM(NumMentions) AS mentions FROM {events}
        WHERE Actor1Name IS NOT NULL AND IsRootEvent = 1 GROUP BY Actor1Name, Actor1CountryCode ORDER BY mentions DESC LIMIT 20""",
    "map points": """
        SELECT ActionGeo_FullName, ActionGeo_Lat, ActionGeo_Long, ActionGeo_CountryCode, COUNT(*) AS n FROM {events}
        WHERE ActionGeo_Lat IS NOT NULL AND SQLDATE >= 20250101 GROUP BY 1, 2, 3, 4 ORDER BY n DESC""",
    "tone over time": "SELECT SQLDATE, AVG(AvgTone) AS tone, COUNT(*) AS n FROM {events} GROUP BY SQLDATE ORDER BY SQLDATE",
    "event counts by root code": """
        SELECT EventRootCode, QuadClass, COUNT(*) AS n FROM {events} WHERE Year = 2025 GROUP BY EventRootCode, QuadClass ORDER BY n DESC""",
}


# the same questions in our own words: what the answers must be
IS_FACT = "(status IN ('occurred', 'ongoing') OR plover_type <> event_type) AND NOT is_copy"
ROWS = """sum(CASE WHEN event_type IN ('AGREE', 'CONSULT', 'COOPERATE') AND len(target_names) = 0 AND len(source_names) > 1
        THEN len(source_names) * (len(source_names) - 1) ELSE 1 END)::BIGINT"""  # a meeting without a host goes each way
OURS = {
    "dyad conflict by month": f"""
        SELECT strftime(day, '%Y%m')::BIGINT, count(*), avg(goldstein) FROM marts.events
        WHERE source_countries[1] = 'NOR' AND target_countries[1] = 'VNM' AND quad_code > 2 AND {IS_FACT} GROUP BY 1 ORDER BY 1""",
    "map points": f"""
        SELECT count(*) FROM (SELECT DISTINCT place_name, place_latitude, place_longitude, place_country FROM marts.events
        WHERE place_latitude IS NOT NULL AND day >= DATE '2025-01-01' AND {IS_FACT})""",
    "tone over time": f"SELECT strftime(day, '%Y%m%d')::BIGINT, NULL, {ROWS} FROM marts.events WHERE {IS_FACT} GROUP BY 1 ORDER BY 1",
    "event counts by root code": f"""
        SELECT cameo_code[1:2], quad_code, {ROWS} FROM marts.events WHERE year(day) = 2025 AND {IS_FACT} GROUP BY 1, 2""",
}


@pytest.mark.parametrize("sql", STOCK.values(), ids=STOCK.keys())
def test_gdelt_queries_run_with_another_table_name(warehouse, sql):
    assert warehouse.execute(sql.format(events="compat.gdelt_events")).fetchall()


@pytest.mark.parametrize("question", OURS)
def test_gdelt_queries_answer_what_the_marts_say(warehouse, question):
    found = warehouse.execute(STOCK[question].format(events="compat.gdelt_events")).fetchall()
    expected = warehouse.execute(OURS[question]).fetchall()
    assert sorted(map(str, found)) == sorted(map(str, expected)) if question != "map points" else (len(found),) == expected[0]


def test_the_top_actors_of_gdelt_are_ours(warehouse):
    """By mentions of events in first paragraphs, so that the first name is one that the marts have there too."""
    name, country, mentions = warehouse.execute(STOCK["top actors"].format(events="compat.gdelt_events")).fetchall()[0]
    ours = f"""
        SELECT sum(mention_count) FROM marts.events LEFT JOIN codes.country_codes AS c ON c.country_code = source_countries[1]
        WHERE is_lead AND {IS_FACT} AND upper(source_names[1]) = ? AND c.cameo_code IS NOT DISTINCT FROM ?"""
    assert warehouse.execute(ours, [name, country]).fetchall() == [(mentions,)]


@pytest.mark.parametrize(("view", "number"), [("gdelt_events", "GLOBALEVENTID"), ("icews_events", "event_id")])
def test_both_sides_of_a_meeting_are_found(warehouse, view, number):
    """Every row has a number of its own; those below 2^56 are the events, the others meetings told the other way round."""
    ours = warehouse.execute(f"SELECT count(*), {ROWS} FROM marts.events WHERE {IS_FACT}").fetchone()
    counts = f"count(*) FILTER ({number} < 72057594037927936), count(*), count(DISTINCT {number})"
    assert warehouse.execute(f"SELECT {counts} FROM compat.{view}").fetchone() == (*ours, ours[1])
    assert ours[1] > ours[0]


def test_a_meeting_stands_both_ways_in_gdelt(warehouse):
    pairs = """SELECT Actor1CountryCode, Actor2CountryCode FROM compat.gdelt_events
        WHERE EventRootCode = '04' AND Actor1CountryCode <> Actor2CountryCode AND GLOBALEVENTID >= 72057594037927936"""
    found = {tuple(row) for row in warehouse.execute(pairs).fetchall()}
    assert found
    everywhere = {
        tuple(row) for row in warehouse.execute("SELECT Actor1CountryCode, Actor2CountryCode FROM compat.gdelt_events").fetchall()
    }
    assert {(second, first) for first, second in found} <= everywhere


# names in the order of the originals
ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code Type1Code Type2Code Type3Code".split()
GEO = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
ORIGINALS = {
    "gdelt_events": [
        *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
        *(f"Actor{n}{name}" for n in (1, 2) for name in ACTOR),
        *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split(),
        *(f"{place}Geo_{name}" for place in ("Actor1", "Actor2", "Action") for name in GEO),
        "DATEADDED", "SOURCEURL",
    ],
    "gdelt_mentions": "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset "
                      "Actor2CharOffset ActionCharOffset InRawText Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras".split(),
    "gdelt_gkg": "GKGRECORDID DATE SourceCollectionIdentifier SourceCommonName DocumentIdentifier Counts V2Counts Themes V2Themes Locations "
                 "V2Locations Persons V2Persons Organizations V2Organizations V2Tone Dates GCAM SharingImage RelatedImages SocialImageEmbeds "
                 "SocialVideoEmbeds Quotations AllNames Amounts TranslationInfo Extras".split(),
    "polecat_events": "Event ID,Event Date,Event Type,Event Mode,Intensity,Quad Code,Contexts,Actor Name,Actor Country,Actor COW,"
                      "Primary Actor Sector,Actor Sectors,Actor Title,Actor Name Raw,Wikipedia Actor ID,Recipient Name,Recipient Country,"
                      "Recipient COW,Primary Recipient Sector,Recipient Sectors,Recipient Title,Recipient Name Raw,Wikipedia Recipient ID,"
                      "Placename,City,District,Province,Country,Latitude,Longitude,GeoNames ID,Raw Placename,Feature Type,Source,"
                      "Publication Date,Story People,Story Organizations,Story Locations,Language,Version".split(","),
    "icews_events": "event_id event_date source_name source_sectors source_country event_text cameo_code intensity target_name target_sectors "
                    "target_country story_id sentence_number publisher city district province country latitude longitude".split(),
}  # fmt: skip
# by type what is no text; identifiers and dates of GDELT are whole numbers
NUMBERS = {
    "gdelt_events": {
        "BIGINT": [*"GLOBALEVENTID SQLDATE MonthYear Year IsRootEvent QuadClass NumMentions NumSources NumArticles DATEADDED".split(),
                   *(f"{place}Geo_Type" for place in ("Actor1", "Actor2", "Action"))],
        "DOUBLE": ["FractionDate", "GoldsteinScale", "AvgTone", *(f"{p}Geo_{c}" for p in ("Actor1", "Actor2", "Action") for c in ("Lat", "Long"))],
    },
    "gdelt_mentions": {
        "BIGINT": "GLOBALEVENTID EventTimeDate MentionTimeDate MentionType SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset "
                  "InRawText Confidence MentionDocLen".split(),
        "DOUBLE": ["MentionDocTone"],
    },
    "gdelt_gkg": {"BIGINT": ["DATE", "SourceCollectionIdentifier"]},
    "polecat_events": {
        "DATE": ["Event Date", "Publication Date"],
        "DOUBLE": ["Intensity", "Latitude", "Longitude"],
        "BIGINT": ["GeoNames ID"],
    },
    "icews_events": {
        "BIGINT": ["event_id", "story_id", "sentence_number"],
        "DATE": ["event_date"],
        "DOUBLE": ["intensity", "latitude", "longitude"],
    },
}  # fmt: skip


@pytest.mark.parametrize(("view", "names"), ORIGINALS.items(), ids=ORIGINALS.keys())
def test_views_have_the_columns_of_the_originals(warehouse, view, names):
    described = warehouse.execute(f"DESCRIBE compat.{view}").fetchall()
    assert [row[0] for row in described] == names
    assert len(names) == {"gdelt_events": 61, "gdelt_mentions": 16, "gdelt_gkg": 27, "polecat_events": 40, "icews_events": 20}[view]
    assert warehouse.execute(f"SELECT * FROM compat.{view}").fetchall()
    numbers = {name: dtype for dtype, found in NUMBERS[view].items() for name in found}
    assert [row[1] for row in described] == [numbers.get(name, "VARCHAR") for name in names]


def test_codes_follow_the_scheme_of_each_data_set(warehouse):
    gdelt = warehouse.execute("SELECT DISTINCT Actor1CountryCode, ActionGeo_CountryCode FROM compat.gdelt_events").fetchall()
    assert "DEU" in {actor for actor, _ in gdelt}
    assert {"VM", "NO"} & {place for _, place in gdelt} and "VNM" not in {place for _, place in gdelt}
    assert warehouse.execute("SELECT 1 FROM compat.polecat_events WHERE \"Actor Country\" = 'NOR' AND \"Actor COW\" = '385'").fetchall()
    assert warehouse.execute("SELECT 1 FROM compat.icews_events WHERE source_country = 'Norway' AND event_text IS NOT NULL").fetchall()


def test_codes_of_countries_that_look_like_nothing_are_kept(warehouse):
    found = warehouse.execute("SELECT iso2_code, fips_code, cow_code FROM codes.country_codes WHERE country_code = 'NAM'").fetchall()
    assert found == [("NA", "WA", "565")]


def test_what_did_not_happen_is_no_event_for_others(warehouse):
    denied = "SELECT count(*) FROM compat.polecat_events WHERE \"Event ID\" IN (SELECT event_id FROM marts.events WHERE status = 'denied'"
    assert warehouse.execute(f"{denied} AND plover_type = event_type)").fetchone() == (0,)


@pytest.mark.parametrize("file_format", ["parquet", "csv"])
def test_an_export_can_be_checked_and_read_by_year(demo, tmp_path, file_format):
    folder = tmp_path / "out"
    manifest = export(demo, Wanted(folder, ("events", "compat.gdelt_events", "core.entities"), file_format))
    assert manifest == json.loads((folder / "manifest.json").read_text())
    entry = manifest["tables"][0]
    assert (entry["table"], entry["partitioned_by"]) == ("marts.events", "year")
    for file in entry["files"]:
        assert sha256((folder / file["path"]).read_bytes()).hexdigest() == file["sha256"]
    query = f"SELECT count(*), min(year) FROM read_{file_format}('{folder}/marts.events/*/*.{file_format}', hive_partitioning = true)"
    assert duckdb.sql(query).fetchall() == [(entry["row_count"], 2025)]


def test_an_export_takes_every_mart_and_nothing_twice(demo, tmp_path):
    manifest = export(demo, Wanted(tmp_path / "out"))
    names = [entry["table"] for entry in manifest["tables"]]
    assert len(names) == 11 and not any("_v" in name for name in names)
    with pytest.raises(InputError, match="not empty"):
        export(demo, Wanted(tmp_path / "out"))


@pytest.mark.parametrize(("tables", "file_format", "words"), [(("nowhere",), "parquet", "no table"), ((), "xlsx", "unknown")])
def test_a_wrong_export_leaves_no_folder(demo, tmp_path, tables, file_format, words):
    with pytest.raises(InputError, match=words):
        export(demo, Wanted(tmp_path / "out", tables, file_format))
    assert list(tmp_path.iterdir()) == []


def test_info_warns_of_what_retires_and_shows_checks(warehouse, capsys):
    import sys

    facts = describe(warehouse, "somewhere", date(2026, 12, 1))
    assert facts["warnings"] == [
        "marts.visits_and_meetings_v1 retires on 2027-06-30; marts.visits_and_meetings is version 2 (docs/migrations.md says what changes)"
    ]
    assert "may be dropped" in describe(warehouse, "somewhere", date(2027, 7, 1))["warnings"][0]
    assert {row["status"] for row in facts["checks"]} <= {"pass", "warn"}
    print_info(facts, sys.stdout)
    printed = capsys.readouterr().out
    assert "retires on 2027-06-30" in printed and "last build: full" in printed


def test_a_build_without_need_publishes_nothing_and_a_failing_one_keeps_the_file(demo, tmp_path):
    before = published_file(demo).read_bytes()
    assert build(demo, Silent()).kind == "nothing"
    assert published_file(demo).read_bytes() == before
    (demo / "dbt" / "failed_checks.json").write_text('[{"check_name": "x", "count": 1}]')
    assert failed_build(demo) == {"failed_build": [{"check_name": "x", "count": 1}]}
    assert failed_build(tmp_path) == {}
    (demo / "dbt" / "failed_checks.json").unlink()


def test_without_a_warehouse_there_is_nothing_to_build(tmp_path):
    with pytest.raises(InputError, match="holds no warehouse"):
        build(tmp_path / "home", Silent())
