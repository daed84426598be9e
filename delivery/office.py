"""What posting and editing share: the bot, the store, the lanes, the troubles that are nobody's own.

A call waits for real seconds, not for those of the clock: the network does not hurry because a clock is
scaled. A connection that is not made in time carried nothing, hence the separate limit for it.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, cast

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError
from aiogram.methods import GetMe, SendDocument, TelegramMethod
from aiogram.types import Message
from aiohttp import ClientTimeout

from delivery.fates import End, Fate, fate_of
from delivery.lanes import Lanes
from domain.clock import Clock
from domain.report import Report, Severity, Span, Style
from messages import sentences
from storage import chat_moves, deliveries, outbox
from storage.database import Transaction, Writer
from storage.deliveries import Letter
from storage.outbox import Parcel, RowKind
from storage.together import Together
from telemetry import metrics
from telemetry.health import Health

log = structlog.get_logger(__name__)

PART = "delivery"

#: How long all wait after a 401 before one call asks whether the token is known again.
UNAUTHORIZED_PAUSE = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """Real seconds that a call may take."""

    connect_s: float = 10.0
    call_s: float = 30.0
    #: A document of a megabyte over a bad line.
    upload_s: float = 120.0


class Office:
    """Calls Telegram and knows what hinders it."""

    def __init__(self, bot: Bot, writer: Writer, *, clock: Clock, health: Health, patience: Patience) -> None:
        self.writer = writer
        #: For what every message needs: with a backlog, many lanes share one sync of the disk.
        self.together = Together(writer)
        self.clock = clock
        self.lanes = Lanes()
        self.last_success_at: datetime | None = None
        self.unauthorized = False
        self._bot = bot
        self._health = health
        self._patience = patience

    async def call(self, method: TelegramMethod[Any]) -> Fate:
        """Make the call and return what became of it."""
        whole = self._patience.upload_s if isinstance(method, SendDocument) else self._patience.call_s
        limit = ClientTimeout(total=whole, sock_connect=self._patience.connect_s)
        try:
            # aiogram hands it to aiohttp as it is; its own type says int
            result = await self._bot(method, request_timeout=cast("int", limit))
        except AiogramError as error:
            fate = fate_of(error)
        else:
            fate = Fate(
                end=End.ARRIVED, message_id=result.message_id if isinstance(result, Message) else None
            )
        metrics.deliveries.labels(outcome=str(fate.end)).inc()
        if fate.end is End.ARRIVED:
            self._succeeded()
        return fate

    async def is_answered(self) -> Fate:
        """Ask for something harmless: before a repeat is spent, Telegram should be there to receive it."""
        return await self.call(GetMe())

    async def hindered(self, tx: Transaction, letter: Letter, fate: Fate) -> None:
        """Do what an end of `HINDRANCES` asks for; what happens to the row is the caller's business."""
        now = self.clock.now()
        match fate.end:
            case End.FLOOD:
                self.lanes.flooded(letter.chat_id, retry_after_s=fate.retry_after_s, now=now)
            case End.MIGRATED if fate.new_chat_id is not None:
                await chat_moves.move_chat(tx, old=letter.chat_id, new=fate.new_chat_id)
            case End.BLOCKED | End.GONE:
                await self._lose(tx, letter, "blocked" if fate.end is End.BLOCKED else "gone", fate.words)
            case End.UNAUTHORIZED:
                self._shut_out(now)
            case _:
                self.lanes.stumbled(letter.lane, now=now)

    async def _lose(self, tx: Transaction, letter: Letter, state: str, words: str) -> None:
        """Keep what is for the chat, and tell the owner when something is waiting that must arrive."""
        now = self.clock.now()
        if not await deliveries.lose_chat(tx, letter.chat_id, state, now=now):
            return
        log.warning("a chat cannot be reached", chat=letter.chat_id, reason=words)
        owner = await deliveries.owner_chat(tx)
        if owner is None or owner[0] == letter.chat_id or letter.kind is not RowKind.TERMINAL:
            return
        chat_id, language = owner
        title = Span(await deliveries.title_of(tx, letter.chat_id), Style.BOLD)
        said = Report(
            spans=sentences.spans(language, "delivery.unreachable", chat=title), severity=Severity.WARNING
        )
        await outbox.post(
            tx, Parcel(key=f"unreachable:{letter.chat_id}:{letter.id}", chat_id=chat_id, report=said), now=now
        )

    def _shut_out(self, now: datetime) -> None:
        self.lanes.pause_all(now + UNAUTHORIZED_PAUSE)
        sentence = sentences.text("en", "delivery.token-unknown")
        if not self.unauthorized:
            log.error(sentence)
        self.unauthorized = True
        self._health.trouble(PART, sentence)

    def _succeeded(self) -> None:
        self.last_success_at = self.clock.now()
        self.unauthorized = False
        self._health.well(PART)
