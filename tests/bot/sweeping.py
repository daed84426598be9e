"""What a sweep sees of a bot, and what it says about it."""

import asyncio
from collections.abc import Coroutine

from bot import silence
from bot.silence import Life
from domain.clock import ManualClock
from domain.report import decode_report
from scheduling.housekeeping import HEARTBEAT
from storage import heartbeats
from storage.database import Writer
from telemetry.nursery import Nursery

PATIENCE_S = 30.0


async def lived(writer: Writer, clock: ManualClock) -> None:
    async with writer.transaction() as tx:
        await heartbeats.beat(tx, HEARTBEAT, now=clock.now())


async def asleep(clock: ManualClock) -> None:
    """Return when the heart waits for its next beat."""
    async with asyncio.timeout(PATIENCE_S):
        while clock.next_wake() is None:  # noqa: ASYNC110  # a clock rings no event
            await asyncio.sleep(0)


async def said(writer: Writer) -> list[str]:
    async with writer.reading() as tx:
        rows = await tx.all("SELECT report FROM outbox ORDER BY id")
    return [decode_report(row["report"]).text for row in rows]


async def looked(
    writer: Writer, clock: ManualClock, *, meanwhile: Coroutine[object, object, None] | None = None
) -> Life:
    """Look as a sweep does, which waits for a second look where it finds silence."""
    found: list[Life] = []

    async def look() -> None:
        found.append(await silence.look(writer, clock))

    async with Nursery() as nursery:
        looking = nursery.start(look(), name="look")
        await asleep(clock)
        if meanwhile is not None:
            await meanwhile
        await clock.advance(seconds=45)
        await looking
    return found[0]
