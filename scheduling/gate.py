"""Places for work that waits on others: four at once, one for each chat.

With one place for each chat, a chat with forty briefs at seven does not keep the others waiting, without any
queue of its own.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from weakref import WeakValueDictionary

PLACES = 4


class Gate:
    """Lets in whoever asked first, as long as a place is free and nobody else of the chat is inside."""

    def __init__(self, places: int = PLACES) -> None:
        self._places = asyncio.Semaphore(places)
        self._chats: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()

    @asynccontextmanager
    async def place(self, chat_id: int) -> AsyncGenerator[None]:
        """Hold a place while the body runs."""
        chat = self._chats.setdefault(chat_id, asyncio.Lock())
        async with chat, self._places:
            yield
