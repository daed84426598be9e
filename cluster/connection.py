"""One cluster: what the other rooms ask it. Opened late, when somebody watches."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from cluster.access import Right, closed_kinds, missing_rights
from cluster.api import Api
from cluster.bounds import Bounds
from cluster.bystanders import scope_of
from cluster.discovery import Discovery
from cluster.events import events_about, events_of_cluster
from cluster.family import closest, generations, label_selector, with_family
from cluster.faults import DeniedError, NoKindError
from cluster.finding import find, kinds_meant
from cluster.logs import Log, read_log, telling_log
from cluster.relations import beside
from cluster.resources import Resource, called, resource
from cluster.roster import Roster, Survey, survey
from cluster.shared import Streams
from cluster.sight import Sight
from cluster.snapshot import Json, Snapshot
from cluster.stores import uid_of
from cluster.transport import Transport
from domain.clock import Clock
from domain.errors import NightjarError
from domain.watch import Target
from telemetry.nursery import Nursery

PROBE_HOLDS = timedelta(seconds=10)


class Cluster:
    """An API server and everything that is known of it."""

    def __init__(
        self, transport: Transport, clock: Clock, nursery: Nursery, *, bounds: Bounds, context: str = ""
    ) -> None:
        self.api = Api(transport, clock, name=context)
        self.discovery = Discovery(self.api)
        self.streams = Streams(self.api, nursery)
        self._clock = clock
        self._bounds = bounds
        self._context = context
        self._probe = asyncio.Lock()
        self._probed: tuple[datetime, bool] | None = None

    async def find(
        self, *, kind: str | None, name: str | None, namespace: str | None, watchable: Sequence[str]
    ) -> tuple[Target, ...]:
        """Return what the words can mean, best first.

        Without a word for the kind only those that are `watchable` are looked through; a word that names none
        of the known kinds is looked up among those that the server serves.
        """
        return await find(
            self.api,
            self._bounds,
            await kinds_meant(kind, watchable, self.discovery),
            name=name,
            namespace=namespace,
            context=self._context,
        )

    async def settled(self, target: Target) -> Target:
        """Return the target under its kind's lasting name, in the namespace that is meant.

        Without one it is in the context's own; where its kind has none it is in none.

        Raises:
            UserError: The server has no such kind.
        """
        try:
            kind = resource(target.kind)
        except KeyError:
            (kind,) = await kinds_meant(target.kind, (), self.discovery)
        namespace = (target.namespace or self.api.transport.namespace) if kind.namespaced else ""
        return replace(target, kind=kind.kind, namespace=namespace)

    async def called(self, kind: str) -> str:
        """Return the word for one object of a kind; the first of its full name where discovery has none."""
        known = called(kind)
        if known is not None:
            return known.kind
        try:
            singular = await self.discovery.singular(kind)
        except NightjarError:
            # A nicer word is not worth a refusal.
            singular = ""
        return singular or kind.partition(".")[0]

    def watch(self, target: Target, *, uid: str = "") -> Sight:
        """Return a view that follows the target; close it. `uid` is the object's, if it was seen before."""
        return Sight(self.streams, self._clock, target, uid=uid)

    def roster(self, namespace: str) -> Roster:
        """Return what knows which workloads the namespace has; close it."""
        return Roster(self.streams, self._clock, namespace, context=self._context)

    async def survey(self, namespace: str) -> Survey:
        """Read all workloads of the namespace afresh."""
        self._bounds.check_namespace(namespace)
        return await survey(self.api, namespace, context=self._context)

    async def look(self, target: Target, *, with_events: bool = True) -> Snapshot:
        """Read the target and what belongs to it afresh, past every stream (verify before speaking)."""
        self._bounds.check_namespace(target.namespace)
        kind = resource(target.kind)
        item = await self.api.get(kind, target.namespace, target.name)
        if item is None:
            return Snapshot(object=None, synced=True)
        family, near = await asyncio.gather(
            self._family(kind, item, target.namespace), self._beside(kind, target)
        )
        snapshot = with_family(Snapshot(object=item, beside=near, synced=True), family)
        return replace(snapshot, events=await self.events(target, snapshot)) if with_events else snapshot

    async def _family(self, kind: Resource, item: Json, namespace: str) -> dict[str, tuple[Json, ...]]:
        """List what the object owns, a level below the other."""
        selection = {"labelSelector": selector} if (selector := label_selector(item)) else {}
        lists = await asyncio.gather(
            *(self.api.list(resource(word), namespace, selection) for word in kind.owns)
        )
        found = dict(zip(kind.owns, (listing.items for listing in lists), strict=True))
        return generations(kind.owns, uid_of(item), lambda word, _: found[word])

    async def _beside(self, kind: Resource, target: Target) -> dict[str, tuple[Json, ...]]:
        """List what the object is judged with besides; what is not needed may be refused."""
        found = {}
        for relation in kind.beside:
            scope = scope_of(relation, target)
            try:
                listing = await self.api.list(scope.resource, scope.namespace, scope.selection)
            except (DeniedError, NoKindError):
                if relation.needed:
                    raise
                continue
            found[relation.kind] = beside(
                listing.items, relation, name=target.name, namespace=target.namespace
            )
        return found

    async def events(self, target: Target, snapshot: Snapshot) -> tuple[Json, ...]:
        """Return the events about what is in the snapshot, oldest first."""
        if not target.namespace:
            return await events_of_cluster(self.api, snapshot.object)
        about = closest(snapshot.object, (*snapshot.replica_sets, *snapshot.jobs), snapshot.pods)
        return await events_about(self.api, target.namespace, about)

    async def log(self, pod: Json, container: str, *, previous: bool | None = None) -> Log:
        """Return a log; `previous` None is the run that tells most."""
        if previous is None:
            return await telling_log(self.api, pod, container)
        return await read_log(self.api, pod, container, previous=previous)

    async def ready(self) -> bool:
        """Tell whether the API server answers; asked once for all who want to know within ten seconds."""
        async with self._probe:
            now = self._clock.now()
            if self._probed is None or now - self._probed[0] >= PROBE_HOLDS:
                self._probed = (now, await self.api.ready())
            return self._probed[1]

    async def missing_rights(self, namespace: str = "") -> tuple[Right, ...]:
        """Return the rights that watching lacks in a namespace (the context's own when none is named)."""
        return await missing_rights(self.api, namespace or self.api.transport.namespace)

    async def closed_kinds(self, namespace: str = "") -> dict[str, tuple[Right, ...]]:
        """Return the kinds that cannot be watched in a namespace, each with the rights that it lacks."""
        return await closed_kinds(self.api, namespace or self.api.transport.namespace)

    async def close(self) -> None:
        """Let go of the connections; the streams end with the nursery."""
        await self.api.transport.close()
