with told as (
    select * from {{ sliced(ref('int_thread_reports'), 'happening_id') }}
),

events as (
    select
        event_id,
        happening_id,
        story_id,
        event_type,
        mode,
        status,
        status_cue,
        source_names,
        source_countries,
        target_names,
        target_countries,
        start_date,
        end_date,
        date_precision,
        place_name,
        place_country,
        place_latitude,
        place_longitude,
        sentence_text,
        title,
        url,
        published_date,
        confidence
    from {{ sliced(ref('int_events'), 'happening_id') }}
    where report_count > 1 or event_type = 'CONSULT'
),

reports as (
    -- with the promises and refusals that are about a meeting
    select
        events.*,
        told.told_outcome,
        told.thread_outcome,
        told.is_dated_by_word,
        told.is_outdated,
        told.history_place,
        told.place_in_thread
    from events
    inner join told on told.event_id = events.event_id
    where events.happening_id in (select happening_id from events where event_type = 'CONSULT')
),

threads as (
    select
        happening_id,
        any_value(thread_outcome) as outcome,
        min(published_date) as first_report_date,
        max(published_date) as last_report_date,
        count(*) as report_count,
        count(distinct story_id) as story_count,
        {{ was_told() }},
        list(published_date order by history_place) as history_report_dates,
        list(told_outcome order by history_place) as history_outcomes,
        list(status order by history_place) as history_statuses,
        list(status_cue order by history_place) as history_cues,
        list(start_date order by history_place) as history_start_dates,
        list(end_date order by history_place) as history_end_dates,
        list(event_id order by history_place) as history_event_ids
    from reports
    group by happening_id
),

party_codes as (
    select happening_id, unnest(list_concat(source_countries, target_countries)) as country_code from reports
),

countries as (
    select happening_id, list(distinct country_code order by country_code) filter (country_code is not null) as party_countries
    from party_codes
    group by happening_id
),

meetings as (
    select * from reports where event_type = 'CONSULT'
),

main as (
    select * from meetings
    qualify row_number() over (partition by happening_id order by place_in_thread) = 1
),

dated as (
    select happening_id, start_date, end_date, date_precision
    from meetings
    where start_date is not null and not is_dated_by_word
    qualify row_number() over (partition by happening_id order by is_outdated, (date_precision = 'day') desc, place_in_thread) = 1
),

placed as (
    select happening_id, place_name, place_country, place_latitude, place_longitude
    from meetings
    where place_name is not null
    qualify row_number() over (partition by happening_id order by (place_latitude is not null) desc, place_in_thread) = 1
),

final as (
    select
        main.happening_id,
        main.event_id,
        main.mode,
        threads.outcome,
        threads.was_expected,
        threads.was_postponed,
        threads.was_cancelled,
        case when main.mode = 'visit' then main.source_names else []::varchar[] end as guest_names,
        case when main.mode = 'visit' then main.source_countries else []::varchar[] end as guest_countries,
        case when main.mode = 'visit' then main.target_names else []::varchar[] end as host_names,
        case when main.mode = 'visit' then main.target_countries else []::varchar[] end as host_countries,
        list_concat(main.source_names, main.target_names) as party_names,
        coalesce(countries.party_countries, []::varchar[]) as party_countries,
        dated.start_date,
        dated.end_date,
        dated.date_precision,
        placed.place_name,
        placed.place_country,
        placed.place_latitude,
        placed.place_longitude,
        threads.first_report_date,
        threads.last_report_date,
        threads.report_count,
        threads.story_count,
        threads.history_report_dates,
        threads.history_outcomes,
        threads.history_statuses,
        threads.history_cues,
        threads.history_start_dates,
        threads.history_end_dates,
        threads.history_event_ids,
        main.sentence_text,
        main.title,
        main.url,
        main.confidence
    from main
    inner join threads on threads.happening_id = main.happening_id
    left join countries on countries.happening_id = main.happening_id
    left join dated on dated.happening_id = main.happening_id
    left join placed on placed.happening_id = main.happening_id
)

select * from final
order by coalesce(start_date, last_report_date), happening_id
