"""What is due of one job, computed from (last settled slot, now]: pure.

A stored next time is only an index (design 4.2): whoever recomputes "next" at a restart swallows the slot
that fell into it, whoever starts from "last run" runs it twice (schedule-rules B1 to B5).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.job import Job, ScheduleSpec
from domain.lateness import Fate, fate
from domain.trigger import Trigger, due_between, next_due, previous_due

#: Missed slots that get a row of their own; the ones before them share one.
CAP = 50
#: How far the ones before are counted: enough to say "many".
COUNT_AT_MOST = 1000

TICK = timedelta(microseconds=1)

#: What a trigger raises whose moments lie outside of the calendar, or whose zone is gone from this machine.
INCALCULABLE = (ValueError, OverflowError, LookupError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What is to be settled now.

    Attributes:
        newest: The slot that `fate` is about; None when nothing is due.
        older: Slots before it, missed, newest last; the first stands for `uncounted` more.
        next_at: When the job is due again; None when never.
    """

    newest: datetime | None
    fate: Fate
    older: tuple[datetime, ...]
    uncounted: int
    next_at: datetime | None

    @property
    def missed(self) -> int:
        """How many older slots fall out."""
        return len(self.older) + self.uncounted


def due(
    job: Job,
    spec: ScheduleSpec,
    *,
    last_slot: datetime | None,
    now: datetime,
    is_busy: bool,
    at_most: timedelta | None,
    early: timedelta = timedelta(0),
) -> Due:
    """Return what is due of the job.

    Args:
        job: Slots up to its `effective_from` are never due (schedule-rules B22).
        spec: Its spec.
        last_slot: The newest slot that is settled, whatever became of it.
        now: This pass's moment.
        is_busy: Whether a run of the job is not through.
        at_most: The longest grace of its task.
        early: Where nothing is due, a slot that comes so soon counts as due: other clocks go a little wrong.
    """
    base = job.effective_from if last_slot is None else max(job.effective_from, last_slot)
    newest, older, uncounted = _slots(spec.trigger, after=base, until=now)
    next_at = next_due(spec.trigger, after=max(base, now))
    if newest is None and next_at is not None and next_at <= now + early:
        newest, next_at = next_at, next_due(spec.trigger, after=next_at)
    if newest is None:
        return Due(newest=None, fate=Fate.RUN, older=(), uncounted=0, next_at=next_at)
    # Nothing is due between the newest slot and now, so that what comes next is one period after it.
    period = None if next_at is None else next_at - newest
    decided = Fate.OVERLAP if is_busy else fate(spec, slot=newest, now=now, period=period, at_most=at_most)
    return Due(newest=newest, fate=decided, older=older, uncounted=uncounted, next_at=next_at)


def period_after(trigger: Trigger, slot: datetime) -> timedelta | None:
    """Return the distance from the slot to the next one, None when it is the last."""
    following = next_due(trigger, after=slot)
    return None if following is None else following - slot


def _slots(
    trigger: Trigger, *, after: datetime, until: datetime
) -> tuple[datetime | None, tuple[datetime, ...], int]:
    """Return the newest slot, those before it that get a row, and how many more there are."""
    found = due_between(trigger, after=after, until=until, limit=CAP + 2)
    if len(found) <= CAP + 1:
        return (found[-1], found[:-1], 0) if found else (None, (), 0)
    newest = previous_due(trigger, at=until, after=after)
    older: list[datetime] = []
    before = newest
    while before is not None and len(older) < CAP:
        before = previous_due(trigger, at=before - TICK, after=after)
        if before is not None:
            older.append(before)
    older.reverse()
    rest = due_between(trigger, after=after, until=older[0] - TICK, limit=COUNT_AT_MOST)
    return newest, tuple(older), len(rest)
