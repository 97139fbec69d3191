"""Publishing: one writer, readers never see half a run, kills leave the old version."""

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import warehouse.publish as publishing
from transforms.errors import BusyError, ContractError
from warehouse.connection import open_to_write
from warehouse.publish import Build, published_path


def write(path, value):
    with open_to_write(path) as connection:
        connection.execute(f"CREATE OR REPLACE TABLE versions AS SELECT {value} AS version")


def read(path):
    with duckdb.connect(path, read_only=True) as connection:
        return connection.execute("SELECT version FROM versions").fetchone()[0]


def publish(home, run_id, value):
    with Build(home, run_id) as build:
        write(build.path, value)
        return build.publish()


def names(folder):
    return sorted(entry.name for entry in folder.iterdir())


def test_a_first_run_starts_without_a_file_and_publishes_one(tmp_path):
    with Build(tmp_path, "r1") as build:
        assert not build.path.exists()
        write(build.path, 1)
        assert not published_path(tmp_path).exists()
        path = build.publish()
    assert read(published_path(tmp_path)) == 1
    assert path == tmp_path / "published" / "r1" / "warehouse.duckdb"
    assert names(tmp_path / "published" / "r1") == ["warehouse.duckdb"]


def test_a_later_run_starts_from_the_current_file(tmp_path):
    publish(tmp_path, "r1", 1)
    with Build(tmp_path, "r2") as build:
        assert read(build.path) == 1
        write(build.path, 2)
    assert read(published_path(tmp_path)) == 1, "what is not published is thrown away"
    assert not (tmp_path / "build" / "r2").exists()


def test_the_published_file_is_read_only(tmp_path):
    assert publish(tmp_path, "r1", 1).stat().st_mode & 0o777 == 0o444


def test_two_versions_are_kept(tmp_path):
    for number in (1, 2, 3):
        publish(tmp_path, f"r{number}", number)
    assert names(tmp_path / "published") == ["current", "previous", "r2", "r3"]
    assert read(tmp_path / "published" / "previous" / "warehouse.duckdb") == 2


def test_run_names_need_no_order(tmp_path):
    for number, name in enumerate(("z", "a", "m")):
        publish(tmp_path, name, number)
    assert names(tmp_path / "published") == ["a", "current", "m", "previous"]
    assert read(published_path(tmp_path)) == 2


def test_an_open_reader_keeps_its_version_and_a_new_one_sees_the_next(tmp_path):
    publish(tmp_path, "r1", 1)
    with duckdb.connect(published_path(tmp_path), read_only=True) as reader:
        for number in (2, 3, 4):
            publish(tmp_path, f"r{number}", number)
            assert reader.execute("SELECT version FROM versions").fetchone() == (1,)
            assert read(published_path(tmp_path)) == number


def test_readers_in_another_process_see_every_file_whole(tmp_path):
    publish(tmp_path, "r0", 0)
    script = "\n".join(
        [
            "import duckdb, sys, time",
            "seen, end = set(), time.time() + 20",
            "while 5 not in seen and time.time() < end:",
            "    with duckdb.connect(sys.argv[1], read_only=True) as reader:",
            "        seen.add(reader.execute('SELECT version FROM versions').fetchone()[0])",
            "print(max(seen))",
        ]
    )
    reader = subprocess.Popen([sys.executable, "-c", script, str(published_path(tmp_path))], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    for number in range(1, 6):
        publish(tmp_path, f"r{number}", number)
    output, problems = reader.communicate(timeout=30)
    assert reader.returncode == 0, problems.decode()
    assert output.strip() == b"5"


@pytest.mark.parametrize("step", ["rename", "previous", "current", "_finish_file"])
def test_a_run_killed_before_the_swap_leaves_the_old_version(tmp_path, monkeypatch, step):
    publish(tmp_path, "r1", 1)
    publish(tmp_path, "r2", 2)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        kill_at(patch, step)
        publish(tmp_path, "r3", 3)
    assert read(published_path(tmp_path)) == 2
    publish(tmp_path, "r3", 3)
    assert read(published_path(tmp_path)) == 3
    assert names(tmp_path / "published") == ["current", "previous", "r2", "r3"]
    assert names(tmp_path / "build") == []


def test_a_run_killed_after_the_swap_has_published(tmp_path, monkeypatch):
    for number in (1, 2):
        publish(tmp_path, f"r{number}", number)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        kill_at(patch, "remove")
        publish(tmp_path, "r3", 3)
    assert read(published_path(tmp_path)) == 3
    publish(tmp_path, "r4", 4)
    assert names(tmp_path / "published") == ["current", "previous", "r3", "r4"]


def kill_at(patch, step):
    """Raise where a kill would strike, without the tidying that an exception still allows."""
    point, rename = publishing._point, Path.rename

    def killed(*_):
        raise KeyboardInterrupt

    if step in ("previous", "current"):
        patch.setattr(publishing, "_point", lambda link, name: killed() if link.name == step else point(link, name))
    elif step == "rename":
        patch.setattr(Path, "rename", lambda path, target: killed() if target.parent.name == "published" else rename(path, target))
    elif step == "remove":
        patch.setattr(publishing, "_remove", killed)
    else:
        patch.setattr(Build, step, killed)
    patch.setattr(publishing.shutil, "rmtree", lambda *_, **__: None)


def test_leftovers_of_a_killed_build_go(tmp_path):
    left = tmp_path / "build" / "killed"
    left.mkdir(parents=True)
    (left / "warehouse.duckdb").write_bytes(b"half")
    with Build(tmp_path, "r1"):
        assert names(tmp_path / "build") == ["r1"]


def test_a_rival_in_another_process_fails_at_once_and_learns_the_holder(tmp_path):
    script = "\n".join(
        [
            "import sys; from pathlib import Path; from warehouse.publish import Build",
            "with Build(Path(sys.argv[1]), 'held'):",
            "    print('holding', flush=True); sys.stdin.read()",
        ]
    )
    holder = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout.readline() == b"holding\n"
    with pytest.raises(BusyError) as caught, Build(tmp_path, "rival"):
        pass
    holder.kill()
    holder.communicate()
    assert caught.value.holder == f"process {holder.pid}"
    with Build(tmp_path, "next"):
        assert not (tmp_path / "build" / "held").exists(), "a kill frees the lock and the next run tidies up"


def test_an_open_connection_is_not_published(tmp_path):
    with Build(tmp_path, "r1") as build:
        write(build.path, 1)
        with open_to_write(build.path) as connection:
            connection.execute("CREATE TABLE more AS SELECT 1 AS a")
            with pytest.raises(ContractError, match="still open"):
                build.publish()
    assert not published_path(tmp_path).exists()


def test_a_name_is_published_once(tmp_path):
    publish(tmp_path, "r1", 1)
    with pytest.raises(ContractError, match="already published"):
        publish(tmp_path, "r1", 2)
    assert read(published_path(tmp_path)) == 1
