select
    event_id,
    article_id,
    role,
    position,
    mention_id,
    entity_id,
    name as participant_name,
    country_code,
    sector_code
from {{ source('core', 'participants') }}
