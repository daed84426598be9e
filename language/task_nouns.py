"""Days and hours that begin the task: "um 9 Wochenende planen", "every thursday at noon friday prep".

Behind a schedule that names its days and its time, a single day is a noun of the task; one with a time of
its own goes on with the schedule ("mondays at 9, fridays at 10"), and so do plurals and days behind "on".
Before a schedule that repeats, a single day is one as well: "ask who comes on saturday, every day at 4".
"""

from language.calendars import PART_MINUTES, is_within
from language.clocks import Got
from language.days import is_meal, is_word_of_task, time_at_end
from language.daytimes import times_of_day
from language.parts import (
    DAYS,
    Bad,
    CalendarDates,
    Count,
    Interval,
    Item,
    Lasting,
    Limit,
    MonthDays,
    Part,
    Piece,
    Shift,
    Times,
    Weekdays,
    Window,
    Without,
    Zoned,
)
from language.reader import Reader
from language.wording import wordlist

DAY_S = 86400
TIMES = Times | Window | Part
BOUNDS = Limit | Lasting | Count | Without | Zoned


def is_settled(pieces: list[Piece]) -> bool:
    """Return whether days are named, and a time."""
    items = [piece.item for piece in pieces]
    if any(_is_interval(item) or _is_delay(item) for item in items):
        return True
    days = [item for item in items if isinstance(item, DAYS) or _is_each(item)]
    times = [item for item in items if isinstance(item, TIMES)]
    return bool(days and times)


def _is_each(item: Item) -> bool:
    """Return whether an item is every day or so; "every 2 weeks" leaves the day open."""
    if isinstance(item, Interval):
        return not item.length.months and bool(item.length.days % 7)
    return isinstance(item, Part) and item.recur


def is_dated(pieces: list[Piece]) -> bool:
    """Return whether a date and a time are named: "am 24.12. um 18 Uhr [Heiligabend feiern]"."""
    return all(any(isinstance(piece.item, kind) for piece in pieces) for kind in (CalendarDates, Times))


def is_noun(r: Reader, at: int, got: list[Got], pieces: list[Piece]) -> bool:
    """Return whether a reading right behind a schedule is but one day, a noon, or "weekly" of the task."""
    if len(got) != 1 or not pieces or pieces[-1].end != at:
        return False
    item, end = got[0]
    before = pieces[-1].item
    if not is_settled(pieces):
        if isinstance(item, Times | Part) and r.get(at, "noon") and is_meal(r, end):
            return _repeats(before) or not _is_at_noon(r, end)
        if isinstance(item, Interval) and r.get(at, "freq"):  # "mondays weekly report"
            return isinstance(before, Weekdays | MonthDays) and _repeats(before) and is_word_of_task(r, end)
        named = (
            isinstance(before, Weekdays) and before.recur and isinstance(item, Weekdays) and not item.recur
        )
        return named and len(r.tokens[at].text) > 2  # "mo mi fr" is a list
    if isinstance(item, Times | Part) and r.get(end - 1, "noon") and not r.get(at, "at"):
        return not _is_said(item, pieces)
    if isinstance(item, Interval) and not item.length.is_elapsed:
        return any(_repeats(piece.item) for piece in pieces) and bool(r.get(at, "freq"))
    is_day = (isinstance(item, Weekdays) and not item.recur) or (isinstance(item, Shift) and item.is_day)
    return is_day and not r.get(at, "on") and times_of_day(r, end, bare=True) is None


def _is_at_noon(r: Reader, behind: int) -> bool:
    """Return whether the time at the end is one of noon: "freitag Mittag kochen um 11", not "um 17"."""
    times = time_at_end(r, behind)
    return times is not None and all(is_within(clock, "noon") for clock in times.clocks)


def _is_said(item: Times | Part, pieces: list[Piece]) -> bool:
    """Return whether noon is a time that was said already: "um 12 Uhr Mittag"."""
    said = [clock.minute for piece in pieces if isinstance(piece.item, Times) for clock in piece.item.clocks]
    minute = item.clocks[0].minute if isinstance(item, Times) else PART_MINUTES[item.name]
    is_complete = any(_is_interval(piece.item) or _is_delay(piece.item) for piece in pieces)
    return minute in said or (not said and not is_complete)


def without_duration(pieces: list[Piece]) -> list[Piece]:
    """Drop "for 10 minutes" at either end of a schedule of days: so long the task takes."""
    items = [piece.item for piece in pieces]
    is_dated = any(_repeats(item) or isinstance(item, Times) for item in items)
    is_daily = is_dated and not any(_is_interval(item) for item in items)
    while is_daily and _is_short(pieces[0].item):
        pieces = pieces[1:]
    while is_daily and _is_short(pieces[-1].item):
        pieces = pieces[:-1]
    return pieces


def _is_interval(item: Item) -> bool:
    return isinstance(item, Interval) and item.length.is_elapsed


def _is_delay(item: Item) -> bool:
    """Return whether an item is "in 20 minutes", which leaves nothing open."""
    return isinstance(item, Shift) and item.length.is_elapsed and not item.is_day


def _is_short(item: Item) -> bool:
    return isinstance(item, Lasting) and item.length.is_elapsed and item.length.seconds < DAY_S


def _repeats(item: Item) -> bool:
    if isinstance(item, MonthDays):
        return item.recur or item.span == "every"
    return isinstance(item, Interval) or (isinstance(item, Weekdays | CalendarDates | Part) and item.recur)


def is_told(r: Reader, end: int, at: int, found: list[Got], pieces: list[Piece]) -> bool:
    """Return whether what follows at `at` belongs to the task: behind "every monday at 9: …"."""
    told = any(r.is_sign(i, ":–—-") for i in range(end, at))
    return told and is_settled(pieces) and not all(isinstance(got.item, BOUNDS) for got in found)


def is_mentioned(r: Reader, at: int, found: list[Got], pieces: list[Piece]) -> bool:
    """Return whether the parts so far were of the task, and the schedule begins at `at`."""
    items = [piece.item for piece in pieces]
    single = all(
        isinstance(item, Shift | Bad) or (isinstance(item, Weekdays) and not item.recur) for item in items
    )
    if not items or not single or r.get(at - 1, "and"):
        return False
    first = found[0].item
    start = pieces[0].start
    if _is_behind_article(r, start) and isinstance(first, DAYS | Interval):
        return True  # "plan the weekend next tuesday"
    if isinstance(first, DAYS) and any(token.key in wordlist(r.lexicon).guards for token in r.tokens[:start]):
        return True  # "ask who comes on saturday, tomorrow at 5"
    if _is_delay(first):
        return not _is_delay(items[-1])
    is_week = isinstance(first, Interval) and first.length.days > 0 and first.length.days % 7 == 0
    is_series = _repeats(first) and not isinstance(first, Part)
    return is_series and not (is_week and isinstance(items[0], Weekdays))


def _is_behind_article(r: Reader, at: int) -> bool:
    """Return whether "the" makes a noun of the day at `at`; "on the" does not."""
    begin = at if r.get(at, "article") else at - 1
    return begin > 0 and r.is_word(begin) and bool(r.get(begin, "article")) and not r.get(begin - 1, "on")
