"""One transaction around each update: seen, carried out and answered together, or not at all.

Telegram hands an update over once more when the process dies before the next poll; the number of the update,
noted in the transaction of its effects, makes the second time do nothing. A file that cannot be written (disk
full, locked by somebody for long) must not lose what a person said: aiogram would take a raised error for
done (`_process_update`, aiogram 3.31), so the update waits here until the file can be written again.
"""

import sqlite3
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import structlog
from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, TelegramObject, Update

from handlers.rooms import Rooms
from handlers.turn import Toast
from storage import updates
from storage.faults import is_out_of_order
from telemetry import faultpoint

log = structlog.get_logger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

#: Seconds between attempts to open or commit the transaction; the last one is kept.
RETRY_S = (1.0, 2.0, 5.0, 10.0, 30.0)

#: Seconds the one direct call to Telegram may take; nobody waits for it.
TOAST_TIMEOUT_S = 5


class OneTransaction(BaseMiddleware):
    """Opens the transaction, skips what was carried out before, and sends the toast after the commit."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        """Carry the update out once, whenever the file can be written."""
        if not isinstance(event, Update):
            return None
        attempt = 0
        while True:
            toast = Toast(wanted=event.callback_query is not None)
            try:
                served = await self._carry_out(handler, event, {**data, "toast": toast})
            except sqlite3.Error as error:
                if not is_out_of_order(error):
                    raise
                await self._wait(attempt, error)
                attempt += 1
                continue
            if served and event.callback_query is not None:
                self._rooms.nursery.start(_acknowledge(event.callback_query, toast.text), name="toast")
            return None

    async def _carry_out(self, handler: Handler, update: Update, data: dict[str, Any]) -> bool:
        now = self._rooms.clock.now()
        key = f"update:{update.update_id}"
        async with self._rooms.writer.transaction() as tx:
            if not await updates.first_time(tx, update.update_id, now=now):
                return False
            served = await handler(update, {**data, "tx": tx, "now": now, "update_key": key})
            faultpoint.reach("update.in-hand")
        faultpoint.reach("update.committed")
        return bool(served)

    async def _wait(self, attempt: int, error: sqlite3.Error) -> None:
        pause = RETRY_S[min(attempt, len(RETRY_S) - 1)]
        log.error("the database cannot be written, trying again", reason=str(error), pause_s=pause)
        clock = self._rooms.clock
        await clock.sleep_until(clock.now() + timedelta(seconds=pause))


async def _acknowledge(query: CallbackQuery, text: str) -> None:
    """Stop the button's spinner. Best effort: a query lives about 15 s, and nothing hangs on the answer."""
    bot = query.bot
    if bot is None:
        return
    try:
        await bot(query.answer(text=text[:200] or None), request_timeout=TOAST_TIMEOUT_S)
    except Exception as error:  # noqa: BLE001  # outermost turn of this task; the query may be too old, or Telegram away
        log.debug("a button press was not acknowledged", reason=type(error).__name__)
