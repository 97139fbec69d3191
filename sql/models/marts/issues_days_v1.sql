with events as (
    select event_id, happening_id, story_id, contexts, status, quad_code, score, goldstein, day
    from {{ sliced(ref('int_events'), 'day') }}
    -- a copy of an agency report is not another report
    where not is_copy and day is not null
),

issues as (
    select distinct event_id, unnest(contexts) as context from events
),

final as (
    select
        issues.context,
        events.day,
        count(*) as event_count,
        count(distinct events.happening_id) as happening_count,
        count(distinct events.story_id) as story_count,
        {{ day_counts('events') }}
    from issues
    inner join events on events.event_id = issues.event_id
    group by issues.context, events.day
)

select * from final
order by context, day
