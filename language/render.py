"""A trigger in words: "every other Friday at 16:00, until 31 January".

What is said here is understood again: parse(render(trigger)) is the trigger, but for the day that "every
other" counts from. Years are left out where the sentence means the same without them.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time

from domain import trigger as triggers
from domain.trigger import (
    EVERY_DAY,
    WEEKEND,
    WORKDAYS,
    At,
    Calendar,
    Cron,
    Daily,
    Dates,
    DayRule,
    Every,
    Monthly,
    Nth,
    Once,
    Rule,
    Through,
    Trigger,
    Weekly,
    named_instant,
)
from language.calendars import QUARTER_ENDS, QUARTER_STARTS
from language.locales import de_say, en_say
from language.speech import Speech

SPEECHES = {"en": en_say.SPEECH, "de": de_say.SPEECH}
LAST_MINUTE = time(23, 59)
LAST_SECOND = time(23, 59, 59)


def render(trigger: Trigger, *, language: str, now: datetime, with_zone: bool = False) -> str:
    """Return the schedule in words.

    Args:
        trigger: What to say.
        language: Two letters; English for a language that has no words yet.
        now: The moment it is said at; decides which years are left out.
        with_zone: Whether the zone is named, in brackets behind the times.
    """
    say = SPEECHES.get(language, SPEECHES["en"])
    zone = f" {say.zone.format(zone=trigger.zone.key)}" if with_zone else ""
    if isinstance(trigger, Once):
        return _once(trigger, say, now) + zone
    if isinstance(trigger, Every):
        core = _length(trigger.step_s, say)
        if trigger.only is not None:
            core += " " + _on(trigger.only, say)
    else:
        core = f" {say.conjunction} ".join(_rule(rule, say) for rule in trigger.rules)
    return ", ".join([core + zone, *_bounds(trigger, say, now)])


def clock(moment: time | datetime) -> str:
    """Return a time of day in digits: 09:00, with seconds only where there are some."""
    return moment.strftime("%H:%M:%S" if moment.second else "%H:%M")


def listed(words: list[str], say: Speech) -> str:
    """Return words as a list: "a, b and c"."""
    return f" {say.conjunction} ".join(filter(None, [", ".join(words[:-1]), words[-1]]))


def day_name(day: date, say: Speech, *, today: date) -> str:
    """Return a date in words; the year only where the next such date is another one."""
    named = say.date.format(day=day.day, month=say.months[day.month - 1])
    return named if _is_next(day, today) else f"{named} {day.year}"


def _is_next(day: date, today: date) -> bool:
    return (
        today <= day < (today.replace(year=today.year + 1) if (today.month, today.day) != (2, 29) else today)
    )


def _once(trigger: Once, say: Speech, now: datetime) -> str:
    local = trigger.at.astimezone(trigger.zone)
    suffix = ""
    if named_instant(local.replace(tzinfo=None, fold=0), trigger.zone) != trigger.at.replace(microsecond=0):
        local, suffix = trigger.at, " UTC"  # the second pass of a repeated hour has no name of its own
    today = now.astimezone(trigger.zone).date()
    pattern = say.once if _is_next(local.date(), today) else say.once_year
    return pattern.format(
        weekday=say.weekdays[local.weekday()],
        date=say.date.format(day=local.day, month=say.months[local.month - 1]),
        year=local.year,
        time=clock(local) + suffix,
    )


def _rule(rule: Rule, say: Speech) -> str:
    if isinstance(rule, Cron):
        return say.cron.format(fields=rule.expression)
    if isinstance(rule.times, At):
        times = listed([clock(moment) for moment in rule.times.times], say)
        return f"{_days(rule.on, say)} {say.at.format(times=times)}"
    grid = _grid(rule.times, say)
    return grid if rule.on == DayRule(days=Daily()) else f"{grid} {_on(rule.on, say)}"


def _grid(times: Through, say: Speech) -> str:
    length = _length(times.step_s, say)
    offset = triggers.Through(first=times.first, last=times.last, step_s=times.step_s).first
    begins = offset.hour * 3600 + offset.minute * 60
    minutes = times.step_s // 60
    is_aligned = 60 % minutes == 0 if minutes <= 60 else minutes % 60 == 0 and 24 % (minutes // 60) == 0
    if times.last != LAST_MINUTE or begins >= times.step_s or not is_aligned or times.step_s % 60:
        return say.window.format(grid=length, first=clock(times.first), last=clock(times.last))
    if begins == 0:
        return length
    if times.step_s == 3600:
        return say.hour_at.format(grid=length, minute=offset.minute)
    return say.grid_from.format(grid=length, time=clock(offset))


def _length(step_s: float, say: Speech) -> str:
    step = int(step_s)
    words, n = (say.hour, step // 3600) if step % 3600 == 0 else (say.minute, step // 60)
    if step % 60:
        return say.seconds.format(n=step)
    return words[0] if n == 1 else words[1].format(n=n)


def _days(rule: DayRule, say: Speech) -> str:
    days = rule.days
    if isinstance(days, Monthly):
        return _monthly(rule, days, say)
    if isinstance(days, Weekly):
        text = _weekly(days, say, in_some_months=bool(rule.months))
    else:
        text = _daily(days, say)
    return f"{text} {_months(rule.months, say)}" if rule.months else text


def _months(months: tuple[int, ...], say: Speech) -> str:
    return say.in_months.format(months=listed([say.months[month - 1] for month in months], say))


def _daily(days: Daily | Dates, say: Speech) -> str:
    if isinstance(days, Dates):
        return listed([day.isoformat() for day in days.dates], say)
    if days.every == 1:
        return say.every_day
    return say.other_day if days.every == 2 else say.n_days.format(n=days.every)


def _weekly(days: Weekly, say: Speech, *, in_some_months: bool) -> str:
    names = listed([say.weekdays[day] for day in days.weekdays], say)
    if days.every == 1:
        return say.every_workday if days.weekdays == WORKDAYS else say.every_weekday.format(days=names)
    # "jeden zweiten Freitag im Mai" is the second one of May: there the weeks are said.
    if days.every == 2 and len(days.weekdays) == 1 and not in_some_months:
        return say.other_weekday.format(days=names)
    return say.weeks_on.format(n=days.every, days=names)


def _monthly(rule: DayRule, days: Monthly, say: Speech) -> str:
    months = rule.months
    picks = listed([_pick(pick, say) for pick in days.picks], say)
    is_date = len(months) == 1 and all(pick.of == EVERY_DAY and pick.n > 0 for pick in days.picks)
    if len(months) == 1 and days.every % 12 in {0, 1}:
        month = say.months[months[0] - 1]
        years = days.every // 12
        if years:
            said = say.years_on.format(n=years, picks=picks, month=month)
            return _on_dates(days, say, month, years=years) if is_date else said
        return _on_dates(days, say, month) if is_date else say.year_on.format(picks=picks, month=month)
    if days.every > 1:
        text = say.months_on.format(n=days.every, picks=picks)
    elif months == (QUARTER_STARTS if days.picks[0].n > 0 else QUARTER_ENDS):
        return say.of_quarter.format(picks=picks)
    else:
        text = say.of_month.format(picks=picks)
    return f"{text} {_months(months, say)}" if months else text


def _on_dates(days: Monthly, say: Speech, month: str, years: int = 1) -> str:
    numbers = [str(pick.n) for pick in days.picks]
    if len(numbers) > 1 and say is SPEECHES["de"]:
        numbers = [f"{n}." for n in numbers[:-1]] + numbers[-1:]
    dated = say.date.format(day=listed(numbers, say), month=month)
    whole = say.year_date.format(date=dated)
    if years == 1:
        return whole
    return say.months_on.format(n=12, picks=dated) if years < 1 else _in_years(say, years, dated)


def _in_years(say: Speech, years: int, dated: str) -> str:
    return say.years_on.split(" {picks}")[0].format(n=years) + " " + dated


def _pick(pick: Nth, say: Speech) -> str:
    if pick.of == EVERY_DAY:
        if pick.n > 0:
            return say.pick_date.format(nth=say.nth_date(pick.n))
        return say.pick_day.format(nth=say.nth(pick.n))
    kind = {WORKDAYS: say.workday, WEEKEND: say.weekend_day}.get(pick.of)
    names = kind or listed([say.weekdays[day] for day in pick.of], say)
    return say.pick_kind.format(nth=say.nth(pick.n), kind=names)


def _on(rule: DayRule, say: Speech) -> str:
    """Return the days of an interval: "on weekdays", "on the 1st of every month"."""
    if not isinstance(rule.days, Weekly):
        return _days(rule, say)
    if rule.days.every > 1:
        return _days(rule, say)
    if rule.days.weekdays == WORKDAYS:
        text = say.on_workdays
    else:
        text = say.week_day.format(days=listed([say.on_weekdays[day] for day in rule.days.weekdays], say))
    return f"{text} {_months(rule.months, say)}" if rule.months else text


def _bounds(trigger: Every | Calendar, say: Speech, now: datetime) -> Iterator[str]:
    today = now.astimezone(trigger.zone).date()
    for rule in trigger.excluded:
        yield _excluded(rule, say, today)
    start = trigger.start if isinstance(trigger, Calendar) else None
    if (
        start is not None
        and start > now
        and isinstance(trigger, Calendar)
        and not _begins_there(trigger, now)
    ):
        yield say.starting.format(date=day_name(start.astimezone(trigger.zone).date(), say, today=today))
    if trigger.until is not None:
        local = trigger.until.astimezone(trigger.zone)
        named = day_name(local.date(), say, today=today)
        whole = local.time().replace(microsecond=0) == LAST_SECOND
        yield say.until.format(date=named) if whole else say.until_time.format(date=named, time=clock(local))
    if trigger.count is not None:
        yield say.count.format(n=trigger.count)


def _begins_there(trigger: Calendar, now: datetime) -> bool:
    """Return whether the start is only where the counting began, which need not be said."""
    unbound = replace(trigger, start=None, until=None, count=None)
    return triggers.next_due(unbound, after=now) == trigger.start


def _excluded(rule: DayRule, say: Speech, today: date) -> str:
    days = rule.days
    if isinstance(days, Weekly):
        names = listed([say.on_weekdays[day] for day in days.weekdays], say)
        return say.excluded.format(days=names)
    if isinstance(days, Dates):
        return say.excluded_date.format(
            dates=listed([day_name(d, say, today=today) for d in days.dates], say)
        )
    assert isinstance(days, Monthly)
    if days.picks == tuple(Nth(n) for n in range(1, 32)):
        return say.excluded.format(days=_months(rule.months, say))
    if len(rule.months) == 1 and all(pick.of == EVERY_DAY and pick.n > 0 for pick in days.picks):
        dated = _on_dates(days, say, say.months[rule.months[0] - 1])
        return say.excluded_date.format(dates=dated.removeprefix(say.year_date.format(date="")))
    return say.excluded.format(days=_monthly(rule, days, say))
