"""A recording that is played: as bytes through the real stream, snapshot and judge, on a clock that jumps.

The world moves from one recorded moment to the next, and who waits for a moment between is woken at his own.
Whoever follows may be thrown away and begun anew in between, and what streams do can be disturbed: a replay
does neither, the tests of restarts and relists do.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.practice.kubernetes.in_process import InProcessTransport
from bot.practice.kubernetes.recorded import RecordedCluster
from cluster.clusters import Clusters
from domain.clock import ManualClock
from domain.job import WatchSpec
from domain.watch import Target
from domain.watchtower import FirstLook
from telemetry.nursery import Nursery
from watchers.following import Following, Scribe
from watchers.looking import first_look
from watchers.memory import Memory

#: The world stands still for so long after the last line while the clock runs on.
STANDSTILL = timedelta(seconds=200)
_ARMED_FOR = timedelta(hours=24)


class Playing:
    """One recording, watched from a moment on."""

    def __init__(self, world: RecordedCluster, *, began_at: datetime) -> None:
        meta = world.recording.meta
        self.clock = ManualClock(began_at)
        self.transport = InProcessTransport(world, self.clock, namespace=meta.namespace)
        target = Target(kind=meta.kind.lower(), namespace=meta.namespace, name=meta.target)
        self.spec = WatchSpec(target=target, until=began_at + _ARMED_FOR, wait_for_it=True)
        self._world = world
        self._until = meta.at(max(meta.seconds, world.recording.end)) + STANDSTILL
        world.advance(began_at)

    async def look(self) -> FirstLook:
        """Return how the watch begins."""
        async with Clusters(self._dial, self.clock) as clusters:
            return await first_look(clusters, self.clock, self.spec.target, spec=self.spec)

    @asynccontextmanager
    async def followed(self, scribe: Scribe, memory: str) -> AsyncGenerator[None]:
        """Follow from a stored memory on, with streams of its own; what goes wrong with that is raised."""
        async with Clusters(self._dial, self.clock) as clusters, Nursery() as nursery:
            following = Following(
                await clusters.at(""), self.clock, scribe, spec=self.spec, memory=Memory.decode(memory)
            )
            task = nursery.start(following.run(), name="following")
            yield
            if task.done():
                task.result()

    def next_moment(self) -> datetime | None:
        """Return when something is recorded next, None when nothing is."""
        moment = self._world.next_moment()
        return moment if moment is not None and moment <= self._until else None

    async def go_on(self, *, to: datetime) -> None:
        """Let everything happen up to a moment, each thing at its own."""
        while (moment := self.next_moment()) is not None and moment <= to:
            await self.clock.advance(to=moment)
            self._world.advance(moment)
            await self.clock.settle()
        await self.clock.advance(to=to)

    async def run_out(self) -> None:
        """Let everything happen that is recorded, and the clock run on while the world stands still."""
        await self.go_on(to=self._until)

    async def _dial(self, _: str) -> InProcessTransport:
        return self.transport
