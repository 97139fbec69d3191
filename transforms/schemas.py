"""The vocabulary of every table: grain, key, columns, types, meaning, each declared once.

Everything else is made from here: empty frames and strict casts in the transforms, DDL in the warehouse, key checks,
and the data dictionary in docs/. Offsets are Python string indices into `articles.text`, end exclusive.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from transforms.errors import ContractError

TEXTS = pl.List(pl.String)
UTC_TIME = pl.Datetime("us", "UTC")


@dataclass(frozen=True)
class Column:
    """One column: polars type, meaning in one line, whether NULL is allowed."""

    name: str
    dtype: pl.DataType | type[pl.DataType]
    meaning: str
    nullable: bool = False


@dataclass(frozen=True)
class Table:
    """One table: `grain` says what a row is, `key` the columns that are unique together."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    layer: str = "core"

    @property
    def schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        return {column.name: column.dtype for column in self.columns}

    @property
    def names(self) -> list[str]:
        return [column.name for column in self.columns]


def frame(table: Table, rows: list[dict[str, object]]) -> pl.DataFrame:
    """Rows as a frame of exactly the table's columns and types; a value of another type raises ContractError."""
    try:
        return pl.DataFrame(rows, schema=table.schema, strict=True)
    except (TypeError, pl.exceptions.PolarsError) as error:
        raise ContractError(table.name, f"a row does not fit the schema: {error}") from error


def conform(table: Table, data: pl.DataFrame) -> pl.DataFrame:
    """The table's columns in order and type; a missing column, a bad cast or a NULL where none may be raises."""
    missing = [name for name in table.names if name not in data.columns]
    if missing:
        raise ContractError(table.name, f"columns are missing: {', '.join(missing)}")
    try:
        result = data.select(pl.col(c.name).cast(c.dtype, strict=True) for c in table.columns)
    except pl.exceptions.PolarsError as error:
        raise ContractError(table.name, f"a column does not cast: {error}") from error
    check_nulls(table, result)
    return result


def check_nulls(table: Table, data: pl.DataFrame) -> None:
    """Raise ContractError where a column that may not be NULL is."""
    for column in table.columns:
        count = data.get_column(column.name).null_count()
        if count and not column.nullable:
            raise ContractError(table.name, f"{column.name} is NULL in {count} of {data.height} rows")


def check_key(table: Table, data: pl.DataFrame) -> None:
    """Raise ContractError where two rows share the key."""
    doubled = data.height - data.select(table.key).n_unique()
    if doubled:
        raise ContractError(table.name, f"{doubled} rows repeat the key ({', '.join(table.key)})")


ID = pl.String
_ARTICLE_ID = Column("article_id", ID, "article the row belongs to")
_SENTENCE_ID = Column("sentence_id", ID, "sentence the span stands in")
_START = Column("start_offset", pl.Int64, "first character of the span in articles.text")
_END = Column("end_offset", pl.Int64, "one past the last character of the span")
_TEXT = Column("text", pl.String, "the words of the span")

DOCUMENTS = Table(
    "documents",
    "one payload fetched or read",
    ("document_id",),
    (
        Column("document_id", ID, "hash of payload and URL"),
        Column("payload_sha256", pl.String, "SHA-256 of the payload's bytes, hexadecimal; the payload is kept in raw/"),
        Column("source_name", pl.String, "source that gave it: folder, file, feed or archive; a publisher that a row of a file names"),
        Column("locator", pl.String, "where it came from: path (with row number) or URL"),
        Column("url", pl.String, "address of the page, where known", nullable=True),
        Column("content_type", pl.String, "text/plain or text/html"),
        Column("fetched_at", UTC_TIME, "when it was read or fetched"),
        Column("byte_count", pl.Int64, "size of the payload in bytes"),
        Column("given_id", pl.String, "id that the source gave", nullable=True),
        Column("given_title", pl.String, "title that the source gave", nullable=True),
        Column("given_date", pl.Date, "publication date that the source gave", nullable=True),
    ),
)

