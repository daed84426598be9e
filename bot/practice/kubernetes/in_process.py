"""The API without a socket: a `cluster.transport.Transport` that answers from a world in this process.

The same bytes as over HTTP, at once, on any clock: what a replay plays a recording through.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.api import Api, Request
from bot.practice.kubernetes.api import Reply as Answer
from bot.practice.kubernetes.faults import Fault, FaultKind, Faults
from bot.practice.kubernetes.objects import is_true
from bot.practice.kubernetes.refusals import REFUSALS
from bot.practice.kubernetes.streams import BOOKMARK_EVERY
from bot.practice.kubernetes.watching import Watching, WatchPlan, line
from bot.practice.kubernetes.world import World
from cluster.transport import JSON, Reply
from domain.clock import Bell, Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """An answer that is there at once."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""

    async def chunks(self) -> AsyncIterator[bytes]:
        if self.body:
            yield self.body


class _Stream:
    """A watch: every line as the world brings it."""

    status = 200

    def __init__(self, plan: WatchPlan, world: World, clock: Clock, *, fault: Fault | None) -> None:
        self.headers: Mapping[str, str] = {}
        self._plan = plan
        self._world = world
        self._clock = clock
        self._fault = fault
        self._bell = Bell(clock)
        self._ended = False
        self._gone = False

    def end(self, *, gone: bool) -> None:
        """End at the next turn, with ERROR 410 if it is gone."""
        self._ended, self._gone = True, gone
        self._bell.ring()

    async def chunks(self) -> AsyncIterator[bytes]:
        if self._fault is not None:
            self.end(gone=self._fault.kind is FaultKind.GONE_IN_STREAM)
        unsubscribe = self._world.store.subscribe(lambda _: self._bell.ring())
        watching = Watching(self._world.store, self._plan)
        try:
            async for piece in self._lines(watching):
                yield piece
            if self._gone:
                head = self._world.store.head(self._plan.resource.plural)
                raise problems.too_old(self._plan.revision or 0, head)
        except problems.Problem as problem:
            yield line("ERROR", problem.status())
        finally:
            unsubscribe()

    async def _lines(self, watching: Watching) -> AsyncIterator[bytes]:
        began = self._clock.now()
        ends = began + timedelta(seconds=self._plan.timeout_s) if self._plan.timeout_s else None
        mark_at = began + BOOKMARK_EVERY
        for each in watching.opening():
            yield each
        while not self._ended and (ends is None or self._clock.now() < ends):
            if news := b"".join(watching.news()):
                yield news
                continue
            if self._plan.bookmarks and self._clock.now() >= mark_at:
                mark_at = self._clock.now() + BOOKMARK_EVERY
                yield watching.bookmark()
            await self._bell.wait(_first(ends, mark_at if self._plan.bookmarks else None))


class InProcessTransport:
    """One world, seen by one client.

    Of the faults only those can be met that need no socket: refusals, and streams that end.
    """

    def __init__(self, world: World, clock: Clock, *, namespace: str = "default") -> None:
        self.namespace = namespace
        self.faults = Faults()
        self._world = world
        self._clock = clock
        self._api = Api(world)
        self._streams: dict[_Stream, str] = {}

    @property
    def open_watches(self) -> tuple[str, ...]:
        """The paths of the streams that are being served now."""
        return tuple(self._streams.values())

    def end_streams(self, *, gone: bool = False) -> None:
        """End every stream: as one whose time is over, or with ERROR 410."""
        for stream in self._streams:
            stream.end(gone=gone)

    @asynccontextmanager
    async def request(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        accept: str = JSON,
        streaming: bool = False,
    ) -> AsyncGenerator[Reply]:
        """Ask the world; the answer of a watch comes as time goes by."""
        del body, streaming
        await asyncio.sleep(0)
        asked = Request(method=method, path=path, query=dict(query or {}), accept=accept)
        fault = self.faults.take(method, path, watch=is_true(asked.query.get("watch")))
        if fault is not None and fault.kind in REFUSALS:
            answer: Answer | WatchPlan = REFUSALS[fault.kind](fault)
        else:
            answer = self._api.answer(asked, now=self._clock.now())
        if isinstance(answer, Answer):
            headers = {"Content-Type": answer.content_type, **answer.headers}
            yield _Whole(status=answer.status, headers=headers, body=answer.body)
            return
        stream = _Stream(answer, self._world, self._clock, fault=fault)
        self._streams[stream] = path
        try:
            yield stream
        finally:
            del self._streams[stream]

    async def renew(self) -> None:
        """Do nothing: nobody is asked for a name here."""

    async def close(self) -> None:
        """Do nothing: nothing is open."""


def _first(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
