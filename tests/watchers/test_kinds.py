"""StatefulSets, DaemonSets, Jobs, ReplicaSets and Pods, read from what the API says of them."""

from typing import Any

import pytest

from cluster.snapshot import Snapshot
from tests.watchers.building import a_pod, a_template, an_end, ended, running
from watchers.kinds import KINDS, kind_named
from watchers.view import View


def read(kind: str, thing: dict[str, Any], *pods: dict[str, Any]) -> View:
    found = kind_named(kind)
    assert found is not None
    return found.read(Snapshot(object=thing, pods=pods, synced=True))


def an_object(*, spec: dict[str, Any], status: dict[str, Any], **metadata: Any) -> dict[str, Any]:
    return {
        "metadata": {"name": "x", "namespace": "prod", "uid": "u1", "generation": 1, **metadata},
        "spec": {"template": a_template(), **spec},
        "status": {"observedGeneration": 1, **status},
    }


def an_ordinal(number: int, revision: str, *, ready: bool = True, leaving: bool = False) -> dict[str, Any]:
    pod = a_pod(f"x-{number}", running(0), owner="u1", ready=ready)
    pod["metadata"]["labels"] = {"controller-revision-hash": revision}
    if leaving:
        pod["metadata"]["deletionTimestamp"] = "2026-11-22T12:00:00Z"
    return pod


STATUS = {"replicas": 3, "updateRevision": "r2", "currentRevision": "r1", "availableReplicas": 3}


def test_a_stateful_set_is_through_when_every_ordinal_carries_the_new_revision() -> None:
    thing = an_object(spec={"replicas": 3}, status=STATUS)

    half = read("sts", thing, an_ordinal(0, "r1"), an_ordinal(1, "r2"), an_ordinal(2, "r2"))
    whole = read("sts", thing, *(an_ordinal(number, "r2") for number in range(3)))

    assert (half.is_complete, half.figures.updated, half.figures.old, half.old_serving) == (False, 2, 1, 1)
    assert whole.is_complete


def test_a_stateful_set_with_a_partition_is_through_when_its_part_is() -> None:
    strategy = {"rollingUpdate": {"partition": 2}}
    thing = an_object(spec={"replicas": 3, "updateStrategy": strategy}, status=STATUS)

    view = read("sts", thing, an_ordinal(0, "r1"), an_ordinal(1, "r1"), an_ordinal(2, "r2"))

    assert view.is_complete
    assert view.figures.wanted == 1


def test_a_stateful_set_whose_ordinal_is_leaving_is_not_through() -> None:
    thing = an_object(spec={"replicas": 2}, status=STATUS)

    view = read("sts", thing, an_ordinal(0, "r2"), an_ordinal(1, "r2", leaving=True))

    assert not view.is_complete


def test_an_undone_stateful_set_is_judged_by_its_pods_and_not_by_its_counters() -> None:
    status = {"replicas": 2, "updateRevision": "r1", "currentRevision": "r1", "updatedReplicas": 2}
    thing = an_object(spec={"replicas": 2}, status=status)

    view = read("sts", thing, an_ordinal(0, "r1"), an_ordinal(1, "r2", ready=False))

    assert not view.is_complete
    assert view.is_moving


def test_a_daemon_set_is_through_when_every_node_has_an_available_new_pod() -> None:
    counted = {"desiredNumberScheduled": 2, "currentNumberScheduled": 2, "numberAvailable": 2}
    rolling = an_object(spec={}, status={**counted, "updatedNumberScheduled": 1})
    through = an_object(spec={}, status={**counted, "updatedNumberScheduled": 2})

    assert not read("ds", rolling).is_complete
    assert read("ds", through).is_complete


def test_a_daemon_set_knows_its_new_pods_by_their_generation() -> None:
    generation = {"deprecated.daemonset.template.generation": "2"}
    thing = an_object(spec={}, status={"desiredNumberScheduled": 1}, annotations=generation)
    new, old = (a_pod(name, running(0), owner="u1", ready=True) for name in ("new", "old"))
    new["metadata"]["labels"] = {"pod-template-generation": "2"}
    old["metadata"]["labels"] = {"pod-template-generation": "1"}

    view = read("ds", thing, new, old)

    assert [pod["metadata"]["name"] for pod in view.new_pods] == ["new"]
    assert view.old_serving == 1


@pytest.mark.parametrize(
    ("condition", "reason", "is_good", "cause"),
    [
        ("Complete", "CompletionsReached", True, ""),
        ("SuccessCriteriaMet", "CompletionsReached", True, ""),
        ("FailureTarget", "BackoffLimitExceeded", False, "job-failed"),
        ("Failed", "DeadlineExceeded", False, "job-deadline"),
        ("Failed", "PodFailurePolicy", False, "job-failed"),
    ],
)
def test_a_job_has_the_last_word_itself(condition: str, reason: str, is_good: bool, cause: str) -> None:  # noqa: FBT001  # a table
    said = {"type": condition, "status": "True", "reason": reason}
    thing = an_object(spec={"completions": 2}, status={"conditions": [said], "succeeded": 1})

    ending = read("job", thing).ending

    assert ending is not None
    assert (ending.is_good, ending.cause) == (is_good, cause)


def test_a_job_that_runs_has_no_last_word() -> None:
    thing = an_object(spec={"completions": 2}, status={"active": 1, "succeeded": 1, "failed": 3})

    view = read("job", thing)

    assert view.ending is None
    assert (view.figures.ready, view.figures.wanted) == (1, 2)


def test_a_replica_set_is_through_when_all_its_pods_are_available() -> None:
    counted = {"replicas": 2, "readyReplicas": 2, "availableReplicas": 2}

    assert read("rs", an_object(spec={"replicas": 2}, status=counted)).is_complete
    assert not read("rs", an_object(spec={"replicas": 3}, status=counted)).is_complete


def test_a_bare_pod_that_should_end_is_through_with_its_phase() -> None:
    pod = a_pod("x", ended(an_end(1, 0, reason="Completed")), status={"phase": "Succeeded"})
    pod["spec"]["restartPolicy"] = "Never"

    ending = read("pod", pod).ending

    assert ending is not None
    assert ending.is_good


def test_a_bare_pod_that_was_evicted_says_so() -> None:
    pod = a_pod("x", running(0), status={"phase": "Failed", "reason": "Evicted"})

    ending = read("pod", pod).ending

    assert ending is not None
    assert (ending.is_good, ending.cause) == (False, "evicted")


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_refuses_to_read_nothing(kind: str) -> None:
    found = kind_named(kind)

    assert found is not None
    with pytest.raises(ValueError, match="nothing"):
        found.read(Snapshot(object=None, synced=True))


@pytest.mark.parametrize("kind", [kind.name for kind in KINDS])
def test_every_kind_reads_an_object_that_has_no_status_yet(kind: str) -> None:
    thing = {
        "metadata": {"name": "x", "namespace": "prod", "uid": "u1", "generation": 1},
        "spec": {"template": a_template(), "containers": [{"name": "app", "image": "web:2"}]},
    }

    view = read(kind, thing)

    assert view.uid == "u1"
    assert not view.is_complete or view.is_zero or view.recurs
