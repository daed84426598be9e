"""The rules that are swept through every clock change, each with what it means, said twice.

Most of them aim at the change itself: at the time that is left out or shown twice, at its day, its weekday. A
rule is a function from a change to the trigger and to what the oracle is to expect; the days and times of the
two are written down apart.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from domain.trigger import (
    WEEKEND,
    WORKDAYS,
    At,
    Calendar,
    Daily,
    Dates,
    DayRule,
    Days,
    Every,
    Monthly,
    Nth,
    Pattern,
    Rule,
    Through,
    Trigger,
    Weekly,
    cron,
)
from tests.domain.dst_oracle import DAY, MINUTE, Change, Elapsed, Expectation, Named, of_cron

Sweep = Callable[[Change], tuple[Trigger, Expectation]]
Predicate = Callable[[date], bool]


def minute(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def always(day: date) -> bool:
    return day.year > 0


def monday(day: date) -> date:
    return day - day.weekday() * DAY


def last_of_month(day: date) -> int:
    return ((day.replace(day=28) + 4 * DAY).replace(day=1) - DAY).day


def workday_of_month(day: date) -> int:
    """Return the how many-th working day of its month a day is; 0 for a weekend."""
    if day.weekday() > 4:
        return 0
    return sum(day.replace(day=n).weekday() < 5 for n in range(1, day.day + 1))


@dataclass(frozen=True, slots=True)
class On:
    """Days, as the trigger has them and as a person would tell them."""

    days: Days
    holds: Predicate
    months: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Hours:
    """Times of day, as the trigger has them and as minutes."""

    times: At | Through
    minutes: frozenset[int]
    running: bool = False


def at(*moments: time) -> Hours:
    return Hours(At(times=moments), frozenset(minute(each) for each in moments))


def every(step: int, first: time = time(), last: time = time(23, 59)) -> Hours:
    """Return a grid; up to an hour it runs on through a repeated hour."""
    begin, end = minute(first), minute(last)
    end += 1440 if end < begin else 0
    grid = frozenset(m for m in range(1440 * 2) if begin <= m <= end and (m - begin) % step == 0)
    return Hours(Through(first=first, last=last, step_s=step * 60), grid, running=step <= 60)


def daily() -> On:
    return On(Daily(), always)


def on(*weekdays: int) -> On:
    return On(Weekly(weekdays=weekdays), lambda day: day.weekday() in weekdays)


def on_its_weekday(change: Change) -> On:
    return on(change.day.weekday())


def every_n_days(n: int, anchor: date) -> On:
    return On(Daily(every=n, anchor=anchor), lambda day: day >= anchor and (day - anchor).days % n == 0)


def every_n_weeks(n: int, anchor: date) -> On:
    def holds(day: date) -> bool:
        weeks = (monday(day) - monday(anchor)).days // 7
        return day.weekday() == anchor.weekday() and weeks >= 0 and weeks % n == 0

    return On(Weekly(weekdays=(anchor.weekday(),), every=n, anchor=anchor), holds)


def every_n_months(n: int, anchor: date) -> On:
    def holds(day: date) -> bool:
        months = (day.year - anchor.year) * 12 + day.month - anchor.month
        return day >= anchor and day.day == anchor.day and months % n == 0

    return On(Monthly(picks=(Nth(anchor.day),), every=n, anchor=anchor), holds)


def on_its_monthday(change: Change) -> On:
    return On(Monthly(picks=(Nth(change.day.day),)), lambda day: day.day == change.day.day)


def on_its_ordinal(change: Change) -> On:
    """Return "the last sunday of the month" where the change is on it, else "the second sunday"."""
    weekday, which = change.day.weekday(), (change.day.day - 1) // 7
    if change.day.day > last_of_month(change.day) - 7:
        is_last: Predicate = lambda day: day.weekday() == weekday and day.day > last_of_month(day) - 7  # noqa: E731  # a predicate beside its twin
        return On(Monthly(picks=(Nth(-1, (weekday,)),)), is_last)
    return On(
        Monthly(picks=(Nth(which + 1, (weekday,)),)),
        lambda day: day.weekday() == weekday and (day.day - 1) // 7 == which,
    )


def on_its_day_from_the_end(change: Change) -> On:
    back = last_of_month(change.day) - change.day.day
    return On(Monthly(picks=(Nth(-1 - back),)), lambda day: last_of_month(day) - day.day == back)


def on_the_workday_before(change: Change) -> On:
    day = change.day
    while day.weekday() > 4:
        day -= DAY
    n = workday_of_month(day)
    if n == 0 or day.month != change.day.month:
        n = 1
    return On(Monthly(picks=(Nth(n, WORKDAYS),)), lambda each: workday_of_month(each) == n)


def in_its_month(change: Change) -> On:
    month = change.day.month
    return On(Daily(), lambda day: day.month == month, months=(month,))


def said(days: Callable[[Change], On] | On, times: Callable[[Change], Hours] | Hours) -> Sweep:
    """Return the sweep of a rule in words."""

    def sweep(change: Change) -> tuple[Trigger, Expectation]:
        which = days(change) if callable(days) else days
        when = times(change) if callable(times) else times
        rule = Pattern(on=DayRule(days=which.days, months=which.months), times=when.times)
        part = Named(is_day=which.holds, minutes=when.minutes, running=when.running)
        return Calendar(rules=(rule,), zone=change.zone), Expectation(parts=(part,))

    return sweep


def typed(fields: str) -> Sweep:
    """Return the sweep of cron fields; `{m} {h} {d} {M} {w}` are those of the change."""

    def sweep(change: Change) -> tuple[Trigger, Expectation]:
        text = cron_text(fields, change)
        return Calendar(rules=(cron(text),), zone=change.zone), Expectation(parts=(of_cron(text),))

    return sweep


def cron_text(fields: str, change: Change) -> str:
    """Return cron fields with the change's own values filled in."""
    wall = change.touched
    return fields.format(
        m=wall.minute, h=wall.hour, d=wall.day, M=wall.month, w=wall.isoweekday() % 7, W=f"{wall:%a}"
    )


