"""What the loop does beside running: its sign of life, the nightly prune, jobs that lost their next time."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from functools import partial

import structlog

from domain.job import ScheduleSpec
from domain.trigger import next_due
from scheduling.due import INCALCULABLE
from scheduling.ending import end_if_over
from storage import due as index
from storage import heartbeats, pruning, runs
from storage.database import Transaction, Writer
from storage.due import DueJob

log = structlog.get_logger(__name__)

HEARTBEAT = "scheduling"
PRUNED = "pruned"

#: A sign of life is written this often at most.
BEAT_EVERY = timedelta(seconds=10)
#: When the night is, UTC: few schedules of people fall there.
NIGHT_HOUR = 3
#: Jobs that are mended in one transaction; other writers wait for it.
MEND_BITE = 200


class Housekeeping:
    """Keeps the file tidy from a connection of its own."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._beaten: datetime | None = None
        self._next_night: datetime | None = None
        self._night: AsyncGenerator[int] | None = None
        self._is_new = True

    async def beat(self, *, now: datetime) -> None:
        """Write a sign of life, unless the last one is fresh."""
        if self._beaten is not None and timedelta(0) <= now - self._beaten < BEAT_EVERY:
            return
        async with self._writer.transaction(durable=False) as tx:
            await heartbeats.beat(tx, HEARTBEAT, now=now)
        self._beaten = now

    async def tidy(self, *, now: datetime) -> bool:
        """Do a bite of the night's work, if a night has come since the last time; tell whether more is left.

        A process that has just begun mends at once: it may read what the version before it could not.
        Bite by bite: after a restore a hundred thousand jobs may have lost their next time, and what is due
        meanwhile must not wait for all of them.
        """
        if self._night is None:
            if now >= await self._next_night_at(now):
                self._night = self._work_of_the_night(now)
            elif self._is_new:
                self._night = self._mend_all(now)
            else:
                return False
            self._is_new = False
        if await anext(self._night, None) is None:
            self._night = None
        return self._night is not None

    async def _next_night_at(self, now: datetime) -> datetime:
        if self._next_night is None:
            async with self._writer.reading() as tx:
                last = await heartbeats.last(tx, PRUNED)
            self._next_night = now if last is None else night_after(last)
        return self._next_night

    async def _work_of_the_night(self, now: datetime) -> AsyncGenerator[int]:
        """Mend, then prune; yield the rows of each bite after which there is more to do."""
        async for mended in self._mend_all(now):
            yield mended
        while (gone := await self._writer.in_one_step(partial(pruning.prune, now=now))) == pruning.BITE:
            yield gone
        async with self._writer.transaction() as tx:
            await heartbeats.beat(tx, PRUNED, now=now)
        self._next_night = night_after(now)

    async def _mend_all(self, now: datetime) -> AsyncGenerator[int]:
        last_id: str | None = ""
        while last_id is not None:
            last_id = await self._writer.in_one_step(partial(_mend_some, after_id=last_id, now=now))
            if last_id is not None:
                yield MEND_BITE


def night_after(moment: datetime) -> datetime:
    """Return the first time after the moment at which it is night."""
    night = moment.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night > moment else night + timedelta(days=1)


async def _mend_some(tx: Transaction, *, after_id: str, now: datetime) -> str | None:
    """Give some schedules without a next time their next look; return the last one's id if there are more."""
    found = await index.unindexed_jobs(tx, after_id=after_id, limit=MEND_BITE)
    for job in found:
        await _mend(tx, job, now=now)
    return found[-1].job.id if len(found) == MEND_BITE else None


async def _mend(tx: Transaction, found: DueJob, *, now: datetime) -> None:
    """Index the job, or end it if it is over; one that cannot be computed stays and stops no other."""
    job = found.job
    if not isinstance(job.spec, ScheduleSpec):
        return
    base = job.effective_from if found.last_slot is None else max(job.effective_from, found.last_slot)
    try:
        next_at = next_due(job.spec.trigger, after=base)
    except INCALCULABLE as error:
        log.error("due moments cannot be computed", job=job.id, reason=str(error))  # noqa: TRY400  # as each night
        return
    if next_at is not None:
        log.warning("job had no next time", job=job.id, next_due_at=next_at.isoformat())
        await index.index(tx, job.id, next_at)
    elif not await runs.is_active(tx, job.id):
        await end_if_over(tx, job, now=now)
