"""Custom resources by their conditions, and what old pods, lost nodes and jobs say of a workload."""

from typing import Any

import pytest

from cluster.slim import slim
from cluster.snapshot import Json, Snapshot
from domain.watch import Note
from tests.watchers.building import Watch, a_pod, a_template, running, stamp
from watchers.changes import changes
from watchers.kinds import kind_named
from watchers.view import View


def an_object(status: Json | None = None, *, generation: int = 2, **spec: Any) -> dict[str, Any]:
    metadata = {"name": "api", "namespace": "prod", "uid": "u1", "generation": generation}
    return {"metadata": metadata, "spec": spec, "status": status or {}}


def says(kind: str, status: str, reason: str = "") -> dict[str, Any]:
    return {"type": kind, "status": status, "reason": reason, "message": f"{kind} message"}


def conditions(*each: dict[str, Any], **status: Any) -> dict[str, Any]:
    return an_object({"conditions": list(each), **status})


def read(kind: str, thing: Json, *pods: Json, **beside: tuple[Json, ...]) -> View:
    found = kind_named(kind)
    assert found is not None
    return found.read(Snapshot(object=thing, pods=pods, beside=beside, synced=True))


WIDGETS = "widgets.v1.example.org"
ROLLOUTS = "rollouts.v1alpha1.argoproj.io"
APPLICATIONS = "applications.v1alpha1.argoproj.io"
CERTIFICATES = "certificates.v1.cert-manager.io"
KUSTOMIZATIONS = "kustomizations.v1.kustomize.toolkit.fluxcd.io"
SYNCED = {"sync": {"status": "Synced", "revision": "a1"}, "health": {"status": "Healthy"}}


def operation(phase: str, revision: str = "a1") -> dict[str, Any]:
    return {"operationState": {"phase": phase, "message": "it said", "syncResult": {"revision": revision}}}


@pytest.mark.parametrize(
    ("kind", "thing", "stands"),
    [
        (WIDGETS, an_object(), "waits"),
        (WIDGETS, conditions(says("Ready", "True")), "good"),
        (WIDGETS, conditions(says("Ready", "Unknown")), "waits"),
        (WIDGETS, conditions(says("Ready", "False")), "NotReady"),
        (WIDGETS, conditions(says("Ready", "True"), says("Reconciling", "True")), "waits"),
        (WIDGETS, conditions(says("Ready", "True"), says("Stalled", "True")), "Stalled"),
        (WIDGETS, conditions(says("Available", "True")), "good"),
        (WIDGETS, conditions(says("Available", "True"), says("Progressing", "True")), "good"),
        (WIDGETS, conditions(says("Failed", "True")), "Failed"),
        (WIDGETS, an_object({"phase": "Running"}), "good"),
        (WIDGETS, an_object({"phase": "Error"}), "Failed"),
        (WIDGETS, an_object({"phase": "Creating"}), "waits"),
        (WIDGETS, conditions(says("Ready", "True"), observedGeneration=1), "unseen"),
        (WIDGETS, conditions({**says("Programmed", "True"), "observedGeneration": 1}), "waits"),
        (WIDGETS, conditions({**says("Stalled", "True"), "observedGeneration": 1}), "waits"),
        (CERTIFICATES, conditions({**says("Ready", "True"), "observedGeneration": 1}), "waits"),
        (ROLLOUTS, an_object({"observedGeneration": "1", "phase": "Healthy"}), "unseen"),
        (
            ROLLOUTS,
            an_object(
                {"observedGeneration": "2", "phase": "Healthy", "stableRS": "x", "currentPodHash": "x"}
            ),
            "good",
        ),
        (ROLLOUTS, an_object({"phase": "Healthy", "stableRS": "x", "currentPodHash": "y"}), "waits"),
        (ROLLOUTS, an_object({"phase": "Degraded", "message": "RolloutAborted"}), "Failed"),
        (
            ROLLOUTS,
            an_object({"phase": "Paused", "pauseConditions": [{"reason": "CanaryPauseStep"}]}),
            "paused",
        ),
        (ROLLOUTS, an_object({"phase": "Paused", "controllerPause": True}), "waits"),
        (CERTIFICATES, conditions(says("Ready", "False", "DoesNotExist")), "waits"),
        (CERTIFICATES, conditions(says("Ready", "True"), says("Issuing", "True")), "waits"),
        (CERTIFICATES, conditions(says("Ready", "True"), says("Issuing", "False", "Issued")), "good"),
        (CERTIFICATES, conditions(says("Ready", "False"), says("Issuing", "False", "Failed")), "Failed"),
        (KUSTOMIZATIONS, conditions(says("Ready", "True"), lastAppliedRevision="m@1"), "waits"),
        (
            KUSTOMIZATIONS,
            conditions(says("Ready", "True"), lastAppliedRevision="m@1", lastAttemptedRevision="m@1"),
            "good",
        ),
        (KUSTOMIZATIONS, conditions(says("Ready", "False", "BuildFailed")), "Failed"),
        (
            KUSTOMIZATIONS,
            conditions(says("Ready", "False", "BuildFailed"), says("Reconciling", "True")),
            "waits",
        ),
        (KUSTOMIZATIONS, conditions(says("Ready", "False", "DependencyNotReady")), "waits"),
        (KUSTOMIZATIONS, an_object(suspend=True), "paused"),
        (APPLICATIONS, an_object({**SYNCED, **operation("Succeeded")}), "good"),
        (APPLICATIONS, an_object({**SYNCED, **operation("Succeeded", "b2")}), "waits"),
        (APPLICATIONS, an_object({**SYNCED, **operation("Running")}), "waits"),
        (APPLICATIONS, an_object({**SYNCED, **operation("Failed")}), "Failed"),
        (
            APPLICATIONS,
            an_object({**SYNCED, **operation("Succeeded"), "health": {"status": "Degraded"}}),
            "Degraded",
        ),
    ],
)
def test_a_custom_resource_stands_as_its_controller_says(kind: str, thing: Json, stands: str) -> None:
    view = read(kind, thing)

    found = "good" if view.is_complete else "waits"
    found = view.troubles[0].reason if view.troubles else found
    found = "paused" if view.is_paused else found
    assert (found if view.is_seen else "unseen") == stands


