"""The life of an outbox row (schedule-rules C12): what may follow what, and who alone may write it."""

import re
import sqlite3
from datetime import UTC, datetime
from itertools import product
from pathlib import Path

import pytest

from domain.report import Report, Span
from storage import deliveries, delivery_states, outbox
from storage.database import Database, Room, Transaction
from storage.deliveries import Part
from storage.outbox import Parcel

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)

STATES = ("pending", "sending", "sent", "unknown", "dead")

LEGAL = {
    "pending": {"pending", "sending", "dead"},
    "sending": {"pending", "sent", "unknown", "dead"},
    "unknown": {"unknown", "sending", "dead"},
    "sent": {"sent", "pending"},
    "dead": {"dead", "pending"},
}


async def a_row(tx: Transaction, state: str = "pending", *, message_id: int | None = 900) -> None:
    await tx.execute(
        """INSERT INTO outbox (id, dedupe_key, chat_id, kind, report, state, message_id, created_at)
           VALUES (1, 'run:1', 100, 'terminal', '{}', ?, ?, 'x')""",
        state,
        message_id,
    )


@pytest.mark.parametrize(("before", "after"), list(product(STATES, STATES)))
async def test_only_legal_transitions_are_stored(database: Database, before: str, after: str) -> None:
    async with (await database.writer()).transaction() as tx:
        await a_row(tx, before)

        try:
            await tx.execute("UPDATE outbox SET state = ?", after)
            stored = True
        except sqlite3.IntegrityError:
            stored = False

    assert stored is (after in LEGAL[before])


async def test_no_row_is_sent_without_the_id_of_its_message(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        await a_row(tx, "sending", message_id=None)

        with pytest.raises(sqlite3.IntegrityError):
            await tx.execute("UPDATE outbox SET state = 'sent'")
        with pytest.raises(sqlite3.IntegrityError):
            await tx.execute("INSERT INTO outbox_part VALUES (1, 0, '{}', 'arrived', NULL)")


def test_one_module_writes_the_states() -> None:
    rooms = ("bot", "delivery", "errands", "handlers", "jobs", "scheduling", "storage", "watchers")
    writes = re.compile(r"UPDATE outbox(_part)? SET (?!.*\bWHERE state\b)[^\"]*?\bstate = ", re.DOTALL)

    writers = {
        str(path)
        for room in rooms
        for path in Path(room).rglob("*.py")
        if writes.search(path.read_text(encoding="utf-8"))
    }

    assert writers == {"storage/delivery_states.py"}


async def in_parts(tx: Transaction, *states: str) -> None:
    """Store a row of so many parts, in these states."""
    report = Report(spans=(Span("api failed"),))
    await outbox.post(tx, Parcel(key="run:1", chat_id=100, report=report), now=NOW)
    for number, state in enumerate(states):
        await tx.execute(
            "INSERT INTO outbox_part VALUES (1, ?, '{}', ?, ?)",
            number,
            state,
            900 + number if state == "sent" else None,
        )


async def begun(tx: Transaction, number: int) -> Part:
    part = (await deliveries.parts(tx, 1))[number]
    await delivery_states.begin(tx, 1, part, repeat=False, owner="host:boot:1:0", lease_until=NOW)
    return part


async def state(tx: Transaction) -> str:
    row = await tx.one("SELECT state FROM outbox")
    return "" if row is None else str(row["state"])


@pytest.mark.parametrize(
    ("others", "after"), [(("sent",), "sent"), (("pending",), "pending"), (("dead",), "dead")]
)
async def test_a_row_is_sent_only_when_all_of_it_arrived(
    database: Database, others: tuple[str, ...], after: str
) -> None:
    async with (await database.writer()).transaction() as tx:
        await in_parts(tx, "pending", *others)
        await begun(tx, 0)

        await delivery_states.part_sent(tx, 1, 0, message_id=950, payload="{}", now=NOW)

        assert await state(tx) == after


async def test_what_did_not_arrive_is_put_back_once_and_wakes_delivery(database: Database) -> None:
    writer = await database.writer()
    async with writer.transaction() as tx:
        await in_parts(tx, "sent", "pending")
        await begun(tx, 1)
        await delivery_states.pass_over(tx, 1, 1, error="refused")
    rung: list[frozenset[Room]] = []
    database.on_commit(rung.append)

    async with writer.transaction() as tx:
        first = await delivery_states.send_again(tx, 100, now=NOW)
        second = await delivery_states.send_again(tx, 100, now=NOW)
        parts = await deliveries.parts(tx, 1)
    async with writer.transaction() as tx:
        elsewhere = await delivery_states.send_again(tx, 101, now=NOW)

    assert (first, second, elsewhere) == (1, 0, 0)
    assert [part.state for part in parts] == ["sent", "pending"]
    assert rung == [frozenset({Room.DELIVERY})]
