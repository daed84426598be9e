"""Courses that a real cluster takes: silent nodes, storage that runs over, Jobs that give up, pauses."""

from typing import Any

import pytest

from cluster.snapshot import Snapshot
from domain.watch import Said
from tests.watchers.building import (
    PROBE,
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

ROLLING = a_deployment()
OVER = {
    "phase": "Failed",
    "reason": "Evicted",
    "message": 'Usage of EmptyDir volume "c" exceeds the limit "10Mi". ',
}


def a_job(*, spec: dict[str, Any] | None = None, **status: Any) -> dict[str, Any]:
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": "j1", "generation": 1},
        "spec": {"template": a_template("task:1"), "backoffLimit": 2, **(spec or {})},
        "status": status,
    }


def of_a_job(thing: dict[str, Any], *pods: dict[str, Any]) -> Snapshot:
    return Snapshot(object=thing, pods=pods, synced=True)


def given_up(kind: str = "Failed", reason: str = "BackoffLimitExceeded") -> dict[str, Any]:
    return {"conditions": [{"type": kind, "status": "True", "reason": reason, "message": "it gave up"}]}


def leaving(pod: dict[str, Any]) -> dict[str, Any]:
    return {**pod, "metadata": {**pod["metadata"], "deletionTimestamp": stamp(0)}}


def evictions(watch: Watch, count: int, *, status: dict[str, Any] = OVER) -> Watch:
    """Let pod after pod come up, be well for ten seconds and be evicted."""
    dead: list[dict[str, Any]] = []
    for number in range(count):
        living = a_pod(f"p{number}", running(number * 15 + 2), ready=True)
        watch.sees(a_snapshot(a_deployment(complete=True), *dead, living), seconds=number * 15 + 2)
        dead.append(a_pod(f"p{number}", status=status))
        watch.sees(a_snapshot(ROLLING, *dead), seconds=number * 15 + 12)
    return watch


def test_a_pod_that_runs_over_its_own_storage_twice_is_a_failure() -> None:
    watch = evictions(Watch(a_snapshot(ROLLING)), 2)

    assert watch.words == [(27.0, "failed", "evicted")]
    evidence = watch.told[0][1].evidence
    assert (evidence.pod, evidence.message) == ("p1", OVER["message"])


def test_a_single_eviction_is_none_whatever_it_was_for() -> None:
    watch = evictions(Watch(a_snapshot(ROLLING)), 1)

    well = a_pod("p9", running(20), ready=True)
    watch.sees(a_snapshot(a_deployment(complete=True), a_pod("p0", status=OVER), well), seconds=20)
    watch.waits(until=200)

    assert watch.words == [(50.0, "done", "")]


def test_what_is_evicted_every_minute_is_told_although_it_was_up_in_between() -> None:
    watch = Watch(a_snapshot(ROLLING))
    dead: list[dict[str, Any]] = []

    for number in range(5):
        living = a_pod(f"p{number}", running(number * 60 + 2), ready=True)
        watch.sees(a_snapshot(a_deployment(complete=True), *dead, living), seconds=number * 60 + 2)
        dead.append(a_pod(f"p{number}", status=OVER))
        watch.sees(a_snapshot(ROLLING, *dead), seconds=number * 60 + 58)

    assert watch.words == [(32.0, "done", ""), (118.0, "failed", "evicted")]


def test_evictions_that_lie_far_apart_are_single_ones() -> None:
    watch = Watch(a_snapshot(ROLLING))
    first = a_snapshot(a_deployment(complete=True), a_pod("p0", running(2), ready=True))
    dead = [a_pod("p0", status=OVER)]
    second = a_snapshot(a_deployment(complete=True), *dead, a_pod("p1", running(20), ready=True))
    third = a_snapshot(ROLLING, *dead, a_pod("p1", status=OVER))

    watch.sees(first, seconds=2).sees(a_snapshot(ROLLING, *dead), seconds=12)
    watch.sees(second, seconds=20).sees(third, seconds=300)
    watch.waits(until=320)

    assert watch.words == [(50.0, "done", "")]


def test_evicted_pods_that_lie_around_from_before_are_history() -> None:
    dead = [a_pod(f"p{number}", status=OVER) for number in range(4)]
    standing = a_snapshot(
        a_deployment(complete=True, since=-500), *dead, a_pod("q", running(-400), ready=True)
    )
    watch = Watch(standing)

    watch.waits(until=600)

    assert watch.words == []
    assert watch.phase == "armed"


