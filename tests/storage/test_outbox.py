"""Outbox rows: told once, edited in place, found again by their message."""

from datetime import UTC, datetime

import pytest

from domain.job import Origin
from domain.report import Report, Span, decode_report
from storage import outbox
from storage.database import Database, Room
from storage.outbox import Parcel, answer_to

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def a_report(text: str = "done") -> Report:
    return Report(spans=(Span(text),))


def a_parcel(text: str = "done", key: str = "run:1") -> Parcel:
    return Parcel(key=key, chat_id=100, report=a_report(text))


async def test_the_same_is_never_told_twice(database: Database) -> None:
    writer = await database.writer()

    async with writer.transaction() as tx:
        first = await outbox.post(tx, a_parcel("first"), now=NOW)
    async with writer.transaction() as tx:
        second = await outbox.post(tx, a_parcel("second"), now=NOW)
        rows = await tx.all("SELECT report FROM outbox")

    assert (first, second) == (True, False)
    assert [decode_report(row["report"]).text for row in rows] == ["first"]


async def test_posting_wakes_delivery_after_the_commit_only(database: Database) -> None:
    writer = await database.writer()
    rung: list[frozenset[Room]] = []
    database.on_commit(rung.append)

    async with writer.transaction() as tx:
        await outbox.post(tx, a_parcel(), now=NOW)
        assert rung == []

    assert rung == [frozenset({Room.DELIVERY})]


async def test_a_revision_is_counted_unless_nothing_changes(database: Database) -> None:
    writer = await database.writer()
    async with writer.transaction() as tx:
        await outbox.post(tx, a_parcel("one"), now=NOW)

    async with writer.transaction() as tx:
        known = [await outbox.revise(tx, "run:1", a_report(text)) for text in ("one", "two", "two", "three")]
        row = await tx.one("SELECT revision, report FROM outbox")

    assert known == [True] * 4
    assert row is not None
    assert (row["revision"], decode_report(row["report"]).text) == (3, "three")


async def test_a_row_that_is_gone_cannot_be_revised(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        assert not await outbox.revise(tx, "run:9", a_report())


async def test_an_answer_goes_back_to_where_the_question_came_from(database: Database) -> None:
    origin = Origin(chat_id=-5, person_id=7, thread_id=3, message_id=44)
    async with (await database.writer()).transaction() as tx:
        await outbox.post(tx, answer_to(origin, a_report(), key="update:1", job_id="abc123"), now=NOW)
        row = await tx.one("SELECT chat_id, thread_id, reply_to, job_id, kind, silent FROM outbox")

    assert row is not None
    assert tuple(row) == (-5, 3, 44, "abc123", "answer", 0)


@pytest.mark.parametrize("message_id", [900, 901])
async def test_a_message_leads_to_its_row_whichever_part_it_is(database: Database, message_id: int) -> None:
    async with (await database.writer()).transaction() as tx:
        await outbox.post(tx, a_parcel(), now=NOW)
        await tx.execute("UPDATE outbox SET message_id = 901")
        await tx.execute("INSERT INTO outbox_part VALUES (1, 0, '{}', 'sent', 900)")

        row = await outbox.row_of_message(tx, chat_id=100, message_id=message_id)
        elsewhere = await outbox.row_of_message(tx, chat_id=101, message_id=message_id)

    assert row is not None
    assert row["dedupe_key"] == "run:1"
    assert elsewhere is None


async def test_a_message_is_found_without_reading_all_that_was_ever_sent(database: Database) -> None:
    steps: list[None] = []
    async with (await database.writer()).transaction() as tx:
        await tx.many(
            """INSERT INTO outbox (id, dedupe_key, chat_id, kind, report, state, message_id, created_at)
               VALUES (?1, ?1, 100, 'answer', '{}', 'sent', ?1 + 50000, 'x')""",
            ((number,) for number in range(1, 2001)),
        )
        await tx.many(
            "INSERT INTO outbox_part (outbox_id, part, payload, message_id) VALUES (?1, 0, '{}', ?1 + 50000)",
            ((number,) for number in range(1, 2001)),
        )
        await tx.step(lambda connection: connection.set_progress_handler(lambda: steps.append(None), 10))

        row = await outbox.row_of_message(tx, chat_id=100, message_id=50_777)

    assert row is not None
    assert row["id"] == 777
    assert len(steps) < 50
