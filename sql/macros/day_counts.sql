{# What the tables by day count, each over its own groups: quads, what became of the events, both together, mean scores.
   Scores are added as decimals, as a sum of floating-point numbers depends on their order. #}
{% macro day_counts(events) -%}
    {%- set quads = {'verbal_cooperation': 1, 'material_cooperation': 2, 'verbal_conflict': 3, 'material_conflict': 4} -%}
    {%- set ends = {
        'happened': "('occurred', 'ongoing')",
        'expected': "('planned', 'possible')",
        'unrealized': "('cancelled', 'denied')",
    } -%}
    {% for quad, code in quads.items() -%}
    count(*) filter ({{ events }}.quad_code = {{ code }}) as {{ quad }}_count,
    {% endfor -%}
    {% for end, statuses in ends.items() -%}
    count(*) filter ({{ events }}.status in {{ statuses }}) as {{ end }}_count,
    {% endfor -%}
    round(sum({{ events }}.score::decimal(9, 4))::double / count(*), 6) as mean_score,
    round(sum({{ events }}.goldstein::decimal(9, 4))::double / count(*), 6) as mean_goldstein
    {%- for quad, code in quads.items() -%}
    {%- for end, statuses in ends.items() -%},
    count(*) filter ({{ events }}.quad_code = {{ code }} and {{ events }}.status in {{ statuses }}) as {{ quad }}_{{ end }}_count
    {%- endfor -%}
    {%- endfor %}
{%- endmacro %}
