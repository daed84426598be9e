"""Summer time, lived through by a scheduler quarter of an hour by quarter of an hour (B16-B19, table C6)."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from domain.trigger import Calendar, cron
from tests.domain.dst_table import GAPS, OVERLAPS, RUNNING
from tests.scheduling.house import House, daily, utc

QUARTER = timedelta(minutes=15)
COLUMNS = ("zone", "fields", "after", "expected")


async def lived_through(house: House, zone: str, fields: str, after: str, until: str) -> list[str]:
    """Let time pass to a local moment, and return when the job ran, as the clocks of its zone show it."""
    place = ZoneInfo(zone)
    begin = datetime.fromisoformat(after).replace(tzinfo=place)
    await house.clock.advance(to=begin.astimezone(UTC))
    job = await house.job(Calendar(rules=(cron(fields),), zone=place))
    end = datetime.strptime(f"{after[:4]}-{until}", "%Y-%m-%d %H:%M%z")
    while house.clock.now() <= end:
        await house.clock.advance(to=house.clock.now() + QUARTER)
        await house.turn()
    history = await house.history(job)
    assert [(run.claimed_at, str(run.state)) for run in history] == [(run.slot, "ok") for run in history]
    return [run.slot.astimezone(place).strftime("%m-%d %H:%M%z") for run in history if run.slot]


@pytest.mark.parametrize(COLUMNS, OVERLAPS)
async def test_b16_a_time_that_the_clock_shows_twice_runs_once(
    house: House, zone: str, fields: str, after: str, expected: list[str]
) -> None:
    """In autumn jobs fired twice, or all through the repeated hour."""
    assert await lived_through(house, zone, fields, after, expected[-1]) == expected


@pytest.mark.parametrize(COLUMNS, GAPS)
async def test_b17_a_time_that_the_clock_leaves_out_runs_right_after_and_no_day_is_lost(
    house: House, zone: str, fields: str, after: str, expected: list[str]
) -> None:
    """In spring jobs were skipped: that time, a day, a week, or ten months."""
    assert await lived_through(house, zone, fields, after, expected[-1]) == expected


async def test_b18_a_bot_that_is_not_restarted_keeps_to_the_clock_on_the_wall(house: House) -> None:
    """After the clocks had changed, jobs came an hour off until somebody restarted the program."""
    await house.at("2027-03-26 12:00")
    job = await house.job(daily("07:00"))

    for moment in ("03-27 06:00", "03-28 05:00", "10-30 05:00", "10-31 06:00"):
        await house.at(f"2027-{moment}")
        await house.turn()

    history = [run for run in await house.history(job) if str(run.state) == "ok"]
    on_time = [f"{run.slot:%m-%d %H:%M}" for run in history if run.slot == run.claimed_at]
    assert on_time == ["03-27 06:00", "03-28 05:00", "10-30 05:00", "10-31 06:00"]
    assert (await house.reread(job)).next_due_at == utc("2027-11-01 06:00")


@pytest.mark.parametrize(COLUMNS, RUNNING)
async def test_b19_what_runs_on_through_the_day_loses_no_repeated_hour(
    house: House, zone: str, fields: str, after: str, expected: list[str]
) -> None:
    """In autumn half-hourly jobs stood still for an hour."""
    assert await lived_through(house, zone, fields, after, expected[-1]) == expected
