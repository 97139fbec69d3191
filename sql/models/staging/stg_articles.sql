select
    article_id,
    document_id,
    source_name,
    url,
    canonical_url,
    title,
    published_date,
    published_precision,
    published_origin,
    language,
    text as article_text,
    body_offset,
    word_count,
    fetched_at
from {{ source('core', 'articles') }}
