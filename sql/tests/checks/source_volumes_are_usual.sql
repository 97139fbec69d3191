-- A source's latest day against its own 28 days before: more than five median deviations away, and more than half.
{{ config(severity='warn') }}
with days as (
    {{ latest_source_days(29) }}
),

history as (
    select source_name, median(document_count) as usual_count, mad(document_count) as deviation, count(*) as day_count
    from days
    where days_ago between 2 and 29
    group by source_name
)

select days.source_name, days.fetched_day, days.document_count, history.usual_count
from days
inner join history on history.source_name = days.source_name
where days.days_ago = 1
    and history.day_count >= 14
    and abs(days.document_count - history.usual_count) > greatest(5 * history.deviation, 0.5 * history.usual_count)
