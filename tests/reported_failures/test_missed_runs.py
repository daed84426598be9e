"""What a restart, a sleeping machine or a busy one loses or repeats elsewhere (B1-B5, B13-B15, B22, B36)."""

import asyncio
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.clock import ManualClock
from domain.job import JobState, MissedPolicy
from domain.trigger import Calendar, Every, cron, next_due, previous_due
from tests.handlers.house import House as Talk
from tests.scheduling.house import BERLIN, House, a_house, daily, once, utc, words_of

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
)
#: None of them is due more than 40 times in four days: so far the ledger has a row for each slot.
RULES = ("0 7 * * *", "30 2 * * *", "45 23 * * 1,3,5", "0 */3 * * *", "15 0 1,15 * *", "0 19 * * MON")


async def test_b01_a_restart_over_the_slot_runs_it_once_and_late(path: Path, clock: ManualClock) -> None:
    """A restart of 13 seconds swallowed the 08:30 job, and its next time jumped a day."""
    async with a_house(path, clock, number=1) as before:
        job = await before.job(daily("08:30"))
        await before.at("2026-11-23 07:29:50")
        await before.turn()
    await clock.advance(to=utc("2026-11-23 07:31"))

    async with a_house(path, clock, number=2) as after:
        await after.turn()
        await after.turn()

        assert await after.states(job) == [("23 07:30", "ok")]
        assert (await after.history(job))[0].claimed_at == utc("2026-11-23 07:31")
        assert (await after.reread(job)).next_due_at == utc("2026-11-24 07:30")


async def test_b02_a_reminder_past_its_grace_becomes_a_card_with_its_text(house: House) -> None:
    """What was to happen once was dropped by the restart and stood there as planned for ever."""
    job = await house.job(once("2026-11-22 13:00"), task="remind", text="take the cake out of the oven")
    await house.at("2026-11-22 16:00")

    await house.turn()

    (card,) = await house.said()
    assert "take the cake out of the oven" in card.text
    assert "14:00" in card.text
    assert words_of(card) == ["run", "skip"]
    assert house.remind.calls == []
    assert (await house.reread(job)).state is JobState.DONE


async def test_b02_a_reminder_within_its_grace_comes_late_and_says_so(house: House) -> None:
    """What was to happen once was dropped by the restart, a few minutes after its time."""
    job = await house.job(once("2026-11-22 13:00"), task="remind", text="oven")
    await house.at("2026-11-22 13:20")

    await house.turn()

    assert await house.texts() == ["oven\n\nplanned 14:00, ran 14:20"]
    assert (await house.reread(job)).state is JobState.DONE


async def test_b03_a_restart_does_not_repeat_what_ran(path: Path, clock: ManualClock) -> None:
    """Jobs that had run ran again after a restart: thirteen briefs at midnight."""
    async with a_house(path, clock) as before:
        job = await before.job(daily("22:00"))
        await before.at("2026-11-22 21:00")
        await before.turn()
    await clock.advance(to=utc("2026-11-22 21:30"))

    async with a_house(path, clock, number=2) as after:
        await after.turn()

        assert await after.states(job) == [("22 21:00", "ok")]
        assert after.check.calls == []


@settings(max_examples=30, deadline=None)
@given(
    zone=st.sampled_from(ZONES).map(ZoneInfo),
    rule=st.sampled_from(RULES),
    # 2027-03-11 to 2027-04-06: the clocks change in three of the zones.
    made_after=st.integers(0, 26 * 24),
    away=st.integers(1, 96),
)
def test_b04_what_a_restart_catches_up_is_what_would_have_come(
    zone: ZoneInfo, rule: str, made_after: int, away: int
) -> None:
    """Catching up forgot the job's zone: a restart ran what was still to come."""
    trigger = Calendar(rules=(cron(rule),), zone=zone)
    made = utc("2027-03-11 00:10") + timedelta(hours=made_after)
    back = made + timedelta(hours=away)
    expected, after = [], made
    while (due := next_due(trigger, after=after)) is not None and due <= back:
        expected.append(due)
        after = due

    settled = asyncio.run(settled_by_a_restart(trigger, ManualClock(made), away_h=away))

    assert settled == expected
    assert previous_due(trigger, at=back, after=made) == (settled[-1] if settled else None)


