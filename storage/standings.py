"""What a job has behind it: its task's memory, failed slots in a row, and which failure was told."""

from dataclasses import dataclass

from domain.job import JobState
from storage.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a job has behind it: what its task remembers, failed slots in a row, the failure told last."""

    memory: str
    failures: int
    error: str


async def standing(tx: Transaction, job_id: str) -> Standing:
    """Return what the job has behind it.

    Raises:
        LookupError: There is no such job.
    """
    row = await tx.one("SELECT memory, failures, error FROM job WHERE id = ?", job_id)
    if row is None:
        raise LookupError(f"no job {job_id}")
    return Standing(memory=row["memory"], failures=row["failures"], error=row["error"])


async def stand(tx: Transaction, job_id: str, *, memory: str | None, failures: int, error: str) -> None:
    """Store what the job has behind it now; a memory of None stays as it is."""
    await tx.execute(
        "UPDATE job SET memory = coalesce(?, memory), failures = ?, error = ? WHERE id = ?",
        memory,
        failures,
        error,
        job_id,
    )


async def forget(tx: Transaction, job_id: str) -> None:
    """Let the job's task begin anew: what it remembers is about something else."""
    await tx.execute("UPDATE job SET memory = '' WHERE id = ?", job_id)


async def put_to_rest(tx: Transaction, job_id: str) -> None:
    """Pause the job because it keeps failing."""
    await tx.execute(
        "UPDATE job SET state = ?, next_due_at = NULL WHERE id = ? AND state = 'active'",
        JobState.AUTO_PAUSED,
        job_id,
    )
