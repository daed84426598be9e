"""Two runs of one text: which is the schedule, and which belongs to the task.

"friday pizza every 4 hours" is about hours, "weekly report every other tuesday" about tuesdays, and a time
behind the verb of a German clause with "ob" is the time of all of it.
"""

from language.clauses import Clause
from language.days import is_meal
from language.parts import (
    Bad,
    CalendarDates,
    Count,
    Interval,
    Item,
    MonthDays,
    Open,
    Part,
    Period,
    Times,
    Weekdays,
)
from language.reader import Reader


def is_of_task(r: Reader, clause: Clause, other: Clause) -> bool:
    """Return whether a run is a noun or an adjective of the task of another one."""
    return clause is not other and (_is_adjective(r, clause, other) or _is_noun(r, clause, other))


def is_left_open(clause: Clause) -> bool:
    """Return whether a run holds nothing but what must be asked or refused; what is past may be told of."""
    items = clause.items
    is_gone = any(isinstance(item, Bad) and item.key == "language.past" for item in items)
    said = any(isinstance(item, Open | Bad) for item in items)
    return said and not is_gone and all(isinstance(item, Open | Bad | Period) for item in items)


def _is_noun(r: Reader, clause: Clause, other: Clause) -> bool:
    """Return whether a bare day or noon belongs to the task of a schedule that needs none: "friday pizza"."""
    item = clause.items[0]
    is_bare = (isinstance(item, Weekdays) and not item.recur) or isinstance(item, Times | Part)
    if clause is other or len(clause.items) > 1 or not is_bare or r.get(clause.start, "on"):
        return False
    if not isinstance(item, Weekdays) and (r.get(clause.start, "at") or not r.get(clause.start, "noon")):
        return False
    if not isinstance(item, Weekdays) and is_meal(r, clause.end):
        return True
    is_asked = any(isinstance(i, Open | Bad) or (isinstance(i, Count) and i.per) for i in other.items)
    return r.is_word(clause.end) and (other.is_settled or is_asked)


def _is_adjective(r: Reader, clause: Clause, other: Clause) -> bool:
    """Return whether "weekly" alone contradicts another run that repeats on days of its own."""
    item = clause.items[0]
    if len(clause.items) > 1 or not isinstance(item, Interval) or not r.get(clause.start, "freq"):
        return False
    is_series = other.repeats and other.has_day and (other.has_time or _ends_with_interval(r, clause, other))
    if clause is other or clause.is_interval or not is_series:
        return False
    kind = days_of(item)
    return not other.has_time or not any(
        isinstance(each, kind) and not (isinstance(each, Weekdays) and each.every > 1) for each in other.items
    )


def _ends_with_interval(r: Reader, clause: Clause, other: Clause) -> bool:
    """Return whether another run is a rhythm at the end: "weekly report every two weeks"."""
    is_end = not any(r.is_word(i) or r.digits(i) is not None for i in range(other.end, len(r.tokens)))
    is_rhythm = all(isinstance(item, Interval) and not item.vague for item in other.items)
    between = range(clause.end, other.start)
    is_noun = bool(between) and all(r.is_word(i) for i in between) and not r.get(clause.end, "noise")
    return is_end and is_rhythm and is_noun and bool(r.get(other.start, "every"))


def days_of(step: Interval) -> type[Item]:
    """Return the part that names the days of "every week", "every month", "every year"."""
    if step.length.months:
        return MonthDays if step.length.months % 12 else CalendarDates
    return Weekdays if step.length.days % 7 == 0 else Interval


def is_behind_verb(r: Reader, clause: Clause, since: int) -> bool:
    """Return whether a time ends a German sentence behind "ob": "freitags sag mir, ob es regnet, um 8".

    The verb stands last in such a clause, so that a time behind it is said of all; "dass" tells of the time.
    """
    is_time = all(isinstance(item, Times | Part | Count) for item in clause.items)
    if r.lexicon.locale.code != "de" or not is_time:
        return False
    words = [r.tokens[i] for i in range(since, clause.start) if r.is_word(i)]
    told = any(token.key in {"dass", "wann"} for token in words)
    return bool(since) and bool(words) and words[-1].text.islower() and not told
