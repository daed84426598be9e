"""The scaled clock: followed over a WebSocket, standing still while nobody follows."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web

from bot.http import serving
from bot.practice.clock import ScaledClock, clock_routes, followed_clock
from telemetry.nursery import Nursery

BEGINNING = datetime(2026, 11, 22, 17, 20, tzinfo=UTC)
SPEED = 100.0
#: What a follower may be off by, in seconds of the clock: a hundredth of a real second and a slow machine.
OFF = timedelta(seconds=20)


@pytest.fixture
def clock() -> ScaledClock:
    return ScaledClock(BEGINNING, speed=SPEED, running=False)


@pytest.fixture
async def url(clock: ScaledClock) -> AsyncIterator[str]:
    app = web.Application()
    app.add_routes(clock_routes(clock, path="/clock"))
    async with serving(app, host="127.0.0.1", port=0) as port:
        yield f"http://127.0.0.1:{port}/clock"


async def stands_still(clock: ScaledClock) -> None:
    async with asyncio.timeout(5):
        while clock.running:
            await clock.change.wait()


async def test_a_clock_that_nobody_follows_stands_still(clock: ScaledClock, url: str) -> None:
    before = clock.now()

    async with asyncio.timeout(5), followed_clock(url) as followed:
        while_followed = clock.running
        await followed.sleep_until(BEGINNING + timedelta(seconds=5))
    await stands_still(clock)

    stopped = clock.now()
    assert before == BEGINNING
    assert while_followed
    assert stopped >= BEGINNING + timedelta(seconds=5) - OFF
    assert clock.now() == stopped


async def test_a_follower_reads_what_the_clock_shows(clock: ScaledClock, url: str) -> None:
    async with followed_clock(url) as followed:
        difference = clock.now() - followed.now()

    assert followed.speed == SPEED
    assert abs(difference) < OFF


async def test_a_clock_that_is_moved_on_wakes_who_sleeps_at_a_follower(clock: ScaledClock, url: str) -> None:
    monday = BEGINNING + timedelta(days=3)

    async with asyncio.timeout(5), followed_clock(url) as followed:
        clock.set(monday, running=True)
        await followed.sleep_until(monday)

    assert followed.now() >= monday


async def test_a_clock_that_is_stopped_stops_its_followers(clock: ScaledClock, url: str) -> None:
    async with asyncio.timeout(5), followed_clock(url) as followed:
        clock.stand_still()
        await stands_still(followed)

        assert followed.now() == clock.now()


async def test_it_goes_on_until_the_last_follower_has_left(clock: ScaledClock, url: str) -> None:
    async with followed_clock(url):
        async with followed_clock(url) as second:
            await second.sleep_until(second.now() + timedelta(seconds=1))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await stands_still(clock)
        still = clock.running
    await stands_still(clock)

    assert still


async def test_who_sleeps_while_the_clock_stands_wakes_when_it_has_gone_on(clock: ScaledClock) -> None:
    woken = asyncio.Event()

    async def sleep() -> None:
        await clock.sleep_until(BEGINNING + timedelta(seconds=1))
        woken.set()

    async with Nursery() as nursery:
        nursery.start(sleep(), name="sleeper")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await woken.wait()
        clock.go_on()
        async with asyncio.timeout(5):
            await woken.wait()

    assert clock.now() >= BEGINNING + timedelta(seconds=1)


async def test_a_bound_is_in_real_seconds_however_fast_the_clock(clock: ScaledClock) -> None:
    clock.go_on()

    async with clock.timeout(5.0):  # 500 seconds of this clock would be over at once
        await clock.sleep_until(clock.now() + timedelta(seconds=10))

    with pytest.raises(TimeoutError):
        async with clock.timeout(0.01):
            await asyncio.Event().wait()
