"""What another process writes is heard of."""

import asyncio
import subprocess
import sys
from pathlib import Path

from domain.clock import SystemClock
from storage.database import Database, Room
from storage.neighbours import Neighbours
from telemetry.nursery import Nursery

WRITER = """
import sqlite3, sys
file = sqlite3.connect(sys.argv[1])
file.execute("INSERT INTO setting (name, value) VALUES ('a', '1')")
file.commit()
file.close()
"""

PATIENCE_S = 30.0


async def test_a_commit_of_another_process_wakes_those_who_may_have_work(
    database: Database, path: Path
) -> None:
    rung: asyncio.Queue[frozenset[Room]] = asyncio.Queue()
    neighbours = Neighbours(database, clock=SystemClock(), ring=rung.put_nowait)

    async with Nursery() as nursery:
        nursery.start(neighbours.run(), name="neighbours")
        while neighbours.looks == 0:  # noqa: ASYNC110  # the thread of its connection rings nothing
            await asyncio.sleep(0)
        before = rung.qsize()
        await asyncio.to_thread(subprocess.run, [sys.executable, "-c", WRITER, str(path)], check=True)
        rooms = await asyncio.wait_for(rung.get(), PATIENCE_S)

    assert before == 0
    assert {Room.DELIVERY, Room.SCHEDULING} <= rooms


async def test_where_nobody_writes_nobody_is_woken(database: Database) -> None:
    rung: list[frozenset[Room]] = []
    neighbours = Neighbours(database, clock=SystemClock(), ring=rung.append)

    async with Nursery() as nursery:
        nursery.start(neighbours.run(), name="neighbours")
        async with asyncio.timeout(PATIENCE_S):
            while neighbours.looks < 3:  # noqa: ASYNC110  # as above
                await asyncio.sleep(0.01)

    assert rung == []
