-- A source whose latest day was set aside for the larger part, though that is not its habit: its pages have changed.
{{ config(severity='warn') }}
with days as (
    {{ latest_source_days(29, 'document_count > 0') }}
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