ARTICLES = Table(
    "articles",
    "one article",
    ("article_id",),
    (
        Column("article_id", ID, "hash of the canonical URL, of the text where there is none"),
        Column("document_id", ID, "payload it was taken from"),
        Column("source_name", pl.String, "source of the document"),
        Column("locator", pl.String, "where the document came from"),
        Column("url", pl.String, "address it was fetched from", nullable=True),
        Column("canonical_url", pl.String, "address the page gives itself, tracking parameters cut", nullable=True),
        Column("title", pl.String, "headline", nullable=True),
        Column("authors", TEXTS, "names in the by-line"),
        Column("published_date", pl.Date, "publication date", nullable=True),
        Column("published_precision", pl.String, "day, month or year", nullable=True),
        Column(
            "published_origin",
            pl.String,
            "given, metadata, dateline, url, file name or line (one near the head of the text that holds only a date)",
            nullable=True,
        ),
        Column("language", pl.String, "ISO 639-1 code; und where it can't be told"),
        Column("dateline_place", pl.String, "place named in the dateline, as written", nullable=True),
        Column("body_offset", pl.Int64, "where the text proper begins, behind the dateline"),
        Column("text", pl.String, "the article's text, unchanged; every offset points into it"),
        Column("word_count", pl.Int64, "words separated by white space"),
        Column("fetched_at", UTC_TIME, "when its document was fetched"),
    ),
)

SENTENCES = Table(
    "sentences",
    "one sentence",
    ("sentence_id",),
    (
        Column("sentence_id", ID, "hash of article and offsets"),
        _ARTICLE_ID,
        Column("sentence_index", pl.Int64, "0-based place in the article"),
        _START,
        _END,
        _TEXT,
    ),
)

ANNOTATED_MENTIONS = Table(
    "annotated_mentions",
    "one span that names or describes somebody, something or some place; before resolution",
    ("mention_id",),
    (
        Column("mention_id", ID, "hash of article and offsets"),
        _ARTICLE_ID,
        _SENTENCE_ID,
        _START,
        _END,
        _TEXT,
        Column("kind", pl.String, "person, organization, place, country or group"),
        Column("form", pl.String, "name, demonym, description or pronoun"),
        Column("head_lemma", pl.String, "lemma of the span's head word, lower case"),
        Column("is_plural", pl.Boolean, "whether the head is plural"),
        Column("grammatical_role", pl.String, "dependency label of the head"),
        Column("preposition", pl.String, "preposition in front of it: 'in' of 'in Beijing'", nullable=True),
        Column("title", pl.String, "title or role written with the name: 'Secretary of State', 'foreign minister'", nullable=True),
        Column(
            "modifier_country",
            pl.String,
            "ISO 3166 alpha-3 of the country that modifies it: 'Chinese', 'China’s', 'of China'",
            nullable=True,
        ),
        Column("modifier_organization", pl.String, "organization named in its title or modifiers", nullable=True),
    ),
    layer="annotated",
)

MENTIONS = Table(
    "mentions",
    "one span that names or describes somebody, something or some place",
    ("mention_id",),
    (
        *ANNOTATED_MENTIONS.columns,
        Column("entity_id", ID, "who or what is meant; NULL where it can't be told", nullable=True),
        Column("name", pl.String, "canonical name of the entity; the span's own words for a description", nullable=True),
        Column("country_code", pl.String, "ISO 3166 alpha-3, or IGO UNO EUR NGO ISM IMG MNC where the actor has no country", nullable=True),
        Column("sector_code", pl.String, "PLOVER sector", nullable=True),
        Column("latitude", pl.Float64, "degrees north", nullable=True),
        Column("longitude", pl.Float64, "degrees east", nullable=True),
        Column("is_actor", pl.Boolean, "whether it can act: false for a place that is only a place"),
        Column("evidence", pl.String, "the rule that resolved it, or the reason why nothing did"),
        Column("member_ids", TEXTS, "mentions that a plural reference stands for: 'the two leaders', 'they'", nullable=True),
    ),
)

