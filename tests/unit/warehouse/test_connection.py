"""Reading back what was written, without further libraries."""

from datetime import UTC, date, datetime

import pytest

from tests.rows import rows
from transforms.errors import InputError
from transforms.schemas import ARTICLES
from warehouse.connection import open_to_read, open_to_write, read_table, writer_memory
from warehouse.ddl import create_tables
from warehouse.load import load_batch

TYPED = rows(
    ARTICLES,
    {
        "article_id": "b",
        "authors": ["Ann", "Bob"],
        "published_date": date(2024, 5, 1),
        "fetched_at": datetime(2024, 5, 1, 23, 30, tzinfo=UTC),
    },
    {"article_id": "a", "title": "It’s “so”\n", "text": "naïve — 日本"},
)


def test_a_table_comes_back_as_it_went_in_ordered_by_key(tmp_path):
    path = tmp_path / "it's here" / "warehouse.duckdb"
    with open_to_write(path) as connection:
        create_tables(connection)
        load_batch(connection, {"articles": TYPED})
    with open_to_read(path) as connection:
        assert read_table(connection, ARTICLES).equals(TYPED.sort("article_id"))


def test_an_empty_table_has_its_schema(tmp_path):
    with open_to_write(tmp_path / "w.duckdb") as connection:
        create_tables(connection)
        assert read_table(connection, ARTICLES).schema == TYPED.schema


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="no warehouse yet"), open_to_read(tmp_path / "none.duckdb"):
        pass


def test_a_writer_may_hold_more_the_larger_the_file_is_and_no_more_than_is_free(tmp_path):
    told = tmp_path / "meminfo"
    told.write_text("MemTotal:       24000000 kB\nMemAvailable:   10000000 kB\n")
    assert writer_memory(tmp_path / "none", told) == f"{2**20}KiB"
    large = tmp_path / "large.duckdb"
    with large.open("wb") as handle:
        handle.truncate(2 * 2**30)
    assert writer_memory(large, told) == f"{5 * 2**20}KiB"
    told.write_text("MemAvailable:   1000000 kB\n")
    assert writer_memory(large, told) == "600000KiB"
    assert writer_memory(large, tmp_path / "nowhere") == f"{5 * 2**20}KiB"


def test_a_writer_has_its_limit(tmp_path):
    with open_to_write(tmp_path / "w.duckdb") as connection:
        [(limit,)] = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    assert limit == "1.0 GiB"
    with open_to_write(tmp_path / "w.duckdb", memory=2**29) as connection:
        [(limit,)] = connection.execute("SELECT current_setting('memory_limit')").fetchall()
    assert limit == "512.0 MiB"


def test_no_progress_is_written_between_the_rows(tmp_path):
    with open_to_write(tmp_path / "w.duckdb") as connection:
        assert connection.execute("SELECT current_setting('enable_progress_bar')").fetchall() == [(False,)]
