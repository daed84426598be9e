"""A real outbox, a real HTTP session, the project's own Bot API server, and a clock that stands still."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.practice.telegram.journal import Deleted, Edited, Sent
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from bot.practice.telegram.values import Message
from delivery.office import Patience
from delivery.sender import Delivery
from domain.clock import Bell, ManualClock
from domain.report import Report, Severity, Span
from storage import chats, outbox
from storage.database import Room as Woken
from storage.database import Writer
from storage.migrating import open_database
from storage.outbox import Parcel, RowKind
from telemetry.health import Health
from telemetry.nursery import Nursery

BEGINNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


def says(text: str, severity: Severity = Severity.INFO) -> Report:
    return Report(spans=(Span(text),), severity=severity)


@dataclass(slots=True, kw_only=True)
class House:
    """Everything around the sender, and the sender itself while it lives."""

    clock: ManualClock
    api: BotApi
    path: Path
    bot: Bot
    health: Health = field(default_factory=Health)
    patience: Patience = field(default_factory=lambda: Patience(connect_s=2, call_s=2, upload_s=2))
    bell: Bell
    writer: Writer
    senders_writer: Writer | None = None
    delivery: Delivery | None = None
    _life: AsyncExitStack | None = None
    _keys: int = 0

    async def start(self, *, asleep: bool = False) -> None:
        """Begin a process's life: a store and a sender of its own on the same file (none when `asleep`)."""
        self._life = AsyncExitStack()
        database = await self._life.enter_async_context(open_database(self.path, migrate=True))
        self.bell = Bell(self.clock)
        database.on_commit(lambda rooms: self.bell.ring() if Woken.DELIVERY in rooms else None)
        self.writer = await database.writer()
        self.senders_writer = await database.writer()
        self.delivery = Delivery(
            self.bot,
            self.senders_writer,
            clock=self.clock,
            bell=self.bell,
            owner="host:boot:1:0",
            health=self.health,
            patience=self.patience,
        )
        if asleep:
            return
        nursery = await self._life.enter_async_context(Nursery())
        nursery.start(self.delivery.run(), name="delivery")

    async def die(self) -> None:
        """End the process where it stands: what was in flight stays in flight."""
        assert self._life is not None
        await self._life.aclose()

    async def settle(self) -> None:
        assert self.delivery is not None
        async with asyncio.timeout(20):
            await self.delivery.settled()

    async def later(self, seconds: float) -> None:
        """Let time pass and everything that becomes due be done."""
        end = self.clock.now() + timedelta(seconds=seconds)
        assert self.delivery is not None
        await self.settle()
        while (wake := self.delivery.next_turn_at) <= end:
            await self.clock.advance(to=wake)
            await self.settle()
        await self.clock.advance(to=end)
        await self.settle()

    async def leap(self, seconds: float) -> None:
        """Let much time pass at once, as for a machine that slept, and what is due then be done."""
        await self.settle()
        await self.clock.advance(seconds=seconds)
        await self.settle()

    async def in_hand(self, room: Room, *, after: int, faults_left: int = 0) -> None:
        """Wait until a call is under way and has met its fault, and the chat has seen so many messages.

        A row is noted as being sent before the call has come to the server.
        """
        async with asyncio.timeout(5):
            while True:
                async with self.writer.reading() as tx:
                    sending = await tx.one("SELECT 1 FROM outbox WHERE state = 'sending'")
                is_met = self.api.faults.left == faults_left
                if sending is not None and is_met and len(self.sent(room)) >= after:
                    return

    # --- the outbox

    async def post(self, chat: Room | int, what: str | Report, **fields: Any) -> str:
        """Put a report into the outbox and return its key."""
        self._keys += 1
        key = str(fields.pop("key", f"test:{self._keys}"))
        chat_id = chat if isinstance(chat, int) else chat.id
        report = says(what) if isinstance(what, str) else what
        fields.setdefault("kind", RowKind.TERMINAL)
        async with self.writer.transaction() as tx:
            parcel = Parcel(key=key, chat_id=chat_id, report=report, **fields)
            await outbox.post(tx, parcel, now=self.clock.now())
        return key

    async def revise(self, key: str, what: str | Report) -> None:
        async with self.writer.transaction() as tx:
            await outbox.revise(tx, key, says(what) if isinstance(what, str) else what)

    async def row(self, key: str) -> dict[str, Any]:
        async with self.writer.reading() as tx:
            found = await tx.one("SELECT * FROM outbox WHERE dedupe_key = ?", key)
        assert found is not None
        return dict(found)

    async def meet(self, room: Room, **columns: Any) -> None:
        """Let the bot know the chat, with these settings."""
        async with self.writer.transaction() as tx:
            await chats.meet(tx, room.id, kind=str(room.chat.kind), title=room.chat.title, language="en")
            await chats.change(tx, room.id, **columns)

    # --- what arrived

    def sent(self, room: Room) -> list[Message]:
        """Every message that the bot sent into the chat, as it was sent, in order."""
        return [
            deed.message for deed in self.api.record if isinstance(deed, Sent) and deed.chat_id == room.id
        ]

    def said(self, room: Room) -> list[str]:
        return [message.text for message in self.sent(room)]

    def edits(self, room: Room) -> list[str]:
        return [
            deed.after.text
            for deed in self.api.record
            if isinstance(deed, Edited) and deed.chat_id == room.id
        ]

    def deleted(self, room: Room) -> list[str]:
        return [
            deed.message.text
            for deed in self.api.record
            if isinstance(deed, Deleted) and deed.chat_id == room.id
        ]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(BEGINNING)


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock) as server:
        yield server


@asynccontextmanager
async def house_for(api: BotApi, clock: ManualClock, path: Path) -> AsyncIterator[House]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.base_url))
    async with Bot(api.token, session=session) as bot:
        house = House(clock=clock, api=api, path=path, bot=bot, bell=Bell(clock), writer=None)  # type: ignore[arg-type]  # given by start
        await house.start()
        try:
            yield house
        finally:
            await house.die()


@pytest.fixture
async def house(api: BotApi, clock: ManualClock, tmp_path: Path) -> AsyncIterator[House]:
    async with house_for(api, clock, tmp_path / "nightjar.sqlite3") as house:
        yield house


@pytest.fixture
def anna(api: BotApi) -> Person:
    return api.person("Anna")


@pytest.fixture
def chat(api: BotApi, anna: Person) -> Room:
    return api.private_chat(anna)


@pytest.fixture
def forum(api: BotApi, anna: Person) -> Room:
    return api.group("Ops", anna, forum=True)


REPEAT = "↻ Possibly a repeat"


def with_text(report: Report, text: str) -> Report:
    return replace(report, spans=(Span(text),))