CLAUSES = Table(
    "clauses",
    "one predicate: a verb, an eventive noun or a predicative adjective",
    ("clause_id",),
    (
        Column("clause_id", ID, "hash of article, offsets and part of speech"),
        _ARTICLE_ID,
        _SENTENCE_ID,
        Column("start_offset", pl.Int64, "first character of the predicate word"),
        Column("end_offset", pl.Int64, "one past the predicate's last character (its particle included where adjacent)"),
        Column("text", pl.String, "the predicate's words"),
        Column("lemma", pl.String, "lemma of the predicate, lower case"),
        Column("part_of_speech", pl.String, "verb, noun or adjective"),
        Column("particle", pl.String, "verb particle: 'off' of 'call off'", nullable=True),
        Column("voice", pl.String, "active or passive"),
        Column("tense", pl.String, "past, present, future or none"),
        Column("aspect", pl.String, "simple, progressive, perfect"),
        Column("mood", pl.String, "finite, infinitive, participle, gerund, imperative or nominal"),
        Column("modal", pl.String, "modal or semi-modal in front: may, would, have to, be to, going to", nullable=True),
        Column("is_negated", pl.Boolean, "whether a negation stands with the predicate"),
        Column("negation", pl.String, "the negating word", nullable=True),
        Column("marker", pl.String, "subordinating word: if, unless, after, before, to", nullable=True),
        Column(
            "determiner",
            pl.String,
            "a noun's article, demonstrative or possessive; 's for an owner",
            nullable=True,
        ),
        Column(
            "adverbs",
            TEXTS,
            "lemmas of adverbs and, for nouns, adjectives that modify the predicate; quoted: what a verb calls something stands in quotes",
        ),
        Column("governor_id", ID, "clause that governs this one", nullable=True),
        Column(
            "governor_relation", pl.String, "relation to it: ccomp, xcomp, advcl, acl, relcl, conj, object, subject, of …", nullable=True
        ),
        Column("clause_index", pl.Int64, "0-based order of predicates in the article"),
    ),
)

ARGUMENTS = Table(
    "arguments",
    "one argument of a predicate; a coordination gives one row per member",
    ("argument_id",),
    (
        Column("argument_id", ID, "hash of clause, slot, preposition and offsets"),
        _ARTICLE_ID,
        Column("clause_id", ID, "predicate it belongs to"),
        Column("slot", pl.String, "deep role: subject, object, indirect, oblique, possessive or modifier"),
        Column("preposition", pl.String, "preposition of an oblique: with, to, of, between", nullable=True),
        Column("surface_role", pl.String, "dependency label it was read from"),
        Column("path", pl.String, "how it was found: direct, conjunct, control, raising, relative, participle, light"),
        Column("head_lemma", pl.String, "lemma of its head word, lower case"),
        _START,
        _END,
        _TEXT,
        Column("mention_id", ID, "mention that stands for it", nullable=True),
        Column(
            "mention_path", pl.String, "where that mention stands in the phrase: head, possessor, modifier or complement", nullable=True
        ),
        Column("adverbs", TEXTS, "adverbs that modify this member alone: 'potentially'"),
    ),
)

TIMES = Table(
    "times",
    "one time expression",
    ("time_id",),
    (
        Column("time_id", ID, "hash of article and offsets"),
        _ARTICLE_ID,
        _SENTENCE_ID,
        _START,
        _END,
        _TEXT,
        Column("start_date", pl.Date, "first day of the interval", nullable=True),
        Column("end_date", pl.Date, "last day of the interval", nullable=True),
        Column("precision", pl.String, "day, week, month, quarter, half, season, year, decade or other"),
        Column("rule", pl.String, "rule that made the interval"),
        Column("clause_id", ID, "predicate it governs; NULL where none", nullable=True),
    ),
)

QUOTES = Table(
    "quotes",
    "one quotation, direct or indirect",
    ("quote_id",),
    (
        Column("quote_id", ID, "hash of article and offsets"),
        _ARTICLE_ID,
        _SENTENCE_ID,
        _START,
        _END,
        _TEXT,
        Column("is_direct", pl.Boolean, "whether it stands between quotation marks"),
        Column("cue", pl.String, "reporting word: said, according to", nullable=True),
        Column("cue_offset", pl.Int64, "first character of the cue", nullable=True),
        Column("speaker_start", pl.Int64, "first character of the speaker's words", nullable=True),
        Column("speaker_end", pl.Int64, "one past their last character", nullable=True),
        Column("speaker_text", pl.String, "the speaker as written", nullable=True),
        Column("speaker_mention_id", ID, "mention of the speaker", nullable=True),
    ),
)