def elapsed(step: int, *, before: int, only: Callable[[Change], On] | None = None) -> Sweep:
    """Return the sweep of an interval from a moment so many minutes before the change."""

    def sweep(change: Change) -> tuple[Trigger, Expectation]:
        anchor = change.at - before * MINUTE
        days = only(change) if only else daily()
        trigger = Every(
            step_s=step * 60.0,
            anchor=anchor,
            zone=change.zone,
            only=DayRule(days=days.days, months=days.months) if only else None,
        )
        return trigger, Expectation(parts=(Elapsed(anchor=anchor, step=step, is_day=days.holds),))

    return sweep


def without(sweep: Sweep, days: Callable[[Change], On]) -> Sweep:
    """Return a sweep with days taken out."""

    def lessened(change: Change) -> tuple[Trigger, Expectation]:
        trigger, expectation = sweep(change)
        out = days(change)
        assert isinstance(trigger, Calendar | Every)
        parts = tuple(
            replace(part, is_day=lambda day, part=part: part.is_day(day) and not out.holds(day))  # type: ignore[misc]  # a default that binds
            for part in expectation.parts
        )
        excluded = (DayRule(days=out.days, months=out.months),)
        return replace(trigger, excluded=excluded), replace(expectation, parts=parts)

    return lessened


def bounded(
    sweep: Sweep, *, start: timedelta | None = None, until: timedelta | None = None, count: int | None = None
) -> Sweep:
    """Return a sweep with bounds, counted from the change."""

    def held(change: Change) -> tuple[Trigger, Expectation]:
        trigger, expectation = sweep(change)
        begin = None if start is None else change.at + start
        end = None if until is None else change.at + until
        assert isinstance(trigger, Calendar | Every)
        trigger = replace(trigger, until=end, count=count)
        if isinstance(trigger, Calendar):
            trigger = replace(trigger, start=begin)
        return trigger, replace(expectation, start=begin, until=end, count=count)

    return held


def both(one: Sweep, other: Sweep) -> Sweep:
    """Return the sweep of two rules in one trigger."""

    def joined(change: Change) -> tuple[Trigger, Expectation]:
        (first, expected), (second, more) = one(change), other(change)
        assert isinstance(first, Calendar)
        assert isinstance(second, Calendar)
        rules: tuple[Rule, ...] = first.rules + second.rules
        return replace(first, rules=rules), Expectation(parts=expected.parts + more.parts)

    return joined


def its_day(change: Change) -> On:
    day = change.day
    return On(Dates(dates=(day,)), lambda each: each == day)


def its_yearly_date(change: Change) -> On:
    day = change.day
    return On(
        Monthly(picks=(Nth(day.day),)),
        lambda each: (each.month, each.day) == (day.month, day.day),
        months=(day.month,),
    )


