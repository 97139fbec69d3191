with articles as (
    select * from {{ sliced(ref('int_articles'), 'story_id') }}
),

final as (
    select
        story_id,
        min_by(article_id, (published_date is null, published_date, article_id)) as first_article_id,
        min_by(title, (published_date is null, published_date, article_id)) as title,
        min(published_date) as first_date,
        max(published_date) as last_date,
        count(*) as article_count,
        count(*) filter (is_copy) as copy_count,
        count(distinct source_name) as source_count,
        -- a source that only reprints another's text is no second witness
        count(distinct source_name) filter (not is_copy) as independent_source_count,
        list(distinct source_name order by source_name) as source_names,
        sum(event_count) filter (not is_copy)::bigint as event_count
    from articles
    group by story_id
)

select * from final
order by first_date, story_id
