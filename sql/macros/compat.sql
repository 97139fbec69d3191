{# What the views in compat/ share. #}

{# The first 60 bits of an id as the number that other data sets have for one; NULL where the id is not hexadecimal. #}
{% macro number_of(id) -%}
    try_cast('0x' || substr({{ id }}, 1, 15) as bigint)
{%- endmacro %}

{# The number of an event's row: the first 56 bits of event_id, above them which pair of its parties the row is. #}
{% macro event_number(events) -%}
    try_cast('0x' || substr({{ events }}.event_id, 1, 14) as bigint) + {{ events }}.pair * 72057594037927936
{%- endmacro %}

{# Other data sets have no status: only what happened goes in, and plans and refusals that PLOVER folds into a type of
   their own. A denied attack must not look like an attack. Nor do they tell the copies of a text. #}
{% macro is_reported_as_fact(events) -%}
    ({{ events }}.status in ('occurred', 'ongoing') or {{ events }}.plover_type <> {{ events }}.event_type) and not {{ events }}.is_copy
{%- endmacro %}

{# A meeting, agreement or cooperation without a host has all its parties as sources. #}
{% macro is_mutual(events) -%}
    ({{ events }}.event_type in ('AGREE', 'CONSULT', 'COOPERATE') and len({{ events }}.target_names) = 0 and len({{ events }}.source_names) > 1)
{%- endmacro %}

{# Events with who acts and who is acted upon: the first source and the first target, and where all parties are sources
   each of them towards each other, as CAMEO codes what is mutual. Of the parties eleven at most: 110 pairs fit above 56 bits. #}
{% macro directed_events() -%}
    (
        select
            events.*,
            0::bigint as pair,
            1::bigint as actor1_at,
            1::bigint as actor2_at,
            'target' as actor2_role,
            source_names[1] as actor1_name,
            source_countries[1] as actor1_country,
            source_sectors[1] as actor1_sector,
            target_names[1] as actor2_name,
            target_countries[1] as actor2_country,
            target_sectors[1] as actor2_sector
        from {{ ref('int_events') }} as events
        where not {{ is_mutual('events') }}
        union all
        select
            events.*,
            (one.number - 1) * (least(len(source_names), 11) - 1) + other.number - 1 - (other.number > one.number)::bigint as pair,
            one.number as actor1_at,
            other.number as actor2_at,
            'source' as actor2_role,
            source_names[one.number] as actor1_name,
            source_countries[one.number] as actor1_country,
            source_sectors[one.number] as actor1_sector,
            source_names[other.number] as actor2_name,
            source_countries[other.number] as actor2_country,
            source_sectors[other.number] as actor2_sector
        from {{ ref('int_events') }} as events
        inner join range(1, 12) as one(number) on one.number <= len(source_names)
        inner join range(1, 12) as other(number) on other.number <= len(source_names) and other.number <> one.number
        where {{ is_mutual('events') }}
    )
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

{# The ten columns of one of GDELT's actors, as directed_events has it. #}
{% macro gdelt_actor(number) -%}
    nullif(concat(actor{{ number }}.cameo_code, {{ cameo_type('events.actor' ~ number ~ '_sector', 'events.actor' ~ number ~ '_country') }}), '') as "Actor{{ number }}Code",
    upper(events.actor{{ number }}_name) as "Actor{{ number }}Name",
    actor{{ number }}.cameo_code as "Actor{{ number }}CountryCode",
    case when events.actor{{ number }}_country = 'UNO' then 'UNO' end as "Actor{{ number }}KnownGroupCode",
    null::varchar as "Actor{{ number }}EthnicCode",
    null::varchar as "Actor{{ number }}Religion1Code",
    null::varchar as "Actor{{ number }}Religion2Code",
    {{ cameo_type('events.actor' ~ number ~ '_sector', 'events.actor' ~ number ~ '_country') }} as "Actor{{ number }}Type1Code",
    null::varchar as "Actor{{ number }}Type2Code",
    null::varchar as "Actor{{ number }}Type3Code"
{%- endmacro %}
