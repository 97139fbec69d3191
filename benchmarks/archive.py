"""A warehouse of any size, made up with the skew of real news: core tables straight into a file, the same in every run.

Few countries and persons make most of the news, volume grows over eleven years, some stories are told by dozens of
sources and most by one. Articles hold a line of text instead of a page, and clauses, arguments and times are left out:
no model reads them.
"""

from __future__ import annotations

from collections.abc import Iterable

import duckdb

EVENTS_PER_ARTICLE = 4
ENTITIES = 200_000
LAST_DAY = "DATE '2026-10-31'"
DAYS = 4_000
BLOCK = 64  # neighbouring articles that share a day and forty possible stories
TYPES = (
    ("CONSULT", "visit", 1, 4.0, "042", 1.9), ("CONSULT", None, 1, 2.5, "040", 1.0), ("ACCUSE", None, 3, -3.0, "112", -2.0),
    ("ASSAULT", "firearms", 4, -9.0, "190", -10.0), ("REQUEST", None, 1, 1.0, "020", 3.0), ("AGREE", None, 1, 3.0, "057", 8.0),
    ("COERCE", "arrest", 4, -6.0, "173", -5.0), ("PROTEST", "demo", 4, -5.0, "141", -6.5), ("AID", None, 2, 6.0, "070", 7.0),
    ("REJECT", None, 3, -3.0, "120", -4.0), ("SUPPORT", None, 1, 3.0, "051", 3.4), ("THREATEN", None, 3, -5.0, "130", -4.4),
    ("SANCTION", "convict", 4, -6.0, "163", -8.0), ("MOBILIZE", "troops", 4, -5.0, "150", -7.2), ("COOPERATE", None, 2, 5.0, "060", 6.0),
    ("RETREAT", None, 2, 5.0, "087", 9.0),
)  # fmt: skip
CONTEXTS = ("military", "economic", "diplomatic", "migration", "legal", "health", "environment", "election", "energy", "terrorism")
WORDS = "minister talks border grain council police troops treaty court strike aid vote summit envoy factory port river".split()


def _random(number: str, salt: int) -> str:
    """A number from 0 to 1 that depends on nothing else."""
    return f"(hash({number} * 131 + {salt})::DOUBLE / 18446744073709551616.0)"


def _id(*parts: str) -> str:
    return f"substr(md5(concat_ws('/', {', '.join(parts)})), 1, 20)"


def _skewed(number: str, salt: int, count: str, power: int) -> str:
    """A rank from 0 on, low ones far more often."""
    return f"floor({count} * pow({_random(number, salt)}, {power}))::BIGINT"


def add_articles(connection: duckdb.DuckDBPyConnection, first: int, count: int, whole: int, later: int = 0) -> None:
    """Articles of these numbers with everything that hangs on them; `whole` is the size of the archive in articles.

    Articles beyond it are of the last day, or of one so many days `later`, as the runs that follow bring them.
    """
    _number_rows(connection, first, count, (whole, later))
    for statement in (*_article_tables(), *_event_tables()):
        connection.execute(statement)
    changes = {
        "article": "SELECT article_id FROM article_rows",
        "document": "SELECT document_id FROM article_rows",
        "entity": "SELECT DISTINCT entity_id FROM core.roles WHERE article_id IN (SELECT article_id FROM article_rows)",
    }
    for kind, query in changes.items():
        connection.execute(f"INSERT INTO ops.changes SELECT '{kind}', * FROM ({query})")


def add_entities(connection: duckdb.DuckDBPyConnection) -> None:
    """Persons, organizations and the countries of the seed, which everything else names."""
    connection.execute("CREATE OR REPLACE TABLE country_ranks AS SELECT row_number() OVER (ORDER BY hash(c)) - 1 AS rank, c AS country "
                       "FROM (SELECT country_code AS c FROM read_csv('seeds/schemes/country_codes.csv', all_varchar = true))")  # fmt: skip
    connection.execute(
        f"""
        INSERT INTO core.entities BY NAME
        SELECT {_id("'entity'", "i")} AS entity_id, CASE WHEN i % 3 = 0 THEN 'organization' ELSE 'person' END AS kind,
            'Name ' || i AS name, NULL::VARCHAR AS country_code, NULL::VARCHAR AS sector_code
        FROM range({ENTITIES}) AS r(i)
        """
    )


