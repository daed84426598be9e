"""What belongs to an object: its ReplicaSets, jobs and pods, by controller uid and never by labels alone."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cluster.relations import selected
from cluster.snapshot import Json, Snapshot
from cluster.stores import controller_of, uid_of


def owned(items: Iterable[Json], owners: Iterable[str]) -> tuple[Json, ...]:
    """Return the items that one of the owners controls, in a lasting order."""
    uids = frozenset(owners)
    return tuple(sorted((item for item in items if controller_of(item) in uids), key=_age))


def generations(
    kinds: Sequence[str], root: str, items_of: Callable[[str, tuple[str, ...]], Iterable[Json]]
) -> dict[str, tuple[Json, ...]]:
    """Return what belongs to the object with the uid `root`, by kind: each kind may own the next ones.

    `items_of` gives the objects of a kind among which those of the owners are.
    """
    found: dict[str, tuple[Json, ...]] = {}
    owners: tuple[str, ...] = (root,)
    for kind in kinds:
        found[kind] = owned(items_of(kind, owners), owners)
        owners = (*owners, *map(uid_of, found[kind]))
    return found


def with_family(snapshot: Snapshot, family: Mapping[str, tuple[Json, ...]]) -> Snapshot:
    """Return the snapshot with what `generations` found; a Service's pods are those that it selects."""
    pods = family.get("pod", ())
    if snapshot.object is not None and snapshot.object.get("kind") in ("Service", "Node"):
        near = snapshot.beside.get("pod", ())
        pods = selected(snapshot.object, near) if snapshot.object["kind"] == "Service" else near
    return replace(snapshot, replica_sets=family.get("replicaset", ()), jobs=family.get("job", ()), pods=pods)


def label_selector(item: Mapping[str, Any]) -> str:
    """Return the selector of what the object makes as a query takes it; "" when it has none."""
    selector = (item.get("spec") or {}).get("selector") or {}
    if not isinstance(selector, Mapping):
        return ""
    terms = [f"{key}={value}" for key, value in sorted((selector.get("matchLabels") or {}).items())]
    terms += [_term(expression) for expression in selector.get("matchExpressions") or ()]
    return ",".join(terms)


def closest(item: Json | None, replica_sets: Iterable[Json], pods: Iterable[Json]) -> tuple[Json, ...]:
    """Return whose events tell most: the object, living ReplicaSets (newest first), troubled pods first."""
    living = [
        one
        for one in replica_sets
        if (one.get("spec") or {}).get("replicas") or (one.get("status") or {}).get("replicas")
    ]
    ranked = sorted(pods, key=lambda pod: (is_ready(pod), _negative_age(pod)))
    head = () if item is None else (item,)
    return (*head, *sorted(living, key=_age, reverse=True)[:3], *ranked)


def is_ready(pod: Json) -> bool:
    """Tell whether the pod's condition says Ready."""
    conditions = (pod.get("status") or {}).get("conditions") or ()
    return any(one.get("type") == "Ready" and one.get("status") == "True" for one in conditions)


def _term(expression: Mapping[str, Any]) -> str:
    key, operator = expression["key"], expression["operator"]
    values = ",".join(expression.get("values") or ())
    match operator:
        case "Exists":
            return str(key)
        case "DoesNotExist":
            return f"!{key}"
        case "In":
            return f"{key} in ({values})"
        case _:
            return f"{key} notin ({values})"


def _age(item: Json) -> tuple[str, str]:
    return str(item["metadata"].get("creationTimestamp", "")), str(item["metadata"]["name"])


def _negative_age(item: Json) -> tuple[int, ...]:
    """Youngest first: moments as the API writes them sort as text."""
    return tuple(-ord(letter) for letter in str(item["metadata"].get("creationTimestamp", "")))
