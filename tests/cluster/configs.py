"""Kubeconfigs, written as people have them, and dials that read them."""

import json
from pathlib import Path
from typing import Any

from cluster.clusters import Clusters, Dial
from cluster.kubernetes import dial
from cluster.route import Login
from cluster.transport import Transport
from domain.clock import ManualClock


def a_kubeconfig(
    path: Path,
    cluster: dict[str, Any],
    user: dict[str, Any] | None = None,
    *,
    name: str = "it",
    namespace: str = "prod",
) -> Path:
    """Write a kubeconfig of one context."""
    config = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": name,
        "clusters": [{"name": name, "cluster": cluster}],
        "users": [{"name": name, "user": user or {}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name, "namespace": namespace}}],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(config))
    return path


def logging_in(login: Login, clock: ManualClock) -> Dial:
    """Return a dial for one login, whatever the context."""

    async def dialled(_: str) -> Transport:
        return await dial(login, clock)

    return dialled


def reached(login: Login | Path, clock: ManualClock) -> Clusters:
    """Return the clusters that a login, or the kubeconfig at a path, leads to."""
    login = login if isinstance(login, Login) else Login(kubeconfig=str(login))
    return Clusters(logging_in(login, clock), clock)
