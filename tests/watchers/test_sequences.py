"""Sequences of watch-rules A.7 that no recording holds, step by step as a cluster shows them."""

from collections.abc import Mapping
from typing import Any

import pytest

from cluster.snapshot import Json, Snapshot
from domain.watch import Patience
from tests.watchers.building import (
    Watch,
    a_deployment,
    a_pod,
    a_replica_set,
    a_snapshot,
    a_template,
    an_end,
    ended,
    running,
    stamp,
    waiting,
)

OLD = a_replica_set("web:1", uid="rs1", revision="1")
NEW = a_replica_set("web:2", uid="rs2", revision="2")
THIRD = a_replica_set("web:3", uid="rs3", revision="3")
BEFORE = a_pod("old", running(-500), owner="rs1", ready=True)
STANDING = a_snapshot(a_deployment("web:1", complete=True, since=-100), BEFORE, sets=[OLD])


def rolling(*pods: Json, **status: Any) -> Snapshot:
    return a_snapshot(a_deployment("web:2", **status), BEFORE, *pods, sets=[OLD, NEW])


def through(pod: Json) -> Snapshot:
    return a_snapshot(a_deployment("web:2", complete=True), pod, sets=[OLD, NEW])


def test_a_pull_secret_that_arrives_after_twenty_seconds_is_no_failure() -> None:
    refused = "failed to pull: pull access denied, insufficient_scope: authorization failed"
    watch = Watch(STANDING)

    watch.sees(rolling(a_pod("new", waiting("ErrImagePull", refused))), seconds=2)
    watch.sees(rolling(a_pod("new", waiting("ImagePullBackOff", refused))), seconds=14)
    watch.sees(through(a_pod("new", running(24), ready=True)), seconds=25).waits(until=200)

    assert watch.words == [(55.0, "done", "")]


def waits_for_its_database(patience: Patience) -> Watch:
    """Three runs of a second that end with exit 1, and a fourth one at 60 s that holds."""
    watch = Watch(STANDING, patience=patience)
    last: dict[str, Any] | None = None
    for restarts, start in enumerate((2, 5, 20)):
        up = a_pod("new", running(start, restarts=restarts, last=last), ready=True)
        watch.sees(rolling(up), seconds=start)
        last = an_end(restarts, 1, start=start, finish=start + 1)
        down = a_pod("new", waiting("CrashLoopBackOff", restarts=restarts, last=last))
        watch.sees(rolling(down), seconds=start + 1)
    up = a_pod("new", running(60, restarts=3, last=last), ready=True)
    return watch.sees(through(up), seconds=60).waits(until=400)


def test_an_app_that_waits_for_its_database_is_borne_by_the_patient_and_recovers_for_the_others() -> None:
    assert [word for _, word, _ in waits_for_its_database(Patience.PATIENT).words] == ["done"]
    assert [(word, cause) for _, word, cause in waits_for_its_database(Patience.NORMAL).words] == [
        ("failed", "crash"),
        ("done", "recovered"),
    ]


def test_a_rollout_that_is_superseded_twice_is_one_message_about_the_last() -> None:
    slow = waiting("ContainerCreating")
    watch = Watch(STANDING)

    watch.sees(rolling(a_pod("new", slow)), seconds=5)
    third = a_snapshot(
        a_deployment("web:3"), BEFORE, a_pod("third", slow, owner="rs3"), sets=[OLD, NEW, THIRD]
    )
    watch.sees(third, seconds=10)
    fourth_set = a_replica_set("web:4", uid="rs4", revision="4")
    well = a_pod("fourth", running(15), owner="rs4", ready=True)
    sets = [OLD, NEW, THIRD, fourth_set]
    watch.sees(a_snapshot(a_deployment("web:4", complete=True), well, sets=sets), seconds=16)
    watch.waits(until=200)

    assert watch.words == [(46.0, "done", "superseded")]


def test_an_undo_is_a_rollback_although_the_deadline_of_what_it_undoes_still_stands() -> None:
    passed = {"status": "False", "reason": "ProgressDeadlineExceeded", "lastUpdateTime": stamp(600)}
    stuck = a_pod("new", waiting("ContainerCreating"))
    back = a_replica_set(
        "web:1", uid="rs1", revision="3", annotations={"deployment.kubernetes.io/revision-history": "1"}
    )
    undone = a_deployment("web:1", progressing=passed)
    watch = Watch(STANDING)

    watch.sees(rolling(stuck), seconds=5)
    watch.sees(rolling(stuck, progressing=passed), seconds=600)
    watch.sees(a_snapshot(undone, BEFORE, sets=[back, NEW]), seconds=620)
    watch.sees(a_snapshot(a_deployment("web:1", complete=True), BEFORE, sets=[back, NEW]), seconds=621)

    assert [(seconds, word) for seconds, word, _ in watch.words] == [
        (600.0, "failed"),
        (621.0, "rolled-back"),
    ]


def test_nothing_serves_while_a_deployment_is_recreated_and_only_a_crash_is_a_failure() -> None:
    recreate = {"strategy": {"type": "Recreate"}}
    nothing = {"replicas": 0, "updatedReplicas": 0}
    gone = a_snapshot(a_deployment("web:2", spec=recreate, status=nothing), sets=[OLD])
    well = a_pod("new", running(12), ready=True)
    good = Watch(STANDING).sees(gone, seconds=5)
    bad = Watch(STANDING).sees(gone, seconds=5)

    good.sees(through(well), seconds=12).waits(until=100)
    first, second = an_end(1, start=12, finish=13), an_end(2, start=16, finish=17)
    down = a_pod("new", ended(second, restarts=1, last=first))
    bad.sees(a_snapshot(a_deployment("web:2", spec=recreate), down, sets=[OLD, NEW]), seconds=17)
    bad.waits(until=60)

    assert good.words == [(42.0, "done", "")]
    assert [(word, cause) for _, word, cause in bad.words] == [("failed", "crash")]
    assert bad.told[0][1].evidence.old_serving == 0


