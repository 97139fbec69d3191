with months as (
    select * from {{ sliced(ref('int_actor_months'), 'entity_id') }}
),

counterparts as (
    select * from {{ sliced(ref('int_actor_counterparts'), 'entity_id') }}
),

entities as (
    select * from {{ ref('stg_entities') }}
),

roles as (
    select
        entity_id,
        role_name,
        min(seen_date) as first_date,
        max(seen_date) as last_date,
        -- what articles state about the term; where they differ, the widest
        min(start_date) as start_date,
        max(end_date) as end_date,
        -- an article gives a role to a person once
        count(*) as article_count
    from {{ sliced(ref('stg_roles'), 'entity_id') }}
    group by entity_id, role_name
),

role_lists as (
    select
        entity_id,
        list(role_name order by first_date nulls last, role_name) as role_names,
        list(first_date order by first_date nulls last, role_name) as role_first_dates,
        list(last_date order by first_date nulls last, role_name) as role_last_dates,
        list(start_date order by first_date nulls last, role_name) as role_start_dates,
        list(end_date order by first_date nulls last, role_name) as role_end_dates,
        max_by(role_name, (last_date is not null, last_date, article_count, role_name)) as latest_role
    from roles
    group by entity_id
),

activity as (
    select
        entity_id,
        sum(event_count)::bigint as event_count,
        sum(source_count)::bigint as source_count,
        sum(target_count)::bigint as target_count,
        sum(cooperation_count)::bigint as cooperation_count,
        sum(conflict_count)::bigint as conflict_count,
        sum(happened_count)::bigint as happened_count,
        min(month) as first_month,
        max(month) as last_month,
        count(*) as active_month_count
    from months
    group by entity_id
),

counterpart_lists as (
    select
        counterparts.entity_id,
        list(entities.entity_name order by counterparts.event_count desc, counterparts.counterpart_id) as counterpart_names,
        list(counterparts.event_count order by counterparts.event_count desc, counterparts.counterpart_id) as counterpart_event_counts
    from counterparts
    inner join entities on entities.entity_id = counterparts.counterpart_id
    group by counterparts.entity_id
),

final as (
    select
        activity.entity_id,
        entities.kind,
        entities.entity_name as name,
        entities.country_code,
        entities.sector_code,
        role_lists.latest_role,
        coalesce(role_lists.role_names, []::varchar[]) as role_names,
        coalesce(role_lists.role_first_dates, []::date[]) as role_first_dates,
        coalesce(role_lists.role_last_dates, []::date[]) as role_last_dates,
        activity.event_count,
        activity.source_count,
        activity.target_count,
        activity.cooperation_count,
        activity.conflict_count,
        activity.happened_count,
        activity.first_month,
        activity.last_month,
        activity.active_month_count,
        coalesce(counterpart_lists.counterpart_names, []::varchar[]) as counterpart_names,
        coalesce(counterpart_lists.counterpart_event_counts, []::bigint[]) as counterpart_event_counts,
        coalesce(role_lists.role_start_dates, []::date[]) as role_start_dates,
        coalesce(role_lists.role_end_dates, []::date[]) as role_end_dates
    from activity
    inner join entities on entities.entity_id = activity.entity_id
    left join role_lists on role_lists.entity_id = activity.entity_id
    left join counterpart_lists on counterpart_lists.entity_id = activity.entity_id
)

select * from final
order by name, entity_id
