-- GDELT 2.0 mentions: the 16 columns by name, order and type. One row is one mention, in its article, of a row of gdelt_events.
with parties as (
    select event_id, role, position + 1 as number, start_offset from {{ ref('stg_participants') }}
)

select
    {{ event_number('events') }} as "GLOBALEVENTID",
    strftime(articles.fetched_at, '%Y%m%d%H%M%S')::bigint as "EventTimeDate",
    strftime(articles.fetched_at, '%Y%m%d%H%M%S')::bigint as "MentionTimeDate",
    case when articles.url is not null then 1::bigint end as "MentionType",
    coalesce({{ host_of('articles.url') }}, articles.source_name) as "MentionSourceName",
    articles.url as "MentionIdentifier",
    sentences.sentence_index + 1 as "SentenceID",
    source.start_offset as "Actor1CharOffset",
    target.start_offset as "Actor2CharOffset",
    mentions.start_offset as "ActionCharOffset",
    1::bigint as "InRawText",
    greatest(round(events.confidence * 10)::bigint * 10, 10) as "Confidence",
    articles.character_count as "MentionDocLen",
    null::double as "MentionDocTone",
    null::varchar as "MentionDocTranslationInfo",
    null::varchar as "Extras"
from {{ ref('stg_event_mentions') }} as mentions
inner join {{ directed_events() }} as events on events.event_id = mentions.event_id
inner join {{ ref('int_articles') }} as articles on articles.article_id = mentions.article_id
inner join {{ ref('stg_sentences') }} as sentences on sentences.sentence_id = mentions.sentence_id
left join parties as source on source.event_id = events.event_id and source.role = 'source' and source.number = events.actor1_at
left join parties as target on target.event_id = events.event_id and target.role = events.actor2_role and target.number = events.actor2_at
where {{ is_reported_as_fact('events') }}
