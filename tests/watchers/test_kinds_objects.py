"""Claims, services, nodes, cron jobs and conditions, from what the API says to what is said of them."""

from collections.abc import Sequence
from typing import Any

import pytest

from cluster.snapshot import Json, Snapshot
from domain.watch import Beginning, Note, Said
from tests.watchers.building import Watch, a_pod, a_template, an_event, stamp
from watchers.kinds import kind_named
from watchers.kinds.quantity import amount
from watchers.kinds.until import Until, value_at
from watchers.view import View

CLASSES = ({"metadata": {"name": "fast", "uid": "c1"}, "volumeBindingMode": "Immediate"},)
LATE = ({"metadata": {"name": "fast", "uid": "c1"}, "volumeBindingMode": "WaitForFirstConsumer"},)


def a_claim(phase: str, *, asked: str = "10Gi", has: str = "10Gi", **status: Any) -> dict[str, Any]:
    capacity = {"capacity": {"storage": has}} if phase == "Bound" else {}
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": "uid-api"},
        "spec": {"storageClassName": "fast", "resources": {"requests": {"storage": asked}}},
        "status": {"phase": phase, **capacity, **status},
    }


def a_service(*, kind: str = "ClusterIP", status: Json | None = None, **spec: Any) -> dict[str, Any]:
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": "uid-api"},
        "spec": {
            "type": kind,
            "selector": {"app": "api"},
            "ports": [{"port": 80, "targetPort": "http"}],
            **spec,
        },
        "status": status or {},
    }


def a_slice(*ready: bool | None, family: str = "IPv4") -> dict[str, Any]:
    endpoints = [{"conditions": {} if one is None else {"ready": one}} for one in ready]
    return {"metadata": {"name": "s", "uid": "s"}, "addressType": family, "endpoints": endpoints}


def a_node(
    status: str = "True", *, cordoned: bool = False, conditions: Sequence[Json] = ()
) -> dict[str, Any]:
    ready = {"type": "Ready", "status": status, "message": "it said", "lastTransitionTime": stamp(-3600)}
    taints = [{"key": "node.kubernetes.io/unschedulable", "timeAdded": stamp(0)}]
    return {
        "metadata": {"name": "api", "uid": "uid-api"},
        "spec": {"unschedulable": True, "taints": taints} if cordoned else {},
        "status": {"conditions": [ready, *conditions]},
    }


def a_cronjob(*, last: float | None = None, **spec: Any) -> dict[str, Any]:
    status = {"lastScheduleTime": stamp(last)} if last is not None else {}
    return {
        "metadata": {"name": "api", "namespace": "prod", "uid": "uid-api", "creationTimestamp": stamp(-7200)},
        "spec": {"schedule": "0 * * * *", **spec},
        "status": status,
    }


def a_run(name: str, made: float, *conditions: str, **status: Any) -> dict[str, Any]:
    return {
        "metadata": {"name": name, "uid": f"uid-{name}", "creationTimestamp": stamp(made)},
        "spec": {"template": a_template(), "completions": 1},
        "status": {"conditions": [{"type": kind, "status": "True"} for kind in conditions], **status},
    }


def seen(
    thing: Json,
    *pods: Json,
    jobs: Sequence[Json] = (),
    events: Sequence[Json] = (),
    **beside: tuple[Json, ...],
) -> Snapshot:
    return Snapshot(
        object=thing, pods=pods, jobs=tuple(jobs), events=tuple(events), beside=beside, synced=True
    )


def read(kind: str, snapshot: Snapshot) -> View:
    found = kind_named(kind)
    assert found is not None
    return found.read(snapshot)


def word(view: View) -> str:
    assert view.state is not None
    return view.state.word


@pytest.mark.parametrize(
    ("text", "number"),
    [("10Gi", 10 * 2**30), ("500M", 500_000_000), ("1e3", 1000), ("100m", 0.1), ("much", 0)],
)
def test_quantities_can_be_compared(text: str, number: float) -> None:
    assert float(amount(text)) == pytest.approx(number)


@pytest.mark.parametrize(
    ("claim", "classes", "state", "complete"),
    [
        (a_claim("Bound"), CLASSES, "claim-bound", True),
        (a_claim("Pending"), CLASSES, "claim-pending", False),
        (a_claim("Pending"), LATE, "claim-waits-for-pod", False),
        (a_claim("Lost"), CLASSES, "claim-lost", False),
        (a_claim("Bound", asked="20Gi"), CLASSES, "claim-resizing", False),
        (
            a_claim("Bound", conditions=[{"type": "FileSystemResizePending", "status": "True"}]),
            CLASSES,
            "claim-resize-waits",
            False,
        ),
    ],
)
def test_a_claim_stands_as_it_says(
    claim: Json,
    classes: tuple[Json, ...],
    state: str,
    complete: bool,  # noqa: FBT001  # a row of the table
) -> None:
    view = read("pvc", seen(claim, storageclass=classes))

    assert (word(view), view.is_complete) == (state, complete)


