"""Failures that no recording holds: what is fatal, when, and what it is called."""

import pytest

from cluster.snapshot import Snapshot
from domain.watch import Patience
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
    ended,
    running,
    stamp,
    waiting,
)

ROLLING = a_deployment()
NOT_FOUND = "docker.io/web:9: not found"


def a_rolling_watch(*, patience: Patience = Patience.NORMAL, replicas: int = 1) -> Watch:
    return Watch(a_snapshot(a_deployment(replicas=replicas)), patience=patience)


def test_a_second_sighting_of_a_missing_image_is_enough() -> None:
    watch = a_rolling_watch()

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ErrImagePull", NOT_FOUND))), seconds=1)
    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ImagePullBackOff", NOT_FOUND))), seconds=4)
    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ErrImagePull", NOT_FOUND))), seconds=8)

    assert watch.words == [(8.0, "failed", "image-not-found")]


def test_an_image_that_may_not_be_pulled_is_borne_for_45_seconds() -> None:
    watch = a_rolling_watch()

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ErrImagePull", "401 Unauthorized"))), seconds=1)
    watch.waits(until=100)

    assert watch.words == [(46.0, "failed", "image-auth")]


def test_a_back_off_that_has_lost_the_cause_keeps_the_one_before() -> None:
    watch = a_rolling_watch()

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ErrImagePull", "401 Unauthorized"))), seconds=1)
    backoff = waiting("ImagePullBackOff", 'Back-off pulling image "web:2"')
    watch.sees(a_snapshot(ROLLING, a_pod("p", backoff)), seconds=14)
    watch.waits(until=100)

    assert watch.words == [(46.0, "failed", "image-auth")]


def test_a_registry_that_does_not_answer_is_borne_for_five_minutes() -> None:
    watch = a_rolling_watch()

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ErrImagePull", "dial tcp: i/o timeout"))), seconds=1)
    watch.waits(until=400)

    assert watch.words == [(301.0, "failed", "image-unreachable")]


def test_an_invalid_image_name_fails_at_once() -> None:
    watch = a_rolling_watch()

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("InvalidImageName", "couldn't parse"))), seconds=1)

    assert watch.words == [(1.0, "failed", "image-invalid")]


def test_a_config_cache_that_is_not_there_yet_is_no_failure() -> None:
    watch = a_rolling_watch()
    message = "failed to sync configmap cache: timed out waiting for the condition"

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("CreateContainerConfigError", message))), seconds=1)
    watch.waits(until=300)

    assert watch.words == []


def test_four_ends_fail_whatever_their_codes() -> None:
    watch = a_rolling_watch()

    for number in range(4):
        seconds = 1.0 + number
        end = an_end(number, number + 1, start=seconds - 1, finish=seconds)
        watch.sees(a_snapshot(ROLLING, a_pod("p", ended(end, restarts=number))), seconds=seconds)

    assert watch.words == [(4.0, "failed", "crash")]


def test_ends_are_judged_only_while_the_container_is_down() -> None:
    watch = a_rolling_watch()
    first, second = an_end(1, start=1, finish=2), an_end(2, start=3, finish=4)

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(first))), seconds=2)
    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(second, restarts=1, last=first))), seconds=4)
    watch.sees(a_snapshot(ROLLING, a_pod("p", running(10, restarts=2, last=second))), seconds=10)
    watch.waits(until=80)

    assert watch.words == []


def test_an_app_that_ends_normally_again_and_again_fails_too() -> None:
    watch = a_rolling_watch()
    ends = [an_end(n, 0, reason="Completed", start=n * 5, finish=n * 5 + 4) for n in range(3)]

    for number, end in enumerate(ends):
        last = ends[number - 1] if number else None
        snapshot = a_snapshot(ROLLING, a_pod("p", ended(end, restarts=number, last=last)))
        watch.sees(snapshot, seconds=number * 5 + 4)
    watch.waits(until=60)

    assert watch.words == [(24.0, "failed", "crash")]
    assert watch.told[0][1].evidence.exit_code == 0


