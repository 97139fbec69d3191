with events as (
    select event_id, article_id from {{ sliced(ref('stg_events'), 'event_id') }}
),

happenings as (
    select event_id, happening_id from {{ sliced(ref('stg_happenings'), 'event_id') }}
),

articles as (
    select article_id, source_name, story_id, is_copy from {{ sliced(ref('int_articles'), 'event_article_id') }}
),

mention_counts as (
    select event_id, count(*) as mention_count
    from {{ sliced(ref('stg_event_mentions'), 'event_id') }}
    group by event_id
),

reports as (
    select
        events.event_id,
        -- an event that was not grouped yet is a happening of its own
        coalesce(happenings.happening_id, events.event_id) as happening_id,
        articles.story_id,
        articles.is_copy,
        articles.source_name
    from events
    inner join articles on articles.article_id = events.article_id
    left join happenings on happenings.event_id = events.event_id
),

happening_counts as (
    select
        happening_id,
        count(*) as report_count,
        count(distinct story_id) as story_count,
        count(distinct source_name) filter (not is_copy) as independent_source_count
    from reports
    group by happening_id
),

final as (
    select
        reports.*,
        happening_counts.report_count,
        happening_counts.story_count,
        happening_counts.independent_source_count,
        coalesce(mention_counts.mention_count, 1) as mention_count
    from reports
    inner join happening_counts on happening_counts.happening_id = reports.happening_id
    left join mention_counts on mention_counts.event_id = reports.event_id
)

select * from final