def test_what_is_scaled_to_zero_and_back_while_nothing_rolls_is_no_news() -> None:
    watch = Watch(STANDING)

    none = a_snapshot(a_deployment("web:1", replicas=0, complete=True), sets=[OLD])
    watch.sees(none, seconds=10)
    watch.sees(
        a_snapshot(a_deployment("web:1"), a_pod("b", waiting("ContainerCreating"), owner="rs1"), sets=[OLD]),
        seconds=60,
    )
    back = a_pod("b", running(62), owner="rs1", ready=True)
    watch.sees(a_snapshot(a_deployment("web:1", complete=True), back, sets=[OLD]), seconds=63)

    assert watch.waits(until=600).words == []


@pytest.mark.parametrize(
    ("message", "cause"),
    [
        ('pods "api-x" is forbidden: violates PodSecurity "restricted:latest": runAsNonRoot', "admission"),
        ('admission webhook "policy.example.org" denied the request: no', "admission"),
        ('pods "api-x" is forbidden: exceeded quota: few, requested: pods=1', "quota"),
        (
            'pods "api-x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi',
            "admission",
        ),
    ],
)
def test_what_the_cluster_refuses_fails_after_fifteen_seconds(message: str, cause: str) -> None:
    refused = {"type": "ReplicaFailure", "status": "True", "reason": "FailedCreate", "message": message}
    new = a_replica_set("web:2", uid="rs2", revision="2", conditions=[refused])
    watch = Watch(STANDING)

    watch.sees(a_snapshot(a_deployment("web:2"), BEFORE, sets=[OLD, new]), seconds=5).waits(until=100)

    assert watch.words == [(20.0, "failed", cause)]


def with_init(
    name: str, init: Mapping[str, Any], *main: Mapping[str, Any], ready: bool = False
) -> dict[str, Any]:
    pod = a_pod(name, *main, ready=ready)
    pod["spec"]["initContainers"] = [{"name": "migrate", "image": "web:2"}]
    pod["status"]["initContainerStatuses"] = [{"name": "migrate", "ready": False, "restartCount": 0, **init}]
    return pod


def test_an_init_container_that_fails_once_is_a_rollout_that_recovered() -> None:
    creating = waiting("PodInitializing")
    bad = an_end(1, start=2, finish=4)
    good = ended(an_end(2, 0, reason="Completed", start=6, finish=8), restarts=1, last=bad)
    watch = Watch(STANDING)

    watch.sees(rolling(with_init("new", ended(bad), creating)), seconds=4)
    watch.sees(through(with_init("new", good, running(9), ready=True)), seconds=9).waits(until=200)

    assert watch.words == [(39.0, "done", "recovered")]


def a_daemon_set(*, updated: int, available: int) -> dict[str, Any]:
    return {
        "kind": "DaemonSet",
        "metadata": {
            "name": "api",
            "namespace": "prod",
            "uid": "ds1",
            "generation": 2,
            "annotations": {"deprecated.daemonset.template.generation": "2"},
        },
        "spec": {"template": a_template("web:2")},
        "status": {
            "observedGeneration": 2,
            "desiredNumberScheduled": 2,
            "currentNumberScheduled": 2,
            "updatedNumberScheduled": updated,
            "numberAvailable": available,
        },
    }


def test_one_crashing_pod_fails_a_daemon_set_although_the_other_node_is_well() -> None:
    pods = []
    for name, generation in (("a", "1"), ("b", "2")):
        pods.append(a_pod(name, running(-500), owner="ds1", ready=True))
        pods[-1]["metadata"]["labels"] = {"pod-template-generation": generation}
    last = an_end(1, start=2, finish=3)
    watch = Watch(
        Snapshot(object=a_daemon_set(updated=1, available=2), pods=tuple(pods), synced=True), kind="daemonset"
    )

    down = a_pod("b", ended(an_end(2, start=6, finish=7), restarts=1, last=last), owner="ds1")
    down["metadata"]["labels"] = {"pod-template-generation": "2"}
    seen = Snapshot(object=a_daemon_set(updated=1, available=1), pods=(pods[0], down), synced=True)
    watch.sees(seen, seconds=7).waits(until=60)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "crash")]


def test_a_pod_that_fails_below_the_limit_of_its_job_is_progress() -> None:
    def job(*conditions: Mapping[str, str], **status: int) -> dict[str, Any]:
        return {
            "kind": "Job",
            "metadata": {"name": "api", "namespace": "prod", "uid": "j1", "generation": 1},
            "spec": {"template": a_template(), "backoffLimit": 2},
            "status": {"conditions": list(conditions), **status},
        }

    failed = a_pod("one", ended(an_end(1, 3)), owner="j1", status={"phase": "Failed"})
    failed["spec"]["restartPolicy"] = "Never"
    watch = Watch(Snapshot(object=job(active=1), synced=True), kind="job")

    watch.sees(Snapshot(object=job(active=1, failed=1), pods=(failed,), synced=True), seconds=10)
    noted = [note.word for note in watch.progress[-1].notes]
    good = {"type": "Complete", "status": "True"}
    watch.sees(Snapshot(object=job(good, succeeded=1, failed=1), pods=(failed,), synced=True), seconds=30)

    assert noted == ["job-failures"]
    assert watch.words == [(30.0, "done", "")]
