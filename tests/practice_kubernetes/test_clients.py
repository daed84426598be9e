"""Clients of others against the practice cluster: kubernetes_asyncio with the kubeconfig that we write."""

import json
from collections.abc import AsyncGenerator
from pathlib import Path
from typing import Any

import pytest

from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from domain.clock import ManualClock
from tests.practice_kubernetes.asking import NOON, ask, seen, watching

DEPLOYMENTS = "/apis/apps/v1/namespaces/prod/deployments"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def scenario() -> Scenario:
    return Scenario(NOON, automatic=False)


@pytest.fixture
async def server(clock: ManualClock, scenario: Scenario) -> AsyncGenerator[KubernetesApi]:
    async with KubernetesApi(clock, scenario.cluster, token="practice") as server:
        yield server


@pytest.fixture
async def client(server: KubernetesApi, tmp_path: Path) -> AsyncGenerator[Any]:
    from kubernetes_asyncio import client, config

    path = server.kubeconfig(tmp_path / "config")
    configuration = client.Configuration()
    await config.load_kube_config(config_file=str(path), client_configuration=configuration)
    async with client.ApiClient(configuration) as api:
        yield api


async def test_kubernetes_asyncio_reads_the_cluster_with_our_kubeconfig(client: Any) -> None:
    from kubernetes_asyncio.client import AppsV1Api, CoreV1Api, VersionApi

    version = await VersionApi(client).get_code()
    api = await AppsV1Api(client).read_namespaced_deployment("api", "prod")
    pods = await CoreV1Api(client).list_namespaced_pod("prod", label_selector="app=api", limit=2)
    namespaces = await CoreV1Api(client).list_namespace()

    assert version.git_version.startswith("v1.36")
    assert (api.status.ready_replicas, api.spec.template.spec.containers[0].image) == (3, "api:1.4.2")
    assert [len(pods.items), pods.metadata.remaining_item_count] == [2, None]
    assert [each.metadata.name for each in namespaces.items] == ["default", "kube-system", "prod"]


async def test_kubernetes_asyncio_watches_a_rollout(
    client: Any, clock: ManualClock, scenario: Scenario
) -> None:
    from kubernetes_asyncio.client import AppsV1Api
    from kubernetes_asyncio.watch import Watch

    apps = AppsV1Api(client)
    listed = await apps.list_namespaced_deployment("prod", field_selector="metadata.name=api")
    generations = []
    scenario.begin("api", now=NOON)
    await clock.advance(seconds=30)
    watch = Watch()
    async for event in watch.stream(
        apps.list_namespaced_deployment,
        "prod",
        field_selector="metadata.name=api",
        resource_version=listed.metadata.resource_version,
    ):
        found = event["object"]
        generations.append((found.metadata.generation, found.status.observed_generation))
        # Right after the change the status is still the old one: it counts only once it has been observed.
        caught_up = found.status.observed_generation == found.metadata.generation
        if caught_up and found.status.updated_replicas == 3 and found.status.replicas == 3:
            break
    await watch.close()
    await watch._api_client.close()

    assert generations[0][0] == generations[0][1] + 1
    assert generations[-1][0] == generations[-1][1]


async def test_a_rollout_arrives_over_http_as_time_goes_by(
    server: KubernetesApi, clock: ManualClock, scenario: Scenario
) -> None:
    headers = {"Authorization": "Bearer practice"}
    listed = await ask(server.url + DEPLOYMENTS, headers=headers)
    scenario.begin("worker", now=NOON)
    await clock.advance(seconds=40)
    pods = await ask(
        f"{server.url}/api/v1/namespaces/prod/pods", params={"labelSelector": "app=worker"}, headers=headers
    )
    crashed = max(pods.json["items"], key=lambda pod: pod["metadata"]["creationTimestamp"])
    name, uid = crashed["metadata"]["name"], crashed["metadata"]["uid"]

    log = await ask(
        f"{server.url}/api/v1/namespaces/prod/pods/{name}/log", params={"tailLines": "1"}, headers=headers
    )
    events = await ask(
        f"{server.url}/api/v1/namespaces/prod/events",
        params={"fieldSelector": f"involvedObject.uid={uid},type=Warning"},
        headers=headers,
    )

    assert listed.names == ["api", "shop", "worker"]
    assert crashed["status"]["containerStatuses"][0]["restartCount"] == 2
    assert log.text == "KeyError: 'DATABASE_URL'\n"
    assert {event["reason"] for event in events.json["items"]} == {"BackOff", "Unhealthy"}


