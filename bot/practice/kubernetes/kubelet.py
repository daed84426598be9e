"""The node: pods are scheduled, get their network, run, and leave.

A pod that is deleted first gets a deletionTimestamp, then its containers end, then it is gone: some seconds
in which it is still in every list, and must not be mistaken for a failure.
"""

from datetime import timedelta

from bot.practice.kubernetes import pod_status
from bot.practice.kubernetes.containers import ContainerLife, Run
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.objects import Manifest, name_of, namespace_of, stamp, uid_of
from bot.practice.kubernetes.store import Key
from bot.practice.kubernetes.templates import NODE

#: A pod that no node takes is looked at again after this.
_NO_NODE_S = 5.0


class PodLife:
    """One pod on the node."""

    def __init__(self, ground: Ground, pod: Manifest, *, ip: str) -> None:
        self._ground = ground
        self._key: Key = key_of(pod)
        self._ip = ip
        self._started = stamp(ground.agenda.now)
        self._phase = "Pending"
        self._sandbox = False
        self.containers = [
            ContainerLife(ground, pod, spec, changed=self.report, ip=ip) for spec in pod["spec"]["containers"]
        ]

    def begin(self) -> None:
        """Accept the pod; its containers follow once it has its network."""
        self.report()
        self._ground.agenda.after(self._ground.jitter(0.55), self._network)

    def stop(self) -> None:
        """End the containers and say how the pod ended."""
        ran = any(container.runs for container in self.containers)
        for container in self.containers:
            container.stop()
        if ran:
            codes = [
                container.state.get("terminated", {}).get("exitCode", 1) for container in self.containers
            ]
            self._phase = "Failed" if any(codes) else "Succeeded"
        self.report()

    def report(self) -> None:
        """Write the pod's status as it is now."""
        pod = self._ground.store.get("pods", *self._key)
        if pod is None:
            return
        if self._phase == "Pending" and any(container.runs for container in self.containers):
            self._phase = "Running"
        if self._phase == "Running" and pod["spec"].get("restartPolicy") == "Never":
            self._phase = self._ended() or self._phase
        status = pod_status.rendered(
            pod,
            phase=self._phase,
            sandbox=self._sandbox,
            containers=[container.status() for container in self.containers],
            started=self._started,
            ip=self._ip if self._sandbox else None,
            now=self._ground.agenda.now,
        )
        self._ground.set_status("pods", pod, status)

    def _ended(self) -> str:
        """Return the phase of a pod that is not restarted once all its containers have ended."""
        ends = [container.state.get("terminated") for container in self.containers]
        if not all(ends):
            return ""
        return "Failed" if any(end and end["exitCode"] for end in ends) else "Succeeded"

    def _network(self) -> None:
        pod = self._ground.store.get("pods", *self._key)
        if pod is None or "deletionTimestamp" in pod["metadata"]:
            return
        self._sandbox = True
        for container in self.containers:
            container.begin()
        self.report()


class Kubelet:
    """The nodes of the practice cluster, their scheduler included."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._lives: dict[str, PodLife] = {}
        self._addresses = 10

    def schedule(self, pod: Manifest) -> None:
        """Find the pod its node."""
        self._ground.agenda.after(0.007, lambda: self._bind(key_of(pod)))

    def remove(self, key: Key) -> None:
        """Begin to delete a pod, as the API server does for a DELETE with the pod's grace period."""
        pod = self._ground.store.find("pods", *key)
        if "deletionTimestamp" in pod["metadata"]:
            return
        grace = int(pod["spec"].get("terminationGracePeriodSeconds", 30))
        self._going(pod, grace=grace)
        self._ground.agenda.after(0.03, lambda: self._kill(key))
        self._ground.agenda.after(self._ground.jitter(0.22), lambda: self._stop(key))
        self._ground.agenda.after(self._ground.jitter(1.1), lambda: self._gone(key))

    def run_named(self, container_id: str) -> Run | None:
        """Return the run with this containerID while its pod is there."""
        runs = (
            run for life in self._lives.values() for container in life.containers for run in container.runs
        )
        return next((run for run in runs if run.container_id == container_id), None)

    def _bind(self, key: Key) -> None:
        pod = self._ground.store.get("pods", *key)
        if pod is None or "deletionTimestamp" in pod["metadata"]:
            return
        if (node := self._open_node()) is None:
            self._ground.agenda.after(_NO_NODE_S, lambda: self._bind(key))
            return
        now = self._ground.agenda.now
        placed = {
            **pod,
            "spec": {**pod["spec"], "nodeName": node},
            "status": pod_status.scheduled(pod, now=now),
        }
        bound = self._ground.update("pods", placed)
        words = f"Successfully assigned {namespace_of(pod)}/{name_of(pod)} to {node}"
        self._ground.tell(pod, "Scheduled", words, by="default-scheduler")
        self._ground.agenda.after(0.03, lambda: self._admit(bound))

    def _open_node(self) -> str | None:
        """Return the first node that takes pods."""
        nodes = self._ground.store.all("nodes")
        if not nodes:
            return NODE
        return next((name_of(one) for one in nodes if not one["spec"].get("unschedulable")), None)

    def _admit(self, pod: Manifest) -> None:
        self._addresses = self._addresses % 65000 + 1
        ip = f"10.88.{self._addresses // 250}.{self._addresses % 250 + 2}"
        life = PodLife(self._ground, pod, ip=ip)
        self._lives[uid_of(pod)] = life
        life.begin()

    def _going(self, pod: Manifest, *, grace: int) -> None:
        at = stamp(self._ground.agenda.now) if grace == 0 else _in(self._ground, grace)
        marks = {"deletionTimestamp": at, "deletionGracePeriodSeconds": grace}
        self._ground.update("pods", {**pod, "metadata": {**pod["metadata"], **marks}})

    def _kill(self, key: Key) -> None:
        life = self._life(key)
        if life is None:
            return
        pod = self._ground.store.find("pods", *key)
        for container in life.containers:
            if container.running:
                words = f"Stopping container {container.name}"
                self._ground.tell(pod, "Killing", words, container=container.name)
        life.report()

    def _stop(self, key: Key) -> None:
        if (life := self._life(key)) is not None:
            life.stop()

    def _gone(self, key: Key) -> None:
        pod = self._ground.store.get("pods", *key)
        if pod is None:
            return
        self._going(pod, grace=0)
        self._ground.store.delete("pods", key, now=self._ground.agenda.now)
        self._lives.pop(uid_of(pod), None)

    def _life(self, key: Key) -> PodLife | None:
        pod = self._ground.store.get("pods", *key)
        return self._lives.get(uid_of(pod)) if pod is not None else None


def _in(ground: Ground, seconds: int) -> str:
    return stamp(ground.agenda.now + timedelta(seconds=seconds))
