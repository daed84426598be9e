"""Single questions to an API server: one object, a list, a log, a review; each bounded in time.

A 401 renews the credentials and asks once more. Everything else that goes wrong is raised as an error of
`cluster.faults`, which names the right that is missing where one is.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cluster.faults import GoneError, LoginLostError, NoKindError, UnreachableError, denied, fault_of
from cluster.resources import Resource
from cluster.slim import slim
from cluster.snapshot import Json
from cluster.transport import JSON, Reply, Transport
from domain.clock import Clock

CALL_S = 10.0
LIST_S = 60.0
PAGE = 500

#: Names and versions alone, a third of the bytes; a server that cannot do that sends whole objects.
METADATA = "application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json"

#: An error's body is read this far and no further.
ERROR_BYTES = 64 * 1024

#: Bodies above this size are parsed beside the event loop: 1 000 pods would hold it for half a second.
BIG = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A consistent list and the version from which a watch goes on."""

    items: tuple[Json, ...]
    version: str


class Api:
    """Asks one API server."""

    def __init__(self, transport: Transport, clock: Clock, *, name: str = "") -> None:
        self.transport = transport
        self.clock = clock
        self.name = name

    async def get(self, resource: Resource, namespace: str, name: str) -> Json | None:
        """Return the object, slimmed; None when there is none."""
        answer = await self._ask(resource.path(namespace, name), verb="get", about=resource, within=namespace)
        if answer.status == 404:
            return None
        return slim(await decode(answer.body), resource.api_kind)

    async def list(
        self,
        resource: Resource,
        namespace: str,
        selection: Mapping[str, str] | None = None,
        *,
        accept: str = JSON,
    ) -> Listing:
        """Return all objects of a collection that are selected, slimmed, as of one version.

        Args:
            resource: What to list.
            namespace: Where; "" is everywhere.
            selection: `labelSelector` and `fieldSelector`.
            accept: `METADATA` for what they are called and at which version they are, and no more.
        """
        try:
            return await self._pages(resource, namespace, selection or {}, accept)
        except GoneError:
            # The place in the list was forgotten between two pages: once more from the start.
            return await self._pages(resource, namespace, selection or {}, accept)

    async def read(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        limit: int,
        verb: str,
        about: Resource,
        within: str,
    ) -> Answer:
        """Return what the path answers as bytes, cut off at `limit`; 400 and 404 are answers too."""
        return await self._ask(path, query, verb=verb, about=about, within=within, limit=limit, bear=True)

    async def document(self, path: str, *, accept: str = JSON) -> Mapping[str, Any]:
        """Return what the server says about itself at a path; nothing where it does not say."""
        answer = await self._exchange("GET", path, accept=accept)
        if answer.status in (403, 404, 406):
            return {}
        if answer.status >= 300:
            raise fault_of(answer.status, answer.headers, answer.body) or UnreachableError(
                f"HTTP {answer.status}"
            )
        value = await decode(answer.body)
        return value if isinstance(value, dict) else {}

    async def post(self, path: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Send an object and return the one that comes back."""
        answer = await self._exchange("POST", path, body=body)
        if answer.status == 403:
            raise denied("create", path.rpartition("/")[2], "", namespaced=False)
        if answer.status >= 300:
            raise fault_of(answer.status, answer.headers, answer.body) or UnreachableError(
                f"HTTP {answer.status}"
            )
        value = await decode(answer.body)
        if not isinstance(value, dict):
            raise UnreachableError("not an object")
        return value

    async def ready(self) -> bool:
        """Tell whether the server answers at all; who may not read /readyz has still been answered."""
        try:
            answer = await self._exchange("GET", "/readyz", accept="*/*")
        except (UnreachableError, LoginLostError):
            return False
        return answer.status < 500

    async def _pages(
        self, resource: Resource, namespace: str, selection: Mapping[str, str], accept: str
    ) -> Listing:
        query = {**selection, "limit": str(PAGE)}
        items: list[Json] = []
        async with bounded(self.clock, LIST_S):
            while True:
                answer = await self._ask(
                    resource.path(namespace),
                    query,
                    verb="list",
                    about=resource,
                    within=namespace,
                    seconds=LIST_S,
                    accept=accept,
                )
                if answer.status == 404:
                    raise NoKindError("cluster.no-kind", resource=resource.plural)
                page = await decode(answer.body)
                items.extend(slim(item, resource.api_kind) for item in page.get("items") or ())
                metadata = page.get("metadata") or {}
                if not metadata.get("continue"):
                    return Listing(items=tuple(items), version=str(metadata.get("resourceVersion", "")))
                query["continue"] = str(metadata["continue"])

    async def _ask(
        self,
        path: str,
        query: Mapping[str, str] | None = None,
        *,
        verb: str,
        about: Resource,
        within: str,
        limit: int | None = None,
        bear: bool = False,
        seconds: float = CALL_S,
        accept: str = JSON,
    ) -> Answer:
        accept = "*/*" if bear else accept
        answer = await self._exchange("GET", path, query=query, limit=limit, accept=accept, seconds=seconds)
        if answer.status == 403:
            raise denied(verb, about.plural, within, namespaced=about.namespaced)
        if answer.status < 300 or answer.status == 404 or (bear and answer.status == 400):
            return answer
        fault = fault_of(answer.status, answer.headers, answer.body)
        raise fault or NoKindError("cluster.no-kind", resource=about.plural)

    async def _exchange(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        limit: int | None = None,
        accept: str = JSON,
        seconds: float = CALL_S,
    ) -> Answer:
        for attempt in (1, 2):
            async with (
                bounded(self.clock, seconds),
                self.transport.request(method, path, query=query, body=body, accept=accept) as reply,
            ):
                answer = Answer(
                    status=reply.status, headers=reply.headers, body=await whole(reply, limit=limit)
                )
            if answer.status != 401:
                return answer
            if attempt == 1:
                await self.transport.renew()
        raise LoginLostError(self.name)


class bounded:  # noqa: N801  # reads as the statement that it is: `async with bounded(clock, 10)`
    """Bounds the body in time; too long is as good as no answer."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._bound = clock.timeout(seconds)

    async def __aenter__(self) -> None:
        await self._bound.__aenter__()

    async def __aexit__(self, *error: object) -> None:
        try:
            await self._bound.__aexit__(*error)  # type: ignore[arg-type]  # handed on as it came
        except TimeoutError as late:
            raise UnreachableError("no answer in time") from late


async def whole(reply: Reply, *, limit: int | None = None) -> bytes:
    """Return the body, cut off at `limit`; that of an error is never read further than it makes sense."""
    if limit is None and reply.status >= 300:
        limit = ERROR_BYTES
    pieces: list[bytes] = []
    size = 0
    async for piece in reply.chunks():
        pieces.append(piece)
        size += len(piece)
        if limit is not None and size >= limit:
            break
    return b"".join(pieces)[:limit]


async def decode(body: bytes) -> Any:
    """Return the JSON of a body.

    Raises:
        UnreachableError: It is none: something between us and the server has answered.
    """
    try:
        return await asyncio.to_thread(json.loads, body) if len(body) > BIG else json.loads(body)
    except ValueError as error:
        raise UnreachableError("the answer is no JSON") from error
