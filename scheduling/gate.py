"""Places for work that waits on others: four at once, one for each chat; what was missed goes one by one.

With one place for each chat, a chat with forty briefs at seven does not keep the others waiting, without any
queue of its own. After a night away all the briefs of the night are due at once: they begin seconds apart, so
that what is due now finds places and nobody is asked for everything in one moment (schedule-rules C4).
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, nullcontext
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from domain.clock import Clock

PLACES = 4

#: From the end of one that catches up to the begin of the next.
CATCH_UP_GAP = timedelta(seconds=5)


class Gate:
    """Lets in whoever asked first, as long as a place is free and nobody else of the chat is inside."""

    def __init__(self, clock: Clock, places: int = PLACES) -> None:
        self._clock = clock
        self._places = asyncio.Semaphore(places)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        self._catching_up = asyncio.Lock()
        self._next_catch_up_at: datetime | None = None

    @asynccontextmanager
    async def place(self, chat_id: int, *, catches_up: bool) -> AsyncGenerator[None]:
        """Hold a place while the body runs."""
        chat = self._chats.setdefault(chat_id, asyncio.Lock())
        async with self._one_by_one() if catches_up else nullcontext(), chat, self._places:
            yield

    @asynccontextmanager
    async def _one_by_one(self) -> AsyncGenerator[None]:
        async with self._catching_up:
            if self._next_catch_up_at is not None:
                await self._clock.sleep_until(self._next_catch_up_at)
            try:
                yield
            finally:
                self._next_catch_up_at = self._clock.now() + CATCH_UP_GAP