@pytest.mark.parametrize(
    ("spec", "status", "stands"),
    [
        (None, None, False),
        ({"template": "letter"}, "fine", False),
        ({"template": {"spec": {"containers": {"app": {}}}}}, {"phase": "Ready"}, True),
        ({"template": {"spec": "x"}}, {"conditions": {"Ready": "True"}, "state": "active"}, True),
        ({"template": {"spec": {"containers": ["app"]}}}, {"conditions": ["Ready"]}, False),
        ({}, {"conditions": [says("Ready", "True")], "observedGeneration": "2"}, True),
    ],
)
def test_a_custom_resource_of_any_shape_can_be_read(spec: Any, status: Any, stands: bool) -> None:  # noqa: FBT001  # a row
    thing = {**an_object(), "spec": spec, "status": status}

    view = read(WIDGETS, slim(thing, ""))

    assert view.is_complete is stands


def seen(thing: Json) -> Snapshot:
    return Snapshot(object=thing, synced=True)


def test_not_being_ready_for_a_minute_is_a_warning_and_no_failure() -> None:
    watch = Watch(seen(an_object()), kind=WIDGETS)

    watch.sees(seen(conditions(says("Ready", "False", "Waiting"))), seconds=10).waits(until=600)
    watch.sees(seen(conditions(says("Ready", "True"))), seconds=601)

    assert watch.words == [(70.0, "shaky", "object-unready"), (601.0, "done", "")]


def test_what_stands_and_is_not_ready_any_more_is_a_warning_each_time() -> None:
    watch = Watch(seen(conditions(says("Ready", "True"))), kind=WIDGETS)

    for start in (100, 1000):
        watch.sees(seen(conditions(says("Ready", "False", "Waiting"))), seconds=start)
        watch.sees(seen(conditions(says("Ready", "True"))), seconds=start + 300)

    assert watch.words == [(160.0, "shaky", "object-unready"), (1060.0, "shaky", "object-unready")]


@pytest.mark.parametrize(("since", "words"), [(-100, []), (-20, [(40.0, "shaky", "object-unready")])])
def test_what_has_not_been_ready_for_long_is_in_the_answer_and_does_not_ring_besides(
    since: float, words: list[tuple[float, str, str]]
) -> None:
    unready = {**says("Ready", "False", "Waiting"), "lastTransitionTime": stamp(since)}

    watch = Watch(seen(conditions(unready)), kind=WIDGETS).waits(until=600)

    assert watch.words == words


def test_a_degraded_application_is_borne_for_a_minute() -> None:
    bad = an_object({**SYNCED, **operation("Succeeded"), "health": {"status": "Degraded"}})
    watch = Watch(seen(an_object({**SYNCED, **operation("Running")})), kind=APPLICATIONS)

    watch.sees(seen(bad), seconds=5).waits(until=100)

    assert watch.words == [(65.0, "failed", "object-failed")]


