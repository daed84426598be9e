"""How late a run may be, and what becomes of one that is later: pure rules (schedule-rules C4).

A grace of seconds drops the runs of a busy minute, one without an end runs yesterday's market report at
night (schedule-rules B14, B15): it grows with the period, and `not_after` bounds it by the clock on the wall.
"""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.job import MissedPolicy, ScheduleSpec

SHORTEST_GRACE = timedelta(minutes=5)
LONGEST_GRACE = timedelta(hours=24)

#: Up to here a late run says nothing about it; up to the second one where the period is long.
UNREMARKABLE = timedelta(minutes=2)
LONGEST_UNREMARKABLE = timedelta(minutes=10)


#: The wish that takes a job's `not_after` away, as words and buttons carry it.
ANY_TIME = "any"


class Fate(StrEnum):
    """What becomes of the newest due slot."""

    RUN = "run"
    #: Missed, and the person is asked what to do.
    ASK = "ask"
    #: Missed, as the person wished, without a word.
    LEFT_OUT = "left-out"
    #: Another run of the job is not through.
    OVERLAP = "overlap"


def grace(period: timedelta | None, *, at_most: timedelta | None = None) -> timedelta:
    """Return how late a run may begin; `period` is the distance to the next slot, None after the last."""
    usual = LONGEST_GRACE if period is None else min(max(period, SHORTEST_GRACE), LONGEST_GRACE)
    return usual if at_most is None else min(usual, at_most)


def fate(
    spec: ScheduleSpec, *, slot: datetime, now: datetime, period: timedelta | None, at_most: timedelta | None
) -> Fate:
    """Return what becomes of a slot that is due now."""
    late = now - slot
    if late <= SHORTEST_GRACE:
        return Fate.RUN
    if spec.missed is MissedPolicy.SKIP:
        return Fate.LEFT_OUT
    if spec.missed is MissedPolicy.ASK or is_past(spec.not_after, slot=slot, now=now, zone=spec.trigger.zone):
        return Fate.ASK
    if spec.missed is MissedPolicy.ALWAYS or late <= grace(period, at_most=at_most):
        return Fate.RUN
    return Fate.ASK


def is_past(not_after: str | None, *, slot: datetime, now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether the local time `not_after` ("HH:MM"), the first one after the slot, is over."""
    if not_after is None:
        return False
    planned = slot.astimezone(zone)
    bound = datetime.combine(planned.date(), time.fromisoformat(not_after), zone)
    if bound < planned:
        bound = datetime.combine(planned.date() + timedelta(days=1), time.fromisoformat(not_after), zone)
    return now > bound


def is_remarkable(*, slot: datetime, ran: datetime, period: timedelta | None) -> bool:
    """Tell whether a run was late enough to say so: two minutes, or 5 % of the period up to ten minutes."""
    share = timedelta(0) if period is None else min(period * 0.05, LONGEST_UNREMARKABLE)
    return ran - slot > max(UNREMARKABLE, share)
