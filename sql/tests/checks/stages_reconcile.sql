-- every stage of every batch: in = out + rejected
select run_id, batch_id, stage, in_count, out_count, rejected_count
from {{ ref('stg_stages') }}
where in_count <> out_count + rejected_count
