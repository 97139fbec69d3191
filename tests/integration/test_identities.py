"""Who is who across articles: a small archive of invented persons, run through the whole chain and asserted row by row.

Namesakes of two countries, one person under several names, offices that change hands in the middle of the archive.
"""

from datetime import UTC, date, datetime
from shutil import copyfile

import polars as pl
import pytest

from flows.stages import Tools, code_batch, group
from tests.tools import coding_tools
from transforms import schemas
from transforms.annotate import annotate
from transforms.errors import SeedError
from transforms.identities import to_corrections
from warehouse.connection import open_to_read, open_to_write
from warehouse.ddl import create_tables
from warehouse.load import load_batch

ARCHIVE = {
    # one name, two countries
    "us": (date(2025, 1, 10), "US Senator Michael Tarrow criticized Iran on Thursday. Tarrow visited Ohio."),
    "georgia": (date(2025, 1, 12), "Georgia's interior minister, Michael Tarrow, met Armenian officials in Yerevan on Friday."),
    "unknown": (date(2025, 1, 20), "Michael Tarrow criticized the report on Sunday."),
    # one person, several names
    "full": (date(2025, 2, 1), "Norwegian Foreign Minister Ingrid Solvang visited Lima on Friday. Solvang praised Peru."),
    "surname": (date(2025, 2, 9), "Norwegian Foreign Minister Solvang criticized Russia on Friday."),
    "roleless": (date(2025, 2, 20), "Ingrid Solvang criticized Belarus on Wednesday."),
    "spelling": (date(2025, 2, 25), "Egypt's irrigation minister, Abdel Rahman Wasfi, visited Sudan on Monday."),
    "spelled": (date(2025, 3, 2), "Egypt's irrigation minister, Abdelrahman Wasfi, criticized Ethiopia on Saturday."),
    # the office changes hands
    "handover": (date(2025, 4, 3), "Erik Maurstad was appointed Norwegian foreign minister on Wednesday."),
    "successor": (date(2025, 4, 20), "Norwegian Foreign Minister Erik Maurstad met Finnish officials in Helsinki on Friday."),
    "later": (date(2025, 5, 8), "Ingrid Solvang criticized Hungary on Tuesday."),
    "successor_bare": (date(2025, 5, 9), "Erik Maurstad criticized Serbia on Thursday."),
    # a surname that two persons of the office's country could bear stays alone
    "first": (date(2025, 6, 1), "Kenyan lawmaker Joseph Odera criticized Uganda on Friday."),
    "second": (date(2025, 6, 2), "Kenyan lawmaker Peter Odera criticized Uganda on Friday."),
    "either": (date(2025, 6, 3), "Kenyan lawmaker Odera criticized Tanzania on Monday."),
}
NO_CORRECTION = ("action", "name", "other_name", "country_code", "reason", "status", "expectation")


def article_rows():
    rows = []
    for article_id, (day, text) in ARCHIVE.items():
        rows.append(
            {
                "article_id": article_id, "document_id": article_id, "source_name": "typed", "locator": article_id, "url": None,
                "canonical_url": None, "title": None, "authors": [], "published_date": day, "published_precision": "day",
                "published_origin": "given", "language": "en", "dateline_place": None, "body_offset": 0, "text": text,
                "word_count": len(text.split()), "fetched_at": datetime(2025, 7, 1, tzinfo=UTC),
            }
        )  # fmt: skip
    return schemas.frame(schemas.ARTICLES, rows)


@pytest.fixture(scope="module")
def coded():
    annotator, codebook = coding_tools()["annotator"], coding_tools()["codebook"]
    tools = Tools(annotator.gazetteer, codebook)
    result = {}
    for row in article_rows().partition_by("article_id", as_dict=False):
        tables = {**annotate(row, annotator=annotator), "articles": row}
        made, failed = code_batch(tables, tools)
        assert failed.is_empty(), failed
        stored = {table.name for table in schemas.CORE_TABLES}
        result[row.item(0, "article_id")] = {name: data for name, data in {**tables, **made}.items() if name in stored}
    return result


