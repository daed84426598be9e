"""What a finding's buttons will show, read at the moment of the finding, and the lines that it quotes.

In the morning the pod is gone (design 4.8). Everything is redacted before anybody keeps it. Nothing here may
stop a verdict: what cannot be read is a keepsake without text and with a note that says why.
"""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import replace

from cluster.connection import Cluster
from cluster.describe import describe, event_lines
from cluster.logs import Log, container_to_show
from cluster.snapshot import Json, Snapshot
from domain.clock import Clock
from domain.errors import NightjarError
from domain.redaction import redact
from domain.watch import Said, Target, Word
from domain.watchtower import Keepsake
from watchers import excerpt

#: Characters that each keepsake may have: one megabyte in all.
SHARES = {"logs": 512 * 1024, "previous": 256 * 1024, "events": 128 * 1024, "describe": 128 * 1024}

#: Above so many characters it is worth a thread.
MUCH = 64 * 1024

#: Pods of a good rollout whose logs are looked through for errors.
MOST_READ = 3

QUOTED_LINES = 12
QUOTED_WIDTH = 300

#: So long may the reading take; then the verdict is spoken without.
READING_S = 15.0

#: Words that have nothing to show: they are about our sight and not about the object.
BLIND = frozenset({Word.LOST_SIGHT, Word.SIGHT_REGAINED})


async def gather(
    cluster: Cluster, clock: Clock, snapshot: Snapshot, said: Said, *, target: Target
) -> tuple[Said, tuple[Keepsake, ...]]:
    """Return what is said with the lines it quotes, and what its buttons will show."""
    if said.word in BLIND:
        return said, ()
    try:
        async with clock.timeout(READING_S):
            told = await _quoting(cluster, snapshot, said)
            return told, await keepsakes(cluster, snapshot, told, target=target)
    except (TimeoutError, NightjarError):
        return said, _nothing(target, "cluster.log-unreachable")


async def keepsakes(
    cluster: Cluster, snapshot: Snapshot, said: Said | None, *, target: Target
) -> tuple[Keepsake, ...]:
    """Return what the buttons show of what lives now, redacted."""
    pod = pod_to_show(snapshot, said)
    logs = await _logs(cluster, pod, said) if pod is not None else _no_pod(target)
    events = "\n".join(event_lines(snapshot.events))
    described = describe(snapshot)
    return (
        *logs,
        await _kept("events", f"{target.name}.events.txt", events, "cluster.events-none"),
        await _kept("describe", f"{target.name}.describe.txt", described, "cluster.describe-gone"),
    )


def pod_to_show(snapshot: Snapshot, said: Said | None) -> Json | None:
    """Return the pod that is blamed, else the youngest that lives; a watched pod is itself the one."""
    pods = snapshot.pods
    if snapshot.object is not None and snapshot.object.get("kind") == "Pod":
        return snapshot.object
    blamed = said.evidence.pod if said is not None else None
    named = next((pod for pod in pods if pod["metadata"]["name"] == blamed), None)
    if named is not None:
        return named
    living = [pod for pod in pods if _lives(pod)]
    return max(living or pods, key=lambda pod: str(pod["metadata"].get("creationTimestamp")), default=None)


def alike(pods: Sequence[Json], pod: Json) -> tuple[Json, ...]:
    """Return the pod and the youngest others of its revision: a few tell what all of them write.

    A try of a Job that failed, or a pod that was evicted, says nothing about those that stand.
    """
    revision = _revision(pod)
    others = [one for one in pods if one is not pod and _revision(one) == revision and _lives(one)]
    others.sort(key=lambda one: str(one["metadata"].get("creationTimestamp")), reverse=True)
    return (pod, *others[: MOST_READ - 1])


def _lives(pod: Json) -> bool:
    """Whether the pod stays and has not failed."""
    failed = (pod.get("status") or {}).get("phase") == "Failed"
    return not failed and not pod["metadata"].get("deletionTimestamp")


def _revision(pod: Json) -> tuple[str, ...]:
    labels = pod["metadata"].get("labels") or {}
    return tuple(str(labels.get(key) or "") for key in ("pod-template-hash", "controller-revision-hash"))


