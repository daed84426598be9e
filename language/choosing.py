"""Which runs of parts are the schedule of a text: the best of them, and pieces that complete it.

People put the schedule first, in the middle, last, or in two places, and tasks are full of time words of
their own ("the dentist appointment is on thursday at 8"). A run counts for more where the text begins or
ends, behind "remind me", and where it repeats; it counts for less behind an article or inside a "that"
clause. A second run joins only where it says what the first leaves out.
"""

from dataclasses import dataclass
from itertools import pairwise

from language.calendars import is_within
from language.clauses import Clause, clause_at
from language.parts import (
    CalendarDates,
    CronFields,
    Duration,
    Interval,
    Item,
    Lasting,
    MonthDays,
    Part,
    Piece,
    Times,
    Weekdays,
    Window,
)
from language.reader import Reader
from language.rivals import days_of, is_behind_verb, is_left_open, is_of_task
from language.task_nouns import without_duration
from language.wording import Wording

TIMES = Times | Part | Window
#: A text has this many runs at most that are looked at; nobody types more schedules than that.
MOST_CLAUSES = 24


#: Tokens at both ends of a long text that are searched.
REACH = 80
#: Words that might begin a schedule and did not: after so many only the end of the text is looked at.
MOST_TRIES = 60
LAST_WORDS = 20


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


def clauses(r: Reader, wording: Wording, form: str) -> list[Clause]:
    """Return the runs of parts of a text, from left to right; a command counts behind politeness as well."""
    found: list[Clause] = []
    heads = {0, wording.after_politeness()} if form else set()
    at = tries = 0
    while at < len(r.tokens) and len(found) < MOST_CLAUSES:
        at = _within_reach(r, at, tries)
        tries += _may_begin(r, at)
        clause = _clause(r, at, form if at in heads else "")
        if clause is not None:
            found.append(clause)
        at = clause.end if clause is not None else at + 1
    return found


def _within_reach(r: Reader, at: int, tries: int) -> int:
    """Return the next token to look at: the middle of a long text is passed over."""
    last = len(r.tokens) - (REACH if tries < MOST_TRIES else LAST_WORDS)
    return max(at, last) if at >= REACH or tries >= MOST_TRIES else at


def _clause(r: Reader, at: int, said: str) -> Clause | None:
    """Return the run at token `at`, of the command `said` before it or of none."""
    if not (_may_begin(r, at) or at == 0):
        return None
    return clause_at(r, at, form=said) or (clause_at(r, at) if said and _may_begin(r, at) else None)


def _may_begin(r: Reader, at: int) -> bool:
    token = r.tokens[at]
    if token.quoted:
        return False
    return token.kind == "number" or token.text in "*`@½¼¾" or bool(r.keys[at] and r.knows(at))


def find(r: Reader, wording: Wording, form: str) -> Found | None:
    """Return the schedule of the text, or None when it holds none."""
    all_clauses = clauses(r, wording, form)
    said_anew = [_is_said_anew(r, before, clause) for before, clause in pairwise([None, *all_clauses])]
    rated = [
        (_rate(r, wording, clause, form) + 5 * (anew and wording.is_guarded(clause.start)), clause)
        for anew, clause in zip(said_anew, all_clauses, strict=True)
        if clause is not None
    ]
    rated = [(score, clause) for score, clause in rated if score > 0]
    if not rated:
        return _open_wish(wording, all_clauses)
    primary = _primary(r, rated)
    primary = _open_end(r, wording, all_clauses, primary) or primary
    all_clauses = [clause for clause in all_clauses if not is_of_task(r, clause, primary)]
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


def _is_said_anew(r: Reader, before: Clause | None, clause: Clause | None) -> bool:
    """Return whether a time follows the one of a "that" clause at once: "… is on thursday at 8 at 6pm"."""
    if before is None or clause is None or not (before.has_time and clause.has_time):
        return False
    return clause.start == before.end or (clause.end == len(r.tokens) and r.is_sign(clause.start - 1, ","))


def _primary(r: Reader, rated: list[tuple[float, Clause]]) -> Clause:
    """Return the run that is likeliest the schedule: "weekly report every other friday" is about fridays."""
    best = max(rated, key=lambda pair: (pair[0], -pair[1].start))[1]
    others = [(score, clause) for score, clause in rated if is_of_task(r, best, clause)]
    return max(others, key=lambda pair: pair[0])[1] if others else best


def _open_end(r: Reader, wording: Wording, all_clauses: list[Clause], primary: Clause) -> Clause | None:
    """Return the open word that ends a text whose other time is but a noun: "record the 8:45 match soon"."""
    for clause in all_clauses:
        is_end = wording.position(clause.start, clause.end) == "end" and not wording.is_guarded(clause.start)
        is_noun = wording.position(primary.start, primary.end) == "middle" or is_of_task(r, primary, clause)
        if clause is not primary and is_end and is_noun and is_left_open(clause):
            return clause
    return None


