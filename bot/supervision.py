"""Loops that must not die: one that does is restarted, and the owner is told (design 4.13)."""

import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from domain.clock import Clock
from domain.report import Report, Severity
from messages.sentences import spans, text
from storage import deliveries, outbox
from storage.database import Writer
from storage.faults import is_out_of_order
from storage.outbox import Parcel, RowKind
from telemetry.health import Health

log = structlog.get_logger(__name__)

FIRST_BACKOFF_S = 1.0
LONGEST_BACKOFF_S = 60.0
#: A loop that has worked this long starts with a clean slate.
CLEAN_AFTER = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervisor:
    """Runs loops, each for ever."""

    clock: Clock
    health: Health
    writer: Writer

    async def keep(self, name: str, loop: Callable[[], Awaitable[None]]) -> None:
        """Run `loop`; start it again whenever it ends or dies, a little later each time."""
        deaths, reason = 0, ""
        while True:
            began = self.clock.now()
            try:
                await loop()
                reason = "it ended by itself"
                log.error("a loop ended", loop=name)
            except Exception as error:
                before, reason = reason, _in_words(error)
                if not is_out_of_order(error):
                    log.exception("a loop died", loop=name)
                elif reason != before:  # said once: the disk stays full for hours
                    log.error("a loop waits", loop=name, reason=reason)  # noqa: TRY400  # no fault of ours
            now = self.clock.now()
            deaths = 1 if now - began > CLEAN_AFTER else deaths + 1
            self.health.trouble(name, reason)
            await self._tell(name, reason, now=now)
            pause = min(FIRST_BACKOFF_S * 2 ** min(deaths - 1, 10), LONGEST_BACKOFF_S)
            await self.clock.sleep_until(now + timedelta(seconds=pause))
            self.health.well(name)

    async def _tell(self, name: str, reason: str, *, now: datetime) -> None:
        """Write to the owner, at most once an hour for each loop."""
        key = f"loop:{name}:{now:%Y-%m-%dT%H}"
        try:
            async with self.writer.transaction() as tx:
                owner = await deliveries.owner_chat(tx)
                if owner is None:
                    return
                chat_id, language = owner
                report = Report(
                    spans=spans(language, "operator.loop-died", loop=name, reason=reason),
                    severity=Severity.WARNING,
                )
                parcel = Parcel(key=key, chat_id=chat_id, report=report, kind=RowKind.TERMINAL)
                await outbox.post(tx, parcel, now=now)
        except Exception as error:
            if not is_out_of_order(error):
                log.exception("the owner could not be told", loop=name)


def _in_words(error: Exception) -> str:
    """Return what /readyz says; an error of ours by its name only, as its text may hold what people wrote."""
    if isinstance(error, sqlite3.Error):
        return text("en", "operator.storage-fails", reason=str(error))
    return type(error).__name__
