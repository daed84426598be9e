"""Runs that a person asks for, and what becomes of a missed one."""

from datetime import datetime, timedelta

from domain.errors import UserError
from domain.job import Job, JobState, ScheduleSpec
from jobs.changing import check_readable
from jobs.ending import check_lives
from storage import missed_runs, runs
from storage.database import Transaction

#: A second press within this time is the same wish: thumbs tremble, and people press again while they wait.
SAME_WISH = timedelta(seconds=20)


async def run_now(tx: Transaction, job: Job, *, key: str, now: datetime) -> bool:
    """Ask for a run that consumes no slot; False when one is under way, or was asked for a moment ago.

    A job that is done may run once more: what was to be done once may have failed.

    Raises:
        UserError: The job was taken back, is a watch, or cannot be read.
    """
    _check_runs(job)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    asked_at = await missed_runs.last_request_at(tx, job.id)
    if asked_at is not None and now - asked_at < SAME_WISH:
        return False
    return await runs.request(tx, job=job, request_key=f"{key}:{job.id}", now=now)


async def skip_missed(tx: Transaction, job: Job, run_id: int, *, now: datetime) -> bool:
    """Let a missed run go; False when that was decided before."""
    return await missed_runs.let_go(tx, job.id, run_id, now=now)


async def take_missed(tx: Transaction, job: Job, run_id: int, *, now: datetime) -> bool:
    """Run what was missed, now; False when that was decided before.

    Raises:
        UserError: The job was taken back or cannot be read, or a run is under way; the missed one stays.
    """
    _check_runs(job)
    async with tx.savepoint():
        if not await missed_runs.let_go(tx, job.id, run_id, now=now):
            return False
        if not await runs.request(tx, job=job, request_key=f"missed:{run_id}", now=now):
            raise UserError("handlers.runs-already", number=job.number)
    return True


def _check_runs(job: Job) -> None:
    """Refuse a job that was taken back or cannot be read; one that is done may run once more."""
    if job.state is not JobState.DONE:
        check_lives(job)
    check_readable(job)
