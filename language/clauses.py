"""Runs of parts: a clause is a stretch of words that all speak of one schedule."""

from dataclasses import dataclass

from language.bounds import is_interval
from language.clocks import Got
from language.daytimes import times_of_day
from language.parts import (
    DAYS,
    Bad,
    CalendarDates,
    Count,
    CronFields,
    Interval,
    Item,
    Lasting,
    Limit,
    MonthDays,
    Months,
    Open,
    Part,
    Period,
    Piece,
    Shift,
    Times,
    Weekdays,
    Window,
    Without,
    Zoned,
)
from language.rates import with_rates
from language.reader import Reader
from language.readings import over_joints, parts_at
from language.task_nouns import is_mentioned, is_settled, is_told, without_duration
from language.wording import wordlist

BOUNDS = (Limit, Lasting, Count, Without, Zoned, Months)
#: Nobody says a schedule in more parts than these.
MOST_PIECES = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """A run of parts: tokens from `start` up to `end`."""

    pieces: tuple[Piece, ...]
    start: int
    end: int

    @property
    def items(self) -> tuple[Item, ...]:
        """The parts."""
        return tuple(piece.item for piece in self.pieces)

    @property
    def has_day(self) -> bool:
        """Whether days are named."""
        return any(
            isinstance(i, DAYS) or (isinstance(i, Interval) and not is_interval(i)) for i in self.items
        )

    @property
    def has_time(self) -> bool:
        """Whether a time of day is named, or none is needed."""
        return self.is_interval or any(
            isinstance(i, Times | Part | Window | CronFields)
            or (isinstance(i, Shift) and i.length.is_elapsed and not i.is_day)
            for i in self.items
        )

    @property
    def is_interval(self) -> bool:
        """Whether it repeats within a day."""
        return any(is_interval(i) for i in self.items)

    @property
    def repeats(self) -> bool:
        """Whether it says that it is repeated."""
        return any(
            isinstance(i, Interval | CronFields)
            or (isinstance(i, Weekdays | MonthDays | CalendarDates | Part) and i.recur)
            or (isinstance(i, MonthDays) and i.span == "every")
            or (isinstance(i, Count) and bool(i.per))
            for i in self.items
        )

    @property
    def is_settled(self) -> bool:
        """Whether it says all that a schedule needs."""
        return is_settled(list(self.pieces))

    @property
    def is_bound(self) -> bool:
        """Whether it only limits another."""
        return all(isinstance(i, BOUNDS) and not (isinstance(i, Count) and i.per) for i in self.items)

    @property
    def is_weak(self) -> bool:
        """Whether it may well be part of a sentence that asks for nothing: one day, one open word."""
        return len(self.pieces) == 1 and not self.repeats and not self.has_time

    @property
    def is_open(self) -> bool:
        """Whether it holds nothing but open words."""
        return all(isinstance(i, Open | Bad | Period) for i in self.items)


def clause_at(r: Reader, at: int, *, form: str = "") -> Clause | None:
    """Return the run of parts that begins at token `at`; `form` is a command that was said before it."""
    pieces: list[Piece] = []
    end = at
    while len(pieces) < MOST_PIECES:
        begin = end
        found = parts_at(r, begin, pieces, form if not pieces else "")
        if not found and pieces:
            begin = over_joints(r, end)
            found = parts_at(r, begin, pieces, "")
        if found and (_begins_anew(r, begin, found, pieces) or is_told(r, end, begin, found, pieces)):
            break
        if not found and pieces and (joint := r.get(end, "or")):
            found = _alternative(r, end, joint.end, pieces)
        if not found:
            break
        for got in found:
            pieces.append(Piece(got.item, begin, got.end))
            end = max(end, got.end)
            begin = end
    if not pieces:
        return None
    kept = with_rates(r, without_duration(pieces))
    if len(kept) < len(pieces):
        at, end = kept[0].start, max(piece.end for piece in kept)
    end = _over_noise_behind(r, end)
    return Clause(pieces=tuple(kept), start=at, end=end)


def _begins_anew(r: Reader, at: int, found: list[Got], pieces: list[Piece]) -> bool:
    """Return whether a schedule begins behind what is none: "for monday to friday / every sunday", cron."""
    if pieces and isinstance(pieces[0].item, CronFields):
        return not all(isinstance(got.item, BOUNDS) for got in found)
    if _is_second_time(r, found[0].item, pieces) or is_mentioned(r, at, found, pieces):
        return True
    plain = all(isinstance(piece.item, Weekdays) and not r.get(piece.start, "every") for piece in pieces)
    again = isinstance(found[0].item, Weekdays) and bool(r.get(at, "every"))
    return bool(pieces) and plain and again and not r.get(at - 1, "and")


def _is_second_time(r: Reader, item: Item, pieces: list[Piece]) -> bool:
    """Return whether a time follows one of a "that" clause: "that it is on thursday at 8 / at 6pm"."""
    if not (pieces and isinstance(item, Times) and item.marked and isinstance(pieces[-1].item, Times)):
        return False
    guards = wordlist(r.lexicon).guards
    return any(token.key in guards for token in r.tokens[: pieces[0].start])


def _alternative(r: Reader, at: int, behind: int, pieces: list[Piece]) -> list[Got]:
    """Return the question behind "monday or tuesday", "at 8 or 9"."""
    other = parts_at(r, behind, pieces, "") or (
        [found] if (found := times_of_day(r, behind, bare=True)) else []
    )
    if not other:
        return []
    last = pieces[-1]
    begin = next((p.start for p in pieces if p.end == last.end), last.start)
    marked = max(r.after(begin, "at"), r.after(begin, "on"), r.after(begin, "every"))
    cuts = ((at, other[-1].end), (marked if marked < at else begin, behind))
    text = r.words(pieces[0].start, other[-1].end)
    return [Got(Open(key="language.which-of-these", text=text, cuts=cuts), other[-1].end)]


def _over_noise_behind(r: Reader, at: int) -> int:
    """Take in words behind a time that belong to it: "at six or so", "Uhr rum"."""
    while (found := r.get(at, "behind")) is not None:
        at = found.end
    return at
