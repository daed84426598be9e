"""The rarer shapes of a trigger mean the same when what is said of them is typed again.

These are days with their own times, beginnings, counts, intervals on some days only, windows in every other
week, picks of several kinds, several exclusions, cron fields, and zones that are not the chat's.
"""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import trigger as triggers
from domain.trigger import (
    WORKDAYS,
    Calendar,
    Daily,
    DayRule,
    Every,
    Monthly,
    Nth,
    Pattern,
    Trigger,
    Weekly,
    cron,
)
from language.context import Context
from language.intents import Create
from language.render import render
from language.understand import understand
from tests.language.test_render import (
    NOW,
    ZONES,
    at_times,
    calendars,
    excluded_days,
    grids,
    once,
    weekday_sets,
    without_anchor,
)

ELSEWHERE = ZoneInfo("America/Sao_Paulo")
CRON = ("0 8 * * 1-5", "*/20 9-17 * * *", "15 10 1,15 * *", "0 6 * */2 MON", "30 23 31 12 *")


def zones() -> st.SearchStrategy[ZoneInfo]:
    return st.sampled_from(ZONES).map(ZoneInfo)


@st.composite
def days_with_their_own_times(draw: st.DrawFn) -> Calendar:
    days = draw(st.permutations(range(7)))
    cut, end = sorted(draw(st.lists(st.integers(1, 7), min_size=2, max_size=2, unique=True)))
    first, second = tuple(sorted(days[:cut])), tuple(sorted(days[cut:end]))
    times = draw(st.lists(at_times(), min_size=2, max_size=2, unique=True))
    rules = tuple(
        Pattern(on=DayRule(days=Weekly(weekdays=found)), times=at)
        for found, at in zip((first, second), times, strict=True)
    )
    return Calendar(rules=rules, zone=draw(zones()))


@st.composite
def dates_with_their_own_times(draw: st.DrawFn) -> Calendar:
    picks = draw(st.lists(st.integers(1, 31), min_size=2, max_size=3, unique=True))
    times = draw(st.lists(at_times(), min_size=len(picks), max_size=len(picks), unique=True))
    rules = tuple(
        Pattern(on=DayRule(days=Monthly(picks=(Nth(n),))), times=at)
        for n, at in zip(picks, times, strict=True)
    )
    return Calendar(rules=rules, zone=draw(zones()))


@st.composite
def picks_of_several_kinds(draw: st.DrawFn) -> Calendar:
    kinds = (Nth(1, (0,)), Nth(3, (2,)), Nth(-1, (4,)), Nth(-1), Nth(1, WORKDAYS), Nth(15), Nth(-2, (6,)))
    picks = tuple(draw(st.lists(st.sampled_from(kinds), min_size=2, max_size=3, unique=True)))
    rule = DayRule(days=Monthly(picks=picks, every=1))
    return Calendar(rules=(Pattern(on=rule, times=draw(at_times())),), zone=draw(zones()))


def _comes_each_time(trigger: Calendar) -> bool:
    """Return whether nothing is left out: what "every other" counts from would decide about the first."""
    return all(getattr(getattr(rule, "on", None), "days", Daily()).every == 1 for rule in trigger.rules)


@st.composite
def begun_later(draw: st.DrawFn) -> Calendar:
    trigger = draw(calendars().filter(_comes_each_time))
    day = NOW.astimezone(trigger.zone).date() + timedelta(days=draw(st.integers(1, 300)))
    start = triggers.named_instant(datetime.combine(day, time()), trigger.zone)
    return replace(trigger, start=start)


@st.composite
def counted(draw: st.DrawFn) -> Calendar:
    trigger = draw(st.one_of(calendars(), begun_later()).filter(_comes_each_time))
    first = triggers.next_due(trigger, after=NOW)
    return replace(trigger, start=first, count=draw(st.integers(2, 30))) if first else trigger


@st.composite
def ended_at_a_time(draw: st.DrawFn) -> Calendar:
    trigger = draw(calendars())
    day = NOW.astimezone(trigger.zone).date() + timedelta(days=draw(st.integers(1, 500)))
    end = triggers.named_instant(datetime.combine(day, time(draw(st.integers(0, 23)), 30)), trigger.zone)
    return replace(trigger, until=end)


