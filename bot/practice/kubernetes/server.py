"""The API over HTTP on loopback: what practice mode, tests and replays talk to.

Binds 127.0.0.1 and nothing else. Every request is kept for assertions. Faults are met before the API is
asked, so a server that hangs has not even looked at the request. Time (bookmarks, time-outs of watches, what
the world does by itself) is the clock's; only sockets know real seconds.
"""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from aiohttp import web

from bot.practice.kubernetes.access import Access, Denial
from bot.practice.kubernetes.api import Api, Reply, Request
from bot.practice.kubernetes.faults import Fault, FaultKind, Faults
from bot.practice.kubernetes.objects import is_true
from bot.practice.kubernetes.refusals import REFUSALS
from bot.practice.kubernetes.streams import WatchStream
from bot.practice.kubernetes.watching import WatchPlan
from bot.practice.kubernetes.world import BareWorld, World
from domain.clock import Bell, Clock
from telemetry.nursery import Nursery


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A request that came in."""

    method: str
    path: str
    query: Mapping[str, str]
    at: datetime

    @property
    def watches(self) -> bool:
        """Whether it asked for a stream."""
        return is_true(self.query.get("watch"))


class KubernetesApi:
    """A Kubernetes API server for one world; `async with` starts and stops it."""

    HOST = "127.0.0.1"
    #: A demo may run for days; assertions look at the last few.
    KEPT_REQUESTS = 10_000

    def __init__(
        self,
        clock: Clock,
        world: World | None = None,
        *,
        port: int = 0,
        token: str | None = None,
        denials: tuple[Denial, ...] = (),
        latency_s: float = 0.0,
    ) -> None:
        self.world: World = world or BareWorld()
        self.faults = Faults()
        self.access = Access(denials)
        self.requests: deque[Received] = deque(maxlen=self.KEPT_REQUESTS)
        self._clock = clock
        self._port = port
        #: Whom the server knows; another one from its next start on.
        self.token = token
        self._latency_s = latency_s
        self._streams: set[WatchStream] = set()
        self._streamed = 0
        #: How many requests a fault keeps waiting now.
        self.held = 0
        self._stopped = asyncio.Event()
        self._bell = Bell(clock)
        self._nursery = Nursery()
        self._runner: web.AppRunner | None = None

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def port(self) -> int:
        """The port that is listened on, once started."""
        return self._port

    @property
    def url(self) -> str:
        """The address for clients."""
        return f"http://{self.HOST}:{self._port}"

    @property
    def open_watches(self) -> int:
        """How many streams are being served now."""
        return len(self._streams)

    @property
    def connections(self) -> int:
        """How many connections clients hold, busy or not."""
        server = self._runner.server if self._runner is not None else None
        return len(server.connections) if server is not None else 0

    @property
    def streamed(self) -> int:
        """How many bytes have been written to streams, ended ones too."""
        return self._streamed + sum(stream.sent for stream in self._streams)

    async def start(self) -> None:
        """Listen, and let the world live by the clock."""
        app = web.Application(client_max_size=4 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._handle)
        self._stopped.clear()
        self._runner = web.AppRunner(app, access_log=None, handler_cancellation=True, shutdown_timeout=0.5)
        await self._runner.setup()
        site = web.TCPSite(self._runner, self.HOST, self._port)
        await site.start()
        self._port = int(self._runner.addresses[0][1])
        self._api = Api(self.world, token=self.token, access=self.access, address=f"{self.HOST}:{self._port}")
        self._unsubscribe = self.world.store.subscribe(lambda _: self._bell.ring())
        self._nursery.start(self._live(), name="practice cluster")

    async def stop(self) -> None:
        """End every stream and stop listening."""
        self._stopped.set()
        for stream in tuple(self._streams):
            stream.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None
            self._unsubscribe()
        await self._nursery.close()

    def kubeconfig(self, path: Path, *, namespace: str = "prod", context: str = "practice") -> Path:
        """Write a kubeconfig whose current context is this server; returns `path`."""
        user = {"token": self.token} if self.token is not None else {}
        config = {
            "apiVersion": "v1",
            "kind": "Config",
            "current-context": context,
            "clusters": [{"name": context, "cluster": {"server": self.url}}],
            "users": [{"name": context, "user": user}],
            "contexts": [
                {"name": context, "context": {"cluster": context, "user": context, "namespace": namespace}}
            ],
        }
        path.write_text(json.dumps(config, indent=2), encoding="utf-8")
        path.chmod(0o600)  # clients warn about a readable one, and it may hold a token
        return path

    def asked(self, path: str, *, method: str = "GET", watch: bool | None = None) -> tuple[Received, ...]:
        """Return the requests for one path, watches and others apart where that is asked."""
        return tuple(
            each
            for each in self.requests
            if each.path == path and each.method == method and (watch is None or each.watches is watch)
        )

    async def _live(self) -> None:
        while True:
            self.world.advance(self._clock.now())
            await self._bell.wait(self.world.next_moment())

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        query = {name: request.query[name] for name in request.query}
        received = Received(method=request.method, path=request.path, query=query, at=self._clock.now())
        self.requests.append(received)
        fault = self.faults.take(request.method, request.path, watch=received.watches)
        if fault is not None and (broken := BREAKS.get(fault.kind)) is not None:
            return await broken(self, request, fault)
        if self._latency_s:
            await self._clock.sleep_until(received.at + timedelta(seconds=self._latency_s))
        answer = self._api.answer(
            Request(
                method=request.method,
                path=request.path,
                query=query,
                authorization=request.headers.get("Authorization", ""),
                accept=request.headers.get("Accept", ""),
                body=await request.read(),
            ),
            now=received.at,
        )
        return (
            await self._stream(request, answer, fault) if isinstance(answer, WatchPlan) else _response(answer)
        )

    async def _stream(self, request: web.Request, plan: WatchPlan, fault: Fault | None) -> web.StreamResponse:
        stream = WatchStream(self.world, self._clock, plan=plan, fault=fault)
        self._streams.add(stream)
        try:
            return await stream.serve(request)
        finally:
            self._streams.discard(stream)
            self._streamed += stream.sent

    async def _hang(self, request: web.Request, _: Fault) -> web.StreamResponse:
        self.held += 1
        try:
            await self._stopped.wait()
        finally:
            self.held -= 1
        return await self._drop(request, _)

    async def _drop(self, request: web.Request, _: Fault) -> web.StreamResponse:
        if request.transport is not None:
            request.transport.abort()
        return web.Response(status=503)

    async def _refuse(self, _: web.Request, fault: Fault) -> web.StreamResponse:
        return _response(REFUSALS[fault.kind](fault))


_Break = Callable[[KubernetesApi, web.Request, Fault], Awaitable[web.StreamResponse]]


#: The faults that are met before the API is asked; the others happen inside a stream.
BREAKS: dict[FaultKind, _Break] = {
    FaultKind.HANG: KubernetesApi._hang,  # noqa: SLF001  # the table belongs to the class
    FaultKind.DROP: KubernetesApi._drop,  # noqa: SLF001  # see above
    **dict.fromkeys(REFUSALS, KubernetesApi._refuse),  # noqa: SLF001  # see above
}


def _response(reply: Reply) -> web.Response:
    headers = {**reply.headers, "Content-Type": reply.content_type, "Cache-Control": "no-cache, private"}
    return web.Response(status=reply.status, body=reply.body, headers=headers)
