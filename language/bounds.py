"""What limits a schedule: "until friday", "from 1 december", "for two weeks", "5 times", "except sundays"."""

from fractions import Fraction

from domain.trigger import Nth
from language.clocks import FoundClock, Got, clock
from language.dates import date_at, year_at
from language.days import announced_days, weekday_list
from language.daytimes import span_of_times
from language.from_today import from_now, relative_days
from language.monthdays import month_days
from language.parts import (
    Bad,
    CalendarDates,
    Clock,
    Count,
    Duration,
    Interval,
    Lasting,
    Limit,
    Mark,
    MonthDays,
    Months,
    Open,
    Period,
    Shift,
    SlashDate,
    Weekdays,
    Without,
)
from language.reader import UNIT_LENGTHS, Reader
from language.reader import times as multiplied

#: Four digits up to this are a year behind "until"; 2030 is half past eight more often.
LAST_YEAR = 2029
LimitDay = Weekdays | MonthDays | CalendarDates | Shift | Period


def bound_at(r: Reader, at: int, *, has_interval: bool) -> list[Got]:
    """Return the bounds at token `at`."""
    for category, side in (("openuntil", "until"), ("opensince", "from")):
        if found := r.get(at, category):
            return [Got(Limit(side=side, open=True), found.end)]  # type: ignore[arg-type]
    if found := r.get(at, "untiltoday"):
        return [Got(Limit(side="until", day=Shift(length=Duration(), is_day=True)), found.end)]
    if found := r.get(at, "openday"):
        return [Got(Open(key="language.when-exactly", text=r.words(at, found.end)), found.end)]
    if days := _range_of_days(r, at):
        return days
    if window := span_of_times(r, at, bare=has_interval):
        return [Got(*window)]
    return (
        _limit(r, at, "until") or _limit(r, at, "from") or _without(r, at) or _count(r, at) or _lasting(r, at)
    )


def _range_of_days(r: Reader, at: int) -> list[Got]:
    """Return "from monday to friday" and "between 1 and 24 december"."""
    opener = r.get(at, "from") or r.get(at, "between")
    if opener is None:
        return []
    if r.get(at, "from") and (days := weekday_list(r, opener.end)) and days[2] and len(days[0]) > 1:
        return [Got(Weekdays(days=days[0], recur=True), days[1])]
    first = _limit_day(r, opener.end)
    joint = (
        (r.get(first.end, "until") or r.get(first.end, "to") or r.get(first.end, "and")) if first else None
    )
    last = _limit_day(r, joint.end) if joint else None
    if first is None or last is None:
        return _short_range(r, opener.end)
    return [_as_limit("from", first, None, first.end), _as_limit("until", last, None, last.end)]


def _short_range(r: Reader, at: int) -> list[Got]:
    """Return "between 1 and 24 december": the first date borrows its month from the second."""
    day = r.ordinal(at) or r.whole(at)
    joint = (r.get(day.end, "until") or r.get(day.end, "to") or r.get(day.end, "and")) if day else None
    last = date_at(r, joint.end, announced=True) if joint else None
    if day is None or last is None or not isinstance(last.item, CalendarDates):
        return []
    year, month, _ = last.item.dates[0]
    first = CalendarDates(dates=((year, month, int(day.value)),))
    return [Got(Limit(side="from", day=first), day.end), _as_limit("until", last, None, last.end)]


def _as_limit(side: str, got: Got, time: Clock | None, end: int) -> Got:
    if isinstance(got.item, Bad | Open | SlashDate):
        return Got(got.item, end)
    return Got(Limit(side=side, day=got.item, clock=time), end)  # type: ignore[arg-type]


