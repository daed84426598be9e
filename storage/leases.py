"""Who holds which run: claims, leases and their ends.

A holder is told by its owner and the attempt: what it says after somebody else took the run over has no
effect. (job, slot) is unique and a job has at most one active run, both by an index of the table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from domain.job import Job
from domain.run import Owner, Run, RunState
from storage.database import Transaction
from storage.job_rows import job_from
from storage.moments import from_text_or_none, to_text
from storage.runs import ACTIVE

#: A run that is not through, with its job.
COLUMNS = """job.*, run.id AS run_id, run.slot, run.revision AS run_revision, run.state AS run_state,
             run.attempt, run.owner, run.lease_until, run.error AS run_error"""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveRun:
    """A run that is not through, as stored."""

    id: int
    job: Job
    slot: datetime | None
    revision: int
    state: RunState
    attempt: int
    owner: str | None
    lease_until: datetime | None
    error: str


async def doubtful(tx: Transaction, *, owner: Owner, now: datetime) -> tuple[ActiveRun, ...]:
    """Return the runs that somebody else holds, and those whose lease has expired, oldest first."""
    rows = await tx.all(
        f"""SELECT {COLUMNS} FROM run JOIN job ON job.id = run.job_id
            WHERE run.{ACTIVE} AND run.state IN ('claimed', 'running')
              AND (run.owner IS NOT ? OR coalesce(run.lease_until, '') <= ?) ORDER BY run.id""",  # noqa: S608  # constants
        str(owner),
        to_text(now),
    )
    return tuple(_active(row) for row in rows)


async def waiting(
    tx: Transaction, *, now: datetime, limit: int, job_id: str | None = None
) -> tuple[ActiveRun, ...]:
    """Return the runs (of one job, if named) that were asked for or are to be tried again, oldest first."""
    rows = await tx.all(
        f"""SELECT {COLUMNS} FROM run JOIN job ON job.id = run.job_id
            WHERE run.{ACTIVE} AND run.state IN ('requested', 'interrupted')
              AND coalesce(run.retry_at, '') <= ? AND run.job_id = coalesce(?, run.job_id)
            ORDER BY run.id LIMIT ?""",  # noqa: S608  # a constant
        to_text(now),
        job_id,
        limit,
    )
    return tuple(_active(row) for row in rows)


async def claim(
    tx: Transaction, job: Job, slot: datetime, *, owner: Owner, now: datetime, lease_until: datetime
) -> Run | None:
    """Settle a slot by running it; None when it was settled before or a run of the job is active."""
    run_id = await tx.insert(
        """INSERT INTO run (job_id, slot, revision, state, owner, lease_until, claimed_at)
           VALUES (?,?,?,'claimed',?,?,?) ON CONFLICT DO NOTHING""",
        job.id,
        to_text(slot),
        job.revision,
        str(owner),
        to_text(lease_until),
        to_text(now),
    )
    if run_id is None:
        return None
    return _run(run_id, job, slot=slot, attempt=1, now=now, lease_until=lease_until)


async def take(tx: Transaction, run: ActiveRun, *, owner: Owner, now: datetime, lease_until: datetime) -> Run:
    """Claim a run that was asked for or interrupted: its next attempt."""
    await tx.execute(
        """UPDATE run SET state = 'claimed', attempt = attempt + 1, owner = ?, lease_until = ?,
                          claimed_at = ?, started_at = NULL, retry_at = NULL WHERE id = ?""",
        str(owner),
        to_text(lease_until),
        to_text(now),
        run.id,
    )
    return _run(run.id, run.job, slot=run.slot, attempt=run.attempt + 1, now=now, lease_until=lease_until)


async def interrupt(tx: Transaction, run_id: int, *, retry_at: datetime, error: str = "") -> None:
    """Let go of a run that did not come through; it is tried again at `retry_at`."""
    await tx.execute(
        """UPDATE run SET state = 'interrupted', owner = NULL, lease_until = NULL, retry_at = ?, error = ?
           WHERE id = ?""",
        to_text(retry_at),
        error,
        run_id,
    )


async def start(tx: Transaction, run: Run, *, owner: Owner, now: datetime) -> bool:
    """Mark the run as running; False when this owner does not hold this attempt any more."""
    changed = await tx.execute(
        """UPDATE run SET state = 'running', started_at = ?
           WHERE id = ? AND owner = ? AND attempt = ? AND state = 'claimed'""",
        to_text(now),
        run.id,
        str(owner),
        run.attempt,
    )
    return changed == 1


async def renew(
    tx: Transaction, runs: Sequence[Run], *, owner: Owner, lease_until: datetime
) -> frozenset[int]:
    """Prolong the leases; return the ids of those that this owner still holds."""
    held: set[int] = set()
    for run in runs:
        changed = await tx.execute(
            """UPDATE run SET lease_until = ?
               WHERE id = ? AND owner = ? AND attempt = ? AND state IN ('claimed', 'running')""",
            to_text(lease_until),
            run.id,
            str(owner),
            run.attempt,
        )
        if changed:
            held.add(run.id)
    return frozenset(held)


async def holds(tx: Transaction, run: Run, *, owner: Owner) -> bool:
    """Tell whether this owner still holds this attempt, expired or not."""
    row = await tx.one(
        "SELECT 1 FROM run WHERE id = ? AND owner = ? AND attempt = ? AND state IN ('claimed', 'running')",
        run.id,
        str(owner),
        run.attempt,
    )
    return row is not None


def _run(
    run_id: int, job: Job, *, slot: datetime | None, attempt: int, now: datetime, lease_until: datetime
) -> Run:
    return Run(
        id=run_id,
        job=job,
        slot=slot,
        state=RunState.CLAIMED,
        attempt=attempt,
        claimed_at=now,
        lease_until=lease_until,
    )


def _active(row: Row) -> ActiveRun:
    return ActiveRun(
        id=row["run_id"],
        job=job_from(row),
        slot=from_text_or_none(row["slot"]),
        revision=row["run_revision"],
        state=RunState(row["run_state"]),
        attempt=row["attempt"],
        owner=row["owner"],
        lease_until=from_text_or_none(row["lease_until"]),
        error=row["run_error"],
    )
