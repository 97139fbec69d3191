import csv
import io
import json

import pytest

from flows.querying import run_query
from transforms.errors import InputError

SQL = "SELECT event_id, contexts, start_date FROM core.events ORDER BY event_id"


def asked(home, sql, output_format) -> str:
    out = io.StringIO()
    run_query(home, sql, output_format, out)
    return out.getvalue()


def test_csv_has_a_header_and_empty_cells_for_null(home):
    assert list(csv.reader(io.StringIO(asked(home, SQL, "csv")))) == [
        ["event_id", "contexts", "start_date"],
        ["abc1", "diplomatic", "2025-03-10"],
        ["abc2", "", ""],
    ]


def test_json_keeps_types(home):
    rows = json.loads(asked(home, SQL, "json"))
    assert rows[0] == {"event_id": "abc1", "contexts": ["diplomatic"], "start_date": "2025-03-10"}
    assert rows[1]["start_date"] is None
    assert json.loads(asked(home, SQL + " LIMIT 0", "json")) == []


def test_a_table_in_a_pipe_is_not_cut(home):
    text = asked(home, "SELECT repeat('word ', 100) AS long, [1, 2] AS list", "table")
    assert "word " * 99 in text
    assert "1; 2" in text


def test_square_brackets_are_no_markup(home):
    assert "[bold]x[/bold]" in asked(home, "SELECT '[bold]x[/bold]' AS t", "table")


@pytest.mark.parametrize("sql", ["SELEC 1", "SELECT * FROM nowhere", "CREATE TABLE core.x (a INT)", "DELETE FROM core.events"])
def test_bad_or_writing_statements_are_refused_in_one_line(home, sql):
    with pytest.raises(InputError) as caught:
        asked(home, sql, "csv")
    assert "\n" not in str(caught.value)


def test_without_a_warehouse_the_next_step_is_named(tmp_path):
    with pytest.raises(InputError, match="run FOLDER"):
        asked(tmp_path, "SELECT 1", "csv")


@pytest.mark.parametrize("sql", ["", "  \n", "-- only a remark", ";"])
def test_a_query_without_a_statement_says_that_it_needs_one(home, sql):
    with pytest.raises(InputError, match="query: needs one statement"):
        asked(home, sql, "table")


def test_of_two_statements_none_is_run(home):
    with pytest.raises(InputError, match="has 2 statements and takes one"):
        asked(home, "SELECT 1; SELECT 2", "csv")
    assert asked(home, "SELECT ';' AS x; -- and a remark;", "csv") == "x\n;\n"


def test_words_of_copying_in_a_question_are_no_copy(home):
    assert "plan" in asked(home, "EXPLAIN SELECT 'copy this to that'", "csv").lower()


@pytest.mark.parametrize(
    "sql",
    [
        "COPY (SELECT 1) TO '{path}'",
        "EXPLAIN ANALYZE COPY (SELECT 1) TO '{path}'",
        "EXPLAIN (ANALYZE, FORMAT json) COPY (SELECT 1) TO '{path}'",
        "EXPLAIN ANALYZE -- that's a remark\nCOPY (SELECT 1) TO '{path}'",
        "EXPLAIN ANALYZE /* a remark */ COPY (SELECT 1) TO '{path}'",
        "/* don't */ COPY (PIVOT core.events ON status USING count(*)) TO '{path}'",
        "COPY (PIVOT core.events ON status USING count(*)) TO '{path}'",
        "EXPORT DATABASE '{path}'",
        "ATTACH '{path}'",
    ],
)
def test_a_query_writes_no_file(home, tmp_path, sql):
    path = tmp_path / "x.csv"
    with pytest.raises(InputError, match=r"only reads.*dateline export"):
        asked(home, sql.format(path=path), "csv")
    assert not path.exists()


@pytest.mark.parametrize(
    "sql", ["SHOW ALL TABLES", "DESCRIBE core.events", "FROM core.events", "PIVOT core.events ON status USING count(*)"]
)
def test_statements_that_read_may_begin_with_other_words(home, sql):
    assert asked(home, sql, "csv").count("\n") > 1


def test_names_that_come_near_and_the_place_of_an_error_are_told(home):
    with pytest.raises(InputError) as caught:
        asked(home, "SELECT event_id,\n  stat FROM core.events", "csv")
    words = str(caught.value)
    assert 'Referenced column "stat" not found in FROM clause; Candidate bindings' in words
    assert '"status"' in words
    assert "at line 2: stat FROM core.events. 'dateline query" in words
    assert "!." not in words
