with events as (
    select
        event_id,
        story_id,
        is_copy,
        event_type,
        source_names,
        source_countries,
        target_names,
        target_countries,
        start_date,
        date_precision,
        place_name,
        attribution_name,
        sentence_text,
        title,
        url,
        source_name,
        published_date
    from {{ sliced(ref('int_events'), 'happening_id') }}
    where report_count > 1
),

told as (
    select * from {{ sliced(ref('int_thread_reports'), 'happening_id') }}
),

reports as (
    select
        events.* exclude (sentence_text, title, url),
        told.happening_id,
        told.told_outcome,
        told.thread_outcome,
        told.history_place,
        told.place_in_thread,
        case when events.attribution_name is not null then events.attribution_name else events.source_name end as teller
    from events
    inner join told on told.event_id = events.event_id
),

threads as (
    select
        happening_id,
        mode(event_type order by event_type) as event_type,
        any_value(thread_outcome) as outcome,
        count(*) as report_count,
        count(distinct story_id) as story_count,
        count(distinct source_name) filter (not is_copy) as independent_source_count,
        min(published_date) as first_report_date,
        max(published_date) as last_report_date,
        {{ was_told() }},
        bool_or(told_outcome = 'happened') as has_happened,
        -- one says it happened, another that it did not
        bool_or(told_outcome = 'happened') and bool_or(told_outcome = 'denied') as has_status_conflict,
        count(distinct start_date) filter (told_outcome = 'happened' and date_precision = 'day') > 1 as has_date_conflict,
        count(distinct place_name) filter (told_outcome = 'happened' and place_name is not null) > 1 as has_place_conflict,
        list(published_date order by history_place) as history_report_dates,
        list(told_outcome order by history_place) as history_outcomes,
        list(start_date order by history_place) as history_start_dates,
        list(place_name order by history_place) as history_place_names,
        list(teller order by history_place) as history_tellers,
        list(event_id order by history_place) as history_event_ids
    from reports
    group by happening_id
),

main as (
    select told.happening_id, events.*
    from events
    inner join told on told.event_id = events.event_id
    where told.place_in_thread = 1
),

final as (
    select
        threads.*,
        main.event_id,
        main.source_names,
        main.source_countries,
        main.target_names,
        main.target_countries,
        main.sentence_text,
        main.title,
        main.url
    from threads
    inner join main on main.happening_id = threads.happening_id
)

select * from final
order by first_report_date, happening_id
