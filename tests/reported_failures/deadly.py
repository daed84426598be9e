"""A process with a job whose run kills it; one that outlives its turn ends well."""

import asyncio
import os
import signal
import sys
from datetime import datetime
from pathlib import Path

from domain.clock import Clock, ManualClock
from domain.job import TaskSpec
from domain.run import Inputs, Result
from tests.scheduling.house import a_house


async def kill(spec: TaskSpec, inputs: Inputs, clock: Clock) -> Result:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


async def live(path: str, now: str, number: str) -> None:
    clock = ManualClock(datetime.fromisoformat(now))
    async with a_house(Path(path), clock, number=int(number)) as house:
        house.check.body = kill
        await house.turn()


if __name__ == "__main__":
    asyncio.run(live(*sys.argv[1:]))
