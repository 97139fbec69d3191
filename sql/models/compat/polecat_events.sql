-- POLECAT: the 40 columns by name and in the order of its files; lists inside a cell are separated by semicolons.
with parties as (
    select
        participants.event_id,
        participants.role,
        string_agg(countries.cow_code, ';' order by participants.position) as cow_codes,
        string_agg(mentions.role_title, ';' order by participants.position) as titles,
        string_agg(mentions.mention_text, ';' order by participants.position) as texts
    from {{ ref('stg_participants') }} as participants
    left join {{ ref('stg_mentions') }} as mentions on mentions.mention_id = participants.mention_id
    left join {{ ref('country_codes') }} as countries on countries.country_code = participants.country_code
    group by participants.event_id, participants.role
),

source_side as (
    select * from parties where role = 'source'
),

target_side as (
    select * from parties where role = 'target'
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
from {{ ref('int_events') }} as events
inner join {{ ref('stg_events') }} as coded on coded.event_id = events.event_id
inner join {{ ref('int_articles') }} as articles on articles.article_id = events.article_id
left join {{ ref('stg_mentions') }} as place_mentions on place_mentions.mention_id = coded.place_mention_id
left join source_side on source_side.event_id = events.event_id
left join target_side on target_side.event_id = events.event_id
left join stories on stories.article_id = events.article_id
left join {{ ref('country_codes') }} as place on place.country_code = events.place_country
where {{ is_reported_as_fact('events') }}
