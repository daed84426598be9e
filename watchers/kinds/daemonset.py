"""DaemonSet: done when every node that wants it has an available pod of the present template.

Its pods tell their revision by `pod-template-generation`, which only grows; so a rollback is known by the
template itself. No node that fits is "scaled to zero": nothing runs, and nothing is to be waited for.
"""

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures, Note
from watchers import pods as reading
from watchers.kinds.node import is_cordoned, is_ready
from watchers.kinds.reading import fingerprint, is_seen, number, object_of, ready_at, ready_pods
from watchers.kinds.revisions import has_come_back, template_before
from watchers.versions import version
from watchers.view import View

_GENERATION = "deprecated.daemonset.template.generation"
_POD_GENERATION = "pod-template-generation"


class DaemonSet:
    """A DaemonSet of apps/v1."""

    name = "daemonset"
    aliases = ("daemonsets", "ds", "daemonset.apps", "daemonsets.apps", "ds.apps")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the DaemonSet in the snapshot."""
        thing = object_of(snapshot)
        status = thing.get("status") or {}
        generation = str((thing["metadata"].get("annotations") or {}).get(_GENERATION) or "")
        lost = _lost(snapshot, generation)
        pods = tuple(pod for pod in snapshot.pods if _node(pod) not in lost)
        new = tuple(pod for pod in pods if _generation(pod) == generation)
        olds = tuple(pod for pod in pods if _generation(pod) != generation and not reading.is_departing(pod))
        desired = number(status.get("desiredNumberScheduled"), 0)
        wanted = max(0, desired - len(lost))
        by_hand = (thing["spec"].get("updateStrategy") or {}).get("type") == "OnDelete"
        template = thing["spec"]["template"]
        # What its revisions do not tell, a pod of the one before does.
        before = template_before(snapshot) or next(iter(olds), None)
        return View(
            uid=reading.uid(thing),
            revision=fingerprint(template),
            version=version(template, before),
            previous_version=version(before, template) if before is not None else "",
            templates=(template, before) if before is not None else None,
            is_seen=is_seen(thing),
            template=fingerprint(template),
            came_back=has_come_back(snapshot),
            is_moving=bool(olds),
            is_zero=desired == 0 and not status.get("currentNumberScheduled"),
            is_complete=_is_complete(status, wanted=wanted),
            complete_at=ready_at(new),
            new_pods=new,
            figures=_figures(status, new_ready=ready_pods(new), wanted=wanted),
            old_serving=ready_pods(olds) if before is not None else None,
            min_ready_s=float(thing["spec"].get("minReadySeconds") or 0),
            lacks_pods=not by_hand and number(status.get("updatedNumberScheduled"), 0) < wanted,
            one_fails_all=True,
            notes=_notes(lost, olds, wanted=wanted, desired=desired, by_hand=by_hand),
        )


def _lost(snapshot: Snapshot, generation: str) -> frozenset[str]:
    """Return the nodes that keep the update from being whole: they are down, or closed, and not updated.

    Without the right to read nodes only a pod that says so itself (NodeLost) is known.
    """
    nodes = snapshot.beside.get("node", ())
    bad = {reading.name(one) for one in nodes if not is_ready(one) or is_cordoned(one)}
    bad |= {_node(pod) for pod in snapshot.pods if (pod.get("status") or {}).get("reason") == "NodeLost"}
    well = {_node(pod) for pod in snapshot.pods if _generation(pod) == generation and reading.is_ready(pod)}
    return frozenset({_node(pod) for pod in snapshot.pods} & bad - well - {""})


def _node(pod: Json) -> str:
    return str(pod["spec"].get("nodeName") or "")


def _notes(
    lost: frozenset[str], olds: tuple[Json, ...], *, wanted: int, desired: int, by_hand: bool
) -> tuple[Note, ...]:
    total = ("total", str(desired))
    found = []
    if lost:
        facts = (("done", str(wanted)), total, ("nodes", ", ".join(sorted(lost))))
        found.append(Note(word="nodes-left-out", facts=facts))
    if by_hand and olds:
        found.append(Note(word="on-delete", facts=(("old", str(len(olds))), total)))
    return tuple(found)


def _generation(pod: Json) -> str:
    return str((pod["metadata"].get("labels") or {}).get(_POD_GENERATION) or "")


def _is_complete(status: Json, *, wanted: int) -> bool:
    updated = number(status.get("updatedNumberScheduled"), 0)
    return updated >= wanted and number(status.get("numberAvailable"), 0) >= wanted


def _figures(status: Json, *, new_ready: int, wanted: int) -> Figures:
    updated = number(status.get("updatedNumberScheduled"), 0)
    scheduled = number(status.get("currentNumberScheduled"), 0)
    return Figures(
        wanted=wanted, updated=updated, ready=new_ready, available=new_ready, old=max(0, scheduled - updated)
    )
