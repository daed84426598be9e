"""What repeats: "every other friday", "alle drei Tage", "jeden zweiten Dienstag im Monat", "twice a day"."""

from fractions import Fraction

from language.clocks import Got
from language.dates import date_at
from language.days import (
    ONE_DAY,
    announced_days,
    day_part,
    daypart_at,
    dayset_at,
    weekday_at,
    weekday_list,
)
from language.daytimes import times_of_day
from language.from_today import relative_days
from language.monthdays import month_days, month_names, picks
from language.parts import (
    Bad,
    CalendarDates,
    Count,
    Duration,
    Interval,
    Item,
    MonthDays,
    Months,
    Open,
    Part,
    SlashDate,
    Weekdays,
)
from language.reader import UNIT_LENGTHS, Reader, times


def day_at(r: Reader, at: int) -> list[Got]:
    """Return the parts that name days at token `at`; none when no day is named there."""
    repeated, rate = every(r, at), frequency(r, at)
    if rate and (not repeated or rate[-1].end > repeated[-1].end):
        return rate
    return repeated or relative_days(r, at) or announced_days(r, at) or day_part(r, at)


def every(r: Reader, at: int, *, said: bool = False) -> list[Got]:
    """Return what follows "every": an interval, days or dates; `said` when the command said it already."""
    found = r.get(at, "every")
    begin = found.end if found else at
    if found is None and not said:
        return []
    got = _every_alternative(r, begin) or _every_interval(r, begin) or _every_day(r, begin)
    if not got and found and r.get(at, "everyday"):
        return [Got(Interval(length=ONE_DAY), begin)]
    if not got and found and (months := _every_month_named(r, begin)):
        return months
    if not got and found and (days := announced_days(r, begin)):
        got = [Got(_recurring(each.item), each.end) for each in days]
    if not got and found:
        again = r.get(begin, "every")  # "immer jeden Freitag"
        got = (every(r, again.end, said=True) if again and not said else []) or frequency(r, begin)
    if not got and found and _time_follows(r, begin):
        return [Got(Interval(length=ONE_DAY, vague=True), begin)]
    return got


def _every_month_named(r: Reader, at: int) -> list[Got]:
    """Return "every march and september", where a day of the month follows: "on the 1st"."""
    named, end = month_names(r, at)
    days = month_days(r, r.after(end, "on", "the")) if named else None
    if days is None or not isinstance(days.item, MonthDays) or days.item.months:
        return []
    return [Got(Months(months=named), end), Got(_recurring(days.item), days.end)]


def _time_follows(r: Reader, at: int) -> bool:
    return bool(r.get(at, "at") or times_of_day(r, at))


def _every_alternative(r: Reader, at: int) -> list[Got]:
    """Return the question behind "every 2 or 3 days", "every few hours", "every 5"."""
    if (vague := r.get(at, "openamount")) and r.get(vague.end, "unit"):
        return [Got(Open(key="language.how-often", text=r.words(at, vague.end + 1)), vague.end + 1)]
    number = r.number(at)
    below = r.length(at + 1) if r.is_sign(at, "-−") and r.is_glued_number(at + 1) else None
    if below is not None:  # "every -2 hours"
        return [Got(Bad(key="language.zero", text=r.words(at, below.end)), below.end)]
    if beyond := r.beyond(at):
        return [Got(Bad(key="language.too-far", text=r.words(at, beyond)), beyond)]
    if number is None:
        return []
    joint = r.get(number.end, "or") or r.get(number.end, "to")
    second = r.number(joint.end) if joint else None
    if second and (unit := r.unit(second.end)):
        cuts = ((number.end, second.end), (at, joint.end)) if joint else ()
        return [Got(Open(key="language.which-of-these", text=r.words(at, unit.end), cuts=cuts), unit.end)]
    return []