def test_a_patient_watch_bears_six_ends() -> None:
    watch = a_rolling_watch(patience=Patience.PATIENT)
    last = None

    for number in range(6):
        end = an_end(number, start=number * 20, finish=number * 20 + 1)
        snapshot = a_snapshot(ROLLING, a_pod("p", ended(end, restarts=number, last=last)))
        watch.sees(snapshot, seconds=number * 20 + 1)
        last = end

    assert watch.words == [(101.0, "failed", "crash")]


def test_a_137_is_an_oom_once_any_end_said_so() -> None:
    watch = a_rolling_watch()
    first = an_end(1, 137, start=1, finish=2)
    second = an_end(2, 137, reason="OOMKilled", start=3, finish=4)

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(first))), seconds=2)
    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(second, restarts=1, last=first))), seconds=4)
    watch.waits(until=60)

    assert watch.words == [(12.0, "failed", "oom")]


def test_a_137_that_nobody_calls_an_oom_is_a_crash() -> None:
    watch = a_rolling_watch()
    first, second = an_end(1, 137, start=1, finish=2), an_end(2, 137, start=3, finish=4)

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(first))), seconds=2)
    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(second, restarts=1, last=first))), seconds=4)
    watch.waits(until=60)

    assert watch.words == [(22.0, "failed", "crash")]


def test_a_command_that_is_not_there_fails_at_its_second_start_when_five_seconds_are_over() -> None:
    watch = a_rolling_watch()
    message = 'exec: "serve": executable file not found in $PATH'
    ends = [an_end(n, 128, reason="StartError", start=None, finish=n + 2, message=message) for n in (1, 2)]

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(ends[0]))), seconds=3)
    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(ends[1], restarts=1, last=ends[0]))), seconds=5)
    watch.waits(until=20)

    assert watch.words == [(8.0, "failed", "start-error")]


def test_exit_128_without_a_telling_message_is_counted_like_any_end() -> None:
    watch = a_rolling_watch()
    ends = [an_end(n, 128, reason="StartError", start=None, finish=n + 2, message="odd") for n in (1, 2)]

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(ends[0]))), seconds=3)
    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(ends[1], restarts=1, last=ends[0]))), seconds=5)
    watch.waits(until=60)

    assert watch.words == [(23.0, "failed", "start-error")]


def test_a_liveness_kill_is_named_by_its_event() -> None:
    watch = a_rolling_watch()
    first, second = (an_end(n, 137, start=n, finish=n + 6) for n in (1, 8))
    killing = an_event("p", "Killing", "Container app failed liveness probe, will be restarted", seconds=6)

    watch.sees(a_snapshot(ROLLING, a_pod("p", ended(first)), events=[killing]), seconds=7)
    pod = a_pod("p", ended(second, restarts=1, last=first))
    watch.sees(a_snapshot(ROLLING, pod, events=[killing]), seconds=14)
    watch.waits(until=60)

    assert [(word, cause) for _, word, cause in watch.words] == [("failed", "liveness")]


def test_a_pod_that_never_gets_ready_fails_after_90_seconds() -> None:
    watch = a_rolling_watch()
    unhealthy = an_event("p", "Unhealthy", "Readiness probe failed: statuscode: 503", seconds=3)

    pod = a_pod("p", running(1), readinessProbe=PROBE)
    watch.sees(a_snapshot(ROLLING, pod, events=[unhealthy]), seconds=1)
    watch.waits(until=200)

    assert watch.words == [(91.0, "failed", "not-ready")]
    assert watch.told[0][1].evidence.message == "Readiness probe failed: statuscode: 503"
    assert watch.told[0][1].evidence.probe == "GET :8080/ready"


def test_a_probe_that_allows_more_is_given_twice_what_it_allows() -> None:
    watch = a_rolling_watch()
    slow = {**PROBE, "failureThreshold": 30}

    watch.sees(a_snapshot(ROLLING, a_pod("p", running(1), readinessProbe=slow)), seconds=1)
    watch.waits(until=700)

    assert watch.words == [(601.0, "failed", "not-ready")]


