{# A relation that an incremental build may narrow to the rows whose `key` is touched: warehouse/building.py reads the
   mark. In a full build it is the relation itself, so both run the same SQL. #}
{% macro sliced(relation, key) -%}
    {{ relation }} /* sliced by {{ key }} */
{%- endmacro %}
