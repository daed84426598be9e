"""Processes that die, come twice, or look alive while nothing moves (B9-B12)."""

import asyncio
import json
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot import silence
from bot.silence import Life
from bot.supervision import Supervisor
from domain.clock import ManualClock
from domain.job import JobState
from domain.report import Report, Span
from domain.run import Result
from messages.sentences import text
from scheduling.ledger import SqliteLedger
from scheduling.owner import this_process
from storage import people
from telemetry.health import Health
from telemetry.nursery import Nursery
from tests.bot.sweeping import lived, looked
from tests.scheduling.house import CHAT, House, a_house, daily, hourly, once, utc

PROCESSES, SLOTS = 24, 200

#: A process of its own that claims whatever is due until nothing is, and prints the jobs of its claims.
CLAIMANT = """
import asyncio, json, sys
from datetime import datetime
from pathlib import Path
from domain.clock import ManualClock
from scheduling.ledger import SqliteLedger
from scheduling.owner import this_process
from storage.migrating import open_database

async def main(path, now):
    clock = ManualClock(now)
    async with open_database(Path(path), migrate=False) as database:
        ledger = SqliteLedger(await database.writer(), tasks=(), clock=clock)
        got, idle = [], 0
        while idle < 3:
            runs = await ledger.claim(now=now, owner=this_process(), limit=3)
            got += [run.job.id for run in runs]
            idle = 0 if runs else idle + 1
    print("CLAIMED", json.dumps(got), flush=True)
    sys.stdin.read()  # alive until told to go: the runs of a dead process are free again

asyncio.run(main(sys.argv[1], datetime.fromisoformat(sys.argv[2])))
"""


async def a_claimant(house: House) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable,
        "-c",
        CLAIMANT,
        str(house.database.path),
        house.clock.now().isoformat(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )


async def claims_of(process: asyncio.subprocess.Process) -> list[str]:
    assert process.stdout is not None
    async for line in process.stdout:
        if line.startswith(b"CLAIMED"):
            ids: list[str] = json.loads(line.removeprefix(b"CLAIMED"))
            return ids
    raise AssertionError("the process died")


async def a_deadly_start(path: Path, clock: ManualClock, *, number: int) -> int:
    """Start a process whose due run kills it, and return how it ended."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.reported_failures.deadly",
        str(path),
        clock.now().isoformat(),
        str(number),
    )
    return await process.wait()


async def test_b09_a_run_that_kills_its_process_does_so_three_times_and_is_told(
    path: Path, clock: ManualClock
) -> None:
    """A job that ended the bot was caught up at each restart: a loop without end."""
    async with a_house(path, clock) as house:
        job = await house.job(daily("14:00"))
        await house.at("2026-11-22 13:00")

    ends = [await a_deadly_start(path, clock, number=number) for number in range(2, 7)]

    assert ends == [-signal.SIGKILL, -signal.SIGKILL, -signal.SIGKILL, 0, 0]
    async with a_house(path, clock, number=9) as after:
        (past,) = await after.history(job)
        assert (past.state, past.attempt, past.error) == ("failed", 3, "running.broke-off")
        (told,) = await after.texts()
        assert "3 times" in told
        assert (await after.reread(job)).next_due_at == utc("2026-11-23 13:00")


async def test_b10_24_processes_claim_200_slots_200_times(house: House) -> None:
    """Two schedulers on one store fired everything twice, three on it five times."""
    jobs = [await house.job(hourly(), text=str(number)) for number in range(SLOTS)]
    await house.at("2026-11-22 13:00")

    processes = [await a_claimant(house) for _ in range(PROCESSES)]
    claimed = [job_id for process in processes for job_id in await claims_of(process)]
    for process in processes:
        await process.communicate(b"")

    assert sorted(claimed) == sorted(job.id for job in jobs)


async def test_b11_a_run_is_left_to_the_living_and_taken_from_the_dead_at_once(house: House) -> None:
    """A start cleared all locks, also those of the living; elsewhere a dead one's lock stuck for ever."""
    job = await house.job(hourly())
    await house.at("2026-11-22 13:00")
    other = await a_claimant(house)
    assert await claims_of(other) == [job.id]
    ledger = SqliteLedger(await house.database.writer(), tasks=(), clock=house.clock)
    me = this_process()

    while_it_lives = await ledger.claim(now=house.clock.now(), owner=me, limit=9)
    other.kill()
    await other.communicate()
    when_it_is_gone = await ledger.claim(now=house.clock.now(), owner=me, limit=9)

    assert while_it_lives == []
    assert [(run.job.id, run.attempt) for run in when_it_is_gone] == [(job.id, 2)]


