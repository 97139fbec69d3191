with mentions as (
    select * from {{ ref('stg_event_mentions') }}
),

events as (
    select event_id, happening_id, story_id, is_copy, event_type, status, source_name, title, url, published_date
    from {{ ref('int_events') }}
),

sentences as (
    select sentence_id, sentence_text, start_offset from {{ ref('stg_sentences') }}
),

final as (
    select
        mentions.event_id,
        mentions.clause_id,
        events.happening_id,
        mentions.article_id,
        mentions.sentence_id,
        mentions.start_offset,
        mentions.end_offset,
        mentions.mention_text,
        mentions.is_best,
        events.event_type,
        mentions.status,
        mentions.status_cue,
        events.story_id,
        events.is_copy,
        sentences.sentence_text,
        sentences.start_offset as sentence_start,
        events.source_name,
        events.title,
        events.url,
        events.published_date
    from mentions
    inner join events on events.event_id = mentions.event_id
    inner join sentences on sentences.sentence_id = mentions.sentence_id
)

select * from final
