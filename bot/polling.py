"""getUpdates, one after the other: an update is confirmed only after its transaction is committed.

aiogram's own polling dies when Telegram cannot be reached at the start, retries 401 and 409 for ever in
silence, and counts an update whose handler failed as done (telegram.md 2). Its dispatcher does the rest.
Waiting between attempts is in real seconds: it is the network that is waited for.
"""

import asyncio
import random
import sqlite3

import structlog
from aiogram import Bot, Dispatcher
from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramUnauthorizedError,
)
from aiogram.types import Update, User

from domain.clock import Clock
from messages.sentences import text
from telemetry.health import Health

log = structlog.get_logger(__name__)

#: Seconds Telegram may hold a poll open; it allows 50, middle boxes often less than a minute.
POLL_S = 25
#: Seconds on top of that before a poll counts as lost.
POLL_SLACK_S = 10
LONGEST_BACKOFF_S = 30.0
#: An update that fails this often by itself is passed over, loudly: it must not wedge the bot.
MOST_TRIES = 3


class Polling:
    """Fetches updates and feeds them to the dispatcher, in order.

    Args:
        bot: With the session to be used.
        clock: For the stamps of health.
        health: Told what is wrong, in words.
        first_backoff_s: The pause after a first failure; it doubles up to half a minute.
    """

    def __init__(self, bot: Bot, *, clock: Clock, health: Health, first_backoff_s: float = 1.0) -> None:
        self._first_backoff_s = first_backoff_s
        self._bot = bot
        self._clock = clock
        self._health = health
        self._offset: int | None = None
        self._failures = 0

    async def introduce(self) -> User:
        """Return who the bot is, however long Telegram takes to be reached."""
        while True:
            try:
                me = await self._bot.get_me(request_timeout=POLL_SLACK_S)
                await self._bot.delete_webhook(drop_pending_updates=False, request_timeout=POLL_SLACK_S)
            except (AiogramError, TelegramAPIError) as error:
                await self._bear(error)
            else:
                self._recovered()
                return me

    async def run(self, dispatcher: Dispatcher) -> None:
        """Poll for ever."""
        while True:
            try:
                await self._once(dispatcher)
            except (AiogramError, TelegramAPIError, sqlite3.Error) as error:
                await self._bear(error)
            else:
                self._recovered()

    async def _once(self, dispatcher: Dispatcher) -> None:
        updates = await self._bot.get_updates(
            offset=self._offset,
            timeout=POLL_S,
            allowed_updates=dispatcher.resolve_used_update_types(),
            request_timeout=POLL_S + POLL_SLACK_S,
        )
        self._health.beat("polling", now=self._clock.now())
        for update in updates:
            await self._feed(dispatcher, update)
            self._offset = update.update_id + 1

    async def _feed(self, dispatcher: Dispatcher, update: Update) -> None:
        """Hand over one update; one that fails again and again is passed over."""
        if not update.model_dump(exclude={"update_id"}, exclude_none=True):
            return  # salvaged: there is nothing in it
        for attempt in range(1, MOST_TRIES + 1):
            try:
                await dispatcher.feed_update(self._bot, update)
            except sqlite3.Error:
                raise  # a full disk is no fault of this update: it is fetched again until it can be kept
            except Exception:
                log.exception("an update failed", update=update.update_id, attempt=attempt)
                await asyncio.sleep(attempt * self._first_backoff_s)
            else:
                return

    async def _bear(self, error: Exception) -> None:
        """Say what is wrong, in words, and wait a little longer each time."""
        self._failures += 1
        sentence = trouble_in_words(error)
        if self._failures == 1 or self._health.troubles.get("telegram") != sentence:
            log.error(sentence, error=str(error))
        self._health.trouble("telegram", sentence)
        longest = self._first_backoff_s * 2 ** min(self._failures - 1, 10)
        await asyncio.sleep(min(longest, LONGEST_BACKOFF_S) * _jitter())

    def _recovered(self) -> None:
        if self._failures:
            log.info("Telegram answers again")
        self._failures = 0
        self._health.well("telegram")


def _jitter() -> float:
    return random.uniform(0.5, 1.0)  # noqa: S311  # spreads retries, no secret


def trouble_in_words(error: Exception) -> str:
    """Return what a failed call means for the operator."""
    match error:
        case TelegramUnauthorizedError():
            return text("en", "operator.token-unknown")
        case TelegramConflictError() if "webhook" in error.message.lower():
            return text("en", "operator.webhook-is-set")
        case TelegramConflictError():
            return text("en", "operator.second-copy")
        case TelegramNetworkError():
            return text("en", "operator.unreachable")
        case sqlite3.Error():
            return text("en", "operator.storage-fails", reason=str(error))
        case _:
            return text("en", "operator.refused")
