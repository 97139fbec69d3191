"""The rules of the house, held by tests: who imports whom, how long things may get, what must be documented."""

import ast
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from transforms import schemas

ROOT = Path(__file__).parent.parent
ROOMS = ("flows", "transforms", "warehouse")
FILE_LINES, FUNCTION_LINES = 400, 50
# Tables and word lists as code; each has one entry per line
LONG_FILES = {"transforms/schemas.py"}
CLOCK_AND_FILES = {"open", "now", "today", "utcnow", "read_text", "read_bytes", "write_text", "write_bytes", "read_csv", "read_parquet",
                   "write_csv", "write_parquet", "scan_csv", "scan_parquet", "urlopen", "environ", "getenv", "random", "uuid4"}  # fmt: skip
# write_csv without a path gives text and opens nothing
HARMLESS = {("transforms/codebook.py", "write_csv")}


def sources(*folders: str) -> list[Path]:
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            yield node.module or ""


def offenders(folder: str, forbidden: set[str]) -> list[str]:
    found = [(path, module) for path in sources(folder) for module in imported(path)]
    return [f"{name_of(path)} imports {module}" for path, module in found if module.split(".")[0] in forbidden]


def test_there_is_something_to_check():
    for room in ROOMS:
        assert len(sources(room)) > 3


def test_transforms_import_no_other_room_and_no_engine():
    assert offenders("transforms", {"flows", "warehouse", "prefect", "duckdb", "dbt", "typer", "rich"}) == []


def test_warehouse_reads_only_schemas_and_errors():
    assert offenders("warehouse", {"flows", "prefect", "typer"}) == []
    ours = {m for path in sources("warehouse") for m in imported(path) if m.startswith("transforms")}
    assert ours <= {"transforms.schemas", "transforms.errors", "transforms"}


def test_prefect_is_imported_where_it_is_started_late():
    users = {name_of(path) for path in sources(*ROOMS) for module in imported(path) if module.split(".")[0] == "prefect"}
    assert users == {"flows/daily.py", "flows/reporting.py", "flows/runners.py", "flows/scheduling.py"}


def called_or_read(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def test_transforms_open_no_file_and_read_no_clock():
    found = {(name_of(path), name) for path in sources("transforms") for name in called_or_read(path) if name in CLOCK_AND_FILES}
    assert found - HARMLESS == set()


@pytest.mark.parametrize("path", sources(*ROOMS, "tests", "training"), ids=name_of)
def test_files_and_functions_stay_short(path):
    text = path.read_text(encoding="utf-8")
    if name_of(path) not in LONG_FILES:
        assert len(text.splitlines()) <= FILE_LINES
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= FUNCTION_LINES, f"{node.name} has {length} lines"


@pytest.mark.parametrize("path", sources(*ROOMS), ids=name_of)
def test_modules_say_where_they_stand_and_public_functions_what_they_do(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if not tree.body:
        return
    assert ast.get_docstring(tree), "a module opens with a paragraph"
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), f"class {node.name} has no docstring"


def test_every_table_is_documented():
    dictionary = (ROOT / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    for table in (*schemas.CORE_TABLES, *schemas.OPS_TABLES):
        assert table.grain
        assert all(column.meaning for column in table.columns), table.name
        assert set(table.key) <= set(table.names), table.name
        assert f"{table.layer}.{table.name}" in dictionary
        for column in table.columns:
            assert column.name in dictionary


def test_every_seed_folder_has_a_card():
    folders = [path for path in (ROOT / "seeds").iterdir() if path.is_dir()]
    assert folders
    for folder in folders:
        card = folder / "README.md"
        assert card.exists(), f"{folder.name} has no card"
        assert "licence" in card.read_text(encoding="utf-8").lower(), f"{folder.name}: the card names no licence"


def test_every_command_is_documented():
    from flows.cli import app

    pages = "".join(
        path.read_text(encoding="utf-8") for path in (ROOT / "README.md", ROOT / "docs" / "operations.md", ROOT / "CHANGELOG.md")
    )
    for command in app.registered_commands:
        assert command.callback is not None
        assert f"dateline {command.callback.__name__}" in pages or f"`{command.callback.__name__}`" in pages


def test_importing_the_command_line_imports_nothing_heavy():
    heavy = ("spacy", "polars", "prefect", "trafilatura", "duckdb", "dbt", "numpy", "rich.table")
    script = f"import sys, flows.cli; print([name for name in {heavy!r} if name in sys.modules])"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == "[]"
