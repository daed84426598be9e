"""The streams of one API server, each shared by all who want it and kept a minute after the last of them.

One stream for each (namespace, resource): a hundred watches in a namespace cost three connections.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from cluster.api import Api
from cluster.pace import Backoff
from cluster.poll import Poll
from cluster.shown import hide, show
from cluster.stream import Scope, Stream
from telemetry.nursery import Nursery

log = structlog.get_logger(__name__)

LINGER_S = 60.0


@dataclass(slots=True)
class _Held:
    stream: Stream
    task: asyncio.Task[None]
    poll: asyncio.Task[None]
    holders: int = 0
    left_at: datetime | None = None


class Streams:
    """Opens streams when they are wanted and closes them when nobody does any more."""

    def __init__(self, api: Api, nursery: Nursery) -> None:
        self._api = api
        self._nursery = nursery
        self._shared = Backoff()
        self._held: dict[Scope, _Held] = {}

    def take(self, scope: Scope) -> Stream:
        """Return the stream of a scope, running; give it back with `release`."""
        held = self._held.get(scope)
        if held is None:
            stream = Stream(self._api, scope, shared=self._shared)
            task = self._nursery.start(self._keep(stream), name=f"stream {scope}")
            poll = self._nursery.start(self._poll(stream), name=f"poll {scope}")
            held = self._held[scope] = _Held(stream, task, poll)
            show(self._api.name, stream)
        held.holders += 1
        return held.stream

    def release(self, scope: Scope) -> None:
        """Give a stream back; it lingers, for somebody may want it again soon."""
        held = self._held[scope]
        held.holders -= 1
        if held.holders == 0:
            held.left_at = self._api.clock.now()
            self._nursery.start(self._linger(scope), name=f"linger {scope}")

    def all(self) -> Mapping[Scope, Stream]:
        """Return the streams that are open."""
        return {scope: held.stream for scope, held in self._held.items()}

    async def _keep(self, stream: Stream) -> None:
        while True:
            try:
                await stream.run()
            except Exception:  # the outermost turn of the loop: a stream never ends in silence
                log.exception("stream died", scope=str(stream.scope))
                stream.health.version = ""
                now = self._api.clock.now()
                await self._api.clock.sleep_until(self._shared.failed(now))

    async def _poll(self, stream: Stream) -> None:
        poll = Poll(self._api, stream, shared=self._shared)
        while True:
            await poll.until_deaf()
            log.warning("a stream is deaf: what has changed did not come", scope=str(stream.scope))
            held = self._held[stream.scope]
            held.task.cancel()
            stream.begin_anew()
            held.task = self._nursery.start(self._keep(stream), name=f"stream {stream.scope}")

    async def _linger(self, scope: Scope) -> None:
        clock = self._api.clock
        await clock.sleep_until(clock.now() + timedelta(seconds=LINGER_S))
        held = self._held.get(scope)
        if held is None or held.holders or held.left_at is None:
            return
        # Somebody may have come and gone meanwhile: then the minute runs from there.
        if clock.now() - held.left_at >= timedelta(seconds=LINGER_S):
            del self._held[scope]
            held.task.cancel()
            held.poll.cancel()
            hide(self._api.name, held.stream)
