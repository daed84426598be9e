"""What several kinds read in the same way."""

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from cluster.snapshot import Json, Snapshot
from watchers import pods as reading
from watchers.moments import moment, newest


def object_of(snapshot: Snapshot) -> Json:
    """Return the object.

    Raises:
        ValueError: The snapshot holds none.
    """
    if snapshot.object is None:
        raise ValueError("nothing to read")
    return snapshot.object


def number(value: Any, default: int) -> int:
    """Return a number that the API leaves out when it is the default."""
    return default if value is None else int(value)


def is_seen(thing: Json) -> bool:
    """Whether the controller has seen the latest generation."""
    seen = number((thing.get("status") or {}).get("observedGeneration"), 0)
    return seen >= number(thing["metadata"].get("generation"), 0)


def fingerprint(template: Json) -> str:
    """Return a short print of a pod template: two that are equal have the same."""
    return fingerprint_of(plain(template))


def fingerprint_of(value: Json) -> str:
    """Return a short print of any JSON."""
    text = json.dumps(value, sort_keys=True, default=dict)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def plain(template: Json) -> dict[str, object]:
    """Return what makes two pod templates equal; what controllers add does not."""
    metadata = template.get("metadata") or {}
    labels = {key: value for key, value in (metadata.get("labels") or {}).items() if key != _ADDED}
    return {
        "labels": labels,
        "annotations": metadata.get("annotations") or {},
        "spec": template.get("spec") or {},
    }


def ready_pods(pods: Iterable[Json]) -> int:
    """Return how many pods are Ready and stay."""
    return sum(reading.is_ready(pod) and not reading.is_departing(pod) for pod in pods)


def ready_at(pods: Iterable[Json]) -> datetime | None:
    """Return when the last of the staying pods changed its readiness, by the API's clock."""
    return newest(
        moment((reading.condition(pod, "Ready") or {}).get("lastTransitionTime"))
        for pod in pods
        if not reading.is_departing(pod)
    )


#: The Deployment controller's own label on a ReplicaSet's template.
_ADDED = "pod-template-hash"
