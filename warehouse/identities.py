"""Persons of the archive in the file: names, roles, participants and attributions carry who `identities` says they are.

Each statement starts from what single articles say (`mentions`, `article_entity_id`), so that a later run with more
articles may join, part and date anew; rows that stay the same are not touched.
"""

from __future__ import annotations

import duckdb

from warehouse.connection import transaction

PERSON_NAMES = """
    SELECT n.article_id, n.article_entity_id, n.evidence, e.name AS canonical_name
    FROM core.entity_names n JOIN core.entities e ON e.entity_id = n.article_entity_id
    WHERE e.kind = 'person'
"""
"""Names of persons with the canonical name that their article gives them."""

_NAMES = """
    UPDATE core.entity_names SET entity_id = i.entity_id, identity_evidence = i.evidence
    FROM core.identities i
    WHERE entity_names.article_id = i.article_id AND entity_names.article_entity_id = i.article_entity_id
      AND (entity_names.entity_id IS DISTINCT FROM i.entity_id OR entity_names.identity_evidence IS DISTINCT FROM i.evidence)
"""
_ROLES = """
    UPDATE core.roles SET entity_id = i.entity_id
    FROM core.identities i
    WHERE roles.article_id = i.article_id AND roles.article_entity_id = i.article_entity_id AND roles.entity_id <> i.entity_id
"""
_OLD_PERSONS = """
    DELETE FROM core.entities WHERE kind = 'person' AND entity_id NOT IN
        (SELECT entity_id FROM core.identities UNION SELECT article_entity_id FROM core.identities)
"""
_NEW_PERSONS = """
    INSERT INTO core.entities (entity_id, kind, name)
    SELECT entity_id, 'person', min(name) FROM core.identities
    WHERE entity_id NOT IN (SELECT entity_id FROM core.entities) GROUP BY entity_id ORDER BY entity_id
"""
_TOLD = """
    SELECT m.mention_id, i.entity_id, i.name, coalesce(m.country_code, i.country_code) AS country_code,
           coalesce(m.sector_code, i.sector_code) AS sector_code
    FROM core.mentions m JOIN core.identities i ON m.article_id = i.article_id AND m.entity_id = i.article_entity_id
"""
_PARTICIPANTS = f"""
    UPDATE core.participants SET entity_id = t.entity_id, name = t.name, country_code = t.country_code, sector_code = t.sector_code
    FROM ({_TOLD}) t
    WHERE participants.mention_id = t.mention_id
      AND (participants.entity_id, participants.name, participants.country_code, participants.sector_code)
          IS DISTINCT FROM (t.entity_id, t.name, t.country_code, t.sector_code)
"""
_ATTRIBUTIONS = f"""
    UPDATE core.events SET attribution_name = t.name, attribution_country = t.country_code, attribution_sector = t.sector_code
    FROM ({_TOLD}) t
    WHERE events.attribution_mention_id = t.mention_id
      AND (events.attribution_name, events.attribution_country, events.attribution_sector)
          IS DISTINCT FROM (t.name, t.country_code, t.sector_code)
"""


def apply_identities(connection: duckdb.DuckDBPyConnection) -> None:
    """Hand what `core.identities` says on to the tables that name persons."""
    with transaction(connection):
        for statement in (_NAMES, _ROLES, _OLD_PERSONS, _NEW_PERSONS, _PARTICIPANTS, _ATTRIBUTIONS):
            connection.execute(statement)
