"""Lists as `kubectl get` prints them: the Table that a server makes for whoever asks with `as=Table`.

Columns are those of the real printers for the kinds that somebody looks at in a practice cluster; every
other kind gets name and age.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from bot.practice.kubernetes.objects import Manifest, field, moment, name_of
from bot.practice.kubernetes.resources import Resource

#: Name of a column, its priority (1: only with `-o wide`), and what stands in it.
_Column = tuple[str, int, Callable[[Manifest, datetime], Any]]


def wants_table(accept: str) -> bool:
    """Tell whether a client asks for a Table."""
    return "as=Table" in accept


def metadata_only(manifests: Sequence[Manifest], *, metadata: Manifest) -> Manifest:
    """Return the objects as a PartialObjectMetadataList of meta.k8s.io/v1."""
    return {
        "kind": "PartialObjectMetadataList",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": metadata,
        "items": [{"metadata": each["metadata"]} for each in manifests],
    }


def table(
    resource: Resource, manifests: Sequence[Manifest], *, now: datetime, metadata: Manifest
) -> Manifest:
    """Return the objects as a Table of meta.k8s.io/v1."""
    columns = _EVENT if resource.plural == "events" else (_NAME, *_COLUMNS.get(resource.plural, ()), _AGE)
    columns = tuple(sorted(columns, key=lambda column: column[1]))
    return {
        "kind": "Table",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": metadata,
        "columnDefinitions": [
            {
                "name": name,
                "type": "string",
                "format": _format(name),
                "description": name,
                "priority": priority,
            }
            for name, priority, _ in columns
        ],
        "rows": [
            {"cells": [cell(each, now) for _, _, cell in columns], "object": _partial(each)}
            for each in manifests
        ],
    }


def _format(name: str) -> str:
    # kubectl puts the kind before a name only in a column of this format.
    return "name" if name == "Name" else ""


def human(seconds: float) -> str:
    """Write an age as kubectl does: the two largest units while the larger one is small."""
    whole = max(0, int(seconds))
    minutes, hours, days = whole // 60, whole // 3600, whole // 86400
    if whole < 120:
        return f"{whole}s"
    if minutes < 10:
        return f"{minutes}m{whole % 60}s" if whole % 60 else f"{minutes}m"
    if hours < 3:
        return f"{minutes}m"
    if hours < 8:
        return f"{hours}h{minutes % 60}m" if minutes % 60 else f"{hours}h"
    if hours < 48:
        return f"{hours}h"
    return f"{days}d{hours % 24}h" if days < 8 and hours % 24 else f"{days}d"


def _partial(manifest: Manifest) -> Manifest:
    return {
        "kind": "PartialObjectMetadata",
        "apiVersion": "meta.k8s.io/v1",
        "metadata": manifest["metadata"],
    }


def _since(text: str | None, now: datetime) -> str:
    return human((now - moment(text)).total_seconds()) if text else "<unknown>"


def _age(manifest: Manifest, now: datetime) -> str:
    return _since(manifest["metadata"].get("creationTimestamp"), now)


def _count(path: str) -> Callable[[Manifest, datetime], Any]:
    return lambda each, _: field(each, path) or 0


def _text(path: str) -> Callable[[Manifest, datetime], Any]:
    return lambda each, _: field(each, path) or "<none>"


def _share(ready: str, wanted: str) -> Callable[[Manifest, datetime], Any]:
    return lambda each, _: f"{field(each, ready) or 0}/{field(each, wanted) or 0}"


def _containers(pod: Manifest) -> list[Manifest]:
    return list(field(pod, "status.containerStatuses") or ())


def _pod_ready(pod: Manifest, _: datetime) -> str:
    ready = sum(1 for each in _containers(pod) if each["ready"])
    return f"{ready}/{len(pod['spec']['containers'])}"


def _pod_status(pod: Manifest, _: datetime) -> str:
    if "deletionTimestamp" in pod["metadata"]:
        return "Terminating"
    for each in reversed(_containers(pod)):
        for state in ("waiting", "terminated"):
            if reason := field(each, f"state.{state}.reason"):
                return str(reason)
    return str(field(pod, "status.reason") or field(pod, "status.phase") or "Unknown")


def _pod_restarts(pod: Manifest, now: datetime) -> str:
    count = sum(int(each["restartCount"]) for each in _containers(pod))
    ends = [str(at) for each in _containers(pod) if (at := field(each, "lastState.terminated.finishedAt"))]
    return f"{count} ({_since(max(ends), now)} ago)" if count and ends else str(count)


def _event_object(event: Manifest, _: datetime) -> str:
    about = event["involvedObject"]
    return f"{about['kind'].lower()}/{about['name']}"


def _event_seen(event: Manifest, now: datetime) -> str:
    last = _since(event.get("lastTimestamp") or event.get("eventTime"), now)
    count = event.get("count") or 1
    return f"{last} (x{count} over {_since(event.get('firstTimestamp'), now)})" if count > 1 else last


_NAME: _Column = ("Name", 0, lambda each, _: name_of(each))
_AGE: _Column = ("Age", 0, _age)
_DEPLOYMENT: tuple[_Column, ...] = (
    ("Ready", 0, _share("status.readyReplicas", "spec.replicas")),
    ("Up-to-date", 0, _count("status.updatedReplicas")),
    ("Available", 0, _count("status.availableReplicas")),
)
_REPLICASET: tuple[_Column, ...] = (
    ("Desired", 0, _count("spec.replicas")),
    ("Current", 0, _count("status.replicas")),
    ("Ready", 0, _count("status.readyReplicas")),
)
_POD: tuple[_Column, ...] = (
    ("Ready", 0, _pod_ready),
    ("Status", 0, _pod_status),
    ("Restarts", 0, _pod_restarts),
    ("IP", 1, _text("status.podIP")),
    ("Node", 1, _text("spec.nodeName")),
)
_EVENT: tuple[_Column, ...] = (
    ("Last Seen", 0, _event_seen),
    ("Type", 0, _text("type")),
    ("Reason", 0, _text("reason")),
    ("Object", 0, _event_object),
    ("Message", 0, _text("message")),
    ("Name", 1, lambda each, _: name_of(each)),
)
_COLUMNS: dict[str, tuple[_Column, ...]] = {
    "deployments": _DEPLOYMENT,
    "replicasets": _REPLICASET,
    "pods": _POD,
    "namespaces": (("Status", 0, _text("status.phase")),),
}
