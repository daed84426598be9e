"""The scaled clock of practice mode: a soak of half a minute takes seconds.

The practice servers own it; a bot in another process follows it over loopback. It stands still while no bot
runs, so that a bot that was killed and started again has missed nothing but what it was doing.
"""

import asyncio
import json
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

from telemetry.nursery import Nursery


class ScaledClock:
    """Runs `speed` times as fast as the machine's clock, or stands still."""

    def __init__(self, now: datetime, *, speed: float, running: bool = True) -> None:
        self.speed = speed
        self._at = now.astimezone(UTC)
        self._mark = time.monotonic()
        self._running = running
        self._changed = asyncio.Event()

    @property
    def running(self) -> bool:
        """Whether time passes at all."""
        return self._running

    def now(self) -> datetime:
        """Return the scaled moment."""
        if not self._running:
            return self._at
        return self._at + timedelta(seconds=(time.monotonic() - self._mark) * self.speed)

    async def sleep_until(self, at: datetime) -> None:
        """Wait until the scaled clock shows `at`, however it is stopped and set on the way."""
        while (left := (at - self.now()).total_seconds()) > 0:
            changed = self._changed
            try:
                async with asyncio.timeout(left / self.speed if self._running else None):
                    await changed.wait()
            except TimeoutError:
                continue

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncGenerator[None]:
        """Bound the body by REAL seconds: what is bounded is work of real sockets, which does not scale."""
        async with asyncio.timeout(seconds):
            yield

    def stand_still(self) -> None:
        """Stop time where it is."""
        self.set(self.now(), running=False)

    def go_on(self) -> None:
        """Let time pass from where it stands."""
        self.set(self.now(), running=True)

    @property
    def change(self) -> asyncio.Event:
        """What is set when the clock is next set, stopped or started."""
        return self._changed

    def set(self, now: datetime, *, running: bool) -> None:
        """Show `now`, and run or stand from there; sleepers look again."""
        self._at, self._mark, self._running = now, time.monotonic(), running
        self._changed.set()
        self._changed = asyncio.Event()


def clock_routes(clock: ScaledClock, *, path: str, starts: bool = True) -> list[web.RouteDef]:
    """Return the route at which bots follow `clock`: it runs for as long as one of them is connected.

    With `starts` False somebody else lets it go on: a bot takes a while until it is up. A WebSocket, because
    its end is noticed at once when the bot at the other side is killed.
    """
    followers: set[web.WebSocketResponse] = set()

    async def follow(request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if starts and not followers:
            clock.go_on()
        followers.add(socket)
        try:
            async with Nursery() as aside:
                aside.start(_tell(clock, socket), name="clock")
                async for _ in socket:
                    pass
        finally:
            followers.discard(socket)
            if not followers:
                clock.stand_still()
        return socket

    return [web.get(path, follow)]


@asynccontextmanager
async def followed_clock(url: str) -> AsyncGenerator[ScaledClock]:
    """Yield a copy of the clock served at `url` that runs in step with it while the body runs."""
    async with aiohttp.ClientSession() as session, session.ws_connect(url) as socket, Nursery() as aside:
        first = await socket.receive_json()
        clock = ScaledClock(_moment(first), speed=first["speed"], running=first["running"])
        aside.start(_keep_in_step(clock, socket), name="clock")
        yield clock


async def _tell(clock: ScaledClock, socket: web.WebSocketResponse) -> None:
    """Send what the clock shows now, and again whenever it is set."""
    with suppress(ConnectionError):  # the bot was killed; the end of its socket is noticed elsewhere
        while True:
            change = clock.change
            reading = {"now": clock.now().isoformat(), "speed": clock.speed, "running": clock.running}
            await socket.send_str(json.dumps(reading))
            await change.wait()


async def _keep_in_step(clock: ScaledClock, socket: aiohttp.ClientWebSocketResponse) -> None:
    async for message in socket:
        reading = json.loads(message.data)
        clock.set(_moment(reading), running=reading["running"])


def _moment(reading: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(reading["now"])
