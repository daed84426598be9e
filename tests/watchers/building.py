"""Kubernetes objects and a watch to look at them with, for rules that no recording holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cluster.snapshot import Json, Snapshot
from domain.job import WatchSpec
from domain.watch import Patience, Progress, Said, Target
from domain.watchtower import FirstLook
from watchers.beginning import begin
from watchers.case import Judgement
from watchers.judge import EVENTS, judge
from watchers.memory import Memory

ZERO = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PROBE = {"httpGet": {"path": "/ready", "port": 8080}, "periodSeconds": 10, "failureThreshold": 3}


def at(seconds: float) -> datetime:
    return ZERO + timedelta(seconds=seconds)


def stamp(seconds: float) -> str:
    return at(seconds).strftime("%Y-%m-%dT%H:%M:%SZ")


def a_template(image: str = "web:2", **container: Any) -> dict[str, Any]:
    return {
        "metadata": {"labels": {"app": "api"}},
        "spec": {"containers": [{"name": "app", "image": image, **container}]},
    }


def a_deployment(
    image: str = "web:2",
    *,
    replicas: int = 1,
    complete: bool = False,
    uid: str = "d1",
    since: float = 0.0,
    progressing: Mapping[str, Any] | None = None,
    status: Mapping[str, Any] | None = None,
    spec: Mapping[str, Any] | None = None,
    **container: Any,
) -> dict[str, Any]:
    reason = "NewReplicaSetAvailable" if complete else "ReplicaSetUpdated"
    condition = {
        "type": "Progressing",
        "status": "True",
        "reason": reason,
        "message": "",
        "lastUpdateTime": stamp(since),
        **(progressing or {}),
    }
    counted = {"replicas": replicas, "updatedReplicas": replicas, "availableReplicas": replicas}
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": uid, "generation": 1},
        "spec": {"replicas": replicas, "template": a_template(image, **container), **(spec or {})},
        "status": {
            "observedGeneration": 1,
            **(counted if complete else {"replicas": replicas, "updatedReplicas": replicas}),
            "conditions": [condition],
            **(status or {}),
        },
    }


def a_replica_set(
    image: str = "web:2",
    *,
    uid: str = "rs2",
    revision: str = "2",
    replicas: int = 1,
    annotations: Mapping[str, str] | None = None,
    conditions: Sequence[Mapping[str, Any]] = (),
    **container: Any,
) -> dict[str, Any]:
    template = a_template(image, **container)
    template["metadata"]["labels"] = {"app": "api", "pod-template-hash": uid}
    return {
        "metadata": {
            "name": f"api-{uid}",
            "uid": uid,
            "creationTimestamp": stamp(0),
            "annotations": {"deployment.kubernetes.io/revision": revision, **(annotations or {})},
        },
        "spec": {"replicas": replicas, "template": template},
        "status": {"replicas": replicas, "conditions": list(conditions)},
    }


def a_pod(
    name: str = "api-x",
    *states: Mapping[str, Any],
    owner: str = "rs2",
    ready: bool = False,
    ready_since: float = -100.0,
    status: Mapping[str, Any] | None = None,
    conditions: Sequence[Mapping[str, Any]] = (),
    **container: Any,
) -> dict[str, Any]:
    statuses = [{"name": "app", "ready": ready, "restartCount": 0, **state} for state in states]
    return {
        "metadata": {
            "name": name,
            "uid": f"uid-{name}",
            "ownerReferences": [{"uid": owner, "controller": True}],
        },
        "spec": {"containers": [{"name": "app", "image": "web:2", **container}], "restartPolicy": "Always"},
        "status": {
            "phase": "Running",
            "startTime": stamp(0),
            "containerStatuses": statuses,
            "conditions": [
                {
                    "type": "Ready",
                    "status": "True" if ready else "False",
                    "lastTransitionTime": stamp(ready_since),
                },
                *conditions,
            ],
            **(status or {}),
        },
    }


def running(
    since: float = 0.0, *, restarts: int = 0, last: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "state": {"running": {"startedAt": stamp(since)}},
        "lastState": {"terminated": last} if last else {},
        "restartCount": restarts,
    }


def waiting(
    reason: str, message: str = "", *, restarts: int = 0, last: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "state": {"waiting": {"reason": reason, "message": message}},
        "lastState": {"terminated": last} if last else {},
        "restartCount": restarts,
    }


def ended(
    end: Mapping[str, Any], *, restarts: int = 0, last: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {
        "state": {"terminated": end},
        "lastState": {"terminated": last} if last else {},
        "restartCount": restarts,
    }


def an_end(
    number: int,
    code: int = 1,
    *,
    reason: str = "Error",
    start: float | None = 0.0,
    finish: float = 1.0,
    message: str = "",
) -> dict[str, Any]:
    return {
        "containerID": f"containerd://{number}",
        "reason": reason,
        "exitCode": code,
        "startedAt": stamp(start) if start is not None else "1970-01-01T00:00:00Z",
        "finishedAt": stamp(finish),
        "message": message,
    }


def an_event(pod: str, reason: str, message: str = "", *, seconds: float = 0.0) -> dict[str, Any]:
    return {
        "involvedObject": {"uid": f"uid-{pod}"},
        "reason": reason,
        "message": message,
        "lastTimestamp": stamp(seconds),
        "metadata": {},
    }


def a_snapshot(
    deployment: Json | None, *pods: Json, sets: Sequence[Json] | None = None, events: Sequence[Json] = ()
) -> Snapshot:
    return Snapshot(
        object=deployment,
        replica_sets=tuple(sets if sets is not None else (a_replica_set(),)),
        pods=pods,
        events=tuple(events),
        synced=True,
    )


class Watch:
    """A watch that looks when it is told to, at every moment that the judge asked for before."""

    def __init__(
        self,
        first: Snapshot,
        *,
        patience: Patience = Patience.NORMAL,
        start: float = 0.0,
        kind: str = "deployment",
        lasting: bool = False,
    ) -> None:
        target = Target(kind=kind, namespace="prod", name="api")
        self.spec = WatchSpec(target=target, until=at(start + 86400), patience=patience, lasting=lasting)
        self.first: FirstLook = begin(self.spec, first, at(start), answered=frozenset({EVENTS}))
        self.memory = Memory.decode(self.first.memory)
        self.told: list[tuple[float, Said]] = []
        self.progress: list[Progress] = []
        self.asked = 0
        self._seen = first
        self._now = start
        self._due: datetime | None = at(start)

    def sees(self, snapshot: Snapshot, *, seconds: float) -> "Watch":
        """Let the time come, with the world as it was; then see the new one."""
        self.waits(until=seconds)
        self._seen = snapshot
        self._look(at(seconds))
        return self

    def waits(self, *, until: float) -> "Watch":
        """Let the time come without a change."""
        while self._due is not None and self._due <= at(until):
            self._look(max(self._due, at(self._now)))
        self._now = until
        return self

    @property
    def words(self) -> list[tuple[float, str, str]]:
        """What was said: when, the word and its cause."""
        return [(seconds, str(said.word), said.cause) for seconds, said in self.told]

    @property
    def phase(self) -> str:
        """The word of the last progress line."""
        return self.progress[-1].phase

    def _look(self, now: datetime) -> None:
        judgement: Judgement = judge(self.spec, self.memory, replace(self._seen, events=()), now)
        if judgement.wants:
            self.asked += 1
            judgement = judge(self.spec, self.memory, self._seen, now, answered=judgement.wants)
        self._now = (now - ZERO).total_seconds()
        self.memory = Memory.decode(judgement.memory.encode())
        due = judgement.look_again_at
        self._due = due if due is None or due > now else now + timedelta(milliseconds=1)
        if isinstance(judgement.outcome, Said):
            self.told.append((round(self._now, 1), judgement.outcome))
        else:
            self.progress.append(judgement.outcome)
