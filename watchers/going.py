"""Objects that go: waited for, then said to be deleted. Some do so by themselves, a Job with a time to live.

Its last state and its deletion may come within one debounce: then the state that it was deleted in decides.
If not even that was seen, nobody can know how it ended; only its pods may still tell (watch-rules A.4, 12).
"""

from dataclasses import replace
from datetime import datetime, timedelta

from cluster.snapshot import Snapshot
from domain.job import WatchSpec
from domain.watch import Note, Progress, Said, WatchPhase, Word
from watchers import rules
from watchers.case import Judgement
from watchers.memory import Memory
from watchers.view import Kind


def gone(spec: WatchSpec, memory: Memory, snapshot: Snapshot, now: datetime) -> Judgement:
    """Wait for a re-creation, then say that it is deleted; what never was there is waited for."""
    if not memory.uid:
        return Judgement(memory=memory, outcome=Progress(phase="not-there"))
    since = memory.gone_since or snapshot.gone_since or now
    memory = replace(memory, gone_since=since)
    due = since + timedelta(seconds=rules.GONE_S)
    if now < due:
        outcome = Progress(phase="gone", version=memory.version, since=since)
        return Judgement(memory=memory, outcome=outcome, look_again_at=due)
    if was_told(spec, memory):
        forgotten = Memory(phase=WatchPhase.ARMED, recreated=True)
        return Judgement(memory=forgotten, outcome=Progress(phase="not-there"))
    ended = replace(memory, phase=WatchPhase.ENDED)
    if memory.phase is WatchPhase.GUARD and not spec.lasting:
        return Judgement(memory=ended, outcome=Progress(phase="ended"))
    spoken = Said(
        word=Word.DELETED,
        uid=memory.uid,
        revision=memory.revision,
        version=memory.version,
        began_at=since,
        episode=memory.episode,
        cause="cleaned-up" if memory.cleans_up else "",
        notes=left_behind(snapshot) if memory.cleans_up else (),
    )
    return Judgement(memory=ended, outcome=spoken)


def was_told(spec: WatchSpec, memory: Memory) -> bool:
    """Whether its end was told already, so that its going is no news: only a lasting watch is still there."""
    return spec.lasting and memory.cleans_up and memory.phase is WatchPhase.ARMED and not memory.warned


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
