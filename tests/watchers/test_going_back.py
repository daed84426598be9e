"""A StatefulSet or DaemonSet that goes back, for who did not see the revision that it goes back to.

`kubectl rollout undo` keeps the old ControllerRevision (its uid and its age) and raises its number above all
others. Revisions are read afresh only; the streams do not hold them.
"""

from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.practice.kubernetes.access import Denial
from cluster.slim import slim
from cluster.snapshot import Json, Snapshot
from domain.watch import Beginning
from tests.watchers.building import Watch, a_pod, a_template, running, stamp, waiting
from tests.watchers.tower import Tower, a_tower
from watchers.kinds import kind_named

KINDS = pytest.mark.parametrize("kind", ["statefulset", "daemonset"])
OLD, BAD = a_template("web:1"), a_template("web:2")


def a_set(template: Json, *, generation: int, updated: int, current: str = "b") -> dict[str, Any]:
    """Return two pods' StatefulSet or DaemonSet: each kind reads its own words."""
    return {
        "metadata": {
            "name": "api",
            "namespace": "prod",
            "uid": "s1",
            "generation": generation,
            "annotations": {"deprecated.daemonset.template.generation": str(generation)},
        },
        "spec": {"replicas": 2, "template": template, "selector": {"matchLabels": {"app": "api"}}},
        "status": {
            "observedGeneration": generation,
            "replicas": 2,
            "availableReplicas": updated,
            "updateRevision": "a" if template is OLD else "b",
            "currentRevision": current,
            "desiredNumberScheduled": 2,
            "currentNumberScheduled": 2,
            "updatedNumberScheduled": updated,
            "numberAvailable": updated,
        },
    }


def on(number: int, revision: str, *, generation: int, ready: bool = True) -> dict[str, Any]:
    state = running(0) if ready else waiting("ContainerCreating")
    pod = a_pod(f"api-{number}-{generation}", state, owner="s1", ready=ready)
    pod["metadata"]["namespace"] = "prod"
    pod["metadata"]["labels"] = {
        "app": "api",
        "controller-revision-hash": revision,
        "pod-template-generation": str(generation),
    }
    return pod


def a_revision(
    name: str, number: int, template: Json, *, made: float, owner: str = "s1", owner_name: str = "api"
) -> dict[str, Any]:
    return {
        "metadata": {
            "name": name,
            "namespace": "prod",
            "uid": f"uid-{name}",
            "creationTimestamp": stamp(made),
            "ownerReferences": [{"uid": owner, "name": owner_name, "controller": True}],
        },
        "revision": number,
        "data": {"spec": {"template": {**template, "$patch": "replace"}}},
    }


UNDONE = (a_revision("a", 3, OLD, made=-900), a_revision("b", 2, BAD, made=-60))
ONWARD = (a_revision("a", 1, OLD, made=-900), a_revision("b", 2, BAD, made=-60))


def seen(thing: Json, *pods: Json, revisions: tuple[Json, ...] = ()) -> Snapshot:
    kept = tuple(slim(one, "ControllerRevision") for one in revisions)
    beside = {"controllerrevision": kept} if kept else {}
    return Snapshot(object=thing, pods=pods, beside=beside, synced=True)


@KINDS
def test_who_joins_in_the_middle_of_a_rollback_hears_that_it_is_one(kind: str) -> None:
    moving = a_set(OLD, generation=3, updated=1)
    through = a_set(OLD, generation=3, updated=2, current="a")
    pods = (on(0, "a", generation=3), on(1, "b", generation=2))
    watch = Watch(seen(moving, *pods, revisions=UNDONE), kind=kind)

    watch.sees(seen(through, pods[0], on(1, "a", generation=3)), seconds=5).waits(until=100)

    assert watch.words == [(5.0, "rolled-back", "")]


@KINDS
def test_a_first_look_without_revisions_leaves_it_to_a_later_one(kind: str) -> None:
    pods = (on(0, "a", generation=3), on(1, "b", generation=2))
    through = a_set(OLD, generation=3, updated=2, current="a")
    watch = Watch(seen(a_set(OLD, generation=3, updated=1), *pods), kind=kind)

    back = seen(through, pods[0], on(1, "a", generation=3), revisions=UNDONE)
    watch.sees(back, seconds=5).waits(until=100)

    assert [word for _, word, _ in watch.words] == ["rolled-back"]


