"""What handlers ask of the run table beyond a request: missed runs that are decided, and the last wish."""

from datetime import datetime

from storage.database import Transaction
from storage.moments import from_text, to_text


async def let_go(tx: Transaction, job_id: str, run_id: int, *, now: datetime) -> bool:
    """Cancel a missed run; False when it is none (any more)."""
    changed = await tx.execute(
        "UPDATE run SET state = 'cancelled', ended_at = ? WHERE id = ? AND job_id = ? AND state = 'missed'",
        to_text(now),
        run_id,
        job_id,
    )
    return changed == 1


async def last_request_at(tx: Transaction, job_id: str) -> datetime | None:
    """Return when somebody last asked for a run of the job."""
    row = await tx.one("SELECT max(claimed_at) FROM run WHERE job_id = ? AND request_key IS NOT NULL", job_id)
    return None if row is None or row[0] is None else from_text(row[0])
