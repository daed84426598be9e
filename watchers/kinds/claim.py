"""PersistentVolumeClaim: done when it is bound, and as large as it asks to be.

That it waits for its first pod is normal where its class says so; why it is not provided only events tell,
and FailedBinding, of type Normal, is one of them (watch-rules 0, 8). A claim has no generation: what it asks
for is its revision.
"""

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.quantity import amount
from watchers.kinds.reading import object_of
from watchers.view import Trouble, View

_LATE = "WaitForFirstConsumer"


class PersistentVolumeClaim:
    """A PersistentVolumeClaim of v1."""

    name = "persistentvolumeclaim"
    aliases = ("persistentvolumeclaims", "pvc", "pvcs", "claim", "claims", "volumeclaim")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the claim in the snapshot."""
        claim = object_of(snapshot)
        phase = (claim.get("status") or {}).get("phase")
        waits = phase == "Pending" and _waits_for_pod(claim, snapshot)
        complete = phase == "Bound" and not _is_growing(claim)
        return View(
            uid=reading.uid(claim),
            revision=_asked(claim) or "any size",
            is_complete=complete,
            figures=Figures(wanted=1, ready=int(complete)),
            soak_s=0.0,
            troubles=() if waits else _troubles(claim, snapshot),
            state=_state(claim, waits=waits),
        )


def _asked(claim: Json) -> str:
    return str(((claim["spec"].get("resources") or {}).get("requests") or {}).get("storage") or "")


def _has(claim: Json) -> str:
    return str(((claim.get("status") or {}).get("capacity") or {}).get("storage") or "")


def _is_true(claim: Json, kind: str) -> bool:
    return (reading.condition(claim, kind) or {}).get("status") == "True"


def _is_growing(claim: Json) -> bool:
    resizing = _is_true(claim, "Resizing") or _is_true(claim, "FileSystemResizePending")
    return resizing or amount(_has(claim)) < amount(_asked(claim))


def _class_of(claim: Json, snapshot: Snapshot) -> Json | None:
    """Return the claim's class, None when it is not there or may not be read."""
    wanted = claim["spec"].get("storageClassName")
    return next((one for one in snapshot.beside.get("storageclass", ()) if reading.name(one) == wanted), None)


def _waits_for_pod(claim: Json, snapshot: Snapshot) -> bool:
    """Whether nobody uses it yet and its class waits for that; once a node is chosen it is being made."""
    chosen = "volume.kubernetes.io/selected-node" in (claim["metadata"].get("annotations") or {})
    found = _class_of(claim, snapshot)
    return not chosen and found is not None and found.get("volumeBindingMode") == _LATE


def _troubles(claim: Json, snapshot: Snapshot) -> tuple[Trouble, ...]:
    phase = (claim.get("status") or {}).get("phase")
    if phase == "Lost":
        return (Trouble(family="claim", reason="Lost", message=str(claim["spec"].get("volumeName") or "")),)
    if phase == "Bound":
        return (Trouble(family="claim", is_in_events=True),) if _is_growing(claim) else ()
    wanted = claim["spec"].get("storageClassName")
    if wanted and "storageclass" in snapshot.beside and _class_of(claim, snapshot) is None:
        said = f'storageclass "{wanted}" not found'
        return (Trouble(family="claim", reason="ClassMissing", message=said),)
    return (Trouble(family="claim", is_in_events=True),)


def _state(claim: Json, *, waits: bool) -> Note:
    phase = str((claim.get("status") or {}).get("phase") or "Pending")
    if waits:
        return Note(word="claim-waits-for-pod")
    if phase != "Bound":
        return Note(word="claim-lost" if phase == "Lost" else "claim-pending")
    if _is_true(claim, "FileSystemResizePending"):
        return Note(word="claim-resize-waits", facts=(("size", _has(claim)), ("asked", _asked(claim))))
    if _is_growing(claim):
        return Note(word="claim-resizing", facts=(("size", _has(claim)), ("asked", _asked(claim))))
    return Note(word="claim-bound", facts=(("size", _has(claim) or _asked(claim)),))
