with quotes as (
    select * from {{ sliced(ref('stg_quotes'), 'article_id') }}
),

mentions as (
    select * from {{ sliced(ref('stg_mentions'), 'article_id') }}
),

roles as (
    -- one role per person and article: the one written with the mention where there is one, else the first by name
    select article_id, entity_id, min(role_name) as role_name
    from {{ sliced(ref('stg_roles'), 'article_id') }}
    group by article_id, entity_id
),

articles as (
    select * from {{ sliced(ref('int_articles'), 'article_id') }}
),

final as (
    select
        quotes.quote_id,
        quotes.article_id,
        quotes.sentence_id,
        quotes.start_offset,
        quotes.end_offset,
        quotes.quote_text,
        quotes.is_direct,
        quotes.cue,
        mentions.entity_id as speaker_id,
        coalesce(mentions.mention_name, quotes.speaker_text) as speaker_name,
        lower(coalesce(mentions.role_title, roles.role_name)) as speaker_role,
        mentions.country_code as speaker_country,
        mentions.sector_code as speaker_sector,
        articles.story_id,
        articles.is_copy,
        articles.title,
        articles.url,
        articles.source_name,
        articles.published_date
    from quotes
    inner join articles on articles.article_id = quotes.article_id
    left join mentions on mentions.mention_id = quotes.speaker_mention_id
    left join roles on roles.article_id = quotes.article_id and roles.entity_id = mentions.entity_id
)

select * from final
order by published_date, quote_id
