{# What the reports of a happening said of it, from `told_outcome` of int_thread_reports. #}
{% macro was_told() -%}
    bool_or(told_outcome in ('planned', 'possible')) as was_expected,
        bool_or(told_outcome = 'postponed') as was_postponed,
        bool_or(told_outcome = 'cancelled') as was_cancelled
{%- endmacro %}
