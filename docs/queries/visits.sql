-- Meetings and visits with what became of them, in order of the reports
SELECT
    published_date AS reported,
    status,
    status_cue AS cue,
    start_date AS "when",
    list_aggregate(source_names, 'string_agg', ', ') AS who,
    list_aggregate(target_names, 'string_agg', ', ') AS "with",
    place_name AS place,
    event_id
FROM marts.events
WHERE event_type = 'CONSULT'
ORDER BY published_date, article_id, trigger_start
