select
    quote_id,
    article_id,
    sentence_id,
    start_offset,
    end_offset,
    text as quote_text,
    is_direct,
    cue,
    speaker_text,
    speaker_mention_id
from {{ source('core', 'quotes') }}