ENTITIES = Table(
    "entities",
    "one real-world thing",
    ("entity_id",),
    (
        Column("entity_id", ID, "hash of kind and canonical name"),
        Column("kind", pl.String, "person, organization, place, country or group"),
        Column("name", pl.String, "canonical name"),
        Column("country_code", pl.String, "ISO 3166 alpha-3 or PLOVER non-state code; NULL for persons, see roles", nullable=True),
        Column("sector_code", pl.String, "PLOVER sector; NULL for persons, see roles", nullable=True),
        Column("latitude", pl.Float64, "degrees north", nullable=True),
        Column("longitude", pl.Float64, "degrees east", nullable=True),
    ),
)

ENTITY_NAMES = Table(
    "entity_names",
    "one name under which an article speaks of an entity",
    ("entity_id", "article_id", "name"),
    (
        Column("entity_id", ID, "entity"),
        _ARTICLE_ID,
        Column("name", pl.String, "name as written"),
        Column("evidence", pl.String, "rule that joined the name to the entity within the article"),
        Column("article_entity_id", ID, "entity as the article alone tells it"),
        Column("identity_evidence", pl.String, "what joined the article's person to the archive's; NULL for other kinds", nullable=True),
        Column("mention_count", pl.Int64, "mentions under this name in the article"),
    ),
)

ROLES = Table(
    "roles",
    "one role that an article gives a person",
    ("entity_id", "article_id", "role"),
    (
        Column("entity_id", ID, "person"),
        _ARTICLE_ID,
        Column("role", pl.String, "role as written, lower case: 'secretary of state'"),
        Column("organization", pl.String, "organization of the role", nullable=True),
        Column("country_code", pl.String, "country of the role", nullable=True),
        Column("sector_code", pl.String, "PLOVER sector of the role", nullable=True),
        Column("seen_date", pl.Date, "publication date of the article", nullable=True),
        Column("mention_id", ID, "mention that carries the role"),
        Column("article_entity_id", ID, "person as the article alone tells it"),
        Column("is_stated", pl.Boolean, "whether the article names the role's country or organization; else they are inferred"),
        Column("start_date", pl.Date, "first day in office, where the article states it", nullable=True),
        Column("end_date", pl.Date, "last day in office, where the article states it", nullable=True),
        Column("first_seen_date", pl.Date, "first publication date with this role, over all articles", nullable=True),
        Column("last_seen_date", pl.Date, "last publication date with this role, over all articles", nullable=True),
    ),
)

IDENTITIES = Table(
    "identities",
    "one person of one article, as the whole archive tells who it is",
    ("article_id", "article_entity_id"),
    (
        _ARTICLE_ID,
        Column("article_entity_id", ID, "person as the article alone tells it: entity_id of its mentions"),
        Column("entity_id", ID, "person in the archive"),
        Column("name", pl.String, "canonical name of the person in the archive"),
        Column("role", pl.String, "role on the article's day: of the article, else of other articles", nullable=True),
        Column("country_code", pl.String, "country of that role", nullable=True),
        Column("sector_code", pl.String, "PLOVER sector of that role", nullable=True),
        Column("evidence", pl.String, "what joined or parted: same_name, surname_and_office, spelling_and_office, correction …"),
        Column("role_evidence", pl.String, "where the role comes from: article, other_articles, with the successor", nullable=True),
    ),
)

