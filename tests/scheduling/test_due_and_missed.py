"""Due is computed from (last settled slot, now]; what fell out is said (schedule-rules B1-B5, B13-B18)."""

import pytest

from domain.job import JobState, MissedPolicy
from domain.trigger import Every
from tests.scheduling.house import BERLIN, House, daily, utc


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
