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
        count(*) filter (events.quad_code = 1) as verbal_cooperation_count,
        count(*) filter (events.quad_code = 2) as material_cooperation_count,
        count(*) filter (events.quad_code = 3) as verbal_conflict_count,
        count(*) filter (events.quad_code = 4) as material_conflict_count,
        count(*) filter (events.status in ('occurred', 'ongoing')) as happened_count,
        count(*) filter (events.status in ('planned', 'possible')) as expected_count,
        count(*) filter (events.status in ('cancelled', 'denied')) as unrealized_count,
        round(sum(events.score::decimal(9, 4))::double / count(*), 6) as mean_score,
        round(sum(events.goldstein::decimal(9, 4))::double / count(*), 6) as mean_goldstein,
        count(*) filter (events.quad_code = 1 and events.status in ('occurred', 'ongoing')) as verbal_cooperation_happened_count,
        count(*) filter (events.quad_code = 1 and events.status in ('planned', 'possible')) as verbal_cooperation_expected_count,
        count(*) filter (events.quad_code = 1 and events.status in ('cancelled', 'denied')) as verbal_cooperation_unrealized_count,
        count(*) filter (events.quad_code = 2 and events.status in ('occurred', 'ongoing')) as material_cooperation_happened_count,
        count(*) filter (events.quad_code = 2 and events.status in ('planned', 'possible')) as material_cooperation_expected_count,
        count(*) filter (events.quad_code = 2 and events.status in ('cancelled', 'denied')) as material_cooperation_unrealized_count,
        count(*) filter (events.quad_code = 3 and events.status in ('occurred', 'ongoing')) as verbal_conflict_happened_count,
        count(*) filter (events.quad_code = 3 and events.status in ('planned', 'possible')) as verbal_conflict_expected_count,
        count(*) filter (events.quad_code = 3 and events.status in ('cancelled', 'denied')) as verbal_conflict_unrealized_count,
        count(*) filter (events.quad_code = 4 and events.status in ('occurred', 'ongoing')) as material_conflict_happened_count,
        count(*) filter (events.quad_code = 4 and events.status in ('planned', 'possible')) as material_conflict_expected_count,
        count(*) filter (events.quad_code = 4 and events.status in ('cancelled', 'denied')) as material_conflict_unrealized_count
    from issues
    inner join events on events.event_id = issues.event_id
    group by issues.context, events.day
)

select * from final
order by context, day
