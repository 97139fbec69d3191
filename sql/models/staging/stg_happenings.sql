select
    happening_id,
    event_id,
    article_id,
    report_date,
    status as report_status,
    evidence
from {{ source('core', 'happenings') }}
