"""Following a whole namespace: a judge for each workload, and those that come are taken in.

The streams are those of the namespace, whoever watches there; what is read afresh before something is said is
read by a few at a time, so that a namespace whose node died asks its API server no five hundred questions at
once.
"""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

import structlog

from cluster.connection import Cluster
from cluster.roster import Roster, Workload
from domain.clock import Clock
from domain.errors import NightjarError
from domain.watch import Target, WatchPhase
from telemetry.nursery import Nursery
from watchers import looking
from watchers.board import Board
from watchers.following import AGAIN, Following
from watchers.memory import Memory
from watchers.moments import moment
from watchers.surveying import MOST, member_spec

log = structlog.get_logger(__name__)

#: Fresh reads at the same time, of one namespace.
READERS = 4
#: The roster is gone through this often even if nothing rang.
ROSTER_AGAIN = timedelta(seconds=60)


class Crowd:
    """Follows the workloads of one namespace for one watch."""

    def __init__(
        self, cluster: Cluster, clock: Clock, board: Board, *, since: datetime, known: Mapping[Target, str]
    ) -> None:
        """`known` is what is remembered of the workloads, `since` when the watch took its first look."""
        self._cluster = cluster
        self._clock = clock
        self._board = board
        self._since = since
        self._known = dict(known)
        self._turns = asyncio.Semaphore(READERS)
        self._followed: dict[Target, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Follow until cancelled: the watch's end cancels it, as any other change of its row does."""
        roster = self._cluster.roster(self._board.spec.target.name)
        try:
            async with Nursery() as nursery:
                for target, memory in self._known.items():
                    self._start(nursery, target, Memory.decode(memory))
                while True:
                    await self._take_in(nursery, roster)
                    now = self._clock.now()
                    due = await self._board.tick(now=now)
                    again = now + ROSTER_AGAIN
                    await roster.changed.wait(again if due is None else min(due, again))
        finally:
            roster.close()

    async def _take_in(self, nursery: Nursery, roster: Roster) -> None:
        """Follow the workloads that have come; those that have gone say so themselves."""
        for target in [target for target, task in self._followed.items() if task.done()]:
            del self._followed[target]
        for workload in roster.present():
            if workload.target not in self._followed and len(self._followed) < MOST:
                await self._welcome(nursery, workload)

    async def _welcome(self, nursery: Nursery, workload: Workload) -> None:
        """Follow a workload that nobody followed: as a rollout if it was made since, else as it stands."""
        created = moment(workload.created_at)
        memory = Memory(phase=WatchPhase.ARMED)
        if created is not None and created < self._since:
            try:
                spec = member_spec(self._board.spec, workload.target)
                async with self._turns:
                    look = await looking.first_look_in(self._cluster, self._clock, spec)
            except NightjarError as error:
                log.info("a workload cannot be looked at now", target=str(workload.target), reason=str(error))
                return
            memory = Memory.decode(look.memory)
        self._start(nursery, workload.target, memory)

    def _start(self, nursery: Nursery, target: Target, memory: Memory) -> None:
        work = self._keep(target, memory)
        self._followed[target] = nursery.start(work, name=f"member {target.kind} {target}")

    async def _keep(self, target: Target, memory: Memory) -> None:
        scribe = self._board.member(target, memory=memory.encode())
        spec = member_spec(self._board.spec, target)
        while True:
            following = Following(
                self._cluster, self._clock, scribe, spec=spec, memory=memory, reading=self._turns
            )
            try:
                await following.run()
            except Exception:  # the outermost turn of the loop: no workload is forgotten in silence
                log.exception("the watch of a workload stumbled", target=str(target))
                await self._clock.sleep_until(self._clock.now() + AGAIN)
                memory = Memory.decode(scribe.stored)
            else:
                return
