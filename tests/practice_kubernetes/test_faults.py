"""Faults: each is met where it was switched on, as often as it was asked for, and nowhere else."""

import asyncio
from collections.abc import AsyncGenerator

import aiohttp
import pytest

from bot.practice.kubernetes.faults import Fault, FaultKind
from bot.practice.kubernetes.server import KubernetesApi
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


async def test_throttling_says_when_to_come_back_and_ends_after_its_count(server: KubernetesApi) -> None:
    server.faults.add(Fault(kind=FaultKind.TOO_MANY, path=PODS, times=2, retry_after_s=7))

    answers = [await ask(server.url + PODS) for _ in range(3)]

    assert [answer.status for answer in answers] == [429, 429, 200]
    assert answers[0].headers["Retry-After"] == "7"
    assert answers[0].headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize(
    ("kind", "code", "content"),
    [
        (FaultKind.HTML_500, 500, "text/html"),
        (FaultKind.UNAVAILABLE, 503, "application/json"),
        (FaultKind.FORBIDDEN, 403, "application/json"),
        (FaultKind.UNAUTHORIZED, 401, "application/json"),
        (FaultKind.GONE, 410, "application/json"),
    ],
)
async def test_refusals_look_as_they_do_outside(
    server: KubernetesApi, kind: FaultKind, code: int, content: str
) -> None:
    server.faults.add(Fault(kind=kind, path="/api/v1/*"))

    elsewhere = await ask(f"{server.url}/version")
    answer = await ask(server.url + PODS)

    assert elsewhere.status == 200
    assert (answer.status, answer.headers["Content-Type"]) == (code, content)


async def test_a_fault_can_be_taken_back(server: KubernetesApi) -> None:
    number = server.faults.add(Fault(kind=FaultKind.UNAVAILABLE, times=None))
    broken = [(await ask(server.url + PODS)).status for _ in range(3)]

    server.faults.remove(number)

    assert broken == [503, 503, 503]
    assert (await ask(server.url + PODS)).status == 200


async def test_a_hanging_server_accepts_and_never_answers(server: KubernetesApi) -> None:
    server.faults.add(Fault(kind=FaultKind.HANG))

    with pytest.raises(TimeoutError):
        await ask(server.url + PODS, timeout=aiohttp.ClientTimeout(total=0.2))

    assert len(server.asked(PODS)) == 1


async def test_a_dropped_connection_is_no_answer(server: KubernetesApi) -> None:
    # aiohttp repeats a GET once by itself when a connection is cut before the answer.
    server.faults.add(Fault(kind=FaultKind.DROP, times=2))

    with pytest.raises(aiohttp.ClientConnectionError):
        await ask(server.url + PODS)


async def test_a_half_open_watch_stays_silent(server: KubernetesApi, clock: ManualClock) -> None:
    server.faults.add(Fault(kind=FaultKind.SILENT_WATCH))

    async with watching(
        server.url + PODS, resourceVersion="1001", allowWatchBookmarks="true", timeoutSeconds="60"
    ) as stream:
        server.world.store.create("pods", a_pod("p1"), now=NOON)
        await clock.advance(seconds=600)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.2):
                await stream.next()

    assert stream.response.status == 200


async def test_an_instantly_closed_watch_is_an_empty_stream(server: KubernetesApi) -> None:
    server.faults.add(Fault(kind=FaultKind.INSTANT_CLOSE, times=1))

    async with watching(server.url + PODS) as stream:
        first = await stream.rest()
    async with watching(server.url + PODS) as stream:
        second = await stream.next()

    assert first == []
    assert seen(second) == ("ADDED", "p0")


async def test_a_watch_can_be_told_410_in_the_stream(server: KubernetesApi) -> None:
    server.faults.add(Fault(kind=FaultKind.GONE_IN_STREAM))

    async with watching(server.url + PODS, resourceVersion="1001") as stream:
        events = await stream.rest()

    assert [(kind, status["code"]) for kind, status in events] == [("ERROR", 410)]


async def test_a_long_line_arrives_whole(server: KubernetesApi) -> None:
    server.faults.add(Fault(kind=FaultKind.LONG_LINE, size=6_000_000))

    async with watching(server.url + PODS, resourceVersion="1001") as stream:
        kind, pod = await stream.next()

    assert kind == "MODIFIED"
    assert len(pod["metadata"]["annotations"]["practice.nightjar/padding"]) == 6_000_000


async def test_faults_of_watches_leave_lists_alone(server: KubernetesApi) -> None:
    server.faults.add(Fault(kind=FaultKind.SILENT_WATCH, path="*", times=None))

    answer = await ask(server.url + PODS)

    assert answer.names == ["p0"]