def _limit(r: Reader, at: int, side: str) -> list[Got]:
    opener = r.get(at, side)
    if opener is None:
        return []
    begin = opener.end
    if year := _year(r, begin, side):
        return [year]
    day = _limit_day(r, begin)
    if day is not None:
        day = Got(day.item, _after_bound(r, day.end, side))
        time = _time_of_last_day(r, day.end) if side == "until" else None
        if time and time.clock:
            return [_as_limit(side, day, time.clock, time.end)]
        return [_as_limit(side, day, None, day.end)]
    marked = r.get(begin, "at")
    time = clock(r, marked.end if marked else begin, bare=True)
    if time is None:
        return []
    if time.clock is None:
        return [Got(Bad(key="language.no-such-time", text=r.words(begin, time.end)), time.end)]
    end = r.after(time.end, "fromnow") if side == "from" else time.end
    today = _limit_day(r, end)
    if today and isinstance(today.item, Shift) and today.item.is_day:
        return [Got(Limit(side=side, day=today.item, clock=time.clock), today.end)]  # type: ignore[arg-type]
    return [Got(Limit(side=side, clock=time.clock), end)]  # type: ignore[arg-type]


def _time_of_last_day(r: Reader, at: int) -> FoundClock | None:
    """Return the time on the last day: "bis heute 18 Uhr"; of a list the days have them all."""
    marked = r.get(at, "at")
    time = clock(r, marked.end if marked else at, bare=bool(marked))
    is_listed = time is not None and not marked and clock(r, r.after(time.end, "and")) is not None
    return None if is_listed else time


