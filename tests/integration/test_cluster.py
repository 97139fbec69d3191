"""Annotation on a cluster of two worker processes, through a shared folder: the same tables as on this machine alone."""

import shutil
from pathlib import Path

import pytest

from flows.console import Silent
from flows.paths import published_file, seeds_folder
from flows.running import run_daily
from flows.settings import Settings
from tests import plain
from transforms.schemas import CORE_TABLES

pytestmark = pytest.mark.slow

NAMES = ("2025-03-04-visit-announced.txt", "2025-03-10-visit-postponed.html", "2025-04-02-visit-held.txt")
NEEDS = {"dask": "prefect_dask", "ray": "prefect_ray"}


@pytest.fixture(scope="module")
def texts(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("cluster") / "in"
    folder.mkdir()
    for name in NAMES:
        shutil.copy(seeds_folder() / "articles" / name, folder)
    return folder


def settings(home: Path, texts: Path, **given) -> Settings:
    from datetime import UTC, datetime

    return Settings(home=home, sources=(str(texts),), as_of=datetime(2025, 6, 1, tzinfo=UTC), workers=2, batch_size=1, **given)


def core(home: Path) -> dict[str, list[tuple]]:
    from warehouse.connection import open_to_read

    with open_to_read(published_file(home)) as connection:
        tables = {table.name: ", ".join(table.names) for table in CORE_TABLES}
        return {name: connection.execute(f"SELECT {columns} FROM core.{name} ORDER BY ALL").fetchall() for name, columns in tables.items()}


@pytest.fixture(scope="module")
def alone(texts) -> dict[str, list[tuple]]:
    home = texts.parent / "alone"
    run_daily(settings(home, texts), Silent(), processor=plain.process)
    return core(home)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("runner", ["dask", "ray"])
def test_two_workers_of_a_cluster_give_the_same_tables(runner, alone, texts, prefect_server, tmp_path):
    pytest.importorskip(NEEDS[runner])
    shared = tmp_path / "shared"
    run_daily(settings(tmp_path / "home", texts, runner=runner, exchange=str(shared)), Silent())
    assert core(tmp_path / "home") == alone
    assert [path for path in shared.rglob("*") if path.is_file()] == []  # taken home and removed
