"""A bot that has fallen silent cannot say so itself: an outside clock notices, and the owner is told, once.

The loop of the schedules writes a sign of life every few seconds (schedule-rules B12, C9). A laptop that
wakes up runs its outside clocks before the loop has come round, so whoever finds an old sign looks twice.
"""

from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.clock import Clock
from domain.report import Report, Severity
from messages.cards import instant
from messages.sentences import spans
from scheduling.housekeeping import HEARTBEAT
from storage import chats, deliveries, heartbeats, outbox
from storage.database import Transaction, Writer
from storage.outbox import Parcel

#: No sign of life for so long is silence: a restart with a large file is quicker.
SILENT_AFTER = timedelta(minutes=5)
#: Longer than the loop ever sleeps.
SECOND_LOOK_AFTER = timedelta(seconds=45)

#: The sign of life after which there was silence, and the owner was told.
TOLD = "silence-told"


class Life(StrEnum):
    """What is known of the bot that should be running."""

    ALIVE = "alive"
    SILENT = "silent"
    #: No bot has ever worked on this file.
    NEVER = "never"


async def look(writer: Writer, clock: Clock) -> Life:
    """Return how the bot is, and tell the owner when it is silent or, after that, well again."""
    life = await _seen(writer, clock)
    if life is Life.SILENT:
        await clock.sleep_until(clock.now() + SECOND_LOOK_AFTER)
        life = await _seen(writer, clock)
    if life is not Life.NEVER:
        async with writer.transaction() as tx:
            await (_tell if life is Life.SILENT else take_back)(tx, now=clock.now())
    return life


async def take_back(tx: Transaction, *, now: datetime) -> None:
    """Say that the bot works again, if the owner was told that it does not and it has lived since."""
    told, alive_at = await heartbeats.last(tx, TOLD), await heartbeats.last(tx, HEARTBEAT)
    if told is None or alive_at is None or alive_at <= told:
        return
    await heartbeats.forget(tx, TOLD)
    await _write(tx, "back", Severity.INFO, since=told, now=now)


async def _tell(tx: Transaction, *, now: datetime) -> None:
    alive_at = await heartbeats.last(tx, HEARTBEAT)
    if alive_at is None or await heartbeats.last(tx, TOLD) == alive_at:
        return
    await heartbeats.beat(tx, TOLD, now=alive_at)
    await _write(tx, "silent", Severity.WARNING, since=alive_at, now=now)


async def _seen(writer: Writer, clock: Clock) -> Life:
    async with writer.reading() as tx:
        alive_at = await heartbeats.last(tx, HEARTBEAT)
    if alive_at is None:
        return Life.NEVER
    return Life.SILENT if clock.now() - alive_at > SILENT_AFTER else Life.ALIVE


async def _write(tx: Transaction, word: str, severity: Severity, *, since: datetime, now: datetime) -> None:
    owner = await deliveries.owner_chat(tx)
    if owner is None:
        return
    chat_id, language = owner
    at = instant(since, zone=await _zone(tx, chat_id), language=language, now=now)
    report = Report(spans=spans(language, f"operator.{word}", since=at), severity=severity)
    await outbox.post(tx, Parcel(key=f"{word}:{since.isoformat()}", chat_id=chat_id, report=report), now=now)


async def _zone(tx: Transaction, chat_id: int) -> ZoneInfo:
    try:
        return ZoneInfo((await chats.get(tx, chat_id)).zone or "UTC")
    except LookupError:  # an owner whom the settings name may not have written yet
        return ZoneInfo("UTC")
