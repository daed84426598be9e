"""Orders about everything but Deployments: apply a thing, suspend, cordon, drain, let a node go down."""

import random
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from bot.practice.kubernetes.batch import CronJobs, Jobs, a_job
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.kubelet import Kubelet
from bot.practice.kubernetes.objects import Manifest, copied, owner_uid, stamp, uid_of
from bot.practice.kubernetes.store import Change
from bot.practice.kubernetes.surroundings import Certificates, Claims, Endpoints

#: Drains evict a pod at a time, so that there is something to see.
_EVICT_S = 2.0


class Orders:
    """The rest of the practice cluster. It has a chance of its own: it changes no rollout's names."""

    def __init__(self, ground: Ground, nodes: Kubelet, *, seed: int) -> None:
        chance = random.Random(seed + 1)  # noqa: S311  # names must repeat from run to run
        self._ground = replace(ground, chance=chance)
        self._nodes = nodes
        self.kubelet = Kubelet(self._ground)
        self.jobs = Jobs(self._ground, self.kubelet)
        self._cronjobs = CronJobs(self._ground, self.jobs)
        self._endpoints = Endpoints(self._ground)
        self._claims = Claims(self._ground)
        self._certificates = Certificates(self._ground)

    def apply(self, resource: str, manifest: Manifest, *, now: datetime) -> Manifest:
        """Create an object, or give the one that is there this spec."""
        self._ground.agenda.run_until(now)
        made = copied(manifest)
        current = self._ground.store.get(resource, *key_of(made))
        if current is not None:
            return self._ground.update(resource, {**current, "spec": made["spec"]})
        if resource == "jobs":
            made = {**a_job(made["metadata"]["name"], made["spec"]), "metadata": made["metadata"]}
        if resource != "storageclasses":
            made.setdefault("status", {"phase": "Pending"} if resource == "persistentvolumeclaims" else {})
        created = self._ground.store.create(
            resource, self._ground.with_uid(made), now=self._ground.agenda.now
        )
        self._begin(resource, created)
        return created

    def change(self, resource: str, namespace: str, name: str, *, now: datetime, **spec: Any) -> Manifest:
        """Change fields of an object's spec; None takes one away."""
        self._ground.agenda.run_until(now)
        found = self._ground.store.find(resource, namespace, name)
        wanted = {key: value for key, value in {**found["spec"], **spec}.items() if value is not None}
        return self._ground.update(resource, {**found, "spec": wanted})

    def set_status(self, resource: str, namespace: str, name: str, *, now: datetime, **status: Any) -> None:
        """Change fields of an object's status, as its controller would."""
        self._ground.agenda.run_until(now)
        found = self._ground.store.find(resource, namespace, name)
        self._ground.set_status(resource, found, {**found["status"], **status})

    def node_says(self, name: str, status: str, reason: str, message: str, *, now: datetime) -> None:
        """Let a node's Ready condition say something else."""
        self._ground.agenda.run_until(now)
        found = self._ground.store.find("nodes", "", name)
        others = [each for each in found["status"]["conditions"] if each["type"] != "Ready"]
        ready = {"type": "Ready", "status": status, "reason": reason, "message": message}
        ready |= {"lastHeartbeatTime": stamp(now), "lastTransitionTime": stamp(now)}
        self._ground.set_status("nodes", found, {**found["status"], "conditions": [*others, ready]})

    def drain(self, name: str, *, now: datetime) -> None:
        """Close a node and evict its pods one by one; they come up again on another node if there is one."""
        taint = {"key": "node.kubernetes.io/unschedulable", "effect": "NoSchedule", "timeAdded": stamp(now)}
        self.change("nodes", "", name, now=now, unschedulable=True, taints=[taint])
        for number, pod in enumerate(self._on(name)):
            self._ground.agenda.after(number * _EVICT_S, partial(self._evict, pod))

    def react(self, change: Change) -> None:
        """Wake the controllers whose business a change is."""
        if change.resource == "pods":
            self._endpoints.wake(change.object)
            for job in self._ground.store.all("jobs"):
                if uid_of(job) == owner_uid(change.object):
                    self.jobs.queue.add(key_of(job))
        elif change.resource == "jobs":
            self.jobs.queue.add(change.key)
        elif change.resource == "services":
            self._endpoints.queue.add(change.key)

    def _begin(self, resource: str, created: Manifest) -> None:
        match resource:
            case "cronjobs":
                self._cronjobs.plan(key_of(created))
            case "persistentvolumeclaims":
                self._claims.begin(created)
            case "certificates":
                self._certificates.begin(created)

    def _on(self, node: str) -> list[Manifest]:
        return [pod for pod in self._ground.store.all("pods") if pod["spec"].get("nodeName") == node]

    def _evict(self, pod: Manifest) -> None:
        current = self._ground.store.get("pods", *key_of(pod))
        if current is not None and uid_of(current) == uid_of(pod):
            self._nodes.remove(key_of(pod))
