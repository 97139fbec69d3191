"""Persons of the archive: read what single articles say, tell who is who, and hand it on to the tables that name persons."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

    from transforms.identities import Correction


def identify(connection: DuckDBPyConnection, corrections: Sequence[Correction]) -> None:
    """Fill `core.identities` over all articles; names, roles, participants and attributions follow it."""
    from transforms.identities import to_identities
    from transforms.schemas import ARTICLES, IDENTITIES, ROLES
    from transforms.tenures import with_sightings
    from warehouse.connection import read_frame, read_table
    from warehouse.identities import PERSON_NAMES, apply_identities
    from warehouse.load import replace_table

    days = read_frame(connection, f"SELECT article_id, published_date FROM core.{ARTICLES.name}")
    names, roles = read_frame(connection, PERSON_NAMES), read_table(connection, ROLES)
    replace_table(connection, IDENTITIES, to_identities(names, roles, days, corrections=corrections))
    apply_identities(connection)
    # a person in today's news was seen today in every article with that role: no reason to build all of those anew
    seen = ("first_seen_date", "last_seen_date")
    replace_table(connection, ROLES, with_sightings(read_table(connection, ROLES)), quiet=seen)
