"""Days: "mo–fr", "next friday", "tomorrow", "a week from monday", "in drei Tagen", "next month"."""

from dataclasses import replace

from language.clocks import Got
from language.dates import date_at
from language.monthdays import month_days
from language.parts import (
    Bad,
    Count,
    Duration,
    MonthDays,
    Open,
    Part,
    Period,
    Shift,
    Weekdays,
)
from language.reader import UNIT_LENGTHS, Reader
from language.short_days import is_short_row, is_short_weekday

ONE_DAY = Duration(days=1)
#: Languages that say "lundi prochain".
NEXT_BEHIND = frozenset({"es", "fr", "pt"})


def relative_days(r: Reader, at: int) -> list[Got]:
    """Return days told from today: "tomorrow", "tonight", "in 3 days", "a week from friday", "next month"."""
    begin = r.after(at, "on")
    if found := r.get(at, "relpart"):
        days, part = found.value
        got = [Got(Shift(length=Duration(days=days), is_day=True), found.end)]
        return [*got, Got(Part(name=part), found.end)] if part else got
    if (found := r.get(at, "yesterday")) and not r.get(at - 1, "sincepast"):
        return [Got(Bad(key="language.past", text=r.words(at, found.end)), found.end)]
    if found := r.get(at, "relday"):
        return _relday(r, found.value, found.end)
    if got := from_now(r, at):
        return got
    if found := r.get(at, "next") or r.get(begin, "next"):
        unit = r.get(found.end, "unit")
        if unit and unit.value in {"week", "month", "year", "quarter", "day"}:
            if unit.value == "day":
                return [Got(Shift(length=ONE_DAY, is_day=True), unit.end)]
            return [Got(Period(unit=unit.value, ahead=1), unit.end)]
    return _week_of(r, at)


def _week_of(r: Reader, at: int) -> list[Got]:
    found = r.get(at, "weekof")
    if found is None:
        return []
    days = weekday_list(r, r.after(found.end, "on"))
    if days:
        return [Got(Weekdays(days=days[0], week=found.value), days[1])]
    return [Got(Period(unit="week", ahead=found.value), found.end)]


def _relday(r: Reader, days: int, end: int) -> list[Got]:
    if later := r.get(end, "inaweek"):
        days, end = days + 7 * later.value, later.end
    got = [Got(Shift(length=Duration(days=days), is_day=True), end)]
    if part := r.get(end, "part") or r.get(end, "parts"):
        got.append(Got(Part(name=part.value), part.end))
    return got


def from_now(r: Reader, at: int, *, said: bool = False) -> list[Got]:
    """Return "in 20 minutes", "two hours from now", "a week from friday", "in a few minutes"."""
    opener = r.get(at, "in")
    begin = r.after(opener.end if opener else at, "noise")
    if (vague := r.get(begin, "openamount")) and (unit := r.get(vague.end, "unit")) and (opener or said):
        return [Got(Open(key="language.how-long", text=r.words(at, unit.end)), unit.end)]
    length = r.length(begin)
    unit = r.get(begin, "unit")
    if length is None and opener and unit and (unit.value == "halfhour" or r.lexicon.locale.code == "ru"):
        return [Got(Shift(length=UNIT_LENGTHS[unit.value]), unit.end)]  # "через час"
    if length is None:
        return (
            _below_zero(r, begin) or _alternatives(r, begin) or _beyond(r, at, begin)
            if opener or said
            else []
        )
    if (joint := r.get(length.end, "or") or r.get(length.end, "to")) and r.length(joint.end):
        end = r.length(joint.end)
        cuts = ((length.end, end.end), (begin, joint.end)) if end else ()
        question = Open(key="language.which-of-these", text=r.words(at, end.end if end else at), cuts=cuts)
        return [Got(question, end.end)] if end else []
    if length.length.is_empty and (opener or said):
        return [Got(Bad(key="language.zero", text=r.words(at, length.end)), length.end)]
    if later := r.get(length.end, "fromnow"):
        return [Got(Shift(length=length.length), later.end)]
    if joint := r.get(length.end, "fromday"):
        if days := weekday_list(r, r.after(joint.end, "on")):
            return [Got(Weekdays(days=days[0], ahead=length.length.days), days[1])]
        if (day := r.get(joint.end, "relday")) and not length.length.is_elapsed:
            return [Got(Shift(length=length.length + Duration(days=day.value), is_day=True), day.end)]
    return [Got(Shift(length=length.length), length.end)] if opener or said else []