async def test_a_watcher_sees_what_begins_while_it_waits(clock: ManualClock) -> None:
    scenario = Scenario(NOON)
    async with KubernetesApi(clock, scenario.cluster) as server:
        listed = await ask(server.url + DEPLOYMENTS)
        version = listed.json["metadata"]["resourceVersion"]
        async with watching(server.url + DEPLOYMENTS, resourceVersion=version) as stream:
            await clock.advance(seconds=61)
            event = await stream.next()

    assert seen(event) == ("MODIFIED", "api")
    assert event[1]["metadata"]["generation"] == event[1]["status"]["observedGeneration"] + 1


def test_a_kubeconfig_is_readable_for_its_owner_only(
    tmp_path: Path, scenario: Scenario, clock: ManualClock
) -> None:
    path = KubernetesApi(clock, scenario.cluster, port=8001, token="t").kubeconfig(tmp_path / "config")

    written = json.loads(path.read_text())
    assert path.stat().st_mode & 0o077 == 0
    assert written["clusters"][0]["cluster"] == {"server": "http://127.0.0.1:8001"}
    assert written["users"][0]["user"] == {"token": "t"}


TABLE = {
    "Accept": "application/json;as=Table;v=v1;g=meta.k8s.io,application/json",
    "Authorization": "Bearer practice",
}


async def test_a_list_comes_as_the_table_that_kubectl_prints(
    server: KubernetesApi, clock: ManualClock, scenario: Scenario
) -> None:
    scenario.begin("worker", now=NOON)
    await clock.advance(seconds=12)

    pods = await ask(f"{server.url}/api/v1/pods", params={"labelSelector": "app=worker"}, headers=TABLE)
    deployments = await ask(server.url + DEPLOYMENTS, headers=TABLE)

    columns = [each["name"] for each in pods.json["columnDefinitions"] if each["priority"] == 0]
    rows = sorted(row["cells"][1:5] for row in pods.json["rows"])
    assert pods.json["kind"] == "Table"
    assert columns == ["Name", "Ready", "Status", "Restarts", "Age"]
    assert [row[:3] for row in rows] == [
        ["0/1", "CrashLoopBackOff", "1 (9s ago)"],
        ["1/1", "Running", "0"],
        ["1/1", "Running", "0"],
    ]
    assert [row["cells"] for row in deployments.json["rows"]] == [
        ["api", "3/3", 3, 3, "5d"],
        ["shop", "2/2", 2, 2, "9d"],
        ["worker", "2/2", 1, 2, "4d1h"],
    ]


async def test_a_watch_comes_as_tables_too(server: KubernetesApi) -> None:
    async with watching(server.url + DEPLOYMENTS, headers=TABLE) as stream:
        kind, shown = await stream.next()

    assert (kind, shown["kind"], shown["rows"][0]["cells"][0]) == ("ADDED", "Table", "api")


async def test_a_restarted_server_goes_on_at_its_address_with_its_versions(clock: ManualClock) -> None:
    server = KubernetesApi(clock, Scenario(NOON, automatic=False).cluster)
    await server.start()
    before = (server.url, (await ask(server.url + DEPLOYMENTS)).json["metadata"])

    await server.stop()
    await server.start()
    after = (server.url, (await ask(server.url + DEPLOYMENTS)).json["metadata"])
    await server.stop()

    assert after == before
