"""What may become of a living job: pause, resume, another schedule, a longer watch."""

from dataclasses import replace
from datetime import datetime

from domain.errors import UserError
from domain.job import Job, JobState, ScheduleSpec, WatchSpec
from domain.trigger import Trigger, next_due
from domain.watch import Patience, WatchPhase
from jobs.ending import UNDO_WITHIN, check_ahead, check_lives, from_now_on
from storage import job_rows, standings, watches
from storage.database import Transaction


async def pause(tx: Transaction, job: Job) -> Job:
    """Let the job rest; pausing twice is pausing once. What falls into the pause is not caught up."""
    check_lives(job)
    return await _save(tx, replace(job, state=JobState.PAUSED, next_due_at=None))


async def resume(tx: Transaction, job: Job, *, now: datetime) -> Job:
    """Let the job go on from now; a watch takes a new baseline.

    Raises:
        UserError: It has ended, or its only moment fell into the pause.
    """
    check_lives(job)
    if job.state is JobState.ACTIVE:
        return job
    check_readable(job)
    check_ahead(job, now=now)
    if job.is_watch:
        await watches.set_phase(tx, job.id, WatchPhase.BEGINNING, now=now)
    return await _save(tx, from_now_on(replace(job, state=JobState.ACTIVE), now=now))


async def reschedule(
    tx: Transaction, job: Job, *, trigger: Trigger, words: str, now: datetime, text: str = ""
) -> Job:
    """Give the job another schedule, and another task if `text` names one; the rest is kept.

    Raises:
        UserError: It is a watch, has ended, or would never be due.
    """
    check_lives(job)
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.no-schedule", number=job.number)
    since = _since(job, trigger, now=now)
    due_at = next_due(trigger, after=since)
    if due_at is None:
        raise UserError("jobs.never-due")
    task = replace(job.spec.task, text=text) if text else job.spec.task
    spec = replace(job.spec, trigger=trigger, words=words, task=task)
    changed = job.changed(spec, title=text or job.title, now=since)
    await job_rows.keep_before(tx, job.id, now=now)
    if task != job.spec.task:
        await standings.forget(tx, job.id)
    return await _save(tx, replace(changed, next_due_at=due_at if job.state is JobState.ACTIVE else None))


async def undo_change(tx: Transaction, job: Job, *, now: datetime) -> Job:
    """Give the job the schedule and the task back that it had before its last change.

    Raises:
        UserError: It has ended, was not changed or too long ago, or would never be due again.
    """
    check_lives(job)
    if not await job_rows.change_back(tx, job.id, changed_after=now - UNDO_WITHIN):
        raise UserError("jobs.nothing-to-undo", number=job.number)
    back = replace(await job_rows.get(tx, job.id), effective_from=now)
    check_ahead(back, now=now)
    if isinstance(back.spec, ScheduleSpec) and isinstance(job.spec, ScheduleSpec):
        if back.spec.task != job.spec.task:
            await standings.forget(tx, job.id)
        kept = replace(back.spec, missed=job.spec.missed, not_after=job.spec.not_after)
        # What was decided about missed runs since is another matter, and so is what is left out.
        back = replace(back, spec=kept, effective_from=_since(job, kept.trigger, now=now))
    return await _save(tx, from_now_on(back, now=now))


async def keep_watching(tx: Transaction, job: Job, *, until: datetime, now: datetime) -> Job:
    """Let a watch look on until `until`, or as long as it would have anyway; one that gave up goes on.

    Raises:
        UserError: It has ended or is no watch.
    """
    spec = _watch_of(job)
    watch = await watches.get(tx, job.id)
    if watch is not None and watch.phase is WatchPhase.GUARD:
        await watches.set_phase(tx, job.id, WatchPhase.ROLLING, now=now)
    longer = replace(spec, until=max(until, spec.until))
    return await _save(tx, replace(job, spec=longer, revision=job.revision + 1))


async def make_lasting(tx: Transaction, job: Job) -> Job:
    """Let a watch report every rollout from now on, and never end by itself.

    Raises:
        UserError: It has ended or is no watch.
    """
    spec = replace(_watch_of(job), lasting=True, condition="")
    return await _save(tx, replace(job, spec=spec, revision=job.revision + 1))


async def set_patience(tx: Transaction, job: Job, patience: Patience) -> Job:
    """Let a watch bear bad signs for as long as this patience does, from now on.

    Raises:
        UserError: It has ended or is no watch.
    """
    spec = replace(_watch_of(job), patience=patience)
    return await _save(tx, replace(job, spec=spec, revision=job.revision + 1))


def _watch_of(job: Job) -> WatchSpec:
    check_lives(job)
    if not isinstance(job.spec, WatchSpec):
        raise UserError("jobs.no-watch", number=job.number)
    return job.spec


def check_readable(job: Job) -> None:
    """Refuse what needs a spec when this version cannot read it.

    Raises:
        UserError: The stored spec is of another version.
    """
    if job.spec is None:
        raise UserError("jobs.unreadable", number=job.number)


def _since(job: Job, trigger: Trigger, *, now: datetime) -> datetime:
    """Return from when the trigger counts: what is left out stays so as long as the moments are the same."""
    same = isinstance(job.spec, ScheduleSpec) and job.spec.trigger == trigger
    return max(now, job.effective_from) if same else now


async def _save(tx: Transaction, job: Job) -> Job:
    await job_rows.save(tx, job)
    return await job_rows.get(tx, job.id)
