"""PING_URL: the monitor hears of the start, of every minute, and of what is wrong; nobody waits for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot import silence
from bot.heart import Heart
from bot.http import serving
from bot.silence import Life
from domain.clock import ManualClock
from storage import people
from storage.database import Database, Writer
from storage.migrating import open_database
from telemetry.health import Health
from telemetry.nursery import Nursery
from tests.bot.sweeping import asleep, lived, looked, said

OWNER = 41
PATIENCE_S = 30.0


@dataclass(slots=True)
class Monitor:
    """A check that is pinged: keeps what it heard, and answers as it is told to."""

    status: int = 200
    heard: list[tuple[str, str]] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def hear(self, request: web.Request) -> web.Response:
        self.heard.append((request.path, await request.text()))
        self.news.set()
        return web.Response(status=self.status)

    async def heard_of(self, count: int) -> list[tuple[str, str]]:
        async with asyncio.timeout(PATIENCE_S):
            while len(self.heard) < count:
                self.news.clear()
                await self.news.wait()
        return self.heard


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 22, 17, 20, tzinfo=UTC))


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    async with open_database(tmp_path / "nightjar.sqlite3", migrate=True) as database:
        yield database


@pytest.fixture
async def writer(database: Database) -> Writer:
    return await database.writer()


@asynccontextmanager
async def monitored(monitor: Monitor) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_post("/{path:.*}", monitor.hear)
    async with serving(app, host="127.0.0.1", port=0) as port:
        yield f"http://127.0.0.1:{port}/secret"


async def a_minute(clock: ManualClock, writer: Writer) -> None:
    await asleep(clock)
    await lived(writer, clock)
    await clock.advance(seconds=60)


async def test_it_pings_at_the_start_every_minute_and_says_what_is_wrong(
    database: Database, writer: Writer, clock: ManualClock
) -> None:
    monitor, health = Monitor(), Health()
    async with monitored(monitor) as url, Nursery() as nursery:
        heart = Heart(url, await database.writer(), clock=clock, health=health)
        nursery.start(heart.run(), name="heart")
        await monitor.heard_of(1)
        await a_minute(clock, writer)
        await monitor.heard_of(2)
        health.trouble("telegram", "it cannot be reached")
        await a_minute(clock, writer)
        await monitor.heard_of(3)
        health.well("telegram")
        await a_minute(clock, writer)
        heard = await monitor.heard_of(4)

    assert heard == [
        ("/secret/start", ""),
        ("/secret", ""),
        ("/secret/fail", "telegram: it cannot be reached"),
        ("/secret", ""),
    ]


async def test_a_loop_that_does_not_come_round_is_a_failure(
    database: Database, writer: Writer, clock: ManualClock
) -> None:
    monitor = Monitor()
    await lived(writer, clock)
    await clock.advance(seconds=300)
    async with monitored(monitor) as url, Nursery() as nursery:
        heart = Heart(url, await database.writer(), clock=clock, health=Health())
        nursery.start(heart.run(), name="heart")
        await asleep(clock)
        await clock.advance(seconds=60)
        heard = await monitor.heard_of(2)

    assert heard[1] == ("/secret/fail", "scheduling has not come round for too long")


async def test_a_monitor_that_refuses_is_logged_once_and_without_its_secret(
    database: Database, writer: Writer, clock: ManualClock
) -> None:
    monitor = Monitor(status=500)
    with capture_logs() as logs:
        async with monitored(monitor) as url, Nursery() as nursery:
            heart = Heart(url, await database.writer(), clock=clock, health=Health())
            nursery.start(heart.run(), name="heart")
            for count in (1, 2, 3):
                await monitor.heard_of(count)
                await a_minute(clock, writer)
            await monitor.heard_of(4)
            await asleep(clock)

    assert [line["event"] for line in logs] == ["PING_URL does not answer"]
    assert "secret" not in str(logs)


async def test_where_no_bot_ever_worked_nobody_misses_it(writer: Writer, clock: ManualClock) -> None:
    assert await silence.look(writer, clock) is Life.NEVER
    assert await said(writer) == []


async def test_a_laptop_that_wakes_up_gives_no_alarm(writer: Writer, clock: ManualClock) -> None:
    await lived(writer, clock)
    async with writer.transaction() as tx:
        await people.make_owner(tx, OWNER)
    await clock.advance(seconds=8 * 3600)
    found = await looked(writer, clock, meanwhile=lived(writer, clock))

    assert found is Life.ALIVE
    assert await said(writer) == []
