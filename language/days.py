"""Days by name: "mo–fr", "next friday", "on the 5th", "sunday evenings", "on the next 3 fridays"."""

from dataclasses import replace

from language.clocks import Got
from language.dates import date_at
from language.daytimes import times_of_day
from language.lexicon import Found
from language.monthdays import month_days
from language.parts import (
    Count,
    Duration,
    MonthDays,
    Part,
    Shift,
    Times,
    Weekdays,
)
from language.reader import Reader
from language.short_days import is_end_of_list, is_short_row, is_short_weekday

#: Tokens of a time at the end of a text, with "um" before it: "um 17 : 30 Uhr".
LONGEST_TIME = 6
ONE_DAY = Duration(days=1)
#: Languages that say "lundi prochain".
NEXT_BEHIND = frozenset({"es", "fr", "pt"})


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
        if daypart := daypart_at(r, end):
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


def daypart_at(r: Reader, at: int) -> Found | None:
    """Return a day with its part in one: "Freitagabend"; "Donnerstag Mittag kochen um 17" is about a meal."""
    found = r.get(at, "daypart")
    if found and found.end > at + 1 and r.get(found.end - 1, "noon") and is_meal(r, found.end):
        return None
    return found


def is_meal(r: Reader, behind: int) -> bool:
    """Return whether German "Mittag" is a meal: behind it the task begins, and a time ends the text."""
    if r.lexicon.locale.code != "de" or not is_word_of_task(r, behind):
        return False
    return time_at_end(r, behind) is not None


def time_at_end(r: Reader, behind: int) -> Times | None:
    """Return the times that a text ends with, announced by "um"."""
    for begin in range(max(behind, len(r.tokens) - LONGEST_TIME), len(r.tokens)):
        found = times_of_day(r, begin, bare=True) if r.get(begin, "at") else None
        if found is not None:
            is_end = found.end == len(r.tokens) and isinstance(found.item, Times)
            return found.item if is_end and isinstance(found.item, Times) else None
    return None


def is_word_of_task(r: Reader, at: int) -> bool:
    """Return whether a word stands at `at` that no schedule goes on with."""
    return r.is_word(at) and not any(
        r.get(at, category) for category in ("at", "noise", "on", "and", "inthe")
    )


def dayset_at(r: Reader, at: int) -> tuple[tuple[int, ...], int] | None:
    """Return the named set of days at token `at`: "weekend", "Werktag"."""
    found = r.get(at, "dayset")
    return (tuple(found.value), found.end) if found else None


def _plain_days(r: Reader, at: int) -> list[Got]:
    """Return a list or range of weekdays; plural and ranges are every week's."""
    if daypart := daypart_at(r, at):
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
        is_range = len(first[0]) == 1 and not is_end_of_list(r, at, end)  # not "weekends until sunday"
        if joint and nearest and len(nearest[0]) == 1 and is_range:
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
