"""A process that delivers until it comes to a fault point; the test kills it there."""

import asyncio
import sys
from pathlib import Path

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer

from delivery.sender import Delivery
from domain.clock import Bell, ManualClock
from storage.migrating import open_database
from telemetry import faultpoint
from tests.delivery.conftest import BEGINNING


async def live(path: str, base_url: str, token: str, point: str) -> None:
    faultpoint.arm(point)
    clock = ManualClock(BEGINNING)
    session = AiohttpSession(api=TelegramAPIServer.from_base(base_url))
    async with open_database(Path(path), migrate=False) as database, Bot(token, session=session) as bot:
        writer = await database.writer()
        await Delivery(bot, writer, clock=clock, bell=Bell(clock), owner="one-life").run()


if __name__ == "__main__":
    asyncio.run(live(*sys.argv[1:]))