@st.composite
def windows_in_some_weeks(draw: st.DrawFn) -> Calendar:
    rule = DayRule(days=Weekly(weekdays=draw(weekday_sets()), every=2, anchor=date(2027, 5, 6)))
    return Calendar(rules=(Pattern(on=rule, times=draw(grids())),), zone=draw(zones()))


@st.composite
def elapsed_on_some_days(draw: st.DrawFn) -> Every:
    minutes = draw(st.sampled_from((25, 40, 90, 150, 420, 1500)))
    only = draw(st.one_of(st.none(), weekday_sets().map(lambda days: DayRule(days=Weekly(weekdays=days)))))
    zone = draw(zones())
    trigger = Every(
        step_s=minutes * 60.0,
        anchor=NOW + timedelta(minutes=minutes),
        zone=zone,
        only=only,
        excluded=draw(excluded_days()) if only is None else (),
        count=draw(st.one_of(st.none(), st.integers(2, 40))),
    )
    if draw(st.booleans()):
        day = NOW.astimezone(zone).date() + timedelta(days=draw(st.integers(2, 300)))
        trigger = replace(
            trigger, until=triggers.named_instant(datetime.combine(day, time(23, 59, 59)), zone)
        )
    return trigger


@st.composite
def excluded_twice(draw: st.DrawFn) -> Calendar:
    rule = DayRule(days=Daily())
    days = DayRule(days=Weekly(weekdays=tuple(draw(weekday_sets()))[:3]))
    dates = DayRule(days=Monthly(picks=(Nth(draw(st.integers(1, 28))),)), months=(draw(st.integers(1, 12)),))
    pattern = Pattern(on=rule, times=draw(at_times()))
    return Calendar(rules=(pattern,), zone=draw(zones()), excluded=(days, dates))


def fields() -> st.SearchStrategy[Calendar]:
    return st.builds(
        lambda each, zone: Calendar(rules=(cron(each),), zone=zone), st.sampled_from(CRON), zones()
    )


SHAPES: dict[str, st.SearchStrategy[Trigger]] = {
    "own times": days_with_their_own_times(),
    "own times of dates": dates_with_their_own_times(),
    "picks": picks_of_several_kinds(),
    "begun later": begun_later(),
    "counted": counted(),
    "ended at a time": ended_at_a_time(),
    "windows in some weeks": windows_in_some_weeks(),
    "elapsed on some days": elapsed_on_some_days(),
    "excluded twice": excluded_twice(),
    "cron fields": fields(),
}


def as_said(trigger: Trigger) -> Trigger:
    """Return a trigger without a start that leaves nothing out: it need not be said."""
    if not isinstance(trigger, Calendar) or trigger.start is None or trigger.count is not None:
        return trigger
    plain = replace(trigger, start=None)
    is_idle = triggers.next_due(plain, after=NOW) == triggers.next_due(trigger, after=NOW)
    return plain if is_idle else trigger


def typed_again(trigger: Trigger, language: str, zone: ZoneInfo, *, with_zone: bool) -> tuple[str, Trigger]:
    words = render(trigger, language=language, now=NOW, with_zone=with_zone)
    intent = understand(f"{words}: xyz", Context(zone=zone, now=NOW, language=language))
    assert isinstance(intent, Create), f"{words!r} -> {intent}"
    assert intent.task == "xyz", words
    return words, intent.trigger


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("shape", SHAPES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_each_shape_is_understood_as_what_it_was(language: str, shape: str, data: st.DataObject) -> None:
    trigger: Trigger = data.draw(SHAPES[shape])
    if triggers.next_due(trigger, after=NOW) is None:
        return

    words, again = typed_again(trigger, language, trigger.zone, with_zone=False)

    assert without_anchor(as_said(again)) == without_anchor(as_said(trigger)), words


@pytest.mark.parametrize("language", ["en", "de"])
@settings(max_examples=60, deadline=None)
@given(trigger=st.one_of(calendars(), once(), days_with_their_own_times(), fields()))
def test_a_named_zone_is_understood_in_a_chat_of_another(language: str, trigger: Trigger) -> None:
    if triggers.next_due(trigger, after=NOW) is None:
        return

    words, again = typed_again(trigger, language, ELSEWHERE, with_zone=True)

    assert without_anchor(again) == without_anchor(trigger), words
