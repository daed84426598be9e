"""Node: done when it is Ready and takes pods; a cordoned one when it is drained.

The controller's grace (40 to 50 s) is inside its Ready condition already, so that is believed at once. What
a drain leaves in place does not count: pods of DaemonSets, mirrors of files on the node, and pods that have
ended.
"""

from collections.abc import Iterator
from datetime import datetime

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers import rules
from watchers.kinds.reading import object_of
from watchers.moments import moment
from watchers.view import Trouble, View

PRESSURES = ("MemoryPressure", "DiskPressure", "PIDPressure")
_CORDON = "node.kubernetes.io/unschedulable"
_MIRROR = "kubernetes.io/config.mirror"


class Node:
    """A Node of v1."""

    name = "node"
    aliases = ("nodes",)

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the node in the snapshot."""
        node = object_of(snapshot)
        cordoned = is_cordoned(node)
        left = evictable(snapshot.pods) if cordoned else ()
        drained = cordoned and not left
        return View(
            uid=reading.uid(node),
            revision=_cordoned_at(node) if cordoned else "open",
            is_complete=drained or (not cordoned and is_ready(node)),
            complete_at=None if cordoned else _ready_at(node),
            figures=Figures(wanted=1, ready=int(is_ready(node))),
            # A node that was drained may be switched off: that is what it was drained for.
            troubles=() if drained else tuple(_troubles(node)),
            soak_s=0.0 if cordoned else rules.NODE_SOAK_S,
            state=_state(node, snapshot, left=len(left)),
        )


def is_cordoned(node: Json) -> bool:
    """Whether the node takes no new pods because somebody said so."""
    return bool((node.get("spec") or {}).get("unschedulable"))


def is_ready(node: Json) -> bool:
    """Whether the node's own condition says Ready."""
    return (reading.condition(node, "Ready") or {}).get("status") == "True"


def evictable(pods: tuple[Json, ...]) -> tuple[Json, ...]:
    """Return the pods that a drain has still to move."""
    return tuple(pod for pod in pods if not _stays(pod))


def _stays(pod: Json) -> bool:
    owners = pod["metadata"].get("ownerReferences") or ()
    of_daemon_set = any(one.get("controller") and one.get("kind") == "DaemonSet" for one in owners)
    is_mirror = _MIRROR in (pod["metadata"].get("annotations") or {})
    return of_daemon_set or is_mirror or (pod.get("status") or {}).get("phase") in {"Succeeded", "Failed"}


def _cordoned_at(node: Json) -> str:
    taints = (node.get("spec") or {}).get("taints") or ()
    return next(
        (f"cordoned {one.get('timeAdded', '')}" for one in taints if one.get("key") == _CORDON), "cordoned"
    )


def _ready_at(node: Json) -> datetime | None:
    return moment((reading.condition(node, "Ready") or {}).get("lastTransitionTime"))


def _troubles(node: Json) -> Iterator[Trouble]:
    ready = reading.condition(node, "Ready")
    if ready is not None and ready.get("status") != "True":
        yield Trouble(
            family="node",
            reason="NotReady",
            message=str(ready.get("message") or ""),
            at=moment(ready.get("lastTransitionTime")),
        )
    for kind in PRESSURES:
        found = reading.condition(node, kind)
        if found is not None and found.get("status") == "True":
            said = str(found.get("message") or kind)
            at = moment(found.get("lastTransitionTime"))
            yield Trouble(family="node", reason=kind, message=said, subject=kind, at=at)


def _state(node: Json, snapshot: Snapshot, *, left: int) -> Note:
    if not is_cordoned(node):
        return Note(word="node-ready" if is_ready(node) else "node-not-ready")
    if "pod" not in snapshot.beside:
        return Note(word="node-cordoned")
    return Note(word="node-draining", facts=(("left", str(left)),)) if left else Note(word="node-drained")
