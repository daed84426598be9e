"""What a StatefulSet or DaemonSet looked like before: its ControllerRevisions, where they may be read.

They are read afresh only, before something is said; without them a pod of the revision before has to do,
which can tell of images and no more, and nobody knows whether the present revision came back.
"""

from collections.abc import Iterable
from datetime import datetime

from cluster.snapshot import Json, Snapshot
from watchers import pods as reading
from watchers.kinds.reading import fingerprint, object_of
from watchers.moments import moment, newest


def template_before(snapshot: Snapshot, *, current: str = "") -> Json | None:
    """Return the pod template before the present one: that of `current`, else of the last other one."""
    _, others = _parted(snapshot)
    last = max(others, key=lambda one: (reading.name(one) == current, _number(one)), default=None)
    return template_of(last) if last is not None else None


def has_come_back(snapshot: Snapshot) -> bool:
    """Whether the present template is older than another one.

    `kubectl rollout undo` keeps the old revision with its uid and its age; only its number rises above all.
    """
    present, others = _parted(snapshot)
    made, other_made = _made_at(present), _made_at(others)
    return made is not None and other_made is not None and made < other_made


def template_of(revision: Json) -> Json:
    """Return the pod template that a revision holds."""
    template: Json = ((revision.get("data") or {}).get("spec") or {}).get("template") or {}
    return template


def _parted(snapshot: Snapshot) -> tuple[list[Json], list[Json]]:
    """Return the object's own revisions that hold its present template, and the others."""
    thing = object_of(snapshot)
    present = fingerprint(thing["spec"]["template"])
    parts: tuple[list[Json], list[Json]] = ([], [])
    for one in snapshot.beside.get("controllerrevision", ()):
        if reading.owner_uid(one) == reading.uid(thing):
            parts[fingerprint(template_of(one)) != present].append(one)
    return parts


def _made_at(revisions: Iterable[Json]) -> datetime | None:
    return newest(moment(one["metadata"].get("creationTimestamp")) for one in revisions)


def _number(revision: Json) -> int:
    return int(revision.get("revision") or 0)
