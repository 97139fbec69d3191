"""The plan of an incremental build: the SQL that dbt compiled, in order, with the keys by which it can be narrowed.

A full build goes through dbt and leaves a plan behind. Models mark what they read with `/* sliced by <key> */`
(sql/macros/sliced.sql); an incremental build puts the touched rows in the place of such a relation, so that both kinds
of build run the same SELECT.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
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
# a key whose rows lie within those of another: neighbouring rows share an article, so whole blocks are passed over by it
_WITHIN = {"event_id": "event_article_id"}


@dataclass(frozen=True)
class Model:
    """A table that is built in slices: the rows whose `key` is touched are made anew by `sql`; a scratch table is left empty."""

    name: str
    key: str
    sql: str
    is_scratch: bool


@dataclass(frozen=True)
class Check:
    """One check: `sql` gives the rows that fail; `relations` may be cut to their touched rows, none for a whole check."""

    name: str
    severity: str
    sql: str
    relations: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """Everything that an incremental build runs; `fingerprint` is that of the SQL project it was compiled from."""

    fingerprint: str
    models: tuple[Model, ...]
    checks: tuple[Check, ...]


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
    models = tuple(
        Model(_relation(node), node["config"]["meta"]["slice"], _sql(node), bool(node["config"]["meta"].get("scratch")))
        for node in built
        if node["resource_type"] == "model" and node["config"]["materialized"] == "table"
    )
    known = {**nodes, **manifest["sources"]}
    checks = tuple(
        Check(node["name"], str(node["config"]["severity"]).lower(), _sql(node), _read(node, known))
        for node in sorted(built, key=lambda node: str(node["name"]))
        if node["resource_type"] == "test"
    )
    return Plan(fingerprint, models, checks)


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


def narrowed(sql: str, touched: Collection[str]) -> str:
    """The SQL with every marked relation cut down to its touched rows; `touched` are the keys that have a table."""

    def cut(match: re.Match[str]) -> str:
        key = match["key"]
        if key not in touched:
            return match["relation"]
        return f"(SELECT * FROM {match['relation']} WHERE {touched_rows(key, touched)})"

    return _MARK.sub(cut, sql)


def touched_rows(key: str, touched: Collection[str]) -> str:
    """The condition on rows whose `key` is touched."""
    keys = [key, *([_WITHIN[key]] if _WITHIN.get(key) in touched else [])]
    return " AND ".join(f"{column} IN (SELECT {column} FROM touched_{key})" for key in keys for column in [COLUMNS.get(key, key)])


def write_plan(plan: Plan, folder: Path) -> None:
    """Keep the plan beside dbt's own files."""
    (folder / PLAN_NAME).write_text(json.dumps(asdict(plan)), encoding="utf-8")


def read_plan(folder: Path) -> Plan | None:
    """The plan that the last full build left; None where there is none or it is of another form."""
    try:
        data = json.loads((folder / PLAN_NAME).read_text(encoding="utf-8"))
        models = tuple(Model(**model) for model in data["models"])
        checks = tuple(Check(**(check | {"relations": tuple(check["relations"])})) for check in data["checks"])
        return Plan(data["fingerprint"], models, checks)
    except (OSError, ValueError, KeyError, TypeError):
        return None
