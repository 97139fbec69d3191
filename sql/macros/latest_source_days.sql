{# The latest days of every source with documents, numbered back from 1; `condition` says which days count. Numbering all days of
   a source would cost four times as much. #}
{% macro latest_source_days(days, condition='true') -%}
    select source_days.*, row_number() over (partition by source_days.source_name order by source_days.fetched_day desc) as days_ago
    from {{ ref('sources_days', v=1) }} as source_days
    inner join (
        select source_name, list_min(max(fetched_day, {{ days }})) as first_day
        from {{ ref('sources_days', v=1) }}
        where {{ condition }}
        group by source_name
    ) as latest on latest.source_name = source_days.source_name and source_days.fetched_day >= latest.first_day
    where {{ condition }}
{%- endmacro %}
