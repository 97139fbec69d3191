"""The copy that a run begins with: the file as it is, or written anew where holes have come into it."""

import duckdb
import pytest

from warehouse.connection import STORAGE_VERSION, open_to_read, open_to_write
from warehouse.copying import SIZE_NAME, copy_warehouse

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


def test_a_file_of_unknown_density_is_written_anew_and_then_copied(grown, tmp_path):
    first, second, notes = tmp_path / "first.duckdb", tmp_path / "second.duckdb", tmp_path / "dbt"
    assert copy_warehouse(grown, first, notes)
    assert (notes / SIZE_NAME).exists()
    assert not copy_warehouse(first, second, notes)
    assert first.read_bytes() == second.read_bytes()


def test_a_file_full_of_holes_is_written_anew_with_all_that_is_in_it(grown, tmp_path):
    notes = tmp_path / "dbt"
    copy_warehouse(grown, tmp_path / "first.duckdb", notes)
    spoil(grown)
    copy = tmp_path / "copy.duckdb"
    assert copy_warehouse(grown, copy, notes)
    assert copy.stat().st_size < grown.stat().st_size / 2
    assert facts(copy) == facts(grown)
    with duckdb.connect(copy) as connection:
        tags = connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'copy'").fetchone()
    assert tags == (f"{STORAGE_VERSION}+",)


def test_a_note_that_cannot_be_read_is_none(grown, tmp_path):
    (tmp_path / SIZE_NAME).write_text("[1")
    assert copy_warehouse(grown, tmp_path / "copy.duckdb", tmp_path)


def test_what_is_no_database_is_copied_for_its_reader_to_refuse(tmp_path):
    odd = tmp_path / "odd.duckdb"
    odd.write_bytes(b"broken")
    assert not copy_warehouse(odd, tmp_path / "copy.duckdb", tmp_path)
    assert (tmp_path / "copy.duckdb").read_bytes() == b"broken"
