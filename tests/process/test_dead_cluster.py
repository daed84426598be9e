"""A cluster that accepts and never answers delays nobody who did not ask for it."""

from pathlib import Path

import pytest

from bot.practice.kubernetes.faults import Fault, FaultKind
from storage import people
from storage.migrating import open_database
from tests.process.place import Chat
from tests.process.town import Town, town

pytestmark = [pytest.mark.process, pytest.mark.asyncio(loop_scope="package")]

ASKED = 20


async def let_in(world: Town, count: int) -> list[Chat]:
    """Return so many people who are let in, before the bot has started."""
    chats = [world.stranger(f"Guest {number}") for number in range(count)]
    async with open_database(world.database, migrate=True) as database:
        writer = await database.writer()
        async with writer.transaction() as tx:
            for chat in chats:
                await people.let_in(tx, chat.person.id)
    return chats


async def test_while_the_cluster_hangs_every_list_is_answered_at_once(tmp_path: Path) -> None:
    """How long an answer takes is measured by benchmarks/answering.py --hung."""
    async with town(tmp_path, speed=1.0) as world:
        *guests, waiting = await let_in(world, ASKED + 1)
        world.kubernetes.faults.add(Fault(kind=FaultKind.HANG, times=None))
        await world.bot.start_up()
        for _ in range(4):  # one after the other, 15 seconds each
            waiting.say("/watch deployment api")
        await waiting.hear("Looking at api")

        for guest in guests:
            await guest.ask("/list", expect="Nothing here yet")

        assert not waiting.came("#1")
        assert world.counted("SELECT count(*) FROM errand WHERE state = 'waiting'") > 0
