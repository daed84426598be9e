"""The port through which time is read and waited for; nothing else in the house looks at a clock.

Four implementations share the protocol: `SystemClock` here (the real one), `ManualClock` here (tests and
replay: time moves only when told to), and in `bot.practice` the scaled clock of practice mode.
Every moment is an aware UTC datetime: ages that decide a verdict are stored and must survive a restart,
which a monotonic reading does not.
"""

import asyncio
import heapq
import itertools
from collections.abc import AsyncGenerator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """The only source of time and of waiting."""

    def now(self) -> datetime:
        """Return the present moment, aware, in UTC."""

    async def sleep_until(self, at: datetime) -> None:
        """Return as soon as `now() >= at` (or the clock was set back); at once when it has passed."""

    def timeout(self, seconds: float) -> AbstractAsyncContextManager[None]:
        """Cancel the body and raise `TimeoutError` when it takes longer than `seconds` of this clock."""


class SystemClock:
    """The machine's own clock."""

    #: A sleeping laptop stops the timers of the event loop, so no single wait is longer than this.
    LONGEST_NAP_S = 30.0

    def now(self) -> datetime:
        """Return the wall clock's reading in UTC."""
        return datetime.now(UTC)

    async def sleep_until(self, at: datetime) -> None:
        """Wait in naps and compare the wall clock after each: suspended or set clocks are noticed.

        A clock that is set back ends the wait too: better to look once too often than an hour too late.
        """
        before = self.now()
        while before <= (now := self.now()) < at:
            before = now
            await asyncio.sleep(min((at - now).total_seconds(), self.LONGEST_NAP_S))

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncGenerator[None]:
        """Bound the body by real seconds."""
        async with asyncio.timeout(seconds):
            yield


class ManualClock:
    """A clock that stands still until it is moved: for tests and replay.

    `advance` wakes the sleepers one by one in the order of their moments, and gives the tasks they wake time
    to run before the next one is woken, so that a chain of timers unfolds as it would in real time.
    """

    #: How often the event loop is turned after each step, so that what was woken comes to rest.
    SETTLE_TURNS = 50

    def __init__(self, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("a clock needs an aware datetime")
        self._now = now.astimezone(UTC)
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    def now(self) -> datetime:
        """Return the moment that was last set."""
        return self._now

    async def sleep_until(self, at: datetime) -> None:
        """Wait until the clock is moved to `at` or beyond."""
        if at <= self._now:
            await asyncio.sleep(0)
            return
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (at, next(self._order), woken))
        await woken

    @asynccontextmanager
    async def timeout(self, seconds: float) -> AsyncGenerator[None]:
        """Bound the body by seconds of this clock."""
        async with asyncio.timeout(None) as bound:
            loop = asyncio.get_running_loop()
            at = self._now + timedelta(seconds=seconds)
            alarm: asyncio.Future[None] = loop.create_future()
            over = False

            def ring(_: asyncio.Future[None]) -> None:
                # The body may have ended in the very turn in which the alarm went off.
                if not alarm.cancelled() and not over:
                    bound.reschedule(loop.time())

            alarm.add_done_callback(ring)
            heapq.heappush(self._sleepers, (at, next(self._order), alarm))
            try:
                yield
            finally:
                over = True
                alarm.cancel()

    def next_wake(self) -> datetime | None:
        """Return the earliest moment that somebody waits for."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return self._sleepers[0][0] if self._sleepers else None

    async def advance(self, *, seconds: float = 0.0, to: datetime | None = None) -> None:
        """Move on by `seconds`, or to the moment `to`, waking every sleeper on the way at its own moment."""
        target = self._now + timedelta(seconds=seconds) if to is None else to.astimezone(UTC)
        await self.settle()
        while (wake := self.next_wake()) is not None and wake <= target:
            self._now = max(self._now, wake)
            _, _, sleeper = heapq.heappop(self._sleepers)
            if not sleeper.done():
                sleeper.set_result(None)
            await self.settle()
        self._now = max(self._now, target)
        await self.settle()

    async def settle(self) -> None:
        """Let every task that can run without time passing do so."""
        for _ in range(self.SETTLE_TURNS):
            await asyncio.sleep(0)


class Bell:
    """Wakes one loop: it sleeps until its next moment or until the bell is rung, whichever is first.

    A ring while nobody waits is kept, so that nothing committed between two turns is overslept.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Wake the loop, now or at its next wait."""
        self._rung.set()

    async def wait(self, until: datetime | None) -> None:
        """Return when rung or when `until` has come (None: only when rung)."""
        waits: set[asyncio.Future[object]] = {asyncio.ensure_future(self._rung.wait())}  # noqa: TID251  # ended below
        if until is not None:
            waits.add(asyncio.ensure_future(self._clock.sleep_until(until)))  # noqa: TID251  # ended below
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            self._rung.clear()
