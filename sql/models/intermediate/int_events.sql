with events as (
    select * from {{ sliced(ref('stg_events'), 'event_id') }}
),

articles as (
    select article_id, url, title, published_date, fetched_at, lead_end
    from {{ sliced(ref('int_articles'), 'event_article_id') }}
),

sentences as (
    select sentence_id, sentence_text, start_offset, sentence_index from {{ sliced(ref('stg_sentences'), 'event_article_id') }}
),

sides as (
    -- never more than the rows of this build
    select * from {{ ref('int_sides') }}
),

reports as (
    -- never more than the rows of this build
    select * from {{ ref('int_reports') }}
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
        -- what the report says has become of it; what is put off is not called off
        case
            when events.status in ('occurred', 'ongoing') then 'happened'
            when
                events.status = 'cancelled'
                and regexp_matches(lower(events.status_cue), '\b(postpon|delay|defer|put(s|ting)?\b.*\boff)')
                then 'postponed'
            else events.status
        end as outcome,
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
        coalesce(sides.source_entity_ids, []::varchar[]) as source_entity_ids,
        coalesce(sides.target_names, []::varchar[]) as target_names,
        coalesce(sides.target_countries, []::varchar[]) as target_countries,
        coalesce(sides.target_sectors, []::varchar[]) as target_sectors,
        coalesce(sides.target_entity_ids, []::varchar[]) as target_entity_ids,
        events.start_date,
        events.end_date,
        events.date_precision,
        events.date_rule,
        case
            when events.date_precision = 'day' and events.start_date is not null then events.start_date
            else articles.published_date
        end as day,
        -- a week or a month lies where it begins; of a year only the month of a report from that year can be told
        case
            when events.start_date is null then date_trunc('month', articles.published_date)::date
            when coalesce(events.end_date, events.start_date) - events.start_date < 32 then date_trunc('month', events.start_date)::date
            when articles.published_date between events.start_date and events.end_date
                then date_trunc('month', articles.published_date)::date
        end as month,
        events.place_name,
        events.place_country,
        events.place_latitude,
        events.place_longitude,
        events.place_rule,
        events.attribution_name,
        events.attribution_country,
        events.attribution_sector,
        events.trigger_text,
        events.trigger_start,
        events.trigger_end,
        sentences.sentence_text,
        sentences.start_offset as sentence_start,
        sentences.sentence_index,
        events.trigger_start < articles.lead_end as is_lead,
        articles.title,
        articles.url,
        reports.source_name,
        articles.published_date,
        articles.fetched_at,
        reports.report_count,
        reports.story_count,
        reports.independent_source_count,
        reports.mention_count,
        events.confidence,
        events.source_reason,
        events.rule_id,
        events.codebook_version
    from events
    inner join reports on reports.event_id = events.event_id
    inner join articles on articles.article_id = events.article_id
    inner join sentences on sentences.sentence_id = events.sentence_id
    left join sides on sides.event_id = events.event_id
)

select * from final
-- joins leave rows in any order: events of a day and of an article next to each other let whole blocks be passed over
order by published_date, article_id, event_id
