"""What the loop does beside running: its sign of life, the nightly prune, jobs that lost their next time."""

from datetime import datetime, timedelta

import structlog

from domain.job import ScheduleSpec
from domain.trigger import next_due
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
BATCH = 200


class Housekeeping:
    """Keeps the file tidy from a connection of its own."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._beaten: datetime | None = None
        self._next_night: datetime | None = None

    async def beat(self, *, now: datetime) -> None:
        """Write a sign of life, unless the last one is fresh."""
        if self._beaten is not None and timedelta(0) <= now - self._beaten < BEAT_EVERY:
            return
        async with self._writer.transaction() as tx:
            await heartbeats.beat(tx, HEARTBEAT, now=now)
        self._beaten = now

    async def nightly(self, *, now: datetime) -> bool:
        """Prune and mend when a night has come since the last time; tell whether it was done."""
        if self._next_night is None:
            async with self._writer.reading() as tx:
                last = await heartbeats.last(tx, PRUNED)
            self._next_night = now if last is None else night_after(last)
        if now < self._next_night:
            return False
        await self._prune(now)
        await self.mend(now=now)
        async with self._writer.transaction() as tx:
            await heartbeats.beat(tx, PRUNED, now=now)
        self._next_night = night_after(now)
        return True

    async def mend(self, *, now: datetime) -> None:
        """Give every active schedule without a next time its next look, so that none sleeps for ever."""
        last_id = ""
        while True:
            async with self._writer.transaction() as tx:
                found = await index.unindexed_jobs(tx, after_id=last_id, limit=BATCH)
                for job in found:
                    await _mend(tx, job, now=now)
            if len(found) < BATCH:
                return
            last_id = found[-1].job.id

    async def _prune(self, now: datetime) -> None:
        total = 0
        while True:
            async with self._writer.transaction() as tx:
                gone = await pruning.prune(tx, now=now)
            total += gone
            if gone < pruning.BITE:
                break
        log.info("pruned", rows=total)


def night_after(moment: datetime) -> datetime:
    """Return the first time after the moment at which it is night."""
    night = moment.replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    return night if night > moment else night + timedelta(days=1)


async def _mend(tx: Transaction, found: DueJob, *, now: datetime) -> None:
    job = found.job
    if not isinstance(job.spec, ScheduleSpec):
        return
    base = job.effective_from if found.last_slot is None else max(job.effective_from, found.last_slot)
    next_at = next_due(job.spec.trigger, after=base)
    if next_at is not None:
        log.warning("job had no next time", job=job.id, next_due_at=next_at.isoformat())
        await index.index(tx, job.id, next_at)
    elif not await runs.is_active(tx, job.id):
        await end_if_over(tx, job, now=now)
