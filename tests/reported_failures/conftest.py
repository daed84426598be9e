"""The parts of a bot that a reported failure needs, all on one file and one clock that is moved by hand.

`house` is its scheduling, `talk` its chat, `post` its delivery to the practice Telegram; `newsroom` is a
newspaper.
"""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock
from tests.delivery.conftest import House as Post
from tests.delivery.conftest import house_for
from tests.handlers.conftest import a_house as a_talk
from tests.handlers.conftest import at_home
from tests.handlers.house import OWNER
from tests.handlers.house import House as Talk
from tests.scheduling.house import House, a_house, utc
from tests.tasks.newsroom import Newsroom, a_newsroom


@pytest.fixture
def clock() -> ManualClock:
    """Sunday noon in UTC, 13:00 in Berlin."""
    return ManualClock(utc("2026-11-22 12:00"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "nightjar.sqlite3"


@pytest.fixture
async def house(path: Path, clock: ManualClock) -> AsyncGenerator[House]:
    async with a_house(path, clock) as house:
        yield house


@pytest.fixture
async def talk(path: Path, clock: ManualClock) -> AsyncGenerator[Talk]:
    async with a_talk(path, clock) as talk:
        yield await at_home(talk)


@pytest.fixture
async def api(clock: ManualClock) -> AsyncGenerator[BotApi]:
    async with BotApi(clock) as server:
        yield server


@pytest.fixture
def phone(api: BotApi) -> Room:
    """The owner's chat as Telegram has it."""
    return api.private_chat(api.person("Ada", id=OWNER))


@pytest.fixture
async def post(api: BotApi, clock: ManualClock, path: Path) -> AsyncGenerator[Post]:
    async with house_for(api, clock, path) as post:
        yield post


@pytest.fixture
async def newsroom() -> AsyncGenerator[Newsroom]:
    async with a_newsroom() as room:
        yield room
