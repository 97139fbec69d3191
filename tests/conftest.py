"""What is costly to read and the same for every test is read once in a session."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from flows import gazetteers


@pytest.fixture(scope="session", autouse=True)
def gazetteers_read_once() -> Iterator[None]:
    """A folder of gazetteers is read by its first user in this process; processes that tests start read their own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gazetteers, "read_gazetteer", cache(gazetteers.read_gazetteer))
        yield


@pytest.fixture(scope="session", autouse=True)
def sql_parsed_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The first full build has dbt parse the SQL; later ones take over what it parsed, as dbt does with files that have not changed.

    Left to itself dbt parses anew for every warehouse file, since a model could ask where the file lies. None of ours does.
    """
    from warehouse import models

    parsed, invoke = tmp_path_factory.mktemp("parsed") / "partial_parse.msgpack", models._invoke

    def invoked(command: str, target: Path, options: list[str]) -> Any:
        from dbt.adapters.duckdb.credentials import DuckDBCredentials

        if command != "build":
            return invoke(command, target, options)
        own = target / "target" / parsed.name
        own.parent.mkdir(parents=True, exist_ok=True)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(DuckDBCredentials, "_connection_keys", lambda self: ("database", "schema"))
            if parsed.exists():
                copyfile(parsed, own)
            found = invoke(command, target, options)
            if not parsed.exists():
                copyfile(own, parsed)
        return found

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "_invoke", invoked)
        yield
