"""When things are due: gaps and repeated hours, steps and anchors, bounds, and the stored form."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain import trigger as triggers
from domain.trigger import (
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
    Once,
    Pattern,
    Through,
    Times,
    Trigger,
    Weekly,
    cron,
)
from tests.domain.dst_table import GAPS, OVERLAPS, RUNNING

BERLIN = ZoneInfo("Europe/Berlin")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def at(*times: str) -> At:
    return At(times=tuple(time.fromisoformat(each) for each in times))


def a_calendar(
    days: Days, times: Times, *, zone: ZoneInfo = BERLIN, months: tuple[int, ...] = ()
) -> Calendar:
    return Calendar(rules=(Pattern(on=DayRule(days=days, months=months), times=times),), zone=zone)


def a_grid(step_s: int, first: str = "00:00", last: str = "23:59") -> Through:
    return Through(first=time.fromisoformat(first), last=time.fromisoformat(last), step_s=step_s)


def moments(trigger: Trigger, after: datetime) -> Iterator[datetime]:
    due = triggers.next_due(trigger, after=after)
    while due is not None:
        yield due
        due = triggers.next_due(trigger, after=due)


def shown(trigger: Trigger, after: str, count: int) -> list[str]:
    """Return the next moments as the clocks of the trigger's zone show them."""
    since = datetime.fromisoformat(after).replace(tzinfo=trigger.zone)
    return [
        due.astimezone(trigger.zone).strftime("%m-%d %H:%M%z")
        for due in islice(moments(trigger, since), count)
    ]


@pytest.mark.parametrize(("zone", "fields", "after", "expected"), OVERLAPS + GAPS + RUNNING)
def test_cron_follows_debians_rule_through_clock_changes(
    zone: str, fields: str, after: str, expected: list[str]
) -> None:
    trigger = Calendar(rules=(cron(fields),), zone=ZoneInfo(zone))

    assert shown(trigger, after, len(expected)) == expected


def test_a_named_time_in_a_gap_comes_right_after_it_and_two_of_them_come_once() -> None:
    trigger = a_calendar(Daily(), at("02:10", "02:20", "03:00"))

    assert shown(trigger, "2027-03-27T12:00", 2) == ["03-28 03:00+0200", "03-29 02:10+0200"]


def test_a_named_time_that_the_clock_shows_twice_comes_the_first_time() -> None:
    trigger = a_calendar(Daily(), at("02:30"))

    assert shown(trigger, "2027-10-30T12:00", 2) == ["10-31 02:30+0200", "11-01 02:30+0100"]


def test_two_hourly_times_are_named_ones_and_half_hourly_ones_run_on() -> None:
    two_hourly = a_calendar(Daily(), a_grid(7200))
    half_hourly = a_calendar(Daily(), a_grid(1800))

    assert shown(two_hourly, "2027-03-28T00:30", 3) == [
        "03-28 03:00+0200",
        "03-28 04:00+0200",
        "03-28 06:00+0200",
    ]
    assert shown(half_hourly, "2027-10-31T02:10", 4) == [
        "10-31 02:30+0200",
        "10-31 02:00+0100",
        "10-31 02:30+0100",
        "10-31 03:00+0100",
    ]


def test_a_window_over_midnight_belongs_to_the_day_it_began_on() -> None:
    trigger = a_calendar(Weekly(weekdays=(4,)), a_grid(10800, "22:00", "04:00"))

    assert shown(trigger, "2027-05-05T12:00", 4) == [
        "05-07 22:00+0200",
        "05-08 01:00+0200",
        "05-08 04:00+0200",
        "05-14 22:00+0200",
    ]


MONTHLY = (
    ((Nth(31),), ["05-31", "07-31", "08-31"]),
    ((Nth(-1),), ["05-31", "06-30", "07-31"]),
    ((Nth(-2),), ["05-30", "06-29", "07-30"]),
    ((Nth(2, (4,)),), ["05-14", "06-11", "07-09"]),
    ((Nth(5, (0,)),), ["05-31", "08-30", "11-29"]),
    ((Nth(-1, WORKDAYS),), ["05-31", "06-30", "07-30"]),
    ((Nth(1, WORKDAYS),), ["06-01", "07-01", "08-02"]),
    ((Nth(1), Nth(15)), ["05-15", "06-01", "06-15"]),
)


@pytest.mark.parametrize(("picks", "expected"), MONTHLY, ids=str)
def test_a_pick_comes_only_in_months_that_have_it(picks: tuple[Nth, ...], expected: list[str]) -> None:
    trigger = a_calendar(Monthly(picks=picks), at("09:00"))

    assert [day[:5] for day in shown(trigger, "2027-05-05T12:00", 3)] == expected


