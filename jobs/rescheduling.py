"""A new schedule for a job that has one: what the words leave out is kept.

"at 8 instead", said about something that happens on Mondays at nine, means Mondays at eight; about something
on Friday, Friday at eight. Whether words name a time only is found by reading them twice: as something that
repeats ("at 8" is then every day) and as something that happens once.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from domain.errors import UserError
from domain.job import ScheduleSpec
from domain.trigger import (
    At,
    Calendar,
    Daily,
    DayRule,
    Monthly,
    Once,
    Pattern,
    Rule,
    Trigger,
    Weekly,
    named_instant,
)
from language.context import Context
from language.problem import Problem
from language.schedule import Schedule, schedule

EVERY_DAY = DayRule(days=Daily())


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSchedule:
    """A trigger and the words that it was made of."""

    trigger: Trigger
    words: str


def rescheduled(spec: ScheduleSpec, phrase: str, context: Context) -> NewSchedule:
    """Return what the phrase makes of the schedule.

    Args:
        spec: What the job has now; days and zone are taken from it where the phrase names none.
        phrase: As typed, with or without "instead".
        context: Of the chat.

    Raises:
        UserError: The phrase names no schedule, one that cannot be, or a single time for what repeats.
    """
    here = replace(context, zone=spec.trigger.zone)
    once = _read(phrase, replace(here, form="plain"))
    if not isinstance(once.trigger, Once):
        return NewSchedule(trigger=once.trigger, words=once.words)
    times = _times_alone(phrase, here, once)
    if isinstance(spec.trigger, Once):
        moved = _same_day(spec.trigger, times, now=context.now)
        return NewSchedule(trigger=moved or once.trigger, words=once.words)
    if times is not None:
        return NewSchedule(trigger=_at_times(spec.trigger, times), words=once.words)
    return NewSchedule(trigger=_repeating(phrase, here), words=once.words)


def _times_alone(phrase: str, context: Context, once: Schedule) -> At | None:
    """Return the times of day when the phrase names nothing else; "in 2 hours" and "tomorrow at 8" do."""
    if not once.needs_zone:
        return None
    try:
        daily = _read(phrase, replace(context, form="every")).trigger
    except UserError:
        return None
    if not isinstance(daily, Calendar) or daily.start is not None or len(daily.rules) != 1:
        return None
    rule = daily.rules[0]
    alone = isinstance(rule, Pattern) and rule.on == EVERY_DAY and isinstance(rule.times, At)
    return rule.times if alone and isinstance(rule, Pattern) and isinstance(rule.times, At) else None


def _at_times(trigger: Trigger, times: At) -> Trigger:
    """Return the schedule on the same days, at other times."""
    if isinstance(trigger, Calendar) and all(isinstance(rule, Pattern) for rule in trigger.rules):
        days = dict.fromkeys(rule.on for rule in trigger.rules if isinstance(rule, Pattern))
        return replace(trigger, rules=tuple(Pattern(on=on, times=times) for on in days))
    return Calendar(rules=(Pattern(on=EVERY_DAY, times=times),), zone=trigger.zone)


def _same_day(trigger: Once, times: At | None, *, now: datetime) -> Once | None:
    """Return the first of the times on the day that was planned, if it is still ahead."""
    if times is None:
        return None
    day = trigger.at.astimezone(trigger.zone).date()
    at = named_instant(datetime.combine(day, min(times.times)), trigger.zone)
    return replace(trigger, at=at) if at > now else None


def _repeating(phrase: str, context: Context) -> Trigger:
    """Return what a day without "every" means for something that repeats: "friday at 8" is every Friday."""
    found = _read(phrase, replace(context, form="every")).trigger
    if not isinstance(found, Calendar) or found.start is not None or not all(map(_names_days, found.rules)):
        raise UserError("jobs.once-for-repeating")
    return found


def _names_days(rule: Rule) -> bool:
    """Tell whether the rule names days of the week or month; "in 2 hours" has none, 24 December is one."""
    return isinstance(rule, Pattern) and isinstance(rule.on.days, (Weekly, Monthly)) and not rule.on.months


def _read(phrase: str, context: Context) -> Schedule:
    try:
        found = schedule(phrase, context)
    except Problem as problem:
        intent = problem.intent()
        raise UserError(intent.key, **dict(intent.arguments)) from problem
    if found is None:
        raise UserError("jobs.no-such-schedule")
    return found
