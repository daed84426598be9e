"""How a watch of a whole namespace begins: each workload as it stands, and which of them roll already."""

from dataclasses import replace
from datetime import datetime

from cluster.connection import Cluster
from domain.digest import Digest, Entry
from domain.job import WatchSpec
from domain.watch import Beginning, Progress, Target
from domain.watchtower import FirstLook
from watchers.beginning import begin
from watchers.memory import Memory

#: More workloads than this of one namespace are not followed, and the answer says so.
MOST = 500


def member_spec(spec: WatchSpec, target: Target) -> WatchSpec:
    """Return the watch of one workload: it lasts until the namespace's digest says that it is over."""
    return replace(spec, target=target, lasting=True, condition="", wait_for_it=False)


def revision_key(memory: Memory) -> str:
    """Return what tells one rollout of a workload from the next."""
    return f"{memory.uid}/{memory.revision}"


async def namespace_look(cluster: Cluster, spec: WatchSpec, now: datetime) -> FirstLook:
    """Return how all workloads of the namespace stand."""
    found = await cluster.survey(spec.target.name)
    members = tuple(
        begin(member_spec(spec, target), snapshot, now) for target, snapshot in found.workloads[:MOST]
    )
    digest = Digest(entries=tuple(_entry(one) for one in members if one.beginning is Beginning.ROLLING))
    return FirstLook(
        target=spec.target,
        beginning=Beginning.ROLLING if digest.entries else Beginning.ARMED,
        outcome=Progress(phase="crowd"),
        uid="",
        baseline="{}",
        memory=digest.encode(),
        members=members,
        refused=found.refused,
        beyond=max(0, len(found.workloads) - MOST),
    )


def _entry(look: FirstLook) -> Entry:
    memory = Memory.decode(look.memory)
    return Entry(
        kind=look.target.kind,
        name=look.target.name,
        revision=revision_key(memory),
        version=look.version,
    )
