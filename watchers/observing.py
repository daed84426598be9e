"""One look at the new revision's pods: what is remembered of them, who is suspected, who is well.

A pod with a fatal suspect is not ready, whatever its condition says: a crash-looping pod without a probe is
Ready for 0.3 to 15 s of each cycle (watch-rules 0.1, 2).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cluster.snapshot import Json
from watchers import crashes, hooks, losses, rules, sights, signs
from watchers import pods as reading
from watchers.memory import ContainerMemory, Memory, PodMemory, SignMemory, all_clean_since
from watchers.sights import Look
from watchers.suspects import Suspect, best


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What one look at the new pods says.

    Attributes:
        memory: The memory with this look in it.
        suspects: Every suspect, fatal or not.
        crashed: Containers that have ended, also where that is no fault by itself.
        pods: How many new pods there are.
        ready: How many are Ready and free of fatal suspects.
        well: How many are Ready and free of any sign: a pod that crashed a moment ago is not.
        clean_since: Since when every new pod is Ready without an end; None while one is not.
        longest_run_s: The longest run before an end.
        stuck: Whether events could say more about a pod.
    """

    memory: Memory
    suspects: tuple[Suspect, ...]
    crashed: tuple[Suspect, ...]
    pods: int
    ready: int
    well: int
    clean_since: datetime | None
    longest_run_s: float
    stuck: bool

    def fatal(self, now: datetime) -> tuple[Suspect, ...]:
        """Return the suspects that decide now."""
        return tuple(one for one in self.suspects if one.is_fatal(now))

    def worst(self) -> Suspect | None:
        """Return the suspect that tells most."""
        return best(self.suspects)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PodLook:
    """One pod after one look."""

    containers: tuple[ContainerMemory, ...]
    signs: tuple[SignMemory, ...]
    pod: PodMemory
    suspects: tuple[Suspect, ...]
    crashed: tuple[Suspect, ...]
    is_ready: bool
    is_well: bool
    dropped: bool


def observe(memory: Memory, pods: Sequence[Json], look: Look, *, counts_crashes: bool = True) -> Observation:
    """Look at the pods of the new revision, the departing among them too."""
    present = [pod for pod in pods if not reading.is_departing(pod)]
    going = () if look.must_run else [pod for pod in pods if reading.is_departing(pod)]
    looks = [_look_at(memory, pod, look, counts_crashes=counts_crashes) for pod in present]
    suspects = tuple(one for each in looks for one in each.suspects)
    clean_since = all_clean_since([each.pod for each in looks])
    lost = losses.remembered(memory, pods, look)
    taken = losses.suspects(lost, pods, look, clean_since=clean_since)
    suspects = (*_without_early_unready(looks, suspects), *taken)
    after = _with_looks(memory, looks, look, dropped=_dropped(memory, looks, pods))
    return Observation(
        memory=after if lost is None else replace(after, signs=(*after.signs, lost)),
        suspects=suspects,
        crashed=(*(one for each in looks for one in each.crashed), *_ends_of(memory, going, look)),
        pods=len(present),
        ready=sum(each.is_ready for each in looks),
        well=sum(each.is_well for each in looks),
        clean_since=clean_since,
        longest_run_s=max(
            (crashes.longest_run_s(one) for each in looks for one in each.containers), default=0.0
        ),
        stuck=any(signs.is_stuck(one, look.now) for each in looks for one in each.signs),
    )


def _look_at(memory: Memory, pod: Json, look: Look, *, counts_crashes: bool) -> _PodLook:
    containers, crashed, fresh_end = _containers(memory, pod, look)
    standing = [
        (signs.remembered(memory.signs, pod, sight, look), sight) for sight in sights.sights(pod, look)
    ]
    found = [signs.suspect(sign, pod, sight, look) for sign, sight in standing]
    suspects = tuple(one for one in (*(crashed if counts_crashes else ()), *found) if one is not None)
    is_ready = reading.is_ready(pod) and not any(one.is_fatal(look.now) for one in suspects)
    known = next((one for one in memory.pods if one.uid == reading.uid(pod)), None)
    clean_before = known.clean_since if known is not None else None
    clean_since = _clean_since(clean_before, look, is_ready=is_ready, fresh_end=fresh_end)
    ever_ready = is_ready or (known is not None and known.ever_ready)
    return _PodLook(
        containers=containers,
        signs=tuple(sign for sign, _ in standing),
        pod=PodMemory(uid=reading.uid(pod), clean_since=clean_since, ever_ready=ever_ready),
        suspects=suspects,
        crashed=tuple(crashed),
        is_ready=is_ready,
        is_well=is_ready and (not crashed or _held(clean_since, look.now)),
        dropped=clean_before is not None and clean_since != clean_before,
    )


