select
    event_id,
    article_id,
    role,
    position,
    mention_id,
    entity_id,
    name as participant_name,
    country_code,
    sector_code,
    start_offset,
    end_offset,
    text as participant_text
from {{ source('core', 'participants') }}
