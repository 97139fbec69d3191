"""Our own texts with every name marked in them: `[P:Amina Diallo] left [L:Conakry] for the [O:African Union].`

One passage of up to four sentences a line. P, O and L are persons, organizations and places; titles, articles and
possessive endings stand outside the marks. What looks like a name and is none (works, events, peoples) is not marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

MARK = re.compile(r"\[([POL]):([^\[\]]+)\]")
KINDS = {"P": "PER", "O": "ORG", "L": "LOC"}
FOLDER = Path(__file__).parent / "marked"


def passages(folder: Path = FOLDER) -> Iterator[tuple[str, list[str], list[tuple[int, int, str]]]]:
    """For each passage its number, its pieces (names, and what stands between them) and the names as (first, last + 1, kind).

    Raises ValueError with file and line where a bracket is no mark, or nothing stands in the line.
    """
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            pieces: list[str] = []
            names: list[tuple[int, int, str]] = []
            at, text = 0, line.strip()
            for mark in MARK.finditer(text):
                pieces += [text[at : mark.start()]] if mark.start() > at else []
                names.append((len(pieces), len(pieces) + 1, KINDS[mark[1]]))
                pieces.append(mark[2])
                at = mark.end()
            pieces += [text[at:]] if at < len(text) else []
            if not pieces or any(set("[]") & set(piece) for piece in pieces):
                raise ValueError(f"{path.name}, line {number}: no text, or a bracket that is no mark: [P:…], [O:…] or [L:…]")
            yield f"{path.stem}-{number}", pieces, names
