with reports as (
    select
        *,
        case when attribution_name is not null then attribution_name else source_name end as teller
    from {{ sliced(ref('int_events'), 'happening_id') }}
    where report_count > 1
),

final as (
    select
        happening_id,
        mode(event_type order by event_type) as event_type,
        -- what happened stays so; before that the latest word counts
        case
            when bool_or(outcome = 'happened') then 'happened'
            else last(outcome order by published_date nulls first, outcome, event_id)
        end as outcome,
        count(*) as report_count,
        count(distinct story_id) as story_count,
        count(distinct source_name) filter (not is_copy) as independent_source_count,
        min(published_date) as first_report_date,
        max(published_date) as last_report_date,
        bool_or(outcome in ('planned', 'possible')) as was_expected,
        bool_or(outcome = 'postponed') as was_postponed,
        bool_or(outcome = 'cancelled') as was_cancelled,
        bool_or(outcome = 'happened') as has_happened,
        -- one says it happened, another that it did not
        bool_or(outcome = 'happened') and bool_or(outcome = 'denied') as has_status_conflict,
        count(distinct start_date) filter (outcome = 'happened' and date_precision = 'day') > 1 as has_date_conflict,
        count(distinct place_name) filter (outcome = 'happened' and place_name is not null) > 1 as has_place_conflict,
        list(published_date order by published_date nulls first, event_id) as history_report_dates,
        list(outcome order by published_date nulls first, event_id) as history_outcomes,
        list(start_date order by published_date nulls first, event_id) as history_start_dates,
        list(place_name order by published_date nulls first, event_id) as history_place_names,
        list(teller order by published_date nulls first, event_id) as history_tellers,
        list(event_id order by published_date nulls first, event_id) as history_event_ids
    from reports
    group by happening_id
)

select * from final
order by first_report_date, happening_id
