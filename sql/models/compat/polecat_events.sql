-- POLECAT: the 40 columns by name and in the order of its files; lists inside a cell are separated by semicolons.
with events as (
    -- of a meeting without a host the first party is the actor, the others are recipients
    select
        * replace (
            case when {{ is_mutual('events') }} then source_names[:1] else source_names end as source_names,
            case when {{ is_mutual('events') }} then source_countries[:1] else source_countries end as source_countries,
            case when {{ is_mutual('events') }} then source_sectors[:1] else source_sectors end as source_sectors,
            case when {{ is_mutual('events') }} then source_names[2:] else target_names end as target_names,
            case when {{ is_mutual('events') }} then source_countries[2:] else target_countries end as target_countries,
            case when {{ is_mutual('events') }} then source_sectors[2:] else target_sectors end as target_sectors
        ),
        {{ is_mutual('events') }} as is_mutual
    from {{ ref('int_events') }} as events
    where {{ is_reported_as_fact('events') }}
),

parties as (
    select
        participants.event_id,
        case when events.is_mutual and participants.position > 0 then 'target' else participants.role end as side,
        string_agg(countries.cow_code, ';' order by participants.position) as cow_codes,
        string_agg(mentions.role_title, ';' order by participants.position) as titles,
        string_agg(mentions.mention_text, ';' order by participants.position) as texts
    from {{ ref('stg_participants') }} as participants
    inner join events on events.event_id = participants.event_id
    left join {{ ref('stg_mentions') }} as mentions on mentions.mention_id = participants.mention_id
    left join {{ ref('country_codes') }} as countries on countries.country_code = participants.country_code
    group by participants.event_id, side
),

source_side as (
    select * from parties where side = 'source'
),

target_side as (
    select * from parties where side = 'target'
),

stories as (
    select
        article_id,
        string_agg(distinct mention_name, ';' order by mention_name) filter (kind = 'person') as people,
        string_agg(distinct mention_name, ';' order by mention_name) filter (kind = 'organization') as organizations,
        string_agg(distinct mention_name, ';' order by mention_name) filter (kind in ('place', 'country')) as locations
    from {{ ref('stg_mentions') }}
    where entity_id is not null
    group by article_id
)

select
    events.event_id as "Event ID",
    events.day as "Event Date",
    events.plover_type as "Event Type",
    events.plover_mode as "Event Mode",
    events.score as "Intensity",
    {{ quad_name('events.quad_code') }} as "Quad Code",
    nullif(array_to_string(events.contexts, ';'), '') as "Contexts",
    nullif(array_to_string(events.source_names, ';'), '') as "Actor Name",
    nullif(array_to_string(events.source_countries, ';'), '') as "Actor Country",
    source_side.cow_codes as "Actor COW",
    events.source_sectors[1] as "Primary Actor Sector",
    nullif(array_to_string(events.source_sectors, ';'), '') as "Actor Sectors",
    source_side.titles as "Actor Title",
    source_side.texts as "Actor Name Raw",
    null::varchar as "Wikipedia Actor ID",
    nullif(array_to_string(events.target_names, ';'), '') as "Recipient Name",
    nullif(array_to_string(events.target_countries, ';'), '') as "Recipient Country",
    target_side.cow_codes as "Recipient COW",
    events.target_sectors[1] as "Primary Recipient Sector",
    nullif(array_to_string(events.target_sectors, ';'), '') as "Recipient Sectors",
    target_side.titles as "Recipient Title",
    target_side.texts as "Recipient Name Raw",
    null::varchar as "Wikipedia Recipient ID",
    events.place_name as "Placename",
    null::varchar as "City",
    null::varchar as "District",
    null::varchar as "Province",
    place.country_name as "Country",
    events.place_latitude as "Latitude",
    events.place_longitude as "Longitude",
    null::bigint as "GeoNames ID",
    place_mentions.mention_text as "Raw Placename",
    null::varchar as "Feature Type",
    events.source_name as "Source",
    events.published_date as "Publication Date",
    stories.people as "Story People",
    stories.organizations as "Story Organizations",
    stories.locations as "Story Locations",
    case articles.language when 'en' then 'English' end as "Language",
    'dateline codebook ' || events.codebook_version as "Version"
from events
inner join {{ ref('stg_events') }} as coded on coded.event_id = events.event_id
inner join {{ ref('int_articles') }} as articles on articles.article_id = events.article_id
left join {{ ref('stg_mentions') }} as place_mentions on place_mentions.mention_id = coded.place_mention_id
left join source_side on source_side.event_id = events.event_id
left join target_side on target_side.event_id = events.event_id
left join stories on stories.article_id = events.article_id
left join {{ ref('country_codes') }} as place on place.country_code = events.place_country
