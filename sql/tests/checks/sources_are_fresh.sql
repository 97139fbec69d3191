-- A source that used to give documents and has been silent for more than three times its longest pause so far (two days
-- at least). The newest document of any source stands for now: an archive that is not run does not complain.
{{ config(severity='warn') }}
with newest as (
    select source_name, max(fetched_day) as last_day from {{ ref('sources_days', v=1) }} group by source_name
),

silent as (
    -- the longest pause counts as two days at least
    select source_name from newest where (select max(last_day) from newest) - last_day > 6
),

days as (
    select source_name, fetched_day, fetched_day - lag(fetched_day) over (partition by source_name order by fetched_day) as pause_days
    from {{ ref('sources_days', v=1) }}
    where source_name in (select source_name from silent)
),

sources as (
    select source_name, max(fetched_day) as last_day, greatest(max(pause_days), 2) as longest_pause, count(*) as day_count
    from days
    group by source_name
)

select source_name, last_day, longest_pause
from sources
where day_count >= 7
    and (select max(last_day) from newest) - last_day > 3 * longest_pause