def _open_wish(wording: Wording, all_clauses: list[Clause]) -> Found | None:
    """Return the open word of a text that names no other time: "call mum later"."""
    for clause in all_clauses:
        position = wording.position(clause.start, clause.end)
        if position != "middle" and is_left_open(clause):
            span = ((clause.start, clause.end),)
            return Found(pieces=clause.pieces, ranges=span, clause=clause, position=position)
    return None


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
        r.tokens[i].kind == "word" and not r.tokens[i].glued and r.tokens[i].key not in r.lexicon.known
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
    if not follows and _is_guarded(r, wording, clause, primary):
        return False
    if any(isinstance(item, CronFields) for p in parts for item in p.items):
        return False
    if _is_told_of(r, clause):
        return False
    if _names_the_hour_of(clause, parts):
        return position == "end" and (wording.names_an_action or repeats)
    has_day, has_time = any(p.has_day for p in parts), any(p.has_time for p in parts)
    repeats = any(p.repeats for p in parts)
    if clause.is_bound:
        return repeats and _is_new_bound(r, wording, clause, parts)
    if _says_how_often(clause, parts, repeats=repeats, has_time=has_time):
        return position == "end" or follows
    if has_time and not has_day:
        is_only_day = clause.has_day and not clause.has_time
        names_a_task = wording.names_an_action and not repeats
        return is_only_day and (clause.repeats or names_a_task or (follows and not repeats))
    if has_day and not has_time and not clause.has_day and clause.has_time:
        return wording.names_an_action or clause.repeats or follows or not wording.has_frame
    if any(p.is_interval for p in parts) and not clause.is_interval:
        is_window = any(isinstance(i, Window) for i in clause.items)
        days_only = clause.repeats and not clause.has_time
        return (is_window and not any(isinstance(i, Window) for p in parts for i in p.items)) or days_only
    return False


def _is_told_of(r: Reader, clause: Clause) -> bool:
    """Return whether a time is that of a noun: "tell lisa dinner is at 9"; a German verb may end a clause."""
    tells = r.lexicon.locale.code != "de" and r.get(clause.start - 1, "being")
    return bool(tells) and isinstance(clause.items[0], Times)


def _is_guarded(r: Reader, wording: Wording, clause: Clause, primary: Clause) -> bool:
    """Return whether a run belongs to a clause of the task behind the primary one."""
    since = primary.end if clause.start > primary.start else 0
    return wording.is_guarded(clause.start, since=since) and not is_behind_verb(r, clause, since)


def _says_how_often(clause: Clause, parts: list[Clause], *, repeats: bool, has_time: bool) -> bool:
    """Return whether one of two runs says how often, and the other on which days."""
    return (not repeats and _repeats_the_days_of(clause, parts)) or (
        not has_time and _names_the_days_of(clause, parts)
    )


def _names_the_hour_of(clause: Clause, parts: list[Clause]) -> bool:
    """Return whether a run is the hour of a part of the day: "friday evening call mum / at 8"."""
    said = [item for part in parts for item in part.items if isinstance(item, TIMES)]
    hour = clause.items[0]
    if len(clause.items) > 1 or not isinstance(hour, Times) or not hour.marked or len(said) != 1:
        return False
    part = said[0]
    return isinstance(part, Part) and all(is_within(clock, part.name) for clock in hour.clocks)


def _names_the_days_of(clause: Clause, parts: list[Clause]) -> bool:
    """Return whether a run says on which days "every 2 weeks" or "every month" is meant."""
    steps = [item for part in parts for item in part.items if isinstance(item, Interval)]
    if len(steps) < sum(len(part.items) for part in parts) or any(
        isinstance(i, Interval) for i in clause.items
    ):
        return False
    on_weekdays = any(isinstance(item, Weekdays) for item in clause.items)
    if clause.has_time and all(step.length == Duration(days=1) for step in steps):
        return on_weekdays and clause.repeats
    if any(step.length.days % 7 for step in steps):
        return False
    named = any(isinstance(item, days_of(step)) for step in steps for item in clause.items)
    return (on_weekdays and clause.repeats) or (named and (clause.has_time or not on_weekdays))


def _repeats_the_days_of(clause: Clause, parts: list[Clause]) -> bool:
    """Return whether a run says how often a named day comes: "on the 5th pay the rent, every month"."""
    if len(clause.items) != 1 or not isinstance(clause.items[0], Interval) or clause.is_interval:
        return False
    length = clause.items[0].length
    day: type[Item] = MonthDays if length.months % 12 else CalendarDates if length.months else Weekdays
    named = any(isinstance(item, day) for part in parts for item in part.items)
    return named and (bool(length.months) or length.days % 7 == 0)


def _is_new_bound(r: Reader, wording: Wording, clause: Clause, parts: list[Clause]) -> bool:
    said = {type(item) for part in parts for item in part.items}
    if any(type(item) in said for item in clause.items):
        return False
    pieces = [*(piece for part in parts for piece in part.pieces), *clause.pieces]
    if without_duration(pieces)[-1] != pieces[-1]:
        return False
    if any(isinstance(item, Lasting) for item in clause.items):
        return wording.has_frame and not wording.is_forecast(clause.start)
    counts_units = bool(r.unit(clause.start - 1))
    return not counts_units
