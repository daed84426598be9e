"""Keeps a stream honest: asks at an interval what is there, and compares.

A watch can go on sending bookmarks and no events: a proxy that holds lines back, a watch cache that stands
still. The list that is asked for is a consistent one (resourceVersion unset), for one out of the same cache
would agree with the stream, and holds names and versions alone. An event on its way makes a difference too,
so only what differs twice, with nothing new from the stream in between, is a fault.
"""

from datetime import datetime, timedelta

import structlog

from cluster.api import METADATA, Api
from cluster.faults import ThrottledError
from cluster.pace import Backoff, Jitter, some
from cluster.stores import uid_of, version_of
from cluster.stream import Stream
from domain.errors import NightjarError

log = structlog.get_logger(__name__)

EVERY_S = 60.0
#: A collection with more objects is asked for less often: no stream costs more than so many a minute.
OBJECTS_A_MINUTE = 1000
#: An event that has not come so long after a list that shows its change does not come.
GRACE_S = 5.0

#: An object and the version of it that the stream has told, "" for none.
_Behind = frozenset[tuple[str, str]]


class Poll:
    """Compares one stream with what is there."""

    def __init__(self, api: Api, stream: Stream, *, shared: Backoff, jitter: Jitter = some) -> None:
        self._api = api
        self._stream = stream
        self._shared = shared
        self._jitter = jitter

    async def until_deaf(self) -> None:
        """Return when the stream has been found to have missed something."""
        clock = self._api.clock
        while True:
            await clock.sleep_until(self._next(clock.now()))
            try:
                if await self._is_deaf():
                    return
            except ThrottledError as busy:
                self._shared.failed(clock.now(), after_s=busy.after_s)
            except NightjarError as fault:
                # The stream meets the same, and says so.
                log.debug("cannot poll", scope=str(self._stream.scope), reason=str(fault))

    def _next(self, now: datetime) -> datetime:
        often = EVERY_S * max(1.0, len(self._stream.store) / OBJECTS_A_MINUTE)
        return max(now + timedelta(seconds=often * self._jitter()), self._shared.not_before or now)

    async def _is_deaf(self) -> bool:
        if not self._stream.is_following or not (before := await self._behind()):
            return False
        await self._api.clock.sleep_until(self._api.clock.now() + timedelta(seconds=GRACE_S))
        return self._stream.is_following and bool(before & await self._behind())

    async def _behind(self) -> _Behind:
        """Return where list and stream differ, whichever of the two is the newer."""
        scope, store = self._stream.scope, self._stream.store
        listing = await self._api.list(scope.resource, scope.namespace, scope.selection, accept=METADATA)
        there = {uid_of(item): version_of(item) for item in listing.items}
        return frozenset(
            (uid, store.version(uid))
            for uid in there.keys() | set(store.uids())
            if there.get(uid, "") != store.version(uid)
        )
