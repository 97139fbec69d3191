with events as (
    select event_id, happening_id, event_type, status, quad_code, score, goldstein, source_countries, target_countries, day
    from {{ sliced(ref('int_events'), 'day') }}
    -- a copy of an agency report is not another report
    where not is_copy and day is not null
),

source_codes as (
    select distinct event_id, unnest(source_countries) as country_code from events
),

target_codes as (
    select distinct event_id, unnest(target_countries) as country_code from events
),

directed as (
    select
        source_codes.event_id,
        source_codes.country_code as source_country,
        target_codes.country_code as target_country
    from source_codes
    inner join target_codes on target_codes.event_id = source_codes.event_id
),

mutual as (
    -- a meeting without a clear host has all its parties as sources: each acts towards each other
    select
        events.event_id,
        one.country_code as source_country,
        other.country_code as target_country
    from events
    inner join source_codes as one on one.event_id = events.event_id
    inner join source_codes as other on other.event_id = events.event_id and other.country_code <> one.country_code
    where events.event_type in ('AGREE', 'CONSULT', 'COOPERATE')
        and len(events.target_countries) = 0
),

dyads as (
    select event_id, source_country, target_country from directed
    union all
    select event_id, source_country, target_country from mutual
),

final as (
    select
        dyads.source_country,
        dyads.target_country,
        events.day,
        count(*) as event_count,
        count(distinct events.happening_id) as happening_count,
        {{ day_counts('events') }}
    from dyads
    inner join events on events.event_id = dyads.event_id
    where dyads.source_country is not null
        and dyads.target_country is not null
    group by dyads.source_country, dyads.target_country, events.day
)

select * from final
-- a query for one dyad then reads one stretch of the table
order by source_country, target_country, day