def test_february_29_comes_in_leap_years_only() -> None:
    trigger = a_calendar(Monthly(picks=(Nth(29),)), at("09:00"), months=(2,))

    years = [due.year for due in islice(moments(trigger, datetime(2027, 1, 1, tzinfo=UTC)), 3)]

    assert years == [2028, 2032, 2036]


STEPS = (
    (Daily(every=3, anchor=date(2027, 5, 6)), ["05-06", "05-09", "05-12"]),
    (Weekly(weekdays=(0, 3), every=2, anchor=date(2027, 5, 6)), ["05-06", "05-17", "05-20"]),
    (Monthly(picks=(Nth(1),), every=2, anchor=date(2027, 6, 1)), ["06-01", "08-01", "10-01"]),
)


@pytest.mark.parametrize(("days", "expected"), STEPS, ids=str)
def test_every_other_counts_from_its_anchor(days: Days, expected: list[str]) -> None:
    trigger = a_calendar(days, at("09:00"))

    assert [day[:5] for day in shown(trigger, "2027-05-05T12:00", 3)] == expected


def test_bounds_are_included_and_excluded_days_left_out() -> None:
    daily = a_calendar(Daily(), at("09:00"))
    bounded = replace(
        daily,
        start=datetime(2027, 5, 6, 7, tzinfo=UTC),
        until=datetime(2027, 5, 10, 7, tzinfo=UTC),
        excluded=(DayRule(days=Weekly(weekdays=(5,))), DayRule(days=Dates(dates=(date(2027, 5, 9),)))),
    )

    assert [day[:5] for day in shown(bounded, "2027-05-01T00:00", 9)] == ["05-06", "05-07", "05-10"]


def test_a_count_is_of_slots_from_the_start_whenever_it_is_asked() -> None:
    thrice = replace(a_calendar(Daily(), at("09:00")), start=datetime(2027, 5, 6, 7, tzinfo=UTC), count=3)

    assert [day[:5] for day in shown(thrice, "2027-05-01T00:00", 9)] == ["05-06", "05-07", "05-08"]
    assert [day[:5] for day in shown(thrice, "2027-05-07T12:00", 9)] == ["05-08"]


def test_elapsed_time_does_not_care_about_the_clock_on_the_wall() -> None:
    anchor = datetime(2027, 3, 27, 23, 30, tzinfo=UTC)
    trigger = Every(step_s=5400.0, anchor=anchor, zone=BERLIN, count=3)

    found = list(moments(trigger, anchor - timedelta(hours=1)))

    assert found == [anchor, anchor + timedelta(minutes=90), anchor + timedelta(hours=3)]


def test_elapsed_time_on_some_days_leaves_the_others_out() -> None:
    anchor = datetime(2027, 5, 7, 20, 0, tzinfo=UTC)
    trigger = Every(step_s=7 * 3600.0, anchor=anchor, zone=BERLIN, only=DayRule(days=Weekly(weekdays=(4, 0))))

    assert shown(trigger, "2027-05-07T12:00", 2) == ["05-07 22:00+0200", "05-10 06:00+0200"]


