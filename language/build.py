"""From the parts of a phrase to a trigger: repeated or once, with its bounds."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import NamedTuple

from domain import trigger as triggers
from domain.trigger import Calendar, Dates, DayRule, Every, Monthly, Nth, Once, Trigger, Weekly, named_instant
from language.calendars import after, candidates, date_rules, limit_date, month_rule, time_of
from language.once import end_of, once
from language.parts import (
    Bad,
    CalendarDates,
    Clock,
    Count,
    CronFields,
    Duration,
    Interval,
    Item,
    Lasting,
    Limit,
    MonthDays,
    Months,
    Open,
    Part,
    Shift,
    SlashDate,
    Times,
    Weekdays,
    Window,
    Without,
    Zoned,
)
from language.problem import Problem, ask, refuse
from language.recurring import is_recurring, recurring
from language.scene import Scene

MOST_TIMES = 10_000


class Built(NamedTuple):
    """A trigger, and whether its meaning depends on the chat's zone."""

    trigger: Trigger
    needs_zone: bool


def build(items: tuple[Item, ...], scene: Scene) -> Built:
    """Return what the parts mean; raises a `Problem` where they mean nothing, or more than one thing."""
    _check(items)
    zoned = next((item for item in items if isinstance(item, Zoned)), None)
    fixed = None
    if zoned is not None:
        if zoned.zone is None and zoned.offset_minutes is None:
            raise refuse("language.no-such-zone", phrase=zoned.text or scene.phrase)
        if zoned.zone is not None:
            scene = replace(scene, zone=zoned.zone)
        else:
            fixed = zoned.offset_minutes
    items = tuple(item for item in items if not isinstance(item, Zoned))
    items = _rates_settled(_with_time_of_limit(items))
    if fixed is not None:
        return Built(_at_offset(items, scene, fixed), needs_zone=False)
    if any(isinstance(item, CronFields) for item in items) or _repeats(items, scene):
        trigger = _bounded(items, scene)
    else:
        trigger = _one_shot(items, scene)
    return Built(trigger, needs_zone=zoned is None and _depends_on_zone(items, trigger))


def _check(items: tuple[Item, ...]) -> None:
    for item in items:
        if isinstance(item, Bad):
            raise refuse(item.key, text=item.text)
    for item in items:
        if isinstance(item, CronFields) and item.rule is None:
            raise refuse("language.bad-cron", text=item.text)
        if isinstance(item, Open):
            raise ask(item.key, phrase=item.text)
        if isinstance(item, SlashDate):
            raise Problem(
                "ask", "language.slash-date", arguments=(("first", item.first), ("second", item.second))
            )


