"""Repeated schedules: from the parts of a phrase to a calendar or an elapsed interval (CONVENTIONS 2-7)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from domain import trigger as triggers
from domain.trigger import (
    EVERY_DAY,
    At,
    Calendar,
    Daily,
    DayRule,
    Every,
    Monthly,
    Nth,
    Pattern,
    Through,
    Trigger,
    Weekly,
    named_instant,
)
from language.calendars import DEFAULT_MINUTE, PART_MINUTES, date_rules, month_rule, time_of, with_part
from language.parts import (
    CalendarDates,
    Clock,
    Duration,
    Interval,
    Item,
    Limit,
    Mark,
    MonthDays,
    Months,
    Part,
    Shift,
    Times,
    Weekdays,
    Window,
)
from language.problem import ask, refuse
from language.scene import Scene

ALIGNED_MINUTES = frozenset({1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30})
ALIGNED_HOURS = frozenset({1, 2, 3, 4, 6, 8, 12})
END_OF_DAY = time(23, 59)
ALL_DAYS = DayRule(days=Daily())


@dataclass
class Group:
    """Days with the times that were said beside them."""

    days: list[Weekdays | MonthDays | CalendarDates] = field(default_factory=list)
    times: list[Times | Part] = field(default_factory=list)
    time_first: bool = False


def grouped(items: tuple[Item, ...]) -> list[Group]:
    """Give each set of days its own times; days without a time share those of the others."""
    groups = [Group()]
    for item in items:
        group = groups[-1]
        if isinstance(item, Weekdays | MonthDays | CalendarDates):
            if group.times and group.days and not group.time_first:
                group = Group()
                groups.append(group)
            group.time_first = group.time_first or bool(group.times and not group.days)
            group.days.append(item)
        elif isinstance(item, Times | Part):
            if group.time_first and group.days:
                group = Group(time_first=True)
                groups.append(group)
            group.times.append(item)
    return _shared(groups)


def _shared(groups: list[Group]) -> list[Group]:
    with_times = [group for group in groups if group.times]
    for group in groups:
        if not group.times and with_times:
            group.times = with_times[0].times
    if len(groups) > 1 and not groups[-1].days:  # "at 8 on mondays and at 18:00"
        groups[-2].times = groups[-2].times + groups[-1].times
        groups.pop()
    return groups


def clocks_of(said: list[Times | Part]) -> list[Clock]:
    """Return the times of day: parts of the day decide between a.m. and p.m., or stand for themselves."""
    clocks: list[Clock] = []
    parts_first = bool(said) and isinstance(said[0], Part)
    at = 0
    while at < len(said):
        parts, times, at = _pair(said, at, parts_first=parts_first)
        if times is None:
            clocks += [Clock(minute=PART_MINUTES[part.name]) for part in parts]
        elif parts:
            clocks += [with_part(clock, part.name) for part in parts for clock in times.clocks]
        else:
            clocks += times.clocks
    return clocks or [Clock(minute=DEFAULT_MINUTE)]


def _pair(said: list[Times | Part], at: int, *, parts_first: bool) -> tuple[list[Part], Times | None, int]:
    """Return the next times with the parts of the day that belong to them, and where to go on."""
    parts: list[Part] = []
    if not parts_first and isinstance(said[at], Times):
        times = said[at]
        at += 1
        while at < len(said) and isinstance(said[at], Part):
            parts.append(said[at])  # type: ignore[arg-type]
            at += 1
        return parts, times, at  # type: ignore[return-value]
    while at < len(said) and isinstance(said[at], Part):
        parts.append(said[at])  # type: ignore[arg-type]
        at += 1
    if at < len(said):
        return parts, said[at], at + 1  # type: ignore[return-value]
    return parts, None, at


def named_times(said: list[Times | Part]) -> At:
    """Return the times of a group, in order, each once."""
    found = sorted({time_of(clock.minute, clock.second) for clock in clocks_of(said)})
    return At(times=tuple(found))


def recurring(items: tuple[Item, ...], scene: Scene, start: datetime | None) -> Trigger:
    """Return the unbounded trigger of a repeated schedule; `start` is when it may begin."""
    intervals = [item for item in items if isinstance(item, Interval) and not item.vague]
    within_day = next((item for item in intervals if item.length.is_elapsed), None)
    months = tuple(sorted({month for item in items if isinstance(item, Months) for month in item.months}))
    if within_day is not None:
        return _within_day(within_day, items, scene, start, months)
    step = next((item.length for item in intervals if item.length != Duration(days=1)), None)
    items = _within_named_unit(items, intervals)
    groups = grouped(items)
    patterns = [
        Pattern(on=rule, times=named_times(group.times))
        for group in groups
        for rule in _day_rules(group, step, scene, start)
    ]
    if months:
        patterns = [replace(each, on=replace(each.on, months=months)) for each in patterns]
    calendar = Calendar(rules=tuple(merged(patterns)), zone=scene.zone)
    return _anchored(calendar, scene, start)


def _within_named_unit(items: tuple[Item, ...], intervals: list[Interval]) -> tuple[Item, ...]:
    """Let "every quarter on the first day" be the quarter's first day, and so with years."""
    unit = next((item.unit for item in intervals if item.unit in {"quarter", "year"}), "")
    if not unit:
        return items
    return tuple(
        replace(item, unit=unit)  # type: ignore[arg-type]
        if isinstance(item, MonthDays)
        and item.named
        and not item.months
        and item.unit == "month"
        and not item.span
        else item
        for item in items
    )


