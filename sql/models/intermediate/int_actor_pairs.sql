with events as (
    select event_id, source_entity_ids, target_entity_ids
    from {{ sliced(ref('int_events'), 'event_id') }}
    -- the events that int_actor_months counts
    where not is_copy and coalesce(month, day) is not null
),

parties as (
    select distinct event_id, unnest(list_concat(source_entity_ids, target_entity_ids)) as entity_id from events
),

final as (
    select
        one.entity_id,
        other.entity_id as counterpart_id,
        -- an incremental build looks pairs up by it; two that share one are told apart by their ids
        (md5_number_lower(one.entity_id || ' ' || other.entity_id) % 4294967296)::uinteger as pair_number,
        count(*) as event_count
    from parties as one
    inner join parties as other on other.event_id = one.event_id and other.entity_id <> one.entity_id
    group by one.entity_id, other.entity_id
)

select * from final
-- actors are read one by one
order by entity_id, counterpart_id
