"""Days and hours that begin the task: "um 9 Wochenende planen", "every thursday at noon friday prep".

Behind a schedule that names its days and its time, a single day is a noun of the task; one with a time of
its own goes on with the schedule ("mondays at 9, fridays at 10"), and so do plurals and days behind "on".
"""

from language.clocks import Got
from language.daytimes import times_of_day
from language.parts import DAYS, CalendarDates, Interval, Item, Part, Piece, Shift, Times, Weekdays
from language.reader import Reader


def is_settled(pieces: list[Piece], at: int) -> bool:
    """Return whether days are named, and a time right before token `at`."""
    if not pieces or pieces[-1].end != at or not isinstance(pieces[-1].item, Times):
        return False
    return any(isinstance(piece.item, DAYS | Interval | Part) for piece in pieces[:-1])


def is_dated(pieces: list[Piece]) -> bool:
    """Return whether a date and a time are named: "am 24.12. um 18 Uhr [Heiligabend feiern]"."""
    return all(any(isinstance(piece.item, kind) for piece in pieces) for kind in (CalendarDates, Times))


def is_noun(r: Reader, got: list[Got], before: Item) -> bool:
    """Return whether a reading behind the time `before` is but one day, or a noon that is not that time."""
    if len(got) != 1:
        return False
    item, end = got[0]
    if isinstance(item, Times) and isinstance(before, Times):
        is_noon = not item.marked and bool(r.get(end - 1, "noon"))
        return is_noon and item.clocks[0].minute != before.clocks[-1].minute
    is_day = (isinstance(item, Weekdays) and not item.recur) or (isinstance(item, Shift) and item.is_day)
    return is_day and times_of_day(r, end, bare=True) is None
