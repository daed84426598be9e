"""Handing work over: a schedule or a watch becomes a job, once, within the person's limit."""

from dataclasses import dataclass
from datetime import datetime

from domain.errors import UserError
from domain.job import Job, Origin, ScheduleSpec, WatchSpec
from domain.trigger import next_due
from storage import job_rows
from storage.database import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Who asked, from where and when.

    `key` ("update:17:0") makes the same update ask once; `most` is how many active jobs the person may have.
    """

    origin: Origin
    key: str
    now: datetime
    most: int


async def schedule(tx: Transaction, spec: ScheduleSpec, *, title: str, asked: Asked) -> Job:
    """Store a job that runs by the clock.

    Raises:
        UserError: It would never be due, or the person has too many jobs.
    """
    due_at = next_due(spec.trigger, after=asked.now)
    if due_at is None:
        raise UserError("jobs.never-due")
    await check_room(tx, asked)
    return await _store(tx, spec, title=title, asked=asked, next_due_at=due_at)


async def watch(tx: Transaction, spec: WatchSpec, *, title: str, asked: Asked) -> Job:
    """Store a job about something's state; whether the chat watches it already is asked before.

    Raises:
        UserError: The person has too many jobs.
    """
    await check_room(tx, asked)
    return await _store(tx, spec, title=title, asked=asked, next_due_at=None)


async def check_room(tx: Transaction, asked: Asked) -> None:
    """Refuse one job more than the person may have.

    Raises:
        UserError: There are as many already.
    """
    if await job_rows.count_active_of(tx, asked.origin.person_id) >= asked.most:
        raise UserError("jobs.too-many", most=asked.most)


async def _store(
    tx: Transaction,
    spec: ScheduleSpec | WatchSpec,
    *,
    title: str,
    asked: Asked,
    next_due_at: datetime | None,
) -> Job:
    return await job_rows.create(
        tx,
        origin=asked.origin,
        spec=spec,
        title=title,
        now=asked.now,
        origin_key=asked.key,
        next_due_at=next_due_at,
    )
