-- ICEWS: the 20 columns by name and order. One row is one event of one article, from one party to another.
select
    {{ event_number('events') }} as event_id,
    events.day as event_date,
    events.actor1_name as source_name,
    events.actor1_sector as source_sectors,
    source.country_name as source_country,
    codes.name as event_text,
    events.cameo_code,
    events.goldstein as intensity,
    events.actor2_name as target_name,
    events.actor2_sector as target_sectors,
    target.country_name as target_country,
    {{ number_of('events.article_id') }} as story_id,
    events.sentence_index + 1 as sentence_number,
    events.source_name as publisher,
    null::varchar as city,
    null::varchar as district,
    null::varchar as province,
    place.country_name as country,
    events.place_latitude as latitude,
    events.place_longitude as longitude
from {{ directed_events() }} as events
left join {{ ref('cameo') }} as codes on codes.cameo_code = events.cameo_code
left join {{ ref('country_codes') }} as source on source.country_code = events.actor1_country
left join {{ ref('country_codes') }} as target on target.country_code = events.actor2_country
left join {{ ref('country_codes') }} as place on place.country_code = events.place_country
where {{ is_reported_as_fact('events') }}
