"""A few words that change a schedule: "at 8", "on fridays", "until march", "new york time"; the rest is kept.

The schedule is said in words, read into its parts again, and the parts that the new words speak of take the
place of the old ones. So whatever can be said can be changed, and one grammar serves both.
"""

import re
from dataclasses import dataclass, replace

from domain.trigger import Calendar, Cron, Dates, Every, Once, Pattern, Rule, Trigger
from language.build import build
from language.choosing import Found
from language.context import Context
from language.parts import (
    CalendarDates,
    Clock,
    Count,
    CronFields,
    Interval,
    Item,
    Lasting,
    Limit,
    Mark,
    MonthDays,
    Months,
    Part,
    Period,
    Shift,
    SlashDate,
    Times,
    Weekdays,
    Window,
    Without,
    Zoned,
)
from language.problem import Problem, ask, refuse
from language.reader import Reader
from language.render import render
from language.scene import scene_at
from language.schedule import find_in, languages
from language.task_text import task_text

#: Words of a change that are no task: "at 8 instead".
INSTEAD = frozenset(
    "instead rather make it please then change to move lieber stattdessen statt dessen doch besser bitte auf "
    "mach es ändere das verschieb verschiebe better do only nur".split()
)
#: "In Tokyo time", "to fridays".
OPENING = re.compile(r"^\s*(?:in|to|auf|nach)\s+", re.IGNORECASE)
#: What these say takes the place of what the others say, too.
REPLACES = {
    "grid": {"grid", "days", "times"},
    "cron": {"cron", "grid", "days", "times"},
    "moment": {"cron", "grid", "days", "times"},
    "times": {"times", "grid"},
}
BOUNDS = {"end", "start", "except", "months"}
_ASPECTS: tuple[tuple[str, tuple[type, ...]], ...] = (
    ("days", (Weekdays, MonthDays, CalendarDates, Period, SlashDate, Shift, Interval)),
    ("times", (Times, Part, Window, Mark)),
    ("cron", (CronFields,)),
    ("zone", (Zoned,)),
    ("end", (Lasting, Count)),
    ("except", (Without,)),
    ("months", (Months,)),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What a change makes of a schedule; `task` is the new task, "" where none was said."""

    trigger: Trigger
    words: str
    task: str


def changed(trigger: Trigger, phrase: str, context: Context) -> Changed | None:
    """Return the schedule with what the phrase says, or None when it says nothing about a schedule.

    Raises:
        Problem: What it says cannot be, or is left open.
    """
    read = (
        find_in(words, language)
        for words in dict.fromkeys((phrase, OPENING.sub("", phrase)))
        for language in languages(context.language)
    )
    pair = next((pair for pair in read if pair is not None), None)
    if pair is None:
        return None
    r, found = pair
    words = " … ".join(r.words(start, end) for start, end in found.ranges)
    return Changed(trigger=_merged(trigger, found, words, context), words=words, task=_task(r, found))


def _task(r: Reader, found: Found) -> str:
    """Return the task of a change without words such as "instead"."""
    task = task_text(r, found.ranges)
    return task if set(task.lower().split()) - INSTEAD else ""


def _merged(trigger: Trigger, found: Found, words: str, context: Context) -> Trigger:
    said = found.items
    repeats = not isinstance(trigger, Once)
    aspects = {_aspect(item) for item in said}
    if repeats and not found.clause.repeats and any(map(_is_single, said)):
        raise refuse("jobs.once-for-repeating")
    if not repeats and aspects <= BOUNDS:
        raise ask("language.how-often", phrase=words)
    replaced = aspects.union(*(REPLACES.get(each, set()) for each in aspects))
    parts = _parts_of(trigger, aspects, context)
    kept = tuple(item for item in parts if _aspect(item) not in replaced)
    if all(map(_is_of_weeks, said)):  # "every other week" keeps the days of the week
        kept += tuple(replace(item, every=1) for item in parts if isinstance(item, Weekdays))
    scene = scene_at(context.now, trigger.zone, phrase=words, said_every=repeats)
    try:
        new = build((*kept, *said), scene).trigger
    except Problem as problem:
        if repeats or problem.kind == "ask" or not problem.key.startswith("language.past"):
            raise
        new = build(said, scene).trigger  # the day that was planned is over at that time
    return _with_memory(new, trigger, aspects)


def _aspect(item: Item) -> str:
    """Return what a part speaks of."""
    if isinstance(item, Interval) and item.length.is_elapsed:
        return "grid"
    if isinstance(item, Shift) and item.length.is_elapsed and not item.is_day:
        return "moment"
    if isinstance(item, Limit):
        return "end" if item.side == "until" else "start"
    return next((aspect for aspect, kinds in _ASPECTS if isinstance(item, kinds)), "other")


def _is_of_weeks(item: Item) -> bool:
    return isinstance(item, Interval) and bool(item.length.days) and item.length.days % 7 == 0


def _is_single(item: Item) -> bool:
    """Return whether a part names one day or moment, where something repeated was to be said."""
    if isinstance(item, MonthDays):
        return bool(item.months)
    return isinstance(item, Shift | Period | CalendarDates)


def _parts_of(trigger: Trigger, aspects: set[str], context: Context) -> tuple[Item, ...]:
    """Return the parts of a schedule; those of cron fields where only their times or days are replaced."""
    if isinstance(trigger, Once):
        at = trigger.at.astimezone(trigger.zone)
        clock = Clock(minute=at.hour * 60 + at.minute, second=at.second, strong=True)
        date = CalendarDates(dates=((at.year, at.month, at.day),))
        return (date, Times(clocks=(clock,), marked=True))
    if isinstance(trigger, Calendar) and aspects & {"days", "times"}:
        rule = trigger.rules[0]
        if isinstance(rule, Cron):
            return _parts_of_cron(rule, aspects)
    pair = find_in(render(trigger, language="en", now=context.now), "en")
    return tuple(item for item in pair[1].items if not isinstance(item, Count)) if pair else ()


def _parts_of_cron(rule: Cron, aspects: set[str]) -> tuple[Item, ...]:
    minute, hour, *days = rule.expression.split()
    if "days" not in aspects and days != ["*", "*", "*"]:
        raise refuse("language.change-cron")
    if not (minute.isdigit() and hour.isdigit()):
        return ()
    return (Times(clocks=(Clock(minute=int(hour) * 60 + int(minute), strong=True),), marked=True),)


def _with_memory(new: Trigger, old: Trigger, aspects: set[str]) -> Trigger:
    """Return the new schedule counting from where the old one did, as far as that was not changed."""
    if isinstance(new, Every) and isinstance(old, Every) and new.step_s == old.step_s:
        new = replace(new, anchor=new.anchor if "start" in aspects else old.anchor)
        return new if "end" in aspects else replace(new, count=old.count)
    if not (isinstance(new, Calendar) and isinstance(old, Calendar)):
        return new
    if "end" not in aspects and old.count is not None:
        new = replace(new, count=old.count, start=old.start)
    if aspects & {"days", "grid"} or len(new.rules) != len(old.rules):
        return new
    pairs = zip(new.rules, old.rules, strict=True)
    return replace(new, rules=tuple(_anchored(rule, before) for rule, before in pairs))


def _anchored(rule: Rule, before: Rule) -> Rule:
    """Return a rule that counts "every other" from where the one before it did."""
    if not isinstance(rule, Pattern) or not isinstance(before, Pattern):
        return rule
    days, counted = rule.on.days, before.on.days
    if isinstance(days, Dates) or isinstance(counted, Dates) or counted.anchor is None:
        return rule
    return replace(rule, on=replace(rule.on, days=replace(days, anchor=counted.anchor)))