def test_a_deadline_that_passes_while_the_kubelet_does_nothing_names_the_node() -> None:
    pod = a_pod("p", conditions=[{"type": "PodScheduled", "status": "True"}], status={"phase": "Pending"})
    pod["spec"]["nodeName"] = "node-1"
    pod["status"]["containerStatuses"] = []
    watch = Watch(a_snapshot(ROLLING, pod))
    late = {"status": "False", "reason": "ProgressDeadlineExceeded", "lastUpdateTime": stamp(90)}

    watch.waits(until=50)
    quiet = watch.progress[-1].suspect
    watch.sees(a_snapshot(a_deployment(progressing=late), pod), seconds=90)

    assert quiet == ""
    assert watch.words == [(90.0, "failed", "node")]
    assert watch.told[0][1].evidence.message == "node-1"


def test_a_pod_whose_node_is_not_heard_of_is_said_to_be_on_such_a_node() -> None:
    within = {"type": "ContainersReady", "status": "True"}
    pod = a_pod("p", {**running(1), "ready": True}, conditions=[within])
    pod["spec"]["nodeName"] = "node-1"
    watch = Watch(a_snapshot(ROLLING, pod))
    late = {"status": "False", "reason": "ProgressDeadlineExceeded", "lastUpdateTime": stamp(60)}

    watch.sees(a_snapshot(a_deployment(progressing=late), pod), seconds=60)

    assert watch.words == [(60.0, "failed", "node")]


def test_a_pod_with_a_readiness_gate_waits_for_whom_it_says() -> None:
    pod = a_pod(
        "p", {**running(1), "ready": True}, conditions=[{"type": "ContainersReady", "status": "True"}]
    )
    pod["spec"] |= {"nodeName": "node-1", "readinessGates": [{"conditionType": "example.com/load-balanced"}]}
    watch = Watch(a_snapshot(ROLLING, pod))

    watch.waits(until=60)

    assert {progress.suspect for progress in watch.progress} == {""}


def test_a_kill_over_the_limit_and_an_end_of_another_kind_are_not_two_kills() -> None:
    kill = an_end(1, 137, reason="OOMKilled", start=1, finish=4)
    other = an_end(2, 1, start=8, finish=12)
    watch = Watch(a_snapshot(ROLLING, a_pod("p", running(1))))

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(kill))), seconds=4)
    watch.sees(a_snapshot(ROLLING, a_pod("p", running(8, restarts=1, last=kill))), seconds=8)
    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(other, restarts=1, last=kill))), seconds=12)
    watch.waits(until=40)

    assert watch.words == []


def test_a_job_that_gives_up_while_its_pod_is_taken_away_tells_how_that_ended() -> None:
    end = an_end(3, 5, start=30, finish=31)
    pod = a_pod("report-x", ended(end, restarts=2), owner="j1")
    watch = Watch(of_a_job(a_job(active=1), a_pod("report-x", running(1), owner="j1")), kind="job")

    watch.sees(of_a_job(a_job(active=1), pod), seconds=31)
    watch.sees(of_a_job(a_job(**given_up("FailureTarget")), leaving(pod)), seconds=32)

    assert watch.words == [(32.0, "failed", "job-failed")]
    evidence = watch.told[0][1].evidence
    assert (evidence.pod, evidence.container, evidence.exit_code) == ("report-x", "app", 5)


def test_a_job_that_is_stopped_at_its_deadline_shows_the_pod_that_was_stopped() -> None:
    pod = a_pod("report-x", running(1), owner="j1")
    watch = Watch(of_a_job(a_job(active=1), pod), kind="job")

    watch.sees(of_a_job(a_job(**given_up(reason="DeadlineExceeded")), leaving(pod)), seconds=30)

    assert watch.words == [(30.0, "failed", "job-deadline")]
    assert watch.told[0][1].evidence.pod == "report-x"


def test_a_pod_of_a_job_need_not_get_ready() -> None:
    pod = a_pod("report-x", running(1), owner="j1", readinessProbe=PROBE)
    watch = Watch(of_a_job(a_job(active=1), pod), kind="job")

    watch.waits(until=400)

    assert watch.words == []


