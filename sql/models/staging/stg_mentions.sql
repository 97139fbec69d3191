select
    mention_id,
    article_id,
    sentence_id,
    start_offset,
    end_offset,
    text as mention_text,
    kind,
    title as role_title,
    entity_id,
    name as mention_name,
    country_code,
    sector_code,
    latitude,
    longitude,
    is_actor
from {{ source('core', 'mentions') }}
