select
    event_id,
    article_id,
    sentence_id,
    clause_id,
    start_offset,
    end_offset,
    text as mention_text,
    status,
    status_cue,
    rule_id,
    is_best
from {{ source('core', 'event_mentions') }}
