"""The real transport: requests through kubernetes_asyncio's REST client, over connections that we make.

Two pools, one for calls and one for streams: over HTTP/1.1 every watch holds a connection, and a pool that
is full makes the next call wait for ever. The sessions are ours: the library's take certificates from files
alone and ask a proxy as aiohttp does (`cluster.proxies`). Imported late: 0.5 s and 74 MB.
"""

import asyncio
import importlib
import os
import ssl
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import structlog
from multidict import CIMultiDict

from cluster import kubeconfig
from cluster.faults import LoginLostError, UnreachableError
from cluster.plugin import Given
from cluster.route import Address, Login, Route, find_route, kubeconfig_path
from cluster.transport import JSON, Reply, Transport
from cluster.trust import tls
from domain.clock import Clock
from domain.errors import NightjarError, PermanentError
from telemetry import interpreter

log = structlog.get_logger(__name__)

CALLS_POOL = 20
STREAMS_POOL = 120

#: Credentials are not read anew more often than this, however many streams are refused at once.
RENEWED_S = 5.0

#: An event may hold an object of 1.5 MB, etcd's limit, in one piece.
BUFFER = 2**21

#: In all it may take as long as the caller's clock allows; only the sockets know real seconds.
BOUND = aiohttp.ClientTimeout(total=None, sock_connect=10)


async def dial(login: Login, clock: Clock) -> Transport:
    """Return a transport for the cluster; nothing is sent yet.

    Raises:
        PermanentError: There is no configuration, or it does not know the context.
        LoginLostError: The plugin that fetches credentials failed.
    """
    # In a thread: loading the library would hold the event loop for half a second.
    await asyncio.to_thread(_load)
    transport = KubernetesTransport(login, clock)
    await transport.connect()
    return transport


def _load() -> None:
    if "kubernetes_asyncio.client" not in sys.modules:
        importlib.import_module("kubernetes_asyncio.client")
        interpreter.settle()


def contexts(path: str | None) -> tuple[tuple[str, ...], str]:
    """Return the names of the contexts that the kubeconfig holds, and the current one ("" without a file)."""
    found = kubeconfig_path(path)
    if found is None:
        return (), ""
    config = kubeconfig.read(found)
    return config.contexts, config.current


