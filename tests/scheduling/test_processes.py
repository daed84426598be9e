"""Several processes on one file, and who may take what from whom (schedule-rules B8, B10, B11)."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

from domain.clock import ManualClock
from domain.trigger import Every
from scheduling.ledger import SqliteLedger
from scheduling.owner import is_dead, this_process
from tests.scheduling.house import BERLIN, House, a_house, utc

PROCESSES, SLOTS = 24, 200

#: A process of its own that claims whatever is due until nothing is, and prints (job, slot) of each.
CLAIMANT = """
import asyncio, json, sys
from datetime import datetime
from pathlib import Path
from domain.clock import ManualClock
from scheduling.ledger import SqliteLedger
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


async def test_b10_24_processes_claim_200_slots_200_times(house: House) -> None:
    jobs = [
        await house.job(Every(step_s=3600.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN), text=str(number))
        for number in range(SLOTS)
    ]
    await house.at("2026-11-22 13:00")

    processes = [await a_claimant(house) for _ in range(PROCESSES)]
    claimed = [job_id for process in processes for job_id in await claims_of(process)]
    for process in processes:
        await process.communicate(b"")

    assert sorted(claimed) == sorted(job.id for job in jobs)


async def test_a_process_that_is_gone_gives_its_runs_free_at_once(house: House) -> None:
    job = await house.job(Every(step_s=3600.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN))
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


def test_this_process_is_alive() -> None:
    me = this_process()

    assert not is_dead(str(me), me)


def test_a_process_is_dead_when_it_is_gone_younger_or_of_another_boot() -> None:
    me = this_process()
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()

    assert is_dead(str(replace(me, pid=gone.pid)), me)
    assert is_dead(str(replace(me, started="1")), me)
    assert is_dead(str(replace(me, boot_id="before")), me)


def test_of_what_cannot_be_proven_nobody_is_dead() -> None:
    me = this_process()

    assert not is_dead(str(replace(me, host="elsewhere", pid=2**22)), me)
    assert not is_dead(str(replace(me, pid=os.getppid(), started="unknown")), me)
    assert not is_dead(str(replace(me, boot_id="unknown")), me)
    assert not is_dead("", me)
    assert not is_dead("written by a later version", me)


async def test_b8_twenty_deaths_between_claim_and_commit_are_three_attempts(
    path: Path, clock: ManualClock
) -> None:
    async with a_house(path, clock) as house:
        job = await house.job(Every(step_s=86400.0, anchor=utc("2026-11-22 13:00"), zone=BERLIN))
        await house.at("2026-11-22 13:00")
    for number in range(2, 22):
        async with a_house(path, clock, number=number) as dying:
            await dying.ledger.claim(now=clock.now(), owner=dying.owner, limit=9)

    async with a_house(path, clock, number=30) as last:
        (run,) = await last.history(job)

        assert (str(run.state), run.attempt) == ("failed", 3)
        assert len(await last.said()) == 1
