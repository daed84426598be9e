"""The other end of a run: result, seen items, memory, state and outbox row in one transaction (design 4.3).

Nothing of a run left the process before, so a run that was broken off is safe to do again; after it, the
outbox row stands and delivery alone decides about sending (schedule-rules B6, B7, B26).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from domain.job import Job, JobState, ScheduleSpec
from domain.lateness import UNREMARKABLE, grace, is_remarkable
from domain.report import Action, Report, Span, encode_report
from domain.run import Owner, Result, Run, RunState
from domain.trigger import Once
from messages import running
from scheduling.claiming import MOST_ATTEMPTS
from scheduling.due import period_after
from scheduling.ending import end_if_over
from scheduling.telling import tell, tell_failure
from storage import chats, job_rows, leases, runs, seen, standings
from storage.database import Transaction

#: Pauses before the second and the third attempt of what may pass by itself.
RETRY_AFTER = (timedelta(minutes=1), timedelta(minutes=5))


async def settle(
    tx: Transaction, run: Run, result: Result, *, owner: Owner, now: datetime, longest_grace: timedelta | None
) -> bool:
    """Store what the run gave; False (and no effect) when this owner does not hold it any more."""
    if not await leases.holds(tx, run, owner=owner):
        return False
    job = await job_rows.get(tx, run.job.id)
    if job.state is JobState.CANCELLED:
        await runs.finish(tx, run.id, RunState.CANCELLED, now=now)
    elif not result.error:
        await _succeed(tx, run, job, result, now=now)
    elif (again := _retry_at(run, job, result, now=now, longest_grace=longest_grace)) is not None:
        await leases.interrupt(tx, run.id, retry_at=again, error=result.error)
    else:
        await _fail(tx, run, job, result, now=now)
    return True


async def _succeed(tx: Transaction, run: Run, job: Job, result: Result, *, now: datetime) -> None:
    report = None if result.report is None else await _finished(tx, run, result.report)
    await runs.finish(
        tx,
        run.id,
        RunState.OK_SILENT if report is None else RunState.OK,
        now=now,
        report=None if report is None else encode_report(report),
    )
    await seen.remember(tx, job.id, result.seen, now=now)
    # A run that was in hand when the job was changed remembers what the job was about before.
    memory = result.memory if _does_the_same(job, run.job) else None
    await standings.stand(tx, job.id, memory=memory, failures=0, error="")
    if report is not None:
        await tell(tx, job, report, run_id=run.id, now=now)
    await end_if_over(tx, job, now=now)


async def _fail(tx: Transaction, run: Run, job: Job, result: Result, *, now: datetime) -> None:
    await runs.finish(tx, run.id, RunState.FAILED, now=now, error=result.error)
    said = () if result.report is None else result.report.spans
    await tell_failure(
        tx,
        job,
        run_id=run.id,
        error=result.error,
        reason=lambda _: said or (Span(result.error),),
        asked_for=run.slot is None,
        now=now,
    )
    await end_if_over(tx, await job_rows.get(tx, job.id), now=now)


def _retry_at(
    run: Run, job: Job, result: Result, *, now: datetime, longest_grace: timedelta | None
) -> datetime | None:
    """Return when the run is tried again: within its grace and before the next slot; None when it is not.

    Somebody who pressed [Run now] is told at once instead of after six minutes.
    """
    if not result.transient or run.slot is None or run.attempt >= MOST_ATTEMPTS:
        return None
    if not isinstance(job.spec, ScheduleSpec) or job.revision != run.job.revision:
        return None
    period = period_after(job.spec.trigger, run.slot)
    at = now + RETRY_AFTER[run.attempt - 1]
    last = run.slot + min(grace(period, at_most=longest_grace), period or timedelta.max)
    return at if at < last else None


async def _finished(tx: Transaction, run: Run, report: Report) -> Report:
    """Return the report with the run's job in its buttons, and with a word about being late."""
    owned = replace(report, actions=tuple(tuple(_owned(act, run) for act in row) for row in report.actions))
    spec = run.job.spec
    if _is_last(run):
        owned = running.last(owned, language=(await chats.get(tx, run.job.origin.chat_id)).language)
    if run.slot is None or not isinstance(spec, ScheduleSpec) or run.claimed_at - run.slot <= UNREMARKABLE:
        return owned
    if not is_remarkable(slot=run.slot, ran=run.claimed_at, period=period_after(spec.trigger, run.slot)):
        return owned
    chat = await chats.get(tx, run.job.origin.chat_id)
    return running.late(
        owned,
        language=chat.language,
        zone=spec.trigger.zone,
        planned=run.slot,
        ran=run.claimed_at,
        missed=await runs.missed_with(tx, run),
    )


def _is_last(run: Run) -> bool:
    """Tell whether a series ends with this run: by its date or its count."""
    spec = run.job.spec
    if run.slot is None or not isinstance(spec, ScheduleSpec) or isinstance(spec.trigger, Once):
        return False
    return period_after(spec.trigger, run.slot) is None


def _does_the_same(job: Job, before: Job) -> bool:
    one, other = job.spec, before.spec
    return isinstance(one, ScheduleSpec) and isinstance(other, ScheduleSpec) and one.task == other.task


def _owned(action: Action, run: Run) -> Action:
    return action if action.job else replace(action, job=run.job.id)
