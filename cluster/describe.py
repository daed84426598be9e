"""A compact description of a workload and its pods, in Kubernetes' own words, as kubectl describe has them.

Values of environment variables never come here: they are digests since arrival (`cluster.slim`), and only
names are printed.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cluster.events import times, when
from cluster.snapshot import Json, Snapshot

MOST_PODS = 20


def describe(snapshot: Snapshot) -> str:
    """Return the description; "" when there is nothing to describe."""
    if snapshot.object is None:
        return ""
    lines = [*_object(snapshot.object)]
    for one in snapshot.replica_sets:
        lines += _replica_set(one)
    for pod in snapshot.pods[:MOST_PODS]:
        lines += ["", *_pod(pod)]
    if len(snapshot.pods) > MOST_PODS:
        lines += ["", f"… {len(snapshot.pods) - MOST_PODS} more pods"]
    if snapshot.events:
        lines += ["", "Events:", *(f"  {line}" for line in event_lines(snapshot.events))]
    return "\n".join(lines) + "\n"


def event_lines(events: Iterable[Json]) -> Iterator[str]:
    """Yield one line for each event: when, type, reason, what it is about, how often, message."""
    for event in events:
        about = event.get("involvedObject") or {}
        count = times(event)
        often = f" (×{count})" if count > 1 else ""
        yield (
            f"{when(event)}  {event.get('type', ''):7}  {event.get('reason', ''):20}  "
            f"{str(about.get('kind', '')).lower()}/{about.get('name', '')}{often}: "
            f"{' '.join(str(event.get('message') or '').split())}"
        )


def _object(item: Json) -> Iterator[str]:
    metadata, spec = item["metadata"], item.get("spec") or {}
    yield f"{item.get('kind', 'Object')}: {metadata.get('namespace', '')}/{metadata['name']}"
    yield f"  Created: {metadata.get('creationTimestamp', '')}  Generation: {metadata.get('generation', '')}"
    yield from _pairs("Labels", metadata.get("labels"))
    if "strategy" in spec:
        strategy = spec["strategy"]
        yield f"  Strategy: {strategy.get('type', '')}  {_flat(strategy.get('rollingUpdate'))}"
    yield f"  Spec: {_flat({key: spec[key] for key in _SCALARS if key in spec})}"
    yield f"  Status: {_flat(_scalars(item.get('status') or {}))}"
    yield from _conditions(item)
    template = spec.get("template") or {}
    for container in _containers(template.get("spec") or {}):
        yield from (f"  {line}" for line in _container(container, {}))


_SCALARS = ("replicas", "paused", "minReadySeconds", "progressDeadlineSeconds", "revisionHistoryLimit")


def _replica_set(item: Json) -> Iterator[str]:
    status = item.get("status") or {}
    revision = (item["metadata"].get("annotations") or {}).get("deployment.kubernetes.io/revision", "?")
    images = ", ".join(
        str(container.get("image", "")) for container in _containers(item["spec"]["template"]["spec"])
    )
    wanted = (item.get("spec") or {}).get("replicas", 0)
    yield (
        f"ReplicaSet {item['metadata']['name']}  revision {revision}  {images}  "
        f"wanted {wanted} ready {status.get('readyReplicas', 0)}"
    )
    yield from _conditions(item)


def _pod(pod: Json) -> Iterator[str]:
    metadata, spec, status = pod["metadata"], pod.get("spec") or {}, pod.get("status") or {}
    leaving = "  (terminating)" if metadata.get("deletionTimestamp") else ""
    yield f"Pod {metadata['name']}{leaving}"
    yield f"  Node: {spec.get('nodeName', '-')}  Phase: {status.get('phase', '')}"
    yield f"  Start: {status.get('startTime', '-')}"
    if status.get("reason") or status.get("message"):
        yield f"  Reason: {status.get('reason', '')}  {status.get('message', '')}"
    yield from _conditions(pod)
    known = {
        one["name"]: one
        for field in ("initContainerStatuses", "containerStatuses")
        for one in status.get(field) or ()
    }
    for container in _containers(spec):
        yield from (f"  {line}" for line in _container(container, known.get(container["name"], {})))


def _container(container: Mapping[str, Any], status: Mapping[str, Any]) -> Iterator[str]:
    yield f"Container {container['name']}: {container.get('image', '')}"
    if status:
        yield f"  Ready: {status.get('ready', False)}  Restarts: {status.get('restartCount', 0)}"
        for label, state in (("State", status.get("state")), ("Last", status.get("lastState"))):
            for word, details in (state or {}).items():
                yield f"  {label}: {word}  {_flat(details)}"
    for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
        if probe in container:
            yield f"  {probe}: {_flat(container[probe])}"
    if limits := _flat(container.get("resources")):
        yield f"  Resources: {limits}"
    if names := [str(variable.get("name", "")) for variable in container.get("env") or ()]:
        yield f"  Environment (names only): {', '.join(names)}"


def _conditions(item: Json) -> Iterator[str]:
    for one in (item.get("status") or {}).get("conditions") or ():
        reason = f" ({one['reason']})" if one.get("reason") else ""
        message = f": {one['message']}" if one.get("message") else ""
        yield f"  {one.get('type')}={one.get('status')}{reason}{message}"


def _containers(spec: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from spec.get("initContainers") or ()
    yield from spec.get("containers") or ()


def _pairs(label: str, pairs: Mapping[str, str] | None) -> Iterator[str]:
    if pairs:
        yield f"  {label}: {', '.join(f'{key}={value}' for key, value in sorted(pairs.items()))}"


def _scalars(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: one for key, one in value.items() if isinstance(one, str | int | bool)}


def _flat(value: Any) -> str:
    """Return nested JSON as one line of words."""
    if isinstance(value, Mapping):
        parts = ((key, _flat(one)) for key, one in value.items())
        return " ".join(f"{key}={one}" if " " not in one else f"{key}=({one})" for key, one in parts if one)
    if isinstance(value, list | tuple):
        return ",".join(_flat(one) for one in value)
    return "" if value is None else str(value)
