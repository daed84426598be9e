"""What an API server can answer instead of what was asked, sorted by what is to be done about it.

The classes are those of watch-rules C.3, 4. They are errors of the house, so that a call which fails can be
told to a person as it is; the streams catch them and act.
"""

import contextlib
import json
from collections.abc import Mapping
from typing import Any

from domain.errors import PermanentError, TransientError

#: Statuses by which a server asks for patience.
PATIENCE = frozenset({429, 503, 504})


class GoneError(TransientError):
    """The version asked for is not kept any more: list again."""

    def __init__(self) -> None:
        super().__init__("cluster.gone")


class ThrottledError(TransientError):
    """The server wants to be left alone for a while; None when it does not say for how long."""

    def __init__(self, after_s: float | None = None) -> None:
        super().__init__("cluster.busy")
        self.after_s = after_s


class LoginLostError(TransientError):
    """The server does not accept who we are (401), or nobody gives us anything to show it."""

    def __init__(self, cluster: str, *, key: str = "cluster.login-lost", **arguments: str) -> None:
        super().__init__(key, cluster=cluster, **arguments)


class UnreachableError(TransientError):
    """No answer, a broken one, or one that makes no sense."""

    def __init__(self, reason: str, *, key: str = "cluster.unreachable", **arguments: str) -> None:
        super().__init__(key, reason=reason, **arguments)


class DeniedError(PermanentError):
    """A right is missing (403)."""


class NoKindError(PermanentError):
    """The server does not know this kind of object (404 or 405 for a whole collection)."""


def denied(verb: str, resource: str, namespace: str, *, namespaced: bool = True) -> DeniedError:
    """Return the error that names the right that is missing; what is in no namespace needs a ClusterRole."""
    if not namespaced:
        return DeniedError("cluster.denied-cluster-wide", verb=verb, resource=resource)
    if namespace:
        return DeniedError("cluster.denied", verb=verb, resource=resource, namespace=namespace)
    return DeniedError("cluster.denied-everywhere", verb=verb, resource=resource)


def fault_of(status: int, headers: Mapping[str, str], body: bytes) -> TransientError | None:
    """Return the transient fault that a status of 300 and more means, None for those that are permanent."""
    details = _status_object(body)
    if status == 410 or "Too large resource version" in str(details.get("message", "")):
        return GoneError()
    if status == 401:
        return LoginLostError("")
    if status in PATIENCE:
        return ThrottledError(_patience(headers, details))
    if status in (403, 404, 405):
        return None
    return UnreachableError(f"HTTP {status}")


def fault_in_stream(status: Mapping[str, Any]) -> TransientError:
    """Return the fault that an ERROR event carries; unknown ones are borne with back-off."""
    code = status.get("code")
    reason = status.get("reason")
    if (
        code == 410
        or reason in ("Expired", "Gone")
        or "Too large resource version" in str(status.get("message", ""))
    ):
        return GoneError()
    if code in PATIENCE:
        return ThrottledError(_patience({}, status))
    return UnreachableError(f"{reason or code or 'ERROR'}")


def _patience(headers: Mapping[str, str], status: Mapping[str, Any]) -> float | None:
    for said in (headers.get("Retry-After"), (status.get("details") or {}).get("retryAfterSeconds")):
        with contextlib.suppress(TypeError, ValueError):
            return max(0.0, float(said))  # type: ignore[arg-type]  # None raises and is passed over
    return None


def _status_object(body: bytes) -> Mapping[str, Any]:
    with contextlib.suppress(ValueError):
        value = json.loads(body)
        if isinstance(value, dict):
            return value
    return {}
