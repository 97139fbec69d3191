with events as (
    select event_id, happening_id, status, quad_code, score, goldstein, source_countries, target_countries, place_country, day
    from {{ sliced(ref('int_events'), 'day') }}
    -- a copy of an agency report is not another report
    where not is_copy and day is not null
),

roles as (
    select distinct event_id, unnest(source_countries) as country_code, 'source' as country_role from events
    union all
    select distinct event_id, unnest(target_countries) as country_code, 'target' as country_role from events
    union all
    select event_id, place_country as country_code, 'place' as country_role from events
),

countries as (
    -- one row per event and country: acting on itself at home is still one event of the country
    select
        event_id,
        country_code,
        bool_or(country_role = 'source') as is_source,
        bool_or(country_role = 'target') as is_target,
        bool_or(country_role = 'place') as is_place
    from roles
    where country_code is not null
    group by event_id, country_code
),

final as (
    select
        countries.country_code,
        events.day,
        count(*) as event_count,
        count(distinct events.happening_id) as happening_count,
        count(*) filter (countries.is_source) as source_count,
        count(*) filter (countries.is_target) as target_count,
        count(*) filter (countries.is_place) as place_count,
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
    from countries
    inner join events on events.event_id = countries.event_id
    group by countries.country_code, events.day
)

select * from final
order by country_code, day
