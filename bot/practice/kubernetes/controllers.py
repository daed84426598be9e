"""The ReplicaSet controller: as many pods as wanted, and the counts that its status reports.

One round looks at the pods first and writes the status of what it saw, so a status is always one step behind
what the same round did; recorded so (`replicas: 0` right after three pods were made).
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.practice.kubernetes import pod_status
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.kubelet import Kubelet
from bot.practice.kubernetes.objects import Manifest, moment, name_of, owner_uid, uid_of
from bot.practice.kubernetes.store import Key
from bot.practice.kubernetes.templates import a_pod


class WorkQueue:
    """Rounds that are due: a key that is waiting already is not put in twice."""

    def __init__(self, ground: Ground, work: Callable[[Key], None], *, delay_s: float) -> None:
        self._ground = ground
        self._work = work
        self._delay_s = delay_s
        self._waiting: set[Key] = set()

    def add(self, key: Key) -> None:
        """Let a round for `key` happen soon."""
        if key not in self._waiting:
            self._waiting.add(key)
            self._ground.agenda.after(self._delay_s, lambda: self._run(key))

    def _run(self, key: Key) -> None:
        self._waiting.discard(key)
        self._work(key)


class ReplicaSets:
    """Keeps the pods of every ReplicaSet."""

    def __init__(self, ground: Ground, kubelet: Kubelet) -> None:
        self._ground = ground
        self._kubelet = kubelet
        self.queue = WorkQueue(ground, self._round, delay_s=0.012)

    def pods_of(self, replicaset: Manifest) -> tuple[Manifest, ...]:
        """Return every pod that belongs to a ReplicaSet, leaving ones too."""
        uid = uid_of(replicaset)
        return tuple(pod for pod in self._ground.store.all("pods") if owner_uid(pod) == uid)

    def _round(self, key: Key) -> None:
        replicaset = self._ground.store.get("replicasets", *key)
        if replicaset is None:
            return
        pods = self.pods_of(replicaset)
        active = [pod for pod in pods if pod_status.is_active(pod)]
        wanted = int(replicaset["spec"]["replicas"])
        for _ in range(wanted - len(active)):
            self._create(replicaset)
        for pod in sorted(active, key=_expendable)[: max(0, len(active) - wanted)]:
            self._kubelet.remove(key_of(pod))
            self._tell(replicaset, "SuccessfulDelete", f"Deleted pod: {name_of(pod)}")
        self._ground.set_status("replicasets", replicaset, self._status(replicaset, pods, active))

    def _create(self, replicaset: Manifest) -> None:
        ground = self._ground
        made = a_pod(replicaset, suffix=ground.suffix(), volume=f"kube-api-access-{ground.suffix()}")
        pod = ground.store.create("pods", made, now=ground.agenda.now)
        self._tell(replicaset, "SuccessfulCreate", f"Created pod: {name_of(pod)}")
        self._kubelet.schedule(pod)

    def _tell(self, replicaset: Manifest, reason: str, words: str) -> None:
        self._ground.tell(replicaset, reason, words, by="replicaset-controller")

    def _status(self, replicaset: Manifest, pods: tuple[Manifest, ...], active: list[Manifest]) -> Manifest:
        ready = [pod for pod in active if pod_status.is_ready(pod)]
        leaving = [
            pod for pod in pods if "deletionTimestamp" in pod["metadata"] and not pod_status.is_terminal(pod)
        ]
        available = [pod for pod in ready if self._is_available(replicaset, pod)]
        counts: dict[str, Any] = {
            "fullyLabeledReplicas": len(active),
            "readyReplicas": len(ready),
            "availableReplicas": len(available),
        }
        # Counters that are zero are left out, all but `replicas`.
        return {
            "replicas": len(active),
            **{name: count for name, count in counts.items() if count},
            "terminatingReplicas": len(leaving),
            "observedGeneration": replicaset["metadata"]["generation"],
        }

    def _is_available(self, replicaset: Manifest, pod: Manifest) -> bool:
        least = float(replicaset["spec"].get("minReadySeconds", 0))
        since = pod_status.ready_since(pod)
        if not least or since is None:
            return since is not None
        left = (moment(since) + timedelta(seconds=least) - self._ground.agenda.now).total_seconds()
        if left > 0:
            self._ground.agenda.after(left, lambda: self.queue.add(key_of(replicaset)))
        return left <= 0


def _expendable(pod: Manifest) -> tuple[bool, bool, int, int]:
    # As the controller ranks: without a node, not ready, many restarts, young ones first.
    restarts = sum(each.get("restartCount", 0) for each in pod["status"].get("containerStatuses") or ())
    return (
        bool(pod["spec"].get("nodeName")),
        pod_status.is_ready(pod),
        -restarts,
        -int(moment(pod["metadata"]["creationTimestamp"]).timestamp()),
    )
