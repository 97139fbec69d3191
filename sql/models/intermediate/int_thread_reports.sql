with reports as (
    -- no more than the marts need: a single report of anything but a meeting is no thread; sentences and lists stay where they are
    select
        event_id,
        happening_id,
        article_id,
        event_type,
        outcome,
        start_date,
        trigger_start,
        published_date,
        confidence,
        len(source_names) + len(target_names) > 1 as names_two,
        coalesce(mode = 'visit', false) and len(source_names) > 0 and len(target_names) > 0 as names_guest_and_host
    from {{ sliced(ref('int_events'), 'happening_id') }}
    where report_count > 1 or event_type = 'CONSULT'
),

kinds as (
    -- a promise or a refusal is word of the meeting that it is about, and the thing itself only where nothing else is told
    select
        *,
        event_type in ('AGREE', 'REJECT') and bool_or(event_type not in ('AGREE', 'REJECT')) over (partition by happening_id) as is_word
    from reports
),

told as (
    select
        *,
        case
            when not is_word then outcome
            when event_type = 'AGREE' then case outcome when 'happened' then 'planned' else outcome end
            when outcome in ('happened', 'planned') then 'denied'
            else 'possible'
        end as told_outcome
    from kinds
),

called_off as (
    select
        *,
        max(trigger_start) filter (told_outcome in ('postponed', 'cancelled') and not is_word) over article as called_off_at,
        bool_or(told_outcome = 'cancelled' and not is_word) over article as is_over,
        max(published_date) filter (told_outcome = 'postponed' and not is_word) over (partition by happening_id) as last_postponed_date,
        -- the latest day that was planned before, in earlier articles and further up in this one
        greatest(
            max(start_date) filter (told_outcome in ('planned', 'possible')) over (
                partition by happening_id order by published_date
                range between unbounded preceding and interval 1 day preceding
            ),
            max(start_date) filter (told_outcome in ('planned', 'possible')) over (
                partition by happening_id, article_id order by trigger_start
                rows between unbounded preceding and 1 preceding
            )
        ) as known_day
    from told
    window article as (partition by happening_id, article_id)
),

plans as (
    -- a plan beside its cancellation is the plan that is cancelled, unless it gives what is put off a later day
    select
        *,
        told_outcome in ('planned', 'possible')
        and called_off_at is not null
        and not coalesce(not is_over and trigger_start > called_off_at and start_date > known_day, false) as is_called_off
    from called_off
),

article_words as (
    select
        happening_id,
        article_id,
        published_date,
        last(told_outcome order by not is_word, not is_called_off, trigger_start, event_id) as told_outcome
    from plans
    group by happening_id, article_id, published_date
),

threads as (
    select
        words.happening_id,
        -- what happened stays so; before that the latest word counts, of one day the firmest
        case
            when bool_or(words.has_happened) then 'happened'
            else last(
                article_words.told_outcome
                order by
                    article_words.published_date nulls first,
                    list_position(['possible', 'planned', 'denied', 'postponed', 'cancelled'], article_words.told_outcome)
            )
        end as thread_outcome
    from article_words
    inner join (
        select happening_id, bool_or(told_outcome = 'happened') as has_happened from plans group by happening_id
    ) as words on words.happening_id = article_words.happening_id
    group by words.happening_id
),

dated as (
    select
        plans.*,
        threads.thread_outcome,
        -- the day on which something is called off is not its own
        plans.told_outcome in ('postponed', 'cancelled')
        and coalesce(plans.start_date <= plans.published_date, false) as is_dated_by_word,
        -- a day that was put off is its day no longer
        plans.told_outcome in ('planned', 'possible')
        and (plans.is_called_off or coalesce(plans.published_date < plans.last_postponed_date, false)) as is_outdated
    from plans
    inner join threads on threads.happening_id = plans.happening_id
),

final as (
    select
        event_id,
        happening_id,
        is_word,
        told_outcome,
        is_called_off,
        thread_outcome,
        is_dated_by_word,
        is_outdated,
        row_number() over (
            partition by happening_id order by published_date nulls first, article_id, trigger_start, event_id
        ) as history_place,
        -- what speaks for it: of its outcome, then who visits whom, then the latest, then one that names two, then the surest
        row_number() over (
            partition by happening_id
            order by
                is_word,
                (told_outcome = thread_outcome) desc,
                is_outdated,
                names_guest_and_host desc,
                published_date desc nulls last,
                names_two desc,
                confidence desc,
                event_id
        ) as place_in_thread
    from dated
)

select * from final
