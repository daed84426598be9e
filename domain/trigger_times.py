"""At which times of a day, and what a wall time is as an instant where clocks are put forward or back.

Two readings of a wall time exist (schedule-corpus/CONVENTIONS.md 10, Debian cron(8)):

* *named* ("at 2:30"): a time that the day does not have comes at the first valid instant after the gap; a
  time that the day has twice comes the first time only.
* *running* ("every 30 minutes", a cron field with `*`): every instant whose wall clock fits, both passes of a
  repeated hour, nothing for a missing one.

A gap longer than three hours is a change of zone, not of season (Apia lost a day in 2011): nothing is moved
across it. `zoneinfo` tells gap from overlap by `fold` (PEP 495).
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LONGEST_GAP = timedelta(hours=3)
LONGEST_RUNNING_STEP_S = 3600.0
DAY_S = 86400


@dataclass(frozen=True, slots=True, kw_only=True)
class At:
    """Named times."""

    times: tuple[time, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Through:
    """A grid from `first` to `last`, both included, anchored at `first`.

    When `last` is earlier than `first` the window ends on the next day and belongs to the day it began on.
    """

    first: time
    last: time
    step_s: int


Times = At | Through


def seconds_of(moment: time) -> int:
    """Return the seconds since midnight."""
    return moment.hour * 3600 + moment.minute * 60 + moment.second


def offsets_of(times: Times) -> range | tuple[int, ...]:
    """Return the seconds after midnight at which `times` come, in order; beyond a day across midnight."""
    if isinstance(times, At):
        return tuple(sorted({seconds_of(moment) for moment in times.times}))
    first, last = seconds_of(times.first), seconds_of(times.last)
    return range(first, last + 1 if last >= first else last + DAY_S + 1, times.step_s)


def is_running(times: Times) -> bool:
    """Return whether the times go on through a repeated hour."""
    return isinstance(times, Through) and times.step_s <= LONGEST_RUNNING_STEP_S


def instants_on(
    day: date, offsets: range | tuple[int, ...], *, running: bool, zone: ZoneInfo, since: datetime
) -> Iterator[datetime]:
    """Yield in order the instants from `since` on of the wall times `offsets` seconds after `day` began."""
    midnight = datetime(day.year, day.month, day.day)  # noqa: DTZ001  # a wall time: its zone is applied below
    before = midnight.replace(tzinfo=zone).utcoffset() or timedelta()
    after = (midnight + timedelta(days=2)).replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    begin = (midnight - before).replace(tzinfo=UTC)
    if before != after:
        walls = ((begin + timedelta(seconds=s), midnight + timedelta(seconds=s)) for s in offsets)
        yield from _through_a_change(walls, abs(after - before), running=running, zone=zone, since=since)
        return
    passed = (since - begin).total_seconds()
    if isinstance(offsets, range) and passed > offsets.start:
        offsets = offsets[int(-(-(passed - offsets.start) // offsets.step)) :]
    for offset in offsets:
        if offset >= passed:
            yield begin + timedelta(seconds=offset)


def _through_a_change(
    walls: Iterator[tuple[datetime, datetime]],
    leap: timedelta,
    *,
    running: bool,
    zone: ZoneInfo,
    since: datetime,
) -> Iterator[datetime]:
    """Yield in order, each once, the instants of (instant by the old offset, wall time) pairs.

    An instant lies at most `leap` from that of the old offset: what is further ahead need not be worked out.
    """
    waiting: list[datetime] = []
    latest: datetime | None = None
    for usual, wall in walls:
        if usual < since - leap:
            continue
        while waiting and waiting[0] < usual - leap:
            latest = heapq.heappop(waiting)
            yield latest
        for instant in resolve(wall, zone, running):
            if instant >= since and instant != latest and instant not in waiting:
                heapq.heappush(waiting, instant)
    yield from sorted(waiting)


def resolve(wall: datetime, zone: ZoneInfo, running: bool) -> tuple[datetime, ...]:  # noqa: FBT001  # a reading
    """Return the instants that a naive wall time stands for: none, one or two."""
    early = wall.replace(tzinfo=zone, fold=0).utcoffset() or timedelta()
    late = wall.replace(tzinfo=zone, fold=1).utcoffset() or timedelta()
    first = (wall - early).replace(tzinfo=UTC)
    if early == late:
        return (first,)
    if early > late:
        second = (wall - late).replace(tzinfo=UTC)
        return (first, second) if running else (first,)
    if running or late - early > LONGEST_GAP:
        return ()
    return (_transition(first - (late - early), first, zone),)


def _transition(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant, to the second, that has the offset of `after`."""
    target = after.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before).total_seconds() // 2)
        if middle.astimezone(zone).utcoffset() == target:
            after = middle
        else:
            before = middle
    return after


def named_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the one instant of a named wall time; across a very long gap, what the earlier offset gives."""
    found = resolve(wall, zone, running=False)
    return found[0] if found else wall.replace(tzinfo=zone).astimezone(UTC)
