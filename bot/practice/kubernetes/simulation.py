"""The practice cluster: objects that behave, and the orders that one can give.

Pure in the sense that nothing here waits: `advance` plays everything up to a moment. Each order takes `now`,
brings the cluster up to it and lets the consequences follow.
"""

import random
from datetime import datetime

from bot.practice.kubernetes import problems
from bot.practice.kubernetes.agenda import Agenda
from bot.practice.kubernetes.behaviours import Behaviour, Behaviours
from bot.practice.kubernetes.controllers import ReplicaSets
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.kubelet import Kubelet
from bot.practice.kubernetes.objects import Manifest, copied, owner_uid, stamp, uid_of
from bot.practice.kubernetes.orders import Orders
from bot.practice.kubernetes.resources import resource_named
from bot.practice.kubernetes.rollouts import Deployments, new_replicaset
from bot.practice.kubernetes.store import Change, Store
from bot.practice.kubernetes.templates import NODE, completed, without_hash

#: Secrets are there in a real cluster and no business of a watcher: 403, as a careful grant would say.
_NOT_SERVED = frozenset(("secrets",))


class PracticeCluster:
    """A small cluster with one node, living by whoever advances it."""

    def __init__(
        self, began: datetime, *, namespaces: tuple[str, ...] = ("default", "prod"), seed: int = 7
    ) -> None:
        self.store = Store(seed=seed)
        self.agenda = Agenda(began)
        self.behaviours = Behaviours()
        self.ground = Ground(
            store=self.store,
            agenda=self.agenda,
            behaviours=self.behaviours,
            chance=random.Random(seed),  # noqa: S311  # names and delays must repeat from run to run
        )
        self.kubelet = Kubelet(self.ground)
        self.replicasets = ReplicaSets(self.ground, self.kubelet)
        self.deployments = Deployments(self.ground, self.replicasets)
        self.orders = Orders(self.ground, self.kubelet, seed=seed)
        for namespace in namespaces:
            self._create("namespaces", {"metadata": {"name": namespace}, "status": {"phase": "Active"}})
        self._create("nodes", a_node(began))
        self.store.subscribe(self._react)

    def advance(self, now: datetime) -> None:
        """Let everything happen that is due by `now`."""
        self.agenda.run_until(now)

    def next_moment(self) -> datetime | None:
        """Return when something happens by itself again."""
        return self.agenda.next_moment()

    def serves(self, resource: str) -> bool:
        """Serve everything but secrets."""
        return resource not in _NOT_SERVED

    def log_text(self, pod: Manifest, container: str, *, run: str, now: datetime) -> str:  # noqa: ARG002  # a port
        """Return what a run has written by `now`."""
        found = self.kubelet.run_named(run) or self.orders.kubelet.run_named(run)
        return found.text(now) if found is not None else f"unable to retrieve container logs for {run}"

    def behave(self, image: str, behaviour: Behaviour) -> None:
        """Let containers of that image (a pattern) that start from now on behave so."""
        self.behaviours.attach(image, behaviour)

    def apply(self, deployment: Manifest, *, now: datetime) -> Manifest:
        """Create a Deployment, or give the one that is there this spec."""
        self.advance(now)
        made = completed(deployment)
        current = self.store.get("deployments", *key_of(made))
        if current is None:
            return self._create("deployments", made)
        labels = made["metadata"].get("labels", current["metadata"].get("labels", {}))
        metadata = {**current["metadata"], "labels": labels}
        return self.ground.update("deployments", {**current, "metadata": metadata, "spec": made["spec"]})

    def set_image(
        self, namespace: str, name: str, image: str, *, now: datetime, container: str | None = None
    ) -> Manifest:
        """Roll a Deployment out to another image, in the container named or in the first."""
        made = self._editable(namespace, name, now)
        containers = made["spec"]["template"]["spec"]["containers"]
        for each in containers:
            if each["name"] == (container or containers[0]["name"]):
                each["image"] = image
        return self.ground.update("deployments", made)

    def scale(self, namespace: str, name: str, replicas: int, *, now: datetime) -> Manifest:
        """Change how many pods are wanted."""
        made = self._editable(namespace, name, now)
        made["spec"]["replicas"] = replicas
        return self.ground.update("deployments", made)

    def pause(self, namespace: str, name: str, *, now: datetime) -> Manifest:
        """Let changes of the template wait."""
        made = self._editable(namespace, name, now)
        made["spec"]["paused"] = True
        return self.ground.update("deployments", made)

    def resume(self, namespace: str, name: str, *, now: datetime) -> Manifest:
        """Go on with what a pause held up."""
        made = self._editable(namespace, name, now)
        made["spec"].pop("paused", None)
        return self.ground.update("deployments", made)

    def undo(self, namespace: str, name: str, *, now: datetime) -> Manifest:
        """Go back to the template of the revision before; raise 404 when there is none."""
        made = self._editable(namespace, name, now)
        every = self.deployments.replicasets_of(made)
        current = new_replicaset(made, every)
        older = [each for each in every if each is not current]
        if not older:
            known = resource_named("replicasets")
            assert known is not None
            raise problems.not_found(known, f"{name}: no revision before this one")
        made["spec"]["template"] = without_hash(older[-1]["spec"]["template"])
        return self.ground.update("deployments", made)

    def delete(self, namespace: str, name: str, *, now: datetime) -> None:
        """Delete a Deployment; its ReplicaSets and pods follow, as the garbage collector lets them."""
        self.advance(now)
        deployment = self.store.find("deployments", namespace, name)
        own = self.deployments.replicasets_of(deployment)
        self.store.delete("deployments", (namespace, name), now=now)
        for replicaset in own:
            pods = self.replicasets.pods_of(replicaset)
            self.store.delete("replicasets", key_of(replicaset), now=now)
            for pod in pods:
                self.kubelet.remove(key_of(pod))

    def delete_pod(self, namespace: str, name: str, *, now: datetime) -> None:
        """Delete one pod; its ReplicaSet makes another."""
        self.advance(now)
        self.kubelet.remove((namespace, name))

    def _editable(self, namespace: str, name: str, now: datetime) -> Manifest:
        self.advance(now)
        return copied(self.store.find("deployments", namespace, name))

    def _create(self, resource: str, manifest: Manifest) -> Manifest:
        return self.store.create(resource, manifest, now=self.agenda.now)

    def _react(self, change: Change) -> None:
        """Wake the controllers whose business a change is."""
        self.orders.react(change)
        match change.resource:
            case "deployments":
                self.deployments.queue.add(change.key)
            case "replicasets":
                self.replicasets.queue.add(change.key)
                self._wake_owner("deployments", change.object)
            case "pods":
                self._wake_owner("replicasets", change.object)

    def _wake_owner(self, resource: str, manifest: Manifest) -> None:
        uid = owner_uid(manifest)
        queue = self.deployments.queue if resource == "deployments" else self.replicasets.queue
        for each in self.store.all(resource):
            if uid_of(each) == uid:
                queue.add(key_of(each))


def image_of(deployment: Manifest) -> str:
    """Return the image of the first container."""
    return str(deployment["spec"]["template"]["spec"]["containers"][0]["image"])


def a_node(began: datetime, name: str = NODE) -> Manifest:
    """Return a node that is Ready."""
    ready = {
        "type": "Ready",
        "status": "True",
        "reason": "KubeletReady",
        "message": "kubelet is posting ready status",
        "lastHeartbeatTime": stamp(began),
        "lastTransitionTime": stamp(began),
    }
    facts = {"kubeletVersion": "v1.36.2", "operatingSystem": "linux", "architecture": "amd64"}
    return {
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name}},
        "spec": {},
        "status": {
            "conditions": [ready],
            "nodeInfo": facts,
            "capacity": {"cpu": "4", "memory": "8Gi", "pods": "110"},
        },
    }
