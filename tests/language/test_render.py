"""What the bot says back is what it understood: a rendered schedule means the same when it is typed again."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import trigger as triggers
from domain.trigger import (
    WEEKEND,
    WORKDAYS,
    At,
    Calendar,
    Daily,
    Dates,
    DayRule,
    Every,
    Monthly,
    Nth,
    Once,
    Pattern,
    Rule,
    Through,
    Trigger,
    Weekly,
    cron,
)
from language.clock_changes import dst_note
from language.context import Context
from language.intents import Create
from language.render import render
from language.understand import understand

NOW = datetime(2027, 5, 5, 12, 3, tzinfo=UTC)
ZONES = ("Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "UTC")
ALIGNED = (60, 120, 300, 600, 900, 1200, 1800, 3600, 7200, 10800, 21600, 43200)


def times_of_day() -> st.SearchStrategy[time]:
    return st.builds(time, st.integers(0, 23), st.sampled_from((0, 5, 15, 30, 45, 59)))


def weekday_sets() -> st.SearchStrategy[tuple[int, ...]]:
    sets = st.sets(st.integers(0, 6), min_size=1, max_size=6)
    return sets.map(lambda days: tuple(sorted(days)))


def picks() -> st.SearchStrategy[tuple[Nth, ...]]:
    monthdays = st.lists(st.integers(1, 31), min_size=1, max_size=3, unique=True).map(
        lambda days: tuple(Nth(day) for day in sorted(days))
    )
    from_the_end = st.integers(-7, -1).map(lambda n: (Nth(n),))
    weekdays = st.builds(
        lambda n, day: (Nth(n, (day,)),), st.sampled_from((1, 2, 3, 4, 5, -1, -2)), st.integers(0, 6)
    )
    workdays = st.sampled_from((1, 2, 3, 9, -1, -2, -3)).map(lambda n: (Nth(n, WORKDAYS),))
    return st.one_of(monthdays, from_the_end, weekdays, workdays)


def at_times() -> st.SearchStrategy[At]:
    return st.lists(times_of_day(), min_size=1, max_size=3, unique=True).map(
        lambda times: At(times=tuple(sorted(times)))
    )


def day_rules() -> st.SearchStrategy[DayRule]:
    anchor = date(2027, 5, 6)
    some_months = st.sets(st.integers(1, 12), max_size=3).map(lambda months: tuple(sorted(months)))
    daily = (
        st.integers(1, 20)
        .filter(lambda n: n == 1 or n % 7)
        .map(lambda n: Daily(every=n, anchor=anchor if n > 1 else None))
    )
    weekly = st.builds(
        lambda days, n: Weekly(weekdays=days, every=n, anchor=anchor if n > 1 else None),
        weekday_sets(),
        st.integers(1, 4),
    )
    monthly = st.builds(
        lambda found, n: Monthly(picks=found, every=n, anchor=anchor if n > 1 else None),
        picks(),
        st.sampled_from((1, 1, 2, 3, 5)),
    )
    dates = st.builds(
        lambda n, month: DayRule(days=Monthly(picks=(Nth(n),)), months=(month,)),
        st.integers(1, 28),
        st.integers(1, 12),
    )
    plain = st.one_of(
        st.builds(
            lambda days, months: DayRule(days=days, months=months), st.one_of(daily, weekly), some_months
        ),
        st.builds(lambda days: DayRule(days=days), monthly),
    )
    return st.one_of(plain, dates)


def excluded_days() -> st.SearchStrategy[tuple[DayRule, ...]]:
    weekly = (
        weekday_sets()
        .filter(lambda days: len(days) < 4)
        .map(lambda days: DayRule(days=Weekly(weekdays=days)))
    )
    dates = st.builds(
        lambda n, month: DayRule(days=Monthly(picks=(Nth(n),)), months=(month,)),
        st.integers(1, 28),
        st.integers(1, 12),
    )
    return st.one_of(st.just(()), weekly.map(lambda rule: (rule,)), dates.map(lambda rule: (rule,)))


def grids() -> st.SearchStrategy[Through]:
    aligned = st.sampled_from(ALIGNED).map(lambda s: Through(first=time(), last=time(23, 59), step_s=s))
    windows = st.builds(
        lambda first, last, minutes: Through(first=time(first), last=time(last, 30), step_s=minutes * 60),
        st.integers(0, 23),
        st.integers(0, 23),
        st.sampled_from((10, 20, 40, 45, 60, 90, 180)),
    )
    return st.one_of(aligned, windows)


def ends() -> st.SearchStrategy[timedelta | None]:
    return st.one_of(st.none(), st.integers(20, 900).map(lambda days: timedelta(days=days)))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    times = draw(st.one_of(at_times(), grids()))
    rule = draw(day_rules())
    if isinstance(times, Through) and getattr(rule.days, "every", 1) > 1:
        rule = DayRule(days=Daily())
    until = None
    if (ahead := draw(ends())) is not None:
        day = (NOW.astimezone(zone) + ahead).date()
        until = datetime.combine(day, time(23, 59, 59), zone).astimezone(UTC)
    return Calendar(
        rules=(Pattern(on=rule, times=times),), zone=zone, until=until, excluded=draw(excluded_days())
    )


def elapsed() -> st.SearchStrategy[Every]:
    return st.builds(
        lambda minutes, zone: Every(
            step_s=minutes * 60.0, anchor=NOW + timedelta(minutes=minutes), zone=ZoneInfo(zone)
        ),
        st.integers(7, 3000).filter(
            lambda n: (60 % n and n % 60) or (n > 60 and n % 60 == 0 and 24 % (n // 60))
        ),
        st.sampled_from(ZONES),
    )


def once() -> st.SearchStrategy[Once]:
    return st.builds(
        lambda seconds, zone: Once(at=NOW + timedelta(seconds=seconds), zone=ZoneInfo(zone)),
        st.integers(1, 86400 * 900),
        st.sampled_from(ZONES),
    )


def parsed(words: str, language: str, zone: ZoneInfo) -> Trigger:
    context = Context(zone=zone, now=NOW, language=language)
    intent = understand(f"{words}: xyz", context)
    assert isinstance(intent, Create), f"{words!r} -> {intent}"
    assert intent.task == "xyz", words
    return intent.trigger


def without_anchor(trigger: Trigger) -> Trigger:
    if not isinstance(trigger, Calendar):
        return trigger
    rules: list[Rule] = []
    for rule in trigger.rules:
        if isinstance(rule, Pattern) and not isinstance(rule.on.days, Dates):
            rules.append(replace(rule, on=replace(rule.on, days=replace(rule.on.days, anchor=None))))
        else:
            rules.append(rule)
    return replace(trigger, rules=tuple(rules))


@pytest.mark.parametrize("language", ["en", "de"])
@settings(max_examples=150, deadline=None)
@given(trigger=st.one_of(calendars(), elapsed(), once()))
def test_what_is_said_is_understood_as_what_it_was(language: str, trigger: Trigger) -> None:
    if triggers.next_due(trigger, after=NOW) is None:
        return

    words = render(trigger, language=language, now=NOW)

    assert without_anchor(parsed(words, language, trigger.zone)) == without_anchor(trigger), words


EXAMPLES = (
    (
        Calendar(
            rules=(
                Pattern(
                    on=DayRule(days=Weekly(weekdays=(4,), every=2, anchor=date(2027, 5, 7))),
                    times=At(times=(time(16),)),
                ),
            ),
            zone=ZoneInfo("Europe/Berlin"),
            until=datetime(2028, 1, 31, 22, 59, 59, tzinfo=UTC),
        ),
        "every other Friday at 16:00 (Europe/Berlin), until 31 January",
        "jeden zweiten Freitag um 16:00 (Europe/Berlin), bis 31. Januar",
    ),
    (
        Calendar(
            rules=(Pattern(on=DayRule(days=Weekly(weekdays=WEEKEND)), times=At(times=(time(9), time(18)))),),
            zone=ZoneInfo("Europe/Berlin"),
        ),
        "every Saturday and Sunday at 09:00 and 18:00 (Europe/Berlin)",
        "jeden Samstag und Sonntag um 09:00 und 18:00 (Europe/Berlin)",
    ),
    (
        Once(at=datetime(2027, 5, 7, 14, 0, tzinfo=UTC), zone=ZoneInfo("Europe/Berlin")),
        "on Friday, 7 May at 16:00 (Europe/Berlin)",
        "am Freitag, 7. Mai um 16:00 (Europe/Berlin)",
    ),
)


@pytest.mark.parametrize(("trigger", "english", "german"), EXAMPLES)
def test_a_schedule_is_said_as_a_person_would_say_it(trigger: Trigger, english: str, german: str) -> None:
    said = [render(trigger, language=language, now=NOW, with_zone=True) for language in ("en", "de")]

    assert said == [english, german]


def test_a_named_time_in_the_spring_gap_is_noted_with_the_moment_it_comes_instead() -> None:
    nightly = Calendar(
        rules=(Pattern(on=DayRule(days=Daily()), times=At(times=(time(2, 30),))),),
        zone=ZoneInfo("Europe/Berlin"),
    )

    autumn = dst_note(nightly, NOW)
    spring = dst_note(nightly, datetime(2027, 11, 2, tzinfo=UTC))

    assert autumn == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "repeated")
    assert spring == (datetime(2028, 3, 26, 1, 0, tzinfo=UTC), "skipped")


def test_a_time_that_no_clock_change_touches_gets_no_note() -> None:
    daily = Calendar(
        rules=(Pattern(on=DayRule(days=Daily()), times=At(times=(time(9),))),), zone=ZoneInfo("Europe/Berlin")
    )

    assert dst_note(daily, NOW) is None


def test_cron_fields_that_name_their_time_are_noted_and_running_ones_are_not() -> None:
    named, running = (
        Calendar(rules=(cron(fields),), zone=ZoneInfo("Europe/Berlin"))
        for fields in ("30 2 * * *", "*/30 * * * *")
    )

    assert dst_note(named, NOW) == (datetime(2027, 10, 31, 0, 30, tzinfo=UTC), "repeated")
    assert dst_note(running, NOW) is None
