"""The wired bot: what goes wrong while it wakes up does not leave it deaf."""

import asyncio
from collections.abc import Callable

from bot.house import build_house
from bot.practice.demo import SCRIPT_BEGINS, practice
from storage.migrating import open_database
from telemetry.nursery import Nursery


async def until(is_so: Callable[[], bool]) -> None:
    """Wait for something that happens over sockets."""
    async with asyncio.timeout(20):
        while not is_so():  # noqa: ASYNC110  # the far side of a socket rings no event here
            await asyncio.sleep(0.01)


async def test_a_bot_whose_file_cannot_be_written_at_the_start_listens_when_it_can() -> None:
    async with practice(SCRIPT_BEGINS, speed=60.0) as world, Nursery() as nursery:
        settings, stop = world.settings.model_copy(update={"owner_id": None}), asyncio.Event()
        database = open_database(settings.database, migrate=True)
        async with build_house(settings, database, world.clock) as house:
            writer = await database.writer()
            async with writer.transaction() as tx:
                await tx.execute(
                    "CREATE TRIGGER full BEFORE INSERT ON setting BEGIN SELECT RAISE(ABORT, 'full'); END"
                )
            life = nursery.start(house.run(stop), name="bot")
            await until(lambda: "talk" in house.ground.health.troubles)
            deaf = not world.telegram.is_polled

            async with writer.transaction() as tx:
                await tx.execute("DROP TRIGGER full")
            await until(lambda: world.telegram.is_polled)
            stop.set()
            await life

    assert deaf
    assert house.ground.health.troubles == {}


async def test_the_clusters_that_a_chat_may_choose_are_those_of_the_kubeconfig() -> None:
    async with practice(SCRIPT_BEGINS, speed=60.0) as world:
        settings = world.settings.model_copy(update={"clusters": ("*",)})
        database = open_database(settings.database, migrate=True)
        async with build_house(settings, database, world.clock) as house:
            there = await house.ground.clusters.contexts()

    assert there == ("practice",)
