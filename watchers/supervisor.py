"""Every active watch is followed by a task of its own, and looks that errands ask for are taken.

A watch whose cluster hangs stops no other. A task that dies is logged and started again. Pausing a watch
closes its streams; resuming takes a new baseline. Clusters are opened when somebody watches, not before.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import structlog

from cluster.clusters import Clusters
from cluster.connection import Cluster
from domain.clock import Bell, Clock
from domain.errors import NightjarError, PermanentError
from domain.job import WatchSpec
from domain.watch import Patience, Said, Target, WatchPhase
from domain.watchtower import FirstLook, Keepsake
from storage import watches
from storage.database import Writer
from storage.watches import Watch, WatchedObject
from telemetry.nursery import Nursery
from watchers import evidence, looking
from watchers.board import Board
from watchers.crowd import Crowd
from watchers.following import Following, Heard
from watchers.memory import Memory
from watchers.surveying import namespace_look
from watchers.telling import Telling, end

log = structlog.get_logger(__name__)

#: What cannot be opened or read is tried again after this.
AGAIN = timedelta(seconds=30)
#: Rows are looked at this often even if nobody rings.
LOOK_AGAIN = timedelta(minutes=5)

#: What a followed watch is known by: a change of its job or a new beginning starts it anew.
_Key = tuple[int, datetime | None]


class Supervisor:
    """Follows every watch; the `Watchtower` of errands."""

    def __init__(self, clusters: Clusters, writer: Writer, clock: Clock, *, bell: Bell) -> None:
        self._clusters = clusters
        self._writer = writer
        self._clock = clock
        self._bell = bell
        self._followed: dict[str, tuple[_Key, asyncio.Task[None]]] = {}

    async def find(
        self, *, kind: str | None, name: str | None, namespace: str | None, context: str
    ) -> tuple[Target, ...]:
        """Return what the words can mean in the namespaces that may be seen, best match first."""
        return await looking.find(self._clusters, kind=kind, name=name, namespace=namespace, context=context)

    async def first_look(
        self,
        target: Target,
        *,
        lasting: bool = False,
        condition: str = "",
        patience: Patience = Patience.NORMAL,
    ) -> FirstLook:
        """Return how a watch of the target begins now."""
        until = self._clock.now() + looking.LOOK
        spec = WatchSpec(target=target, until=until, lasting=lasting, condition=condition, patience=patience)
        return await looking.first_look(self._clusters, self._clock, target, spec=spec)

    async def contexts(self) -> tuple[str, ...]:
        """Return the names of the clusters that a chat may choose."""
        return await self._clusters.contexts()

    async def called(self, kind: str, *, context: str) -> str:
        """Return the word for one object of a kind."""
        return await (await self._clusters.at(context)).called(kind)

    async def keepsakes(self, target: Target, said: Said | None) -> tuple[Keepsake, ...]:
        """Read what the buttons show from what lives now."""
        cluster = await self._clusters.at(target.context)
        return await evidence.keepsakes(cluster, await cluster.look(target), said, target=target)

    async def run(self) -> None:
        """Follow what is to be followed, until cancelled."""
        async with Nursery() as nursery:
            while True:
                try:
                    await self._reconcile(nursery)
                except Exception:  # the outermost turn of the loop
                    log.exception("watches cannot be read")
                    await self._clock.sleep_until(self._clock.now() + AGAIN)
                await self._bell.wait(self._clock.now() + LOOK_AGAIN)

    @property
    def following(self) -> int:
        """How many watches are followed now."""
        return len(self._followed)

    async def _reconcile(self, nursery: Nursery) -> None:
        async with self._writer.reading() as tx:
            every = await watches.list_followed(tx)
        for overtaken in _overtaken(every):
            await end(self._writer, overtaken.job.id, now=self._clock.now())
        wanted = {watch.job.id: watch for watch in every}
        await self._let_go(wanted)
        for job_id, watch in wanted.items():
            if job_id not in self._followed and isinstance(watch.job.spec, WatchSpec):
                task = nursery.start(self._keep(watch), name=f"watch {job_id}")
                self._followed[job_id] = (_key(watch), task)

    async def _let_go(self, wanted: Mapping[str, Watch]) -> None:
        """End the tasks that are not wanted any more; the next one of the same watch begins after them."""
        stopped: list[asyncio.Task[None]] = []
        for job_id, (key, task) in tuple(self._followed.items()):
            watch = wanted.get(job_id)
            if watch is None or _key(watch) != key or task.done():
                task.cancel()
                stopped.append(task)
                del self._followed[job_id]
        if stopped:
            await asyncio.wait(stopped)

    async def _keep(self, watch: Watch) -> None:
        while True:
            try:
                followed = await self._follow(watch)
            except NightjarError as error:
                log.info("a watch cannot be followed now", job=watch.job.id, reason=str(error))
            except Exception:  # the outermost turn of the loop: no watch ends in silence
                log.exception("a watch stumbled", job=watch.job.id)
            else:
                if followed:
                    self._bell.ring()
                return
            await self._clock.sleep_until(self._clock.now() + AGAIN)

    async def _follow(self, watch: Watch) -> bool:
        """Follow until something about the rows is new; False when there is nothing to follow."""
        async with self._writer.reading() as tx:
            current = await watches.get(tx, watch.job.id)
            objects = () if current is None else await watches.objects_of(tx, current)
        if current is None or not objects or not isinstance(current.job.spec, WatchSpec):
            return False
        if current.job.spec.target.is_namespace:
            return await self._follow_namespace(current, objects)
        telling = Telling(
            self._writer, current, objects[0].target, uid=objects[0].uid, memory=objects[0].memory
        )
        if current.phase is WatchPhase.BEGINNING:
            await self._begin(current, objects[0], telling)
            return True
        memory: Memory | None = Memory.decode(objects[0].memory)
        if memory is not None and memory.phase is WatchPhase.ENDED:
            memory = await self._waits_to_be_kept(current, memory, telling)
        if memory is None:
            return True
        cluster = await self._open(objects[0].target, telling)
        following = Following(cluster, self._clock, telling, spec=current.job.spec, memory=memory)
        await following.run()
        return True

    async def _follow_namespace(self, watch: Watch, objects: Sequence[WatchedObject]) -> bool:
        """Follow the workloads of a namespace; true when its baseline is new."""
        assert isinstance(watch.job.spec, WatchSpec)
        spec, board = watch.job.spec, Board(self._writer, watch)
        try:
            cluster = await self._clusters.at(spec.target.context)
            if watch.phase is WatchPhase.BEGINNING:
                await board.begun(
                    await namespace_look(cluster, spec, self._clock.now()), now=self._clock.now()
                )
                return True
        except PermanentError as error:
            await board.refused(error, now=self._clock.now())
            raise
        known = {one.target: one.memory for one in objects if not one.target.is_namespace}
        crowd = Crowd(cluster, self._clock, board, since=watch.job.effective_from, known=known)
        await crowd.run()
        return True

    async def _begin(self, watch: Watch, thing: WatchedObject, telling: Telling) -> None:
        """Take a new baseline: the watch was paused, or its first look could not be taken."""
        assert isinstance(watch.job.spec, WatchSpec)
        await self._open(thing.target, telling)
        try:
            look = await looking.first_look(self._clusters, self._clock, thing.target, spec=watch.job.spec)
        except PermanentError as error:
            await telling.refused(error, now=self._clock.now())
            raise
        kept: tuple[Keepsake, ...] = ()
        if isinstance(look.outcome, Said):
            kept = await self.keepsakes(thing.target, look.outcome)
        await telling.begun(look, kept, now=self._clock.now())

    async def _open(self, target: Target, telling: Telling) -> Cluster:
        try:
            return await self._clusters.at(target.context)
        except NightjarError as error:
            if isinstance(error, PermanentError):
                await telling.refused(error, now=self._clock.now())
            raise

    async def _waits_to_be_kept(self, watch: Watch, memory: Memory, telling: Telling) -> Memory | None:
        """Return the memory of a watch that gave up waiting and is to go on; None when its time is over.

        Its row stands on the look-out until somebody wants it to go on: then the row rolls again.
        """
        now = self._clock.now()
        if watch.phase is WatchPhase.ROLLING:
            memory = replace(memory, phase=WatchPhase.ROLLING, progress_at=now, episode=memory.episode + 1)
            await telling.heard(Heard(memory=memory, now=now))
            return memory
        await self._clock.sleep_until(watch.guard_until or now)
        await telling.over(now=self._clock.now())
        return None


def _overtaken(every: Sequence[Watch]) -> tuple[Watch, ...]:
    """Return the watches that only look on while the same chat has begun another one of the same thing."""
    begun = {_thing(watch): watch.job.number for watch in sorted(every, key=lambda watch: watch.job.number)}
    return tuple(
        watch
        for watch in every
        if watch.phase is WatchPhase.GUARD
        and isinstance(watch.job.spec, WatchSpec)
        and not watch.job.spec.lasting
        and begun[_thing(watch)] != watch.job.number
    )


def _thing(watch: Watch) -> tuple[int, Target | None, str]:
    """Return what two watches of one chat are the same by; to wait for a condition is another wish."""
    spec = watch.job.spec
    if not isinstance(spec, WatchSpec):
        return watch.job.origin.chat_id, None, watch.job.id
    return watch.job.origin.chat_id, spec.target, spec.condition


def _key(watch: Watch) -> _Key:
    """Return what a task stands for: another revision or another beginning needs another task."""
    return watch.job.revision, watch.phase_at if watch.phase is WatchPhase.BEGINNING else None
