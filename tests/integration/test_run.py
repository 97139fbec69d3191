"""Runs end to end, offline: the same rows whatever the order, the batches and the number of workers; bad input; readers.

Each full run costs seconds (a server, worker processes with the language model, the SQL models), so runs are shared.
"""

import gzip
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from flows.paths import published_file, seeds_folder
from flows.running import Processor, Wish, run_daily
from flows.settings import Settings, read_settings
from tests import plain
from transforms.errors import InputError
from transforms.schemas import CORE_TABLES

pytest.importorskip("transforms.resolve")
pytest.importorskip("transforms.mentions")
if not (seeds_folder() / "grammar").exists() or not (seeds_folder() / "codebook" / "types.csv").exists():
    pytest.skip("the codebook is not complete yet", allow_module_level=True)

AS_OF = "2025-06-01"
ARTICLES = seeds_folder() / "articles"
NAMES = ("2025-03-04-visit-announced.txt", "2025-03-10-visit-postponed.html", "2025-04-02-visit-held.txt", "wire.jsonl")


@pytest.fixture(scope="session")
def articles(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("articles")
    for name in NAMES:
        shutil.copy(ARTICLES / name, folder)
    return folder


def run(home: Path, *sources: Path, processor: Processor | None = None, **options: object):
    from flows.console import Silent

    given = {"home": home, "sources": [str(source) for source in sources], "as_of": AS_OF, "workers": 1, **options}
    return run_daily(read_settings(given, environment={}, folder=home.parent), Silent(), processor=processor)


def core_rows(home: Path) -> dict[str, list[tuple[object, ...]]]:
    from warehouse.connection import open_to_read

    with open_to_read(published_file(home)) as connection:
        names = {table.name: ", ".join(table.names) for table in CORE_TABLES}
        return {name: connection.execute(f"SELECT {columns} FROM core.{name} ORDER BY ALL").fetchall() for name, columns in names.items()}


@pytest.fixture(scope="session")
def first(prefect_server, articles, tmp_path_factory) -> tuple[Path, object]:
    """The real flow, with a batch for every article and two workers."""
    home = tmp_path_factory.mktemp("first") / "home"
    return home, run(home, articles, batch_size=1, workers=2)


def test_a_run_finds_the_visit_and_what_became_of_it(first):
    home, summary = first
    assert summary.new_documents == 6
    assert summary.articles == 6
    from flows.reading import fetch_rows, open_published

    with open_published(home) as connection:
        statuses = fetch_rows(connection, "SELECT DISTINCT status FROM marts.events WHERE event_type = 'CONSULT'")
        checks = fetch_rows(connection, "SELECT DISTINCT status FROM ops.checks")
        stages = fetch_rows(connection, "SELECT * FROM ops.stages WHERE in_count != out_count + rejected_count")
    assert {"planned", "occurred"} <= {row["status"] for row in statuses}
    assert {row["status"] for row in checks} <= {"pass", "warn"}
    assert stages == []


def test_every_offset_leads_back_to_the_text(first):
    rows = core_rows(first[0])
    texts = dict(core_columns(first[0], "articles", "article_id, text"))
    for name in ("sentences", "mentions", "clauses", "arguments", "times", "quotes", "participants"):
        assert rows[name], name
        for article_id, start, end, text in core_columns(first[0], name, "article_id, start_offset, end_offset, text"):
            assert texts[article_id][start:end] == text, name
    for article_id, start, end, text in core_columns(first[0], "events", "article_id, trigger_start, trigger_end, trigger_text"):
        assert texts[article_id][start:end] == text


def core_columns(home: Path, table: str, columns: str) -> list[tuple]:
    from warehouse.connection import open_to_read

    with open_to_read(published_file(home)) as connection:
        return connection.execute(f"SELECT {columns} FROM core.{table}").fetchall()


def test_a_second_run_has_nothing_to_do_and_does_not_start_prefect(first, articles, tmp_path):
    script = (
        "import sys\nfrom flows.cli import call\n"
        f"code = call(['--home', {str(first[0])!r}, 'run', {str(articles)!r}])\n"
        "print(code, [name for name in ('prefect', 'spacy', 'dbt') if name in sys.modules])"
    )
    before = published_file(first[0]).resolve()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=tmp_path, env=quiet())
    assert done.stdout.splitlines()[0].startswith("nothing new: 6 documents known already")
    assert done.stdout.splitlines()[-1] == "0 []"
    assert published_file(first[0]).resolve() == before