def test_a_slow_second_pod_does_not_fail_where_another_one_is_ready() -> None:
    watch = a_rolling_watch(replicas=2)
    good = a_pod("a", running(1), ready=True, readinessProbe=PROBE)
    slow = a_pod("b", running(1), readinessProbe=PROBE)

    watch.sees(a_snapshot(a_deployment(replicas=2), good, slow), seconds=1)
    watch.waits(until=500)

    assert watch.words == []


def test_a_volume_whose_secret_is_missing_fails_after_90_seconds() -> None:
    watch = a_rolling_watch()
    failed = an_event("p", "FailedMount", 'MountVolume.SetUp failed: secret "tls" not found', seconds=5)

    pod = a_pod("p", waiting("ContainerCreating"))
    watch.sees(a_snapshot(ROLLING, pod, events=[failed]), seconds=1)
    watch.waits(until=200)

    assert watch.words == [(91.0, "failed", "mount")]


def test_an_image_that_takes_its_time_after_a_mount_trouble_is_no_failure() -> None:
    watch = a_rolling_watch()
    events = [
        an_event("p", "FailedMount", "not found", seconds=5),
        an_event("p", "Pulling", "Pulling image", seconds=9),
    ]

    watch.sees(a_snapshot(ROLLING, a_pod("p", waiting("ContainerCreating")), events=events), seconds=1)
    watch.waits(until=500)

    assert watch.words == []


def test_events_of_a_stuck_pod_are_not_read_all_the_time() -> None:
    watch = a_rolling_watch()
    pod = a_pod("p", waiting("ContainerCreating"))

    for seconds in range(1, 121):
        watch.sees(a_snapshot(ROLLING, pod), seconds=seconds)

    assert 3 <= watch.asked <= 6


@pytest.mark.parametrize(
    ("message", "seconds"),
    [
        ("0/1 nodes are available: 1 Insufficient cpu.", 181.0),
        ("0/1 nodes are available: 1 node(s) had untolerated taint {gpu: yes}.", 91.0),
        ("0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.", 91.0),
    ],
)
def test_a_pod_that_fits_nowhere_is_borne_as_long_as_its_reason_deserves(
    message: str, seconds: float
) -> None:
    watch = a_rolling_watch()

    watch.sees(a_snapshot(ROLLING, _unscheduled(message)), seconds=1)
    watch.waits(until=400)

    assert watch.words == [(seconds, "failed", "unschedulable")]


def test_a_node_that_is_being_added_is_waited_for() -> None:
    watch = a_rolling_watch()
    events = [an_event("p", "TriggeredScaleUp", "pod triggered scale-up", seconds=20)]

    pod = _unscheduled("0/1 nodes are available: 1 Insufficient cpu.")
    watch.sees(a_snapshot(ROLLING, pod, events=events), seconds=1)
    watch.waits(until=800)

    assert watch.words == [(601.0, "failed", "unschedulable")]


def test_a_gated_pod_is_never_a_failure() -> None:
    watch = a_rolling_watch()
    gated = {"type": "PodScheduled", "status": "False", "reason": "SchedulingGated"}

    watch.sees(a_snapshot(ROLLING, a_pod("p", conditions=[gated], status={"phase": "Pending"})), seconds=1)
    watch.waits(until=1000)

    assert watch.words == []


def test_a_webhook_that_refuses_pods_fails_after_15_seconds() -> None:
    watch = a_rolling_watch()
    refused = {
        "type": "ReplicaFailure",
        "status": "True",
        "reason": "FailedCreate",
        "message": 'admission webhook "no.latest" denied the request',
    }

    watch.sees(a_snapshot(ROLLING, sets=[a_replica_set(conditions=[refused])]), seconds=1)
    watch.waits(until=100)

    assert watch.words == [(16.0, "failed", "admission")]


def test_the_failure_of_an_old_replica_set_says_nothing_about_the_new_one() -> None:
    watch = a_rolling_watch()
    refused = {
        "type": "ReplicaFailure",
        "status": "True",
        "reason": "FailedCreate",
        "message": "exceeded quota",
    }
    old = a_replica_set("web:1", uid="rs1", revision="1", conditions=[refused])

    watch.sees(a_snapshot(ROLLING, sets=[old, a_replica_set()]), seconds=1)
    watch.waits(until=100)

    assert watch.words == []


