"""The real transport: kubernetes_asyncio for configuration, credentials and calls; nothing else of it.

Two clients, one for calls and one for streams: over HTTP/1.1 every watch holds a connection, and a pool that
is full makes the next call wait for ever. The library reads the token of an exec plugin once and never again
(EKS ends after 15 minutes), so the hook that it offers is set here. Imported late: 0.5 s and 74 MB.
"""

import asyncio
import importlib
import os
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import structlog

from cluster.faults import LoginLostError, UnreachableError
from cluster.transport import JSON, Reply, Transport
from domain.clock import Clock
from domain.errors import PermanentError
from telemetry import interpreter

log = structlog.get_logger(__name__)

CALLS_POOL = 20
STREAMS_POOL = 120

PLUGIN_S = 20.0
#: Credentials are not read anew more often than this, however many streams are refused at once.
RENEWED_S = 5.0

NAMESPACE_FILE = Path("/var/run/secrets/kubernetes.io/serviceaccount/namespace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Which cluster, and as whom.

    `kubeconfig` may hold several paths as KUBECONFIG does; None: the usual place, and without a file there
    the cluster that this process runs in. `context` "" is the current one.
    """

    kubeconfig: str | None = None
    context: str = ""


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


def contexts(kubeconfig: str | None) -> tuple[tuple[str, ...], str]:
    """Return the names of the contexts that the kubeconfig holds, and the current one ("" without a file)."""
    path = _kubeconfig_path(kubeconfig)
    if path is None:
        return (), ""
    config: Any = importlib.import_module("kubernetes_asyncio.config")
    try:
        every, current = config.list_kube_config_contexts(config_file=path)
    except Exception as error:
        raise PermanentError("cluster.config-broken", path=path, reason=str(error)) from error
    return tuple(str(one["name"]) for one in every), str(current["name"]) if current else ""


class KubernetesTransport:
    """One API server, reached with the library's clients."""

    def __init__(self, login: Login, clock: Clock) -> None:
        self._login = login
        self._clock = clock
        self._calls: Any = None
        self._streams: Any = None
        self._turn = asyncio.Lock()
        self._renewed_at = clock.now() - timedelta(seconds=RENEWED_S)
        self.namespace = "default"

    async def connect(self) -> None:
        """Read the configuration and make the clients."""
        client: Any = importlib.import_module("kubernetes_asyncio.client")
        configuration, self.namespace = await _configure(self._login)
        before = (self._calls, self._streams)
        configuration.connection_pool_maxsize = CALLS_POOL
        self._calls = client.ApiClient(configuration)
        configuration.connection_pool_maxsize = STREAMS_POOL
        self._streams = client.ApiClient(configuration)
        for one in before:
            if one is not None:
                await one.close()

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
        client = self._streams if streaming else self._calls
        try:
            response = await client.call_api(
                path,
                method,
                query_params=list((query or {}).items()),
                header_params={"Accept": accept},
                body=body,
                auth_settings=["BearerToken"],
                _preload_content=False,
                # In all it may take as long as the caller's clock allows; only the sockets know real seconds.
                _request_timeout=aiohttp.ClientTimeout(total=None, sock_connect=10),
            )
        except (aiohttp.ClientError, OSError, RuntimeError) as error:
            # RuntimeError: the session was closed under us by `renew`.
            raise UnreachableError(_reason(error)) from error
        try:
            yield _Reply(response)
        finally:
            if response.content.at_eof():
                response.release()
            else:
                response.close()

    async def renew(self) -> None:
        """Read the configuration anew, once for everybody who was refused."""
        async with self._turn:
            if self._clock.now() - self._renewed_at < timedelta(seconds=RENEWED_S):
                return
            self._renewed_at = self._clock.now()
            await self.connect()
            log.info("credentials renewed", context=self._login.context)

    async def close(self) -> None:
        """Close both clients."""
        for one in (self._calls, self._streams):
            if one is not None:
                await one.close()


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


async def _configure(login: Login) -> tuple[Any, str]:
    client: Any = importlib.import_module("kubernetes_asyncio.client")
    config: Any = importlib.import_module("kubernetes_asyncio.config")
    broken_yaml = importlib.import_module("yaml").YAMLError
    configuration = client.Configuration()
    if sys.version_info >= (3, 13):
        # Python 3.13 refuses many clusters' own authorities for a missing key identifier.
        configuration.disable_strict_ssl_verification = True
    path = _kubeconfig_path(login.kubeconfig)
    try:
        if path is None:
            config.load_incluster_config(client_configuration=configuration)
            return configuration, _own_namespace()
        async with asyncio.timeout(PLUGIN_S):
            loader = await config.load_kube_config(
                config_file=path,
                context=login.context or None,
                client_configuration=configuration,
                persist_config=False,
            )
    except TimeoutError as error:
        raise LoginLostError(login.context) from error
    except (config.ConfigException, broken_yaml, OSError, ValueError, AttributeError) as error:
        raise _no_config(login, path, error) from error
    except Exception as error:
        # The library lets whatever the plugin raised fall through.
        raise LoginLostError(login.context) from error
    if "exec" in (loader._user or ()):  # noqa: SLF001  # the library does not say it otherwise
        configuration.refresh_api_key_hook = _PluginHook(loader)
    current = (loader.current_context or {}).get("context") or {}
    return configuration, str(current.get("namespace") or "default")


class _PluginHook:
    """Asks the exec plugin for a fresh token whenever a request needs one and the last has expired.

    The loader keeps a token until its expiry. A plugin that fails leaves the last good token in place: the
    server decides whether it still holds.
    """

    def __init__(self, loader: Any) -> None:
        self._loader = loader
        self._turn = asyncio.Lock()

    def __deepcopy__(self, memo: Any) -> "_PluginHook":
        return self

    async def __call__(self, configuration: Any) -> None:
        async with self._turn:
            try:
                async with asyncio.timeout(PLUGIN_S):
                    await self._loader.load_from_exec_plugin()
            except Exception as error:  # noqa: BLE001  # the library lets whatever the plugin raised fall through
                log.warning("the credentials plugin failed", reason=str(error))
                return
            if hasattr(self._loader, "token"):
                configuration.api_key["BearerToken"] = self._loader.token


def _no_config(login: Login, path: str | None, error: Exception) -> PermanentError:
    if path is None:
        return PermanentError("cluster.no-config")
    if login.context and "name" in str(error):
        return PermanentError("cluster.context-unknown", context=login.context)
    return PermanentError("cluster.config-broken", path=path, reason=str(error))


def _kubeconfig_path(named: str | None) -> str | None:
    """Return the kubeconfig as kubectl takes it; None when there is none: we may be inside a cluster."""
    if named or (named := os.environ.get("KUBECONFIG")):
        return named
    usual = Path.home() / ".kube" / "config"
    return str(usual) if usual.exists() else None


def _own_namespace() -> str:
    try:
        return NAMESPACE_FILE.read_text(encoding="ascii").strip() or "default"
    except OSError:
        return "default"


def _reason(error: BaseException) -> str:
    return str(error) or type(error).__name__
