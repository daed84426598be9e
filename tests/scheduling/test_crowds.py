"""Many at once: no chat keeps the others waiting, what was missed goes one by one, next times are lost."""

from datetime import timedelta
from itertools import pairwise

from domain.clock import Clock
from domain.job import TaskSpec
from domain.run import Inputs, Result
from scheduling.gate import CATCH_UP_GAP
from scheduling.housekeeping import MEND_BITE
from tests.scheduling.house import House, daily, once, utc


async def test_a_chat_with_forty_due_jobs_does_not_keep_the_others_waiting(house: House) -> None:
    for number in range(40):
        await house.job(once("2026-11-22 13:00"), text=f"crowd {number}", chat_id=1)
    for chat in (2, 3):
        await house.job(once("2026-11-22 13:01"), text=f"alone {chat}", chat_id=chat)
    await house.at("2026-11-22 13:01")

    claimed = await house.ledger.claim(now=house.clock.now(), owner=house.owner, limit=4)

    assert [run.job.title for run in claimed] == ["crowd 0", "alone 2", "alone 3", "crowd 1"]


async def test_forty_briefs_of_one_chat_hold_one_place(house: House) -> None:
    running: list[str] = []

    async def note(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        running.append(spec.text)
        await clock.sleep_until(clock.now() + timedelta(seconds=60))
        return Result(report=None)

    house.check.body = note
    for number in range(40):
        await house.job(once("2026-11-22 13:00"), text=f"crowd {number}", chat_id=1)
    await house.job(once("2026-11-22 13:00"), text="alone", chat_id=2)
    await house.at("2026-11-22 13:00")

    await house.loop.turn()
    await house.calls_reach(2)

    assert sorted(running) == ["alone", "crowd 0"]


async def test_what_was_missed_catches_up_one_by_one_and_seconds_apart(house: House) -> None:
    began: list[float] = []

    async def note(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        began.append((clock.now() - utc("2026-11-23 06:30")).total_seconds())
        await clock.sleep_until(clock.now() + timedelta(seconds=2))
        return Result(report=None)

    house.check.body = note
    jobs = [await house.job(daily("07:00"), text=f"{number}", chat_id=number) for number in range(1, 4)]
    await house.at("2026-11-23 06:30")

    await house.loop.turn()
    for number in range(1, len(jobs) + 1):
        await house.calls_reach(number)
        while house.runner.in_hand > len(jobs) - number:
            await house.clock.advance(seconds=0.5)
        await house.clock.advance(seconds=CATCH_UP_GAP.total_seconds())
    await house.runner.idle()

    assert all(late - early >= 2 + CATCH_UP_GAP.total_seconds() for early, late in pairwise(began))
    assert len(began) == len(jobs)


async def test_what_is_due_now_does_not_wait_for_what_catches_up(house: House) -> None:
    async def slow(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
        if spec.text == "missed":
            await clock.sleep_until(clock.now() + timedelta(minutes=9))
        return Result(report=None)

    house.check.body = slow
    for chat in (1, 2):
        await house.job(daily("07:00"), text="missed", chat_id=chat)
    now = await house.job(daily("07:30"), text="now", chat_id=3)
    await house.at("2026-11-23 06:30")

    await house.loop.turn()
    await house.calls_reach(2)
    while (await house.states(now))[-1][1] != "ok-silent":
        await house.clock.settle()

    assert house.clock.now() == utc("2026-11-23 06:30")


async def test_missed_reminders_are_said_at_once(house: House) -> None:
    for number in range(8):
        await house.job(once("2026-11-22 13:00"), task="remind", text=f"{number}", chat_id=number + 1)
    await house.at("2026-11-22 13:20")

    await house.turn()

    assert len(await house.said()) == 8


async def test_what_is_due_does_not_wait_for_jobs_that_lost_their_next_time(house: House) -> None:
    for number in range(MEND_BITE + 10):
        await house.job(daily("07:00"), text=f"lost {number}", chat_id=1)
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET next_due_at = NULL")
    due = await house.job(once("2026-11-22 12:01"), task="remind", text="oven", chat_id=2)
    await house.at("2026-11-22 12:01")

    assert await house.loop.turn() == timedelta(0)
    await house.runner.idle()

    assert await house.states(due) == [("22 12:01", "ok")]
    await house.turn()
    async with house.writer.reading() as tx:
        row = await tx.one("SELECT count(*) FROM job WHERE next_due_at IS NULL AND state = 'active'")
    assert row is not None
    assert row[0] == 0


async def test_a_lost_job_that_was_due_runs_once_it_is_mended(house: House) -> None:
    job = await house.job(daily("07:00"))
    async with house.writer.transaction() as tx:
        await tx.execute("UPDATE job SET next_due_at = NULL")
    await house.at("2026-11-23 06:00")

    await house.turn()

    assert await house.states(job) == [("23 06:00", "ok")]