def test_some_pods_well_and_one_fatal_is_a_warning_and_fails_after_a_minute() -> None:
    watch = a_rolling_watch(replicas=2)
    good = a_pod("a", running(1), ready=True)
    bad = a_pod("b", waiting("InvalidImageName", "couldn't parse"))

    watch.sees(a_snapshot(a_deployment(replicas=2), good, bad), seconds=1)
    watch.waits(until=100)

    assert watch.words == [(1.0, "partly", "image-invalid"), (61.0, "failed", "image-invalid")]
    assert watch.told[0][1].figures.ready == 1


def test_a_deadline_takes_the_name_of_the_best_suspect() -> None:
    watch = a_rolling_watch()
    late = a_deployment(progressing=_deadline("rs2", seconds=600))

    watch.sees(a_snapshot(late, a_pod("p", waiting("ErrImagePull", "i/o timeout"))), seconds=30)

    assert watch.words == [(30.0, "failed", "image-unreachable")]


def test_a_deadline_without_a_suspect_is_a_deadline() -> None:
    watch = a_rolling_watch()
    late = a_deployment(progressing=_deadline("rs2", seconds=600))

    watch.sees(a_snapshot(late), seconds=30)

    assert watch.words == [(30.0, "failed", "deadline")]


def test_a_deadline_of_the_revision_before_is_stale() -> None:
    old = a_replica_set("web:1", uid="rs1", revision="1")
    late = a_deployment("web:1", progressing=_deadline("", seconds=5))
    watch = Watch(a_snapshot(a_deployment("web:1"), sets=[old]))

    watch.sees(a_snapshot(late, sets=[old]), seconds=10)
    fixed = a_deployment("web:2", progressing=_deadline("", seconds=5))
    watch.sees(a_snapshot(fixed, sets=[old, a_replica_set()]), seconds=20)
    watch.waits(until=40)

    assert watch.words == [(10.0, "failed", "deadline")]


def test_an_evicted_pod_is_no_failure_of_the_revision() -> None:
    watch = a_rolling_watch()
    dead = a_pod(
        "p", ended(an_end(1, 137, start=1, finish=2)), status={"phase": "Failed", "reason": "Evicted"}
    )

    watch.sees(a_snapshot(ROLLING, dead, a_pod("q", running(3), ready=True)), seconds=3)
    watch.waits(until=300)

    assert watch.words == []


def test_pods_that_keep_dropping_out_fail_after_five_minutes() -> None:
    watch = Watch(a_snapshot(a_deployment()))
    up = a_snapshot(a_deployment(complete=True), a_pod("p", running(1), ready=True, readinessProbe=PROBE))
    down = a_snapshot(a_deployment(), a_pod("p", running(1), readinessProbe=PROBE))

    for number in range(20):
        watch.sees(up, seconds=1 + number * 20)
        watch.sees(down, seconds=11 + number * 20)

    assert watch.words == [(311.0, "failed", "not-ready")]


def test_pods_that_are_evicted_again_and_again_fail_after_five_minutes() -> None:
    watch = a_rolling_watch()
    evicted = {"phase": "Failed", "reason": "Evicted", "message": "The node was low on resource: memory."}
    dead = [a_pod(f"p{number}", status=evicted) for number in range(20)]

    for number in range(20):
        living = a_pod(f"p{number}", running(number * 20), ready=True)
        up = a_snapshot(a_deployment(complete=True), *dead[:number], living)
        watch.sees(up, seconds=number * 20 + 1)
        watch.sees(a_snapshot(ROLLING, *dead[: number + 1]), seconds=number * 20 + 15)

    assert watch.words == [(315.0, "failed", "evicted")]
    assert watch.told[0][1].evidence.message == "The node was low on resource: memory."


