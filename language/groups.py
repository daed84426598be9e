"""Days with the times that were said beside them, and the day rules they make (CONVENTIONS 3, 4, 6)."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime

from domain import trigger as triggers
from domain.trigger import (
    EVERY_DAY,
    At,
    Calendar,
    Daily,
    DayRule,
    Monthly,
    Nth,
    Pattern,
    Weekly,
)
from language.calendars import DEFAULT_MINUTE, PART_MINUTES, date_rules, month_rule, time_of, with_part
from language.parts import (
    CalendarDates,
    Clock,
    Duration,
    Item,
    MonthDays,
    Part,
    Times,
    Weekdays,
)
from language.problem import ask
from language.scene import Scene

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


def day_rules(group: Group, step: Duration | None, scene: Scene, start: datetime | None) -> list[DayRule]:
    """Return the rules of a group's days, in every `step` where one was said."""
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


def every_of(rule: triggers.Rule) -> int:
    """Return in which N-th day, week or month a rule comes; 1 for every one."""
    return getattr(getattr(getattr(rule, "on", None), "days", None), "every", 1)
