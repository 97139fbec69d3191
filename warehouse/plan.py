"""The plan of an incremental build: the SQL that dbt compiled, in order, with the keys by which it can be narrowed.

A full build goes through dbt and leaves a plan behind. Models mark what they read with `/* sliced by <key> */`
(sql/macros/sliced.sql); an incremental build puts the touched rows in the place of such a relation, so that both kinds
of build run the same SELECT.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter
from hashlib import blake2b
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).parents[1] / "sql"
SEEDS = PROJECT.parent / "seeds"
PLAN_NAME = "plan.json"
# the seeds that the SQL project loads: the other files of the codebook do not make its models stale
_SEED_FILES = ("schemes/country_codes.csv", "codebook/cameo.csv")
_MARK = re.compile(r'(?P<relation>[\w."]+) /\* sliced by (?P<key>\w+) \*/')
# keys that are columns of another name in the relation they narrow
COLUMNS = {"event_article_id": "article_id"}


@dataclass(frozen=True)
class Model:
    """A table that is built in slices: the rows whose `key` is touched are made anew by `sql`.

    A scratch table is left empty. A table of sums has the columns it is grouped by in `sums_by`, and counts in all others;
    its rows are searched by `found_by`, one of these columns, or else by all.
    """

    name: str
    key: str
    sql: str
    is_scratch: bool
    sums_by: tuple[str, ...] = ()
    found_by: str = ""


@dataclass(frozen=True)
class Check:
    """One check: `sql` gives the rows that fail; `relations` may be cut to their touched rows, none for a whole check."""

    name: str
    severity: str
    sql: str
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that an incremental build runs; `fingerprint` is that of the SQL project it was compiled from.

    `views` are the staging views by name: each the SELECT over one core table.
    """

    fingerprint: str
    models: tuple[Model, ...]
    checks: tuple[Check, ...]
    views: Mapping[str, str]


def project_fingerprint() -> str:
    """Hash of the SQL project and the seeds it loads."""
    digest = blake2b(digest_size=8)
    paths = [*PROJECT.rglob("*.sql"), *PROJECT.rglob("*.yml"), *(SEEDS / name for name in _SEED_FILES)]
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def to_plan(manifest: Mapping[str, Any], fingerprint: str) -> Plan:
    """The plan in dbt's manifest of a finished build."""
    nodes = manifest["nodes"]
    needs = {name: node["depends_on"].get("nodes", []) for name, node in nodes.items() if "depends_on" in node}
    built = [nodes[name] for name in TopologicalSorter(needs).static_order() if name in needs]
    models = tuple(_model(node) for node in built if node["resource_type"] == "model" and node["config"]["materialized"] == "table")
    known = {**nodes, **manifest["sources"]}
    checks = tuple(
        Check(node["name"], str(node["config"]["severity"]).lower(), _sql(node), _read(node, known))
        for node in sorted(built, key=lambda node: str(node["name"]))
        if node["resource_type"] == "test"
    )
    views = {_relation(node): _sql(node) for node in built if node["schema"] == "staging"}
    return Plan(fingerprint, models, checks, views)


def _model(node: Mapping[str, Any]) -> Model:
    meta = node["config"]["meta"]
    return Model(
        _relation(node), meta["slice"], _sql(node), bool(meta.get("scratch")), tuple(meta.get("sums_by", ())), meta.get("found_by", "")
    )


def _relation(node: Mapping[str, Any]) -> str:
    return f"{node['schema']}.{node.get('alias') or node.get('identifier')}"


def _read(node: Mapping[str, Any], known: Mapping[str, Any]) -> tuple[str, ...]:
    """Relations of a generic check; a check that is a file of its own compares whole tables or marks its slices itself."""
    if not node.get("test_metadata"):
        return ()
    return tuple(sorted(_relation(known[name]) for name in node["depends_on"]["nodes"] if name in known))


def _sql(node: Mapping[str, Any]) -> str:
    """Compiled SQL without the catalog's name and without quotes around names of relations."""
    sql = str(node["compiled_code"]).replace(f'"{node["database"]}".', "")
    return re.sub(r'"(\w+)"\."(\w+)"', r"\1.\2", sql)


def narrowed(sql: str, rows_of: Callable[[str, str], str]) -> str:
    """The SQL with every marked relation replaced by what `rows_of` gives for the relation and its key."""
    return _MARK.sub(lambda match: rows_of(match["relation"], match["key"]), sql)


def replaced(sql: str, tables: Mapping[str, str]) -> str:
    """The SQL with whole relations replaced by others."""
    return re.sub(r"\b\w+\.\w+\b", lambda match: tables.get(match.group(), match.group()), sql)


def is_touched(key: str) -> str:
    """The condition on rows whose `key` is touched."""
    column = COLUMNS.get(key, key)
    return f"{column} IN (SELECT {column} FROM touched_{key})"


def touched_rows(table: str, key: str) -> str:
    """The same condition by numbers of rows: DuckDB reads the other columns where such rows are and nowhere else."""
    return f"rowid IN (SELECT rowid FROM {table} WHERE {is_touched(key)})"


def write_plan(plan: Plan, folder: Path) -> None:
    """Keep the plan beside dbt's own files."""
    (folder / PLAN_NAME).write_text(json.dumps(asdict(plan)), encoding="utf-8")


def read_plan(folder: Path) -> Plan | None:
    """The plan that the last full build left; None where there is none or it is of another form."""
    try:
        data = json.loads((folder / PLAN_NAME).read_text(encoding="utf-8"))
        models = tuple(Model(**(model | {"sums_by": tuple(model["sums_by"])})) for model in data["models"])
        checks = tuple(Check(**(check | {"relations": tuple(check["relations"])})) for check in data["checks"])
        return Plan(data["fingerprint"], models, checks, data["views"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