def merged(patterns: list[Pattern]) -> list[Pattern]:
    """Join patterns that differ only in their weekdays or picks, so that equal schedules are equal values."""
    found: list[Pattern] = []
    for pattern in patterns:
        if pattern not in found:
            found.append(pattern)
    return found


def _day_rules(group: Group, step: Duration | None, scene: Scene, start: datetime | None) -> list[DayRule]:
    rules: list[DayRule] = []
    weekdays = sorted({day for item in group.days if isinstance(item, Weekdays) for day in item.days})
    every = max((item.every for item in group.days if isinstance(item, Weekdays)), default=1)
    if weekdays:
        rules.append(_weekly(tuple(weekdays), every, step))
    for item in _with_one_span(group.days):
        if isinstance(item, MonthDays):
            rules.append(_stepped(month_rule(item), step, is_fixed=item.unit != "month"))
        elif isinstance(item, CalendarDates):
            rules += [_stepped(rule, step) for rule in date_rules(item)]
    return rules or [_without_days(group, step, scene, start)]


def _with_one_span(days: list[Weekdays | MonthDays | CalendarDates]) -> list[MonthDays | CalendarDates]:
    """Let "the first monday and the last friday of the month" be two picks of one month."""
    found: list[MonthDays | CalendarDates] = []
    for item in days:
        if isinstance(item, Weekdays):
            continue
        before = found[-1] if found else None
        if isinstance(item, MonthDays) and isinstance(before, MonthDays):
            if not before.months and before.unit == "month":
                before = replace(before, unit=item.unit, months=item.months)
            if (before.unit, before.months) == (item.unit, item.months):
                found[-1] = replace(before, picks=before.picks + item.picks)
                continue
        found.append(item)
    return found


def _weekly(weekdays: tuple[int, ...], every: int, step: Duration | None) -> DayRule:
    if step is not None:
        if step.months or step.days % 7:
            raise ask("language.which-days-exactly")
        every = step.days // 7
    if weekdays == EVERY_DAY and every == 1:
        return ALL_DAYS
    return DayRule(days=Weekly(weekdays=weekdays, every=every))


def _stepped(rule: DayRule, step: Duration | None, *, is_fixed: bool = False) -> DayRule:
    """Return the rule in every N-th month; "every year" on a date is what a date does anyway."""
    if step is None or not step.months or is_fixed:
        if step is not None and step.days:
            raise ask("language.which-days-exactly")
        return rule
    if rule.months and step.months == 12:
        return rule
    if step.months == 12 and not rule.months:
        raise ask("language.which-days-exactly")
    months = rule.months if step.months % 12 == 0 else ()
    assert isinstance(rule.days, Monthly)
    return DayRule(days=replace(rule.days, every=step.months), months=months)


