"""A Role that names single objects: the object is followed alone, what belongs to it as ever."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.practice.kubernetes.access import Denial
from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from cluster.connection import Cluster
from cluster.sight import Sight
from domain.clock import ManualClock
from domain.watch import Target
from tests.cluster.ground import NOON, connected, eventually, pass_time, serving
from tests.cluster.traffic import PatientClock

API = Target(kind="deployment", namespace="prod", name="api")
DEPLOYMENTS = "/apis/apps/v1/namespaces/prod/deployments"


@pytest.fixture
def clock() -> ManualClock:
    return PatientClock(NOON)


@pytest.fixture
def scenario() -> Scenario:
    return Scenario(NOON, automatic=False)


@pytest.fixture
async def server(clock: ManualClock, scenario: Scenario) -> AsyncGenerator[KubernetesApi]:
    only_api = Denial(resource="deployments", but_named=("api",))
    async with serving(clock, scenario.cluster, denials=(only_api,)) as server:
        yield server


@pytest.fixture
async def cluster(server: KubernetesApi, clock: ManualClock, tmp_path: Path) -> AsyncGenerator[Cluster]:
    async with connected(server, clock, tmp_path) as cluster:
        yield cluster


def image(sight: Sight) -> str:
    found = sight.snapshot().object
    return str(found["spec"]["template"]["spec"]["containers"][0]["image"]) if found is not None else ""


async def test_the_one_object_that_may_be_seen_is_followed_by_its_name(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock, scenario: Scenario
) -> None:
    sight = cluster.watch(API)
    await pass_time(clock, 30, step_s=1)
    await eventually(lambda: sight.snapshot().synced)

    rolled = scenario.begin("api", now=clock.now())

    await eventually(lambda: image(sight) == rolled)
    assert sight.refused is None
    asked = {one.query.get("fieldSelector") for one in server.asked(DEPLOYMENTS)}
    assert asked == {None, "metadata.name=api"}
    sight.close()


async def test_the_next_who_watches_it_does_not_ask_for_all_again(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    first = cluster.watch(API)
    await pass_time(clock, 30, step_s=1)
    await eventually(lambda: first.snapshot().synced)
    before = len(server.asked(DEPLOYMENTS))

    second = cluster.watch(API)

    assert second.snapshot().synced
    assert second.snapshot().object is not None
    assert len(server.asked(DEPLOYMENTS)) == before
    first.close()
    second.close()


async def test_an_object_that_may_not_be_seen_at_all_names_the_right_that_is_missing(
    cluster: Cluster, clock: ManualClock
) -> None:
    sight = cluster.watch(Target(kind="deployment", namespace="prod", name="worker"))

    await pass_time(clock, 60, step_s=1)

    assert sight.refused is not None
    assert sight.refused.arguments == {"verb": "list", "resource": "deployments", "namespace": "prod"}
    sight.close()


async def test_pods_cannot_be_followed_one_by_one_and_their_right_is_named(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.access.denials = (Denial(resource="pods"),)
    sight = cluster.watch(API)

    await pass_time(clock, 30, step_s=1)

    assert sight.refused is not None
    assert sight.refused.arguments == {"verb": "list", "resource": "pods", "namespace": "prod"}
    sight.close()