EVENTS = Table(
    "events",
    "one event that an article reports, at its fullest mention; all of them are in event_mentions",
    ("event_id",),
    (
        Column("event_id", ID, "hash of article, trigger, type, mode and participants"),
        _ARTICLE_ID,
        _SENTENCE_ID,
        Column("clause_id", ID, "predicate that reports it"),
        Column("trigger_start", pl.Int64, "first character of the trigger"),
        Column("trigger_end", pl.Int64, "one past its last character"),
        Column("trigger_text", pl.String, "the trigger's words"),
        Column("event_type", pl.String, "PLOVER type of the action itself"),
        Column(
            "mode",
            pl.String,
            "PLOVER mode; read it with its type: arrest is a threat of one under THREATEN, one that was made under COERCE",
            nullable=True,
        ),
        Column("contexts", TEXTS, "PLOVER contexts, sorted"),
        Column("status", pl.String, "occurred, ongoing, planned, possible, cancelled or denied"),
        Column("status_cue", pl.String, "the words that decided the status", nullable=True),
        Column("plover_type", pl.String, "type after PLOVER's folding rules"),
        Column("plover_mode", pl.String, "mode after PLOVER's folding rules", nullable=True),
        Column("auxiliary_modes", TEXTS, "PLOVER's historical, future, hypothetical, negation"),
        Column("quad_code", pl.Int64, "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict"),
        Column("score", pl.Float64, "PLOVER score of type and mode after folding, -10 to 10"),
        Column("cameo_code", pl.String, "CAMEO code"),
        Column("goldstein", pl.Float64, "Goldstein score of the CAMEO code"),
        Column("start_date", pl.Date, "first day on which it happens", nullable=True),
        Column("end_date", pl.Date, "last day", nullable=True),
        Column("date_precision", pl.String, "precision of the interval", nullable=True),
        Column("date_rule", pl.String, "rule that dated it", nullable=True),
        Column("time_id", ID, "time expression that dated it", nullable=True),
        Column("place_name", pl.String, "place where it happens", nullable=True),
        Column("place_country", pl.String, "ISO 3166 alpha-3", nullable=True),
        Column("place_latitude", pl.Float64, "degrees north", nullable=True),
        Column("place_longitude", pl.Float64, "degrees east", nullable=True),
        Column("place_mention_id", ID, "mention of the place", nullable=True),
        Column("place_rule", pl.String, "what tied the place to the event: own_phrase, goal, governor, phrase, sentence …", nullable=True),
        Column("attribution_name", pl.String, "who says so, where the article names a speaker", nullable=True),
        Column("attribution_country", pl.String, "country of the speaker", nullable=True),
        Column("attribution_sector", pl.String, "sector of the speaker", nullable=True),
        Column("attribution_mention_id", ID, "mention of the speaker", nullable=True),
        Column("confidence", pl.Float64, "0 to 1: how probably a predicate with such a frame and roles is an event of the type"),
        Column("source_reason", pl.String, "why the event has no source; NULL where it has one", nullable=True),
        Column("rule_id", pl.String, "codebook frame that coded it"),
        Column("codebook_version", pl.String, "hash of the codebook"),
    ),
)

EVENT_MENTIONS = Table(
    "event_mentions",
    "one place where an article speaks of an event",
    ("event_id", "clause_id"),
    (
        Column("event_id", ID, "event that is meant"),
        _ARTICLE_ID,
        _SENTENCE_ID,
        Column("clause_id", ID, "predicate that speaks of it"),
        _START,
        _END,
        _TEXT,
        Column("status", pl.String, "status at this place"),
        Column("status_cue", pl.String, "the words that decided it", nullable=True),
        Column("rule_id", pl.String, "codebook frame that matched here"),
        Column("is_best", pl.Boolean, "whether the event's row was made from this place"),
    ),
)

PARTICIPANTS = Table(
    "participants",
    "one participant of an event",
    ("event_id", "role", "position"),
    (
        Column("event_id", ID, "event"),
        _ARTICLE_ID,
        Column("role", pl.String, "source or target"),
        Column("position", pl.Int64, "0-based order within the role"),
        Column(
            "evidence",
            pl.String,
            "its slot or preposition; speaker, same event, content, first verb, answer, custody, dyad, setting: what the article has said",
        ),
        Column("mention_id", ID, "mention"),
        Column("entity_id", ID, "entity, where resolved", nullable=True),
        Column("name", pl.String, "canonical name or description"),
        Column("country_code", pl.String, "ISO 3166 alpha-3 or PLOVER non-state code", nullable=True),
        Column("sector_code", pl.String, "PLOVER sector", nullable=True),
        _START,
        _END,
        _TEXT,
    ),
)

STORIES = Table(
    "stories",
    "one article in the story it tells",
    ("article_id",),
    (
        Column("story_id", ID, "hash of the story's first article id"),
        _ARTICLE_ID,
        Column("similarity", pl.Float64, "estimated Jaccard similarity to the story's nearest other article; 1 alone"),
        Column("is_copy", pl.Boolean, "whether the text is a near-duplicate of an earlier article of the story"),
    ),
)

