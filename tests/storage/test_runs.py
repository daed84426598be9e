"""Runs as rows: what the table itself makes impossible, and what is read from it."""

import sqlite3
from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from domain.job import Job, Origin, ScheduleSpec, TaskSpec
from domain.run import Owner, RunState
from domain.trigger import Once
from storage import chats, due, job_rows, leases, runs, seen
from storage.database import Database, Room, Transaction

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
OWNER = Owner(host="h", boot_id="b", pid=1, started="1")

#: What may follow what (schedule-rules C12); everything else is refused.
LEGAL = {
    "requested": {"claimed", "cancelled"},
    "claimed": {"running", "ok", "ok-silent", "failed", "interrupted", "cancelled"},
    "running": {"ok", "ok-silent", "failed", "interrupted", "cancelled"},
    "interrupted": {"claimed", "failed", "missed", "cancelled"},
    "missed": {"claimed", "cancelled"},
}


async def a_job(tx: Transaction, key: str = "update:1:0") -> Job:
    await chats.meet(tx, 100, kind="private", title="Ada", language="en")
    spec = ScheduleSpec(
        trigger=Once(at=NOW + HOUR, zone=ZoneInfo("UTC")), task=TaskSpec(name="remind", text="x")
    )
    return await job_rows.create(
        tx,
        origin=Origin(chat_id=100, person_id=100),
        spec=spec,
        title="x",
        now=NOW,
        origin_key=key,
        next_due_at=NOW + HOUR,
    )


@pytest.mark.parametrize(("before", "after"), list(product(RunState, RunState)))
async def test_only_legal_transitions_are_stored(
    database: Database, before: RunState, after: RunState
) -> None:
    legal = before == after or after in LEGAL.get(before, set())
    writer = await database.writer()
    async with writer.transaction() as tx:
        job = await a_job(tx)
        await tx.execute(
            "INSERT INTO run (job_id, slot, revision, state, claimed_at) VALUES (?, 'x', 1, ?, 'x')",
            job.id,
            before,
        )

        try:
            await tx.execute("UPDATE run SET state = ?", after)
            stored = True
        except sqlite3.IntegrityError:
            stored = False

    assert stored is legal


async def test_a_slot_is_settled_once(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        first = await runs.settle(tx, job, NOW, RunState.MISSED, now=NOW)
        again = await leases.claim(tx, job, NOW, owner=OWNER, now=NOW, lease_until=NOW + HOUR)

    assert first is not None
    assert again is None


async def test_a_job_has_one_active_run(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        asked = await runs.request(tx, job=job, request_key="press:1", now=NOW)
        claimed = await leases.claim(tx, job, NOW, owner=OWNER, now=NOW, lease_until=NOW + HOUR)
        asked_again = await runs.request(tx, job=job, request_key="press:2", now=NOW)

        assert await runs.is_active(tx, job.id)
    assert (asked, claimed, asked_again) == (True, None, False)


async def test_asking_for_a_run_wakes_the_scheduler(database: Database) -> None:
    writer = await database.writer()
    async with writer.transaction() as tx:
        job = await a_job(tx)
    rung: list[frozenset[Room]] = []
    database.on_commit(rung.append)

    async with writer.transaction() as tx:
        await runs.request(tx, job=job, request_key="press:1", now=NOW)

    assert rung == [frozenset({Room.SCHEDULING})]


async def test_what_a_former_holder_says_has_no_effect(database: Database) -> None:
    other = Owner(host="h", boot_id="b", pid=2, started="1")
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        run = await leases.claim(tx, job, NOW, owner=OWNER, now=NOW, lease_until=NOW + HOUR)
        assert run is not None
        await leases.interrupt(tx, run.id, retry_at=NOW)
        (waiting,) = await leases.waiting(tx, now=NOW, limit=9)
        again = await leases.take(tx, waiting, owner=other, now=NOW, lease_until=NOW + HOUR)

        assert not await leases.holds(tx, run, owner=OWNER)
        assert not await leases.start(tx, run, owner=OWNER, now=NOW)
        assert await leases.renew(tx, [run], owner=OWNER, lease_until=NOW) == frozenset()
        assert await leases.holds(tx, again, owner=other)
        assert again.attempt == 2


async def test_history_is_newest_first_with_what_became_of_the_message(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        for hours, state in ((1, RunState.MISSED), (2, RunState.SKIPPED_OVERLAP), (3, RunState.OK_SILENT)):
            await runs.settle(tx, job, NOW + hours * HOUR, state, now=NOW + hours * HOUR, slots=hours)

        past = await runs.history(tx, job.id, limit=2)

        assert [(str(run.state), run.slots, run.delivery) for run in past] == [
            ("ok-silent", 3, None),
            ("skipped-overlap", 2, None),
        ]
        assert await runs.last_slot(tx, job.id) == NOW + 3 * HOUR


async def test_what_was_seen_is_kept_for_each_job(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        one, two = await a_job(tx, "update:1:0"), await a_job(tx, "update:2:0")
        await seen.remember(tx, one.id, ("a", "b"), now=NOW)
        await seen.remember(tx, one.id, ("b", "c"), now=NOW + HOUR)

        assert await seen.keys_of(tx, one.id) == {"a", "b", "c"}
        assert await seen.keys_of(tx, two.id) == frozenset()


async def test_the_next_look_is_the_earliest_of_what_is_due_asked_for_and_held(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        assert await due.next_look_at(tx, now=NOW) is None
        job = await a_job(tx)
        assert await due.next_look_at(tx, now=NOW) == NOW + HOUR
        run = await leases.claim(tx, job, NOW, owner=OWNER, now=NOW, lease_until=NOW + HOUR / 2)
        assert await due.next_look_at(tx, now=NOW) == NOW + HOUR / 2
        assert run is not None
        await leases.interrupt(tx, run.id, retry_at=NOW + HOUR / 4)
        assert await due.next_look_at(tx, now=NOW) == NOW + HOUR / 4
        await runs.finish(tx, run.id, RunState.FAILED, now=NOW)
        await runs.request(tx, job=job, request_key="press:1", now=NOW)
        assert await due.next_look_at(tx, now=NOW) == NOW


@pytest.mark.parametrize(
    ("sql", "index"),
    [
        (
            (
                "SELECT id FROM job WHERE state = 'active' AND next_due_at IS NOT NULL AND next_due_at <= '2'"
                " AND kind = 'schedule' ORDER BY next_due_at LIMIT 5"
            ),
            "job_due",
        ),
        (f"SELECT id FROM run WHERE run.{runs.ACTIVE} AND state = 'claimed'", "one_active_run"),
        ("SELECT max(slot) FROM run WHERE job_id = 'x'", "run_job"),
    ],
)
async def test_what_is_due_comes_from_an_index(database: Database, sql: str, index: str) -> None:
    async with (await database.writer()).reading() as tx:
        plan = " ".join(row["detail"] for row in await tx.all(f"EXPLAIN QUERY PLAN {sql}"))

    assert "INDEX" in plan
    assert index in plan or "sqlite_autoindex_run" in plan
