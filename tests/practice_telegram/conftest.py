from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from bot.practice.telegram.people import Person
from bot.practice.telegram.rooms import Room
from bot.practice.telegram.server import BotApi
from domain.clock import ManualClock

BEGINNING = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@asynccontextmanager
async def bot_of(api: BotApi) -> AsyncIterator[Bot]:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.base_url))
    async with Bot(api.token, session=session) as bot:
        yield bot


@dataclass(frozen=True, slots=True)
class Raw:
    """The answer to a call made without a library."""

    status: int
    body: Any
    headers: Any

    @property
    def description(self) -> str:
        text: str = self.body["description"]
        return text


class Caller:
    """Calls methods as curl would."""

    def __init__(self, api: BotApi, http: aiohttp.ClientSession) -> None:
        self.api = api
        self.http = http

    async def __call__(self, method: str, /, **values: Any) -> Raw:
        address = f"{self.api.base_url}/bot{self.api.token}/{method}"
        async with self.http.post(address, json=values) as response:
            return Raw(response.status, await response.json(), response.headers)


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(BEGINNING)


@pytest.fixture
async def api(clock: ManualClock) -> AsyncIterator[BotApi]:
    async with BotApi(clock, limits=False) as server:
        yield server


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with bot_of(api) as bot:
        yield bot


@pytest.fixture
async def call(api: BotApi) -> AsyncIterator[Caller]:
    async with aiohttp.ClientSession() as http:
        yield Caller(api, http)


@pytest.fixture
def kevin(api: BotApi) -> Person:
    return api.person("Kevin")


@pytest.fixture
def chat(api: BotApi, kevin: Person) -> Room:
    return api.private_chat(kevin)
