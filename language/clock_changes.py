"""The clock change that moves a schedule, so that the answer can name it before it surprises.

Only named times are moved ("at 2:30", cron fields without `*`): an interval goes on through a change, and
nobody expects one of its moments by name.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal

from domain import trigger as triggers
from domain.trigger import Calendar, Once, Trigger, named_instant, named_times

Shift = Literal["skipped", "repeated"]
#: A year and a day, so that a change on the same date of the next year is seen.
AHEAD_DAYS = 367


def dst_note(trigger: Trigger, now: datetime) -> tuple[datetime, Shift] | None:
    """Return the next clock change within a year that moves a named time of the trigger, and how.

    "skipped": the time does not exist on that day and comes right after the gap; "repeated": the clock shows
    it twice and the first one counts. The instant is that of the run concerned.
    """
    if isinstance(trigger, Once):
        return _moved_once(trigger)
    if not isinstance(trigger, Calendar):
        return None
    times = sorted({moment for rule in trigger.rules for moment in named_times(rule)})
    for day in _changing_days(trigger, now) if times else ():
        if note := _moved(times, day, trigger, now):
            return note
    return None


def _moved_once(trigger: Once) -> tuple[datetime, Shift] | None:
    if trigger.skipped is not None:
        return trigger.at, "skipped"
    local = trigger.at.astimezone(trigger.zone)
    is_twice = local.fold == 0 and local.utcoffset() != local.replace(fold=1).utcoffset()
    return (trigger.at, "repeated") if is_twice else None


def _changing_days(trigger: Calendar, now: datetime) -> Iterator[date]:
    day = now.astimezone(trigger.zone).date()
    before = None
    for ahead in range(AHEAD_DAYS):
        each = day + timedelta(days=ahead)
        offset = datetime.combine(each, time(), trigger.zone).utcoffset()
        if before is not None and offset != before:
            yield each - timedelta(days=1)
        before = offset


def _moved(times: list[time], day: date, trigger: Calendar, now: datetime) -> tuple[datetime, Shift] | None:
    for moment in times:
        wall = datetime.combine(day, moment)
        early = wall.replace(tzinfo=trigger.zone, fold=0).utcoffset()
        late = wall.replace(tzinfo=trigger.zone, fold=1).utcoffset()
        if early is None or late is None or early == late:
            continue
        at = named_instant(wall, trigger.zone)
        due = triggers.due_between(trigger, after=max(now, at - timedelta(seconds=1)), until=at, limit=1)
        if due:
            return at, "skipped" if early < late else "repeated"
    return None
