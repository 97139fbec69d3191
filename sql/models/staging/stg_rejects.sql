select
    stage,
    subject_id,
    locator,
    reason,
    detail
from {{ source('ops', 'rejects') }}