def a_rollout(generation: int, *, phase: str = "Healthy", pods: str = "x") -> Snapshot:
    status = {"observedGeneration": str(generation), "phase": phase, "stableRS": pods, "currentPodHash": pods}
    return seen(an_object(status, generation=generation))


def test_an_argo_rollout_that_is_scaled_has_rolled_nothing_out() -> None:
    watch = Watch(a_rollout(2), kind=ROLLOUTS, lasting=True)

    watch.sees(a_rollout(3, phase="Progressing"), seconds=100)
    watch.sees(a_rollout(3), seconds=300).waits(until=400)
    watch.sees(a_rollout(4, pods="y"), seconds=500).waits(until=600)

    assert watch.words == [(530.0, "done", "")]


def an_application(generation: int, revision: str, *, phase: str = "Succeeded", **operated: Any) -> Snapshot:
    operation = {"phase": phase, "syncResult": {"revision": revision} if revision else None, **operated}
    sync = {"status": "Synced", "revision": revision or "b2"}
    status = {"sync": sync, "health": {"status": "Healthy"}, "operationState": operation}
    return seen(an_object(status, generation=generation))


def test_an_application_whose_status_is_refreshed_has_rolled_nothing_out() -> None:
    automated: dict[str, Any] = {
        "operation": {"initiatedBy": {"automated": True}},
        "startedAt": "2026-11-22T12:00:00Z",
    }
    watch = Watch(an_application(2, "a1", **automated), kind=APPLICATIONS, lasting=True)

    for generation in range(3, 13):
        watch.sees(an_application(generation, "a1", **automated), seconds=generation * 180)
    watch.sees(an_application(13, "", phase="Running", **automated), seconds=3000)
    watch.sees(an_application(14, "b2", **automated), seconds=3010).waits(until=4000)

    assert watch.words == [(3010.0, "done", "")]


def test_an_operation_that_a_person_starts_is_told_although_it_brings_nothing_new() -> None:
    def synced(generation: int, started: str) -> Snapshot:
        return an_application(generation, "a1", operation={"sync": {"revision": "a1"}}, startedAt=started)

    watch = Watch(synced(2, "2026-11-22T11:00:00Z"), kind=APPLICATIONS)

    watch.sees(synced(3, "2026-11-22T12:01:40Z"), seconds=100)

    assert watch.words == [(100.0, "done", "")]


def test_an_application_of_several_sources_is_done_when_all_of_them_are_synced() -> None:
    def of(*synced: str) -> Json:
        return an_object(
            {
                "sync": {"status": "Synced", "revisions": list(synced)},
                "health": {"status": "Healthy"},
                "operationState": {"phase": "Succeeded", "syncResult": {"revisions": ["a1", "b1"]}},
            }
        )

    assert read(APPLICATIONS, of("a1", "b1")).is_complete
    assert not read(APPLICATIONS, of("a1", "b2")).is_complete


def test_a_certificate_that_is_renewed_has_not_fallen_and_one_that_is_gone_has() -> None:
    renewing = says("Issuing", "True", "Renewing")
    watch = Watch(seen(conditions(says("Ready", "True"))), kind=CERTIFICATES, lasting=True)

    watch.sees(seen(conditions(says("Ready", "True"), renewing)), seconds=100)
    watch.sees(seen(conditions(says("Ready", "True"))), seconds=300)
    watch.sees(seen(conditions(says("Ready", "False", "DoesNotExist"), renewing)), seconds=400)
    watch.waits(until=500)

    assert watch.words == [(460.0, "degraded", "")]


def an_ordinal(number: int, revision: str, *, ready: bool = True) -> dict[str, Any]:
    pod = a_pod(f"db-{number}", running(0), owner="u1", ready=ready)
    pod["metadata"]["labels"] = {"controller-revision-hash": revision}
    return pod


def a_set(**strategy: Any) -> dict[str, Any]:
    status = {"observedGeneration": 2, "replicas": 2, "updateRevision": "r2", "currentRevision": "r1"}
    return an_object(status, replicas=2, template=a_template(), updateStrategy=strategy)


def test_an_old_pod_that_is_not_ready_holds_up_the_rest_and_is_named() -> None:
    pods = (an_ordinal(0, "r1"), an_ordinal(1, "r1", ready=False))
    watch = Watch(Snapshot(object=a_set(), pods=pods, synced=True), kind="statefulset")

    watch.sees(Snapshot(object=a_set(), pods=(pods[0],), synced=True), seconds=1)
    watch.sees(Snapshot(object=a_set(), pods=pods, synced=True), seconds=2).waits(until=200)

    assert ("shaky", "old-pod-stuck") in [(word, cause) for _, word, cause in watch.words]
    assert watch.told[0][1].evidence.pod == "db-1"


