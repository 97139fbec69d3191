-- GDELT GKG 2.1: the 27 columns by name, order and type; filled where an article has the fact. One row is one article.
with names as (
    select
        mentions.article_id,
        mentions.kind,
        mentions.mention_name,
        mentions.start_offset,
        mentions.latitude,
        mentions.longitude,
        countries.fips_code
    from {{ ref('stg_mentions') }} as mentions
    left join {{ ref('country_codes') }} as countries on countries.country_code = mentions.country_code
    where mentions.entity_id is not null
),

places as (
    select
        *,
        case kind when 'country' then '1' else '' end as geo_type
    from names
    where kind in ('country', 'place') and latitude is not null
),

name_lists as (
    select
        article_id,
        string_agg(distinct mention_name, ';' order by mention_name) filter (kind = 'person') as persons,
        string_agg(mention_name || ',' || start_offset, ';' order by start_offset) filter (kind = 'person') as persons_at,
        string_agg(distinct mention_name, ';' order by mention_name) filter (kind = 'organization') as organizations,
        string_agg(mention_name || ',' || start_offset, ';' order by start_offset) filter (kind = 'organization') as organizations_at,
        string_agg(mention_name || ',' || start_offset, ';' order by start_offset) as all_names
    from names
    group by article_id
),

place_lists as (
    select
        article_id,
        string_agg(distinct concat_ws('#', geo_type, mention_name, coalesce(fips_code, ''), '', latitude, longitude, ''), ';') as locations,
        string_agg(
            concat_ws('#', geo_type, mention_name, coalesce(fips_code, ''), '', '', latitude, longitude, '', start_offset), ';'
            order by start_offset
        ) as locations_at
    from places
    group by article_id
),

date_lists as (
    select
        article_id,
        string_agg(
            case "precision"
                when 'year' then concat_ws(',', 1, 0, 0, year(start_date), start_offset)
                when 'month' then concat_ws(',', 2, month(start_date), 0, year(start_date), start_offset)
                else concat_ws(',', 3, month(start_date), day(start_date), year(start_date), start_offset)
            end, ';' order by start_offset
        ) as dates
    from {{ source('core', 'times') }}
    where start_date is not null and "precision" in ('day', 'month', 'year')
    group by article_id
),

quote_lists as (
    select
        article_id,
        string_agg(concat_ws('|', start_offset, end_offset - start_offset, coalesce(cue, ''), quote_text), '#' order by start_offset) as quotations
    from {{ ref('stg_quotes') }}
    where is_direct
    group by article_id
)

select
    strftime(articles.fetched_at, '%Y%m%d%H%M%S') || '-' || {{ number_of('articles.article_id') }} as "GKGRECORDID",
    strftime(articles.fetched_at, '%Y%m%d%H%M%S')::bigint as "DATE",
    case when articles.url is not null then 1::bigint end as "SourceCollectionIdentifier",
    coalesce({{ host_of('articles.url') }}, articles.source_name) as "SourceCommonName",
    articles.url as "DocumentIdentifier",
    null::varchar as "Counts",
    null::varchar as "V2Counts",
    null::varchar as "Themes",
    null::varchar as "V2Themes",
    place_lists.locations as "Locations",
    place_lists.locations_at as "V2Locations",
    name_lists.persons as "Persons",
    name_lists.persons_at as "V2Persons",
    name_lists.organizations as "Organizations",
    name_lists.organizations_at as "V2Organizations",
    null::varchar as "V2Tone",
    date_lists.dates as "Dates",
    null::varchar as "GCAM",
    null::varchar as "SharingImage",
    null::varchar as "RelatedImages",
    null::varchar as "SocialImageEmbeds",
    null::varchar as "SocialVideoEmbeds",
    quote_lists.quotations as "Quotations",
    name_lists.all_names as "AllNames",
    null::varchar as "Amounts",
    null::varchar as "TranslationInfo",
    case when articles.title is not null then '<PAGE_TITLE>' || articles.title || '</PAGE_TITLE>' end as "Extras"
from {{ ref('int_articles') }} as articles
left join name_lists on name_lists.article_id = articles.article_id
left join place_lists on place_lists.article_id = articles.article_id
left join date_lists on date_lists.article_id = articles.article_id
left join quote_lists on quote_lists.article_id = articles.article_id
