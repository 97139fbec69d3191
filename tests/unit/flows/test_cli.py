import json
import os
from pathlib import Path

import pytest

from flows import cli
from flows.cli import BAD_INPUT, BUSY, FAILED, INTERRUPTED, OK, call
from transforms.errors import BusyError, ContractError, SettingsError


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("DATELINE_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def failing(error):
    def fail(*_, **__):
        raise error

    return fail


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nope"], "No such command 'nope'"),
        (["run", "--workers", "x"], "--workers"),
        (["run", "--workers", "0", "."], "setting workers"),
        (["run"], "no source is named"),
        (["run", "missing"], "missing: no such file"),
        (["run", ".", "--as-of", "soon"], "setting as_of"),
        (["explain"], "EVENT_ID"),
        (["query"], "needs one statement"),
        (["query", " "], "needs one statement"),
        (["query", "SELECT 1", "--format", "xml"], "xml"),
        (["query", "SELECT 1"], "run FOLDER"),
        (["info"], "run FOLDER"),
        (["--config", "none.toml", "info"], "none.toml"),
        (["extract", "missing.jsonl"], "missing.jsonl"),
    ],
)
def test_bad_usage_is_told_in_one_line_on_stderr(arguments, words, capsys):
    assert call(arguments) == BAD_INPUT
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("dateline: ")
    assert captured.err.count("\n") == 1
    assert words in captured.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (BusyError("data", "process 7"), BUSY),
        (ContractError("events", "broken"), FAILED),
        (SettingsError("home", "odd"), BAD_INPUT),
        (ValueError("a bug\nin two lines"), FAILED),
        (KeyboardInterrupt(), INTERRUPTED),
    ],
)
def test_exit_codes(error, code, capsys, monkeypatch):
    monkeypatch.setattr("flows.running.run_daily", failing(error))
    assert call(["run", "."]) == code
    captured = capsys.readouterr()
    assert captured.err.count("\n") == 1
    assert "Traceback" not in captured.err


def test_help_version_and_no_arguments_are_no_errors(capsys):
    for arguments in ([], ["--help"], ["--version"], ["run", "--help"]):
        assert call(arguments) == OK
        assert capsys.readouterr().out


def test_options_reach_the_run(monkeypatch, tmp_path, capsys):
    from flows.running import Summary

    seen = {}

    def run(settings, progress, wish):
        seen.update(
            home=settings.home, sources=settings.sources, workers=settings.workers, as_of=settings.as_of.isoformat(), recode=wish.recode
        )
        return Summary("r1", is_nothing_new=True, known_documents=2)

    monkeypatch.setattr("flows.running.run_daily", run)
    monkeypatch.setenv("DATELINE_WORKERS", "7")
    assert call(["--home", str(tmp_path), "run", "a", "b", "--as-of", "2025-01-02", "--workers", "3"]) == OK
    assert seen == {"home": tmp_path, "sources": ("a", "b"), "workers": 3, "as_of": "2025-01-02T00:00:00+00:00", "recode": False}
    assert capsys.readouterr().out.startswith("nothing new: 2 documents known already")


def test_query_from_a_file_prints_results_only(home, tmp_path, capsys):
    (tmp_path / "q.sql").write_text("-- events\nSELECT event_id FROM core.events ORDER BY 1\n")
    assert call(["--home", str(home), "query", "--file", "q.sql", "--format", "csv"]) == OK
    assert capsys.readouterr() == ("event_id\nabc1\nabc2\n", "")


def test_explain_and_info_as_json(home, capsys):
    assert call(["--home", str(home), "explain", "abc1", "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["event"]["event_id"] == "abc1"
    assert call(["--home", str(home), "info", "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["tables"]["events"] == 2


def test_lines_pass_through_files_in_order(tmp_path):
    source, output = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes(b"one\ntw\xffo\n")
    cli.pass_lines(lambda lines: (line.strip().upper() for line in lines), str(source), str(output))
    assert output.read_text(encoding="utf-8") == "ONE\nTW�O\n"


def test_a_reader_that_leaves_is_no_error(monkeypatch, capfd):
    monkeypatch.setattr(cli, "app", failing(BrokenPipeError()))
    assert call(["info"]) == OK


def test_lines_that_failed_are_counted_on_stderr(tmp_path, capsys):
    """They are no reason for another exit code: each says in its place what is wrong."""
    page = Path(__file__).parents[2] / "golden" / "pages" / "summit.html"
    given = tmp_path / "in.jsonl"
    given.write_text(json.dumps({"id": "a", "path": str(page)}) + '\n{"id": "b", "path": "nowhere.html"}\nno json\n')
    assert call(["extract", str(given)]) == OK
    captured = capsys.readouterr()
    assert captured.err == "dateline: 2 of 3 lines failed; what is wrong stands in the field error of their output lines\n"
    errors = [json.loads(line).get("error") for line in captured.out.splitlines()]
    assert errors[0] is None
    assert errors[1] == "unreadable: no such file; check the path"
    assert errors[2] == "invalid_json: Expecting value at character 1"
    given.write_text(json.dumps({"id": "a", "path": str(page)}) + "\n")
    assert call(["extract", str(given)]) == OK
    assert capsys.readouterr().err == ""


def test_the_fields_of_rows_are_in_the_help_and_the_docs(capsys):
    from flows.sources.files import COLUMNS, SUFFIXES

    assert call(["run", "--help"]) == OK
    words = capsys.readouterr().out.split()
    docs = Path(__file__).parents[3]
    operations, readme = ((docs / name).read_text(encoding="utf-8") for name in ("docs/operations.md", "README.md"))
    for name in COLUMNS:
        assert {name, f"{name},", f"{name}."} & set(words)
        assert f"| `{name}` |" in operations
        assert f"`{name}`" in readme
    assert [suffix for suffix in SUFFIXES if f"`{suffix}`" not in operations] == []
