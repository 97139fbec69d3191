"""A file before it is published: as it is, or written anew where holes have come into it."""

import shutil

import duckdb
import pytest

from warehouse.compaction import SIZE_NAME, compact
from warehouse.connection import STORAGE_VERSION, open_to_read, open_to_write

COUNT = 200_000
CONTENT = "SELECT count(*), md5(string_agg(line, '' ORDER BY n)) FROM (SELECT n, t::VARCHAR AS line FROM core.rows AS t)"


@pytest.fixture
def grown(tmp_path):
    """A file in which most rows were deleted and came again."""
    path = tmp_path / "grown.duckdb"
    with open_to_write(path) as connection:
        connection.execute("CREATE SCHEMA core")
        connection.execute("CREATE TABLE core.rows (n BIGINT NOT NULL, words VARCHAR[])")
        connection.execute(f"INSERT INTO core.rows SELECT i, [md5(i::VARCHAR), 'it''s'] FROM range({COUNT}) AS r(i)")
        connection.execute("COMMENT ON TABLE core.rows IS 'what a row is'; COMMENT ON COLUMN core.rows.n IS 'a number'")
        connection.execute("CREATE VIEW core.few AS SELECT n FROM core.rows WHERE n < 10; COMMENT ON VIEW core.few IS 'some'")
    return path


def spoil(path):
    with open_to_write(path) as connection:
        connection.execute(f"DELETE FROM core.rows WHERE n > {COUNT // 10}")
        connection.execute("CHECKPOINT")


def facts(path):
    with open_to_read(path) as connection:
        return [
            connection.execute(query).fetchall()
            for query in (
                CONTENT,
                "FROM core.few",
                "SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
                "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal",
                "SELECT comment FROM duckdb_tables()",
                "SELECT n FROM core.rows LIMIT 100",
            )
        ]


def test_a_file_of_unknown_density_is_written_anew_and_then_left_alone(grown, tmp_path):
    notes = tmp_path / "dbt"
    assert compact(grown, notes)
    before = grown.read_bytes()
    assert not compact(grown, notes)
    assert grown.read_bytes() == before


def test_a_file_full_of_holes_is_written_anew_with_all_that_is_in_it(grown, tmp_path):
    notes, kept = tmp_path / "dbt", tmp_path / "kept.duckdb"
    compact(grown, notes)
    spoil(grown)
    shutil.copyfile(grown, kept)
    assert compact(grown, notes)
    assert grown.stat().st_size < kept.stat().st_size / 2
    assert facts(grown) == facts(kept)
    with duckdb.connect(grown) as connection:
        tags = connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'grown'").fetchone()
    assert tags == (f"{STORAGE_VERSION}+",)


def test_a_note_that_cannot_be_read_is_none(grown, tmp_path):
    (tmp_path / SIZE_NAME).write_text("[1")
    assert compact(grown, tmp_path)


def test_what_is_no_database_is_left_for_its_reader_to_refuse(tmp_path):
    odd = tmp_path / "odd.duckdb"
    odd.write_bytes(b"broken")
    assert not compact(odd, tmp_path)
    assert odd.read_bytes() == b"broken"
