"""Repeated schedules: from the parts of a phrase to a calendar or an elapsed interval (CONVENTIONS 2-7)."""

from dataclasses import replace
from datetime import datetime

from domain import trigger as triggers
from domain.trigger import (
    Calendar,
    Daily,
    Monthly,
    Pattern,
    Trigger,
    Weekly,
)
from language.groups import day_rules, every_of, grouped, named_times
from language.intervals import within_day
from language.parts import (
    CalendarDates,
    Duration,
    Interval,
    Item,
    MonthDays,
    Months,
    Part,
    Shift,
    Times,
    Weekdays,
)
from language.problem import refuse
from language.scene import Scene


def recurring(items: tuple[Item, ...], scene: Scene, start: datetime | None) -> Trigger:
    """Return the unbounded trigger of a repeated schedule; `start` is when it may begin."""
    intervals = [item for item in items if isinstance(item, Interval) and not item.vague]
    often = next((item for item in intervals if item.length.is_elapsed), None)
    months = tuple(sorted({month for item in items if isinstance(item, Months) for month in item.months}))
    if often is not None:
        trigger = within_day(often, items, scene, start, months)
        return _anchored(trigger, scene, start) if isinstance(trigger, Calendar) else trigger
    step = next((item.length for item in intervals if item.length != Duration(days=1)), None)
    items = _within_named_unit(items, intervals)
    groups = grouped(items)
    patterns = [
        Pattern(on=rule, times=named_times(group.times))
        for group in groups
        for rule in day_rules(group, step, scene, start)
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


def _anchored(calendar: Calendar, scene: Scene, start: datetime | None) -> Calendar:
    """Fix what "every other" counts from: the first match after now and not before the start."""
    if not any(every_of(rule) > 1 for rule in calendar.rules):
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
        if every_of(rule) > 1 and isinstance(rule.on.days, Daily | Weekly | Monthly):
            day = own.replace(day=1) if isinstance(rule.on.days, Monthly) else own
            rules.append(replace(rule, on=replace(rule.on, days=replace(rule.on.days, anchor=day))))
        else:
            rules.append(rule)
    return replace(calendar, rules=tuple(rules))


def _each(rule: triggers.Rule) -> triggers.Rule:
    if not isinstance(rule, Pattern) or not isinstance(rule.on.days, Daily | Weekly | Monthly):
        return rule
    return replace(rule, on=replace(rule.on, days=replace(rule.on.days, every=1, anchor=None)))


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
