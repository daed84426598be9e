"""When a job is due: triggers, and the arithmetic that finds their moments.

Pure: no clock, no I/O, no state. Every moment that leaves this module is an aware UTC datetime; wall-clock
meaning ("9:00 in Berlin") exists only inside. All questions are answered from one generator, so that next,
previous, catch-up and preview cannot disagree, and a restart at any point changes nothing.

The parts: `trigger_days` (on which days), `trigger_times` (when on a day; clock changes), `trigger_cron`
(cron fields), `trigger_kinds` (the values), `trigger_store` (their stored form).
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from domain.trigger_cron import Cron, cron, cron_days, cron_is_running, cron_offsets
from domain.trigger_days import (
    EVERY_DAY,
    ONE_DAY,
    PATIENCE_STEPS,
    WEEKEND,
    WORKDAYS,
    Daily,
    Dates,
    DayRule,
    Days,
    Monthly,
    Nth,
    Weekly,
    days_from,
    holds,
)
from domain.trigger_kinds import Calendar, Every, Once, Pattern, Rule, Trigger
from domain.trigger_store import decode, encode
from domain.trigger_times import At, Through, Times, instants_on, is_running, named_instant, offsets_of

__all__ = [
    "EVERY_DAY",
    "WEEKEND",
    "WORKDAYS",
    "At",
    "Calendar",
    "Cron",
    "Daily",
    "Dates",
    "DayRule",
    "Days",
    "Every",
    "Monthly",
    "Nth",
    "Once",
    "Pattern",
    "Rule",
    "Through",
    "Times",
    "Trigger",
    "Weekly",
    "cron",
    "decode",
    "due_between",
    "encode",
    "named_instant",
    "named_times",
    "next_due",
    "previous_due",
    "typical_period_s",
]

#: What `typical_period_s` answers for something that happens once: a day, so that a day's delay is bearable.
ONCE_PERIOD_S = 86400.0
#: How far back `previous_due` looks at first; each further look reaches eight times as far.
FIRST_LOOK_BACK = timedelta(hours=1)
TICK = timedelta(microseconds=1)


def next_due(trigger: Trigger, *, after: datetime) -> datetime | None:
    """Return the first moment strictly later than `after` at which `trigger` is due.

    Args:
        trigger: What was asked for.
        after: Aware, any zone. Pass the last settled slot to catch up on missed runs, or now to skip them.

    Returns:
        Aware UTC moment; None when the trigger is never due again.

    Raises:
        ValueError: `after` is naive.
    """
    return next(_bounded(trigger, _utc(after) + TICK), None)


def due_between(trigger: Trigger, *, after: datetime, until: datetime, limit: int) -> tuple[datetime, ...]:
    """Return the moments in (after, until], oldest first, at most `limit`."""
    end = _utc(until)
    found = takewhile(lambda at: at <= end, _bounded(trigger, _utc(after) + TICK))
    return tuple(islice(found, limit))


def previous_due(trigger: Trigger, *, at: datetime, after: datetime) -> datetime | None:
    """Return the latest moment in (after, at], or None; looks no further back than it must."""
    end, floor = _utc(at), _utc(after) + TICK
    back = FIRST_LOOK_BACK
    while True:
        begin = max(floor, end - back) if back < end - floor else floor
        latest = None
        for moment in takewhile(lambda due: due <= end, _bounded(trigger, begin)):
            latest = moment
        if latest is not None or begin <= floor:
            return latest
        back *= 8


def typical_period_s(trigger: Trigger, *, now: datetime) -> float:
    """Return the shortest distance between the next few moments: how much delay a run can bear."""
    if isinstance(trigger, Every):
        return trigger.step_s
    ahead = tuple(islice(_bounded(trigger, _utc(now) + TICK), 4))
    gaps = [(late - early).total_seconds() for early, late in pairwise(ahead)]
    return min(gaps, default=ONCE_PERIOD_S)


def named_times(rule: Rule) -> tuple[time, ...]:
    """Return the times of day that a rule names, which a clock change moves; none of an interval."""
    if isinstance(rule, Pattern):
        return rule.times.times if isinstance(rule.times, At) else ()
    if cron_is_running(rule):
        return ()
    return tuple(time(seconds // 3600, seconds // 60 % 60) for seconds in cron_offsets(rule))


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment needs a zone")
    return moment.astimezone(UTC)


def _bounded(trigger: Trigger, since: datetime) -> Iterator[datetime]:
    """Yield in order all moments from `since` on, within the trigger's bounds."""
    if isinstance(trigger, Once):
        return iter((trigger.at,) if trigger.at >= since else ())
    end = _end(trigger)
    if isinstance(trigger, Calendar) and trigger.start is not None:
        since = max(since, trigger.start)
    moments = _moments(trigger, since)
    return moments if end is None else takewhile(lambda at: at <= end, moments)


@lru_cache(maxsize=1024)
def _end(trigger: Every | Calendar) -> datetime | None:
    """Return the last instant allowed: a count is turned into the instant of its last slot."""
    if trigger.count is None:
        return trigger.until
    start = trigger.anchor if isinstance(trigger, Every) else trigger.start
    if start is None:
        raise ValueError("a count needs a start")
    slots = tuple(islice(_moments(trigger, start), trigger.count))
    last = slots[-1] if slots else start - TICK
    return last if trigger.until is None else min(last, trigger.until)


def _moments(trigger: Every | Calendar, since: datetime) -> Iterator[datetime]:
    if isinstance(trigger, Every):
        return _elapsed(trigger, since)
    return _calendar(trigger, since)


def _elapsed(trigger: Every, since: datetime) -> Iterator[datetime]:
    step = timedelta(seconds=trigger.step_s)
    turns = max(0, -((trigger.anchor - since) // step))
    at, idle = trigger.anchor + turns * step, 0
    while idle < PATIENCE_STEPS * 10:
        day = at.astimezone(trigger.zone).date()
        if (trigger.only is None or holds(trigger.only, day)) and not _is_excluded(trigger.excluded, day):
            idle = 0
            yield at
        idle += 1
        at += step


def _calendar(trigger: Calendar, since: datetime) -> Iterator[datetime]:
    """Merge the rules; what two of them share is due once."""
    streams = [_rule_moments(rule, trigger, since) for rule in trigger.rules]
    before: datetime | None = None
    for at in streams[0] if len(streams) == 1 else heapq.merge(*streams):
        if at != before:
            yield at
        before = at


def _rule_moments(rule: Rule, trigger: Calendar, since: datetime) -> Iterator[datetime]:
    offsets = cron_offsets(rule) if isinstance(rule, Cron) else offsets_of(rule.times)
    running = cron_is_running(rule) if isinstance(rule, Cron) else is_running(rule.times)
    # A window may have begun on the day before.
    first = since.astimezone(trigger.zone).date() - ONE_DAY
    for day in _rule_days(rule, trigger, first):
        yield from instants_on(day, offsets, running=running, zone=trigger.zone, since=since)


def _rule_days(rule: Rule, trigger: Calendar, first: date) -> Iterator[date]:
    days = cron_days(rule, first) if isinstance(rule, Cron) else days_from(rule.on, first)
    idle = 0
    for day in days:
        idle += 1
        if day is not None and not _is_excluded(trigger.excluded, day):
            idle = 0
            yield day
        if idle > PATIENCE_STEPS:
            return


def _is_excluded(excluded: tuple[DayRule, ...], day: date) -> bool:
    return any(holds(rule, day) for rule in excluded)
