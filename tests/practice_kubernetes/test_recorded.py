"""Recordings over HTTP: lists, watches, bookmarks and logs as the real cluster gave them."""

import gzip
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta

import pytest

from bot.practice.kubernetes.objects import Manifest
from bot.practice.kubernetes.recorded import RecordedCluster
from bot.practice.kubernetes.recorded_world import RecordedWorld
from bot.practice.kubernetes.resources import resource_named
from bot.practice.kubernetes.server import KubernetesApi
from domain.clock import ManualClock
from tests.practice_kubernetes.asking import ask, recording, watching

NAMES = (
    "armed",
    "crash-at-start",
    "first-deploy",
    "never-ready",
    "scaled-to-zero",
    "update-bad-tag",
    "update-crashes",
    "update-good",
)


def path_of(resource: str, namespace: str) -> str:
    known = resource_named(resource)
    assert known is not None
    root = f"/apis/{known.group}/{known.version}" if known.group else "/api/v1"
    return f"{root}/namespaces/{namespace}/{resource}"


def lines_of(name: str) -> list[Manifest]:
    with gzip.open(recording(name), "rt") as lines:
        return [json.loads(line) for line in lines][1:]


@asynccontextmanager
async def serving(name: str, *, t: float = 0.0) -> AsyncGenerator[tuple[KubernetesApi, ManualClock]]:
    cluster = RecordedCluster(recording(name))
    clock = ManualClock(cluster.recording.meta.at(t))
    async with KubernetesApi(clock, cluster) as server:
        yield server, clock


@pytest.mark.parametrize("name", NAMES)
async def test_a_watch_from_the_first_list_repeats_the_recorded_events(name: str) -> None:
    expected = [
        (line["type"], line["object"])
        for line in lines_of(name)
        if line.get("resource") == "pods" and line["type"] != "LIST"
    ]
    async with serving(name) as (server, clock):
        meta = RecordedWorld(recording(name)).meta
        path = path_of("pods", meta.namespace)
        listed = await ask(server.url + path)

        async with watching(
            server.url + path,
            resourceVersion=listed.json["metadata"]["resourceVersion"],
            allowWatchBookmarks="true",
            timeoutSeconds=str(int(meta.seconds) + 1),
        ) as stream:
            await clock.advance(to=meta.at(meta.seconds + 1))
            events = await stream.rest()

    own = [event for event in events if event[0] != "BOOKMARK" or "spec" in event[1]]
    assert own == expected
    assert len(events) - len(own) in (1, 2)  # the server's own bookmarks: at sixty seconds and before the end


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("share", [0.0, 0.2, 0.5, 1.0])
async def test_a_list_at_any_moment_is_what_the_events_before_it_add_up_to(name: str, share: float) -> None:
    world = RecordedWorld(recording(name))
    t = world.meta.seconds * share
    state: dict[str, Manifest] = {}
    for line in lines_of(name):
        if (
            line.get("resource") == "replicasets"
            and line["type"] not in ("LIST", "BOOKMARK")
            and line["t"] <= t
        ):
            state.pop(line["object"]["metadata"]["name"], None)
            if line["type"] != "DELETED":
                state[line["object"]["metadata"]["name"]] = line["object"]

    async with serving(name, t=t) as (server, _):
        answer = await ask(server.url + path_of("replicasets", world.meta.namespace))

    assert {item["metadata"]["name"]: item["spec"] for item in answer.json["items"]} == {
        key: value["spec"] for key, value in state.items()
    }
    assert [item["status"] for item in answer.json["items"]] == [
        state[key]["status"] for key in sorted(state)
    ]


async def test_events_come_when_their_time_has_come_and_not_before() -> None:
    async with serving("update-good", t=14.0) as (server, clock):
        path = path_of("deployments", "d2-update-good")
        listed = await ask(server.url + path)
        async with watching(
            server.url + path, resourceVersion=listed.json["metadata"]["resourceVersion"]
        ) as stream:
            await clock.advance(seconds=1.16)
            early = server.world.store.head("deployments")
            await clock.advance(seconds=0.01)
            kind, deployment = await stream.next()

    assert listed.json["items"][0]["metadata"]["generation"] == 1
    assert early == 11775
    assert (kind, deployment["metadata"]["generation"]) == ("MODIFIED", 2)
    assert deployment["status"]["observedGeneration"] == 1


async def test_recorded_bookmarks_come_at_their_moment() -> None:
    async with serving("update-crashes", t=56.0) as (server, clock):
        path = path_of("pods", "d2-update-crashes")
        listed = await ask(server.url + path)
        async with watching(
            server.url + path,
            resourceVersion=listed.json["metadata"]["resourceVersion"],
            allowWatchBookmarks="true",
        ) as stream:
            await clock.advance(seconds=5)
            kind, bookmark = await stream.next()

    assert (kind, bookmark["metadata"]["resourceVersion"]) == ("BOOKMARK", "12602")


