"""Cancelling and taking it back: a cancelled job is a tombstone for 24 hours."""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.errors import UserError
from domain.job import Job, JobState, ScheduleSpec
from domain.trigger import next_due
from storage import job_rows
from storage.database import Transaction

#: [Undo] holds this long (design 7).
UNDO_WITHIN = timedelta(hours=24)


async def cancel(tx: Transaction, job: Job, *, now: datetime) -> Job:
    """End the job, so that [Undo] can bring it back.

    Raises:
        UserError: It has ended before.
    """
    check_lives(job)
    await job_rows.end(tx, job.id, JobState.CANCELLED, now=now)
    return await job_rows.get(tx, job.id)


async def undo(tx: Transaction, job: Job, *, now: datetime, most: int) -> Job:
    """Bring a cancelled job back as it was; what fell due meanwhile is not caught up.

    Raises:
        UserError: It is not cancelled, was cancelled too long ago, its only moment has passed, or its person
            has `most` others by now.
    """
    if job.state is not JobState.CANCELLED:
        raise UserError("jobs.not-cancelled", number=job.number)
    check_ahead(job, now=now)
    if not await job_rows.revive(tx, job.id, ended_after=now - UNDO_WITHIN):
        raise UserError("jobs.undo-too-late", number=job.number)
    revived = await job_rows.get(tx, job.id)
    if await job_rows.count_active_of(tx, job.origin.person_id) > most:
        raise UserError("jobs.too-many", most=most)
    await job_rows.save(tx, from_now_on(revived, now=now))
    return await job_rows.get(tx, job.id)


def check_lives(job: Job) -> None:
    """Refuse a job that has ended.

    Raises:
        UserError: It was cancelled, or is done.
    """
    if job.state is JobState.CANCELLED:
        raise UserError("jobs.was-cancelled", number=job.number)
    if job.state is JobState.DONE:
        raise UserError("jobs.was-done", number=job.number)


def check_ahead(job: Job, *, now: datetime) -> None:
    """Refuse to bring back a schedule that would never be due again.

    Raises:
        UserError: Its last moment has passed.
    """
    if isinstance(job.spec, ScheduleSpec) and next_due(job.spec.trigger, after=now) is None:
        raise UserError("jobs.moment-passed", number=job.number)


def from_now_on(job: Job, *, now: datetime) -> Job:
    """Return the job so that nothing up to now is due any more; what is left out after that stays so."""
    since = max(now, job.effective_from)
    due_at = next_due(job.spec.trigger, after=since) if isinstance(job.spec, ScheduleSpec) else None
    if job.state is not JobState.ACTIVE:
        due_at = None
    return replace(job, effective_from=since, next_due_at=due_at)
