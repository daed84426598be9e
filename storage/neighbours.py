"""Other processes may write to the file too (design 4.12); their commits are heard of within a second.

`PRAGMA data_version` is a number that changes when another connection has committed. Asking costs SQLite one
look at memory that all connections share; nothing is read from the disk. Connections of this process count as
others, so that its own commits ring once more than needed: a loop that is woken for nothing sleeps on.
"""

from collections.abc import Callable
from datetime import timedelta

import aiosqlite

from domain.clock import Clock
from storage.database import Database, Room, connect

LOOK_EVERY = timedelta(seconds=1)

#: Who has work by what others write: `fire` and `sweep` claim runs and write reports.
ROOMS = frozenset({Room.DELIVERY, Room.SCHEDULING})


class Neighbours:
    """Listens for the commits of others.

    Args:
        database: The file.
        clock: Tells when to look again.
        ring: Called with the rooms that may have work.
    """

    def __init__(self, database: Database, *, clock: Clock, ring: Callable[[frozenset[Room]], None]) -> None:
        self._database = database
        self._clock = clock
        self._ring = ring
        #: How often it has looked.
        self.looks = 0

    async def run(self) -> None:
        """Listen until cancelled."""
        connection = await connect(self._database.path)
        try:
            known = await self._look(connection)
            while True:
                await self._clock.sleep_until(self._clock.now() + LOOK_EVERY)
                if (version := await self._look(connection)) != known:
                    known = version
                    self._ring(ROOMS)
        finally:
            await connection.close()

    async def _look(self, connection: aiosqlite.Connection) -> int:
        async with connection.execute("PRAGMA data_version") as cursor:
            row = await cursor.fetchone()
        self.looks += 1
        return 0 if row is None else int(row[0])
