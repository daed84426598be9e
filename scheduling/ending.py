"""When a job is over: nothing is due any more after the last settled slot."""

from datetime import datetime

from domain.job import Job, JobState, ScheduleSpec
from domain.trigger import next_due
from storage import job_rows, runs
from storage.database import Transaction
from storage.job_rows import LIVING


async def end_if_over(tx: Transaction, job: Job, *, now: datetime) -> None:
    """End a job that was due for the last time; one that is not over stays as it is."""
    if job.state not in LIVING or not isinstance(job.spec, ScheduleSpec):
        return
    settled = await runs.last_slot(tx, job.id)
    base = job.effective_from if settled is None else max(job.effective_from, settled)
    if next_due(job.spec.trigger, after=base) is None:
        await job_rows.end(tx, job.id, JobState.DONE, now=now)
