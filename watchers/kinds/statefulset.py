"""StatefulSet: done when every ordinal that is to be updated carries the new revision and is Ready.

Its counters are not read for that: they are absent or wrong with a partition, and after an undo
`updateRevision` may equal `currentRevision` while pods still run the bad one (watch-rules A.4, 5 and 11).
It has no condition for failure and no deadline: its pods are all there is, and one bad pod blocks the rest.
"""

from collections.abc import Sequence

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.reading import fingerprint, is_seen, number, object_of, ready_at, ready_pods
from watchers.kinds.revisions import has_come_back, template_before
from watchers.versions import version
from watchers.view import Trouble, View

_HASH = "controller-revision-hash"


class StatefulSet:
    """A StatefulSet of apps/v1."""

    name = "statefulset"
    aliases = ("statefulsets", "sts", "statefulset.apps", "statefulsets.apps", "sts.apps")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the StatefulSet in the snapshot."""
        thing = object_of(snapshot)
        status = thing.get("status") or {}
        revision = str(status.get("updateRevision") or "")
        new = tuple(pod for pod in snapshot.pods if _hash(pod) == revision)
        olds = tuple(pod for pod in snapshot.pods if _hash(pod) != revision and not reading.is_departing(pod))
        replicas = number(thing["spec"].get("replicas"), 1)
        template = thing["spec"]["template"]
        by_hand = _strategy(thing).get("type") == "OnDelete"
        current = str(status.get("currentRevision") or revision)
        is_other = current != revision
        # What its revisions do not tell, a pod of the one before does.
        before = template_before(snapshot, current=current) or next(iter(olds), None)
        # A partition divides two revisions: while there is one, it holds nothing back.
        wanted = max(0, replicas - _partition(thing)) if is_other else replicas
        return View(
            uid=reading.uid(thing),
            revision=revision,
            version=version(template, before),
            previous_version=version(before, template) if before is not None else "",
            templates=(template, before) if before is not None else None,
            is_seen=is_seen(thing),
            template=fingerprint(template),
            came_back=has_come_back(snapshot),
            before=current if is_other else "",
            is_moving=bool(olds),
            is_zero=replicas == 0 and not status.get("replicas"),
            is_complete=_is_complete(thing, new, snapshot.pods, wanted=wanted, replicas=replicas),
            complete_at=ready_at(snapshot.pods),
            new_pods=new,
            figures=_figures(new, olds, wanted=wanted),
            old_serving=ready_pods(olds) if is_other or olds else None,
            min_ready_s=float(thing["spec"].get("minReadySeconds") or 0),
            # With OnDelete nobody makes what is missing before somebody deletes what is old.
            lacks_pods=not by_hand and sum(not reading.is_departing(pod) for pod in new) < wanted,
            one_fails_all=True,
            troubles=() if by_hand else _blocking(thing, olds, wanted=wanted),
            notes=_notes(olds, replicas=replicas, wanted=wanted, by_hand=by_hand),
            # With a partition above all ordinals no pod is made anew: there is none to look at.
            soak_s=0.0 if replicas and not wanted else None,
        )


def _hash(pod: Json) -> str:
    return str((pod["metadata"].get("labels") or {}).get(_HASH) or "")


def _strategy(thing: Json) -> Json:
    strategy: Json = thing["spec"].get("updateStrategy") or {}
    return strategy


def _partition(thing: Json) -> int:
    return number((_strategy(thing).get("rollingUpdate") or {}).get("partition"), 0)


def _blocking(thing: Json, olds: Sequence[Json], *, wanted: int) -> tuple[Trouble, ...]:
    """Return the old pods that hold the update up: in order, nothing goes on past one that is not Ready.

    The controller does not replace it either: a person has to delete it (kubernetes/website calls that
    forced rollback; kubectl-status#169).
    """
    in_order = thing["spec"].get("podManagementPolicy", "OrderedReady") == "OrderedReady"
    if not in_order or not wanted:
        return ()
    return tuple(
        Trouble(
            family="ordinal", reason="OldPodNotReady", subject=reading.name(pod), message=reading.name(pod)
        )
        for pod in olds
        if not reading.is_ready(pod)
    )


def _notes(olds: Sequence[Json], *, replicas: int, wanted: int, by_hand: bool) -> tuple[Note, ...]:
    total = ("total", str(replicas))
    if by_hand and olds:
        return (Note(word="on-delete", facts=(("old", str(len(olds))), total)),)
    if wanted < replicas and not by_hand:
        return (Note(word="partition", facts=(("updated", str(wanted)), total)),)
    return ()


def _is_complete(
    thing: Json, new: Sequence[Json], pods: Sequence[Json], *, wanted: int, replicas: int
) -> bool:
    available = (thing.get("status") or {}).get("availableReplicas")
    staying = [pod for pod in pods if not reading.is_departing(pod)]
    return (
        sum(not reading.is_departing(pod) for pod in new) >= wanted
        and len(staying) == replicas
        and ready_pods(staying) == replicas
        and (available is None or int(available) >= replicas)
    )


def _figures(new: Sequence[Json], olds: Sequence[Json], *, wanted: int) -> Figures:
    ready = ready_pods(new)
    updated = sum(not reading.is_departing(pod) for pod in new)
    return Figures(wanted=wanted, updated=updated, ready=ready, available=ready, old=len(olds))
