"""How one cluster is reached and as whom: by a kubeconfig, or by the account of the pod that we run in."""

import asyncio
import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cluster import kubeconfig
from cluster.credentials import Credentials, Fixed, FromPlugin, TokenFile, impersonation, standing
from cluster.faults import LoginLostError
from cluster.kubeconfig import Entry
from cluster.plugin import PLUGIN_S, Plugin
from cluster.proxies import proxy_of
from cluster.trust import Trust, trust_of
from domain.clock import Clock
from domain.errors import PermanentError

#: Where the kubelet puts token, ca.crt and namespace of a pod's account.
ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Which cluster, and as whom.

    `kubeconfig` may hold several paths as KUBECONFIG does; None: the usual place, and without a file there
    the cluster that this process runs in, by the files in `account`. `context` "" is the current one.
    """

    kubeconfig: str | None = None
    context: str = ""
    account: Path = ACCOUNT
    plugin_s: float = PLUGIN_S


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where the server is and what lies between: while it stays the same, connections may stay."""

    server: str
    trust: Trust
    proxy: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Everything that requests need; `files` are those that it was read from, but for tokens."""

    address: Address
    credentials: Credentials
    namespace: str
    headers: tuple[tuple[str, str], ...] = ()
    files: tuple[Path, ...] = ()


async def find_route(login: Login, clock: Clock) -> Route:
    """Read the configuration and ask the plugin that it names, if it does.

    Raises:
        PermanentError: There is no configuration, or it does not know the context, or it cannot be used.
        LoginLostError: The plugin that fetches credentials failed.
    """
    path = kubeconfig_path(login.kubeconfig)
    if path is None:
        return await asyncio.to_thread(_within, login.account, clock)
    config = await asyncio.to_thread(kubeconfig.read, path)
    entry = config.entry(login.context)
    try:
        credentials = await _credentials(entry, login, clock)
        trust = await asyncio.to_thread(trust_of, entry.cluster, entry.user)
        proxy = proxy_of(entry.cluster, os.environ)
    except (OSError, ValueError) as error:
        raise PermanentError("cluster.config-broken", path=path, reason=str(error)) from error
    return Route(
        address=Address(server=str(entry.cluster["server"]).rstrip("/"), trust=trust, proxy=proxy),
        credentials=credentials,
        namespace=entry.namespace,
        headers=impersonation(entry.user),
        files=(*config.files, *_files_of(entry)),
    )


def kubeconfig_path(named: str | None) -> str | None:
    """Return the kubeconfig as kubectl takes it; None when there is none: we may be inside a cluster."""
    if named or (named := os.environ.get("KUBECONFIG")):
        return named
    usual = Path.home() / ".kube" / "config"
    return str(usual) if usual.exists() else None


def _files_of(entry: Entry) -> tuple[Path, ...]:
    named = (entry.cluster.get("certificate-authority"), entry.user.get("client-certificate"))
    return tuple(Path(str(path)) for path in named if path)


async def _credentials(entry: Entry, login: Login, clock: Clock) -> Credentials:
    if entry.user.get("exec"):
        plugin = FromPlugin(Plugin(entry, longest_s=login.plugin_s), clock)
        await plugin.first()
        return plugin
    if entry.user.get("auth-provider"):
        return Fixed(authorization=await _from_provider(entry, login.plugin_s))
    return await asyncio.to_thread(standing, entry.user, clock)


async def _from_provider(entry: Entry, longest_s: float) -> str:
    """Return the header that the library's auth providers (OIDC, GCP) make."""
    config: Any = importlib.import_module("kubernetes_asyncio.config.kube_config")
    about = {
        "current-context": entry.name,
        "contexts": [{"name": entry.name, "context": {"cluster": "it", "user": "us"}}],
        "clusters": [{"name": "it", "cluster": {"server": entry.cluster["server"]}}],
        "users": [{"name": "us", "user": {"auth-provider": entry.user["auth-provider"]}}],
    }
    known: Any = importlib.import_module("kubernetes_asyncio.client").Configuration()
    name = str(entry.user["auth-provider"].get("name") or "auth-provider")
    try:
        async with asyncio.timeout(longest_s):
            await config.KubeConfigLoader(config_dict=about).load_and_set(known)
    except Exception as error:
        # The library lets whatever its providers raised fall through, and what they say may hold a token.
        reason = type(error).__name__
        raise LoginLostError(entry.name, key="cluster.plugin-failed", command=name, reason=reason) from error
    return str(known.api_key.get("BearerToken") or "")


def _within(account: Path, clock: Clock) -> Route:
    server = _own_server(os.environ)
    token, authority = account / "token", account / "ca.crt"
    if not server or not token.exists():
        raise PermanentError("cluster.no-config")
    try:
        return Route(
            address=Address(
                server=server,
                trust=Trust(authority=authority.read_text(encoding="ascii", errors="ignore")),
                proxy=proxy_of({"server": server}, os.environ),
            ),
            credentials=TokenFile(token, clock),
            namespace=_own_namespace(account),
            files=(authority,),
        )
    except (OSError, ValueError) as error:
        raise PermanentError("cluster.account-broken", path=str(account), reason=str(error)) from error


def _own_server(environment: Mapping[str, str]) -> str:
    host = environment.get("KUBERNETES_SERVICE_HOST") or ""
    port = environment.get("KUBERNETES_SERVICE_PORT") or ""
    if not host or not port:
        return ""
    return f"https://[{host}]:{port}" if ":" in host else f"https://{host}:{port}"


def _own_namespace(account: Path) -> str:
    try:
        return (account / "namespace").read_text(encoding="ascii").strip() or "default"
    except OSError:
        return "default"
