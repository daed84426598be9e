"""The status of a pod: its conditions in the kubelet's order, and the words that go with them.

A condition's `lastTransitionTime` moves only when its status does; reasons and messages follow what a real
kubelet wrote (recordings `update-good`, `superseded`).
"""

from datetime import datetime

from bot.practice.kubernetes.objects import Manifest, stamp

_ORDER = ("PodReadyToStartContainers", "Initialized", "Ready", "ContainersReady", "PodScheduled")


def scheduled(pod: Manifest, *, now: datetime) -> Manifest:
    """Return the status that the scheduler writes when it has found a node."""
    condition = {
        "type": "PodScheduled",
        "status": "True",
        "lastProbeTime": None,
        "lastTransitionTime": stamp(now),
    }
    status = pod["status"]
    return {"phase": status["phase"], "conditions": [condition], "qosClass": status["qosClass"]}


def is_ready(pod: Manifest) -> bool:
    """Tell whether a pod's Ready condition is True."""
    return ready_since(pod) is not None


def ready_since(pod: Manifest) -> str | None:
    """Return since when a pod is Ready, None when it is not."""
    for condition in pod.get("status", {}).get("conditions") or ():
        if condition["type"] == "Ready" and condition["status"] == "True":
            return str(condition["lastTransitionTime"])
    return None


def is_active(pod: Manifest) -> bool:
    """Tell whether a ReplicaSet counts this pod: neither leaving nor at its end."""
    return "deletionTimestamp" not in pod["metadata"] and not is_terminal(pod)


def is_terminal(pod: Manifest) -> bool:
    """Tell whether all containers of a pod have ended for good."""
    return pod.get("status", {}).get("phase") in ("Succeeded", "Failed")


def rendered(
    pod: Manifest,
    *,
    phase: str,
    sandbox: bool,
    containers: list[Manifest],
    started: str,
    ip: str | None,
    now: datetime,
) -> Manifest:
    """Return the status that the kubelet writes."""
    spec, old = pod["spec"], pod["status"]
    status: Manifest = {
        "observedGeneration": pod["metadata"]["generation"],
        "phase": phase,
        "conditions": _conditions(pod, phase=phase, sandbox=sandbox, containers=containers, now=now),
        "hostIP": "10.88.0.1",
        "hostIPs": [{"ip": "10.88.0.1"}],
    }
    if ip is not None:
        status |= {"podIP": ip, "podIPs": [{"ip": ip}]}
    status |= {"startTime": started, "containerStatuses": containers, "qosClass": old["qosClass"]}
    resources = [container.get("resources") or {} for container in spec["containers"]]
    if len(resources) == 1 and resources[0]:
        status |= {"allocatedResources": resources[0].get("requests", {}), "resources": resources[0]}
    return status


def _conditions(
    pod: Manifest, *, phase: str, sandbox: bool, containers: list[Manifest], now: datetime
) -> list[Manifest]:
    old = {each["type"]: each for each in pod["status"].get("conditions") or ()}
    generation = pod["metadata"]["generation"]
    unready = [str(each["name"]) for each in containers if not each["ready"]]
    made = []
    for name in _ORDER:
        holds, why = _verdict(name, phase=phase, sandbox=sandbox, unready=unready)
        value = "True" if holds else "False"
        before = old.get(name, {})
        since = before["lastTransitionTime"] if before.get("status") == value else stamp(now)
        condition = {"type": name, "observedGeneration": generation, "status": value, "lastProbeTime": None}
        made.append({**condition, "lastTransitionTime": since, **why})
    return made


def _verdict(name: str, *, phase: str, sandbox: bool, unready: list[str]) -> tuple[bool, Manifest]:
    ended = phase in ("Succeeded", "Failed")
    completed: Manifest = {"reason": "PodCompleted"} if phase == "Succeeded" else {"reason": "PodFailed"}
    match name:
        case "PodScheduled":
            return True, {}
        case "Initialized":
            return True, completed if phase == "Succeeded" else {}
        case "PodReadyToStartContainers":
            return sandbox and not ended, {}
    if ended:
        return False, completed
    if not unready:
        return True, {}
    words = f"containers with unready status: [{' '.join(unready)}]"
    return False, {"reason": "ContainersNotReady", "message": words}
