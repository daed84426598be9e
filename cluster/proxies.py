"""Which proxy lies between us and an API server, decided as kubectl does.

Not as aiohttp does: that one asks a proxy for what is on this very machine, and knows no networks in
NO_PROXY, where clusters are commonly named as 10.0.0.0/8.
"""

import ipaddress
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from cluster.snapshot import Json

#: What can be spoken to.
SCHEMES = frozenset({"http", "https"})


def proxy_of(cluster: Json, environment: Mapping[str, str]) -> str:
    """Return the proxy's address for a cluster of a kubeconfig, "" when there is none between.

    Raises:
        ValueError: It is of a kind that cannot be spoken to.
    """
    # What the kubeconfig names holds for this cluster, whatever NO_PROXY says.
    proxy = str(cluster.get("proxy-url") or "") or _from_environment(str(cluster["server"]), environment)
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and urlsplit(proxy).scheme not in SCHEMES:
        raise ValueError(f"a proxy of the kind {urlsplit(proxy).scheme} cannot be used")
    return proxy


def _from_environment(server: str, environment: Mapping[str, str]) -> str:
    address = urlsplit(server)
    host = (address.hostname or "").lower()
    port = str(address.port or (443 if address.scheme == "https" else 80))
    proxy = _said(environment, f"{address.scheme.upper()}_PROXY")
    if not proxy or _is_here(host):
        return ""
    return "" if any(_covers(rule, host, port) for rule in _rules(environment)) else proxy


def _said(environment: Mapping[str, str], name: str) -> str:
    return environment.get(name) or environment.get(name.lower()) or ""


def _rules(environment: Mapping[str, str]) -> Iterator[str]:
    for rule in _said(environment, "NO_PROXY").lower().split(","):
        if rule.strip():
            yield rule.strip()


def _is_here(host: str) -> bool:
    address = _address(host)
    return host == "localhost" or (address is not None and address.is_loopback)


def _covers(rule: str, host: str, port: str) -> bool:
    """Tell whether a part of NO_PROXY means this host: "*", a network, or a name or address and its port."""
    if rule == "*":
        return True
    own = _address(host)
    if "/" in rule:
        try:
            return own is not None and own in ipaddress.ip_network(rule, strict=False)
        except ValueError:
            return False
    name, its_port = _split(rule)
    if its_port not in ("", port):
        return False
    if own is not None:
        return own == _address(name)
    name = name.removeprefix("*")
    return host.endswith(name) if name.startswith(".") else host == name or host.endswith(f".{name}")


def _split(rule: str) -> tuple[str, str]:
    if rule.startswith("["):
        name, _, rest = rule[1:].partition("]")
        return name, rest.removeprefix(":")
    name, _, port = rule.partition(":")
    # More than one colon: an IPv6 address without a port.
    return (rule, "") if ":" in port else (name, port)


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