def _number_rows(connection: duckdb.DuckDBPyConnection, first: int, count: int, place: tuple[int, int]) -> None:
    whole, later = place
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE article_rows AS
        SELECT a, {_id("'article'", "a")} AS article_id, {_id("'document'", "a")} AS document_id,
            {LAST_DAY} - {DAYS - later} + floor({DAYS} * pow(least((a // {BLOCK}) * {BLOCK} / {whole}, 1.0), 0.7))::INT AS day,
            {_id("'story'", f"a // {BLOCK}", _skewed("a", 1, "40", 2))} AS story_id,
            'source ' || {_skewed("a", 2, "300", 3)} AS source_name
        FROM range({first}, {first + count}) AS r(a)
        """
    )
    n, country = "e", "(SELECT count(*) FROM country_ranks)"
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE event_rows AS
        SELECT e, article_id, {_id("'event'", "e")} AS event_id, {_id("'sentence'", "e")} AS sentence_id, story_id, day,
            1 + {_skewed(n, 3, str(len(TYPES)), 2)} AS type_number, {_random(n, 4)} AS luck,
            {_skewed(n, 5, country, 3)} AS source_rank, {_skewed(n, 6, country, 3)} AS target_rank,
            {_skewed(n, 7, str(ENTITIES), 4)} AS source_entity, {_skewed(n, 8, str(ENTITIES), 4)} AS target_entity
        FROM article_rows, range(a * {EVENTS_PER_ARTICLE}, (a + 1) * {EVENTS_PER_ARTICLE}) AS r(e)
        """
    )


def _text(number: str, count: int) -> str:
    words = "[" + ", ".join(f"'{word}'" for word in WORDS) + "]"
    return f"'The ' || array_to_string([{words}[1 + (hash({number} * 31 + k) % {len(WORDS)})::INT] for k in range({count})], ' ') || '.'"


def _article_tables() -> Iterable[str]:
    at = "(day + INTERVAL 9 HOUR)::TIMESTAMPTZ"
    yield f"""INSERT INTO core.documents BY NAME SELECT document_id, md5(document_id) AS payload_sha256, source_name,
        'feed/' || a AS locator,
        'https://' || replace(source_name, ' ', '') || '.example/' || a AS url, 'text/html' AS content_type, {at} AS fetched_at,
        2000 AS byte_count FROM article_rows"""
    yield f"""INSERT INTO core.articles BY NAME SELECT article_id, document_id, source_name, 'feed/' || a AS locator,
        'https://' || replace(source_name, ' ', '') || '.example/' || a AS url, {_text("a", 6)} AS title, []::VARCHAR[] AS authors,
        day AS published_date, 'day' AS published_precision, 'metadata' AS published_origin, 'en' AS language, 0 AS body_offset,
        {_text("a", 8)} AS text, 400 AS word_count, {at} AS fetched_at FROM article_rows"""
    yield f"""INSERT INTO core.stories BY NAME SELECT story_id, article_id, 0.5 AS similarity, {_random("a", 11)} < 0.15 AS is_copy
        FROM article_rows"""
    speaker = f"{_skewed('a', 12, str(ENTITIES), 4)}"
    yield f"""INSERT INTO core.mentions BY NAME SELECT {_id("'mention'", "a")} AS mention_id, article_id, {_id("'sentence'", "a * 4")}
        AS sentence_id, 0 AS start_offset, 4 AS end_offset, 'Name' AS text, 'person' AS kind, 'name' AS form, 'name' AS head_lemma,
        false AS is_plural, 'nsubj' AS grammatical_role, {_id("'entity'", speaker)} AS entity_id, 'Name ' || {speaker} AS name,
        'GOV' AS sector_code, true AS is_actor, 'made up' AS evidence FROM article_rows"""
    yield f"""INSERT INTO core.quotes BY NAME SELECT {_id("'quote'", "a")} AS quote_id, article_id, {_id("'sentence'", "a * 4")}
        AS sentence_id, 0 AS start_offset, 40 AS end_offset, {_text("a + 7", 9)} AS text, a % 2 = 0 AS is_direct, 'said' AS cue,
        {_id("'mention'", "a")} AS speaker_mention_id FROM article_rows"""
    yield f"""INSERT INTO core.roles BY NAME SELECT {_id("'entity'", speaker)} AS entity_id, article_id, 'role ' || (a % 5) AS role,
        'GOV' AS sector_code, day AS seen_date, {_id("'mention'", "a")} AS mention_id, {_id("'entity'", speaker)} AS article_entity_id,
        true AS is_stated, day AS first_seen_date, day AS last_seen_date FROM article_rows WHERE a % 3 = 0"""
    yield f"""INSERT INTO core.entity_names BY NAME SELECT {_id("'entity'", speaker)} AS entity_id, article_id,
        'Name ' || {speaker} AS name, 'made up' AS evidence, {_id("'entity'", speaker)} AS article_entity_id,
        'same_name' AS identity_evidence, 1 AS mention_count FROM article_rows"""
    yield f"""INSERT INTO core.identities BY NAME SELECT article_id, {_id("'entity'", speaker)} AS article_entity_id,
        {_id("'entity'", speaker)} AS entity_id, 'Name ' || {speaker} AS name, 'role ' || (a % 5) AS role, 'GOV' AS sector_code,
        'same_name' AS evidence, 'article' AS role_evidence FROM article_rows"""


def _event_tables() -> Iterable[str]:
    kinds = ", ".join(str(tuple(x if x is not None else "" for x in kind)) for kind in TYPES)
    contexts = "[" + ", ".join(f"'{context}'" for context in CONTEXTS) + "]"
    yield f"""INSERT INTO core.sentences BY NAME SELECT sentence_id, article_id, e % {EVENTS_PER_ARTICLE} AS sentence_index,
        (e % {EVENTS_PER_ARTICLE}) * 60 AS start_offset, (e % {EVENTS_PER_ARTICLE}) * 60 + 60 AS end_offset, {_text("e", 14)} AS text
        FROM event_rows"""
    yield f"""INSERT INTO core.events BY NAME
        WITH kinds AS (SELECT row_number() OVER () AS type_number, * FROM (VALUES {kinds})
            AS v(event_type, mode, quad_code, score, cameo_code, goldstein))
        SELECT event_id, article_id, sentence_id, {_id("'clause'", "e")} AS clause_id, 4 AS trigger_start, 10 AS trigger_end,
            'talks' AS trigger_text, event_type, nullif(mode, '') AS mode,
            CASE WHEN luck < 0.7 THEN [{contexts}[1 + {_skewed("e", 9, str(len(CONTEXTS)), 2)}]] ELSE []::VARCHAR[] END AS contexts,
            CASE WHEN luck < 0.65 THEN 'occurred' WHEN luck < 0.7 THEN 'ongoing' WHEN luck < 0.84 THEN 'planned' WHEN luck < 0.93
                THEN 'possible' WHEN luck < 0.97 THEN 'cancelled' ELSE 'denied' END AS status,
            CASE WHEN luck >= 0.93 AND luck < 0.95 THEN 'postponed' END AS status_cue, event_type AS plover_type,
            nullif(mode, '') AS plover_mode, []::VARCHAR[] AS auxiliary_modes, quad_code, score, cameo_code, goldstein,
            CASE WHEN e % 3 > 0 THEN day - ({_skewed("e", 10, "9", 3)} - 2)::INT END AS start_date,
            CASE WHEN e % 3 > 0 THEN day - ({_skewed("e", 10, "9", 3)} - 2)::INT END AS end_date,
            CASE WHEN e % 3 > 0 THEN CASE WHEN e % 10 = 0 THEN 'month' ELSE 'day' END END AS date_precision,
            CASE WHEN e % 2 = 0 THEN 'Place ' || (source_rank * 7 + e % 7) END AS place_name,
            CASE WHEN e % 2 = 0 THEN country END AS place_country,
            CASE WHEN e % 2 = 0 THEN 'phrase' END AS place_rule,
            CASE WHEN e % 2 = 0 THEN round(source_rank % 140 - 70 + (e % 7) / 10, 2) END AS place_latitude,
            CASE WHEN e % 2 = 0 THEN round(source_rank * 13 % 340 - 170 + (e % 7) / 10, 2) END AS place_longitude,
            round(0.5 + luck / 2, 2) AS confidence, 'rule.' || type_number AS rule_id, 'made up' AS codebook_version
        FROM event_rows JOIN kinds USING (type_number) LEFT JOIN country_ranks ON rank = source_rank ORDER BY e"""
    for position, role in enumerate(("source", "target")):
        yield f"""INSERT INTO core.participants BY NAME SELECT event_id, article_id, '{role}' AS role, 0 AS position, 'subject' AS evidence,
            {_id("'mention'", "e", f"'{role}'")} AS mention_id,
            CASE WHEN e % 5 > 0 THEN {_id("'entity'", f"{role}_entity")} END AS entity_id, 'Name ' || {role}_entity AS name,
            country AS country_code, CASE e % 4 WHEN 0 THEN 'GOV' WHEN 1 THEN 'MIL' WHEN 2 THEN 'CVL' END AS sector_code,
            {position * 20} AS start_offset, {position * 20 + 6} AS end_offset, 'Name ' || {role}_entity AS text
            FROM event_rows LEFT JOIN country_ranks ON rank = {role}_rank WHERE '{role}' = 'source' OR luck < 0.8"""
    yield f"""INSERT INTO core.event_mentions BY NAME SELECT event_id, article_id, sentence_id, {_id("'clause'", "e", "n")} AS clause_id,
        4 AS start_offset, 10 AS end_offset, 'talks' AS text, 'occurred' AS status, 'made up' AS rule_id, n = 0 AS is_best
        FROM event_rows, range(1 + (e % 5 = 0)::INT) AS r(n)"""
    yield f"""INSERT INTO core.happenings BY NAME SELECT {_id("'happening'", "story_id", "type_number")} AS happening_id, event_id,
        article_id, day AS report_date, 'occurred' AS status, 'made up' AS evidence FROM event_rows"""
