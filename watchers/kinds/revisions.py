"""What a StatefulSet or DaemonSet looked like before: its ControllerRevisions, where they may be read.

They are read afresh only, before something is said; without them a pod of the revision before has to do,
which can tell of images and no more.
"""

from cluster.snapshot import Json, Snapshot
from watchers import pods as reading
from watchers.kinds.reading import fingerprint, object_of


def template_before(snapshot: Snapshot, *, current: str = "") -> Json | None:
    """Return the pod template before the present one: that of `current`, else of the last other one."""
    thing = object_of(snapshot)
    present = fingerprint(thing["spec"]["template"])
    others = [
        one
        for one in snapshot.beside.get("controllerrevision", ())
        if reading.owner_uid(one) == reading.uid(thing) and fingerprint(template_of(one)) != present
    ]
    last = max(others, key=lambda one: (reading.name(one) == current, _number(one)), default=None)
    return template_of(last) if last is not None else None


def template_of(revision: Json) -> Json:
    """Return the pod template that a revision holds."""
    template: Json = ((revision.get("data") or {}).get("spec") or {}).get("template") or {}
    return template


def _number(revision: Json) -> int:
    return int(revision.get("revision") or 0)
