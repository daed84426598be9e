"""What repeats within a day: on the wall clock's grid, in a window, or elapsed from now (CONVENTIONS 5)."""

from dataclasses import replace
from datetime import datetime, time, timedelta

from domain.trigger import (
    At,
    Calendar,
    DayRule,
    Every,
    Pattern,
    Through,
    Trigger,
    named_instant,
)
from language.calendars import time_of
from language.groups import ALL_DAYS, Group, day_rules, every_of
from language.parts import (
    CalendarDates,
    Duration,
    Interval,
    Item,
    Limit,
    Mark,
    MonthDays,
    Times,
    Weekdays,
    Window,
)
from language.problem import ask, refuse
from language.scene import Scene

ALIGNED_MINUTES = frozenset({1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30})


ALIGNED_HOURS = frozenset({1, 2, 3, 4, 6, 8, 12})


END_OF_DAY = time(23, 59)


def within_day(
    interval: Interval,
    items: tuple[Item, ...],
    scene: Scene,
    start: datetime | None,
    months: tuple[int, ...],
) -> Trigger:
    """Return "every 10 minutes" and the like: on the wall clock's grid, in a window, or from now."""
    seconds = interval.length.seconds
    if seconds < 60:
        raise refuse("language.too-often")
    step_s = int(seconds)
    days = _days_of_interval(items, months, scene, start)
    window = _window(items)
    marks = next((item.minutes for item in items if isinstance(item, Mark)), None)
    if window is not None:
        first, last = _with_mark(time_of(window.first.minute), marks), time_of(window.last.minute)
        times = Through(first=first, last=last, step_s=step_s)
        return Calendar(rules=(Pattern(on=days, times=times),), zone=scene.zone)
    grid = _grid_start(items)
    if _is_aligned(step_s):
        offset = (marks[0] * 60 if marks else (grid or 0) * 60) % step_s
        first = time_of(offset // 60)
        times = Through(first=first, last=END_OF_DAY, step_s=step_s)
        return Calendar(rules=(Pattern(on=days, times=times),), zone=scene.zone)
    if every_of(Pattern(on=days, times=At(times=()))) > 1:
        raise ask("language.which-days-exactly")
    anchor = scene.now + timedelta(seconds=float(seconds))
    if grid is not None:
        anchor = _next_clock(grid, scene, start)
    elif start is not None and start > scene.now:
        anchor = start
    only = None if days == ALL_DAYS else days
    return Every(step_s=float(seconds), anchor=anchor, zone=scene.zone, only=only)


def _with_mark(first: time, marks: tuple[int, ...] | None) -> time:
    if not marks:
        return first
    hour = first.hour + (1 if marks[0] < first.minute else 0)
    return time(hour % 24, marks[0])


def _is_aligned(step_s: int) -> bool:
    if step_s % 60:
        return False
    minutes = step_s // 60
    return minutes in ALIGNED_MINUTES or (minutes % 60 == 0 and minutes // 60 in ALIGNED_HOURS)


def _days_of_interval(
    items: tuple[Item, ...], months: tuple[int, ...], scene: Scene, start: datetime | None
) -> DayRule:
    group = Group(days=[item for item in items if isinstance(item, Weekdays | MonthDays | CalendarDates)])
    steps = [item.length for item in items if isinstance(item, Interval) and not item.length.is_elapsed]
    step = next((length for length in steps if length != Duration(days=1)), None)
    if not group.days and step is None:
        return replace(ALL_DAYS, months=months)
    rules = day_rules(group, step, scene, start)
    if len(rules) > 1:
        raise ask("language.which-days-exactly")
    return replace(rules[0], months=months or rules[0].months)


def _window(items: tuple[Item, ...]) -> Window | None:
    window = next((item for item in items if isinstance(item, Window)), None)
    if window is not None:
        return window
    begin = next(
        (i for i in items if isinstance(i, Limit) and i.side == "from" and i.clock and not i.day), None
    )
    end = next(
        (i for i in items if isinstance(i, Limit) and i.side == "until" and i.clock and not i.day), None
    )
    if begin and end and begin.clock and end.clock:
        return Window(first=begin.clock, last=end.clock)
    return None


def _grid_start(items: tuple[Item, ...]) -> int | None:
    """Return the minute of the day that a grid begins at: "starting at 7:00"."""
    for item in items:
        if isinstance(item, Limit) and item.side == "from" and item.clock is not None:
            return item.clock.minute
        if isinstance(item, Times) and len(item.clocks) == 1:
            return item.clocks[0].minute
    return None


def _next_clock(minute: int, scene: Scene, start: datetime | None) -> datetime:
    since = scene.now if start is None else max(scene.now, start)
    day = since.astimezone(scene.zone).date()
    found = (
        named_instant(datetime.combine(day + timedelta(days=ahead), time_of(minute)), scene.zone)
        for ahead in (0, 1, 2)
    )
    return next(moment for moment in found if moment > scene.now and moment >= since)
