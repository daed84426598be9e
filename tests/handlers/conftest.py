from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from aiogram import Bot

from domain.clock import ManualClock
from handlers.dispatcher import build_dispatcher
from handlers.rooms import Rooms
from storage.database import Room
from storage.migrating import open_database
from telemetry.nursery import Nursery
from tests.handlers.house import NOW, OWNER, House, SilentTelegram


@asynccontextmanager
async def a_house(path: Path, clock: ManualClock) -> AsyncGenerator[House]:
    """Open the bot on a file: an owner is named, no chat has a zone."""
    telegram = SilentTelegram()
    bot = Bot(token="6000:practice", session=telegram)
    async with open_database(path, migrate=True) as database, Nursery() as nursery:
        rings: list[frozenset[Room]] = []
        database.on_commit(rings.append)
        rooms = Rooms(
            writer=await database.writer(),
            clock=clock,
            nursery=nursery,
            username="nightjar_bot",
            owner_id=OWNER,
        )
        yield House(
            dispatcher=build_dispatcher(rooms),
            bot=bot,
            telegram=telegram,
            clock=clock,
            writer=await database.writer(),
            rooms=rooms,
            rings=rings,
        )


async def at_home(house: House) -> House:
    """Let the owner say hello and their chat be in Berlin."""
    await house.say("/start")
    await house.do("UPDATE chat SET zone = 'Europe/Berlin' WHERE id = ?", OWNER)
    return house


@pytest.fixture
async def bare_house(tmp_path: Path) -> AsyncGenerator[House]:
    """The bot as it is after its first start."""
    async with a_house(tmp_path / "nightjar.sqlite3", ManualClock(NOW)) as house:
        yield house


@pytest.fixture
async def house(bare_house: House) -> House:
    """The same, with an owner who has said hello and whose chat is in Berlin."""
    return await at_home(bare_house)


@pytest.fixture
def restarted(house: House) -> House:
    """The same house with a dispatcher that remembers nothing."""
    return replace(house, dispatcher=build_dispatcher(house.rooms))