def _with_time_of_limit(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Let "every monday until june at 9" happen at 9: the only time there is belongs to the days."""
    if any(isinstance(item, Times | Part | Window | CronFields) for item in items):
        return items
    if any(isinstance(item, Interval) and item.length.is_elapsed for item in items):
        return items
    found: list[Item] = []
    for item in items:
        if (
            isinstance(item, Limit)
            and item.side == "until"
            and item.day is not None
            and item.clock is not None
        ):
            found += [replace(item, clock=None), Times(clocks=(item.clock,), marked=True)]
        else:
            found.append(item)
    return tuple(found)


def _rates_settled(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Drop "twice a day" where the two times are named; ask where they are not."""
    rate = next((item for item in items if isinstance(item, Count) and item.per), None)
    if rate is None:
        return items
    times = sum(len(item.clocks) for item in items if isinstance(item, Times))
    times = times or sum(1 for item in items if isinstance(item, Part))
    days = sum(len(item.days) for item in items if isinstance(item, Weekdays))
    picks = sum(len(item.picks) for item in items if isinstance(item, MonthDays))
    dates = sum(len(item.dates) for item in items if isinstance(item, CalendarDates))
    said = {"day": times, "week": days, "month": picks, "year": dates}.get(rate.per, 0)
    if not rate.times and said < 2:
        raise ask("language.when-exactly", phrase=rate.text)
    if rate.times and said != rate.times:
        raise ask("language.which-of-them", times=rate.times)
    daily = (Interval(length=Duration(days=1)),) if rate.per == "day" and not days else ()
    kept = tuple(_repeated(item) for item in items if item is not rate)
    return daily + kept


def _repeated(item: Item) -> Item:
    return replace(item, recur=True) if isinstance(item, Weekdays | MonthDays | CalendarDates) else item


def _repeats(items: tuple[Item, ...], scene: Scene) -> bool:
    if is_recurring(items, scene):
        return True
    has_day = any(isinstance(item, Weekdays | MonthDays | CalendarDates | Shift) for item in items)
    has_time = any(isinstance(item, Times | Part) for item in items)
    lasts = any(
        (isinstance(item, Lasting) and not item.length.is_elapsed)
        or (isinstance(item, Count) and item.times > 1)
        or (isinstance(item, Limit) and item.day is not None)
        or isinstance(item, Without)
        for item in items
    )
    return any(isinstance(item, Lasting) and item.daily for item in items) or (
        lasts and has_time and not has_day
    )


def _one_shot(items: tuple[Item, ...], scene: Scene) -> Once:
    if any(isinstance(item, Window) for item in items):
        raise ask("language.several-times")
    if any(isinstance(item, Limit | Lasting | Without | Count) for item in items) and not any(
        isinstance(item, Times | Shift | Weekdays | CalendarDates | MonthDays) for item in items
    ):
        raise ask("language.how-often", phrase=scene.phrase)
    starts = tuple(i.day for i in items if isinstance(i, Limit) and i.side == "from" and i.day is not None)
    return once(items + starts, scene)


def _at_offset(items: tuple[Item, ...], scene: Scene, minutes: int) -> Trigger:
    """Return the trigger in a zone of a fixed offset; only one-shots and whole hours have one."""
    from language.zones import fixed_zone  # noqa: PLC0415  # loads the zone tables only when needed

    zone = fixed_zone(minutes)
    if zone is not None:
        return build(items, replace(scene, zone=zone)).trigger
    raise refuse("language.no-such-zone", phrase=scene.phrase)


def _depends_on_zone(items: tuple[Item, ...], trigger: Trigger) -> bool:
    if isinstance(trigger, Every):
        return bool(trigger.only or trigger.excluded) or any(isinstance(item, Limit) for item in items)
    if isinstance(trigger, Once):
        return not any(isinstance(i, Shift) and i.length.is_elapsed and not i.is_day for i in items)
    return not (len(items) == 1 and isinstance(items[0], Interval) and items[0].length.is_elapsed)


def _bounded(items: tuple[Item, ...], scene: Scene) -> Trigger:
    start = _start(items, scene)
    cron = next((item.rule for item in items if isinstance(item, CronFields) and item.rule), None)
    trigger = Calendar(rules=(cron,), zone=scene.zone) if cron else recurring(items, scene, start)
    assert not isinstance(trigger, Once)
    excluded = tuple(rule for item in items if isinstance(item, Without) for rule in _excluded(item, scene))
    until = _until(items, scene, start)
    if excluded:
        trigger = replace(trigger, excluded=excluded)
    if until is not None:
        if until <= scene.now:
            raise refuse("language.end-past")
        trigger = replace(trigger, until=until)
    if start is not None and isinstance(trigger, Calendar) and start > scene.now:
        trigger = replace(trigger, start=start)
    trigger = _counted(trigger, items, scene)
    if triggers.next_due(trigger, after=scene.now) is None:
        raise refuse("language.never")
    return trigger


def _counted(trigger: Calendar | Every, items: tuple[Item, ...], scene: Scene) -> Calendar | Every:
    count = next((item.times for item in items if isinstance(item, Count) and not item.per), None)
    if count is None:
        return trigger
    if count > MOST_TIMES:
        raise refuse("language.too-many-times", most=MOST_TIMES)
    if isinstance(trigger, Calendar):
        first = triggers.next_due(trigger, after=scene.now)
        trigger = replace(trigger, start=first)
    return replace(trigger, count=count)


def _start(items: tuple[Item, ...], scene: Scene) -> datetime | None:
    for item in items:
        if not isinstance(item, Limit) or item.side != "from" or item.day is None:
            continue
        if isinstance(item.day, Shift) and item.day.length.is_elapsed and not item.day.is_day:
            return after(scene.now, item.day.length, scene.zone)
        day = limit_date(item.day, scene.today, side="from")
        clock = item.clock or _clock_of_interval(items)
        moment = time_of(clock.minute) if clock else time()
        return named_instant(datetime.combine(day, moment), scene.zone)
    # "every 3 days starting tomorrow" may also be said as "tomorrow and then every 3 days"
    shift = next((item for item in items if isinstance(item, Shift) and item.is_day), None)
    if shift is not None:
        day = next(candidates(shift, scene.today))
        return named_instant(datetime.combine(day, time()), scene.zone)
    return None


def _clock_of_interval(items: tuple[Item, ...]) -> Clock | None:
    """Return the time that a grid begins at: "every 4 hours starting tomorrow at 8"."""
    if not any(isinstance(item, Interval) and item.length.is_elapsed for item in items):
        return None
    return next((item.clocks[0] for item in items if isinstance(item, Times)), None)


def _until(items: tuple[Item, ...], scene: Scene, start: datetime | None) -> datetime | None:
    for item in items:
        if isinstance(item, Limit) and item.side == "until" and not item.open:
            return _limit(item, items, scene, start)
        if isinstance(item, Lasting):
            if start is not None and start > scene.now:
                return after(start, item.length, scene.zone) - timedelta(seconds=1)
            return after(scene.now, item.length, scene.zone)
    return None


def _limit(item: Limit, items: tuple[Item, ...], scene: Scene, start: datetime | None) -> datetime | None:
    from_clock = any(isinstance(i, Limit) and i.side == "from" and i.clock and not i.day for i in items)
    if item.day is None:
        if item.clock is None or from_clock:
            return None
        return named_instant(datetime.combine(scene.today, time_of(item.clock.minute)), scene.zone)
    today = scene.today
    if start is not None and start > scene.now:
        today = start.astimezone(scene.zone).date()
    day = limit_date(item.day, today, side="until")
    if item.clock is not None:
        return named_instant(datetime.combine(day, time_of(item.clock.minute)), scene.zone)
    return end_of(day, scene)


def _excluded(item: Without, scene: Scene) -> list[DayRule]:
    rules: list[DayRule] = []
    for days in item.days:
        if isinstance(days, Weekdays):
            rules.append(DayRule(days=Weekly(weekdays=days.days)))
        elif isinstance(days, MonthDays):
            rules.append(month_rule(days))
        elif isinstance(days, Months):
            rules.append(DayRule(days=Monthly(picks=tuple(Nth(n) for n in range(1, 32))), months=days.months))
        elif isinstance(days, CalendarDates):
            dated = [day for day in days.dates if day[0] is not None]
            if dated:
                rules.append(
                    DayRule(
                        days=Dates(dates=tuple(candidates(CalendarDates(dates=tuple(dated)), scene.today)))
                    )
                )
            rest = tuple(day for day in days.dates if day[0] is None)
            rules += date_rules(CalendarDates(dates=rest))
        elif isinstance(days, Shift):
            rules.append(DayRule(days=Dates(dates=tuple(candidates(days, scene.today)))))
    return rules