def test_on_delete_says_how_many_are_still_to_be_deleted() -> None:
    view = read("sts", a_set(type="OnDelete"), an_ordinal(0, "r1"), an_ordinal(1, "r2"))

    assert view.notes == (Note(word="on-delete", facts=(("old", "1"), ("total", "2"))),)
    assert (view.is_complete, view.lacks_pods) == (False, False)


def test_a_partition_is_told_as_what_it_is() -> None:
    view = read("sts", a_set(rollingUpdate={"partition": 1}), an_ordinal(0, "r1"), an_ordinal(1, "r2"))

    assert view.notes == (Note(word="partition", facts=(("updated", "1"), ("total", "2"))),)
    assert view.is_complete


def on_node(node: str, generation: str, *, ready: bool) -> dict[str, Any]:
    pod = a_pod(f"log-{node}", running(0), owner="u1", ready=ready)
    pod["metadata"]["labels"] = {"pod-template-generation": generation}
    pod["spec"]["nodeName"] = node
    return pod


def a_daemon_set() -> dict[str, Any]:
    status = {"observedGeneration": 2, "desiredNumberScheduled": 2, "updatedNumberScheduled": 1}
    thing = an_object({**status, "numberAvailable": 1, "currentNumberScheduled": 2}, template=a_template())
    thing["metadata"]["annotations"] = {"deprecated.daemonset.template.generation": "2"}
    return thing


def test_a_daemon_set_is_done_without_a_node_that_is_down_and_names_it() -> None:
    nodes = tuple(
        {"metadata": {"name": name, "uid": name}, "status": {"conditions": [{"type": "Ready", "status": up}]}}
        for name, up in (("a", "True"), ("b", "Unknown"))
    )
    pods = (on_node("a", "2", ready=True), on_node("b", "1", ready=False))

    with_nodes = read("ds", a_daemon_set(), *pods, node=nodes)
    without_the_right = read("ds", a_daemon_set(), *pods)

    assert with_nodes.is_complete
    assert with_nodes.notes[0].facts == (("done", "1"), ("total", "2"), ("nodes", "b"))
    assert not without_the_right.is_complete


def test_a_job_says_what_has_failed_so_far() -> None:
    thing = an_object({"failed": 2, "failedIndexes": "1,3"}, template=a_template(), backoffLimit=4)

    view = read("job", thing)

    assert [note.word for note in view.notes] == ["job-failures", "job-indexes"]


def test_a_job_that_was_cleaned_up_unseen_is_said_to_have_ended_in_a_way_nobody_knows() -> None:
    thing = an_object({"active": 1}, template=a_template(), ttlSecondsAfterFinished=0)
    watch = Watch(seen(thing), kind="job")

    watch.sees(Snapshot(object=None, synced=True), seconds=10).waits(until=200)

    assert watch.words == [(100.0, "deleted", "cleaned-up")]


def a_revision(name: str, number: int, template: Json, *, owner: str = "u1") -> Json:
    made = {
        "metadata": {"name": name, "uid": name, "ownerReferences": [{"uid": owner, "controller": True}]},
        "revision": number,
        "data": {"spec": {"template": {**template, "$patch": "replace"}}},
    }
    return slim(made, "ControllerRevision")


@pytest.mark.parametrize("kind", ["statefulset", "daemonset"])
def test_what_a_rollout_changed_is_told_by_the_revisions_where_they_may_be_read(kind: str) -> None:
    new = a_template("web:2", env=[{"name": "DSN", "value": "geheim"}, {"name": "MODE", "value": "b"}])
    old = a_template("web:1", env=[{"name": "MODE", "value": "a"}])
    thing = slim({**an_object({"currentRevision": "a"}), "spec": {"template": new}}, kind)
    revisions = (
        a_revision("a", 1, old),
        a_revision("b", 3, new),
        a_revision("c", 4, a_template("foreign:1"), owner="u2"),
    )

    view = read(kind, thing, controllerrevision=revisions)
    without = read(kind, thing)

    assert view.templates is not None
    assert [(one.word, one.after) for one in changes(*view.templates)] == [
        ("image", "2"),
        ("env", "+DSN ~MODE"),
    ]
    assert "geheim" not in str(revisions)
    assert without.templates is None
