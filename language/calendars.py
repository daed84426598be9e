"""From parts to dates: which day "the 5th", "next friday" or "Ende Februar" is, seen from a moment."""

import calendar
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from domain.trigger import DayRule, Monthly, Nth, named_instant
from domain.trigger_days import days_from, monday_of
from language.parts import CalendarDates, Clock, Duration, MonthDays, Period, Shift, Weekdays
from language.problem import refuse

#: What each part of a day means when no hour is said (CONVENTIONS 3).
PART_MINUTES = {
    "morning": 480,
    "forenoon": 600,
    "noon": 720,
    "afternoon": 900,
    "evening": 1080,
    "night": 1260,
    "midnight": 0,
}
NOON = 720
DEFAULT_MINUTE = 540
QUARTER_STARTS = (1, 4, 7, 10)
QUARTER_ENDS = (3, 6, 9, 12)


def time_of(minute: int, second: int = 0) -> time:
    """Return the time of day that many minutes after midnight."""
    return time(minute // 60 % 24, minute % 60, second)


#: From which hour to which a part of the day lasts; the night goes on behind midnight.
PART_HOURS = {
    "morning": (4, 12),
    "forenoon": (7, 13),
    "noon": (11, 15),
    "afternoon": (12, 19),
    "evening": (16, 24),
    "night": (20, 30),
}


def with_part(clock: Clock, part: str) -> Clock:
    """Return the time that an hour beside a part of the day means: "evening at five" is 17:00."""
    minute = clock.minute
    if minute >= NOON + 60 or not part:
        return clock
    if part in {"afternoon", "evening"}:
        minute += NOON if 60 <= minute < NOON else 0  # midnight stays: "every evening at 0:15"
    elif part == "noon":
        minute += NOON if minute < 5 * 60 else 0
    elif part == "night":
        minute = minute + NOON if 6 * 60 <= minute < NOON else minute % NOON
    elif part == "midnight":
        minute %= NOON
    return Clock(minute=minute, second=clock.second)


def is_within(clock: Clock, part: str) -> bool:
    """Return whether a time is one of a part of the day: eight is an evening's, 19:30 no morning's."""
    first, last = PART_HOURS.get(part, (0, 0))
    return any(first <= hour < last for hour in (with_part(clock, part).minute / 60 + day for day in (0, 24)))


def add_calendar(moment: datetime, length: Duration) -> datetime:
    """Return a local naive moment moved by months and days, at the same clock time."""
    index = moment.year * 12 + moment.month - 1 + length.months
    year, month = index // 12, index % 12 + 1
    if not 1 <= year <= 9990 or abs(length.days) > 4_000_000:
        raise refuse("language.too-far")
    day = min(moment.day, calendar.monthrange(year, month)[1])
    return moment.replace(year=year, month=month, day=day) + timedelta(days=length.days)


def after(now: datetime, length: Duration, zone: ZoneInfo) -> datetime:
    """Return the instant that lies a length of time after `now`: calendar part first, elapsed part then."""
    if length.seconds > 4_000_000 * 86400:
        raise refuse("language.too-far")
    elapsed = timedelta(seconds=float(length.seconds))
    if length.is_elapsed:
        return now + elapsed
    wall = add_calendar(now.astimezone(zone).replace(tzinfo=None), length)
    return named_instant(wall, zone) + elapsed


def month_rule(days: MonthDays) -> DayRule:
    """Return the rule behind picks of a month, a quarter or a year, in each of them."""
    months = days.months
    if days.unit == "quarter" and not months:
        months = QUARTER_STARTS if days.picks[0].n > 0 else QUARTER_ENDS
    if days.unit == "year" and not months:
        months = (1,) if days.picks[0].n > 0 else (12,)
    return DayRule(days=Monthly(picks=days.picks), months=months)


def date_rules(dates: CalendarDates) -> tuple[DayRule, ...]:
    """Return one rule for each month of the dates, every year."""
    by_month: dict[int, list[int]] = {}
    for _, month, day in dates.dates:
        by_month.setdefault(month, []).append(day)
    return tuple(
        DayRule(days=Monthly(picks=tuple(Nth(day) for day in days)), months=(month,))
        for month, days in by_month.items()
    )


def candidates(item: object, today: date, *, period: Period | None = None) -> Iterator[date]:
    """Yield the days that a one-shot phrase may mean, nearest first, from today on."""
    if isinstance(item, Weekdays):
        yield from _weekday_dates(item, today, period)
    elif isinstance(item, MonthDays):
        yield from _month_dates(item, today, period)
    elif isinstance(item, CalendarDates):
        yield from _calendar_dates(item, today, period)
    elif isinstance(item, Shift):
        yield add_calendar(datetime.combine(today, time()), item.length).date()
    elif isinstance(item, Period):
        yield _period_date(item, today)


def _weekday_dates(item: Weekdays, today: date, period: Period | None) -> Iterator[date]:
    week = item.week
    if period is not None and period.unit == "week":
        week = period.ahead
    if week is not None:
        monday = monday_of(today) + timedelta(days=7 * week)
        yield from (monday + timedelta(days=day) for day in item.days)
        return
    first = 1 if item.which == "next" else 0
    for ahead in range(first, first + 15):
        day = today + timedelta(days=ahead)
        if day.weekday() in item.days:
            yield day + timedelta(days=item.ahead)


def _month_dates(item: MonthDays, today: date, period: Period | None) -> Iterator[date]:
    rule = month_rule(item)
    span = item.span
    if period is not None and period.unit in {"month", "year"}:
        span = "next" if period.ahead else "this"
    first, last = today, None
    unit = period.unit if period is not None else item.unit
    if span in {"this", "next"}:
        first, last = _span_of(unit, today, ahead=int(span == "next"))
    if item.year is not None:
        first, last = date(item.year, 1, 1), date(item.year, 12, 31)
    for day in islice(days_from(rule, first), 240):
        if day is not None and (last is None or day <= last):
            yield day


def _span_of(unit: str, today: date, *, ahead: int) -> tuple[date, date]:
    if unit == "year":
        return date(today.year + ahead, 1, 1), date(today.year + ahead, 12, 31)
    length = 3 if unit == "quarter" else 1
    index = (today.year * 12 + today.month - 1) // length * length + ahead * length
    first = date(index // 12, index % 12 + 1, 1)
    index += length
    return first, date(index // 12, index % 12 + 1, 1) - timedelta(days=1)


def _calendar_dates(item: CalendarDates, today: date, period: Period | None) -> Iterator[date]:
    found = []
    for year, month, day in item.dates:
        named = (
            year
            if year is not None
            else (today.year + period.ahead if period and period.unit == "year" else None)
        )
        years = (named,) if named is not None else range(today.year, today.year + 9)
        for each in years:
            if day <= calendar.monthrange(each, month)[1] and 1 <= each < 9990:
                exact = date(each, month, day)
                if year is not None or exact >= today:
                    found.append(exact)
    yield from sorted(found)


def _period_date(item: Period, today: date) -> date:
    """Return the last day of a whole week, month or year: what "until next week" ends with."""
    if item.unit == "week":
        return monday_of(today) + timedelta(days=7 * item.ahead + 6)
    return _span_of(item.unit, today, ahead=item.ahead)[1]


def limit_date(item: object, today: date, *, side: str) -> date:
    """Return the day that a bound names; a weekday is the first one from today on, "next" after today."""
    if isinstance(item, Period) and side == "from":
        return _period_start(item, today)
    found = next((day for day in candidates(item, today) if day >= today or _is_dated(item)), None)
    if found is None:
        raise refuse("language.end-past" if side == "until" else "language.past")
    if isinstance(item, MonthDays) and side == "from" and item.picks == (Nth(-1),) and item.months:
        return found.replace(day=1)
    return found


def _is_dated(item: object) -> bool:
    return isinstance(item, CalendarDates | MonthDays | Shift)


def _period_start(item: Period, today: date) -> date:
    if item.unit == "week":
        return monday_of(today) + timedelta(days=7 * item.ahead)
    return _span_of(item.unit, today, ahead=item.ahead)[0]
