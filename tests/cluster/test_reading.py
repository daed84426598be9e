"""Finding, looking afresh, logs, events, descriptions and rights, over HTTP."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.practice.kubernetes.access import Denial
from bot.practice.kubernetes.behaviours import Behaviour, Line
from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.scenario import Scenario
from bot.practice.kubernetes.server import KubernetesApi
from cluster.access import Right
from cluster.bounds import Bounds
from cluster.connection import Cluster
from cluster.describe import describe
from cluster.faults import DeniedError, LoginLostError, NoKindError, ThrottledError, UnreachableError
from cluster.snapshot import Json
from domain.clock import ManualClock
from domain.errors import UserError
from domain.watch import Target
from tests.cluster.ground import NOON, connected, eventually, pass_time, serving

WATCHABLE = ("deployment", "statefulset", "pod")
WORKER = Target(kind="deployment", namespace="prod", name="worker")
API = Target(kind="deployment", namespace="prod", name="api")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
def scenario() -> Scenario:
    return Scenario(NOON, automatic=False)


@pytest.fixture
async def server(clock: ManualClock, scenario: Scenario) -> AsyncGenerator[KubernetesApi]:
    async with serving(clock, scenario.cluster) as server:
        yield server


@pytest.fixture
async def cluster(server: KubernetesApi, clock: ManualClock, tmp_path: Path) -> AsyncGenerator[Cluster]:
    async with connected(server, clock, tmp_path) as cluster:
        yield cluster


async def find(
    cluster: Cluster, kind: str | None, name: str | None, namespace: str | None = None
) -> list[str]:
    found = await cluster.find(kind=kind, name=name, namespace=namespace, watchable=WATCHABLE)
    return [f"{target.kind} {target}" for target in found]


@pytest.mark.parametrize(
    ("kind", "name", "namespace", "found"),
    [
        ("deployment", "api", None, ["deployment prod/api"]),
        ("deploy", "api", "prod", ["deployment prod/api"]),
        ("Deployments", "api", None, ["deployment prod/api"]),
        ("deployment.apps", "API", None, ["deployment prod/api"]),
        ("deployment", "wor", None, ["deployment prod/worker"]),
        (
            "deployment",
            None,
            "prod",
            ["deployment prod/api", "deployment prod/shop", "deployment prod/worker"],
        ),
        (None, "shop", None, ["deployment prod/shop"]),
        ("deployment", "api", "default", []),
        ("statefulset", "api", None, []),
    ],
)
async def test_what_a_person_says_is_found(
    cluster: Cluster, kind: str | None, name: str | None, namespace: str | None, found: list[str]
) -> None:
    if kind is None:
        targets = [one for one in await find(cluster, kind, name, namespace) if one.startswith("deployment")]
    else:
        targets = await find(cluster, kind, name, namespace)

    assert targets == found


async def test_the_exact_name_goes_before_what_begins_with_it(cluster: Cluster, scenario: Scenario) -> None:
    from bot.practice.kubernetes.templates import a_deployment

    scenario.cluster.apply(a_deployment("api-gateway", image="api:1.4.0"), now=NOON)

    assert await find(cluster, "deployment", "api") == ["deployment prod/api"]
    assert await find(cluster, "deployment", "ap") == ["deployment prod/api", "deployment prod/api-gateway"]


@pytest.mark.parametrize("kind", ["gadget", "secret", "deployment.batch", "event"])
async def test_a_kind_that_cannot_be_watched_is_refused(cluster: Cluster, kind: str) -> None:
    with pytest.raises(UserError) as refused:
        await find(cluster, kind, "api")

    assert refused.value.key == "cluster.kind-unknown"


async def test_namespaces_bound_what_is_found_and_what_is_looked_at(
    server: KubernetesApi, clock: ManualClock, tmp_path: Path
) -> None:
    async with connected(server, clock, tmp_path, bounds=Bounds(namespaces=("team-*",))) as cluster:
        everywhere = await find(cluster, "deployment", "api")
        with pytest.raises(UserError) as named:
            await find(cluster, "deployment", "api", "prod")
        with pytest.raises(UserError):
            await cluster.look(API)

    assert everywhere == []
    assert named.value.arguments == {"namespace": "prod"}


async def test_without_the_right_to_list_everywhere_the_contexts_own_namespace_is_searched(
    server: KubernetesApi, cluster: Cluster
) -> None:
    server.access.denials = (Denial(verb="list", resource="deployments", namespace=""),)

    found = await find(cluster, "deployment", "api")

    assert found == ["deployment prod/api"]


async def test_a_kind_that_an_old_server_does_not_have_hides_none_of_the_others(
    server: KubernetesApi, cluster: Cluster
) -> None:
    server.faults.add(Fault(kind=FaultKind.NO_KIND, path="*/statefulsets", times=None))

    found = await find(cluster, None, "api")
    nothing = await find(cluster, None, "no-such-name")

    assert "deployment prod/api" in found
    assert nothing == []
    with pytest.raises(NoKindError):
        await find(cluster, "statefulset", "api")


async def test_a_refused_call_names_the_right(server: KubernetesApi, cluster: Cluster) -> None:
    server.access.denials = (Denial(verb="list", resource="pods"),)

    with pytest.raises(DeniedError) as refused:
        await cluster.look(API)

    assert refused.value.arguments == {"verb": "list", "resource": "pods", "namespace": "prod"}


async def test_a_right_on_what_is_in_no_namespace_is_no_matter_of_naming_one(
    server: KubernetesApi, cluster: Cluster
) -> None:
    server.access.denials = (Denial(verb="list", resource="nodes"),)

    with pytest.raises(DeniedError) as refused:
        await find(cluster, "node", "practice-1")

    assert (refused.value.key, refused.value.arguments) == (
        "cluster.denied-cluster-wide",
        {"verb": "list", "resource": "nodes"},
    )


async def test_missing_rights_are_asked_of_the_server(server: KubernetesApi, cluster: Cluster) -> None:
    server.access.denials = (
        Denial(verb="watch", resource="pods", namespace="prod"),
        Denial(resource="pods/log"),
    )

    missing = await cluster.missing_rights("prod")

    assert missing == (
        Right(verb="watch", resource="pods", namespace="prod"),
        Right(verb="get", resource="pods/log", namespace="prod"),
    )


async def test_a_fresh_look_brings_what_belongs_to_the_object_and_nothing_else(cluster: Cluster) -> None:
    snapshot = await cluster.look(API)

    assert snapshot.object is not None
    assert snapshot.object["metadata"]["name"] == "api"
    assert len(snapshot.replica_sets) == 2
    assert len(snapshot.pods) == 3
    assert {pod["metadata"]["labels"]["app"] for pod in snapshot.pods} == {"api"}


async def test_what_is_not_there_is_nothing(cluster: Cluster) -> None:
    snapshot = await cluster.look(Target(kind="deployment", namespace="prod", name="nobody"))

    assert (snapshot.object, snapshot.pods, snapshot.synced) == (None, (), True)


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.TOO_MANY, ThrottledError),
        (FaultKind.HTML_500, UnreachableError),
        (FaultKind.UNAUTHORIZED, LoginLostError),
        (FaultKind.FORBIDDEN, DeniedError),
    ],
)
async def test_a_call_that_fails_says_how(
    server: KubernetesApi, cluster: Cluster, kind: FaultKind, error: type[Exception]
) -> None:
    server.faults.add(Fault(kind=kind, path="*/deployments/*", times=None))

    with pytest.raises(error):
        await cluster.look(API)


async def crashed(scenario: Scenario, clock: ManualClock, cluster: Cluster) -> Json:
    scenario.begin("worker", now=clock.now())
    await pass_time(clock, 20, step_s=1)
    snapshot = await cluster.look(WORKER)
    return next(pod for pod in snapshot.pods if "2.0" in pod["spec"]["containers"][0]["image"])


async def test_logs_are_what_the_container_wrote(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    pod = await crashed(scenario, clock, cluster)

    telling = await cluster.log(pod, "app")

    assert telling.lines[-1] == "KeyError: 'DATABASE_URL'"
    assert telling.text.splitlines()[-1].startswith("2026-11-22T")


async def test_what_is_no_log_is_never_shown_as_one(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    healthy = (await cluster.look(API)).pods[0]
    scenario.begin("shop", now=clock.now())
    scenario.begin("shop", now=clock.now())
    await pass_time(clock, 5, step_s=1)
    shop = await cluster.look(Target(kind="deployment", namespace="prod", name="shop"))
    pulling = next(pod for pod in shop.pods if "typo" in pod["spec"]["containers"][0]["image"])

    previous = await cluster.log(healthy, "app", previous=True)
    waiting = await cluster.log(pulling, "app", previous=False)
    gone = await cluster.log(
        {**healthy, "metadata": {**healthy["metadata"], "name": "api-gone"}}, "app", previous=False
    )

    assert (previous.text, previous.note) == ("", "cluster.log-no-previous")
    assert (waiting.text, waiting.note) == ("", "cluster.log-none-yet")
    assert (gone.text, gone.note) == ("", "cluster.log-gone")


async def test_without_the_right_to_read_logs_the_note_says_so(
    server: KubernetesApi, cluster: Cluster
) -> None:
    server.access.denials = (Denial(resource="pods/log"),)
    pod = (await cluster.look(API)).pods[0]

    log = await cluster.log(pod, "app")

    assert (log.text, log.note) == ("", "cluster.log-denied")


async def test_json_lines_and_broken_bytes_come_through_as_they_are(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    scenario.cluster.behave(
        "api:1.4.3", Behaviour(lines=(Line(at_s=0.0, text='{"level":"error"}'), Line(at_s=0.1, text="null")))
    )
    scenario.begin("api", now=clock.now())
    await pass_time(clock, 10, step_s=1)
    snapshot = await cluster.look(API)
    pod = next(pod for pod in snapshot.pods if "1.4.3" in pod["spec"]["containers"][0]["image"])

    log = await cluster.log(pod, "app", previous=False)

    assert log.lines == ('{"level":"error"}', "null")


async def test_a_description_tells_states_and_names_but_no_values(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    from bot.practice.kubernetes.templates import a_deployment

    secretive = a_deployment("secretive", image="worker:2.0", replicas=1)
    secretive["spec"]["template"]["spec"]["containers"][0]["env"] = [{"name": "DB_URL", "value": "geheim"}]
    scenario.cluster.apply(secretive, now=clock.now())
    await pass_time(clock, 10, step_s=1)

    text = describe(await cluster.look(Target(kind="deployment", namespace="prod", name="secretive")))

    assert "Deployment: prod/secretive" in text
    assert "Environment (names only): DB_URL" in text
    assert "exitCode=1" in text
    assert "BackOff" in text
    assert "geheim" not in text


async def test_events_are_those_of_the_object_and_its_pods(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    await crashed(scenario, clock, cluster)

    events = (await cluster.look(WORKER)).events

    assert {event["involvedObject"]["kind"] for event in events} >= {"Pod", "ReplicaSet"}
    assert all("worker" in event["involvedObject"]["name"] for event in events)


async def test_a_sight_shows_what_a_fresh_look_shows(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    sight = cluster.watch(API)
    await eventually(lambda: sight.snapshot().synced)
    scenario.begin("api", now=clock.now())
    await pass_time(clock, 30, step_s=0.5)

    fresh = await cluster.look(API, with_events=False)

    await eventually(lambda: sight.snapshot() == fresh)
    sight.close()


async def test_a_sight_of_a_deleted_object_knows_since_when_it_is_gone(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    sight = cluster.watch(API)
    await eventually(lambda: sight.snapshot().synced)
    there = sight.snapshot()
    scenario.cluster.delete("prod", "api", now=clock.now())
    gone_at = clock.now()
    await eventually(lambda: sight.snapshot().object is None)
    first = sight.snapshot()
    await pass_time(clock, 5)

    assert there.gone_since is None
    assert first.object is None
    assert first.gone_since == gone_at
    assert sight.snapshot().gone_since == gone_at
    sight.close()


async def test_a_sight_becomes_stale_when_its_server_falls_silent(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    sight = cluster.watch(API)
    await eventually(lambda: sight.snapshot().synced)
    await eventually(lambda: server.open_watches == 3)
    silent_at = clock.now()
    await server.stop()

    await pass_time(clock, 140, step_s=2)
    early = sight.snapshot().stale_since
    await pass_time(clock, 20, step_s=2)
    late = sight.snapshot().stale_since

    assert early is None
    assert late is not None
    assert timedelta() <= silent_at - late <= timedelta(seconds=2)
    assert not await cluster.ready()
    sight.close()


def crashed_pod(scenario: Scenario) -> Json | None:
    """Return a pod of the worker that crashes, in a moment in which it is down."""
    for pod in scenario.cluster.store.all("pods"):
        if not pod["metadata"]["name"].startswith("worker-"):
            continue
        for status in pod.get("status", {}).get("containerStatuses", ()):
            if status["state"].get("terminated", {}).get("exitCode"):
                return pod
    return None


async def test_a_container_that_restarts_while_it_is_looked_at_shows_the_run_that_failed(
    cluster: Cluster, scenario: Scenario, clock: ManualClock
) -> None:
    scenario.begin("worker", now=clock.now())
    while (down := crashed_pod(scenario)) is None:
        await pass_time(clock, 0.2, step_s=0.2)
    while crashed_pod(scenario) is not None:
        await pass_time(clock, 0.2, step_s=0.2)

    log = await cluster.log(down, "app")

    assert "KeyError: 'DATABASE_URL'" in log.text
