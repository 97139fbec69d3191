select
    entity_id,
    article_id,
    role as role_name,
    organization,
    country_code,
    sector_code,
    seen_date,
    mention_id,
    start_date,
    end_date
from {{ source('core', 'roles') }}
