{# What the views in compat/ share. #}

{# The first 60 bits of an id as the number that other data sets have for one; NULL where the id is not hexadecimal. #}
{% macro number_of(id) -%}
    try_cast('0x' || substr({{ id }}, 1, 15) as bigint)
{%- endmacro %}

{# Other data sets have no status: only what happened goes in, and plans and refusals that PLOVER folds into a type of
   their own. A denied attack must not look like an attack. #}
{% macro is_reported_as_fact(events) -%}
    ({{ events }}.status in ('occurred', 'ongoing') or {{ events }}.plover_type <> {{ events }}.event_type)
{%- endmacro %}

{# CAMEO's type code: PLOVER's sectors are the same three letters where CAMEO has them. #}
{% macro cameo_type(sector, country) -%}
    case
        when {{ sector }} in ('AGR', 'BUS', 'COP', 'CRM', 'CVL', 'EDU', 'ELI', 'ENV', 'GOV', 'HLH', 'HRI', 'JUD', 'LAB', 'LEG', 'MED', 'MIL', 'OPP', 'REB', 'REF', 'SEP', 'SPY', 'UAF') then {{ sector }}
        when {{ sector }} = 'JRN' then 'MED'
        when {{ country }} in ('IGO', 'NGO', 'IMG', 'MNC') then {{ country }}
    end
{%- endmacro %}

{# Host of an address without www. #}
{% macro host_of(url) -%}
    nullif(regexp_replace(regexp_extract({{ url }}, '^[a-zA-Z]+://([^/:?#]+)', 1), '^www\.', ''), '')
{%- endmacro %}

{# PLOVER's quad in words. #}
{% macro quad_name(code) -%}
    case {{ code }} when 1 then 'VERBAL COOPERATION' when 2 then 'MATERIAL COOPERATION' when 3 then 'VERBAL CONFLICT' when 4 then 'MATERIAL CONFLICT' end
{%- endmacro %}

{# The ten columns of one of GDELT's actors, which is the first source or the first target. #}
{% macro gdelt_actor(number, side) -%}
    nullif(concat(actor{{ number }}.cameo_code, {{ cameo_type('events.' ~ side ~ '_sectors[1]', 'events.' ~ side ~ '_countries[1]') }}), '') as "Actor{{ number }}Code",
    upper(events.{{ side }}_names[1]) as "Actor{{ number }}Name",
    actor{{ number }}.cameo_code as "Actor{{ number }}CountryCode",
    case when events.{{ side }}_countries[1] = 'UNO' then 'UNO' end as "Actor{{ number }}KnownGroupCode",
    null::varchar as "Actor{{ number }}EthnicCode",
    null::varchar as "Actor{{ number }}Religion1Code",
    null::varchar as "Actor{{ number }}Religion2Code",
    {{ cameo_type('events.' ~ side ~ '_sectors[1]', 'events.' ~ side ~ '_countries[1]') }} as "Actor{{ number }}Type1Code",
    null::varchar as "Actor{{ number }}Type2Code",
    null::varchar as "Actor{{ number }}Type3Code"
{%- endmacro %}
