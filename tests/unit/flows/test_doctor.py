import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

from flows.cli import FAILED, OK, call
from flows.doctor import examine, with_home
from flows.locking import hold
from flows.settings import Settings
from tests.rows import rows
from transforms import schemas

NOW = datetime(2025, 3, 5, tzinfo=UTC)
LIST = "".join(
    f'[[source]]\nname = "{name}"\nkind = "feed"\nurl = "https://{name}.example/rss"\n' for name in ("fine", "dead", "stale", "new")
)


def levels(settings: Settings) -> dict[str, str]:
    return {finding.subject: finding.level for finding in examine(settings)}


def test_before_the_first_run(tmp_path):
    found = levels(Settings(home=tmp_path / "home", as_of=NOW))
    assert found == {"disk": "ok", "lock": "ok", "warehouse": "warn"}
    assert not (tmp_path / "home").exists()


def test_a_full_disk_fails_and_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setattr("flows.doctor.shutil.disk_usage", lambda place: SimpleNamespace(free=1000))
    [disk] = [finding for finding in examine(Settings(home=tmp_path, as_of=NOW)) if finding.subject == "disk"]
    assert (disk.level, bool(disk.advice)) == ("fail", True)


def test_sources_that_fail_or_give_nothing_are_named(tmp_path):
    from warehouse.connection import open_to_write
    from warehouse.ddl import create_tables
    from warehouse.load import load_batch

    (tmp_path / "sources.toml").write_text(LIST)
    source = {"last_attempt_at": NOW, "last_success_at": NOW, "last_new_at": NOW, "failure_count": 0}
    table = rows(
        schemas.SOURCES,
        source | {"source_name": "fine"},
        source | {"source_name": "dead", "failure_count": 6, "last_error": "http_500: down"},
        source | {"source_name": "stale", "last_new_at": datetime(2025, 2, 1, tzinfo=UTC)},
    )
    home = tmp_path / "home"
    with open_to_write(home / "published" / "current" / "warehouse.duckdb") as connection:
        create_tables(connection)
        load_batch(
            connection, {"sources": table, "runs": rows(schemas.RUNS, {"run_id": "r", "finished_at": datetime(2025, 2, 1, tzinfo=UTC)})}
        )
    settings = Settings(home=home, sources_file=tmp_path / "sources.toml", as_of=NOW)
    found = levels(settings)
    assert {name: found[f"source {name}"] for name in ("fine", "dead", "stale", "new")} == {
        "fine": "ok", "dead": "fail", "stale": "warn", "new": "ok",
    }  # fmt: skip
    assert (found["schema"], found["last run"]) == ("ok", "warn")


def test_a_running_run_is_named_and_a_dead_file_fails(tmp_path):
    home = tmp_path / "home"
    with hold(home):
        [lock] = [finding for finding in examine(Settings(home=home, as_of=NOW)) if finding.subject == "lock"]
        assert str(os.getpid()) in lock.found
    place = home / "published" / "current"
    place.mkdir(parents=True)
    (place / "warehouse.duckdb").write_bytes(b"no database")
    assert levels(Settings(home=home, as_of=NOW))["warehouse"] == "fail"


def test_the_exit_code_tells_whether_something_fails(home, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert call(["--home", str(home), "doctor"]) == OK
    assert "last run" in capsys.readouterr().out
    (tmp_path / "sources.toml").write_text("broken = 1\n")
    assert call(["--home", str(home), "doctor", "--json"]) == FAILED
    assert "unknown key broken" in capsys.readouterr().out


def test_a_check_that_warns_says_what_it_counts_and_commands_keep_the_home(home, tmp_path):
    from warehouse.connection import open_to_write
    from warehouse.load import load_batch

    place = tmp_path / "my home"
    shutil.copytree(home, place)
    check = {"run_id": "r", "check_name": "int_event_is_published_on_a_date", "severity": "warn", "status": "warn", "failure_count": 8}
    with open_to_write(place / "published" / "current" / "warehouse.duckdb") as connection:
        load_batch(connection, {"checks": rows(schemas.CHECKS, check)})
    findings = {finding.subject: finding for finding in examine(Settings(home=place, as_of=NOW))}
    found = findings["check int_event_is_published_on_a_date"]
    assert (found.level, found.found[:51]) == ("warn", "8 events of articles without a publication date; wi")
    assert f"dateline --home '{place}' query \"SELECT locator" in found.advice
    assert f"dateline --home '{place}' query" in findings["rejects at ingest"].advice


def test_the_default_home_is_not_named():
    assert with_home("dateline run", Settings().home) == "dateline run"
    assert with_home("dateline schedule, dateline reads English, dateline run", Path("x")) == (
        "dateline schedule, dateline reads English, dateline --home x run"
    )