def load(path, coded, order):
    with open_to_write(path) as connection:
        create_tables(connection)
        for article_id in order:
            load_batch(connection, coded[article_id])


def archive(path, coded, order):
    load(path, coded, order)
    group(path)


def corrected(ungrouped, folder, corrections=()):
    """A copy of the loaded archive, grouped with these corrections."""
    path = folder / "warehouse.duckdb"
    copyfile(ungrouped, path)
    group(path, corrections)
    return path


@pytest.fixture(scope="module")
def ungrouped(coded, tmp_path_factory):
    """The archive as it is loaded in its order, before anybody is identified."""
    path = tmp_path_factory.mktemp("ungrouped") / "warehouse.duckdb"
    load(path, coded, list(ARCHIVE))
    return path


@pytest.fixture(scope="module")
def stored(ungrouped, tmp_path_factory):
    return corrected(ungrouped, tmp_path_factory.mktemp("archive"))


def asked(path, query):
    with open_to_read(path) as connection:
        return connection.execute(query).fetchall()


def person(path, article, name):
    query = f"""
        SELECT DISTINCT n.entity_id FROM core.entity_names n JOIN core.entities e USING (entity_id)
        WHERE n.article_id = '{article}' AND n.name = '{name}' AND e.kind = 'person'
    """
    [(entity_id,)] = asked(path, query)
    return entity_id


def told(path, article, name):
    """name, role, country, sector and the evidence of a person in an article."""
    query = f"SELECT i.name, i.role, i.country_code, i.sector_code, i.evidence, i.role_evidence FROM core.identities i WHERE i.article_id = '{article}'"
    return next(row for row in asked(path, query) if row[0] == name)


def test_namesakes_of_two_countries_are_two_persons(stored):
    assert person(stored, "us", "Michael Tarrow") != person(stored, "georgia", "Michael Tarrow")
    assert told(stored, "us", "Michael Tarrow")[1:5] == ("senator", "USA", "LEG", "namesake_of_another_country")
    assert told(stored, "georgia", "Michael Tarrow")[1:5] == ("interior minister", "GEO", "GOV", "namesake_of_another_country")


def test_a_namesake_without_a_role_stays_apart_and_says_why(stored):
    others = {person(stored, article, "Michael Tarrow") for article in ("us", "georgia")}
    assert person(stored, "unknown", "Michael Tarrow") not in others
    assert told(stored, "unknown", "Michael Tarrow")[1:5] == (None, None, None, "namesakes_cannot_be_told")


def test_one_person_under_full_name_and_surname(stored):
    assert person(stored, "full", "Ingrid Solvang") == person(stored, "surname", "Solvang")
    assert told(stored, "surname", "Ingrid Solvang")[4] == "surname_and_office: foreign minister of NOR"
    evidence = asked(stored, "SELECT identity_evidence FROM core.entity_names WHERE article_id = 'surname' AND name = 'Solvang'")
    assert evidence == [("surname_and_office: foreign minister of NOR",)]


def test_spellings_in_one_office_are_one_person(stored):
    assert person(stored, "spelling", "Abdel Rahman Wasfi") == person(stored, "spelled", "Abdelrahman Wasfi")


def test_a_surname_of_two_persons_is_neither(stored):
    either = person(stored, "either", "Odera")
    assert either not in {person(stored, "first", "Joseph Odera"), person(stored, "second", "Peter Odera")}


def test_a_person_takes_the_role_that_other_articles_gave_for_the_day(stored):
    assert told(stored, "roleless", "Ingrid Solvang")[1:4] == ("foreign minister", "NOR", "GOV")
    assert told(stored, "roleless", "Ingrid Solvang")[5] == "other_articles"
    assert asked(stored, "SELECT country_code, sector_code FROM core.participants WHERE article_id = 'roleless' AND role = 'source'") == [
        ("NOR", "GOV")
    ]