@KINDS
def test_who_joins_in_the_middle_of_a_rollout_hears_that_it_is_done(kind: str) -> None:
    moving = a_set(BAD, generation=2, updated=1, current="a")
    through = a_set(BAD, generation=2, updated=2)
    pods = (on(0, "b", generation=2), on(1, "a", generation=1))
    foreign = a_revision("c", 1, a_template("other:1"), made=-5, owner="s2")
    watch = Watch(seen(moving, *pods, revisions=(*ONWARD, foreign)), kind=kind)

    watch.sees(seen(through, pods[0], on(1, "b", generation=2)), seconds=5).waits(until=100)

    assert [word for _, word, _ in watch.words] == ["done"]


@KINDS
def test_what_went_back_long_ago_is_simply_waited_for(kind: str) -> None:
    through = a_set(OLD, generation=3, updated=2, current="a")
    pods = (on(0, "a", generation=3), on(1, "a", generation=3))

    watch = Watch(seen(through, *pods, revisions=UNDONE), kind=kind)

    assert watch.first.beginning is Beginning.ARMED
    assert not watch.memory.rolling_back


@KINDS
def test_a_pod_that_comes_up_anew_after_a_rollback_makes_no_second_one(kind: str) -> None:
    short = a_set(OLD, generation=3, updated=1, current="a")
    whole = a_set(OLD, generation=3, updated=2, current="a")
    pods = (on(0, "a", generation=3), on(1, "a", generation=3, ready=False))
    watch = Watch(seen(short, *pods, revisions=UNDONE), kind=kind)

    back = seen(whole, pods[0], on(1, "a", generation=3), revisions=UNDONE)
    watch.sees(back, seconds=5).waits(until=100)

    assert [word for _, word, _ in watch.words] == ["done"]


@KINDS
def test_revisions_of_one_second_or_that_may_not_be_read_tell_nothing(kind: str) -> None:
    found = kind_named(kind)
    assert found is not None
    moving = a_set(OLD, generation=3, updated=1)
    twins = (a_revision("a", 3, OLD, made=-60), a_revision("b", 2, BAD, made=-60))

    assert found.read(seen(moving, revisions=UNDONE)).came_back
    assert not found.read(seen(moving, revisions=twins)).came_back
    assert not found.read(seen(moving)).came_back


@KINDS
def test_a_rollback_before_one_s_eyes_is_said_once(kind: str) -> None:
    old = (on(0, "a", generation=1), on(1, "a", generation=1))
    watch = Watch(
        seen(a_set(OLD, generation=1, updated=2, current="a"), *old, revisions=ONWARD[:1]), kind=kind
    )
    rolling = seen(
        a_set(BAD, generation=2, updated=1, current="a"), old[0], on(1, "b", generation=2, ready=False)
    )
    back = seen(
        a_set(OLD, generation=3, updated=2, current="a"),
        on(0, "a", generation=3),
        on(1, "a", generation=3),
        revisions=UNDONE,
    )

    watch.sees(rolling, seconds=5).sees(back, seconds=10).waits(until=900)

    assert [word for _, word, _ in watch.words] == ["rolled-back"]


@pytest.fixture
async def tower(tmp_path: Path) -> AsyncGenerator[Tower]:
    async with a_tower(tmp_path) as tower:
        yield tower


async def goes_back(tower: Tower) -> list[str]:
    """Watch a StatefulSet that stands at its second revision, let it go back, and return what is said."""
    store, now = tower.cluster.store, tower.clock.now()
    for name, number, template in (("a", 1, OLD), ("b", 2, BAD)):
        store.create("controllerrevisions", a_revision(name, number, template, made=0), now=tower.clock.now())
        await tower.pass_time(2)
    for number in range(2):
        store.create("pods", on(number, "b", generation=2), now=now)
    store.create("statefulsets", a_set(BAD, generation=1, updated=2), now=now)
    await tower.watch("api", kind="statefulset", streams=2)

    raised = store.find("controllerrevisions", "prod", "a") | {"revision": 3}
    store.update("controllerrevisions", raised, now=tower.clock.now())
    for number in range(2):
        store.delete("pods", ("prod", f"api-{number}-2"), now=tower.clock.now())
        store.create("pods", on(number, "a", generation=3), now=tower.clock.now())
    store.update("statefulsets", a_set(OLD, generation=2, updated=2, current="a"), now=tower.clock.now())
    await tower.pass_time(60, step_s=2)
    return await tower.words()


async def test_a_rollback_to_what_nobody_saw_is_recognised_before_it_is_spoken_of(tower: Tower) -> None:
    assert await goes_back(tower) == ["rolled-back"]


async def test_without_the_right_to_revisions_it_is_a_rollout_like_any_other(tower: Tower) -> None:
    tower.server.access.denials = (Denial(resource="controllerrevisions"),)

    assert await goes_back(tower) == ["done"]
