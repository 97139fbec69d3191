select
    run_id,
    batch_id,
    stage,
    in_count,
    out_count,
    rejected_count
from {{ source('ops', 'stages') }}
