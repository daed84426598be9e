"""ReplicaSet: one revision for ever; done when all its pods are available."""

from cluster.snapshot import Snapshot
from domain.watch import Figures
from watchers import pods as reading
from watchers.kinds.reading import fingerprint, is_seen, number, object_of, ready_at
from watchers.moments import moment
from watchers.versions import version
from watchers.view import Refusal, View


class ReplicaSet:
    """A ReplicaSet of apps/v1."""

    name = "replicaset"
    aliases = ("replicasets", "rs", "replicaset.apps", "replicasets.apps", "rs.apps")

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the ReplicaSet in the snapshot."""
        thing = object_of(snapshot)
        status = thing.get("status") or {}
        wanted = number(thing["spec"].get("replicas"), 1)
        counted = [number(status.get(key), 0) for key in ("replicas", "readyReplicas", "availableReplicas")]
        refused = reading.condition(thing, "ReplicaFailure")
        return View(
            uid=reading.uid(thing),
            revision=reading.uid(thing),
            version=version(thing["spec"]["template"]),
            is_seen=is_seen(thing),
            template=fingerprint(thing["spec"]["template"]),
            is_zero=wanted == 0 and not status.get("replicas"),
            is_complete=all(count == wanted for count in counted),
            complete_at=ready_at(snapshot.pods),
            new_pods=snapshot.pods,
            figures=Figures(wanted=wanted, updated=counted[0], ready=counted[1], available=counted[2]),
            min_ready_s=float(thing["spec"].get("minReadySeconds") or 0),
            refusal=Refusal(
                reason=str(refused.get("reason") or ""),
                message=str(refused.get("message") or ""),
                at=moment(refused.get("lastTransitionTime")),
            )
            if refused is not None and refused.get("status") == "True"
            else None,
        )
