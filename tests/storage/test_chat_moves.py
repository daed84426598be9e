from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import chat_moves, chats
from storage.database import Transaction, Writer
from storage.migrating import open_database

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
OLD, NEW = -4001, -1000000004001


@pytest.fixture
async def writer(tmp_path: Path) -> AsyncIterator[Writer]:
    async with open_database(tmp_path / "nightjar.sqlite3", migrate=True) as database:
        yield await database.writer()


async def a_job(tx: Transaction, chat_id: int, job_id: str) -> None:
    number = await chats.take_number(tx, chat_id)
    await tx.execute(
        """INSERT INTO job (id, chat_id, person_id, message_id, number, title, kind, spec, state,
                            effective_from, created_at)
           VALUES (?, ?, 1, 77, ?, 'job', 'schedule', '{}', 'active', '', '')""",
        job_id,
        chat_id,
        number,
    )


async def numbers(tx: Transaction) -> dict[str, tuple[int, int]]:
    return {row["id"]: (row["chat_id"], row["number"]) for row in await tx.all("SELECT * FROM job")}


async def test_jobs_and_settings_move_along_and_keep_their_numbers(writer: Writer) -> None:
    async with writer.transaction() as tx:
        await chats.meet(tx, OLD, kind="group", title="Ops", language="de")
        await chats.change(tx, OLD, zone="Europe/Berlin", allowed=1)
        await a_job(tx, OLD, "aaaaaa")
        await a_job(tx, OLD, "bbbbbb")

        await chat_moves.move_chat(tx, old=OLD, new=NEW)

        chat = await chats.get(tx, NEW)
        assert (chat.kind, chat.zone, chat.allowed, chat.language) == (
            "supergroup",
            "Europe/Berlin",
            True,
            "de",
        )
        assert await numbers(tx) == {"aaaaaa": (NEW, 1), "bbbbbb": (NEW, 2)}
        assert await chats.take_number(tx, NEW) == 3


async def test_a_job_that_the_new_group_got_first_makes_room_for_the_older_ones(writer: Writer) -> None:
    async with writer.transaction() as tx:
        await chats.meet(tx, OLD, kind="group", title="Ops", language="de")
        await a_job(tx, OLD, "aaaaaa")
        await a_job(tx, OLD, "bbbbbb")
        await chats.meet(tx, NEW, kind="supergroup", title="Ops", language="en")
        await a_job(tx, NEW, "cccccc")

        await chat_moves.move_chat(tx, old=OLD, new=NEW)

        assert await numbers(tx) == {"aaaaaa": (NEW, 1), "bbbbbb": (NEW, 2), "cccccc": (NEW, 3)}
        assert await chats.take_number(tx, NEW) == 4


async def test_being_told_twice_changes_nothing_the_second_time(writer: Writer) -> None:
    async with writer.transaction() as tx:
        await chats.meet(tx, OLD, kind="group", title="Ops", language="de")
        await a_job(tx, OLD, "aaaaaa")
        await chat_moves.move_chat(tx, old=OLD, new=NEW)
        await a_job(tx, NEW, "bbbbbb")

        await chat_moves.move_chat(tx, old=OLD, new=NEW)

        assert await numbers(tx) == {"aaaaaa": (NEW, 1), "bbbbbb": (NEW, 2)}
        assert await chats.take_number(tx, NEW) == 3


async def test_message_ids_of_the_old_group_are_forgotten_because_they_mean_others_in_the_new_one(
    writer: Writer,
) -> None:
    async with writer.transaction() as tx:
        await chats.meet(tx, OLD, kind="group", title="Ops", language="de")
        await a_job(tx, OLD, "aaaaaa")

        await chat_moves.move_chat(tx, old=OLD, new=NEW)

        row = await tx.one("SELECT message_id FROM job")
        assert row is not None
        assert row["message_id"] is None
