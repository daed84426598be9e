"""WATCH: versions, bookmarks, selectors that objects move through, and 410."""

import json
from collections.abc import AsyncGenerator

import pytest

from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.resources import resource_named
from bot.practice.kubernetes.selectors import Selection
from bot.practice.kubernetes.server import KubernetesApi
from bot.practice.kubernetes.store import Store
from bot.practice.kubernetes.watching import Watching, WatchPlan
from domain.clock import ManualClock
from tests.practice_kubernetes.asking import NOON, a_pod, ask, seen, watching

PODS = "/api/v1/namespaces/prod/pods"


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOON)


@pytest.fixture
async def server(clock: ManualClock) -> AsyncGenerator[KubernetesApi]:
    async with KubernetesApi(clock) as server:
        server.world.store.create("pods", a_pod("p0"), now=NOON)
        yield server


def relabelled(server: KubernetesApi, name: str, labels: dict[str, str]) -> Manifest:
    pod = server.world.store.find("pods", "prod", name)
    changed = {**pod, "metadata": {**pod["metadata"], "labels": labels}}
    return server.world.store.update("pods", changed, now=NOON)


async def test_a_watch_goes_on_where_the_list_ended(server: KubernetesApi) -> None:
    listed = await ask(server.url + PODS)
    server.world.store.create("pods", a_pod("p1"), now=NOON)

    async with watching(
        server.url + PODS, resourceVersion=listed.json["metadata"]["resourceVersion"]
    ) as stream:
        missed = await stream.next()
        relabelled(server, "p0", {"app": "other"})
        changed = await stream.next()
        server.world.store.delete("pods", ("prod", "p1"), now=NOON)
        deleted = await stream.next()

    assert [seen(each) for each in (missed, changed, deleted)] == [
        ("ADDED", "p1"),
        ("MODIFIED", "p0"),
        ("DELETED", "p1"),
    ]
    versions = [int(each[1]["metadata"]["resourceVersion"]) for each in (missed, changed, deleted)]
    assert versions == [1002, 1003, 1004]


async def test_a_watch_without_a_version_begins_with_what_is_there(server: KubernetesApi) -> None:
    async with watching(server.url + PODS) as stream:
        first = await stream.next()

    assert seen(first) == ("ADDED", "p0")
    assert first[1]["kind"] == "Pod"


async def test_initial_events_end_with_their_bookmark(server: KubernetesApi) -> None:
    async with watching(
        server.url + PODS,
        sendInitialEvents="true",
        resourceVersionMatch="NotOlderThan",
        allowWatchBookmarks="true",
    ) as stream:
        first, end = await stream.next(), await stream.next()

    assert seen(first) == ("ADDED", "p0")
    assert end[0] == "BOOKMARK"
    assert end[1]["metadata"]["annotations"] == {"k8s.io/initial-events-end": "true"}


async def test_an_object_that_moves_through_a_selector_is_added_and_deleted(server: KubernetesApi) -> None:
    async with watching(server.url + PODS, resourceVersion="1001", labelSelector="app=blue") as stream:
        relabelled(server, "p0", {"app": "blue"})
        inside = await stream.next()
        relabelled(server, "p0", {"app": "red"})
        outside = await stream.next()

    assert (seen(inside), seen(outside)) == (("ADDED", "p0"), ("DELETED", "p0"))
    assert outside[1]["metadata"]["labels"] == {"app": "blue"}
    assert outside[1]["metadata"]["resourceVersion"] == "1003"


async def test_other_namespaces_and_names_are_not_heard(server: KubernetesApi) -> None:
    async with watching(
        server.url + PODS, resourceVersion="1001", fieldSelector="metadata.name=p7"
    ) as stream:
        server.world.store.create("pods", a_pod("p7", namespace="test"), now=NOON)
        server.world.store.create("pods", a_pod("p6"), now=NOON)
        server.world.store.create("pods", a_pod("p7"), now=NOON)
        first = await stream.next()

    assert first[1]["metadata"]["namespace"] == "prod"
    assert seen(first) == ("ADDED", "p7")


async def test_an_update_that_changes_nothing_makes_no_event(server: KubernetesApi) -> None:
    async with watching(server.url + PODS, resourceVersion="1001") as stream:
        relabelled(server, "p0", {"app": "api"})
        server.world.store.create("pods", a_pod("p1"), now=NOON)
        first = await stream.next()

    assert (seen(first), first[1]["metadata"]["resourceVersion"]) == (("ADDED", "p1"), "1002")


async def test_bookmarks_come_every_minute_and_before_the_end(
    server: KubernetesApi, clock: ManualClock
) -> None:
    server.world.store.create("services", {"metadata": {"name": "s", "namespace": "prod"}}, now=NOON)

    async with watching(
        server.url + PODS, resourceVersion="1001", allowWatchBookmarks="true", timeoutSeconds="90"
    ) as stream:
        await clock.advance(seconds=60)
        first = await stream.next()
        await clock.advance(seconds=30)
        rest = await stream.rest()

    assert first[0] == "BOOKMARK"
    assert first[1] == {"kind": "Pod", "apiVersion": "v1", "metadata": {"resourceVersion": "1002"}}
    assert [kind for kind, _ in rest] == ["BOOKMARK"]


async def test_nobody_gets_bookmarks_who_did_not_ask(server: KubernetesApi, clock: ManualClock) -> None:
    async with watching(server.url + PODS, resourceVersion="1001", timeoutSeconds="90") as stream:
        await clock.advance(seconds=90)
        rest = await stream.rest()

    assert rest == []


async def test_a_watch_from_a_compacted_version_is_told_410_in_the_stream(server: KubernetesApi) -> None:
    server.world.store.create("pods", a_pod("p1"), now=NOON)
    server.world.store.compact()

    async with watching(server.url + PODS, resourceVersion="1001") as stream:
        events = await stream.rest()

    assert stream.response.status == 200
    assert [(kind, status["code"], status["reason"]) for kind, status in events] == [
        ("ERROR", 410, "Expired")
    ]
    assert events[0][1]["message"] == "too old resource version: 1001 (1002)"


async def test_stopping_the_server_ends_its_streams(clock: ManualClock) -> None:
    server = KubernetesApi(clock)
    await server.start()
    async with watching(server.url + PODS) as stream:
        open_before = server.open_watches

        await server.stop()
        rest = await stream.rest()

    assert (open_before, rest, server.open_watches) == (1, [], 0)


def test_a_bookmark_never_passes_over_what_was_not_sent() -> None:
    store = Store()
    pods = resource_named("pods")
    assert pods is not None
    store.create("pods", a_pod("p0"), now=NOON)
    stream = Watching(store, WatchPlan(resource=pods, selection=Selection(), revision=1001, bookmarks=True))
    stream.news()
    store.create("pods", a_pod("p1"), now=NOON)

    early = json.loads(stream.bookmark())
    sent = [json.loads(line)["object"]["metadata"]["name"] for line in stream.news()]

    assert early["object"]["metadata"]["resourceVersion"] == "1001"
    assert sent == ["p1"]