def _beyond(r: Reader, at: int, begin: int) -> list[Got]:
    below = r.length(begin + 1) if r.is_sign(begin, "-−") and r.is_glued_number(begin + 1) else None
    if below is not None:  # "in -5 minutes"
        return [Got(Bad(key="language.zero", text=r.words(at, below.end)), below.end)]
    end = r.beyond(begin)
    return [Got(Bad(key="language.too-far", text=r.words(at, end)), end)] if end else []


def _below_zero(r: Reader, at: int) -> list[Got]:
    """Return "in -5 minutes" as what cannot be."""
    below = r.length(at + 1) if r.is_sign(at, "-−") and r.is_glued_number(at + 1) else None
    return [Got(Bad(key="language.zero", text=r.words(at, below.end)), below.end)] if below else []


def _alternatives(r: Reader, at: int) -> list[Got]:
    """Return the question behind "in 5 or 10 minutes"."""
    first = r.number(at)
    joint = (r.get(first.end, "or") or r.get(first.end, "to")) if first else None
    second = r.length(joint.end) if joint else None
    other = r.number(joint.end) if joint else None
    if first is None or joint is None or second is None or other is None:
        return []
    cuts = ((first.end, other.end), (at, joint.end))
    return [Got(Open(key="language.which-of-these", text=r.words(at, second.end), cuts=cuts), second.end)]


def announced_days(r: Reader, at: int) -> list[Got]:
    """Return days and dates, with or without "on" before them."""
    opener = r.get(at, "on")
    timed = r.after(at, "at")  # "at 2027-03-01 10:00", "at monday 9:00"
    first = at if r.get(at, "weekdays") else opener.end if opener else at  # "los lunes" is a plural
    for begin in dict.fromkeys((first, opener.end if opener else at, at, timed)):
        announced = begin not in {at, timed}
        if date := date_at(r, begin, announced=announced):
            return [date]
        if days := _which_day(r, begin) or _plain_days(r, begin):
            return days
        if found := month_days(r, begin):
            is_said = announced or (
                isinstance(found.item, MonthDays)
                and (
                    found.item.span
                    or found.item.months
                    or len(found.item.picks[0].of) < 7
                    or _is_edge(r, begin)
                    or r.digits(begin) is not None
                )
            )
            if not announced and (gone := _gone(found)):
                return [gone]
            return [found] if is_said else []
        if part := r.get(begin, "part") if announced else None:
            return [Got(Part(name=part.value), part.end)]
    return []


def _gone(found: Got) -> Got | None:
    """Return "last monday" without an article as the one gone by: it cannot be scheduled, only repeated."""
    item = found.item
    if not isinstance(item, MonthDays) or item.span or item.months or item.unit != "month":
        return None
    is_last = len(item.picks) == 1 and item.picks[0].n == -1 and len(item.picks[0].of) == 1
    return Got(replace(item, gone=True), found.end) if is_last else None


def _is_edge(r: Reader, at: int) -> bool:
    return bool(r.get(at, "endof") or r.get(at, "endword"))


def _which_day(r: Reader, at: int) -> list[Got]:
    """Return "next friday", "this coming monday", "übernächsten Montag"."""
    other = r.get(at, "other") if r.lexicon.locale.code == "de" else None
    if other and (later := weekday_list(r, other.end)):
        return [Got(Weekdays(days=later[0], ahead=7), later[1])]
    for category in ("next", "this"):
        found = r.get(at, category)
        if found is None:
            continue
        end = r.after(found.end, "this")
        if daypart := r.get(end, "daypart"):
            numbers, name, _ = daypart.value
            return [
                Got(Weekdays(days=numbers, which=found.value), daypart.end),
                Got(Part(name=name), daypart.end),
            ]
        days = weekday_list(r, end) or dayset_at(r, end)
        if days:
            return [Got(Weekdays(days=days[0], which=found.value), days[1])]
        part = r.get(end, "part")
        if category == "this" and part:
            return [
                Got(Shift(length=Duration(), is_day=True), part.end),
                Got(Part(name=part.value), part.end),
            ]
    return []


