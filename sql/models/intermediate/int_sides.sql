with participants as (
    select
        event_id,
        role,
        {'at': position, 'name': participant_name, 'country': country_code, 'sector': sector_code, 'entity_id': entity_id} as party
    from {{ sliced(ref('stg_participants'), 'event_id') }}
),

parties as (
    -- lists of records, sorted afterwards: an ordered list keeps a buffer of its own for every group
    select
        event_id,
        list_sort(list(party) filter (role = 'source')) as sources,
        list_sort(list(party) filter (role = 'target')) as targets
    from participants
    group by event_id
),

final as (
    -- parallel lists: the first name goes with the first country and the first sector, NULL where there is none
    select
        event_id,
        [party.name for party in sources] as source_names,
        [party.country for party in sources] as source_countries,
        [party.sector for party in sources] as source_sectors,
        [party.entity_id for party in sources] as source_entity_ids,
        [party.name for party in targets] as target_names,
        [party.country for party in targets] as target_countries,
        [party.sector for party in targets] as target_sectors,
        [party.entity_id for party in targets] as target_entity_ids
    from parties
)

select * from final
