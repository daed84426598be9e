"""The deployment controller: from one template to the next, as fast as surge and availability allow.

Follows `pkg/controller/deployment` step by step, because what a watcher sees (observedGeneration one behind,
conditions of the rollout before, a new ReplicaSet before the Deployment knows of it) comes from the order of
its writes.
"""

from collections.abc import Sequence

from bot.practice.kubernetes import rollout_status
from bot.practice.kubernetes.conditions import condition, found, with_condition
from bot.practice.kubernetes.controllers import ReplicaSets, WorkQueue
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.objects import Manifest, copied, moment, name_of, owner_uid, uid_of
from bot.practice.kubernetes.pod_status import is_terminal
from bot.practice.kubernetes.rollout_status import is_complete
from bot.practice.kubernetes.store import Key
from bot.practice.kubernetes.templates import a_replicaset, without_hash

REVISION = "deployment.kubernetes.io/revision"
HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED = "deployment.kubernetes.io/desired-replicas"
MOST = "deployment.kubernetes.io/max-replicas"


class Deployments:
    """Rolls every Deployment out."""

    def __init__(self, ground: Ground, replicasets: ReplicaSets) -> None:
        self._ground = ground
        self._replicasets = replicasets
        self.queue = WorkQueue(ground, self._round, delay_s=0.007)

    def replicasets_of(self, deployment: Manifest) -> tuple[Manifest, ...]:
        """Return the ReplicaSets of a Deployment, the oldest revision first."""
        uid = uid_of(deployment)
        own = (each for each in self._ground.store.all("replicasets") if owner_uid(each) == uid)
        return tuple(sorted(own, key=revision_number))

    def _round(self, key: Key) -> None:
        deployment = self._ground.store.get("deployments", *key)
        if deployment is None:
            return
        every = self.replicasets_of(deployment)
        new = new_replicaset(deployment, every)
        if self._notes_pause(deployment):
            return
        if deployment["spec"].get("paused") or self._was_scaled(deployment, every):
            self._scale_all(deployment, every, new)
            self._write_status(deployment, new)
            return
        if deployment["spec"]["strategy"]["type"] == "Recreate" and not self._has_made_room(
            deployment, every, new
        ):
            self._write_status(deployment, new)
            return
        if new is None:
            self._create(deployment, every)
        elif self._renews(deployment, new, every):
            return
        else:
            self._roll(deployment, every, new)

    def _roll(self, deployment: Manifest, every: Sequence[Manifest], new: Manifest) -> None:
        old = [each for each in every if each is not new]
        wanted = self._new_size(deployment, every, new)
        if wanted != new["spec"]["replicas"]:
            self._scale(deployment, new, wanted)
        elif not self._shrink_old(deployment, new, old) and is_complete(deployment, deployment["status"]):
            self._forget_history(deployment, old)
        self._write_status(deployment, self._ground.store.get("replicasets", *key_of(new)))

    def _notes_pause(self, deployment: Manifest) -> bool:
        current = found(list(deployment["status"].get("conditions") or ()), "Progressing")
        paused = bool(deployment["spec"].get("paused"))
        if current is None or paused == (current["reason"] == "DeploymentPaused"):
            return False
        words = (
            ("Unknown", "DeploymentPaused", "Deployment is paused")
            if paused
            else ("Unknown", "DeploymentResumed", "Deployment is resumed")
        )
        conditions = list(deployment["status"]["conditions"])
        made = condition("Progressing", *words, now=self._ground.agenda.now)
        status = {**deployment["status"], "conditions": with_condition(conditions, made)}
        self._ground.set_status("deployments", deployment, status)
        return True

    @staticmethod
    def _was_scaled(deployment: Manifest, every: Sequence[Manifest]) -> bool:
        wanted = str(deployment["spec"]["replicas"])
        active = (each for each in every if each["spec"]["replicas"] > 0)
        return any(each["metadata"]["annotations"].get(DESIRED, wanted) != wanted for each in active)

    def _scale_all(self, deployment: Manifest, every: Sequence[Manifest], new: Manifest | None) -> None:
        active = [each for each in every if each["spec"]["replicas"] > 0] or ([new] if new else [])
        wanted = int(deployment["spec"]["replicas"])
        if len(active) == 1 and active[0] is not None:
            self._scale(deployment, active[0], wanted)
            return
        # Proportionally: each keeps its share, the newest takes what rounding leaves over.
        surge, _ = rollout_status.bounds(deployment)
        most = wanted + surge if wanted else 0
        total = sum(each["spec"]["replicas"] for each in active)
        for each in active[:-1]:
            size = round(each["spec"]["replicas"] * most / total) if total else 0
            most -= size
            total -= each["spec"]["replicas"]
            self._scale(deployment, each, size)
        if active:
            self._scale(deployment, active[-1], max(most, 0))

    def _has_made_room(self, deployment: Manifest, every: Sequence[Manifest], new: Manifest | None) -> bool:
        old = [each for each in every if each is not new]
        for each in old:
            self._scale(deployment, each, 0)
        if new is not None:
            return True
        return all(is_terminal(pod) for each in old for pod in self._replicasets.pods_of(each))

    def _create(self, deployment: Manifest, every: Sequence[Manifest]) -> None:
        now = self._ground.agenda.now
        revision = str(max((revision_number(each) for each in every), default=0) + 1)
        size = self._new_size(deployment, every, None)
        annotations = {**_handed_down(deployment), **self._sizes(deployment), REVISION: revision}
        made = a_replicaset(deployment, replicas=size, annotations=annotations)
        self._ground.store.create("replicasets", made, now=now)
        if size:
            self._tell(deployment, f"Scaled up replica set {name_of(made)} from 0 to {size}")
        conditions = list(deployment["status"].get("conditions") or ())
        if deployment["spec"].get("progressDeadlineSeconds") is not None:
            words = f'Created new replica set "{name_of(made)}"'
            fresh = condition("Progressing", "True", "NewReplicaSetCreated", words, now=now)
            conditions = with_condition(conditions, fresh)
        changed = copied(deployment)
        changed["metadata"]["annotations"][REVISION] = revision
        changed["status"] = {**deployment["status"], "conditions": conditions}
        self._ground.update("deployments", changed)

    def _renews(self, deployment: Manifest, new: Manifest, every: Sequence[Manifest]) -> bool:
        """Give an old ReplicaSet that is new again its new revision: that is what a rollback is."""
        newest = max((revision_number(each) for each in every if each is not new), default=0)
        before = revision_number(new)
        changed = False
        if before <= newest:
            made = copied(new)
            notes = made["metadata"]["annotations"]
            notes[HISTORY] = ",".join(filter(None, (notes.get(HISTORY, ""), str(before))))
            notes[REVISION] = str(newest + 1)
            self._ground.update("replicasets", made)
            changed = True
        revision = str(max(before, newest + 1) if before <= newest else before)
        if deployment["metadata"]["annotations"].get(REVISION) != revision:
            made = copied(deployment)
            made["metadata"]["annotations"][REVISION] = revision
            self._ground.update("deployments", made)
            changed = True
        return changed

    def _new_size(self, deployment: Manifest, every: Sequence[Manifest], new: Manifest | None) -> int:
        wanted = int(deployment["spec"]["replicas"])
        if deployment["spec"]["strategy"]["type"] == "Recreate":
            return wanted
        have = int(new["spec"]["replicas"]) if new is not None else 0
        room = (
            wanted
            + rollout_status.bounds(deployment)[0]
            - sum(int(each["spec"]["replicas"]) for each in every)
        )
        if have > wanted:
            return wanted
        return have + max(0, min(room, wanted - have))

    def _shrink_old(self, deployment: Manifest, new: Manifest, old: Sequence[Manifest]) -> bool:
        least = int(deployment["spec"]["replicas"]) - rollout_status.bounds(deployment)[1]
        total = sum(int(each["spec"]["replicas"]) for each in (*old, new))
        unavailable = int(new["spec"]["replicas"]) - new["status"].get("availableReplicas", 0)
        may_go = total - least - unavailable
        if may_go <= 0:
            return False
        # Pods that do not serve anyway go first, whatever they count for.
        sizes = {name_of(each): int(each["spec"]["replicas"]) for each in old}
        for each in old:
            sick = min(may_go, sizes[name_of(each)] - each["status"].get("availableReplicas", 0))
            sizes[name_of(each)] -= max(0, sick)
            may_go -= max(0, sick)
        spare = sum(each["status"].get("availableReplicas", 0) for each in (*old, new)) - least
        for each in old:
            goes = max(0, min(spare, may_go, sizes[name_of(each)]))
            sizes[name_of(each)] -= goes
            spare -= goes
            may_go -= goes
        shrunk = [each for each in old if sizes[name_of(each)] != each["spec"]["replicas"]]
        for each in shrunk:
            self._scale(deployment, each, sizes[name_of(each)])
        return bool(shrunk)

    def _scale(self, deployment: Manifest, replicaset: Manifest, size: int) -> None:
        before = int(replicaset["spec"]["replicas"])
        made = copied(replicaset)
        made["spec"]["replicas"] = size
        made["metadata"]["annotations"] |= self._sizes(deployment)
        self._ground.update("replicasets", made)
        if size != before:
            way = "up" if size > before else "down"
            self._tell(deployment, f"Scaled {way} replica set {name_of(replicaset)} from {before} to {size}")

    def _forget_history(self, deployment: Manifest, old: Sequence[Manifest]) -> None:
        kept = int(deployment["spec"]["revisionHistoryLimit"])
        idle = [
            each for each in old if not each["spec"]["replicas"] and not each["status"].get("replicas", 0)
        ]
        for each in idle[: max(0, len(idle) - kept)]:
            self._ground.store.delete("replicasets", key_of(each), now=self._ground.agenda.now)

    def _write_status(self, deployment: Manifest, new: Manifest | None) -> None:
        now = self._ground.agenda.now
        status = rollout_status.counted(deployment, self.replicasets_of(deployment), new, now=now)
        if not deployment["spec"].get("paused"):
            status = rollout_status.progressed(deployment, status, new, now=now)
        self._ground.set_status("deployments", deployment, status)
        current = self._ground.store.find("deployments", *key_of(deployment))
        if (due := rollout_status.deadline(current)) is not None and due > now:
            # One second late, as the real controller: time stamps are cut to whole seconds.
            wait = (due - now).total_seconds() + 1.0
            self._ground.agenda.after(wait, lambda: self.queue.add(key_of(deployment)))

    @staticmethod
    def _sizes(deployment: Manifest) -> dict[str, str]:
        wanted = int(deployment["spec"]["replicas"])
        most = wanted + rollout_status.bounds(deployment)[0]
        return {DESIRED: str(wanted), MOST: str(most)}

    def _tell(self, deployment: Manifest, words: str) -> None:
        self._ground.tell(deployment, "ScalingReplicaSet", words, by="deployment-controller")


def new_replicaset(deployment: Manifest, every: Sequence[Manifest]) -> Manifest | None:
    """Return the ReplicaSet whose template is the Deployment's, the oldest of several."""
    template = deployment["spec"]["template"]
    same = [each for each in every if without_hash(each["spec"]["template"]) == template]
    return min(same, key=lambda each: moment(each["metadata"]["creationTimestamp"]), default=None)


def revision_number(replicaset: Manifest) -> int:
    """Return the revision of a ReplicaSet."""
    return int(replicaset["metadata"].get("annotations", {}).get(REVISION, "0"))


def _handed_down(deployment: Manifest) -> dict[str, str]:
    own = (REVISION, HISTORY, DESIRED, MOST, "kubectl.kubernetes.io/last-applied-configuration")
    return {name: text for name, text in deployment["metadata"]["annotations"].items() if name not in own}
