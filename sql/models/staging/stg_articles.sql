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
    text as article_text
from {{ source('core', 'articles') }}
