select
    document_id,
    source_name,
    locator,
    url,
    fetched_at,
    fetched_at::date as fetched_day
from {{ source('core', 'documents') }}