HAPPENINGS = Table(
    "happenings",
    "one event report in the happening it reports",
    ("event_id",),
    (
        Column("happening_id", ID, "hash of the happening's first event id"),
        Column("event_id", ID, "report"),
        _ARTICLE_ID,
        Column("report_date", pl.Date, "publication date of the report", nullable=True),
        Column("status", pl.String, "status in this report"),
        Column("evidence", pl.String, "what joined the report to the happening"),
    ),
)

REJECTS = Table(
    "rejects",
    "one document or article set aside",
    ("stage", "subject_id"),
    (
        Column("stage", pl.String, "ingest, extract, annotate or load"),
        Column("subject_id", pl.String, "document or article id; the locator where there is no id yet"),
        Column("locator", pl.String, "path (with row) or URL"),
        Column("reason", pl.String, "short reason code: empty_file, not_an_article …"),
        Column("detail", pl.String, "what was wrong and what to do"),
    ),
    layer="ops",
)

STAGES = Table(
    "stages",
    "one stage of one batch in one run, reconciled: in_count = out_count + rejected_count",
    ("run_id", "batch_id", "stage"),
    (
        Column("run_id", pl.String, "run"),
        Column("batch_id", pl.String, "batch of documents"),
        Column("stage", pl.String, "ingest, extract, annotate, code or load"),
        Column("in_count", pl.Int64, "items that came in"),
        Column("out_count", pl.Int64, "items that went out"),
        Column("rejected_count", pl.Int64, "items set aside"),
        Column("seconds", pl.Float64, "wall time"),
    ),
    layer="ops",
)

RUNS = Table(
    "runs",
    "one run that published",
    ("run_id",),
    (
        Column("run_id", pl.String, "time-ordered name of the run"),
        Column("started_at", UTC_TIME, "start"),
        Column("finished_at", UTC_TIME, "end of loading, before the file is published"),
        Column("document_count", pl.Int64, "documents new in this run"),
        Column("article_count", pl.Int64, "articles new or changed in this run"),
        Column("event_count", pl.Int64, "events of those articles"),
        Column("reject_count", pl.Int64, "documents and articles set aside"),
        Column("codebook_version", pl.String, "hash of the codebook"),
        Column("model_version", pl.String, "version of the language model"),
        Column("software_version", pl.String, "version of dateline"),
    ),
    layer="ops",
)

CHECKS = Table(
    "checks",
    "one check of one run",
    ("run_id", "check_name"),
    (
        Column("run_id", pl.String, "run"),
        Column("check_name", pl.String, "name of the check"),
        Column("severity", pl.String, "fail or warn"),
        Column("status", pl.String, "pass, warn or fail"),
        Column("failure_count", pl.Int64, "rows that failed"),
    ),
    layer="ops",
)

BUILDS = Table(
    "builds",
    "one building of the SQL models",
    ("run_id",),
    (
        Column("run_id", pl.String, "run"),
        Column("kind", pl.String, "full, or incremental where only what changed was built anew"),
        Column("fingerprint", pl.String, "hash of the SQL project and its seeds"),
        Column("changed_count", pl.Int64, "articles that were new, changed or grouped otherwise since the build before"),
        Column("seconds", pl.Float64, "wall time"),
    ),
    layer="ops",
)

MODEL_VERSIONS = Table(
    "model_versions",
    "one form of one version of a released model, from the run that first built it",
    ("model", "version", "fingerprint"),
    (
        Column("model", pl.String, "stable name, without version"),
        Column("version", pl.Int64, "number behind _v"),
        Column("fingerprint", pl.String, "hash of its SQL, columns and types"),
        Column("first_run_id", pl.String, "run that first built it"),
        Column("latest_version", pl.Int64, "version behind the stable name at that time"),
        Column("columns", TEXTS, "columns with types, in order"),
        Column("retirement_date", pl.Date, "day after which it may go; NULL where none is set", nullable=True),
    ),
    layer="ops",
)

