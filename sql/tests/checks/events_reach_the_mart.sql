-- row reconciliation: what the coder found is what analysts see
with coded as (
    select count(*) as event_count from {{ ref('stg_events') }}
),

shown as (
    select count(*) as event_count from {{ ref('int_events') }}
)

select coded.event_count as coded_count, shown.event_count as shown_count
from coded
cross join shown
where coded.event_count <> shown.event_count
