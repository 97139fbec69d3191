"""Where things lie: seeds and SQL beside the code, and the folders of a home.

A repository checkout and an installed wheel have the same shape: `seeds/` and `sql/` stand beside the package `flows`.
"""

from __future__ import annotations

from pathlib import Path

from transforms.errors import InputError

ROOT = Path(__file__).resolve().parent.parent


def seeds_folder() -> Path:
    """Codebook, gazetteers, the language model."""
    return ROOT / "seeds"


def published_file(home: Path) -> Path:
    """The warehouse that readers open; it may not exist yet."""
    return home / "published" / "current" / "warehouse.duckdb"


def existing_warehouse(home: Path) -> Path:
    """The published warehouse; raises InputError where no run has published yet."""
    path = published_file(home)
    if not path.exists():
        raise InputError(str(home), "holds no warehouse yet", f"Run 'dateline --home {home} run FOLDER' first.")
    return path
