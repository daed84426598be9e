"""The API without a socket: a `cluster.transport.Transport` that answers from a world in this process.

The same bytes as over HTTP, at once, on any clock: what a replay plays a recording through.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.api import Api, Request
from bot.practice.kubernetes.api import Reply as Answer
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stream:
    """A watch: every line as the world brings it."""

    plan: WatchPlan
    world: World
    clock: Clock
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    async def chunks(self) -> AsyncIterator[bytes]:
        bell = Bell(self.clock)
        unsubscribe = self.world.store.subscribe(lambda _: bell.ring())
        watching = Watching(self.world.store, self.plan)
        try:
            async for piece in self._lines(watching, bell):
                yield piece
        except problems.Problem as problem:
            yield line("ERROR", problem.status())
        finally:
            unsubscribe()

    async def _lines(self, watching: Watching, bell: Bell) -> AsyncIterator[bytes]:
        began = self.clock.now()
        ends = began + timedelta(seconds=self.plan.timeout_s) if self.plan.timeout_s else None
        mark_at = began + BOOKMARK_EVERY
        for each in watching.opening():
            yield each
        while ends is None or self.clock.now() < ends:
            if news := b"".join(watching.news()):
                yield news
                continue
            if self.plan.bookmarks and self.clock.now() >= mark_at:
                mark_at = self.clock.now() + BOOKMARK_EVERY
                yield watching.bookmark()
            await bell.wait(_first(ends, mark_at if self.plan.bookmarks else None))


class InProcessTransport:
    """One world, seen by one client."""

    def __init__(self, world: World, clock: Clock, *, namespace: str = "default") -> None:
        self.namespace = namespace
        self._world = world
        self._clock = clock
        self._api = Api(world)

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
        answer = self._api.answer(asked, now=self._clock.now())
        if isinstance(answer, Answer):
            headers = {"Content-Type": answer.content_type, **answer.headers}
            yield _Whole(status=answer.status, headers=headers, body=answer.body)
        else:
            yield _Stream(plan=answer, world=self._world, clock=self._clock)

    async def renew(self) -> None:
        """Do nothing: nobody is asked for a name here."""

    async def close(self) -> None:
        """Do nothing: nothing is open."""


def _first(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
