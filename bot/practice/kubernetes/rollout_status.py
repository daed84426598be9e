"""What a Deployment's status says: counters over its ReplicaSets, and how far its rollout is.

The rules are the deployment controller's own (`deployment/sync.go`, `progress.go`): the counters come from
the ReplicaSets' statuses and so lag behind; "complete" and "progressing" compare the new counters with the
old; a deadline runs from the last progress.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.practice.kubernetes.conditions import condition, found, with_condition, without
from bot.practice.kubernetes.objects import Manifest, moment, name_of

AVAILABLE = "NewReplicaSetAvailable"
TIMED_OUT = "ProgressDeadlineExceeded"


def resolved(value: int | str, replicas: int, *, up: bool) -> int:
    """Return maxSurge or maxUnavailable as a number; percentages round up or down."""
    if isinstance(value, int):
        return value
    share = int(value.rstrip("%")) * replicas
    return -(-share // 100) if up else share // 100


def bounds(deployment: Manifest) -> tuple[int, int]:
    """Return (surge, unavailable) of a Deployment in pods; never both zero."""
    spec = deployment["spec"]
    replicas = int(spec["replicas"])
    rolling = spec["strategy"].get("rollingUpdate")
    if rolling is None or replicas == 0:
        return 0, 0
    surge = resolved(rolling["maxSurge"], replicas, up=True)
    unavailable = resolved(rolling["maxUnavailable"], replicas, up=False)
    return surge, unavailable or (0 if surge else 1)


def counted(
    deployment: Manifest, every: Sequence[Manifest], new: Manifest | None, *, now: datetime
) -> Manifest:
    """Return the status with fresh counters and the Available condition."""
    available = sum(each["status"].get("availableReplicas", 0) for each in every)
    total = sum(int(each["spec"]["replicas"]) for each in every)
    counts = {
        "replicas": sum(each["status"].get("replicas", 0) for each in every),
        "updatedReplicas": new["status"].get("replicas", 0) if new is not None else 0,
        "readyReplicas": sum(each["status"].get("readyReplicas", 0) for each in every),
        "availableReplicas": available,
        "unavailableReplicas": max(0, total - available),
    }
    conditions = list(deployment["status"].get("conditions") or ())
    if available >= int(deployment["spec"]["replicas"]) - bounds(deployment)[1]:
        words = ("True", "MinimumReplicasAvailable", "Deployment has minimum availability.")
    else:
        words = ("False", "MinimumReplicasUnavailable", "Deployment does not have minimum availability.")
    return {
        "observedGeneration": deployment["metadata"]["generation"],
        **{name: count for name, count in counts.items() if count},
        "terminatingReplicas": sum(each["status"].get("terminatingReplicas", 0) for each in every),
        "conditions": with_condition(conditions, condition("Available", *words, now=now)),
    }


def progressed(deployment: Manifest, status: Manifest, new: Manifest | None, *, now: datetime) -> Manifest:
    """Return the status with its Progressing condition brought up to date."""
    conditions: list[Manifest] = status["conditions"]
    if deployment["spec"].get("progressDeadlineSeconds") is None:
        return {**status, "conditions": without(conditions, "Progressing")}
    current = found(conditions, "Progressing")
    settled = status.get("replicas", 0) == status.get("updatedReplicas", 0)
    if settled and current is not None and current["reason"] == AVAILABLE:
        return status
    name = name_of(new) if new is not None else name_of(deployment)
    if is_complete(deployment, status):
        words = f'ReplicaSet "{name}" has successfully progressed.'
        made = condition("Progressing", "True", AVAILABLE, words, now=now)
    elif _is_progressing(deployment["status"], status):
        made = condition(
            "Progressing", "True", "ReplicaSetUpdated", f'ReplicaSet "{name}" is progressing.', now=now
        )
        if current is not None and current["status"] == "True":
            made["lastTransitionTime"] = current["lastTransitionTime"]
        conditions = without(conditions, "Progressing")
    elif (due := deadline(deployment)) is not None and due <= now:
        made = condition(
            "Progressing", "False", TIMED_OUT, f'ReplicaSet "{name}" has timed out progressing.', now=now
        )
    else:
        return status
    return {**status, "conditions": with_condition(conditions, made)}


def is_complete(deployment: Manifest, status: Manifest) -> bool:
    """Tell whether every pod is of the new template and available."""
    wanted = int(deployment["spec"]["replicas"])
    counters = ("updatedReplicas", "replicas", "availableReplicas")
    return all(status.get(name, 0) == wanted for name in counters)


def deadline(deployment: Manifest) -> datetime | None:
    """Return when the rollout will have made no progress for too long; None when no deadline runs."""
    seconds = deployment["spec"].get("progressDeadlineSeconds")
    current = found(list(deployment["status"].get("conditions") or ()), "Progressing")
    if seconds is None or current is None or current["reason"] in (AVAILABLE, TIMED_OUT, "DeploymentPaused"):
        return None
    return moment(current["lastUpdateTime"]) + timedelta(seconds=seconds)


def _is_progressing(old: Manifest, new: Manifest) -> bool:
    def left(status: Manifest) -> int:
        return int(status.get("replicas", 0)) - int(status.get("updatedReplicas", 0))

    grown = ("updatedReplicas", "readyReplicas", "availableReplicas")
    return any(new.get(name, 0) > old.get(name, 0) for name in grown) or left(new) < left(old)