CRONS = {
    fields: typed(fields)
    for fields in (
        "{m} {h} * * *",
        "* * * * *",
        "*/30 * * * *",
        "*/20 {h} * * *",
        "0 * * * *",
        "0 */2 * * *",
        "{m} */3 * * *",
        "0 0 * * *",
        "0-59/15 0-3 * * *",
        "5,{m},55 {h} * * *",
        "{m} {h} {d} * *",
        "{m} {h} {d} {M} *",
        "{m} {h} * * {w}",
        "{m} {h} * * MON-FRI",
        "{m} {h} * {M} {W}",
        "{m} {h} 1 * {w}",
        "{m} {h} */2 * {w}",
        "{m} {h} * * 0,7",
        "59 23 * * 5-7",
        "1 0,1,2,3 */5 * *",
    )
}
WORDS: dict[str, Sweep] = {
    "every day at the touched time": said(daily(), lambda c: at(c.clock())),
    "every day at three times, two of them touched": said(
        daily(), lambda c: at(c.clock(-5), c.clock(5), c.clock(75))
    ),
    "every day at midnight and a minute before": said(daily(), at(time(), time(23, 59))),
    "every day at 2:30 and 9:00": said(daily(), at(time(2, 30), time(9))),
    "weekdays at 7:45": said(on(*WORKDAYS), at(time(7, 45))),
    "weekends at the touched time": said(on(*WEEKEND), lambda c: at(c.clock())),
    "on its weekday at the touched time": said(on_its_weekday, lambda c: at(c.clock())),
    "every day of its month at the touched time": said(in_its_month, lambda c: at(c.clock())),
    "every year on its date at the touched time": said(its_yearly_date, lambda c: at(c.clock())),
}
GRIDS: dict[str, Sweep] = {
    "every minute": said(daily(), every(1)),
    "every 10 minutes": said(daily(), every(10)),
    "every half hour on its weekday": said(on_its_weekday, every(30)),
    "every hour": said(daily(), every(60)),
    "every hour at twenty past": said(daily(), every(60, time(0, 20))),
    "every 2 hours": said(daily(), every(120)),
    "every 3 hours from 1:00": said(daily(), every(180, time(1))),
    "every 12 hours": said(daily(), every(720)),
    "every 40 minutes from 0:20 to 5:00": said(daily(), every(40, time(0, 20), time(5))),
    "every 15 minutes around the touched time": said(
        daily(), lambda c: every(15, c.clock(-50), c.clock(100))
    ),
    "every 90 minutes from the touched time on": said(daily(), lambda c: every(90, c.clock(), c.clock(360))),
    "every 20 minutes from 22:00 to 4:00": said(daily(), every(20, time(22), time(4))),
    "every 3 hours from 22:00 to 4:00 on its weekday and the day before": said(
        lambda c: on(*sorted({c.day.weekday(), (c.day.weekday() - 1) % 7})), every(180, time(22), time(4))
    ),
}
STEPS: dict[str, Sweep] = {
    "every other day from the day before": said(
        lambda c: every_n_days(2, c.day - DAY), lambda c: at(c.clock())
    ),
    "every 3 days": said(lambda c: every_n_days(3, c.day - 9 * DAY), lambda c: at(c.clock())),
    "every other week": said(lambda c: every_n_weeks(2, c.day - 14 * DAY), lambda c: at(c.clock())),
    "every 3 weeks": said(lambda c: every_n_weeks(3, c.day - 7 * DAY), lambda c: at(c.clock())),
    "every other month": said(lambda c: every_n_months(2, c.day), lambda c: at(c.clock(), c.clock(70))),
}
MONTHS: dict[str, Sweep] = {
    "on its day of the month": said(on_its_monthday, lambda c: at(c.clock())),
    "on its ordinal weekday": said(on_its_ordinal, lambda c: at(c.clock())),
    "so many days before the month's end": said(on_its_day_from_the_end, lambda c: at(c.clock())),
    "on a working day of the month": said(on_the_workday_before, lambda c: at(c.clock())),
    "every half hour on its day of the month": said(on_its_monthday, every(30)),
}
EXCLUDING: dict[str, Sweep] = {
    "every day but its weekday": without(said(daily(), lambda c: at(c.clock())), on_its_weekday),
    "every half hour but on its date": without(said(daily(), every(30)), its_day),
    "a window over midnight but on the day before": without(
        said(daily(), every(30, time(22), time(4))), lambda c: every_n_days(400, c.day - DAY)
    ),
    "cron fields but its yearly date": without(typed("*/15 {h} * * *"), its_yearly_date),
}
BOUNDED: dict[str, Sweep] = {
    "every half hour until ten minutes after the change": bounded(
        said(daily(), every(30)), until=timedelta(minutes=10)
    ),
    "every day from the change on": bounded(said(daily(), lambda c: at(c.clock())), start=timedelta()),
    "every hour from 90 minutes before to 90 after": bounded(
        said(daily(), every(60)), start=timedelta(minutes=-90), until=timedelta(minutes=90)
    ),
    "five times from three hours before": bounded(
        said(daily(), every(60)), start=-timedelta(hours=3), count=5
    ),
    "cron fields, twice from a day before": bounded(
        typed("{m} {h} * * *"), start=-timedelta(hours=30), count=2
    ),
}
ELAPSED: dict[str, Sweep] = {
    "every 25 minutes from now": elapsed(25, before=130),
    "every 90 minutes from now": elapsed(90, before=1000),
    "every 7 hours from now": elapsed(420, before=2000),
    "every 50 minutes from now on its weekday": elapsed(50, before=600, only=on_its_weekday),
    "every 50 minutes from now but on its date": without(elapsed(50, before=1700), its_day),
    "eight times every 25 minutes": bounded(elapsed(25, before=100), count=8),
}
MIXED: dict[str, Sweep] = {
    "two rules that share moments": both(
        said(daily(), lambda c: at(c.clock(), time(3))), said(daily(), every(60))
    ),
    "cron fields and words": both(typed("*/30 {h} * * *"), said(on_its_weekday, lambda c: at(c.clock()))),
}
SWEEPS = {**CRONS, **WORDS, **GRIDS, **STEPS, **MONTHS, **EXCLUDING, **BOUNDED, **ELAPSED, **MIXED}
