"""Runs as rows: which job ran for which slot, and how it ended.

(job, slot) is unique and a job has at most one active run; both are indexes of the table, so that no two
processes can disagree (schedule-rules B3, B10). What may follow what is enforced by the table's trigger. When
a run is due and what becomes of it is decided in `scheduling`; who holds it is in `leases`.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from domain.job import Job
from domain.run import Run, RunState
from storage.database import Room, Transaction
from storage.moments import from_text, from_text_or_none, to_text

#: Exactly the words of the partial index, so that SQLite uses it.
ACTIVE = "state IN ('requested', 'claimed', 'running', 'interrupted')"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastRun:
    """A line of /history. `delivery` is the state of its message, None when there is none (any more).

    `slots` is how many slots the row stands for: of many missed ones only the last few have rows.
    """

    id: int
    slot: datetime | None
    state: RunState
    attempt: int
    slots: int
    claimed_at: datetime
    started_at: datetime | None
    ended_at: datetime | None
    error: str
    report: str | None
    delivery: str | None
    delivered_at: datetime | None


async def request(tx: Transaction, *, job: Job, request_key: str, now: datetime) -> bool:
    """Ask for a run of the job, for no slot; False when one is active or the same request was made before."""
    asked = await tx.insert(
        """INSERT INTO run (job_id, slot, revision, state, attempt, claimed_at, request_key)
           VALUES (?,NULL,?,'requested',0,?,?) ON CONFLICT DO NOTHING""",
        job.id,
        job.revision,
        to_text(now),
        request_key,
    )
    tx.rings.add(Room.SCHEDULING)
    return asked is not None


async def settle(
    tx: Transaction,
    job: Job,
    slot: datetime,
    state: RunState,
    *,
    now: datetime,
    slots: int = 1,
    error: str = "",
) -> int | None:
    """Settle a slot for which nothing is run; return the row's id, or None when it was settled before."""
    return await tx.insert(
        """INSERT INTO run (job_id, slot, revision, state, slots, claimed_at, ended_at, error)
           VALUES (?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING""",
        job.id,
        to_text(slot),
        job.revision,
        state,
        slots,
        to_text(now),
        to_text(now),
        error,
    )


async def finish(
    tx: Transaction,
    run_id: int,
    state: RunState,
    *,
    now: datetime,
    error: str = "",
    report: str | None = None,
) -> None:
    """End the run; `report` is the stored form of what it said."""
    await tx.execute(
        """UPDATE run SET state = ?, ended_at = ?, error = ?, result = ?, owner = NULL, lease_until = NULL,
                          retry_at = NULL WHERE id = ?""",
        state,
        to_text(now),
        error,
        report,
        run_id,
    )


async def is_active(tx: Transaction, job_id: str) -> bool:
    """Tell whether a run of the job is not through."""
    return await tx.one(f"SELECT 1 FROM run WHERE job_id = ? AND {ACTIVE}", job_id) is not None  # noqa: S608  # a constant


async def states(tx: Transaction, run_ids: Sequence[int]) -> tuple[RunState, ...]:
    """Return the states of these runs, in the order of their ids."""
    rows = await tx.all(
        "SELECT state FROM run WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        json.dumps(list(run_ids)),
    )
    return tuple(RunState(row["state"]) for row in rows)


async def missed_with(tx: Transaction, run: Run) -> int:
    """Return how many older slots were settled as missed by the claim that made this run."""
    row = await tx.one(
        "SELECT total(slots) AS missed FROM run WHERE job_id = ? AND state = 'missed' AND claimed_at = ?",
        run.job.id,
        to_text(run.claimed_at),
    )
    return 0 if row is None else int(row["missed"])


async def history(tx: Transaction, job_id: str, *, limit: int) -> tuple[PastRun, ...]:
    """Return the job's last runs, newest first."""
    rows = await tx.all(
        """SELECT run.*, outbox.state AS delivery, outbox.sent_at AS delivered_at
           FROM run LEFT JOIN outbox ON outbox.dedupe_key = 'run:' || run.id
           WHERE run.job_id = ? ORDER BY run.id DESC LIMIT ?""",
        job_id,
        limit,
    )
    return tuple(_past(row) for row in rows)


def _past(row: Row) -> PastRun:
    return PastRun(
        id=row["id"],
        slot=from_text_or_none(row["slot"]),
        state=RunState(row["state"]),
        attempt=row["attempt"],
        slots=row["slots"],
        claimed_at=from_text(row["claimed_at"]),
        started_at=from_text_or_none(row["started_at"]),
        ended_at=from_text_or_none(row["ended_at"]),
        error=row["error"],
        report=row["result"],
        delivery=row["delivery"],
        delivered_at=from_text_or_none(row["delivered_at"]),
    )


async def last_slot(tx: Transaction, job_id: str) -> datetime | None:
    """Return the newest slot of the job that is settled, whatever became of it."""
    row = await tx.one("SELECT max(slot) AS slot FROM run WHERE job_id = ?", job_id)
    return None if row is None else from_text_or_none(row["slot"])
