"""One process sends for a file: the bot, or, while none runs, whoever has just done its work (design 4.12).

The bot waits for the turn that somebody else may still have, and keeps it for life. The others take it, send
what waits, and give it back; they stop as soon as a bot has come.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.settings import Settings
from domain.clock import Bell, Clock
from scheduling.owner import this_process
from storage import deliveries
from storage.database import Database, Writer
from storage.lock import bot_runs, turn_to_send
from telemetry.nursery import Nursery

if TYPE_CHECKING:  # it loads aiogram, which takes three seconds, and mostly nothing is to be sent
    from delivery.sender import Delivery

#: How soon it is asked again whether the turn is free.
ASK_EVERY = timedelta(seconds=0.2)
#: A message that may go only then is looked for no later than this.
LOOK_EVERY = timedelta(seconds=1)
#: Real seconds for sending what waits; what is left is for the next one.
LONGEST_S = 30.0


async def keep_sending(deliver: Callable[[], Awaitable[None]], database: Database, clock: Clock) -> None:
    """Deliver for ever, from the moment at which nobody else sends."""
    while True:
        with turn_to_send(database.path) as is_mine:
            if is_mine:
                await deliver()
        await clock.sleep_until(clock.now() + ASK_EVERY)


async def send_what_waits(settings: Settings, database: Database, clock: Clock) -> bool:
    """Send what waits unless a bot does; tell whether nothing is left that could go now."""
    outbox = _Outbox(database, clock)
    if settings.telegram_bot_token.get_secret_value() and await outbox.is_ours():
        with suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_S), _delivery(settings, database, clock) as delivery:
                await _send(delivery, outbox, clock)
    return not await outbox.waits()


class _Outbox:
    """What waits, as seen from outside."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.path = database.path
        self._database = database
        self._clock = clock
        self._reader: Writer | None = None

    async def waits(self) -> bool:
        """Tell whether there is a message that could go, in a chat that can be reached."""
        if self._reader is None:
            self._reader = await self._database.writer()
        async with self._reader.reading() as tx:
            return bool(await deliveries.heads(tx, now=self._clock.now()))

    async def is_ours(self) -> bool:
        """Tell whether something waits and no bot sends it."""
        return not bot_runs(self.path) and await self.waits()


@asynccontextmanager
async def _delivery(settings: Settings, database: Database, clock: Clock) -> "AsyncGenerator[Delivery]":
    from bot.sessions import build_bot
    from delivery.sender import Delivery

    token = settings.telegram_bot_token.get_secret_value()
    bot = build_bot(token=token, api_base=settings.telegram_api_base)
    try:
        yield Delivery(bot, await database.writer(), clock=clock, bell=Bell(clock), owner=str(this_process()))
    finally:
        await bot.session.close()


async def _send(delivery: "Delivery", outbox: _Outbox, clock: Clock) -> None:
    """Take the turn as soon as it is free, and keep it until nothing is left or a bot has come."""
    while await outbox.is_ours():
        with turn_to_send(outbox.path) as is_mine:
            if is_mine:
                async with Nursery() as nursery:
                    nursery.start(delivery.run(), name="delivery")
                    while await outbox.is_ours():
                        await delivery.settled()
                        if await outbox.waits():
                            await clock.sleep_until(min(delivery.next_turn_at, clock.now() + LOOK_EVERY))
        await clock.sleep_until(clock.now() + ASK_EVERY)
