"""A clock that does not run ahead of what is under way on loopback.

Turning the event loop is enough as long as the kernel hands bytes on at once. On a busy machine it does not:
then a manual clock jumps past timeouts while an answer is on its way. So what client and server have under
way is counted, and the clock moves on when it has arrived.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot.practice.kubernetes.server import KubernetesApi
from cluster.clusters import Dial
from cluster.transport import JSON, Reply, Transport
from domain.clock import ManualClock

#: Bytes that have not come after so many real seconds do not come any more: their stream was dropped.
LOST_S = 1.0
NAP_S = 0.0005


@dataclass(slots=True)
class Traffic:
    """Counts what is under way between one client and the server."""

    server: KubernetesApi | None = None
    #: Requests that have no answer yet; of a stream the head is the answer.
    asked: int = 0
    #: Bytes of streams that have come.
    received: int = 0
    #: Bytes of streams that were sent and never read.
    lost: int = 0

    @property
    def is_under_way(self) -> bool:
        """Whether something has been sent that has not come."""
        if self.server is None:
            return False
        return self.asked > self.server.held or self._missing != 0

    @property
    def _missing(self) -> int:
        return 0 if self.server is None else self.server.streamed - self.received - self.lost

    def give_up(self) -> None:
        """Take what is missing as lost with its connection."""
        self.lost += self._missing

    def counted(self, dial: Dial) -> Dial:
        """Return the dial whose transports are counted."""

        async def counting(context: str) -> Transport:
            return _Counted(await dial(context), self)

        return counting


class PatientClock(ManualClock):
    """A manual clock that settles only when nothing is under way."""

    traffic = Traffic()

    async def settle(self) -> None:
        """Let every task run that can, and every byte arrive that was sent."""
        await super().settle()
        loop = asyncio.get_running_loop()
        until = loop.time() + LOST_S
        while self.traffic.is_under_way:
            if loop.time() >= until:
                self.traffic.give_up()
                return
            await asyncio.sleep(NAP_S)
            await super().settle()


class _Counted:
    """A transport whose requests and bytes are counted."""

    def __init__(self, transport: Transport, traffic: Traffic) -> None:
        self._transport = transport
        self._traffic = traffic
        self.namespace = transport.namespace

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
        self._traffic.asked += 1
        is_open = True
        try:
            asking = self._transport.request(
                method, path, query=query, body=body, accept=accept, streaming=streaming
            )
            async with asking as reply:
                if streaming and reply.status == 200:
                    self._traffic.asked -= 1
                    is_open = False
                    yield _CountedReply(reply, self._traffic)
                else:
                    yield reply
        finally:
            self._traffic.asked -= is_open

    async def renew(self) -> None:
        # A plugin is a process, which knows real seconds alone.
        self._traffic.asked += 1
        try:
            await self._transport.renew()
        finally:
            self._traffic.asked -= 1

    async def close(self) -> None:
        await self._transport.close()


class _CountedReply:
    """A stream whose bytes are counted as they come."""

    def __init__(self, reply: Reply, traffic: Traffic) -> None:
        self._reply = reply
        self._traffic = traffic

    @property
    def status(self) -> int:
        return self._reply.status

    @property
    def headers(self) -> Mapping[str, str]:
        return self._reply.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        async for piece in self._reply.chunks():
            self._traffic.received += len(piece)
            yield piece