def test_a_claim_that_is_bound_at_last_is_done_at_once() -> None:
    watch = Watch(seen(a_claim("Pending"), storageclass=CLASSES), kind="persistentvolumeclaim")

    watch.sees(seen(a_claim("Bound"), storageclass=CLASSES), seconds=7)

    assert watch.words == [(7.0, "done", "")]
    assert watch.told[0][1].state == Note(word="claim-bound", facts=(("size", "10Gi"),))


def test_a_claim_that_is_not_provided_fails_with_what_its_events_say_of_normal_type_too() -> None:
    said = an_event("api", "FailedBinding", "no persistent volumes available for this claim")
    snapshot = seen(a_claim("Pending"), events=(said,), storageclass=CLASSES)

    watch = Watch(snapshot, kind="persistentvolumeclaim").waits(until=300)

    assert watch.words == [(90.0, "failed", "claim-unprovided")]
    assert "no persistent volumes" in watch.told[0][1].evidence.message


def test_a_claim_whose_class_is_not_there_fails_without_asking_for_events() -> None:
    watch = Watch(seen(a_claim("Pending"), storageclass=()), kind="persistentvolumeclaim").waits(until=60)

    assert watch.words == [(30.0, "failed", "claim-class")]


def test_a_claim_that_waits_for_its_first_pod_does_not_fail() -> None:
    watch = Watch(seen(a_claim("Pending"), storageclass=LATE), kind="persistentvolumeclaim").waits(until=1800)

    assert watch.words == []


def test_a_claim_that_was_bound_before_is_waited_on_for_its_next_change() -> None:
    watch = Watch(seen(a_claim("Bound"), storageclass=CLASSES), kind="persistentvolumeclaim")

    watch.sees(seen(a_claim("Bound", asked="20Gi"), storageclass=CLASSES), seconds=100)
    watch.sees(seen(a_claim("Bound", asked="20Gi", has="20Gi"), storageclass=CLASSES), seconds=160)

    assert watch.first.beginning is Beginning.ARMED
    assert watch.words == [(160.0, "done", "")]


