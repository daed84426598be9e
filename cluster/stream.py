"""One list+watch stream: keeps a store equal to a collection of the API server, for ever.

Ours and not the library's: that one asks 1 460 times a second when it is answered 429 and hangs on a
half-open connection (watch-rules C.1). The rules are C.3: a close is normal, silence is not, 410 lists again,
refusals are said, and every wait goes through the clock.
"""

import itertools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import SystemRandom
from typing import Any

import structlog

from cluster.api import ERROR_BYTES, Api, bounded, decode, whole
from cluster.faults import (
    GoneError,
    LoginLostError,
    NoKindError,
    ThrottledError,
    UnreachableError,
    denied,
    fault_in_stream,
    fault_of,
)
from cluster.lines import Lines
from cluster.pace import Backoff
from cluster.resources import Resource
from cluster.slim import slim
from cluster.stores import Store
from domain.errors import NightjarError, PermanentError

log = structlog.get_logger(__name__)

CONNECT_S = 10.0

#: Bookmarks come every minute; a stream that says nothing for longer may be dead without knowing.
IDLE_S = 70.0
IDLE_WITHOUT_BOOKMARKS_S = 300.0
IDLES_BEFORE_LONGER = 3

#: A refusal is asked again this often before it is said: control planes refuse while they are upgraded.
REFUSALS = 3
REFUSED_AGAIN_S = 10.0
REFUSED_FOR_GOOD_S = 60.0