def test_what_never_comes_is_none_and_found_out_at_once() -> None:
    mondays = a_calendar(Weekly(weekdays=(0,)), at("09:00"))
    never = replace(mondays, excluded=(DayRule(days=Weekly(weekdays=(0,))),))

    assert triggers.next_due(never, after=datetime(2027, 5, 5, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    "fields",
    [
        "* * * *",
        "0 0 9 * * 1",
        "61 * * * *",
        "0 25 * * *",
        "*/90 * * * *",
        "0 9 31 2 *",
        "0 9 * * 8",
        "0 9 5-1 * *",
        "x y z a b",
        "",
    ],
)
def test_what_is_no_cron_expression_is_refused(fields: str) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        cron(fields)


def test_a_restricted_day_and_weekday_are_alternatives_as_in_vixie_cron() -> None:
    trigger = Calendar(rules=(cron("0 12 13 * 5"),), zone=BERLIN)

    assert [day[:5] for day in shown(trigger, "2027-02-06T00:00", 3)] == ["02-12", "02-13", "02-19"]


def some_triggers() -> st.SearchStrategy[Trigger]:
    zones = st.sampled_from(
        ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu")
    ).map(ZoneInfo)
    times = st.one_of(
        st.lists(
            st.times(timezones=st.none()).map(lambda t: t.replace(microsecond=0)), min_size=1, max_size=3
        ).map(lambda found: At(times=tuple(found))),
        st.builds(
            Through,
            first=st.sampled_from((time(0), time(1, 30), time(22))),
            last=st.sampled_from((time(23, 59), time(4))),
            step_s=st.sampled_from((1200, 2400, 3600, 5400, 10800)),
        ),
    )
    days = st.sampled_from(
        (
            Daily(),
            Daily(every=3, anchor=date(2027, 3, 1)),
            Weekly(weekdays=(0, 6)),
            Weekly(weekdays=(6,), every=2, anchor=date(2027, 3, 1)),
            Monthly(picks=(Nth(-1, (6,)), Nth(3))),
        )
    )
    patterns = st.builds(lambda d, t: Pattern(on=DayRule(days=d), times=t), days, times)
    crons = st.sampled_from(("30 2 * * *", "*/20 * * * *", "0 */2 * * 0", "15 1-3 * * *")).map(cron)
    rules = st.lists(st.one_of(patterns, crons), min_size=1, max_size=2).map(tuple)
    return st.builds(lambda r, z: Calendar(rules=r, zone=z), rules, zones)


@settings(max_examples=60, deadline=None)
@given(trigger=some_triggers(), restart_after=st.integers(0, 400))
def test_a_restart_at_any_point_changes_nothing(trigger: Trigger, restart_after: int) -> None:
    begin = datetime(2027, 3, 26, 22, 0, tzinfo=UTC)
    end = begin + timedelta(days=12)
    whole = triggers.due_between(trigger, after=begin, until=end, limit=5000)

    point = begin + timedelta(minutes=restart_after * 40)
    before = triggers.due_between(trigger, after=begin, until=min(point, end), limit=5000)
    after = triggers.due_between(trigger, after=point, until=end, limit=5000)

    assert whole == before + after
    assert list(whole) == sorted(set(whole))
    assert triggers.previous_due(trigger, at=end, after=begin) == (whole[-1] if whole else None)


@settings(max_examples=80, deadline=None)
@given(trigger=some_triggers())
def test_what_is_stored_is_read_back_the_same(trigger: Trigger) -> None:
    assert triggers.decode(triggers.encode(trigger)) == trigger


STORED: tuple[Trigger, ...] = (
    Once(at=datetime(2027, 5, 5, tzinfo=UTC), zone=BERLIN),
    Every(
        step_s=5400.0,
        anchor=datetime(2027, 5, 5, tzinfo=UTC),
        zone=LORD_HOWE,
        only=DayRule(days=Weekly(weekdays=(1,))),
        until=datetime(2028, 5, 5, tzinfo=UTC),
        count=4,
    ),
    replace(
        a_calendar(Daily(), at("09:00"), months=(7, 8)),
        start=datetime(2027, 5, 5, tzinfo=UTC),
        until=datetime(2028, 5, 5, tzinfo=UTC),
        count=9,
        excluded=(DayRule(days=Dates(dates=(date(2027, 7, 9),))),),
    ),
)


@pytest.mark.parametrize("trigger", STORED, ids=lambda trigger: type(trigger).__name__)
def test_every_kind_is_stored_with_all_its_bounds(trigger: Trigger) -> None:
    assert triggers.decode(triggers.encode(trigger)) == trigger


@pytest.mark.parametrize(
    "value",
    [
        {},
        {"kind": "weekly", "zone": "UTC"},
        {"kind": "once", "zone": "Nowhere/City", "at": "2027-05-05T00:00:00+00:00"},
        {"kind": "once", "zone": "UTC", "at": "2027-05-05T00:00:00"},
        {"kind": "every", "zone": "UTC", "step_s": 0, "anchor": "2027-05-05T00:00:00+00:00"},
        {"kind": "calendar", "zone": "UTC", "rules": []},
        {"kind": "calendar", "zone": "UTC", "rules": [{"cron": "0 9 * *"}]},
        {"kind": "calendar", "zone": "UTC", "rules": [{"cron": "0 9 * * *"}], "count": 3},
        {"kind": "calendar", "zone": "UTC", "rules": [{"on": {"every": 2}, "times": {"at": ["09:00:00"]}}]},
        {"kind": "calendar", "zone": "UTC", "rules": [{"on": {"every": 1}, "times": {"at": []}}]},
    ],
    ids=str,
)
def test_what_is_no_trigger_is_refused(value: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        triggers.decode(value)


def test_moments_without_a_zone_are_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        triggers.next_due(a_calendar(Daily(), at("09:00")), after=datetime(2027, 5, 5))  # noqa: DTZ001  # the point


def test_the_typical_period_is_the_shortest_distance_ahead() -> None:
    now = datetime(2027, 5, 5, tzinfo=UTC)
    twice = a_calendar(Daily(), at("08:00", "20:00"))

    periods = [
        triggers.typical_period_s(trigger, now=now)
        for trigger in (twice, a_calendar(Daily(), a_grid(600)), Once(at=now, zone=BERLIN))
    ]

    assert periods == [43200.0, 600.0, 86400.0]
