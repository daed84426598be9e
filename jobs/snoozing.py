"""Snoozing a reminder: an extra one-shot with the same text; the series it came from is not touched."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.errors import UserError
from domain.job import Job, ScheduleSpec
from domain.trigger import Once, named_instant
from jobs import creating
from jobs.creating import Asked
from storage.database import Transaction

#: What the buttons of a reminder can say.
LENGTHS = {"10m": timedelta(minutes=10), "1h": timedelta(hours=1)}
TOMORROW = "tomorrow"


async def snooze(tx: Transaction, job: Job, length: str, *, asked: Asked) -> Job:
    """Hand over the reminder once more, later; the same press twice is one.

    Raises:
        UserError: The job cannot be read, or the button is of another version.
    """
    if not isinstance(job.spec, ScheduleSpec):
        raise UserError("jobs.unreadable", number=job.number)
    zone = job.spec.trigger.zone
    trigger = Once(at=_later(length, zone, asked.now), zone=zone)
    spec = replace(job.spec, trigger=trigger, words="", not_after=None)
    return await creating.schedule(tx, spec, title=job.title, asked=asked)


def _later(length: str, zone: ZoneInfo, now: datetime) -> datetime:
    if length in LENGTHS:
        return now + LENGTHS[length]
    if length != TOMORROW:
        raise UserError("jobs.stale-button")
    wall = now.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0)
    return named_instant(wall + timedelta(days=1), zone)
