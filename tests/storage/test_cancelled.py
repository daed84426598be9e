"""A task that is cancelled in the middle of a transaction leaves none open: the next one goes on."""

import asyncio
from pathlib import Path

import pytest

from storage.database import Writer
from storage.migrating import open_database
from telemetry.nursery import Nursery


async def write(writer: Writer, name: str) -> None:
    async with writer.transaction() as tx:
        await tx.execute("INSERT INTO setting (name, value) VALUES (?, '')", name)


async def read(writer: Writer) -> None:
    async with writer.reading() as tx:
        await tx.all("SELECT * FROM setting")


@pytest.mark.parametrize("turns", range(12))
@pytest.mark.parametrize("work", ["write", "read"])
async def test_cancelling_after_any_number_of_turns_leaves_the_writer_usable(
    tmp_path: Path, turns: int, work: str
) -> None:
    async with open_database(tmp_path / "file.sqlite3", migrate=True) as database:
        first, second = await database.writer(), await database.writer()
        async with Nursery() as nursery:
            nursery.start(write(first, "cancelled") if work == "write" else read(first), name="cancelled")
            for _ in range(turns):
                await asyncio.sleep(0)

        await write(first, "after")
        await write(second, "from another connection")

        async with second.reading() as tx:
            names = {row["name"] for row in await tx.all("SELECT name FROM setting")}
        assert names >= {"after", "from another connection"}
