"""What /list and /history show: each job with where it stands, in one query."""

from dataclasses import dataclass
from datetime import datetime
from sqlite3 import Row

from domain.job import Job
from storage.database import Transaction
from storage.job_rows import job_from
from storage.moments import from_text, from_text_or_none


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A line of /list.

    Attributes:
        phase: Of a watch; None for a schedule, and for a watch whose first look is still to come.
        lost_at: Since when a watch does not see its cluster.
        last_state, last_at: How the last run ended, and when.
        failures: Failed slots in a row.
        undelivered: Messages of this job that could not be delivered.
        muted_until: Until when a watch does not ring.
    """

    job: Job
    phase: str | None
    lost_at: datetime | None
    last_state: str | None
    last_at: datetime | None
    failures: int
    undelivered: int
    muted_until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastFinding:
    """A line of a watch's /history."""

    word: str
    cause: str
    at: datetime


async def count(tx: Transaction, chat_id: int) -> int:
    """Return how many living jobs the chat has."""
    row = await tx.one(
        "SELECT count(*) FROM job WHERE chat_id = ? AND state IN ('active', 'paused', 'auto-paused')", chat_id
    )
    return 0 if row is None else int(row[0])


async def page(tx: Transaction, chat_id: int, *, skip: int, limit: int) -> tuple[Listed, ...]:
    """Return living jobs of the chat by number, with where they stand."""
    rows = await tx.all(
        """SELECT job.*, watch.phase, watch.lost_at, watch.muted_until,
                  last.state AS last_state, last.ended_at AS last_at,
                  (SELECT count(*) FROM outbox WHERE outbox.chat_id = job.chat_id AND outbox.job_id = job.id
                      AND outbox.state = 'dead') AS undelivered
           FROM job
           LEFT JOIN watch ON watch.job_id = job.id
           LEFT JOIN run AS last ON last.id = (SELECT max(id) FROM run WHERE run.job_id = job.id
                                               AND run.state IN ('ok', 'ok-silent', 'failed', 'missed'))
           WHERE job.chat_id = ? AND job.state IN ('active', 'paused', 'auto-paused')
           ORDER BY job.number LIMIT ? OFFSET ?""",
        chat_id,
        limit,
        skip,
    )
    return tuple(_listed(row) for row in rows)


async def findings(tx: Transaction, job_id: str, *, limit: int) -> tuple[PastFinding, ...]:
    """Return what a watch found last, newest first."""
    rows = await tx.all("SELECT * FROM finding WHERE watch = ? ORDER BY id DESC LIMIT ?", job_id, limit)
    return tuple(PastFinding(word=row["word"], cause=row["cause"], at=from_text(row["at"])) for row in rows)


def _listed(row: Row) -> Listed:
    return Listed(
        job=job_from(row),
        phase=row["phase"],
        lost_at=from_text_or_none(row["lost_at"]),
        last_state=row["last_state"],
        last_at=from_text_or_none(row["last_at"]),
        failures=row["failures"],
        undelivered=row["undelivered"],
        muted_until=from_text_or_none(row["muted_until"]),
    )
