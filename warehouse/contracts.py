"""The promise to whoever queries the marts: a released version may gain columns, never lose or change one.

`sql/contracts.lock.json` holds what was released. `python -m warehouse.contracts` writes it anew after a version was
added or has gained columns, and refuses where a released one would break: write the next version beside it then.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from transforms.errors import ContractError
from warehouse.models import parse_project
from warehouse.plan import PROJECT

LOCK = PROJECT / "contracts.lock.json"
Contracts = dict[str, dict[str, str]]


def released(manifest: Mapping[str, Any]) -> Contracts:
    """Columns and types of every versioned model in dbt's manifest, by `<model>_v<version>`."""
    models = (node for node in manifest["nodes"].values() if node["resource_type"] == "model" and node.get("version") is not None)
    return {
        f"{node['name']}_v{node['version']}": {name: column["data_type"].lower() for name, column in node["columns"].items()}
        for node in sorted(models, key=lambda node: (node["name"], str(node["version"])))
    }


def breaking_changes(locked: Contracts, current: Contracts) -> list[str]:
    """What a reader of a released version would lose, in words; empty where nothing breaks."""
    gone = [f"{model} is gone" for model in locked if model not in current]
    lost = [
        f"{model}.{name} was {dtype}, now {current[model].get(name, 'missing')}"
        for model, columns in locked.items()
        for name, dtype in columns.items()
        if model in current and current[model].get(name) != dtype
    ]
    return gone + lost


def read_lock(path: Path = LOCK) -> Contracts:
    """The contracts released so far."""
    contracts: Contracts = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return contracts


def main() -> None:
    """Write the lock file, or raise ContractError."""
    with TemporaryDirectory() as folder:
        current = released(parse_project(Path(folder)))
    broken = breaking_changes(read_lock(), current)
    if broken:
        raise ContractError("marts", f"{'; '.join(broken)}: write a new version beside the released one")
    LOCK.write_text(json.dumps(current, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{LOCK.name}: {len(current)} versions\n")


if __name__ == "__main__":
    main()