def test_after_the_handover_the_old_minister_is_a_former_one_and_the_new_one_holds_the_office(stored):
    _, role, country, sector, _, evidence = told(stored, "later", "Ingrid Solvang")
    assert (role, country, sector) == ("former foreign minister", "NOR", "ELI")
    assert evidence == "other_articles: succeeded by Erik Maurstad"
    assert told(stored, "successor_bare", "Erik Maurstad")[1:4] == ("foreign minister", "NOR", "GOV")


def test_roles_keep_when_they_were_seen_and_what_the_article_states(stored):
    rows = asked(
        stored,
        """SELECT e.name, r.first_seen_date, r.last_seen_date, max(r.start_date) FROM core.roles r JOIN core.entities e USING (entity_id)
           WHERE r.role = 'foreign minister' GROUP BY ALL ORDER BY 1""",
    )
    assert rows == [
        ("Erik Maurstad", date(2025, 4, 3), date(2025, 4, 20), date(2025, 4, 2)),
        ("Ingrid Solvang", date(2025, 2, 1), date(2025, 2, 9), None),
    ]


def dump(path):
    tables = ("identities", "entity_names", "roles", "entities", "participants", "events", "happenings")
    return {name: asked(path, f"SELECT * FROM core.{name} ORDER BY ALL") for name in tables}


def test_the_order_of_batches_and_repeated_runs_change_nothing(stored, coded, tmp_path):
    backwards = tmp_path / "backwards.duckdb"
    archive(backwards, coded, list(ARCHIVE)[::-1])
    assert dump(backwards) == dump(stored)
    in_two_runs = tmp_path / "two.duckdb"
    archive(in_two_runs, coded, list(ARCHIVE)[7:])
    archive(in_two_runs, coded, list(ARCHIVE)[:7])
    assert dump(in_two_runs) == dump(stored)


def correction(**row):
    values = {"country_code": None, "reason": "settled by a reader", "status": "active", **row}
    return to_corrections(pl.DataFrame([values], schema=dict.fromkeys(NO_CORRECTION, pl.String)))


def test_a_correction_joins_what_the_rules_leave_apart(ungrouped, tmp_path):
    rows = correction(action="join", name="Joseph Odera", other_name="Odera", expectation="apart")
    path = corrected(ungrouped, tmp_path, rows)
    assert person(path, "either", "Odera") == person(path, "first", "Joseph Odera")
    assert told(path, "either", "Joseph Odera")[4] == "correction: row 2"


def test_a_correction_parts_what_the_rules_join(ungrouped, tmp_path):
    rows = correction(action="split", name="Abdel Rahman Wasfi", other_name="Abdelrahman Wasfi", expectation="joined")
    path = corrected(ungrouped, tmp_path, rows)
    assert person(path, "spelling", "Abdel Rahman Wasfi") != person(path, "spelled", "Abdelrahman Wasfi")


def test_a_stale_correction_stops_the_run_and_says_what_to_do(ungrouped, tmp_path):
    rows = correction(action="join", name="Ingrid Solvang", other_name="Solvang", expectation="apart")
    with pytest.raises(SeedError, match="already one person; remove it or set its status to retired"):
        corrected(ungrouped, tmp_path, rows)


def test_a_correction_for_persons_of_other_archives_does_nothing(stored, ungrouped, tmp_path):
    rows = correction(action="join", name="Nobody Here", other_name="Nobody There", expectation="apart")
    assert dump(corrected(ungrouped, tmp_path, rows)) == dump(stored)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"action": "merge", "expectation": "apart"}, "neither join nor split"),
        ({"action": "join", "expectation": "joined"}, "expectation must say"),
        ({"action": "join", "expectation": "apart", "reason": ""}, "has no reason"),
    ],
)
def test_a_correction_that_cannot_be_read_is_named(row, message):
    with pytest.raises(SeedError, match=message):
        correction(name="A B", other_name="C D", **row)