#: A stream that ended sooner than this did not end normally.
TOO_SHORT_S = 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What a stream is about; `namespace` "" is everywhere, `name` "" the whole collection.

    `node` leaves only the pods on it.
    """

    resource: Resource
    namespace: str
    name: str = ""
    node: str = ""

    def __str__(self) -> str:
        where = f" in {self.namespace}" if self.namespace else ""
        which = f" named {self.name}" if self.name else f" on {self.node}" if self.node else ""
        return f"{self.resource.plural}{where}{which}"

    @property
    def selection(self) -> dict[str, str]:
        """The query that selects it."""
        if self.node:
            return {"fieldSelector": f"spec.nodeName={self.node}"}
        return {"fieldSelector": f"metadata.name={self.name}"} if self.name else {}


@dataclass(slots=True, kw_only=True)
class Health:
    """How a stream is; what /status and the metrics show.

    `seen_at` is when the server last said anything; `refused` the right or kind that is missing.
    """

    seen_at: datetime
    synced: bool = False
    version: str = ""
    reconnects: int = 0
    relists: int = 0
    gone: int = 0
    throttled: int = 0
    idles: int = 0
    deaf: int = 0
    refusals: int = 0
    refused: PermanentError | None = None
    login_lost_at: datetime | None = None


class Stream:
    """Follows one scope."""

    def __init__(self, api: Api, scope: Scope, *, shared: Backoff) -> None:
        self._api = api
        self._clock = api.clock
        self.scope = scope
        self.store = Store()
        self.health = Health(seen_at=api.clock.now())
        self._own = Backoff()
        self._shared = shared
        self._idle_s = IDLE_S
        self._listeners: dict[int, Callable[[], None]] = {}
        self._numbers = itertools.count()

    async def run(self) -> None:
        """Follow until cancelled; whatever goes wrong is waited out."""
        while True:
            began_at = self._clock.now()
            try:
                if not self.health.version:
                    await self._list()
                await self._watch()
            except NightjarError as fault:
                again_at = await self._bear(fault)
            else:
                again_at = self._ended(began_at)
            await self._clock.sleep_until(again_at)
            if (gate := self._shared.not_before) is not None:
                await self._clock.sleep_until(gate)
            self.health.reconnects += 1

    @property
    def is_following(self) -> bool:
        """Whether it is served now: a list is in, and a watch goes on from there."""
        return self.health.synced and bool(self.health.version) and self.health.refused is None

    def begin_anew(self) -> None:
        """Forget where it stands, so that it lists again; whoever runs it has cut it off."""
        self.health.deaf += 1
        self.health.version = ""

    def listen(self, listener: Callable[[], None]) -> Callable[[], None]:
        """Call `listener` when a list is in or a refusal is certain; the function returned ends that."""
        key = next(self._numbers)
        self._listeners[key] = listener
        return lambda: self._forget_listener(key)

    def _forget_listener(self, key: int) -> None:
        self._listeners.pop(key, None)

    def _tell(self) -> None:
        for listener in tuple(self._listeners.values()):
            listener()

    async def _list(self) -> None:
        listing = await self._api.list(self.scope.resource, self.scope.namespace, self.scope.selection)
        self.health.relists += 1
        self._alive()
        self.store.replace(listing.items)
        self.health.version = listing.version
        self.health.synced = True
        self._tell()

    async def _watch(self) -> None:
        query = {
            **self.scope.selection,
            "watch": "true",
            "allowWatchBookmarks": "true",
            "resourceVersion": self.health.version,
            "timeoutSeconds": str(SystemRandom().randint(240, 300)),
        }
        request = self._api.transport.request(
            "GET", self.scope.resource.path(self.scope.namespace), query=query, streaming=True
        )
        async with bounded(self._clock, CONNECT_S):
            reply = await request.__aenter__()
        try:
            if reply.status >= 300:
                async with bounded(self._clock, CONNECT_S):
                    body = await whole(reply, limit=ERROR_BYTES)
                raise self._fault(reply.status, reply.headers, body)
            self._alive()
            await self._read(aiter(reply.chunks()))
        finally:
            await request.__aexit__(None, None, None)

    async def _read(self, pieces: Any) -> None:
        lines = Lines()
        while True:
            try:
                async with self._clock.timeout(self._idle_s):
                    piece = await anext(pieces, b"")
            except TimeoutError:
                self._idled()
                return
            if not piece:
                return
            self._alive()
            self.health.idles = 0
            for line in lines.feed(piece):
                await self._take(line)

    async def _take(self, line: bytes) -> None:
        try:
            event = await decode(line)
            kind, item = event["type"], event["object"]
        except (UnreachableError, KeyError, TypeError) as error:
            # We cannot know what was in it: only a list can tell.
            self.health.version = ""
            raise UnreachableError("an event that is no JSON") from error
        if kind == "ERROR":
            raise fault_in_stream(item)
        version = str((item.get("metadata") or {}).get("resourceVersion", ""))
        if kind in ("ADDED", "MODIFIED"):
            self.store.put(slim(item, self.scope.resource.api_kind))
        elif kind == "DELETED":
            self.store.remove(slim(item, self.scope.resource.api_kind))
        elif kind != "BOOKMARK":
            return
        self.health.version = version or self.health.version

    async def _bear(self, fault: NightjarError) -> datetime:
        """Do what a fault asks for and return when to go on."""
        now = self._clock.now()
        match fault:
            case GoneError():
                self.health.gone += 1
                self.health.version = ""
                return self._own.failed(now)
            case ThrottledError():
                self.health.throttled += 1
                return self._shared.failed(now, after_s=fault.after_s)
            case LoginLostError():
                self.health.login_lost_at = self.health.login_lost_at or now
                await self._renew()
                return self._own.failed(now)
            case PermanentError():
                return self._refused(fault, now)
            case UnreachableError():
                log.info("stream lost its connection", scope=str(self.scope), reason=str(fault))
                return max(self._own.failed(now), self._shared.failed(now))
            case _:
                return self._own.failed(now)

    def _fault(self, status: int, headers: Mapping[str, str], body: bytes) -> NightjarError:
        about = self.scope.resource
        if status == 403:
            return denied("watch", about.plural, self.scope.namespace, namespaced=about.namespaced)
        return fault_of(status, headers, body) or NoKindError("cluster.no-kind", resource=about.plural)

    def _refused(self, fault: PermanentError, now: datetime) -> datetime:
        self.health.refusals += 1
        if self.health.refusals < REFUSALS:
            return now + timedelta(seconds=REFUSED_AGAIN_S)
        if self.health.refused is None:
            log.warning("stream is refused", scope=str(self.scope), reason=str(fault))
        self.health.refused = fault
        self._tell()
        return now + timedelta(seconds=REFUSED_FOR_GOOD_S)

    async def _renew(self) -> None:
        try:
            await self._api.transport.renew()
        except NightjarError as error:
            log.warning("credentials cannot be renewed", reason=str(error))

    def _ended(self, began_at: datetime) -> datetime:
        """A close by the server is normal, unless it comes at once."""
        now = self._clock.now()
        if now - began_at < timedelta(seconds=TOO_SHORT_S):
            return self._own.failed(now)
        return self._own.closed(now)

    def _idled(self) -> None:
        self.health.idles += 1
        if self.health.idles >= IDLES_BEFORE_LONGER:
            # This server sends no bookmarks, or something on the way drops them.
            self._idle_s = IDLE_WITHOUT_BOOKMARKS_S

    def _alive(self) -> None:
        self.health.seen_at = self._clock.now()
        self.health.refusals = 0
        self.health.refused = None
        self.health.login_lost_at = None
