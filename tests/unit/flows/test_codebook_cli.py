"""`dateline codebook lint` and `try` on the shipped codebook."""

import json

import pytest

from flows.cli import BAD_INPUT, OK, call


def test_the_shipped_codebook_has_no_error(capsys):
    assert call(["codebook", "lint", "--json"]) == OK
    captured = capsys.readouterr()
    assert "0 errors" in captured.err
    assert all(row["severity"] == "warning" for row in json.loads(captured.out))


def test_lint_ends_with_failure_where_there_are_errors(tmp_path, capsys):
    from shutil import copytree

    from flows.paths import seeds_folder

    for part in ("codebook", "grammar", "gazetteers"):
        copytree(seeds_folder() / part, tmp_path / part)
    nouns = tmp_path / "grammar" / "event_nouns.csv"
    nouns.write_text("\n".join(line for line in nouns.read_text().splitlines() if not line.startswith("negotiation,")) + "\n")
    assert call(["codebook", "lint", "--seeds", str(tmp_path)]) == 1
    assert "negotiation is not among the nouns" in capsys.readouterr().out


def test_try_shows_clauses_frames_and_events(capsys):
    assert call(["codebook", "try", "Peru urged Chile to withdraw its troops.", "--date", "2024-05-06", "--json"]) == OK
    found = json.loads(capsys.readouterr().out)
    assert [event["event_type"] for event in found["events"]] == ["REQUEST"]
    by_lemma = {clause["lemma"]: clause for clause in found["clauses"]}
    assert by_lemma["urge"]["trials"][0]["verdict"] == "won"
    assert by_lemma["withdraw"]["trials"][0]["verdict"] == "consumed"
    assert call(["codebook", "try", "Peru slept."]) == OK
    assert "no event" in capsys.readouterr().out


def test_a_wrong_date_is_told(capsys):
    assert call(["codebook", "try", "Peru slept.", "--date", "yesterday"]) == BAD_INPUT
    assert "YYYY-MM-DD" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["codebook", "try", " "], "codebook try: has no sentence. Give one in quotes"),
        (["codebook", "try", "Peru slept.", "--seeds", "nope"], "--seeds nope: is no folder. Name a copy of seeds/"),
        (["codebook", "lint", "--seeds", "nope"], "--seeds nope: is no folder."),
        (["codebook", "lint", "--seeds", "."], "--seeds .: lacks grammar/, gazetteers/."),
        (["compare", "nope"], "compare nope: is no folder."),
    ],
)
def test_what_is_missing_is_named_once(arguments, words, tmp_path, monkeypatch, capsys):
    (tmp_path / "codebook").mkdir()
    monkeypatch.chdir(tmp_path)
    assert call(arguments) == BAD_INPUT
    assert words in capsys.readouterr().err
