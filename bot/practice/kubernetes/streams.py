"""The stream of one watch over HTTP: lines as they come, bookmarks, the end.

Bookmarks come every sixty seconds of the clock and once before the server closes the stream, as the real
server's do. Everything that waits, waits on the clock; a half-open stream waits for nothing but the end of
the server.
"""

import json
from datetime import datetime, timedelta

from aiohttp import web

from bot.practice.kubernetes import problems, tables
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.store import Change
from bot.practice.kubernetes.watching import Watching, WatchPlan, line
from bot.practice.kubernetes.world import World
from domain.clock import Bell, Clock

BOOKMARK_EVERY = timedelta(seconds=60)


class WatchStream:
    """Writes one watch to one client."""

    def __init__(self, world: World, clock: Clock, *, plan: WatchPlan, fault: Fault | None) -> None:
        self._world = world
        self._clock = clock
        self._plan = plan
        self._fault = fault
        self._watching = Watching(world.store, plan, shape=self._shaped)
        self._bell = Bell(clock)
        self._closing = False
        #: Bytes written so far.
        self.sent = 0

    def close(self) -> None:
        """End the stream at its next turn: the server stops."""
        self._closing = True
        self._bell.ring()

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """Send the stream until its time is over, the client is gone or the server stops."""
        response = web.StreamResponse(headers={"Content-Type": "application/json"})
        await response.prepare(request)
        unsubscribe = self._world.store.subscribe(self._heard)
        try:
            await self._run(response)
        except problems.Problem as problem:
            await self._send(response, (line("ERROR", problem.status()),))
        except ConnectionResetError:
            return response  # the client has gone: that is how most watches end
        finally:
            unsubscribe()
        await response.write_eof()
        return response

    def _heard(self, change: Change) -> None:
        # Sixty streams that all wake for each event of one of them would be what a load test measures.
        if self._plan.concerns(change):
            self._bell.ring()

    async def _run(self, response: web.StreamResponse) -> None:
        if not await self._survives_fault(response):
            return
        began = self._clock.now()
        ends = None if self._plan.timeout_s is None else began + timedelta(seconds=self._plan.timeout_s)
        bookmark_at = began + BOOKMARK_EVERY
        await self._send(response, self._watching.opening())
        while not self._closing:
            self._world.advance(self._clock.now())
            news = self._watching.news()
            if not self._is_deaf:
                await self._send(response, news)
            now = self._clock.now()
            if ends is not None and now >= ends:
                break
            if self._plan.bookmarks and now >= bookmark_at:
                await self._send(response, (self._watching.bookmark(),))
                bookmark_at = now + BOOKMARK_EVERY
            await self._bell.wait(_first(ends, bookmark_at if self._plan.bookmarks else None))
        if self._plan.bookmarks:
            await self._send(response, (self._watching.bookmark(),))

    @property
    def _is_deaf(self) -> bool:
        return self._fault is not None and self._fault.kind is FaultKind.DEAF_WATCH

    def _shaped(self, manifest: Manifest) -> Manifest:
        if not self._plan.as_table:
            return manifest
        metadata = {"resourceVersion": manifest["metadata"]["resourceVersion"]}
        return tables.table(self._plan.resource, (manifest,), now=self._clock.now(), metadata=metadata)

    async def _survives_fault(self, response: web.StreamResponse) -> bool:
        match self._fault.kind if self._fault is not None else None:
            case FaultKind.INSTANT_CLOSE:
                return False
            case FaultKind.SILENT_WATCH:
                while not self._closing:
                    await self._bell.wait(None)
                return False
            case FaultKind.GONE_IN_STREAM:
                raise problems.too_old(
                    self._plan.revision or 0, self._world.store.head(self._plan.resource.plural)
                )
            case FaultKind.GARBAGE:
                await self._send(response, (b'{"type":"MODIFIED","object":{"kind"\n',))
            case FaultKind.LONG_LINE:
                await self._send(response, (self._padded(),))
        return True

    def _padded(self) -> bytes:
        assert self._fault is not None
        resource = self._plan.resource
        there = next(
            (each for each in self._world.store.all(resource.plural) if self._plan.selection.matches(each)),
            None,
        )
        if there is None:
            return b""
        metadata = there["metadata"]
        annotations = {
            **(metadata.get("annotations") or {}),
            "practice.nightjar/padding": "x" * self._fault.size,
        }
        padded = {**there, "metadata": {**metadata, "annotations": annotations}}
        return json.dumps({"type": "MODIFIED", "object": padded}).encode() + b"\n"

    async def _send(self, response: web.StreamResponse, lines: tuple[bytes, ...]) -> None:
        for each in lines:
            self.sent += len(each)
            await response.write(each)


def _first(*moments: datetime | None) -> datetime | None:
    return min((each for each in moments if each is not None), default=None)
