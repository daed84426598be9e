"""Due is computed from (last settled slot, now]; what fell out is said (schedule-rules B1-B5, B13-B18)."""

from pathlib import Path

import pytest

from domain.clock import ManualClock
from domain.job import JobState, MissedPolicy
from domain.trigger import Calendar, Every, cron
from tests.scheduling.house import BERLIN, House, a_house, daily, once, utc, words_of


async def test_b1_a_restart_over_the_slot_runs_it_once_and_late(path: Path, clock: ManualClock) -> None:
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


async def test_b2_a_reminder_past_its_grace_becomes_a_card_with_its_text(house: House) -> None:
    job = await house.job(once("2026-11-22 13:00"), task="remind", text="take the cake out of the oven")
    await house.at("2026-11-22 16:00")

    await house.turn()

    (card,) = await house.said()
    assert "take the cake out of the oven" in card.text
    assert "14:00" in card.text
    assert words_of(card) == ["run", "skip"]
    assert house.remind.calls == []
    assert (await house.reread(job)).state is JobState.DONE


async def test_b2_a_reminder_within_its_grace_comes_late_and_says_so(house: House) -> None:
    job = await house.job(once("2026-11-22 13:00"), task="remind", text="oven")
    await house.at("2026-11-22 13:20")

    await house.turn()

    assert await house.texts() == ["oven\n\nplanned 14:00, ran 14:20"]
    assert (await house.reread(job)).state is JobState.DONE


async def test_b3_a_restart_does_not_repeat_what_ran(path: Path, clock: ManualClock) -> None:
    async with a_house(path, clock) as before:
        job = await before.job(daily("22:00"))
        await before.at("2026-11-22 21:00")
        await before.turn()
    await clock.advance(to=utc("2026-11-22 21:30"))

    async with a_house(path, clock, number=2) as after:
        await after.turn()

        assert await after.states(job) == [("22 21:00", "ok")]
        assert after.check.calls == []


async def test_b5_a_weekly_job_catches_up_its_own_day(house: House) -> None:
    monday = Calendar(rules=(cron("0 19 * * 1"),), zone=BERLIN)
    job = await house.job(monday, missed=MissedPolicy.ALWAYS)
    await house.at("2026-11-27 10:00")

    await house.turn()

    assert await house.states(job) == [("23 18:00", "ok")]
    assert (await house.texts())[0].endswith("planned Mon 19:00, ran 11:00")


async def test_b5_beyond_its_grace_a_weekly_job_asks(house: House) -> None:
    job = await house.job(Calendar(rules=(cron("0 19 * * 1"),), zone=BERLIN))
    await house.at("2026-11-27 10:00")

    await house.turn()

    (card,) = await house.said()
    assert await house.states(job) == [("23 18:00", "missed")]
    assert "Mon 19:00" in card.text
    assert words_of(card) == ["run", "skip", "always"]


async def test_b13_a_clock_that_jumps_ahead_finds_what_became_due(house: House) -> None:
    job = await house.job(daily("15:00"))
    await house.turn()

    await house.at("2026-11-22 22:00")
    await house.turn()

    assert await house.states(job) == [("22 14:00", "ok")]


async def test_b14_a_loop_that_was_blocked_for_90_seconds_still_runs_the_slot(house: House) -> None:
    job = await house.job(Every(step_s=60.0, anchor=utc("2026-11-22 12:01"), zone=BERLIN))
    await house.at("2026-11-22 12:02:30")

    await house.turn()

    assert await house.states(job) == [("22 12:01", "missed"), ("22 12:02", "ok")]


@pytest.mark.parametrize(("not_after", "state"), [(None, "ok"), ("09:00", "missed"), ("14:30", "ok")])
async def test_b15_not_after_bounds_a_late_run(house: House, not_after: str | None, state: str) -> None:
    job = await house.job(daily("07:00"), not_after=not_after)
    await house.at("2026-11-23 12:00")

    await house.turn()

    assert await house.states(job) == [("23 06:00", state)]


@pytest.mark.parametrize(
    ("policy", "state", "messages"),
    [
        (MissedPolicy.LATEST, "ok", 1),
        (MissedPolicy.SKIP, "missed", 0),
        (MissedPolicy.ASK, "missed", 1),
        (MissedPolicy.ALWAYS, "ok", 1),
    ],
)
async def test_each_policy_for_a_run_that_is_an_hour_late(
    house: House, policy: MissedPolicy, state: str, messages: int
) -> None:
    job = await house.job(daily("07:00"), missed=policy)
    await house.at("2026-11-23 07:00")

    await house.turn()

    assert await house.states(job) == [("23 06:00", state)]
    assert len(await house.said()) == messages