def _year(r: Reader, at: int, side: str) -> Got | None:
    """Return a year as a bound: its last day, or its first; "until 2030" is a time where it can be one."""
    found = year_at(r, at)
    if found is None or (found[0] % 100 < 60 and found[0] // 100 < 24 and not 2000 <= found[0] <= LAST_YEAR):
        return None
    date = (found[0], 12, 31) if side == "until" else (found[0], 1, 1)
    return Got(Limit(side=side, day=CalendarDates(dates=(date,))), found[1])  # type: ignore[arg-type]


def _after_bound(r: Reader, at: int, side: str) -> int:
    """Return the index after "inclusive" or "onwards"; "from 1 december on mondays" keeps its "on"."""
    found = r.get(at, "inclusive") or (r.get(at, "onwards") if side == "from" else None)
    if found is None or announced_days(r, at):
        return at
    return found.end


def _limit_day(r: Reader, at: int) -> Got | None:
    """Return the day a bound names."""
    for got in (relative_days(r, at), from_now(r, at), announced_days(r, at)):
        if got and isinstance(got[0].item, LimitDay | Bad | SlashDate | Open):
            return got[0] if len(got) == 1 else Got(got[0].item, got[-1].end)
    if days := month_days(r, r.after(at, "the")):
        return days
    opener = r.after(at, "on")
    if (month := r.get(opener, "month")) and not r.get(opener, "weekday"):
        year = r.digits(month.end)
        has_year = year is not None and len(r.tokens[month.end].text) == 4
        item = MonthDays(picks=(Nth(-1),), months=(month.value,), year=year if has_year else None)
        return Got(item, month.end + int(has_year))
    if (period := r.get(at, "period")) and period.value[1] in {"this", "next"}:
        return Got(Period(unit=period.value[0], ahead=int(period.value[1] == "next")), period.end)
    edge = r.get(at, "endof")
    period = r.get(edge.end, "period") if edge else None
    if period and period.value[0] == "day":
        return Got(Shift(length=Duration(), is_day=True), period.end)
    if period and period.value[0] == "week":
        return Got(Period(unit="week", ahead=int(period.value[1] == "next")), period.end)
    return None


def _without(r: Reader, at: int) -> list[Got]:
    opener = r.get(at, "except")
    if opener is None:
        return []
    found, end = [], opener.end
    while True:
        begin = r.after(r.after(end, "on"), "every")
        got = _excepted(r, end) or _excepted(r, begin)
        if got is None:
            break
        found.append(got.item)
        end = got.end
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        if joined == end or not (_excepted(r, joined) or _excepted(r, r.after(joined, "on"))):
            break
        end = joined
    if not found:
        return []
    for item in found:
        if isinstance(item, Bad | SlashDate):
            return [Got(item, end)]
    return [Got(Without(days=tuple(found)), end)]  # type: ignore[arg-type]


def _excepted(r: Reader, at: int) -> Got | None:
    if days := weekday_list(r, at):
        return Got(Weekdays(days=days[0], recur=days[2]), days[1])
    if dayset := r.get(at, "dayset"):
        return Got(Weekdays(days=dayset.value, recur=True), dayset.end)
    if date := date_at(r, at, announced=True):
        return date
    if r.get(at, "relday") is not None:
        got = relative_days(r, at)
        return got[0] if got else None
    if days_of := month_days(r, r.after(at, "the")):
        return days_of
    months, end = [], at
    while month := r.get(r.after(end, "the"), "month"):
        months.append(month.value)
        end = r.after(month.end + 1 if r.is_sign(month.end, ",") else month.end, "and")
        if not r.get(end, "month"):
            end = month.end
            break
    return Got(Months(months=tuple(months)), end) if months else None


def _count(r: Reader, at: int) -> list[Got]:
    """Return "5 times", "for 5 times", "fünfmal"; "twice a week" is a rate and found elsewhere."""
    opener = r.get(at, "forcount")
    begin = opener.end if opener else at
    once = r.get(begin, "once")
    number = r.whole(begin)
    said = r.get(number.end, "times") if number else None
    if once:
        n, end = once.value, once.end
    elif number and said:
        n, end = int(number.value), said.end
    else:
        return []
    if n <= 0:
        return [Got(Bad(key="language.zero", text=r.words(at, end)), end)]
    return [Got(Count(times=n), end)]


def _lasting(r: Reader, at: int) -> list[Got]:
    opener = r.get(at, "for")
    if opener and r.get(at - 1, "sincepast"):
        return []  # "the events of the next 7 days"
    if opener is None:
        long = r.length(at)
        behind = r.get(long.end, "forlong") if long else None
        return [Got(Lasting(length=long.length), behind.end)] if long and behind else []
    vague = r.get(opener.end, "openamount")
    if vague and (unit := r.get(vague.end, "unit")):
        return [Got(Open(key="language.how-long", text=r.words(at, unit.end)), unit.end)]
    length = r.length(opener.end)
    end = length.end if length else opener.end
    if length is None and (unit := r.get(opener.end, "unit")):  # "for the next hour", "the coming week"
        single = multiplied(UNIT_LENGTHS[unit.value], Fraction(1))
        return [Got(Lasting(length=single), unit.end)] if single and opener.end - at > 1 else []
    if length is None:
        return []
    if length.length.is_empty:
        return [Got(Bad(key="language.zero", text=r.words(at, end)), end)]
    end = r.after(end, "forlong")
    words = {r.tokens[i].key for i in range(at, opener.end)}
    daily = length.unit == "day" and not words & {"for", "fuer", "over", "within", "lang", "ueber"}
    return [Got(Lasting(length=length.length, daily=daily), end)]


def minute_mark(r: Reader, at: int) -> list[Got]:
    """Return the minute of an hourly schedule: "at ten past", "on the hour", "um halb", "at :15"."""
    marked = r.after(at, "at")
    if fixed := r.get(marked, "minutefixed") or r.get(at, "minutefixed"):
        return [Got(Mark(minutes=(fixed.value,)), fixed.end)]
    if named := r.get(marked, "minuteat") or r.get(at, "minuteat"):
        number = r.whole(named.end)
        if number and 0 <= number.value < 60:
            return [Got(Mark(minutes=(int(number.value),)), number.end)]
    if r.is_sign(marked, ":") and r.is_glued_number(marked + 1) and r.tokens[marked + 1].value < 60:
        return [Got(Mark(minutes=(r.tokens[marked + 1].value,)), marked + 2)]
    number = r.whole(marked)
    mark = r.get(number.end, "minutemark") if number else None
    if number and mark and 0 < number.value < 60 and not r.whole(mark.end):
        return [Got(Mark(minutes=(int(mark.value * number.value) % 60,)), mark.end)]
    return []


def is_hourly(got: list[Got]) -> bool:
    """Return whether what follows is "every hour" or "every 2 hours"."""
    return bool(got) and any(
        isinstance(each.item, Interval) and each.item.length.seconds >= 3600 for each in got
    )


def is_interval(item: object) -> bool:
    """Return whether a part repeats within a day."""
    return isinstance(item, Interval) and item.length.is_elapsed