async def test_after_its_last_line_the_world_stands_still_and_streams_stay_fresh() -> None:
    async with serving("first-deploy", t=200.0) as (server, clock):
        namespace = RecordedWorld(recording("first-deploy")).meta.namespace
        path = path_of("pods", namespace)
        before = await ask(server.url + path)
        version = before.json["metadata"]["resourceVersion"]
        async with watching(server.url + path, resourceVersion=version, allowWatchBookmarks="true") as stream:
            await clock.advance(seconds=120)
            kinds = [(await stream.next())[0] for _ in range(2)]
        after = await ask(server.url + path)

    assert kinds == ["BOOKMARK", "BOOKMARK"]
    assert after.json == before.json


@pytest.mark.parametrize(("kind", "path"), [("list", "/api/v1/nodes"), ("get", "/api/v1/nodes/rig-1")])
async def test_what_is_not_in_the_file_is_forbidden(kind: str, path: str) -> None:
    async with serving("first-deploy") as (server, _):
        answer = await ask(server.url + path)

    assert (answer.status, answer.json["reason"]) == (403, "Forbidden")
    assert f'cannot {kind} resource "nodes"' in answer.json["message"]


@pytest.mark.parametrize("name", NAMES)
async def test_the_log_endpoint_says_at_the_end_what_it_said_then(name: str) -> None:
    world = RecordedWorld(recording(name))
    answers = [
        line["log"]
        for line in lines_of(name)
        if "log" in line
        and line["log"]["container_id"] is None
        and "unable to retrieve" not in line["log"]["text"]
    ]
    async with serving(name, t=world.meta.seconds + 1) as (server, _):
        said = [
            await ask(
                f"{server.url}{path_of('pods', world.meta.namespace)}/{log['pod']}/log",
                params={
                    "container": log["container"],
                    "previous": str(log["previous"]).lower(),
                    "timestamps": "true",
                },
            )
            for log in answers
        ]

    assert [(each.status, each.text) for each in said] == [(log["status"], log["text"]) for log in answers]


async def test_a_log_is_cut_to_what_had_been_written() -> None:
    async with serving("crash-at-start", t=2.5) as (server, clock):
        world = RecordedWorld(recording("crash-at-start"))
        pods = server.url + path_of("pods", world.meta.namespace)
        (pod,) = (await ask(pods)).names
        waiting = await ask(f"{pods}/{pod}/log")
        await clock.advance(to=world.meta.at(3.95))
        ended = await ask(f"{pods}/{pod}/log", params={"tailLines": "1"})
        await clock.advance(to=world.meta.at(4.2))
        current = await ask(f"{pods}/{pod}/log", params={"timestamps": "true"})
        before = await ask(f"{pods}/{pod}/log", params={"previous": "true", "limitBytes": "8"})

    assert (waiting.status, waiting.json["message"]) == (
        400,
        f'container "app" in pod "{pod}" is waiting to start: ContainerCreating',
    )
    assert ended.text == "KeyError: DATABASE_URL\n"
    assert [line.partition(" ")[0] <= "2026-11-22T18:57:36.007" for line in current.text.splitlines()] == [
        True
    ] * 3
    assert before.text == "starting"


async def test_a_line_of_the_future_is_not_in_the_log() -> None:
    world = RecordedWorld(recording("update-crashes"))
    (pod,) = {each.object["metadata"]["name"] for each in world.events_between("pods", 14, 16)}

    early = world.log_answer(15.5, pod, "web")
    later = world.log_answer(17.0, pod, "web")

    assert [line.partition("Z ")[2] for line in early.text.splitlines()] == [
        "2026-11-22T19:01:00Z INFO web v3 starting on port 8080"
    ]
    assert "ERROR could not connect to database" in later.text


def test_a_recording_is_a_pure_world() -> None:
    world = RecordedWorld(recording("update-good"))

    assert (world.meta.name, world.meta.target, world.meta.kind) == ("update-good", "api", "Deployment")
    assert world.meta.at(15) - world.meta.t0 == timedelta(seconds=15)
    assert world.list_at("deployments", 0.0)["items"] == []
    assert [event.type for event in world.events_between("deployments", 0, 1.3)] == ["ADDED", "MODIFIED"]
    assert len(world.state_at("pods", 20.0)) >= 4
    assert world.log_answer(20.0, "nobody", "web").status == 404
    assert len(world.resources) == 13
