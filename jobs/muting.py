"""Silence for one watch: what it finds is written as ever, and does not ring until the time is over."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.errors import UserError
from domain.job import Job
from domain.trigger import named_instant
from jobs.ending import check_lives
from storage import watches
from storage.database import Transaction

#: Without a word about the time.
HOUR = timedelta(hours=1)
LONGEST = timedelta(days=30)
TOMORROW = "tomorrow"
#: When "until tomorrow" ends.
MORNING = time(8, 0)


def silent_until(length: str, *, zone: ZoneInfo, now: datetime) -> datetime:
    """Return the end of the silence: so many seconds from now, tomorrow morning, or an hour without a word.

    Raises:
        UserError: Not a length, or a longer one than makes sense.
    """
    if not length:
        return now + HOUR
    if length == TOMORROW:
        return named_instant(datetime.combine(now.astimezone(zone).date() + timedelta(days=1), MORNING), zone)
    if not length.isascii() or not length.isdecimal() or not int(length) or len(length) > 9:
        raise UserError("jobs.stale-button")
    if timedelta(seconds=int(length)) > LONGEST:
        raise UserError("jobs.mute-too-long", days=LONGEST.days)
    return now + timedelta(seconds=int(length))


async def mute(tx: Transaction, job: Job, *, until: datetime | None) -> None:
    """Let the watch be silent until then; None lets it ring again.

    Raises:
        UserError: It has ended, or is no watch.
    """
    check_lives(job)
    if not job.is_watch:
        raise UserError("jobs.no-watch", number=job.number)
    await watches.set_muted(tx, job.id, until)
