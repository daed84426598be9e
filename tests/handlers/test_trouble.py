"""When the file cannot be written: what a person said waits, and is neither lost nor done twice."""

import asyncio
import sqlite3
from contextlib import closing

import pytest

from storage.faults import is_out_of_order
from tests.handlers.house import OWNER, House


async def test_an_update_waits_for_a_file_that_somebody_else_has_locked(house: House) -> None:
    await house.rooms.writer._connection.execute("PRAGMA busy_timeout=20")
    [path] = [row[2] for row in await _databases(house)]
    update = {"message": house.message("/in 5 minutes tea", person=OWNER, chat=None, message_id=60)}

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        async with asyncio.TaskGroup() as tasks:
            feeding = tasks.create_task(  # the update must be under way while the file is locked
                house.dispatcher.feed_raw_update(house.bot, {"update_id": 900, **update})
            )
            while house.clock.next_wake() is None:  # noqa: ASYNC110  # nothing rings when it begins to wait
                await asyncio.sleep(0.005)
            under_way = not feeding.done()
            other.execute("COMMIT")
            await house.clock.advance(seconds=2)

    assert under_way
    assert [job.title for job in await house.jobs()] == ["tea"]


@pytest.mark.parametrize(
    ("code", "passes"),
    [
        (sqlite3.SQLITE_BUSY, True),
        (sqlite3.SQLITE_FULL, True),
        (sqlite3.SQLITE_IOERR_WRITE, True),
        (sqlite3.SQLITE_ERROR, False),
        (sqlite3.SQLITE_CONSTRAINT_UNIQUE, False),
    ],
)
def test_only_what_can_pass_is_waited_for(code: int, passes: bool) -> None:  # noqa: FBT001  # a table
    error = sqlite3.OperationalError("…")
    error.sqlite_errorcode = code

    assert is_out_of_order(error) is passes


async def _databases(house: House) -> list[tuple[int, str, str]]:
    async with house.writer.reading() as tx:
        return [tuple(row) for row in await tx.all("PRAGMA database_list")]
