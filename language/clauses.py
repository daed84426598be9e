"""Runs of parts: a clause is a stretch of words that all speak of one schedule."""

from dataclasses import dataclass

from language.bounds import bound_at, is_hourly, is_interval, minute_mark
from language.clocks import Got
from language.days import counted_days, day_part, from_now
from language.daytimes import times_of_day
from language.every import day_at, every
from language.fields import fields_at
from language.parts import (
    DAYS,
    Bad,
    CalendarDates,
    Count,
    CronFields,
    Duration,
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
from language.reader import Reader
from language.task_nouns import is_dated, is_mentioned, is_noun, is_settled, is_told, without_duration
from language.wording import wordlist
from language.zones import zone_at

BOUNDS = (Limit, Lasting, Count, Without, Zoned, Months)
JOINTS = ",;:-–—()"
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
        found = _parts_at(r, begin, pieces, form if not pieces else "")
        if not found and pieces:
            begin = _over_joints(r, end)
            found = _parts_at(r, begin, pieces, "")
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
    kept = without_duration(pieces)
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
    other = _parts_at(r, behind, pieces, "") or (
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


def _over_joints(r: Reader, at: int) -> int:
    end = at
    while True:
        further = r.after(end, "noise", "and")
        if further == end and r.is_sign(end, JOINTS):
            further = end + 1
        if further == end:
            return end
        end = further


def _over_noise_behind(r: Reader, at: int) -> int:
    """Take in words behind a time that belong to it: "at six or so", "Uhr rum"."""
    while (found := r.get(at, "behind")) is not None:
        at = found.end
    return at


def _parts_at(r: Reader, at: int, pieces: list[Piece], form: str) -> list[Got]:
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
    readings = [bound_at(r, at, has_interval=has_interval)]
    mark = minute_mark(r, at)
    if mark and (has_interval or is_hourly(every(r, _over_joints(r, mark[-1].end)))):
        readings.append(mark)
    readings += [
        counted_days(r, at),
        day_at(r, at),
        zone_at(r, at, has_time=has_time),
        _months(r, at, pieces),
        _of_all(r, at, pieces),
    ]
    if pieces and isinstance(pieces[-1].item, Weekdays | CalendarDates | MonthDays | Part):
        part = r.get(at, "part")
        readings.append([Got(Part(name=part.value), part.end)] if part else [])
    if has_time and (part := r.get(at, "partbehind")):
        readings.append([Got(Part(name=part.value), part.end)])
    times = times_of_day(r, at, bare=has_day and not has_time and not has_interval)
    readings += [[times] if times else [], day_part(r, at)]
    readings = [got for got in readings if not is_noun(r, at, got, pieces)]
    best: list[Got] = []
    for reading in readings:
        if reading and (not best or reading[-1].end > best[-1].end):
            best = reading
    return best


def _months(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    """Return "in july" behind a repeated schedule."""
    opener = r.get(at, "in") or r.get(at, "on")
    named: list[int] = []
    end = opener.end if opener else at
    while opener and (month := r.get(end, "month")):
        named.append(month.value)
        end = month.end
        joined = r.after(end + 1 if r.is_sign(end, ",") else end, "and")
        if joined == end or not r.get(joined, "month"):
            break
        end = joined
    if not named or not any(isinstance(p.item, Interval | Weekdays | Part | MonthDays) for p in pieces):
        return []
    return [Got(Months(months=tuple(named)), end)]


def _of_all(r: Reader, at: int, pieces: list[Piece]) -> list[Got]:
    """Return "of each month" behind days of the month that have their times already."""
    found = r.get(at, "ofmonth")
    if found is None or found.value != "every" or not any(isinstance(p.item, MonthDays) for p in pieces):
        return []
    return [Got(Interval(length=Duration(days=1), vague=True), found.end)]


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
