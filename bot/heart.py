"""The bot's own signs of life: a ping to a monitor that notices when they stop (PING_URL).

The convention is that of Healthchecks, which others share: `URL/start` at the start, `URL` while all is well,
`URL/fail` with the reasons when it is not (schedule-rules C9). Nobody waits for the monitor; that it does not
answer is logged once, until it does.
"""

from datetime import timedelta

import structlog
from aiohttp import ClientError, ClientSession, ClientTimeout

from bot import silence
from domain.clock import Clock
from scheduling.housekeeping import HEARTBEAT
from storage import heartbeats
from storage.database import Writer
from telemetry.health import Health

log = structlog.get_logger(__name__)

EVERY = timedelta(seconds=60)

#: Real seconds for one ping.
LONGEST_S = 10.0


class Heart:
    """Beats once a minute.

    Args:
        url: Of the monitor; "" for none.
        writer: A connection of its own.
        clock: Tells when to beat.
        health: What the parts say about themselves.
    """

    def __init__(self, url: str, writer: Writer, *, clock: Clock, health: Health) -> None:
        self._url = url.rstrip("/")
        self._writer = writer
        self._clock = clock
        self._health = health
        self._is_heard = True

    async def run(self) -> None:
        """Beat until cancelled."""
        async with ClientSession(timeout=ClientTimeout(total=LONGEST_S)) as session:
            await self._ping(session, "/start")
            while True:
                await self._clock.sleep_until(self._clock.now() + EVERY)
                await self._beat(session)

    async def _beat(self, session: ClientSession) -> None:
        async with self._writer.transaction() as tx:
            await silence.take_back(tx, now=self._clock.now())
        troubles = await self._troubles()
        await self._ping(session, "/fail" if troubles else "", "\n".join(troubles))

    async def _troubles(self) -> list[str]:
        """Return what is wrong: where the loops do not come round, nothing else is worth a word."""
        now = self._clock.now()
        async with self._writer.reading() as tx:
            alive_at = await heartbeats.last(tx, HEARTBEAT)
        silent = list(self._health.silent(now=now))
        if alive_at is None or now - alive_at > self._health.longest_silence:
            silent.append(HEARTBEAT)
        stuck = [f"{part} has not come round for too long" for part in silent]
        return stuck + [f"{part}: {words}" for part, words in sorted(self._health.troubles.items())]

    async def _ping(self, session: ClientSession, path: str, body: str = "") -> None:
        if not self._url:
            return
        try:
            async with session.post(f"{self._url}{path}", data=body.encode()) as answer:
                answer.raise_for_status()
        except (ClientError, TimeoutError, ValueError) as error:
            if self._is_heard:  # the address is a secret, and errors name it
                log.warning("PING_URL does not answer", reason=type(error).__name__)
            self._is_heard = False
        else:
            self._is_heard = True
