"""The loop by itself: it wakes when something is due or rung, keeps its leases, and tidies at night."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from domain.clock import Clock, ManualClock
from domain.job import JobState, TaskSpec
from domain.run import Inputs, Result
from scheduling.housekeeping import HEARTBEAT, PRUNED, night_after
from storage import heartbeats, job_rows
from storage.database import Room
from telemetry.nursery import Nursery
from tests.scheduling.house import House, a_house, daily, hourly, once, utc


@asynccontextmanager
async def turning(house: House) -> AsyncGenerator[None]:
    """Let the loop run while the body does, woken by commits as in the wired bot."""
    house.database.on_commit(lambda rooms: house.bell.ring() if Room.SCHEDULING in rooms else None)
    async with Nursery() as nursery:
        nursery.start(house.loop.run(), name="loop")
        yield


async def until(condition: Callable[[], Awaitable[bool]], house: House, *, step_s: float = 0.0) -> None:
    """Move the clock in steps until the condition holds, at most five real seconds."""
    async with asyncio.timeout(5):
        while not await condition():
            await house.clock.advance(seconds=step_s)


async def test_what_becomes_due_while_it_sleeps_runs_on_time(house: House) -> None:
    job = await house.job(once("2026-11-22 12:10"), task="remind", text="oven")

    async with turning(house), asyncio.timeout(5):
        while not await house.said():
            # Only from sleep to sleep: a turn takes no time of this clock.
            if (wake := house.clock.next_wake()) is not None:
                await house.clock.advance(to=wake)

    (run,) = await house.history(job)
    assert run.claimed_at == utc("2026-11-22 12:10")


async def test_a_commit_wakes_it(house: House) -> None:
    job = await house.job(daily("07:00"))

    async with turning(house):
        await until(lambda: _has_beaten(house), house)
        await house.ask_for_run(job, "press:1")

        async def ran() -> bool:
            return bool(await house.said())

        await until(ran, house)

    assert house.clock.now() == utc("2026-11-22 12:00")


async def test_a_long_run_keeps_its_lease(house: House) -> None:
    release = asyncio.Event()

    async def slow(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        await release.wait()
        return Result(report=None)

    house.check.body = slow
    job = await house.job(once("2026-11-22 12:00:30"))
    async with turning(house):
        await until(lambda: _has_beaten(house), house)

        async def begun() -> bool:
            return bool(house.check.calls)

        await until(begun, house, step_s=1.0)

        async def is_old() -> bool:
            # Reading the file gives the loop the time to write to it.
            return bool(await house.history(job)) and house.clock.now() > utc("2026-11-22 12:05")

        await until(is_old, house, step_s=0.5)
        release.set()
        await house.runner.idle()

    (run,) = await house.history(job)
    assert (str(run.state), run.attempt) == ("ok-silent", 1)


async def _has_beaten(house: House) -> bool:
    async with house.writer.reading() as tx:
        return await heartbeats.last(tx, HEARTBEAT) is not None


async def test_every_turn_leaves_a_sign_of_life(house: House) -> None:
    await house.turn()
    await house.at("2026-11-22 12:00:20")
    await house.turn()

    async with house.writer.reading() as tx:
        assert await heartbeats.last(tx, HEARTBEAT) == utc("2026-11-22 12:00:20")


async def test_nothing_due_is_half_a_minute_of_sleep_at_most(house: House) -> None:
    assert await house.loop.turn() == timedelta(seconds=30)

    await house.job(once("2026-11-22 12:00:10"))

    assert await house.loop.turn() == timedelta(seconds=10)


async def test_the_prune_comes_at_the_first_turn_and_then_every_night(house: House) -> None:
    old = "2026-01-01T00:00:00.000000Z"

    async def seen_updates() -> int:
        async with house.writer.transaction() as tx:
            row = await tx.one("SELECT count(*) FROM update_seen")
            await tx.execute("INSERT INTO update_seen VALUES (abs(random()), ?)", old)
        return 0 if row is None else int(row[0])

    await seen_updates()
    await house.turn()
    assert await seen_updates() == 0
    await house.at("2026-11-23 02:59")
    await house.turn()
    assert await seen_updates() == 1
    await house.at("2026-11-23 03:00")
    await house.turn()
    assert await seen_updates() == 0


@pytest.mark.parametrize(
    ("moment", "night"), [("22 02:59", "22 03:00"), ("22 03:00", "23 03:00"), ("22 12:00", "23 03:00")]
)
def test_the_night_after(moment: str, night: str) -> None:
    assert night_after(utc(f"2026-11-{moment}")) == utc(f"2026-11-{night}")


async def test_a_job_without_a_next_time_is_mended_at_night(house: House) -> None:
    job = await house.job(daily("07:00"))
    over = await house.job(once("2026-11-22 13:00"), text="over")
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET next_due_at = NULL")
        await tx.execute(
            "INSERT INTO run (job_id, slot, revision, state, claimed_at) VALUES (?,?,1,'missed',?)",
            over.id,
            "2026-11-22T13:00:00.000000Z",
            "2026-11-22T13:00:00.000000Z",
        )

    await house.turn()

    assert (await house.reread(job)).next_due_at == utc("2026-11-23 06:00")
    assert (await house.reread(over)).state is JobState.DONE


async def test_a_start_mends_too_so_that_a_later_version_picks_up_what_it_can_read_again(
    path: Path, clock: ManualClock
) -> None:
    async with a_house(path, clock) as before:
        job = await before.job(daily("07:00"))
        await before.turn()
        async with before.writer.transaction() as tx:
            await tx.execute("UPDATE job SET next_due_at = NULL")

    async with a_house(path, clock, number=2) as after:
        await after.turn()

        assert (await after.reread(job)).next_due_at == utc("2026-11-23 06:00")


async def test_a_job_that_cannot_be_computed_stops_no_night(house: House) -> None:
    broken = await house.job(hourly(), text="broken")
    job = await house.job(daily("07:00"))
    async with house.writer.transaction() as tx:
        await tx.execute(
            """UPDATE job SET spec = json_set(spec, '$.trigger.step_s', 1e12),
                              effective_from = '2026-11-22T13:10:00.000000Z' WHERE id = ?""",
            broken.id,
        )
        await tx.execute("UPDATE job SET next_due_at = NULL")
    await house.at("2026-11-22 13:30")

    await house.turn()

    assert (await house.reread(job)).next_due_at == utc("2026-11-23 06:00")
    async with house.writer.reading() as tx:
        assert await heartbeats.last(tx, PRUNED) is not None


async def test_an_ended_job_is_never_due_again(house: House) -> None:
    job = await house.job(daily("07:00"))
    async with house.writer.transaction() as tx:
        await job_rows.end(tx, job.id, JobState.CANCELLED, now=house.clock.now())
    await house.at("2026-11-23 06:00")

    await house.turn()

    assert await house.states(job) == []