def _every_interval(r: Reader, at: int) -> list[Got]:
    if other := r.get(at, "other"):
        return _every_other(r, other.end)
    if days := r.get(at, "dayset") or r.get(at, "weekdays"):
        return [Got(Weekdays(days=days.value, recur=True), days.end)]
    if length := r.length(at):
        if length.length.is_empty:
            return [Got(Bad(key="language.zero", text=r.words(at, length.end)), length.end)]
        return [Got(Interval(length=length.length), length.end)]
    named = r.get(at, "dayof") if r.lexicon.locale.code == "pt" else None
    month_day = month_days(r, at) if named and r.digits(named.end) is not None else None
    if month_day:  # "todo dia 5"
        return [Got(_recurring(month_day.item), month_day.end)]
    return _every_unit(r, at)


def _every_other(r: Reader, at: int) -> list[Got]:
    """Return what follows "every other": a unit, days of the week, a part of the day."""
    if unit := r.get(at, "unit"):
        return _interval(unit.value, Fraction(2), unit.end)
    if named := weekday_list(r, at) or dayset_at(r, at):
        return [Got(Weekdays(days=named[0], recur=True, every=2), named[1])]
    if part := r.get(at, "part"):
        return [Got(Interval(length=Duration(days=2)), at), Got(Part(name=part.value, recur=True), part.end)]
    return []


def _every_unit(r: Reader, at: int) -> list[Got]:
    """Return "every hour", "every third day"; "every second friday" has nothing to do with seconds."""
    ordinal = r.ordinal(at)
    unit = r.get(ordinal.end, "unit") if ordinal else None
    is_month_day = unit and unit.value == "day" and any(r.get(unit.end, c) for c in SPANS)
    if ordinal and unit and ordinal.value > 1 and not is_month_day:
        return _interval(unit.value, ordinal.value, unit.end)
    single = r.get(at, "unit")
    if single is None or (ordinal and weekday_at(r, ordinal.end)):
        return []
    half = r.get(single.end, "andhalf")
    n = 1 + (half.value if half else Fraction(0))
    return _interval(single.value, n, half.end if half else single.end)


SPANS = ("ofmonth", "ofquarter", "ofyear")


def _interval(unit: str, n: Fraction, end: int) -> list[Got]:
    length = times(UNIT_LENGTHS[unit], n)
    return [Got(Interval(length=length, unit=unit if n == 1 else ""), end)] if length else []


def _every_day(r: Reader, at: int) -> list[Got]:
    """Return the days behind "every": an ordinal weekday, monthdays, dates, weekdays, a part of the day."""
    if (date := date_at(r, at, announced=True)) and isinstance(date.item, CalendarDates | Bad | SlashDate):
        return [Got(_recurring(date.item), date.end)]
    if ordinals := _every_ordinal(r, at):
        return ordinals
    if days := month_days(r, at, every=True):
        return [Got(_recurring(days.item), days.end)]
    if daypart := daypart_at(r, at):
        numbers, name, _ = daypart.value
        return [
            Got(Weekdays(days=numbers, recur=True), daypart.end),
            Got(Part(name=name, recur=True), daypart.end),
        ]
    if weekdays := weekday_list(r, at):
        return [Got(Weekdays(days=weekdays[0], recur=True), weekdays[1])]
    if part := r.get(at, "part") or r.get(at, "parts"):
        return [Got(Part(name=part.value, recur=True, plural=True), part.end)]
    return []


def _every_ordinal(r: Reader, at: int) -> list[Got]:
    """Return "every third tuesday": every three weeks, unless "of the month" makes it the third of each."""
    picked = picks(r, at)
    days = month_days(r, at, every=True)
    if picked is None or days is None or not isinstance(days.item, MonthDays):
        return []
    first = picked.picks[0]
    is_plain = days.end == picked.end and not days.item.months
    if is_plain and len(picked.picks) == 1 and picked.named and first.n > 1 and len(first.of) < 7:
        more = weekday_list(r, picked.end - 1)
        return [
            Got(
                Weekdays(days=more[0] if more else first.of, recur=True, every=first.n),
                more[1] if more else picked.end,
            )
        ]
    return [days]


