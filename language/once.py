"""One-shots: from the parts of a phrase to one instant (CONVENTIONS 8)."""

from datetime import date, datetime, time, timedelta

from domain.trigger import Once, named_instant
from language.calendars import (
    DEFAULT_MINUTE,
    NOON,
    PART_MINUTES,
    after,
    candidates,
    time_of,
    with_part,
)
from language.parts import (
    CalendarDates,
    Clock,
    Item,
    MonthDays,
    Part,
    Period,
    Shift,
    Times,
    Weekdays,
)
from language.problem import ask, refuse
from language.scene import Scene

DAY_KINDS = (Weekdays, MonthDays, CalendarDates, Shift, Period)
Day = Weekdays | MonthDays | CalendarDates | Shift | Period


def once(items: tuple[Item, ...], scene: Scene) -> Once:
    """Return the instant the parts name; raises a `Problem` where there is none, or more than one."""
    days = [item for item in items if isinstance(item, DAY_KINDS)]
    part = next((item.name for item in items if isinstance(item, Part)), "")
    clock = _one_clock(items)
    at = _moment(days, clock, part, scene)
    if at <= scene.now:
        raise refuse("language.past")
    return Once(at=at, zone=scene.zone, skipped=_skipped(at, clock, part, scene))


def _moment(days: list[Day], clock: Clock | None, part: str, scene: Scene) -> datetime:
    """Return the instant that days, a time and a part of the day name."""
    if not days:
        return _next_time(clock, part, scene)
    period = next((item for item in days if isinstance(item, Period)), None)
    shifts = [item for item in days if isinstance(item, Shift)]
    named = [item for item in days if not isinstance(item, Period | Shift)]
    if shifts and not named:
        return _shifted(shifts[0], clock, part, scene)
    if period is None and any(isinstance(item, MonthDays) and item.gone for item in named):
        raise refuse("language.past")
    if not named:
        raise ask("language.which-day", phrase=scene.phrase)
    if shifts and isinstance(named[0], Weekdays) and shifts[0].length.days % 7 == 0 and shifts[0].length.days:
        period = Period(unit="week", ahead=shifts[0].length.days // 7)
    return _on_day(named, period, clock, part, scene)


def _skipped(at: datetime, clock: Clock | None, part: str, scene: Scene) -> time | None:
    """Return the time of day that was named and that a clock change leaves out on that day."""
    if clock is None and not part:
        return None
    minute, second = _minute(clock, part)
    shown = at.astimezone(scene.zone).time()
    is_loose = clock is not None and clock.loose and not part
    named = {time_of(each, second) for each in (minute, *((minute + NOON,) if is_loose else ()))}
    return None if shown in named else time_of(minute, second)


def _one_clock(items: tuple[Item, ...]) -> Clock | None:
    clocks = [clock for item in items if isinstance(item, Times) for clock in item.clocks]
    if len(clocks) > 1:
        raise ask("language.several-times")
    return clocks[0] if clocks else None


def _minute(clock: Clock | None, part: str) -> tuple[int, int]:
    """Return minute of the day and second: what was said, or what the part of the day or the day means."""
    if clock is None:
        return (PART_MINUTES[part] if part else DEFAULT_MINUTE), 0
    fitted = with_part(clock, part)
    return fitted.minute, fitted.second


def _wall(day: date, clock: Clock | None, part: str, scene: Scene) -> datetime:
    minute, second = _minute(clock, part)
    # "tonight at 1", "saturday midnight": the small hours belong to the night before.
    small_hours = part == "night" and clock is not None and minute < 5 * 60
    if small_hours or (part == "midnight" and clock is None):
        day += timedelta(days=1) if small_hours else timedelta()
    return named_instant(datetime.combine(day, time_of(minute, second)), scene.zone)


def _next_time(clock: Clock | None, part: str, scene: Scene) -> datetime:
    """Return the next moment the clock shows that time; an hour of a 12-hour clock may be either one."""
    if clock is None and not part:
        raise refuse("language.no-time")
    minute, second = _minute(clock, part)
    minutes = [minute]
    if clock is not None and clock.loose and not part:
        minutes = [minute % NOON, minute % NOON + NOON]
    found = [
        named_instant(
            datetime.combine(scene.today + timedelta(days=ahead), time_of(each, second)), scene.zone
        )
        for ahead in (0, 1, 2)
        for each in minutes
    ]
    return min(moment for moment in found if moment > scene.now)


def _shifted(shift: Shift, clock: Clock | None, part: str, scene: Scene) -> datetime:
    if shift.length.is_elapsed and not shift.is_day:
        if clock is not None:
            raise ask("language.several-times")
        return after(scene.now, shift.length, scene.zone)
    if clock is None and not part and not shift.is_day:
        return after(scene.now, shift.length, scene.zone)
    day = next(candidates(shift, scene.today))
    return _today(day, clock, part, scene)


def _today(day: date, clock: Clock | None, part: str, scene: Scene) -> datetime:
    moment = _wall(day, clock, part, scene)
    if moment <= scene.now and day == scene.today:
        if clock is None and not part:
            raise ask("language.when-exactly", phrase=scene.phrase)
        if clock is not None and clock.loose and clock.bare and not part and clock.minute < NOON:
            raise refuse("language.past-hour", time=time_of(clock.minute + NOON).strftime("%H:%M"))
    return moment


def _on_day(
    named: list[Weekdays | MonthDays | CalendarDates],
    period: Period | None,
    clock: Clock | None,
    part: str,
    scene: Scene,
) -> datetime:
    item = next((each for each in named if isinstance(each, CalendarDates)), named[0])
    weekdays = next((each.days for each in named if isinstance(each, Weekdays)), None)
    reached = False
    for day in candidates(item, scene.today, period=period):
        reached = True
        moment = _wall(day, clock, part, scene)
        # "a week from tuesday": of the tuesday whose time is still ahead
        later = timedelta(days=item.ahead if isinstance(item, Weekdays) else 0)
        if _wall(day - later, clock, part, scene) <= scene.now:
            continue
        if weekdays is not None and day.weekday() not in weekdays:
            raise ask("language.other-weekday", date=day.isoformat())
        return moment
    raise refuse("language.past" if reached else "language.no-such-date", text=scene.phrase)


def end_of(day: date, scene: Scene) -> datetime:
    """Return the last second of a local day."""
    return named_instant(datetime.combine(day, time(23, 59, 59)), scene.zone)
