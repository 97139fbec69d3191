"""Tables as DuckDB has them: types, NULL, comments, and the dictionary made from the same source."""

import polars as pl
import pytest

from transforms.errors import ContractError
from transforms.schemas import DOCUMENTS, Column, Table
from warehouse.connection import STORAGE_VERSION, open_to_write
from warehouse.ddl import STORED_TABLES, check_columns, create_statements, create_tables, sql_type
from warehouse.dictionary import DOCS, PAGES


@pytest.fixture
def connection(tmp_path):
    with open_to_write(tmp_path / "warehouse.duckdb") as opened:
        create_tables(opened)
        yield opened


def test_every_table_has_the_columns_types_and_meanings_of_the_schemas(connection):
    stored = connection.execute(
        """
        SELECT schema_name, table_name, column_name, data_type, is_nullable, comment
        FROM duckdb_columns() WHERE database_name = 'warehouse'
        """
    ).fetchall()
    wanted = [(t.layer, t.name, c.name, sql_type(c), c.nullable, c.meaning) for t in STORED_TABLES for c in t.columns]
    assert sorted(stored) == sorted(wanted)


def test_tables_say_what_a_row_is(connection):
    found = connection.execute("SELECT comment FROM duckdb_tables() WHERE table_name = 'documents'").fetchone()
    assert found == ("One row: one payload fetched or read. Key: document_id.",)


def test_nothing_is_a_primary_key(connection):
    assert connection.execute(
        "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE')"
    ).fetchone() == (0,)


def test_the_file_can_be_read_by_older_clients(connection):
    tags = connection.execute("SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'warehouse'").fetchone()
    assert tags == (f"{STORAGE_VERSION}+",)


def test_creating_twice_changes_nothing(connection):
    connection.execute("INSERT INTO ops.rejects VALUES ('load', 'a', 'l', 'r', 'd')")
    create_tables(connection)
    assert connection.execute("SELECT count(*) FROM ops.rejects").fetchone() == (1,)


def test_a_table_of_another_version_is_refused_by_name(connection):
    connection.execute("ALTER TABLE core.documents DROP COLUMN given_title")
    with pytest.raises(ContractError, match=r"documents: .*given_title.*rebuild"):
        check_columns(connection, DOCUMENTS)


def test_quotes_in_a_meaning_are_kept(connection):
    table = Table("odd", "one 'odd' row", ("a",), (Column("a", pl.String, "it's"),))
    for statement in create_statements(table):
        connection.execute(statement)
    assert connection.execute("SELECT comment FROM duckdb_columns() WHERE table_name = 'odd'").fetchone() == ("it's",)


def test_a_type_without_sql_is_refused():
    with pytest.raises(ContractError, match="no SQL type for Time"):
        sql_type(Column("a", pl.Time, "clock time"))


@pytest.mark.parametrize(("name", "page"), PAGES.items(), ids=map(str, PAGES))
def test_the_committed_pages_are_current(name, page):
    assert (DOCS / name).read_text(encoding="utf-8") == page(), "run: python -m warehouse.dictionary"
