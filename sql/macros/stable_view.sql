{# After the latest version of a mart is built: its unversioned view, with the contract's columns by name. #}
{% macro stable_view() %}
  {% if execute and model.version is not none and model.version | string == model.latest_version | string and model.columns %}
    {% set view = this.schema ~ '.' ~ model.name %}
    create or replace view {{ view }} as
    select {{ model.columns.keys() | join(', ') }}
    from {{ this.schema }}.{{ this.identifier }};
    comment on view {{ view }} is {{ duckdb_escape_comment('The latest version, ' ~ this.identifier ~ '. ' ~ model.description) }};
  {% endif %}
{% endmacro %}