def dayset_at(r: Reader, at: int) -> tuple[tuple[int, ...], int] | None:
    """Return the named set of days at token `at`: "weekend", "Werktag"."""
    found = r.get(at, "dayset")
    return (tuple(found.value), found.end) if found else None


def _plain_days(r: Reader, at: int) -> list[Got]:
    """Return a list or range of weekdays; plural and ranges are every week's."""
    if daypart := r.get(at, "daypart"):
        numbers, name, recur = daypart.value
        return [
            Got(Weekdays(days=numbers, recur=recur), daypart.end),
            Got(Part(name=name, recur=recur), daypart.end),
        ]
    if dayset := r.get(at, "dayset"):
        return [Got(Weekdays(days=dayset.value), dayset.end)]
    found = weekday_list(r, at)
    if found is None:
        return []
    days, end, recur = found
    if (behind := r.get(end, "next")) and r.lexicon.locale.code in NEXT_BEHIND:
        return [Got(Weekdays(days=days, which="next"), behind.end)]
    if later := r.get(end, "inaweek"):
        return [Got(Weekdays(days=days, ahead=7 * later.value), later.end)]
    if week := r.get(end, "weekof"):
        return [Got(Weekdays(days=days, week=week.value), week.end)]
    return [Got(Weekdays(days=days, recur=recur), end)]


def weekday_list(r: Reader, at: int) -> tuple[tuple[int, ...], int, bool] | None:
    """Return the weekdays listed at `at`: (days, token after, whether they are plural, many or a range)."""
    first = weekday_at(r, at)
    if first is None:
        return None
    days, end, recur = list(first[0]), first[1], first[2]
    while True:
        joint = r.get(end, "to")
        nearest = weekday_at(r, r.after(joint.end, "on")) if joint else None
        if joint and nearest and len(nearest[0]) == 1 and len(first[0]) == 1:  # not "weekends until sunday"
            days += [day % 7 for day in range(days[-1] + 1, days[-1] + 1 + (nearest[0][0] - days[-1]) % 7)]
            end, recur = nearest[1], True
            continue
        begin = end + 1 if r.is_sign(end, ",;") else end
        begin = r.after(begin, "and")
        if begin == end and not is_short_row(r, end):
            break
        if r.get(begin, "or"):
            break
        more = weekday_at(r, r.after(begin, "on"))
        if more is None and (
            r.get(at - 1, "every") or r.get(begin - 1, "and")
        ):  # not "mon to fri, every sunday"
            more = weekday_at(r, r.after(begin, "every"))
        if more is None:
            break
        days += more[0]
        end, recur = more[1], True
    return tuple(sorted(set(days))), end, recur


def weekday_at(r: Reader, at: int) -> tuple[tuple[int, ...], int, bool] | None:
    """Return the day of the week at token `at`: (days, token after, whether it is a plural)."""
    for category, plural in (("weekdays", True), ("weekday", False)):
        if found := r.get(at, category):
            is_short = len(r.tokens[at].text) <= 2 and found.end == at + 1
            if is_short and not is_short_weekday(r, at):
                continue
            end = found.end
            if end < len(r.tokens) and r.is_sign(end, ".", glued=True) and len(r.tokens[at].text) <= 4:
                end += 1
            return tuple(found.value), end, plural
    return None


def day_part(r: Reader, at: int) -> list[Got]:
    """Return a part of the day: "in the morning", "evenings", "abends", "mornings"."""
    if found := r.get(at, "parts"):
        plural = r.lexicon.locale.code != "de"  # German "morgens" may stand beside a single day
        return [Got(Part(name=found.value, recur=True, plural=plural), found.end)]
    opener = r.get(at, "inthe")
    if opener and r.get(at, "at") and r.get(opener.end, "noon"):
        return []  # "every night at midnight" is a time
    if opener and (found := r.get(opener.end, "part") or r.get(opener.end, "parts")):
        return [Got(Part(name=found.value), found.end)]
    return []


def counted_days(r: Reader, at: int) -> list[Got]:
    """Return "on the next 3 fridays", "die nächsten fünf Tage"."""
    opener = r.get(at, "forcount")
    number = r.whole(opener.end) if opener else None
    if number is None:
        return []
    days = weekday_list(r, number.end) or dayset_at(r, number.end)
    if days is None or not 0 < number.value < 1000:
        return []
    return [Got(Weekdays(days=days[0], recur=True), days[1]), Got(Count(times=int(number.value)), days[1])]
