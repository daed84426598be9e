"""Writers, transactions, savepoints, rings and the lock."""

import asyncio
import sqlite3
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from domain.errors import PermanentError
from storage import heartbeats, settings
from storage.database import Database, Room, Transaction, Writer
from storage.lock import bot_runs, only_bot
from storage.migrating import open_database
from storage.together import Together
from telemetry.nursery import Nursery


class TrippedError(Exception):
    """What a test raises in the middle."""


async def value(database: Database, name: str) -> str | None:
    reader = await database.writer()
    async with reader.reading() as tx:
        return await settings.get(tx, name)


async def test_nobody_sees_an_open_transaction_of_another_writer(database: Database) -> None:
    writer = await database.writer()

    async with writer.transaction() as tx:
        await settings.put(tx, "a", "1")
        during = await value(database, "a")

    assert (during, await value(database, "a")) == (None, "1")


async def test_a_body_that_raises_leaves_nothing_and_rings_nobody(database: Database) -> None:
    writer = await database.writer()
    rung: list[frozenset[Room]] = []
    database.on_commit(rung.append)

    async def trip() -> None:
        async with writer.transaction() as tx:
            await settings.put(tx, "a", "1")
            tx.rings.add(Room.DELIVERY)
            raise TrippedError

    with pytest.raises(TrippedError):
        await trip()

    assert await value(database, "a") is None
    assert rung == []


async def test_writers_wait_for_each_other_and_none_fails(database: Database) -> None:
    writers = [await database.writer() for _ in range(4)]
    async with writers[0].transaction() as tx:
        await settings.put(tx, "count", "0")

    async def add(number: int) -> None:
        async with writers[number % 4].transaction() as tx:
            before = int(await settings.get(tx, "count") or 0)
            await settings.put(tx, "count", str(before + 1))

    await asyncio.gather(*(add(number) for number in range(40)))

    assert await value(database, "count") == "40"


async def test_a_savepoint_undoes_itself_alone_with_its_rings(database: Database) -> None:
    writer = await database.writer()
    rung: list[frozenset[Room]] = []
    database.on_commit(rung.append)

    async def trip(tx: Transaction) -> None:
        async with tx.savepoint():
            await settings.put(tx, "inner", "1")
            tx.rings.add(Room.DELIVERY)
            raise TrippedError

    async with writer.transaction() as tx:
        await settings.put(tx, "outer", "1")
        tx.rings.add(Room.ERRANDS)
        with pytest.raises(TrippedError):
            await trip(tx)
        async with tx.savepoint():
            await settings.put(tx, "second", "1")

    assert [await value(database, name) for name in ("outer", "inner", "second")] == ["1", None, "1"]
    assert rung == [frozenset({Room.ERRANDS})]


async def test_what_is_written_while_reading_is_not_kept(database: Database) -> None:
    writer = await database.writer()

    async with writer.reading() as tx:
        await settings.put(tx, "a", "1")

    assert await value(database, "a") is None


async def test_a_value_of_the_wrong_type_is_refused(database: Database) -> None:
    writer = await database.writer()

    with pytest.raises(sqlite3.IntegrityError):
        async with writer.transaction() as tx:
            await tx.execute("INSERT INTO update_seen VALUES ('not a number', 'x')")


async def test_one_step_commits_rings_and_returns(database: Database) -> None:
    writer = await database.writer()
    rung: list[frozenset[Room]] = []
    database.on_commit(rung.append)

    async def body(tx: Transaction) -> str | None:
        async with tx.savepoint():
            await settings.put(tx, "a", "1")
        tx.rings.add(Room.DELIVERY)
        return await settings.get(tx, "a")

    assert await writer.in_one_step(body) == "1"
    await asyncio.sleep(0)
    assert rung == [frozenset({Room.DELIVERY})]
    assert await value(database, "a") == "1"


async def test_one_step_that_raises_leaves_nothing(database: Database) -> None:
    writer = await database.writer()

    async def body(tx: Transaction) -> None:
        await settings.put(tx, "a", "1")
        raise TrippedError

    with pytest.raises(TrippedError):
        await writer.in_one_step(body)

    assert await value(database, "a") is None


async def test_one_step_that_would_wait_for_something_else_is_refused(database: Database) -> None:
    writer = await database.writer()

    async def body(tx: Transaction) -> None:
        await settings.put(tx, "a", "1")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError):
        await writer.in_one_step(body)

    assert await value(database, "a") is None


async def test_one_step_is_carried_through_when_its_caller_is_gone(database: Database) -> None:
    writer = await database.writer()
    rung = asyncio.Event()
    database.on_commit(lambda _: rung.set())

    async def body(tx: Transaction) -> None:
        await settings.put(tx, "a", "1")
        tx.rings.add(Room.DELIVERY)

    async with Nursery() as nursery:
        caller = nursery.start(writer.in_one_step(body), name="caller")
        await asyncio.sleep(0)
        caller.cancel()
    await asyncio.wait_for(rung.wait(), 5)

    assert await value(database, "a") == "1"