def _without_days(group: Group, step: Duration | None, scene: Scene, start: datetime | None) -> DayRule:
    """Return the days of "daily", "weekly", "every 3 months": anchored at the next such time of day."""
    if step is None:
        return ALL_DAYS
    if step.days and not step.months and step.days % 7:
        return DayRule(days=Daily(every=step.days))
    first = _first_day(group, scene, start)
    if step.days and not step.months:
        return DayRule(days=Weekly(weekdays=(first.weekday(),), every=step.days // 7))
    months = (first.month,) if step.months % 12 == 0 else ()
    every = 1 if step.months == 12 else step.months
    return DayRule(days=Monthly(picks=(Nth(first.day),), every=every), months=months)


def _first_day(group: Group, scene: Scene, start: datetime | None) -> date:
    daily = Calendar(
        rules=(Pattern(on=ALL_DAYS, times=named_times(group.times)),), zone=scene.zone, start=start
    )
    first = triggers.next_due(daily, after=scene.now)
    assert first is not None
    return first.astimezone(scene.zone).date()


def _anchored(calendar: Calendar, scene: Scene, start: datetime | None) -> Calendar:
    """Fix what "every other" counts from: the first match after now and not before the start."""
    if not any(_every(rule) > 1 for rule in calendar.rules):
        return calendar
    plain = replace(calendar, start=start, rules=tuple(_each(rule) for rule in calendar.rules))
    first = triggers.next_due(plain, after=scene.now)
    if first is None:
        raise refuse("language.never")
    anchor = first.astimezone(scene.zone).date()
    rules = []
    for rule in calendar.rules:
        assert isinstance(rule, Pattern)
        own = anchor
        if isinstance(rule.on.days, Monthly) and len(calendar.rules) > 1:
            alone = replace(plain, rules=(_each(rule),))
            due = triggers.next_due(alone, after=scene.now)
            own = due.astimezone(scene.zone).date() if due else anchor
        if _every(rule) > 1 and isinstance(rule.on.days, Daily | Weekly | Monthly):
            day = own.replace(day=1) if isinstance(rule.on.days, Monthly) else own
            rules.append(replace(rule, on=replace(rule.on, days=replace(rule.on.days, anchor=day))))
        else:
            rules.append(rule)
    return replace(calendar, rules=tuple(rules))


def _every(rule: triggers.Rule) -> int:
    return getattr(getattr(getattr(rule, "on", None), "days", None), "every", 1)


def _each(rule: triggers.Rule) -> triggers.Rule:
    if not isinstance(rule, Pattern) or not isinstance(rule.on.days, Daily | Weekly | Monthly):
        return rule
    return replace(rule, on=replace(rule.on, days=replace(rule.on.days, every=1, anchor=None)))


def _within_day(
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
    if not group.days:
        return replace(ALL_DAYS, months=months)
    rules = _day_rules(group, None, scene, start)
    if len(rules) > 1 or _every(Pattern(on=rules[0], times=At(times=()))) > 1:
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


def is_recurring(items: tuple[Item, ...], scene: Scene) -> bool:
    """Return whether a phrase is about more than one time (CONVENTIONS 2)."""
    if scene.said_every or any(isinstance(item, Interval) for item in items):
        return True
    single_day = any(
        isinstance(item, Shift) or (isinstance(item, Weekdays | CalendarDates) and not item.recur)
        for item in items
    )
    before: Item | None = None
    for item in items:
        qualifies = isinstance(
            before, Times
        )  # "um acht Uhr abends" is one evening, "abends um acht" every one
        before = item
        if isinstance(item, Weekdays | CalendarDates | MonthDays) and item.recur:
            return True
        if isinstance(item, MonthDays) and item.span == "every":
            return True
        if isinstance(item, Part) and (item.plural or (item.recur and not single_day and not qualifies)):
            return True
    return False
