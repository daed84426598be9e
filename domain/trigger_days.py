"""On which days: five small calendars, and the arithmetic that finds their next day.

Nothing here knows a time of day or a zone: a day is a `date` of the trigger's own zone.
"Every other", "every third" and the like count from an anchor day that the words' first match has fixed, so
that the days follow from the value alone, after a restart too.
"""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)
ONE_DAY = timedelta(days=1)

#: Days that are looked at before a calendar counts as one that never comes again; with Monthly one step is
#: a month, with Daily(every=7) a week. February 29 needs 97 such months around the year 2100.
PATIENCE_STEPS = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """Every day, or every N days from `anchor` on."""

    every: int = 1
    anchor: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weekly:
    """Days of the week (Monday = 0), in every week or in every N-th, counted from the week of `anchor`."""

    weekdays: tuple[int, ...]
    every: int = 1
    anchor: date | None = None


@dataclass(frozen=True, slots=True)
class Nth:
    """The n-th day of a month among the days that fall on `of`; negative counts from the end.

    Nth(31) is the 31st, Nth(-1) the last day, Nth(2, (4,)) the second Friday, Nth(-1, WORKDAYS) the last
    working day.
    """

    n: int
    of: tuple[int, ...] = EVERY_DAY


@dataclass(frozen=True, slots=True, kw_only=True)
class Monthly:
    """Picks of a month, in every month or in every N-th, counted from the month of `anchor`."""

    picks: tuple[Nth, ...]
    every: int = 1
    anchor: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dates:
    """Single days of one year; mostly taken out of others."""

    dates: tuple[date, ...]


Days = Daily | Weekly | Monthly | Dates


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRule:
    """Days, limited to some months where `months` is not empty."""

    days: Days
    months: tuple[int, ...] = ()


def pick_days(picks: tuple[Nth, ...], year: int, month: int) -> list[int]:
    """Return the days of that month that are picked, in order, each once."""
    first, length = calendar.monthrange(year, month)
    found = set()
    for pick in picks:
        fitting = [day for day in range(1, length + 1) if (first + day - 1) % 7 in pick.of]
        index = pick.n - 1 if pick.n > 0 else pick.n
        if -len(fitting) <= index < len(fitting):
            found.add(fitting[index])
    return sorted(found)


def days_from(rule: DayRule, first: date) -> Iterator[date | None]:
    """Yield the rule's days from `first` on in order; None for a step that holds no day."""
    if isinstance(rule.days, Dates):
        yield from (day for day in sorted(rule.days.dates) if day >= first)
        return
    try:
        yield from _steps(rule, first)
    except OverflowError:  # the calendar of Python ends with the year 9999
        return


def _steps(rule: DayRule, first: date) -> Iterator[date | None]:
    if isinstance(rule.days, Monthly):
        yield from _monthly(rule.days, rule.months, first)
    else:
        daily = rule.days if isinstance(rule.days, Daily) else Daily()
        for day in _daily(daily, first):
            yield day if _fits(rule, day) else None


def _daily(days: Daily, first: date) -> Iterator[date]:
    if days.anchor is not None:
        first = max(first, days.anchor)
        first += timedelta(days=-(first - days.anchor).days % days.every)
    while True:
        yield first
        first += timedelta(days=days.every)


def _monthly(days: Monthly, months: tuple[int, ...], first: date) -> Iterator[date | None]:
    if days.anchor is not None:
        first = max(first, days.anchor)
    index = first.year * 12 + first.month - 1
    origin = days.anchor.year * 12 + days.anchor.month - 1 if days.anchor else index
    index += (origin - index) % days.every
    while index < 9999 * 12:
        year, month = index // 12, index % 12 + 1
        found = pick_days(days.picks, year, month) if not months or month in months else ()
        yield from (date(year, month, day) for day in found if date(year, month, day) >= first)
        if not found:
            yield None
        index += days.every


def holds(rule: DayRule, day: date) -> bool:
    """Return whether `day` is one of the rule's days."""
    if isinstance(rule.days, Dates):
        return day in rule.days.dates
    if isinstance(rule.days, Monthly):
        return _fits(rule, day) and day.day in pick_days(rule.days.picks, day.year, day.month)
    return _fits(rule, day)


def _fits(rule: DayRule, day: date) -> bool:
    if rule.months and day.month not in rule.months:
        return False
    days = rule.days
    if isinstance(days, Dates):
        return True
    if isinstance(days, Weekly) and day.weekday() not in days.weekdays:
        return False
    if days.anchor is None:
        return True
    return _distance(days, days.anchor, day) % days.every == 0 and not _is_before(days, days.anchor, day)


def _distance(days: Daily | Weekly | Monthly, anchor: date, day: date) -> int:
    if isinstance(days, Daily):
        return (day - anchor).days
    if isinstance(days, Weekly):
        return (monday_of(day) - monday_of(anchor)).days // 7
    return (day.year - anchor.year) * 12 + day.month - anchor.month


def _is_before(days: Daily | Weekly | Monthly, anchor: date, day: date) -> bool:
    return day < (monday_of(anchor) if isinstance(days, Weekly) else anchor)


def monday_of(day: date) -> date:
    """Return the Monday of the week that holds `day`."""
    return day - timedelta(days=day.weekday())
