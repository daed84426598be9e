"""Leaving out the next time of a schedule; the series goes on after it.

It is done with `effective_from`, up to which nothing is ever due: no row says "skipped", and nothing has to
be taken away when the person thinks better of it. The revision stays, so that a run in hand goes on.
"""

from dataclasses import replace
from datetime import datetime

from domain.errors import UserError
from domain.job import Job, JobState, ScheduleSpec
from domain.trigger import next_due
from jobs.ending import check_lives, from_now_on
from storage import job_rows
from storage.database import Transaction


async def skip_next(tx: Transaction, job: Job, *, now: datetime) -> datetime:
    """Leave out the next time, or the one after those left out already; return which one it is.

    Raises:
        UserError: It rests, is no schedule, is due right now, or nothing would follow.
    """
    check_lives(job)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    if job.state is not JobState.ACTIVE:
        raise UserError("jobs.rests", number=job.number)
    if job.next_due_at is not None and job.next_due_at <= now:  # the loop has it next; it would be swallowed
        raise UserError("handlers.runs-already", number=job.number)
    left_out = next_due(job.spec.trigger, after=max(now, job.effective_from))
    following = None if left_out is None else next_due(job.spec.trigger, after=left_out)
    if left_out is None or following is None:
        raise UserError("jobs.last-time", number=job.number)
    await job_rows.save(tx, replace(job, effective_from=left_out, next_due_at=following))
    return left_out


async def take_back(tx: Transaction, job: Job, *, now: datetime) -> Job:
    """Let everything be due again that is still to come.

    Raises:
        UserError: Nothing is left out any more.
    """
    check_lives(job)
    if job.effective_from <= now:
        raise UserError("jobs.nothing-left-out", number=job.number)
    await job_rows.save(tx, from_now_on(replace(job, effective_from=now), now=now))
    return await job_rows.get(tx, job.id)
