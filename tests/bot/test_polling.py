"""Updates arrive once each, in order, whatever Telegram does; what is wrong is said in words."""

import asyncio
import socket
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.types import Message

from bot.polling import Polling
from bot.practice.telegram import faults
from bot.practice.telegram.faults import BadGateway, Drop
from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from bot.sessions import build_bot
from domain.clock import ManualClock
from telemetry.health import Health
from telemetry.nursery import Nursery


class Ear:
    """A dispatcher that keeps what it heard, and can be made to fail."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self.failures: list[Exception] = []
        self._more = asyncio.Condition()

    async def hear(self, message: Message) -> None:
        if self.failures:
            raise self.failures.pop(0)
        async with self._more:
            self.heard.append(message.text or "")
            self._more.notify_all()

    async def until(self, *texts: str) -> None:
        async with asyncio.timeout(5), self._more:
            await self._more.wait_for(lambda: self.heard == list(texts))

    def dispatcher(self) -> Dispatcher:
        router = Router()
        router.message.register(self.hear)
        dispatcher = Dispatcher()
        dispatcher.include_router(router)
        return dispatcher


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(ManualClock(datetime(2026, 11, 22, tzinfo=UTC))) as api:
        yield api


@pytest.fixture
def kevin(api: BotApi) -> Person:
    return api.person("Kevin")


@pytest.fixture
def chat(api: BotApi, kevin: Person) -> Room:
    return api.private_chat(kevin)


@pytest.fixture
def ear() -> Ear:
    return Ear()


@asynccontextmanager
async def bot_of(base_url: str, token: str) -> AsyncIterator[Bot]:
    bot = build_bot(token=token, api_base=base_url)
    try:
        yield bot
    finally:
        await bot.session.close()


@asynccontextmanager
async def polling(api: BotApi, ear: Ear, health: Health | None = None) -> AsyncIterator[Polling]:
    async with bot_of(api.base_url, api.token) as bot, Nursery() as nursery:
        poll = Polling(bot, clock=api.world.clock, health=health or Health(), first_backoff_s=0.01)
        nursery.start(poll.run(ear.dispatcher()), name="polling")
        yield poll


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait until `look` is true, looking again whenever the loop has had a turn."""
    async with asyncio.timeout(5):
        while not await look():  # noqa: ASYNC110  # health is a plain value, it rings no event
            await asyncio.sleep(0)


async def test_what_was_said_arrives_in_order(api: BotApi, ear: Ear, kevin: Person, chat: Room) -> None:
    kevin.say(chat, "one")
    kevin.say(chat, "two")

    async with polling(api, ear):
        kevin.say(chat, "three")
        await ear.until("one", "two", "three")


async def test_an_update_that_cannot_be_read_does_not_wedge_the_bot(
    api: BotApi, ear: Ear, kevin: Person, chat: Room
) -> None:
    kevin.say(chat, "before")
    api.poison()
    kevin.say(chat, "after")

    async with polling(api, ear):
        await ear.until("before", "after")


async def test_an_update_that_always_fails_is_passed_over(
    api: BotApi, ear: Ear, kevin: Person, chat: Room
) -> None:
    ear.failures = [RuntimeError("a fault of ours")] * 3
    kevin.say(chat, "fails")
    kevin.say(chat, "works")

    async with polling(api, ear):
        await ear.until("works")


async def test_a_database_that_cannot_be_written_keeps_the_update(
    api: BotApi, ear: Ear, kevin: Person, chat: Room
) -> None:
    health = Health()
    ear.failures = [sqlite3.OperationalError("database or disk is full")] * 5
    kevin.say(chat, "keep me")

    async with polling(api, ear, health):
        await ear.until("keep me")
    assert not ear.failures


@pytest.mark.parametrize("fault", [BadGateway(), Drop(), Drop(applied=True), faults.server_error()], ids=repr)
async def test_polling_goes_on_after_trouble(
    api: BotApi, ear: Ear, kevin: Person, chat: Room, fault: faults.Fault
) -> None:
    api.faults.add(fault, method="getUpdates", count=3)
    kevin.say(chat, "hello")

    async with polling(api, ear):
        await ear.until("hello")


@pytest.mark.parametrize(
    ("fault", "words"),
    [(faults.conflict(), "Another copy"), (faults.unauthorized(), "does not know this token")],
)
async def test_401_and_409_are_said_in_words(api: BotApi, ear: Ear, fault: faults.Fault, words: str) -> None:
    health = Health()
    api.faults.add(fault, method="getUpdates", count=None)

    async def said() -> bool:
        return words in health.troubles.get("telegram", "")

    async with polling(api, ear, health):
        await until(said)


async def test_trouble_that_is_over_is_forgotten(api: BotApi, ear: Ear, kevin: Person, chat: Room) -> None:
    health = Health()
    api.faults.add(faults.conflict(), method="getUpdates", count=2)
    kevin.say(chat, "hello")

    async def well() -> bool:
        return "telegram" not in health.troubles and ear.heard == ["hello"]

    async with polling(api, ear, health):
        await until(well)


async def test_the_bot_waits_for_a_telegram_that_cannot_be_reached_yet(ear: Ear) -> None:
    clock = ManualClock(datetime(2026, 11, 22, tzinfo=UTC))
    health = Health()
    token = "4200:" + "x" * 35
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

    async def unreachable() -> bool:
        return "cannot be reached" in health.troubles.get("telegram", "")

    async with bot_of(f"http://127.0.0.1:{port}", token) as bot, Nursery() as nursery:
        poll = Polling(bot, clock=clock, health=health, first_backoff_s=0.01)
        met: list[str] = []

        async def introduce() -> None:
            met.append((await poll.introduce()).username or "")

        nursery.start(introduce(), name="introduce")
        await until(unreachable)
        async with BotApi(clock, token=token, port=port, username="late_bot"):

            async def introduced() -> bool:
                return met == ["late_bot"]

            await until(introduced)
