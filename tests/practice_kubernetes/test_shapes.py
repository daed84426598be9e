"""Simulated rollouts have the shapes of the recorded ones: same fields, conditions and counters."""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from bot.practice.kubernetes.behaviours import NO_SUCH_IMAGE, Behaviour
from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.recorded_world import RecordedWorld
from bot.practice.kubernetes.simulation import PracticeCluster
from bot.practice.kubernetes.store import Change
from bot.practice.kubernetes.templates import a_deployment
from tests.practice_kubernetes.asking import NOON, recording

RESOURCES = ("deployments", "replicasets", "pods", "events")
Play = Callable[[PracticeCluster], None]


def good(cluster: PracticeCluster) -> None:
    cluster.apply(a_deployment("api", image="web:1"), now=after(1))
    cluster.set_image("prod", "api", "web:2", now=after(15))


def crashing(cluster: PracticeCluster) -> None:
    cluster.behave("web:3", Behaviour(ready_after_s=None, lives_s=1.0))
    cluster.apply(a_deployment("pay", image="web:1", replicas=2, progressDeadlineSeconds=30), now=after(1))
    cluster.set_image("prod", "pay", "web:3", now=after(14))


def crashing_at_once(cluster: PracticeCluster) -> None:
    cluster.behave("api:1", Behaviour(lives_s=0.2))
    deployment = a_deployment("api", image="api:1", replicas=1)
    (container,) = deployment["spec"]["template"]["spec"]["containers"]
    del container["readinessProbe"], container["ports"], container["resources"]
    cluster.apply(deployment, now=after(1))


def mistyped(cluster: PracticeCluster) -> None:
    cluster.behave("web:typo", Behaviour(pull_error=NO_SUCH_IMAGE))
    cluster.apply(a_deployment("api", image="web:1"), now=after(1))
    cluster.set_image("prod", "api", "web:typo", now=after(15))


def never_ready(cluster: PracticeCluster) -> None:
    answer = "HTTP probe failed with statuscode: 404"
    cluster.behave("web:1", Behaviour(ready_after_s=None, probe_answer=answer))
    cluster.apply(a_deployment("api", image="web:1", replicas=2, progressDeadlineSeconds=20), now=after(1))


def scaled_to_zero(cluster: PracticeCluster) -> None:
    cluster.apply(a_deployment("api", image="web:1", replicas=0), now=after(1))


PLAYS: dict[str, Play] = {
    "update-good": good,
    "update-crashes": crashing,
    "crash-at-start": crashing_at_once,
    "update-bad-tag": mistyped,
    "never-ready": never_ready,
    "scaled-to-zero": scaled_to_zero,
}


def after(seconds: float) -> Any:
    return NOON + timedelta(seconds=seconds)


def played(name: str) -> tuple[list[Change], RecordedWorld]:
    world = RecordedWorld(recording(name))
    cluster = PracticeCluster(NOON)
    changes: list[Change] = []
    cluster.store.subscribe(changes.append)
    PLAYS[name](cluster)
    cluster.advance(after(world.meta.seconds))
    return changes, world


def simulated(changes: Iterable[Change], resource: str) -> list[Manifest]:
    return [change.object for change in changes if change.resource == resource]


def recorded(world: RecordedWorld, resource: str) -> list[Manifest]:
    return [each.object for each in world.events if each.resource == resource and each.type != "BOOKMARK"]


def paths(value: Any, at: str = "") -> Iterator[str]:
    if isinstance(value, dict):
        if not value:
            yield at
        for name, inner in value.items():
            yield from paths(inner, f"{at}.{'*' if at.endswith(('labels', 'matchLabels')) else name}")
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{at}[]")
    else:
        yield at


def steps(manifests: list[Manifest]) -> list[list[tuple[str, str, str]]]:
    found: list[list[tuple[str, str, str]]] = []
    for each in manifests:
        conditions = [
            (c["type"], c["status"], c.get("reason", "")) for c in each["status"].get("conditions", ())
        ]
        if not found or found[-1] != conditions:
            found.append(conditions)
    return found


