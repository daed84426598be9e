"""Dates: "24. Dezember", "2027-02-01", "the 3rd and 17th of march", "12/24"."""

from language.clocks import Got
from language.parts import Bad, CalendarDates, SlashDate
from language.reader import Reader

#: The longest each month can be; February 29 exists in some year.
LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def date_at(r: Reader, at: int, *, announced: bool = False) -> Got | None:
    """Return the date, or list of dates, at token `at`.

    `announced` says that a word such as "on" stands before it, so that "5.6" is a date and not a time.
    """
    start = r.after(at, "the") if announced else at
    return (
        _iso(r, start)
        or _dotted(r, start, announced=announced)
        or _slashed(r, start)
        or _named(r, start)
        or _special(r, start)
    )


def _special(r: Reader, at: int) -> Got | None:
    found = r.get(at, "special")
    if found is None:
        return None
    year = year_at(r, found.end)
    month, day = found.value
    return Got(
        CalendarDates(dates=((year[0] if year else None, month, day),)), year[1] if year else found.end
    )


def checked(dates: tuple[tuple[int | None, int, int], ...], text: str) -> CalendarDates | Bad:
    """Return the dates, or what is wrong with them."""
    for year, month, day in dates:
        is_month = 1 <= month <= 12
        is_year = year is None or 1900 <= year < 3000
        if (
            not is_year
            or not is_month
            or not 1 <= day <= LONGEST[month - 1]
            or not _has_leap_day(year, month, day)
        ):
            return Bad(key="language.no-such-date", text=text)
    return CalendarDates(dates=dates)


def _has_leap_day(year: int | None, month: int, day: int) -> bool:
    is_leap_day = (month, day) == (2, 29)
    return not is_leap_day or year is None or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0))


def _iso(r: Reader, at: int) -> Got | None:
    year, month, day = r.digits(at), r.digits(at + 2), r.digits(at + 4)
    sign = r.tokens[at + 1].text if at + 1 < len(r.tokens) else ""
    if year is None or month is None or day is None or sign not in {"-", "/", "."}:
        return None
    if len(r.tokens[at].text) != 4 or not (r.is_sign(at + 1, sign, glued=True) and r.is_sign(at + 3, sign)):
        return None
    end = at + 5
    if end < len(r.tokens) and r.tokens[end].text in {"T", "t"} and r.is_glued_number(end + 1):
        end += 1
    return Got(checked(((year, month, day),), r.words(at, at + 5)), end)


def _dotted(r: Reader, at: int, *, announced: bool) -> Got | None:
    first, second = r.digits(at), r.digits(at + 2)
    if first is None or second is None or not r.is_sign(at + 1, ".", glued=True):
        return None
    if not r.tokens[at + 2].glued and r.lexicon.locale.code != "de":
        return None
    has_dot = r.is_sign(at + 3, ".", glued=True)
    if not has_dot and not (announced and _reads_as_date(r, at)):
        return None
    end, year = at + 3 + int(has_dot), None
    if has_dot and r.is_glued_number(end) and len(r.tokens[end].text) in {2, 4}:
        year, end = _full_year(r.tokens[end].value, r.tokens[end].text), end + 1
    elif has_dot and (found := year_at(r, end)):
        year, end = found
    if len(r.tokens[at].text) > 2 or len(r.tokens[at + 2].text) > 2:
        return None
    return Got(checked(((year, second, first),), r.words(at, end)), end)


def _reads_as_date(r: Reader, at: int) -> bool:
    """Return whether "21.12" behind "am" is a date: it is no time, and "Uhr" does not follow."""
    day, month = r.tokens[at].value, r.tokens[at + 2].value
    return 1 <= month <= 12 and 1 <= day <= 31 and not r.get(at + 3, "uhr")


def _full_year(value: int, text: str) -> int:
    return value + 2000 if len(text) == 2 else value


def _slashed(r: Reader, at: int) -> Got | None:
    first, second = r.digits(at), r.digits(at + 2)
    if (
        first is None
        or second is None
        or not r.is_sign(at + 1, "/", glued=True)
        or not r.tokens[at + 2].glued
    ):
        return None
    if len(r.tokens[at].text) > 2 or len(r.tokens[at + 2].text) > 2:
        return None
    end, year = at + 3, None
    if r.is_sign(end, "/", glued=True) and r.is_glued_number(end + 1):
        year, end = _full_year(r.tokens[end + 1].value, r.tokens[end + 1].text), end + 2
    text = r.words(at, end)
    if first <= 12 and second <= 12 and first != second and first and second:
        return Got(SlashDate(year=year, first=first, second=second), end)
    day, month = (first, second) if second <= 12 else (second, first)
    return Got(checked(((year, month, day),), text), end)


def year_at(r: Reader, at: int) -> tuple[int, int] | None:
    """Return the year at `at`, with the token after it."""
    begin = at + 1 if r.is_sign(at, ",") else at
    value = r.digits(begin)
    if value is None or len(r.tokens[begin].text) != 4 or not 1900 <= value < 3000:
        return None
    if r.get(begin + 1, "uhr") or (r.is_sign(begin + 1, ":-", glued=True) and r.is_glued_number(begin + 2)):
        return None
    return value, begin + 1


def _named(r: Reader, at: int) -> Got | None:
    """Return "december 24", "24 december 2027", "the 3rd and 17th of march"."""
    return _month_first(r, at) or _day_first(r, at)


def _month_first(r: Reader, at: int) -> Got | None:
    month = r.get(at, "month")
    if month is None:
        return None
    end = month.end + 1 if r.is_sign(month.end, ".", glued=True) else month.end
    days: list[int] = []
    while (day := _day_number(r, r.after(end, "the"))) is not None:
        days.append(day[0])
        end = day[1]
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        if joined == end or _day_number(r, r.after(joined, "the")) is None:
            break
        end = joined
    return _with_year(r, at, month.value, days, end) if days else None


def _day_number(r: Reader, at: int, *, strict: bool = False) -> tuple[int, int] | None:
    """Return the day of a month at `at`; a plain number must not be the head of a time."""
    if (ordinal := r.ordinal(at)) and ordinal.value > 0:
        return int(ordinal.value), ordinal.end
    value = r.digits(at)
    if value is None or len(r.tokens[at].text) > 2 or strict:
        return None
    if _is_minute(r, at + 1) or r.get(at + 1, "meridiem") or r.get(at + 1, "uhr"):
        return None
    if r.is_sign(at + 1, ".", glued=True) and r.is_glued_number(at + 2):
        return None
    return value, at + 1


def _is_minute(r: Reader, at: int) -> bool:
    return r.is_sign(at, ":", glued=True) and r.is_glued_number(at + 1)


def _day_first(r: Reader, at: int) -> Got | None:
    days: list[int] = []
    end = at
    while (day := _day_number(r, r.after(end, "the") if days else end)) is not None:
        days.append(day[0])
        end = day[1]
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        if joined == end:
            break
        end = r.after(joined, "on")
    month = r.get(r.after(end, "of"), "month")
    if not days or month is None or (month.slips and r.get(at - 1, "at")):
        return None  # "a las 9 abrir": what looks like a month behind a time is none
    end = month.end
    if r.is_sign(end, ".", glued=True) and (end + 1 < len(r.tokens)):
        end += 1
    return _with_year(r, at, month.value, days, end)


def _with_year(r: Reader, at: int, month: int, days: list[int], end: int) -> Got:
    found = year_at(r, r.after(end, "of"))
    year, end = found or (None, end)
    return Got(checked(tuple((year, month, day) for day in days), r.words(at, end)), end)