@pytest.mark.parametrize("policy", list(MissedPolicy))
async def test_every_policy_runs_what_is_due_now(house: House, policy: MissedPolicy) -> None:
    job = await house.job(daily("07:00"), missed=policy)
    await house.at("2026-11-23 06:00:20")

    await house.turn()

    assert await house.states(job) == [("23 06:00", "ok")]


async def test_of_several_missed_days_the_newest_runs_and_says_how_many_fell_out(house: House) -> None:
    job = await house.job(daily("07:00"))
    await house.at("2026-11-26 07:00")

    await house.turn()

    assert await house.states(job) == [
        ("23 06:00", "missed"),
        ("24 06:00", "missed"),
        ("25 06:00", "missed"),
        ("26 06:00", "ok"),
    ]
    assert (await house.texts())[0].endswith("planned 07:00, ran 08:00; 3 earlier runs were left out")


async def test_a_hundred_missed_slots_are_fifty_rows_and_a_count(house: House) -> None:
    job = await house.job(Every(step_s=300.0, anchor=utc("2026-11-22 12:05"), zone=BERLIN))
    await house.at("2026-11-22 20:24")

    await house.turn()

    history = await house.history(job)
    assert len(history) == 51
    assert sum(run.slots for run in history) == 100
    assert str(history[-1].state) == "ok"
    await house.turn()
    assert len(await house.history(job)) == 51


async def test_b22_a_job_made_after_its_time_waits_for_tomorrow(house: House) -> None:
    await house.at("2026-11-23 06:05")
    job = await house.job(daily("07:00"))

    await house.turn()

    assert await house.states(job) == []
    assert (await house.reread(job)).next_due_at == utc("2026-11-24 06:00")


async def test_an_index_that_is_wrong_runs_nothing_that_is_not_due(house: House) -> None:
    job = await house.job(daily("07:00"))
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET next_due_at = '2026-01-01T00:00:00.000000Z'")

    await house.turn()

    assert await house.states(job) == []
    assert (await house.reread(job)).next_due_at == utc("2026-11-23 06:00")


async def test_a_job_that_cannot_be_read_stops_nobody_else(house: House) -> None:
    broken = await house.job(daily("07:00"), text="broken")
    sound = await house.job(daily("07:00"), text="sound")
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET spec = '{\"v\": 99}' WHERE id = ?", broken.id)
    await house.at("2026-11-23 06:00")

    await house.turn()

    assert await house.states(sound) == [("23 06:00", "ok")]
    assert await house.states(broken) == []


async def test_a_paused_job_is_not_due(house: House) -> None:
    job = await house.job(daily("07:00"))
    await house.set_state(job, JobState.PAUSED)
    await house.at("2026-11-23 06:00")

    await house.turn()

    assert await house.states(job) == []


async def test_the_last_run_of_a_bounded_schedule_ends_the_job(house: House) -> None:
    bounded = Every(step_s=3600.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN, count=2)
    job = await house.job(bounded)

    for moment in ("2026-11-22 13:00", "2026-11-22 14:00", "2026-11-22 15:00"):
        await house.at(moment)
        await house.turn()

    assert await house.states(job) == [("22 13:00", "ok"), ("22 14:00", "ok")]
    assert (await house.reread(job)).state is JobState.DONE


async def test_b16_b18_a_daily_job_across_both_clock_changes_runs_once_a_day(house: House) -> None:
    await house.at("2027-03-26 12:00")
    job = await house.job(daily("02:30"))
    for day in ("27 01:30", "28 01:00", "29 00:30"):
        await house.at(f"2027-03-{day}")
        await house.turn()
        await house.turn()

    await house.at("2027-10-30 12:00")
    await house.turn()
    for moment in ("31 00:30", "31 01:30"):
        await house.at(f"2027-10-{moment}")
        await house.turn()

    ok = [slot for slot, state in await house.states(job) if state == "ok"]
    assert ok == ["27 01:30", "28 01:00", "29 00:30", "30 00:30", "31 00:30"]
