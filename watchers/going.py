"""Objects that are deleted by themselves when they have ended: a Job with a time to live.

Its last state and its deletion may come within one debounce: then the state that it was deleted in decides.
If not even that was seen, nobody can know how it ended; only its pods may still tell (watch-rules A.4, 12).
"""

from dataclasses import replace

from cluster.snapshot import Snapshot
from domain.watch import Note
from watchers.memory import Memory
from watchers.view import Kind


def at_its_end(kind: Kind, memory: Memory, snapshot: Snapshot) -> Snapshot:
    """Return the snapshot with the object in its last state, if that was an end of its own."""
    last = snapshot.last
    if last is None or not memory.cleans_up or last["metadata"].get("uid") != memory.uid:
        return snapshot
    ended = replace(snapshot, object=last)
    return ended if kind.read(ended).ending is not None else snapshot


def left_behind(snapshot: Snapshot) -> tuple[Note, ...]:
    """Return what the pods that are still there say of how it ended."""
    phases = [str((pod.get("status") or {}).get("phase") or "") for pod in snapshot.pods]
    if not phases:
        return ()
    counts = {word: str(phases.count(word.capitalize())) for word in ("succeeded", "failed")}
    return (Note(word="pods-left", facts=tuple(counts.items())),)
