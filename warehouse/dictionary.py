"""The pages in docs/ that are made from what the code declares: the data dictionary and the table of compatibility.

`python -m warehouse.dictionary` writes both; a test holds that they are current.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from warehouse.advice import WARNINGS
from warehouse.ddl import LAYERS, data_dictionary
from warehouse.plan import PROJECT

DOCS = PROJECT.parent / "docs"
COMPAT = ("gdelt_events", "gdelt_mentions", "gdelt_gkg", "polecat_events", "icews_events")
_HEAD = """# Compatibility

Views in the schema `compat` with the columns of other data sets, by name, order and type, so that scripts and notebooks run when the name
of the table is changed. Made from `sql/models/compat/*.yml` by `python -m warehouse.dictionary`; change it there.

- What dateline does not know is NULL, never invented.
- Only what is reported as having happened goes in, and the plans and refusals for which PLOVER has types of their own (a planned visit is
  an agreement to meet, `036` in CAMEO). A denied or merely threatened attack would look like an attack in data sets without a status.
- A row is one event of one article. Counts of articles and sources are therefore 1; group by `happening_id` in `marts.events` for more.
- Articles that repeat the text of an earlier one are left out (`is_copy` in `marts.events`), but for `gdelt_gkg`, whose rows are articles.
- A meeting, agreement or cooperation without a host has all its parties as sources in `marts.events` and no target. In GDELT and ICEWS, as
  in CAMEO, it is a row for each party towards each other, both ways (the first eleven parties): a query for one country as the first
  actor and another as the second finds it whichever is named first, and a count of rows counts it twice or more. To count it once, take the
  rows whose `GLOBALEVENTID` or `event_id` is below 2^56 (72057594037927936). In POLECAT it is one row: the first party is the actor, the
  others are the recipients, so ask for both orders.
- Country codes are those that each data set uses: CAMEO and FIPS 10-4 in GDELT, ISO 3166 and Correlates of War numbers in POLECAT, names in
  ICEWS (`codes.country_codes`).
"""


def models(folder: str) -> list[dict[str, Any]]:
    """The models that the .yml files of a folder in sql/models declare, by name."""
    pages = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted((PROJECT / "models" / folder).glob("*.yml"))]
    return [model for page in pages for model in page["models"]]


def dictionary() -> str:
    """The whole data dictionary: stored tables, then marts with the latest version's columns."""
    parts = [data_dictionary().rstrip(), "", "## marts", "", f"{LAYERS['marts'][0].upper()}{LAYERS['marts'][1:]}."]
    for model in models("marts"):
        parts += ["", *_mart(model)]
    parts += ["", *_checks()]
    return "\n".join([*parts, ""])


def _checks() -> Iterator[str]:
    yield from ("## Checks that warn", "")
    yield "They stop nothing, and what they count is no error of dateline; `dateline doctor` says what to do. All other checks in"
    yield "`ops.checks` stop a run that does not pass them."
    yield from ("", "| check | rows that it counts |", "|---|---|")
    for name, warned in WARNINGS.items():
        yield f"| {name} | {_cell(warned.meaning)} |"


def _mart(model: dict[str, Any]) -> Iterator[str]:
    yield f"### marts.{model['name']}"
    yield ""
    yield " ".join(model["description"].split())
    for version in model["versions"]:
        if "deprecation_date" in version:
            old = f"{model['name']}_v{version['v']}"
            yield f"\nVersion {version['v']} (`marts.{old}`) retires on {version['deprecation_date']}; see migrations.md."
    yield f"\nVersion {model['latest_version']}:\n"
    yield "| column | type | meaning |"
    yield "|---|---|---|"
    for column in model["columns"]:
        yield f"| {column['name']} | {column['data_type'].upper()} | {_cell(column['description'])} |"


def compatibility() -> str:
    """What every column of the compatibility views is filled from."""
    by_name = {model["name"]: model for model in models("compat")}
    parts = [_HEAD.rstrip()]
    for name in COMPAT:
        columns = by_name[name]["columns"]
        filled = sum(not column["description"].startswith("NULL:") for column in columns)
        parts += [
            "",
            f"## compat.{name}",
            "",
            f"{len(columns)} columns, {filled} of them filled.",
            "",
            "| column | filled from |",
            "|---|---|",
        ]
        parts += [f"| {column['name']} | {_cell(column['description'])} |" for column in columns]
    return "\n".join([*parts, ""])


def _cell(text: str) -> str:
    return text.replace("|", "&#124;")


PAGES = {Path("data-dictionary.md"): dictionary, Path("compatibility.md"): compatibility}


def main() -> None:
    """Write the pages."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
