"""Jobs and CronJobs: a pod that is to end, as often as is allowed, and a job at each time of a schedule.

A failed pod is followed by another one after 10 s; the Job's conditions come in the order of a v1.36
controller: the early word (SuccessCriteriaMet, FailureTarget) first, the last one when the pods are at rest.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.practice.kubernetes.controllers import WorkQueue
from bot.practice.kubernetes.ground import Ground, key_of
from bot.practice.kubernetes.kubelet import Kubelet
from bot.practice.kubernetes.objects import (
    Manifest,
    copied,
    moment,
    name_of,
    namespace_of,
    owner_uid,
    stamp,
    uid_of,
)
from bot.practice.kubernetes.store import Key
from bot.practice.kubernetes.templates import a_pod_of
from domain.trigger import next_due
from domain.trigger_cron import cron
from domain.trigger_kinds import Calendar

RETRY_S = 10.0
_KEPT_JOBS = 3


class Jobs:
    """Runs every Job to its end."""

    def __init__(self, ground: Ground, kubelet: Kubelet) -> None:
        self._ground = ground
        self._kubelet = kubelet
        self.queue = WorkQueue(ground, self._round, delay_s=0.02)

    def pods_of(self, job: Manifest) -> tuple[Manifest, ...]:
        """Return the pods of a job."""
        return tuple(pod for pod in self._ground.store.all("pods") if owner_uid(pod) == uid_of(job))

    def delete(self, key: Key) -> None:
        """Delete a job with its pods."""
        job = self._ground.store.find("jobs", *key)
        pods = self.pods_of(job)
        self._ground.store.delete("jobs", key, now=self._ground.agenda.now)
        for pod in pods:
            self._kubelet.remove(key_of(pod))

    def _round(self, key: Key) -> None:
        job = self._ground.store.get("jobs", *key)
        if job is None or ends(job):
            return
        phases = [pod["status"].get("phase") for pod in self.pods_of(job)]
        failed, succeeded = phases.count("Failed"), phases.count("Succeeded")
        active = len(phases) - failed - succeeded
        counts = {"active": active, "failed": failed, "succeeded": succeeded}
        status = {
            **job["status"],
            "startTime": job["status"].get("startTime", stamp(self._ground.agenda.now)),
            **{name: count for name, count in counts.items() if count or name in job["status"]},
        }
        self._ground.set_status("jobs", job, status)
        if succeeded:
            self._end(
                key,
                "SuccessCriteriaMet",
                "Complete",
                "CompletionsReached",
                "Reached expected number of succeeded pods",
            )
        elif failed > job["spec"]["backoffLimit"]:
            self._end(
                key,
                "FailureTarget",
                "Failed",
                "BackoffLimitExceeded",
                "Job has reached the specified backoff limit",
            )
        elif not active:
            self._ground.agenda.after(RETRY_S if failed else 0.0, lambda: self._make(key, after=len(phases)))

    def _make(self, key: Key, *, after: int) -> None:
        job = self._ground.store.get("jobs", *key)
        if job is None or ends(job) or len(self.pods_of(job)) != after:
            return
        made = a_pod_of(job, suffix=self._ground.suffix(), volume=f"kube-api-access-{self._ground.suffix()}")
        pod = self._ground.store.create("pods", self._ground.with_uid(made), now=self._ground.agenda.now)
        self._ground.tell(job, "SuccessfulCreate", f"Created pod: {name_of(pod)}", by="job-controller")
        self._kubelet.schedule(pod)

    def _end(self, key: Key, early: str, last: str, reason: str, message: str) -> None:
        self._say(key, early, reason, message)
        self._ground.agenda.after(0.9, lambda: self._say(key, last, reason, message))

    def _say(self, key: Key, kind: str, reason: str, message: str) -> None:
        job = self._ground.store.get("jobs", *key)
        if job is None:
            return
        now = stamp(self._ground.agenda.now)
        condition = {"type": kind, "status": "True", "reason": reason, "message": message}
        condition |= {"lastProbeTime": now, "lastTransitionTime": now}
        status = {**job["status"], "conditions": [*(job["status"].get("conditions") or ()), condition]}
        if kind == "Complete":
            status["completionTime"] = now
        self._ground.set_status("jobs", job, status)
        if kind in ("Complete", "Failed") and (ttl := job["spec"].get("ttlSecondsAfterFinished")) is not None:
            self._ground.agenda.after(float(ttl), lambda: self._clean(key, uid_of(job)))

    def _clean(self, key: Key, uid: str) -> None:
        job = self._ground.store.get("jobs", *key)
        if job is not None and uid_of(job) == uid:
            self.delete(key)


class CronJobs:
    """Makes a Job at each time of a schedule."""

    def __init__(self, ground: Ground, jobs: Jobs) -> None:
        self._ground = ground
        self._jobs = jobs

    def plan(self, key: Key) -> None:
        """Let the next run begin at its time, and the one after it at its own."""
        cronjob = self._ground.store.get("cronjobs", *key)
        if cronjob is None:
            return
        now = self._ground.agenda.now
        if (due := _due(cronjob, now)) is not None:
            self._ground.agenda.after((due - now).total_seconds(), lambda: self._run(key, due))

    def _run(self, key: Key, due: datetime) -> None:
        cronjob = self._ground.store.get("cronjobs", *key)
        if cronjob is not None and not cronjob["spec"].get("suspend"):
            self._begin(cronjob, due)
        self.plan(key)

    def _begin(self, cronjob: Manifest, due: datetime) -> None:
        made = a_job(
            f"{name_of(cronjob)}-{int(due.timestamp()) // 60}", cronjob["spec"]["jobTemplate"]["spec"]
        )
        made["metadata"] |= {"namespace": namespace_of(cronjob), "ownerReferences": [_owner(cronjob)]}
        job = self._ground.store.create("jobs", self._ground.with_uid(made), now=self._ground.agenda.now)
        self._ground.set_status("cronjobs", cronjob, {**cronjob["status"], "lastScheduleTime": stamp(due)})
        self._ground.tell(cronjob, "SuccessfulCreate", f"Created job {name_of(job)}", by="cronjob-controller")
        for old in self._old(cronjob):
            self._jobs.delete(key_of(old))

    def _old(self, cronjob: Manifest) -> list[Manifest]:
        own = [each for each in self._ground.store.all("jobs") if owner_uid(each) == uid_of(cronjob)]
        over = sorted(
            (each for each in own if ends(each)),
            key=lambda each: moment(each["metadata"]["creationTimestamp"]),
        )
        return over[: max(0, len(over) - _KEPT_JOBS)]


def a_job(name: str, spec: Manifest) -> Manifest:
    """Return a Job with the defaults of the API server."""
    made = {"parallelism": 1, "completions": 1, "backoffLimit": 6, **copied(spec)}
    template = made["template"]
    metadata = template.setdefault("metadata", {})
    metadata["labels"] = {
        **metadata.get("labels", {}),
        "job-name": name,
        "batch.kubernetes.io/job-name": name,
    }
    template["spec"] = {"restartPolicy": "Never", **template["spec"]}
    return {"metadata": {"name": name}, "spec": made, "status": {}}


def ends(job: Manifest) -> bool:
    """Tell whether a job has said its last word, or is about to."""
    last = {"Complete", "Failed", "SuccessCriteriaMet", "FailureTarget"}
    return any(each["type"] in last for each in job["status"].get("conditions") or ())


def _due(cronjob: Manifest, after: datetime) -> datetime | None:
    zone = ZoneInfo(cronjob["spec"].get("timeZone") or "UTC")
    return next_due(Calendar(rules=(cron(cronjob["spec"]["schedule"]),), zone=zone), after=after)


def _owner(cronjob: Manifest) -> Manifest:
    return {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "name": name_of(cronjob),
        "uid": uid_of(cronjob),
        "controller": True,
        "blockOwnerDeletion": True,
    }