@pytest.mark.parametrize(
    ("service", "slices", "state", "complete"),
    [
        (a_service(), (a_slice(True, False),), "service-endpoints", True),
        (a_service(), (a_slice(None),), "service-endpoints", True),
        (a_service(), (a_slice(False),), "service-endpoints", False),
        (a_service(kind="ExternalName", externalName="db.example"), (), "service-alias", True),
        (a_service(kind="LoadBalancer"), (a_slice(True),), "service-no-address", False),
        (
            a_service(kind="LoadBalancer", externalIPs=["192.0.2.1"]),
            (a_slice(True),),
            "service-address",
            True,
        ),
        (
            a_service(kind="LoadBalancer", status={"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}),
            (a_slice(True),),
            "service-address",
            True,
        ),
    ],
)
def test_a_service_is_done_when_somebody_answers_behind_it(
    service: Json,
    slices: tuple[Json, ...],
    state: str,
    complete: bool,  # noqa: FBT001  # a row of the table
) -> None:
    view = read("svc", seen(service, endpointslice=slices))

    assert (word(view), view.is_complete) == (state, complete)


def test_both_families_of_addresses_hold_the_same_endpoints() -> None:
    view = read(
        "svc", seen(a_service(), endpointslice=(a_slice(True, True), a_slice(True, True, family="IPv6")))
    )

    assert (view.figures.ready, view.figures.wanted) == (2, 2)


def test_a_service_whose_selector_picks_nothing_while_pods_are_ready_fails_after_a_minute() -> None:
    snapshot = seen(a_service(), endpointslice=(), pod=(a_pod(ready=True),))

    watch = Watch(snapshot, kind="service").waits(until=120)

    assert watch.words == [(60.0, "failed", "service-selector")]
    assert watch.told[0][1].evidence.message == "app=api"


def test_a_service_whose_port_no_container_has_fails_after_a_minute() -> None:
    pod = a_pod(ready=True)
    snapshot = seen(a_service(), pod, endpointslice=(a_slice(),), pod=(pod,))

    assert Watch(snapshot, kind="service").waits(until=120).words == [(60.0, "failed", "service-port")]


def test_a_service_whose_pods_are_not_ready_yet_goes_on_waiting() -> None:
    pod = a_pod(ready=False)
    watch = Watch(seen(a_service(), pod, endpointslice=(a_slice(False),), pod=(pod,)), kind="service")

    watch.sees(seen(a_service(), pod, endpointslice=(a_slice(True),), pod=(pod,)), seconds=300)

    assert watch.words == [(300.0, "done", "")]


def test_a_node_that_is_down_is_told_at_once_and_again_when_it_has_come_back_for_good() -> None:
    watch = Watch(seen(a_node("Unknown"), pod=()), kind="node")

    watch.sees(seen(a_node(), pod=()), seconds=40).waits(until=100)

    assert isinstance(watch.first.outcome, Said)
    assert (watch.first.beginning, watch.first.outcome.cause) == (Beginning.ALREADY_FAILING, "node-not-ready")
    assert watch.words == [(70.0, "done", "recovered")]


def test_that_no_endpoint_is_left_is_a_fall_although_nothing_is_there_that_could_be_ready() -> None:
    standing = seen(a_service(), endpointslice=(a_slice(True, True),))
    watch = Watch(standing, kind="service", lasting=True)

    watch.sees(seen(a_service(), endpointslice=(a_slice(True),)), seconds=50)
    watch.sees(seen(a_service(), endpointslice=(a_slice(),)), seconds=100)
    watch.sees(standing, seconds=400)

    assert watch.words == [(160.0, "degraded", ""), (400.0, "recovered", "")]


def test_a_node_under_pressure_is_told_after_a_minute() -> None:
    pressure = {"type": "DiskPressure", "status": "True", "message": "kubelet has disk pressure"}
    watch = Watch(seen(a_node(), pod=()), kind="node")

    watch.sees(seen(a_node(conditions=(pressure,)), pod=()), seconds=10).waits(until=120)

    assert watch.words == [(70.0, "already-failing", "node-pressure")]


def test_a_drain_is_done_when_only_what_stays_is_left() -> None:
    stays = a_pod("logger", ready=True)
    stays["metadata"]["ownerReferences"] = [{"uid": "d", "controller": True, "kind": "DaemonSet"}]
    watch = Watch(seen(a_node(), a_pod(ready=True), stays, pod=()), kind="node")

    watch.sees(seen(a_node(cordoned=True), a_pod(ready=True), stays, pod=()), seconds=10)
    before = watch.progress[-1].state
    watch.sees(seen(a_node(cordoned=True), stays, pod=()), seconds=40)

    assert before == Note(word="node-draining", facts=(("left", "1"),))
    assert watch.words == [(40.0, "done", "")]


def test_a_drained_node_that_is_switched_off_is_no_news() -> None:
    watch = Watch(seen(a_node(cordoned=True), a_pod(ready=True), pod=()), kind="node")

    watch.sees(seen(a_node(cordoned=True), pod=()), seconds=10)
    watch.sees(seen(a_node("Unknown", cordoned=True), pod=()), seconds=60).waits(until=300)

    assert watch.words == [(10.0, "done", "")]


def test_a_cron_job_is_watched_for_its_next_run() -> None:
    before = a_run("old", -3600, "Complete")
    thing = a_cronjob(last=-3600)
    watch = Watch(seen(thing, jobs=(before,)), kind="cronjob")

    watch.sees(seen(a_cronjob(last=0), jobs=(before, a_run("new", 0, active=1))), seconds=1)
    watch.sees(seen(a_cronjob(last=0), jobs=(before, a_run("new", 0, "Complete"))), seconds=31)

    assert watch.first.beginning is Beginning.ARMED
    assert watch.words == [(31.0, "done", "")]
    assert watch.told[0][1].notes[0].word == "cron-next"


@pytest.mark.parametrize("lasting", [False, True])
def test_a_cron_job_that_comes_at_last_is_waited_for_until_it_runs(lasting: bool) -> None:  # noqa: FBT001  # a row
    watch = Watch(Snapshot(object=None, synced=True), kind="cronjob", lasting=lasting)
    night = "30 16 * * *"

    watch.sees(seen(a_cronjob(schedule=night)), seconds=100).waits(until=16_000)
    before = watch.words[:]
    run = a_run("first", 16_200, "Complete")
    watch.sees(seen(a_cronjob(schedule=night, last=16_200), jobs=(run,)), seconds=16_230)

    assert before == []
    assert watch.words == [(16_230.0, "done", "")]


def test_a_run_that_fails_is_told_with_the_job_s_own_reason() -> None:
    before = a_run("old", -3600, "Complete")
    watch = Watch(seen(a_cronjob(last=-3600), jobs=(before,)), kind="cronjob")

    watch.sees(seen(a_cronjob(last=0), jobs=(before, a_run("new", 0, "Failed"))), seconds=20)

    assert watch.words == [(20.0, "failed", "job-failed")]


def test_a_cron_job_whose_last_run_failed_says_so_at_once_and_waits_for_the_next() -> None:
    watch = Watch(seen(a_cronjob(last=-60), jobs=(a_run("old", -60, "Failed"),)), kind="cronjob")

    assert watch.first.beginning is Beginning.ALREADY_FAILING


def test_a_run_that_does_not_begin_at_its_time_is_missed() -> None:
    watch = Watch(seen(a_cronjob(last=-10), jobs=(a_run("old", -10, "Complete"),)), kind="cronjob")

    watch.waits(until=200)

    assert watch.words == [(100.0, "already-failing", "run-missed")]


def test_a_run_whose_time_passed_while_it_was_suspended_is_given_time_to_be_made_up_for() -> None:
    suspended, resumed = a_cronjob(last=-10, suspend=True), a_cronjob(last=-10)
    caught_up = a_cronjob(last=3610)
    old = a_run("old", -10, "Complete")
    watch = Watch(seen(a_cronjob(last=-10), jobs=(old,)), kind="cronjob")

    watch.sees(seen(suspended, jobs=(old,)), seconds=5)
    watch.sees(seen(resumed, jobs=(old,)), seconds=3600)
    watch.sees(seen(caught_up, jobs=(old, a_run("new", 3610, "Complete"))), seconds=3610)

    assert watch.words == [(65.0, "paused", ""), (3610.0, "done", "")]


def test_a_time_of_day_that_is_past_when_the_schedule_is_changed_to_it_is_not_missed_at_once() -> None:
    old = a_run("old", -7200, "Complete")
    yearly, hourly = a_cronjob(last=-7200, schedule="0 0 1 1 *"), a_cronjob(last=-7200, schedule="0 * * * *")
    watch = Watch(seen(yearly, jobs=(old,)), kind="cronjob")

    watch.sees(seen(hourly, jobs=(old,)), seconds=300)
    watch.sees(seen(hourly, jobs=(old, a_run("new", 305, active=1))), seconds=305)
    watch.sees(seen(a_cronjob(last=305), jobs=(old, a_run("new", 305, "Complete"))), seconds=320)

    assert watch.words == [(320.0, "done", "")]


def test_a_run_that_begins_late_is_judged_by_itself_although_the_schedule_lags_behind_it() -> None:
    old, thing = a_run("old", -10, "Complete"), a_cronjob(last=-10)
    watch = Watch(seen(thing, jobs=(old,)), kind="cronjob")

    watch.sees(seen(thing, jobs=(old, a_run("new", 130, active=1))), seconds=130)
    watch.sees(seen(a_cronjob(last=0), jobs=(old, a_run("new", 130, "Complete"))), seconds=150)

    assert watch.words == [(100.0, "already-failing", "run-missed"), (150.0, "done", "")]


def test_a_run_that_the_policy_holds_back_is_not_missed() -> None:
    thing = a_cronjob(last=-10, concurrencyPolicy="Forbid")
    watch = Watch(seen(thing, jobs=(a_run("old", -10, active=1),)), kind="cronjob")

    assert watch.waits(until=600).words == []


def test_a_suspended_cron_job_says_so_and_misses_nothing() -> None:
    watch = Watch(seen(a_cronjob(suspend=True)), kind="cronjob").waits(until=7200)

    assert watch.first.beginning is Beginning.ARMED
    assert watch.words == [(60.0, "paused", "")]


@pytest.mark.parametrize(
    ("condition", "status", "met"),
    [
        ("Ready", {"conditions": [{"type": "Ready", "status": "True"}]}, True),
        ("ready=true", {"conditions": [{"type": "Ready", "status": "True"}]}, True),
        ("Ready=False", {"conditions": [{"type": "Ready", "status": "False"}]}, True),
        ("Ready", {"conditions": [{"type": "Ready", "status": "False"}]}, False),
        ("Ready", {"conditions": [{"type": "Ready", "status": "True", "observedGeneration": 1}]}, False),
        ("Ready", {"conditions": [{"type": "Ready", "status": "True"}], "observedGeneration": 1}, False),
        ("Ready", {"conditions": [{"type": "Ready", "status": "True"}], "observedGeneration": 2}, True),
        ("Ready", {}, False),
        ("jsonpath={.status.rate}=a=b", {"rate": "a=b"}, True),
        ("jsonpath={.status.phase}=Bound", {"phase": "Bound"}, True),
        ("jsonpath=.status.phase=Bound", {"phase": "Pending"}, False),
    ],
)
def test_until_a_condition_is_met(condition: str, status: Json, met: bool) -> None:  # noqa: FBT001  # a row
    kind = kind_named("certificates.v1.cert-manager.io")
    assert kind is not None
    thing = {"metadata": {"name": "x", "uid": "u", "generation": 2}, "spec": {}, "status": status}

    view = Until(kind, condition).read(seen(thing))

    assert (view.ending is not None) is met


def test_a_path_goes_through_lists_and_quoted_keys() -> None:
    thing = {"status": {"parts": [{"a.b": True}]}}

    assert value_at(thing, "{.status.parts[0]['a.b']}") == "true"
    assert value_at(thing, ".status.nothing.there") == ""