def test_a_start_of_a_job_that_fails_is_counted_by_the_job_alone() -> None:
    pod = a_pod("report-x", waiting("RunContainerError", 'exec: "serve": not found in $PATH'), owner="j1")
    watch = Watch(of_a_job(a_job(active=1), pod), kind="job")

    watch.waits(until=100)

    assert watch.words == []


def test_a_job_that_runs_has_done_nothing_yet() -> None:
    watch = Watch(of_a_job(a_job(active=1), a_pod("x", running(1), owner="j1", ready=True)), kind="job")

    assert (watch.first.outcome.figures.ready, watch.first.outcome.figures.wanted) == (0, 1)


@pytest.mark.parametrize("start", [13.0, 14.5, 20.0])
def test_a_deployment_that_is_paused_while_all_is_well_was_not_rolling(start: float) -> None:
    """What is resumed then is no rollout that overtakes another one."""
    resting = {"status": "Unknown", "reason": "DeploymentPaused", "lastUpdateTime": stamp(14)}
    old, new = a_replica_set("web:1", uid="rs1", revision="1"), a_replica_set()
    before = a_pod("old", running(-100), owner="rs1", ready=True)
    paused = a_deployment("web:1", complete=True, progressing=resting, spec={"paused": True})
    held = a_deployment("web:2", complete=True, progressing=resting, spec={"paused": True})
    watch = Watch(a_snapshot(paused, before, sets=[old]), start=start)

    watch.sees(a_snapshot(held, before, sets=[old]), seconds=22)
    watch.sees(a_snapshot(a_deployment(), before, sets=[old, new]), seconds=40)
    through = a_snapshot(a_deployment(complete=True), a_pod("new", running(42), ready=True), sets=[old, new])
    watch.sees(through, seconds=43).waits(until=100)

    assert watch.words == [(73.0, "done", "")]


def a_stateful_set(*, partition: int, current: str, update: str) -> dict[str, Any]:
    strategy = {"rollingUpdate": {"partition": partition}}
    status = {"replicas": 3, "currentRevision": current, "updateRevision": update, "observedGeneration": 1}
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": "s1", "generation": 1},
        "spec": {"replicas": 3, "updateStrategy": strategy, "template": a_template(update)},
        "status": status,
    }


def ordinals(revision: str) -> list[dict[str, Any]]:
    pods = [a_pod(f"api-{number}", running(-100), owner="s1", ready=True) for number in range(3)]
    for pod in pods:
        pod["metadata"]["labels"] = {"controller-revision-hash": revision}
    return pods


def test_a_partition_above_all_ordinals_is_done_with_nothing_to_do() -> None:
    standing = of_a_job(a_stateful_set(partition=3, current="r1", update="r1"), *ordinals("r1"))
    watch = Watch(standing, kind="statefulset")

    watch.sees(of_a_job(a_stateful_set(partition=3, current="r1", update="r2"), *ordinals("r1")), seconds=10)

    assert watch.first.outcome.figures.wanted == 3
    assert watch.first.outcome.notes == ()
    assert watch.words == [(10.0, "done", "")]
    (note,) = watch.told[0][1].notes
    assert (note.word, dict(note.facts)["updated"]) == ("partition", "0")


def test_a_daemon_set_whose_only_old_pod_is_gone_is_said_to_serve_nobody() -> None:
    thing = {
        "metadata": {
            "name": "api",
            "uid": "s1",
            "generation": 2,
            "annotations": {"deprecated.daemonset.template.generation": "2"},
        },
        "spec": {"template": a_template("agent:2")},
        "status": {"observedGeneration": 2, "desiredNumberScheduled": 1, "updatedNumberScheduled": 1},
    }
    before = {
        "metadata": {"name": "api-1", "ownerReferences": [{"uid": "s1", "controller": True}]},
        "revision": 1,
        "data": {"spec": {"template": a_template("agent:1")}},
    }
    pod = a_pod("n", waiting("InvalidImageName"), owner="s1")
    pod["metadata"]["labels"] = {"pod-template-generation": "2"}

    watch = Watch(
        Snapshot(object=thing, pods=(pod,), beside={"controllerrevision": (before,)}, synced=True),
        kind="daemonset",
    )

    assert isinstance(watch.first.outcome, Said)
    evidence = watch.first.outcome.evidence
    assert (evidence.old_serving, evidence.old_version) == (0, "1")
