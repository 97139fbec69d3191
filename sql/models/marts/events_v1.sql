with events as (
    select * from {{ ref('int_events') }}
),

final as (
    select
        event_id,
        article_id,
        sentence_id,
        happening_id,
        story_id,
        is_copy,
        event_type,
        mode,
        contexts,
        status,
        status_cue,
        plover_type,
        plover_mode,
        auxiliary_modes,
        quad_code,
        score,
        cameo_code,
        goldstein,
        source_names,
        source_countries,
        source_sectors,
        target_names,
        target_countries,
        target_sectors,
        start_date,
        end_date,
        date_precision,
        date_rule,
        place_name,
        place_country,
        place_latitude,
        place_longitude,
        attribution_name,
        attribution_country,
        attribution_sector,
        trigger_text,
        trigger_start,
        trigger_end,
        sentence_text,
        sentence_start,
        title,
        url,
        source_name,
        published_date,
        report_count,
        story_count,
        mention_count,
        confidence,
        source_reason,
        rule_id,
        codebook_version,
        source_entity_ids,
        target_entity_ids,
        day,
        month,
        outcome,
        independent_source_count,
        is_lead,
        -- whole quotations, then one that ends or begins in another sentence; curly marks, then straight ones
        regexp_replace(
            regexp_replace(regexp_replace(sentence_text, '“[^”]*(”|$)', '“…”', 'g'), '^[^“”]*”', '…”'),
            '"[^"]*("|$)', '"…"', 'g'
        ) as sentence_unquoted,
        place_rule
    from events
)

select * from final
-- near arrival order: DuckDB then skips blocks when a query asks for a span of dates
order by published_date, event_id
