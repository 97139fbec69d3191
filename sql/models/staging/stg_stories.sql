select
    story_id,
    article_id,
    similarity,
    is_copy
from {{ source('core', 'stories') }}