async def test_b11_of_whom_nothing_is_known_the_run_is_taken_when_its_lease_is_over(
    path: Path, clock: ManualClock
) -> None:
    """A lock without an end stuck for ever, and the job never ran again."""
    async with a_house(path, clock, number=5) as living, a_house(path, clock, number=4) as other:
        job = await living.job(hourly())
        await living.at("2026-11-22 13:00")
        run = await living.claimed()

        await clock.advance(seconds=59)
        await other.turn()
        assert other.check.calls == []

        await clock.advance(seconds=2)
        await other.turn()
        assert len(other.check.calls) == 1

        too_late = Result(report=Report(spans=(Span("too late"),)))
        assert not await living.ledger.commit(run, too_late, owner=living.owner, now=clock.now())
        assert await living.states(job) == [("22 13:00", "ok")]
        assert (await living.texts()) == ["heat pumps"]


async def test_b11_a_renewed_lease_is_never_stolen(path: Path, clock: ManualClock) -> None:
    """A long run was taken for dead, and run a second time beside itself."""
    async with a_house(path, clock, number=5) as living, a_house(path, clock, number=4) as other:
        await living.job(daily("14:00"))
        await living.at("2026-11-22 13:00")
        run = await living.claimed()

        for _ in range(20):
            await clock.advance(seconds=15)
            kept = await living.ledger.renew([run], owner=living.owner, now=clock.now())
            await other.turn()
            assert kept == {run.id}

        assert other.check.calls == []


async def an_owner(house: House) -> None:
    async with house.writer.transaction() as tx:
        await people.meet(tx, CHAT, name="Ada")
        await people.make_owner(tx, CHAT)


async def rename(house: House, before: str, after: str) -> None:
    async with house.writer.transaction() as tx:
        await tx.execute(f"ALTER TABLE {before} RENAME TO {after}")


async def until(house: House, condition: Callable[[], bool]) -> None:
    """Move the clock from one sleeper's moment to the next; the file is written in real time meanwhile."""
    async with asyncio.timeout(30):
        while not condition():
            if (wake := house.clock.next_wake()) is not None:
                await house.clock.advance(to=wake)
            else:
                await asyncio.sleep(0)


async def test_b12_a_scheduler_that_dies_is_restarted_and_told_and_runs_what_became_due(house: House) -> None:
    """The scheduler's task was dead, everything looked fine, and for hours nothing ran."""
    await an_owner(house)
    job = await house.job(once("2026-11-22 12:10"), task="remind", text="oven")
    health = Health()
    supervisor = Supervisor(clock=house.clock, health=health, writer=await house.database.writer())
    await rename(house, "heartbeat", "elsewhere")  # each turn dies of it

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("scheduling", house.loop.run), name="scheduling")
        await until(house, lambda: house.clock.now() > utc("2026-11-22 12:11") and bool(health.troubles))
        said_of_it = dict(health.troubles)
        await rename(house, "elsewhere", "heartbeat")
        await until(house, lambda: bool(house.remind.calls) and not house.runner.in_hand)

    died, oven = await house.texts()
    assert "no such table" in said_of_it["scheduling"]
    assert died == text("en", "operator.loop-died", loop="scheduling", reason=said_of_it["scheduling"])
    assert oven.startswith("oven")
    (run,) = await house.history(job)
    assert run.claimed_at - utc("2026-11-22 12:10") < timedelta(minutes=3)
    assert (await house.reread(job)).state is JobState.DONE


async def test_b12_a_bot_whose_loop_stands_is_told_of_once_and_taken_back_when_it_goes_on(
    house: House, clock: ManualClock
) -> None:
    """A loop that had stopped silently was noticed 27 minutes later, by a person."""
    await an_owner(house)
    await lived(house.writer, clock)
    await clock.advance(seconds=600)

    sweeps = [await looked(house.writer, clock), await looked(house.writer, clock)]
    while_it_stood = await house.texts()
    await lived(house.writer, clock)
    sweeps += [await silence.look(house.writer, clock), await silence.look(house.writer, clock)]
    afterwards = await house.texts()

    assert sweeps == [Life.SILENT, Life.SILENT, Life.ALIVE, Life.ALIVE]
    assert len(while_it_stood) == 1
    assert "no sign of life since Sun 22 Nov 12:00" in while_it_stood[0]
    assert len(afterwards) == 2
    assert "I work again" in afterwards[1]
