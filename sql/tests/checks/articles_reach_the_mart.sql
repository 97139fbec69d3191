with taken as (
    select count(*) as article_count from {{ ref('stg_articles') }}
),

shown as (
    select count(*) as article_count from {{ ref('int_articles') }}
)

select taken.article_count as taken_count, shown.article_count as shown_count
from taken
cross join shown
where taken.article_count <> shown.article_count