def _ends_of(memory: Memory, pods: Sequence[Json], look: Look) -> Iterator[Suspect]:
    """Yield the ends in pods that are being deleted: a Job that gives up takes them away first."""
    for pod in pods:
        yield from _containers(memory, pod, look)[1]


def _containers(
    memory: Memory, pod: Json, look: Look
) -> tuple[tuple[ContainerMemory, ...], list[Suspect], bool]:
    """Return what is known of the pod's containers, their crashes, and whether one ended since last time."""
    known, crashed, fresh_end = [], [], False
    for seen in reading.containers(pod):
        before = next(
            (one for one in memory.containers if one.pod == seen.pod_uid and one.name == seen.name), None
        )
        after = crashes.remembered(before, seen, now=look.now, first_look=look.first)
        after = replace(after, killed=after.killed or _was_killed(pod, seen.name, look))
        after = replace(after, hook=hooks.failed_hook(pod, seen, after, look))
        fresh_end = fresh_end or len(after.ends) != len(before.ends if before is not None else ())
        known.append(after)
        if (crash := crashes.crash(seen, after, patience=look.patience, now=look.now)) is not None:
            crashed.append(crash)
    return tuple(known), crashed, fresh_end


def _was_killed(pod: Json, container: str, look: Look) -> bool:
    """Whether an event says that the kubelet killed the container for a failed liveness or startup probe."""
    return any(
        event.get("reason") == "Killing"
        and f"Container {container} failed " in str(event.get("message"))
        and any(probe in str(event.get("message")) for probe in ("liveness probe", "startup probe"))
        for event in sights.events_of(pod, look.events or ())
    )


def _clean_since(before: datetime | None, look: Look, *, is_ready: bool, fresh_end: bool) -> datetime | None:
    """Return since when the pod has been Ready without an end: an end since the last look starts it anew."""
    if not is_ready:
        return None
    return look.now if before is None or fresh_end else before


def _held(clean_since: datetime | None, now: datetime) -> bool:
    return clean_since is not None and (now - clean_since).total_seconds() >= rules.SOAK_S


def _without_early_unready(looks: Sequence[_PodLook], suspects: Sequence[Suspect]) -> Iterator[Suspect]:
    """Yield the suspects; not being Ready decides only while no new pod has ever been so."""
    ever_ready = any(each.pod.ever_ready for each in looks)
    for one in suspects:
        yield replace(one, fatal_at=None) if one.cause == "not-ready" and ever_ready else one


def _dropped(memory: Memory, looks: Sequence[_PodLook], pods: Sequence[Json]) -> bool:
    """Whether a pod that was well is so no more: not Ready, ended, or taken away."""
    gone = {reading.uid(pod) for pod in pods if reading.taken_away(pod)}
    taken = any(one.uid in gone and one.clean_since is not None for one in memory.pods)
    return taken or any(each.dropped for each in looks)


def _with_looks(memory: Memory, looks: Sequence[_PodLook], look: Look, *, dropped: bool) -> Memory:
    return replace(
        memory,
        containers=tuple(one for each in looks for one in each.containers),
        pods=tuple(each.pod for each in looks),
        signs=tuple(one for each in looks for one in each.signs),
        ended=memory.ended or any(one.ends for each in looks for one in each.containers),
        wobbling_since=memory.wobbling_since or (look.now if dropped else None),
        events_at=look.now if look.events is not None else memory.events_at,
    )
