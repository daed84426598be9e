"""Schedules in two pieces: whether another run of parts says what the first one leaves out.

"every wednesday water the plants at six" has its days first and its time last; "tell lisa dinner is at nine"
has a time that is said of something else.
"""

from typing import NamedTuple

from language.calendars import is_within, with_part
from language.clauses import Clause
from language.parts import (
    CalendarDates,
    Clock,
    CronFields,
    Duration,
    Interval,
    Item,
    Lasting,
    MonthDays,
    Part,
    Times,
    Weekdays,
    Window,
)
from language.reader import Reader
from language.rivals import days_of, is_behind_verb
from language.task_nouns import without_duration
from language.wording import Wording

TIMES = Times | Part | Window


def completes(r: Reader, wording: Wording, clause: Clause, parts: list[Clause], primary: Clause) -> bool:
    """Return whether a run says what the others leave out, in a place where a schedule may stand."""
    position = wording.position(clause.start, clause.end)
    follows = wording.is_linked(primary.end, clause.start) or wording.is_linked(clause.end, primary.start)
    is_addressed = _is_addressed(r, clause)
    if position == "middle" and not (follows or is_addressed):
        return False
    if not follows and _is_guarded(r, wording, clause, primary):
        return False
    follows = follows or is_addressed
    if _is_noun(r, wording, clause) or any(isinstance(i, CronFields) for p in parts for i in p.items):
        return False
    has_day, has_time = any(p.has_day for p in parts), any(p.has_time for p in parts)
    repeats = any(p.repeats for p in parts)
    if (hour := _hour_of_part(clause, parts)) is not None:
        is_same = all(is_within(clock, hour.part) for clock in hour.clocks)
        return (position == "end" or is_addressed) and (wording.names_an_action or (repeats and is_same))
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


def _is_addressed(r: Reader, clause: Clause) -> bool:
    """Return whether a time stands behind whom it is done for: "freitags sag mir / um 8 / was läuft"."""
    is_time = len(clause.items) == 1 and isinstance(clause.items[0], Times) and clause.items[0].is_strong
    return is_time and bool(r.get(clause.start - 1, "person"))


def _is_noun(r: Reader, wording: Wording, clause: Clause) -> bool:
    """Return whether a run is but said of something, or left open."""
    is_doubtful = clause.is_open or (clause.is_weak and slips(r, clause) > 0)
    return is_doubtful or wording.is_behind_article(clause.start) or _is_told_of(r, clause)


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


class Hour(NamedTuple):
    """Times that complete a part of the day."""

    clocks: tuple[Clock, ...]
    part: str


def _hour_of_part(clause: Clause, parts: list[Clause]) -> Hour | None:
    """Return the hour of a part of the day: "friday evening call mum / at 8", "monday morning … at 19:00".

    An hour that cannot be of that part stands as it was typed (CONVENTIONS 3), if it is plainly of 24 hours.
    """
    said = [item for part in parts for item in part.items if isinstance(item, TIMES)]
    hour = clause.items[0]
    if len(clause.items) > 1 or not isinstance(hour, Times) or not hour.marked or len(said) != 1:
        return None
    part = said[0]
    if not isinstance(part, Part):
        return None
    fits = all(
        is_within(clock, part.name)
        or (not clock.loose and with_part(clock, part.name).minute == clock.minute)
        for clock in hour.clocks
    )
    return Hour(hour.clocks, part.name) if fits else None


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


def slips(r: Reader, clause: Clause) -> int:
    """Return how many words of a run are known only with a slip of the pen mended."""
    return sum(
        r.tokens[i].kind == "word" and not r.tokens[i].glued and r.tokens[i].key not in r.lexicon.known
        for i in range(clause.start, clause.end)
    )
