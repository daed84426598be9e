"""A loop that dies is restarted, a little later each time, and the owner is told."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.supervision import Supervisor
from domain.clock import ManualClock
from domain.report import decode_report
from messages.sentences import text
from storage import chats, people
from storage.database import Writer
from storage.migrating import open_database
from telemetry.health import Health
from telemetry.nursery import Nursery

BEGINNING = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)
OWNER = 4711


class Loop:
    """A loop that dies, ends or works, as it is told, and remembers when it was started."""

    def __init__(self, clock: ManualClock, *, works_s: float = 0.0, dies: bool = True) -> None:
        self.starts: list[datetime] = []
        self._clock = clock
        self._works = timedelta(seconds=works_s)
        self._dies = dies

    async def run(self) -> None:
        self.starts.append(self._clock.now())
        await self._clock.sleep_until(self._clock.now() + self._works)
        if self._dies:
            raise RuntimeError("a fault of ours")

    @property
    def pauses(self) -> list[float]:
        """Seconds between one start and the next, without the time it worked."""
        pairs = zip(self.starts, self.starts[1:], strict=False)
        return [(after - before - self._works).total_seconds() for before, after in pairs]


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(BEGINNING)


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    async with open_database(tmp_path / "nightjar.sqlite3", migrate=True) as database:
        yield await database.writer()


@pytest.fixture
def health() -> Health:
    return Health()


@pytest.fixture
def supervisor(clock: ManualClock, health: Health, writer: Writer) -> Supervisor:
    return Supervisor(clock=clock, health=health, writer=writer)


async def name_the_owner(writer: Writer) -> None:
    async with writer.transaction() as tx:
        await people.meet(tx, OWNER, name="Kevin")
        await people.make_owner(tx, OWNER)
        await chats.meet(tx, OWNER, kind="private", title="", language="de")


async def told(writer: Writer) -> list[tuple[int, str]]:
    async with writer.reading() as tx:
        rows = await tx.all("SELECT chat_id, report FROM outbox ORDER BY id")
    return [(row["chat_id"], decode_report(row["report"]).text) for row in rows]


async def let_time_pass(clock: ManualClock, until: Callable[[], bool]) -> None:
    """Move the clock from one sleeper's moment to the next; the file is written in real time meanwhile."""
    async with asyncio.timeout(20):
        while not until():
            if (wake := clock.next_wake()) is not None:
                await clock.advance(to=wake)
            else:
                await asyncio.sleep(0)


async def test_a_loop_that_dies_is_started_again_a_little_later_each_time(
    clock: ManualClock, supervisor: Supervisor
) -> None:
    loop = Loop(clock)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: len(loop.starts) == 9)

    assert loop.pauses == [1, 2, 4, 8, 16, 32, 60, 60]


async def test_a_loop_that_ends_by_itself_is_started_again(
    clock: ManualClock, supervisor: Supervisor
) -> None:
    loop = Loop(clock, dies=False)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: len(loop.starts) == 3)

    assert loop.pauses == [1, 2]


async def test_a_loop_that_has_worked_for_long_is_started_again_at_once(
    clock: ManualClock, supervisor: Supervisor
) -> None:
    loop = Loop(clock, works_s=601)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: len(loop.starts) == 4)

    assert loop.pauses == [1, 1, 1]


async def test_a_dead_loop_is_trouble_until_it_is_started_again(
    clock: ManualClock, supervisor: Supervisor, health: Health
) -> None:
    loop = Loop(clock, works_s=5)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: bool(health.troubles))
        trouble = dict(health.troubles)
        await let_time_pass(clock, lambda: len(loop.starts) == 2)
        afterwards = dict(health.troubles)

    assert trouble == {"delivery": "RuntimeError"}
    assert afterwards == {}


async def test_the_owner_is_told_once_an_hour(
    clock: ManualClock, supervisor: Supervisor, writer: Writer
) -> None:
    await name_the_owner(writer)
    loop = Loop(clock)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: clock.now() > BEGINNING + timedelta(minutes=50))
        in_the_first_hour = await told(writer)
        await let_time_pass(clock, lambda: clock.now() > BEGINNING + timedelta(minutes=70))
        afterwards = await told(writer)

    assert [chat for chat, _ in in_the_first_hour] == [OWNER]
    assert in_the_first_hour[0][1] == text("de", "operator.loop-died", loop="delivery", reason="RuntimeError")
    assert [chat for chat, _ in afterwards] == [OWNER, OWNER]


async def test_an_owner_who_has_only_written_in_groups_is_told_too(
    clock: ManualClock, supervisor: Supervisor, writer: Writer
) -> None:
    async with writer.transaction() as tx:
        await people.meet(tx, OWNER, name="Kevin")
        await people.make_owner(tx, OWNER)
    loop = Loop(clock)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: len(loop.starts) == 2)

    assert await told(writer) == [
        (OWNER, text("en", "operator.loop-died", loop="delivery", reason="RuntimeError"))
    ]


async def test_a_loop_is_started_again_although_nobody_can_be_told(
    clock: ManualClock, supervisor: Supervisor, writer: Writer
) -> None:
    async with writer.transaction() as tx:
        await tx.execute("DROP TABLE outbox")
    await name_the_owner(writer)
    loop = Loop(clock)

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("delivery", loop.run), name="delivery")
        await let_time_pass(clock, lambda: len(loop.starts) == 3)

    assert loop.pauses == [1, 2]


async def test_a_full_disk_is_said_in_words(
    clock: ManualClock, supervisor: Supervisor, health: Health
) -> None:
    async def loop() -> None:
        raise sqlite3.OperationalError("database or disk is full")

    async with Nursery() as nursery:
        nursery.start(supervisor.keep("scheduling", loop), name="scheduling")
        await let_time_pass(clock, lambda: bool(health.troubles))
        trouble = dict(health.troubles)

    assert trouble["scheduling"].startswith("The database cannot be written (database or disk is full)")
