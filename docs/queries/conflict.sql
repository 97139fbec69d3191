-- Force, coercion and sanctions that happened: who, against whom, in which words
SELECT
    coalesce(start_date, published_date) AS "date",
    event_type AS "type",
    mode,
    list_aggregate(source_names, 'string_agg', ', ') AS who,
    list_aggregate(target_names, 'string_agg', ', ') AS whom,
    trigger_text AS words,
    event_id
FROM marts.events
WHERE event_type IN ('ASSAULT', 'COERCE', 'SANCTION') AND status IN ('occurred', 'ongoing')
ORDER BY 1, event_id
