with pairs as (
    select entity_id, counterpart_id, event_count from {{ sliced(ref('int_actor_pairs'), 'entity_id') }}
),

firsts as (
    -- a smallest list needs no sorting of all pairs
    select entity_id, unnest(min({'below': -event_count, 'counterpart_id': counterpart_id}, 5)) as pair
    from pairs
    group by entity_id
),

final as (
    select entity_id, pair.counterpart_id as counterpart_id, -pair.below as event_count from firsts
)

select * from final
-- actors are read one by one
order by entity_id, counterpart_id
