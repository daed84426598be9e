"""What is thrown away, when, and what never is."""

from datetime import UTC, datetime, timedelta

import pytest

from storage.database import Database, Transaction
from storage.moments import to_text
from storage.pruning import BITE, prune
from tests.storage.test_runs import a_job

NOW = datetime(2027, 12, 1, tzinfo=UTC)


def ago(**span: float) -> str:
    return to_text(NOW - timedelta(**span))


async def count(tx: Transaction, table: str) -> int:
    row = await tx.one(f"SELECT count(*) FROM {table}")
    return 0 if row is None else int(row[0])


ROWS = {
    "update_seen": ("INSERT INTO update_seen VALUES (1, '{at}')", 2),
    "outbox sent": (
        (
            "INSERT INTO outbox (dedupe_key, chat_id, kind, report, state, message_id, created_at, sent_at)"
            " VALUES ('k', 1, 'answer', '{{}}', 'sent', 9, '{at}', '{at}')"
        ),
        30,
    ),
    "outbox dead": (
        (
            "INSERT INTO outbox (dedupe_key, chat_id, kind, report, state, created_at)"
            " VALUES ('k', 1, 'answer', '{{}}', 'dead', '{at}')"
        ),
        30,
    ),
    "seen_item": ("INSERT INTO seen_item VALUES ('{job}', 'k', '{at}')", 90),
    "run": (
        (
            "INSERT INTO run (job_id, slot, revision, state, claimed_at, ended_at) VALUES"
            " ('{job}', '2000', 1, 'ok', '{at}', '{at}'), ('{job}', '2001', 1, 'running', 'x', NULL)"
        ),
        400,
    ),
    "errand": (
        (
            "INSERT INTO errand (key, word, chat_id, person_id, arguments, state, created_at, ended_at)"
            " VALUES ('k', 'look', 1, 1, '{{}}', 'done', '{at}', '{at}')"
        ),
        30,
    ),
    "question open": (
        (
            "INSERT INTO question (chat_id, person_id, word, arguments, outbox_key, created_at)"
            " VALUES (1, 1, 'pick', '{{}}', 'k', '{at}')"
        ),
        30,
    ),
    "question": (
        (
            "INSERT INTO question (chat_id, person_id, word, arguments, outbox_key, state, created_at)"
            " VALUES (1, 1, 'zone', '{{}}', 'k', 'answered', '{at}')"
        ),
        30,
    ),
}


@pytest.mark.parametrize("what", ROWS)
async def test_each_kind_of_row_goes_at_its_age_and_not_before(database: Database, what: str) -> None:
    sql, days = ROWS[what]
    table = what.split(maxsplit=1)[0]
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        for age, gone in ((timedelta(days=days, hours=-1), 0), (timedelta(days=days, hours=1), 1)):
            await tx.execute(f"DELETE FROM {table}")
            await tx.execute(sql.format(at=to_text(NOW - age), job=job.id))
            before = await count(tx, table)

            assert await prune(tx, now=NOW) == gone
            assert await count(tx, table) == before - gone


async def test_evidence_goes_after_a_fortnight_and_its_finding_stays(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        await tx.execute(
            "INSERT INTO watch (job_id, phase, phase_at, line_key) VALUES (?, 'ended', 'x', 'k')", job.id
        )
        await tx.execute(
            "INSERT INTO finding (watch, uid, revision, episode, word, at)"
            " VALUES (?, 'u', 'r', 0, 'failed', 'x')",
            job.id,
        )
        for word, days in (("logs", 15), ("events", 13)):
            await tx.execute(
                "INSERT INTO evidence (finding_id, word, name, text, at) VALUES (1, ?, 'n', 't', ?)",
                word,
                ago(days=days),
            )

        await prune(tx, now=NOW)

        rows = await tx.all("SELECT word FROM evidence")
        assert [row["word"] for row in rows] == ["events"]
        assert await count(tx, "finding") == 1


@pytest.mark.parametrize("state", ["pending", "sending", "unknown"])
async def test_what_is_on_its_way_is_never_thrown_away(database: Database, state: str) -> None:
    async with (await database.writer()).transaction() as tx:
        await tx.execute(
            "INSERT INTO outbox (dedupe_key, chat_id, kind, report, state, created_at)"
            " VALUES ('k', 1, 'answer', '{}', ?, ?)",
            state,
            ago(days=999),
        )

        assert await prune(tx, now=NOW) == 0


async def test_the_newest_slot_of_a_job_is_kept_whatever_its_age(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        job = await a_job(tx)
        for slot in ("2020", "2021"):
            await tx.execute(
                "INSERT INTO run (job_id, slot, revision, state, claimed_at, ended_at)"
                " VALUES (?, ?, 1, 'ok', 'x', ?)",
                job.id,
                slot,
                ago(days=999),
            )
        await tx.execute(
            "INSERT INTO run (job_id, slot, revision, state, claimed_at, ended_at)"
            " VALUES (?, NULL, 1, 'ok', 'x', ?)",
            job.id,
            ago(days=999),
        )

        await prune(tx, now=NOW)

        rows = await tx.all("SELECT slot FROM run")
        assert [row["slot"] for row in rows] == ["2021"]


async def test_tombstones_keep_their_numbers(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        await a_job(tx)
        await tx.execute("UPDATE job SET state = 'cancelled', ended_at = ?", ago(days=999))

        await prune(tx, now=NOW)

        assert await count(tx, "job") == 1


async def test_much_is_thrown_away_in_bites(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        await tx.many(
            "INSERT INTO update_seen VALUES (?, ?)", ((number, ago(days=9)) for number in range(BITE + 7))
        )

        bites = [await prune(tx, now=NOW) for _ in range(3)]

    assert bites == [BITE, 7, 0]


async def test_a_wish_that_waits_for_the_zone_waits_for_ever(database: Database) -> None:
    async with (await database.writer()).transaction() as tx:
        await tx.execute(
            "INSERT INTO question (chat_id, person_id, word, arguments, outbox_key, created_at)"
            " VALUES (1, 1, 'zone', '{}', 'k', ?)",
            ago(days=999),
        )

        assert await prune(tx, now=NOW) == 0
