"""How each open stream is, for `/metrics`; read when somebody asks, so that an event costs nothing here."""

from collections.abc import Callable
from functools import partial

from cluster.stream import Health, Stream
from telemetry import metrics

_COUNTS: dict[str, Callable[[Health], float]] = {
    "reconnects": lambda health: health.reconnects,
    "relists": lambda health: health.relists,
    "gone": lambda health: health.gone,
    "throttled": lambda health: health.throttled,
    "idle": lambda health: health.idles,
    "deaf": lambda health: health.deaf,
    "denied": lambda health: health.refused is not None,
    "login-lost": lambda health: health.login_lost_at is not None,
}


def show(cluster: str, stream: Stream) -> None:
    """Show a stream from now on."""
    health, name = stream.health, str(stream.scope)
    metrics.stream_heard_at.labels(cluster, name).set_function(partial(_heard_at, health))
    for what, count in _COUNTS.items():
        metrics.stream_counts.labels(cluster, name, what).set_function(partial(count, health))


def hide(cluster: str, stream: Stream) -> None:
    """Show it no more."""
    name = str(stream.scope)
    metrics.stream_heard_at.remove(cluster, name)
    for what in _COUNTS:
        metrics.stream_counts.remove(cluster, name, what)


def _heard_at(health: Health) -> float:
    return health.seen_at.timestamp()
