select
    entity_id,
    kind,
    name as entity_name,
    country_code,
    sector_code,
    latitude,
    longitude
from {{ source('core', 'entities') }}
