-- A source whose latest day was set aside for the larger part, though that is not its habit: its pages have changed.
{{ config(severity='warn') }}
with recent as (
    -- the first of a source's latest 29 days; numbering all its days would cost four times as much
    select source_name, list_min(max(fetched_day, 29)) as first_day
    from {{ ref('sources_days', v=1) }}
    where document_count > 0
    group by source_name
),

days as (
    select
        source_days.source_name,
        source_days.fetched_day,
        source_days.document_count,
        source_days.reject_share,
        row_number() over (partition by source_days.source_name order by source_days.fetched_day desc) as days_ago
    from {{ ref('sources_days', v=1) }} as source_days
    inner join recent on recent.source_name = source_days.source_name and source_days.fetched_day >= recent.first_day
    where source_days.document_count > 0
),

history as (
    select source_name, median(reject_share) as usual_share
    from days
    where days_ago between 2 and 29
    group by source_name
    having count(*) >= 7
)

select days.source_name, days.fetched_day, days.reject_share, history.usual_share
from days
inner join history on history.source_name = days.source_name
where days.days_ago = 1
    and days.document_count >= 5
    and days.reject_share > greatest(0.5, 3 * history.usual_share)