async def test_writers_of_one_process_go_in_the_order_in_which_they_came(database: Database) -> None:
    holder, *others = [await database.writer() for _ in range(6)]
    order: list[int] = []

    async def take(number: int, writer: Writer) -> None:
        async with writer.transaction():
            order.append(number)

    async with Nursery() as nursery:
        async with holder.transaction():
            taking = []
            for number, writer in enumerate(others):
                taking.append(nursery.start(take(number, writer), name=f"{number}"))
                await asyncio.sleep(0)
        await asyncio.gather(*taking)

    assert order == [0, 1, 2, 3, 4]


async def test_who_commits_for_others_may_be_cancelled_and_nothing_is_done_twice(database: Database) -> None:
    together = Together(await database.writer())
    done: list[str] = []

    async def body(name: str, tx: Transaction) -> None:
        await settings.put(tx, name, "1")
        done.append(name)

    async with Nursery() as nursery:
        first = nursery.start(together.run(partial(body, "first")), name="first")
        second = nursery.start(together.run(partial(body, "second")), name="second")
        for _ in range(5):
            await asyncio.sleep(0)
        first.cancel()
        await second

    assert done == ["first", "second"]
    assert await value(database, "second") == "1"


async def test_bodies_that_come_together_share_a_commit_and_fail_alone(database: Database) -> None:
    together = Together(await database.writer())
    commits: list[frozenset[Room]] = []
    database.on_commit(commits.append)

    async def body(number: int, tx: Transaction) -> int:
        tx.rings.add(Room.DELIVERY)
        await settings.put(tx, str(number), "x")
        if number % 10 == 3:
            raise TrippedError
        return number

    results = await asyncio.gather(
        *(together.run(lambda tx, number=number: body(number, tx)) for number in range(50)),  # type: ignore[misc]  # a default binds the number
        return_exceptions=True,
    )

    kept = [number for number in range(50) if await value(database, str(number)) == "x"]
    assert kept == [number for number in range(50) if number % 10 != 3]
    assert [result for result in results if isinstance(result, int)] == kept
    assert sum(isinstance(result, TrippedError) for result in results) == 5
    assert len(commits) < 5


async def test_who_commits_for_others_may_be_cancelled(database: Database) -> None:
    writer = await database.writer()
    together = Together(writer)

    async def put(name: str) -> None:
        await together.run(lambda tx: settings.put(tx, name, "x"))

    async with asyncio.TaskGroup() as group, (await database.writer()).transaction():
        first = group.create_task(put("first"))
        second = group.create_task(put("second"))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        first.cancel()

    assert second.done()
    assert await value(database, "second") == "x"


async def test_the_last_sign_of_life_is_kept(database: Database, path: Path) -> None:
    from datetime import UTC, datetime

    first, second = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, 3, 4, 5, 678, tzinfo=UTC)
    writer = await database.writer()
    async with writer.transaction() as tx:
        assert await heartbeats.last(tx, "loop") is None
        await heartbeats.beat(tx, "loop", now=first)
        await heartbeats.beat(tx, "loop", now=second)

    async with open_database(path, migrate=False) as again, (await again.writer()).reading() as tx:
        assert await heartbeats.last(tx, "loop") == second


def test_a_second_bot_on_the_file_is_refused_and_told_who_has_it(path: Path) -> None:
    import os

    with only_bot(path):
        assert bot_runs(path)
        with pytest.raises(PermanentError) as caught, only_bot(path):
            pass

    assert caught.value.key == "storage.second-bot"
    assert caught.value.arguments["pid"] == str(os.getpid())
    assert not bot_runs(path)


def test_a_killed_bot_leaves_no_lock(path: Path) -> None:
    holder = (
        "import sys, time\nfrom pathlib import Path\nfrom storage.lock import only_bot\n"
        "with only_bot(Path(sys.argv[1])):\n    print('held', flush=True)\n    time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", holder, str(path)], stdout=subprocess.PIPE) as bot:
        assert bot.stdout is not None
        assert bot.stdout.readline() == b"held\n"
        assert bot_runs(path)
        bot.kill()
        bot.wait()

    with only_bot(path):
        assert bot_runs(path)


async def test_the_disk_is_waited_for_unless_what_is_written_can_be_seen_again(database: Database) -> None:
    writer = await database.writer()
    found: list[int] = []

    for durable in (True, False, True):
        async with writer.transaction(durable=durable) as tx:
            row = await tx.one("PRAGMA synchronous")
            assert row is not None
            found.append(row[0])

    full, normal = 2, 1
    assert found == [full, normal, full]
