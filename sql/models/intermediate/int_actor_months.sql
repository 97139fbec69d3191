with events as (
    select event_id, coalesce(month, date_trunc('month', day)::date) as month, status, quad_code, source_entity_ids, target_entity_ids
    from {{ sliced(ref('int_events'), 'event_id') }}
    -- a copy of an agency report is not another report
    where not is_copy and coalesce(month, day) is not null
),

sides as (
    select distinct event_id, unnest(source_entity_ids) as entity_id, true as is_source from events
    union all
    select distinct event_id, unnest(target_entity_ids) as entity_id, false as is_source from events
),

parties as (
    select event_id, entity_id, bool_or(is_source) as is_source, bool_or(not is_source) as is_target
    from sides
    where entity_id is not null
    group by event_id, entity_id
),

final as (
    select
        parties.entity_id,
        events.month,
        count(*) as event_count,
        count(*) filter (parties.is_source) as source_count,
        count(*) filter (parties.is_target) as target_count,
        count(*) filter (events.quad_code in (1, 2)) as cooperation_count,
        count(*) filter (events.quad_code in (3, 4)) as conflict_count,
        count(*) filter (events.status in ('occurred', 'ongoing')) as happened_count
    from parties
    inner join events on events.event_id = parties.event_id
    group by parties.entity_id, events.month
)

select * from final
-- actors are read one by one
order by entity_id, month