def _recurring(item: Item) -> Item:
    if isinstance(item, CalendarDates):
        return CalendarDates(dates=item.dates, recur=True)
    if isinstance(item, Weekdays):
        return Weekdays(days=item.days, recur=True, every=item.every)
    if isinstance(item, MonthDays) and not item.recur:
        return MonthDays(
            picks=item.picks, unit=item.unit, span=item.span or "every", months=item.months, recur=True
        )
    if isinstance(item, Part):
        return Part(name=item.name, recur=True)
    return item


def frequency(r: Reader, at: int) -> list[Got]:
    """Return "daily", "weekly", "nightly", "once a week", "twice a day", "biweekly"."""
    if found := r.get(at, "freq"):
        n, unit = found.value
        return _interval(unit, Fraction(n), found.end)
    if found := r.get(at, "nightly"):
        return [Got(Part(name=found.value, recur=True), found.end)]
    if found := r.get(at, "openfreq"):
        return [Got(Open(key="language.how-often", text=r.words(at, found.end)), found.end)]
    return _alternating(r, at) or _rate(r, at)


def _alternating(r: Reader, at: int) -> list[Got]:
    """Return "un vendredi sur deux", "un jour sur trois", "una semana sí y otra no"."""
    one = r.get(at, "one")
    if one is None:
        return []
    unit = r.get(one.end, "unit")
    days = weekday_at(r, one.end)
    end = unit.end if unit else days[1] if days else at
    n = r.get(end, "alternating")
    if n is None:
        return []
    if unit:
        return _interval(unit.value, Fraction(n.value), n.end)
    return [Got(Weekdays(days=days[0], recur=True, every=n.value), n.end)] if days else []


def _either_rate(r: Reader, at: int) -> Got | None:
    """Return the question behind "two or three times a day"."""
    first = r.whole(at)
    joint = (r.get(first.end, "or") or r.get(first.end, "to")) if first else None
    second = r.whole(joint.end) if joint else None
    said = r.get(second.end, "times") if second else None
    per = r.get(said.end, "per") if said else None
    unit = r.get(per.end, "unit") if per else None
    return Got(Open(key="language.how-often", text=r.words(at, unit.end)), unit.end) if unit else None


def _rate(r: Reader, at: int) -> list[Got]:
    """Return "three times a week": a rate whose days are left open, unless they are named beside it."""
    once = r.get(at, "once")
    number = r.whole(at)
    if once:
        n, end = once.value, once.end
    elif number and (said := r.get(number.end, "times")):
        n, end = int(number.value), said.end
    elif (vague := some_times(r, at)) is not None:
        n, end = 0, vague
    elif question := _either_rate(r, at):
        return [question]
    else:
        return []
    per = r.get(end, "per")
    unit = r.get(per.end, "unit") if per else None
    if (freq := r.get(end, "freq")) and freq.value[0] == 1:
        return [Got(Count(times=n, per=freq.value[1], text=r.words(at, freq.end)), freq.end)]
    if unit is None:
        length = r.get(end, "every") and r.length(r.get(end, "every").end)  # type: ignore[union-attr]
        if once and n == 1 and length:  # "once every two weeks"
            return [Got(Interval(length=length.length), length.end)]
        return []
    if n == 1:
        return _interval(unit.value, Fraction(1), unit.end)
    return [Got(Count(times=n, per=unit.value, text=r.words(at, unit.end)), unit.end)]


def some_times(r: Reader, at: int) -> int | None:
    """Return the token after "a few times", "mehrmals", or None."""
    if several := r.get(at, "severaltimes"):
        return several.end
    vague = r.get(at, "openamount")
    said = r.get(vague.end, "times") if vague else None
    return said.end if said else None
