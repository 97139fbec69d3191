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
        {{ day_counts('events') }}
    from countries
    inner join events on events.event_id = countries.event_id
    group by countries.country_code, events.day
)

select * from final
order by country_code, day