@pytest.mark.parametrize("resource", RESOURCES)
@pytest.mark.parametrize("name", ["update-good", "update-crashes", "update-bad-tag", "scaled-to-zero"])
def test_the_fields_are_those_of_the_recording(name: str, resource: str) -> None:
    changes, world = played(name)

    ours = {path for each in simulated(changes, resource) for path in paths(each)}
    theirs = {path for each in recorded(world, resource) for path in paths(each)}

    assert sorted(ours ^ theirs) == []


@pytest.mark.parametrize("name", ["update-good", "update-crashes", "never-ready", "scaled-to-zero"])
def test_a_deployment_goes_through_the_recorded_conditions_in_their_order(name: str) -> None:
    changes, world = played(name)

    assert steps(simulated(changes, "deployments")) == steps(recorded(world, "deployments"))


def test_a_pod_without_a_probe_flaps_as_recorded() -> None:
    changes, world = played("crash-at-start")

    ours = steps(simulated(changes, "deployments"))
    theirs = steps(recorded(world, "deployments"))

    assert ours[:9] == theirs[:9]
    assert {tuple(each) for each in ours} == {tuple(each) for each in theirs}


@pytest.mark.parametrize("name", ["update-good", "update-crashes"])
def test_every_status_of_the_deployment_counts_as_recorded(name: str) -> None:
    def counts(manifests: list[Manifest]) -> list[Manifest]:
        return [
            {"generation": each["metadata"]["generation"]}
            | {key: value for key, value in each["status"].items() if key != "conditions"}
            for each in manifests
        ]

    changes, world = played(name)

    assert counts(simulated(changes, "deployments")) == counts(recorded(world, "deployments"))


def test_a_leaving_pod_ends_as_recorded() -> None:
    def last_of_first_deleted(events: list[tuple[str, Manifest]]) -> list[tuple[str, str, int | None]]:
        gone = next(each["metadata"]["name"] for kind, each in events if kind == "DELETED")
        return [
            (kind, each["status"]["phase"], each["metadata"].get("deletionGracePeriodSeconds"))
            for kind, each in events
            if each["metadata"]["name"] == gone and "deletionTimestamp" in each["metadata"]
        ]

    changes, world = played("update-good")
    ours = [(change.kind, change.object) for change in changes if change.resource == "pods"]
    theirs = [(each.type, each.object) for each in world.events_between("pods", 0, 60)]

    assert last_of_first_deleted(ours) == last_of_first_deleted(theirs)


def test_restarts_come_when_a_kubelet_makes_them() -> None:
    changes, _ = played("update-crashes")
    starts: dict[int, float] = {}
    for change in changes:
        if change.resource == "pods" and change.at >= after(14):
            for status in change.object["status"].get("containerStatuses", ()):
                if status["restartCount"]:
                    starts.setdefault(status["restartCount"], (change.at - after(14)).total_seconds())

    assert [round(starts[number]) for number in (1, 2, 3)] == [
        pytest.approx(3, abs=1),
        pytest.approx(17, abs=2),
        pytest.approx(43, abs=5),
    ]


def test_a_crash_is_told_by_the_recorded_events() -> None:
    def told(manifests: list[Manifest]) -> set[tuple[str, str]]:
        return {(each["type"], each["reason"]) for each in manifests}

    changes, world = played("update-crashes")

    assert told(simulated(changes, "events")) == told(recorded(world, "events"))
    counts = [each["count"] for each in simulated(changes, "events") if each["reason"] == "BackOff"]
    assert counts == list(range(1, len(counts) + 1))


def test_a_missing_tag_alternates_as_recorded() -> None:
    def waits(manifests: list[Manifest]) -> list[str]:
        found: list[str] = []
        for each in manifests:
            for status in each["status"].get("containerStatuses", ()):
                reason = status["state"].get("waiting", {}).get("reason", "")
                if reason.endswith(("ImagePull", "ImagePullBackOff")) and found[-1:] != [reason]:
                    found.append(reason)
        return found

    changes, world = played("update-bad-tag")

    assert waits(simulated(changes, "pods"))[:4] == waits(recorded(world, "pods"))
