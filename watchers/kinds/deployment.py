"""Deployment: done when the counters say so for the ReplicaSet that is made from its present template.

The new ReplicaSet is found by its template, as the controller itself does; the revision annotation only
breaks ties, for it lags with the Recreate strategy and while the rollout is paused (watch-rules 0.1, 8).
"""

from collections.abc import Sequence
from datetime import datetime

from cluster.snapshot import Json, Snapshot
from domain.watch import Figures
from watchers import pods as reading
from watchers.kinds.reading import fingerprint, is_seen, number, object_of, plain, ready_at, ready_pods
from watchers.moments import moment, newest
from watchers.versions import version
from watchers.view import Refusal, View

_REVISION = "deployment.kubernetes.io/revision"
_HISTORY = "deployment.kubernetes.io/revision-history"
_COMPLETE = "NewReplicaSetAvailable"
_PAUSED = "DeploymentPaused"


class Deployment:
    """A Deployment of apps/v1."""

    name = "deployment"
    aliases = (
        "deployments",
        "deploy",
        "deploys",
        "deployment.apps",
        "deployments.apps",
        "deployment.v1.apps",
        "deployments.v1.apps",
        "deploy.apps",
    )

    def read(self, snapshot: Snapshot) -> View:
        """Return the view of the Deployment in the snapshot.

        Raises:
            ValueError: The snapshot holds no object.
        """
        deployment = object_of(snapshot)
        new = new_replica_set(deployment, snapshot.replica_sets)
        olds = [one for one in snapshot.replica_sets if one is not new]
        before = _before(olds, snapshot.pods)
        new_pods = _pods_of(new, snapshot.pods) if new is not None else ()
        template = deployment["spec"]["template"]
        old_template = before["spec"]["template"] if before is not None else None
        status = deployment.get("status") or {}
        return View(
            uid=reading.uid(deployment),
            revision=reading.uid(new) if new is not None else "",
            version=version(template, old_template),
            previous_version=version(old_template, template) if old_template is not None else "",
            templates=(template, old_template) if old_template is not None else None,
            is_seen=is_seen(deployment),
            template=fingerprint(template),
            came_back=new is not None and _HISTORY in _annotations(new),
            is_moving=any((one.get("status") or {}).get("replicas") for one in olds),
            is_paused=bool(deployment["spec"].get("paused")),
            is_zero=number(deployment["spec"].get("replicas"), 1) == 0 and not status.get("replicas"),
            is_complete=new is not None and _is_complete(deployment, new),
            complete_at=_complete_at(deployment, new_pods),
            new_pods=new_pods,
            figures=_figures(deployment, new),
            old_serving=_serving(olds, snapshot.pods) if olds else None,
            min_ready_s=float(deployment["spec"].get("minReadySeconds") or 0),
            deadline=_deadline(deployment, new),
            refusal=_refusal(deployment, new),
        )


def new_replica_set(deployment: Json, replica_sets: Sequence[Json]) -> Json | None:
    """Return the ReplicaSet that is made from the Deployment's present template; None: not made yet."""
    wanted = plain(deployment["spec"]["template"])
    same = [one for one in replica_sets if plain(one["spec"]["template"]) == wanted]
    revision = _annotations(deployment).get(_REVISION)
    return min(
        same,
        key=lambda one: (
            _annotations(one).get(_REVISION) != revision,
            str(one["metadata"].get("creationTimestamp") or ""),
        ),
        default=None,
    )


def _annotations(thing: Json) -> Json:
    annotations: Json = thing["metadata"].get("annotations") or {}
    return annotations


def _pods_of(replica_set: Json, pods: Sequence[Json]) -> tuple[Json, ...]:
    return tuple(pod for pod in pods if reading.owner_uid(pod) == reading.uid(replica_set))


def _serving(olds: Sequence[Json], pods: Sequence[Json]) -> int:
    return sum(ready_pods(_pods_of(one, pods)) for one in olds)


def _before(olds: Sequence[Json], pods: Sequence[Json]) -> Json | None:
    """Return the revision before: the one that serves, else the newest of the others."""
    return max(olds, key=lambda one: (_serving((one,), pods), _revision(one)), default=None)


def _revision(replica_set: Json) -> int:
    text = str(_annotations(replica_set).get(_REVISION) or "0")
    return int(text) if text.isdecimal() else 0


def _is_complete(deployment: Json, new: Json) -> bool:
    status = deployment.get("status") or {}
    updated = int(status.get("updatedReplicas") or 0)
    progressing = reading.condition(deployment, "Progressing")
    return (
        updated >= number(deployment["spec"].get("replicas"), 1)
        and int(status.get("replicas") or 0) == updated
        and int(status.get("availableReplicas") or 0) >= updated
        and (progressing is None or _says(progressing, _COMPLETE, new) or _rests(deployment, progressing))
    )


def _rests(deployment: Json, progressing: Json) -> bool:
    """Whether it is paused, which puts another reason over that of a rollout that was through."""
    return bool(deployment["spec"].get("paused")) and progressing.get("reason") == _PAUSED


def _says(progressing: Json, reason: str, new: Json) -> bool:
    """Whether the condition gives that reason and means this ReplicaSet, or names none."""
    message = str(progressing.get("message") or "")
    return progressing.get("reason") == reason and (
        f'"{reading.name(new)}"' in message or 'ReplicaSet "' not in message
    )


def _complete_at(deployment: Json, new_pods: Sequence[Json]) -> datetime | None:
    progressing = reading.condition(deployment, "Progressing") or {}
    # A pause writes its own moment over that of the completion.
    was_through = None if _rests(deployment, progressing) else moment(progressing.get("lastUpdateTime"))
    return newest((was_through, ready_at(new_pods)))


def _figures(deployment: Json, new: Json | None) -> Figures:
    status = deployment.get("status") or {}
    own = (new.get("status") or {}) if new is not None else {}
    updated = int(own.get("replicas") or 0)
    return Figures(
        wanted=number(deployment["spec"].get("replicas"), 1),
        updated=updated,
        ready=int(own.get("readyReplicas") or 0),
        available=int(own.get("availableReplicas") or 0),
        old=max(0, int(status.get("replicas") or 0) - updated),
    )


def _deadline(deployment: Json, new: Json | None) -> str:
    progressing = reading.condition(deployment, "Progressing")
    if new is None or progressing is None or progressing.get("status") != "False":
        return ""
    if not _says(progressing, "ProgressDeadlineExceeded", new):
        return ""
    return str(progressing.get("lastUpdateTime") or progressing.get("lastTransitionTime") or "passed")


def _refusal(deployment: Json, new: Json | None) -> Refusal | None:
    """Return why pods (or the ReplicaSet itself) are refused, read from the new ReplicaSet.

    The Deployment's own ReplicaFailure is not read: it copies an old ReplicaSet's where the new has none.
    """
    if new is not None:
        found = reading.condition(new, "ReplicaFailure")
        if found is None or found.get("status") != "True":
            return None
    else:
        found = reading.condition(deployment, "Progressing")
        if found is None or found.get("reason") != "ReplicaSetCreateError":
            return None
    return Refusal(
        reason=str(found.get("reason") or ""),
        message=str(found.get("message") or ""),
        at=moment(found.get("lastTransitionTime")),
    )
