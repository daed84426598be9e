"""The list+watch stream against everything that a server can do to it, over HTTP."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.server import KubernetesApi
from cluster.connection import Cluster
from cluster.resources import resource
from cluster.stream import Scope, Stream
from domain.clock import ManualClock
from tests.cluster.ground import NOON, connected, eventually, pass_time, serving, settle
from tests.cluster.traffic import PatientClock

PODS = "/api/v1/namespaces/prod/pods"
SCOPE = Scope(resource=resource("pod"), namespace="prod")


def a_pod(name: str, **status: object) -> Manifest:
    return {
        "metadata": {"name": name, "namespace": "prod", "labels": {"app": "api"}},
        "spec": {"nodeName": "node-1", "containers": [{"name": "app", "image": "api:1"}]},
        "status": {"phase": "Running", **status},
    }


@pytest.fixture
def clock() -> ManualClock:
    return PatientClock(NOON)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncGenerator[KubernetesApi]:
    async with serving(clock) as server:
        server.world.store.create("pods", a_pod("a"), now=NOON)
        server.world.store.create("pods", a_pod("b"), now=NOON)
        yield server


@pytest.fixture
async def cluster(server: KubernetesApi, clock: ManualClock, tmp_path: Path) -> AsyncGenerator[Cluster]:
    async with connected(server, clock, tmp_path) as cluster:
        yield cluster


def names(stream: Stream) -> set[str]:
    return {name for name in ("a", "b", "c", "d") if stream.store.named("prod", name) is not None}


def change(server: KubernetesApi, name: str, **status: object) -> None:
    found = server.world.store.find("pods", "prod", name)
    server.world.store.update("pods", {**found, "status": {**found["status"], **status}}, now=NOON)


def phase(stream: Stream, name: str) -> str:
    found = stream.store.named("prod", name)
    return str(found["status"]["phase"]) if found is not None else ""


async def test_a_list_then_changes_as_they_come(server: KubernetesApi, cluster: Cluster) -> None:
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    server.world.store.create("pods", a_pod("c"), now=NOON)
    change(server, "a", phase="Failed")
    server.world.store.delete("pods", ("prod", "b"), now=NOON)

    await eventually(lambda: names(stream) == {"a", "c"} and phase(stream, "a") == "Failed")
    assert [one.query.get("watch") for one in server.asked(PODS)] == [None, "true"]


async def test_a_scope_is_one_stream_however_many_want_it(server: KubernetesApi, cluster: Cluster) -> None:
    streams = [cluster.streams.take(SCOPE) for _ in range(5)]
    await eventually(lambda: server.open_watches == 1)

    assert len(set(map(id, streams))) == 1
    assert len(server.asked(PODS, watch=True)) == 1


async def test_a_stream_lingers_a_minute_after_the_last_who_wanted_it(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    cluster.streams.release(SCOPE)
    await pass_time(clock, 50, step_s=10)
    before = server.open_watches
    await pass_time(clock, 20, step_s=10)

    assert before == 1
    await eventually(lambda: server.open_watches == 0)
    assert cluster.streams.all() == {}


async def test_what_is_dropped_on_arrival_is_gone(server: KubernetesApi, cluster: Cluster) -> None:
    pod = a_pod("d")
    pod["metadata"]["managedFields"] = [{"manager": "kubectl"}]
    pod["spec"]["containers"][0]["env"] = [{"name": "DATABASE_URL", "value": "postgres://u:geheim@db/x"}]
    server.world.store.create("pods", pod, now=NOON)

    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: "d" in names(stream))

    kept = stream.store.named("prod", "d")
    assert kept is not None
    assert "managedFields" not in kept["metadata"]
    assert "geheim" not in str(kept)
    assert kept["spec"]["containers"][0]["env"][0]["name"] == "DATABASE_URL"


@pytest.mark.parametrize("kind", [FaultKind.GONE, FaultKind.GONE_IN_STREAM])
async def test_410_lists_again_and_what_vanished_meanwhile_is_told(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock, kind: FaultKind
) -> None:
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)
    told: list[tuple[str, bool]] = []
    stream.store.listen(lambda item, there: told.append((item["metadata"]["name"], there)))

    # The connection is cut, and what happens while nobody looks must be found by the list.
    server.faults.add(Fault(kind=FaultKind.HTML_500, path=PODS, watch=True, times=1))
    server.faults.add(Fault(kind=kind, path=PODS, watch=True, times=1))
    await server.stop()
    await settle()
    server.world.store.delete("pods", ("prod", "a"), now=NOON)
    change(server, "b", phase="Failed")
    await server.start()
    await pass_time(clock, 10)
    await eventually(lambda: server.open_watches == 1)

    assert told == [("a", False), ("b", True)]
    assert stream.health.gone == 1
    assert stream.health.relists == 2


async def test_429_is_obeyed_to_the_second(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.TOO_MANY, path=PODS, watch=True, times=1, retry_after_s=20))
    cluster.streams.take(SCOPE)
    await eventually(lambda: len(server.asked(PODS, watch=True)) == 1)

    await pass_time(clock, 19, step_s=1)
    during = len(server.asked(PODS, watch=True))
    await pass_time(clock, 8, step_s=1)

    assert during == 1
    assert len(server.asked(PODS, watch=True)) == 2
    await eventually(lambda: server.open_watches == 1)


@pytest.mark.parametrize(
    "kind", [FaultKind.HTML_500, FaultKind.UNAVAILABLE, FaultKind.DROP, FaultKind.INSTANT_CLOSE]
)
async def test_a_server_in_trouble_is_asked_less_and_less(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock, kind: FaultKind
) -> None:
    server.faults.add(Fault(kind=kind, path=PODS, watch=True, times=None))
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: len(server.asked(PODS, watch=True)) == 1)

    await pass_time(clock, 120)

    asked = len(server.asked(PODS, watch=True))
    # Twice as many when the connection is cut: the HTTP library asks once more by itself.
    assert 5 <= asked <= 20
    assert names(stream) == {"a", "b"}


async def test_it_recovers_when_the_trouble_is_over(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.HTML_500, path=PODS, times=4))
    stream = cluster.streams.take(SCOPE)

    await pass_time(clock, 30)
    await eventually(lambda: server.open_watches == 1)
    change(server, "a", phase="Failed")

    await eventually(lambda: phase(stream, "a") == "Failed")


async def test_a_half_open_connection_is_left_after_70_seconds_and_nothing_is_missed(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.SILENT_WATCH, path=PODS, times=1))
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    await pass_time(clock, 66, step_s=3)
    before = len(server.asked(PODS, watch=True))
    change(server, "a", phase="Failed")
    await pass_time(clock, 9, step_s=1)

    assert before == 1
    await eventually(lambda: phase(stream, "a") == "Failed")
    assert stream.health.idles <= 1
    assert stream.health.relists == 1


async def test_bookmarks_keep_a_quiet_stream_alive(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    await pass_time(clock, 200, step_s=5)

    assert len(server.asked(PODS, watch=True)) == 1
    assert stream.health.idles == 0
    assert (clock.now() - stream.health.seen_at).total_seconds() < 70


async def test_a_close_by_the_server_goes_on_from_the_same_place(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    await pass_time(clock, 320, step_s=5)
    await eventually(lambda: server.open_watches == 1)

    first, second = server.asked(PODS, watch=True)
    assert 240 <= int(first.query["timeoutSeconds"]) <= 300
    assert int(second.query["resourceVersion"]) >= int(first.query["resourceVersion"])
    assert stream.health.relists == 1


async def test_a_line_of_six_megabytes_passes(server: KubernetesApi, cluster: Cluster) -> None:
    server.faults.add(Fault(kind=FaultKind.LONG_LINE, path=PODS, times=1))
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    change(server, "a", phase="Failed")

    await eventually(lambda: phase(stream, "a") == "Failed")
    assert len(server.asked(PODS, watch=True)) == 1


async def test_garbage_in_a_stream_is_answered_with_a_list(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.GARBAGE, path=PODS, times=1))
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: len(server.asked(PODS, watch=True)) == 1)
    change(server, "a", phase="Failed")

    await pass_time(clock, 10)

    await eventually(lambda: phase(stream, "a") == "Failed")
    assert stream.health.relists == 2


async def test_a_server_that_never_answers_is_given_up_and_asked_again(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.HANG, path=PODS, watch=True, times=1))
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: len(server.asked(PODS, watch=True)) == 1)

    await pass_time(clock, 15)
    await eventually(lambda: server.open_watches == 1)
    change(server, "a", phase="Failed")

    await eventually(lambda: phase(stream, "a") == "Failed")


async def test_a_missing_right_is_said_after_three_tries_and_taken_back_when_it_is_given(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    number = server.faults.add(Fault(kind=FaultKind.FORBIDDEN, path=PODS, times=None))
    stream = cluster.streams.take(SCOPE)
    await pass_time(clock, 15, step_s=1)
    early = stream.health.refused

    await pass_time(clock, 10, step_s=1)

    assert early is None
    assert stream.health.refused is not None
    assert stream.health.refused.arguments == {"verb": "list", "resource": "pods", "namespace": "prod"}
    server.faults.remove(number)
    await pass_time(clock, 65, step_s=5)
    await eventually(lambda: stream.health.refused is None and server.open_watches == 1)


async def test_lists_come_in_pages(server: KubernetesApi, cluster: Cluster) -> None:
    for number in range(600):
        server.world.store.create("pods", a_pod(f"p{number}"), now=NOON)

    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: len(stream.store) == 602)

    lists = server.asked(PODS, watch=False)
    assert [one.query["limit"] for one in lists] == ["500", "500"]
    assert lists[1].query["continue"]


async def test_an_api_server_that_is_killed_and_comes_back_is_followed_on(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    await server.stop()
    await pass_time(clock, 3)
    await server.start()
    change(server, "a", phase="Failed")
    await pass_time(clock, 10)

    await eventually(lambda: phase(stream, "a") == "Failed")


async def test_a_stream_that_sends_bookmarks_and_no_events_is_found_out(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.DEAF_WATCH, path=PODS, times=1))
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)
    change(server, "a", phase="Failed")

    await pass_time(clock, 90, step_s=5)
    await eventually(lambda: phase(stream, "a") == "Failed")

    # The list at the start, two to be sure, and the one that mends it.
    assert len(server.asked(PODS, watch=False)) == 4
    assert (stream.health.deaf, stream.health.relists) == (1, 2)


async def test_a_sound_stream_is_asked_about_once_a_minute(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    stream = cluster.streams.take(SCOPE)
    await eventually(lambda: server.open_watches == 1)

    for _ in range(120):
        change(server, "a", phase=f"Phase{server.world.store.head('pods')}")
        await pass_time(clock, 5, step_s=5)

    lists = server.asked(PODS, watch=False)
    assert 9 <= len(lists) <= 13
    assert (stream.health.deaf, stream.health.relists) == (0, 1)


async def test_each_open_stream_is_in_the_metrics_and_leaves_them_when_it_is_closed(
    server: KubernetesApi, cluster: Cluster, clock: ManualClock
) -> None:
    server.faults.add(Fault(kind=FaultKind.GONE_IN_STREAM, path=PODS, times=1))
    cluster.streams.take(SCOPE)
    await pass_time(clock, 5)
    await eventually(lambda: server.open_watches == 1)

    during = generate_latest().decode()
    cluster.streams.release(SCOPE)
    await pass_time(clock, 70, step_s=10)
    after = generate_latest().decode()

    assert 'nightjar_stream_count{cluster="",stream="pods in prod",what="gone"} 1.0' in during
    assert 'nightjar_stream_count{cluster="",stream="pods in prod",what="relists"} 2.0' in during
    assert 'nightjar_stream_heard_at_seconds{cluster="",stream="pods in prod"}' in during
    assert "pods in prod" not in after
