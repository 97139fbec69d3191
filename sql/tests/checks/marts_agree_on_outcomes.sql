-- one happening has one outcome, wherever it is shown
select threads.happening_id, threads.outcome, meetings.outcome as meeting_outcome
from {{ sliced(ref('threads'), 'happening_id') }} as threads
inner join {{ sliced(ref('visits_and_meetings'), 'happening_id') }} as meetings on meetings.happening_id = threads.happening_id
where
    threads.outcome <> meetings.outcome
    or threads.was_expected <> meetings.was_expected
    or threads.was_postponed <> meetings.was_postponed
    or threads.was_cancelled <> meetings.was_cancelled
    or threads.history_event_ids <> meetings.history_event_ids
