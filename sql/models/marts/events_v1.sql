with events as (
    select * from {{ ref('stg_events') }}
),

event_mentions as (
    select event_id from {{ ref('stg_event_mentions') }}
),

participants as (
    select event_id, role, position, participant_name, country_code, sector_code from {{ ref('stg_participants') }}
),

articles as (
    select article_id, source_name, url, canonical_url, title, published_date from {{ ref('stg_articles') }}
),

sentences as (
    select sentence_id, sentence_text, start_offset from {{ ref('stg_sentences') }}
),

stories as (
    select article_id, story_id, is_copy from {{ ref('stg_stories') }}
),

happenings as (
    select event_id, happening_id from {{ ref('stg_happenings') }}
),

sides as (
    -- parallel lists: the first name goes with the first country and the first sector, NULL where there is none
    select
        event_id,
        list(participant_name order by position) filter (role = 'source') as source_names,
        list(country_code order by position) filter (role = 'source') as source_countries,
        list(sector_code order by position) filter (role = 'source') as source_sectors,
        list(participant_name order by position) filter (role = 'target') as target_names,
        list(country_code order by position) filter (role = 'target') as target_countries,
        list(sector_code order by position) filter (role = 'target') as target_sectors
    from participants
    group by event_id
),

mention_counts as (
    select event_id, count(*) as mention_count
    from event_mentions
    group by event_id
),

reports as (
    select
        events.event_id,
        -- an event that was not grouped yet is a happening of its own
        coalesce(happenings.happening_id, events.event_id) as happening_id,
        coalesce(stories.story_id, events.article_id) as story_id,
        coalesce(stories.is_copy, false) as is_copy
    from events
    left join happenings on happenings.event_id = events.event_id
    left join stories on stories.article_id = events.article_id
),

happening_counts as (
    select happening_id, count(*) as report_count, count(distinct story_id) as story_count
    from reports
    group by happening_id
),

final as (
    select
        events.event_id,
        events.article_id,
        events.sentence_id,
        reports.happening_id,
        reports.story_id,
        reports.is_copy,
        events.event_type,
        events.mode,
        events.contexts,
        events.status,
        events.status_cue,
        events.plover_type,
        events.plover_mode,
        events.auxiliary_modes,
        events.quad_code,
        events.score,
        events.cameo_code,
        events.goldstein,
        coalesce(sides.source_names, []::varchar[]) as source_names,
        coalesce(sides.source_countries, []::varchar[]) as source_countries,
        coalesce(sides.source_sectors, []::varchar[]) as source_sectors,
        coalesce(sides.target_names, []::varchar[]) as target_names,
        coalesce(sides.target_countries, []::varchar[]) as target_countries,
        coalesce(sides.target_sectors, []::varchar[]) as target_sectors,
        events.start_date,
        events.end_date,
        events.date_precision,
        events.date_rule,
        events.place_name,
        events.place_country,
        events.place_latitude,
        events.place_longitude,
        events.attribution_name,
        events.attribution_country,
        events.attribution_sector,
        events.trigger_text,
        events.trigger_start,
        events.trigger_end,
        sentences.sentence_text,
        sentences.start_offset as sentence_start,
        articles.title,
        coalesce(articles.canonical_url, articles.url) as url,
        articles.source_name,
        articles.published_date,
        happening_counts.report_count,
        happening_counts.story_count,
        coalesce(mention_counts.mention_count, 1) as mention_count,
        events.confidence,
        events.source_reason,
        events.rule_id,
        events.codebook_version
    from events
    inner join reports on reports.event_id = events.event_id
    inner join happening_counts on happening_counts.happening_id = reports.happening_id
    inner join articles on articles.article_id = events.article_id
    inner join sentences on sentences.sentence_id = events.sentence_id
    left join sides on sides.event_id = events.event_id
    left join mention_counts on mention_counts.event_id = events.event_id
)

select * from final
-- near arrival order: DuckDB then skips blocks when a query asks for a span of dates
order by published_date, event_id