class KubernetesTransport:
    """One API server, reached with the library's clients."""

    def __init__(self, login: Login, clock: Clock) -> None:
        self._login = login
        self._clock = clock
        self._route: Route | None = None
        self._links: _Links | None = None
        self._turn = asyncio.Lock()
        self._linking = asyncio.Lock()
        self._renewed_at = clock.now() - timedelta(seconds=RENEWED_S)
        self._read_from: tuple[tuple[str, int], ...] = ()
        self.namespace = "default"

    async def connect(self) -> None:
        """Read the configuration and make what it needs; connections that still fit stay."""
        before, self._route = self._route, await find_route(self._login, self._clock)
        try:
            await self._link(await self._route.credentials.given())
        except (OSError, ValueError) as error:
            failed, self._route = self._route, before
            await failed.credentials.close()
            path = kubeconfig_path(self._login.kubeconfig) or str(self._login.account)
            raise PermanentError("cluster.config-broken", path=path, reason=str(error)) from error
        if before is not None:
            await before.credentials.close()
        self.namespace = self._route.namespace
        self._read_from = _state_of(self._route)

    async def _link(self, given: Given) -> "_Links":
        """Return connections along the route with the certificate that was given, made if there are none."""
        async with self._linking:
            address = self._on_route.address
            if given.certificate:
                trust = replace(address.trust, certificate=given.certificate, key=given.key)
                address = replace(address, trust=trust)
            if self._links is not None and self._links.address == address:
                return self._links
            context = await asyncio.to_thread(tls, address.trust)
            links = _Links(
                address=address,
                calls=await _pool(address, context, CALLS_POOL),
                streams=await _pool(address, context, STREAMS_POOL),
            )
            before, self._links = self._links, links
            if before is not None:
                await before.close()
            return links

    @property
    def _on_route(self) -> Route:
        assert self._route is not None
        return self._route

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
        """Ask through the library; the answer's status is not judged here."""
        given = await self._on_route.credentials.given()
        headers = CIMultiDict([("User-Agent", "nightjar"), ("Accept", accept), *self._on_route.headers])
        if given.authorization:
            headers["Authorization"] = given.authorization
        try:
            links = await self._link(given)
            response = await (links.streams if streaming else links.calls).request(
                method,
                links.address.server + path,
                query_params=list((query or {}).items()),
                headers=headers,
                body=body,
                _preload_content=False,
                _request_timeout=BOUND,
            )
        except (aiohttp.ClientError, OSError, RuntimeError, ValueError) as error:
            # RuntimeError: the session was closed under us by `renew`. ValueError: what was given now is no
            # token or no certificate.
            await self._look_for_changes()
            raise _unreachable(error, self._on_route.address) from error
        try:
            yield _Reply(response)
        finally:
            if response.content.at_eof():
                response.release()
            else:
                response.close()

    async def renew(self) -> None:
        """Read the configuration anew, once for all who were refused; what holds now stays if that fails.

        Raises:
            LoginLostError: Nothing could be read, or the plugin failed.
        """
        async with self._turn:
            if self._clock.now() - self._renewed_at < timedelta(seconds=RENEWED_S):
                return
            self._renewed_at = self._clock.now()
            try:
                await self.connect()
            except PermanentError as error:
                # Half-written, or taken away for a moment: what was read before is not forgotten for that.
                log.warning("the configuration cannot be read anew", reason=str(error))
                raise LoginLostError(self._login.context) from error
            log.info("credentials renewed", context=self._login.context)

    async def _look_for_changes(self) -> None:
        """Take up a configuration that was written anew: a cluster made again has another address."""
        if _state_of(self._on_route) == self._read_from:
            return
        try:
            await self.renew()
        except NightjarError as error:
            log.warning("the changed configuration cannot be used", reason=str(error))

    async def close(self) -> None:
        """Close both pools."""
        if self._links is not None:
            await self._links.close()
        if self._route is not None:
            await self._route.credentials.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Links:
    """Two pools of connections to one address."""

    address: Address
    calls: Any
    streams: Any

    async def close(self) -> None:
        await self.calls.close()
        await self.streams.close()


async def _pool(address: Address, context: ssl.SSLContext, size: int) -> Any:
    client: Any = importlib.import_module("kubernetes_asyncio.client")
    pool = client.rest.RESTClientObject(client.Configuration(host=address.server))
    await pool.close()
    pool.pool_manager = aiohttp.ClientSession(
        connector=aiohttp.TCPConnector(limit=size, ssl=context),
        proxy=address.proxy or None,
        read_bufsize=BUFFER,
    )
    pool.server_hostname = address.trust.server_name
    return pool


class _Reply:
    """An answer of the library's HTTP session."""

    def __init__(self, response: Any) -> None:
        self._response = response
        self.status: int = response.status
        self.headers: Mapping[str, str] = response.headers

    async def chunks(self) -> AsyncIterator[bytes]:
        try:
            while piece := await self._response.content.readany():
                yield piece
        except (aiohttp.ClientError, OSError) as error:
            raise UnreachableError(_reason(error)) from error


def _state_of(route: Route) -> tuple[tuple[str, int], ...]:
    """Return what tells whether the files of a route were written anew."""
    return tuple((str(file), _written_at(file)) for file in route.files)


def _written_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:
        return 0


def _unreachable(error: BaseException, address: Address) -> UnreachableError:
    host = urlsplit(address.server).netloc
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        why = getattr(error.certificate_error, "verify_message", "") or _reason(error)
        return UnreachableError(why.rstrip("."), key="cluster.untrusted", host=host)
    if isinstance(error, aiohttp.ClientProxyConnectionError | aiohttp.ClientHttpProxyError):
        proxy = urlsplit(address.proxy)
        why = f"HTTP {error.status}" if isinstance(error, aiohttp.ClientHttpProxyError) else "no connection"
        return UnreachableError(f"proxy {proxy.hostname}:{proxy.port or 80}: {why}")
    return UnreachableError(_reason(error))


def _reason(error: BaseException) -> str:
    """Return what went wrong in the system's own words: the library's name the call that failed."""
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno or 0
        words = os.strerror(number) if number > 0 else error.os_error.strerror
        return f"{error.host}:{error.port}: {words or error.os_error}"
    return str(error) or type(error).__name__
