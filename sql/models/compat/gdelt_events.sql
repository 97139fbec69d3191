-- GDELT 2.0 events: the 61 columns by name, order and type. One row is one event of one article, from one party to another.
select
    {{ event_number('events') }} as "GLOBALEVENTID",
    strftime(events.day, '%Y%m%d')::bigint as "SQLDATE",
    strftime(events.day, '%Y%m')::bigint as "MonthYear",
    year(events.day) as "Year",
    round(year(events.day) + (month(events.day) * 30 + day(events.day)) / 365, 4) as "FractionDate",
    {{ gdelt_actor(1) }},
    {{ gdelt_actor(2) }},
    events.is_lead::bigint as "IsRootEvent",
    events.cameo_code as "EventCode",
    substr(events.cameo_code, 1, 3) as "EventBaseCode",
    substr(events.cameo_code, 1, 2) as "EventRootCode",
    events.quad_code as "QuadClass",
    events.goldstein as "GoldsteinScale",
    events.mention_count as "NumMentions",
    1::bigint as "NumSources",
    1::bigint as "NumArticles",
    null::double as "AvgTone",
    null::bigint as "Actor1Geo_Type",
    null::varchar as "Actor1Geo_FullName",
    null::varchar as "Actor1Geo_CountryCode",
    null::varchar as "Actor1Geo_ADM1Code",
    null::varchar as "Actor1Geo_ADM2Code",
    null::double as "Actor1Geo_Lat",
    null::double as "Actor1Geo_Long",
    null::varchar as "Actor1Geo_FeatureID",
    null::bigint as "Actor2Geo_Type",
    null::varchar as "Actor2Geo_FullName",
    null::varchar as "Actor2Geo_CountryCode",
    null::varchar as "Actor2Geo_ADM1Code",
    null::varchar as "Actor2Geo_ADM2Code",
    null::double as "Actor2Geo_Lat",
    null::double as "Actor2Geo_Long",
    null::varchar as "Actor2Geo_FeatureID",
    case when events.place_name = place.country_name then 1::bigint end as "ActionGeo_Type",
    case
        when events.place_name = place.country_name then place.country_name
        else concat_ws(', ', events.place_name, place.country_name)
    end as "ActionGeo_FullName",
    place.fips_code as "ActionGeo_CountryCode",
    null::varchar as "ActionGeo_ADM1Code",
    null::varchar as "ActionGeo_ADM2Code",
    events.place_latitude as "ActionGeo_Lat",
    events.place_longitude as "ActionGeo_Long",
    case when events.place_name = place.country_name then place.fips_code end as "ActionGeo_FeatureID",
    strftime(events.fetched_at, '%Y%m%d%H%M%S')::bigint as "DATEADDED",
    events.url as "SOURCEURL"
from {{ directed_events() }} as events
left join {{ ref('country_codes') }} as actor1 on actor1.country_code = events.actor1_country
left join {{ ref('country_codes') }} as actor2 on actor2.country_code = events.actor2_country
left join {{ ref('country_codes') }} as place on place.country_code = events.place_country
where {{ is_reported_as_fact('events') }}
