"""What tests of the cluster stand on: a practice API server on loopback, the real client, a manual clock."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

from bot.practice.kubernetes.server import KubernetesApi
from bot.practice.kubernetes.world import World
from cluster.bounds import Bounds
from cluster.clusters import Clusters, Dial, dialler
from cluster.connection import Cluster
from domain.clock import ManualClock
from tests.cluster.traffic import PatientClock, Traffic

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

#: Turns of the event loop in which everything that sockets on loopback carry has come to rest.
TURNS = 60


async def eventually(predicate: Callable[[], bool], *, within_s: float = 10.0) -> None:
    """Return as soon as the predicate holds, turning the event loop; fail after real seconds."""
    async with asyncio.timeout(within_s):
        while not predicate():  # noqa: ASYNC110  # what is waited for is many things; a turn is no pause
            await asyncio.sleep(0)


async def settle(turns: int = TURNS) -> None:
    """Let sockets and tasks do all that they can without time passing."""
    for _ in range(turns):
        await asyncio.sleep(0)


async def pass_time(clock: ManualClock, seconds: float, *, step_s: float = 0.5) -> None:
    """Let time pass in steps, with what sockets carry in between."""
    passed = 0.0
    while passed < seconds:
        await clock.advance(seconds=min(step_s, seconds - passed))
        await settle()
        passed += step_s


@asynccontextmanager
async def serving(
    clock: ManualClock, world: World | None = None, **options: object
) -> AsyncGenerator[KubernetesApi]:
    async with KubernetesApi(clock, world, **options) as server:  # type: ignore[arg-type]  # handed on
        yield server


@asynccontextmanager
async def reaching(
    server: KubernetesApi,
    clock: ManualClock,
    folder: Path,
    *,
    bounds: Bounds | None = None,
    dial: Dial | None = None,
) -> AsyncGenerator[Clusters]:
    path = server.kubeconfig(folder / "kubeconfig")
    bounds = bounds or Bounds()
    dial = dial or dialler(str(path), clock, bounds=bounds)
    if isinstance(clock, PatientClock):
        clock.traffic = Traffic(server=server)
        dial = clock.traffic.counted(dial)
    async with Clusters(dial, clock, bounds=bounds) as clusters:
        yield clusters


@asynccontextmanager
async def connected(
    server: KubernetesApi, clock: ManualClock, folder: Path, *, bounds: Bounds | None = None
) -> AsyncGenerator[Cluster]:
    async with reaching(server, clock, folder, bounds=bounds) as clusters:
        yield await clusters.at("")
