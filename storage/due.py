"""Which jobs are due, by their index; the truth is computed from it in `scheduling` (design 4.2)."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from domain.job import Job
from storage.database import Transaction
from storage.job_rows import job_from
from storage.moments import from_text_or_none, to_text, to_text_or_none
from storage.runs import ACTIVE

#: Exactly the words of the partial index `job_due`, so that SQLite uses it.
INDEXED = "state = 'active' AND kind = 'schedule' AND next_due_at IS NOT NULL"

#: What decides, beside the job itself, whether it is due in truth.
FACTS = f"""(SELECT max(slot) FROM run WHERE job_id = job.id) AS last_slot,
            EXISTS (SELECT 1 FROM run WHERE job_id = job.id AND {ACTIVE}) AS is_busy"""  # noqa: S608  # a constant

#: Of the due jobs, the longest due that are looked at to take them from each chat in turn.
LOOKED_AT = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DueJob:
    """A job whose time has come by its index, with what decides whether it has in truth."""

    job: Job
    last_slot: datetime | None
    is_busy: bool


async def due_jobs(tx: Transaction, *, now: datetime, limit: int) -> tuple[DueJob, ...]:
    """Return active schedules that are due by their index: the longest due, from each chat in turn.

    So a chat with hundreds of them does not keep the others waiting. Only so many are looked at for this, all
    in the index: it costs a millisecond, however many are due.
    """
    rows = await tx.all(
        f"""SELECT job.*, {FACTS} FROM job JOIN
              (SELECT place, next_due_at,
                      row_number() OVER (PARTITION BY chat_id ORDER BY next_due_at, place) AS turn
               FROM (SELECT rowid AS place, chat_id, next_due_at FROM job
                     WHERE {INDEXED} AND next_due_at <= ? ORDER BY next_due_at LIMIT ?)) AS oldest
              ON job.rowid = oldest.place
            ORDER BY oldest.turn, oldest.next_due_at, oldest.place LIMIT ?""",  # noqa: S608  # constants
        to_text(now),
        max(limit, LOOKED_AT),
        limit,
    )
    return tuple(_due(row) for row in rows)


async def active_job(tx: Transaction, job_id: str) -> DueJob | None:
    """Return the schedule, whether it is due or not; None when it is none or does not run."""
    row = await tx.one(
        f"SELECT job.*, {FACTS} FROM job WHERE id = ? AND state = 'active' AND kind = 'schedule'",  # noqa: S608  # a constant
        job_id,
    )
    return None if row is None else _due(row)


async def unindexed_jobs(tx: Transaction, *, after_id: str, limit: int) -> tuple[DueJob, ...]:
    """Return active schedules of which no next time is stored, in the order of their ids."""
    rows = await tx.all(
        f"""SELECT job.*, {FACTS} FROM job
            WHERE state = 'active' AND kind = 'schedule' AND next_due_at IS NULL AND id > ?
            ORDER BY id LIMIT ?""",  # noqa: S608  # constants
        after_id,
        limit,
    )
    return tuple(_due(row) for row in rows)


async def index(tx: Transaction, job_id: str, next_due_at: datetime | None) -> None:
    """Store when to look at the job again."""
    await tx.execute("UPDATE job SET next_due_at = ? WHERE id = ?", to_text_or_none(next_due_at), job_id)


async def next_look_at(tx: Transaction, *, now: datetime) -> datetime | None:
    """Return the earliest moment at which there is something to claim; `now` for what somebody asked for."""
    row = await tx.one(
        f"""SELECT min(at) AS at FROM (
                SELECT min(next_due_at) AS at FROM job WHERE {INDEXED}
                UNION ALL
                SELECT min(CASE state WHEN 'requested' THEN ?1 WHEN 'interrupted' THEN coalesce(retry_at, ?1)
                                      ELSE lease_until END) FROM run WHERE {ACTIVE})""",  # noqa: S608  # a constant
        to_text(now),
    )
    return None if row is None else from_text_or_none(row["at"])


def _due(row: Row) -> DueJob:
    return DueJob(
        job=job_from(row), last_slot=from_text_or_none(row["last_slot"]), is_busy=bool(row["is_busy"])
    )
