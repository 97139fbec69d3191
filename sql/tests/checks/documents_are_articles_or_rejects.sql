-- no document is lost: it became an article, or somebody said why not
with documents as (
    select document_id from {{ sliced(ref('stg_documents'), 'document_id') }}
)

select documents.document_id
from documents
where documents.document_id not in (select document_id from {{ sliced(ref('stg_articles'), 'document_id') }})
    and documents.document_id not in (select subject_id from {{ ref('stg_rejects') }})
