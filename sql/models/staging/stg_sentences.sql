select
    sentence_id,
    article_id,
    sentence_index,
    start_offset,
    end_offset,
    text as sentence_text
from {{ source('core', 'sentences') }}
