"""One claim: what is due becomes rows, before anything is done about it (design 4.1).

Everything here happens in one BEGIN IMMEDIATE transaction. In this order: runs whose holder is dead are let
go, runs that wait (asked for, or to be tried again) are taken, then due slots are settled.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from domain.job import Job, JobState, ScheduleSpec
from domain.lateness import Fate, fate
from domain.run import Owner, Run, RunState
from domain.task import TaskKind
from messages.sentences import spans
from scheduling.due import INCALCULABLE, Due, due, period_after
from scheduling.ending import end_if_over
from scheduling.telling import tell_failure, tell_missed
from storage import due as index
from storage import leases, runs
from storage.database import Transaction
from storage.due import DueJob
from storage.leases import ActiveRun

log = structlog.get_logger(__name__)

#: How long a run is held without a sign of life from its holder; renewed every quarter of it.
LEASE = timedelta(seconds=60)

#: All attempts of a run, whether it failed for the moment or its process died (schedule-rules B8, B9).
MOST_ATTEMPTS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimant:
    """Who claims, when, and by which rules; `early` is how soon a slot may come to count as due."""

    owner: Owner
    now: datetime
    tasks: Mapping[str, TaskKind]
    is_dead: Callable[[str, Owner], bool]
    early: timedelta = timedelta(0)

    def longest_grace(self, job: Job) -> timedelta | None:
        """Return the longest grace of the job's task."""
        kind = self.tasks.get(job.spec.task.name) if isinstance(job.spec, ScheduleSpec) else None
        return None if kind is None else kind.longest_grace


async def claim(tx: Transaction, who: Claimant, *, limit: int) -> list[Run]:
    """Settle what is due, at most `limit` jobs, and return the runs that are now the claimant's."""
    await _let_go(tx, who)
    waiting = await leases.waiting(tx, now=who.now, limit=limit)
    taken = [await _take(tx, run, who) for run in waiting]
    found = await index.due_jobs(tx, now=who.now, limit=limit - len(waiting))
    settled = [await _settle(tx, job, who) for job in found]
    return [run for run in (*taken, *settled) if run is not None]


async def claim_one(tx: Transaction, who: Claimant, job_id: str) -> Run | None:
    """Settle what is due of this job alone, and return its run if it is now the claimant's."""
    await _let_go(tx, who)
    for run in await leases.waiting(tx, now=who.now, limit=1, job_id=job_id):
        return await _take(tx, run, who)
    found = await index.active_job(tx, job_id)
    return None if found is None else await _settle(tx, found, who)


async def _let_go(tx: Transaction, who: Claimant) -> None:
    """Interrupt the runs whose lease has expired or whose holder is provably dead."""
    for run in await leases.doubtful(tx, owner=who.owner, now=who.now):
        expired = run.lease_until is None or run.lease_until <= who.now
        if expired or (run.owner != str(who.owner) and who.is_dead(run.owner or "", who.owner)):
            log.warning("run interrupted", run=run.id, job=run.job.id, attempt=run.attempt)
            await leases.interrupt(tx, run.id, retry_at=who.now)


async def _take(tx: Transaction, run: ActiveRun, who: Claimant) -> Run | None:
    """Claim a waiting run, unless its time is over."""
    if run.job.state is JobState.CANCELLED:
        await runs.finish(tx, run.id, RunState.CANCELLED, now=who.now)
    elif run.attempt >= MOST_ATTEMPTS:
        await _give_up(tx, run, who)
    elif (over := _overtaken(run, who)) is not None:
        await _put_aside(tx, run, over, who)
    else:
        return await leases.take(tx, run, owner=who.owner, now=who.now, lease_until=who.now + LEASE)
    return None


async def _give_up(tx: Transaction, run: ActiveRun, who: Claimant) -> None:
    """Fail a run whose process died every time."""
    error = "running.broke-off"
    await runs.finish(tx, run.id, RunState.FAILED, now=who.now, error=error)
    await tell_failure(
        tx,
        run.job,
        run_id=run.id,
        error=error,
        reason=lambda language: spans(language, error, times=str(run.attempt)),
        asked_for=run.slot is None,
        now=who.now,
    )
    await end_if_over(tx, run.job, now=who.now)


def _overtaken(run: ActiveRun, who: Claimant) -> Fate | None:
    """Return what becomes of an interrupted run that is not tried again, None when it is.

    One that a person asked for always is; one of a job at rest or changed since, or one whose next slot is
    due, is left out; one that is too late is asked about.
    """
    if run.slot is None:
        return None
    spec = run.job.spec
    if not isinstance(spec, ScheduleSpec) or run.job.state in {JobState.PAUSED, JobState.AUTO_PAUSED}:
        return Fate.LEFT_OUT
    period = period_after(spec.trigger, run.slot)
    if run.revision != run.job.revision or (period is not None and run.slot + period <= who.now):
        return Fate.LEFT_OUT
    at_most = who.longest_grace(run.job)
    decided = fate(spec, slot=run.slot, now=who.now, period=period, at_most=at_most)
    return None if decided is Fate.RUN else decided


async def _put_aside(tx: Transaction, run: ActiveRun, over: Fate, who: Claimant) -> None:
    """End an interrupted run that is not tried again."""
    state = RunState.MISSED if over is Fate.ASK else RunState.FAILED
    await runs.finish(tx, run.id, state, now=who.now, error=run.error or "running.overtaken")
    if over is Fate.ASK and run.slot is not None:
        await tell_missed(tx, run.job, run_id=run.id, slot=run.slot, now=who.now)
    await end_if_over(tx, run.job, now=who.now)


async def _settle(tx: Transaction, found: DueJob, who: Claimant) -> Run | None:
    """Settle the due slots of one job and return its run, if the newest one is run."""
    job = found.job
    plan = _plan(found, who)
    await index.index(tx, job.id, None if plan is None else plan.next_at)
    if plan is None or plan.newest is None:
        return None
    for slot in plan.older:
        stands_for = 1 + plan.uncounted if slot == plan.older[0] else 1
        await runs.settle(tx, job, slot, RunState.MISSED, now=who.now, slots=stands_for)
    if plan.fate is Fate.RUN:
        lease = who.now + LEASE
        return await leases.claim(tx, job, plan.newest, owner=who.owner, now=who.now, lease_until=lease)
    state = RunState.SKIPPED_OVERLAP if plan.fate is Fate.OVERLAP else RunState.MISSED
    run_id = await runs.settle(tx, job, plan.newest, state, now=who.now)
    if run_id is not None and plan.fate is Fate.ASK:
        await tell_missed(tx, job, run_id=run_id, slot=plan.newest, now=who.now, earlier=plan.missed)
    if plan.fate is not Fate.OVERLAP:
        await end_if_over(tx, job, now=who.now)
    return None


def _plan(found: DueJob, who: Claimant) -> Due | None:
    """Return what is due, or None for a job that cannot be read or computed: it stops nobody else."""
    job = found.job
    if not isinstance(job.spec, ScheduleSpec):
        log.error("job cannot be read", job=job.id)
        return None
    try:
        return due(
            job,
            job.spec,
            last_slot=found.last_slot,
            now=who.now,
            is_busy=found.is_busy,
            at_most=who.longest_grace(job),
            early=who.early,
        )
    except INCALCULABLE as error:
        log.exception("due moments cannot be computed", job=job.id, exc_info=error)
        return None
