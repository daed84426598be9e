"""Outbox rows about runs: one for each run, in the transaction of what it tells (design 4.3)."""

from collections.abc import Callable
from datetime import datetime

from domain.job import Job, JobState, ScheduleSpec
from domain.report import Report, Span
from domain.trigger import next_due
from messages import running
from storage import chats, outbox, standings
from storage.database import Transaction
from storage.outbox import Parcel, RowKind


async def tell(tx: Transaction, job: Job, report: Report, *, run_id: int, now: datetime) -> None:
    """Send the report to where the job came from, once for each run."""
    parcel = Parcel(
        key=f"run:{run_id}",
        chat_id=job.origin.chat_id,
        thread_id=job.origin.thread_id,
        reply_to=job.origin.message_id,
        kind=RowKind.TERMINAL,
        job_id=job.id,
        report=report,
    )
    await outbox.post(tx, parcel, now=now)


async def tell_missed(
    tx: Transaction, job: Job, *, run_id: int, slot: datetime, now: datetime, earlier: int = 0
) -> None:
    """Ask what to do about a slot that is too late to run by itself."""
    language = (await chats.get(tx, job.origin.chat_id)).language
    repeats = isinstance(job.spec, ScheduleSpec) and next_due(job.spec.trigger, after=slot) is not None
    card = running.missed_card(
        language, job, run_id=run_id, slot=slot, now=now, earlier=earlier, repeats=repeats
    )
    await tell(tx, job, card, run_id=run_id, now=now)


async def tell_failure(
    tx: Transaction,
    job: Job,
    *,
    run_id: int,
    error: str,
    reason: Callable[[str], tuple[Span, ...]],
    asked_for: bool,
    now: datetime,
) -> None:
    """Count the failure and say what is worth saying about it.

    The same failure is said once until it works again; after three failed slots in a row the person is asked,
    after five the job rests. A run that a person asked for does not count and is always answered.
    """
    language = (await chats.get(tx, job.origin.chat_id)).language
    before = await standings.standing(tx, job.id)
    if asked_for:
        await tell(tx, job, running.failed(language, job, reason(language)), run_id=run_id, now=now)
        return
    count = before.failures + 1
    if count >= running.REST_AFTER and job.state is JobState.ACTIVE:
        await standings.put_to_rest(tx, job.id)
        await standings.stand(tx, job.id, memory=None, failures=0, error="")
        report = running.put_to_rest(language, job, reason(language), count=count)
        await tell(tx, job, report, run_id=run_id, now=now)
        return
    await standings.stand(tx, job.id, memory=None, failures=count, error=error)
    if count == running.ASK_AFTER:
        report = running.failing(language, job, reason(language), count=count)
        await tell(tx, job, report, run_id=run_id, now=now)
    elif error != before.error:
        await tell(tx, job, running.failed(language, job, reason(language)), run_id=run_id, now=now)
