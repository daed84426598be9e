"""One job alone is claimed when another clock says that it is time; that clock may go a little wrong."""

from datetime import datetime, timedelta

from domain.job import Job, JobState
from domain.run import Run
from domain.trigger import Every
from tests.scheduling.house import BERLIN, House, hourly, once, utc

EARLY = timedelta(seconds=90)


async def fired(house: House, job: Job) -> Run | None:
    return await house.ledger.claim_job(job.id, now=house.clock.now(), owner=house.owner, early=EARLY)


async def next_due_at(house: House, job: Job) -> datetime | None:
    return (await house.reread(job)).next_due_at


async def test_it_runs_for_its_slot_and_for_no_second_time(house: House) -> None:
    job, other = await house.job(hourly(), text="mine"), await house.job(hourly(), text="other")
    await house.at("2026-11-22 13:00")

    run = await fired(house, job)
    again = await fired(house, job)

    assert run is not None
    assert run.slot == utc("2026-11-22 13:00")
    assert again is None
    assert await house.states(job) == [("22 13:00", "claimed")]
    assert await house.states(other) == []


async def test_a_clock_that_is_a_minute_fast_takes_the_slot_and_ours_does_not_take_it_again(
    house: House,
) -> None:
    job = await house.job(hourly())
    await house.at("2026-11-22 12:58:40")

    run = await fired(house, job)
    await house.turn()
    await house.at("2026-11-22 13:00")
    await house.turn()

    assert run is not None
    assert run.slot == utc("2026-11-22 13:00")
    assert await next_due_at(house, job) == utc("2026-11-22 14:00")
    assert [slot for slot, _ in await house.states(job)] == ["22 13:00"]


async def test_two_minutes_too_early_it_is_not_due(house: House) -> None:
    job = await house.job(hourly())
    await house.at("2026-11-22 12:58")

    assert await fired(house, job) is None
    assert await house.states(job) == []
    assert await next_due_at(house, job) == utc("2026-11-22 13:00")


async def test_what_is_due_now_is_not_missed_for_what_comes_soon(house: House) -> None:
    job = await house.job(Every(step_s=60.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN))
    await house.at("2026-11-22 13:00")
    await house.turn()
    await house.at("2026-11-22 13:01:10")

    run = await fired(house, job)

    assert run is not None
    assert run.slot == utc("2026-11-22 13:01")
    assert "missed" not in [state for _, state in (await house.states(job))[-2:]]


async def test_a_job_at_rest_is_not_due(house: House) -> None:
    job = await house.job(hourly())
    await house.set_state(job, JobState.PAUSED)
    await house.at("2026-11-22 13:00")

    assert await fired(house, job) is None
    assert await house.states(job) == []


async def test_a_run_that_somebody_asked_for_is_taken(house: House) -> None:
    job, other = await house.job(hourly(), text="mine"), await house.job(hourly(), text="other")
    await house.ask_for_run(other, "press:1")
    await house.ask_for_run(job, "press:2")

    run = await fired(house, job)

    assert run is not None
    assert (run.job.id, run.slot) == (job.id, None)
    assert await house.states(other) == [("-", "requested")]


async def test_a_single_time_is_run_once_and_is_over(house: House) -> None:
    job = await house.job(once("2026-11-22 13:00"), task="remind")
    await house.at("2026-11-22 12:59")

    run = await fired(house, job)
    assert run is not None
    house.runner.start([run])
    await house.runner.idle()

    assert await house.states(job) == [("22 13:00", "ok")]
    assert (await house.reread(job)).state is JobState.DONE
