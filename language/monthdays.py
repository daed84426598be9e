"""Days of a month, a quarter or a year: "the 1st and 15th", "last working day", "Monatsende"."""

from typing import NamedTuple

from domain.trigger import EVERY_DAY, Nth
from language.clocks import Got
from language.dates import year_at
from language.parts import Bad, MonthDays, Span, SpanUnit
from language.reader import Reader
from language.short_days import is_filler

#: No month has a weekday more often.
MOST_WEEKS = 5


class Picked(NamedTuple):
    """Picks of a month with the token after them; `named` when a day of some kind was said with them."""

    picks: tuple[Nth, ...]
    end: int
    named: bool


def month_days(r: Reader, at: int, *, every: bool = False) -> Got | None:
    """Return the days of a month at token `at`: ordinals, ordinal weekdays, working days, ends."""
    if found := _edges(r, at):
        return found
    picked = picks(r, at)
    if picked is None:
        return _plain_monthday(r, at)
    end, unit, span, months = _span(r, picked.end)
    year = None
    if months and (found_year := year_at(r, end)):
        year, end = found_year
    if any(pick.n > 31 or pick.n < -31 or pick.n == 0 for pick in picked.picks):
        return Got(Bad(key="language.no-such-day-of-month", text=r.words(at, picked.end)), end)
    if any(len(pick.of) == 1 and abs(pick.n) > MOST_WEEKS for pick in picked.picks):
        return Got(Bad(key="language.no-such-day-of-month", text=r.words(at, picked.end)), end)
    item = MonthDays(
        picks=picked.picks, unit=unit, span=span, months=months, year=year, recur=every, named=picked.named
    )
    return Got(item, end)


def picks(r: Reader, at: int) -> Picked | None:
    """Return the ordinals at `at` and what they count: "the 1st and 15th", "first monday and last friday"."""
    first = _of_one_kind(r, at)
    found, end, named = first or ((), at, False)
    while named:
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        more = _of_one_kind(r, r.after(joined, "on", "the")) if joined > end else None
        if more is None or not more.named:
            break
        found, end = found + more.picks, more.end
    return Picked(found, end, named) if first else None


def _of_one_kind(r: Reader, at: int) -> Picked | None:
    """Return the ordinals at `at` and the kind of day that they count."""
    numbers: list[int] = []
    digits: list[bool] = []
    end = at
    while (ordinal := r.ordinal(end)) is not None:
        numbers.append(int(ordinal.value))
        digits.append(r.digits(end) is not None)
        end = ordinal.end
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        joined = r.after(joined, "on") if r.ordinal(joined) is None else joined
        if r.ordinal(joined) is None or joined == end:
            break
        end = joined
    if not numbers:
        return None
    of, end_of, named = _counted(r, end)
    if not named and r.get(at, "weekday") and r.digits(at) is None:
        return None  # Portuguese "segunda" is Monday unless it counts something
    if len(numbers) == 1 and numbers[0] < 0 and not named and not _span(r, end)[2]:
        return None  # "last" alone says nothing
    own = [_is_date(numbers[i], of, digits[i:]) for i in range(len(numbers))]
    found = tuple(Nth(n, EVERY_DAY if is_date else of) for n, is_date in zip(numbers, own, strict=True))
    return Picked(found, end_of, named)


def _is_date(n: int, of: tuple[int, ...], digits: list[bool]) -> bool:
    """Return whether a number before others is a date of its own: "the 15th and the first monday"."""
    return len(digits) > 1 and digits[0] and n > 0 and (not digits[-1] or (len(of) == 1 and n > MOST_WEEKS))


def _counted(r: Reader, at: int) -> tuple[tuple[int, ...], int, bool]:
    for category in ("weekdayof", "weekday"):
        if (found := r.get(at, category)) and not is_filler(r, at):
            return tuple(found.value), found.end, True
    unit = r.get(at, "unit")
    if unit and unit.value == "day":
        return EVERY_DAY, unit.end, True
    if day := r.get(at, "dayof"):
        return EVERY_DAY, day.end, True
    return EVERY_DAY, at, False


def _span(r: Reader, at: int) -> tuple[int, SpanUnit, Span, tuple[int, ...]]:
    """Return what the days are days of: (token after, unit, which, months named)."""
    spans: tuple[tuple[SpanUnit, str], ...] = (
        ("month", "ofmonth"),
        ("quarter", "ofquarter"),
        ("year", "ofyear"),
    )
    for unit, category in spans:
        if found := r.get(at, category):
            return found.end, unit, found.value, ()
    of = r.get(at, "of")
    month = r.get(of.end, "month") if of else None
    if month is not None:
        return month.end, "month", "", (month.value,)
    return at, "month", "", ()


def _plain_monthday(r: Reader, at: int) -> Got | None:
    """Return "day 5", or a plain number that "of the month" follows: "5 of each month"."""
    named = r.get(at, "dayof")
    begin = named.end if named else at
    numbers, end = [], begin
    while (value := r.digits(end)) is not None and len(r.tokens[end].text) <= 2:
        numbers.append(value)
        end += 1
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        if joined == end or r.digits(joined) is None:
            break
        end = joined
    if not numbers or r.is_sign(end, ":.", glued=True):
        return None
    after, unit, span, months = _span(r, end)
    if months or (not named and after == end):
        return None
    if not all(1 <= n <= 31 for n in numbers):
        return Got(Bad(key="language.no-such-day-of-month", text=r.words(at, end)), after)
    picked = tuple(Nth(n) for n in numbers)
    return Got(MonthDays(picks=picked, unit=unit, span=span), after)


def _edges(r: Reader, at: int) -> Got | None:
    """Return "end of the month", "Monatsende", "start of every quarter", "Ende Februar"."""
    if word := r.get(at, "endword"):
        unit, n = word.value
        if unit == "week":
            return None
        span = r.get(word.end, "period")
        return Got(
            MonthDays(picks=(Nth(n),), unit=unit, span=span.value[1] if span else ""),
            span.end if span else word.end,
        )
    edge = r.get(at, "endof")
    if edge is None:
        return None
    if period := r.get(edge.end, "period"):
        unit, span = period.value
        if unit in {"week", "day"}:
            return None
        return Got(MonthDays(picks=(Nth(edge.value),), unit=unit, span=span), period.end)
    month = r.get(r.after(edge.end, "of"), "month")
    if month is None:
        return None
    year = year_at(r, month.end)
    item = MonthDays(picks=(Nth(edge.value),), months=(month.value,), year=year[0] if year else None)
    return Got(item, year[1] if year else month.end)


def month_names(r: Reader, at: int) -> tuple[tuple[int, ...], int]:
    """Return the months in "march, may and june", and the token behind them."""
    named: list[int] = []
    end = at
    while month := r.get(end, "month"):
        named.append(month.value)
        end = month.end
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        if joined == end or not r.get(joined, "month"):
            break
        end = joined
    return tuple(named), end
