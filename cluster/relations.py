"""What an object is judged with besides what it owns: a Service's endpoints, a Node's pods, a claim's class.

Owned things are in `cluster.family`. Of these here nobody is the controller: they are found by label, by
name, by node, or are all there are. Those that are not needed are left out where the right to them is
missing; the judge then knows a little less and is told so.
"""

from collections.abc import Iterable, Mapping

from cluster.resources import Beside, How
from cluster.snapshot import Json

#: The label by which an EndpointSlice names its Service, whoever made it.
SERVICE_LABEL = "kubernetes.io/service-name"


def relates(item: Json, beside: Beside, *, name: str, namespace: str) -> bool:
    """Tell whether an object is one of those that stand beside the named one."""
    metadata = item["metadata"]
    match beside.how:
        case How.LABELLED:
            is_same = str(metadata.get("namespace", "")) == namespace
            return is_same and (metadata.get("labels") or {}).get(SERVICE_LABEL) == name
        case How.PLACED:
            return (item.get("spec") or {}).get("nodeName") == name
        case How.NEIGHBOUR:
            return str(metadata.get("namespace", "")) == namespace
        case How.MADE:
            is_same = str(metadata.get("namespace", "")) == namespace
            owners = metadata.get("ownerReferences") or ()
            return is_same and any(one.get("controller") and one.get("name") == name for one in owners)
        case How.EVERY:
            return True


def beside(items: Iterable[Json], relation: Beside, *, name: str, namespace: str) -> tuple[Json, ...]:
    """Return the objects of a collection that stand beside the named one, in a lasting order."""
    found = (item for item in items if relates(item, relation, name=name, namespace=namespace))
    return tuple(
        sorted(found, key=lambda item: (str(item["metadata"]["name"]), str(item["metadata"]["uid"])))
    )


def selects(item: Json, labels: Mapping[str, str]) -> bool:
    """Tell whether a Service's own selector picks an object with these labels; without one it picks none."""
    selector = (item.get("spec") or {}).get("selector") or {}
    return bool(selector) and all(labels.get(key) == value for key, value in selector.items())


def selected(item: Json, pods: Iterable[Json]) -> tuple[Json, ...]:
    """Return the pods that a Service selects."""
    return tuple(pod for pod in pods if selects(item, pod["metadata"].get("labels") or {}))