def test_order_batches_and_workers_change_no_row(first, articles, tmp_path):
    """Against the run of two workers: the last file first, in two runs, in larger batches, all in one process."""
    home = tmp_path / "home"
    last, *others = [articles / name for name in reversed(NAMES)]
    run(home, last, batch_size=2, processor=plain.process)
    run(home, *others, processor=plain.process)
    assert core_without_source(home) == core_without_source(first[0])


PERSONS = {
    "2025-02-01": "Norwegian Foreign Minister Ingrid Solvang visited Lima on Friday. Solvang praised Peru.",
    "2025-02-09": "Norwegian Foreign Minister Solvang criticized Russia on Friday.",
    "2025-02-20": "Ingrid Solvang criticized Belarus on Wednesday.",
    "2025-04-20": "Norwegian Foreign Minister Erik Maurstad met Finnish officials in Helsinki on Friday.",
}


@pytest.mark.slow
def test_identities_do_not_depend_on_the_number_of_workers(prefect_server, tmp_path):
    """Persons of several articles, in one batch of one worker and in a batch each of two."""
    source = tmp_path / "persons.jsonl"
    source.write_text("".join(json.dumps({"text": text, "date": day}) + "\n" for day, text in PERSONS.items()), encoding="utf-8")
    identities = []
    for name, options in {"one": {"workers": 1}, "two": {"workers": 2, "batch_size": 1}}.items():
        run(tmp_path / name / "home", source, **options)
        identities.append(core_rows(tmp_path / name / "home")["identities"])
    assert identities[0] == identities[1]
    assert len(identities[0]) >= 2


