"""Seeing a cluster with the judge's eyes, without following it: find, a first look, a fresh look.

Before something is said it is read afresh, past every stream, and judged again (watch-rules C.3, 7): a store
may lag behind, and a verdict is spoken once.
"""

from dataclasses import replace
from datetime import timedelta

from cluster.clusters import Clusters
from cluster.connection import Cluster
from cluster.resources import called, resource
from cluster.snapshot import Snapshot
from domain.clock import Clock
from domain.job import WatchSpec
from domain.watch import Said, Target
from domain.watchtower import FirstLook
from watchers import evidence
from watchers.beginning import begin
from watchers.judge import EVENTS
from watchers.kinds import BY_NAME, kind_named
from watchers.surveying import namespace_look

#: Only what a watch that is not written yet is looked at with.
LOOK = timedelta(hours=24)

ANSWERED = frozenset({EVENTS})


async def find(
    clusters: Clusters, *, kind: str | None, name: str | None, namespace: str | None, context: str
) -> tuple[Target, ...]:
    """Return what the words can mean among the kinds that can be watched, best first.

    A namespace is taken at its word: to look whether it is there needs a right that few have.
    """
    if kind is not None and called(kind) == resource("namespace"):
        return _namespace(clusters, name or namespace, context)
    cluster = await clusters.at(context)
    known = kind_named(kind) if kind is not None else None
    return await cluster.find(
        kind=known.name if known is not None else kind,
        name=name,
        namespace=namespace,
        watchable=tuple(one.name for one in BY_NAME),
    )


async def first_look(clusters: Clusters, clock: Clock, target: Target, *, spec: WatchSpec) -> FirstLook:
    """Return how a watch of the target begins; a failure comes with its events and the lines of its log."""
    cluster = await clusters.at(target.context)
    if target.is_namespace:
        return await namespace_look(cluster, spec, clock.now())
    return await first_look_in(cluster, clock, spec)


async def first_look_in(cluster: Cluster, clock: Clock, spec: WatchSpec) -> FirstLook:
    """Return how a watch of one object begins."""
    target = spec.target
    target = await cluster.settled(target)
    spec = replace(spec, target=target)
    snapshot = await cluster.look(target, with_events=False)
    look = begin(spec, snapshot, clock.now())
    if snapshot.object is None:
        return replace(look, called=await cluster.called(target.kind))
    if not isinstance(look.outcome, Said):
        return look
    snapshot = replace(snapshot, events=await cluster.events(target, snapshot))
    look = begin(spec, snapshot, clock.now(), answered=ANSWERED)
    if not isinstance(look.outcome, Said):
        return look
    told, _ = await evidence.gather(cluster, clock, snapshot, look.outcome, target=target)
    return replace(look, outcome=told)


def _namespace(clusters: Clusters, name: str | None, context: str) -> tuple[Target, ...]:
    if not name:
        return ()
    clusters.bounds.check_namespace(name)
    return (Target(kind="namespace", namespace="", name=name, context=context),)


def with_gone_since(fresh: Snapshot, seen: Snapshot) -> Snapshot:
    """Return the fresh snapshot with what only the streams know of an object that is gone."""
    if fresh.object is not None:
        return fresh
    return replace(fresh, gone_since=seen.gone_since, last=seen.last, pods=seen.pods, jobs=seen.jobs)