def test_a_pod_that_crashes_beside_a_good_one_is_not_forgiven_while_it_is_up_for_a_moment() -> None:
    watch = a_rolling_watch(replicas=2)
    good = a_pod("a", running(1), ready=True)
    last = None

    for number in range(8):
        end = an_end(number, start=number * 15, finish=number * 15 + 1)
        up = a_pod("b", running(number * 15, restarts=number, last=last), ready=True)
        watch.sees(a_snapshot(a_deployment(replicas=2, complete=True), good, up), seconds=number * 15 + 1)
        down = a_pod("b", ended(end, restarts=number, last=last))
        watch.sees(a_snapshot(a_deployment(replicas=2), good, down), seconds=number * 15 + 2)
        last = end

    assert [(word, cause) for _, word, cause in watch.words] == [("partly", "crash"), ("failed", "crash")]
    partly, failed = (seconds for seconds, _ in watch.told)
    assert 60 <= failed - partly <= 75


def a_stateful_set() -> dict[str, object]:
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": "s1", "generation": 1},
        "spec": {"replicas": 1, "template": a_template()},
        "status": {"observedGeneration": 1, "replicas": 0, "updateRevision": "r1"},
    }


def test_a_stateful_set_whose_pods_are_refused_is_told_by_its_events() -> None:
    watch = Watch(Snapshot(object=a_stateful_set(), synced=True), kind="statefulset")
    event = {
        "involvedObject": {"uid": "s1"},
        "reason": "FailedCreate",
        "message": 'create Pod db-0 failed: pods "db-0" is forbidden: exceeded quota: small',
        "firstTimestamp": stamp(2),
        "lastTimestamp": stamp(9),
    }

    watch.sees(Snapshot(object=a_stateful_set(), events=(event,), synced=True), seconds=1)
    watch.waits(until=60)

    assert watch.words == [(17.0, "failed", "quota")]


def test_a_stateful_set_whose_pod_is_only_slow_to_come_is_no_failure() -> None:
    watch = Watch(Snapshot(object=a_stateful_set(), synced=True), kind="statefulset")
    made = {"involvedObject": {"uid": "s1"}, "reason": "SuccessfulCreate", "lastTimestamp": stamp(9)}
    failed = {**made, "reason": "FailedCreate", "message": "exceeded quota", "lastTimestamp": stamp(5)}

    watch.sees(Snapshot(object=a_stateful_set(), events=(made, failed), synced=True), seconds=1)
    watch.waits(until=300)

    assert watch.words == []


def _unscheduled(message: str) -> dict[str, object]:
    condition = {
        "type": "PodScheduled",
        "status": "False",
        "reason": "Unschedulable",
        "message": message,
        "lastTransitionTime": stamp(1),
    }
    return a_pod("p", conditions=[condition], status={"phase": "Pending"})


def _deadline(replica_set: str, *, seconds: float) -> dict[str, str]:
    named = f'ReplicaSet "api-{replica_set}" has timed out progressing.' if replica_set else "timed out"
    return {
        "status": "False",
        "reason": "ProgressDeadlineExceeded",
        "message": named,
        "lastUpdateTime": stamp(seconds),
    }


@pytest.mark.parametrize(
    ("patience", "seconds"), [(Patience.STRICT, 14.0), (Patience.NORMAL, 21.0), (Patience.PATIENT, 330.0)]
)
def test_patience_scales_how_often_an_app_may_end_and_how_long(patience: Patience, seconds: float) -> None:
    watch = a_rolling_watch(patience=patience)
    before = None

    for restarts, moment in enumerate((1, 14, 37, 80, 165, 330, 640)):
        end = an_end(restarts, start=moment - 1, finish=moment)
        pod = a_pod("p", ended(end, restarts=restarts, last=before))
        watch.sees(a_snapshot(ROLLING, pod), seconds=moment)
        before = end

    assert watch.words == [(seconds, "failed", "crash")]


@pytest.mark.parametrize("patience", list(Patience))
def test_patience_does_not_scale_the_soak(patience: Patience) -> None:
    watch = a_rolling_watch(patience=patience)

    well = a_snapshot(a_deployment(complete=True), a_pod("p", running(1), ready=True))
    watch.sees(well, seconds=10).waits(until=100)

    assert watch.words == [(40.0, "done", "")]