def test_recoding_changes_no_row(first, prefect_server, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(first[0], home, symlinks=True)
    recode(home)
    assert core_rows(home) == core_rows(first[0])


def test_comparing_with_the_same_codebook_finds_no_change_and_with_less_finds_losses(first, tmp_path):
    from flows.comparing import compare
    from flows.seeds import read_codebook_tables
    from transforms.codebook import to_codebook

    tables, warehouse = read_codebook_tables(seeds_folder()), published_file(first[0])
    same = compare(warehouse, tmp_path / "same.duckdb", after=to_codebook(tables))
    count = len(core_columns(first[0], "events", "event_id"))
    assert same.counts.select("gained", "lost", "changed", "same").sum().row(0) == (0, 0, 0, count)
    visits = pl.col("frame_id").str.starts_with("consult.visit")
    less = compare(warehouse, tmp_path / "less.duckdb", after=to_codebook(tables | {"frames": tables["frames"].filter(~visits)}))
    assert less.counts.filter(pl.col("event_type") == "CONSULT").item(0, "lost") > 0
    assert less.moves.most_common(1)[0][0][0].startswith("consult.visit")
    with pytest.raises(InputError, match="exists already"):
        compare(warehouse, tmp_path / "less.duckdb", after=to_codebook(tables))


def recode(home: Path) -> None:
    from flows.console import Silent

    run_daily(Settings(home=home, workers=1), Silent(), Wish(recode=True))


def core_without_source(home: Path) -> dict[str, list[tuple[object, ...]]]:
    """The rows without the name of the source, which is the folder in one case and the file in the other."""
    rows = core_rows(home)
    position = {t.name: t.names.index("source_name") for t in CORE_TABLES if "source_name" in t.names}
    return {name: sorted((without(row, position.get(name)) for row in found), key=repr) for name, found in rows.items()}


def without(row: tuple[object, ...], position: int | None) -> tuple[object, ...]:
    return row if position is None else row[:position] + row[position + 1 :]


def bad_folder(folder: Path) -> Path:
    folder.mkdir()
    shutil.copy(ARTICLES / "2025-04-07-attack.txt", folder / "good.txt")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "junk.html").write_bytes(bytes(range(256)) * 40)
    (folder / "broken-utf8.txt").write_bytes("Le président a visité Paris. ".encode("latin-1") * 20)
    packed = gzip.compress((b"The minister met his colleague in Oslo. " + os.urandom(2000)) * 5)
    (folder / "cut.html.gz").write_bytes(packed[: len(packed) // 2])
    good = json.dumps({"id": "1", "text": "The minister met his colleague in Oslo on Monday. " * 12, "date": "2025-05-05"})
    (folder / "lines.jsonl").write_text(f"{good}\n{{broken\n{json.dumps({'id': '3'})}\n")
    with (folder / "huge.jsonl").open("wb") as handle:
        handle.write(b'{"text": "' + b"x" * (50 * 2**20))
    (folder / "secret.txt").write_text("Nobody may read this. " * 20)
    (folder / "secret.txt").chmod(0)
    return folder


EXPECTED = {
    "empty.txt": "empty_file",
    "junk.html": "not_text",
    "cut.html.gz": "truncated_gzip",
    "lines.jsonl:2": "invalid_json",
    "lines.jsonl:3": "no_text_field",
    "huge.jsonl:1": "too_large",
}


def test_bad_input_is_set_aside_by_name_and_the_rest_goes_on(tmp_path):
    from flows.reading import fetch_rows, open_published

    home = tmp_path / "home"
    summary = run(home, bad_folder(tmp_path / "bad"), processor=plain.process_and_build)
    assert summary.articles >= 2
    with open_published(home) as connection:
        rejects = {Path(str(r["locator"])).name: r["reason"] for r in fetch_rows(connection, "SELECT locator, reason FROM ops.rejects")}
        kept = {Path(str(row["locator"])).name for row in fetch_rows(connection, "SELECT locator FROM core.articles")}
    assert {name: rejects.get(name) for name in EXPECTED} == EXPECTED
    assert {"good.txt", "lines.jsonl:1"} <= kept
    if os.geteuid() != 0:  # root may read everything
        assert rejects["secret.txt"] == "unreadable"


def test_batches_whose_worker_died_are_annotated_in_isolation(prefect_server, tmp_path, monkeypatch):
    from prefect import task
    from prefect.cache_policies import NO_CACHE

    import flows.daily
    from tests.dying import die_once

    folder = tmp_path / "in"
    folder.mkdir()
    for number, words in enumerate(("Police arrested two men in Riga on Monday. ", "Japan sent aid to Mozambique on Friday. ")):
        (folder / f"{number}.txt").write_text(words * 8)
    monkeypatch.setattr(flows.daily, "annotate_task", task(name="annotate", cache_policy=NO_CACHE, persist_result=False)(die_once))
    summary = run(tmp_path / "home", folder, batch_size=1)
    assert (tmp_path / "home" / "died").exists()
    assert (summary.articles, summary.rejects) == (2, {})


def test_the_scheduled_flow_reads_its_settings_from_the_file(first, articles, prefect_server, tmp_path):
    from flows.daily import scheduled

    config = tmp_path / "dateline.toml"
    config.write_text(f'home = "{first[0]}"\nsources = ["{articles}"]\n')
    assert scheduled(str(config)) == "nothing new"


@pytest.mark.parametrize("name", ["missing", "missing.txt"])
def test_a_missing_path_is_bad_input(name, tmp_path):
    done = command("--home", "home", "run", name, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout == ""
    assert name in done.stderr
    assert done.stderr.count("\n") == 1
    assert not (tmp_path / "home").exists()


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    script = "import sys; from flows.cli import main; main()"
    return subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=False, cwd=cwd, env=quiet(), timeout=300
    )


def quiet() -> dict[str, str]:
    """The environment without settings of dateline and Prefect, and with this checkout on the path."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("DATELINE_", "PREFECT_"))}
    return kept | {"PYTHONPATH": str(seeds_folder().parent)}


def test_the_command_line_end_to_end_while_others_read(first, articles, tmp_path):
    """A whole process with its own Prefect server, and a plain DuckDB client that holds the file meanwhile."""
    import duckdb

    home = tmp_path / "home"
    shutil.copytree(first[0], home, symlinks=True)
    new = tmp_path / "new"
    new.mkdir()
    shutil.copy(ARTICLES / "2025-04-07-attack.txt", new)
    reader = duckdb.connect(str(published_file(home)), read_only=True)
    before = reader.execute("SELECT count(*) FROM marts.events").fetchall()
    done = command("--home", str(home), "run", str(new), "--as-of", AS_OF, "--workers", "1", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1 new document" in done.stdout
    assert "Traceback" not in done.stderr
    assert "nanobind" not in done.stderr
    assert reader.execute("SELECT count(*) FROM marts.events").fetchall() == before
    reader.close()
    with duckdb.connect(str(published_file(home)), read_only=True) as fresh:
        assert fresh.execute("SELECT count(*) FROM marts.events").fetchall() > before
        query = """SELECT event_id FROM core.events JOIN core.articles USING (article_id)
            WHERE event_type = 'ASSAULT' AND locator LIKE '%attack.txt' ORDER BY 1"""
        (event_id,) = fresh.execute(query).fetchall()[0]
    explained = command("--home", str(home), "explain", event_id, cwd=tmp_path)
    assert explained.returncode == 0
    assert "[trigger]" in explained.stdout
    assert "attack.txt" in explained.stdout
