with events as (
    select event_id, month, status, quad_code, is_copy, source_entity_ids, target_entity_ids
    from {{ sliced(ref('int_events'), 'month') }}
    -- a copy of an agency report is not another report
    where not is_copy and month is not null
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

pairs as (
    -- the row without counterpart counts the actor's events once each, however many stand on the other side
    select event_id, entity_id, null::varchar as counterpart_id, is_source, is_target from parties
    union all
    select one.event_id, one.entity_id, other.entity_id as counterpart_id, one.is_source, one.is_target
    from parties as one
    inner join parties as other on other.event_id = one.event_id and other.entity_id <> one.entity_id
),

final as (
    select
        pairs.entity_id,
        pairs.counterpart_id,
        events.month,
        count(*) as event_count,
        count(*) filter (pairs.is_source) as source_count,
        count(*) filter (pairs.is_target) as target_count,
        count(*) filter (events.quad_code in (1, 2)) as cooperation_count,
        count(*) filter (events.quad_code in (3, 4)) as conflict_count,
        count(*) filter (events.status in ('occurred', 'ongoing')) as happened_count
    from pairs
    inner join events on events.event_id = pairs.event_id
    group by pairs.entity_id, pairs.counterpart_id, events.month
)

select * from final
order by month, entity_id, counterpart_id
