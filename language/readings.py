"""What may be read at one token: each grammar is tried there, and the longest reading wins.

What stands before counts as well: a plain number is a time behind a day, and noon behind a whole schedule is
a noun of the task.
"""

from domain.trigger import Nth
from language.bounds import bound_at, is_hourly, is_interval, minute_mark
from language.clocks import Got
from language.days import counted_days, day_part
from language.daytimes import times_of_day
from language.every import day_at, every
from language.fields import fields_at
from language.from_today import from_now
from language.monthdays import month_names
from language.parts import (
    DAYS,
    CalendarDates,
    Duration,
    Interval,
    MonthDays,
    Months,
    Open,
    Part,
    Piece,
    Times,
    Weekdays,
    Without,
)
from language.rates import few_times
from language.reader import Reader
from language.task_nouns import is_dated, is_noun
from language.zones import zone_at

JOINTS = ",;:-–—()"


def over_joints(r: Reader, at: int) -> int:
    """Return the token after what may stand between two parts of one schedule: "and", commas, "etwa"."""
    end = at
    while True:
        further = r.after(end, "noise", "and")
        if further == end and r.is_sign(end, JOINTS):
            further = end + 1
        if further == end:
            return end
        end = further


def parts_at(r: Reader, at: int, pieces: list[Piece], form: str) -> list[Got]:
    """Return the parts at token `at`: the longest reading, the earlier one where two are equally long."""
    if at >= len(r.tokens) or r.tokens[at].quoted:
        return []
    if r.get(at, "special") and is_dated(pieces):
        return []  # "am 24.12. um 18 Uhr Heiligabend feiern"
    if not pieces and (cron := _cron(r, at, form)):
        return [cron]
    if form == "in" and (delay := from_now(r, at, said=True) or _bare_number(r, at)):
        return delay
    if form == "every" and (said := every(r, at, said=True)):
        return said
    if form == "every" and _counts_something(r, at) and (bare := _bare_number(r, at)):
        return bare
    if form == "at" and (times := times_of_day(r, at, bare=True)):
        day = day_at(r, at)
        if not day or day[-1].end <= times.end:
            return [times] if _stands(times, r) else []
    return _longest(r, at, pieces)


def _stands(got: Got, r: Reader) -> bool:
    """Return whether a time behind /at is one: a plain number must not count the unit after it."""
    return not (isinstance(got.item, Times) and got.item.clocks[0].bare and r.unit(got.end))


def _longest(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    has_interval = any(is_interval(piece.item) for piece in pieces)
    has_time = any(isinstance(piece.item, Times) for piece in pieces)
    has_day = bool(pieces) and isinstance(pieces[-1].item, DAYS | Interval | Part | Without)
    readings = [few_times(r, at, pieces), bound_at(r, at, has_interval=has_interval)]
    mark = minute_mark(r, at)
    if mark and (has_interval or is_hourly(every(r, over_joints(r, mark[-1].end)))):
        readings.append(mark)
    readings += [
        counted_days(r, at),
        day_at(r, at),
        zone_at(r, at, has_time=has_time),
        _months(r, at, pieces),
        _of_all(r, at, pieces),
        _last_of(r, at, pieces),
    ]
    if pieces and isinstance(pieces[-1].item, Weekdays | CalendarDates | MonthDays | Part):
        part = None if r.get(at, "partnoun") else r.get(at, "part")
        readings.append([Got(Part(name=part.value), part.end)] if part else [])
    if has_time and (part := r.get(at, "partbehind")):
        readings.append([Got(Part(name=part.value), part.end)])
    is_hour = has_day and not has_time and not has_interval
    times = times_of_day(r, at, bare=is_hour or (has_time and _is_hour_of_part(r, at)))
    readings += [[times] if times else [], day_part(r, at)]
    readings = [got for got in readings if not is_noun(r, at, got, pieces)]
    best: list[Got] = []
    for reading in readings:
        if reading and (not best or reading[-1].end > best[-1].end):
            best = reading
    return best


def _is_hour_of_part(r: Reader, at: int) -> bool:
    """Return whether a plain number is one more hour: "at 8 in the morning and / 8 in the evening"."""
    number = r.whole(at)
    return number is not None and bool(day_part(r, number.end))


def _months(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    """Return "in july" behind a repeated schedule."""
    opener = r.get(at, "in") or r.get(at, "on")
    named, end = month_names(r, opener.end) if opener else ((), at)
    if not named or not any(isinstance(p.item, Interval | Weekdays | Part | MonthDays) for p in pieces):
        return []
    return [Got(Months(months=named), end)]


def _of_all(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    """Return "of each month" behind days of the month that have their times already."""
    found = r.get(at, "ofmonth")
    if found is None or found.value != "every" or not any(isinstance(p.item, MonthDays) for p in pieces):
        return []
    return [Got(Interval(length=Duration(days=1), vague=True), found.end)]


def _last_of(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    """Return "am letzten", "on the last" behind "every month": its last day."""
    opener = r.get(at, "on")
    ordinal = r.ordinal(r.after(opener.end, "the")) if opener else None
    monthly = bool(pieces) and isinstance(pieces[-1].item, Interval) and bool(pieces[-1].item.length.months)
    if ordinal is None or ordinal.value >= 0 or not monthly:
        return []
    return [Got(MonthDays(picks=(Nth(int(ordinal.value)),)), ordinal.end)]


def _cron(r: Reader, at: int, form: str) -> Got | None:
    word = r.get(at, "cron")
    if word:
        begin = word.end
        while r.is_sign(begin, ":-"):
            begin += 1
        return fields_at(r, begin, said=True) if begin < len(r.tokens) else None
    if form == "cron":
        return fields_at(r, at, said=True)
    if "*" not in r.text and "@" not in r.text:
        return None  # without the word, only these make five fields out of numbers
    first = r.tokens[at].text[0]
    return fields_at(r, at) if first.isdigit() or first in "*`@" else None


def _counts_something(r: Reader, at: int) -> bool:
    """Return whether a plain number stands at `at` that is neither a time nor an ordinal: "/every 5"."""
    number = r.number(at)
    return number is not None and r.ordinal(at) is None and not times_of_day(r, at) and not day_at(r, at)


def _bare_number(r: Reader, at: int) -> list[Got]:
    number = r.number(at)
    if number is None or r.get(number.end, "month") or r.is_sign(number.end, ":./-", glued=True):
        return []
    return [Got(Open(key="language.which-unit", text=r.words(at, number.end)), number.end)]
