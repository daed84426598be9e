"""Which words of a text are its schedule: runs of parts, the best of them, and pieces that complete it.

People put the schedule first, in the middle, last, or in two places, and tasks are full of time words of
their own ("the dentist appointment is on thursday at 8"). A run counts for more where the text begins or
ends, behind "remind me", and where it repeats; it counts for less behind an article or inside a "that"
clause. A second run joins only where it says what the first leaves out.
"""

from dataclasses import dataclass

from language.bounds import bound_at, is_hourly, is_interval, minute_mark
from language.clocks import Got, times_of_day
from language.days import counted_days, day_at, day_part, every, from_now
from language.fields import fields_at
from language.parts import (
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
    SlashDate,
    Times,
    Weekdays,
    Window,
    Without,
    Zoned,
)
from language.reader import Reader
from language.wording import Wording
from language.zones import zone_at

DAYS = Weekdays | MonthDays | CalendarDates | Shift | Period | SlashDate
BOUNDS = (Limit, Lasting, Count, Without, Zoned, Months)
JOINTS = ",;:-–—()"
#: A text has this many runs at most that are looked at; nobody types more schedules than that.
MOST_CLAUSES = 24
#: Tokens at both ends of a long text that are searched.
REACH = 160


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
            for i in self.items
        )

    @property
    def is_bound(self) -> bool:
        """Whether it only limits another."""
        return all(isinstance(i, BOUNDS) for i in self.items)

    @property
    def is_weak(self) -> bool:
        """Whether it may well be part of a sentence that asks for nothing: one day, one open word."""
        return len(self.pieces) == 1 and not self.repeats and not self.has_time

    @property
    def is_open(self) -> bool:
        """Whether it holds nothing but open words."""
        return all(isinstance(i, Open | Bad | Period) for i in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The schedule of a text: its parts in order, and the token ranges they stand in."""

    pieces: tuple[Piece, ...]
    ranges: tuple[tuple[int, int], ...]
    clause: Clause
    position: str

    @property
    def items(self) -> tuple[Item, ...]:
        """The parts."""
        return tuple(piece.item for piece in self.pieces)


def clause_at(r: Reader, at: int, *, form: str = "") -> Clause | None:
    """Return the run of parts that begins at token `at`; `form` is a command that was said before it."""
    pieces: list[Piece] = []
    end = at
    while True:
        begin = end
        found = _parts_at(r, begin, pieces, form if not pieces else "")
        if not found and pieces:
            begin = _over_joints(r, end)
            found = _parts_at(r, begin, pieces, "")
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
    end = _over_noise_behind(r, end)
    return Clause(pieces=tuple(pieces), start=at, end=end)


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
    if not pieces and (cron := _cron(r, at, form)):
        return [cron]
    if form == "in" and (delay := from_now(r, at, said=True) or _bare_number(r, at)):
        return delay
    if form == "every" and (said := every(r, at, said=True)):
        return said
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
    if mark and (has_interval or is_hourly(every(r, mark[-1].end))):
        readings.append(mark)
    readings += [
        counted_days(r, at),
        day_at(r, at),
        zone_at(r, at, has_time=has_time),
        _months(r, at, pieces),
    ]
    if pieces and isinstance(pieces[-1].item, Weekdays | CalendarDates | MonthDays | Part):
        part = r.get(at, "part")
        readings.append([Got(Part(name=part.value), part.end)] if part else [])
    times = times_of_day(r, at, bare=has_day and not has_time and not has_interval)
    readings += [[times] if times else [], day_part(r, at)]
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


def _cron(r: Reader, at: int, form: str) -> Got | None:
    word = r.get(at, "cron")
    if word:
        begin = word.end
        while r.is_sign(begin, ":-"):
            begin += 1
        return fields_at(r, begin, said=True) if begin < len(r.tokens) else None
    if form == "cron":
        return fields_at(r, at, said=True)
    first = r.tokens[at].text[0]
    return fields_at(r, at) if first.isdigit() or first in "*`@" else None


def _bare_number(r: Reader, at: int) -> list[Got]:
    number = r.number(at)
    if number is None or r.get(number.end, "month") or r.is_sign(number.end, ":./-", glued=True):
        return []
    return [Got(Open(key="language.which-unit", text=r.words(at, number.end)), number.end)]


def clauses(r: Reader, form: str) -> list[Clause]:
    """Return the runs of parts of a text, from left to right."""
    found: list[Clause] = []
    at = 0
    while at < len(r.tokens) and len(found) < MOST_CLAUSES:
        if REACH <= at < len(r.tokens) - REACH:
            at = len(r.tokens) - REACH
        clause = clause_at(r, at, form=form if at == 0 else "") if _may_begin(r, at) or at == 0 else None
        if clause is None and at == 0 and form:
            clause = clause_at(r, at) if _may_begin(r, at) else None
        if clause is not None:
            found.append(clause)
            at = clause.end
        else:
            at += 1
    return found


def _may_begin(r: Reader, at: int) -> bool:
    token = r.tokens[at]
    if token.quoted:
        return False
    return token.kind == "number" or token.text in "*`@½¼¾" or bool(r.keys[at] and r.knows(at))


def find(r: Reader, wording: Wording, form: str) -> Found | None:
    """Return the schedule of the text, or None when it holds none."""
    all_clauses = clauses(r, form)
    rated = [(_rate(r, wording, clause, form), clause) for clause in all_clauses]
    rated = [(score, clause) for score, clause in rated if score > 0]
    if not rated:
        return None
    score, primary = max(rated, key=lambda pair: (pair[0], -pair[1].start))
    del score
    parts = [primary]
    for clause in all_clauses:
        if clause is not primary and _completes(r, wording, clause, parts, primary):
            parts.append(clause)
    parts.sort(key=lambda clause: clause.start)
    pieces = tuple(piece for clause in parts for piece in clause.pieces)
    ranges = tuple((clause.start, clause.end) for clause in parts)
    return Found(
        pieces=pieces, ranges=ranges, clause=primary, position=wording.position(primary.start, primary.end)
    )


def _rate(r: Reader, wording: Wording, clause: Clause, form: str) -> float:
    """Return how likely a run is the schedule."""
    position = wording.position(clause.start, clause.end)
    score = {"start": 9.0, "frame": 8.0, "end": 3.5, "middle": 1.0}[position]
    score += 4 * clause.repeats + 2 * (clause.has_day and clause.has_time) + 0.5 * clause.has_time
    score -= 7 * wording.is_behind_article(clause.start) + 5 * wording.is_guarded(clause.start)
    score -= (
        6 * clause.is_bound + 3 * (clause.is_weak and position not in {"start", "frame"}) + 4 * clause.is_open
    )
    score -= 3 * _slips(r, clause) * (position == "middle") * clause.is_weak
    if clause.start == 0 and form in {"every", "at", "in", "cron"}:
        score += 6
    return score


def _slips(r: Reader, clause: Clause) -> int:
    return sum(
        r.tokens[i].kind == "word" and r.tokens[i].key not in r.lexicon.known
        for i in range(clause.start, clause.end)
    )


def _completes(r: Reader, wording: Wording, clause: Clause, parts: list[Clause], primary: Clause) -> bool:
    """Return whether a run says what the others leave out, in a place where a schedule may stand."""
    position = wording.position(clause.start, clause.end)
    follows = wording.is_linked(primary.end, clause.start) or wording.is_linked(clause.end, primary.start)
    if position == "middle" and not follows:
        return False
    if wording.is_behind_article(clause.start) or clause.is_open or (clause.is_weak and _slips(r, clause)):
        return False
    if (
        wording.is_guarded(clause.start, since=primary.end if clause.start > primary.start else 0)
        and not follows
    ):
        return False
    has_day, has_time = any(p.has_day for p in parts), any(p.has_time for p in parts)
    repeats = any(p.repeats for p in parts)
    if clause.is_bound:
        return repeats and _is_new_bound(r, wording, clause, parts)
    if has_time and not has_day:
        is_only_day = clause.has_day and not clause.has_time
        return is_only_day and (clause.repeats or wording.names_an_action or follows)
    if has_day and not has_time and not clause.has_day and clause.has_time:
        return wording.names_an_action or clause.repeats or follows or not wording.has_frame
    if any(p.is_interval for p in parts) and not clause.is_interval:
        is_window = any(isinstance(i, Window) for i in clause.items)
        days_only = clause.repeats and not clause.has_time
        return (is_window and not any(isinstance(i, Window) for p in parts for i in p.items)) or days_only
    return False


def _is_new_bound(r: Reader, wording: Wording, clause: Clause, parts: list[Clause]) -> bool:
    said = {type(item) for part in parts for item in part.items}
    if any(type(item) in said for item in clause.items):
        return False
    if any(isinstance(item, Lasting) for item in clause.items):
        return wording.has_frame and not wording.is_forecast(clause.start)
    counts_units = bool(r.unit(clause.start - 1))
    return not counts_units
