-- Version 1 as a view of version 2: what is put off counts as cancelled, and the history has no dates of its own
with meetings as (
    select * from {{ ref('visits_and_meetings', v=2) }}
),

final as (
    select
        happening_id,
        event_id,
        mode,
        case outcome when 'postponed' then 'cancelled' else outcome end as outcome,
        guest_names,
        guest_countries,
        host_names,
        host_countries,
        party_names,
        party_countries,
        start_date,
        end_date,
        date_precision,
        place_name,
        place_country,
        place_latitude,
        place_longitude,
        first_report_date,
        last_report_date,
        report_count,
        story_count,
        history_report_dates as history_dates,
        history_statuses,
        history_event_ids,
        sentence_text,
        title,
        url,
        confidence
    from meetings
)

select * from final
