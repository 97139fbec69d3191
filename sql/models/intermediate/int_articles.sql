with articles as (
    select * from {{ sliced(ref('stg_articles'), 'article_id') }}
),

stories as (
    select article_id, story_id, is_copy from {{ sliced(ref('stg_stories'), 'article_id') }}
),

events as (
    select article_id, count(*) as event_count
    from {{ sliced(ref('stg_events'), 'article_id') }}
    group by article_id
),

final as (
    select
        articles.article_id,
        articles.document_id,
        articles.source_name,
        coalesce(articles.canonical_url, articles.url) as url,
        articles.title,
        articles.published_date,
        articles.fetched_at,
        articles.fetched_at::date as fetched_day,
        articles.language,
        articles.word_count,
        length(articles.article_text)::bigint as character_count,
        -- where the first paragraph of the text proper ends
        articles.body_offset + coalesce(
            nullif(strpos(substr(articles.article_text, articles.body_offset + 1), chr(10)), 0) - 1,
            length(articles.article_text) - articles.body_offset
        ) as lead_end,
        -- an article that was not grouped yet is a story of its own
        coalesce(stories.story_id, articles.article_id) as story_id,
        coalesce(stories.is_copy, false) as is_copy,
        coalesce(events.event_count, 0) as event_count
    from articles
    left join stories on stories.article_id = articles.article_id
    left join events on events.article_id = articles.article_id
)

select * from final
order by published_date, article_id