def quoted(lines: Iterable[str]) -> tuple[str, ...]:
    """Return the last lines, cut to a width that can be read on a telephone."""
    return tuple(
        line if len(line) <= QUOTED_WIDTH else f"{line[:QUOTED_WIDTH]}…"
        for line in tuple(lines)[-QUOTED_LINES:]
    )


async def _quoting(cluster: Cluster, snapshot: Snapshot, said: Said) -> Said:
    pod = pod_to_show(snapshot, said)
    if pod is None:
        return said
    # What is judged without pods is not well or ill by what a pod near it writes.
    if said.word is Word.DONE and said.state is None:
        return await _with_errors(cluster, alike(snapshot.pods, pod), said)
    if said.evidence.pod is None:
        return said
    log = await cluster.log(pod, said.evidence.container or container_to_show(pod))
    lines = redact("\n".join(log.lines)).splitlines()
    evidence = replace(said.evidence, log=worth_quoting(lines), telling=excerpt.telling(lines))
    return replace(said, evidence=evidence)


def worth_quoting(lines: Sequence[str]) -> tuple[str, ...]:
    """Return the last lines, with what tells before them where it stands further up.

    A trace of thirty frames, or a page of shutting down, may lie between an exception and the end.
    """
    last = tuple(lines)[-QUOTED_LINES:]
    shown = excerpt.telling(lines)
    above = [line for line in shown if not any(one.startswith(line.removesuffix("…")) for one in last)]
    return quoted((*above, *last[len(above) :]))


async def _with_errors(cluster: Cluster, pods: Sequence[Json], said: Said) -> Said:
    """A rollout can be through and its application in trouble: the logs of the new pods say so."""
    logs = await asyncio.gather(*(cluster.log(pod, container_to_show(pod), previous=False) for pod in pods))
    found = [[line for line in log.lines if excerpt.ERROR.search(line)] for log in logs]
    total = sum(len(each) for each in found)
    if not total:
        return said
    worst, pod = max(zip(found, pods, strict=True), key=lambda each: len(each[0]))
    lines = redact("\n".join(worst)).splitlines()
    evidence = replace(
        said.evidence,
        error_lines=total,
        log=quoted(lines),
        telling=excerpt.telling(lines),
        pod=pod["metadata"]["name"],
    )
    return replace(said, evidence=evidence, cause=said.cause or "errors-in-log")


async def _logs(cluster: Cluster, pod: Json, said: Said | None) -> tuple[Keepsake, ...]:
    blamed = said.evidence.container if said is not None else None
    container = blamed or container_to_show(pod)
    # Where a container is blamed, "the log" is that of the run that ended, not of the one just begun.
    shown, previous = await asyncio.gather(
        cluster.log(pod, container, previous=None if blamed else False),
        cluster.log(pod, container, previous=True),
    )
    name = f"{pod['metadata']['name']}.{container}"
    # A container that waits to be started again has thrown its present run away: then the one before is it.
    shown = shown if shown.text or not previous.text else previous
    return (
        await _log("logs", f"{name}.log", shown),
        await _log("previous", f"{name}.previous.log", previous),
    )


async def _log(word: str, name: str, log: Log) -> Keepsake:
    return await _kept(word, name, log.text, log.note)


async def _kept(word: str, name: str, text: str, note: str) -> Keepsake:
    cut = text[-SHARES[word] :]
    # Half a megabyte of patterns takes a while: beside the event loop.
    clean = await asyncio.to_thread(redact, cut) if len(cut) > MUCH else redact(cut)
    return Keepsake(word=word, name=name, text=clean[-SHARES[word] :], note="" if clean else note)


def _no_pod(target: Target) -> tuple[Keepsake, ...]:
    return _nothing(target, "cluster.log-no-pod")[:2]


def _nothing(target: Target, note: str) -> tuple[Keepsake, ...]:
    return tuple(Keepsake(word=word, name=f"{target.name}.{word}.txt", text="", note=note) for word in SHARES)