async def settled_by_a_restart(trigger: Calendar, clock: ManualClock, *, away_h: int) -> list[object]:
    """Return the slots that a bot settles which was away for so long after the job was made."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "nightjar.sqlite3"
        async with a_house(path, clock, number=1) as before:
            job = await before.job(trigger)
        await clock.advance(seconds=away_h * 3600)
        async with a_house(path, clock, number=2) as after:
            await after.turn()
            return [run.slot for run in await after.history(job)]


async def test_b05_a_weekly_job_catches_up_its_own_day(house: House) -> None:
    """Catching up on a Friday ran five weekly jobs of other days within four minutes."""
    monday = Calendar(rules=(cron("0 19 * * 1"),), zone=BERLIN)
    job = await house.job(monday, missed=MissedPolicy.ALWAYS)
    await house.at("2026-11-27 10:00")

    await house.turn()

    assert await house.states(job) == [("23 18:00", "ok")]
    assert (await house.texts())[0].endswith("planned Mon 19:00, ran 11:00")


async def test_b05_beyond_its_grace_a_weekly_job_asks(house: House) -> None:
    """Catching up on a Friday ran Monday's job although nobody wanted it any more."""
    job = await house.job(Calendar(rules=(cron("0 19 * * 1"),), zone=BERLIN))
    await house.at("2026-11-27 10:00")

    await house.turn()

    (card,) = await house.said()
    assert await house.states(job) == [("23 18:00", "missed")]
    assert "Mon 19:00" in card.text
    assert words_of(card) == ["run", "skip", "always"]


async def test_b13_a_clock_that_jumps_ahead_finds_what_became_due(house: House) -> None:
    """The laptop slept, the timer stood still, and the job came hours late or never."""
    job = await house.job(daily("15:00"))
    await house.turn()

    await house.at("2026-11-22 22:00")
    await house.turn()

    assert await house.states(job) == [("22 14:00", "ok")]


async def test_b14_a_loop_that_was_blocked_for_90_seconds_still_runs_the_slot(house: House) -> None:
    """A grace of one second dropped every run that was a little late; a weekly job never ran."""
    job = await house.job(Every(step_s=60.0, anchor=utc("2026-11-22 12:01"), zone=BERLIN))
    await house.at("2026-11-22 12:02:30")

    await house.turn()

    assert await house.states(job) == [("22 12:01", "missed"), ("22 12:02", "ok")]


@pytest.mark.parametrize(("not_after", "state"), [(None, "ok"), ("09:00", "missed"), ("14:30", "ok")])
async def test_b15_a_daily_job_is_borne_late_until_its_not_after(
    house: House, not_after: str | None, state: str
) -> None:
    """A fixed grace was too short for a laptop, and none at all ran the morning's job at 22:00."""
    job = await house.job(daily("07:00"), not_after=not_after)
    await house.at("2026-11-23 12:00")

    await house.turn()

    assert await house.states(job) == [("23 06:00", state)]
    (said,) = await house.said()
    assert words_of(said) == (["run", "skip", "always"] if state == "missed" else [])


async def test_b22_a_job_made_after_its_time_waits_for_tomorrow(house: House) -> None:
    """A job that was just made ran at once, for a time that had passed before."""
    await house.at("2026-11-23 06:05")
    job = await house.job(daily("07:00"))

    await house.turn()

    assert await house.states(job) == []
    assert (await house.reread(job)).next_due_at == utc("2026-11-24 06:00")


async def test_b22_a_job_that_goes_on_after_its_time_waits_for_tomorrow(talk: Talk, house: House) -> None:
    """A job that was resumed ran at once, for a time that it had rested through."""
    [card] = await talk.say("/every day 7:00 water the plants")
    job = await talk.job(str(card.job_id))
    await talk.press(card, "pause")
    await house.at("2026-11-23 06:05")

    await talk.say("/resume 1")
    await house.turn()

    assert await house.states(job) == []
    assert (await house.reread(job)).next_due_at == utc("2026-11-24 06:00")


async def test_b36_a_hundred_missed_slots_are_fifty_rows_and_a_count_and_it_goes_on(house: House) -> None:
    """After a hundred missed times the scheduler gave the job up."""
    job = await house.job(Every(step_s=300.0, anchor=utc("2026-11-22 12:05"), zone=BERLIN))
    await house.at("2026-11-22 20:24")

    await house.turn()

    history = await house.history(job)
    assert len(history) == 51
    assert sum(run.slots for run in history) == 100
    assert str(history[-1].state) == "ok"
    await house.turn()
    assert len(await house.history(job)) == 51
    await house.at("2026-11-22 20:25")
    await house.turn()
    assert (await house.states(job))[-1] == ("22 20:25", "ok")
