"""Whose turn it is to write.

SQLite lets whoever asks in the right moment go first, and the others ask less and less often. Here people go
before clocks, and within each whoever came first is next: who asks something while a thousand reminders are
due waits for the one transaction that is under way, and not for those that stand in line.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from enum import IntEnum
from heapq import heappop, heappush


class Rank(IntEnum):
    """Who goes first."""

    #: What somebody has just said, and the answer on its way to them.
    PEOPLE = 0
    #: What has its time: runs, watches, housekeeping.
    CLOCKS = 1


class Turns:
    """One at a time."""

    def __init__(self) -> None:
        self._is_taken = False
        self._waiting: list[tuple[Rank, int, asyncio.Future[None]]] = []
        self._count = 0

    @asynccontextmanager
    async def turn(self, rank: Rank) -> AsyncGenerator[None]:
        """Hold the turn while the body runs."""
        await self._take(rank)
        try:
            yield
        finally:
            self._pass_on()

    async def _take(self, rank: Rank) -> None:
        if not self._is_taken:
            self._is_taken = True
            return
        mine: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._count += 1
        heappush(self._waiting, (rank, self._count, mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()  # it was given to us in the moment in which we were cancelled
            raise

    def _pass_on(self) -> None:
        while self._waiting:
            _, _, theirs = heappop(self._waiting)
            if not theirs.done():
                theirs.set_result(None)
                return
        self._is_taken = False
