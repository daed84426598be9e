"""Pods that were taken away: evicted, preempted, or gone with their node.

Mostly that says nothing about their revision, and is a name for a deadline at the most. But a pod that went
over its own storage limit goes over it again: such ends are counted while the watch looks on, and forgotten
when all pods have held for longer than the kubelet needs to notice. What lies around from before is history.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from cluster.snapshot import Json
from watchers import pods as reading
from watchers import rules
from watchers.memory import Memory, SignMemory, all_clean_since
from watchers.rule import Rule
from watchers.sights import Look
from watchers.suspects import Suspect

_FAMILY = "evicted"


def remembered(memory: Memory, pods: Sequence[Json], look: Look) -> SignMemory | None:
    """Return the sign of evictions that are the pods' own doing, None when there was none of late."""
    known = next((sign for sign in memory.signs if sign.family == _FAMILY), None)
    if _have_held(memory, look.now):
        known = None
    living = {pod.uid for pod in memory.pods}
    for pod in pods:
        rule = _rule(pod) if reading.uid(pod) in living else None
        if rule is not None:
            known = _sighted(known, pod, rule, look)
    return known


def suspects(
    sign: SignMemory | None, pods: Sequence[Json], look: Look, *, clean_since: datetime | None
) -> Iterator[Suspect]:
    """Yield the pods that were taken away; fatal is what happened again, until others are in their place."""
    decides = sign is not None and clean_since is None and _decides(sign, look)
    for pod in pods:
        if cause := reading.taken_away(pod):
            is_counted = sign is not None and sign.pod == reading.uid(pod)
            since = sign.since if sign is not None and is_counted else look.now
            yield Suspect(
                cause=cause,
                since=since,
                fatal_at=look.now if is_counted and decides else None,
                pod=reading.name(pod),
                pod_uid=reading.uid(pod),
                reason=_status(pod, "reason"),
                message=_status(pod, "message"),
            )


def _have_held(memory: Memory, now: datetime) -> bool:
    """Whether all pods had held for long enough when the look before this one saw them."""
    since = all_clean_since(memory.pods)
    return since is not None and (now - since).total_seconds() >= rules.EVICTED_HELD_S


def _sighted(known: SignMemory | None, pod: Json, rule: Rule, look: Look) -> SignMemory:
    if known is not None:
        return replace(known, pod=reading.uid(pod), rule=rule.name, sightings=known.sightings + 1)
    return SignMemory(pod=reading.uid(pod), container="", family=_FAMILY, rule=rule.name, since=look.now)


def _decides(sign: SignMemory, look: Look) -> bool:
    needed = rules.rule_named(sign.rule).fatal_sightings
    return bool(needed) and sign.sightings >= rules.counted(needed, look.patience)


def _rule(pod: Json) -> Rule | None:
    return rules.find_rule(_FAMILY, _status(pod, "reason"), _status(pod, "message"))


def _status(pod: Json, field: str) -> str:
    return str((pod.get("status") or {}).get(field) or "")
