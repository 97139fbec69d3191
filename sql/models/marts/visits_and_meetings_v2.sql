with reports as (
    select
        event_id,
        happening_id,
        story_id,
        mode,
        status,
        status_cue,
        outcome,
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
    where event_type = 'CONSULT'
),

threads as (
    select
        happening_id,
        -- what happened stays so; before that the latest word counts
        case
            when bool_or(outcome = 'happened') then 'happened'
            else last(outcome order by published_date nulls first, outcome, event_id)
        end as outcome,
        min(published_date) as first_report_date,
        max(published_date) as last_report_date,
        count(*) as report_count,
        count(distinct story_id) as story_count,
        bool_or(outcome in ('planned', 'possible')) as was_expected,
        bool_or(outcome = 'postponed') as was_postponed,
        bool_or(outcome = 'cancelled') as was_cancelled,
        list(published_date order by published_date nulls first, event_id) as history_report_dates,
        list(outcome order by published_date nulls first, event_id) as history_outcomes,
        list(status order by published_date nulls first, event_id) as history_statuses,
        list(status_cue order by published_date nulls first, event_id) as history_cues,
        list(start_date order by published_date nulls first, event_id) as history_start_dates,
        list(end_date order by published_date nulls first, event_id) as history_end_dates,
        list(event_id order by published_date nulls first, event_id) as history_event_ids
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

ranked as (
    -- the report that speaks for the thread: of its outcome, then the latest, then the surest
    select
        reports.*,
        row_number() over (
            partition by reports.happening_id
            order by (reports.outcome = threads.outcome) desc, reports.published_date desc nulls last, reports.confidence desc, reports.event_id
        ) as place_in_thread
    from reports
    inner join threads on threads.happening_id = reports.happening_id
),

main as (
    select * from ranked where place_in_thread = 1
),

dated as (
    select happening_id, start_date, end_date, date_precision
    from ranked
    where start_date is not null
    qualify row_number() over (partition by happening_id order by (date_precision = 'day') desc, place_in_thread) = 1
),

placed as (
    select happening_id, place_name, place_country, place_latitude, place_longitude
    from ranked
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
