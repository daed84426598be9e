"""Courses that no recording holds: pauses and blindness that last, controllers that sleep, late watchers."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from cluster.snapshot import Snapshot
from domain.watch import Beginning, Progress, Said
from tests.watchers.building import (
    PROBE,
    Watch,
    a_deployment,
    a_pod,
    a_replica_set,
    a_snapshot,
    a_template,
    an_end,
    an_event,
    at,
    ended,
    running,
    stamp,
    waiting,
)

OLD = a_replica_set("web:1", uid="rs1", revision="1")
NEW = a_replica_set("web:2", uid="rs2", revision="2")
BEFORE = a_pod("old", running(0), owner="rs1", ready=True)
STANDING = a_snapshot(a_deployment("web:1", complete=True, since=-100), BEFORE, sets=[OLD])
SLOW = a_snapshot(a_deployment("web:2"), a_pod("new", waiting("ContainerCreating")), sets=[OLD, NEW])
THROUGH = a_snapshot(
    a_deployment("web:2", complete=True), a_pod("new", running(1), ready=True), sets=[OLD, NEW]
)


def test_a_rollout_that_is_resumed_after_an_hour_has_its_hour_before_it() -> None:
    watch = Watch(STANDING)
    paused = a_snapshot(
        a_deployment("web:2", spec={"paused": True}),
        a_pod("new", waiting("ContainerCreating")),
        sets=[OLD, NEW],
    )

    watch.sees(SLOW, seconds=10).sees(paused, seconds=20)
    watch.sees(SLOW, seconds=8000).sees(THROUGH, seconds=8010)
    watch.waits(until=8100)

    assert [(word, cause) for _, word, cause in watch.words] == [("paused", ""), ("done", "")]


def test_a_soak_that_a_pause_cut_short_begins_anew() -> None:
    watch = Watch(STANDING)
    paused = replace(THROUGH, object=a_deployment("web:2", complete=True, spec={"paused": True}))

    watch.sees(THROUGH, seconds=10).sees(paused, seconds=20)
    watch.sees(THROUGH, seconds=50)
    watch.waits(until=200)

    assert watch.words == [(80.0, "done", "")]


def test_an_hour_out_of_sight_is_not_an_hour_without_progress() -> None:
    watch = Watch(STANDING)

    watch.sees(SLOW, seconds=10).sees(replace(SLOW, stale_since=at(20)), seconds=170)
    watch.sees(SLOW, seconds=8000).sees(THROUGH, seconds=8010)
    watch.waits(until=8100)

    assert [word for _, word, _ in watch.words] == ["lost-sight", "sight-regained", "done"]


def test_a_change_that_the_controller_never_takes_up_is_said_after_an_hour() -> None:
    lagging = a_deployment("web:2", complete=True)
    lagging["metadata"]["generation"] = 2
    watch = Watch(a_snapshot(lagging, BEFORE, sets=[OLD]))

    watch.waits(until=4000)

    assert watch.words == [(3600.0, "expired", "still-rolling")]


def test_a_revision_that_is_never_made_is_said_after_an_hour() -> None:
    watch = Watch(a_snapshot(a_deployment("web:2"), sets=[]))

    watch.waits(until=4000)

    assert watch.words == [(3600.0, "expired", "still-rolling")]


def test_who_comes_late_knows_that_it_ran_well_before_it_ended() -> None:
    first, second = an_end(1, start=0, finish=30), an_end(2, start=32, finish=62)
    pod = a_pod("p", ended(second, restarts=1, last=first))

    watch = Watch(a_snapshot(a_deployment(), pod, sets=[NEW]), start=65)

    assert watch.first.beginning is Beginning.ALREADY_FAILING
    assert isinstance(watch.first.outcome, Said)
    assert watch.first.outcome.cause == "crash-after-ready"


def test_who_comes_late_takes_no_run_for_well_that_a_probe_had_to_approve() -> None:
    first, second = an_end(1, start=0, finish=30), an_end(2, start=32, finish=62)
    pod = a_pod("p", ended(second, restarts=1, last=first), readinessProbe=PROBE)

    watch = Watch(a_snapshot(a_deployment(), pod, sets=[NEW]), start=65)

    assert isinstance(watch.first.outcome, Said)
    assert watch.first.outcome.cause == "crash"


def test_who_comes_late_takes_the_api_at_its_word_that_a_probe_had_approved_it() -> None:
    first, second = an_end(1, start=0, finish=30), an_end(2, start=32, finish=62)
    pod = a_pod("p", ended(second, restarts=1, last=first), ready_since=63, readinessProbe=PROBE)

    watch = Watch(a_snapshot(a_deployment(), pod, sets=[NEW]), start=65)

    assert isinstance(watch.first.outcome, Said)
    assert watch.first.outcome.cause == "crash-after-ready"


def looping(start: float, *, run_s: float = 1.0, held_back_s: float = 40.0) -> dict[str, Any]:
    """Return a container that is up again, for the fourth time, after the kubelet has held it back."""
    finish = start - held_back_s
    return running(start, restarts=3, last=an_end(3, start=finish - run_s, finish=finish))


def test_who_comes_while_a_crash_loop_is_up_is_told_at_its_next_end() -> None:
    up = a_pod("p", looping(-5), ready=True)
    watch = Watch(a_snapshot(a_deployment(complete=True, since=-5), up, sets=[NEW]))

    last = an_end(3, start=-46, finish=-45)
    down = a_pod("p", ended(an_end(4, start=-5, finish=2), restarts=3, last=last))
    watch.sees(a_snapshot(a_deployment(), down, sets=[NEW]), seconds=3)

    assert watch.first.beginning is Beginning.ARMED
    assert isinstance(watch.first.outcome, Progress)
    assert watch.first.outcome.suspect == "crash"
    assert watch.words == [(3.0, "already-failing", "crash")]


@pytest.mark.parametrize(
    "container",
    [
        pytest.param(looping(-31), id="it-has-held-as-long-as-a-soak"),
        pytest.param(looping(-61, run_s=20), id="it-has-held-three-of-its-runs"),
        pytest.param(looping(-5, held_back_s=1), id="it-was-not-held-back"),
    ],
)
def test_restarts_of_a_container_that_loops_no_more_are_history(container: dict[str, Any]) -> None:
    up = a_pod("p", container, ready=True)
    watch = Watch(a_snapshot(a_deployment(complete=True, since=-100), up, sets=[NEW]))

    down = a_pod(
        "p", ended(an_end(4, start=-5, finish=2), restarts=3, last=container["lastState"]["terminated"])
    )
    watch.sees(a_snapshot(a_deployment(), down, sets=[NEW]), seconds=3)
    watch.waits(until=60)

    assert watch.words == []


@pytest.mark.parametrize(
    ("reason", "message", "seconds"),
    [
        ("SchedulerError", 'running PreBind plugin "VolumeBinding": binding volumes: timed out', 181.0),
        ("Unschedulable", 'persistentvolumeclaim "data" not found', 91.0),
        ("Unschedulable", "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity.", 91.0),
    ],
)
def test_a_pod_that_gets_no_node_is_unschedulable(reason: str, message: str, seconds: float) -> None:
    watch = Watch(STANDING)
    condition = {
        "type": "PodScheduled",
        "status": "False",
        "reason": reason,
        "message": message,
        "lastTransitionTime": stamp(1),
    }
    pod = a_pod("new", conditions=[condition], status={"phase": "Pending"})

    watch.sees(a_snapshot(a_deployment("web:2"), pod, sets=[OLD, NEW]), seconds=1)
    watch.waits(until=300)

    assert watch.words == [(seconds, "failed", "unschedulable")]


def test_an_init_container_over_its_memory_is_an_oom() -> None:
    watch = Watch(STANDING)
    ends = [an_end(n, 137, reason="OOMKilled", start=n * 8, finish=n * 8 + 2) for n in (1, 2)]
    pods = [
        _with_init(ended(ends[0])),
        _with_init(ended(ends[1], restarts=1, last=ends[0])),
    ]

    for pod, seconds in zip(pods, (10, 19), strict=True):
        watch.sees(a_snapshot(a_deployment("web:2"), pod, sets=[OLD, NEW]), seconds=seconds)
    watch.waits(until=60)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "oom")]
    assert watch.told[0][1].evidence.container == "migrate"


def test_a_liveness_kill_with_exit_0_is_named_by_its_event() -> None:
    watch = Watch(STANDING)
    ends = [an_end(n, 0, reason="Completed", start=n * 7, finish=n * 7 + 6) for n in range(5)]
    killing = an_event("new", "Killing", "Container app failed startup probe, will be restarted", seconds=6)

    for number, end in enumerate(ends):
        last = ends[number - 1] if number else None
        pod = a_pod("new", ended(end, restarts=number, last=last), startupProbe=PROBE)
        shown = a_snapshot(a_deployment("web:2"), pod, sets=[OLD, NEW], events=[killing])
        watch.sees(shown, seconds=number * 7 + 6)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "liveness")]
    assert watch.told[0][1].evidence.probe == "GET :8080/ready"


def test_a_rollout_back_that_comes_while_the_new_one_fails_is_a_rollback() -> None:
    again = a_replica_set(
        "web:1",
        uid="rs1",
        revision="3",
        annotations={"deployment.kubernetes.io/revision-history": "1"},
    )
    bad = a_snapshot(
        a_deployment("web:2", replicas=2),
        BEFORE,
        a_pod("new", waiting("ErrImagePull", "web:2: not found")),
        sets=[OLD, NEW],
    )
    watch = Watch(bad)

    back = a_snapshot(a_deployment("web:1", complete=True), BEFORE, sets=[again, NEW])
    watch.sees(back, seconds=10)
    watch.waits(until=100)

    assert watch.words == [(10.0, "rolled-back", "image-not-found")]


def test_a_quota_that_is_freed_after_the_verdict_is_taken_back() -> None:
    refused = {
        "type": "ReplicaFailure",
        "status": "True",
        "reason": "FailedCreate",
        "message": 'pods "api" is forbidden: exceeded quota: small',
    }
    held = a_replica_set("web:2", uid="rs2", revision="2", conditions=[refused])
    watch = Watch(STANDING)

    watch.sees(a_snapshot(a_deployment("web:2"), BEFORE, sets=[OLD, held]), seconds=10)
    watch.sees(THROUGH, seconds=60)
    watch.waits(until=200)

    assert watch.words == [(25.0, "failed", "quota"), (90.0, "done", "")]
    assert watch.told[-1][1].after_failure


def test_all_pods_may_be_away_at_once_where_the_strategy_allows_it() -> None:
    watch = Watch(STANDING)
    nothing = a_deployment("web:2", status={"replicas": 0, "updatedReplicas": 0})

    watch.sees(a_snapshot(nothing, sets=[OLD]), seconds=10)
    watch.sees(a_snapshot(nothing, sets=[OLD, NEW]), seconds=15)
    watch.sees(THROUGH, seconds=20)
    watch.waits(until=100)

    assert watch.words == [(50.0, "done", "")]


def test_ends_that_are_long_past_when_they_come_to_sight_do_not_fail_what_runs() -> None:
    watch = Watch(STANDING)
    first, last = an_end(1, start=2, finish=3), an_end(4, start=20, finish=21)

    watch.sees(a_snapshot(a_deployment("web:2"), a_pod("new", ended(first)), sets=[OLD, NEW]), seconds=3)
    # The stream was away while it ended three times more and came up at last.
    up = a_pod("new", running(31, restarts=4, last=last), ready=True)
    watch.sees(a_snapshot(a_deployment("web:2", complete=True), up, sets=[OLD, NEW]), seconds=60)
    watch.waits(until=120)

    assert watch.words == [(90.0, "done", "recovered")]


@pytest.mark.parametrize(
    "status",
    [
        {"phase": "Failed", "reason": "OutOfcpu", "message": "Node didn't have enough resource: cpu"},
        {"phase": "Failed", "reason": "UnexpectedAdmissionError"},
        {"phase": "Failed", "reason": "NodeAffinity"},
        {"phase": "Succeeded"},
    ],
)
def test_a_dead_pod_that_was_replaced_keeps_no_rollout_from_being_done(status: dict[str, str]) -> None:
    watch = Watch(STANDING)
    dead = a_pod("dead", status=status)
    living = a_pod("new", running(1), ready=True)

    through = a_deployment("web:2", complete=True)
    watch.sees(a_snapshot(through, dead, living, sets=[OLD, NEW]), seconds=10)
    watch.waits(until=100)

    assert watch.words == [(40.0, "done", "")]


def test_the_second_container_of_a_pod_is_blamed_by_its_name() -> None:
    watch = Watch(STANDING)
    ends = [an_end(n, 3, start=n * 15, finish=n * 15 + 1) for n in range(3)]

    for number, end in enumerate(ends):
        last = ends[number - 1] if number else None
        proxy = {**ended(end, restarts=number, last=last), "name": "proxy"}
        pod = a_pod("new", {**running(1), "ready": True}, proxy)
        watch.sees(a_snapshot(a_deployment("web:2"), pod, sets=[OLD, NEW]), seconds=number * 15 + 1)

    assert watch.words == [(21.0, "failed", "crash")]
    assert watch.told[0][1].evidence.container == "proxy"
    assert watch.told[0][1].evidence.exit_code == 3


def test_a_path_in_a_volume_that_cannot_be_made_is_a_mount() -> None:
    watch = Watch(STANDING)
    message = 'failed to prepare subPath for volumeMount "data" of container "app"'
    pod = a_pod("new", waiting("CreateContainerConfigError", message))

    watch.sees(a_snapshot(a_deployment("web:2"), pod, sets=[OLD, NEW]), seconds=1)
    watch.waits(until=100)

    assert watch.words == [(21.0, "failed", "mount")]


def _with_init(status: dict[str, object]) -> dict[str, object]:
    pod = a_pod("new", waiting("PodInitializing"))
    pod["spec"]["initContainers"] = [{"name": "migrate", "image": "migrate:2"}]
    pod["status"]["initContainerStatuses"] = [{"name": "migrate", "ready": False, **status}]
    return pod


def an_ordered_set(update: str, *, generation: int, image: str) -> dict[str, Any]:
    return {
        "kind": "StatefulSet",
        "metadata": {"name": "api", "namespace": "prod", "uid": "s1", "generation": generation},
        "spec": {"replicas": 2, "template": a_template(image)},
        "status": {"observedGeneration": generation, "updateRevision": update, "currentRevision": "a"},
    }


def an_ordinal(
    number: int, revision: str, state: Mapping[str, Any], *, ready: bool = False
) -> dict[str, Any]:
    pod = a_pod(f"api-{number}", state, owner="s1", ready=ready)
    pod["metadata"]["labels"] = {"controller-revision-hash": revision}
    return pod


def test_a_stateful_set_that_goes_back_is_a_rollback_for_who_came_late_too() -> None:
    first = an_ordinal(0, "a", running(-500), ready=True)
    bad = an_ordinal(1, "b", waiting("ErrImagePull", "not found"))
    again = an_ordinal(1, "a", running(25), ready=True)
    undone = an_ordered_set("a", generation=2, image="web:1")
    watch = Watch(
        Snapshot(object=an_ordered_set("b", generation=1, image="web:2"), pods=(first, bad), synced=True),
        kind="statefulset",
    )

    watch.sees(Snapshot(object=undone, pods=(first, bad), synced=True), seconds=20)
    watch.sees(Snapshot(object=undone, pods=(first, again), synced=True), seconds=25).waits(until=200)

    assert watch.words == [(15.0, "failed", "image-not-found"), (25.0, "rolled-back", "image-not-found")]


def test_what_is_remembered_of_the_words_of_a_cluster_holds_no_secret() -> None:
    refused = waiting("ErrImagePull", "denied: token=geheim1 unauthorized")
    crashed = ended(an_end(1, message="dsn postgres://app:geheim2@db"))
    pods = (a_pod("new", refused), a_pod("other", crashed))
    watch = Watch(STANDING)

    watch.sees(a_snapshot(a_deployment("web:2"), BEFORE, *pods, sets=[OLD, NEW]), seconds=5)

    assert "unauthorized" in watch.memory.encode()
    assert "geheim" not in watch.memory.encode()
