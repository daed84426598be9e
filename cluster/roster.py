"""The workloads of a namespace: what stands in it by itself, read at once or followed.

A workload is what nobody controls: a Pod of a ReplicaSet is the Deployment's affair, a Job of a CronJob the
CronJob's. A kind that may not be read is left out and named; the others are seen all the same.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from cluster.api import Api
from cluster.family import generations, with_family
from cluster.faults import DeniedError, NoKindError
from cluster.resources import resource
from cluster.shared import Streams
from cluster.snapshot import Json, Snapshot
from cluster.stores import controller_of, uid_of
from cluster.stream import Scope, Stream
from domain.clock import Bell, Clock
from domain.errors import PermanentError
from domain.watch import Target

WORKLOADS = ("deployment", "statefulset", "daemonset", "job", "pod")
_READ = (*WORKLOADS, "replicaset")


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """A namespace at one moment: each workload with its snapshot, and the kinds that may not be read."""

    workloads: tuple[tuple[Target, Snapshot], ...]
    refused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """One workload that is there now."""

    target: Target
    uid: str
    created_at: str


async def survey(api: Api, namespace: str, *, context: str) -> Survey:
    """Read all workloads of a namespace with a list for each kind.

    Raises:
        PermanentError: None of the kinds may be read (the sentence names the first right that is missing),
            or there is no such namespace.
    """
    found: dict[str, tuple[Json, ...]] = {}
    refusals: dict[str, DeniedError | NoKindError] = {}
    for kind in _READ:
        try:
            found[kind] = (await api.list(resource(kind), namespace)).items
        except (DeniedError, NoKindError) as error:
            refusals[kind] = error
    if not any(kind in found for kind in WORKLOADS):
        raise next(iter(refusals.values()))
    if not any(found.values()) and await _is_absent(api, namespace):
        raise PermanentError("cluster.no-namespace", namespace=namespace)
    owned = {kind: _by_owner(items) for kind, items in found.items()}
    workloads = (
        (_target(item, kind, namespace, context), _snapshot(item, kind, owned))
        for kind in WORKLOADS
        for item in found.get(kind, ())
        if controller_of(item) is None
    )
    return Survey(
        workloads=tuple(sorted(workloads, key=lambda each: (each[0].name, each[0].kind))),
        refused=tuple(refusals),
    )


class Roster:
    """Knows which workloads a namespace has now; `changed` rings when one comes or goes."""

    def __init__(self, streams: Streams, clock: Clock, namespace: str, *, context: str = "") -> None:
        self._streams = streams
        self._namespace = namespace
        self._context = context
        self._scopes = tuple(Scope(resource=resource(kind), namespace=namespace) for kind in WORKLOADS)
        self._taken: dict[str, Stream] = {scope.resource.kind: streams.take(scope) for scope in self._scopes}
        self._known: set[str] = set()
        self.changed = Bell(clock)
        self._unlisten = [
            unlisten
            for stream in self._taken.values()
            for unlisten in (stream.store.listen(self._heard), stream.listen(self.changed.ring))
        ]

    def close(self) -> None:
        """Give the streams back."""
        for unlisten in self._unlisten:
            unlisten()
        for scope in self._scopes:
            self._streams.release(scope)

    def present(self) -> tuple[Workload, ...]:
        """Return the workloads that are there, of the kinds that are in sight, by name."""
        found = [
            Workload(
                target=_target(item, kind, self._namespace, self._context),
                uid=uid_of(item),
                created_at=str(item["metadata"].get("creationTimestamp") or ""),
            )
            for kind, stream in self._taken.items()
            if stream.health.synced
            for item in stream.store.unowned()
        ]
        self._known = {one.uid for one in found}
        return tuple(sorted(found, key=lambda one: (one.target.name, one.target.kind)))

    def _heard(self, item: Json, there: bool) -> None:  # noqa: FBT001  # the shape of every listener
        if controller_of(item) is None and there != (uid_of(item) in self._known):
            self.changed.ring()


async def _is_absent(api: Api, namespace: str) -> bool:
    """Whether there is no such namespace: the lists of one that is not there are empty, too."""
    try:
        return await api.get(resource("namespace"), "", namespace) is None
    except DeniedError:
        return False  # who may not ask takes the word for it


def _by_owner(items: tuple[Json, ...]) -> dict[str, list[Json]]:
    owned: dict[str, list[Json]] = defaultdict(list)
    for item in items:
        owned[controller_of(item) or ""].append(item)
    return owned


def _snapshot(item: Json, kind: str, owned: dict[str, dict[str, list[Json]]]) -> Snapshot:
    def of(word: str, owners: tuple[str, ...]) -> Iterator[Json]:
        for owner in owners:
            yield from owned.get(word, {}).get(owner, ())

    family = generations(resource(kind).owns, uid_of(item), of)
    return with_family(Snapshot(object=item, synced=True), family)


def _target(item: Json, kind: str, namespace: str, context: str) -> Target:
    return Target(kind=kind, namespace=namespace, name=str(item["metadata"]["name"]), context=context)
