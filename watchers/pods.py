"""Pods and their containers, read from plain Kubernetes JSON: no judgement, no memory.

Init containers are read like the others (Argo CD misses them); a native sidecar is an init container with
restartPolicy Always, and is judged as one that should keep running.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from cluster.snapshot import Json
from watchers.moments import moment

#: Reasons of a Failed pod that died with its node or for another pod's sake.
_TAKEN_AWAY = frozenset({"Evicted", "Preempting", "NodeLost", "Shutdown", "NodeShutdown", "Terminated"})


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """A container's end as the status tells it."""

    id: str
    reason: str
    code: int
    started_at: datetime | None
    finished_at: datetime | None
    message: str = ""

    @property
    def run_s(self) -> float | None:
        """How long the run was that it ended; None where the API does not say."""
        if self.started_at is None or self.finished_at is None:
            return None
        return max(0.0, (self.finished_at - self.started_at).total_seconds())


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """One container of a pod at one moment.

    `keeps_running` is False for an init container that is meant to end; `ended` is the end that it stands
    at now, `last` the one before its present run. `unready_since` is since when its pod has not been
    Ready, by the API's clock; None while it is.
    """

    pod: str
    pod_uid: str
    name: str
    keeps_running: bool
    is_init: bool
    ready: bool
    restarts: int
    waiting: str
    waiting_message: str
    running_since: datetime | None
    is_running: bool
    ended: End | None
    last: End | None
    unready_since: datetime | None
    spec: Json

    @property
    def is_down(self) -> bool:
        """Whether it has ended (well, for one that is meant to end, does not count) and does not run now."""
        if self.is_running:
            return False
        if self.ended is not None:
            return self.keeps_running or self.ended.code != 0
        return self.last is not None

    @property
    def ends(self) -> int:
        """How often it has ended so far."""
        return self.restarts + (1 if self.is_down else 0)


def uid(thing: Json) -> str:
    """Return the uid of an object."""
    return str(thing["metadata"].get("uid", ""))


def name(thing: Json) -> str:
    """Return the name of an object."""
    return str(thing["metadata"].get("name", ""))


def owner_uid(thing: Json) -> str:
    """Return the uid of the controller that owns the object, "" when there is none."""
    owners = thing["metadata"].get("ownerReferences") or ()
    return next((str(owner["uid"]) for owner in owners if owner.get("controller")), "")


def condition(thing: Json, kind: str) -> Json | None:
    """Return the status condition of that type."""
    conditions = (thing.get("status") or {}).get("conditions") or ()
    return next((one for one in conditions if one.get("type") == kind), None)


def is_ready(pod: Json) -> bool:
    """Whether the pod's condition says Ready; whether that can be believed is for the judge."""
    ready = condition(pod, "Ready")
    return ready is not None and ready.get("status") == "True"


def is_departing(pod: Json) -> bool:
    """Whether the pod is on its way out, or was taken away: it says nothing about its revision."""
    return bool(pod["metadata"].get("deletionTimestamp")) or taken_away(pod) != ""


def taken_away(pod: Json) -> str:
    """Return "evicted" or "node" for a pod that died for no fault of its own, "" for the others."""
    status = pod.get("status") or {}
    disruption = condition(pod, "DisruptionTarget")
    if disruption is not None and disruption.get("status") == "True":
        return "node" if disruption.get("reason") == "DeletionByTaintManager" else "evicted"
    reason = status.get("reason", "")
    if (status.get("phase") == "Failed" and reason in _TAKEN_AWAY) or _was_put_down(pod):
        return "evicted" if reason in {"Evicted", "Preempting"} else "node"
    return ""


def _was_put_down(pod: Json) -> bool:
    """Whether a pod that restarts for ever is over: only its node can have done that (OutOfcpu, …).

    Its ReplicaSet has made another one, and does not count it any more.
    """
    status = pod.get("status") or {}
    keeps_running = pod["spec"].get("restartPolicy", "Always") == "Always"
    is_over = status.get("phase") in {"Failed", "Succeeded"}
    return keeps_running and is_over and status.get("reason") != "DeadlineExceeded"


def containers(pod: Json) -> Iterator[Container]:
    """Yield the pod's containers that have a status, init containers first."""
    status = pod.get("status") or {}
    for key, status_key in (
        ("initContainers", "initContainerStatuses"),
        ("containers", "containerStatuses"),
    ):
        specs = {spec["name"]: spec for spec in pod["spec"].get(key) or ()}
        for one in status.get(status_key) or ():
            yield _container(pod, one, specs.get(one["name"], {}), is_init=key == "initContainers")


def memory_limit(container: Container) -> str:
    """Return the memory limit as the spec writes it, "" when there is none."""
    limits = (container.spec.get("resources") or {}).get("limits") or {}
    return str(limits.get("memory", ""))


def probe_text(container: Container, probe: str) -> str:
    """Return what the container's probe of that kind asks, in a few words."""
    spec = container.spec.get(probe) or {}
    if http := spec.get("httpGet"):
        return f"GET :{http.get('port', '')}{http.get('path', '/')}"
    if tcp := spec.get("tcpSocket"):
        return f"TCP :{tcp.get('port', '')}"
    if grpc := spec.get("grpc"):
        return f"gRPC :{grpc.get('port', '')}"
    if command := (spec.get("exec") or {}).get("command"):
        return " ".join(str(word) for word in command)
    return ""


def probe_budget_s(container: Container) -> float:
    """Return how long the probes may take until the container must be Ready (kubedog's formula)."""
    startup, readiness = container.spec.get("startupProbe"), container.spec.get("readinessProbe")
    return _budget(startup) + _budget(readiness)


def _budget(probe: Json | None) -> float:
    if not probe:
        return 0.0
    delay = float(probe.get("initialDelaySeconds") or 0)
    return delay + float(probe.get("periodSeconds") or 10) * float(probe.get("failureThreshold") or 3)


def _container(pod: Json, status: Json, spec: Json, *, is_init: bool) -> Container:
    state, before = status.get("state") or {}, status.get("lastState") or {}
    running = state.get("running")
    waiting = state.get("waiting") or {}
    return Container(
        pod=name(pod),
        pod_uid=uid(pod),
        name=str(status["name"]),
        is_init=is_init,
        keeps_running=not is_init or spec.get("restartPolicy") == "Always",
        ready=bool(status.get("ready")),
        restarts=int(status.get("restartCount") or 0),
        waiting=str(waiting.get("reason") or ""),
        waiting_message=str(waiting.get("message") or ""),
        is_running=running is not None,
        running_since=moment((running or {}).get("startedAt")),
        ended=_end(state.get("terminated"), status),
        last=_end(before.get("terminated"), status),
        unready_since=_unready_since(pod),
        spec=spec,
    )


def _unready_since(pod: Json) -> datetime | None:
    ready = condition(pod, "Ready")
    return moment(ready.get("lastTransitionTime")) if ready and ready.get("status") == "False" else None


def _end(terminated: Json | None, status: Json) -> End | None:
    if not terminated:
        return None
    # An end without a container id (some runtimes) is told apart by its restart count: two ends can share a
    # second, but not a run.
    return End(
        id=str(terminated.get("containerID") or f"{status['name']}#{status.get('restartCount', 0)}"),
        reason=str(terminated.get("reason") or ""),
        code=int(terminated.get("exitCode") or 0),
        started_at=moment(terminated.get("startedAt")),
        finished_at=moment(terminated.get("finishedAt")),
        message=str(terminated.get("message") or ""),
    )
