-- A source's latest day against its own 28 days before: more than five median deviations away, and more than half.
{{ config(severity='warn') }}
with recent as (
    -- the first of a source's latest 29 days; numbering all its days would cost four times as much
    select source_name, list_min(max(fetched_day, 29)) as first_day
    from {{ ref('sources_days', v=1) }}
    group by source_name
),

days as (
    select
        source_days.source_name,
        source_days.fetched_day,
        source_days.document_count,
        row_number() over (partition by source_days.source_name order by source_days.fetched_day desc) as days_ago
    from {{ ref('sources_days', v=1) }} as source_days
    inner join recent on recent.source_name = source_days.source_name and source_days.fetched_day >= recent.first_day
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
