with documents as (
    select document_id, source_name, fetched_day from {{ sliced(ref('stg_documents'), 'fetched_day') }}
),

articles as (
    select * from {{ sliced(ref('int_articles'), 'fetched_day') }}
),

rejects as (
    select distinct subject_id from {{ ref('stg_rejects') }}
),

fetched as (
    select
        documents.source_name,
        documents.fetched_day,
        count(*) as document_count,
        count(rejects.subject_id) as reject_count
    from documents
    left join rejects on rejects.subject_id = documents.document_id
    group by documents.source_name, documents.fetched_day
),

taken as (
    select
        source_name,
        fetched_day,
        count(*) as article_count,
        count(*) filter (is_copy) as copy_count,
        count(distinct story_id) as story_count,
        sum(event_count)::bigint as event_count,
        sum(word_count)::bigint as word_count,
        max(published_date) as newest_published_date,
        median(fetched_day - published_date) as median_age_days
    from articles
    group by source_name, fetched_day
),

final as (
    select
        coalesce(fetched.source_name, taken.source_name) as source_name,
        coalesce(fetched.fetched_day, taken.fetched_day) as fetched_day,
        coalesce(fetched.document_count, 0) as document_count,
        coalesce(taken.article_count, 0) as article_count,
        coalesce(fetched.reject_count, 0) as reject_count,
        case when fetched.document_count > 0 then round(fetched.reject_count / fetched.document_count, 6) end as reject_share,
        coalesce(taken.copy_count, 0) as copy_count,
        coalesce(taken.story_count, 0) as story_count,
        coalesce(taken.event_count, 0) as event_count,
        coalesce(taken.word_count, 0) as word_count,
        taken.newest_published_date,
        taken.median_age_days
    from fetched
    full outer join taken on taken.source_name = fetched.source_name and taken.fetched_day = fetched.fetched_day
)

select * from final
order by source_name, fetched_day
