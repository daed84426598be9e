from collections.abc import AsyncGenerator
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


@pytest.fixture
async def bare_house(tmp_path: Path) -> AsyncGenerator[House]:
    """The bot as it is after its first start: an owner is named, no chat has a zone."""
    clock, telegram = ManualClock(NOW), SilentTelegram()
    bot = Bot(token="6000:practice", session=telegram)
    async with open_database(tmp_path / "nightjar.sqlite3", migrate=True) as database, Nursery() as nursery:
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


@pytest.fixture
async def house(bare_house: House) -> House:
    """The same, with an owner who has said hello and whose chat is in Berlin."""
    await bare_house.say("/start")
    await bare_house.do("UPDATE chat SET zone = 'Europe/Berlin' WHERE id = ?", OWNER)
    return bare_house


@pytest.fixture
def restarted(house: House) -> House:
    """The same house with a dispatcher that remembers nothing."""
    return replace(house, dispatcher=build_dispatcher(house.rooms))