CHANGES = Table(
    "changes",
    "one thing that changed since the models were last built; empty after a build",
    ("kind", "subject_id"),
    (
        Column("kind", pl.String, "article, document or entity"),
        Column("subject_id", pl.String, "its id"),
    ),
    layer="ops",
)

SOURCES = Table(
    "sources",
    "one source of sources.toml, as the last run left it",
    ("source_name",),
    (
        Column("source_name", pl.String, "name in sources.toml; documents.source_name"),
        Column("kind", pl.String, "feed, sitemap, site, urls, files or warc"),
        Column("locator", pl.String, "its address or path"),
        Column("country_code", pl.String, "ISO 3166 alpha-3 of the publisher, where given", nullable=True),
        Column("language", pl.String, "ISO 639-1 code of the publisher, where given", nullable=True),
        Column("last_attempt_at", UTC_TIME, "when a run last asked it"),
        Column("last_success_at", UTC_TIME, "when it last answered as it should", nullable=True),
        Column("last_new_at", UTC_TIME, "when it last gave a new or changed document", nullable=True),
        Column("failure_count", pl.Int64, "failures in a row"),
        Column("last_error", pl.String, "why the last attempt failed, or what of its listings could not be read", nullable=True),
        Column("next_due_at", UTC_TIME, "runs before this moment leave it alone", nullable=True),
    ),
    layer="ops",
)

SOURCE_RUNS = Table(
    "source_runs",
    "one source in one run",
    ("run_id", "source_name"),
    (
        Column("run_id", pl.String, "run"),
        Column("source_name", pl.String, "name in sources.toml"),
        Column("new_count", pl.Int64, "documents at addresses not seen before"),
        Column("changed_count", pl.Int64, "documents at known addresses whose content changed"),
        Column("unchanged_count", pl.Int64, "what was listed or held and is known already"),
        Column("rejected_count", pl.Int64, "what was found and set aside for good"),
        Column("failed_count", pl.Int64, "what failed for now and is tried again"),
        Column("postponed_count", pl.Int64, "what is left for a later run: over the limit, or the host asked to wait"),
        Column("seconds", pl.Float64, "wall time from the first request to the last"),
    ),
    layer="ops",
)

FETCHES = Table(
    "fetches",
    "one address that was asked, as the last answer left it",
    ("url",),
    (
        Column("url", pl.String, "address as listed, without tracking parameters and fragment; path of a web archive"),
        Column("source_name", pl.String, "source that listed it first"),
        Column("kind", pl.String, "page, or listing: a feed, sitemap, front page, list or archive"),
        Column("outcome", pl.String, "taken, unchanged, rejected or failed"),
        Column("status", pl.Int64, "HTTP status of the last answer; NULL where there was none", nullable=True),
        Column("fetched_at", UTC_TIME, "when it was last asked"),
        Column("first_fetched_at", UTC_TIME, "when it was first asked"),
        Column("stated_at", UTC_TIME, "last change according to the listing", nullable=True),
        Column("etag", pl.String, "validator for the next conditional request", nullable=True),
        Column("last_modified", pl.String, "validator for the next conditional request", nullable=True),
        Column("final_url", pl.String, "where redirects led", nullable=True),
        Column("redirects", TEXTS, "addresses on the way, the asked one first; empty without redirects"),
        Column("document_id", ID, "document of the last content taken", nullable=True),
        Column("failure_count", pl.Int64, "transient failures in a row"),
        Column("detail", pl.String, "what went wrong", nullable=True),
    ),
    layer="ops",
)

ANNOTATED_TABLES = (SENTENCES, ANNOTATED_MENTIONS, CLAUSES, ARGUMENTS, TIMES, QUOTES)
CORE_TABLES = (
    DOCUMENTS, ARTICLES, SENTENCES, MENTIONS, CLAUSES, ARGUMENTS, TIMES, QUOTES,
    ENTITIES, ENTITY_NAMES, ROLES, IDENTITIES, EVENTS, EVENT_MENTIONS, PARTICIPANTS, STORIES, HAPPENINGS,
)  # fmt: skip
OPS_TABLES = (REJECTS, STAGES, RUNS, CHECKS, BUILDS, MODEL_VERSIONS, CHANGES, SOURCES, SOURCE_RUNS, FETCHES)
